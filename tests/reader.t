#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A reader who does not read on, and one who holds a snapshot, stop nobody and do not let the WAL
# grow: a tool keeps no transaction open while it waits for a pipe.  slow-reader.t: 2,000 commits.
. "${0%/*}/lib.sh"
commits=${commits:-200}

desk
{
    echo subject,body
    for i in {1..4000}; do echo "subject $i,$(printf '%0300d' "$i")"; done
} >many.csv
must eval 'tk-new -q -I csv <many.csv'


# busy N: N commits, half of them by as many processes; the largest WAL seen goes to "sizes".
busy() {
    local i
    for ((i = 1; i <= $1; i += 4)); do
        tk-new -q subject &
        tk-set -q "subject=subject $i" 2 &
        tk-tag -q "+tag$i" 3 &
        wait
        tk-reply -q -m "reply $i" 1 || return
        stat -c %s "$TK_DB-wal" >>sizes 2>/dev/null || : # a checkpoint may have removed it
    done
}

# stopped COMMAND: its output goes into a pipe that nobody empties, while others write.
stopped() {
    local name=$1
    mkfifo pipe
    exec 9<>pipe
    eval "$1 >pipe" 9<&- &
    stuck=$!
    for i in {1..100}; do
        [ "$(sed 's/.*) \(.\).*/\1/' "/proc/$stuck/stat")" != S ] || break
        sleep 0.02
    done
    : >sizes
    run "$name stopped: $2 commits" -- busy "$2"
    run "$name stopped: it waits still" -- kill -0 $stuck
    run "$name stopped: the WAL stays small" -- test "$(sort -n sizes | tail -n 1)" -le 10000000
    echo "# WAL at most $(sort -n sizes | tail -n 1) bytes"
    exec 9<&-
    wait $stuck 2>/dev/null
    rm pipe
}

stopped 'tk-list is:any -F csv -c id,subject,body' "$commits"
stopped 'tk-log' $((commits / 4))
stopped 'tk-show 1 2 3 $(seq 4 2000)' $((commits / 4))
stopped 'tk-close -c id,subject,body $(seq 4 4000)' $((commits / 4))

# Whoever holds a snapshot keeps the WAL from being emptied, but nobody from writing.
coproc HOLDER { sqlite3 "$TK_DB"; }
echo "BEGIN; SELECT count(*) FROM ticket;" >&"${HOLDER[1]}"
read -r held <&"${HOLDER[0]}"
run "a snapshot is held: $((commits / 4)) commits" -- busy $((commits / 4))
run 'a snapshot is held: a reader' -o "$((held + (commits / 4 + 3) / 4))" -- 'tk-list is:any -F ids | wc -l'
echo "SELECT count(*) FROM ticket; COMMIT;" >&"${HOLDER[1]}"
read -r after <&"${HOLDER[0]}"
run 'a snapshot is one moment' -- test "$held" -eq "$after"
echo '.quit' >&"${HOLDER[1]}"
wait "$HOLDER_PID" 2>/dev/null
: >sizes
run 'let go: 40 commits' -- busy 40
run 'let go: the WAL shrinks' -- test "$(tail -n 1 sizes)" -le 2000000

# A writer that waits for its input holds no lock.
mkfifo pipe
tk-tag -q +late <pipe &
late=$!
exec 9>pipe
echo 1 >&9
run 'a writer waits for its stdin: others write' -- timeout 10 tk-tag -q +early 1
exec 9>&-
wait $late
run 'and then it does its work' -o early,late -- \
    'tk-list id:1 -c tags | grep -o "early\|late" | sort | paste -sd,'
run 'sound' -o ok -- sqlite3 "$TK_DB" 'PRAGMA integrity_check'
finish
