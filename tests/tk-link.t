#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-link: what tickets have to do with each other.
# every: write  tk-link blocks 1 2 3
. "${0%/*}/lib.sh"
desk
for i in {1..12}; do must tk-new -q "Ticket $i"; done
links() { tk-list -c id,links -s id "$@"; }
rev() { tk-list -c rev id:"$1"; }

# --- each relation, as both tickets see it
run 'parent: of each ID' -o $'2\tparent 1\n3\tparent 1' -- tk-link parent 1 2 3 -c id,links
run 'seen from it' -o $'1\tchild 2,child 3' -- links id:1
run 'child: the other way' -o $'4\tchild 1' -- tk-link child 1 4 -c id,links
run 'its event is that of the child' -o $'1\tparent\t-\t4' -- tk-log -L 1 -c ticket,field,old,new 1
run 'found' -o $'2\n3' -- tk-list -F ids -s id parent:1
run 'the column' -o $'2\t1\n3\t1' -- tk-list -c id,parent -s id parent:1
run 'another parent replaces the first' -o $'2\tparent 5' -- tk-link parent 5 2 -c id,links
run 'the first is not its parent any more' -o $'1\tparent 4,child 3' -- links id:1
run 'blocks: each ID does' -o $'7\tblocks 6\n8\tblocks 6' -- tk-link blocks 6 7 8 -c id,links
run 'blocked-by: TICKET does' -o $'6\tblocked-by 7,blocked-by 8,blocked-by 9' -- tk-link blocked-by 9 6 -c id,links
run 'its event is that of the one that blocks' -o $'9\tblocks\t-\t+6' -- tk-log -L 1 -c ticket,field,old,new 9
run 'related' -o $'7\tblocks 6,related 8' -- tk-link related 8 7 -c id,links
run 'either way round' -o $'8\tblocks 6,related 7' -- links id:8
run 'duplicate' -o $'10\tduplicate 11' -- tk-link duplicate 11 10 -c id,links
run 'duplicated-by' -o $'12\tduplicated-by 10' -- tk-link duplicated-by 10 12 -c id,links
run 'both are one ticket'"'s" -o $'10\tduplicate 11,duplicate 12' -- links id:10
run 'all written forms of a number' -o $'3\trelated 1' -- 'tk-link --remove -q parent 1 3; tk-link related "#1" TK-3 -c id,links'
run 'several at once, as JSON' -o '{"id":7,"links":["blocks 6","related 8"]}' -- tk-list -F jsonl -c id,links id:7
run 'what is so already' -o 8 -e 'tk-link: 8: is so already' -- tk-link -v blocks 6 8 -F ids
run 'related, from the other side' -o 8 -e 'tk-link: 8: is so already' -- tk-link -v related 7 8 -F ids
run 'a parent' -o 2 -e 'tk-link: 2: is so already' -- tk-link -v parent 5 2 -F ids
run 'an inverse one' -o 6 -e 'tk-link: 6: is so already' -- tk-link -v blocked-by 9 6 -F ids
run 'what is new is not so already, on whichever ticket' -o 12 -- tk-link -v blocked-by 1 12 -F ids
run 'no event for it' -- 'r=$(rev 8); tk-link -q related 7 8; tk-link -q blocks 6 8; test "$r" = "$(rev 8)"'

# --- away again
run 'remove' -o $'8\trelated 7' -- tk-link --remove blocks 6 8 -c id,links
run 'an inverse one' -o $'6\tblocked-by 7' -- tk-link --remove blocked-by 9 6 -c id,links
run 'related, from the other side' -o $'8\t-' -- tk-link --remove related 7 8 -c id,links
run 'the event is where it was made' -o $'7\trelated\t-\t-8' -- tk-log -L 1 -c ticket,field,old,new 7
run 'a parent' -o $'2\t-' -- tk-link --remove parent 5 2 -c id,parent
run 'a child' -o $'4\t-' -- tk-link --remove child 1 4 -c id,links
run 'what is not there' -o 8 -e 'tk-link: 8: is so already' -- tk-link --remove -v blocks 6 8 -F ids
run 'a parent that is another' -o 3 -e 'tk-link: 3: is so already' -- tk-link --remove -v parent 5 3 -F ids

