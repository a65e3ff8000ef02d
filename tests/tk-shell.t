#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The shell without a terminal: its language, its own commands, a restricted one.  shell.t types at
# one.
# every: none tk-shell -V
. "${0%/*}/lib.sh"
. "$top/tests/example-desk.sh"
me=$(id -un)

# script_ LINE...: what the shell makes of these lines
script_() { printf '%s\n' "$@" | tk-shell; }

# --- words
run 'nothing' -- script_ ''
run 'a command' -o 1 -- script_ 'list id:1 -c id'
run 'no newline at the end' -o 1 -- 'printf "list id:1 -c id" | tk-shell'
run 'quotes' -o $'1\n2' -- script_ 'list "id:1",'"'2'"' -c id -s id'
run 'nothing is expanded' -o "3	\$HOME * ~ \`ls\`" \
    -- script_ "set 'subject=\$HOME * ~ \`ls\`' 3 -c id,subject"
run 'a # is no comment, nor is ; the end' -o '3	#1 & ; x' \
    -- script_ 'set subject="#1 & ; x" 3 -c id,subject'
run '# begins no comment behind a command either' -s 66 \
    -e $'tk-close: #99: no such ticket 99\n[exit 66]' -- script_ 'close #99'
run 'a word over two lines' -o '3	a\nb' \
    -- script_ "note 3 -q -m 'a" "b'" 'show 3 --thread -c id,text | tail -n 1'
run 'a text of 100,000 letters' -o 100001 \
    -- 'printf "note 3 -q -m %0100000d\nshow 3 --thread -c text | tail -n 1 | wc -c\n" 7 | tk-shell'
run 'one that no program takes' -s 126 \
    -e 'tk: note: a word of the line is too long for a program: write it into a file, for -f' \
    -- 'printf "note 3 -m %0200000d\n" 7 | tk-shell'
run 'an open quote' -s 64 -e 'tk: the last command is not complete: a quote is open, or | stands at its end' \
    -- script_ "note 3 -m 'x"
run 'a NUL' -s 64 -e 'tk: a NUL byte' -- 'printf "li\0st\n" | tk-shell'

# --- pipes and files
run 'a pipe to a program' -o 4 -- script_ 'list | wc -l'
run 'of our own commands' -o $'1	low\n2	low' -- script_ 'list id:1,2 -s id | set priority=low -c id,priority'
run 'from end to end' -o 1 -- script_ 'list id:1 | tag +vip | tag -vip | grep -c Printer'
run 'a file' -o '1' -- 'script_ "list id:1 -c id >\"a file\"" && cat "a file"'
run 'added to' -o $'1\n2' -- 'script_ "list id:2 -c id >>a\ file" && cat "a file"'
run 'from a file' -o $'1\n2' -- script_ 'tag +read <"a file" -c id'
run 'a > within a word is a letter' -o $'1\n2' -- script_ "list 'age:>=0d' id:1..2 -c id -s id"
run 'a file that is not there' -s 66 -e 'tk: nope: No such file or directory' -- script_ 'close <nope'
run 'one that cannot be made' -s 73 -e 'tk: no/file: No such file or directory' -- script_ 'list >no/file'
run 'never the database' -s 73 -e "tk: $TK_DB belongs to the database: choose another file" -- script_ "list >$TK_DB"
run 'a full disk' -s 74 -e~ 'tk-list: .*No space left on device\n\[exit 74\]' -- script_ 'list >/dev/full'
run 'no name' -s 64 -e 'tk: the name of a file must follow >' -- script_ 'list >'
run 'no command' -s 64 -e 'tk: a command must stand before |' -- script_ '| wc'
run 'an own command that cannot be piped' -s 64 -e 'tk: option stands alone: no | < >' -- script_ 'option | wc'
run 'a program first' -s 64 -e 'tk: unknown command "grep" (help lists them; ! in front runs a program)' \
    -- script_ 'grep x'
