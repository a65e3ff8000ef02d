#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# every: read   tk-log --changes
# every: read   tk-log --diff 1 2
# every: read   tk-log -F table --diff
. "${0%/*}/lib.sh"

# until_true COMMAND...: waits for it, at most 20 s.
until_true() {
    local i
    for ((i = 0; i < 400; i++)); do
        "$@" && return
        sleep 0.05
    done
    return 1
}

has_lines() { [ -e "$1" ] && [ "$(wc -l <"$1")" -ge "$2" ]; }

at() { export TK_NOW=2026-11-$1; }

at 20T09:00:00Z
desk --tz Europe/Prague
must tk-agent add bob
must tk-queue add billing
must tk-field add room
must tk-field add visit --type time
at 20T10:00:00Z
must tk-new -q -r 'Ana <ana@example.com>' -t vip -m $'It smokes.\nBadly.' Printer
must tk-new -q -m '' Login
before=$(tk-log -L 1 -c event)
at 21T10:00:00Z
must tk-assign -q bob 1
must tk-set -q queue=billing priority=high x.room=B12 x.visit=2026-11-24T08:00:00Z due=2026-11-23T08:00:00Z 1
must tk-tag -q +toner -vip 1
must tk-cc -q +bob +boss@example.com 1
must tk-reply -q -m 'We come.' --status pending 1
must tk-reply -q --note -m 'Toner again.' 1
must tk-reply -q -r ana@example.com -m 'Thanks.' 1
at 22T10:00:00Z
must tk-close -q --resolution fixed 1
must tk-set -q due= subject='Printer on fire' 1
at 22T12:00:00Z

# --- what is printed

me=$(id -un)
run 'the history of a ticket, in words' -O - -- tk-log 1 -c ticket,at,actor,field,old,new <<EOF
1	2026-11-20T10:00:00Z	$me	status	-	new
1	2026-11-20T10:00:00Z	$me	init	-	{"queue":1,"priority":2,"channel":0,"customer":1,"tags":[1],"subject":"Printer"}
1	2026-11-20T10:00:00Z	$me	message	-	request
1	2026-11-21T10:00:00Z	$me	assignee	-	bob
1	2026-11-21T10:00:00Z	$me	queue	support	billing
1	2026-11-21T10:00:00Z	$me	priority	normal	high
1	2026-11-21T10:00:00Z	$me	x.room	-	B12
1	2026-11-21T10:00:00Z	$me	x.visit	-	2026-11-24T08:00:00Z
1	2026-11-21T10:00:00Z	$me	due	-	2026-11-23T08:00:00Z
1	2026-11-21T10:00:00Z	$me	tag	-	+toner
1	2026-11-21T10:00:00Z	$me	tag	-	-vip
1	2026-11-21T10:00:00Z	$me	watcher	-	+bob
1	2026-11-21T10:00:00Z	$me	cc	-	+boss@example.com
1	2026-11-21T10:00:00Z	$me	message	-	reply
1	2026-11-21T10:00:00Z	$me	status	new	pending
1	2026-11-21T10:00:00Z	$me	message	-	note
1	2026-11-21T10:00:00Z	$me	message	-	message
1	2026-11-21T10:00:00Z	$me	status	pending	open
1	2026-11-22T10:00:00Z	$me	status	open	closed
1	2026-11-22T10:00:00Z	$me	resolution	-	fixed
1	2026-11-22T10:00:00Z	$me	due	2026-11-23T08:00:00Z	-
1	2026-11-22T10:00:00Z	$me	subject	Printer	Printer on fire
EOF
run 'events of other nouns have no ticket' -o~ "-\tsetting\t-\t\tz?tz=Europe/Prague\n(?s:.*)" \
    -- 'tk-log -c ticket,field,old,new | sed "s/\ttz=/\t\ttz=/"'
run 'of everything, in the order of their numbers' -- 'tk-log -c event | sort -nc'
run 'numbers are without gaps' -o~ '(\d+) \1' -- 'tk-log -c event | awk "END {print NR, \$1}"'
run 'what has no name of its own is named by thing' -o bob \
    -- 'tk-log -c field,thing | sed -n "s/^agent.made\t\(bob\)/\1/p"'
run 'the texts of messages are shown when asked for' -o $'request\tIt smokes.\\nBadly.' \
    -- 'tk-log 1 -c new,text | grep -w smokes'
run 'tool and change set' -o~ '(?s).*reply\ttk-reply\t(\d+)\npending\ttk-reply\t\1\n.*' \
    -- tk-log 1 -c new,tool,change
