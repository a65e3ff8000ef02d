#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-agent: the people who work at the desk.
. "${0%/*}/lib.sh"

me=$(id -un)
desk -q
must tk-queue add billing
must tk-queue add Účty
as() { TK_AGENT=$1 "${@:2}"; }

# --- adding

run 'add prints nothing' -- tk-agent add ann --name 'Ann Pokorná'
run 'adding twice is success' -- tk-agent add ann --name Other
run '-v says so' -e 'tk-agent: it was so already: nothing changed' -- tk-agent add ann -v
run 'nothing was changed by that' -o 'ann	agent	-	-	-	0	Ann Pokorná' \
    -- 'tk-agent list | grep ^ann'
run 'a role' -- tk-agent add lee --role lead
run 'a viewer' -- tk-agent add vic --role viewer
run 'letters of any script' -- tk-agent add נועה --name 'נועה לוי'
run 'list' -O - -- tk-agent list <<EOF2
ann	agent	-	-	-	0	Ann Pokorná
lee	lead	-	-	-	0	-
$me	admin	-	-	-	0	-
vic	viewer	-	-	-	0	-
נועה	agent	-	-	-	0	נועה לוי
EOF2
run 'an unknown role' -s 64 \
    -e 'tk-agent: option --role takes one of: viewer agent lead admin, not "boss" (tk-agent -h helps)' \
    -- tk-agent add bo --role boss
run 'a name that is none' -s 65 -e 'tk-agent: "7x" cannot name an agent: write a letter, then letters, digits, . _ - (2 to 64)' \
    -- tk-agent add 7x
run 'a reserved name' -s 65 -e 'tk-agent: "none" is reserved and cannot name an agent' \
    -- tk-agent add none
for name in $'x\e[31m' $'ab\u202e' $'a\u200bb' $'a\u00a0b' $'ab\xff' 'a,b' 'a:b' 'a b' ''; do
    run 'a hostile login is refused' -s 65 -e~ 'tk-agent: ".*" cannot name an agent: .*' \
        -- tk-agent add "$name"
done
run 'a person of two lines' -s 65 -e 'tk-agent: the name is one line of at most 1000 bytes' \
    -- tk-agent add bo --name $'Bo\nannounces'
run 'a person of bad UTF-8' -s 65 -e~ 'tk-agent: the name is not UTF-8 at byte 2: .*' \
    -- tk-agent add bo --name $'B\xff'
must tk-agent add esc --name $'E\e[31m\u202e'
run 'control characters in a name are shown' -o 'esc	E\u001b[31m\u202e' \
    -- 'tk-agent list -c login,name | grep ^esc'
must tk-agent remove esc

# --- setting

run 'set' -- tk-agent set ann capacity=5 away=2026-12-01 'name=Ann P.'
run 'it is set' -o 'ann	5	2026-12-01T00:00:00Z	Ann P.' \
    -- 'tk-agent list -c login,capacity,away,name | grep ^ann'
run 'times count from now' -- tk-agent set ann away=3d
run 'it is away' -o 'ann	2026-11-25T12:00:00Z' -- 'tk-agent list -c login,away | grep ^ann'
run 'who is back is not away' -o 'ann	-' \
    -- 'TK_NOW=2026-11-26T00:00:00Z tk-agent list -c login,away | grep ^ann'
run 'away for good' -- tk-agent set ann away=yes
run 'it is said' -o 'ann	yes' -- 'tk-agent list -c login,away | grep ^ann'
run 'cleared' -- tk-agent set ann away=no capacity=
run 'it is cleared' -o 'ann	-	-' -- 'tk-agent list -c login,capacity,away | grep ^ann'
run 'no FIELD=VALUE' -s 64 -e 'tk-agent: "capacity" is no FIELD=VALUE' -- tk-agent set ann capacity
run 'an unknown field' -s 64 \
    -e 'tk-agent: unknown agent field "capacty", did you mean "capacity"? (name role capacity away)' \
    -- tk-agent set ann capacty=3
run 'no number' -s 64 -e 'tk-agent: capacity "-3" is no number of tickets' \
    -- tk-agent set ann capacity=-3
run 'no time' -s 64 -e~ 'tk-agent: .*01/02/26.*' -- tk-agent set ann away=01/02/26
run 'all or nothing' -s 64 -e~ 'tk-agent: unknown role .*' -- tk-agent set ann capacity=9 role=x
run 'nothing it was' -o 'ann	agent	-	-' -- 'tk-agent list -c login,role,queues,capacity | grep ^ann'
run 'an unknown agent' -s 67 -e 'tk-agent: unknown agent "anne", did you mean "ann"?' \
    -- tk-agent set anne capacity=3
run 'an option of another verb' -s 64 -e 'tk-agent: set takes no --role (tk-agent -h helps)' \
    -- tk-agent set ann name=x --role lead
run 'an option for records, where there are none' -s 64 \
    -e 'tk-agent: add takes no --format (tk-agent -h helps)' -- tk-agent add xx -F csv

# --- serving

run 'serve' -- tk-agent serve ann billing:3 support
run 'queues and levels' -o 'ann	billing:3,support' -- 'tk-agent list -c login,queues | grep ^ann'
run 'as an array' -o '{"login":"ann","queues":["billing:3","support"]}' \
    -- tk-agent show ann -c login,queues -F jsonl
run 'another level' -- tk-agent serve ann support:2 Účty
run 'unserve' -- tk-agent unserve ann billing
run 'that is left' -o 'ann	support:2,Účty' -- 'tk-agent list -c login,queues | grep ^ann'
run 'an unknown queue' -s 67 -e 'tk-agent: unknown queue "suport", did you mean "support"?' \
    -- tk-agent serve ann Účty:4 suport
