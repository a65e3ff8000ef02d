#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is no database of ours is refused by every tool, with the code of its kind, and left as it
# is: not a byte changed, nothing laid beside it.
. "${0%/*}/lib.sh"
# shellcheck source=every-tool.sh
. "$top/tests/every-tool.sh"

every_desk
every_tool_has_a_line
box=$T/box
mkdir "$box"
good=$T/every.db

# The files to refuse.
sqlite3 "$box/foreign" 'CREATE TABLE t(a); INSERT INTO t VALUES(1)'
sqlite3 "$box/foreign-wal-mode" 'PRAGMA journal_mode = WAL; CREATE TABLE t(a)' >/dev/null
: >"$box/empty"
echo 'a text, longer than the header of a database would be: '{1..9} >"$box/text"
head -c 50 "$good" >"$box/short"
mkdir "$box/directory"
mkfifo "$box/fifo"
cp "$good" "$T/elsewhere"
ln -s "$T/elsewhere" "$box/link"
ln -s nowhere "$box/dangling"
cp "$good" "$box/newer"
sqlite3 "$box/newer" 'PRAGMA user_version = 99'
cp "$good" "$box/unversioned"
sqlite3 "$box/unversioned" 'PRAGMA user_version = 0'
cp "$good" "$box/other-application"
sqlite3 "$box/other-application" 'PRAGMA application_id = 42'
sqlite3 "$box/foreign" 'PRAGMA user_version = 1'
rm -f "$box"/*-wal "$box"/*-shm

# What is there, to the byte.
state() {
    (cd "$box" && ls -lA --time-style=full-iso && find . -type f -exec sha256sum {} + | sort -k 2)
    sha256sum "$T/elsewhere"
}

declare -A why=(
    [foreign]='is not a tk database' [foreign-wal-mode]='is not a tk database'
    [empty]='is empty, not a tk database.*' [text]='is not a tk database'
    [short]='is not a tk database' [directory]='is not a regular file'
    [fifo]='is not a regular file' [link]='is a symbolic link.*'
    [dangling]='is a symbolic link.*' [newer]='was made by a newer tk.*'
    [other-application]='is not a tk database'
    [unversioned]='is not a tk database this program knows'
)
done_tools=' '

# One line of each tool that opens a database.
refused() {
    local tool=${2%% *} file
    [[ $1 != none && $tool != tk-init && $done_tools != *" $tool "* && $2 != *' help' ]] || return
    done_tools+="$tool "
    for file in "${!why[@]}"; do
        export TK_DB=$box/$file
        run "$2: $file" -s 78 -e~ "$tool: $TK_DB ${why[$file]}" -- "timeout 10 $2"
    done
    export TK_DB=$box/missing
    run "$2: missing" -s 66 -e "$tool: no database at $TK_DB: run tk-init" -- "timeout 10 $2"
    export TK_DB=$box/text/tk.db
    run "$2: below a file" -s 66 -e "$tool: no database at $TK_DB: run tk-init" -- "timeout 10 $2"
}

before=$(state)
every refused
for file in "${!why[@]}"; do
    run "tk-init: $file" -s 73 -e "tk-init: $box/$file exists already" -- tk-init -d "$box/$file"
done
run 'tk-init: no such directory' -s 73 -e~ 'tk-init: .*: No such file or directory' \
    -- tk-init -d "$box/none/tk.db"
run 'all is as it was' -o "$before" -- state
rm -r "${box:?}"/*

# Damage behind a good header is found when it is read, and is not made worse.
cp "$good" "$box/damaged"
printf '%0200000d' 7 | dd of="$box/damaged" bs=4096 seek=1 conv=notrunc status=none
before=$(sha256sum <"$box/damaged")
run 'a damaged database: a reader' -s 74 -e~ 'tk-list: .*run tk-check' -- tk-list -d "$box/damaged"
run 'a damaged database: a writer' -s 74 -e~ 'tk-close: .*run tk-check' -- tk-close -d "$box/damaged" 1
run 'a damaged database is left alone' -o "$before" -- 'sha256sum <"$box/damaged"'
rm "$box"/damaged*

# The WAL of a database that is gone must not come to life in a new one.
export TK_DB=$box/tk.db
desk
must tk-new -q old
must rm "$TK_DB"
run 'tk-init: another WAL' -s 73 -e~ "tk-init: $TK_DB-wal is there already.*" -- tk-init
run 'tk-init: nothing came of it' -o $'tk.db-shm\ntk.db-wal' -- ls "$box"
must rm "$TK_DB-wal"
run 'tk-init without it' -- tk-init
run 'a new desk is empty' -- tk-list is:any
run 'a second tk-init' -s 73 -e "tk-init: $TK_DB exists already" -- tk-init
run 'sound' -o ok -- sqlite3 "$TK_DB" 'PRAGMA integrity_check'
finish
