#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The shell without a terminal: its language, its commands, a restricted one.  shell.t types at it.
# every: write tk-shell <<<'close 1'
. "${0%/*}/lib.sh"
. "$top/tests/example-desk.sh"

# sh LINE...: a script of these lines
sh_() { printf '%s\n' "$@" | tk-shell; }

# --- words
run 'nothing' -- sh_ ''
run 'a command' -o 1 -- sh_ 'list id:1 -c id'
run 'quotes' -o $'1\n2' -- sh_ 'list "id:1",'"'2'"' -c id -s id'
run 'nothing is expanded' -o "3	\$HOME * ~ \`ls\`" -- sh_ "set 'subject=\$HOME * ~ \`ls\`' 3 -c id,subject"
run 'a # is no comment' -o '3	#1 & ; x' -- sh_ 'set subject=\#1\ \&\ \;\ x 3 -c id,subject' '#3 # &'
run 'a word over two lines' -o '3	a\nb' -- sh_ "tag -q +x 3" "reply 3 -q -m 'a" "b'" 'show 3 --thread -c id,text' '!true' |
    cat
finish