# --- loops
run 'with itself' -s 65 -e 'tk-link: 1: 1 cannot be linked with itself' -- tk-link related 1 1
run 'as its parent' -s 65 -e 'tk-link: 1: 1 cannot be linked with itself' -- tk-link parent 1 1
must tk-link -q blocks 2 1
must tk-link -q blocks 3 2
run 'a loop of two' -s 65 -e 'tk-link: 2: 2 cannot block 1: 1 blocks 2' -- tk-link blocks 1 2
run 'of three' -s 65 -e 'tk-link: 3: 3 cannot block 1: 1 blocks 3 by way of others' -- tk-link blocks 1 3
run 'by the inverse word' -s 65 -e 'tk-link: 1: 3 cannot block 1: 1 blocks 3 by way of others' -- tk-link blocked-by 3 1
must tk-link -q parent 1 2
must tk-link -q parent 2 3
run 'parents' -s 65 -e 'tk-link: 1: 2 cannot be the parent of 1: it is below it' -- tk-link parent 2 1
run 'of parents' -s 65 -e 'tk-link: 1: 3 cannot be the parent of 1: it is below it' -- tk-link parent 3 1
run 'by the inverse word' -s 65 -e 'tk-link: 3: 3 cannot be the parent of 1: it is below it' -- tk-link child 1 3
run 'one bad ticket: nothing is done' -s 65 -e~ 'tk-link: 3: 3 cannot block 1.*' -- tk-link blocks 1 4 3
run 'nothing' -o $'4\t-' -- links id:4
run 'the good ones with -k' -s 65 -o $'4\tblocks 1' -e~ 'tk-link: 3: 3 cannot block 1.*' -- tk-link -k blocks 1 4 3 -c id,links
run 'a ticket has one parent' -s 65 -e 'tk-link: 9: 8 has one parent: it cannot be both 7 and 9' -- tk-link child 8 7 9
run 'two that make a diamond are no loop' -- 'tk-link -q blocks 3 4 && tk-link -q blocks 5 3 4'
many() { printf 'subject\n%s' "$(printf 'Ticket %d\n' {13..160})" | tk-new -q -I csv; }
must many
run 'a long chain' -- 'for ((i = 100; i < 110; i++)); do tk-link -q blocks $((i + 1)) $i || break; done'
run 'closed to a ring' -s 65 -e 'tk-link: 110: 110 cannot block 100: 100 blocks 110 by way of others' -- tk-link blocks 100 110

# --- operands
run 'no relation' -s 64 -e~ 'tk-link: write a relation and a ticket before the ids: parent 12 17.*' -- tk-link
run 'no ticket' -s 64 -e~ 'tk-link: write a relation and a ticket before the ids: parent 12 17.*' -- tk-link parent
run 'another relation' -s 64 -e~ 'tk-link: unknown relation "block", did you mean "blocks"\?.*' -- tk-link block 1 2
run 'no number' -s 64 -e~ 'tk-link: "x" is no ticket id: it stands behind the relation, as in parent 12 17.*' -- tk-link parent x 2
run 'an empty one' -s 64 -e~ 'tk-link: "" is no ticket id.*' -- tk-link parent '' 2
run 'an unknown ticket' -s 66 -e 'tk-link: no such ticket 999' -- tk-link parent 999 2
run 'an unknown ID' -s 66 -e 'tk-link: 999: no such ticket 999' -- tk-link parent 1 999
run 'on stdin' -s 65 -e 'tk-link: stdin:1: no such ticket 999' -i 999 -- tk-link parent 1
run 'no --force' -s 64 -e~ 'tk-link: unknown option "--force".*' -- tk-link --force parent 1 2

