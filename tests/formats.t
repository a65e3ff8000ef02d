#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What comes out in each format, and that it goes in again (INTERFACE 4): tsv, csv, xcsv, jsonl, ids,
# nul, table; -c, --header, --empty; -o; and csv -> tk-new --restore -> csv to the byte.
. "${0%/*}/lib.sh"
desk
must tk-agent add ann
must tk-queue add billing
must tk-field add room
must tk-field add floor --type number
must tk-field add until --type time
must tk-field add paid --type flag
must tk-new -q -r 'Ana <ana@example.com>' -p high -a ann -t vip,new-hw --due 2026-12-01 --set x.room='B, 12' \
    --set x.floor=2.5 --set x.until=2026-12-24 --set x.paid=yes -m $'line one\nline "two",\ttab\\' 'Say "hi", you'
must tk-new -q '=1+1'

# --- tsv

run 'tsv: no header, absent is -' -O - -- tk-list -s id <<'END'
1	new	high	support	ann	ana@example.com	2026-11-22T12:00:00Z	Say "hi", you
2	new	normal	support	-	-	2026-11-22T12:00:00Z	=1+1
END
run 'it is the default in a pipe' -- 'cmp <(tk-list) <(tk-list -F tsv)'
run 'newline, TAB and backslash escaped' -o $'1\tline one\\nline "two",\\ttab\\\\' -- tk-list -c id,body id:1
run 'times, lists, numbers, flags' -o $'1\tnew-hw,vip\t2.5\t2026-12-24T00:00:00Z\ttrue\tB, 12' \
    -- tk-list -c id,tags,x.floor,x.until,x.paid,x.room id:1
run '--header' -o $'id\tsubject\n2\t=1+1' -- tk-list --header -c id,subject id:2
run 'also for no rows' -o $'id\tsubject' -- tk-list --header -c id,subject nothing
run 'no rows, no header' -- tk-list nothing
run '--empty' -o $'2\tNULL\t' -- 'tk-list --empty NULL -c id,assignee id:2 | sed "s/$/\t/"'
run '--empty of nothing' -o $'2\t\t=1+1' -- tk-list --empty '' -c id,assignee,subject id:2
run 'a literal - is not absent' -o $'3\t\\-' -- 'tk-new -q -- -; tk-list -c id,subject id:3'
run 'control and bidi characters' -o $'4\ta\\u001bb\\u202ec\\u007f\\rd' \
    -- 'tk-new -q -m "$(printf "a\033b\u202ec\177\rd")" Controls; tk-list -c id,body id:4'
run 'a zone and a locale change nothing' -- 'cmp <(tk-list) <(TZ=Asia/Tokyo LC_ALL=C COLUMNS=20 tk-list --tz Asia/Tokyo)'

# --- csv

run 'csv: header, quotes, newline as it is' -O - -- tk-list -F csv -c id,assignee,tags,body,subject -s id id:1,2 <<'END'
id,assignee,tags,body,subject
1,ann,"new-hw,vip","line one
line ""two"",	tab\","Say ""hi"", you"
2,,,,=1+1
END
run '--no-header' -o '2,=1+1' -- tk-list -F csv --no-header -c id,subject id:2
run 'a header for no rows' -o id,subject -- tk-list -F csv -c id,subject nothing
run '--crlf' -O - -- tk-list -F csv --crlf -c id,subject id:2 < <(printf 'id,subject\r\n2,=1+1\r\n')
run 'LF and no BOM otherwise' -o '69642c 0' -- \
    'tk-list -F csv >f; echo "$(head -c 3 f | od -An -tx1 | tr -d " \n") $(grep -c $'"'\\r'"' f)"'

# --- xcsv

run 'xcsv: BOM, CRLF, formulas guarded' -O - -- tk-list -F xcsv -c id,subject,x.floor id:1,2,3 -s id \
    < <(printf '\ufeffid,subject,x.floor\r\n1,"Say ""hi"", you",2.5\r\n2,"\t=1+1",\r\n3,"\t-",\r\n')
formulas=('=1+1' '+1' '-1' '@x' $'\t=1' $'\t')
for i in "${!formulas[@]}"; do
    must tk-new -q -m "${formulas[i]}x" -- "x${formulas[i]}"
done
run 'no cell of theirs begins like a formula' -s 1 \
    -- 'tk-list -F xcsv -c id,body,subject is:any | tail -n +2 | grep -E ",\"?[=+@]|,-"'
