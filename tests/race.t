#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Many processes at once: none is told that the desk is busy, nothing is lost, ids are unique.
# slow-race.t is the same with more of them.
. "${0%/*}/lib.sh"
processes=${processes:-16} rounds=${rounds:-12}

# One agent at work: makes, sets, answers and tags; the ids of what it made are its output.
work() {
    local who=$1 round id=$1
    for ((round = 1; round <= rounds; round++)); do
        case $(((who + round) % 4)) in
        0) id=$(tk-new -t "made.$who" -m "body $who.$round" "ticket $who.$round") && echo "$id" ;;
        1) tk-set -q "subject=set $who.$round" 1 ;;
        2) tk-reply -q -m "reply $who.$round" 1 "$id" ;;
        3) tk-tag -q "+tag$who.$round" "$id" ;;
        esac || echo "$who.$round: status $?" >&2
    done
}

# Lists while they work: each list must be whole.
watch() {
    while [ -e running ]; do
        tk-list is:any -F csv -c id,tags | tail -c 1 | cmp - <(echo) || break
        stat -c %s "$TK_DB-wal" >>wal 2>/dev/null # a checkpoint may remove it
        sleep 0.1
    done
}

race() {
    local who jobs=() watcher
    : >running
    watch &
    watcher=$!
    for ((who = 1; who <= processes; who++)); do
        work "$who" >"made.$who" &
        jobs+=($!)
    done
    wait "${jobs[@]}"
    rm running
    wait "$watcher"
}

rows() { sqlite3 "$TK_DB" "$1"; }

desk
# shellcheck disable=SC2016 # tickets 1 to as many as there are agents: each has one to work on
must eval 'for ((i = 1; i <= processes; i++)); do tk-new -q "own $i"; done'
[ ! -e "$TK_BIN/tk-check" ] || run 'sound before' -o~ '(?s).*' -- tk-check
start=$(date +%s%N)
run "$processes processes, $rounds rounds: nobody is refused" -- race
took=$((($(date +%s%N) - start) / 1000000))
cat made.* >made
echo "# $((processes * rounds * 1000 / took)) a second; WAL at most $(sort -n wal | tail -n 1) bytes"

run 'every id that was printed is one ticket' -o "$(sort -n made)" \
    -- "rows 'SELECT id FROM ticket WHERE id > $processes ORDER BY id'"
run 'ids are unique' -- "sort made | uniq -d"
run 'all that was asked for was printed' -o "$((processes * rounds / 4))" -- "wc -l <made"
run 'new tickets are whole' -o 0 -- rows "SELECT count(*) FROM ticket t WHERE id > $processes
    AND (NOT EXISTS (SELECT 1 FROM message WHERE ticket = t.id AND kind = 1
                     AND 'ticket' || substr(body, 5) = t.subject)
         OR NOT EXISTS (SELECT 1 FROM ticket_tag g WHERE g.ticket = t.id))"
run 'no subject is lost' -o "$((processes * rounds / 4))" \
    -- rows "SELECT count(DISTINCT new) FROM event WHERE new GLOB 'set *.*'"
run 'each follows from the one before' -o 0 -- rows "SELECT count(*) FROM
    (SELECT old, lag(new) OVER (ORDER BY id) AS last FROM event WHERE new GLOB 'set *.*')
    WHERE last IS NOT NULL AND old IS NOT last"
run 'no reply is lost' -o "$((processes * rounds / 4))" \
    -- rows "SELECT count(DISTINCT body) FROM message WHERE body GLOB 'reply *'"
run 'no tag is lost' -o "$((processes * rounds / 4))" -- rows "SELECT count(DISTINCT name) FROM tag
    JOIN ticket_tag ON tag = id WHERE name GLOB 'tag*'"
run 'one change set a command' -o "$((processes * rounds))" -- rows "SELECT count(*) FROM change
    WHERE id > (SELECT min(change) FROM event WHERE thing = $processes AND field = 2)"
run 'events have no gap' -o 0 -- rows 'SELECT max(id) - count(*) FROM event'
run 'integrity' -o ok -- rows 'PRAGMA integrity_check'
run 'the WAL stays small' -- test "$(sort -n wal | tail -n 1)" -le 10000000
[ ! -e "$TK_BIN/tk-check" ] || run 'tk-check' -o~ '(?s).*' -- tk-check
finish
