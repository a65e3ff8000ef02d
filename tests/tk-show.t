#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
. "${0%/*}/lib.sh"

at() { export TK_NOW=2026-11-$1; }

me=$(id -un)
at 20T09:00:00Z
desk
must tk-agent add bob --name 'Bob Dylan'
must tk-queue add billing
must tk-field add room
must tk-field add visit --type time
at 20T10:33:08Z
must tk-new -q -r 'Ana Nováková <ana@example.com>' -t vip,hardware --channel mail --set x.room=B12 \
    -m $'The printer smokes.\n\nAna' Printer
at 20T10:40:00Z
must tk-assign -q bob 1
must tk-reply -q --note -m 'Toner again: it is the third one this year, and the vendor does not answer.' 1
at 21T10:00:00Z
must tk-reply -q -m 'We come.' --status pending 1
must tk-set -q queue=billing priority=high x.room= x.visit=2026-11-24T08:00:00Z 'subject=Printer smokes' 1
must tk-cc -q +bob +boss@example.com 1
must tk-reply -q -r ana@example.com --channel phone -m 'Thanks.' 1
at 22T12:00:00Z

# --- records

run 'one record an item: fields, people, then all in order' -O - -- tk-show 1 <<EOF
1	field	-	-	-	status	-	open
1	field	-	-	-	priority	-	high
1	field	-	-	-	queue	-	billing
1	field	-	-	-	assignee	-	bob
1	field	-	-	-	created	-	2026-11-20T10:33:08Z
1	field	-	-	-	updated	-	2026-11-21T10:00:00Z
1	field	-	-	-	replied	-	2026-11-21T10:00:00Z
1	field	-	-	-	channel	-	mail
1	field	-	-	-	reopens	-	0
1	field	-	-	-	transfers	-	1
1	field	-	-	-	replies	-	1
1	field	-	-	-	contacts	-	1
1	field	-	-	-	rev	-	$(tk-list -c rev '#1')
1	field	-	-	-	subject	-	Printer smokes
1	field	-	-	-	tags	-	hardware,vip
1	field	-	-	-	x.visit	-	2026-11-24T08:00:00Z
1	person	-	-	ana@example.com	customer	-	Ana Nováková
1	person	-	-	bob	watcher	-	Bob Dylan
1	person	-	-	boss@example.com	cc	-	-
$(tk-log 1 -c +ref | awk -F'\t' -v OFS='\t' -v me="$me" '
    BEGIN { body["request"] = "The printer smokes.\\n\\nAna"; body["reply"] = "We come."
            body["note"] = "Toner again: it is the third one this year, and the vendor does not answer."
            body["message"] = "Thanks." }
    $5 == "message" { print $1, $7, $8, $3, $7 ~ /re?[qm]?uest|message/ ? "ana@example.com" : $4, "-", "-", body[$7]; next }
    { print $1, "change", $2, $3, $4, $5, $6, $7 }')
EOF
run 'jsonl' -o '{"id":1,"kind":"reply","text":"We come.","channel":"tool","tool":"tk-reply"}' \
    -- 'tk-show 1 -F jsonl -c id,kind,text,channel,tool | grep reply.,'
run 'the messages alone' \
    -o "request	ana@example.com|note	$me|reply	$me|message	ana@example.com|" \
    -- 'tk-show 1 --thread -c kind,author | tr "\n" "|"; echo'
run 'all columns' -o~ '(?s)id\tid\t.*\nkind\tname\t.*\nsubject\ttext\t.*' -- tk-show -c help
run 'and their completion' -o "$(tk-show -c help | cut -f 1)" \
    -- 'tk-show --complete -c "" | cut -f 1 | grep -vx "help\|+.*"'
run 'a column that is none' -s 64 \
    -e 'tk-show: unknown column "knid", did you mean "kind"? (-c help lists them)' \
    -- tk-show -c knid 1
must tk-new -q Empty
run 'a ticket without anything' -o~ $'(?s)2\tfield.*\n2\trequest\t\\d+\t[^\t]*\t'"$me"'\t-\t-\t-' \
    -- tk-show 2

# --- which tickets

run 'several, each once, in the order given' -o $'2\n1' -- tk-show 2 '#1' TK-2 -F ids
run 'from stdin' -o $'2\n1' -i $'2\tx\n1' -- tk-show -F ids
run 'ids with NUL, in and out' -o '2 1 ' -- 'printf "2\0001\0" | tk-show -0 -F nul | tr "\0" " "; echo'
run 'an unknown operand: the others are shown' -s 66 -e 'tk-show: no such ticket "9"' -o $'1\n2' \
    -- tk-show 1 9 2 -F ids
run 'an unknown ticket on stdin' -s 65 -e 'tk-show: stdin:2: no such ticket "9"' -o $'1\n2' \
    -i $'1\n9\n2' -- tk-show -F ids
run 'a bad line' -s 65 -e 'tk-show: stdin:1: no ticket id: "x"' -o 2 -i $'x\n2' -- tk-show -F ids
run 'a bad operand' -s 64 -e 'tk-show: no ticket id: "x" (tk-show -h helps)' -- tk-show x
run 'an empty operand' -s 64 -e~ 'tk-show: an empty ticket id.*' -- tk-show ''
run 'no ids' -- tk-show
run 'no ids, and -E' -s 1 -- tk-show -E
run 'no database' -s 66 -e~ 'tk-show: no database at .*' -- tk-show -d none 1
run 'a full disk' -s 74 -e 'tk-show: write error on stdout: No space left on device' \
    -- 'tk-show 1 -F table >/dev/full'
run 'no plan scans' -- 'TK_TRACE=plan tk-show 1 2 >/dev/null'

# --- the page

run 'the page' -O - -- tk-show 1 2 -F table <<EOF
#1 Printer smokes

status     open                         priority   high
queue      billing                      assignee   bob
created    2 d ago (2026-11-20 10:33)   updated    26 h ago (2026-11-21 10:00)
replied    26 h ago (2026-11-21 10:00)  channel    mail
customer   Ana Nováková <ana@example.com>
tags       hardware,vip
x.visit    in 44 h (2026-11-24 08:00)
watchers   bob
cc         boss@example.com

── Ana Nováková <ana@example.com> · request by mail · 2026-11-20 10:33

  The printer smokes.

  Ana

 * 2026-11-20 10:40 $me set assignee bob

── $me · internal note · 2026-11-20 10:40

| Toner again: it is the third one this year, and the vendor does not answer.

── $me · reply · 2026-11-21 10:00

  We come.

 * 2026-11-21 10:00 $me set status new -> pending
 * 2026-11-21 10:00 $me set queue support -> billing; priority normal -> high; x.room B12 -> none; x.visit 2026-11-24 08:00; subject Printer -> "Printer smokes"
 * 2026-11-21 10:00 $me set watcher +bob; cc +boss@example.com

── Ana Nováková <ana@example.com> · message by phone · 2026-11-21 10:00

  Thanks.

 * 2026-11-21 10:00 $me set status pending -> open

$(printf '━%.0s' {1..80})

#2 Empty

status     new                          priority   normal
queue      support                      assignee   nobody
created    now (2026-11-22 12:00)       updated    now (2026-11-22 12:00)
channel    tool

── $me · request · 2026-11-22 12:00

  (no text)
EOF
run 'without the changes' -- 'tk-show 1 -F table --thread | grep "^ \*"; true'
run 'in a zone' -o~ '(?s).*\ncreated    2 d ago \(2026-11-20 11:33\).*' \
    -- tk-show 1 -F table --tz Europe/Prague
run 'to a file' -o '#1 Printer smokes' -- 'tk-show 1 -F table -o page && head -n 1 page'
run 'columns make it a table' -o~ '(?s)ID  KIND\n 1  field\n.*' -- tk-show 1 -F table -c id,kind
run 'notes are marked without colour; with it, lines are whole' \
    -o $'\033[1;33m── '"$me"$' · internal note · 2026-11-20 10:40\033[0m' \
    -- 'tk-show 1 -F table --color always | grep note'

# --- on a terminal

# on_tty COLUMNS LINES COMMAND: what the terminal gets.
on_tty() {
    script -qec "stty rows $2 cols $1 -onlcr; $3" /dev/null </dev/null
}

run 'at 40 columns' -O - -- on_tty 40 99 'tk-show 1 --thread' <<EOF
#1 Printer smokes

status     open
priority   high
queue      billing
assignee   bob
created    2 d ago (2026-11-20 10:33)
updated    26 h ago (2026-11-21 10:00)
replied    26 h ago (2026-11-21 10:00)
channel    mail
customer   Ana Nováková
           <ana@example.com>
tags       hardware,vip
x.visit    in 44 h (2026-11-24 08:00)
watchers   bob
cc         boss@example.com

── Ana Nováková <ana@example.com> ·
   request by mail · 2026-11-20 10:33

  The printer smokes.

  Ana

── $me · internal note · 2026-11-20
   10:40

| Toner again: it is the third one this
| year, and the vendor does not answer.

── $me · reply · 2026-11-21 10:00

  We come.

── Ana Nováková <ana@example.com> ·
   message by phone · 2026-11-21 10:00

  Thanks.
EOF
printf '#!/bin/sh\necho PAGED "$@"; cat\n' >pager
chmod +x pager
export TK_PAGER="$PWD/pager -x"
run 'what is longer than the screen goes through the pager' -o~ '(?s)PAGED -x\n#1 .*' \
    -- on_tty 80 20 'tk-show 1'
run 'what is not goes past it' -o~ '(?s)#1 .*' -- on_tty 80 99 'tk-show 1'
run '--no-pager' -o~ '(?s)#1 .*' -- on_tty 80 20 'tk-show --no-pager 1'
run 'no pager for records' -o~ '(?s)ID .*' -- on_tty 80 20 'tk-show 1 -c id,kind'
run 'no ids on a terminal' -s 64 -o~ 'tk-show: no ticket id: give one, or pipe some in .*' \
    -- on_tty 80 20 tk-show

# Everything that a customer can send, where it could do harm.
evil=$'\033]0;owned\a\033[2J\b\x7f \u202eesrever\u2066 \u0085\u2028'
must tk-new -q -r "Eve $evil <eve@example.com>" -m "$evil"$'\r!
'"── bob · reply · 2026-11-22 12:00
#1 forged
 * forged
$(printf 'x%.0s' {1..100})" "Subject $evil"
must tk-set -q "x.room=$evil" 3
# harmless FILE...: no control character but newline, no bidi control but isolates in pairs
harmless() {
    LC_ALL=C grep -aP '[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6\xa7]' "$@"
    [ $? -eq 1 ]
}
for width in 80 40 12; do
    run "hostile text is shown at $width columns" -- harmless <(on_tty $width 99 'tk-show 3')
    run "... and begins no line at $width columns" -o 2 \
        -- "on_tty $width 99 'tk-show 3' | grep -cE '^(──|#)'"
done
for format in tsv csv xcsv jsonl table; do
    run "hostile text in $format on a terminal" \
        -- harmless <(on_tty 80 99 "tk-show 3 -F $format -c id,author,text,old" | tr -d '\t\r')
done
run 'bytes are kept in a pipe' -o "$evil" \
    -- "tk-show 3 -F csv -c kind,name,text | sed -n 's/^field,x.room,//p'"
must tk-new -q -r 'נועה <noa@example.co.il>' -m 'המדפסת לא עובדת' 'מדפסת'
run 'right-to-left text is isolated' \
    -o $'\u2068#4 \u2068מדפסת\u2069\u2069|  \u2068המדפסת לא עובדת\u2069|' \
    -- "tk-show 4 -F table | grep -E '#|המ' | tr '\n' '|'; echo"

# --- as it was (in all of it: as-of.t)
# every: read tk-show --as-of now 1
# every: read tk-show -F table --as-of now 1

was=$T/was.db
now=$TK_NOW
export TK_NOW=2026-11-01T08:00:00Z
must tk-init -d "$was"
old() { TK_DB=$was TK_NOW=2026-11-$1T08:00:00Z must "${@:2}"; }
old 02 tk-new -r 'Ana <ana@example.com>' -t vip -m 'It smokes.' Printer
old 03 tk-new -r zoe@example.pl -m 'It does, too.' 'Another printer'
old 04 tk-set -q subject=Copier due=2026-11-20 1
old 04 tk-customer set ana@example.com name=Anna
old 05 tk-merge -q 1 2
old 05 tk-reply -q -m 'We come.' 1
old 06 tk-close -q 1
TK_NOW=$now
back() { tk-show -d "$was" --as-of "$@"; }
run 'a page of then' -O - -- back 2026-11-02 -F table 1 <<EOF
#1 Printer

status     new                          priority   normal
queue      support                      assignee   nobody
created    15 h ago (2026-11-02 08:00)  updated    15 h ago (2026-11-02 08:00)
channel    tool
customer   Ana <ana@example.com>
tags       vip

── Ana <ana@example.com> · request · 2026-11-02 08:00

  It smokes.
EOF
run 'a ticket that was not there yet' -s 66 -e 'tk-show: no such ticket "2"' -o 1 -- back 2026-11-02 1 2 -F ids
run 'the same on stdin' -s 65 -e 'tk-show: stdin:2: no such ticket "2"' -o 1 -i $'1\n2' -- back 2026-11-02 -F ids
run 'two tickets that are one today' -o $'1\n2' -- back 2026-11-04 1 2 -F ids
run 'and were so by then' -o 1 -- back 2026-11-05 1 2 -F ids
run 'each message where it was' -o $'1\t1\tIt smokes.\n1\t2\tIt does, too.\n1\t3\tWe come.' -- \
    'back 2026-11-05 1 --thread -c id,item,text'
run 'changed, not closed' -o $'status\topen\nsubject\tCopier' -- \
    "back 2026-11-05 1 -c kind,name,text | grep -E '^field.(status|subject)' | cut -f 2-"
run 'who changed it by then' -o 2026-11-04T08:00:00Z -- \
    "back 2026-11-04 1 -c kind,at | sed -n 's/^change.//p' | sort -u | tail -n 1"
run 'before the desk was' -s 66 -e 'tk-show: no such ticket "1"' -- back 2020 1
run 'a time to come' -s 64 -e 'tk-show: --as-of: "2027" is still to come (tk-show -h helps)' -- back 2027 1
run 'no time' -s 64 -e~ 'tk-show: --as-of: cannot read the time "x".*' -- back x 1
run 'no ids' -- back 2026-11-02
run 'through a pipe of the same time' -o $'1\tPrinter\n2\tAnother printer' -- \
    "tk-list -d '$was' --as-of 2026-11-03 -s id | back 2026-11-03 -c id,name,text | grep -P '\tsubject\t' | cut -f 1,3"
run 'its plans' -- "TK_TRACE=plan back 2026-11-04 1 2 >/dev/null"
mkfifo slow
back 2026-11-05 -F table 1 >slow &
exec 4<slow
read -r -u 4 _
TK_DB=$was must tk-tag -q +later 1
run 'holds no transaction either while it waits' -o '0|0|0' \
    -- sqlite3 "$was" 'PRAGMA wal_checkpoint(TRUNCATE)'
exec 4<&-
wait

# --- size

perl -e 'print "word " x 200_000' >megabyte
must tk-reply -q --note -f megabyte 2
run 'a megabyte in one line' -o 200001 -- 'tk-show 2 --thread -c text | wc -w'
run '... on a page' -o 200000 -- 'on_tty 80 24 "tk-show 2" | grep -o "\bword\b" | wc -l'
mkfifo fifo
tk-show 2 2>err >fifo &
exec 4<fifo
read -r -u 4 _
for i in 1 2 3; do must tk-tag -q "+s$i" 1; done
run 'a reader that stopped holds no transaction' -o '0|0|0' \
    -- sqlite3 "$TK_DB" 'PRAGMA wal_checkpoint(TRUNCATE)'
exec 4<&-
wait $!
run 'and may go away' -o 141 -- echo $?
finish