run 'default columns' -o 'ticket,event,at,actor,field,old,new' -- 'tk-log -F csv -L 0'
run 'all columns' -o~ '(?s)ticket\tid\t.*\nkey\ttext\t.*\ntext\ttext\t.*' -- tk-log -c help
run 'and their completion' -o "$(tk-log -c help | cut -f 1)" \
    -- 'tk-log --complete -c "" | cut -f 1 | grep -vx "help\|+.*"'
run 'a column that is none' -s 64 \
    -e 'tk-log: unknown column "actr", did you mean "actor"? (-c help lists them)' \
    -- tk-log -c +actr
run 'an empty column' -s 64 -e 'tk-log: unknown column "" (-c help lists them)' \
    -- tk-log -c event,,at
run 'jsonl' -o '{"ticket":1,"field":"assignee","old":null,"new":"bob"}' \
    -- 'tk-log 1 -F jsonl -c ticket,field,old,new | grep assignee'
run 'ids are those of tickets, nothing for other events' -o $'1\n2' \
    -- 'tk-log -F ids | sort -u'
run 'a table' -o~ '(?s)TICKET +EVENT +AT +ACTOR +FIELD .*\n +1 +\d+ +2 h ago +.* subject .*' \
    -- tk-log -F table

# --- line by line

run '--diff: what went and what came' -O - -- 'tk-log --diff 1 -c ticket,field,diff,text | tail -n 24' <<EOF
1	queue	old	support
1	queue	new	billing
1	priority	old	normal
1	priority	new	high
1	x.room	new	B12
1	x.visit	new	2026-11-24T08:00:00Z
1	due	new	2026-11-23T08:00:00Z
1	tag	new	toner
1	tag	old	vip
1	watcher	new	bob
1	cc	new	boss@example.com
1	reply	new	We come.
1	status	old	new
1	status	new	pending
1	note	new	Toner again.
1	message	new	Thanks.
1	status	old	pending
1	status	new	open
1	status	old	open
1	status	new	closed
1	resolution	new	fixed
1	due	old	2026-11-23T08:00:00Z
1	subject	old	Printer
1	subject	new	Printer on fire
EOF
run 'the first values, and each line of a text' -O - -- 'tk-log --diff 1 | head -n 8 | cut -f 1,3-' <<EOF
1	2026-11-20T10:00:00Z	$me	status	new	new
1	2026-11-20T10:00:00Z	$me	subject	new	Printer
1	2026-11-20T10:00:00Z	$me	priority	new	normal
1	2026-11-20T10:00:00Z	$me	queue	new	support
1	2026-11-20T10:00:00Z	$me	customer	new	ana@example.com
1	2026-11-20T10:00:00Z	$me	tag	new	vip
1	2026-11-20T10:00:00Z	$me	request	new	It smokes.
1	2026-11-20T10:00:00Z	$me	request	new	Badly.
EOF
run 'a message without text' -o $'2\trequest\tnew\t-' -- 'tk-log --diff 2 -c ticket,field,diff,text | tail -n 1'
run 'its columns' -o 'ticket,change,at,actor,field,diff,text' -- tk-log --diff -F csv -L 0
run 'their list' -o~ '(?s)ticket\tid\t.*\ndiff\tname\t.*' -- tk-log --diff -c help
run '-L and --since count events' -o $'due\nsubject\nsubject' -- tk-log --diff -L 2 -c field
run 'ids' -o 1 -- 'tk-log --diff 1 -F ids | uniq'
run 'a page for people' -O - -- "tk-log --diff -F table --utc -L 3 1 | sed 's/change [0-9]*/change N/'" <<EOF
#1 · change N · 2026-11-22 10:00 · $me · tk-close
+ resolution: fixed

#1 · change N · 2026-11-22 10:00 · $me · tk-set
- due: 2026-11-23 08:00
- subject: Printer
+ subject: Printer on fire
EOF
run 'with colour' -o~ '(?s)\e\[1m#1 · .*\n\e\[31m- subject: Printer\e\[0m\n\e\[32m\+ subject: Printer on fire\e\[0m' \
    -- tk-log --diff -F table --color always -L 1 1
run 'of what is no ticket' -o~ '(?s)(.*\n)?change \d+ · .* · tk-agent\n\+ agent.made bob: bob\n.*' -- tk-log --diff -F table
must tk-init -q -d other.db
must tk-customer add -q -d other.db ana@example.com
must tk-customer set -q -d other.db ana@example.com note=$'likes tea\nno milk\n- old: x\n\e[31mred'
must tk-customer set -q -d other.db ana@example.com note=$'likes tea\nmilk\n\n- old: x\n\e[31mred'
run 'the lines of a text that differ' -o $'-\tcustomer.note\told\tno milk\n-\tcustomer.note\tnew\tmilk\n-\tcustomer.note\tnew\t-' \
    -- tk-log --diff -d other.db -L 1 -c ticket,field,diff,text
