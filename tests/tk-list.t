#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-list: columns, order, limit and what it says.  The query language is in query.t, the formats
# in formats.t, ids on stdin in ids.t.
. "${0%/*}/lib.sh"
desk
me=$(id -un)
must tk-agent add ann
must tk-queue add billing
must tk-field add floor --type number
run 'an empty desk' -- tk-list
run '-E says so' -s 1 -- tk-list -E
run 'an empty desk has columns' -o id,status,priority,queue,assignee,customer,updated,subject -- tk-list -F csv

# Five tickets, an hour apart
n=0
# at HOUR SUBJECT OPTION...
at() {
    n=$((n + 1))
    TK_NOW=2026-11-22T0$1:00:00Z must tk-new -q "${@:3}" "$2"
}
at 1 Banana -p high -a ann -r eva@example.com --due 2026-11-30 --set x.floor=10
at 2 Cherry -p low -Q billing --due 2026-11-25
at 3 apple -r 'Ana <ana@example.com>' --set x.floor=9
at 4 Élan -p urgent -a "$me"
at 5 Date -r ana@example.com
TK_NOW=2026-11-22T06:00:00Z must tk-set -q lang=cs 2

run 'one record a line, newest change first' -O - -- tk-list <<END
2	new	low	billing	-	-	2026-11-22T06:00:00Z	Cherry
5	new	normal	support	-	ana@example.com	2026-11-22T05:00:00Z	Date
4	new	urgent	support	$me	-	2026-11-22T04:00:00Z	Élan
3	new	normal	support	-	ana@example.com	2026-11-22T03:00:00Z	apple
1	new	high	support	ann	eva@example.com	2026-11-22T01:00:00Z	Banana
END
run 'the same at any time of one clock' -- 'cmp <(tk-list -F csv -c +age) <(tk-list -F csv -c +age)'

# order NAME SORT IDS
order() { run "$1" -o "$3" -- 'tk-list -F ids -s '"$2"' | paste -sd" "'; }
order 'by id' id '1 2 3 4 5'
order 'the other way' id- '5 4 3 2 1'
order 'by priority: of its meaning' priority- '4 1 5 3 2'
order 'low first' priority '2 5 3 1 4'
order 'several keys' priority-,id '4 1 3 5 2'
order 'by name of the queue' queue,id '2 1 3 4 5'
order 'what has no value comes last' due '2 1 5 4 3'
order 'either way' due- '1 2 5 4 3'
order 'a number by its value' x.floor '3 1 5 4 2'
order 'by age: the youngest first' age '5 4 3 2 1'
order 'created' created '1 2 3 4 5'
order 'updated, total by id' updated,id '1 3 4 5 2'
order 'the default, said' updated- '2 5 4 3 1'
run 'every column can sort' -- 'for c in $(tk-list -c help | cut -f1); do tk-list -q$c >/dev/null 2>&1
    tk-list -s $c- -F ids >/dev/null || echo $c; done'
run 'an unknown key' -s 64 -e~ 'tk-list: unknown column "prio", did you mean "priority"\?.*' -- tk-list -s prio
run 'an empty one' -s 64 -e~ 'tk-list: unknown column "".*' -- tk-list -s id,

run '-L' -o $'2\n5' -- tk-list -F ids -L 2
run '-v says that more exist' -o 2 -e $'tk-list: more tickets exist than -L 1\ntk-list: closed and merged tickets are left out (is:any shows all)' \
    -- tk-list -v -F ids -L 1
run 'and only then' -o $'2\n5\n4\n3\n1' -e 'tk-list: closed and merged tickets are left out (is:any shows all)' \
    -- tk-list -v -F ids -L 5
run '-L 0' -- tk-list -L 0
run '-L of all' -o 5 -- 'tk-list -F ids -L 9223372036854775807 | wc -l'
run 'not below 0' -s 64 -e~ 'tk-list: option --limit takes a whole number, not "-1".*' -- tk-list -L -1
run 'not a word' -s 64 -e~ 'tk-list: option --limit takes a whole number, not "all".*' -- tk-list --limit=all
run 'no limit unless asked for' -o 2005 -- '
    { echo subject; seq 2000; } | tk-new -q -I csv && tk-list -F ids | wc -l'
