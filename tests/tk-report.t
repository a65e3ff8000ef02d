#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-report: how numbers are asked for and printed.  What the metrics count is in
# tk-report-metrics.t and report-random.t.
# every: read tk-report weekly
# every: read tk-report -M created --by queue
# every: read tk-report -M created --ids
# every: read tk-report -M backlog --by priority -F chart
# every: read tk-report -M backlog --by priority -F svg
# every: read tk-report -M backlog --by priority -F html
# every: read tk-report --sql 'SELECT id, subject FROM v_ticket'
# every: read tk-report --define
# every: read tk-report list
. "${0%/*}/lib.sh"
desk --tz Europe/Prague
me=$(id -un)

run 'a desk without tickets has one row' -o 0 -- tk-report -M created
run 'and none of a queue' -- tk-report -M created --by queue
run '-E says so' -s 1 -- tk-report -M created --by queue -E
run 'but its header stands' -o queue,created -- tk-report -M created --by queue -F csv
run 'nobody solved anything' -o $'0\t-\t0' -- tk-report -M solved,resolution,backlog

must tk-queue add billing
must tk-agent add ann
must tk-field add floor --type number
must tk-field add room
# at TIME COMMAND...: then
at() { TK_NOW=$1 must "${@:2}"; }
at 2026-11-02T09:00:00Z tk-new -q -r 'Ana <ana@example.com>' -p high -t vip,printer --set x.floor=10 One
at 2026-11-09T23:30:00Z tk-new -q -r eva@example.cz -Q billing -a ann --set x.floor=9 Two # Tuesday in Prague
at 2026-11-10T10:00:00Z tk-close -q 1
at 2026-11-18T12:00:00Z tk-new -q -a "$me" -t vip --set x.room=מחסן '=Three'
at 2026-11-20T12:00:00Z tk-reopen -q 1

run 'a row a queue' -O - -- tk-report -M created,solved,reopened,backlog --by queue <<END
billing	1	0	0	1
support	2	1	1	2
END
run 'weeks of Prague, also empty ones' -O - -- tk-report -M created,solved,backlog --by week -F csv <<END
week,created,solved,backlog
2026-W45,1,0,1
2026-W46,1,1,1
2026-W47,1,0,3
END
run 'day by day' -o $'2026-11-09\t0\n2026-11-10\t1' -- \
    'tk-report -M created --by day --from 2026-11-09 --to 2026-11-10'
run 'the zone can be another' -o $'2026-11-09\t1\n2026-11-10\t0' -- \
    'tk-report -M created --by day --from 2026-11-09 --to 2026-11-10 --tz UTC'
run 'TZ means nothing' -o $'2026-11-10\t1' -- \
    'TZ=America/New_York tk-report -M created --by day --from 2026-11-10 --to 2026-11-10'
run 'several times: the finest makes the periods' -o $'2026\t2026-W46\t2026-11-10\t1' -- \
    'tk-report -M created --by year,week,day --from 2026-11-10 --to 2026-11-10'
run 'a duration begins with its period' -o $'2026-W46\t1\t1\n2026-W47\t1\t0' -- \
    tk-report -M created,solved --by week --from 1w
run 'without periods it is exact' -o 1 -- tk-report -M created --from 4d
run 'what is to come is in no period' -o $'2026-W47\t3' -- \
    tk-report -M backlog --by week --from 2026-W47 --to 2027
run 'weekdays, all seven' -O - -- tk-report -M created --by weekday <<END
mon	1
tue	1
wed	1
thu	0
fri	0
sat	0
sun	0
END
run 'hours, all of them' -o 24 -- 'tk-report -M created --by hour | wc -l'
run 'a tag has a row, a ticket of two tags is one in the total' -O - -- \
    tk-report -M created --by tag --total <<END
printer	1
vip	2
-	1
total	3
END
run 'agents, nobody last' -o $'ann\t1\n'"$me"$'\t1\n-\t1' -- tk-report -M backlog --by agent
run 'priorities in their order' -o $'normal\t2\t4\nhigh\t1\t4' -- \
    tk-report -M backlog,load --by priority
run 'customers by address' -o $'ana@example.com\t1\neva@example.cz\t1\n-\t1' -- \
    tk-report -M created --by customer
