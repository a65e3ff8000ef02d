#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The shell as a person has it: typed at, in terminals of several sizes, while others work.
. "${0%/*}/lib.sh"
. "$top/tests/terminal.sh"
. "$top/tests/example-desk.sh"
unset TK_NOW
export LC_ALL=C.UTF-8
me=$(id -un)
state=$XDG_STATE_HOME/tk

# line KEY...: at an empty prompt, then Enter.
line() { at_prompt && type "$@" Enter; }

# given_up: what stands in the line is.
given_up() { must type C-c && must at_prompt; }

# --- the first start, and the next
terminal 80 24 tk
run 'six lines at the first start' -- sees '(?:^  \S.*\n){6}tk>\Z'
run 'a file for the history, for its owner alone' -o 600 -- stat -c %a "$state/history"
must line 'exit'
run 'exit leaves' -- sees 'ended 0'
terminal 80 24 tk-shell
run 'none at the second' -- sees '\Atk>\Z'

# --- completion
must type 'lis' Tab 'is:una' Tab
run 'a command and a value of a query' -- sees '^tk> list is:unassigned$'
must type 'queue:b' Tab
run 'a queue in its place' -- sees '^tk> list is:unassigned queue:billing$'
must type C-c
must line 'assign an' Tab
run 'an agent' -- sees '^tk> assign ann$'
given_up
must type 'show ' Tab Tab
run 'ticket ids with their subjects' -- sees '^2 +Dvojitá faktura\n1 +Printer on fire'
run 'the line stands below them again' -- sees '^tk> show\Z'
given_up
must type 'set prio' Tab 'u' Tab
run 'fields, and their values, without a blank between' -- sees '^tk> set priority=urgent$'
given_up
must eval 'mkdir "dir with blank" && echo text >"dir with blank/a file"'
must type 'reply 1 -f dir' Tab 'a' Tab
run 'names of files, quoted' -- sees '^tk> reply 1 -f dir\\ with\\ blank/a\\ file$'
given_up
must type 'list is:open | ta' Tab
run 'a command behind |' -- sees '^tk> list is:open \| tag$'
given_up
must type "list 'assignee:b" Tab
run 'within quotes' -- sees "^tk> list 'assignee:bob'\$"
given_up
must type 'min' Tab
run 'a view' -- sees '^tk> mine$'
given_up
must type Tab Tab
run 'all commands, as many as fit' -- sees '^agent +[a-z]+ +[a-z]+ .*\n(.*\n)*close .*\n(.*\n)*tk>\Z'
given_up
must type 're' Tab Tab
run 'fewer with what they do' -- sees '^reopen +reopen .*\nreply +\S.*\nreport +\S'
must type C-c

# --- text
must line "note 1 -m 'Žluťoučký kůň שלום zażółć'"
run 'Czech, Hebrew and Polish' -o '1	Žluťoučký kůň שלום zażółć' \
    -- 'at_prompt && tk-show 1 --thread -c id,text | tail -n 1'
must line "reply 1 -m 'one" Enter 'two' Enter "three'"
run 'a quote that is open goes on in the next line' -- sees "^tk> reply 1 -m 'one\n> two\n> three'\n"
run 'and is one text' -o 'one\ntwo\nthree' -- 'at_prompt && tk-show 1 --thread -c text | tail -n 1'
must type Up
run 'from the history it comes back as one' -- sees "^tk> reply 1 -m 'one\ntwo\nthree'\Z"
must type C-c
must line ' note 1 -m secret'
must at_prompt
must type C-r 'tw'
run 'Ctrl-R searches it' -- sees "i-search\)\`tw': reply 1 -m 'one\ntwo"
must type C-c
run 'Ctrl-C cancels' -- at_prompt
must line exit
must sees 'ended'
run 'a line that begins with a blank is not kept' -s 1 -- grep secret "$state/history"
terminal 80 24 tk-shell
must at_prompt
must type Up Up
run 'another day it is still one' -- sees "^tk> reply 1 -m 'one\ntwo\nthree'\Z"
must type C-c

