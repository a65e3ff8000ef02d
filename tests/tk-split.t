#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-split: messages of a thread that become a ticket of their own.
# every: write tk-split --copy 1 1
. "${0%/*}/lib.sh"
desk --tz UTC
me=$(id -un)
must tk-queue add billing
must tk-agent add eve --role viewer
at() { export TK_NOW=2026-11-$1; }
at 20T10:00:00Z
must tk-new -q -r 'Ana <ana@example.com>' -p high -t vip --lang cs --channel phone -m 'the printer' Printer
at 20T11:00:00Z
must tk-reply -q -m 'first answer' 1
at 20T12:00:00Z
must tk-reply -q --note -m 'inner word' 1
at 20T13:00:00Z
must tk-reply -q -m 'about the invoice' 1
must tk-new -q -r bob@example.com -m 'another' Other
at 21T09:00:00Z
state() { tk-list -s id -c id,subject,queue,priority,customer,channel,lang,replies,contacts,replied,status,assignee,tags "id:$1"; }
thread() { tk-show --thread "$1" -c id,item,kind,at,author,channel,text; }

# --- what is refused
run 'no messages' -s 64 -e~ 'tk-split: give a ticket and the numbers of its messages.*' -- tk-split 1
run 'nothing' -s 64 -e~ 'tk-split: give a ticket .*' -- tk-split
run 'no number' -s 64 -e~ 'tk-split: not the number of a message: "x".*' -- tk-split 1 x
run 'no ticket id' -s 64 -e~ 'tk-split: not a ticket id: "␛\[2J".*' -- tk-split $'\e[2J' 1
run 'an unknown ticket' -s 66 -e 'tk-split: no such ticket 99' -- tk-split 99 1
run 'a ticket that changed' -s 65 -e~ 'tk-split: ticket 1 changed: its rev is \d+, not 3 .*' -- tk-split --if-rev 3 1 2
run 'an unknown message' -s 66 -e 'tk-split: no message 99 (tk-show 1 has their numbers)' -- tk-split 1 99
run 'a message of another ticket' -s 65 -e 'tk-split: message 5 is in ticket 2, not in 1' -- tk-split 1 5
run 'the opening message' -s 65 -e 'tk-split: message 1 opened ticket 1 and stays there: --copy copies it' -- tk-split 1 1
run 'one bad message: nothing is done' -s 65 -e~ 'tk-split: message 5 .*' -- tk-split 1 4 5
run 'an unknown queue' -s 67 -e~ 'tk-split: unknown queue "nowhere".*' -- tk-split -Q nowhere 1 4
run 'an unknown priority' -s 64 -e~ 'tk-split: unknown priority "x".*' -- tk-split -p x 1 4
run 'an empty subject' -s 64 -e~ 'tk-split: the subject is empty' -- tk-split --subject '' 1 4
run 'a subject of two lines' -s 64 -e~ 'tk-split: the subject has more than one line' -- tk-split --subject $'a\nb' 1 4
run 'a bad address' -s 64 -e~ 'tk-split: .*' -- tk-split -r 'not one' 1 4
run 'a viewer may not' -s 77 -e~ 'tk-split: .*' -- tk-split --as eve 1 4
run 'nothing was made' -o $'1\n2' -- tk-list is:any -s id -F ids
run 'a dry run' -e $'3\tPrinter\t1' -- tk-split -n 1 4 -c id,subject,replies
run 'makes nothing' -o $'1\n2' -- tk-list is:any -s id -F ids

# --- moving
run 'the number of the new ticket' -o 3 -- tk-split 1 4
run 'what it has from the old one' \
    -o $'3\tPrinter\tsupport\thigh\tana@example.com\tphone\tcs\t1\t0\t2026-11-20T13:00:00Z\tnew\t-\t-' -- state 3
run 'the old one is counted anew' \
    -o $'1\tPrinter\tsupport\thigh\tana@example.com\tphone\tcs\t1\t0\t2026-11-20T11:00:00Z\topen\t-\tvip' -- state 1
run 'the message keeps number, author, time and channel' \
    -o $'3\t4\treply\t2026-11-20T13:00:00Z\t'"$me"$'\ttool\tabout the invoice\n3\t6\trequest\t2026-11-21T09:00:00Z\t'"$me"$'\ttool\t-' -- thread 3
run 'it is not in the old thread' -o $'1\n2\n3' -- tk-show --thread 1 -c item
run 'not twice' -s 65 -e 'tk-split: message 4 is in ticket 3, not in 1' -- tk-split 1 4
run 'found where it is now' -o 3 -- tk-list invoice -F ids
run 'the history has both' -o $'1\tmessage\treply\t-\n3\tmessage\t-\treply' -- \
    "tk-log 1 3 -c ticket,field,old,new,event | grep -E 'message.reply.-|^3.message.-.reply' | cut -f 1-4"
