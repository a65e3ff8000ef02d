#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The session of the shell that README shows, typed at a terminal: it looks as it is printed.
. "${0%/*}/lib.sh"
. "$top/tests/terminal.sh"
unset TK_NOW

sed -n '/^```tk-shell$/,/^```$/p' "$top/README.md" | sed '1d;$d' >session
run 'README has a session' -- test -s session
desk --demo --tz Europe/Prague
mkdir -p "$XDG_STATE_HOME/tk" && : >"$XDG_STATE_HOME/tk/history" # not the first start
terminal 100 "$(($(wc -l <session) + 5))" tk-shell
while IFS= read -r line; do
    at_prompt >/dev/null || sees '^> ?\Z' >/dev/null
    type "$line" Enter
done < <(sed -nE 's/^(tk(\[[^]]*\])?)?> //p' session)
at_prompt >/dev/null

# Terminals isolate what is written from right to left; README does not show that.
seen() { screen | sed '$d' | sed $'s/[\u2068\u2069]//g'; }
run 'and it is so' -O session -- seen
must type C-d
run 'Ctrl-D leaves' -- sees 'ended 0'
tm kill-server
finish
