#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The query language (tk-query(7), INTERFACE 5): what each term finds, and what is refused.
. "${0%/*}/lib.sh"
desk
must tk-agent add ann
must tk-agent add bob
must tk-queue add billing
must tk-agent serve ann billing
must tk-field add room
must tk-field add floor --type number
must tk-field add until --type time
must tk-field add paid --type flag
must tk-field add size --type choice --choices small,large

# Twelve tickets.  The clock of the tests is Sunday 2026-11-22T12:00:00Z.
cat >desk.csv <<'END'
id,status,priority,queue,assignee,customer,name,org,created,updated,solved,closed,due,snooze,resolution,category,channel,lang,tags,watchers,key,x.room,x.floor,x.until,x.paid,x.size,subject,body
1,new,urgent,support,,ana@example.com,Ana Nová,Acme,2026-11-22T10:00:00Z,2026-11-22T10:00:00Z,,,2026-11-23T10:00:00Z,,,hardware,mail,cs,"printer,vip",,k-1,B12,3,2026-11-30T10:00:00Z,true,large,Printer on fire,"It smokes. Call +420 777 123 456, please."
2,open,high,billing,ann,borek@example.cz,Bořek,,2026-11-20T09:00:00Z,2026-11-21T12:00:00Z,,,2026-11-21T00:00:00Z,,,invoice,web,cs,vip,"bob,ann",,,10,,false,small,Dvojitá faktura,Proč platím dvakrát?
3,pending,normal,support,bob,zofia@example.pl,Zofia,,2026-11-10T09:00:00Z,2026-11-12T09:00:00Z,,,,,,account,tool,pl,login,,,B13,-2,,,,Nie mogę się zalogować,Adres: ul. Łódzka 5; hasło nie działa w Łodzi.
4,hold,low,support,ann,,,,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,,,,2026-12-01T00:00:00Z,,,phone,en,,,,,,,,,C++ compiler not working,gcc says: error ??? at 10:30 in http://example.org/x
5,solved,normal,support,bob,noa@example.co.il,נועה,,2026-11-01T00:00:00Z,2026-11-19T00:00:00Z,2026-11-19T00:00:00Z,,,,fixed,hardware,chat,he,printer,bob,,,,,,,מדפסת,הַמַּדְפֶּסֶת לא עובדת
6,closed,normal,billing,ann,ana@example.com,,,2026-09-01T00:00:00Z,2026-10-10T00:00:00Z,2026-10-09T00:00:00Z,2026-10-10T00:00:00Z,,,answered,invoice,mail,en,old,,k-6,,,,,,Old printer invoice,Closed long ago
7,open,normal,support,,"+420777123456",,,2026-11-22T11:00:00Z,2026-11-22T11:00:00Z,,,,,,,phone,en,,,,,,,,,Working not printer,"100% ""quoted"" text_with_underscore — and e-mail foo@bar.org"
END
must eval 'tk-new -q -I csv --restore <desk.csv'
must eval "TK_NOW=2026-11-22T11:30:00Z tk-reply -q --as ann -m 'Opravíme to. smokeless' 2"

# finds NAME QUERY IDS [ARG...]: exactly these, in numerical order
finds() {
    run "$1" -o "$3" -- tk-list -F ids -s id "${@:4}" "$2"
}
# f QUERY IDS: the same, named by the query, ids on one line
f() {
    run "$1" -o "$(tr ' ' '\n' <<<"$2")" -- tk-list -F ids -s id "$1"
}
# bad QUERY STATUS COLUMN TEXT: refused with this message and the caret in this column (from 0)
bad() {
    run "refused: $1" -s "$2" -E - -- tk-list "$1" <<END
tk-list: query: $4
  $1
  $(printf '%*s' "$3" '')^
END
}

# --- values of every field

