#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-customer: the people who ask, their addresses, their whole story.
. "${0%/*}/lib.sh"

me=$(id -un)
desk -q
must tk-agent add ann
must tk-agent add vic --role viewer
as() { TK_AGENT=$1 "${@:2}"; }

# --- adding

run 'add prints the number' -o 1 -- tk-customer add ana@example.com
run 'adding twice prints it again' -o 1 -- tk-customer add ana@example.com
run 'letter case does not count' -o 1 -- tk-customer add Ana@EXAMPLE.com
run '-q prints nothing' -- tk-customer add ana@example.com -q
run '-v says that it was so' -o 1 -e 'tk-customer: it was so already: nothing changed' \
    -- tk-customer add ana@example.com -v
run 'a name is kept where there was none' -o 1 -- tk-customer add 'Ana Nováková <ana@example.com>'
run 'and overwritten by nothing' -o 1 -- tk-customer add ana@example.com --name Other
run 'facts' -o 2 -- tk-customer add zofia@example.pl --name 'Zofia Żółć' --org 'Zażółć sp. z o.o.' --lang pl
run 'a phone number' -o 3 -- tk-customer add '+420 777 123-456' --name 'Bořek Dočkal' --lang cs
run 'the same number otherwise' -o 3 -- tk-customer add '00420 (777) 123456'
run 'Hebrew' -o 4 -- tk-customer add noa@example.co.il --name 'נועה לוי' --lang he
run 'as JSON' -o '{"id":4}' -- tk-customer add noa@example.co.il -F jsonl
run 'list' -O - -- tk-customer list <<'EOF2'
1	ana@example.com	Ana Nováková	-	-	0	0	-
2	zofia@example.pl	Zofia Żółć	Zażółć sp. z o.o.	pl	0	0	-
3	+420777123456	Bořek Dočkal	-	cs	0	0	-
4	noa@example.co.il	נועה לוי	-	he	0	0	-
EOF2
for address in ana 12 '<ana@example.com' 'a@b@c' '-x@y.z' $'a\e@b.c' $'a\u202e@b.c' $'\xff@b.c' ''; do
    run 'what is no address' -s 64 -e~ 'tk-customer: ".*" is no address: write .*' \
        -- tk-customer add -- "$address"
done
run 'a name of two lines' -s 64 -e 'tk-customer: the name is one line of at most 1000 bytes' \
    -- tk-customer add new@example.com --name $'a\nb'
run 'no language' -s 64 -e 'tk-customer: "Czech" is no language: write a code like cs, pl, he or en-GB' \
    -- tk-customer add new@example.com --lang Czech
run 'nothing was added by that' -o '' -- tk-customer list new@
run 'add to a full disk says what stands' -s 74 -e~ 'tk-customer: .*change \d+ stands, output lost' \
    -- 'tk-customer add full@example.com >/dev/full'

# --- finding

run 'by a part of the name' -o 2 -- tk-customer list ofia -F ids
run 'folded' -o 2 -- tk-customer list zolc -F ids
run 'folded, from Czech' -o 3 -- tk-customer list DOČKAL -F ids
run 'by words in any order' -o 1 -- tk-customer list nova ana -F ids
run 'by words in one' -o 1 -- tk-customer list 'nova ana' -F ids
run 'Hebrew, with niqqud' -o 4 -- tk-customer list 'לֵוִי' -F ids
run 'by the domain' -o $'1\n5' -- tk-customer list @example.com -F ids
run 'by the beginning of an address' -o 1 -- tk-customer list Ana@ -F ids
run 'not by its middle' -o '' -- tk-customer list na@exam -F ids
run 'by the beginning of a number' -o 3 -- tk-customer list '+420 777' -F ids
run 'by a part of a number' -o 3 -- tk-customer list 123456 -F ids
run 'nobody' -o '' -- tk-customer list nobody
run 'nobody with -E' -s 1 -- tk-customer list nobody -E
run 'a quote is a quote' -o '' -- tk-customer list "' OR 1=1 --%"
run 'sorted' -o $'4\n2\n3\n1\n5' -- tk-customer list -s name-,id -F ids
run 'limited' -o $'1\n2' -e 'tk-customer: more exist than -L 2' -- tk-customer list -L 2 -F ids -v
run 'a misspelt option is no text' -s 64 -e 'tk-customer: unknown option "-name" (tk-customer -h helps)' \
    -- tk-customer list -name

