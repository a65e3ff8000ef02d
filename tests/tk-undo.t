#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-undo: whole change sets back, and back again; what stands against it.
# every: write tk-undo -y -K once 23
. "${0%/*}/lib.sh"
me=$(id -un)
now=2026-11-22T12:00:00Z
desk
must tk-agent add ann
must tk-agent add bob
must tk-agent add lea --role lead

last() { sqlite3 "$TK_DB" 'SELECT max(id) FROM change'; }
rows() { sqlite3 "$TK_DB" "$1"; }
# what can be seen, but rev and updated
seen() {
    tk-list -F jsonl -s id is:any -c id,status,priority,queue,assignee,customer,created,subject,due,snooze,solved,closed,resolution,replied,category,lang,parent,merged,tags,watchers,reopens,transfers,replies,contacts,channel,body
    tk-list -F ids -s id is:any | tk-show -F jsonl -c id,kind,item,author,name,text |
        grep -Ev '"kind":"change"|"name":"(rev|updated)"'
    tk-customer list -F jsonl -c id,address,name,org,lang,tickets,open,made,tz,note,addresses
    tk-agent list -F jsonl -c login,role,queues,capacity,away,open,name
    tk-queue list -F jsonl -c name,open,new,unassigned,agents,title,default
    tk-field list -F jsonl
}
sound() { run "$1: the desk is sound" -- tk-check -q; }

# back NAME COMMAND...: done, undone, done again, undone: each state is as it was
back() {
    local name=$1 change
    shift
    seen >before
    must "$@"
    change=$(last)
    seen >after
    run "$name: what it did can be seen" -s 1 -o~ '(?s).*' -- diff before after
    must tk-undo -y -q "$change"
    run "$name: undone" -o "$(cat before)" -- seen
    must tk-undo -y -q "$(last)"
    run "$name: done again" -o "$(cat after)" -- seen
    must tk-undo -y -q "$(last)"
    run "$name: undone again" -o "$(cat before)" -- seen
    sound "$name"
}

must tk-new -q -r 'Ana <ana@example.com>' -t vip -m 'It smokes.' 'Printer on fire'
must tk-new -q -r 'Bořek <borek@example.cz>' -m 'Proč dvakrát?' 'Dvojitá faktura'
must tk-new -q -m 'המדפסת לא עובדת' 'מדפסת'
must tk-field add room
must tk-field add impact --choices low,high
must tk-queue add billing --title Invoices
must tk-set -q x.room=C7 category=paper lang=cs 2
must tk-close -q --resolution fixed 3

# --- each kind of change

back 'an assignment of several' tk-assign ann 1 2
back 'fields' tk-set priority=urgent category=other lang= due=2026-12-01 snooze=3d queue=billing 1 2
back 'custom fields' tk-set x.room=B2 x.impact=low 1 2
back 'a custom field cleared' tk-set x.room= 2
back 'another customer' tk-set customer=ana@example.com 2
back 'a subject' tk-set 'subject=Žádný papír' 1
back 'tags' tk-tag +new -vip 1 2
back 'watchers and cc' tk-cc +ann +boss@example.com 1 2
back 'a reply' tk-reply -m 'We are looking.' 1
back 'a note' tk-reply --note -m 'סוד' 1 2
back 'a reply with a status' tk-reply -m 'Which one?' --status pending 1
back 'closing' tk-close -m Bye --resolution fixed 1 2
back 'reopening' tk-reopen 3
back 'a new ticket and a new customer' tk-new -r 'Eva <eva@example.com>' -t aa,bb -m hello Novinka
printf 'subject,customer,status,created,updated,solved,tags\n%s\n%s\n' \
    'Old one,ana@example.com,solved,2020-01-01,2020-02-01,2020-01-15,"vip,old"' \
    'Older one,zoe@example.pl,closed,2019-01-01T10:00:00Z,2019-02-01,,' >old.csv
