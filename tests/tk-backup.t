#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-backup copies a desk that others write to, whole or not at all, and destroys nothing.
. "${0%/*}/lib.sh"

desk
must tk-new -m 'It smokes.' 'Printer on fire'
anchor=$(tk-check)

run 'a copy prints its anchor' -o "$anchor" -- tk-backup copy.db
run 'it is sound, and the same history' -o "$anchor" -- tk-check -d copy.db --anchor "$anchor"
run 'and a desk to work with' -o 2 -- tk-new -d copy.db -m x 'In the copy'
run 'like those of tk-init' -o wal -- sqlite3 copy.db 'PRAGMA journal_mode'
rm -f copy.db*

run '-q prints nothing' -- tk-backup -q copy.db
run 'an existing copy is replaced' -- 'tk-set -q priority=low 1 && tk-backup -q copy.db &&
    tk-check -q -d copy.db --anchor "$(tk-check)"'
run 'and nothing else is left' -o copy.db -- "ls | grep -vx 'copy.db-[ws].*'" # of the reader
run 'a name with quotes' -- tk-backup -q "it's %41?mode=rw#.db"
run 'is the name of the copy' -- test -s "it's %41?mode=rw#.db"
must rm -f -- *.db
chmod 640 "$TK_DB"
run 'the copy has the permissions of the desk' -o 640 -- 'tk-backup -q copy.db; stat -c %a copy.db'
chmod 600 "$TK_DB"

# What could destroy something.
run 'the desk itself' -s 73 -e "tk-backup: $TK_DB is the database itself" -- tk-backup "$TK_DB"
ln "$TK_DB" link.db
run 'by another name' -s 73 -e 'tk-backup: link.db is the database itself' -- tk-backup link.db
must rm link.db
must mkdir dir
must mkfifo fifo
ln -s copy.db soft.db
for what in dir fifo soft.db /dev/null; do
    run "no regular file: $what" -s 73 \
        -e "tk-backup: $what exists and is not a regular file" -- tk-backup "$what"
done
for what in "$TK_DB-wal" x-shm x-journal; do
    run "a part of a database: ${what##*/}" -s 73 \
        -e~ 'tk-backup: .* would be taken for a part of a database: .*' -- tk-backup "$what"
done
must tk-init -d used.db
must tk-new -d used.db -m x 'Not to be lost'
run 'a database in use' -s 73 \
    -e 'tk-backup: used.db is a database in use (used.db-wal is there): choose another name' \
    -- tk-backup used.db
run 'which is as it was' -o 1 -- tk-list -d used.db -c id

run 'no directory' -s 73 -e~ 'tk-backup: cannot create none/.*: No such file or directory' \
    -- tk-backup none/copy.db
run 'no operand' -s 64 -e~ 'tk-backup: where to.*' -- tk-backup
run 'two operands' -s 64 -e~ 'tk-backup: unexpected "b.db".*' -- tk-backup a.db b.db
run 'an empty operand' -s 64 -e~ 'tk-backup: "" is no file.*' -- tk-backup ''
run 'standard output' -s 64 -e~ 'tk-backup: "-" is no file.*' -- tk-backup -
run 'no database' -s 66 -e~ 'tk-backup: no database at .*' -- tk-backup -d none.db copy.db
run 'the anchor cannot be printed' -s 74 -e~ 'tk-backup: .*No space left on device' \
    -- 'tk-backup again.db >/dev/full'
must rm again.db

# A file that cannot grow: the old copy stays, and nothing else.
before=$(tk-check -d copy.db)
head -c 500000 /dev/zero | tr '\0' 7 >"$T/long"
must tk-reply -f "$T/long" 1
files=$(ls)
run 'no room for the copy' -s 75 -e~ 'tk-backup: .*disk.* full.*' \
    -- 'ulimit -f 200; tk-backup copy.db'
run 'the old copy stays' -o "$before" -- tk-check -d copy.db
run 'and nothing half is left' -o "$files" -- ls

# A damaged desk does not replace the copy of a sound one.
tk-backup -q bad.db
page=$(sqlite3 bad.db "SELECT rootpage FROM sqlite_schema WHERE name = 'event'")
must dd if=/dev/urandom of=bad.db bs=4096 seek=$((page - 1)) count=1 conv=notrunc
run 'a damaged desk' -s 74 -e~ 'tk-backup: .*malformed.*' -- tk-backup -d bad.db copy.db
run 'does not replace a copy' -o "$before" -- tk-check -d copy.db

# While others write.
writers() {
    local i
    for i in 1 2 3; do
        for ((; i < 40; i += 3)); do
            tk-new -q -m "$i" "Number $i" || echo "writer $i: $?"
        done &
    done
    wait
}
writers >"$T/writers" 2>&1 &
for ((i = 0; i < 8; i++)); do
    tk-backup copy.db >>anchors || echo "backup $i: $?"
    tk-check -q -d copy.db --anchor "$(tail -n 1 anchors)" || echo "check $i: $?"
    rm -f copy.db-* # of the reader
done >"$T/backups" 2>&1
wait
run 'copies made while others write are sound' -- cat "$T/backups"
run 'and nobody is kept from writing' -o 40 -- \
    'cat "$T/writers" && sqlite3 "$TK_DB" "SELECT count(*) FROM ticket"'
run 'the desk still has all of these pasts' -- \
    'tk-check -q $(sed "s/^/--anchor /" anchors)'
echo keep >letter
run 'what is no database is not replaced' -s 73 \
    -e 'tk-backup: letter exists and is no database: choose another name' -- tk-backup letter
run 'and stays' -o keep -- cat letter
: >empty
run 'an empty file is' -o~ '\d+:[0-9a-f]{64}' -- tk-backup empty
finish
