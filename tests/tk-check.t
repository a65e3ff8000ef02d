#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-check finds what others could do to a desk behind the tools' back, names it, and its mends work.
. "${0%/*}/lib.sh"

desk
must tk-agent add ann
must tk-field add room
must tk-new -r 'Ana <ana@example.com>' -p high -t vip -m 'It smokes.' --set x.room=B1 'Printer on fire'
must tk-new -r zoe@example.pl -a ann -m 'Žluťoučký kůň' 'A horse'
must tk-reply -m 'We look into it.' 1
must tk-cc +ann 1
must tk-tag +slow 1
must tk-close 2
early=$(tk-check)
must tk-set priority=low 1
must tk-reply --note -m 'A note' 2
must tk-new -q -I csv <<<$'key,subject\nk,With a key'

hash='[0-9a-f]{64}'
run 'a sound desk prints its anchor' -o~ "\\d+:$hash" -- tk-check
run '-q prints nothing' -- tk-check -q
run '-F jsonl' -o~ "\\{\"anchor\":\"\\d+:$hash\"\\}" -- tk-check -F jsonl
run '-F csv' -o~ "anchor\n\\d+:$hash" -- tk-check -F csv
run '-q -F csv: a header without faults' -o ticket,check,fault,mend -- tk-check -q -F csv
run '-v says what was checked' -e~ '(?:tk-check: \w+: .+\n){7}' -- tk-check -q -v
run 'twice the same' -o "$(tk-check)" -- tk-check
run 'an anchor of before holds' -- tk-check -q --anchor "$early"
run 'and several at once' -- tk-check -q --anchor "$early" --anchor "$(tk-check)"
run 'no anchor' -s 64 -e~ 'tk-check: no anchor: "5:abc" .*' -- tk-check --anchor 5:abc
run 'an operand' -s 64 -e~ 'tk-check: unexpected "1" .*' -- tk-check 1
run 'no database' -s 66 -e~ 'tk-check: no database at none.db: run tk-init' -- tk-check -d none.db
run 'a failed write' -s 74 -e~ 'tk-check: .*No space left.*' -- 'tk-check >/dev/full'
must tk-backup pristine.db

# A copy that one can write to with the sqlite3 shell.
copy() {
    rm -f c.db c.db-wal c.db-shm
    cp pristine.db c.db
}
# damage NAME SQL PATTERN [STDERR]: found, and as what.
damage() {
    copy
    must sqlite3 c.db "$2"
    run "$1" -s 74 -o~ "$3" -e "${4-}" -- tk-check -d c.db
}

left_out='tk-check: the other checks were left out until this is mended'
restore='restore the desk from a backup made before'
note=$(sqlite3 pristine.db 'SELECT id FROM message WHERE kind = 4')
last=$(sqlite3 pristine.db 'SELECT max(id) FROM change')

damage 'a column of a ticket' 'UPDATE ticket SET priority = 4 WHERE id = 1' \
    $'1\treplay\tpriority is urgent, its history says low\tUPDATE ticket SET priority = 1 WHERE id = 1;'
run 'its mend' -- 'tk-check -d c.db | cut -f 4 | sqlite3 c.db; tk-check -q -d c.db'
damage 'a time of a ticket' 'UPDATE ticket SET closed = closed - 1000, solved = NULL WHERE id = 2' \
    '2\treplay\tsolved is none, its history says \S+Z\t.*\n2\treplay\tclosed is \S+, its history.*'
damage 'a counter' 'UPDATE ticket SET agent_msgs = 0 WHERE id = 1' \
    '1\treplay\tagent_msgs is 0, its history says 1\t.*'
damage 'a subject' "UPDATE ticket SET subject = 'Fine' WHERE id = 1" \
    '1\treplay\tsubject is "Fine", its history says "Printer on fire"\t.*\n1\tsearch\tthe full-text index .*'
damage 'a tag less' 'DELETE FROM ticket_tag WHERE ticket = 1 AND tag = 1' \
    '1\treplay\ttag 1 is missing, its history has it\tINSERT INTO ticket_tag.*;'