back 'an import' eval 'tk-new --restore -I csv <old.csv'
back 'a merge' tk-merge 1 2
back 'a parent' tk-link parent 1 2
back 'a link' tk-link blocks 2 1
back 'a customer' tk-customer add 'Jan <jan@example.com>' --org ACME
back 'facts of a customer' tk-customer set ana@example.com name=Anna lang=cs tz=Europe/Prague note=dear org=ACME
back 'a customer without a name' tk-customer set ana@example.com name=
back 'an address' tk-customer address ana@example.com +ana2@example.com
must tk-customer address ana@example.com +ana3@example.com
must tk-customer address ana@example.com '+420 777 123 456'
back 'the primary address' tk-customer primary ana@example.com ana3@example.com
back 'dropping the primary address' tk-customer address ana@example.com -ana@example.com
back 'dropping another address' tk-customer address ana@example.com -ana3@example.com
back 'an agent' tk-agent add carl --name Carl
back 'facts of an agent' tk-agent set ann name=Anne role=lead capacity=5 away=yes
back 'who serves what' tk-agent serve ann billing:3 support
back 'an agent who goes' tk-agent remove bob
back 'a queue' tk-queue add sales --title Sales
back 'a title' tk-queue set billing title=
back 'the default queue' tk-queue default billing
back 'a queue that goes' tk-queue remove billing
back 'a custom field' tk-field add floor --type number
back 'choices' tk-field set impact choices=low,high,none
back 'a custom field that goes' tk-field remove impact
must tk-reply -q -m one 1
must tk-reply -q -m two 1
message=$(rows "SELECT max(id) FROM message")
back 'a split' tk-split 1 "$message"

# --- search follows

must tk-reply -q -m 'xylophone' 1
change=$(last)
must tk-undo -q -y
run 'a message that is gone is not found' -- tk-list xylophone
must tk-undo -q -y "$(last)"
run 'one that is back is' -o 1 -- tk-list -F ids xylophone
must tk-undo -q -y
must tk-set -q subject=Marimba 1
must tk-undo -q -y
run 'a subject is found as it was' -o 1 -- tk-list -F ids smokes printer
run 'and not as it was in between' -- tk-list marimba

# --- what is said and printed

must tk-assign -q ann 1 2
change=$(last)
run 'records of what changed' -o $'1\t-\n2\t-' -- tk-undo -y -c id,assignee
run 'redo by the number of the undo' -o $'1\tann\n2\tann' -- tk-undo -y -c id,assignee "$(last)"
run 'the first one then stands again' -o $'1\n2' -- tk-undo -y -F ids "$change"
run 'undone already' -s 65 -e "tk-undo: change $change is undone already by $((change + 2)): tk-undo $((change + 2)) does it again" \
    -- tk-undo -y "$change"
must tk-undo -q -y "$(last)"
cat >plan <<END
change $change (tk-assign by $me) of $now is undone: 2 tickets, assignee
1: assignee none <- ann
2: assignee none <- ann
END
sqlite3 "$TK_DB" .dump | cksum >sum
run '-n tells and does nothing' -E plan -- tk-undo -n
run '-n of a number' -E plan -- tk-undo -n "$change"
run '-n -q is silent' -- tk-undo -n -q
run 'nothing was changed' -O sum -- 'sqlite3 "$TK_DB" .dump | cksum'
run 'nobody to ask' -s 64 -e~ 'tk-undo: it asks, and nobody is there to answer: give -y.*' -- tk-undo
run '-v tells what it does' -E plan -o 2 -- 'tk-undo -y -v -F ids | wc -l'
run '-q prints nothing' -- tk-undo -q -y "$(last)"
run 'it is its own change set' -o "1|$me" -- rows "SELECT count(*), (SELECT login FROM agent a
    WHERE a.id = c.actor) FROM change c WHERE id = $(last) AND undoes IS NOT NULL"
must tk-set -q $'subject=\e[31mred\u202e' 1
run 'hostile text is shown harmless' -e~ '(?s).*1: subject Printer on fire <- ␛\[31mred\\u202e\n' \
    -- tk-undo -n
must tk-undo -q -y
for i in {1..25}; do echo "n$i"; done | sed '1i subject' | must tk-new -q -I csv
run 'of many tickets the first 20' -e~ '(?s).*25 tickets, new\n(?:\d+: goes: n\d+\n){20}\.\.\. and 5 more tickets\n' \
    -- tk-undo -n
run 'all of them with -v' -e~ '(?s).*25 tickets, new\n(?:\d+: goes: n\d+\n){25}' -- tk-undo -n -v
run 'gone tickets have no record' -- tk-undo -y
run 'a csv of none has its header' -o id -- 'tk-tag -q +qq 1; tk-undo -q -y; tk-new -q x; tk-undo -y -F csv -c id'

# --- asking

