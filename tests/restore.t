#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What tk-export made is the same desk again, to the byte; what is not whole, not true, or meant
# ill is refused in one line, and nothing is changed.
. "${0%/*}/lib.sh"

me=$(id -un)
desk --tz Europe/Prague
must tk-agent add ann --name Ann
must tk-queue add billing --title 'Bills, "all" of them'
must tk-field add price --type number
must tk-field add room
must tk-customer add '+420 777 123 456'
must tk-macro add hello -m $'Hello,\n{customer.first|you}!' --do 'tag +greeted'
must tk-new -q -r 'Ana <ana@example.com>' -Q billing -p high -t vip,printer -m $'It "smokes",\r\nand how.\n' 'Printer'
must tk-new -q -m '=cmd|"/C calc"!A1' --set x.price=3.0 --set x.room=007 '+1, -1, @x'
must tk-new -q -m $'\u202eevil \033[31m שלום عربى' ' leading and trailing '
must tk-new -q -K 'once, and "never" again' -m $',,"",\n\n"' Zażółć
must tk-new -q -m - -r ana@example.com '\N'
must tk-reply -q -m $'a\tb\\n' 1
must tk-merge -q 1 5
must tk-link -q blocks 2 3
must tk-set -q x.price=1e300 x.room= 4
must tk-cc -q +ann +boss@example.com 2
must tk-tag -q -- -vip 1
must tk-undo -q -y
must tk-close -q --resolution fixed 3

whole() { tk-export -q -d "$1" --dir "$2"; }
twin() {
    rm -f twin.db*
    tk-init -d twin.db
}
# All rows of all tables but those that are not exported, with their types, as SQL.
dump() {
    sqlite3 "$1" "UPDATE ticket SET lease = NULL, lease_by = NULL" \
        ".dump meta queue agent serves org customer contact tag field macro macro_text ticket
        ticket_tag value participant link origin message blob attachment change event sqlite_sequence" |
        tr -d '\n'
}

must whole "$TK_DB" out
must tk-export -F jsonl -o out.jsonl
anchor=$(tk-check)
must twin
run 'a directory becomes the desk' -o "$anchor" -- tk-import -d twin.db out
run 'it is sound' -o "$anchor" -- tk-check -d twin.db
run 'row by row the same' -- 'cp twin.db t.db; cp "$TK_DB" o.db; cp "$TK_DB-wal" o.db-wal 2>/dev/null
    cp twin.db-wal t.db-wal 2>/dev/null; cmp <(dump o.db) <(dump t.db)'
run 'exported again, byte by byte the same' -- 'whole twin.db again && diff -r out again'
run 'what is searched is found' -o $'2\n3' -- 'tk-list -d twin.db -F ids "שלום OR calc" is:any -s id'
run 'the next ticket has the next number' -o 6 -- tk-new -d twin.db subject
must twin
run 'a stream becomes the desk' -o "$anchor" -- tk-import -d twin.db out.jsonl
run 'with the same bytes' -- 'whole twin.db again2 && diff -r out again2'
must twin
run 'from stdin, too' -o "$anchor" -- 'tk-import -d twin.db - <out.jsonl'
must twin
run 'and from a pipe by name' -o "$anchor" -- 'tk-import -d twin.db <(cat out.jsonl)'
run 'with the same bytes again' -- 'tk-export -d twin.db -F jsonl | cmp - out.jsonl'
run 'the same once more changes nothing' -o "$anchor" -e 'tk-import: it was so already: nothing changed' \
    -- tk-import -v -d twin.db out
