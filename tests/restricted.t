#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# TK_RESTRICTED: somebody who may type any words behind any tool neither reads nor writes a file of
# their choice, and starts no program.
. "${0%/*}/lib.sh"
. "$top/tests/every-tool.sh"
desk
me=$(id -un)
must tk-new -q -r ana@example.com -m 'It smokes.' Printer
must tk-agent add bob
must tk-agent add eve
echo secret >"$T/secret"
no='not in a restricted shell'

# What would be an escape leaves this.
cat >escape <<END
#!/bin/sh
touch "$T/escaped"
END
chmod +x escape
for name in TK_EDITOR VISUAL EDITOR TK_PAGER PAGER MANPAGER LESSOPEN; do
    export $name="$PWD/escape"
done
export TK_RESTRICTED=1

# --- every option that names a file, of every tool

# files TOOL: "--file -f" or "--lock" for each.
files() { "$1" -h | perl -ne 'print "$2 $1\n" if /^ +(?:(-\w), )?(--[\w-]+) (?:FILE|DIR)\b/'; }
for tool in $(every_tool); do
    while read -r long short; do
        for option in "$long" $short; do
            run "$tool $option" -s 77 -e "$tool: $long: $no" -- "$tool" "$option" "$T/secret"
            [ "$long" = --file ] || run "$tool $option -" -s 77 -e "$tool: $long: $no" -- "$tool" "$option" -
        done
        run "$tool $long=" -s 77 -e "$tool: $long: $no" -- "$tool" "$long=$T/made"
    done < <(files "$tool")
done
run 'there are such' -o yes -- 'files tk-list | grep -qx -- "--output -o" && echo yes'
run 'a cluster or an abbreviation is none' -s 64 -e~ 'tk-list: unknown option.*' -- tk-list "-o$T/made"
run 'that is so for every word behind the option' -s 77 -e "tk-list: --output: $no" -- tk-list -o ''
run '-f - is stdin' -o 1 -i Hello -- tk-reply -f - 1 -F ids

# --- operands that are files

run 'a backup' -s 77 -e "tk-backup: $T/made: $no" -- tk-backup "$T/made"
run 'an import' -s 77 -e "tk-import: $T/secret: $no" -- tk-import --mapping generic "$T/secret"
run 'a mapping that is a file' -s 77 -e "tk-import: ./map: $no" -i x -- tk-import --mapping ./map
run 'one by its name is none' -s 64 -i x -e~ 'tk-import: unknown mapping "none".*' -- tk-import --mapping none
run 'a configuration' -s 77 -e "tk-config: $T/secret: $no" -- tk-config apply "$T/secret"
run 'to compare' -s 77 -e "tk-config: $T/secret: $no" -- tk-config diff "$T/secret"
run 'to print is none' -o~ '(?s).*' -- tk-config dump
run 'a new desk' -s 77 -e "tk-init: a new database: $no" -- "TK_DB=$T/made tk-init"
run 'a line of a batch' -s 77 -i "reply -f $T/secret 1" -e "tk-batch: --file: $no" -- tk-batch
run 'a line that makes a ticket' -s 77 -i "new --file=$T/secret Subject" -e "tk-batch: --file: $no" -- tk-batch
run 'the action of a macro' -s 77 -e "tk-macro: --file: $no" -- tk-macro add bye -m Bye --do "close -f $T/secret"
run 'a report is no path' -s 64 -e~ 'tk-report: unknown report.*' -- tk-report ../../../../../../etc/passwd
run 'nor is a zone' -s 64 -e~ 'tk-list: unknown time zone.*' -- tk-list --tz ../../../etc/passwd
run 'SQL opens no file' -s 77 -e~ 'tk-report: .*ATTACH.*' -- tk-report --sql "ATTACH '$T/made' AS x"

# --- the value of the variable

for value in '' 0 no; do
    run "TK_RESTRICTED=\"$value\" is set" -s 77 -e "tk-list: --output: $no" -- "TK_RESTRICTED='$value' tk-list -o $T/made"
done
run 'unset it is not' -- "env -u TK_RESTRICTED tk-list -q -o $T/allowed 2>/dev/null || env -u TK_RESTRICTED tk-list -o $T/allowed"

# --- completion

run 'no file names' -- tk-list --complete -o ''
run 'nor those of operands' -- tk-backup --complete ''
must env -u TK_RESTRICTED tk-init -q -d other.db
must env -u TK_RESTRICTED tk-queue -d other.db add elsewhere
run 'of no other desk' -- "tk-list --complete -d $PWD/other.db queue:else"
run 'which is possible elsewhere' -o~ 'queue:elsewhere.*' \
    -- "env -u TK_RESTRICTED tk-list --complete -d $PWD/other.db queue:else"

# --- hooks

mkdir hooks
printf '#!/bin/sh\ncat >/dev/null\necho "${TK_RESTRICTED-free}" >%s/hooked\n' "$T" >hooks/post-reply
chmod +x hooks/post-reply
run 'running hooks' -s 77 -e "tk-hooks: running hooks: $no" -- "TK_HOOKS=$PWD/hooks tk-hooks run"
run 'trying one' -s 77 -e "tk-hooks: running hooks: $no" -- "TK_HOOKS=$PWD/hooks tk-hooks test post-reply 1"
wait_for() { for _ in {1..100}; do [ ! -s "$1" ] || break; sleep 0.1; done; cat "$1"; }
run 'those of the desk are not held up' -o $'1\nfree' -- "TK_HOOKS=$PWD/hooks tk-reply -F ids -m x 1; wait_for $T/hooked"

# --- who acts, where many share a login