run 'a negative number stays one' -o~ '(?s).*\r\n\d+,-3\r' -- 'tk-new -q --set x.floor=-3 Cellar; tk-list -F xcsv -c id,x.floor subject:cellar'
run 'in again, they are what they were' -- '
    tk-list -F xcsv -c subject,body is:any -s id >f.xcsv
    tk-init -d in.db && tk-new -q -d in.db -I xcsv <f.xcsv
    cmp <(tk-list -F xcsv -c subject,body is:any -s id) <(tk-list -d in.db -F xcsv -c subject,body -s id)
    cmp <(tk-list -F csv -c subject,body is:any -s id) <(tk-list -d in.db -F csv -c subject,body -s id)'

# --- jsonl

run 'jsonl: an object a line, null for absent, typed' -O - -- tk-list -F jsonl -c id,assignee,tags,due,x.floor,x.paid,body id:1,2 -s id <<'END'
{"id":1,"assignee":"ann","tags":["new-hw","vip"],"due":"2026-12-01T23:59:59Z","x.floor":2.5,"x.paid":true,"body":"line one\nline \"two\",\ttab\\"}
{"id":2,"assignee":null,"tags":null,"due":null,"x.floor":null,"x.paid":null,"body":null}
END
run 'control and bidi characters' -o '{"body":"a\u001bb\u202ec\u007f\rd"}' -- tk-list -F jsonl -c body id:4
run 'nothing for no rows' -- tk-list -F jsonl nothing
run 'others can read it' -- \
    'tk-list -F jsonl is:any | perl -MJSON::PP -ne "decode_json(\$_)->{id} > 0 or die"'

# --- ids, nul, table

run 'ids' -o $'1\n2' -- tk-list -F ids -s id id:1,2
run 'whatever columns there are' -o 2 -- tk-list -F ids -c subject id:2
run 'nul' -O - -- tk-list -F nul -s id id:1,2 < <(printf '1\0002\0')
run 'table: aligned, uncut in a pipe' -O - -- tk-list -F table -s id id:1,2 -c id,status,assignee,subject <<'END'
ID  STATUS  ASSIGNEE  SUBJECT
 1  new     ann       Say "hi", you
 2  new     -         =1+1
END
run 'local time' -o~ '(?s).*2026-12-02 00:59.*' -- tk-list -F table --tz Europe/Prague -c id,due id:1
run 'colour when asked for' -o~ '(?s)\e\[.*' -- tk-list -F table --color always id:1
run 'control characters are seen' -o~ '(?s)[^\e]*␛[^\e]*' -- tk-list -F table -c id,body id:4
run 'no such format' -s 64 -e~ 'tk-list: unknown format "xml": table, tsv, csv, xcsv, jsonl, ids or nul.*' -- tk-list -F xml
run 'no such colour' -s 64 -e~ 'tk-list: .*always, never or auto.*' -- tk-list --color red
run 'no such zone' -s 64 -e~ 'tk-list: unknown time zone "X".*' -- tk-list --tz X
run 'writers have the same formats' -o $'id,status\n2,closed' -- tk-close 2 -F csv -c id,status

# --- -o

run '-o: the file instead of stdout' -o 1 -- 'tk-list -F ids id:1 -o out; cat out'
run 'of the usual mode' -o 640 -- 'umask 027; tk-list -o new; stat -c %a new'
run 'an old file keeps its mode, and is another file' -o $'600\nother' \
    -- 'chmod 600 out; i=$(stat -c %i out); tk-list -o out; stat -c %a out; test $i = $(stat -c %i out) || echo other'
run 'a link is followed' -o $'symbolic link\n1' -- 'mkdir dir; echo old >dir/file; ln -s dir/file link
    tk-list -F ids id:1 -o link; stat -c %F link; cat dir/file'
run 'one that leads nowhere yet' -o 1 -- 'ln -s dir/later dangling; tk-list -F ids id:1 -o dangling; cat dir/later'
run 'what is no regular file is written in place' -o 1 -- '
    mkfifo fifo; cat fifo & tk-list -F ids id:1 -o fifo; wait; test -p fifo'
