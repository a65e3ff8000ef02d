#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Real histories: the log of a service desk (5,998 state changes of 890 incidents, UCI, CC BY 4.0)
# and 1,076 bugs (GitBugs, CC BY 4.0), imported; every figure against one reckoned straight from
# the file with awk or by the sqlite3 shell, which know nothing of tk.
. "${0%/*}/lib.sh"

incidents=$top/../shared/data/incidents.csv
bugs=$top/../shared/data/seamonkey.csv
for file in "$incidents" "$bugs"; do
    [ -r "$file" ] || skip_all 'the data sets are not here'
done
desk --tz UTC
must sqlite3 raw.db ".mode csv" ".import '$incidents' log" ".import '$bugs' bug" "
    CREATE TABLE last AS SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY number
        ORDER BY sys_mod_count + 0 DESC, rowid DESC) AS back FROM log) WHERE back = 1;
    CREATE TABLE known AS SELECT number, assignment_group FROM (SELECT number, assignment_group,
        row_number() OVER (PARTITION BY number ORDER BY sys_mod_count + 0 DESC, rowid DESC) AS back
        FROM log WHERE assignment_group <> '?') WHERE back = 1"
raw() { sqlite3 -separator ' ' raw.db "$@"; }
ours() { sqlite3 -separator ' ' "$TK_DB" "$@"; }
# dd-mm-yyyy hh:mm as SQL
when() { echo "strftime('%s', substr($1, 7, 4) || '-' || substr($1, 4, 2) || '-' || substr($1, 1, 2) || substr($1, 11)) * 1000"; }
# agree NAME SQL-OF-THEIRS SQL-OF-OURS: the same lines, and some
agree() {
    raw "$2" | sort >theirs.txt
    ours "$3" | sort >ours.txt
    run "$1" -- 'test -s theirs.txt && diff theirs.txt ours.txt'
}

# --- the log

run 'the log goes in' -- tk-import -F csv --mapping servicenow -o counts.csv "$incidents"
item() { awk -F , -v item="$1" '$1 == item { n += $4 } END { print n }' counts.csv; }
run 'its records' -o "$(awk 'END { print NR - 1 }' "$incidents")" -- item records
run 'its tickets' -o "$(awk -F , 'NR > 1 { print $1 }' "$incidents" | sort -u | wc -l)" -- item made
run 'records are taken, known or rejected' -o "$(item records)" -- \
    'echo $(($(item taken) + $(item known) + $(item rejected)))'
run 'tickets are made, changed or the same' -o "$(item tickets)" -- \
    'echo $(($(item made) + $(item changed) + $(item same)))'
run 'each has a state' -o "$(item tickets)" -- item state
run 'sound' -- tk-check -q

agree 'by state' "SELECT CASE incident_state WHEN 'Closed' THEN 'closed' WHEN 'Resolved' THEN 'solved'
    ELSE 'live' END, count(*) FROM last GROUP BY 1" \
    "SELECT CASE status WHEN 6 THEN 'closed' WHEN 5 THEN 'solved' ELSE 'live' END, count(*) FROM ticket GROUP BY 1"
agree 'by priority' "SELECT CASE substr(priority, 1, 1) WHEN '1' THEN 'urgent' WHEN '2' THEN 'high' WHEN '3' THEN 'normal'
    ELSE 'low' END, count(*) FROM last GROUP BY 1" "SELECT priority, count(*) FROM v_ticket GROUP BY 1"
agree 'by group' 'SELECT assignment_group, count(*) FROM known GROUP BY 1' \
    "SELECT q.title, count(*) FROM ticket t JOIN queue q ON q.id = t.queue WHERE q.title IS NOT NULL GROUP BY 1"
agree 'by agent' "SELECT assigned_to, count(*) FROM last WHERE assigned_to <> '?' GROUP BY 1" \
    "SELECT a.name, count(*) FROM ticket t JOIN agent a ON a.id = t.assignee GROUP BY 1"
