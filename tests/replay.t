#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Random histories, made with the tools: the rows are what the events add up to, whatever came
# before.  TK_SEED=N and TK_STEPS=N try another one.
seed=${TK_SEED:-4711} steps=${TK_STEPS:-300}
. "${0%/*}/lib.sh"

RANDOM=$seed
variety=22
[ "$variant" != asan ] || steps=$((steps / 3)) variety=16
# shellcheck source=random-steps.sh
. "$top/tests/random-steps.sh"

# All that can be seen of the desk, but rev and updated.
state() {
    sqlite3 "$TK_DB" "
        SELECT id, status, priority, queue, assignee, customer, created, due, snoozed, solved,
            closed, first_reply, resolution, channel, lang, category, parent, merged, reopens,
            transfers, agent_msgs, customer_msgs, subject FROM ticket WHERE gone = 0;
        SELECT 'tag', g.* FROM ticket_tag g JOIN ticket t ON t.id = ticket WHERE gone = 0;
        SELECT 'person', p.* FROM participant p JOIN ticket t ON t.id = ticket WHERE gone = 0;
        SELECT 'value', v.* FROM value v JOIN ticket t ON t.id = ticket WHERE gone = 0;
        SELECT 'link', l.* FROM link l JOIN ticket t ON t.id = a WHERE gone = 0;
        SELECT 'origin', o.* FROM origin o;
        SELECT 'message', id, ticket, at, kind, body FROM message WHERE gone = 0;
        SELECT 'found', rowid FROM fts WHERE fts MATCH 'paper OR x OR kun OR broken OR 2';
        SELECT 'customer', id, name, org, lang, tz, note, merged FROM customer WHERE gone IS NULL;
        SELECT 'contact', kind, address, customer,
            row_number() OVER (PARTITION BY customer ORDER BY rank) FROM contact;
        SELECT 'agent', * FROM agent WHERE gone IS NULL;
        SELECT 'serves', * FROM serves;
        SELECT 'queue', * FROM queue WHERE gone IS NULL;
        SELECT 'field', * FROM field WHERE gone IS NULL;
        SELECT 'meta', * FROM meta WHERE key <> 'fold'"
}
changes() { sqlite3 "$TK_DB" 'SELECT count(*) FROM change'; }

# same WHAT FILE: the desk looks as it did.
same() {
    state | diff "$2" - >"$T/diff" || { echo "$1" && cat "$T/diff"; } >>"$T/odd"
}

# One more step; undone, done again, and sometimes undone for good.
there_and_back() {
    local before change
    before=$(changes)
    state >"$T/before"
    step
    [ "$(changes)" = $((before + 1)) ] || return # two at once, or none
    change=$(newest)
    [ "$(sqlite3 "$TK_DB" "SELECT undoes IS NULL FROM change WHERE id = $change")" = 1 ] || return
    state >"$T/after"
    attempt tk-undo -y "$change"
    same "change $change undone" "$T/before"
    attempt tk-undo -y "$(newest)"
    same "change $change done again" "$T/after"
    ((RANDOM % 3)) || attempt tk-undo -y "$change"
    tk-check -q >>"$T/odd" || echo "after: change $change" >>"$T/odd"
}

back_to_the_beginning() {
    while :; do
        tk-undo -q -y || return
    done
}

random_desk
run 'a desk of 11 changes is sound' -- tk-check -q

: >"$T/odd"
for ((i = 0; i < steps; i++)); do
    step
done
run "$steps random steps: no tool fails otherwise than it should" -- cat "$T/odd"
run 'the rows are what the events add up to' -- tk-check -q
: >"$T/odd"
for ((i = 0; i < steps / 6; i++)); do
    there_and_back
done
run "$((steps / 6)) more steps, undone and done again: each time the desk is as it was" -- cat "$T/odd"
run 'most things happened' -o 1 -- sqlite3 "$TK_DB" \
    "SELECT count(DISTINCT field) >= $variety AND count(*) > $steps FROM event"

# Each event says what was there before it, and no event of a ticket is earlier than the last one.
run 'each event begins where the last one of its field ended' -- sqlite3 "$TK_DB" "
    SELECT thing, id, field, old, before FROM (
        SELECT *, lag(new) OVER (PARTITION BY thing, field,
            CASE WHEN field IN (14, 15, 16, 22, 23, 24, -205) THEN ref END ORDER BY id) AS before FROM event
        WHERE field NOT IN (1, 13, 20, 21, -106, -107, -500, -600))
    WHERE before IS NOT NULL AND old IS NOT before"
run 'the history of a ticket runs forward' -- sqlite3 "$TK_DB" "
    SELECT thing, id FROM (SELECT *, lag(at) OVER (PARTITION BY thing ORDER BY id) AS before
        FROM event WHERE field > 0) WHERE at < before"

run 'step by step back to the beginning' -s 1 \
    -e "tk-undo: nothing is left to undo of what $(id -un) did" -- back_to_the_beginning
run 'no ticket is there then' -- tk-list is:any
run 'and all adds up' -- tk-check -q

# A copy is the same history; a list of tickets out and in again is a history like it.
run 'a copy is sound' -- 'tk-backup -q copy.db && tk-check -q -d copy.db'
# shellcheck disable=SC2154 # of lib.sh
run 'the sqlite3 shell finds no fault in the file' -o ok -- sqlite3 "$TK_DB" 'PRAGMA integrity_check'
finish
