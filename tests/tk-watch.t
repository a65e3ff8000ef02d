#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# every: none tk-watch -V
. "${0%/*}/lib.sh"

desk
must tk-agent add bob
must tk-queue add billing
must tk-new -q -r ana@example.com -p high 'Printer smokes'
must tk-new -q -r borek@example.cz -Q billing 'Dvojitá faktura'
must tk-new -q 'Closed one'
must tk-close -q 3

# --- without a terminal
none='tk-watch: needs a terminal on stdin and stdout: tk-list prints the list once, tk-log -f follows what happens (tk-watch -h helps)'
run 'into a pipe' -s 64 -e "$none" -- tk-watch is:open
run 'a terminal on stdout alone' -s 64 -o "$none" -- \
    'script -qec "tk-watch is:open <$T/tk.db" /dev/null </dev/null | tr -d "\r"'
run 'the columns are listed anywhere' -o~ '(?s)id\tid\t.*subject\t.*' -- tk-watch -c help
run 'an option of tk-list that it has no use for' -s 64 -e~ 'tk-watch: unknown option "-F".*' -- tk-watch -F csv
run 'no database' -s 66 -e~ 'tk-watch: no database .*' -- tk-watch -d none.db

command -v tmux >/dev/null || { skip 'at a terminal' 'no tmux' && finish; }
# shellcheck source=terminal.sh
. "$top/tests/terminal.sh"

# --- what it refuses is said where one sees it, not on a screen that goes away
terminal 80 24 'tk-watch is:opn'
run 'a fault in the query' -o $'tk-watch: query: unknown state is:opn, did you mean "open"?\n  is:opn\n  ^\nended 64' \
    -- 'sees "^ended" && screen'
terminal 80 24 'tk-watch queue:biling'
run 'an unknown queue' -o~ '(?s)tk-watch: query: .*did you mean "billing".*ended 67' -- 'sees "^ended" && screen'
terminal 80 24 'tk-watch -c nonsense'
run 'an unknown column' -o~ '(?s)tk-watch: unknown column "nonsense".*ended 64' -- 'sees "^ended" && screen'

# --- the list
terminal 80 8 'tk-watch is:open'
run 'the list, below its query' -O - -- 'sees faktura && screen' <<'EOF'
is:open                                                2 tickets · changed 12:00
  id  status  prior…  queue    assig…  customer          updat…  subject
   2  new     normal  billing  -       borek@example.cz  now     Dvojitá faktura
   1  new     high    support  -       ana@example.com   now     Printer smokes
EOF
must tk-assign -q bob 1
run 'another process changes a ticket: it is marked' -- sees '^\*  1 .* bob '
run '... and the other one is not' -- shows '^   2 '
must tk-new -q 'A third'
run 'a new one comes' -- sees '^\*  4 .*A third'
run '... and is counted' -- shows '3 tickets'
must tk-close -q 2
run 'one that is closed goes' -- sees_not faktura
run 'more than the screen holds' -- 'for i in {1..9}; do must tk-new -q "Ticket $i"; done
    sees "11 tickets" && sees "^  \.\.\. 6 more\$"'
run '... fills it, line by line' -o 8 -- 'screen | wc -l'
resize 40 14
run 'a narrow screen: fewer columns' -- sees '^  id  status  assignee  subject$'
run '... and all of them' -- 'sees "Printer smokes" && ! shows more'
run '... within its width' -- 'screen | perl -CS -ne "chomp; print if length > 40"'
resize 200 14
run 'a wide one' -- sees '^\*  1 .*bob .*ana@example.com .*Printer smokes$'
type x
run 'any key ends it, and the screen is what it was' -o 'ended 0' -- 'sees "^ended" && screen'
run '... and so is the terminal' -O before -- cat after

# --- how it ends
for key in q Up Escape ž C-d; do
    terminal 80 8 tk-watch
    run "$key ends it" -o 'ended 0' -- 'sees "all tickets" && type "$key" && sees "^ended" && screen'
    run "... and the terminal is as before" -O before -- cat after
