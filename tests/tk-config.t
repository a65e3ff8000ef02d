#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-config: the policy of the desk as text.
# every: read   tk-config dump
# every: read   tk-config list
# every: read   tk-config get tz
# every: quiet  tk-config set hours='sun-thu 08:00-16:00'
# every: write  tk-config apply <<<'[queue "vip"]'
. "${0%/*}/lib.sh"

me=$(id -un)
desk -q --tz Europe/Prague
as() { TK_AGENT=$1 "${@:2}"; }
other() { TK_DB=$T/other.db "$@"; }
changes() { sqlite3 "$TK_DB" 'SELECT count(*) FROM change'; }
same() { tk-config dump | cmp - "$1"; }

# --- dump

run 'a new desk' -O - -- tk-config dump <<END
# tk-config 1: the policy of a desk, see tk-config(5)

[desk]
    hours = mon-fri 09:00-17:00
    queue = support
    tz = Europe/Prague

[transitions]
    new = open pending hold solved closed
    open = pending hold solved closed
    pending = open hold solved closed
    hold = open pending solved closed
    solved = open pending hold closed
    closed = open

[queue "support"]

[agent "$me"]
    role = admin
END
tk-config dump >new.conf
must tk-agent add ann --name 'Ann Lee'
must tk-agent add lee --role lead
must tk-agent add gone
must tk-queue add billing --title 'Invoices and "payments" # all'
must tk-queue add žluť --title ' two  blanks '
must tk-queue add old
must tk-agent serve ann billing:3 support old
must tk-agent set ann capacity=20 away=2026-12-01T08:00Z
must tk-agent set lee away=yes
must tk-field add room
must tk-field add floor --type number
must tk-field add kind --type choice --choices 'a,b c,ž'
must tk-field add old
must tk-macro add late --title 'We are late' -m $'Dear {customer.first|you},\n\n  sorry' --do 'set x.room=12' --do 'tag +told'
must tk-macro add late --lang cs -m 'Omlouváme se.'
must tk-macro add late --lang he -m $'שלום\nמצטערים'
must tk-macro add old -m x
must tk-macro rm old
must tk-queue remove old
must tk-field remove old
must tk-agent remove gone
run 'all of it, sorted, without what is gone' -O - -- 'tk-config dump | sed 1,15d' <<END
[queue "billing"]
    title = Invoices and "payments" # all

[queue "support"]

[queue "žluť"]
    title = " two  blanks "

[field "floor"]
    type = number

[field "kind"]
    type = choice
    choices = a,b c,ž

[field "room"]
    type = text

[agent "ann"]
    name = Ann Lee
    role = agent
    capacity = 20
    away = 2026-12-01T08:00:00Z
    serves = billing:3 support

[agent "lee"]
    role = lead
    away = yes

[agent "$me"]
    role = admin

[macro "late"]
    title = We are late
    action = set x.room=12
    action = tag +told
    text.cs = Omlouváme se.
    text.he =
        | שלום
        | מצטערים
    text.other =
        | Dear {customer.first|you},
        |
        |   sorry
END
run 'into a file' -- 'tk-config dump -o desk.conf && same desk.conf'
run 'an agent looks' -- as ann same desk.conf
run 'it is no record' -s 64 -e 'tk-config: dump takes no --format (tk-config -h helps)' -- tk-config dump -F csv

# --- applied again

n=$(changes)
run 'applied to the same desk it changes nothing' -- tk-config apply desk.conf
run 'which -v says' -e 'tk-config: it was so already: nothing changed' -- tk-config apply -v --prune desk.conf
run 'no change set is written' -o "$n" -- changes
run 'no difference' -- tk-config diff desk.conf
run 'from stdin' -I desk.conf -- tk-config diff --prune
run 'as "-"' -I desk.conf -- tk-config apply -
run 'nothing in, nothing to do' -- tk-config apply
run 'also with --prune' -- tk-config apply --prune
run 'a file that is read in part' -s 64 -e~ 'tk-config: stdin is a file read in part already.*' \
    -- '{ read -r line; tk-config apply; } <desk.conf'
run 'no file' -s 66 -e 'tk-config: none.conf: No such file or directory' -- tk-config apply none.conf
run 'a directory' -s 74 -e 'tk-config: .: Is a directory' -- tk-config apply .

# --- to another desk

