#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# every: write tk-import --mapping generic keyed.csv
# every: read tk-import list
# tk-import: histories of others, by a mapping; again, longer, undone, and whatever is wrong with them.
# every: read tk-import <(tk-export -F jsonl 2>/dev/null)
. "${0%/*}/lib.sh"
desk --tz Europe/Prague
me=$(id -un)
must tk-agent add ann

# Everything that a second run must not change.
state() { sqlite3 "$TK_DB" .dump | cksum; }
# The tickets without their numbers, by their key there.
tickets() {
    sqlite3 "$TK_DB" "SELECT o.key, t.status, t.priority, q.name, a.login, t.created, t.solved, t.closed,
        t.resolution, t.category, t.reopens, t.transfers, t.agent_msgs, t.customer_msgs, t.subject
        FROM origin o JOIN ticket t ON t.id = o.ticket JOIN queue q ON q.id = t.queue
        LEFT JOIN agent a ON a.id = t.assignee ORDER BY o.key"
}
# counts ITEM...: of the reconciliation on stdin
counts() {
    awk -F '\t' -v items="$*" '{ n[$1] += $4 } END {
        k = split(items, item, " "); for (i = 1; i <= k; i++) printf("%s%d", (i > 1 ? " " : ""), n[item[i]]); print "" }'
}
fresh() {
    rm -f "$TK_DB"*
    desk --tz Europe/Prague
    must tk-agent add ann
}

# --- the mappings

run 'which there are' -o $'bugzilla\tbugzilla\ttickets\tcsv
generic\tgeneric\ttickets\tcsv
github\tgithub\ttickets\tjsonl
jira\tjira\ttickets\tcsv
servicenow\tservicenow\tlog\tcsv
zendesk\tzendesk\ttickets\tjsonl' -- 'tk-import list | cut -f 1-4'
run 'the same' -- 'cmp <(tk-import list) <(tk-import --mapping list)'
run 'an unknown one' -s 64 -e 'tk-import: unknown mapping "jria", did you mean "jira"? (bugzilla generic github jira servicenow zendesk; a file has a / or a . in its name)' \
    -- tk-import --mapping jria /dev/null
run 'a file that is not there' -s 66 -e 'tk-import: ./no.map: No such file or directory' -- tk-import --mapping ./no.map /dev/null
run 'none, and nothing to read' -s 64 -e~ 'tk-import: how is it to be read\? .*' -- tk-import
run 'an option that an export has not' -s 64 -e~ 'tk-import: what tk-export made takes no --chunk .*' -- \
    tk-import --chunk 3 .
run 'no records file' -s 66 -e 'tk-import: no.csv: No such file or directory' -- tk-import --mapping generic no.csv
run 'two of them' -s 64 -e~ 'tk-import: one file at a time: .*' -- tk-import --mapping generic a b
must mkdir -p "$XDG_CONFIG_HOME/tk/mappings"
sed 's/^name = .*/name = own/' "$TK_DATA/mappings/generic.map" >"$XDG_CONFIG_HOME/tk/mappings/ours.map"
run 'one of the user' -o $'ours\town' -- 'tk-import list | cut -f 1,2 | grep ours'
run 'it completes' -o $'ours\n\tfiles' -- 'tk-import --complete --mapping our'

# --- a table of tickets

cat >generic.csv <<'END'
key,subject,body,status,resolution,priority,queue,assignee,customer,name,channel,category,lang,tags,created,updated,solved,closed,due
A-1,No paper,"It is
empty.",new,,high,Printers & Co,,ana@example.com,Ana,mail,hardware,en,"paper, tray 2",2024-01-02T10:00:00Z,,,,2027-01-01
A-2,Two bills,Why?,closed,fixed,,billing,Bořek Šíp,bořek,,phone,,cs,,2024-01-03 10:00,,2024-01-04T09:00:00Z,2024-01-05T09:00:00Z,
A-3,Slow,,pending,,urgent,,ann,,,,,,,2024-01-06T00:00:00Z,2024-02-01T00:00:00Z,,,
END
run 'a table' -o $'records\t-\t-\t3
taken\t-\t-\t3
known\t-\t-\t0
rejected\t-\t-\t0
tickets\t-\t-\t3
made\t-\t-\t3
changed\t-\t-\t0
same\t-\t-\t0
messages\t-\t-\t0
clamped\t-\t-\t0
kept\t-\t-\t0
late\t-\t-\t0
customers\t-\t-\t2
agents\t-\t-\t1
queues\t-\t-\t2
tags\t-\t-\t2
fields\t-\t-\t0
state\tnew\tnew\t1
state\tpending\tpending\t1
state\tclosed\tclosed\t1' -- tk-import --mapping generic generic.csv
run 'its tickets' -o $'1\tnew\thigh\tprinters-co\t-\tana@example.com\tmail\thardware\ten\tpaper,tray-2\tA-1
2\tclosed\tnormal\tbilling\tborek-sip\tborek@generic.invalid\tphone\t-\tcs\t-\tA-2
3\tpending\turgent\tsupport\tann\t-\ttool\t-\t-\t-\tA-3' \
    -- tk-list is:any -s id -c id,status,priority,queue,assignee,customer,channel,category,lang,tags,key
