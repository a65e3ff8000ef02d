#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Tools within a shell: the current ticket (TK_TICKET), and what is asked before much is changed
# (TK_ASK_MANY).
. "${0%/*}/lib.sh"
desk
must tk-queue add billing
must tk-new -q -r ana@example.com 'First'
must tk-new -q -r ana@example.com -Q billing -m 'It smokes.' 'Printer is dead'
must tk-new -q -r bob@example.com 'Third'
must tk-new -q $'Two \e[31m and \u202e'
is() { tk-list is:any "id:$1" -c "$2"; }

# --- . by name

run '. is shown' -o $'2\trequest\tIt smokes.' -- 'TK_TICKET=2 tk-show --thread . -c id,kind,text'
run 'so it is when it was only looked at' -o 2 -- 'TK_TICKET=2? tk-show --thread . -c id'
run 'as TK-2' -o 2 -- 'TK_TICKET=TK-2 tk-show --thread . -c id'
run 'its history' -o 2 -- 'TK_TICKET=2 tk-log . -c ticket | sort -u'
run 'it is changed' -o $'2\thigh' -- 'TK_TICKET=2? tk-set priority=high . -c id,priority'
run 'beside another, once' -o $'1\n2' -- 'TK_TICKET=2 tk-tag +one 1 . 2 -F ids'
run 'linked from' -o $'1\t' -- 'TK_TICKET=2 tk-link related . 1 -c id,parent --empty ""'
run 'linked to' -o 2 -- 'TK_TICKET=2 tk-link child 3 . -F ids'
run 'is the parent' -o 2 -- tk-list is:any id:3 -c parent
run 'merged into' -o $'3\t2' -- 'TK_TICKET=2 tk-merge . 3 -c id,merged'
run 'a fault names its number' -s 65 -e~ 'tk-merge: 2: .*' -- 'TK_TICKET=2 tk-merge . .'
run 'back again' -o $'3\t-' -- 'TK_TICKET=3 tk-merge --undo . -c id,merged'
must tk-reply -q -r ana@example.com -m 'And the other one.' 2
message=$(tk-show --thread 2 -c item | tail -n 1)
run 'split from' -o 5 -- "TK_TICKET=2 tk-split . $message"
run 'a . is no message' -s 64 -e~ 'tk-split: not the number of a message: "\.".*' -- 'TK_TICKET=2 tk-split 2 .'
run 'a message on stdin is for it' -o 2 -i Hello -- 'TK_TICKET=2 tk-reply . -F ids'
run 'a key is for this ticket' -o 2 -- 'TK_TICKET=2 tk-merge -K k . 3 -n 2>/dev/null; TK_TICKET=2 tk-tag -K t +two . -F ids'
run 'not for another' -s 65 -e~ 'tk-tag: the key "t" was used by a different request.*' -- 'TK_TICKET=1 tk-tag -K t +two .'
run 'the ticket of a relation is in the key' -o 3 -- 'TK_TICKET=1 tk-link -K l related . 3 -F ids'
run 'so that another is another' -s 65 -e~ 'tk-link: the key "l" .*' -- 'TK_TICKET=2 tk-link -K l related . 3'

none='"\." is the current ticket, and there is none: give an id \(tk-\w+ -h helps\)'
for tool in tk-show tk-log tk-close 'tk-reply -m x' 'tk-merge --undo' 'tk-assign bob'; do
    run "no current ticket: $tool ." -s 64 -e~ "${tool%% *}: $none" -- "$tool ."
done
run 'nor to merge into' -s 64 -e~ "tk-merge: $none" -- tk-merge . 3
run 'nor to link' -s 64 -e~ "tk-link: $none" -- tk-link related . 3
run 'nor to split' -s 64 -e~ "tk-split: $none" -- tk-split . 3
for bad in '' 0 x -1 17x '1??' '?' ' 1' $'1\n' 9999999999999999999 '.'; do
    run "TK_TICKET=$bad is none" -s 64 -e~ "tk-show: $none" -- "TK_TICKET='$bad' tk-show ."