must twin
run 'a dry run' -e "$anchor" -- tk-import -n -d twin.db out
run 'changes nothing' -- tk-list -d twin.db is:any
run 'with -q it prints nothing' -- tk-import -q -d twin.db out
run 'a text that is no UTF-8, an endless number, a blob' -- 'cp "$TK_DB" odd.db; cp "$TK_DB-wal" odd.db-wal 2>/dev/null
    sqlite3 odd.db "UPDATE meta SET value = 9e999 WHERE key = '\''tz'\''; INSERT INTO meta VALUES('\''b'\'', x'\''00ff'\''), ('\''t'\'', CAST(x'\''ff00'\'' AS TEXT)), ('\''e'\'', x'\'''\'')"
    sqlite3 odd.db "DELETE FROM meta WHERE key = '\''fold'\''; INSERT INTO meta SELECT '\''fold'\'', value FROM meta WHERE 0" || :
    whole odd.db odd; cat odd/meta.csv | tail -n +2 | LC_ALL=C cut -d , -f 2- >values
    printf "00ff,blob\n\"\",blob\nsupport,text\n\377\0,text\n1e999,real\n" | cmp - values'

# --- who may, and where to
run 'a desk with something in it' -s 65 -e "tk-import: $TK_DB is not empty: make a new desk with tk-init -d FILE and name it by -d" \
    -- 'tk-new -q more; tk-import out'
must twin
must tk-agent add -q -d twin.db ann
run 'as an agent' -s 65 -e~ 'tk-import: twin.db is not empty: .*' -- tk-import -d twin.db out
must tk-agent set -q -d twin.db ann role=admin
must tk-agent set -q -d twin.db --as ann "$me" role=agent
run 'no admin' -s 77 -e 'tk-import: only an admin may restore a desk' -- tk-import -d twin.db out

