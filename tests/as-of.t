#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Random histories: what --as-of TIME shows is what the same command showed at that time.  Copies of
# the desk are kept on the way and asked in the end.  TK_SEED=N and TK_STEPS=N try another history,
# TK_EACH=N keeps a copy after every N steps.
seed=${TK_SEED:-815} steps=${TK_STEPS:-120} each=${TK_EACH:-15} # lib.sh unsets them
. "${0%/*}/lib.sh"

RANDOM=$seed
[ "$variant" != asan ] || steps=$((steps / 2))
now=$(date -d 2026-01-05T09:00:00Z +%s)
tickets=0 copies=()

# pick LIST...: one of the words, into $word.
pick() {
    shift $((RANDOM % $#))
    word=$1
}
text() {
    pick 'Žluťoučký kůň' "it's broken" 'a "quoted" word' 'שלום עולם' $'two\nlines' 'łódź 💥' \
        'the printer smokes' 'c++ again'
}
# some: a few ids into ${ids[@]}.
some() {
    local n=$((1 + RANDOM % 3))
    ids=()
    while ((n-- > 0)); do
        ids+=($((1 + RANDOM % tickets)))
    done
}

# A tool may refuse what came by chance: an illegal step, nobody of that name, a closed loop.
attempt() {
    local status=0
    "$@" >"$T/out" 2>"$T/err" || status=$?
    case $status in
    0 | 65 | 66 | 67) ;;
    *) echo "$* (exit status $status)" && cat "$T/err" ;;
    esac >>"$T/odd"
}
has() { [ -x "$TK_BIN/$1" ]; }

new() {
    local -a args=()
    ((RANDOM % 2)) && pick low high urgent && args+=(-p "$word")
    ((RANDOM % 2)) && pick support billing sales && args+=(-Q "$word")
    ((RANDOM % 2)) && pick ann bob me && args+=(-a "$word")
    ((RANDOM % 4)) && pick 'Ana <ana@example.com>' zoe@example.pl '+420 777 123 456' \
        "new$RANDOM@example.com" && args+=(-r "$word")
    ((RANDOM % 3)) || args+=(-t 'vip,printer')
    ((RANDOM % 3)) || args+=(--set "x.room=B$RANDOM" --set x.price=3.0)
    ((RANDOM % 4)) || args+=(-K "key$RANDOM")
    pick 'On paper' 'Printer' 'Žádný papír' && set -- "$word"
    text && attempt tk-new "${args[@]}" -m "$word" "$1"
    tickets=$(sqlite3 "$TK_DB" 'SELECT max(id) FROM ticket')
}

change() {
    some
    case $((RANDOM % 13)) in
    0) pick low normal high urgent && attempt tk-set "priority=$word" "${ids[@]}" ;;
    1) pick support billing sales && attempt tk-set "queue=$word" "${ids[@]}" ;;
    2) pick ann bob me && attempt tk-assign "$word" "${ids[@]}" ;;
    3) attempt tk-assign --release "${ids[@]}" ;;
    4) text && attempt tk-reply -m "$word" "${ids[@]}" ;;
    5) text && attempt tk-reply --note -m "$word" "${ids[@]}" ;;
    6) pick pending hold solved open && attempt tk-set "status=$word" "${ids[@]}" ;;
    7) pick fixed duplicate spam && attempt tk-close --resolution "$word" "${ids[@]}" ;;
    8) attempt tk-reopen "${ids[@]}" ;;
    9) pick +vip -vip +slow -slow && attempt tk-tag "$word" +all "${ids[@]}" ;;
    10) pick +ann -ann +bob +zoe@example.pl -zoe@example.pl &&
        attempt tk-cc "$word" "${ids[@]}" ;;
    *) pick 'due=2026-03-01' due=2026-01-06 due= 'snooze=3d' snooze= 'subject=Žádný papír' \
        'subject=The stapler' category=printing category= lang=cs lang= x.room=C7 x.room= \
        x.price=3.0 x.price=1e300 x.price= x.impact=low x.impact=high customer=zoe@example.pl \
        customer=none && attempt tk-set "$word" "${ids[@]}" ;;
    esac
}

together() {
    some
    # shellcheck disable=SC2086 # $word may be two words
    case $((RANDOM % 6)) in
    0) attempt tk-merge "${ids[0]}" $((1 + RANDOM % tickets)) ;;
    1) pick "$(sqlite3 "$TK_DB" 'SELECT id FROM ticket WHERE merged IS NOT NULL LIMIT 1')" &&
        [ "$word" ] && attempt tk-merge --undo "$word" ;;
    2) pick parent child blocks blocked-by related duplicate &&
        attempt tk-link "$word" $((1 + RANDOM % tickets)) "${ids[@]}" ;;
    3) pick parent blocks related duplicate &&
        attempt tk-link --remove "$word" $((1 + RANDOM % tickets)) "${ids[@]}" ;;
    *) read -r ticket message < <(sqlite3 -separator ' ' "$TK_DB" "
            SELECT ticket, max(id) FROM message WHERE kind > 1 AND gone = 0
            GROUP BY ticket ORDER BY ticket % $((2 + RANDOM % 9)) LIMIT 1") &&
        pick --copy '--priority high' && attempt tk-split $word "$ticket" "$message"
        tickets=$(sqlite3 "$TK_DB" 'SELECT max(id) FROM ticket') ;;
    esac
}