f id:1 1
f id:1,6,99 '1 6'
f id:TK-6 6
f '#6' 6
f 'id:#6' 6
f 'id:2..4' '2 3 4'
f 'id:6..' '6 7'
f 'id:..2' '1 2'
f 'id:<3' '1 2'
f 'id:<=3' '1 2 3'
f 'id:>6' 7
f 'id:>=6' '6 7'
f status:new 1
f status:solved,closed '5 6'
f status:pending.. '3 4 5 6'
f status:new..open '1 2 7'
f 'status:>hold' '5 6'
f resolution:fixed 5
f resolution:fixed,answered '5 6'
f no:resolution '1 2 3 4 7'
f priority:high 2
f priority:high.. '1 2'
f priority:..low 4
f 'priority:<=normal' '3 4 5 7'
f 'priority:"urgent"' 1
f queue:billing 2
f queue:billing,support '1 2 3 4 5 7'
f queue:any '1 2 3 4 5 7'
f queue:none ''
f assignee:ann '2 4'
f assignee:ann,none '1 2 4 7'
f assignee:any '2 3 4 5'
f @bob '3 5'
f @none '1 7'
f @any '2 3 4 5'
f no:assignee '1 7'
f has:assignee '2 3 4 5'
f 'NOT @bob' '1 2 4 7'
f customer:ana@example.com 1
f customer:ANA@example.com 1
f 'customer:+420777123456' 7
f 'customer:"+420 777 123 456"' 7
f 'customer:"Ana Nová"' 1
f 'customer:"ana nova"' 1
f 'customer:ana*' 1
f customer:none 4
f customer:any '1 2 3 5 7'
f no:customer 4
f has:customer '1 2 3 5 7'
f customer:unknown@example.com ''
f org:Acme 1
f no:org '2 3 4 5 7'
f has:org 1
f org:Nobody ''
f tags:vip '1 2'
f tag:vip '1 2'
f +vip '1 2'
f '+vip +printer' 1
f tags:vip,login '1 2 3'
f 'tags:pri*' '1 5'
f no:tags '4 7'
f has:tag '1 2 3 5'
f +unknown ''
f category:invoice 2
f 'category:hard*' '1 5'
f no:category '4 7'
f channel:mail,web '1 2'
f lang:cs '1 2'
f 'lang:p*' 3
f no:lang ''
f subject:printer '1 7'
f 'subject:"not working"' 4
f 'subject:print*' '1 7'
f subject:smokes ''
f body:smokes 1
f body:printer ''
f 'body:smok*' '1 2'
f text:smokes 1
f text:printer '1 7'
f 'text:printer,faktura' '1 2 7'
f key:k-1 1
f key:k-6 6
f key:k-1,k-6 '1 6'
f has:key '1 6'
f no:parent '1 2 3 4 5 6 7'
f parent:1 ''
f watcher:bob '2 5'
f watcher:me ''
f watcher:any '2 5'
f no:watcher '1 3 4 7'
f has:attachment ''
f attachment:x.pdf ''
f no:attachment '1 2 3 4 5 7'
f 'rev:>1' '1 2 3 4 5 7'
f 'rev:..1' ''
f x.room:B12 1
f 'x.room:B*' '1 3'
f x.room:B12,B13 '1 3'
f has:x.room '1 3'
f no:x.room '2 4 5 7'
f x.floor:3 1
f 'x.floor:3..' '1 2'
f 'x.floor:..3' '1 3'
f 'x.floor:-2..3' '1 3'
f 'x.floor:<10' '1 3'
f 'x.floor:>=10' 2
f x.until:2026-11 1
f x.until:2026-11-30 1
f x.until:2026-11-30..2026-12 1
f 'x.until:>2026-11-30' ''
f 'x.until:<2026-11-30' ''
f x.paid:yes 1
f x.paid:true 1
f x.paid:no 2
f x.size:large,small '1 2'
f 'is:open x.room:B12 x.floor:3' 1

# --- states

f is:open '1 2 3 4 7'
f is:solved 5
f is:closed 6
f is:closed,solved '5 6'
f is:overdue 2
f is:unassigned '1 7'
f is:waiting 3
f is:snoozed 4
f is:mine ''
f is:merged ''
f is:blocked ''
f is:any '1 2 3 4 5 6 7'
f 'NOT is:open' '5 6'
for q in is:mine 'NOT is:mine' @me watcher:me; do
    run "$q of somebody who is no agent" -s 67 \
        -e~ 'tk-list: query: "me" is "zoe", which is no agent of this desk(?s).*' -- "TK_AGENT=zoe tk-list $q"
done
run 'is:mine and @me are who asks' -o $'2\n4\n--\n2\n4' \
    -- 'export TK_AGENT=ann; tk-list -F ids -s id is:mine; echo --; tk-list -F ids -s id @me'
run 'queue:me is what I serve' -o 2 -- 'TK_AGENT=ann tk-list -F ids queue:me'

# --- times