run 'nothing is left beside it' -- 'ls -A dir | grep tmp; ls -A | grep tmp; true'
run 'no such directory' -s 73 -e~ 'tk-list: nowhere/out: No such file.*' -- tk-list -o nowhere/out
run 'a directory' -s 73 -e~ 'tk-list: dir: .*' -- tk-list -o dir
if [ "$(id -u)" != 0 ]; then
    run 'a file that may not be written' -s 73 -e~ 'tk-list: locked: .*' -- 'echo old >locked; chmod 400 locked; tk-list -o locked'
    run 'a directory that may not be written' -s 73 -e~ 'tk-list: ro/x: .*' -- 'mkdir -m 500 ro; tk-list -o ro/x'
else
    skip 'a file that may not be written' 'root may'
    skip 'a directory that may not be written' 'root may'
fi
echo old >out
run 'a bad query leaves it alone' -s 64 -o old -e~ '(?s).*' -- 'tk-list foo:x -o out; s=$?; cat out; exit $s'
run 'a batch that is refused, too' -s 65 -o old -i $'1\n99' -e~ 'tk-set: .*' -- 'tk-set lang=cs -o out; s=$?; cat out; exit $s'
run 'and a dry run' -o old -e~ '1\t.*' -- 'tk-set -n lang=cs 1 -o out; cat out'
run 'but not what -k did' -s 65 -o 1 -i $'1\n99' -e~ 'tk-set: .*' -- 'tk-set -k lang=cs -F ids -o out; s=$?; cat out; exit $s'
run 'an empty report is its header' -o id -- 'tk-list -F csv -c id nothing -o out; cat out'
run 'a full disk' -s 74 -e~ 'tk-list: write error on /dev/full: .*' -- tk-list -o /dev/full
run 'on stdout' -s 74 -e~ 'tk-list: write error on stdout: .*' -- 'tk-list >/dev/full'
run 'a change stands' -s 74 -e~ 'tk-set: write error on stdout: .*; change \d+ stands, output lost' -- 'tk-set lang=pl 1 >/dev/full'
run 'it does' -o pl -- tk-list -c lang id:1
run 'a closed stdout' -s 74 -e~ 'tk-list: write error on stdout: .*' -- 'tk-list >&-'

# --- in

new='tk-new -I'
run 'tsv in: - is absent, escapes undone' -o $'a\\n\\tb\\\\\t-\t\\-' -i $'subject\tbody\tlang\ttags\nIn tsv\ta\\n\\tb\\\\\t-\t-' \
    -- "$new tsv -q; tk-list -c body,lang,subject 'subject:\"in tsv\"' | sed 's/In tsv/\\\\-/'"
run 'another word for absent' -o $'NA\t-' -i $'subject\tbody\tlang\nIn NA\tN\\u0041\tNA' \
    -- "$new tsv -q --empty NA; tk-list -c body,lang 'subject:\"in na\"'"
run 'an unknown escape' -s 65 -i $'subject\na\\x' -e~ 'tk-new: stdin:2: column "subject": unknown escape "\\x".*' -- "$new tsv"
run 'csv in: CRLF, BOM, quotes' -o 'x "y"\nz' -i $'\ufeffsubject,body\r\nIn csv,"x ""y""\nz"\r' \
    -- "$new csv -q; tk-list -c body 'subject:\"in csv\"'"
run 'a quote that is never closed' -s 65 -i $'subject,body\na,"b\nc,d' -e~ 'tk-new: stdin:2: .*' -- "$new csv"
run 'a stray quote' -s 65 -i $'subject,body\na,b"c' -e~ 'tk-new: stdin:2: .*' -- "$new csv"
run 'invalid UTF-8 with its place' -s 65 -I <(printf 'subject,body\na,b\nc,de\xff\n') \
    -e~ 'tk-new: stdin:3: column "body": invalid UTF-8 at byte 3' -- "$new csv"
run 'a NUL' -s 65 -I <(printf 'subject,body\nc,d\0\n') -e~ 'tk-new: stdin:2: column "body": a NUL at byte 2' -- "$new csv"
run 'a field of 1 MiB' -o 1048576 -- "{ echo subject,body; printf 'Long,'; head -c 1048576 /dev/zero | tr '\0' x; echo; } |
    $new csv -q; tk-list -F csv --no-header -c body subject:long | tr -d '\n' | wc -c"
run 'and no more' -s 65 -e~ 'tk-new: stdin:2: column "body": more than 1048576 bytes' \
    -- "{ echo subject,body; printf 'Long,'; head -c 1048577 /dev/zero | tr '\0' x; echo; } | $new csv"