damage 'a watcher less' 'DELETE FROM participant' '1\treplay\twatcher 2 is missing, .*'
damage 'a watcher more' 'INSERT INTO participant VALUES(2, 1, 1)' \
    '2\treplay\twatcher 1 is not in its history\tDELETE FROM participant .*;'
damage 'a custom field' "UPDATE value SET value = 'it''s'" \
    $'1\treplay\tcustom field 1 is "it\'s", its history says "B1"\tUPDATE value .*;'
damage 'a ticket more' "INSERT INTO ticket(rev, status, priority, queue, created, updated, subject)
    VALUES(1, 1, 1, 1, 1, 1, 'forged')" "4\\treplay\\tticket 4 is there, but no event made it\\t$restore"
damage 'a message less' "DELETE FROM message WHERE id = $note" \
    "2\\tmessage\\tmessage $note is missing\\t$restore\n-\\tsearch\\t.*agree with message $note\\t.*"
damage 'a message more' "INSERT INTO message(ticket, at, kind, seal) VALUES(1, 1, 2, zeroblob(16))" \
    '1\tmessage\tmessage \d+ is there, its history has none\t.*\n1\tsearch\t.*'
damage 'the text of a message' "UPDATE message SET body = 'All is well.' WHERE id = $note" \
    "2\\tmessage\\tmessage $note is not what was recorded: .*\n2\\tsearch\\tthe full-text index .*"
damage 'the author of a message' "UPDATE message SET agent = 2 WHERE id = $note" \
    "2\\tmessage\\tmessage $note is not what was recorded: .*"
damage 'a customer' "UPDATE customer SET name = 'Mallory' WHERE id = 1" \
    $'-\treplay\tname of customer 1 is "Mallory", its history says "Ana"\tUPDATE customer .*;'
damage 'an address' "UPDATE contact SET address = 'mallory@example.com' WHERE customer = 1" \
    $'(?s)-\treplay\taddress \'mallory@example.com\' of customer 1 is not in its history\t.*'
damage 'the role of an agent' 'UPDATE agent SET role = 3 WHERE id = 2' \
    '-\treplay\trole of agent 2 is admin, its history says agent\t.*;'
damage 'the name of a tag' "UPDATE tag SET name = 'nobody' WHERE id = 1" \
    $'-\treplay\tname of tag 1 is "nobody", its history says "vip"\tUPDATE tag .*;'
damage 'how an address is shown' "UPDATE contact SET shown = 'x@example.com' WHERE customer = 1" \
    '-\treplay\taddress "ana@example.com" of customer 1 is shown as "x@example.com"\t.*'
damage 'an address shown as that of another' "UPDATE contact SET shown = 'Evil <x@evil>' WHERE customer = 1" \
    '-\treplay\taddress "ana@example.com" of customer 1 is shown as "Evil <x@evil>"\t.*'
damage 'and with another name' "UPDATE contact SET shown = 'Evil <ana@example.com>' WHERE customer = 1" \
    '-\treplay\taddress "ana@example.com" of customer 1 is shown as "Evil <ana@example.com>"\t.*'
damage 'a key' "UPDATE origin SET key = 'y'" "3\\treplay\\tkey 'y' is not in its history\\t.*;\n3\\treplay\\tkey 'k' is missing.*"
damage 'a setting' "UPDATE meta SET value = 'Asia/Tokyo' WHERE key = 'tz'" \
    $'-\treplay\tsetting \'tz\' is "Asia/Tokyo", its history says "UTC"\tUPDATE meta .*;'

damage 'an event' 'UPDATE event SET new = 4 WHERE field = 4' \
    '-\tchain\tchange \d+: its events are not what was recorded\t.*\n1\treplay\tpriority .*'
damage 'the seal of an event' 'UPDATE event SET seal = x'"'00'"' WHERE field = 1 AND thing = 1' \
    '-\tchain\tchange \d+: its events are not what was recorded\t.*'
damage 'an event less' 'DELETE FROM event WHERE field = 16 OR field = 15' \
    '-\tchain\tchange \d+: it has more or fewer events .*\n(.*\n)*1\treplay\twatcher 2 is not .*'
damage 'the actor of a change' "UPDATE change SET actor = 2 WHERE id = $last" \
    "-\\tchain\\tchange $last: its events are not .*"