f created:today '1 7'
f created:2026-11-22 '1 7'
f created:yesterday ''
f created:2026-11-20 2
f created:2026-11 '1 2 3 5 7'
f created:2026-10..2026-11 '1 2 3 4 5 7'
f created:2026-W47 '1 2 7'
f created:sunday '1 7'
f created:friday 2
f created:2026-11-10T09:00:00Z 3
f created:2026-11-10T10:00+01:00 3
f 'created:>2026-11-20' '1 7'
f 'created:>=2026-11-20' '1 2 7'
f 'created:<2026-11' 4
f 'created:<=2026-11-01' '4 5'
f created:..2026-11-01 '4 5'
f created:2026-11-20.. '1 2 7'
f created:2026-11-20..2026-11-20 2
f created:90m '7'
f created:2h '1 7'
f created:3d '1 2 7'
f created:3d.. '1 2 7'
f created:..3d '3 4 5'
f created:2w..3d 3
f 'created:"2026-11-10".."2026-11-20"' '2 3'
f 'created:2026-11-10.."2026-11-20"' '2 3'
f updated:today '1 2 7'
f updated:1d '1 2 7'
f replied:today 2
f no:replied '1 3 4 5 7'
f has:replied 2
f solved:2026-11-19 5
f solved:2026-10..2026-11 5
f 'solved:2026-10..2026-11 is:any' '5 6'
f has:solved 5
f closed:2026-10-10 6
f closed:..2026-10 6
f no:closed '1 2 3 4 5 7'
f due:tomorrow 1
f due:2d 1
f due:..today 2
f due:friday ''
f has:due '1 2'
f no:due '3 4 5 7'
f snooze:2026-12 4
f snooze:2w 4
f 'age:>3d' '3 4 5'
f 'age:<3d' '1 2 7'
f age:3d.. '3 4 5'
f age:3d '3 4 5'
f age:..1d '1 7'
f age:1d..2w '2 3'
f 'created:"2026-11-20"' 2

# --- words

f printer '1 7'
f PRINTER '1 7'
f 'printer fire' 1
f 'fire printer' 1
f '"on fire"' 1
f '"fire on"' ''
f '"printer on"' 1
f 'print*' '1 7'
f 'printer not working' 7
f 'not' '4 7'
f '"not working"' 4
f smokes 1
f 'faktura platim' 2
f 'dvojita FAKTURA' 2
f zalogowac 3
f 'mogę' 3
f lodzka 3
f 'łódzka' 3
f ŁÓDZKA 3
f lodzi 3
f haslo 3
f opravime 2
f 'פרינטר' ''
f 'מדפסת' 5
f 'המדפסת' 5
f 'המַּדְפֶּסֶת' 5
f 'עובדת' 5
f c++ 4
f 'c++ compiler' 4
f '???' 4
f '"???"' 4
f '—' 7
f '100%' 7
f '%' 7
f 'text_with_underscore' 7
f '_' 7
f e-mail 7
f 'foo@bar.org' 7
f '"10:30"' 4
f '"http://example.org/x"' 4
f '+420' 1
f '+420 777 123 456' 1
f '"+420 777 123 456"' 1
f '777123456' ''
f '"\"quoted\""' 7
f '"say \\ \" x"' ''
f '*' ''

# --- operators

f 'printer OR faktura' '1 2 7'
f 'printer fire OR faktura' '1 2'
f 'printer (fire OR working)' '1 7'
f 'printer AND working' 7
f 'printer NOT fire' 7
f 'NOT printer' '2 3 4 5'
f 'NOT (printer OR faktura)' '3 4 5'
f 'is:open NOT @ann NOT +vip' '3 7'
f '(status:new OR status:open) priority:high..' '1 2'
f '((+vip))' '1 2'
f '(printer)(fire)' 1
f 'printer or fire' ''
f 'priority:high.. queue:billing @ann' 2
f 'NOT no:assignee' '2 3 4 5'
f 'NOT x.floor:3' '2 3 4 5 7'
f '  printer
fire	' 1
f '' '1 2 3 4 5 7'

# --- what is left out

f 'old' ''
f 'old is:any' 6
for q in status:closed is:closed resolution:answered closed:2026 id:6 '#6' key:k-6 'no:parent old'; do
    f "$q" 6
done
run '-v says so' -o 1 -e 'tk-list: closed and merged tickets are left out (is:any shows all)' -- tk-list -v -F ids fire
run 'and is silent where nothing is' -o 6 -- tk-list -v -F ids old is:any

# --- order and limit