person() { printf '%s\n' "$1" | script -qec "$2" /dev/null | tr -d '\r'; }
if command -v script >/dev/null; then
    must tk-tag -q +asked 1
    run 'a person says no' -s 1 -o~ '(?s).*1: tag -asked.*Undo it\? \[y/N\].*' -- person n tk-undo
    run 'then nothing is done' -o 1 -- tk-list -F ids tag:asked
    run 'a person says yes' -o~ '(?s).*1: tag -asked.*Undo it\? \[y/N\].*Marimba|(?s).*Printer on fire.*' -- person y tk-undo
    run 'then it is done' -- tk-list -F ids tag:asked
fi

# --- conflicts

must tk-set -q priority=high 1
first=$(last)
must tk-set -q --as ann priority=low 1
second=$(last)
run 'a later decision stands' -s 65 \
    -e "tk-undo: change $first: 1: priority is low now: change $second (tk-set by ann) is later; tk-undo $second first" \
    -- tk-undo -y "$first"
run 'nothing was done' -o low -- tk-list -F tsv -c priority id:1
must tk-set -q --as bob priority=high 1
run 'also when it looks the same again' -s 65 -e~ 'tk-undo: .*priority is high now: change \d+ \(tk-set by bob\) is later.*' \
    -- tk-undo -y "$first"
must tk-undo -q -y "$(last)"
must tk-undo -q -y "$second"
must tk-undo -q -y "$first"
run 'in order it works' -o normal -- tk-list -c priority id:1
run 'out of order it cannot be done again' -s 65 -e~ "tk-undo: .*1: priority is normal now: change \d+ \(tk-undo by .*\) is later; tk-undo \d+ first" \
    -- tk-undo -y "$(rows "SELECT id FROM change WHERE undoes = $second")"
must tk-tag -q +aa 1
first=$(last)
must tk-tag -q +bb 1
run 'another tag is no conflict' -o 1 -- tk-undo -y -F ids "$first"
must tk-assign -q --release 1 2 3
must tk-assign -q ann 1 2 3
first=$(last)
must tk-assign -q bob 2 3
run 'one ticket of several refuses all' -s 65 -e~ '(?s)tk-undo: change \d+: 2: assignee is bob.*\n.*3: assignee is bob.*' \
    -- tk-undo -y "$first"
run 'all stays' -o ann -- tk-list -c assignee id:1
must tk-new -q -m x 'Mine'
new=$(tk-list -F ids subject:mine)
first=$(last)
must tk-reply -q -m y "$new"
run 'a ticket that others work on stays' -s 65 -e~ "tk-undo: change $first: $new: change \d+ \(tk-reply .*\) is later; tk-undo \d+ first" \
    -- tk-undo -y "$first"
must tk-undo -q -y
must tk-link -q parent "$new" 1
run 'one that others lead to stays' -s 65 -e~ "tk-undo: change $first: $new: ticket 1 leads to it by change \d+ \(tk-link by .*; tk-undo \d+ first" \
    -- tk-undo -y "$first"
link=$(last)
must tk-undo -q -y "$link"
must tk-undo -q -y "$first"
run 'what led to it cannot come back alone' -s 65 -e~ "tk-undo: .*$new is gone by change \d+ \(tk-undo by .*\); tk-undo \d+ first" \
    -- tk-undo -y "$(rows "SELECT id FROM change WHERE undoes = $link")"
must tk-merge -q 1 2
merge=$(last)
must tk-undo -q -y
must tk-merge -q 2 1
run 'a loop of merges' -s 65 -e~ 'tk-undo: .*2: merged would lead back to itself' -- tk-undo -y "$(rows "SELECT id FROM change WHERE undoes = $merge")"
must tk-undo -q -y
sound 'conflicts'

# --- tickets that are gone

run 'not listed' -- tk-list -F ids "id:$new"
run 'not shown' -s 66 -e "tk-show: no such ticket \"$new\"" -- tk-show "$new"
run 'not changed' -s 66 -e "tk-set: $new: no such ticket $new" -- tk-set priority=low "$new"
run 'its history is there' -o yes -- "tk-log -c new $new | tail -n 1"
run 'its number stays taken' -o "$(($(rows 'SELECT max(id) FROM ticket') + 1))" -- tk-new next
must tk-undo -q -y

# --- customers