run 'their times; without an offset of the desk'"'"'s zone' \
    -o $'1\t2024-01-02T10:00:00Z\t2024-01-02T10:00:00Z\t-\t-\t2027-01-01T22:59:59Z
2\t2024-01-03T09:00:00Z\t2024-01-05T09:00:00Z\t2024-01-04T09:00:00Z\t2024-01-05T09:00:00Z\t-
3\t2024-01-06T00:00:00Z\t2024-02-01T00:00:00Z\t-\t-\t-' -- tk-list is:any -s id -c id,created,updated,solved,closed,due
run 'their history' -o $'2024-01-03T09:00:00Z\tstatus\t-\tnew
2024-01-03T09:00:00Z\tmessage\t-\trequest
2024-01-04T09:00:00Z\tstatus\tnew\tsolved
2024-01-04T09:00:00Z\tresolution\t-\tfixed
2024-01-05T09:00:00Z\tstatus\tsolved\tclosed
2024-01-05T09:00:00Z\torigin\t-\tgeneric A-2' -- 'tk-log 2 -c at,field,old,new | grep -v init'
run 'a page tells each step' -o~ '(?s).*\* 2024-01-04 09:00 '"$me"' set status new -> solved; resolution fixed\n \* 2024-01-05 .*' -- tk-show -F table 2
run 'who was made may do nothing' -o $'borek-sip\tviewer\tBořek Šíp' -- 'tk-agent list -c login,role,name | grep borek'
run 'text to the byte, found' -o 1 -- 'tk-list -c id empty'
run 'as of a day between' -o $'2\tnew' -- tk-list --as-of 2024-01-03T12:00:00Z -c id,status key:A-2
run 'sound' -- tk-check -q
before=$(state)
run 'again: nothing changes' -o '0 0 3 3' -- 'tk-import --mapping generic generic.csv | counts made changed same known'
run 'not a byte' -- test "$before" = "$(state)"
run 'a dry run' -o '' -e~ '(?s)records\t-\t-\t4\n.*made\t-\t-\t1\n.*' -- \
    '{ cat generic.csv; echo A-9,New,,,,,,,,,,,,,,,,,; } | tk-import -n --mapping generic'
run 'not a byte either' -- test "$before" = "$(state)"

# --- changed there, changed here

sed -e '/^A-3/s/pending/solved/;/^A-3/s/2024-02-01T00:00:00Z,,,$/2024-03-01T00:00:00Z,2024-02-28T00:00:00Z,,/' \
    -e '/^empty/s/,high,/,low,/;/^empty/s/paper, tray 2/paper, jam/' generic.csv >newer.csv
sed -i '1,3s/,new,,high/,new,,low/' newer.csv
must tk-set -q priority=urgent 1
run 'what changed there is changed; what changed here stays' -o '0 2 1 1' -- \
    'tk-import --mapping generic newer.csv | counts made changed same kept'
run 'and so it is' -o $'1\turgent\tjam,paper
3\turgent\t-' -- tk-list id:1,3 is:any -s id -c id,priority,tags
run 'at its time' -o $'2024-02-28T00:00:00Z\tstatus\tpending\tsolved' -- 'tk-log 3 -c at,field,old,new | grep solved'
run 'which they are' -e 'tk-import: A-1: priority stays as it is here' -- '
    sed "s/,new,,low/,new,,normal/" newer.csv | tk-import -v -n -q --mapping generic'
run 'told once' -o '0 0 3 0' -- 'tk-import --mapping generic newer.csv | counts made changed same kept'
must tk-set -q priority=low 1
run 'it is not asked again' -o '0 0 3 0' -- 'tk-import --mapping generic newer.csv | counts made changed same kept'
run 'nobody is lost' -- tk-check -q

