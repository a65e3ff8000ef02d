#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# every: read tk-board
# every: read tk-board -F table
# every: read tk-board -F jsonl
# every: read tk-board -c help
. "${0%/*}/lib.sh"

me=$(id -un)
at() { export TK_NOW=2026-11-$1; }
at 20T09:00:00Z
desk
must tk-agent add bob
must tk-agent add carl
must tk-queue add billing
must tk-queue add empty
must tk-new -q -r ana@example.com -p high 'Printer smokes'
must tk-new -q -r borek@example.cz -Q billing 'Dvojitá faktura'
must tk-new -q 'Closed one'
must tk-close -q 3
must tk-new -q 'Merged one'
must tk-merge -q 1 4
must tk-new -q 'Undone one'
must tk-undo -q -y
at 21T12:00:00Z
must tk-new -q -Q billing 'Waits for them'
must tk-assign -q bob 2 6
must tk-set -q status=pending 6
must tk-set -q due=2026-11-22T09:00:00Z 2
must tk-set -q due=2026-11-22T15:00:00Z 1
must tk-agent set bob capacity=5
must tk-agent set carl away=2026-12-01
at 22T12:00:00Z
must tk-assign -q --claim --for 20m 1

# --- records
run 'one record an item' -O - -- tk-board <<EOF
-	queue	billing	2026-11-21T12:00:00Z	2	1	1	0	0	1	-	-	-	-	-	-
-	queue	empty	-	0	0	0	0	0	0	-	-	-	-	-	-
-	queue	support	2026-11-21T12:00:00Z	1	1	0	0	1	0	-	-	-	-	-	-
-	agent	bob	-	2	1	1	0	-	1	5	-	-	-	-	-
-	agent	carl	-	0	0	0	0	-	0	-	2026-12-01T00:00:00Z	-	-	-	-
-	agent	$me	-	0	0	0	0	-	0	-	-	-	-	-	-
1	lease	$me	2026-11-22T12:20:00Z	-	-	-	-	-	-	-	-	support	high	new	Printer smokes
2	overdue	bob	2026-11-22T09:00:00Z	-	-	-	-	-	-	-	-	billing	normal	new	Dvojitá faktura
1	due	-	2026-11-22T15:00:00Z	-	-	-	-	-	-	-	-	support	high	new	Printer smokes
EOF
run 'its header' -o ticket,item,name,at,open,new,pending,hold,unassigned,overdue,capacity,away,queue,priority,status,subject \
    -- 'tk-board -F csv | head -n 1'
run 'jsonl' -o '{"ticket":2,"item":"overdue","subject":"Dvojitá faktura"}' -- \
    'tk-board -F jsonl -c ticket,item,subject | grep overdue'
run 'ids: of tickets alone' -o $'1\n2\n1' -- tk-board -F ids
run 'so other tools take it' -o '2	urgent' -- 'tk-board | grep -w overdue | tk-set priority=urgent -c id,priority'
run 'some columns' -o $'billing\t0\nsupport\t1' -- 'tk-board -c item,name,unassigned | grep -v empty | sed -n "s/^queue\t//p"'
run 'records as a table' -o~ '(?s)TICKET  ITEM.*\n +2  overdue\n.*' -- tk-board -F table -c ticket,item
run 'at most so many that are due' -o 2 -- 'tk-board -L 1 -F ids | wc -l'
run 'none of them' -o 1 -- tk-board -L 0 -F ids
run 'the columns' -o~ '(?s)ticket\tid\t.*item\tname\tqueue agent lease reply note overdue due\n.*' -- tk-board -c help
run 'into a file' -o 9 -- 'tk-board -o out && wc -l <out'

