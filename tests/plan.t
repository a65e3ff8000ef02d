#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# No statement scans a table or sorts without saying so in its SQL (see lib/store/stmt.c), and every
# write begins IMMEDIATE: reading first and writing then fails under load whatever the time limit.
. "${0%/*}/lib.sh"
# shellcheck source=every-tool.sh
. "$top/tests/every-tool.sh"

planned() {
    every_fresh
    TK_TRACE=plan run "$2" -o~ '(?s).*' -- "$2"
}

every_desk
every_tool_has_a_line
every planned

me=$(id -un)
every_fresh
export TK_TRACE=plan
while IFS= read -r query; do
    run "tk-list $query" -o~ '(?s).*' -- "tk-list $query"
done <<END

is:any
is:open
is:closed
is:overdue
is:unassigned
is:waiting
is:snoozed
is:mine
is:merged
is:blocked
NOT is:blocked
is:open is:blocked queue:support
status:new
status:new,open -s created
priority:high.. -s priority-,created
queue:support
queue:support -s id
queue:support status:open
assignee:$me
@$me
no:assignee
has:due
customer:ana@example.com
customer:777123456
tag:printer
+printer
tags:printer,vip
category:other
channel:tool
lang:cs
created:3d
created:2026-01..2026-03
updated:3d
due:..3d
closed:3d
age:..3d
id:1,2,3
'#1'
parent:1
key:none
x.floor:3
printer
printer smokes
'"on fire"'
'subject:printer'
'body:smokes'
'NOT printer'
'printer OR login'
'(printer OR +vip) queue:support -L 5'
is:any -s updated -L 3
is:any -s priority-,created -L 3
is:any -s subject
--match subject=Login
END
run 'tk-list -c +links' -o~ '(?s).*' -- tk-list -c +links is:any

while IFS= read -r query; do
    run "tk-next $query" -s 1 -- "tk-next -n $query 2>&1 | grep plan:"
done <<END

--for 20m
is:overdue
queue:support priority:high..
customer:ana@example.com
+printer
printer
'NOT printer'
id:1,2,3
watcher:me
x.floor:3
--match subject=Login
END

run 'notices' -o~ '(?s).*' -- "$build/unit/notice"

source_lines() { grep -rnE "$1" "$top/lib" "$top/cmd" --include='*.[ch]'; }
run 'transactions begin in lib/store alone' -s 1 -- \
    "source_lines '\"(BEGIN|COMMIT)' | grep -v '/lib/store/'"
run 'who begins, and how' \
    -o $'checkpoint.c BEGIN IMMEDIATE\ndb.c BEGIN\ndb.c BEGIN IMMEDIATE\ndb.c BEGIN; PRAGMA application' \
    -- "source_lines '\"BEGIN' | sed 's|.*/\([^/]*\.c\):.*\"\(BEGIN[A-Z a-z;]*\).*|\1 \2|' | sort"
run 'no other way to begin' -s 1 -- "source_lines 'BEGIN (DEFERRED|EXCLUSIVE|TRANSACTION)'"

finish
