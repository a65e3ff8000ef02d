#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The same command with the same -K has one effect, whenever its first run was killed; the second
# run prints what the first would have.
. "${0%/*}/lib.sh"

desk
for i in {1..4}; do must tk-new -q "subject $i"; done
must tk-close -q 4
printf 'subject,body\none,text\ntwo,text\n' >two.csv
me=$(id -un)
must sqlite3 "$TK_DB" 'PRAGMA wal_checkpoint(TRUNCATE)'
must cp "$TK_DB" "$T/first.db"

fresh() { rm -f "$TK_DB"* && cp "$T/first.db" "$TK_DB"; }
changes() { sqlite3 "$TK_DB" 'SELECT count(*) FROM change'; }
# What the desk holds, but for random bytes and times.
desk_now() {
    sqlite3 "$TK_DB" "SELECT thing, field, ref, iif(typeof(old) = 'blob', 'seal', old),
        iif(typeof(new) = 'blob', 'seal', new) FROM event"
}

commands=(
    'tk-new -K key -m body subject'
    'tk-new -K key -F csv -m body subject'
    'tk-new -K key -I csv <two.csv'
    'tk-reply -K key -m text 1 2'
    'tk-reply -K key --status solved -m text 1'
    'tk-close -K key 1 2'
    'tk-close -K key 4'
    'tk-reopen -K key 4'
    "tk-assign -K key $me 3 1"
    'tk-set -K key priority=high 1 2'
    'tk-tag -K key +tag 2 1'
    'tk-cc -K key +boss@example.com 1'
)

# Ways to die.
strace -o /dev/null true 2>/dev/null && strace=1
ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0 # which cannot be looked for under strace
closed_pipe() { # killed by SIGPIPE when it prints, after COMMIT
    perl -e '$SIG{PIPE} = "DEFAULT"; pipe R, W; close R; open STDOUT, ">&", W; exec @ARGV' \
        bash -c "exec $1"
}
at_write() { exec strace -f -o /dev/null -e inject=write:signal=KILL:when=1 bash -c "exec $1"; }
at_commit() { exec strace -f -o /dev/null -e inject=fdatasync:signal=KILL:when=1 bash -c "exec $1"; }
at_last_page() {
    exec strace -f -o /dev/null -e inject=pwrite64:signal=KILL:when="$pages" bash -c "exec $1"
}

for command in "${commands[@]}"; do
    fresh
    before=$(changes)
    want=$(eval "$command")
    result=$(desk_now)
    run "$command: once" -o $((before + 1)) -- changes
    run "$command: twice" -o "$want" -- "$command"
    run "$command: has one effect" -o "$result" -- desk_now
    run "$command: another request" -s 65 -e~ 'tk-tag: the key "key" was used by a different.*' \
        -- tk-tag -K key +different 1
    fresh
    run "$command: killed when it prints" -s 141 -- closed_pipe "$command"
    run "$command: killed when it prints, again" -o "$want" -- "$command"
    run "$command: killed when it prints, one effect" -o "$result" -- desk_now
    [ "${strace-}" ] || continue
    fresh
    pages=$(strace -f -e trace=pwrite64 bash -c "exec $command" 2>&1 >/dev/null | grep -c pwrite64)
    for moment in at_write at_commit at_last_page; do
        fresh
        run "$command: killed $moment" -s 137 -- $moment "$command"
        run "$command: killed $moment, again" -o "$want" -- "$command"
        run "$command: killed $moment, one effect" -o "$result" -- desk_now
    done
done
[ "${strace-}" ] || skip 'killed at a system call' 'no strace'

fresh
before=$(changes)
run 'twenty at once: one ticket' -o 5 -- 'for i in {1..20}; do tk-new -K once subject & done | sort -u'
run 'twenty at once: one change' -o $((before + 1)) -- changes
run 'another key is another ticket' -o 6 -- tk-new -K twice subject
run 'the same key, another body' -s 65 -e~ 'tk-new: the key "twice" was used.*' \
    -- tk-new -K twice -m body subject
run 'the same key, another tool' -s 65 -e~ 'tk-close: the key "twice" was used.*' -- tk-close -K twice 1
run 'the same key, other records' -s 65 -e~ 'tk-new: the key "twice" was used.*' -I two.csv \
    -- tk-new -K twice -I csv
run 'a failed one leaves the key free' -s 66 -e~ 'tk-tag: 99: no such ticket.*' -- tk-tag -K free +tag 99
run 'and it is used now' -o~ '1\t.*' -- tk-tag -K free +tag 1
run 'a dry run leaves the key free' -e~ '1\t.*' -- tk-tag -n -K dry +tag 1
run 'and it is used then' -o~ '1\t.*' -- tk-tag -K dry +other 1
run 'sound' -o ok -- sqlite3 "$TK_DB" 'PRAGMA integrity_check'
finish