done
terminal 80 8 tk-watch
run 'Ctrl-C ends it as a signal' -o~ '(\^C)?ended 130' -- 'sees "all tickets" && type C-c && sees "^(\^C)?ended" && screen'
run '... and the terminal is as before' -O before -- cat after
for signal in TERM HUP QUIT; do
    terminal 80 8 tk-watch
    run "SIG$signal ends it" -o~ "(?s).*ended $((128 + $(kill -l $signal)))" -- \
        'sees "all tickets" && kill -$signal $(process tk-watch) && sees "^ended" && screen'
    run '... and the terminal is as before' -O before -- cat after
    run '... with its cursor' -o 1 -- tm display-message -p -t person '#{cursor_flag}'
    run '... that wraps' -o 1 -- tm display-message -p -t person '#{wrap_flag}'
done

# --- stopped and continued
terminal 80 8 'set -m; tk-watch; stty -a | tail -n +2 >stopped; echo "stopped $?"; sleep 0.2; fg >/dev/null; (exit $?)'
run 'Ctrl-Z gives the terminal back' -- 'sees "all tickets" && type C-z && sees "^stopped"'
run '... as it was' -O before -- 'sees_not "^stopped" && cat stopped'
run 'it draws again when it goes on' -- sees "all tickets"
type q
run '... and ends as ever' -- sees '^ended 0'
run '... with the terminal as before' -O before -- cat after

# --- what goes wrong while it is shown
must tk-backup gone.db
terminal 80 8 'tk-watch -d gone.db queue:billing is:any'
run 'a queue that is removed meanwhile' -o~ '(?s)tk-watch: query: unknown queue "billing".*ended 67' -- \
    'sees Dvojit && must sqlite3 gone.db "UPDATE queue SET gone = 1 WHERE name = '\''billing'\''" && sees "^ended" && screen'
run '... leaves the terminal as before' -O before -- cat after

# --- other terminals
must tk-backup dumb.db
TERMINAL=dumb terminal 80 30 'tk-watch -d dumb.db is:open -c id,subject -L 2'
run 'one that cannot place its cursor: the list is printed' -- sees 'Ticket 8'
must tk-new -q -d dumb.db 'The newest'
run '... and printed again below when it changes' -o~ \
    '(?s)is:open .*\n  ID  SUBJECT\n  13  Ticket 9\n.*\n\nis:open .*\n  ID  SUBJECT\n\* 14  The newest\n.*' -- \
    'sees "The newest" && screen'
type q
run '... until a key' -- sees '^ended 0'
run 'a terminal that is gone ends it without a word' -- 'terminal 80 8 "tk-watch 2>said"; sees "all tickets"
    pid=$(process tk-watch); tm kill-server; for _ in {1..100}; do kill -0 $pid 2>&- || break; sleep 0.05; done
    ! kill -0 $pid 2>&-; cat said'

# --- colours
terminal 80 8 'tk-watch is:open'
run 'colour is for the names alone' -o~ '(?s)(?:(?!\e).)*\e\[1m.*' -- 'sees tickets; screen -e'
for no in 'env NO_COLOR=1 tk-watch' 'tk-watch --color never'; do
    terminal 80 8 "$no is:open"
    run "without colour ($no)" -- 'sees tickets; screen -e | grep "$(printf "\e")\[[1-9]"; :'
done

# --- hostile text
must tk-backup evil.db
evil=$'\e[31mred\e]0;title\a\x01\u009b31m\u202ertl'
must tk-new -q -d evil.db -r 'Ana <ana@example.com>' "$evil"
must tk-new -q -d evil.db 'מדפסת לא עובדת'
terminal 100 20 'tk-watch -d evil.db is:open'
run 'of customers: made visible' -- 'sees "␛\[31mred␛\]0;title␇␁.u009b31m.u202ertl"'
run '... and no title is set' -s 1 -- 'tm display-message -p -t person "#{pane_title}" | grep title'
run '... of the right to the left between isolates' -- sees $'\u2068מדפסת לא עובדת\u2069'
type q
terminal 60 20 "tk-watch -d evil.db \$'subject:\"\\e[31m'"
run 'in a query' -o~ '(?s).*␛.*ended 64' -- 'sees "^ended" && screen'

# --- its statements
terminal 80 8 'TK_TRACE=plan tk-watch is:open 2>said'
run 'no scan that does not say so' -- 'sees tickets && type q && sees "^ended 0" && cat said'

finish