# --- undone, and again

change=$(sqlite3 "$TK_DB" "SELECT max(id) FROM change WHERE tool = 'tk-import'")
run 'the update is undone' -o 3 -- "tk-undo -y $change -c id | tail -n 1"
run 'sound' -- tk-check -q
run 'then it can be taken again' -o '0 2 1' -- 'tk-import --mapping generic newer.csv | counts made changed same'
run 'sound again' -- tk-check -q
run 'an older one is refused, with what is in its way' -s 65 -e~ '(?s)tk-undo: change \d+: .*tk-undo \d+ first.*' -- \
    'tk-undo -y "$(sqlite3 "$TK_DB" "SELECT min(id) FROM change WHERE tool = '"'tk-import'"'")"'
fresh
must tk-import --mapping generic generic.csv
run 'all of it is undone' -- tk-undo -q -y
run 'tickets, people, queues: all gone' -o $'0\nann\n'"$me"$'\nsupport\n0' -- '
    tk-list is:any | wc -l; tk-agent list -c login; tk-queue list -c name
    sqlite3 "$TK_DB" "SELECT count(*) FROM origin"'
run 'sound' -- tk-check -q
run 'a redo brings it back, with what was taken' -o '3 0' -- 'tk-undo -q -y "$(sqlite3 "$TK_DB" "SELECT max(id) FROM change")"
    tk-import --mapping generic generic.csv | counts same made'
run 'sound' -- tk-check -q
run 'undone once more, and taken again' -o '3 0' -- '
    tk-undo -q -y && tk-import --mapping generic generic.csv | counts made same'
run 'sound' -- tk-check -q

# --- a log

cat >log.map <<'END'
[source]
name = log
kind = log
format = csv
time = %d.%m.%Y %H:%M
zone = Europe/Prague
missing = ?
[columns]
key = id
at = at
order ?= n
created ?= opened
status = state
subject = {title} ({id})
queue = group
assignee ?= who
reopens ?= back
transfers ?= moved
solved ?= done
[status]
N = new
W = open
D = solved
X = closed
END
cat >log.csv <<'END'
id,n,at,opened,state,title,group,who,back,moved,done
b,1,02.01.2024 10:00,02.01.2024 09:00,N,One,g1,?,0,0,?
a,1,02.01.2024 10:00,02.01.2024 09:30,W,Two,g1,u1,0,0,?
b,2,02.01.2024 11:00,02.01.2024 09:00,D,One,g2,u1,0,1,02.01.2024 11:30
a,2,02.01.2024 12:00,02.01.2024 09:30,W,Two,g1,u2,0,0,?
b,3,02.01.2024 12:00,02.01.2024 09:00,D,One,g2,u1,0,1,02.01.2024 11:30
b,4,03.01.2024 12:00,02.01.2024 09:00,W,One,g2,u1,1,4,02.01.2024 11:30
b,5,04.01.2024 12:00,02.01.2024 09:00,X,One,g2,u1,1,4,04.01.2024 11:00
END
fresh
run 'a log' -o '7 7 2 2 0' -- 'tk-import --mapping ./log.map log.csv | counts records taken tickets made clamped'
run 'its end' -o "a|2|2|g1|u2|1704184200000|||||0|0|0|0|Two (a)
b|6|2|g2|u1|1704182400000|1704362400000|1704366000000|||1|4|0|0|One (b)" -- tickets
run 'its steps' -o $'2024-01-02T08:00:00Z\tstatus\t-\tnew
2024-01-02T08:00:00Z\tmessage\t-\trequest
2024-01-02T10:00:00Z\tstatus\tnew\tsolved
2024-01-02T10:00:00Z\tqueue\tg1\tg2
2024-01-02T10:00:00Z\tassignee\t-\tu1
2024-01-02T11:00:00Z\tsolved\t2024-01-02T10:00:00Z\t2024-01-02T10:30:00Z
2024-01-03T11:00:00Z\tstatus\tsolved\topen
2024-01-03T11:00:00Z\ttransfers\t1\t4
2024-01-04T11:00:00Z\tstatus\topen\tclosed
2024-01-04T11:00:00Z\tsolved\t2024-01-04T11:00:00Z\t2024-01-04T10:00:00Z
2024-01-04T11:00:00Z\torigin\t-\tlog b' -- 'tk-log 1 -c at,field,old,new | grep -v init'
run 'sound' -- tk-check -q
tickets >whole
before=$(state)
run 'again' -o '0 7 0 2' -- 'tk-import --mapping ./log.map log.csv | counts taken known changed same'
run 'not a byte' -- test "$before" = "$(state)"
for cut in 2 3 4 5 6 7; do
    fresh
    run "the first $((cut - 1)) records, then all" -O whole -- "
        head -n $cut log.csv | tk-import -q --mapping ./log.map && tk-import -q --mapping ./log.map log.csv && tickets"
    run 'sound' -- tk-check -q