run 'the default: updated-, then id-' -o $'2\n7\n1\n5\n3\n4' -- tk-list -F ids
run 'words: newest matching message first' -o $'7\n1' -- tk-list -F ids printer
run 'which an answer makes new' -o $'1\n7' -- 'tk-reply -q --note -m "printer seen" 1; tk-list -F ids printer'
run 'said' -o $'1\n7' -- tk-list -F ids printer -s match-
run 'each once' -o 1 -- tk-list -F ids '(smok* OR fire OR printer) @none priority:urgent'
run 'also with several words' -o $'1\n7\n2' -- tk-list -F ids 'printer OR faktura'
run 'sort:' -o $'7\n2\n1' -- tk-list -F ids '(printer OR faktura)' sort:id-
run 'of several keys' -o $'2\n1' -- tk-list -F ids sort:priority,id- +vip
run 'limit:' -o $'1' -- tk-list -F ids +vip sort:id limit:1
run 'options win' -o $'2\n1' -- tk-list -F ids sort:id limit:1 +vip -s id- -L 5
run 'in parentheses' -o 1 -- tk-list -F ids '(+vip sort:id limit:1)'

# --- --match

run '--match' -o 2 -- tk-list -F ids --match queue=billing
run 'all of them' -o 2 -- tk-list -F ids --match tags=vip --match priority=high
run 'and the query' -o 1 -- tk-list -F ids --match tags=vip printer
run 'a word alone, sorted otherwise' -o $'7\n1' -- tk-list -F ids printer -s priority
run 'or among ids' -o 1 -i $'2\n1' -- tk-list - printer -F ids
run 'even where it has OR' -o 1 -- tk-list -F ids --match tags=vip printer OR working
run 'nothing in it is parsed' -- tk-list -F ids --match 'tags=vip,login'
run 'no prefix' -- tk-list -F ids --match 'tags=v*'
run 'no quotes' -s 67 -e 'tk-list: unknown agent "ann" OR is:any"' -- tk-list --match 'assignee=ann" OR is:any'
run 'no keyword' -s 67 -e~ 'tk-list: unknown agent "none".*' -- tk-list --match assignee=none
run 'not even me' -s 67 -e~ 'tk-list: unknown agent "me".*' -- 'TK_AGENT=ann tk-list --match assignee=me'
run 'no range' -s 64 -e~ 'tk-list: id: "1..3" is no number' -- tk-list --match id=1..3
run 'words are a phrase' -o 4 -- tk-list -F ids --match 'text=not working'
run 'an = in the value' -- tk-list -F ids --match 'category=a=b'
run 'a custom field' -o 1 -- tk-list -F ids --match x.room=B12
run 'SQL is text' -- tk-list -F ids --match "category=' OR 1=1 --"
run 'a quote in a phrase' -o 7 -- tk-list -F ids --match 'text="quoted" text_with'
run 'an unknown field' -s 64 -e 'tk-list: unknown field "prioriti", did you mean "priority"?' -- tk-list --match prioriti=high
run 'no field' -s 64 -e~ 'tk-list: --match vip: write FIELD=VALUE' -- tk-list --match vip
run 'no value' -s 64 -e~ 'tk-list: --match tags=: write FIELD=VALUE' -- tk-list --match tags=
run 'sort is no condition' -s 64 -e~ 'tk-list: unknown field "sort".*' -- tk-list --match sort=id
run 'an unknown value' -s 64 -e~ 'tk-list: unknown priority "hihg", did you mean "high"\?.*' -- tk-list --match priority=hihg

# --- refused, with the place