done
run 'one that is not there' -s 66 -e~ 'tk-close: 99: no such ticket 99' -- 'TK_TICKET=99 tk-close .'
run 'in a query it is a word' -o $'5\n2' -- 'TK_TICKET=3 tk-list . -F ids'
run 'not an id of it' -s 64 -e~ '(?s)tk-list: .*' -- 'TK_TICKET=2 tk-list id:.'
run 'nor in a line of stdin' -s 65 -i . -e~ 'tk-tag: stdin:1: no ticket id: "\."' -- 'TK_TICKET=2 tk-tag +xx'
run 'a pipe is not for it' -- 'TK_TICKET=2 tk-close'

# --- tk-batch

run 'a batch: . is the current one' -o $'2\t1\t0\ttag\n2\t2\t0\tverify' -i $'tag +three .\nverify . queue=billing' \
    -- 'TK_TICKET=2? tk-batch'
run 'until a ticket is made' -o $'2\t1\t0\ttag\n6\t2\t0\tnew\n6\t3\t0\ttag' -i $'tag +four .\nnew Six\ntag +four .' \
    -- 'TK_TICKET=2 tk-batch'
gone='no ticket for "\.": none was made before in this group'
run 'one that could not be made leaves none' -s 65 -i $'new -p huge Seven\nclose .' -e~ "(?s).*tk-batch: stdin:2: $gone" \
    -- 'TK_TICKET=2 tk-batch -k'
run 'nor one of an earlier group' -s 65 -i $'start\nnew Seven\ncommit\nclose .' -o $'7\t2\t0\tnew' \
    -e~ "tk-batch: stdin:4: $gone\n.*nothing of this group was done" -- 'TK_TICKET=2 tk-batch'
run 'without one it is a fault' -s 65 -i 'close .' -e~ "tk-batch: stdin:1: $gone" -- tk-batch
run 'a key of a batch is for this ticket' -o $'2\t1\t0\ttag' -i 'tag +five .' -- 'TK_TICKET=2 tk-batch -K b'
run 'and for no other' -s 65 -i 'tag +five .' -e~ 'tk-batch: the key "b" .*' -- 'TK_TICKET=1 tk-batch -K b'
run 'the same again' -o $'2\t1\t0\ttag' -i 'tag +five .' -- 'TK_TICKET=2 tk-batch -K b'
run 'still open' -o $'2\topen' -- is 2 id,status

command -v expect >/dev/null || { skip 'at a terminal' 'no expect' && finish; }
talk() { expect "$top/tests/talk.exp" "$@"; }

# --- nothing named, at a terminal

run 'the current one is shown' -o 2 -- talk 'TK_TICKET=2 tk-show --thread -F tsv -c id | uniq'
run 'and changed' -o $'2\tlow' -- talk 'TK_TICKET=2 tk-set priority=low -F tsv -c id,priority'
run 'by every action' -o $'2\n2\n2\ntk-close: 2 is closed; its child 3 is open\n2\n2' \
    -- talk 'export TK_TICKET=2; tk-tag -F ids +six; tk-assign -F ids --claim; tk-cc -F ids +bob@example.com
        tk-close -F ids; tk-reopen -F ids'
run 'also each by itself' -o 2 -- talk 'TK_TICKET=2 tk-tag --each -F ids +seven'
run 'none: as ever' -s 64 -o~ 'tk-close: no ticket id: give one, or pipe some in.*' -- talk tk-close
run 'nothing of TK_TICKET: the same' -s 64 -o~ 'tk-close: no ticket id: .*' -- talk 'TK_TICKET=x tk-close'
run 'a log of everything stays one' -o~ '(?s).*\t1\n.*\t3\n.*' -- talk 'TK_TICKET=2 tk-log -F tsv -c event,ticket'
run 'stdin that is no terminal is read' -o '' -- talk 'TK_TICKET=2 tk-close -F ids </dev/null'
run 'with - too' -o '' -- talk 'TK_TICKET=2 tk-close -F ids - </dev/null'

ask='tk-set: set priority=high 2 "Printer is dead" \(open, billing\)\? \[y/N\] '
run 'only looked at: it is asked' -o~ "${ask}y\n2\thigh" \
    -- talk 'TK_TICKET=2? tk-set priority=high -F tsv -c id,priority' '[y/N] ' $'y\r'
for no in n '' yellow; do
    run "no, said as \"$no\"" -s 1 -o~ "${ask//high/urgent}$no\n" \
        -- talk 'TK_TICKET=2? tk-set priority=urgent' '[y/N] ' "$no"$'\r'