done
fresh
run 'in any order' -O whole -- '{ head -n 1 log.csv; tail -n +2 log.csv | sort -t , -k 5; } >other.csv
    tk-import -q --mapping ./log.map other.csv && tickets'
run 'a record that comes late is left out, and counted' -o '8 0 8 1' -- '{ cat log.csv
    echo "b,2,02.01.2024 10:30,02.01.2024 09:00,N,One,g9,u9,0,0,?"; } | tk-import --mapping ./log.map |
    counts records taken known late'
must tk-assign -q ann "$(tk-list -c id key:a)"
must tk-set -q queue=support "$(tk-list -c id key:a)"
run 'somebody works on it here' -o '1 1 1' -- '{ cat log.csv
    echo "a,3,05.01.2024 12:00,02.01.2024 09:30,D,Two,g1,u3,0,0,05.01.2024 12:00"; } | tk-import --mapping ./log.map |
    counts taken changed kept'
run 'whom it is with stays, what it is comes, what was moved here counts' -o $'solved\tann\tsupport\t2' -- \
    'tk-list is:any key:a -c status,assignee,queue,transfers'
run 'sound' -- tk-check -q

# --- messages: trees and cells

cat >zendesk.jsonl <<'END'
{"id":7,"subject":"Login","description":"Cannot log in","status":"closed","priority":null,"group":{"name":"Tier 1"},"assignee":{"email":"ann@corp.example","name":"Ann"},"requester":{"email":"eva@example.com","name":"Eva"},"organization":{"name":"ACME"},"via":{"channel":"email"},"tags":["login","vip"],"created_at":"2024-03-01T10:00:00Z","updated_at":"2024-03-05T10:00:00Z","metric_set":{"solved_at":"2024-03-04T10:00:00Z"},"comments":[{"author":{"email":"eva@example.com"},"body":"Cannot log in","public":true,"created_at":"2024-03-01T10:00:00Z"},{"author":{"email":"ann@corp.example"},"body":"Reset it.","public":true,"created_at":"2024-03-01T11:00:00Z"},{"author":{"email":"ann@corp.example"},"body":"Third time","public":false,"created_at":"2024-03-01T11:01:00Z"},{"author":{"email":"eva@example.com"},"body":"Thanks","public":true,"created_at":"2024-03-02T10:00:00Z"}]}
{"id":8,"subject":"Ελλάδα \u202e","description":null,"status":"open","requester":{"email":"x@example.com"},"created_at":"2024-03-01T10:00:00Z"}
END
fresh
run 'Zendesk' -o '2 2 3 2' -- 'tk-import --mapping zendesk zendesk.jsonl | counts records made messages customers'
run 'a thread' -o $'request\t2024-03-01T10:00:00Z\teva@example.com\tCannot log in
reply\t2024-03-01T11:00:00Z\tann-corp.example\tReset it.
note\t2024-03-01T11:01:00Z\tann-corp.example\tThird time
message\t2024-03-02T10:00:00Z\teva@example.com\tThanks' -- tk-show 1 --thread -c kind,at,author,text
run 'what is counted' -o $'closed\ttier-1\tACME\tlogin,vip\tmail\t1\t1\t2024-03-01T11:00:00Z\t2024-03-04T10:00:00Z' -- \
    tk-list id:1 -c status,queue,org,tags,channel,replies,contacts,replied,solved
run 'sound' -- tk-check -q
run 'one more comment' -o '1 1 1' -- '
    sed "1s/\]}\$/,{\"author\":{\"email\":\"eva@example.com\"},\"body\":\"Again!\",\"public\":true,\"created_at\":\"2024-03-06T10:00:00Z\"}]}/" zendesk.jsonl |
        tk-import --mapping zendesk | counts changed same messages'