# --- setting

run 'set' -- tk-customer set 1 lang=cs tz=Europe/Prague 'org=ACME s.r.o.' $'note=Prefers\nthe phone.'
run 'it is set' -o '1	cs	Europe/Prague	ACME s.r.o.	Prefers\nthe phone.' \
    -- 'tk-customer list -c id,lang,tz,org,note ana@'
run 'cleared' -- tk-customer set ana@example.com tz= org=
run 'it is cleared' -o '1	-	-' -- 'tk-customer list -c id,tz,org ana@'
run 'a zone that is none' -s 64 \
    -e 'tk-customer: unknown time zone "Prague": write an IANA name like Europe/Prague' \
    -- tk-customer set 1 lang=en tz=Prague
run 'nothing was changed' -o '1	cs' -- 'tk-customer list -c id,lang ana@'
run 'an unknown field' -s 64 \
    -e 'tk-customer: unknown customer field "nam", did you mean "name"? (name lang tz note org)' \
    -- tk-customer set 1 nam=x
run 'an unknown number' -s 67 \
    -e 'tk-customer: no customer "99": give a number or an address (tk-customer list finds names)' \
    -- tk-customer set 99 name=x
run 'an unknown address' -s 67 -e 'tk-customer: no customer has the address "who@example.com"' \
    -- tk-customer set who@example.com name=x

# --- addresses

run 'add addresses' -- tk-customer address 1 +ana@home.example +420602000111 +0602111222
run 'they are there' -o 'ana@example.com,ana@home.example,+420602000111,0602111222' \
    -- tk-customer list ana@ -c addresses
run 'adding twice' -e 'tk-customer: it was so already: nothing changed' \
    -- tk-customer address 1 +Ana@Home.example -v
run "somebody else's" -s 65 \
    -e 'tk-customer: "zofia@example.pl" belongs to customer 2 already: an address has one owner' \
    -- tk-customer address 1 +new@home.example +zofia@example.pl
run 'nothing was added by that' -o '' -- tk-customer list new@home
run 'another primary' -- tk-customer primary 1 ANA@home.example
run 'it comes first' -o 'ana@home.example,ana@example.com,+420602000111,0602111222' \
    -- tk-customer list 1 -c addresses ana@h
run 'the same primary' -e 'tk-customer: it was so already: nothing changed' \
    -- tk-customer primary 1 ana@home.example -v
run "a primary that is not hers" -s 67 -e 'tk-customer: customer 1 has no address "zofia@example.pl"' \
    -- tk-customer primary 1 zofia@example.pl
run 'remove, also the primary' -- tk-customer address 1 -ana@home.example -420602000111
run 'the oldest other one is primary' -o 'ana@example.com,0602111222' \
    -- tk-customer list -c addresses 'Nováková'
run 'remove what is not hers' -s 67 -e 'tk-customer: customer 1 has no address "zofia@example.pl"' \
    -- tk-customer address 1 -0602111222 -zofia@example.pl
run 'nothing was removed by that' -o 'ana@example.com,0602111222' \
    -- tk-customer list -c addresses 'Nováková'
run 'neither + nor -' -s 64 -e 'tk-customer: "a@b.c": write +ADDRESS to add or -ADDRESS to remove' \
    -- tk-customer address 1 a@b.c
run 'the number of another form' -- tk-customer address 1 '+0602 11.12 22'
run 'the last address goes, too' -- tk-customer address 5 -full@example.com
run 'then the number stands for her' -o '5	#5' -- 'tk-customer show "#5" -c id,name'

# --- rights

run 'a viewer reads' -o 1 -- 'TK_AGENT=vic tk-customer list ana@ -F ids'
run 'a viewer changes nothing' -s 77 -e 'tk-customer: only an agent may change anything' \
    -- as vic tk-customer set 1 name=x
