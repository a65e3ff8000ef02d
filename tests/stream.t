#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Streams (--each): no record is lost, whatever its quotes; what was done and what was refused is on
# disk when a signal ends them; the WAL stays small.  And no output goes over the desk itself.
. "${0%/*}/lib.sh"
desk
export TK_NOW=2026-11-22T12:00:00Z

# until_true COMMAND: at most 10 s
until_true() {
    for _ in {1..500}; do
        eval "$1" && return
        sleep 0.02
    done
    return 1
}

# --- where a record ends

printf '%s\n' subject '5" x' good 'the 3" y' last >quotes.csv
for how in -k --each; do
    run "$how: a quote within a cell opens nothing" -s 65 -o $'good\nlast' -I quotes.csv \
        -e~ $'tk-new: stdin:2: .*\ntk-new: stdin:4: .*' -- tk-new -I csv $how -c subject
done
run '--each: a BOM before a quoted header' -o $'a\nb' -I <(printf '\ufeff"subject"\na\nb\n') \
    -- tk-new -I csv --each -c subject
run '--each: blank lines before the header' -o $'a\nb' -I <(printf '\n\r\nsubject\n\na\nb\n') \
    -- tk-new -I csv --each -c subject
run '--each: lines are those of the stream' -s 65 -o $'x\nb' -e~ 'tk-new: stdin:8: .*' \
    -I <(printf 'subject,body\n"x","1\n2\n3"\n\n\nb,\n,c\n') -- tk-new -I csv --each -c subject
run '--each: ids behind a stray quote' -s 65 -o $'2\n3' -e 'tk-tag: stdin:2: column "subject": a quote inside an unquoted cell: double it and quote the cell' \
    -i $'id,subject\n1,5" x\n2,y\n3,"a\nb"' -- tk-tag --each +seen -F ids
run '--each: the last record without an end' -s 65 -o a -e~ 'tk-new: stdin:3: .*quote never closed' \
    -I <(printf 'subject\na\n"b\nc') -- tk-new -I csv --each -c subject
big() { printf 'subject\na\n"'; head -c $((70 << 20)) /dev/zero | tr '\0' x; printf '"\nb\n'; }
run '--each: a record of 70 MiB is the last one' -s 65 -o a -e~ 'tk-new: stdin:3: a record of more than 64 MiB.*' \
    -I <(big 2>/dev/null) -- timeout 60 tk-new -I csv --each -c subject

# --- ended by a signal

# streamed SIGNAL: three records, the second is bad; then the stream is ended by it
streamed() {
    : >made && mkfifo pipe
    tk-new -I csv --each --rejects bad.csv -F ids <pipe >made 2>said &
    exec 9>pipe
    printf 'subject,lang\na,en\n,cs\nb,pl\n' >&9
    until_true '[ "$(wc -l <made)" = 2 ]'
    kill -"$1" $!
    exec 9>&-
    wait $! 2>/dev/null
    rm pipe
    cat bad.csv
}
for signal in TERM KILL; do
    run "--rejects --each, ended by $signal: what was refused is there" -o $'subject,lang\n,cs' -- streamed $signal
done
printf 'subject,lang\n,cs\nc,en\n' >bad.csv
run '--rejects --each: the file that is read can be the one that is written' -s 65 -o c -I bad.csv \
    -e~ 'tk-new: stdin:2: .*' -- tk-new -I csv --each --rejects bad.csv -c subject
run 'and then it has what was refused again' -o $'subject,lang\n,cs' -- cat bad.csv
run 'nothing refused: an empty file' -o 0 -I <(printf 'subject\nx\n') \
    -- 'tk-new -q -I csv --each --rejects bad.csv; wc -c <bad.csv'

# interrupted SIGNAL: -o FILE while the input goes on
interrupted() {
    : >made && mkfifo pipe
    echo old >result
    tk-tag +late -o result <pipe &
    exec 9>pipe
    until_true 'ls .tk-*.tmp >/dev/null 2>&1' || echo none
    kill -"$1" $!
    wait $! 2>/dev/null
    exec 9>&-
    rm pipe
    find . -name ".tk-*"
    cat result
}
for signal in TERM HUP; do
    run "-o, ended by $signal: no temporary file is left, the old one is" -o old -- interrupted $signal
done
run 'the signal is what ended it' -s 143 -- 'mkfifo pipe; sleep 9 >pipe & tk-tag +late -o result <pipe &
    until_true "ls .tk-*.tmp >/dev/null 2>&1"; kill -TERM $!; wait $!; s=$?; kill %1; exit $s'
rm -f pipe

# --- the WAL

wal() {
    : >made && mkfifo pipe
    tk-new -I csv --each -F ids <pipe >made &
    exec 9>pipe
    { echo subject && seq 2000; } >&9
    until_true '[ "$(wc -l <made)" -ge 2000 ]'
    wc -l <made
    size=$(stat -c %s "$TK_DB-wal")
    [ "$size" -le 10000000 ] || echo "WAL: $size"
    exec 9>&-
    wait $!
    rm pipe
}
run '2,000 commits through one stream: the WAL stays small' -o 2000 -- wal
run 'also in chunks' -- 'tk-list is:any -F ids -L 100 | tk-tag -q --chunk 1 +many'
run 'sound' -o ok -- sqlite3 -readonly "$TK_DB" 'PRAGMA integrity_check'

# --- no output over the desk

must tk-tag -q +here 1
sum=$(sha256sum <"$TK_DB")
ln -s "$TK_DB" link
ln -s "$TK_DB-wal" walk
ln "$TK_DB" hard
for file in "$TK_DB" ../tk.db link hard walk "$TK_DB-wal" "$TK_DB-shm" "$TK_DB-journal"; do
    for tool in 'tk-list is:any' 'tk-tag +x 1' 'tk-queue list' tk-check 'tk-show 1'; do
        run "$tool -o ${file##*/}" -s 73 -e "${tool%% *}: $file belongs to the database: choose another file" \
            -- "$tool -o $file"
    done
    run "--rejects ${file##*/}" -s 73 -i 1 -e "tk-tag: $file belongs to the database: choose another file" \
        -- tk-tag +x --rejects "$file"
done
run 'not even made' -- test ! -e "$TK_DB-journal"
run 'the desk is as it was' -o "$sum" -- 'sha256sum <"$TK_DB"'
run 'a name like it is free' -- tk-list nosuch -o "$TK_DB-wall"
run 'one word of --color' -s 64 -e~ 'tk-list: --color takes .*' -- tk-list --color ' '
run 'not two' -s 64 -e~ 'tk-list: --color takes .*' -- tk-list --color 'always never'
finish