run 'they are linked' -o $'1\trelated\t3\n3\trelated\t1' -- 'tk-show 1 3 -c id,kind,name,text | grep field.related | cut -f 1,3,4'
run 'the page: no message without a text' -O - -- 'tk-show -F table 3 | tail -n 6' <<EOF

── $me · reply · 2026-11-20 13:00

  about the invoice

 * 2026-11-21 09:00 $me split it from 1
EOF
run 'the page of the old one' -o " * 2026-11-21 09:00 $me moved reply 4 to 3" -- 'tk-show -F table 1 | tail -n 1'
run 'the first reply away: the next one counts' -o $'4\n1\t0\t-\n4\t1\t2026-11-20T11:00:00Z' -- \
    'tk-split 1 2; tk-list -s id id:1,4 -c id,replies,replied'
run 'the history adds up' -- tk-check -q

# --- options
run 'all of them' -o $'5\tInvoice\tbilling\tlow\tzoe@example.pl\tphone\tcs\t0\t0\t-\tnew\t-\t-' -- \
    'tk-split -q 1 3 --subject Invoice -Q billing -p low -r "Zoe <zoe@example.pl>"; state 5'
run 'a record' -o $'id,subject\n6,Printer' -- tk-split 5 3 --subject Printer -c id,subject -F csv
run 'a key: once' -o $'7\n7' -- 'tk-split -K k --copy 6 3; tk-split -K k --copy 6 3'
run 'another request' -s 65 -e~ 'tk-split: the key "k" was used .*' -- tk-split -K k --copy 6 3 --subject x
run 'quietly' -- tk-split -q 7 11
run 'a message named twice counts once' -o $'9\t2' -- \
    'tk-split --copy 1 1 1 -c id | tr "\n" "\t"; tk-show --thread 9 -c item | wc -l'

# --- copying
run 'a copied opening message is one of the customer' \
    -o $'9\t13\trequest\t2026-11-21T09:00:00Z\t-\n9\t14\tmessage\t2026-11-20T10:00:00Z\tthe printer' -- \
    "tk-show --thread 9 -c id,item,kind,at,text | sort -k 2n"
run 'and counts as one' -o $'9\t1\tana@example.com' -- tk-list id:9 -c id,contacts,customer
run 'the old one has it still' -o 'the printer' -- 'tk-show --thread 1 -c text | head -n 1'
run 'both are found' -o $'1\n9' -- tk-list 'body:"the printer"' -s id -F ids
sqlite3 "$TK_DB" "INSERT INTO blob(id, hash, size, data) VALUES(1, x'00', 1, x'41');
    INSERT INTO attachment VALUES(14, 1, 1, 'a.png', 'image/png', NULL)"
run 'attached files are copied' -o 'a.png|2' -- \
    "tk-split -q --copy 9 14; sqlite3 \"\$TK_DB\" 'SELECT name, count(*) FROM attachment GROUP BY name'"
run 'and moved' -o '11|14' -- \
    "tk-split -q 9 14; sqlite3 \"\$TK_DB\" 'SELECT ticket, message FROM attachment a JOIN message m ON m.id = a.message WHERE m.id = 14'"
sqlite3 "$TK_DB" 'DELETE FROM attachment; DELETE FROM blob'
run 'the customer comes from the message' -o $'12\tbob@example.com' -- tk-split --copy 2 5 -c id,customer
run 'his profile has it, but no empty message' -o $'message\t12\tanother\nrequest\t2\tanother' -- \
    'tk-customer show bob@example.com -c id,item,ticket,text | cut -f 2- | grep -E "^(request|message)"'

# --- threads of several tickets
must tk-merge 2 12
m=$(tk-show --thread 12 -c item,kind | sed -n 's/\tmessage//p')
run 'a message of a merged ticket' -o "$m"$'\tmessage' -- \
    "tk-split 2 $m -q; tk-show --thread 13 -c item,kind | grep message"
run 'by the number of the merged one' -o $'14\tOther' -- \
    "tk-merge -q 2 13; tk-split 13 $m -c id,subject"
run 'split and merged again it is in the thread' -o $'14\tanother' -- \
    "tk-merge -q 2 14; tk-show --thread 2 -c item,kind,origin,text | grep ^$m | cut -f 3-"
run 'once' -o 1 -- "tk-show --thread 2 -c item | grep -c ^$m$"
run 'Hebrew' -o $'15\tחשבונית' -- tk-split --copy 1 1 --subject חשבונית -c id,subject
run 'the desk is sound at last' -- tk-check -q

split_both() {
    local m
    tk-reply -q -m race 1
    m=$(tk-show --thread 1 -c item | tail -n 1)
    tk-split -q 1 "$m" 2>"$T/one" &
    tk-split -q 1 "$m" 2>"$T/two" &
    wait
    cat "$T/one" "$T/two" | sed 's/ticket [0-9]*/ticket N/; s/message [0-9]*/message N/'
}
run 'two at once: one of them is refused' -o 'tk-split: message N is in ticket N, not in 1' -- split_both
run 'and the desk is sound' -- tk-check -q
finish