# It counts what tk-list finds, whatever happened to the tickets.
counted() { tk-board -c item,name,open,new,pending,hold,unassigned,overdue | grep -w "$1"; }
listed() {
    local name
    for name in $(tk-"$1" list -F ids); do
        printf '%s\t%s' "$1" "$name"
        for query in is:open status:new status:pending status:hold is:unassigned is:overdue; do
            if [[ $1 = agent && $query = is:unassigned ]]; then
                printf '\t-'
            else
                printf '\t%s' "$(tk-list "$query" "${2}:$name" -F ids | wc -l)"
            fi
        done
        echo
    done
}
must tk-backup many.db
for i in {1..40}; do echo "$i"; done >forty
many() {
    export TK_DB=$T/work/many.db
    sed '1isubject' forty | must tk-new -q -I csv
    for i in {20..46..3}; do must tk-set -q queue=billing "$i"; done
    for i in {9..46..4}; do must tk-assign -q bob "$i"; done
    for i in {10..46..5}; do must tk-set -q status=pending "$i"; done
    for i in {12..46..7}; do must tk-set -q status=hold "$i"; done
    for i in {8..46..3}; do must tk-set -q due=2026-11-20 "$i"; done
    for i in 7 11 13 17 19 23 29 31; do must tk-merge -q $((i + 1)) "$i"; done
    must tk-close -q 25 26
    must tk-new -q 'Undone, too' -a bob
    must tk-undo -q -y
}
many
export TK_DB=$T/work/many.db
listed queue queue >want
run 'queues as tk-list counts them' -O want -- counted queue
listed agent assignee >want
run 'and agents' -O want -- counted agent
run 'what is due as well' -o "$(tk-list has:due is:open -F ids | wc -l)" -- 'tk-board -c item | grep -cwE "overdue|due"'
run 'overdue first, the earliest before' -- 'tk-board -c item,at | grep -wE "overdue|due" | cut -f 2 | sort -c'
run 'the page counts the same' -o~ "$(tk-list is:open -F ids | wc -l) open · \d+ new · $(tk-list is:unassigned -F ids | wc -l) unassigned · $(tk-list is:overdue -F ids | wc -l) overdue +12:00" \
    -- 'tk-board -F table | head -n 1'
export TK_DB=$T/tk.db

# --- the page
run 'the page' -O - -- 'tk-board -F table | tr -s " "' <<EOF
3 open · 2 new · 1 unassigned · 1 overdue 12:00

QUEUE OPEN NEW PENDING HOLD UNASSIGNED OVERDUE WAITS
billing 2 1 1 0 0 1 a moment
empty 0 0 0 0 0 0 -
support 1 1 0 0 1 0 24 h

AGENT OPEN NEW PENDING HOLD CAPACITY OVERDUE AWAY
bob 2 1 1 0 5 1 -
carl 0 0 0 0 - 0 back 2026-12-01 00:00
$me 0 0 0 0 - 0 -

BUSY DOING ID SUBJECT
$me holds, 20 min left 1 Printer smokes

DUE ID PRIORITY QUEUE ASSIGNEE SUBJECT
3 h late 2 urgent billing bob Dvojitá faktura
in 3 h 1 high support - Printer smokes
EOF
run 'its tables are aligned' -o~ '(?s).*\nbilling     2    1        1     0           0        1  a moment\nempty       0  .*' -- tk-board -F table
must tk-init -d new.db
run 'of a new desk' -o~ '(?s)0 open · 0 new · 0 unassigned · 0 overdue.*\nNobody holds or writes on a ticket.\n\nNo ticket has a time due.' \
    -- tk-board -F table -d new.db
must tk-backup drafts.db
must sqlite3 drafts.db "INSERT INTO draft VALUES('/b', 2, 2, 1795348500000, 0), ('/c', 1, 3, 1795340000000, 1)"
run 'who writes what' -o $'2\treply\tbob\t2026-11-22T11:55:00Z\n1\tnote\tcarl\t2026-11-22T09:33:20Z' -- \
    'tk-board -d drafts.db -c ticket,item,name,at | grep -E "reply|note"'
run '... and for how long' -o~ '(?s).*\nbob +reply, 5 min +2  Dvojitá.*\ncarl +note, 2 h +1  Printer.*' -- tk-board -d drafts.db -F table