must tk-new -q -r 'Olga <olga@example.com>' first
first=$(last)
must tk-new -q -r olga@example.com second
run 'a customer with another ticket stays' -e~ "(?s)change $first .*\ncustomer olga@example.com stays: it is used elsewhere\n" -- tk-undo -n "$first"
must tk-undo -q -y "$first"
run 'is known' -o Olga -- tk-customer list -c name olga
must tk-undo -q -y "$(last)"
must tk-undo -q -y
must tk-undo -q -y
run 'one without goes' -- tk-customer list olga
run 'is not found' -s 67 -e~ 'tk-customer: no customer.*' -- tk-customer show olga@example.com
must tk-new -q -r olga@example.com again
run 'and is somebody new then' -o - -- tk-customer list -c name olga
run 'so the old one cannot come back' -s 65 -e~ 'tk-undo: .*customer .*belongs to somebody else now.*' -- tk-undo -y "$(rows 'SELECT max(id) FROM change WHERE undoes = '"$first"' OR undoes IN (SELECT id FROM change WHERE undoes IN (SELECT id FROM change WHERE undoes = '"$first"'))')"
must tk-undo -q -y
sound 'customers'

# --- nouns that are needed

must tk-queue add sales
first=$(last)
must tk-set -q queue=sales 1
run 'a queue with tickets stays' -s 65 -e~ "tk-undo: change $first: queue sales would go, but 1 ticket is still in use with it" -- tk-undo -y "$first"
must tk-undo -q -y
must tk-queue default sales
run 'the default queue stays' -s 65 -e~ 'tk-undo: .*queue sales is the default queue.*' -- tk-undo -y "$first"
must tk-undo -q -y
must tk-undo -q -y
must tk-field add price
must tk-undo -q -y
run 'a slip of the type is mended' -o number -- 'tk-field add price --type number; tk-field show -c type price'
must tk-undo -q -y
must tk-agent add dan
must tk-assign -q dan 1
must tk-assign -q --release 1
change=$(last)
must tk-agent remove dan
run 'who is gone is restored, and that is said' -e~ '(?s).*1: assignee dan <- none\n1: its assignee dan is gone\n' -- tk-undo -n "$change"
run 'it works' -o dan -- tk-undo -y -c assignee "$change"
sound 'nouns'

# --- what cannot be undone

must tk-set -q category=sent 1
change=$(last)
must sqlite3 "$TK_DB" "INSERT INTO outbox(hook, change, due, state) VALUES('post-set.mail', $change, 0, 1)"
run 'what a hook did' -e~ '(?s).*\nhook post-set.mail ran: what it does outside stays\n' -- tk-undo -n
must tk-undo -q -y
cp "$TK_DB" "$T/erased.db"
must tk-set -q -d "$T/erased.db" subject=Secret 1
must sqlite3 "$T/erased.db" 'UPDATE event SET old = NULL, new = NULL, seal = zeroblob(32) WHERE id = (SELECT max(id) FROM event)'
run 'a text that was erased' -s 65 -e~ 'tk-undo: change \d+: 1: the text before was erased: nothing can bring it back' -- tk-undo -y -d "$T/erased.db"

# --- who may

must tk-set -q --as bob priority=high 2
run 'what others did' -s 77 -e~ "tk-undo: change \d+ is bob's: undoing the changes of others takes a lead" -- tk-undo --as ann -y "$(last)"
run 'a lead may' -o 2 -- tk-undo --as lea -y -F ids "$(last)"
run 'the agent whose it was cannot overrule that' -s 77 -e~ "tk-undo: change \d+ is lea's: .*" -- tk-undo --as bob -y "$(last)"
must tk-agent set --as ann ann capacity=7
run 'own facts of an agent' -- tk-undo --as ann -y
must tk-queue set --as lea support title=All
must tk-agent set lea role=agent
run 'an edit takes the role that it took' -s 77 -e~ 'tk-undo: change \d+ is about what belongs to the desk: undoing it takes a lead' -- tk-undo --as lea -y
must tk-undo -q -y
run 'roles' -s 77 -e~ 'tk-undo: change \d+ is .*' -- tk-undo --as lea -y "$(rows "SELECT max(change) FROM event WHERE field = -202")"

# --- usage

