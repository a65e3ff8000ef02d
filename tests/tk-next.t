#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-next: which ticket it takes, from whom it keeps it, and when there is none.
# every: write tk-next
# every: write tk-next --for 20m -K hold printer
# every: write tk-next --match queue=support
. "${0%/*}/lib.sh"
desk
must tk-agent add ann
must tk-agent add bob
must tk-queue add billing

# fresh: no ticket, nobody serves a queue, no limits; numbers begin at 1.
keep() {
    must sqlite3 "$TK_DB" 'PRAGMA wal_checkpoint(TRUNCATE)'
    must cp "$TK_DB" "$T/$1.db"
}
keep empty
fresh() {
    rm -f "$TK_DB"*
    must cp "$T/empty.db" "$TK_DB"
}
at() { TK_NOW=2026-11-${1}Z "${@:2}"; }
# order WHO: the tickets that he gets, one after another, until there is none.
order() {
    local id
    while id=$(tk-next --as "$1" -F ids); do printf '%s ' "$id"; done
    tk-next --as "$1"
    echo "exit $?"
}
state() { tk-list -c id,assignee,lease,lease_by -s id is:any; }

# --- which one

fresh
must at 20T10:00:00 tk-new -q -p low 'low, old'
must at 20T11:00:00 tk-new -q -p urgent 'urgent'
must at 20T12:00:00 tk-new -q -p normal 'normal, young'
must at 20T09:00:00 tk-new -q -p normal 'normal, old'
must at 20T09:00:00 tk-new -q -p normal 'normal, as old'
must at 20T13:00:00 tk-new -q -p low --due 2026-11-23T00:00:00Z 'due tomorrow'
must at 20T14:00:00 tk-new -q -p low --due 2026-11-22T11:59:59Z 'overdue, low'
must at 20T15:00:00 tk-new -q -p high --due 2026-11-22T11:59:59Z 'overdue, high'
must at 20T16:00:00 tk-new -q -p low --due 2026-11-21 'overdue for longer'
must at 20T17:00:00 tk-new -q -p low --due 2026-11-22T12:00:00Z 'due this second'
run 'it takes the most urgent one and prints its record' \
    -o $'8\tnew\thigh\tsupport\tann\t-\t2026-11-22T12:00:00Z\toverdue, high' -- tk-next --as ann
run 'overdue, then priority, then age' -o '7 9 2 4 5 3 1 6 10 exit 1' -- order ann
run 'each is the acting agent'\''s' -o 10 -- 'tk-list assignee:ann -F ids | wc -l'
run 'one change set each' -o $'assignee\t-\tann\ttk-next' -- 'tk-log 10 -c field,old,new,tool | tail -n 1'
run 'and no more' -s 1 -- tk-next
run '-v says why' -s 1 -e 'tk-next: nothing is free' -- tk-next -v
run 'csv has its header all the same' -s 1 -o id,subject -- tk-next -F csv -c id,subject
run 'tk-check' -o~ '\d+:[0-9a-f]{64}' -- tk-check

# Many of one priority are not overdue and older than those that are.
fresh
must eval 'for i in {1..130}; do echo "s$i,normal,2026-11-01,2027-01-01"; done |
    { echo subject,priority,created,due; cat; } | tk-new -q -I csv --restore'
must at 20T10:00:00 tk-new -q -p normal --due 2026-11-21 'overdue, younger'
must at 19T10:00:00 tk-new -q -p normal --due 2026-11-22T11:00:00Z 'overdue, older'
run 'the oldest overdue one behind many others' -o '132 131 1 2' \
    -- 'for i in 1 2 3 4; do tk-next -F ids; done | paste -s -d " "'

# --- what is free

fresh
for i in {1..13}; do must tk-new -q "ticket $i"; done
must tk-set -q status=open 1
must tk-set -q status=pending 2
must tk-set -q status=hold 3
must tk-set -q status=solved 4
must tk-close -q 5
must tk-assign -q bob 6
must tk-set -q snooze=3d 7
must tk-set -q snooze=2026-11-22T12:00:00Z 8
must tk-assign -q --claim --as bob --for 20m 9
must tk-assign -q --claim --as ann --for 20m 10
must sqlite3 "$TK_DB" 'UPDATE ticket SET merged = 1 WHERE id = 11' \
    'UPDATE ticket SET gone = 1 WHERE id = 12'
