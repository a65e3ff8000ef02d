#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-close: from any status, with a last word and a resolution.
. "${0%/*}/lib.sh"
desk
n=0
for s in new open pending hold solved; do
    must tk-new -q -r ana@example.com "Was $s"
    n=$((n + 1))
    [ $s = new ] || must tk-set -q status=$s $n
done
for i in {6..12}; do must tk-new -q "Ticket $i"; done
last() { sqlite3 "$TK_DB" "SELECT kind, body FROM message WHERE ticket = $1 ORDER BY id DESC LIMIT 1"; }

run 'from any status' -O - -- tk-close 1 2 3 4 5 -c id,status,subject <<'END'
1	closed	Was new
2	closed	Was open
3	closed	Was pending
4	closed	Was hold
5	closed	Was solved
END
run 'stamps solved, too' -o $'2026-11-22T12:00:00Z\t2026-11-22T12:00:00Z' -- tk-list -c solved,closed id:1
run 'unless it was solved before' -o $'2026-11-22T12:00:00Z\t2026-11-22T13:00:00Z' \
    -- 'tk-set -q status=solved 6; TK_NOW=2026-11-22T13:00:00Z tk-close -q 6; tk-list -c solved,closed id:6'
run 'what is closed already' -o 1 -e 'tk-close: 1: is so already' -- tk-close -v 1 -F ids
run 'is no event' -- 'r=$(tk-list -c rev id:1); tk-close -q 1; test $r = $(tk-list -c rev id:1)'
run 'left out of lists' -o 6 -- 'tk-list | wc -l'
run 'but found for ever' -o $'2\n1' -- tk-list -F ids 'is:closed id:1,2 was'
run 'a public last word' -o '3|Repaired.' -- 'tk-close -q -m Repaired. 7; last 7'
run 'is a reply' -o 1 -- tk-list -c replies id:7
run 'an internal one' -o $'4|Spam.\n0' -- 'tk-close -q --note -m Spam. 8; last 8; tk-list -c replies id:8'
echo 'from file' >word
run 'from a file' -o '3|from file' -- 'tk-close -q -f word 9; last 9'
run 'from stdin by name' -o '3|from stdin' -i 'from stdin' -- 'tk-close -q -f - 10; last 10'
run 'stdin alone is no message' -o '1|' -i 'not this' -- 'tk-close -q 11; last 11'
run 'a resolution' -o $'12\tclosed\tfixed' -- tk-close --resolution fixed 12 -c id,status,resolution
run 'another one later' -o $'12\tduplicate' -- tk-close --resolution duplicate 12 -c id,resolution
run 'in a pipe' -o $'13\tclosed\n14\tclosed' \
    -- 'tk-new -q One && tk-new -q Two; tk-list subject:one,two is:open -s id | tk-close -c id,status'
run 'a last word to a closed ticket is not lost' -o '3|Again' -- 'tk-close -q -m Again 7; last 7'

run 'an unknown resolution' -s 64 -e~ 'tk-close: unknown resolution "fixd", did you mean "fixed"\?.*' -- tk-close --resolution fixd 1
run 'a note without text' -s 64 -e~ 'tk-close: --note needs a text.*' -- tk-close --note 1
run 'an empty last word' -s 64 -e~ 'tk-close: the message is empty.*' -- tk-close -m '' 1
run '-f - without ids' -s 64 -i 1 -e~ 'tk-close: -f -: stdin holds.*' -- tk-close -f -
run 'an unknown ticket' -s 66 -e 'tk-close: 99: no such ticket 99' -- tk-close 99
run 'nothing to close, as in cron' -- 'tk-list status:solved updated:..2w | tk-close -q'
finish