export TK_AGENT=bob
run 'as the agent of this login' -o 'bob' -- 'tk-reply -q -m Mine 1; tk-show --thread 1 -c author | tail -n 1'
run 'not as another' -s 77 -e 'tk-reply: acting as "eve" needs an admin, and "bob" is none' -- tk-reply --as eve -m x 1
run 'nor as the login itself' -s 77 -e "tk-reply: acting as \"$me\" needs an admin, and \"bob\" is none" -- tk-reply --as "$me" -m x 1
run 'as oneself' -o 1 -- tk-reply --as bob -m x 1 -F ids
run 'nor what only an admin may' -s 77 -e~ 'tk-agent: .*' -- tk-agent add mallory
must env -u TK_RESTRICTED tk-agent set bob role=admin --as "$me"
run 'an admin may' -o eve -- 'tk-reply -q --as eve -m x 1; tk-show --thread 1 -c author | tail -n 1'
unset TK_AGENT

command -v expect >/dev/null || { skip 'at a terminal' 'no expect' && finish; }
talk() { expect "$top/tests/talk.exp" "$@"; }

# --- editors and pagers

for line in 'tk-reply -e 1' 'tk-close -e 1' 'tk-new -e Subject' 'tk-macro add bye -e'; do
    run "$line" -s 77 -o "${line%% *}: an editor: $no" -- talk "$line"
done
how='write the text; Ctrl-D on a line of its own ends it'
run 'the text is typed instead' -o $'tk-reply: '"$how"$'\nHello\nAna\n1' \
    -- 'talk "tk-reply -F ids 1" "ends it" $'"'Hello\rAna\r\004'"
run 'it is sent' -o 'Hello\nAna' -- 'tk-show --thread 1 -c text | tail -n 1'
run 'it was a draft' -- 'tk-reply --drafts; ls "$XDG_STATE_HOME/tk/drafts"'
run 'nothing typed' -s 1 -o "tk-reply: $how"$'\ntk-reply: no text: nothing was done' \
    -- talk 'tk-reply 1' 'ends it' $'\004'
run 'hung up while it is typed' -o~ '(?s).*' \
    -- 'talk "tk-reply 1; sleep 20" "ends it" $'"'Begun\rand '"' Begun "!sleep 0.5" "" HANGUP'
listed() { tk-reply --drafts | cut -f 1,3,5; }
run 'what was typed is a draft' -o $'1\treply\tBegun' -- listed
run 'it is offered' -o~ "(?s)You have a draft.*y\n.*your text so far:\nBegun\n.*more\n1" \
    -- 'talk "tk-reply -F ids 1" "[y/N]" $'"'y\r'"' "ends it" $'"'more\r\004'"
run 'and sent' -o 'Begun\nmore' -- 'tk-show --thread 1 -c text | tail -n 1'
talk 'tk-reply 1; sleep 20' 'ends it' $'Again\r' Again '!sleep 0.5' '' HANGUP >/dev/null
run 'asked for by name' -o~ '(?s).*so far:\nAgain\n.*1' -- 'talk "tk-reply -F ids --recover 1" "ends it" $'"'\004'"
run 'which needs a terminal' -s 64 -e~ 'tk-reply: --recover needs a terminal.*' -- tk-reply --recover 1
run 'a hang-up is not the end of the text' \
    -o~ 'tk-reply: write.*\ntk-reply: the terminal hung up: nothing was done\ntk-reply: your text is kept in .*' \
    -- "talk 'trap \"\" HUP; tk-reply 1 2>said' '' $'Half\r' Half '!sleep 0.5' '' HANGUP >/dev/null
        for i in {1..50}; do grep -q kept said && break; sleep 0.1; done; cat said"
run 'nothing was sent' -o Again -- 'tk-show --thread 1 -c text | tail -n 1'
run 'the text is a draft' -o $'1\treply\tHalf' -- listed
rm "$XDG_STATE_HOME"/tk/drafts/*
run 'a ticket of a typed text' -o~ "(?s)tk-new: $how\nBody\n\d+" -- 'talk "tk-new -F ids Subject" "ends it" $'"'Body\r\004'"
run 'a macro' -o~ "(?s)tk-macro: $how\nBye\n" -- 'talk "tk-macro add bye" "ends it" $'"'Bye\r\004'"
run 'a line that is a macro' -o $'tk-reply: '"$how"$'\n%macro bye\n1' \
    -- 'talk "tk-reply -F ids 1" "ends it" $'"'%macro bye\r\004'"
run 'becomes its text' -o Bye -- 'tk-show --thread 1 -c text | tail -n 1'

for i in {1..60}; do echo "line $i"; done | env -u TK_RESTRICTED tk-reply -q 1
run 'no pager for a long ticket' -o~ '(?s).*line 1\n.*line 60.*' -- talk 'tk-show 1'
run 'nor for a customer' -o~ '(?s).*line 60.*' -- talk 'tk-customer show ana@example.com'
run 'help is no manual page' -o~ '(?s).*usage: tk-list.*' -- talk 'tk help list'
for line in "${every_line[@]}"; do
    case $line in
    *' tk-backup '* | *' tk-init '* | *' -f '* | *' --dir '*) continue ;;
    esac
    talk "${line#* } </dev/tty" '' $'\004' >/dev/null 2>&1
done
run 'nothing was started' -s 1 -- test -e "$T/escaped"
run 'nothing was written' -s 1 -- test -e "$T/made"
run 'nothing but drafts and the desk' -o drafts -- 'ls -A "$HOME/.local/state/tk"; ls -A "$HOME/.config" 2>/dev/null; true'
finish