damage 'a change less' "DELETE FROM change WHERE id = (SELECT id FROM change WHERE tool = 'tk-cc')" \
    '-\tchain\tchange \d+: it is missing, its events are there\t.*\n-\tchain\t(?s).*'
damage 'the hash of a change' "UPDATE change SET hash = zeroblob(32) WHERE id = $last" \
    "-\\tchain\\tchange $last: its events are not .*"
damage 'the first change less' 'DELETE FROM change WHERE id = 1; DELETE FROM event WHERE change = 1' \
    '-\tchain\tchange \d+: changes before it are missing\t(?s).*'

damage 'what a row names is not there' 'DELETE FROM tag WHERE id = 1' \
    "-\\treference\\ta row of ticket_tag names a tag that is not there\\t$restore\n-\\treplay\\ttag 1 is missing\\t.*"
damage 'a customer that tickets have' 'DELETE FROM customer WHERE id = 2' \
    '(?s)2\treference\tmessage 2 .*\n2\treference\tticket 2 names a customer that is not there\t.*customer 2 is missing.*'

damage 'a message that is not in the full-text index' 'DELETE FROM fts_docsize WHERE id = 1' \
    '1\tsearch\tthe full-text index does not agree with message 1\ttk-check --rebuild'
run 'its mend' -- tk-check -q --rebuild -d c.db
damage 'the index of another text' "INSERT INTO fts(fts, rowid, subject, body, alt) VALUES('delete', 2,
    'horse', 'kun', '')" '2\tsearch\tthe full-text index does not agree with message 2\t.*'
damage 'words of no message' "INSERT INTO fts(rowid, body) VALUES(999, 'ghost')" \
    '-\tsearch\tthe full-text index has words of messages that are not there\ttk-check --rebuild'
damage 'a full-text index in pieces' 'UPDATE fts_data SET block = x'"'00'"' WHERE id > 10' \
    '-\tsearch\tthe full-text index cannot be read\ttk-check --rebuild'
run 'its mend' -- tk-check -q --rebuild -d c.db
run 'and words are found again' -o 2 -- tk-list -d c.db -c id zlutoucky is:any
damage 'an index by another version of tk' "UPDATE meta SET value = 'x' WHERE key = 'fold'" \
    '-\tsearch\tthe full-text index was made by another version of tk\ttk-check --upgrade'
run 'its mend' -- tk-check -q --upgrade -d c.db
damage 'a full-text index that does not open' 'DELETE FROM fts_config' \
    '-\tsearch\tthe full-text index cannot be read\ttk-check --rebuild'
run 'its mend' -- tk-check -q --rebuild -d c.db

damage 'an index less' 'DROP INDEX ticket_due' \
    '-\tschema\tindex ticket_due is missing\tCREATE INDEX ticket_due .*;' "$left_out"
run 'its mend' -- 'tk-check -d c.db 2>"$T/left" | cut -f 4 | sqlite3 c.db; tk-check -q -d c.db'
damage 'a trigger' 'CREATE TRIGGER evil AFTER UPDATE ON ticket BEGIN DELETE FROM event; END' \
    $'-\tschema\ttrigger evil is not tk\'s\tDROP TRIGGER "evil";'
damage 'another view' 'DROP VIEW v_event; CREATE VIEW v_event AS SELECT 1' \
    '-\tschema\tview v_event is not what tk made\t.*' "$left_out"
run 'a table, index and view of one'"'"'s own is no fault' -- \
    "sqlite3 c.db 'DROP VIEW v_event' && rm -f c.db && cp pristine.db c.db && sqlite3 c.db \
    'CREATE TABLE own(a); CREATE VIEW mine AS SELECT * FROM own; CREATE INDEX my ON ticket(lang)' &&
    tk-check -q -d c.db"

copy
must sqlite3 c.db 'PRAGMA user_version = 0'
run 'a database without a version' -s 78 -e~ 'tk-check: c.db .*' \
    -- tk-check --upgrade -d c.db