agree 'by category, with callers' 'SELECT category, count(*), count(DISTINCT caller_id) FROM last GROUP BY 1' \
    "SELECT coalesce(category, '?'), count(*), count(DISTINCT customer) FROM ticket GROUP BY 1"
agree 'reopened, each' 'SELECT number, reopen_count FROM last' \
    'SELECT o.key, t.reopens FROM ticket t JOIN origin o ON o.ticket = t.id'
agree 'handed on, each' 'SELECT number, reassignment_count FROM last' \
    'SELECT o.key, t.transfers FROM ticket t JOIN origin o ON o.ticket = t.id'
agree 'the flag, each' "SELECT number, made_sla = 'TRUE' FROM last" \
    "SELECT o.key, v.value FROM value v JOIN origin o ON o.ticket = v.ticket JOIN field f ON f.id = v.field
     WHERE f.name = 'made_sla'"
agree 'opened and closed, each' "SELECT number, $(when opened_at), $(when closed_at) FROM last" \
    'SELECT o.key, t.created, t.closed FROM ticket t JOIN origin o ON o.ticket = t.id'
agree 'minutes to resolution, each that says so' \
    "SELECT number, ($(when resolved_at) - $(when opened_at)) / 60000 FROM last WHERE resolved_at <> '?'" \
    "SELECT o.key, (t.solved - t.created) / 60000 FROM ticket t JOIN origin o ON o.ticket = t.id
     WHERE o.key NOT IN ($(raw "SELECT group_concat(quote(number)) FROM last WHERE resolved_at = '?'"))"
agree 'the others: when the last of their records came to a state that is done' \
    "SELECT number, max($(when sys_updated_at)) FROM (SELECT *, lag(incident_state) OVER (PARTITION BY number
        ORDER BY sys_mod_count + 0, rowid) AS before FROM log) WHERE resolved_at = '?'
        AND incident_state IN ('Resolved', 'Closed') AND coalesce(before, '') NOT IN ('Resolved', 'Closed') GROUP BY 1" \
    "SELECT o.key, t.solved FROM ticket t JOIN origin o ON o.ticket = t.id
     WHERE o.key IN ($(raw "SELECT group_concat(quote(number)) FROM last WHERE resolved_at = '?'"))"
agree 'steps from state to state' \
    "SELECT number, count(*) FROM (SELECT number, CASE incident_state WHEN 'Awaiting User Info' THEN 'p' WHEN 'New' THEN 'n'
        WHEN 'Active' THEN 'o' WHEN 'Resolved' THEN 's' WHEN 'Closed' THEN 'c' ELSE 'h' END AS s,
        lag(CASE incident_state WHEN 'Awaiting User Info' THEN 'p' WHEN 'New' THEN 'n' WHEN 'Active' THEN 'o'
        WHEN 'Resolved' THEN 's' WHEN 'Closed' THEN 'c' ELSE 'h' END, 1, 'n') OVER (PARTITION BY number
        ORDER BY sys_mod_count + 0, rowid) AS before FROM log) WHERE s <> before GROUP BY 1" \
    "SELECT o.key, count(*) FROM event e JOIN origin o ON o.ticket = e.thing WHERE e.field = 2 AND e.old IS NOT NULL GROUP BY 1"

events=$(ours 'SELECT count(*) FROM event')
run 'again: nothing changes' -o "890 0 0 $events" -- 'tk-import --mapping servicenow "$incidents" |
    awk "{ n[\$1] += \$4 } END { printf(\"%d %d %d \", n[\"same\"], n[\"made\"], n[\"changed\"]) }"
    ours "SELECT count(*) FROM event"'

# --- its first half, then all of it, in any order: the same

facts='SELECT o.key, t.status, t.priority, q.name, a.login, t.created, t.updated, t.solved, t.closed, t.category,
    t.reopens, t.transfers, t.subject, (SELECT count(*) FROM event e WHERE e.thing = t.id AND e.field IN (2, 3, 4, 5))
    FROM origin o JOIN ticket t ON t.id = o.ticket JOIN queue q ON q.id = t.queue
    LEFT JOIN agent a ON a.id = t.assignee ORDER BY o.key'