run 'nothing was changed' -o 'ann	support:2,Účty' -- 'tk-agent list -c login,queues | grep ^ann'
for level in 10 x -1 '' 1x; do
    run "level \"$level\"" -s 64 -e 'tk-agent: the level is 1 to 9 (0: serves it no longer)' \
        -- tk-agent serve ann "support:$level"
done

# --- rights

run 'an agent lists' -o~ '(?s)ann.*' -- as ann tk-agent list
run 'an agent sets himself' -- as ann tk-agent set me away=3d 'name=Ann' capacity=4
run 'not his role' -s 77 -e 'tk-agent: only an admin may change roles' \
    -- as ann tk-agent set ann role=lead
run 'not others' -s 77 -e 'tk-agent: only a lead may change other agents' \
    -- as ann tk-agent set lee away=3d
run 'he does not add' -s 77 -e 'tk-agent: only an admin may add agents' -- as ann tk-agent add bob
run 'he does not remove' -s 77 -e 'tk-agent: only an admin may remove agents' \
    -- as ann tk-agent remove lee
run 'he does not say who serves what' -s 77 -e 'tk-agent: only a lead may say who serves what' \
    -- as ann tk-agent serve ann billing
run 'a lead sets others' -- as lee tk-agent set ann away=no
run 'a lead says who serves what' -- as lee tk-agent serve ann billing
run 'a lead makes no leads' -s 77 -e 'tk-agent: only an admin may change roles' \
    -- as lee tk-agent set ann role=lead
run 'a lead adds nobody' -s 77 -e 'tk-agent: only an admin may add agents' -- as lee tk-agent add bob
run 'a viewer changes nothing' -s 77 -e 'tk-agent: only an agent may change anything' \
    -- tk-agent set vic name=V --as vic
run 'an admin gives roles' -- tk-agent set ann role=lead
run 'it is given' -o 'lead' -- 'tk-agent show ann -c role'

# --- the last admin, and removing

run 'the last admin stays admin' -s 65 \
    -e 'tk-agent: this is the last admin: make another one first' -- tk-agent set "$me" role=agent
run 'the last admin stays' -s 65 -e 'tk-agent: this is the last admin: make another one first' \
    -- tk-agent remove me
must tk-new -q -a ann 'A ticket'
run 'who has open tickets stays' -s 65 \
    -e 'tk-agent: ann still has 1 open tickets: tk-list assignee:ann is:open | tk-assign OTHER' \
    -- tk-agent remove ann
must tk-close -q 1
run 'remove' -- tk-agent remove ann
run 'gone' -s 67 -e 'tk-agent: unknown agent "ann"' -- tk-agent show ann
run 'what was done stays' -o '1	ann' -- tk-list is:any -c id,assignee
run 'who comes back comes with what is given' -- tk-agent add ann --name Anna --role viewer
run 'he is back' -o 'ann	viewer	Anna' -- tk-agent show ann -c login,role,name
must tk-agent set lee role=admin
run 'with two admins one may go' -- tk-agent set lee role=agent

# --- records

must tk-new -q -a lee -p high one
must tk-new -q -a lee --due 2026-11-22T12:00:01Z two
must tk-set -q status=pending 2
run 'counts' -o 'lee	2	1	1	0	0	2026-11-22T12:00:00Z' \
    -- tk-agent show lee -c login,open,new,pending,hold,overdue,oldest
run 'overdue' -o 'lee	1' -- env TK_NOW=2026-11-22T13:00:00Z tk-agent show lee -c login,overdue
run 'sorted' -o "$(printf '%s\n' lee ann "$me" vic נועה)" -- tk-agent list -c login -s open-,login
run 'an unknown column' -s 64 -e 'tk-agent: unknown column "opn", did you mean "open"? (-c help lists them)' \
    -- tk-agent list -c opn
run 'an unknown key' -s 64 -e 'tk-agent: unknown column "opn", did you mean "open"? (-c help lists them)' \
    -- tk-agent list -s opn-
run '-c help is the table' \
    -o "$(printf '%s\n' login role queues capacity away open name new pending hold overdue oldest)" \
    -- 'tk-agent list -c help | cut -f 1'
run 'completion knows the columns' -o "$(tk-agent list -c help | cut -f 1)" \
    -- 'tk-agent --complete list -c "" | cut -f 1 | grep -vx help'
run 'ids' -o $'vic\nlee' -- tk-agent show vic lee -F ids
run 'show on a page' -O - -- tk-agent show lee -F table <<'EOF2'
login     lee
role      agent
open      2
new       1
pending   1
hold      0
overdue   0
oldest    now (2026-11-22 12:00)
EOF2
run 'one unknown, nothing shown' -s 67 -e 'tk-agent: unknown agent "bob"' -- tk-agent show lee bob
run 'no verb' -s 64 -e 'tk-agent: which verb? One of: list show add set serve unserve remove (tk-agent -h helps)' -- tk-agent
run 'an unknown verb' -s 64 -e 'tk-agent: unknown verb "lst", did you mean "list"? (tk-agent -h helps)' \
    -- tk-agent lst
run 'too few words' -s 64 -e 'tk-agent: write: tk-agent serve AGENT QUEUE[:LEVEL]... (tk-agent -h helps)' \
    -- tk-agent serve lee
run 'no scan that is not meant' -o~ '(?s).*' -- env TK_TRACE=plan tk-agent list -c +oldest -s oldest
run 'all of it can be replayed' -o~ '.*' -- tk-check
finish