must eval "tk-list -F ids id:6.. | tk-close -q"

run '-E with tickets' -o $'2' -- tk-list -E -F ids Cherry
run '-E without' -s 1 -- tk-list -E nothing
run 'nothing is no failure' -- tk-list nothing
run 'operands are one query' -o $'5\n3' -- tk-list priority:normal -F ids customer:ana@example.com
run '-word is no operand' -s 64 -e~ 'tk-list: unknown option "-offline": to negate, write NOT offline .*' \
    -- tk-list printer -offline
run 'unless behind --' -o 2 -- tk-list -F ids -- NOT status:open billing OR cherry
run 'columns' -o $'1\tBanana\tann' -- tk-list -c id,subject,assignee id:1
run 'more columns' -o $'1\tnew\thigh\tsupport\tann\teva@example.com\t2026-11-22T01:00:00Z\tBanana\t2026-11-30T23:59:59Z\t10' \
    -- tk-list -c +due,x.floor id:1
run 'an unknown column' -s 64 -e~ 'tk-list: unknown column "sujbect", did you mean "subject"\?.*' -- tk-list -c sujbect
run 'its case matters' -s 64 -e~ 'tk-list: unknown column "ID", did you mean "id"\?.*' -- tk-list -c ID
run 'an unknown custom field' -s 64 -e~ 'tk-list: unknown custom field "flor", did you mean "floor"\?.*' -- tk-list -c x.flor
run 'an empty column' -s 64 -e~ 'tk-list: unknown column "".*' -- tk-list -c id,,status
run '-c help: name, type, meaning' -o~ '(?s)id\tid\t.*priority\tname\tlow normal high urgent\n.*x\.floor\tnumber\tcustom field' \
    -- tk-list -c help
run 'every column that it names' -- 'tk-list -c "$(tk-list -c help | cut -f1 | paste -sd,)" >/dev/null'
run 'no --as' -s 64 -e~ 'tk-list: unknown option "--as".*' -- tk-list --as ann
run 'who I am' -o 1 -- 'TK_AGENT=ann tk-list -F ids @me'
run 'who is no agent reads, but has no tickets' -s 67 -e~ '(?s)tk-list: query: "me" is "nobody", which is no agent.*' \
    -- 'TK_AGENT=nobody tk-list >/dev/null && TK_AGENT=nobody tk-list @me'
run 'the output of any tool is its input' -o 2 -- 'tk-list | grep Cherry | sort | head -n 1 | tk-list - -F ids'
run 'a reader that has enough ends it quietly' -s 141 -o 2005 -- 'tk-list is:any -s id- -c +created,updated,created,solved,closed | head -n 1 | cut -f1'
run 'a terminal gets a table' -o~ '(?s).*ID +STATUS +PRIORITY.*\n.*3 +new +normal .*apple\n' \
    -- 'script -qec "tk-list id:3" /dev/null </dev/null | tr -d "\r"'