run 'it comes last' -o $'message\t2024-03-06T10:00:00Z\tAgain!' -- 'tk-show 1 --thread -c kind,at,text | tail -n 1'

cat >github.jsonl <<'END'
{"html_url":"https://github.com/a/b/issues/1","number":1,"title":"Crash","body":"Boom","state":"closed","state_reason":"not_planned","user":{"login":"octo"},"assignee":null,"labels":[{"name":"bug"},{"name":"help wanted"}],"comments":[{"user":{"login":"maint"},"author_association":"OWNER","created_at":"2024-05-02T00:00:00Z","body":"No."}],"created_at":"2024-05-01T00:00:00Z","updated_at":"2024-05-03T00:00:00Z","closed_at":"2024-05-02T00:00:01Z","milestone":{"title":"v1"}}
{"html_url":"https://github.com/a/b/issues/2","number":2,"title":"Idea","body":null,"state":"open","user":{"login":"octo"},"assignee":{"login":"maint"},"labels":[],"comments":3,"created_at":"2024-05-01T00:00:00Z","updated_at":"2024-05-03T00:00:00Z","closed_at":null}
END
fresh
run 'GitHub' -o '2 1 1' -- 'tk-import --mapping github github.jsonl | counts made messages agents'
run 'its issues' -o $'closed\tdeclined\tocto@github.invalid\tbug,help-wanted\thttps://github.com/a/b/issues/1\tv1
open\t-\tocto@github.invalid\t-\thttps://github.com/a/b/issues/2\t-' -- \
    tk-list is:any -s id -c status,resolution,customer,tags,key,x.milestone
run 'sound' -- tk-check -q

cat >jira.csv <<'END'
Summary,Issue key,Status,Priority,Resolution,Assignee,Reporter,Created,Updated,Resolved,Labels,Labels,Comment,Comment,Description
Pay twice,PAY-1,Done,Highest,Done,Ann B.,Carl,01/Feb/24 10:00 AM,02/Feb/24 1:30 PM,02/Feb/24 1:00 PM,money,two words,01/Feb/24 11:00 AM;Ann B.;Looking; now,,"It
happened"
Wait,PAY-2,Waiting for customer,Medium,Unresolved,,Carl,01/Feb/24 12:05 AM,,,,,02/Feb/24 12:00 PM;Carl;Hello,plain text,
END
fresh
run 'Jira, with repeated columns' -o '2 3 1 1' -- 'tk-import --mapping jira jira.csv | counts made messages agents customers'
run 'its issues' -o $'solved\turgent\tfixed\tann-b.\tmoney,two-words\t2024-02-01T09:00:00Z\t2024-02-02T12:00:00Z
pending\tnormal\t-\t-\t-\t2024-01-31T23:05:00Z\t-' -- tk-list is:any -s id -c status,priority,resolution,assignee,tags,created,solved
run 'their comments' -o $'1\tann-b.\tLooking; now\n2\tcarl@jira.invalid\tplain text\n2\tcarl@jira.invalid\tHello' -- \
    'tk-show 1 2 --thread -c id,kind,author,text | grep -v request | cut -f 1,3-'
run 'sound' -- tk-check -q

# --- what is wrong

fresh
before=$(state)
# bad NAME COLUMN=VALUE MESSAGE: one record of which one column is so
run 'a column that is not there' -s 65 -e "tk-import: stdin:1: there is no column \"key\", did you mean \"kee\"? ($TK_DATA/mappings/generic.map names it)" \
    -i $'kee,subject\n1,a' -- tk-import --mapping generic
run 'one in no record' -s 65 -e "tk-import: stdin: no record has \"title\", which $TK_DATA/mappings/github.map names (write ?= where it may lack)"$'
tk-import: stdin:1: no subject: which column of '"$TK_DATA"$'/mappings/github.map is it? (or subject in its [default])' \
    -i '{"html_url":"u","state":"open","created_at":"2024-01-01T00:00:00Z"}' -- 'tk-import --mapping github 2>&1 >/dev/null | sort >&2'
run 'a time' -s 65 -e "tk-import: stdin:2: column \"created\": \"01/02/24\" is no time like iso: see time in $TK_DATA/mappings/generic.map" \
    -i $'key,subject,created\n1,a,01/02/24' -- tk-import --mapping generic
run 'a time to come' -s 65 -e~ 'tk-import: stdin:2: column "created": "2030-01-01" has not come yet: .*' \
    -i $'key,subject,created\n1,a,2030-01-01' -- tk-import --mapping generic