run 'new or open, nobody'\''s, not held, not merged, not gone, not asleep' \
    -o '1 8 13 exit 1' -- order ann
run 'what has slept enough' -o 7 -- at 25T12:00:01 tk-next -F ids
run 'held leases that ran out' -o '9 10 exit 1' -- at 22T12:20:00 order ann

# --- queues and capacity

fresh
for i in 1 2 3; do must tk-new -q -p urgent "support $i"; done
for i in 4 5 6; do must tk-new -q -Q billing -p low "billing $i"; done
must tk-agent serve ann billing
run 'only from queues that one serves' -o '4 5 6 exit 1' -- order ann
run 'nothing free there' -s 1 -e 'tk-next: nothing is free' -- tk-next -v --as ann
must tk-agent serve ann support
run 'from each of them' -o 1 -- tk-next --as ann -F ids
must tk-agent set bob capacity=1
run 'capacity of one: one' -o '2 exit 1' -- order bob
run 'and -v says so' -s 1 -e 'tk-next: capacity of 1 reached' -- tk-next --as bob -v
must tk-set -q status=pending 2
run 'what waits counts' -s 1 -- tk-next --as bob
must tk-set -q status=solved 2
run 'what is solved does not' -o 3 -- tk-next --as bob --for 1h -F ids
run 'what one holds does' -s 1 -e 'tk-next: capacity of 1 reached' -- tk-next --as bob -v
run 'until it has run out' -o 3 -- at 22T13:00:00 tk-next --as bob -F ids
must tk-assign -q --release 3
must tk-assign -q ann 3
must tk-agent set bob capacity=0
must tk-assign -q --release 4
run 'capacity of none: none' -s 1 -e 'tk-next: capacity of 0 reached' -- tk-next --as bob -v
must tk-agent set bob capacity=
run 'no limit' -o 4 -- tk-next --as bob -F ids

# --- the query

fresh
must tk-new -q -p low -r ana@example.com -t vip -m 'It smokes.' 'Tiskárna hoří'
must tk-new -q -p high -r bob@example.com -Q billing -m x 'המדפסת לא עובדת'
must tk-new -q -p urgent -m x 'other'
keep three
takes() {
    rm -f "$TK_DB"* && cp "$T/three.db" "$TK_DB"
    run "tk-next $2" -o "$1" -- "tk-next $2 -F ids"
}
takes 3 ''
takes 1 +vip
takes 1 tiskarna
takes 2 מדפסת
takes 2 queue:billing
takes 2 'priority:..high'
takes 3 'NOT smokes'
takes 1 'customer:ana@example.com'
takes 1 '--match tags=vip'
takes 2 '--match queue=billing priority:high'
run 'none that matches' -s 1 -e 'tk-next: nothing that matches is free' -- tk-next -v zebra
run 'those of others are not free, whatever is asked' -s 1 -- \
    'tk-assign -q bob 1; tk-next +vip || exit; tk-next assignee:bob'
run 'closed ones neither' -s 1 -- 'tk-close -q 2 && tk-next queue:billing is:any'
run 'a bad query' -s 64 -E - -- tk-next 'subj:x' <<'END'
tk-next: query: unknown field "subj", did you mean "subject"? (to search for the text, write '"subj:x"')
  subj:x
  ^
END
run 'an unknown queue in it' -s 67 -e~ 'tk-next: query: unknown queue "bill".*\n.*\n.*' \
    -- tk-next queue:bill
run 'a bad --match' -s 64 -e~ '(?s)tk-next: .*' -- tk-next --match nonsense
run 'a negation that is an option' -s 64 -e~ 'tk-next: unknown option "-offline": .*NOT offline.*' \
    -- tk-next -offline
run 'it has its own order' -s 64 -e 'tk-next: sort: and limit: do not go with the most urgent one' \
    -- tk-next sort:id
