#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-merge: threads that go on in another ticket, and taking that back.
# every: write tk-merge 1 2 3
. "${0%/*}/lib.sh"
desk
must tk-agent add ann
must tk-agent add bob
# The clock goes on, so that there is an order of time.
hour=10
later() {
    hour=$((hour + 1))
    export TK_NOW=2026-11-22T$hour:00:00Z
}
for i in 1 2 3 4 5 6; do
    later
    must tk-new -q -r "c$i@example.com" -t "t$i" -m "body $i word$i" "Ticket $i"
done
later
must tk-cc +ann 2
must tk-cc +dan@example.com 2

# All that a merge may change, of tickets that are named.
state() { tk-list -s id -c id,status,queue,priority,assignee,customer,tags,watchers,replies,contacts,merged "$*"; }
cc() { sqlite3 "$TK_DB" "SELECT p.ticket, k.address FROM participant p JOIN contact k ON k.customer = p.who WHERE p.role = 2 ORDER BY 1, 2"; }
state is:any >before
cc >before.cc

# --- one into another
run 'the record of what was merged' -o $'2\t1\tnew\tTicket 2' -- tk-merge 1 2 -c id,merged,status,subject
run 'INTO gets tags, watchers' -o $'1\tt1,t2\tann' -- tk-list id:1 -c id,tags,watchers
run 'and customers in copy, also its customer' -o $'1|c2@example.com\n1|dan@example.com\n2|dan@example.com' -- cc
run 'what was merged keeps its own' -o $'2\tt2\tann\tc2@example.com' -- tk-list id:2 -c id,tags,watchers,customer
run 'counters are not summed' -o $'1\t0\t0' -- tk-list id:1 -c id,replies,contacts
run 'the same again: nothing' -o 2 -e 'tk-merge: 2: is so already' -- tk-merge -v 1 2 -F ids
run 'quietly' -- tk-merge 1 2 -q
run 'and without an event' -o 1 -- sqlite3 "$TK_DB" "SELECT count(*) FROM event WHERE field = 18"
run 'the default columns' -o~ '2\tnew\tnormal\tsupport\t-\tc2@example.com\t.*\tTicket 2' -- tk-merge 1 2
run 'a desk that is sound' -- tk-check -q

# --- what is refused
run 'into itself' -s 65 -e 'tk-merge: 1: ticket 1 cannot be merged into itself' -- tk-merge 1 1
run 'a loop' -s 65 -e 'tk-merge: 1: 2 is merged into 1: the other way round would be a loop' -- tk-merge 2 1
run 'merged elsewhere' -s 65 -e 'tk-merge: 2: 2 is merged into 1 already: tk-merge --undo 2 first' -- tk-merge 3 2
run 'all or nothing' -s 65 -e~ 'tk-merge: 2: 2 is merged .*' -- tk-merge 3 4 2
run 'so that 4 is not merged' -o $'4\t-' -- tk-list id:4 -c id,merged
run 'with -k the others are' -s 65 -o 4 -e~ 'tk-merge: 2: 2 is merged .*' -- tk-merge -k 3 4 2 -F ids
run 'an unknown FROM' -s 66 -e 'tk-merge: 99: no such ticket 99' -- tk-merge 1 99
run 'an unknown INTO' -s 66 -e 'tk-merge: no such ticket 99' -- tk-merge 99 1
run 'on stdin' -s 65 -e 'tk-merge: stdin:2: no such ticket 99' -i $'5\n99' -- tk-merge 1
run 'no INTO' -s 64 -e~ 'tk-merge: into which ticket\? .*' -- tk-merge
run 'no id' -s 64 -e~ 'tk-merge: not a ticket id: "x\[2J".*' -- tk-merge "x[2J" 1
run 'an empty one' -s 64 -e~ 'tk-merge: not a ticket id: "".*' -- tk-merge '' 1
run 'hostile' -s 64 -e~ 'tk-merge: not a ticket id: "1;␛\[2J".*' -- tk-merge $'1;\e[2J' 1
run 'INTO alone reads stdin' -i '' -- tk-merge 1
run 'with -E nothing is 1' -s 1 -i '' -- tk-merge -E 1
must tk-agent add eve --role viewer
run 'a viewer may not' -s 77 -e~ 'tk-merge: .*' -- tk-merge --as eve 1 5
run 'a dry run' -e $'5\t1' -- tk-merge -n 1 5 -c id,merged
run 'changes nothing' -o $'5\t-' -- tk-list id:5 -c id,merged
run '--if-rev is about FROM' -s 65 -e~ 'tk-merge: 5: ticket 5 changed: .*' -- tk-merge --if-rev 1 1 5
run 'its own rev' -o 5 -- 'tk-merge --if-rev "$(tk-list id:5 -c rev)" 1 5 -F ids && tk-merge -q --undo 5'
run 'a key' -o $'5\n5' -- 'tk-merge -K k1 1 5 -F ids && tk-merge -q --undo 5 && tk-merge -K k1 1 5 -F ids'
run 'was done once' -o $'5\t-' -- tk-list id:5 -c id,merged
must tk-merge --undo 4