run 'a time before all' -s 65 -e~ 'tk-import: stdin:2: column "created": "0001-01-01T00:00:00Z" is before 1970: .*' \
    -i $'key,subject,created\n1,a,0001-01-01T00:00:00Z' -- tk-import --mapping generic
run 'a status' -s 65 -e~ 'tk-import: stdin:2: column "status": unknown status "opne", did you mean "open"\? .*: give it a table \[status\] in .*' \
    -i $'key,subject,status\n1,a,opne' -- tk-import --mapping generic
run 'a status of a table' -s 65 -e "tk-import: stdin:2: column \"state\": unknown status \"Z\": add it to [status] of ./log.map, or a line \"* = ...\"" \
    -i $'id,at,state,title,group\n1,02.01.2024 10:00,Z,t,g' -- tk-import --mapping ./log.map
run 'no key' -s 65 -e 'tk-import: stdin:2: column "key": no key: which ticket is it?' -i $'key,subject\n,a' -- tk-import --mapping generic
run 'no time in a log' -s 65 -e 'tk-import: stdin:2: column "at": no time' -i $'id,at,state,title,group\n1,?,N,t,g' -- tk-import --mapping ./log.map
run 'cells' -s 65 -e 'tk-import: stdin:2: 3 cells, the header has 2' -i $'key,subject\n1,a,b' -- tk-import --mapping generic
run 'no JSON' -s 65 -e~ 'tk-import: stdin:1: no JSON: .*' -i 'nonsense' -- tk-import --mapping github
run 'all are told, 20 of them, nothing is done' -s 65 -e~ '(tk-import: stdin:\d+: .*\n){20}tk-import: \.\.\. and 10 more' -- \
    '{ echo key,subject,status; seq -f "%g,a,wrong" 30; echo 31,good,new; } | tk-import --mapping generic'
run 'nothing of all this' -- test "$before" = "$(state)"
run 'with -k the good ones' -s 65 -o '3 1 2 1' -e~ '(tk-import: stdin:[24]: .*\n?){2}' -i $'key,subject,status\n1,a,wrong\n2,b,new\n3,c,wrong' -- \
    'tk-import -k --mapping generic | { counts records taken rejected made; }'
run 'the bad ones are kept' -s 65 -O - -e~ '(tk-import: stdin:[24]: .*\n?){2}' -- \
    'printf "key,subject,status\n1,a,wrong\n2,b,new\n3,c,wrong\n" | tk-import -q --rejects bad.csv --mapping generic; s=$?; cat bad.csv; exit $s' <<'END'
key,subject,status
1,a,wrong
3,c,wrong
END
run 'mended, they go in' -o '2' -- 'sed s/wrong/open/ bad.csv | tk-import --mapping generic | counts made'
run 'all records of a ticket go together' -s 65 -o $'2 1 3 1\n4' -e~ 'tk-import: log.bad:4: .*' -- '
    sed "4s/,D,/,Q,/" log.csv | head -n 6 >log.bad
    tk-import --rejects bad.csv --mapping ./log.map log.bad | counts taken tickets rejected made; s=$?; wc -l <bad.csv; exit $s'
run 'also with those whose time is wrong' -s 65 -o $'2 1 3 1' -e~ 'tk-import: log.bad:4: column "at": .*' -- '
    sed "4s/02.01.2024 11:00/yesterday/" log.csv | head -n 6 >log.bad
    tk-import -k --source again --mapping ./log.map log.bad | counts taken tickets rejected made'
run 'a custom field is made when there is something in it' -o $'0\n1\n3' -- '
    printf "[source]\nname = cc\nformat = csv\n[columns]\nkey = k\nsubject = k\nx.colour ?= c\nx.size ?= s\n" >custom.map
    printf "k,c\nc1,\nc2,\n" | tk-import --mapping ./custom.map | counts fields
    printf "k,c\nc1,\nc2,red\nc3,\n" >custom.csv
    tk-import --mapping ./custom.map custom.csv | counts fields; tk-import --mapping ./custom.map custom.csv | counts same'