# --- a paste of 200 lines
for i in {1..200}; do echo "line $i of 200: \$HOME; \`x\` | y"; done >pasted
must at_prompt
must type "reply 2 -m '"
must paste <pasted
must type "'" Enter
must sees '^ 2 .*Dvojitá faktura'
run 'is one text of 200 lines' -O pasted -- 'tk-show 2 -F jsonl --thread | tail -n 1 | perl -MJSON::PP -ne "binmode STDOUT, q(:utf8); print decode_json(\$_)->{text}, qq(\n)"'
must at_prompt
printf 'list id:1 -c id,queue\nlist id:2 -c id,queue\n' | paste
must type Enter
run 'pasted lines are commands, once Enter was pressed' -- \
    sees '^ 1  support\n.*\n? 2  billing'

# --- what fails
must line nosuch
run 'an unknown command' -- sees '^tk: unknown command "nosuch" \(help lists them; ! in front runs a program\)$'
must line lsit
run 'a near one' -- sees '^tk: unknown command "lsit", did you mean "list"\?$'
must line 'close 999'
run 'a code that is not 0 is told' -- sees '^tk-close: 999: no such ticket 999\n\[exit 66\]'
must line 'list is:open | false'
run 'in a pipe with its command' -- sees '^\[false: exit 1\]'
must line 'list is:any | true'
must line '!kill -9 $$'
run 'a signal' -- sees '^\[killed by SIGKILL\]'
must line '!sleep 100'
must sees 'sleep 100\Z'
must type C-c
run 'Ctrl-C ends the command, not the shell' -- at_prompt
must line 'list | nosuchprogram'
run 'no such program' -- sees '^tk: nosuchprogram: no such program'
must line "reply 1 -m '$(head -c 3000 /dev/zero | tr '\0' x)" Enter "'"
must at_prompt
must line 'list > no/such/file'
run 'a file that cannot be' -- sees '^tk: no/such/file: No such file or directory'
must line "list > $TK_DB"
run 'never one of the database' -- sees 'belongs to the database: choose another file'

# --- what others do
must at_prompt
must type 'list is:open queue:'
must tk-agent add carla
must tk-new -q --as ann -r 'Ema <ema@example.com>' -Q billing 'Where is my order?'
run 'is told above a half typed line' -- sees '5 new in billing: Where is my order\?\ntk> list is:open queue:\Z'
must type 'b' Tab Enter
run 'the line was still whole' -- sees '^tk> list is:open queue:billing\n(.*\n)*.*Where is my order'
must line 'tag +mine 5'
must line 'option notify off'
must at_prompt
must tk-reply -q --as ann 5 -m text
must tk-new -q --as ann 'Not told'
must line 'option notify on'
must at_prompt
must tk-new -q --as ann 'Told again'
run 'not what came while it was off, nor what one did oneself' -- sees 'option notify on\n7 new in support: Told again\ntk>'

# --- sizes
resize 40 12
must line 'list id:5'
run '40 columns: a ticket on three lines' -- \
    sees '^tk> list id:5\nid  status .*\n    .*customer +updated\n    subject\n *5  \w+ .*\n    .*\n    Where is my order\?\ntk>\Z'
must line 17
run 'a short prompt' -- sees 'no such ticket 17'
must line 5
run 'of a ticket' -- sees '^5\s+Where is my order\?\ntk\[#5\]>\Z'
must type 'note -m "a long line that needs more than the width of this terminal'
run 'a long line wraps' -- sees '^tk\[#5\]> note -m "a long line that needs\nmore than the width'
resize 100 30
run 'and is drawn again when the terminal grows' -- sees '^tk\[#5.*\]> note -m "a long line that needs more than the width of this terminal\Z'
must type C-c
must line
run 'the prompt tells more there' -- sees '^tk\[#5 open billing\]>\Z'
must line 'use none'