run 'and on the page' -o~ '(?s).*\n- customer.note ana\@example.com: no milk\n\+ customer.note ana\@example.com: milk\n\+ customer.note ana\@example.com:' \
    -- tk-log --diff -d other.db -L 1 -F table
run 'no text looks like a sign of ours, nor reaches the terminal raw' \
    -o~ '(?s).*\n\+ customer.note ana\@example.com: - old: x\n\+ customer.note ana\@example.com: ␛\[31mred\n.*' \
    -- tk-log --diff -d other.db -F table --color never -L 2
run 'on a narrow screen' -o~ '(?s).*\n    .*' -- 'COLUMNS=40 TERM=xterm script -qec "tk-log --diff -d other.db -L 1 --color never" /dev/null </dev/null | tr -d "\r"'

# --- change sets

must tk-backup -q split.db
must tk-split -q -d split.db 1 3
run 'a text that was moved to another ticket' -o $'1\told\tWe come.\n3\tnew\tWe come.' \
    -- 'tk-log --diff -d split.db -c ticket,diff,text -L 10 | grep come'
must tk-backup -q changes.db
main=$TK_DB TK_DB=$PWD/changes.db
run '--changes: the newest last' -O - -- 'tk-log --changes -L 3 -c at,actor,tool,tickets,events,undoes,undone,key' <<EOF
2026-11-21T10:00:00Z	$me	tk-reply	1	2	-	-	-
2026-11-22T10:00:00Z	$me	tk-close	1	2	-	-	-
2026-11-22T10:00:00Z	$me	tk-set	1	2	-	-	-
EOF
run 'all of them' -o "$(sqlite3 "$TK_DB" 'SELECT count(*) FROM change')" -- 'tk-log --changes | wc -l'
run 'which add up to all events' -o "$(sqlite3 "$TK_DB" 'SELECT count(*) FROM event')" \
    -- 'tk-log --changes -c events | awk "{ n += \$1 } END { print n }"'
run 'by what they are known' -- 'diff <(tk-log --changes -F ids) <(tk-log -c change | uniq)'
run 'of a ticket' -o $'tk-new\t1' -- tk-log --changes 2 -c tool,tickets
run 'of several, each once' -o $'tk-close\ntk-set' -- tk-log --changes 1 2 1 -c tool -L 2
run 'one that changed several' -o $'tk-tag\t2\t3' -- 'tk-tag -q +both 1 2; tk-log --changes -L 1 -c tool,tickets,events'
run '-L 0' -- tk-log --changes -L 0
run '-L beyond all' -o 2 -- 'tk-log --changes -L 1000 2 | wc -l'
run '--since an event: those that begin after it' -o tk-tag -- "tk-log --changes --since $(tk-log --changes -L 2 -F ids | head -n 1) -c tool"
run '--since a time' -o $'tk-close\ntk-set\ntk-tag' -- tk-log --changes --since 2026-11-22 -c tool
run 'of a ticket since then' -o tk-tag -- tk-log --changes --since 2h 2 -c tool
run 'a key' -o k-1 -- 'tk-tag -q -K k-1 +keyed 2; tk-log --changes -L 1 -c key'
run 'jsonl' -o~ '{"change":\d+,"tool":"tk-tag","undoes":null,"undone":null}' \
    -- tk-log --changes -L 1 -F jsonl -c change,tool,undoes,undone
run 'columns' -o 'change,at,actor,tool,tickets,events,undoes,undone,key' -- tk-log --changes -F csv -L 0
run 'their list' -o~ '(?s)change\tid\t.*\nundone\tinteger\t.*' -- tk-log --changes -c help
run 'a column that is none' -s 64 -e~ 'tk-log: unknown column "field".*' -- tk-log --changes -c field
run 'not with --diff' -s 64 -e~ 'tk-log: --changes and --diff exclude each other.*' -- tk-log --changes --diff
run 'nor -f' -s 64 -e~ 'tk-log: --changes and -f exclude each other.*' -- tk-log --changes -f
run 'nothing, and -E' -s 1 -- tk-log --changes -E --since 1000000
last_change() { sqlite3 "$TK_DB" 'SELECT max(id) FROM change'; }
first=$(last_change)
must tk-undo -q -y "$first"
second=$(last_change)
run 'undone' -o "$first"$'\t-\t'"$second"$'\n'"$second"$'\t'"$first"$'\t-' -- tk-log --changes -L 2 -c change,undoes,undone
must tk-undo -q -y "$second"
third=$(last_change)
run 'and redone' -o "$first"$'\t-\t-\n'"$second"$'\t'"$first"$'\t'"$third"$'\n'"$third"$'\t'"$second"$'\t-' \
    -- tk-log --changes -L 3 -c change,undoes,undone