# --- usage
run 'an operand' -s 64 -e 'tk-board: unexpected "1": for tickets by query there is tk-list (tk-board -h helps)' -- tk-board 1
run 'an unknown column' -s 64 -e~ 'tk-board: unknown column "nmae", did you mean "name"\?.*' -- tk-board -c nmae
run '-f into a pipe' -s 64 \
    -e 'tk-board: needs a terminal on stdin and stdout: without -f the board is printed once, tk-log -f follows what happens (tk-board -h helps)' -- tk-board -f
run '-f in another format' -s 64 -e~ 'tk-board: -f draws the page.*' -- tk-board -f -F csv
run '-f into a file' -s 64 -e~ 'tk-board: -f draws the page.*' -- tk-board -f -o out2
run '... which is not made' -s 1 -- test -e out2

command -v tmux >/dev/null || { skip 'at a terminal' 'no tmux' && finish; }
# shellcheck source=terminal.sh
. "$top/tests/terminal.sh"

# --- on a terminal
terminal 80 24 tk-board
run 'once: all on the screen, with the prompt' -- 'sees "^3 open" && sees "^ended 0"'
terminal 80 24 'tk-board -f'
run 'drawn in place' -- 'sees "^3 open · 2 new" && sees "^in 3 h +1  high"'
must tk-new -q -Q billing 'A new one'
run 'another process makes a ticket' -- sees '^4 open · 3 new'
must tk-assign -q carl 1
run '... and gives one away: nobody holds it any more' -- 'sees "^carl +1 " && sees "^Nobody holds"'
resize 40 24
run 'a narrow screen' -- 'sees "^queue +open  free  late  waits" && sees "^due +id  who +subject"'
run '... within its width' -- 'screen | perl -CS -ne "chomp; print if length > 40"'
resize 200 40
run 'a wide one: beside each other' -- 'sees "^queue .* waits +Nobody holds" && sees "^empty .* due +id .* subject"'
resize 80 12
run 'a low one says what it leaves out' -- 'sees "^\.\.\. 2 more$" && sees "^billing"'
run '... and fits' -o~ '1?\d' -- 'screen | wc -l'
resize 20 4
run 'a tiny one' -- sees '^4 open · 3 new · 1 '
type q
run 'a key ends it' -- sees '^ended 0'
run '... and the terminal is as before' -O before -- cat after
terminal 80 24 'tk-board -f'
run 'SIGTERM ends it' -o~ "(?s).*ended 143" -- 'sees "^4 open" && kill $(process tk-board) && sees "^ended" && screen'
run '... and the terminal is as before' -O before -- cat after
terminal 80 24 'tk-board -f'
run 'what is late is red, who is away dim, beside the words' -o~ '(?s).*\e\[(0;)?2m[^\n]*carl .*\e\[31m[^\n]* late .*' -- 'sees "^4 open"; screen -e'
terminal 80 24 'NO_COLOR=1 tk-board -f'
run 'NO_COLOR' -- 'sees "^4 open" && screen -e | grep "$(printf "\e")\[[1-9]"; :'
terminal 80 24 'TK_TRACE=plan tk-board -f 2>said'
run 'no scan that does not say so' -- 'sees "^4 open" && type q && sees "^ended 0" && cat said'

# --- hostile text
evil=$'\e[31mred\a\u202ertl'
must tk-set -q "subject=$evil" due=2026-11-20 2
must tk-set -q 'subject=מדפסת לא עובדת' 1
must sqlite3 "$TK_DB" "UPDATE queue SET name = '$evil' WHERE name = 'empty'; UPDATE agent SET login = '$evil' WHERE login = 'bob'"
terminal 100 24 'tk-board -f'
run 'made visible' -- 'sees "late.*␛\[31mred␇.u202ertl" && sees "^␛\[31mred"'
run 'of the right to the left between isolates' -- sees $'\u2068מדפסת לא עובדת\u2069'
finish
