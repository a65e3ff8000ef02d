#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-new: one ticket from options and a body, many from records.  The formats' own tests are in
# formats.t, those of -k, --each and keys in ids.t.
. "${0%/*}/lib.sh"
desk
must tk-queue add billing
must tk-agent add ann
must tk-field add room
must tk-field add floor --type number

# columns ID COLS: one line of tsv
columns() { tk-list -c "$2" "id:$1"; }

# --- one ticket

run 'prints its number alone' -o 1 -- tk-new 'Printer on fire'
run 'and what else it is' -o $'new\tnormal\tsupport\t-\t-\ttool\t2026-11-22T12:00:00Z\t-' \
    -- columns 1 status,priority,queue,assignee,customer,channel,created,due
run 'from options' -o 2 -- tk-new -r 'Ana <ana@example.com>' -Q billing -p high -t vip,new-hw \
    -a ann --category hardware --lang cs --channel phone --due 2026-12-01 --set x.room=B12 \
    --set x.floor=3 -m 'It smokes.' 'Second one'
run 'each in its column' -O - \
    -- columns 2 status,priority,queue,assignee,customer,name,tags,category,lang,channel,due,x.room,x.floor,body,subject <<'END'
new	high	billing	ann	ana@example.com	Ana	new-hw,vip	hardware	cs	phone	2026-12-01T23:59:59Z	B12	3	It smokes.	Second one
END
run 'operands are the words of the subject' -o 3 -- tk-new No paper --priority=low again
run 'joined by a space' -o $'low\tNo paper again' -- columns 3 priority,subject
run 'the body from stdin' -o 4 -i $'two\n lines' -- tk-new Body
run 'as it was, without the newline at its end' -o '"two
 lines"' -- tk-list -F csv --no-header -c body id:4
run 'stdin that is empty makes no body' -o 5 -- tk-new Empty
run 'which is absent' -o - -- columns 5 body
echo 'from a file' >body
run 'the body from a file' -o 6 -- tk-new -f body File
run 'stdin is not read then' -o 'the rest' -i 'the rest' -- '{ tk-new -q -f body X && cat; }'
run 'the body from stdin by name' -o 8 -i dashed -- tk-new -f - Dash
run 'these bodies' -o $'8\tdashed\n6\tfrom a file' -- tk-list -c id,body id:6,8 -s id-
run '-q prints nothing' -- tk-new -q Quiet
run 'a record where one is asked for' -o $'10\tnew\tRecord' -- tk-new -c id,status,subject Record
run 'in any format' -o $'id,subject\n11,"a ""b"""' -- tk-new -F csv -c id,subject 'a "b"'
run 'a phone number is an address' -o '+420777123456' \
    -- 'tk-new -q -r "+420 777 123 456" Phone && tk-list -c customer id:12'
run 'the same customer whatever its case' -o 2 \
    -- 'tk-new -q -r ANA@Example.COM Again; tk-list -F ids customer:ana@example.com | wc -l'

run 'no subject' -s 64 -e 'tk-new: no subject (tk-new -h helps)' -- tk-new -m body
run 'an empty one' -s 64 -e~ 'tk-new: no subject.*' -- tk-new ''
run 'one of blanks' -s 64 -e~ 'tk-new: the subject is empty' -- tk-new '  '
run 'one of two lines' -s 64 -e 'tk-new: the subject has more than one line' -- tk-new $'a\nb'
run 'one that is not UTF-8' -s 64 -e~ 'tk-new: the subject is not UTF-8 at byte 2.*' -- tk-new $'a\xff'
run 'a body that is not UTF-8' -s 65 -e~ 'tk-new: the message is not UTF-8 at byte 3.*' \
    -I - -- tk-new Bad < <(printf 'ab\xff')
run 'a body with a NUL' -s 65 -e~ 'tk-new: the message is not UTF-8 at byte 2.*' \
    -I - -- tk-new Bad < <(printf 'a\0b')