run 'by sh' -o 'a b' -- script_ '!echo a | sed "s/$/ b/"'
run 'not behind |' -s 64 -e 'tk: a program behind | is written without !' -- script_ 'list |' '!wc'
run 'only first on its line' -s 64 -e~ '(?s)tk-list: .*' -- script_ 'list !ls)'
run 'the left one finds nobody who reads' -- script_ 'list is:any | true'
run 'the status is that of the last' -s 1 -e '[grep: exit 1]' -- script_ 'list | grep nosuch'
run 'each that failed is told' -s 0 -e $'tk-list: query: unknown status "x" (new open pending hold solved closed)\n  status:x\n  ^\n[list: exit 64]' \
    -- script_ 'list status:x | true'

# --- codes
run 'that of the last command' -s 66 -e $'tk-close: 99: no such ticket 99\n[exit 66]' -- script_ 'close 99'
run 'a failed one does not end it' -o 1 -e $'tk-close: 99: no such ticket 99\n[exit 66]' \
    -- script_ 'close 99' 'list id:1 -c id'
run 'exit leaves with it' -s 66 -e $'tk-close: 99: no such ticket 99\n[exit 66]' \
    -- script_ 'close 99' 'exit' 'list'
run 'a signal' -s 137 -e '[killed by SIGKILL]' -- script_ '!kill -9 $$'
run 'of a caller that hears of no children, too' -s 66 -e $'tk-close: 99: no such ticket 99\n[exit 66]' \
    -- 'echo close 99 | perl -e '"'"'$SIG{CHLD} = "IGNORE"; exec "tk-shell"'"'"
run 'the whole name will do' -o 1 -- script_ 'tk-list id:1 -c id'
run 'near words' -s 64 -e 'tk: unknown command "clsoe", did you mean "close"?' -- script_ 'clsoe 1'

# --- the team's own
mkdir bin
printf '#!/bin/sh\necho "own $* $TK_TICKET"\n' >bin/tk-own
chmod +x bin/tk-own
run "a team's own command" -o 'own a b 1' -- 'printf "use 1 >x\n1\nown a b\n" | PATH=$PWD/bin:$PATH tk-shell 2>/dev/null | tail -n 1'

# --- the current ticket
run 'use' -o $'1\tPrinter on fire' -- script_ 'use 1'
run 'a number' -o $'1\tPrinter on fire' -- script_ TK-1
run 'none there' -s 66 -e 'tk: no such ticket 99' -- script_ 99
run 'no number' -s 64 -e 'tk: no ticket id: "x" (use 17, use none)' -- script_ 'use x'
run 'which?' -s 64 -e 'tk: there is no current ticket: 17, or use 17, makes one' -- script_ 'use'
run '. names it' -o $'1\tPrinter on fire\n1\tlow' -- script_ 1 'set priority=low . -c id,priority'
run 'and none after use none' -s 64 -o $'1\tPrinter on fire' -e~ '(?s)tk-set: .*\[exit 64\]' \
    -- script_ 1 'use none' 'set priority=low .'
run 'in a script nothing is taken for granted: ids come from stdin, and none do' -o $'1\tPrinter on fire' \
    -- script_ 1 'close'
run 'next takes one and shows it, and it is the current one' -o~ "(?s)2\tfield\t.*\n2\trequest\t.*\n2\t$me" \
    -- script_ 'next queue:billing' 'show . -c id,item' 'set priority=high . -c id,assignee'
run 'none is left' -s 1 -e~ '(?s)tk-next: .*' -- script_ 'next queue:billing'
run 'with other options it is the plain one' -o 1 -- script_ 'next -F ids id:1'

# --- own commands
run 'options' -o $'many    25   ask before more tickets of a list are changed\nnotify  on   tell what comes in while you type' \
    -- script_ option
run 'set' -o $'many    off  ask before more tickets of a list are changed\nnotify  off  tell what comes in while you type' \
    -- script_ 'option many off' 'option notify off' option
