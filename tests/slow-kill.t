#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# kill -9 at random moments: what was acknowledged is there, what is there is whole, and the
# database is sound.  KILL_ROUNDS=N for more of them, KILL_SEED=N for the same moments again.
rounds=${KILL_ROUNDS-200} seed=${KILL_SEED-$$}
. "${0%/*}/lib.sh"
RANDOM=$seed

# One writer: numbers what it asks for, and notes each number once its command has succeeded.
# 1 of 4 is a batch, which must be there as a whole or not at all.
cat >writer <<'END'
name=$1
for ((i = 1; ; i++)); do
    case $((i % 4)) in
    0) tk-tag -q "+$name.$i" <twenty ;;
    1) tk-new -q -t "$name.$i" -r "$name.$i@example.com" -m "body $name.$i" "$name.$i" ;;
    2) tk-reply -q -m "$name.$i" --status pending 1 2 3 ;;
    3) tk-new -q -I csv < <(echo subject,body,tags && for n in {1..20}; do
           echo "$name.$i.$n,body,many.$name.$i"
       done) ;;
    esac && echo "$name.$i" >>"acks.$name"
done
END

# How long a writer needs to its first batch says how long a round must be on this machine, and
# for this build, to get anywhere.
slow=1
find_pace() {
    local group began
    began=$(date +%s%N)
    setsid bash writer pace 2>>said &
    group=$!
    until grep -qsx pace.3 acks.pace; do
        sleep 0.01
    done
    kill -9 -- "-$group"
    wait "$group"
    slow=$((1 + ($(date +%s%N) - began) / 60000000))
}

# kill_round N: two writers start, and all their processes are killed a moment later.
kill_round() {
    local group
    setsid bash -c "bash writer a$1 & bash writer b$1 & wait" 2>>said &
    group=$!
    sleep "0.$(printf %03d $(((RANDOM % 90 + 10) * slow)))"
    kill -9 -- "-$group"
    wait "$group"
}

# The first tool after a kill finds the WAL of the dead: it must simply work.
kill_rounds() {
    local n
    for ((n = 1; n <= rounds; n++)); do
        kill_round "$n" 2>/dev/null
        tk-list -F ids -L 1 is:any >/dev/null || return
        ((n % 20)) || [ "$(rows 'PRAGMA quick_check')" = ok ] || return
    done
}

rows() { sqlite3 "$TK_DB" "$1"; }

desk
for ((i = 1; i <= 20; i++)); do
    must tk-new "own $i"
    echo "$i" >>twenty
done
: >said
find_pace 2>/dev/null
run "$rounds rounds (seed $seed)" -- kill_rounds
run 'no writer was refused anything' -- cat said
cat acks.* >acked
rows 'SELECT DISTINCT name FROM tag UNION SELECT DISTINCT body FROM message' >there
sed -n 's/^many\.//p' there >ends && cat ends >>there
echo "# $(wc -l <acked) acknowledged"

run 'what was acknowledged is there' -- 'sort -u acked | comm -23 - <(sort -u there)'
run 'a batch is there as a whole' -o 20 -- rows "SELECT DISTINCT count(*) FROM ticket_tag
    JOIN tag ON tag.id = tag WHERE name GLOB 'many.*' OR tag.name NOT IN (SELECT subject FROM ticket)
    GROUP BY tag"
run 'a reply to three is to all three' -o 3 -- rows "SELECT DISTINCT count(*) FROM message
    WHERE kind = 3 GROUP BY body"
run 'a ticket has its message, customer and tag' -o 0 -- rows "SELECT count(*) FROM ticket t
    WHERE subject GLOB '[ab]*.*' AND NOT (
        EXISTS (SELECT 1 FROM message WHERE ticket = t.id AND kind = 1) AND
        EXISTS (SELECT 1 FROM ticket_tag WHERE ticket = t.id) AND
        (subject GLOB '*.*.*' OR customer IS NOT NULL))"
run 'each change set has its events' -o 0 -- rows 'SELECT count(*) FROM change c WHERE n <>
    (SELECT count(*) FROM event WHERE id >= c.id AND id < c.id + c.n AND change = c.id)'
run 'events have no gap' -o 0 -- rows 'SELECT max(id) - count(*) FROM event'
run 'integrity' -o ok -- rows 'PRAGMA integrity_check'
run 'references' -- rows 'PRAGMA foreign_key_check'
[ ! -e "$TK_BIN/tk-check" ] || run 'tk-check' -o~ '(?s).*' -- tk-check
run 'nothing is left beside it' -s 1 -- 'ls -d "$TK_DB"* | grep -vx "$TK_DB\(\|-wal\|-shm\)"'
finish