run 'a body of more than 1 MiB' -s 65 -e~ 'tk-new: stdin: longer than a message may be.*' \
    -- 'head -c 1048577 /dev/zero | tr "\0" x | tk-new Long'
run 'two sources of the body' -s 64 -e~ 'tk-new: -m, -f and -e exclude each other' \
    -- tk-new -m a -f body x
run 'a file that is not there' -s 66 -e~ 'tk-new: none: No such file.*' -- tk-new -f none x
run 'an unknown queue, with a suggestion' -s 67 \
    -e 'tk-new: unknown queue "biling", did you mean "billing"?' -- tk-new -Q biling x
run 'an unknown agent' -s 67 -e 'tk-new: unknown agent "anna", did you mean "ann"?' -- tk-new -a anna x
run 'an unknown priority' -s 64 \
    -e 'tk-new: unknown priority "hihg", did you mean "high"? (low normal high urgent)' \
    -- tk-new -p hihg x
run 'an unknown channel' -s 64 -e~ 'tk-new: unknown channel "fax".*' -- tk-new --channel fax x
run 'a customer without address' -s 64 -e~ 'tk-new: "Ana" is no address: write ana@example.com, .*' \
    -- tk-new -r Ana x
run 'an illegal tag' -s 64 -e~ 'tk-new: "v" cannot name a tag.*' -- tk-new -t v x
run 'a reserved one' -s 64 -e~ 'tk-new: "none" is reserved.*' -- tk-new -t none x
run 'an unknown custom field' -s 64 -e~ 'tk-new: unknown custom field "romm", did you mean "room"\?.*' \
    -- tk-new --set x.romm=1 x
run 'a custom field of the wrong type' -s 64 -e 'tk-new: x.floor: "two" is no number' \
    -- tk-new --set x.floor=two x
run 'a field that is not custom' -s 64 -e~ 'tk-new: --set priority=high: write x.NAME=VALUE' \
    -- tk-new --set priority=high x
run 'a date that is ambiguous' -s 64 -e~ 'tk-new: .*ambiguous.*' -- tk-new --due 01/02/26 x
run 'options of -I' -s 64 -e~ 'tk-new: .* go with -I.*' -- tk-new --restore x
run 'also the common ones' -s 64 -e~ 'tk-new: .* go with -I.*' -- tk-new -k x
run 'an option that it does not have' -s 64 -e~ 'tk-new: unknown option "--prio", did you mean "--priority"\?.*' \
    -- tk-new --prio high x
run 'a value glued to a letter' -s 64 -e~ 'tk-new: unknown option "-phigh": .*write -p high.*' \
    -- tk-new -phigh x
run 'an option without its value' -s 64 -e~ 'tk-new: option --priority needs a value.*' -- tk-new x -p
run 'nothing was made by these' -o 13 -- 'tk-list is:any | wc -l'
printf 'next line\nother line\n' >lines
run 'the file of a while-read loop is no body' -s 64 -e~ 'tk-new: stdin is a file read in part already.*' \
    -- '{ read -r s; tk-new "$s"; } <lines'
run 'unless by name' -o 'other line' \
    -- '{ read -r s; tk-new -q -f - "$s"; } <lines; tk-list -c body id:14'
run 'a subject that begins with -' -o 15 -- tk-new -- -x
run 'and one with options behind' -o $'low\t-x y' \
    -- 'tk-new -q -p low -- -x y && tk-list -c priority,subject id:16'

# --- the editor

