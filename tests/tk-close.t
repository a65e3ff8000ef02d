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

# --- tickets that have to do with others
for i in {1..16}; do must tk-new -q "Linked $i"; done
# at N: the ticket "Linked N"
first=$(tk-list -F ids subject:Linked -s id -L 1)
at() { echo $((first + $1 - 1)); }
a=$(at 1) b=$(at 2) c=$(at 3)
must tk-link -q blocks "$a" "$b" "$c"
must tk-set -q status=hold "$c"
blocked="$a is blocked by $b (new), $c (hold): close those first, or --force"
run 'one that others block' -s 65 -e "tk-close: $a: $blocked" -- tk-close "$a"
run 'stays as it was' -o new -- tk-list -c status "id:$a"
run 'by tk-set' -s 65 -e "tk-set: $a: $blocked" -- tk-set status=solved "$a"
run 'by tk-reply' -s 65 -e "tk-reply: $a: $blocked" -- tk-reply -m Done --status solved "$a"
run 'which said nothing' -o 0 -- tk-list -c replies "id:$a"
run 'another status is legal' -o "$a"$'\tpending' -- tk-set status=pending "$a" -c id,status
run 'one of them closed' -s 65 -e "tk-close: $a: $a is blocked by $c (hold): close that first, or --force" \
    -- "tk-close -q $b; tk-close $a"
run 'in one go, those that block first' -o "$c"$'\n'"$a" -- tk-close -F ids "$c" "$a"
run 'closed from solved' -o "$a"$'\tclosed' -- "tk-reopen -q $a $c; tk-close -q --force $a; tk-reopen -q $a;
    tk-set -q --force status=solved $a; tk-close $a -c id,status"
run '--force: a reply' -o "$a"$'\tsolved' -- "tk-reopen -q $a; tk-reply --force -m Done --status solved $a -c id,status"
run 'with -k the others are closed' -s 65 -o "$(at 4)" -e "tk-close: $a: $a is blocked by $c (open): close that first, or --force" \
    -- "tk-reopen -q $a; tk-close -k -F ids $a $(at 4)"
run 'a line that is blocked' -s 65 -o "$(at 5)" -e "tk-close: stdin:1: $a is blocked by $c (open): close that first, or --force" \
    -i "$a"$'\n'"$(at 5)" -- tk-close --each -F ids
must tk-link -q parent "$(at 6)" "$(at 7)" "$(at 8)" "$(at 9)"
must tk-close -q "$(at 9)"
run 'a parent: its open children are named' -o "$(at 6)" -e "tk-close: $(at 6) is closed; its children $(at 7), $(at 8) are open" \
    -- tk-close -F ids "$(at 6)"
run 'which stay open' -o new -- tk-list -c status "id:$(at 7)"
run 'not with -q' -- "tk-reopen -q $(at 6); tk-close -q $(at 6)"
run 'nor when it was closed already' -o "$(at 6)" -- tk-close -F ids "$(at 6)"
run 'nor when they are closed with it' -- "tk-reopen -q $(at 6); tk-close -F ids $(at 6) $(at 7) $(at 8) >out"
run 'one child' -e "tk-set: $(at 6) is solved; its child $(at 7) is open" \
    -- "tk-reopen -q $(at 6) $(at 7); tk-set -F ids status=solved $(at 6) >out"
run 'a reply, in a dry run' -e "tk-reply: $(at 6) is solved; its child $(at 7) is open"$'\n'"$(at 6)" \
    -- "tk-reopen -q $(at 6); tk-reply -n -F ids -m x --status solved $(at 6)"
for i in {1..15}; do must tk-new -q "Child $i"; done
mapfile -t children < <(tk-list -F ids subject:Child)
must tk-link -q parent "$(at 16)" "${children[@]}"
run 'of many the first ten' -o "$(at 16)" -e~ "tk-close: $(at 16) is closed; its children (\\d+, ){9}\\d+ and 5 more are open" \
    -- tk-close -F ids "$(at 16)"
run 'sound' -- tk-check -q

run 'an unknown resolution' -s 64 -e~ 'tk-close: unknown resolution "fixd", did you mean "fixed"\?.*' -- tk-close --resolution fixd 1
run 'a note without text' -s 64 -e~ 'tk-close: --note needs a text.*' -- tk-close --note 1
run 'an empty last word' -s 64 -e~ 'tk-close: the message is empty.*' -- tk-close -m '' 1
run '-f - without ids' -s 64 -i 1 -e~ 'tk-close: -f -: stdin holds.*' -- tk-close -f -
run 'an unknown ticket' -s 66 -e 'tk-close: 99: no such ticket 99' -- tk-close 99
run 'nothing to close, as in cron' -- 'tk-list status:solved updated:..2w | tk-close -q'
finish