run 'and takes one' -s 64 -e~ 'tk-next: sort: and limit: .*' -- tk-next limit:2
run 'nor has it these' -s 64 -e~ 'tk-next: unknown option "--if-rev".*' -- tk-next --if-rev 1
run 'nor does it take ids' -s 64 -i 1 -e~ 'tk-next: no ids are read .*' -- tk-next -
run 'stdin is not its business' -o '3 7' -- 'echo 7 | { tk-next -F ids; cat; } | paste -s -d " "'

# --- holding

fresh
must tk-new -q 'one'
must tk-new -q 'two'
run '--for holds it' -o $'1\t-\t2026-11-22T12:20:00Z\tann' \
    -- tk-next --as ann --for 20m -c id,assignee,lease,lease_by
run 'and is no event' -o $'init\nmessage\nstatus' -- 'tk-log 1 -c field | sort'
run 'what one holds is not given to one again' -o 2 -- tk-next --as ann --for 1d2h -F ids
run 'nor to others' -s 1 -- tk-next --as bob
run 'nor to oneself for good' -s 1 -- tk-next --as ann
run 'who wants to claims it' -o $'1\tann\t-\t-' \
    -- tk-assign --as ann --claim 1 -c id,assignee,lease,lease_by
run 'the other one runs out' -o $'2\tbob\t-\t-' \
    -- at 23T14:00:00 tk-next --as bob -c id,assignee,lease,lease_by
run 'what ran out is void for readers, too' -o $'1\tann\t-\t-\n2\tbob\t-\t-' -- state
while read -r words; do
    run "--for $words" -s 64 -e~ 'tk-next: --for takes a duration above 0 and at most 30d, as .*' \
        -- "tk-next --for $words"
done <<'END'
0m
''
20
-20m
31d
721h
99999999999d
tomorrow
"20m; DROP"
END
run 'the longest' -o 2026-12-22T12:00:00Z -- 'tk-new -q x; tk-next --for 30d -c lease'

# --- dry runs, keys, output

fresh
for i in {1..6}; do must tk-new -q "ticket $i"; done
run '-n takes none' -e $'1\tbob\n1\tbob' -- 'tk-next -n --as bob -c id,assignee; tk-next -n --as bob -c id,assignee'
run '-n --for neither' -e $'1\t-\t2026-11-22T13:00:00Z' -- tk-next -n --for 1h -c id,assignee,lease
run 'so all are free' -o $'-\t-' -- 'tk-list -c assignee,lease | sort -u'
run '-q' -- tk-next -q
run 'the same request with a key' -o $'2\n2' -- 'tk-next -K k -F ids; tk-next -K k -F ids'
run 'takes one' -o 3 -- tk-next -F ids
run 'another request with it' -s 65 -e~ 'tk-next: the key "k" was used by a different request.*' \
    -- tk-next -K k ticket
run 'holding with a key' -o $'4\n4' -- 'tk-next -K l --for 5m -F ids; tk-next -K l --for 5m -F ids'
run 'an answer that was none stays so' -s 1 -- 'tk-next -K none zebra; tk-new -q zebra; tk-next -K none zebra'
run '-o' -o 5 -- 'tk-next -F ids -o file && cat file'
run 'a full disk: it says what stands' -s 74 -e~ 'tk-next: write error .*change \d+ stands, output lost' \
    -- 'tk-next -F ids >/dev/full'
run 'also without a change' -s 74 -e~ 'tk-next: write error .*what was done stands, output lost' \
    -- 'tk-new -q x; tk-next --for 5m -F ids >/dev/full'
run '-c help' -o~ '(?s)id\tid\t.*lease_by\tname\t.*' -- tk-next -c help
run 'an unknown column takes nothing' -s 64 -e~ 'tk-next: unknown column "x".*' -- tk-next -c x
run 'a viewer may not' -s 77 -e~ 'tk-next: only an agent may .*' \
    -- 'tk-agent add vic --role viewer; tk-next --as vic'
run 'a stranger neither' -s 67 -e~ 'tk-next: "eve" is no agent .*' -- tk-next --as eve
run 'tk-check at last' -o~ '\d+:[0-9a-f]{64}' -- tk-check
finish