other must tk-init -q
run 'a dry run tells each step' -E - -- other tk-config apply -n desk.conf <<'END'
desk tz: "UTC" -> "Europe/Prague"
queue billing: made
queue billing: title none -> "Invoices and \"payments\" # all"
queue žluť: made
queue žluť: title none -> " two  blanks "
field floor: made
field floor: type none -> number
field kind: made
field kind: type none -> choice
field kind: choices none -> "a,b c,ž"
field room: made
field room: type none -> text
agent ann: made
agent ann: role none -> agent
agent ann: name none -> "Ann Lee"
agent ann: capacity none -> 20
agent ann: away none -> 2026-12-01T08:00:00Z
agent ann: serves none -> billing:3
agent ann: serves none -> support:1
agent lee: made
agent lee: role none -> lead
agent lee: away none -> yes
macro late: made
macro late: text.cs none -> "Omlouváme se."
macro late: text.he none -> 2 lines
macro late: text.other none -> 3 lines
macro late: title none -> "We are late"
macro late: actions none -> 2 lines
END
run 'quietly, nothing' -- other tk-config apply -n -q desk.conf
sed 's|Europe/Prague|UTC|' new.conf >utc.conf
run 'and it is a new desk still' -- other same utc.conf
run 'applied' -O - -- other tk-config apply desk.conf <<'END'
desk	tz	set
queue	billing	made,title
queue	žluť	made,title
field	floor	made,type
field	kind	made,type,choices
field	room	made,type
agent	ann	made,role,name,capacity,away,serves
agent	lee	made,role,away
macro	late	made,text.cs,text.he,text.other,title,actions
END
run 'the dumps are the same' -- other same desk.conf
run 'in one change set' -o 1 -- "sqlite3 $T/other.db \"SELECT count(*) FROM change WHERE tool = 'tk-config'\""
run 'whose events are the rows' -o~ '.*' -- other tk-check
run 'undone, it is a new desk again' -- 'other tk-undo -q -y && other same utc.conf'
run 'redone' -- 'other tk-undo -q -y "$(sqlite3 "$T/other.db" "SELECT max(id) FROM change")" && other same desk.conf'
run 'whose events are the rows, too' -o~ '.*' -- other tk-check
run 'records' -o $'kind,name,what\nqueue,qq,made' -i '[queue "qq"]' -- other tk-config apply -F csv
run '-q prints nothing' -i '[queue "q2"]' -- other tk-config apply -q

# --- what is left out, and --prune

run 'what is left out stays' -o $'queue\tbilling\ttitle' -i $'[queue "billing"]\ntitle = Bills' -- tk-config apply
run 'a key without a value takes away' \
    -i $'[queue "billing"]\ntitle =\n[agent "ann"]\ncapacity =\nserves=\naway=\n[macro "late"]\naction =\ntext.cs =' \
    -o $'queue\tbilling\ttitle\nagent\tann\tcapacity,away,serves\nmacro\tlate\ttext.cs,actions' -- tk-config apply
run 'diff shows what would change, and no more' -O - -s 1 -- 'tk-config diff <<<"[queue \"billing\"]
title = Bills"' <<'END'
--- desk
+++ stdin
@@ -14,6 +14,7 @@
     closed = open
 
 [queue "billing"]
+    title = Bills
 
 [queue "support"]
 
END
run 'a patch that can be applied' -- \
    'tk-config dump >was; { tk-config diff desk.conf || [ $? = 1 ]; } >p && patch -s was p && cmp was desk.conf'
run 'into a file' -s 1 -- 'tk-config diff -o q desk.conf; s=$?; cmp p q; exit $s'
must tk-config apply -q desk.conf
printf '[queue "support"]\n[queue "billing"]\n' >queues.conf
run 'with --prune it is all there is of its kind' -o $'queue\tbilling\ttitle\nqueue\tžluť\tremoved' \
    -- tk-config apply --prune queues.conf
run 'other kinds stay' -o '[field "room"]' -- 'tk-config dump | grep room..$'
run 'texts, title and actions too' -i $'[macro "late"]\ntext.pl = Przepraszamy.' \
    -o $'macro\tlate\ttext.pl,text.other,text.cs,text.he,title,actions' -- tk-config apply --prune
run 'settings go to their defaults' -i '[desk]' -o $'desk\thours\treset' \
    -- 'tk-config set hours="sun 9:00-10:00" && tk-config apply --prune'
run 'fields' -i '[field "room"]' -o $'field\tfloor\tremoved\nfield\tkind\tremoved' -- tk-config apply --prune
run 'what a macro needs is not taken from under it' -s 65 \
    -i $'[field "floor"]\ntype=number\n[macro "late"]\ntext.pl = {x.room}' \
    -e~ 'tk-config: stdin:4: line 1: unknown custom field "room".*' -- tk-config apply --prune
