#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A full disk: a small file system, and a limit of file sizes.  What cannot be written is refused
# (75 for the database, 74 for -o), all that was is sound and can be read, and it goes on when
# there is space again.
[ "${inside-}" ] || ! unshare -m true 2>/dev/null || inside=1 exec unshare -m "$0"
. "${0%/*}/lib.sh"

small=$T/small
mkdir "$small"
mount -t tmpfs -o size=3m,mode=700 tmpfs "$small" 2>/dev/null && mounted=1

rows() { sqlite3 "$TK_DB" "$1"; }
listed() { tk-list -F ids is:any | wc -l; }

# add [COMMAND...]: tickets of about 8 KiB as long as there is space, their ids to "acks".
add() {
    head -c 6000 /dev/urandom | base64 -w 0 >body
    while tk-new -f body filler >>acks; do :; done
}

# sound ACKS: all that was acknowledged, and nothing half.
sound() {
    run "$1: what was acknowledged is there" -o "$(cat acks)" -- tk-list is:any -s id -F ids
    run "$1: integrity" -o ok -- rows 'PRAGMA integrity_check'
    run "$1: events have no gap" -o 0 -- rows 'SELECT max(id) - count(*) FROM event'
    [ ! -e "$TK_BIN/tk-check" ] || run "$1: tk-check" -o~ '\d+:\w+' -- tk-check
}

full() {
    local name=$1 said="$TK_DB: disk full, the change was not made"
    run "$name: a writer" -s 75 -e "tk-new: $said" -- tk-new -f body subject
    run "$name: a batch" -s 75 -e "tk-reply: $said" -- 'tk-list -F ids is:any | tk-reply -f body'
    run "$name: a load" -s 75 -e "tk-new: $said" \
        -- '{ echo subject,body; sed "s/^/subject,/" body body body; } | tk-new -I csv'
    run "$name: an undo" -s 75 -e "tk-undo: $said" -- tk-undo -y
    run "$name: a reader" -o "$(wc -l <acks)" -- listed
    run "$name: -h" -o~ '(?s).*' -- tk-new -h
    sound "$name"
}

if [ "${mounted-}" ]; then
    export TK_DB=$small/tk.db
    desk
    run 'a disk of 3 MB fills up' -e "tk-new: $TK_DB: disk full, the change was not made" -- add
    echo "# $(wc -l <acks) tickets"
    full 'a full disk'
    : >"$small/old"
    run 'a full disk: -o' -s 74 -e~ "tk-list: write error on $small/out: No space left on device" \
        -- tk-list -c +body -o "$small/out" is:any
    echo old >"$T/old"
    run 'a full disk: the old file of -o stays' -s 74 -e~ 'tk-list: write error on .*' \
        -- tk-list -c +body -o "$small/old" is:any
    run 'a full disk: tk-export' -s 74 \
        -e "tk-export: write error on $small/out: No space left on device" -- tk-export --dir "$small/out"
    run 'a full disk: nothing is left of -o' -o $'old\ntk.db\ntk.db-shm\ntk.db-wal' -- ls -A "$small"
    must mount -o remount,size=6m "$small"
    run 'space again: the same works' -o~ '\d+' -- 'tk-new -f body later | tee -a acks'
    sound 'space again'

    # All files beside the database are gone, and there is no space to make them.
    must rows 'PRAGMA wal_checkpoint(TRUNCATE)'
    cat /dev/zero >"$small/fill" 2>/dev/null
    run 'no space for the WAL: a reader' -o "$(wc -l <acks)" -- listed
    run 'no space for the WAL: a writer' -s 75 \
        -e "tk-close: $TK_DB: disk full, the change was not made" -- tk-close 1
    run 'no space for the WAL: a reader afterwards' -o "$(wc -l <acks)" -- listed
    rm "$small/fill"
    run 'space again: a writer' -- tk-close -q 1
    sound 'space again, at last'

    run 'no space: tk-init' -s 75 -e~ "tk-init: .*: disk full.*" \
        -- 'cat /dev/zero >"$small/fill" 2>/dev/null; tk-init -q -d "$small/new.db"'
    run 'no space: nothing is left of it' -s 1 -- 'ls -A "$small" | grep new'
    umount "$small"
else
    skip 'a full disk' 'no right to mount'
fi

# limited KIB COMMAND...: no file may grow beyond it.
limited() {
    ulimit -f "$1"
    "${@:2}"
}

export TK_DB=$T/tk.db
rm -f acks
desk
must eval 'for i in 1 2 3; do tk-new filler >>acks; done'
must rows 'PRAGMA wal_checkpoint(TRUNCATE)'
limit=$(($(stat -c %s "$TK_DB") / 1024 + 200))
run 'a limit of file sizes is reached' -e "tk-new: $TK_DB: disk full, the change was not made" \
    -- limited $limit add
echo "# $(wc -l <acks) tickets"
run 'a limit: a writer' -s 75 -e "tk-new: $TK_DB: disk full, the change was not made" \
    -- limited $limit tk-new -f body subject
run 'a limit: a reader' -o "$(wc -l <acks)" -- limited $limit listed
sound 'a limit'
head -c 60000 /dev/urandom | base64 -w 0 >large
must eval 'tk-new -f large large >>acks'
echo old >old
run 'a limit: -o' -s 74 -e 'tk-list: write error on old: File too large' \
    -- limited 40 tk-list -c +body -o old is:any
run 'a limit: the old file of -o stays' -o old -- 'cat old && ls -A | grep tmp; :'
run 'a limit: >' -s 74 -e 'tk-list: write error on stdout: File too large' \
    -- 'limited 40 tk-list -c +body is:any >new'
run 'no limit: the same works' -o~ '\d+' -- 'tk-new -f body later | tee -a acks'
sound 'no limit'
finish