TK_DB=$main

# --- what was erased

must sqlite3 "$TK_DB" "UPDATE event SET old = NULL, new = NULL, seal = zeroblob(32) WHERE field = 7"
run 'an erased text is absent' -o $'1\tsubject\t-\t-' -- tk-log -L 1 -c ticket,field,old,new

# --- which events

run 'tickets in any notation, in the order of events' -o $'1\n2\n1' \
    -- "tk-log TK-2 '#1' 1 '[#2]' -F ids | uniq"
run 'each once' -- 'tk-log 1 2 1 -c event | uniq -d'
run 'an unknown ticket: the others are printed' -s 66 -e 'tk-log: no such ticket "9"' -o 2 \
    -- 'tk-log 2 9 -F ids | sort -u'
run 'a bad operand' -s 64 -e 'tk-log: no ticket id: "x" (tk-log -h helps)' -- tk-log x
run 'an empty operand is never everything' -s 64 -e~ 'tk-log: an empty ticket id.*' -- tk-log ''
run 'stdin is not read' -o left -i left -- 'tk-log >/dev/null; cat'
run 'ids from stdin with -' -o 2 -i $'2\n2' -- 'tk-log - -F ids | sort -u'
run 'bad lines there' -s 65 -i $'2\nx\n7' -o 2 \
    -e $'tk-log: stdin:2: no ticket id: "x"\ntk-log: stdin:3: no such ticket "7"' \
    -- 'tk-log - -F ids | sort -u'
run 'no ids are nothing, not everything' -- tk-log -
run 'not even to follow' -- tk-log -f -
run 'nothing, and -E' -s 1 -- tk-log -E -
run 'something, and -E' -o 1 -- tk-log -E -L 1 -F ids
run 'NUL between ids' -o 2 -- 'printf "2\0" | tk-log -0 - -F ids | sort -u'

run '-L: the newest, in order' -o $'resolution\ndue\nsubject' -- tk-log -L 3 -c field
run '-L of some tickets' -o $'init\nmessage' -- tk-log -L 2 -c field 2
run '-L 0' -- tk-log -L 0
run '-L beyond all' -o 3 -- 'tk-log -L 1000 2 | wc -l'
run '--since an event: those after it' -o $'1\t'"$((before + 1))"$'\tassignee' \
    -- "tk-log --since $before -c ticket,event,field | head -n 1"
run '--since the last event' -- tk-log --since 1000000
run '--since a time' -o $'1\tstatus' -- 'tk-log --since 2026-11-22 -c ticket,field | head -n 1'
run '... in the zone of the desk' -o assignee \
    -- 'tk-log --since 2026-11-21T11:00 -c field | head -n 1'
run '--since a duration' -o 4 -- 'tk-log --since 3h | wc -l'
run '--since with tickets and -L' -o $'due\nsubject' -- tk-log --since 2026-11-22 -L 2 -c field 1
run '--since what is no time' -s 64 -e~ 'tk-log: --since: cannot read the time "x".*' \
    -- tk-log --since x
run '-f -o' -s 64 -e~ 'tk-log: -f and -o: .*' -- tk-log -f -o file
run 'a full disk' -s 74 -e 'tk-log: write error on stdout: No space left on device' \
    -- 'tk-log >/dev/full'
run 'no plan scans' -- 'TK_TRACE=plan tk-log --changes -L 3 >/dev/null && TK_TRACE=plan tk-log --changes 1 >/dev/null &&
    TK_TRACE=plan tk-log >/dev/null && TK_TRACE=plan tk-log 1 >/dev/null &&
    TK_TRACE=plan tk-log -L 2 --since 3d -c text >/dev/null'

# --- following

# follow NAME OPTION...: tk-log -f in the background, its output in NAME; $! once it waits.
follow() {
    local name=$1
    shift
    tk-log -f -F csv "$@" >"$name" &
    follower=$!
    until_true has_lines "$name" 1
}
end_follow() {
    kill $follower
    wait $follower 2>/dev/null
}