done
run 'no, said by Ctrl-D' -s 1 -o~ "${ask//high/urgent}.*" -- talk 'TK_TICKET=2? tk-set priority=urgent' '[y/N] ' $'\004'
run 'nothing was done' -o $'2\thigh' -- is 2 id,priority
run 'also into a pipe' -o~ "${ask//high/low}y\n2" \
    -- talk 'TK_TICKET=2? tk-set priority=low -F ids | cat' '[y/N] ' $'y\r'
run 'a look does not ask' -o 2 -- talk 'TK_TICKET=2? tk-show --thread -F tsv -c id | uniq'
run 'nor a dry run' -o~ '(?s).*2.*high.*' -- talk 'TK_TICKET=2? tk-set -n priority=high'
run 'nor a . that was typed' -o 2 -- talk 'TK_TICKET=2? tk-set priority=low -F ids .'
run 'what is asked is safe' -s 1 -o~ 'tk-close: close 4 "Two ␛\[31m and \\u202e" \(new, support\)\? \[y/N\] n\n' \
    -- talk 'TK_TICKET=4? tk-close' '[y/N] ' $'n\r'
run 'of one that is not there nobody is asked' -s 66 -o 'tk-close: 99: no such ticket 99' -- talk 'TK_TICKET=99? tk-close'
run 'nobody to ask' -s 64 -o~ 'tk-close: ticket 2 was only looked at: give its id .*' \
    -- talk 'TK_TICKET=2? setsid -w tk-close'

printf '#!/bin/sh\nprintf "typed\\n" >"$1"\n' >edit
chmod +x edit
run 'an answer to it is written in the editor' -o '2' -- talk "TK_EDITOR=$PWD/edit TK_TICKET=2 tk-reply -F ids"
run 'and is there' -o typed -- 'tk-show --thread 2 -c text | tail -n 1'
run 'asked before it is written' -s 1 -o~ 'tk-reply: reply 2 "Printer.*n\n' \
    -- talk "TK_EDITOR=false TK_TICKET=2? tk-reply" '[y/N] ' $'n\r'

# --- many from a pipe

export TK_ASK_MANY=2
many='tk-list id:1..3 -F ids | tk-set priority=urgent -F ids'
run 'more than so many are asked for' -o~ 'tk-set: set priority=urgent 3 tickets\? \[y/N\] y\n3\n2\n1\n' \
    -- talk "$many" '[y/N] ' $'y\r'
run 'no' -s 1 -o~ 'tk-set: set priority=low 3 tickets\? \[y/N\] n\n' -- talk "${many/urgent/low}" '[y/N] ' $'n\r'
run 'nothing was done' -o $'3\turgent\n2\turgent\n1\turgent' -- tk-list is:any id:1..3 -s id- -c id,priority
run 'meanwhile others write' -o~ '(?s).* \[y/N\] 8y\n.*' \
    -- talk "$many" '[y/N] ' "!TK_TICKET= tk-new Meanwhile" '' $'y\r'
run 'so many are not' -o $'2\n1' -- talk "tk-list id:1..2 -s id- -F ids | tk-set priority=low -F ids"
run 'the same one thrice is one' -o 1 -i $'1\n1\n1' -- setsid -w tk-set priority=low -F ids
run 'operands are not' -o $'1\n2\n3' -- setsid -w tk-set priority=low -F ids 1 2 3
run 'nor a dry run' -i $'1\n2\n3' -e~ '(?s).*' -- setsid -w tk-set -n priority=high
run 'nor each by itself' -o $'1\n2\n3' -i $'1\n2\n3' -- setsid -w tk-set --each priority=low -F ids
run 'nobody to ask' -s 64 -i $'1\n2\n3' \
    -e~ 'tk-set: 3 tickets are more than 2, and there is no terminal to ask at: .*' -- setsid -w tk-set priority=high
for bad in '' 0 x -5; do
    run "TK_ASK_MANY=$bad asks never" -o $'1\n2\n3' -i $'1\n2\n3' -- "TK_ASK_MANY='$bad' setsid -w tk-set priority=low -F ids"
done
run 'readers never ask' -o 3 -i $'1\n2\n3' -- 'setsid -w tk-show --thread -c id | sort -u | wc -l'
finish