# --- all that names the old ticket reaches the other
later
run 'a reply goes to the winner' -o 1 -- tk-reply -m 'one answer' 2 -F ids
run 'a field too' -o $'1\thigh' -- tk-set priority=high 2 -c id,priority
run 'both numbers count once' -o 1 -- tk-tag +both 2 1 -F ids
run 'row 2 itself' -o $'2\tnormal\tt2' -- tk-list id:2 -c id,priority,tags
run 'also through a pipe' -o $'2\t1' -i 2 -- tk-list - -c id,merged
run 'its own history' -o $'2\tmerged\t-\t1' -- 'tk-log 2 -c ticket,field,old,new | grep merged'
run 'is:merged' -o 2 -- tk-list is:merged -F ids
run 'nobody has to work on it' -o $'6\n5\n4\n3\n1' -- tk-list is:open -F ids -s id-
run 'nor is it unassigned' -o $'6\n5\n4\n3\n1' -- tk-list is:unassigned -F ids -s id-
run 'its own status is what it was' -o 2 -- tk-list status:new,open id:2 -F ids
run 'left out otherwise' -o $'6\n5\n4\n3\n1' -- tk-list -F ids -s id-
run 'a word of its message' -o 1 -- tk-list word2 -F ids
run 'another one, by a field' -o 1 -- tk-list body:word2 -F ids
run 'not without it' -o $'6\n5\n4\n3' -- tk-list NOT word2 -F ids -s id-
run 'two words of two tickets' -o 1 -- tk-list word1 word2 -F ids
run 'sorted' -o 1 -- tk-list word2 -s updated -F ids
run 'both, where all are looked at' -o $'1\n2' -- tk-list is:any word2 -F ids -s id
run 'a word without letters' -o 1 -- 'tk-reply -q --note -m "§§" 1; tk-list "§§" -F ids'
run 'among given ones' -o 1 -i $'1\n3' -- tk-list - word2 -F ids
run 'the limit counts tickets' -o 1 -- tk-list 'word1 OR word2' -L 1 -F ids
run 'the thread is one, in the order of time' \
    -o $'1\trequest\t-\tbody 1 word1\n1\trequest\t2\tbody 2 word2\n1\treply\t-\tone answer\n1\tnote\t-\t§§' \
    -- tk-show --thread 1 -c id,kind,origin,text
run 'by either number' -o same -- 'tk-show 2 >a; tk-show 1 >b; cmp a b && echo same'
run 'once' -o 1 -- 'tk-show 2 1 2 -F ids'
run 'once from stdin' -o 1 -i $'1\n2' -- tk-show -F ids
run 'who is merged into it' -o $'1\tmerged_from\t2' -- 'tk-show 1 -c id,name,text | grep merged_from'
run 'jsonl' -o '{"id":1,"kind":"request","origin":2}' -- 'tk-show 1 -F jsonl -c id,kind,origin | grep "origin\":2" | head -n 1'
run 'the page says so first' -o $'2 was merged into 1\n\n#1 Ticket 1' -- 'tk-show -F table 2 | head -n 3'
run 'and where messages come from' -o '── c2@example.com · request · from 2 · 2026-11-22 12:00' -- 'tk-show -F table 1 | grep "from 2 ·"'
run 'and what was done' -o~ ' \* 2026-11-22 17:00 .* merged 2 into 1; tag \+t2; watcher \+ann; .*' -- \
    'tk-show -F table 1 | grep "merged 2 into"'
