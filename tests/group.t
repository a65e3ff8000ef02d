#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A desk shared by a group: members write under any umask, outsiders get nothing; who may only read
# can read, and is told exactly why not more.
[ "$(id -u)" = 0 ] && [ -z "${inside-}" ] && unshare -m true 2>/dev/null &&
    inside=1 exec unshare -m "$0"
. "${0%/*}/lib.sh"
[ "${inside-}" ] || skip_all 'not root'

# Users of our own, seen by this script alone.
{ cat /etc/passwd && printf '%s:x:%d:%d::/nowhere:/bin/sh\n' anna 64001 64001 bob 64002 64002 \
    carl 64003 64003 eve 64004 64004; } >"$T/passwd"
{ cat /etc/group && echo 'desk:x:64100:' && echo 'anna:x:64001:'; } >"$T/group"
if ! mount --bind "$T/passwd" /etc/passwd || ! mount --bind "$T/group" /etc/group; then
    skip_all 'no right to mount'
fi 2>/dev/null
chmod 711 "$T"
chmod 777 "$T/work"

# as USER UMASK COMMAND: anna, bob and carl are in the group, eve is not.
as() {
    local groups=--clear-groups
    [ "$1" = eve ] || groups=--groups=64100
    setpriv --reuid "$1" --regid "$(id -u "$1")" $groups \
        bash -c "umask $2; export HOME=/nowhere; ${*:3}"
}
as eve 022 "test -x $TK_BIN/tk-list" || skip_all 'the tools cannot be reached by others'

place() {
    mkdir "$T/$1"
    chown anna:desk "$T/$1"
    chmod "$2" "$T/$1"
    export TK_DB=$T/$1/tk.db
}
modes() { stat -c '%n %a %U %G' "$TK_DB"* | sed "s|$TK_DB|db|"; }

place shared 2770
run 'anna makes it under umask 077' -- as anna 077 tk-init
run 'it is for the group' -o $'db 660 anna desk' -- modes
run 'anna works' -o 1 -- as anna 077 tk-new one
run 'the files beside it are for the group' \
    -o $'db 660 anna desk\ndb-shm 660 anna desk\ndb-wal 660 anna desk' -- modes
run 'bob reads' -o 1 -- as bob 022 tk-list -F ids
run 'bob is no agent' -s 77 -e~ 'tk-new: "bob" is no agent of this desk: .*' -- as bob 022 tk-new two
run 'anna makes him one' -o~ '.*' -- as anna 077 tk-agent add bob
run 'bob works under umask 022' -o 2 -- as bob 022 tk-new two
run 'anna goes on' -o~ '2\tclosed.*' -- as anna 077 tk-close 2
must as anna 077 "sqlite3 $TK_DB 'PRAGMA wal_checkpoint(TRUNCATE)'"
run 'no file is beside it' -o 'db 660 anna desk' -- modes
run 'bob is the first' -o 3 -- as bob 022 tk-new three
run 'his files are for the group, too' \
    -o $'db 660 anna desk\ndb-shm 660 bob desk\ndb-wal 660 bob desk' -- modes
run 'anna goes on, again' -o 4 -- as anna 077 tk-new four
run 'both at once' -o 104 -- 'for i in {1..50}; do
        as anna 077 tk-new -q anna & as bob 022 tk-new -q bob; wait
    done; as bob 022 tk-list -F ids is:any | wc -l'
run 'both belong to the group still' -o desk -- 'stat -c %G "$TK_DB"* | sort -u'
for how in rebuild upgrade; do
    run "bob, an agent, may not --$how" -s 77 -e 'tk-check: only an admin may mend a desk' \
        -- as bob 022 tk-check --$how
    run "nor as anna" -s 77 -e 'tk-check: only an admin may mend a desk' -- as bob 022 TK_AGENT=anna tk-check --$how
    run "nor may carl, who is none" -s 77 -e 'tk-check: only an admin may mend a desk' \
        -- as carl 022 tk-check --$how
    run "anna may" -- as anna 022 tk-check -q --$how
done
run 'carl, a member, reads' -o 1 -- as carl 022 tk-list -F ids id:1
run 'eve: a reader' -s 77 -e "tk-list: $TK_DB: Permission denied" -- as eve 022 tk-list
run 'eve: a writer' -s 77 -e "tk-new: $TK_DB: Permission denied" -- as eve 022 tk-new x
run 'eve cannot make one' -s 73 -e~ 'tk-init: cannot create .*: Permission denied' \
    -- as eve 022 tk-init -d "$T/shared/own.db"
run 'eve cannot see a thing' -s 1 -e~ '(.*Permission denied\n?)+' \
    -- as eve 022 "cat $TK_DB $TK_DB-wal $TK_DB-shm"

place own 770
run 'a directory without setgid' -- as anna 022 tk-init
run 'is for its owner alone' -o 'db 600 anna anna' -- modes
run 'its owner works' -o 1 -- as anna 022 tk-new one
run 'others are told why' -s 77 -e "tk-list: $TK_DB: Permission denied" -- as bob 022 tk-list
run 'others are told why they cannot write' -s 77 \
    -e "tk-close: $TK_DB is not writable: Permission denied" -- as bob 022 tk-close 1

# All may read, the group may write: who only reads sees each moment whole.
place open 2775
run 'for all to read' -- as anna 022 tk-init
must chmod 664 "$TK_DB"
must as anna 022 tk-new -q one
run 'eve reads with a WAL there' -o 1 -- as eve 022 tk-list -F ids
must sqlite3 "$TK_DB" 'PRAGMA wal_checkpoint(TRUNCATE)'
must chmod 664 "$TK_DB"
run 'eve reads with no WAL there' -o 1 -- as eve 022 tk-list -F ids
run 'eve left nothing' -o tk.db -- ls "$T/open"
run 'eve cannot write' -s 77 -e "tk-new: $TK_DB is not writable: Permission denied" \
    -- as eve 022 tk-new x
run 'eve reads while anna writes' -o~ '(\d+\n?){100}' -- '
    (for i in {1..100}; do as anna 022 tk-new -q "$(printf %0500d $i)" || echo refused; done) &
    for i in {1..100}; do as eve 022 tk-list -F ids is:any | wc -l; done; wait'

place sealed 2750
run 'a database to read only' -- as anna 022 tk-init
must as anna 022 tk-new -q one
must chmod 444 "$TK_DB"
chmod 555 "$T/sealed"
run 'read-only: with its WAL' -o 1 -- as bob 022 tk-list -F ids
must sqlite3 "$TK_DB" 'PRAGMA wal_checkpoint(TRUNCATE)'
rm -f "$TK_DB-wal" "$TK_DB-shm"
run 'read-only: without' -o 1 -- as bob 022 tk-list -F ids
run 'read-only: a history' -o~ '(1\t.*\n?)+' -- as bob 022 tk-log 1
run 'read-only: nothing to follow' -s 77 \
    -e "tk-log: $TK_DB: cannot follow: its directory is not writable" -- as bob 022 timeout 10 tk-log -f
for tool in 'tk-new x' 'tk-close 1' 'tk-tag +x 1'; do
    run "read-only: $tool" -s 77 -e "${tool%% *}: $TK_DB is not writable: Permission denied" \
        -- as bob 022 "$tool"
done
must chmod 666 "$TK_DB"
run 'only its directory is not writable' -s 77 \
    -e "tk-new: $TK_DB: its directory is not writable" -- as anna 022 tk-new x
run 'nothing came of it' -o tk.db -- ls "$T/sealed"
finish