# --- the current ticket
must line 'show 1 -c id,kind'
run 'what was shown is current in passing' -- sees '^tk\[#1\? open support\]>\Z'
must line 'close'
run 'what would change it asks' -- sees 'tk-close: close 1 "Printer on fire" \(open, support\)\? \[y/N\]\Z'
must type n Enter
run 'no: nothing is done' -- sees '^\[exit 1\]\ntk\[#1\? open support\]>\Z'
must line 'show . -c id,kind -F csv | tail -n 1'
run '. names it' -- sees '^1,reply$'
must line 'use'
run 'use chooses it' -- sees '^1 +Printer on fire\ntk\[#1 open support\]>\Z'
must line 'assign me'
run 'then a command without an id means it' -- sees "^ 1 .* $me "
must line 'set priority=low'
must line 'tag +seen'
must line 'tag +seen .'
must at_prompt
run 'set, tag and . too' -o '1	low	printer,seen' -- tk-list id:1 -c id,priority,tags
must line "new -r 'Ivo <ivo@example.com>' -m text 'Made here'"
run 'what was made is current in passing' -- sees '^tk\[#8\? new support\]>\Z'
must line 'merge 8 1'
must line 'use 1'
run 'a merged one leads on' -- sees '^1 was merged into 8\n8 +Made here\ntk\[#8 new support\]>\Z'
must line 'undo'
must type y Enter
must line 'use none'
must line 'next queue:billing'
run 'next takes a ticket and shows it' -- sees '(?s)set assignee .*tk\[#2 open billing\]>\Z'
must line "note -m 'for colleagues'"
must line 'use none'
must at_prompt
run 'note' -o '2	note	for colleagues' -- 'tk-show 2 --thread -c id,kind,text | tail -n 1'

# --- many
for i in {1..30}; do echo "many $i"; done | sed '1i subject' | must tk-new -q -I csv -t many
must line 'list +many | tag +more'
run 'more than 25 of a list are asked for' -- sees 'tag \+more 30 tickets\? \[y/N\]\Z'
must type n Enter
run 'no' -- sees '^\[tag: exit 1\]\ntk>\Z'
run 'changes nothing' -o 0 -- 'tk-list +more -F ids | wc -l'
must at_prompt
must line 'list +many | grep many | tag +more'
run 'nor does a program between them hide it' -- sees 'grep many \| tag \+more\n.*tag \+more 30 tickets\? \[y/N\]\Z'
must type n Enter
must at_prompt
must line 'list +many limit:25 | tag +more'
run '25 are not' -- sees '^ *\d+ .*many 6\n(.*\n)*tk>\Z'
must line 'option many off'
must line 'list +many | tag +more -q'
run 'nor if nobody wants to be asked' -o 30 -- 'at_prompt >/dev/null && tk-list +more -F ids | wc -l'

# --- a ticket that is not the one that was meant
must line 1
must line 999
must line 'set priority=low'
run 'what should have gone elsewhere asks first' -- sees '^tk: no such ticket 999\ntk\[#1\?.*\n.*set priority=low 1 ".*\[y/N\]\Z'
must type n Enter
must line 'use none'

# --- views
must line 'view add hot +more sort:id limit:2'
must line 'hot -c id,tags'
run 'a view is a command' -- sees '^id +tags\n *\d+ +many,more\n *\d+ +many,more\ntk>\Z'
must line 'mine status:open -c id'
run 'more words narrow it' -- sees '^id\n *2\n *1\ntk>\Z'
must line 'hot | close'
run 'and it flows' -- sees '^ *9 +closed .*\n *10 +closed .*\ntk>\Z'

# --- a list that is longer than the screen
cat >pager <<'E'
#!/bin/sh
printf 'paged %s lines\n' "$(wc -l)"
E
chmod +x pager
terminal 80 24 TK_PAGER="$PWD/pager" tk-shell
must line 'list +many'
run 'goes through the pager' -- sees '^paged 29 lines\ntk>\Z'
must line 'list +many limit:5'
run 'a shorter one does not' -- sees '^id .*\n( *\d+ .*\n){5}tk>\Z'
must line 'list +many | cat'
run 'nor what is piped on' -- sees 'T[0-9:]+Z +many \d+\ntk>\Z'

# --- answers
cat >editor <<E
#!/bin/sh
cp "\$1" "$PWD/seen"
printf 'We come today.\n%s\n' "\$(cat "\$1")" >"\$1.new" && mv "\$1.new" "\$1"
[ ! -e "$PWD/wait" ] || { echo \$\$ >"$PWD/waits" && exec sleep 100; }
E
chmod +x editor
terminal 100 30 TK_EDITOR="$PWD/editor" tk-shell
must line 2
must line reply
run 'reply opens the editor' -- sees '^ *2 .*Dvojitá faktura\ntk\[#2 open billing\]>\Z'
run 'and sends what was written' -o 'We come today.' -- 'tk-show 2 --thread -c text | tail -n 1'
run 'below the line stands what the customer wrote' -- grep -qx '> Proč platím dvakrát?' seen
run 'and who it is' -- grep -q 'borek@example.cz' seen

