#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A desk of an older version: readers refuse it, the first writer brings it up to date behind a
# backup, and then it is as if it had been made today.
. "${0%/*}/lib.sh"
desk
must tk-new -r ana@example.com 'No paper'

downgrade() {
    sqlite3 "$TK_DB" 'DROP INDEX message_ticket; DROP INDEX event_merged; DROP INDEX ticket_gone;
        DROP INDEX message_erased; DROP INDEX event_erased;
        DROP VIEW v_tag; DROP VIEW v_value;
        CREATE INDEX message_ticket ON message(ticket); PRAGMA user_version = 1;
        PRAGMA wal_checkpoint(TRUNCATE)'
}

must downgrade
cp "$TK_DB" "$T/old.db"
run 'a reader refuses' -s 78 -e "tk-list: $TK_DB is of an older version (1): run tk-check --upgrade" \
    -- tk-list
run 'and leaves it alone' -- cmp "$TK_DB" "$T/old.db"
run 'a writer upgrades' -o 1 -- tk-tag -c id +vip 1
run 'the backup is the old one' -o 1 -- sqlite3 "$TK_DB.v1-backup" 'PRAGMA user_version'
run 'it has the shape of a new one' -o~ '(?s).*' -- tk-check
must cp "$T/old.db" "$TK_DB"
must rm -f "$TK_DB"-* "$TK_DB".v1-backup
run 'so does tk-check --upgrade' -o~ '(?s).*' -- tk-check --upgrade
run 'and readers are served' -o 1 -- tk-list -c id

finish