run 'empty' -o 0 -- 'tk-import --mapping generic | counts records'
run 'empty, and asked' -s 1 -- tk-import --mapping generic -E -q
run 'only a header' -o 0 -i 'key,subject' -- 'tk-import --mapping generic | counts records'
run 'no admin' -s 77 -e 'tk-import: only an admin may import histories' -- tk-import --as ann --mapping generic generic.csv
run 'a source that is taken' -s 64 -e~ 'tk-import: --source: "key" is taken .*' -- tk-import --source key --mapping generic generic.csv

# --- mappings that are wrong

# wrong NAME MESSAGE LINE...: a mapping of these lines
wrong() {
    printf '%s\n' "${@:3}" >wrong.map
    run "$1" -s 65 -e "tk-import: ./wrong.map:$2" -- tk-import --mapping ./wrong.map generic.csv
}
wrong 'no section' '1: before it a section must begin: [source]' 'name = x'
wrong 'a section' '1: unknown section "colums", did you mean "columns"?' '[colums]'
wrong 'twice' '4: section [status] is there twice' '[status]' 'a = new' '' '[status]'
wrong 'a setting' '2: unknown setting "nmae", did you mean "name"?' '[source]' 'nmae = x'
wrong 'a column' '2: unknown column "statsu", did you mean "status"?' '[columns]' 'statsu = x'
wrong 'a kind' '2: unknown kind "logs", did you mean "log"?' '[source]' 'kind = logs'
wrong 'a line' '2: neither [section] nor ours = theirs' '[source]' 'what'
wrong 'a word of ours' '2: unknown status "opne", did you mean "open"? (new open pending hold solved closed)' '[status]' 'x = opne'
wrong 'a time' '2: time format "%d.%q": there is no "%q" (%Y %y %m %d %b %a %H %I %p %M %S %f %z %s %%)' '[source]' 'time = %d.%q'
wrong 'half a time' '2: time format "%H:%M" has no day, month and year' '[source]' 'time = %H:%M'
wrong 'a zone' '2: unknown time zone "Prague": write an IANA name like Europe/Prague' '[source]' 'zone = Prague'
wrong 'a brace' '2: a { that is never closed (write {{ for one)' '[columns]' 'subject = {a'
wrong 'nothing' ' [source] has no name' '[columns]' 'key = a'
wrong 'no key' ' [columns] has no key: what names a ticket there?' '[source]' 'name = xy' 'format = csv'
wrong 'a log without a time' ' [columns] has no at: when was each record of the log written?' \
    '[source]' 'name = xy' 'format = csv' 'kind = log' '[columns]' 'key = a'

# --- options

fresh
printf 'key\tsubject\n1\ta\n' >one.tsv
run '-I, -Q, -r, --source' -o $'1\tother\tcarl@there.invalid' -- '
    tk-import -q -I tsv -Q other -r carl --source there --mapping generic one.tsv && tk-list -c id,queue,customer'
run 'another source: another ticket' -o 1 -- 'tk-import --mapping generic -I tsv one.tsv | counts made'
run 'the same: the same' -o 0 -- 'tk-import --mapping generic -I tsv --source there one.tsv | counts made'
run '-F csv' -o $'item,theirs,ours,count\nrecords,,,1' -- 'tk-import --mapping generic -I tsv -F csv one.tsv | head -n 2'
run '-q' -- tk-import -q --mapping generic -I tsv one.tsv
run '--chunk' -o $'100\n4' -- '
    n=$(sqlite3 "$TK_DB" "SELECT count(*) FROM change")
    { echo key,subject; seq -f "c%g,a" 100; } | tk-import --chunk 30 --mapping generic | counts made
    echo $(($(sqlite3 "$TK_DB" "SELECT count(*) FROM change") - n))'
run 'what chunks did before a fault stands' -s 65 -o 60 -e~ 'tk-import: stdin:72: .*' -- '
    { echo key,subject,status; seq -f "d%g,a,new" 70; echo d71,a,wrong; } | tk-import -q --chunk 30 --mapping generic; s=$?
    sqlite3 "$TK_DB" "SELECT count(*) FROM origin WHERE key LIKE '"'d%'"'"; exit $s'
run 'hooks hear nothing of what has happened' -o 1 -- '
    mkdir -m 755 hooks; printf "#!/bin/sh\nexit 1\n" >hooks/pre-new; chmod 755 hooks/pre-new
    { echo key,subject; echo h1,a; } | TK_HOOKS=$PWD/hooks tk-import --mapping generic | counts made'

# --- names, hostile text