must tk-config apply -q --prune desk.conf
run 'all is back' -- same desk.conf
must tk-new -q -Q billing -a ann -m x One
grep -v '"billing"' queues.conf >less.conf
run 'a queue with open tickets stays' -s 65 -e 'tk-config: less.conf: queue billing is not in it and cannot go: 1 tickets in billing are not closed: tk-list queue:billing | tk-set queue=OTHER' \
    -- tk-config apply --prune less.conf
run 'and so does all else' -- same desk.conf
run 'the default queue stays' -s 65 -i '[queue "billing"]' \
    -e 'tk-config: stdin: queue support is not in it and cannot go: support is the default queue: tk-queue default OTHER first' \
    -- tk-config apply --prune
run 'unless there is another one' -i $'[desk]\nqueue = neu\n[queue "billing"]\n[queue "neu"]' -E - \
    -- tk-config apply --prune -n <<'END'
desk queue: "support" -> "neu"
queue support: removed
queue billing: title "Invoices and \"payments\" # all" -> none
queue žluť: removed
queue neu: made
END
run 'an agent with open tickets stays, and who applies it' -s 65 -i '[agent "lee"]' -O - \
    -- 'tk-config apply --prune 2>&1 | sort' <<END
$(sort <<<"tk-config: stdin: agent $me is not in it and cannot go: it is you who applies this: name yourself, or let another admin do it
tk-config: stdin: agent ann is not in it and cannot go: ann still has 1 open tickets: tk-list assignee:ann is:open | tk-assign OTHER")
END
run 'the last admin remains one' -s 65 -i $'[agent "'"$me"$'"]\nrole = lead' \
    -e 'tk-config: stdin:2: this is the last admin: make another one first' -- tk-config apply
run 'unless there is another one' -i $'[agent "'"$me"$'"]\nrole = lead\n[agent "zed"]\nrole = admin' \
    -o $'agent\t'"$me"$'\trole\nagent\tzed\tmade,role' -- tk-config apply
run 'he may not undo it' -s 77 -e~ 'tk-undo: .*' -- tk-undo -y
must sqlite3 "$TK_DB" "UPDATE agent SET role = 3 WHERE login = '$me'; DELETE FROM agent WHERE login = 'zed'"
must sqlite3 "$TK_DB" "DELETE FROM event WHERE change = (SELECT max(id) FROM change); DELETE FROM change WHERE id = (SELECT max(id) FROM change)"
run 'the history is whole' -o~ '.*' -- tk-check

# --- bad lines

cat >bad.conf <<'END'
x = 1
[dek]
a = b
[desk]
tz = Mars/Olympus
hous = 1
hours = mon-fri 9-17
queue = nope
[transitions]
new = pending
open = opne closed
closed = hold
hold = hold
solved = new
[queue "a b"]
[queue]
[queue "bb"]
title = x
title = y
nonsense
END
run 'every bad line is told, in their order' -s 65 -E - -- tk-config apply bad.conf <<'END'
tk-config: bad.conf:1: a key before the first section: begin with [KIND] or [KIND "NAME"]
tk-config: bad.conf:2: unknown section [dek], did you mean "desk"?
tk-config: bad.conf:5: unknown time zone "Mars/Olympus": write an IANA name like Europe/Prague
tk-config: bad.conf:6: unknown key "hous" in [desk], did you mean "hours"?
tk-config: bad.conf:7: hours "mon-fri 9-17": write DAYS HH:MM-HH:MM, as in mon-fri 09:00-17:00
tk-config: bad.conf:8: unknown queue "nope"
tk-config: bad.conf:10: new must lead to open: replies and tk-reopen open a ticket
tk-config: bad.conf:11: unknown status "opne", did you mean "open"? (new open pending hold solved closed)
tk-config: bad.conf:12: closed must lead to open: replies and tk-reopen open a ticket
tk-config: bad.conf:13: hold to hold is no step: leave it out
tk-config: bad.conf:14: nothing becomes new again: leave it out
tk-config: bad.conf:15: "a b" cannot name a queue: write a letter, then letters, digits, . _ - (2 to 64)
tk-config: bad.conf:16: [queue] needs a name: [queue "NAME"]
tk-config: bad.conf:19: title was given on line 18 already
tk-config: bad.conf:20: neither a section, nor KEY = VALUE, nor a line of a longer value (| TEXT)
END
run 'nothing of it is applied' -- same desk.conf
run 'diff tells the same' -s 65 -e "$(tk-config apply bad.conf 2>&1)" -- tk-config diff bad.conf
run 'and so does a dry run' -s 65 -e "$(tk-config apply bad.conf 2>&1)" -- tk-config apply -n bad.conf
cat >worse.conf <<'END'
[desk "x"]
[agent "ann"]
role = boss
capacity = many
serves = bb:2 nope billing billing
away = yesterdayish
name = "a\x"
[macro "mm"]
text.cs = {bad
text.Czech = x
text = hm
action = clos
action = tag
[macro "empty"]
[field "ff"]
type = chose
[field "room"]
type = number
choices = a
| more
name "x
END
printf '[queue "bb"]\n[queue "bb"]\n# \xff\n' >>worse.conf
run 'of agents, fields and macros, too' -s 65 -E - -- tk-config apply worse.conf <<'END'
tk-config: worse.conf:1: there is only one [desk]: leave the name out
tk-config: worse.conf:3: unknown role "boss" (viewer agent lead admin)
tk-config: worse.conf:4: capacity "many" is no number of tickets
tk-config: worse.conf:5: queue "billing" is there twice
tk-config: worse.conf:5: unknown queue "nope"
tk-config: worse.conf:6: cannot read the time "yesterdayish": write 2026-11-22, 2026-11-22T03:35, 2026-W47, today, friday or 3d
tk-config: worse.conf:7: unknown escape "\x": \" \\ \n \r \t \uXXXX are known
tk-config: worse.conf:9: line 1: an open brace: a placeholder is {NAME} or {NAME|DEFAULT}, on one line; a brace itself is {{
tk-config: worse.conf:10: "Czech" is no language: write a code like cs, pl, he or en-GB; other for all others
tk-config: worse.conf:11: unknown key "text" in [macro], did you mean "text.other"?
tk-config: worse.conf:12: action "clos": unknown action "clos", did you mean "close"?
tk-config: worse.conf:13: action "tag": nothing to do: write +TAG to add or -TAG to remove, before the ids
tk-config: worse.conf:14: macro empty has no text: give text.other = TEXT
tk-config: worse.conf:16: unknown type "chose", did you mean "choice"? (text number time flag choice)
tk-config: worse.conf:19: x.room is to be a number: only a choice has choices
tk-config: worse.conf:20: a line of a longer value, but nothing stands open: write KEY = above the first
tk-config: worse.conf:21: neither a section, nor KEY = VALUE, nor a line of a longer value (| TEXT)
tk-config: worse.conf:23: this section began on line 22 already: put them together
tk-config: worse.conf:24: no UTF-8 at byte 3 of the line
END
run 'twenty at most, and a count' -s 65 -o 'tk-config: ... and 180 more' \
    -- 'seq 200 | tk-config apply 2>&1 | tail -n 1'
run 'nothing of it is applied, either' -- same desk.conf
run 'noise' -s 65 -e~ '(?s).*' -- 'head -c 100000 /dev/urandom | tk-config apply'
run 'the database itself' -s 65 -e~ '(?s).*' -- tk-config diff "$TK_DB"
run 'a type never changes' -s 65 -i $'[field "room"]\ntype = number' \
    -e 'tk-config: stdin:1: x.room exists with the type text: a type never changes' -- tk-config apply

# --- who may

run 'an agent does not' -s 77 -e 'tk-config: only an admin may apply a configuration' -- as ann tk-config apply desk.conf
run 'nor a lead' -s 77 -e 'tk-config: only an admin may apply a configuration' -- as lee tk-config apply -n desk.conf
run 'nor changes settings' -s 77 -e 'tk-config: only an admin may change settings' -- as lee tk-config set tz=UTC
sed '/^\[agent "lee"/,/^$/d' desk.conf >others.conf
run 'they may look, also at what removes them' -s 1 -o~ '(?s)--- desk\n.*\n-\[agent "lee"\]\n-    role = lead\n-    away = yes\n-\n.*' \
    -- as lee tk-config diff --prune others.conf
run 'and at what cannot be' -s 65 -e~ 'tk-config: new.conf: agent ann is not in it .*\ntk-config: new.conf: queue billing is .*' \
    -- as lee tk-config diff --prune new.conf
run 'which changes nothing' -- same desk.conf
run 'in a name, text is harmless' -s 65 -o~ '(?s)tk-config: ␛\[31m.conf:1:.*' \
    -- 'echo x >$'"'\\e'"'"[31m.conf" && tk-config apply $'"'\\e'"'"[31m.conf" 2>&1'

# --- transitions

must tk-new -q Two
must tk-new -q Three
printf '[transitions]\nnew = closed open\nclosed = pending open\n' >strict.conf
run 'applied' -o $'transitions\tclosed\tset\ntransitions\tnew\tset' -- tk-config apply strict.conf
run 'in their order' -o 'open closed' -- tk-config get transitions.new
run 'tk-set respects them' -s 65 -e 'tk-set: 2: new -> hold is no legal step (from new: open closed)' -- tk-set status=hold 2
run 'tk-reply, too' -s 65 -e 'tk-reply: 2: new -> solved is no legal step (from new: open closed)' \
    -- tk-reply -m x --status solved 2
run 'tk-batch' -s 65 -e 'tk-batch: stdin:1: new -> pending is no legal step (from new: open closed)' \
    -i 'set status=pending 2' -- tk-batch
must tk-macro add wait -m x --do 'set status=hold'
run 'what a macro does goes from where the reply leads' -o $'2\thold' -- tk-reply --macro wait 2 -c id,status
run 'undo is bound by none of it' -o $'2\tnew' -- 'tk-undo -y -q && tk-list id:2 -c id,status'
run 'nor is redo' -o $'2\thold' -- 'tk-undo -y -q "$(sqlite3 "$TK_DB" "SELECT max(id) FROM change")" && tk-list id:2 -c id,status'
run 'closing is legal from everywhere' -o $'2\tclosed\n3\tclosed' -- tk-close 2 3 -c id,status
run 'what was allowed in addition' -o $'3\tpending' -- tk-set status=pending 3 -c id,status
run 'and nothing else' -s 65 -e 'tk-set: 2: closed -> hold is no legal step (from closed: open pending)' -- tk-set status=hold 2
run 'back to the default' -o $'transitions\tclosed\treset\ntransitions\tnew\treset' \
    -i '[transitions]' -- tk-config apply --prune
run 'new may wait again' -o $'4\thold' -- 'tk-set -c id,status status=hold "$(tk-new Four)"'
must sqlite3 "$TK_DB" "INSERT INTO meta VALUES('transitions.hold', 'x')"
run 'a policy that cannot be read' -s 78 -e 'tk-set: transitions.hold: unknown status "x" (new open pending hold solved closed): an admin can mend it (tk-config set transitions.hold=)' \
    -- tk-set status=open 4
must tk-config set transitions.hold=
mkfifo ids
tk-set --each status=hold -c id,status <ids >got 2>&1 &
exec 3>ids
must tk-reopen -q 2 3
must tk-set -q status=open 4
echo 2 >&3
while [ ! -s got ]; do sleep 0.02; done
must tk-config set transitions.open='closed'
echo 4 >&3
exec 3>&-
wait
run 'a stream respects what was changed meanwhile' -o $'2\thold\ntk-set: stdin:2: open -> hold is no legal step (from open: closed)' -- cat got
must tk-config set transitions.open=
run 'only what changes a status reads them' -o 0 \
    -- 'TK_TRACE=sql tk-set priority=high 4 -q 2>&1 | grep -c transitions || :'

# --- single settings

run 'list' -O - -- 'tk-config list | cut -f 1,2' <<'END'
hours	mon-fri 09:00-17:00
queue	support
transitions.closed	open
transitions.hold	open pending solved closed
transitions.new	open pending hold solved closed
transitions.open	pending hold solved closed
transitions.pending	open hold solved closed
transitions.solved	open pending hold closed
tz	Europe/Prague
END
run 'get' -o Europe/Prague -- tk-config get tz
run 'get: json' -o '{"value":"support"}' -- tk-config get queue -F jsonl
run 'an unknown one' -s 64 -e 'tk-config: unknown setting "hour", did you mean "hours"?' -- tk-config get hour
run 'nothing like it' -s 64 -e 'tk-config: unknown setting "x" (tk-config list lists them)' -- tk-config set x=1
run 'set' -o 'sun-thu 08:00-12:00, 13:00-16:00' -- 'tk-config set hours="Sun-Thu 8:00-12:00,13:00-16:00" && tk-config get hours'
run 'so already' -e 'tk-config: it was so already: nothing changed' -- tk-config set -v hours='sun-thu 08:00-12:00, 13:00-16:00'
run 'all or none' -s 65 -o Europe/Prague -e 'tk-config: hours "x": write DAYS HH:MM-HH:MM, as in mon-fri 09:00-17:00' \
    -- 'tk-config set tz=UTC hours=x; s=$?; tk-config get tz; exit $s'
run 'a word that sets nothing' -s 64 -e 'tk-config: write SETTING=VALUE, not "tz" (tk-config -h helps)' -- tk-config set tz
run 'a desk needs a zone' -s 65 -e 'tk-config: tz: a desk needs one: it cannot be empty' -- tk-config set tz=
run 'an unknown queue' -s 67 -e 'tk-config: unknown queue "biling", did you mean "billing"?' -- tk-config set queue=biling
run 'undone' -o $'sun-thu 08:00-12:00, 13:00-16:00\nmon-fri 09:00-17:00' -- 'tk-config get hours; tk-undo -q -y && tk-config get hours'
run 'completed: settings' -o $'hours=\tworking hours, in the zone of the desk' -- tk-config --complete set ho
run 'also the next one' -o $'tz=\tzone of the desk: what today means' -- tk-config --complete set hours=x tz
run 'to look at' -o $'tz\tzone of the desk: what today means' -- tk-config --complete get tz
run 'files' -o $'\tfiles' -- tk-config --complete apply ''

# --- views

must tk-agent add ann
must tk-agent add lee
must tk-view add --shared paper '+printer  "on fire"'
must tk-view add --shared žluté +žluť
must as ann tk-view add žluté assignee:me
must as ann tk-view add hot 'priority:high.. sort:due'
must as lee tk-view add hot queue:support
tk-config dump >views.conf
run 'those of agents are with them' -o $'[agent "ann"]\n    view.hot = priority:high.. sort:due\n    view.žluté = assignee:me
[agent "lee"]\n    view.hot = queue:support' -- 'grep -e agent.\"[al] -e view\\. views.conf'
run 'shared ones at the end' -o $'[view "paper"]\n    query = +printer  "on fire"\n\n[view "žluté"]\n    query = +žluť' \
    -- tail -n 5 views.conf
run 'applied again it changes nothing' -e 'tk-config: it was so already: nothing changed' -- tk-config apply -v --prune views.conf
run 'on another desk' -o $'view\tpaper\tquery\nview\tžluté\tquery\nagent\tann\tview.hot\nagent\tann\tview.žluté\nagent\tlee\tview.hot' \
    -- 'other tk-config apply --prune views.conf | grep view'
run 'it is the same' -- other same views.conf
run 'and whole' -o~ '.*' -- other tk-check
cat >change.conf <<'END'
[view "paper"]
query = +paper
[view "fresh"]
query = is:open
[agent "ann"]
view.hot =
view.fresh = is:open
view.none =
END
run 'a dry run tells each step' -E - -- tk-config apply -n change.conf <<'END'
view paper: query "+printer  \"on fire\"" -> "+paper"
view fresh: query none -> "is:open"
agent ann: view.hot "priority:high.. sort:due" -> none
agent ann: view.fresh none -> "is:open"
END
run 'an agent sees the difference' -s 1 -o~ '(?s).*\n-    view.hot = priority:high.. sort:due\n\+    view.fresh = is:open\n.*' \
    -- as ann tk-config diff change.conf
run 'also of one that asks for me' -s 1 -o~ '(?s).*\n\+\[view "my"\]\n\+    query = assignee:me\n.*' \
    -i $'[view "my"]\nquery = assignee:me' -- as ann tk-config diff
run 'nothing else is touched' -o $'view\tpaper\tquery\nview\tfresh\tquery\nagent\tann\tview.hot\nagent\tann\tview.fresh' \
    -- tk-config apply change.conf
run 'others stay' -o $'fresh\nhot\nžluté' -- "tk-config dump | sed -n 's/.*view\.\(.*\) = .*/\1/p' | sort"
run 'all of it is undone' -- 'tk-undo -q -y && same views.conf'
run 'with --prune they are all there are' -i $'[view "paper"]\n[agent "ann"]\nview.hot = is:open\n[agent "lee"]\n[agent "'"$me"'"]' \
    -o $'view\tžluté\tremoved\nagent\tann\tview.hot\nagent\tann\tview.žluté\nagent\tlee\tview.hot' \
    -- 'tk-config apply --prune | grep view'
run 'undone, too' -- 'tk-undo -q -y && same views.conf'
run 'kinds that are not named keep them' -- 'tk-config apply --prune <<<"[transitions]" && same views.conf'
cat >bad.conf <<'END'
[view "list"]
query = is:open
[view "a b"]
query = is:open
[view "empty"]
[view "blank"]
query =
[view "bad"]
query = is:open assigne:me and more, so that it is longer than it may be here
titel = x
[view]
[agent "ann"]
view.help = is:open
view.ok = is:open
view.ok = is:open
view. = is:open
view.gone = queue:nope
view.lines =
    | is:open
    | is:closed
view.sort = sort:foo
[vew "x"]
END
run 'every bad line is told' -s 65 -E - -- tk-config apply bad.conf <<'END'
tk-config: bad.conf:2: "list" is a command and cannot name a view: choose another name
tk-config: bad.conf:4: "a b" cannot name a view: write a letter, then letters, digits, . _ - (2 to 64)
tk-config: bad.conf:5: view empty has no query: give query = QUERY
tk-config: bad.conf:7: query: the query is empty: is:open lists all that is open
tk-config: bad.conf:9: query: unknown field "assigne", did you mean "assignee"? (to search for the text, write '"assigne:me"'), at "assigne:me and more, so that it is longe…"
tk-config: bad.conf:10: unknown key "titel" in [view] (query)
tk-config: bad.conf:11: [view] needs a name: [view "NAME"]
tk-config: bad.conf:13: "help" is a command and cannot name a view: choose another name
tk-config: bad.conf:15: view.ok was given on line 14 already
tk-config: bad.conf:16: unknown key "view." in [agent], did you mean "view.NAME"?
tk-config: bad.conf:17: query: unknown queue "nope", at "queue:nope"
tk-config: bad.conf:18: query: a control character: a view is one line, at "␊is:closed"
tk-config: bad.conf:21: query: unknown column "foo" (-c help lists them)
tk-config: bad.conf:22: unknown section [vew], did you mean "view"?
END
run 'and nothing is changed' -- same views.conf
must tk-view add --shared lees assignee:lee
must tk-agent remove lee
run 'a view that names who is gone is no fault' -e 'tk-config: it was so already: nothing changed' \
    -- 'tk-config dump >gone.conf && tk-config apply -v --prune gone.conf'
run 'but on another desk it is' -s 65 -e~ 'tk-config: gone.conf:\d+: query: unknown agent "lee", at "assignee:lee"' \
    -- 'other tk-agent remove lee && other tk-config apply gone.conf'
run 'who comes back has the views again' -- 'tk-agent add lee --role lead && tk-view remove --shared lees && same views.conf'
other must tk-view remove --shared paper žluté

# --- any policy comes back

cat >random.pl <<'END'
srand(shift);
sub pick { $_[rand @_] }
sub text { join '', map { pick('a', 'ž', 'ש', ' ', '  ', "\n", "\t", '"', '\\', '|', '#', '[x]', '=', "\e[31m", "\xe2\x80\xae",
    "\xef\xbb\xbf", "\r", '%s', "'", '{{', '}}') } 0 .. rand shift }
sub line { my $s = text(shift); $s =~ tr/\n\r//d; $s }
sub quoted { my $s = shift; $s =~ s/(["\\])/\\$1/g; $s =~ s/\n/\\n/g; $s =~ s/\r/\\r/g; "\"$s\"" }
sub key { my ($k, $v) = @_; "$k=" . quoted($v) . "\n" }
my @q = map { "q$_" . pick('a', 'ž', '.x', '-y') } 0 .. rand 6;
my @f = map { "f$_" } 0 .. rand 5;
my @out = ("[desk]\nqueue = " . pick(@q) . "\nhours = " . pick('mon 1:00-2:00', 'SUN-thu 22:00-6:00, sat 3:00-24:00') . "\ntz = " . pick('UTC', 'Asia/Tokyo') . "\n");
push @out, "[transitions]\nnew = " . pick('closed open', 'hold closed open') . "\n" if rand() < .5;
push @out, "[queue \"$_\"]\n" . (rand() < .7 ? key('title', line(9)) : '') for @q;
push @out, "[field \"$_\"]\n" . pick("type=text\n", "type=choice\nchoices=a,b c\n", "type=flag\n") for @f;
push @out, "[agent \"a$_\"]\nrole=" . pick(qw(viewer agent lead admin)) . "\n" . (rand() < .5 ? key('name', line(9)) : '')
    . (rand() < .5 ? 'serves=' . join(' ', map { $_ . pick('', ':1', ':9') } grep { rand() < .5 } @q) . "\n" : '')
    . pick('', "away=yes\n", "away=2027-01-01\n") . pick('', "capacity=007\n") for 0 .. rand 6;
push @out, "[macro \"m$_\"]\n" . key('text.other', 'x' . text(30)) . (rand() < .5 ? key('text.cs', 'y' . text(9)) : '')
    . join('', map { pick("action=tag +vip\n", "action=set x.$f[0]=\n", "action = \"close -m 'a b'\"\n") } 0 .. rand 3)
    . (rand() < .5 ? key('title', line(9)) : '') for 0 .. rand 5;
sub query { '"x' . join('', map { pick('a', 'ž', 'ש', ' ', '  ', "\\\\", '\"', '#', '[x]', '=', '@', "\xe2\x80\xae", "\xef\xbb\xbf", '%s', "'") } 0 .. rand 30)
    . '"' . pick('', " queue:$q[0]", ' assignee:me', ' sort:due') }
push @out, "[view \"v$_\"]\n" . key('query', query()) for 0 .. rand 5;
for (@out) { $_ .= join '', map { key("view.w$_" . pick('', 'ž', '.x', '-y'), query()) } 0 .. rand 3 if /^\[agent/ }
print join "\n", map { $_->[1] } sort { $a->[0] <=> $b->[0] } map { [rand, $_] } @out;
END
# Applied to two desks, of which one has another policy already, both are the same; and again.
random_policy() {
    local seed=$1
    perl random.pl "$seed" >random.conf
    rm -f "$T"/one.db* "$T"/two.db*
    tk-init -q -d "$T/one.db" && tk-config -q -d "$T/one.db" apply random.conf || return
    cp desk.db "$T/two.db"
    tk-config -d "$T/one.db" dump >one.conf && tk-config -q -d "$T/two.db" apply --prune one.conf || return
    tk-config -d "$T/two.db" dump | cmp one.conf - || return
    tk-config -d "$T/one.db" apply one.conf && tk-config -d "$T/one.db" diff --prune one.conf || return
    tk-config -d "$T/one.db" diff random.conf && tk-check -q -d "$T/two.db" || return
    tk-undo -q -y -d "$T/two.db" && tk-config -d "$T/two.db" dump | cmp desk.conf - && tk-check -q -d "$T/two.db"
}
other must tk-config apply --prune desk.conf
must sqlite3 "$T/other.db" 'PRAGMA wal_checkpoint(TRUNCATE)'
cp "$T/other.db" desk.db
rounds=${CONFIG_ROUNDS-12} first=${CONFIG_SEED-$RANDOM}
for ((i = first; i < first + rounds; i++)); do
    run "a random policy ($i)" -- random_policy "$i"
done

# --- all or nothing, also for those who look on and for those who write meanwhile

rm -f "$T"/other.db*
other must tk-init -q
other tk-config dump >small.conf
{ cat small.conf && for i in {1..300}; do printf '[queue "q%d"]\ntitle = t\n[agent "a%d"]\nserves = q%d\n' "$i" "$i" "$i"; done; } >large.conf
killed() {
    local seen=() n
    for i in {1..15}; do
        rm -f "$T"/other.db* && tk-init -q -d "$T/other.db" || return
        setsid tk-config -q -d "$T/other.db" apply large.conf &
        n=$!
        sleep "0.0$((RANDOM % 9))"
        kill -9 "$n" 2>/dev/null
        wait "$n" 2>/dev/null
        seen+=("$(other tk-agent list -F ids | wc -l)")
        tk-check -q -d "$T/other.db" || return
    done
    printf '%s\n' "${seen[@]}" | grep -vx -e 1 -e 301 || :
}
run 'killed, it is there as a whole or not at all' -- 'killed 2>/dev/null'
rm -f "$T"/other.db*
other must tk-init -q
watch() {
    while [ ! -e stop ]; do other tk-agent list -F ids | wc -l; done >counts
}
rename() {
    for ((i = 0; ; i++)); do
        other tk-queue set support title="t$i" || return
        [ ! -e stop ] || break
    done
}
concurrent() {
    watch & rename &
    for i in {1..4}; do
        other tk-config -q apply large.conf && other tk-config -q apply --prune small.conf || return
    done
    touch stop
    wait
    grep -vx -e 1 -e 301 counts || :
}
run 'beside others it is one step' -- concurrent
run 'and the history is whole' -o~ '.*' -- other tk-check
finish