bad prioriti:high 64 0 'unknown field "prioriti", did you mean "priority"? (to search for the text, write '\''"prioriti:high"'\'')'
bad 'printer queu:billing' 64 8 'unknown field "queu", did you mean "queue"? (to search for the text, write '\''"queu:billing"'\'')'
bad 10:30 64 0 'unknown field "10" (to search for the text, write '\''"10:30"'\'')'
bad http://x 64 0 'unknown field "http" (to search for the text, write '\''"http://x"'\'')'
bad 'žluť printer foo:' 64 13 'unknown field "foo" (to search for the text, write '\''"foo:"'\'')'
bad 'מדפסת foo:x' 64 6 'unknown field "foo" (to search for the text, write '\''"foo:x"'\'')'
bad no:foo 64 3 'unknown field "foo"'
bad no: 64 3 'a field is missing here'
bad no:status 64 0 'no:status: not a field that a ticket may lack'
bad has:is 64 0 'has:is: not a field that a ticket may lack'
bad 'x.rom:B12' 64 0 'unknown custom field "rom", did you mean "room"? (a lead can add it: tk-field add rom)'
bad status:opne 64 0 'unknown status "opne", did you mean "open"? (new open pending hold solved closed)'
bad 'vip priority:hihg' 64 4 'unknown priority "hihg", did you mean "high"? (low normal high urgent)'
bad is:opn 64 0 'unknown state is:opn, did you mean "open"?'
bad is:overdu 64 0 'unknown state is:overdu, did you mean "overdue"?'
bad channel:fax 64 0 'unknown channel "fax" (tool mail web chat phone)'
bad @anna 67 0 'unknown agent "anna", did you mean "ann"?'
bad 'printer assignee:bobb' 67 8 'unknown agent "bobb", did you mean "bob"?'
bad watcher:bobb 67 0 'unknown agent "bobb", did you mean "bob"?'
bad queue:biling 67 0 'unknown queue "biling", did you mean "billing"?'
bad subject: 64 8 'subject: has no value here (to find tickets without one, write no:subject)'
bad 'subject:""' 64 8 'subject: has no value here (to find tickets without one, write no:subject)'
bad 'tags:vip,' 64 9 'tags: has no value here (to find tickets without one, write no:tags)'
bad 'tags:,vip' 64 5 'tags: has no value here (to find tickets without one, write no:tags)'
bad 'status: open' 64 7 'status: has no value here (to find tickets without one, write no:status)'
bad 'priority:>' 64 10 'priority: has no value here (to find tickets without one, write no:priority)'
bad 'priority:>=' 64 11 'priority: has no value here (to find tickets without one, write no:priority)'
bad 'id:..' 64 3 'a range without ends'
bad 'id:>3..5' 64 4 'a comparison and a range at once'
bad 'id:x' 64 0 'id: "x" is no number'
bad 'id:0' 64 0 'id: "0" is no number'
bad 'id:1*' 64 0 'id: takes whole values, no prefix*'
bad 'queue:any..' 64 0 'queue: has no order: ranges and comparisons do not work on it'
bad 'tags:>vip' 64 0 'tags: has no order: ranges and comparisons do not work on it'
bad 'x.size:>small' 64 0 'x.size: has no order: ranges and comparisons do not work on it'
bad 'x.floor:3*' 64 0 'x.floor: takes whole values, no prefix*'
bad 'x.floor:two' 64 0 'x.floor: "two" is no number'
bad 'x.size:lrge' 64 0 'x.size: unknown choice "lrge", did you mean "large"? (small,large)'
bad 'created:01/02/26' 64 0 'created: the time "01/02/26" is ambiguous: write 2026-02-01 or 2026-01-02'
bad 'age:friday' 64 0 'age: "friday" is no duration: write 3d, 2h or 30m'
bad 'p*' 64 0 '"p*" is too short: give two letters before the *'
bad 'p* q*' 64 0 '"p*" is too short: give two letters before the *'
bad 'subject:???' 64 0 'subject: "???" has neither letter nor digit'
bad '"' 64 0 'this quote is never closed'
bad '"not closed' 64 0 'this quote is never closed'
bad 'subject:"not closed' 64 8 'this quote is never closed'
bad '"a"b' 64 3 'a blank is missing here'
bad 'tags:"a"b' 64 8 'a blank is missing here'
bad '""' 64 0 'an empty phrase'
bad ',' 64 0 'a comma belongs behind field:value'
bad 'printer, fire' 64 7 'a comma belongs behind field:value'
bad 'OR printer' 64 0 'a term is missing before this'
bad 'printer OR' 64 10 'a term is missing at the end'
bad 'printer OR OR fire' 64 11 'a term is missing before this'
bad 'printer AND' 64 11 'a term is missing at the end'
bad 'AND printer' 64 0 'a term is missing before this'
bad NOT 64 3 'a term is missing at the end'
bad 'NOT NOT printer' 64 4 'a term is missing before this'
bad 'NOT OR printer' 64 4 'a term is missing before this'
bad '(printer' 64 0 'this parenthesis is never closed'
bad 'a (b (c)' 64 2 'this parenthesis is never closed'
bad 'printer)' 64 7 'this parenthesis was never opened'
bad '()' 64 1 'a term is missing before this'
bad '(' 64 1 'a term is missing at the end'
bad 'printer OR limit:3' 64 11 'limit: belongs beside the terms, not under OR or NOT'
bad 'NOT sort:id' 64 4 'sort: belongs beside the terms, not under OR or NOT'
bad 'limit:x' 64 0 'limit: takes a number'
bad 'limit:-1' 64 0 'limit: takes a number'
bad 'no:limit' 64 0 'limit: takes a value'
run 'refused: an unknown key of sort:' -s 64 -e~ 'tk-list: unknown column "prio".*' -- tk-list sort:prio
run 'what is typed is shown safe' -s 64 -e~ '(?s)tk-list: query: unknown field "x".*␛.*' -- tk-list $'x:\e[31m'
run 'what is no UTF-8' -s 64 -e~ '(?s)tk-list: query: the query is not UTF-8 here\n  printer \\xFF\n {10}\^' -- tk-list $'printer \xff'