ours "$facts" >whole.txt
awk -F , 'NR == 1 { print; next } { split($14, d, /[- :]/); print d[3] d[2] d[1] d[4] d[5] "\t" $0 }' "$incidents" |
    { read -r header; echo "$header"; LC_ALL=C sort -s -k 1,1 | cut -f 2; } >by-time.csv
for n in 1000 3500; do
    rm -f half.db*
    run "the first $n by time" -- "
        tk-init -d half.db --tz UTC; head -n $n by-time.csv | tk-import -q -d half.db --mapping servicenow"
    run 'the rest' -- 'tk-import -q -d half.db --mapping servicenow "$incidents"'
    run 'the same as at once' -O whole.txt -- 'sqlite3 -separator " " half.db "$facts"'
    run 'sound' -- tk-check -q -d half.db
    run 'the rest is undone' -- tk-undo -q -y -d half.db
    run 'sound' -- tk-check -q -d half.db
done
run 'undone whole' -o 0 -- 'tk-undo -q -y; ours "SELECT count(*) FROM ticket WHERE gone = 0"'
run 'sound' -- tk-check -q

# --- the bugs

must tk-init -d bugs.db --tz UTC
export TK_DB=$PWD/bugs.db
run 'the bugs go in' -o 1076 -- 'tk-import --mapping bugzilla "$bugs" | awk "\$1 == \"made\" { print \$4 }"'
agree 'by state' "SELECT CASE Status WHEN 'UNCONFIRMED' THEN 'new' WHEN 'NEW' THEN 'new' WHEN 'RESOLVED' THEN 'solved'
    WHEN 'VERIFIED' THEN 'closed' ELSE 'open' END, count(*) FROM bug GROUP BY 1" 'SELECT status, count(*) FROM v_ticket GROUP BY 1'
agree 'by resolution' "SELECT CASE Resolution WHEN 'FIXED' THEN 'fixed' WHEN 'DUPLICATE' THEN 'duplicate' WHEN 'WORKSFORME'
    THEN 'unreproducible' WHEN 'INCOMPLETE' THEN 'no-reply' WHEN '' THEN '' ELSE 'declined' END, count(*) FROM bug GROUP BY 1" \
    "SELECT coalesce(resolution, ''), count(*) FROM v_ticket GROUP BY 1"
agree 'by priority' "SELECT CASE Priority WHEN 'P1' THEN 'urgent' WHEN 'P2' THEN 'high' WHEN '--' THEN 'normal' WHEN 'P3' THEN 'normal'
    ELSE 'low' END, count(*) FROM bug GROUP BY 1" 'SELECT priority, count(*) FROM v_ticket GROUP BY 1'
agree 'text and time, each' "SELECT \"Issue id\", Summary, hex(trim(Description)), replace(substr(Created, 1, 19), ' ', 'T') || 'Z' FROM bug" \
    "SELECT o.key, t.subject, hex(trim(m.body)), t.created FROM v_ticket t JOIN origin o ON o.ticket = t.id
     JOIN message m ON m.ticket = t.id"
agree 'solved at, each that is' "SELECT \"Issue id\", replace(substr(Resolved, 1, 19), ' ', 'T') || 'Z' FROM bug WHERE Status IN ('RESOLVED', 'VERIFIED')" \
    'SELECT o.key, t.solved FROM v_ticket t JOIN origin o ON o.ticket = t.id WHERE t.solved IS NOT NULL'
run 'found by a word' -o 18 -- 'tk-list is:any -F ids crash | wc -l'
run 'again' -o 1076 -- 'tk-import --mapping bugzilla "$bugs" | awk "\$1 == \"same\" { print \$4 }"'
run 'sound' -- tk-check -q
finish