run 'an agent does' -- as ann tk-customer set 1 name='Ana Nová'

# --- the whole story

at() { TK_NOW=2026-11-$1Z "${@:2}"; }
must at 01T08:00:00 tk-new -q -r ana@example.com -m $'It smokes.\n\nAna' 'Printer on fire'
must at 01T09:30:00 tk-reply -q 1 -m 'Please turn it off.' --status pending
must at 01T10:00:00 tk-reply -q 1 -r ana@example.com --channel mail -m 'Done.'
must at 01T10:10:00 tk-reply -q 1 --note -m 'She was not amused.'
must at 03T08:00:00 tk-close -q 1 -m 'It is new now.' --resolution fixed
must at 20T08:00:00 tk-new -q -r ana@example.com -Q support -a ann -m 'Nic netiskne.' 'Znovu tiskárna'
must at 21T08:00:00 tk-new -q -r zofia@example.pl -m 'Kto to zapłaci?' 'Rachunek'
must at 21T09:00:00 tk-cc -q +ana@example.com 3
must at 21T10:00:00 tk-new -q -r zofia@example.pl 'Unrelated'
must at 21T11:00:00 tk-reply -q 4 -r ana@example.com -m 'Me, too.'
run 'the profile, one item a line' -O - -- tk-customer show 1 <<EOF2
1	customer	-	2026-11-22T12:00:00Z	ana@example.com	Ana Nová
1	field	-	-	lang	cs
1	field	-	-	note	Prefers\nthe phone.
1	address	-	-	mail	ana@example.com
1	address	-	-	phone	0602111222
1	other	4	2026-11-21T10:00:00Z	new	Unrelated
1	waits	4	2026-11-21T10:00:00Z	us	93600
1	request	4	2026-11-21T10:00:00Z	zofia@example.pl	-
1	message	4	2026-11-21T11:00:00Z	ana@example.com	Me, too.
1	other	3	2026-11-21T08:00:00Z	new	Rachunek
1	waits	3	2026-11-21T08:00:00Z	us	100800
1	request	3	2026-11-21T08:00:00Z	zofia@example.pl	Kto to zapłaci?
1	ticket	2	2026-11-20T08:00:00Z	new	Znovu tiskárna
1	waits	2	2026-11-20T08:00:00Z	us	187200
1	request	2	2026-11-20T08:00:00Z	ana@example.com	Nic netiskne.
1	ticket	1	2026-11-01T08:00:00Z	closed	Printer on fire
1	replied	1	2026-11-01T09:30:00Z	-	5400
1	solved	1	2026-11-03T08:00:00Z	fixed	172800
1	closed	1	2026-11-03T08:00:00Z	-	172800
1	request	1	2026-11-01T08:00:00Z	ana@example.com	It smokes.\n\nAna
1	reply	1	2026-11-01T09:30:00Z	$me	Please turn it off.
1	message	1	2026-11-01T10:00:00Z	ana@example.com	Done.
1	note	1	2026-11-01T10:10:00Z	$me	She was not amused.
1	reply	1	2026-11-03T08:00:00Z	$me	It is new now.
EOF2
must at 22T08:00:00 tk-reply -q 2 -m 'Try again.' --status pending
must at 22T09:00:00 tk-set -q status=hold 3
run 'whom it waits for' -o $'us\t2026-11-21T10:00:00Z\nothers\t2026-11-22T09:00:00Z\nthem\t2026-11-22T08:00:00Z' \
    -- 'tk-customer show 1 -c item,name,at | sed -n "s/^waits.//p"'
must at 22T10:00:00 tk-reply -q 2 -r ana@example.com -m 'No.'
run 'her word unanswered since' -o $'us\t2026-11-22T10:00:00Z' \
    -- 'tk-customer show 1 -c ticket,item,name,at | sed -n "s/^2.waits.//p"'
run 'all columns' -o $'message\tmail\t-' \
    -- 'tk-customer show 1 -c item,channel,lang,text | sed -n "s/\tDone.$//p"'