run 'jsonl in' -o $'a\\nb\tone,two\t7' -i '{"subject":"In json","body":"a\nb","tags":["two","one"],"lang":null,"x.floor":7}' \
    -- "$new jsonl -q; tk-list -c body,tags,x.floor 'subject:\"in json\"'"
run 'what is no JSON' -s 65 -i '{"subject":' -e~ 'tk-new: stdin:1: .*' -- "$new jsonl"
run 'what is no object' -s 65 -i '[1]' -e~ 'tk-new: stdin:1: .*' -- "$new jsonl"
run 'an object within' -s 65 -i '{"subject":{"a":1}}' -e~ 'tk-new: stdin:1: .*' -- "$new jsonl"
run 'an unknown key' -s 65 -i '{"subject":"a","sujbect":"b"}' -e~ 'tk-new: stdin:1: unknown column "sujbect", did you mean "subject"\?.*' -- "$new jsonl"

# --- and back: an empty desk becomes the same

cols=id,status,priority,queue,assignee,customer,created,updated,solved,closed,due,snooze,resolution,category,channel
cols+=,lang,tags,watchers,name,org,key,x.room,x.floor,x.until,x.paid,subject,body
must tk-agent add bob
must tk-field add size --type choice --choices small,large
must tk-close -q --resolution fixed -m 'Bye' 3
must eval 'TK_NOW=2026-11-22T13:00:00Z tk-set -q status=solved resolution=answered 4'
must eval 'TK_NOW=2026-11-22T14:00:00.250Z tk-reply -q --note -m later 4'
must tk-set -q status=pending snooze=3d category=hw queue=billing 5
must tk-set -q status=hold 6
must tk-reopen -q 3
must tk-close -q 7
must eval 'TK_NOW=2026-11-22T15:00:00Z tk-reopen -q 7'
must tk-cc -q +ann +bob 5
must tk-assign -q bob 5
must eval 'printf "subject,key,customer,name,org,channel\nKeyed,k 1,eva@example.com,Eva,\"Acme, Inc.\",mail\nPhoned,,+420 777 123 456,,,phone\n" |
    tk-new -q -I csv'
must tk-new -q -m $'Příliš žluťoučký kůň\r\nCRLF and trailing blanks  \n\n- dash' 'Zażółć שלום 日本 🙂'
must tk-new -q -m "$(printf '=cmd\tx')" '@formula'
must tk-new -q -m '-' '  leading and trailing  '
must tk-new -q --set x.floor=1e300 --set x.room=007 --set x.paid=no 'Numbers'

run 'csv -> tk-new --restore -> csv is the same to the byte' -- '
    tk-list -F csv -c "$cols" is:any >csv.1
    tk-init -d csv.db
    tk-new -q -d csv.db -I csv --restore <csv.1
    tk-list -d csv.db -F csv -c "$cols" is:any >csv.2; cmp csv.1 csv.2'
for f in tsv jsonl xcsv; do
    run "$f, too, where the custom fields have their types" -- '
        f='$f'
        tk-list -F $f --header -c "$cols" is:any >$f.1
        tk-init -d $f.db
        tk-field -d $f.db add floor --type number; tk-field -d $f.db add until --type time; tk-field -d $f.db add paid --type flag
        tk-new -q -d $f.db -I $f --restore <$f.1
        tk-list -d $f.db -F $f --header -c "$cols" is:any >$f.2; cmp $f.1 $f.2'
done
run 'every ticket' -o "$(tk-list -F ids is:any | wc -l)" -- 'tk-list -d csv.db -F ids is:any | wc -l'
run 'ids are taken then' -s 65 -I csv.1 -o~ '' -e~ '(?s)tk-new: stdin:2: a ticket of this id exists already.*' -- tk-new -d csv.db -I csv --restore
run 'the next ticket has the next number' -o "$(($(tk-list -F ids is:any | sort -n | tail -n 1) + 1))" -- tk-new -d csv.db Next
run 'restored words are found' -o '1' -- 'tk-list -d csv.db -F ids zlutoucky is:any | wc -l'
run 'the restored desk is sound' -- tk-check -q -d csv.db
run 'and so is the first one' -- tk-check -q
run 'a copy of a copy' -- 'tk-list -d csv.db -F csv -c "$cols" id:1..20 is:any >a
    tk-init -d copy.db; tk-new -q -d copy.db -I csv --restore <a; tk-list -d copy.db -F csv -c "$cols" is:any | cmp a -'
finish