run 'to what cannot be' -s 64 -e 'tk: write: option many NUMBER off' -- script_ 'option many -3'
run 'an unknown one' -s 64 -e 'tk: unknown option "x": many or notify' -- script_ 'option x on'
run 'too many words' -s 64 -e 'tk: write: exit' -- script_ 'exit 5'
run 'help' -o~ '(?s).*  next +take the most urgent free ticket and show it\n.*  list +list tickets by query\n.*  mine +assignee:me is:open\n.*' \
    -- script_ help
run 'of its own command' -o~ '(?s)usage: use \[ID\|none\]\n.*' -- script_ 'help use'
run 'of a tool' -o~ '(?s)tk-close: close tickets\n.*' -- script_ 'help close'
run 'of nothing' -s 64 -e 'tk: unknown command "x" (help lists them)' -- script_ 'help x'
run 'a view' -o $'2\n1' -- script_ 'view add ab id:1,2 OR id:2' 'ab -c id -s id-'
run 'narrowed as a whole' -o 1 -- script_ 'ab queue:support -c id'

# --- options
run 'another database' -s 66 -e~ 'tk-shell: .*nope.db.*' -- tk-shell -d nope.db
run 'is that of the commands' -o 0 -- 'tk-init -q -d other.db && echo "list is:any | wc -l" | tk-shell -d other.db'
run 'as another agent' -o ann -- 'printf "assign me 3 -c assignee\n" | tk-shell --as ann'
run 'colour where there is a terminal' -o ID -- 'echo "list id:1 -F table -c id --header | head -n 1" | tk-shell --color auto'
run 'operands' -s 64 -e~ 'tk-shell: no operand is wanted: "list" .*' -- tk-shell list

# --- restricted
restricted() { printf '%s\n' "$@" | tk-shell --restricted; }
not_here() { echo "tk: $1 in a restricted shell (help lists what there is)"; }
run 'the desk' -o 1 -- restricted 'list id:1 -c id'
run 'no programs' -s 77 -e "$(not_here 'no programs')" -- restricted '!ls'
run 'no pipes' -s 77 -e "$(not_here 'no pipes')" -- restricted 'list | sh'
run 'nor our own' -s 77 -e "$(not_here 'no pipes')" -- restricted 'list | close'
run 'no files' -s 77 -e "$(not_here 'no files')" -- restricted 'list >x'
run 'none to read' -s 77 -e "$(not_here 'no files')" -- restricted 'note 1 -f - </etc/passwd'
for command in backup batch check config export field hooks import init report shell; do
    run "not $command" -s 77 -e "$(not_here 'not this command')" -- restricted "$command"
done
run 'nor by its whole name' -s 77 -e "$(not_here 'not this command')" -- restricted 'tk-batch'
run "nor the team's own" -s 77 -e "$(not_here 'not this command')" -- \
    'PATH=$PWD/bin:$PATH && restricted own'
run 'not even to ask it for help' -s 64 -e 'tk: unknown command "own" (help lists them)' -- \
    'PATH=$PWD/bin:$PATH && restricted "help own"'
run 'unless it is allowed' -o 'own x ' -- \
    'PATH=$PWD/bin:$PATH && echo own x | tk-shell --restricted --allow own'
run 'an unknown one is told as one' -s 64 -e 'tk: unknown command "nosuch" (help lists them)' -- restricted nosuch
for line in 'note 1 -f /etc/passwd' 'list -o x' 'list -d x' 'tag +x 1 --rejects x' 'log -o x' \
    'show 1 -o /tmp/x' 'reply 1 -e' 'macro add m1 -f /etc/passwd' 'customer list -o x'; do
    run "not: $line" -s 77 -e~ 'tk-\w+: .*restricted.*\n\[exit 77\]' -- restricted "$line"
done
run 'nothing was made' -s 1 -- 'ls | grep -x x'
run 'help lists what there is' -o~ '(?s)(?!.*\n  batch ).*  list .*' -- restricted help
finish