people() {
    case $((RANDOM % 11)) in
    0 | 1) pick name=Zoe name= lang=pl tz=Europe/Warsaw note="it's her" org=ACME org= &&
        attempt tk-customer set zoe@example.pl "$word" ;;
    2) pick +zoe2@example.pl -zoe2@example.pl +ana@example.com +48600700800 &&
        attempt tk-customer address zoe@example.pl "$word" ;;
    3) pick zoe@example.pl +48600700800 && attempt tk-customer primary zoe@example.pl "$word" ;;
    4) pick capacity=5 capacity= away=yes away= name=Bobby role=lead role=agent &&
        attempt tk-agent set bob "$word" ;;
    5) attempt tk-agent serve "$USER" billing:$((1 + RANDOM % 9)) ;;
    6) attempt tk-agent unserve "$USER" billing ;;
    7) attempt tk-queue set sales "title=Sales $RANDOM" ;;
    8) attempt tk-agent remove carl && attempt tk-agent add carl ;;
    9) attempt tk-queue add "queue$RANDOM" ;;
    10) attempt tk-field add "field$RANDOM" ;;
    esac
}

undo() {
    local change
    change=$(sqlite3 "$TK_DB" "SELECT id FROM change WHERE id > $begun ORDER BY id DESC LIMIT 1 OFFSET $((RANDOM % 9))")
    [ ! "$change" ] || attempt tk-undo -y "$change"
}

step() {
    now=$((now + 60 + RANDOM % 50000))
    TK_NOW=$(date -u -d "@$now" +%FT%TZ)
    export TK_NOW
    case $((RANDOM % 16)) in
    0 | 1 | 2) new ;;
    3 | 4) people ;;
    5 | 6 | 7) has tk-merge && together ;;
    8) has tk-undo && undo ;;
    *) change ;;
    esac
}

# All that shows tickets, with $columns and options that choose a desk: -d of a copy, or --as-of.
ask() {
    local query ids
    ids=$(seq -s ' ' "$tickets")
    while IFS= read -r query; do
        echo "== tk-list $query"
        # shellcheck disable=SC2086 # words
        tk-list -c "$columns" "$@" $query
        echo "status $?"
    done <"$T/queries"
    # shellcheck disable=SC2086
    for query in '-F jsonl' '-F jsonl -c +event,change,actor,tool,key,channel,lang,subject' \
        '-F table' '--thread -F table' '-F ids'; do
        echo "== tk-show $query"
        tk-show $query "$@" $ids
        echo "status $?"
    done
    echo "$ids" | tr ' ' '\n' | tk-list - "$@" priority:high.. -s customer
    tk-list -F table --color always "$@" is:overdue
} 2>&1

cat >"$T/queries" <<'END'
is:any -F jsonl
is:any -F jsonl -s id
is:any -F table
is:open -L 3
is:any -s customer,id- -F tsv
is:any -s subject
is:any -s queue,assignee-,x.price
is:any -s due,name
is:overdue
is:snoozed
is:mine
is:merged
is:unassigned queue:me
assignee:ann
watcher:bob
queue:sales
no:customer is:any
customer:zoe@example.pl is:any
customer:zoe2@example.pl is:any
customer:Ana is:any
org:ACME is:any
tags:vip is:any
NOT tags:vip is:any
x.room:C7 is:any
x.price:>1 is:any
x.impact:low is:any
parent:1,2,3
updated:3d is:any
replied:..2026-01-20 is:any
age:..20d is:any
category:printing is:any
printer
printer is:any
kun is:any
lodz OR שלום is:any
stapler is:any
subject:papir is:any
body:smokes is:any
text:broken is:any
NOT printer is:any
-- ++ is:any
printer -s id -L 2
nothing-like-it
queue:unknown
END

TK_NOW=2026-01-01T09:00:00Z
desk --tz Europe/Prague
must tk-agent add ann --name Ann
must tk-agent add bob
must tk-agent add carl
must tk-queue add billing
must tk-queue add sales --title Sales
must tk-field add room
must tk-field add price --type number
must tk-field add impact --choices low,high
must tk-customer add 'Zoe <zoe@example.pl>'
USER=$(id -un)
new
begun=$(sqlite3 "$TK_DB" 'SELECT max(id) FROM change') # what came before stays

: >"$T/odd"
for ((i = 1; i <= steps; i++)); do
    step
    ((i % each)) || { must tk-backup -q "$T/$i.db" && copies+=("$i $TK_NOW"); }
done
run "$steps random steps: no tool fails otherwise than it should" -- cat "$T/odd"
run 'the rows are what the events add up to' -- tk-check -q

for copy in "${copies[@]}"; do
    read -r i at <<<"$copy"
    columns=$(tk-list -c help -d "$T/$i.db" | cut -f 1 | paste -sd,)
    TK_NOW=$at ask -d "$T/$i.db" >"$T/was"
    ask --as-of "$at" >"$T/is"
    run "after $i steps, $at" -- diff -U 0 "$T/was" "$T/is"
done
run 'as of now is what is' -- 'diff -U 0 <(ask) <(ask --as-of now)'
finish