# --- as every action
run 'a dry run' -e $'11\tparent 12,duplicated-by 10' -- tk-link -n parent 12 11 -c id,links
run 'changed nothing' -o $'11\tduplicated-by 10' -- links id:11
run 'once with a key' -o $'11\n11' -- 'tk-link -K k1 -F ids related 12 11 && tk-link -K k1 -F ids related 12 11'
run 'another request with it' -s 65 -e~ 'tk-link: .*k1.*' -- tk-link -K k1 related 10 11
run 'every line as it comes' -o $'101\n102' -i $'101\n102' -- tk-link --each -F ids related 12
run 'rejects' -s 65 -o 103 -e~ 'tk-link: stdin:2: 12 cannot be linked with itself' -i $'103\n12' -- tk-link --rejects r.txt -F ids related 12
run 'them' -o 12 -- cat r.txt
run 'only if nothing happened since' -s 65 -e~ 'tk-link: 11: ticket 11 changed: .*' -- tk-link --if-rev 1 related 1 11
run '1,000 ids in a pipe' -o 1000 -- 'seq 1000 | sed 1isubject | tk-new -I csv -F ids | tk-link related 1 -F ids | wc -l'
run 'as many links, and the one from before' -o 1001 -- "tk-list -c links id:1 | tr , '\\n' | grep -c related"
run 'a tool that does not act does not wait for it' -- tk-check -q