run 'no number' -s 64 -e~ 'tk-undo: "x" is no number of a change \(tk-log --changes lists them\)' -- tk-undo -y x
run 'an empty one' -s 64 -e~ 'tk-undo: "" is no number.*' -- tk-undo -y ''
run 'no such change' -s 66 -e 'tk-undo: there is no change 999999' -- tk-undo -y 999999
run 'no such change, and nobody to ask' -s 66 -e 'tk-undo: there is no change 999999' -- tk-undo 999999
run 'an event within a change' -s 66 -e~ 'tk-undo: there is no change 2: the event of that number is of change 1' -- tk-undo -y 2
run 'the beginning' -s 65 -e 'tk-undo: change 1 began the desk: it cannot be undone' -- tk-undo -y 1
run 'two' -s 64 -e~ 'tk-undo: one change set at a time.*' -- tk-undo -y 1 2
run 'stdin is not read' -o 7 -i 7 -- 'tk-undo -q -n 2>/dev/null; cat'

# --- keys

must tk-tag -q +keyed 1
run 'once only' -o $'1\n1' -- 'tk-undo -y -K k -F ids; tk-undo -y -K k -F ids'
run 'the same key for another' -s 65 -e~ 'tk-undo: the key "k" was used by a different request.*' -- tk-undo -y -K k 5
must tk-new -q -I csv <<<$'subject,key\nkeyed,KEY-1'
must tk-undo -q -y
run 'the key of a ticket that is gone is free' -o 1 -- 'tk-new -q -I csv <<<$'\''subject,key\nkeyed,KEY-1'\''; tk-list -F ids key:KEY-1 | wc -l'
run 'so that one cannot come back' -s 65 -e~ 'tk-undo: .*key belongs to somebody else now' -- tk-undo -y "$(rows 'SELECT max(id) FROM change WHERE undoes IS NOT NULL')"
sound keys

# --- two at once, and a crash

must tk-tag -q +race 1 2 3
change=$(last)
race() {
    for _ in 1 2 3 4; do
        tk-undo -y -F ids "$change" 2>&1 | sed 's/by .*/by/' &
    done
    wait
}
run 'one of four wins' -o $'1\n2\n3\ntk-undo: change '"$change"$' is undone already by\ntk-undo: change '"$change"$' is undone already by\ntk-undo: change '"$change is undone already by" -- 'race | sort'

for ((i = 1; i <= 3000; i++)); do echo "b$i"; done | sed '1i subject' >many.csv
must eval 'tk-new -q -I csv <many.csv'
must eval 'tk-list -F ids status:new | tk-assign -q ann'
change=$(last)
owned() { rows "SELECT count(*) FROM ticket WHERE assignee = (SELECT id FROM agent WHERE login = 'ann')"; }
n=$(owned)
crash() {
    for delay in 0.002 0.01 0.02 0.03; do
        tk-undo -q -y "$change" &
        sleep "$delay"
        kill -9 $! && wait $!
        [ "$(owned)" = "$n" ] || { [ "$(rows "SELECT 1 FROM change WHERE undoes = $change")" = 1 ] && tk-undo -q -y "$(last)"; } || return
        [ "$(owned)" = "$n" ] || return
    done 2>/dev/null
}
run 'a crash leaves all or nothing' -- crash
run 'thousands at once' -o "$(rows "SELECT n FROM change WHERE id = $change")" -- "tk-undo -y -F ids $change | wc -l"
sound 'in the end'

# --- all of it

run 'step by step to the beginning' -s 1 -e "tk-undo: nothing is left to undo of what $me did" \
    -- 'for ((i = 0; i < 500; i++)); do tk-undo -q -y || exit; done'
run 'no ticket is left' -- tk-list is:any
sound 'an empty desk'
# --- a merge turns to and fro between tickets: each is counted once

must tk-new -q -r m1@example.com Eins
into=$(rows 'SELECT max(id) FROM ticket')
for i in 2 3; do
    must tk-new -q -r "m$i@example.com" "Nummer $i"
done
must tk-merge -q "$into" $((into + 1)) $((into + 2))
run 'a merge of three' -e~ '(?s)change \d+ \(tk-merge by [^)]+\) of \S+ is undone: 3 tickets, merged, cc\n.*' -- tk-undo -n

for i in {4..30}; do
    must tk-new -q -r "m$i@example.com" "Nummer $i"
done
# shellcheck disable=SC2046 # each number a word
must tk-merge -q "$into" $(seq $((into + 3)) $((into + 29)))
run 'a merge of many' -e~ '(?s)[^\n]*: 28 tickets, merged, cc\n(?:\d+: [^\n]*\n){38}\.\.\. and 8 more tickets\n' -- tk-undo -n

finish