cat >edit <<'END'
#!/bin/sh
cp "$1" seen && cat draft >"$1"
END
chmod +x edit
printf 'typed\n------------------------ >8 ------------------------\nnot this\n' >draft
if command -v script >/dev/null; then
    # in_terminal COMMAND: stdin and stdout are a terminal
    in_terminal() { script -qefc "$1" /dev/null </dev/null | tr -d '\r'; }
    export TK_EDITOR=$PWD/edit
    run 'the editor writes the body' -o 17 -- in_terminal 'tk-new -e Edited'
    run 'above the scissors' -o typed -- columns 17 body
    run 'no draft stays' -- ls "$XDG_STATE_HOME/tk/drafts"
    run 'on a terminal the editor is the default' -o 18 -- in_terminal 'tk-new Edited'
    run 'what can be seen to be wrong is said before anything is typed' -s 67 \
        -o 'tk-new: unknown agent "nobody"' -- in_terminal 'tk-new -a nobody -e x'
    run 'so no draft stays' -- ls "$XDG_STATE_HOME/tk/drafts"
    must tk-new -q -K key Taken
    run 'one that was not committed stays, and is named' -s 65 \
        -o~ '(?s)tk-new: the key "key" was used by a different request.*your text is kept in (/\S+)\n' \
        -- in_terminal 'tk-new -K key -e x'
    run 'as it was typed' -o typed -- 'head -n 1 "$XDG_STATE_HOME"/tk/drafts/*'
    run 'for its owner alone' -o $'700\n600' -- 'stat -c %a "$XDG_STATE_HOME"/tk/drafts{,/*}'
    : >draft
    run 'an empty text: the person changed their mind' -s 1 -o~ 'tk-new: no text: nothing was done' \
        -- in_terminal 'tk-new -e x'
    printf '\n------------------------ >8 ------------------------\nWrite above\nbelow\n' >draft
    rm -f "$XDG_STATE_HOME"/tk/drafts/*
    run 'nothing above the line, but below' -s 1 \
        -o~ '(?s)tk-new: no text: nothing was done\n.*your text is kept in (/\S+)\n' -- in_terminal 'tk-new -e x'
    run 'is kept' -o below -- 'tail -n 1 "$XDG_STATE_HOME"/tk/drafts/*'
    rm -f "$XDG_STATE_HOME"/tk/drafts/*
    run 'a draft that nobody touched' -s 1 -o 'tk-new: no text: nothing was done' \
        -- in_terminal 'TK_EDITOR=true tk-new -e x'
    run 'goes' -- ls "$XDG_STATE_HOME/tk/drafts"
    run 'and no ticket' -o 19 -- 'tk-list is:any -F ids | head -n 1'
else
    skip 'the editor' 'no script(1)'
fi

run 'a category of two lines, in a record' -s 65 -e~ 'tk-new: stdin:2: .*a short word on one line is wanted.*' \
    -i $'subject,category\nx,"a\nb"' -- tk-new -I csv
run 'a category of two lines, as tk-set' -s 64 -e~ 'tk-new: .*a short word on one line is wanted.*' \
    -- tk-new --category $'a\nb' x

# --- a phone number without its country

must tk-new -q -r 777123456 Called
called=$(tk-list is:any -F ids | head -n 1)
run 'it finds its customer' -o "$called" -- tk-list -F ids customer:777123456
run 'also with --match' -o "$called" -- tk-list -F ids --match customer=777123456
run 'also in quotes' -o "$called" -- tk-list -F ids 'customer:"777123456"'
run 'not its opposite' -o 0 -- "tk-list -F ids is:any NOT customer:777123456 | grep -cx $called || :"
run 'numbers of customers are found, too' -o "$called" -- \
    'tk-list -F ids customer:$(sqlite3 "$TK_DB" "SELECT customer FROM contact WHERE address = 777123456")'

# --- many

export TK_DB=$T/many.db
must tk-init
must tk-queue add billing
cat >two.csv <<'END'
subject,priority,queue,customer,name,body
One,,,,,
"Two, with a comma",high,billing,eva@example.com,Eva,"of
two lines"
END
run 'records on stdin, a record out for each' -O - -I two.csv -- tk-new -I csv <<'END'
1	new	normal	support	-	-	2026-11-22T12:00:00Z	One
2	new	high	billing	-	eva@example.com	2026-11-22T12:00:00Z	Two, with a comma
END
run 'with their bodies' -o $'2\tEva\tof\\ntwo lines\n1\t-\t-' -- tk-list -c id,name,body
run 'options fill what is empty' -o $'4\thigh\tbilling\teva@example.com\tzz\n3\tlow\tsupport\tbo@example.com\tzz' \
    -I two.csv -- 'tk-new -q -I csv -p low -Q support -r bo@example.com -t zz &&
        tk-list -c id,priority,queue,customer,tags id:3.. -s id-'
run 'also others than -r -Q -p -t' -o $'6\tweb\tcat\n5\tphone\tkit' -I - \
    -- 'tk-new -q -I csv --category kit --channel phone && tk-list -c id,channel,category id:5..' <<'END'
subject,channel,category,tags
a,,,one
b,web,cat,
END
run 'their columns by our names' -o $'7\tDie\tno' -I - \
    -- tk-new -I csv --map 'Summary=subject,Text=body' --ignore-unknown -c id,subject,body <<'END'
Summary,Text,Whatever
Die,no,x
END
run 'a column that is unknown' -s 65 -I - \
    -e 'tk-new: stdin:1: unknown column "priorty", did you mean "priority"? (--map "theirs=ours" renames, --ignore-unknown drops)' \
    -- tk-new -I csv <<<$'subject,priorty\na,low'
run 'one that --map names but is not there' -s 64 -i 'subject' \
    -e~ 'tk-new: --map: the input has no column "Summary".*' -- tk-new -I csv --map Summary=subject
run 'one that it leads to but is none' -s 65 -i 'Summary' \
    -e~ 'tk-new: stdin:1: unknown column "sujbect", did you mean "subject"\?' \
    -- tk-new -I csv --map Summary=sujbect
run 'two that lead to one' -s 65 -i 'subject,Summary' \
    -e 'tk-new: stdin:1: two columns are both "subject"' -- tk-new -I csv --map Summary=subject
run 'columns that only --restore keeps' -s 65 -i 'id,subject' \
    -e 'tk-new: stdin:1: column "id" is kept only with --restore' -- tk-new -I csv
run 'columns that follow from the history' -s 65 -i 'subject,rev' \
    -e~ 'tk-new: stdin:1: column "rev" follows from the history.*' -- tk-new -I csv
printf 'subject,priority\nok,low\n,low\n"two\nlines",low\nx,hihg\nx,low,y\n' >bad.csv
run 'every bad record is named, nothing is made' -s 65 -I bad.csv -E - -- tk-new -I csv <<'END'
tk-new: stdin:3: the subject is empty
tk-new: stdin:4: the subject has more than one line
tk-new: stdin:6: unknown priority "hihg", did you mean "high"? (low normal high urgent)
tk-new: stdin:7: 3 cells, the header has 2
END
run 'nothing indeed' -o 7 -- tk-list -F ids -L 1 is:any -s id-
run 'over 20 bad records: 20 and a count' -s 65 -o 21 \
    -- '{ echo subject; printf " \n%.0s" {1..30}; } | tk-new -I csv 2>&1 | tee all | wc -l'
run 'the count' -o 'tk-new: ... and 10 more' -- tail -n 1 all
run 'no records' -i subject -- tk-new -I csv
run 'not even a header' -- tk-new -I csv
run '-E says so' -s 1 -- tk-new -I csv -E
run 'also without records' -s 1 -i subject -- tk-new -I csv -E
run 'an operand beside -I' -s 64 -e~ 'tk-new: the subjects come from the records: unexpected "x".*' \
    -- tk-new -I csv x
run 'a body beside -I' -s 64 -e~ 'tk-new: -m, -f, -e and --set do not go with -I.*' -- tk-new -I csv -m x
run 'a format that is none' -s 64 -e~ 'tk-new: -I takes csv, tsv, xcsv or jsonl, not "xml".*' \
    -- tk-new -I xml
run 'one for output only' -s 64 -e~ 'tk-new: -I takes .*' -- tk-new -I ids
run 'a bad option is said once' -s 67 -I two.csv -e 'tk-new: unknown queue "nope"' -- tk-new -I csv -Q nope
run 'of its own kind' -s 64 -I two.csv -e~ 'tk-new: unknown priority "x".*' -- tk-new -I csv -p x
run 'an unknown queue in a record is bad data' -s 65 -i $'subject,queue\na,nope' \
    -e 'tk-new: stdin:2: unknown queue "nope"' -- tk-new -I csv
run 'two columns of one name' -s 65 -i $'subject,subject\na,b' \
    -e 'tk-new: stdin:1: two columns are called "subject"' -- tk-new -I csv

run 'a key column makes a ticket once' -o $'8\ta\tk1\n9\tb\t-' -i $'subject,key\na,k1\nb,' \
    -- tk-new -I csv -c id,subject,key
run 'again: the ticket that it made, and a second one without key' -o $'8\ta\tk1\n10\tb\t-' \
    -i $'subject,key\na,k1\nb,' -- tk-new -I csv -c id,subject,key
run 'another request under the key' -s 65 -i $'subject,key\nother,k1' \
    -e 'tk-new: stdin:2: the key "k1" was used by a different request for ticket 8' -- tk-new -I csv

run '--chunk: earlier chunks stand and are printed' -s 65 -o $'11\n12' \
    -e~ 'tk-new: stdin:5: the subject is empty' -i $'subject,lang\na,\nb,\nc,\n,cs\nd,' \
    -- tk-new -I csv --chunk 2 -F ids
run 'that one is not' -o 12 -- tk-list -F ids -L 1 is:any -s id-
run '--chunk 0' -s 64 -e~ 'tk-new: --chunk takes a number above 0.*' -- tk-new -I csv --chunk 0

run '--each: a ticket is there while the stream goes on' -o $'13 first\n14 second' -- '
    mkfifo pipe
    tk-new -I csv --each -F ids <pipe >made &
    exec 3>pipe
    printf "subject\nfirst\n" >&3
    for i in {1..100}; do [ -s made ] && break; sleep 0.05; done
    echo "$(cat made) $(tk-list -c subject id:13)"
    printf "second\n" >&3
    exec 3>&-
    wait $!
    echo "$(tail -n 1 made) $(tk-list -c subject id:14)"'
run '--each goes on behind a bad record' -s 65 -o $'15\n16' -e~ 'tk-new: stdin:3: the subject is empty' \
    -i $'subject,lang\na,\n,cs\n"b",' -- tk-new -I csv --each -F ids
run '--each: a quoted newline ends no record' -o $'17\tx\\ny\n18\t-' -i $'subject,body\na,"x\ny"\nb,' \
    -- tk-new -I csv --each -c id,body
run '--each: keys of jsonl in any order' -o $'19\ta\tx\n20\tb\ty' \
    -i $'{"subject":"a","body":"x"}\n{"body":"y","subject":"b"}' -- tk-new -I jsonl --each -c id,subject,body

run 'a viewer makes none' -s 77 -e~ 'tk-new: only an agent may .*' \
    -- 'tk-agent add vera --role viewer && TK_AGENT=vera tk-new x'
run 'nor does who is no agent' -s 67 -e~ 'tk-new: "nobody" is no agent of this desk.*' -- tk-new --as nobody x
run 'another agent makes it in their name' -o 21 -- 'tk-agent add ann; tk-new --as ann x'
run 'restoring is for admins' -s 77 -i 'id,subject' -e~ 'tk-new: only an admin may restore tickets' \
    -- tk-new --as ann -I csv --restore
# A key answers also when what it named is gone.
must tk-queue add passing
key=$(tk-new -K passing -Q passing -m x hello)
must tk-close -q "$key"
must tk-queue remove passing
run 'the same key when its queue is gone' -o "$key" -- tk-new -K passing -Q passing -m x hello
must tk-field add room
run 'a custom field given twice' -s 64 -e~ 'tk-new: x.room is given twice.*' \
    -- tk-new --set x.room=1 --set x.room=2 -m x hello
finish
