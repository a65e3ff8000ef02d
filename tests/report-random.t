#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Random histories: tk-report says what report-oracle.pl finds by definition, to the byte.
# ORACLE_SEEDS=N runs N of them, ORACLE_SEED=N begins with that one.
# shellcheck disable=SC2154 # variant is of lib.sh
seeds=${ORACLE_SEEDS:-2} first=${ORACLE_SEED:-1}
. "${0%/*}/lib.sh"
perl -MTime::Local -MPOSIX -e 1 || skip_all 'no perl'
steps=28
[ "$variant" != asan ] || seeds=1 steps=14

# compare NUMBER WORD...: one report against the oracle's; what differs goes to $T/odd.
compare() {
    local n=$1 status=0 got=0 format=(-F csv) want
    shift
    [[ " $* " != *' --ids '* ]] || format=()
    want=$(<"want/$n")
    [ "$want" != 64 ] || status=64 want=
    tk-report "$@" "${format[@]}" >got 2>err || got=$?
    [ "$got" = "$status" ] && [ "$(<got)" = "$want" ] && return
    {
        printf 'seed %s: TK_NOW=%s tk-report %s\n' "$seed" "$TK_NOW" "${*@Q}"
        printf 'exit status %s, expected %s\n' "$got" "$status"
        cat err
        diff -a <(printf '%s\n' "$want") got | head -n 12
    } >>"$T/odd"
}

for ((seed = first; seed < first + seeds; seed++)); do
    zones=(Europe/Prague Asia/Jerusalem UTC)
    TK_DB=$T/$seed.db TK_NOW=2020-12-28T06:00:00Z
    desk --tz "${zones[seed % 3]}"
    perl "$top/tests/report-history.pl" "$seed" "$steps" now >lines || {
        echo "# seed $seed: no history"
        exit 1
    }
    TK_NOW=$(cat now)
    mkdir -p want
    perl "$top/tests/report-oracle.pl" "$TK_DB" --many want <lines || exit 1
    : >"$T/odd"
    n=0
    while IFS=$'\t' read -ra words; do
        compare $((++n)) "${words[@]}"
    done <lines
    run "seed $seed: $n reports" -- cat "$T/odd"
    run 'something happened in most of them' -o yes -- \
        "[ \$(cat want/* | wc -l) -gt 1000 ] && [ \$(sqlite3 \$TK_DB 'SELECT count(*) FROM ticket') -gt 15 ] && echo yes"
done
finish