# --- the terminal goes away
touch wait
must line 'reply'
must eval 'until [ -s waits ]; do sleep 0.05; done'
tm kill-server
rm wait
must eval 'while kill -0 "$(cat waits)"; do sleep 0.05; done'
terminal 100 30 TK_EDITOR="$PWD/editor" tk-shell
run 'a draft is offered at the next start' -- sees '^2: you have begun a reply, "We come today\.": reply --recover 2\ntk>\Z'
must line 'reply --recover 2'
run 'and goes on' -- sees '^ *2 .*Dvojitá faktura\ntk>\Z'
must type 'close 3'
must sees 'close 3\Z'
tm kill-server
terminal 100 30 tk-shell
must at_prompt
run 'what was half typed is not done' -o '3	pending' -- tk-list id:3 -c id,status
must type Up
run 'but not lost' -- sees '^tk> close 3\Z'
given_up
must type 'note 3 -m half'
must eval 'kill "$(process tk-shell)"'
run 'SIGTERM' -- sees 'ended 143'
run 'keeps it, too' -o 'note 3 -m half' -- tail -n 1 "$state/history"

# --- nothing that was typed is lost
terminal 80 24 tk-shell
must at_prompt
must type "note 3 -m 'one" Enter two C-c
must at_prompt
must type Up
run 'a text of several lines that is given up' -- sees "^tk> note 3 -m 'one\ntwo\Z"
given_up
must type "note 3 -m 'x" Enter C-d
run 'Ctrl-D in an open quote gives it up' -- sees '^tk: given up: a quote is open.*\n(.*\n)?tk>\Z'
must line 'list id:1 -c id'
run 'and all is as before' -- sees '^tk> list id:1 -c id\nid\n *1\ntk>\Z'
must type 'list ab' $'C-\\' c
run 'Ctrl-\ is no way out' -- sees '^tk> list abc\Z'
given_up
mkdir files && : >files/$'a\e]0;b\ac' && : >files/ad
must type 'reply 1 -f files/' Tab
run 'a file whose name is a trap is not offered' -- sees '^tk> reply 1 -f files/ad\Z'
given_up
if command -v python3 >/dev/null; then
    must type 'note 3 -m kept'
    must sees 'kept\Z'
    must python3 -c 'import sqlite3, sys
c = sqlite3.connect(sys.argv[1]); c.execute("ALTER TABLE event RENAME TO gone"); c.commit()' "$TK_DB"
    run 'a desk that broke ends the shell' -- sees 'ended 70'
    run 'and keeps the line' -o 'note 3 -m kept' -- tail -n 1 "$state/history"
    must python3 -c 'import sqlite3, sys
c = sqlite3.connect(sys.argv[1]); c.execute("ALTER TABLE gone RENAME TO event"); c.commit()' "$TK_DB"
else
    skip 'a desk that broke' 'no python3'
fi

# --- keys of the person's own
printf 'set editing-mode vi\n$if tk\n"\\C-t": "list +vip"\n$endif\n' >"$HOME/.inputrc"
terminal 80 24 tk-shell
must at_prompt
must type 'list abc' Escape 'bcw' 'xyz'
run 'vi keys' -- sees '^tk> list xyz\Z'
given_up
must type C-t
run 'a key for tk alone' -- sees '^tk> list \+vip\Z'
must type C-c
rm "$HOME/.inputrc"

# --- Ctrl-Z, and a foreign locale
terminal 80 24 bash --norc --noprofile
must type 'LC_ALL=C LANG= tk-shell' Enter
must at_prompt
must type 'list ž'
must type C-z
run 'Ctrl-Z stops it' -- sees 'Stopped'
must type 'fg' Enter
run 'fg goes on with the half typed line, letters of any language in it' -- sees '^tk> list ž\Z'
must type BSpace
run 'each of them one' -- sees '^tk> list\Z'
must type C-c C-d
run 'Ctrl-D leaves' -- sees '\n\nbash.*[#$]\Z'

# --- colours
terminal 80 24 tk-shell
must line 1
run 'a bold prompt' -- at_prompt
run 'by escapes' -- eval 'screen -e | grep -q $'"'\\e\\[1mtk'"
terminal 80 24 NO_COLOR=1 tk-shell
must line 1
must at_prompt
run 'NO_COLOR: none' -s 1 -- eval 'screen -e | grep -q $'"'\\e\\[1m'"
tm kill-server
finish
