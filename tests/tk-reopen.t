#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-reopen: back to open.
. "${0%/*}/lib.sh"
desk
for i in {1..6}; do must tk-new -q "Ticket $i"; done
must tk-close -q --resolution fixed 1 2
must tk-set -q status=solved resolution=answered 3
must tk-set -q status=pending 4
last() { sqlite3 "$TK_DB" "SELECT kind, body FROM message WHERE ticket = $1 ORDER BY id DESC LIMIT 1"; }

run 'a closed ticket' -o $'1\topen\t-\t-\t-\t1' -- tk-reopen 1 -c id,status,solved,closed,resolution,reopens
run 'a solved one' -o $'3\topen\t-\t-' -- tk-reopen 3 -c id,status,solved,resolution
run 'what waits is open already' -o $'4\tpending' -e 'tk-reopen: 4: is so already' -- tk-reopen -v 4 -c id,status
run 'what is new stays new' -o $'5\tnew' -- tk-reopen 5 -c id,status
run 'with a note' -o '4|It smokes again.' -- 'tk-reopen -q --note -m "It smokes again." 2; last 2'
run 'with a word to the customer' -o '3|We look again.' -- 'tk-close -q 2; tk-reopen -q -m "We look again." 2; last 2'
run 'a word to what is open already is not lost' -o '3|Still.' -- 'tk-reopen -q -m Still. 2; last 2'
run 'counted' -o $'2\topen\t2' -- tk-list -c id,status,reopens id:2
run 'from stdin, in order' -o $'6\topen\n1\topen' -i $'6\n1' -- 'tk-close -q 1 6; tk-reopen -c id,status'
run 'with its time' -o 2026-11-22T14:00:00Z -- 'tk-close -q 6; TK_NOW=2026-11-22T14:00:00Z tk-reopen -c updated 6'
run 'an unknown ticket' -s 66 -e 'tk-reopen: 99: no such ticket 99' -- tk-reopen 99
run 'a note without text' -s 64 -e~ 'tk-reopen: --note needs a text.*' -- tk-reopen --note 1
run 'no resolution' -s 64 -e~ 'tk-reopen: unknown option "--resolution".*' -- tk-reopen --resolution fixed 1
run 'found again' -o 6 -- 'tk-list | wc -l'
finish