run 'custom fields, numbers by size' -o $'9\t1\n10\t1\n-\t1' -- tk-report -M created --by x.floor
run 'right-to-left ones' -o $'מחסן\t1\n-\t2' -- tk-report -M created --by x.room
run 'status of the backlog as it was' -O - -- \
    tk-report -M backlog --by week,status --from 2026-W46 <<END
2026-W46	new	1
2026-W46	open	0
2026-W47	new	2
2026-W47	open	1
END
run 'age at the end' -o $'1d-3d\t1\n7d-30d\t2' -- tk-report -M backlog --by age

run 'age now' -o $'3d-7d\t1\n7d-30d\t2' -- tk-report -M backlog --by age --to now
run 'a query' -o 2 -- tk-report -M created is:unassigned OR queue:billing
run 'as a script passes it on' -o 1 -- tk-report -M created --match 'subject==Three'
run 'sorted by a number' -o $'support\t2\nbilling\t1' -- tk-report -M created --by queue -s created-
run 'and cut' -o $'support\t2' -- tk-report -M created --by queue -s created-,queue -L 1
run '-v says so' -o $'support\t2' -e 'tk-report: more rows exist than -L 1' -- \
    tk-report -M created --by queue -s created- -L 1 -v
run 'the total is of all' -o $'billing\t1\ntotal\t3' -- tk-report -M created --by queue -L 1 --total

# The tickets behind a number
run 'hours of the desk' -o 0.3333 -- tk-report -M after_hours
run 'or others' -o 0.6667 -- tk-report -M after_hours --hours 'mon 09:00-17:00, wed 00:00-13:00'
must tk-config set 'hours=tue 00:00-24:00'
run 'as the desk has it' -o 0.6667 -- tk-report -M after_hours
run 'ids of a count' -o $'1\n2\n3' -- tk-report -M created --ids
run 'of a cell' -o $'1\n3' -- tk-report -M created --by queue --ids --cell queue=support
run 'as many as asked for' -o 1 -e 'tk-report: more rows exist than -L 1' -- tk-report -M created --ids -L 1 -v
run 'of an absent value, as tsv has it' -o 2 -- tk-report -M created --by tag --ids --cell tag=-
run 'of an absent value' -o 2 -- tk-report -M created --by tag --ids --cell tag=
run 'of two' -o 1 -- tk-report -M created --by tag,week --ids --cell tag=vip --cell week=2026-W45
run 'of the backlog, now' -o $'1\n2\n3' -- tk-report -M backlog --by week --ids
run 'and then' -o 2 -- tk-report -M backlog --by week --ids --cell week=2026-W46
run 'of a mean: nobody' -- tk-report -M resolution --ids
run 'they flow' -o $'1\tOne' -- 'tk-report -M reopened --ids | tk-list - -c id,subject'

# Satisfaction: any number that is no slip
must tk-field add csat --type number
must tk-close -q 1
must tk-set -q x.csat=-1 1
run 'below nothing' -o $'-1\t1' -- tk-report -M csat,csat_rate
must tk-set -q x.csat=1e300 1
run 'a slip is no score' -o $'-\t1' -- tk-report -M csat,csat_rate
must tk-undo -y -q && must tk-undo -y -q && must tk-undo -y -q

# Formats
run 'jsonl' -o '{"queue":"billing","created":1,"csat":null}' -- \
    tk-report -M created,csat --by queue -L 1 -F jsonl
must tk-set -q x.room='=1+1' 3
run 'xcsv is guarded' -o $'\xEF\xBB\xBFx.room,created\r\n"\t=1+1",1\r\n,2\r' -- \
    tk-report -M created --by x.room -F xcsv
run 'the table is for people' -o~ 'QUEUE +CREATED +AGE_P50\nbilling +1 +12 d 13 h\nsupport +2 +.*' \
    -- tk-report -M created,age_p50 --by queue -F table
run 'the same bytes again' -- 'cmp <(tk-report weekly -F html) <(tk-report weekly -F html)'
run 'the same in a foreign locale' -- \
    'cmp <(tk-report weekly -F svg) <(LC_ALL=cs_CZ.UTF-8 tk-report weekly -F svg)'
