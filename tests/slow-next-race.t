#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# No effort is duplicated: of many agents who reach for tickets at once, one gets each.
. "${0%/*}/lib.sh"
agents=64 tickets=1000
[ "$variant" != asan ] || agents=16 tickets=300

rows() { sqlite3 "$TK_DB" "$1"; }

# everybody COMMAND...: all agents at once, each as himself; the output of each is his file, and
# his exit status one in "status".
everybody() {
    local who jobs=()
    rm -f got.* status
    for ((who = 1; who <= agents; who++)); do
        { TK_AGENT=agent$who "$@" >"got.$who"; echo "$?" >>status; } &
        jobs+=($!)
    done
    wait "${jobs[@]}"
}

# Takes until there is none: ends with the status of that.
take_all() {
    while tk-next -F ids "$@"; do :; done
    tk-next -F ids "$@"
}

# whole N: that many tickets came out, each once, and the rows say the same.
whole() {
    run "$2: each went to one" -- 'cat got.* | sort | uniq -d'
    run "$2: $1 were taken" -o "$1" -- 'cat got.* | wc -l'
    run "$2: by whom it was told" -o "$(for ((i = 1; i <= agents; i++)); do
        sed "s/\$/ agent$i/" "got.$i"; done | sort -n)" -- "rows 'SELECT t.id || \" \" || a.login
        FROM ticket t JOIN agent a ON a.id = coalesce(t.assignee, t.lease_by) ORDER BY t.id'"
    run "$2: everybody ended alike" -o "$3" -- 'sort -u status'
    run "$2: tk-check" -o~ '\d+:[0-9a-f]{64}' -- tk-check
}

desk
for ((i = 1; i <= agents; i++)); do must tk-agent add "agent$i"; done
must eval 'for ((i = 1; i <= tickets; i++)); do echo "ticket $i"; done |
    { echo subject; cat; } | tk-new -q -I csv'
must sqlite3 "$TK_DB" 'PRAGMA wal_checkpoint(TRUNCATE)'
must cp "$TK_DB" "$T/free.db"
fresh() {
    rm -f "$TK_DB"*
    must cp "$T/free.db" "$TK_DB"
}

start=$(date +%s%N)
run "$agents agents take $tickets tickets" -- everybody take_all
echo "# $((tickets * 1000000000 / ($(date +%s%N) - start))) a second"
whole "$tickets" tk-next 1
run 'one event and one change set each' -o "$tickets" -- \
    rows 'SELECT count(DISTINCT change) FROM event WHERE field = 5'

fresh
run 'the same with leases' -- everybody take_all --for 1h
whole "$tickets" 'tk-next --for' 1
run 'without an event' -o 0 -- rows 'SELECT count(*) FROM event WHERE field = 5'
run 'when they have run out, all is free again' -- env TK_NOW=2026-11-22T13:00:00Z \
    bash -c "$(declare -f everybody take_all); agents=$agents; everybody take_all"
whole "$tickets" 'tk-next after leases' 1

# With the least that each may have, nobody gets more.
fresh
for ((i = 1; i <= agents; i++)); do must tk-agent set "agent$i" capacity=3; done
run 'nobody takes more than he may' -- everybody take_all
run 'and nobody less' -o 3 -- "wc -l got.* | awk '\$2 != \"total\" {print \$1}' | sort -u"

# The same tickets by number.
claim() { tk-assign --claim -F ids "$@" {1..20} 2>/dev/null; }
fresh
run 'all claim the same ones' -- everybody claim
run 'one got them, and the others nothing' -o $'0\n20' -- "wc -l got.* | awk '\$2 != \"total\" {print \$1}' | sort -un"
run 'who says so' -o "$((agents - 1)) 1" -- "sort -n status | uniq -c | awk '\$2 == 1 {print \$1, \$2}'"
claim_one_by_one() {
    local id
    for id in {1..20}; do tk-assign --claim -F ids "$@" "$id" 2>/dev/null; done
    true
}
for how in '' '--for 1h'; do
    fresh
    # shellcheck disable=SC2086 # none or two words
    run "one by one: tk-assign --claim $how" -- everybody claim_one_by_one $how
    whole 20 "tk-assign --claim $how" 0
done

# Killed at any moment: what was taken is whole, what was not is free, and nothing is stuck.
fresh
killed() {
    local i pid
    for ((i = 0; i < 150; i++)); do
        TK_AGENT=agent$((i % agents + 1)) tk-next -q &
        pid=$!
        sleep "0.00$((i % 10))"
        kill -9 "$pid" 2>/dev/null
        wait "$pid"
    done 2>/dev/null
    true
}
run 'killed in the middle' -- killed
taken=$(rows 'SELECT count(*) FROM ticket WHERE assignee IS NOT NULL')
echo "# $taken of 150 had done it"
run 'who was killed took a ticket wholly or not' -o "$taken" -- \
    rows 'SELECT count(*) FROM event e JOIN change c ON c.id = e.change JOIN ticket t ON t.id = e.thing
        WHERE e.field = 5 AND e.new = t.assignee AND c.actor = t.assignee AND t.rev = e.id'
run 'tk-check after that' -o~ '\d+:[0-9a-f]{64}' -- tk-check
run 'and all others are still to be had' -o "$((tickets - taken))" -- 'take_all | wc -l; true'
run 'integrity' -o ok -- rows 'PRAGMA integrity_check'
finish