in_terminal() { script -qefc "$1" /dev/null </dev/null | tr -d '\r'; }
if command -v script >/dev/null; then
    printf '#!/bin/sh\ncp "$1" seen\n' >quoting
    chmod +x quoting
    run 'the editor quotes the last word of a customer in the union' -s 1 -o~ '(?s).*' -- \
        'in_terminal "TK_EDITOR=$PWD/quoting tk-reply -e 2"'
    run 'which is of the merged one' -o 1 -- grep -c 'body 2' seen
else
    skip 'the editor' 'no script(1)'
fi

# --- the customer
run 'his profile has both, none twice' -o $'request\t2\tbody 2 word2\nrequest\t1\tbody 1 word1' \
    -- 'tk-customer show c2@example.com -c id,item,ticket,text | cut -f 2- | grep ^request'
run 'and counts one' -o~ 'tickets +1, 1 of them open, .*' -- 'tk-customer show c2@example.com -F table | grep ^tickets'
run 'the winner is there also when he is not in copy' -o $'ticket\t2\nother\t1' -- \
    'tk-cc -q -c2@example.com 1; tk-customer show c2@example.com -c id,item,ticket | cut -f 2- | grep -E "ticket|other"'
run 'open tickets are counted once' -o $'support\t5' -- tk-queue list -c name,open
must tk-cc +c2@example.com 1

# --- taking back
run 'undo' -o $'2\t-' -- tk-merge --undo 2 -c id,merged
run 'again' -o 2 -e 'tk-merge: 2: is so already' -- tk-merge -v --undo 2 -F ids
run 'what the merge gave goes; what somebody set stays' -o $'1\tboth,t1\t-' -- tk-list id:1 -c id,tags,watchers
run 'a customer whom somebody put into copy again stays' -o $'1|c2@example.com\n2|dan@example.com' -- cc
run 'the answer stays where it was written' -o $'1\t1\n2\t0' -- tk-list id:1,2 -s id -c id,replies
run 'the words too' -o 2 -- tk-list word2 -F ids
run 'its thread is its own' -o 'body 2 word2' -- tk-show --thread 2 -c text
run 'no page speaks of it' -o '#2 Ticket 2' -- 'tk-show -F table 2 | head -n 1'
run 'the desk is sound' -- tk-check -q
run 'a tag that somebody took and gave again stays' -o $'1\tboth,t1,t2' -- \
    'tk-merge -q 1 2; tk-tag -q -t2 1; tk-tag -q +t2 1; tk-merge -q --undo 2; tk-list id:1 -c id,tags'
run 'one that was taken stays away' -o $'1\tboth,t1' -- \
    'tk-tag -q -t2 1; tk-merge -q 1 2; tk-tag -q -t2 1; tk-merge -q --undo 2; tk-list id:1 -c id,tags'
run 'one that it had before stays' -o $'1\tboth,t1,t2' -- \
    'tk-tag -q +t2 1; tk-merge -q 1 2; tk-merge -q --undo 2; tk-list id:1 -c id,tags'
must tk-tag -t2 -both 1
must tk-cc -c2@example.com 1
run 'what two brought along stays for the second' -o $'1\tt1,t2,t3\n1\tt1,t2\n1\tt1' -- \
    'tk-tag -q +t2 3; tk-merge -q 1 2 3; tk-list id:1 -c id,tags; tk-merge -q --undo 3; tk-tag -q -t2 3
     tk-list id:1 -c id,tags; tk-merge -q --undo 2; tk-list id:1 -c id,tags'
run 'in the other order' -o $'1\tt1,t2,t3\n1\tt1,t2,t3\n1\tt1' -- \
    'tk-tag -q +t2 3; tk-merge -q 1 2 3; tk-list id:1 -c id,tags; tk-merge -q --undo 2
     tk-list id:1 -c id,tags; tk-merge -q --undo 3; tk-list id:1 -c id,tags; tk-tag -q -t2 3'