run 'several of them, in that order' -o $'4\n1' -- tk-customer show noa@example.co.il 1 -F ids
run 'one unknown, nothing shown' -s 67 -e 'tk-customer: no customer has the address "x@y.z"' \
    -- tk-customer show 1 x@y.z
run 'json is complete' \
    -o '{"id":1,"item":"request","ticket":1,"at":"2026-11-01T08:00:00Z","name":"ana@example.com","text":"It smokes.\n\nAna"}' \
    -- 'tk-customer show 1 -F jsonl | grep "\"item\":\"request\",\"ticket\":1,"'
run 'the page' -O - -- tk-customer show 1 -F table <<EOF2
Customer 1: Ana Nová

language   cs
note       Prefers
           the phone.
known      since 2026-11-22 12:00
mail       ana@example.com
phone      0602111222
tickets    4, 3 of them open, waiting on us for 26 h

#4 new (takes part) · Unrelated
#3 hold (takes part) · Rachunek
#2 open · Znovu tiskárna
#1 closed · Printer on fire

━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
#4 Unrelated
new · support · a ticket of somebody else
waiting on us for 26 h

── Zofia Żółć <zofia@example.pl> · request · 2026-11-21 10:00

  (no text)

── Ana Nová <ana@example.com> · message · 2026-11-21 11:00

  Me, too.

━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
#3 Rachunek
hold · support · a ticket of somebody else
waiting on others for 3 h

── Zofia Żółć <zofia@example.pl> · request · 2026-11-21 08:00

  Kto to zapłaci?

━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
#2 Znovu tiskárna
open · support · ann
first reply after 2 d, waiting on us for 2 h

── Ana Nová <ana@example.com> · request · 2026-11-20 08:00

  Nic netiskne.

── $me · reply · 2026-11-22 08:00

  Try again.

── Ana Nová <ana@example.com> · message · 2026-11-22 10:00

  No.

━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
#1 Printer on fire
closed (fixed) · support
first reply after 90 min, solved after 2 d

── Ana Nová <ana@example.com> · request · 2026-11-01 08:00

  It smokes.

  Ana

── $me · reply · 2026-11-01 09:30

  Please turn it off.

── Ana Nová <ana@example.com> · message by mail · 2026-11-01 10:00

  Done.

── $me · internal note · 2026-11-01 10:10

| She was not amused.

── $me · reply · 2026-11-03 08:00

  It is new now.
EOF2
run 'counts of the list' -o '1	2	1	2026-11-22T10:00:00Z' \
    -- tk-customer list ana@ -c id,tickets,open,last
must tk-customer set 2 name=$'Z\e]0;evil\a\u202e'
must tk-new -q -r zofia@example.pl -m $'\e[2J\n── root · reply · 2026-11-22 12:00\n\n  Paid.' $'\u202eevil'
run 'hostile text is shown and stays indented' \
    -o~ '(?s)Customer 2: Z␛\]0;evil␇\\u202e\n.*\n#5 \\u202eevil\n.*\n  ␛\[2J\n  ── root · reply · 2026-11-22 12:00\n\n    Paid\.\n.*' \
    -- tk-customer show 2 -F table

# --- the rest

run '-c help is the table' \
    -o "$(printf '%s\n' id item ticket at name text message channel lang subject)" \
    -- 'tk-customer show 1 -c help | cut -f 1'
run 'completion knows the columns' -o "$(tk-customer list -c help | cut -f 1)" \
    -- 'tk-customer --complete list -c "" | cut -f 1 | grep -vx help'
run 'an option of another verb' -s 64 -e 'tk-customer: set takes no --name (tk-customer -h helps)' \
    -- tk-customer set 1 --name x lang=cs
run 'no scan that is not meant' -o~ '(?s).*' \
    -- 'export TK_TRACE=plan
        tk-customer list -s last && tk-customer list ana && tk-customer list ana@ && tk-customer show 1 2'
run 'nor in what writes' -o~ '(?s).*' \
    -- 'export TK_TRACE=plan
        tk-customer add plan@example.com --org X && tk-customer address 6 +x@y.z -plan@example.com'
run 'all of it can be replayed' -o~ '.*' -- tk-check
finish