# --- what is refused.  forge NAME: a copy of the export to be changed; seal NAME: with the digests
# that fit the changes.
forge() {
    rm -rf "$1"
    cp -r out "$1"
}
seal() {
    perl -MJSON::PP -0777 -i -ne '
        my $m = decode_json($_);
        for my $f (@{$m->{files}}) {
            open my $in, "<", "'"$1"'/$f->{file}" or next;
            my $text = join "", <$in>;
            $f->{bytes} = length $text;
            ($f->{blake2b}) = split / /, `b2sum -l 256 '"$1"'/$f->{file}`;
            $f->{rows} = () = $text =~ /((?:[^"\n]|"[^"]*")*)\n/g;
            $f->{rows}--;
        }
        print encode_json($m)' "$1/manifest.json"
}
twin
state() { cat twin.db twin.db-wal 2>/dev/null | cksum; }
# refused NAME MESSAGE [STATUS]: of what is in "bad"; and the desk is as it was.
refused() {
    local before
    before=$(state)
    run "$1" -s "${3:-65}" -e~ "tk-import: $2" -- timeout 20 tk-import -d twin.db bad
    [ "$before" = "$(state)" ]
    run "$1: nothing is changed" -- test $? = 0
}

forge bad; seal bad
run 'an export that was sealed anew is one' -e "$anchor" -- tk-import -n -d twin.db bad
forge bad; rm bad/tag.csv
refused 'a file is missing' 'bad/tag.csv is missing: this is no export, or not all of one'
forge bad; rm bad/manifest.json
refused 'the manifest is missing' 'bad/manifest.json is missing: .*'
mkdir none; rm -rf bad; mv none bad
refused 'an empty directory' 'bad/manifest.json is missing: .*'
for text in '' x '[]' '{}' '{"export":2}' '{"export":1,"export":1}' '{"export":1,"schema":2}' \
    '{"export":1,"schema":2,"anchor":"1:x"}' "{\"export\":1,\"schema\":2,\"anchor\":\"$anchor\"}"; do
    forge bad; printf '%s' "$text" >bad/manifest.json
    refused "a manifest of $text" 'bad/manifest.json: .*'
done
forge bad; sed -i 's/"schema":2/"schema":1/' bad/manifest.json
refused 'other tables' 'bad/manifest.json: it has version 1 of the tables, this tk has 2: use the tk that made it'
forge bad; sed -i 's:"ticket.csv":"../ticket.csv":' bad/manifest.json
refused 'a path' 'bad/manifest.json: it does not name ticket.csv'
forge bad; head -c 70000 /dev/zero >bad/manifest.json
refused 'a manifest without end' 'bad/manifest.json: it cannot be read, or is too long'
forge bad; mv bad/tag.csv bad/x; ln -s x bad/tag.csv
refused 'a link' 'bad/tag.csv is a link: an export has plain files only'
forge bad; rm bad/tag.csv; mkfifo bad/tag.csv
refused 'a pipe' 'bad/tag.csv is no plain file'
forge bad; rm bad/tag.csv; mkdir bad/tag.csv
refused 'a directory' 'bad/tag.csv is no plain file'
forge bad; sed -i 's/smokes/Smokes/' bad/message.csv
refused 'a byte is another' 'bad/message.csv: it is not what was exported: its digest differs'
forge bad; sed -i '$d' bad/tag.csv
refused 'a row is missing' 'bad/tag.csv: it has \d+ rows, the manifest says \d+'
forge bad; truncate -s -5 bad/event.csv
refused 'the end is cut' 'bad/event.csv:\d+: the file ends within this record: it is cut'
forge bad; truncate -s 0 bad/event.csv
refused 'a file is empty' 'bad/event.csv:1: its first line must be "id,change,thing,.*'
forge bad; sed -i '1s/login/log/' bad/agent.csv; seal bad
refused 'another column' 'bad/agent.csv:1: its first line must be "id,login,.*'

# bad_row TABLE LINE EDIT MESSAGE: that line changed by sed, the digests made to fit
bad_row() {
    forge bad
    sed -i "$2$3" "bad/$1.csv"
    seal bad
    refused "$1.csv: $3" "bad/$1.csv:$2: $4"
}
bad_row queue 2 's/^1,/one,/' 'no whole number: "one"'
bad_row queue 2 's/^1,/ 1,/' 'no whole number: " 1"'
bad_row queue 2 's/^1,/99999999999999999999,/' 'no whole number: "9{20}"'
bad_row queue 2 's/^1,/,/' 'its id is not above that of the row before'
bad_row queue 3 's/^2,/1,/' 'its id is not above that of the row before'
bad_row queue 3 's/^2,[a-z]*,/2,support,/' 'UNIQUE constraint failed: queue.name'
bad_row queue 3 's/^2,[a-z]*,/2,,/' 'NOT NULL constraint failed: queue.name'
bad_row queue 3 's/$/,/' 'too many cells'
bad_row queue 3 's/,[^,]*$//' 'too few cells'
bad_row queue 3 's/billing/bill"ing/' 'a quote in the middle of a cell|too few cells|.*' # its quotes open others
bad_row queue 3 's/billing/"bill"ing/' 'a quote in the middle of a cell'
bad_row change 2 's/[0-9a-f]\{64\}$/xyz0/' 'no hexadecimal digits: "xyz0"'
bad_row change 2 's/[0-9a-f]\{64\}$/abc/' 'no hexadecimal digits: "abc"'
bad_row change 2 's/[0-9a-f]\{64\}$/abcd/' 'CHECK constraint failed: .*'
bad_row meta 2 's/,text$/,word/' 'a value of no type: "support", "word"'
bad_row meta 2 's/,text$/,integer/' 'no whole number: "support"'
bad_row meta 2 's/,text$/,/' 'a value of no type: .*'
bad_row meta 2 's/,support/,/' 'a value of no type: .*'
bad_row ticket 3 's/^2,\([0-9]*\),1,/2,\1,9,/' 'CHECK constraint failed: .*'
forge bad; sed -i 's/^2,2,/2,777,/' bad/message.csv; seal bad
refused 'a message of no ticket' 'bad/message.csv: message 2 names a ticket that is not there'
forge bad; sed -i '2s/^1,/777,/' bad/ticket_tag.csv; seal bad
refused 'a tag of no ticket' 'bad/ticket_tag.csv: a row names a ticket that is not there'
forge bad; echo '1,1,1,,,' >>bad/attachment.csv; seal bad
refused 'an attachment of nothing' 'bad/attachment.csv: a row names a blob that is not there'
forge bad; sed -i -E '2s/^(1,[0-9]+,[0-9]+,[0-9]+),[0-9]+/\1,77/' bad/ticket.csv; seal bad
refused 'a ticket in no queue' 'bad/ticket.csv: ticket 1 names a queue that is not there'
forge bad; perl -e 'print "9,", "x" x 270000000, ",,,\n"' >>bad/queue.csv
refused 'a cell without end' 'bad/queue.csv:4: a record of more than 256 MiB'

# What fits its table, but not its history.
forged() {
    forge bad
    sed -i -E "$2" "bad/$1.csv"
    seal bad
    refused "$1.csv: $2" "bad: it does not agree with its own history: $3"
}
forged ticket '2s/Printer$/Painter/' 'ticket 1: .*'
forged message 's/smokes/Smokes/' 'ticket 1: .*'
forged event '$s/^([0-9]+,[0-9]+),[0-9]+,/\1,1,/' 'change \d+: .*'
forged event '$d' '.*'
forged change '2s/tk-init/tk-unit/' 'change 1: its events are not what was recorded'
forged contact 's/ana@example.com/eve@example.com/' '.*'
forged agent "s/^2,ann,Ann,1/2,ann,Ann,3/" '.*'
forged meta 's/Prague/Berlin/' '.*'
forge bad; sed -i "s/\"anchor\":\"[0-9]*:/\"anchor\":\"1:/" bad/manifest.json
refused 'another anchor' 'bad: its history leads to .*, not to 1:.* as it says'

# --- the stream
# refused_stream NAME MESSAGE: of bad.jsonl
refused_stream() {
    local before
    before=$(state)
    run "a stream: $1" -s 65 -e~ "tk-import: bad.jsonl:?\d*: $2" -- tk-import -d twin.db bad.jsonl
    [ "$before" = "$(state)" ]
    run "a stream: $1: nothing is changed" -- test $? = 0
}
: >bad.jsonl
refused_stream 'nothing' 'it is empty'
echo '{"subject":"x"}' >bad.jsonl
refused_stream 'something else' 'it is no export of tk, or one of a newer tk'
echo 'id,subject' >bad.jsonl
refused_stream 'CSV' 'no JSON object: .*'
sed '$d' out.jsonl >bad.jsonl
refused_stream 'the end is missing' 'the file ends too early: it is cut'
head -n 30 out.jsonl >bad.jsonl
refused_stream 'half of it' '.*'
sed 's/smokes/Smokes/' out.jsonl >bad.jsonl
refused_stream 'a byte is another' 'it is not what was exported: its digest differs'
sed '/"table":"tag"/d' out.jsonl >bad.jsonl
refused_stream 'rows are missing' '.*'
{ cat out.jsonl; echo '{}'; } >bad.jsonl
refused_stream 'more behind it' 'something behind the end of the export'
sed 's/"table":"tag"/"table":"draft"/' out.jsonl >bad.jsonl
refused_stream 'a table that is not exported' '.*'
sed '/"table":"queue"/s/"id":1/"id":"1"/' out.jsonl >bad.jsonl
refused_stream 'a text for a number' 'id: no value'
sed '/"table":"queue"/s/"id":1/"id":1,"more":1/' out.jsonl >bad.jsonl
refused_stream 'a column more' 'a column that queue does not have'
sed '/"table":"queue"/s/"id":1,//' out.jsonl >bad.jsonl
refused_stream 'a column less' '.*'
sed '/"table":"queue"/s/"id":1,/"id":1,"id":1,/' out.jsonl >bad.jsonl
refused_stream 'a column twice' 'no JSON object: duplicate .*'
sed '/"table":"change"/s/"hash":"../"hash":"zz/' out.jsonl >bad.jsonl
refused_stream 'no digits' 'hash: no hexadecimal digits'

run 'no statement scans or sorts unsaid' -o "$anchor" -- env TK_TRACE=plan tk-import -d twin.db out
finish