# --- two at once add both halves of a loop: one is refused
must tk-new -q one
must tk-new -q two
both=$(tk-list -F ids -L 2 -s id-)
b=${both#*$'\n'} a=${both%$'\n'*}
race() {
    local lost=0 p
    for ((i = 0; i < 12; i++)); do
        tk-link -q blocks "$a" "$b" 2>>"$T/race" & p=$!
        tk-link -q blocks "$b" "$a" 2>>"$T/race" || lost=$((lost + 1))
        wait "$p" || lost=$((lost + 1))
        tk-link -q --remove blocks "$a" "$b"
        tk-link -q --remove blocks "$b" "$a"
    done
    echo "$lost"
}
run 'a race: of each pair one is refused' -o 12 -- race
run 'with a reason' -o 12 -- grep -c "cannot block" "$T/race"

# --- what others wrote
must tk-set -q 'subject=מדפסת בוערת' 12
must tk-set -q $'subject=red \e[31m \u202eevil' 11
must tk-link -q --remove blocked-by 1 12
must tk-link -q blocks 12 11
must tk-close -q 11
page() { tk-show -F table "$@" | sed $'s/[\u2068\u2069]//g' | grep -E '^[a-z-]+ +[0-9]+ \('; }
run 'tk-show: the links of a ticket' -o 'blocked-by 11 (closed) red ␛[31m \u202eevil
related    11 (closed) red ␛[31m \u202eevil
related    101 (new) Ticket 101
related    102 (new) Ticket 102
related    103 (new) Ticket 103
duplicated-by 10 (new) Ticket 10' -- page 12
run 'from the other side' -o 'blocks     12 (new) מדפסת בוערת
related    12 (new) מדפסת בוערת
duplicated-by 10 (new) Ticket 10' -- page 11
run 'for a program' -o $'3\tfield\tparent\t2\n3\tfield\tchild\t9\n3\tfield\tblocks\t5' -- \
    'tk-link -q parent 3 9; tk-show 3 -c id,kind,name,text | grep -E "parent|child|blocks" | grep -w field'
run 'its history in words' -o~ '(?s).* \* 2026-11-22 12:00 \S+ set blocks \+12.*' -- tk-show -F table 11
run 'is:blocked' -o $'1\n2' -- 'tk-list -F ids -s id is:blocked | head -n 2'
run 'not by a closed one' -o '' -- tk-list -F ids is:blocked id:12
run 'nor is a closed one blocked' -o '' -- tk-list -F ids is:blocked status:closed
run 'sound' -- tk-check -q

# --- a merged ticket stands for the one that it went into
must tk-init -q -d merged.db
main=$TK_DB TK_DB=$PWD/merged.db
for i in {1..9}; do must tk-new -q "Ticket $i"; done
must tk-link -q blocks 5 1
must tk-link -q parent 2 6
must tk-link -q related 3 7
must tk-merge -q 4 1 2 3 # 4 has the links of the three
run 'links of what was merged into it' -o $'4\tchild 6,blocks 5,related 7' -- links id:4
run 'seen from the others' -o $'5\tblocked-by 4\n6\tparent 4\n7\trelated 4' -- links id:5,6,7
run 'to a merged one: its winner' -o $'8\tblocks 4' -- tk-link blocks 2 8 -c id,links
run 'it blocks by its winner' -s 65 -e 'tk-close: 5: 5 is blocked by 4 (new): close that first, or --force' -- tk-close 5
run 'is:blocked' -o $'4\n5' -- tk-list -F ids -s id is:blocked
run 'so already' -o $'6\n7\n4' -e $'tk-link: 6: is so already\ntk-link: 7: is so already\ntk-link: 4: is so already' \
    -- 'tk-link -v -F ids parent 4 6; tk-link -v -F ids related 4 7; tk-link -v -F ids blocks 5 3'
run 'a loop by way of them' -s 65 -e 'tk-link: 5: 5 cannot block 8: 8 blocks 5 by way of others' -- tk-link blocks 8 5
run 'a parent, too' -s 65 -e 'tk-link: 4: 6 cannot be the parent of 4: it is below it' -- tk-link parent 6 4
run 'with itself' -s 65 -e 'tk-link: 2: 4 cannot be linked with itself' -- tk-link related 1 2
run 'away again' -o $'7\t-' -- tk-link --remove related 4 7 -c id,links
run 'which frees the other' -o 5 -- 'tk-link -q --remove blocks 5 4; tk-close -F ids 5'
run 'children of the merged one are told' -e 'tk-close: 4 is closed; its child 6 is open' -- 'tk-close --force 4 >out'
run 'the rows stay sound' -- tk-check -q
# What is told of links between two tickets that became one: nothing.
must tk-link -q blocks 9 8
must tk-merge -q 9 8
run 'no ticket blocks itself' -o 9 -- tk-close -F ids 9

# --- by other ways
run 'in a batch' -o $'6\tparent 4,blocks 7' -i 'link blocks 7 6' -- 'tk-batch -q; tk-list -c id,links id:6 is:any'
run 'which cannot close what is blocked either' -s 65 -e 'tk-batch: stdin:1: 7 is blocked by 6 (new): close that first, or --force' \
    -i 'close 7' -- tk-batch -q
run 'but with --force' -i 'close --force 7' -- tk-batch -q
run 'undone' -o $'6\tparent 4' -- 'tk-link -q duplicate 7 6; tk-undo -q -y; tk-undo -q -y; tk-undo -q -y; tk-list -c id,links id:6'
run 'sound' -- tk-check -q
TK_DB=$main

# --- rows behind the tools' back
sqlite3 "$TK_DB" 'PRAGMA foreign_keys = off; DELETE FROM link WHERE a = 11 AND kind = 1;
    INSERT INTO link VALUES(1, 3, 4), (1, 9, 5)'
run 'tk-check sees them' -s 74 -O - -- tk-check <<'END'
1	replay	link duplicate 4 is not in its history	DELETE FROM link WHERE a = 1 AND kind = 3 AND b = 4;
1	replay	link to 5 is of no known kind	delete its row with sqlite3
11	replay	link blocks 12 is missing, its history has it	INSERT INTO link(a, kind, b) VALUES(11, 1, 12);
END
finish