# The desk as it was.  That it is so in all is in as-of.t; here, what one says and what it answers.
# every: read tk-list --as-of now is:any
rm -f "$TK_DB"*
TK_NOW=2026-11-01T08:00:00Z desk --tz Europe/Prague
TK_NOW=2026-11-10T08:00:00Z must tk-new -r 'Ana <ana@example.com>' -t vip --due 2026-11-11 -m zebra Stripes
TK_NOW=2026-11-12T09:00:00Z must tk-set -q subject=Spots priority=high due= 1
TK_NOW=2026-11-12T09:00:00Z must tk-tag -q -vip 1
TK_NOW=2026-11-12T09:00:00Z must tk-customer set ana@example.com name=Anna
TK_NOW=2026-11-15T09:00:00Z must tk-close -q 1
TK_NOW=2026-11-20T08:00:00Z must tk-new -q Second
# was TIME QUERY OUTPUT
was() { run "as of $1: $2" -o "$3" -- "tk-list --as-of '$1' -c id,status,priority,tags,name,subject $2"; }
old=$'1\tnew\tnormal\tvip\tAna\tStripes'
changed=$'1\tnew\thigh\t-\tAnna\tSpots'
closed=$'1\tclosed\thigh\t-\tAnna\tSpots'
second=$'2\tnew\tnormal\t-\t-\tSecond'
was 2026-11-10T09:00 is:any "$old" # 08:00 UTC: the time is the desk's
was 2026-11-10T08:59 is:any ''
was 2026-11-10T08:00:00Z is:any "$old"
was 2026-11-10 zebra "$old" # a day is its end
was 2026-W46 is:any "$closed"
was 2026-11 is:any "$second"$'\n'"$closed" # not over yet
was today is:open "$second"
was 1d is:any "$second"$'\n'"$closed"
was 3d is:any "$closed"
was 2026-11-11 is:overdue "$old"
was 2026-11-10 is:overdue ''
was 2026-11-11 stripes "$old"
was 2026-11-11 spots ''
was 2026-11-12 spots "$changed"
was 2026-11-12 stripes ''
was 2026-11-11 +vip "$old"
was 2026-11-12 +vip ''
was 2026-11-12 customer:Ana ''
was 2026-11-11 'customer:Ana -s subject -L 1' "$old"
was 2026-11-10 created:1d "$old"
was 2026-11-12 created:1d ''
was 2026-10-01 is:any ''
was 1970 is:any ''
run 'ages are of that time' -o $'1\t53999' -- tk-list --as-of 2026-11-10 -c id,age --match subject=Stripes
run 'so are the times of a table' -o~ '(?s)ID.*\n 1 .* 59 min ago .*' -- tk-list --as-of 2026-11-10T09:59 -F table
run 'a queue that was not there yet' -s 67 -e~ '(?s)tk-list: query: unknown queue "later".*' -- \
    'tk-queue add -q later && tk-list --as-of 2026-11-10 queue:later'
run 'nor a custom field' -s 64 -e~ '(?s).*unknown custom field "later".*' -- \
    'tk-field add -q later && tk-list --as-of 2026-11-10 -c id,x.later'
run 'ids on stdin are of that time, too' -s 65 -o $'1\tnew' -e 'tk-list: stdin:2: no such ticket 2' \
    -i $'1\n2' -- tk-list - --as-of 2026-11-10 -c id,status
run 'a time to come' -s 64 -e 'tk-list: --as-of: "tomorrow" is still to come (tk-list -h helps)' -- tk-list --as-of tomorrow
run 'no time' -s 64 -e~ 'tk-list: --as-of: cannot read the time "noon".*' -- tk-list --as-of noon
run 'an ambiguous one' -s 64 -e~ 'tk-list: --as-of: .*' -- tk-list --as-of 01/02/26
run 'an empty one' -s 64 -e~ 'tk-list: --as-of: .*' -- tk-list --as-of ''
run 'what was left out' -o 1 -e 'tk-list: closed and merged tickets are left out (is:any shows all)' \
    -- tk-list -v --as-of 2026-11-10 -F ids
run '-E' -s 1 -- tk-list -E --as-of 2026-11-02
run 'nothing is written, and nothing left behind' -- 'sha256sum "$TK_DB" >before; ls -A "$T" "$TMPDIR" >>before
    for i in 1 2 3; do tk-list --as-of 2026-11-10 >out; done; (sha256sum "$TK_DB"; ls -A "$T" "$TMPDIR") | diff before -'
run 'a desk that may only be read' -o 1 -- 'tk-backup -q ro.db && chmod 400 ro.db &&
    tk-list -d ro.db --as-of 2026-11-10 -F ids'

# With one open, the log could not be emptied into the database.
run 'no transaction is open while the output waits' -o 0 -- 'mkfifo slow
    tk-list --as-of 2026-11-10 -F ids >slow & exec 3<slow
    sleep 0.3; tk-set -q priority=low 2
    sqlite3 "$TK_DB" "PRAGMA wal_checkpoint(TRUNCATE)" | cut -d"|" -f1; exec 3<&-; wait'

finish