run '-o is the old file or the new one' -o 'queue,created' -- \
    'tk-report -M created --by queue -F csv -o r.csv && head -n 1 r.csv'

# Reports by name
names='agents aging backlog customers daily flow heatmap queues sla-less trend weekly workload'
run 'there are these' -o "$names" -- 'tk-report list | cut -f1 | paste -sd" "'
for name in $names; do
    run "$name" -o~ '(?s).+' -- tk-report "$name"
    run "$name as a page" -o~ '(?s)<!DOCTYPE html>.+</html>' -- tk-report "$name" -F html
done
run 'a dimension is added to its times' -o 'week,agent,created' -- \
    'tk-report weekly --by agent -F csv | head -n 1 | cut -d, -f1-3'
run 'a time takes their place' -o 'month,created' -- \
    'tk-report weekly --by month -F csv | head -n 1 | cut -d, -f1,2'
run 'with -M there is no report: these are words to look for' -o 0 -- tk-report -M created weekly
must mkdir -p "$XDG_CONFIG_HOME/tk/reports"
cat >"$XDG_CONFIG_HOME/tk/reports/mine" <<END
# our own
title = Ours

metrics = created
query = queue:support OR queue:billing
END
cp "$XDG_CONFIG_HOME/tk/reports/mine" "$XDG_CONFIG_HOME/tk/reports/weekly"
run "the team's own" -o 3 -- tk-report mine
run 'with a query of the command line' -o 1 -- tk-report mine NOT queue:support
run 'it goes before ours' -o 3 -- tk-report weekly
run 'and is in the list' -o $'mine\tOurs\nweekly\tOurs' -- \
    'tk-report list | cut -f1,2 | grep -E "mine|weekly"'
# broken TEXT WHY
broken() {
    printf '%s\n' "$1" >"$XDG_CONFIG_HOME/tk/reports/broken"
    run "a report with $1" -s 78 -e "tk-report: $XDG_CONFIG_HOME/tk/reports/broken$2" -- \
        tk-report broken
}
broken 'by = week' ': no metrics'
broken 'metrics created' ':1: not "key = value"'
broken 'metric = created' \
    ':1: unknown key "metric" (one of: title metrics by from to query sort chart hours limit days total)'
broken 'limit = many' ':1: limit takes a number, not "many"'
broken 'total = perhaps' ':1: total takes yes or no, not "perhaps"'
broken $'\xff' ': not UTF-8'

# What cannot be asked
# refuse STATUS TEXT OPTION...
refuse() { run "refused: ${*:3}" -s "$1" -e "tk-report: $2" -- tk-report "${@:3}"; }
refuse 64 'which report? One of tk-report list, or -M METRICS (tk-report -h helps)'
refuse 64 'unknown report "weakly", did you mean "weekly"?' weakly
refuse 64 'unknown report "../weekly", did you mean "weekly"?' ../weekly
refuse 64 'unknown metric "creatd", did you mean "created"?' -M creatd
refuse 64 'unknown metric "zzz" (tk-report --define lists them)' -M zzz
refuse 64 'an empty metric' -M created,
refuse 64 'metric "created" is named twice' -M created,created
refuse 64 'unknown dimension "qeue", did you mean "queue"?' -M created --by qeue
refuse 64 'dimension "queue" is named twice' -M created --by queue,queue
refuse 64 'unknown custom field "nosuch" (a lead can add it: tk-field add nosuch)' \
    -M created --by x.nosuch
refuse 64 'backlog is what is so at the end of a period: it has no weekday and no hour' \
    -M backlog --by hour
refuse 64 '-s: "solved" is no column of this report' -M created -s solved
refuse 64 '--cell: write DIMENSION=VALUE with a dimension of --by, not "queue=x"' \
    -M created --ids --cell queue=x
refuse 64 '--ids takes one metric: -M' -M created,solved --ids
run 'refused: hours that are none' -s 64 -e~ 'tk-report: .*mon-fri 09:00-17:00' -- \
    tk-report -M after_hours --hours sometimes
refuse 64 '--from: the time "01/02/26" is ambiguous: write 2026-02-01 or 2026-01-02' \
    -M created --from 01/02/26
