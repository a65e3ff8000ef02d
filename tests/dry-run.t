#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# -n: the would-be records on stderr, nothing on stdout, nothing changed - for every tool that writes.
. "${0%/*}/lib.sh"
desk
must tk-agent add ann
for i in {1..3}; do must tk-new -q -r ana@example.com "Ticket $i"; done
must tk-close -q 3

# What is in the database, and the file itself.
state() { sqlite3 "$TK_DB" .dump | cksum; }
before=$(state)

# dry NAME RECORDS [EXPECTATION...] -- COMMAND...: these records on stderr, and all stays as it is
dry() {
    local name=$1
    run "$1" -e "$2" "${@:3}"
    [ "$(state)" = "$before" ]
    run "$name: nothing is changed" -- test $? = 0
}

id=2026-11-22T12:00:00Z
dry tk-new $'4\tnew\tnormal\tsupport\t-\teva@example.com\t'$id$'\tA new one' -- tk-new -n -r eva@example.com A new one
dry 'tk-new -I' $'4\ta\n5\tb' -i $'subject\na\nb' -- tk-new -n -I csv -c id,subject
dry 'tk-new --restore' $'40\tclosed' -i $'id,status,subject,queue\n40,closed,a,billing' -- tk-new -n -I csv --restore -c id,status
dry 'tk-new --each' $'4\ta\n4\tb' -i $'subject\na\nb' -- tk-new -n -I csv --each -c id,subject
dry 'tk-new --chunk' $'4\ta\n5\tb\n6\tc' -i $'subject\na\nb\nc' -- tk-new -n -I csv --chunk 2 -c id,subject
dry 'tk-new -K' $'4\ta' -- tk-new -n -K key -c id,subject a
dry tk-assign $'1\tann\n2\tann' -- tk-assign -n ann 1 2 -c id,assignee
dry 'tk-assign --claim' $'1\t'"$(id -un)" -- tk-assign -n --claim 1 -c id,assignee
dry tk-reply $'1\topen\t1' -- tk-reply -n -m Hello 1 -c id,status,replies
dry 'tk-reply, a new customer' $'1\topen\t1' -- tk-reply -n -r x@example.com -m Hello --status open 1 -c id,status,contacts
dry tk-set $'1\thigh\n2\thigh' -i $'1\n2' -- tk-set -n priority=high -c id,priority
dry tk-tag $'1\tred' -- tk-tag -n +red 1 -c id,tags
dry tk-cc $'1\tann' -- tk-cc -n +ann +boss@example.com 1 -c id,watchers
dry tk-close $'1\tclosed\tfixed' -- tk-close -n -m Bye --resolution fixed 1 -c id,status,resolution
dry tk-reopen $'3\topen' -- tk-reopen -n 3 -c id,status
dry tk-undo "change $(sqlite3 "$TK_DB" 'SELECT max(id) FROM change') (tk-close by $(id -un)) of $id is undone: 1 ticket, status"$'\n3: status new <- closed' -- tk-undo -n
dry 'tk-config apply' 'queue vip: made' -i '[queue "vip"]' -- tk-config apply -n
dry 'in another format' $'id,tags\n1,red' -- tk-tag -n +red 1 -c id,tags -F csv
dry 'quietly' '' -- tk-tag -n -q +red 1
dry 'the long name' $'1\tred' -- tk-tag --dry-run +red 1 -c id,tags
dry 'nothing downstream acts' $'1\tann' -- 'tk-assign -n ann 1 -c id,assignee | tk-close'
dry 'a bad line' $'tk-set: stdin:2: no such ticket 99' -s 65 -i $'1\n99' -- tk-set -n priority=high
dry 'with -k what would be done' $'tk-set: stdin:2: no such ticket 99\n1' -s 65 -i $'1\n99' -- tk-set -n -k priority=high -F ids
dry 'a step that is illegal' 'tk-set: 3: closed -> hold is no legal step (from closed: open)' -s 65 -- tk-set -n status=hold 3
dry 'a ticket that is not there' 'tk-set: 99: no such ticket 99' -s 66 -- tk-set -n priority=high 99
dry 'a file of -o' $'1\tred' -- 'echo old >out; tk-tag -n +red 1 -c id,tags -o out; test "$(cat out)" = old'
dry 'a file of --rejects' $'tk-set: stdin:2: no such ticket 99\n1' -s 65 -i $'1\n99' \
    -- 'echo old >bad; tk-set -n priority=high --rejects bad -F ids; s=$?; test "$(cat bad)" = old && exit $s'
run 'then it is done' -o $'4\n1' -- 'tk-new A new one; tk-tag +red 1 -F ids'
finish