follow all -c ticket,field,new
all=$follower
follow one -c ticket,field,new 2
must tk-tag -q +one 1 2
must tk-agent add carol
must tk-assign -q carol 2
run 'what others commit is printed' -- until_true grep -q 'carol' one
until_true grep -q '2,assignee,carol' all
end_follow
follower=$all
end_follow
run 'new events alone, and names that are new' -O - -- cat all <<'EOF'
ticket,field,new
,tag.made,one
1,tag,+one
2,tag,+one
,agent.made,carol
,agent.role,agent
2,assignee,carol
EOF
run 'of some tickets' -o $'ticket,field,new\n2,tag,+one\n2,assignee,carol' -- cat one
follow since --since "$(($(tk-log -L 1 -c event) - 2))" -c field
run '-f --since: those before it, too' -o $'field\nagent.role\nassignee' -- cat since
must tk-tag -q +two 2
run 'then the new ones' -- until_true has_lines since 4
end_follow
follow last -L 1 -c field
run '-f -L' -o $'field\ntag' -- cat last
end_follow

tk-log -f --diff -F table --utc >page &
follower=$!
sleep 0.3
must tk-tag -q +three 2
run '-f --diff: the page goes on' -- until_true grep -q '^+ tag: three' page
end_follow

# The reader is gone and nothing happens: it must be noticed all the same.
run 'a reader that went away' -s 141 -- 'timeout 20 tk-log -f | true'
run '... and SIGPIPE ignored' -s 74 \
    -- "perl -e '\$SIG{PIPE} = \"IGNORE\"; exec @ARGV' timeout 20 tk-log -f | true"
run 'Ctrl-C ends it quietly' -s 130 -- timeout --preserve-status -s INT 1 tk-log -f
run 'on a terminal' -o~ $'(?s)TICKET .*\r\n +2 +\\d+ +2026-11-22 12:00 .*' \
    -- 'script -qec "timeout --foreground 1 tk-log -f -L 1; true" /dev/null </dev/null'

# --- while others write

writers() {
    local i jobs=()
    for i in 1 2 3 4; do
        for ((n = 0; n < 25; n++)); do tk-tag -q "+w$i.$n" 1 2 || echo "tk-tag: $?"; done &
        jobs+=($!)
    done
    wait "${jobs[@]}"
    rm running
}
feed() {
    local last=$1 more ended=''
    until [ "$ended" ]; do
        [ -e running ] || ended=1 # what comes next is the last of it
        more=$(tk-log --since "$last" -c event)
        [ -z "$more" ] || { echo "$more" && last=${more##*$'\n'}; }
    done
}
last=$(tk-log -L 1 -c event)
: >running
follow followed -c event
writers &
run 'a feed by --since' -- "feed $last >fed; wait $! 2>/dev/null; [ ! -e running ]"
until_true has_lines followed 301
end_follow
seq $((last + 1)) $((last + 300)) >expected # a new tag is an event of its own
run '... has neither gap nor repeat' -O expected -- cat fed
run 'nor has -f' -O expected -- tail -n +2 followed

# --- a reader that has stopped

# 12,000 events with 1 MB of text: more than one batch, and much more than a pipe holds.
perl -e 'print "subject,body\n"; print "t$_,\"", "x" x 250, "\"\n" for 1 .. 4000' >many.csv
must tk-new -q -I csv <many.csv
must mkfifo fifo
run 'a checkpoint is not hindered by a follower' -o '0|0|0' \
    -- "$(declare -f until_true has_lines); follow() { tk-log -f -F csv >f & }
        follow; until_true has_lines f 1; sleep 0.2
        sqlite3 \"\$TK_DB\" 'PRAGMA wal_checkpoint(TRUNCATE)'; kill \$!"
tk-log -c +text >fifo 2>stopped.err &
stopped=$!
exec 4<fifo
read -r -u 4 _
sleep 0.3 # it fills the pipe
for i in 1 2 3 4 5; do must tk-tag -q "+s$i" 1; done
run 'nor by a reader that stopped' -o '0|0|0' \
    -- sqlite3 "$TK_DB" 'PRAGMA wal_checkpoint(TRUNCATE)'
cat <&4 >rest
wait $stopped
run 'which then gets all that was there when it began' -s 0 -o "$(tk-log -c event | tail -n 11 | head -n 1)" \
    -- "tail -n 1 rest | cut -f 2"
run 'and not one line less' -o "$(($(tk-log -c event | tail -n 11 | head -n 1) - 1))" -- 'wc -l <rest'
finish