# --- limits

words() { printf '%s' "$(yes "$1" | head -n "$2" | paste -sd"$3")"; }
run '4 KiB' -- tk-list "$(head -c 4096 /dev/zero | tr '\0' x)"
run 'and no more' -s 64 -e 'tk-list: the query is longer than 4096 bytes' -- tk-list "$(head -c 4097 /dev/zero | tr '\0' x)"
run '64 terms' -o $'1\n7' -- tk-list -F ids -s id "$(words printer 64 ' ')"
run 'and no more' -s 64 -e~ '(?s)tk-list: query: more than 64 terms\n.*' -- tk-list "$(words printer 65 ' ')"
run '64 alternatives of the language' -o $'1\n7' -- tk-list -F ids -s id "$(words printer 64 '|' | sed 's/|/ OR /g')"
run '--match counts' -s 64 -e 'tk-list: more than 64 terms' -- tk-list --match id=1 "$(words printer 64 ' ')"
run 'depth 16' -o 1 -- tk-list -F ids "$(printf '(%.0s' {1..16})fire$(printf ')%.0s' {1..16})"
run 'and no more' -s 64 -e~ '(?s)tk-list: query: deeper than 16 parentheses\n.*\n {18}\^' \
    -- tk-list "$(printf '(%.0s' {1..17})fire$(printf ')%.0s' {1..17})"
run 'one beside the other is not deep' -o 1 -- tk-list -F ids "$(printf '(fire)%.0s' {1..60})"
run '2,000 values' -o 1 -- tk-list -F ids "id:$(words 1 2000 ,)"
run 'of words' -o $'1\n7' -- tk-list -F ids -s id "text:$(words printer 500 ,)"
run 'of a custom field' -o 1 -- tk-list -F ids "x.floor:$(words 3 1000 ,)"

# --- every term with every order: each picks its index

run 'no statement that cannot be prepared' -- '
    for q in "" id:1 @ann "@ann is:any" "is:overdue" "is:overdue @ann" "is:mine is:overdue" "is:mine status:closed" \
        "assignee:ann,bob" "assignee:any" "@none" +vip "+vip @ann" "queue:billing is:open" "queue:billing" \
        "customer:any" "customer:ana@example.com" "watcher:me" "printer" "printer @ann" "printer is:overdue" \
        "NOT printer" "printer OR @ann" "x.room:B12" "x.room:B*" "NOT x.room:B12" "is:any" "status:closed" \
        "no:due" "key:k-1" "parent:1" "??? @ann" "updated:3d" "created:3d" "is:snoozed" "is:merged"; do
        for s in match- updated- updated id id- priority- queue,id subject due customer tags x.floor body age; do
            tk-list -s "$s" -L 3 "$q" >/dev/null || echo "$q $s"
        done
    done'
must tk-new -r noa@example.co.il 'המדפסת התקלקלה'
run 'a Hebrew word behind its prefix in the subject' -o 'המדפסת התקלקלה' \
    -- tk-list 'subject:מדפסת' -c subject -L 1
# What a beginner writes is told, not searched for in silence.
run 'field=value' -s 64 -e~ 'tk-list: query: write priority:high .*\n.*\n.*' -- tk-list priority=high
run '!field:value' -s 64 -e~ 'tk-list: query: to negate, write NOT is:open\n.*\n.*' \
    -- tk-list '!is:open'
run 'a status behind is:' -s 64 -e~ 'tk-list: query: unknown state is:new: write status:new\n.*\n.*' \
    -- tk-list is:new
run 'other signs are words' -- tk-list 'a=b !x'
finish