refuse 64 'nothing can have happened between --from and --to' -M created --from 2027
refuse 64 'nothing can have happened between --from and --to' -M created --from 1d --to 2d
refuse 64 'there was nothing yet at --to' -M created --to 2026-01
refuse 64 'option --chart takes one of: bars lines heatmap, not "pie" (tk-report -h helps)' \
    weekly --chart pie
refuse 64 'unknown format "pdf": table, tsv, csv, xcsv, jsonl, ids or nul; chart svg html (tk-report -h helps)' \
    weekly -F pdf
refuse 64 '--cell goes with --ids (tk-report -h helps)' weekly --cell week=2026-W45
refuse 64 '--timeout goes with --sql (tk-report -h helps)' weekly --timeout 3
refuse 64 '--ascii and --chart go with -F chart, svg or html (tk-report -h helps)' weekly --ascii
refuse 64 '--ids: nothing to draw (tk-report -h helps)' -M created --ids -F svg
refuse 64 '--sql: nothing to draw (tk-report -h helps)' --sql 'SELECT 1' -F svg
refuse 64 '--sql takes no --by (tk-report -h helps)' --sql 'SELECT 1' --by week
refuse 64 '--sql takes no operand: unexpected "weekly" (tk-report -h helps)' --sql 'SELECT 1' weekly
refuse 64 'list takes no operand: unexpected "weekly" (tk-report -h helps)' list weekly
run 'a query that cannot be read' -s 64 -e $'tk-report: query: unknown state is:opn, did you mean "open"?\n  is:opn\n  ^' \
    -- tk-report -M created is:opn
run 'an unknown queue' -s 67 -e~ 'tk-report: query: unknown queue "billin".*\n.*\n.*' -- \
    tk-report -M created queue:billin

# SQL
run 'rows of a statement' -o $'n,n_2,half,none\n3,3,0.5,' -- \
    tk-report --sql "SELECT count(*) AS n, count(*) AS n, 0.5 AS half, NULL AS none FROM v_ticket" -F csv
run 'the desk as it stands' -o 4 -- tk-report --sql "SELECT count(*) + 1 FROM v_ticket"
run 'no rows' -s 1 -- tk-report --sql 'SELECT 1 WHERE 0' -E
run 'hostile text' -o $'\\u001b[31m\\t=1' -- tk-report --sql "SELECT char(27) || '[31m' || char(9) || '=1'"
refuse 77 'DELETE is not allowed: a statement may read, and nothing else' --sql 'DELETE FROM ticket'
refuse 77 'PRAGMA user_version is not allowed: a statement may read, and nothing else' --sql 'PRAGMA user_version = 3'
refuse 75 'stopped after 1.0 s: the statement takes too long' --timeout 1 \
    --sql 'WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a) SELECT max(x) FROM a'
refuse 64 'no statement: write SELECT ...' --sql ''
run 'nothing was changed' -o 3 -- tk-report -M created

run 'definitions of these' -o $'metric,unit,when,definition\ncreated,count,the ticket\'s creation,tickets made' -- \
    tk-report --define -M created -F csv
run 'of all' -o~ '(?s)created\t.*received\t[^\n]*' -- tk-report --define
run 'each metric is one of man' -- \
    'for m in $(tk-report --define | cut -f1); do grep -Eq "\b${m%_p[0-9]*}\b" "$top/man/tk-report.1" || echo "$m"; done'
run 'the lock is free' -o 3 -- tk-report -M created --lock l
cat >locked <<'END'
use Fcntl;
open my $f, '+<', 'l' or die;
my $lock = pack 's s l! l! i', F_WRLCK, 0, 0, 0, 0;
fcntl $f, F_SETLK, $lock or die;
system @ARGV;
exit $? >> 8;
END
run 'the lock is held' -s 75 -e 'tk-report: l is locked by another' -- \
    perl locked tk-report -M created --lock l
run 'no lock on the database' -s 73 -e "tk-report: $TK_DB belongs to the database: choose another file" -- \
    tk-report -M created --lock "$TK_DB"
run 'a dry log: nothing is written' -- 'cp "$TK_DB" a.db; tk-report weekly >/dev/null; cmp "$TK_DB" a.db'

finish