# --- chains: a -> b -> c, made and undone in every order
must tk-set priority=normal 1
must tk-reopen -q 1
state id:2..6 >chain
cc >chain.cc
for made in '3:2 4:3' '4:3 4:2' '4:3 3:2'; do
    for undone in '2 3' '3 2' '2,3'; do
        for pair in $made; do must tk-merge "${pair%:*}" "${pair#*:}"; done
        run "merged $made: one thread" -o $'4\n4\n4' -- 'for i in 2 3 4; do tk-show -F ids $i; done'
        run "its words lead to the end" -o 4 -- tk-list word2 -F ids
        run 'tags of all' -o $'4\tt2,t3,t4' -- tk-list id:4 -c id,tags
        # shellcheck disable=SC2086 # words
        for one in $undone; do must tk-merge --undo ${one//,/ }; done
        run "undone $undone: all is as it was" -O chain -- state id:2..6
        run 'also who is in copy' -O chain.cc -- cc
    done
done
run 'in the middle of a chain what came through it goes, too' -o $'3\tt3\n4\tt3,t4' -- \
    'tk-merge -q 3 2; tk-merge -q 4 3; tk-merge -q --undo 2; tk-list -s id id:3,4 -c id,tags'
run 'a loop over three' -s 65 -e 'tk-merge: 4: 3 is merged into 4: the other way round would be a loop' -- tk-merge 3 4
run 'into a merged one: its winner is meant' -o $'5\t4' -- tk-merge 3 5 -c id,merged
must tk-merge --undo 3 5
run 'the desk is sound after all that' -- tk-check -q

# --- languages
must tk-new -q -r 'Noa <noa@example.co.il>' -t 'מנוי' --lang he -m 'המדפסת לא עובדת' 'מדפסת'
must tk-merge 6 7
run 'Hebrew words' -o 6 -- tk-list מדפסת -F ids
command -v script >/dev/null && run 'in 40 columns' -o~ '(?s)7 was merged into 6\n.*from\n? *7.*' -- \
    in_terminal 'stty cols 40 -onlcr; tk-show --no-pager --thread 7'
run 'a Hebrew tag comes and goes' -o $'6\tt6,מנוי\n6\tt6' -- \
    'tk-list id:6 -c id,tags; tk-merge -q --undo 7; tk-list id:6 -c id,tags'

# --- many, and at once
seq 1 1000 | sed 's/.*/Copy &/; 1i subject' >many.csv
must tk-new -I csv -q -t copy <many.csv
run 'a thousand in a pipe' -o '1000 8' -- \
    'tk-list tag:copy NOT id:8 -F ids | tk-merge 6 -F ids | sort -u | wc -l | sed "s/999/1000 8/"'
run 'one thread of a thousand' -o 1000 -- 'tk-show --thread 9 -c id | wc -l'
run 'and back' -o 0 -- 'tk-list is:merged -F ids | tk-merge --undo -q; tk-list is:merged -F ids | wc -l'
run 'exactly' -o $'6\tt6' -- tk-list id:6 -c id,tags

race() {
    local i n
    for i in 1 2 3 4 5 6; do
        tk-merge -q 1 2 2>>"$T/one" &
        tk-merge -q 2 1 2>>"$T/two" &
        wait
        n=$(cat "$T/one" "$T/two" | grep -c 'would be a loop')
        echo "$n refused, $(tk-list is:merged -F ids | wc -l) merged"
        : >"$T/one" && : >"$T/two"
        tk-list is:merged -F ids | tk-merge -q --undo
    done | sort -u
}
run 'one into the other and back at once: one is refused' -o '1 refused, 1 merged' -- race
run 'a desk that is sound at last' -- tk-check -q

# --- a state is that of a thread
a=$(tk-new -r c2@example.com Winner </dev/null) b=$(tk-new -r c2@example.com Loser </dev/null)
must tk-set -q status=solved "$b"
must tk-merge "$a" "$b"
run 'what is done to the solved is not done to where they went' -o $'0\nnew' -- \
    'tk-list "status:solved subject:Loser" | wc -l
     tk-list status:solved | tk-close -q; tk-list id:$a -c status'
run 'unless they are asked for' -o "$b" -- tk-list is:merged status:solved -F ids
finish