run 'names' -o $'a.b\nanna-karenina\nqueue-70\nqueue-x\nžlutý' -- '
    printf "key,subject,queue\nn1,a,70\nn2,a,Anna  Karenina!\nn3,a,***\nn4,a,a.b\nn5,a,žlutý\n" |
        sed "s/žlutý/zluty/" | tk-import -q --mapping generic
    tk-queue list -c name | grep -e 70 -e anna -e -x -e a.b; echo žlutý'
perl -CO -e 'my $h = "=cmd|x \x{202e}\x{1b}[31m \x{85} \x27\x27; DROP TABLE ticket; -- %s%n {customer} \$(id)";
    print "key,subject,body,queue,assignee,customer,name,category,tags\n";
    print join(",", map { "\"$_\"" } "k$h", $h, $h, $h, $h, $h, $h, $h, $h), "\n"' >hostile.csv
run 'hostile text in every field' -o 1 -- 'tk-import --mapping generic hostile.csv | counts made'
run 'again' -o 1 -- 'tk-import --mapping generic hostile.csv | counts same'
run 'it is what it was' -o 1 -- 'tk-list -F csv -c subject is:any | grep -c "DROP TABLE"'
run 'a field of 1 MiB' -o 1048576 -- '
    perl -e "print qq(key,subject,body\nbig,a,), q(x) x (1 << 20), qq(\n)" >big.csv
    tk-import -q --mapping generic big.csv && tk-list -F csv --no-header -c body key:big | tr -d "\n" | wc -c'
run 'one more byte' -s 65 -e 'tk-import: stdin:2: column "body": more than 1048576 bytes' -- \
    'perl -pe "s/^big,a,/big2,a,x/" big.csv | tk-import --mapping generic'
run 'a tree of more' -s 65 -e~ 'tk-import: stdin:1: the body is longer than 1048576 bytes: .*' -- \
    'perl -e "print q({\"html_url\":\"u\",\"title\":\"t\",\"state\":\"open\",\"created_at\":\"2024-01-01T00:00:00Z\",\"body\":\"), q(x) x ((1 << 20) + 1), qq(\"}\n)" | tk-import --mapping github'
run 'a subject that is too long' -s 65 -e 'tk-import: stdin:2: column "subject": the subject is longer than 1000 bytes' -- \
    'perl -e "print qq(key,subject\nlong,), q(x) x 1001, qq(\n)" | tk-import --mapping generic'
run 'the hours in which the clock is changed' -o $'2024-03-31T01:30:00Z\n2024-10-27T00:30:00Z' -- '
    printf "key,subject,created\nz1,a,2024-03-31 02:30\nz2,a,2024-10-27 02:30\n" | tk-import -q --mapping generic
    tk-list -c created key:z1; tk-list -c created key:z2'
run 'sound' -- tk-check -q
run 'no output' -s 74 -e~ 'tk-import: .*change \d+ stands, output lost.*' -- \
    'printf "key,subject\nfull,a\n" | tk-import --mapping generic >/dev/full'

# --- what is gone comes back with its tickets

fresh
printf 'key,subject,queue,assignee\nr1,a,desk,joe\n' >gone.csv
must tk-import -q --mapping generic gone.csv
must tk-undo -y -q
run 'the undo takes queue and agent, too' -- 'tk-queue list -F ids | grep desk; tk-agent list -F ids | grep joe; :'
must tk-import -q --mapping generic gone.csv
run 'again, and they are there' -o $'desk\tjoe\ndesk\njoe' -- \
    'tk-list -c queue,assignee; tk-queue list | grep -o ^desk; tk-agent list | grep -o ^joe'
run 'sound' -- tk-check -q

# --- two at once, and one that is killed

fresh
{ echo key,subject,body; seq -f 'p%g,subject,a body of some words' 3000; } >many.csv
run 'two at once: each ticket once' -o $'3000\n3000' -- '
    tk-import -q --mapping generic many.csv & tk-import -q --mapping generic many.csv; wait $!
    tk-list is:any -F ids | wc -l; sqlite3 "$TK_DB" "SELECT count(*) FROM origin"'
run 'sound' -- tk-check -q
fresh
run 'killed in the middle of its chunks, then again' -o 3000 -- '
    for t in 0.02 0.05 0.1; do
        timeout -s KILL $t tk-import -q --chunk 100 --mapping generic many.csv
    done 2>/dev/null
    tk-import -q --mapping generic many.csv; tk-list is:any -F ids | wc -l'
run 'sound' -- tk-check -q
finish