# An index without its entries: as if SQLite had a bug.
schema() {
    must sqlite3 c.db 'PRAGMA writable_schema = ON' "UPDATE sqlite_schema SET sql = $1
        WHERE name = 'ticket_updated'"
}
copy
schema "sql || ' WHERE updated < 0'"
must sqlite3 c.db 'REINDEX ticket_updated'
schema "replace(sql, ' WHERE updated < 0', '')"
run 'an index without entries' -s 74 \
    -o~ '(?:-\tfile\t(?:row \d+ missing from|wrong # of entries in) index ticket_updated\ttk-check --rebuild\n)+' \
    -- tk-check -d c.db
run 'its mend' -- tk-check -q --rebuild -d c.db

copy
page=$(sqlite3 c.db "SELECT rootpage FROM sqlite_schema WHERE name = 'event'")
size=$(sqlite3 c.db 'PRAGMA page_size')
must dd if=/dev/urandom of=c.db bs=1 seek=$(((page - 1) * size)) count=64 conv=notrunc
run 'a page that was overwritten' -s 74 -o~ '(?:-\tfile\t.*\t(restore the latest|tk-check --reb).*\n)+' \
    -e "$left_out" -- tk-check -d c.db

# Whatever changes what the sqlite3 shell reads out of the file is found.
flip() {
    local i
    for i in 1 2 3; do
        printf '%b' "\\0$((RANDOM % 4))$((RANDOM % 8))$((RANDOM % 8))" |
            dd of=c.db bs=1 seek=$(((RANDOM * 32768 + RANDOM) % bytes)) conv=notrunc
    done 2>/dev/null
}
bytes=$(stat -c %s pristine.db)
RANDOM=${TK_SEED:-4711}
# In the fingerprint of a keyed request and in the sizes of documents nobody would see it.
content() {
    sqlite3 c.db .dump 2>&1 | grep -av '^INSERT INTO \(origin\|fts_\)'
}
copy
content >dump
for ((i = 0, changed = 0; i < 60; i++)); do
    copy
    flip
    tk-check -q -d c.db >/dev/null 2>&1
    status=$?
    content | cmp -s - dump && continue
    changed=$((changed + 1))
    [ $status -eq 74 ] || [ $status -eq 78 ] || echo "flip $i: exit status $status"
done >"$T/flips"
run "bytes overwritten at random: $changed changes, all found" -- \
    '[ "$changed" -gt 0 ] && cat "$T/flips"'

# What follows a change needs its hash.
copy
must sqlite3 c.db 'PRAGMA ignore_check_constraints = 1' \
    "UPDATE change SET hash = x'00' WHERE id = $last"
run 'a last change without its hash' -s 74 -e 'tk-tag: c.db: the last change has no hash: run tk-check' \
    -- tk-tag -d c.db +slow 2
run 'nor is there an anchor' -s 74 -e~ 'tk-backup: .*run tk-check.*' \
    -- tk-backup -d c.db d.db
run 'tk-check names it' -s 74 -o~ "(?s).*\\tchain\\tchange $last: .*" -- tk-check -d c.db

# The chain has no key: only an anchor shows that all of it was made anew, or its end cut off.
anchor=$(tk-check)
rm -f c.db && cp pristine.db c.db
must tk-set -d c.db priority=high 1
run 'the anchor of now holds later' -- tk-check -q -d c.db --anchor "$anchor"
cp pristine.db past.db
must tk-set priority=urgent 1
anchor=$(tk-check)
must tk-set -d past.db priority=normal 1
run 'another past is sound' -- tk-check -q -d past.db
run 'but for the anchor' -s 74 -o~ '-\tanchor\tchange \d+ has another hash: history was rewritten\t.*' \
    -- tk-check -d past.db --anchor "$anchor"
rm -f past.db* && cp pristine.db past.db
run 'a history without its end is sound' -- tk-check -q -d past.db
run 'but for the anchor of it' -s 74 -o~ '-\tanchor\tchange \d+ is not there: history was cut\t.*' \
    -- tk-check -d past.db --anchor "$anchor"

run 'a database that may only be read' -o~ "\\d+:$hash" -- 'mkdir ro && cp pristine.db ro/tk.db &&
    chmod 400 ro/tk.db && chmod 500 ro && tk-check -d ro/tk.db; chmod 700 ro'
if [ "$EUID" -eq 0 ]; then
    skip 'nothing was written there' 'root may write everywhere'
else
    run 'nothing was written there' -o tk.db -- ls ro
fi
finish
