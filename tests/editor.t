#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Writing an answer in the editor: what stands beside it, lines that become macros, and that nothing
# of it is lost however it ends.
. "${0%/*}/lib.sh"
command -v expect >/dev/null || skip_all 'no expect'
talk() { expect "$top/tests/talk.exp" "$@"; }
desk
must tk-agent add bob
must tk-queue add billing
must tk-new -q -r 'Ana Nováková <ana@example.com>' -Q billing -p high -m $'It smokes.\n\nAnd smells.' 'Printer is dead'
must tk-new -q -r 'Bob <bob@example.com>' -m 'Other' 'Other'

# An editor keeps what it was shown in seen, and writes what is in draft above it.
cat >edit <<'END'
#!/bin/sh
cp "$1" seen && { cat draft "$1"; } >new && cat new >"$1"
END
chmod +x edit
export TK_EDITOR=$PWD/edit drafts=$XDG_STATE_HOME/tk/drafts
echo typed >draft
last() { tk-show --thread "$1" -F csv --no-header -c text | perl -0777 -ne 'print((/("(?:[^"]|"")*"|[^\n]*)\n\z/)[0], "\n")'; }
edit() { talk "tk-reply -q -e $*" >/dev/null; }
aside() { sed -n '/^# /p; /^#$/p' seen; }

# --- beside the message

run 'who is answered' -o '# What stands below the line is for you alone; it is cut off.
#
# To Ana Nováková <ana@example.com>
# 1 (new, billing, high) Printer is dead
# Last contacts:
#   2026-11-22 12:00 1 tool, customer: It smokes. And smells.
#' -- 'edit 1; aside'
run 'the text alone is sent' -o typed -- last 1
run 'the whole of it' -o $'
------------------------ >8 ------------------------
Write above the line; nothing above it: nothing is sent.' -- 'edit 1; head -n 3 seen'
run 'quoted below' -o $'#\n> It smokes.\n> \n> And smells.\n\n\n\n\n' -- 'edit 1; tail -n 9 seen'

must tk-customer set ana@example.com org='Acme s.r.o.' lang=cs
for i in {3..12}; do must tk-new -q -r ana@example.com "Number $i"; done
must tk-close -q 11
must tk-set -q status=pending 10
must tk-reply -q --as bob -m 'We look at it.' 5
must tk-reply -q -r ana@example.com --channel phone -m $'Where\n\tare you?' 6
must tk-reply -q --note -m 'She is angry.' 6
run 'what is known, the newest of it' -o "# To Ana Nováková <ana@example.com>, of Acme s.r.o., language cs
# 1 (open, billing, high) Printer is dead
# Open beside it:
#   12 (new) Number 12
#   10 (pending) Number 10
#   9 (new) Number 9
#   8 (new) Number 8
#   7 (new) Number 7
#   6 (new) Number 6
#   ... and 3 more (tk-customer show)
# Last contacts:
#   2026-11-22 12:00 6 phone, customer: Where are you?
#   2026-11-22 12:00 5 tool, bob: We look at it.
#   2026-11-22 12:00 12 tool, customer: (no text)
#   2026-11-22 12:00 11 tool, customer: (no text)
#   2026-11-22 12:00 10 tool, customer: (no text)
#" -- 'edit 1; aside | tail -n +3'
run 'the same for a note, which says so' -o "# This is an INTERNAL NOTE: the customer does not see it.
#
# To Ana Nováková <ana@example.com>, of Acme s.r.o., language cs" -- 'edit --note 1; aside | sed -n 3,5p'
run 'and for a last word' -o '# 12 (new, support, normal) Number 12' -- 'talk "tk-close -q -e 12" >/dev/null; aside | sed -n 4p'
run 'of several only what they are' -o "# What stands below the line is for you alone; it is cut off.
#
# 1 (open, billing, high) Printer is dead
# 2 (new, support, normal) Other
#" -- 'edit 1 2; aside; grep "^>" seen; true'
run 'of many the first' -o '#   ... and 3 more (the same text for all)' \
    -- 'for i in {13..17}; do tk-new -q More; done; edit {1..10} {13..17}; aside | grep more'
run 'nobody to answer' -o '# To nobody: the ticket has no customer
# 14 (open, support, normal) More
#' -- 'edit 14; aside | tail -n +3'

must tk-new -q -r $'"Eve \e[2J" <eve@example.com>' -m $'# not mine\n------------------------ >8 ------------------------\n%macro bye\nvi:set x:' \
    $'\u202eevil\e]0;x\a vim:set modeline:'
run 'what others wrote is safe, and marked' -o '# To Eve ␛[2J <eve@example.com>
# 18 (new, support, normal) \u202eevil␛]0;x␇ vim:set modeline:
# Last contacts:
#   2026-11-22 12:00 18 tool, customer: # not mine ------------------------ >8 ---------------------…
#' -- 'edit 18; aside | tail -n +3'
run 'no orders for vi at the top' -o '' -- 'head -n 5 seen | grep vim: ; true'
run 'nor at the end' -o '' -- 'tail -n 5 seen | grep vi: ; true'
run 'a line of theirs cuts nothing off' -o typed -- last 18

must tk-new -q -r ana@example.com -m "$(for i in {1..60}; do echo "word $i"; done; for i in {1..9}; do echo "> was $i"; done
    for i in {1..60}; do echo "end $i"; done)" Long
run 'of a long one what helps is quoted' -o $'> word 60\n> [... 9 lines that they quoted]\n> end 1\n102' \
    -- 'edit 19; sed -n "/word 60/,/end 1/p" seen; grep -c "^>" seen'
run 'it is said what is not' -o '> end 40
> [... 20 more lines: tk-show --thread has them]' -- 'grep "^>" seen | tail -n 2'

# --- macros

run 'none: nothing is said of them' -o '' -- 'edit 1; grep -i macro seen; true'
must tk-macro add hello --title 'A greeting' -m $'Hello {customer.first|you},\nit is {ticket.id}.' --do 'tag +greeted'
must tk-macro edit hello --lang cs -m 'Ahoj {customer.first|ty}.'
must tk-macro add due -m 'It is due {ticket.due}.'
must tk-macro add polska --lang pl -m 'Tak.'
run 'they are offered, in their language' -o '# Macros (a line above that says %macro NAME becomes its text):
#   due: It is due {ticket.due}.
#   hello: A greeting | Ahoj {customer.first|ty}.' -- 'edit 1; aside | grep -A9 Macros | grep -v "^#$"'
run 'of others in any' -o '#   hello: A greeting | Hello {customer.first|you}, it is {ticket.id}.' -- 'edit 2; aside | grep hello:'
printf 'Dear,\n%%macro hello\nBye\n' >draft
run 'a line becomes its text' -o $'"Dear,\nAhoj Ana.\nBye"' -- 'edit 1; last 1'
run 'its actions are not done' -o - -- tk-list is:any id:1 -c tags
printf '%%macro \t hello \n%%macro hello' >draft
run 'twice, of several lines' -o $'"Hello Bob,\nit is 2.\nHello Bob,\nit is 2."' -- 'edit 2; last 2'
run 'in a note' -o note -- 'edit --note 2; tk-show --thread 2 -c kind | tail -n 1'
printf '%%macros\n %%macro hello\nx %%macro hello\n' >draft
run 'other lines do not' -o $'"%macros\n %macro hello\nx %macro hello"' -- 'edit 2; last 2'
run 'nor in a text that was not written there' -o '%macro hello' -- 'tk-reply -q -m "%macro hello" 2; last 2'
must tk-customer set bob@example.com name='%macro due'
echo '%macro hello' >draft
run 'nor what a macro says' -o $'"Hello %macro,\nit is 2."' -- 'edit 2; last 2'

printf 'Mine\n%%macro helo\n' >draft
run 'an unknown one' -s 67 \
    -o~ 'tk-reply: unknown macro "helo", did you mean "hello"\? \(tk-reply --recover 1 goes on with your text\)\n.*kept in .*' \
    -- talk 'tk-reply -e 1'
run 'the text is kept' -o 'Mine' -- 'tk-reply --drafts -F csv --no-header | cut -d , -f 5'
printf '#!/bin/sh\nsed s/helo/hello/ "$1" >new && cat new >"$1"\n' >mend
chmod +x mend
run 'and mended' -o $'"Mine\nAhoj Ana."' -- 'TK_EDITOR=$PWD/mend talk "tk-reply -q --recover 1" && last 1'
# What was begun for colleagues alone never becomes an answer to the customer.
printf 'Secret\n%%macro helo\n' >draft
printf '#!/bin/sh\ntouch "$1"\n' >save
chmod +x save
must_not() { ! "$@" >/dev/null 2>&1; }
must must_not talk 'tk-reply -q -e --note 2'
run 'a note says that it is one' -- grep -q '^# This is an INTERNAL NOTE' seen
printf '#!/bin/sh\nsed "s/%%macro helo/words/" "$1" >new && cat new >"$1"\n' >mend-note
chmod +x mend-note
run 'begun as a note, recovered as a reply: no answer of a customer' -s 65 \
    -o~ '(?s).*internal note: it is not from a customer.*' \
    -- 'TK_EDITOR=$PWD/mend-note talk "tk-reply -r bob@example.com --recover 2"'
run 'offered as what it is' -o~ '(?s)You have a draft for this, an internal note: .*n\n.*' -s 1 \
    -- "TK_EDITOR=true talk 'tk-reply 2' '[y/N]' \$'n\r'"
run 'and it stays a note' -o $'note\tSecret\\nwords' -- \
    'TK_EDITOR=$PWD/save talk "tk-reply -q --recover 2" >/dev/null; tk-show --thread 2 -c kind,text | tail -n 1'
run 'then no draft is left' -- 'tk-reply --drafts; ls "$drafts"'
echo '%macro due' >draft
run 'a value that is not there' -s 65 -o~ 'tk-reply: .*ticket.due.*\(tk-reply --recover 1 goes on.*\n.*kept in.*' \
    -- talk 'tk-reply -e 1'
for bad in '%macro' '%macro two names'; do
    echo "$bad" >draft
    run "a line of another shape: $bad" -s 65 -o~ "tk-reply: \"$bad\": one name stands behind %macro .*\n.*" -- talk 'tk-reply -e 2'
    rm "$drafts"/*
done
echo '%macro hello' >draft
run 'for several' -s 65 -o~ 'tk-reply: a line %macro is for one ticket: --macro NAME is for several\n.*kept in.*' \
    -- talk 'tk-reply -e 1 2'
rm "$drafts"/*
run 'no draft is left' -- 'tk-reply --drafts'

# --- cut off

# It has written, says so, and waits; its number and its parent's are known.
cat >./wait <<'END'
#!/bin/sh
[ "$1" ] && ! [ -e unsaved ] && echo begun >"$1"
echo $$ >editor; echo $PPID >parent
printf 'WAITING\n' >/dev/tty
exec sleep 30
END
chmod +x wait
export TK_EDITOR=$PWD/wait
ended() { for _ in {1..100}; do kill -0 "$(cat "$1")" 2>/dev/null || return 0; sleep 0.1; done; echo "$1 still runs"; }
# cut_off [-s] HOW...: begins an answer to 1 and does HOW while the editor is open.
cut_off() {
    talk 'tk-reply -e 1' WAITING "$@" >shown
    local status=$?
    [ ! -s editor ] || kill "$(cat editor)" 2>/dev/null
    ended editor && ended parent
    return "$status"
}
listed() { tk-reply --drafts | cut -f 1,3,5; }
back() { TK_EDITOR=$PWD/save talk "tk-reply -q --recover 1" && last 1; listed; ls "$drafts"; }

run 'the terminal hangs up' -- cut_off HANGUP
run 'the draft is listed' -o $'1\treply\tbegun' -- listed
run 'and resumed' -o begun -- back
for signal in HUP TERM KILL; do
    run "tk-reply is killed by $signal" -s $((128 + $(kill -l $signal))) -- "cut_off '!kill -$signal \$(cat parent)'"
    run "the draft is there, $signal" -o $'1\treply\tbegun' -- listed
    run "the draft is resumed, $signal" -o begun -- back
    run "the editor is killed by $signal" -s 74 -- "cut_off '!kill -$signal \$(cat editor)'"
    run "that is said, $signal" \
        -o~ "(?s).*WAITING\ntk-reply: editor \".*/wait\" was killed by signal \d+\ntk-reply: your text is kept in $drafts/reply-1-.*" \
        -- cat shown
    run "what it had saved is there, $signal" -o $'1\treply\tbegun' -- listed
    run "what it had saved is resumed, $signal" -o begun -- back
done
: >unsaved
run 'killed before it saved: there may be a swap file' -s 74 -- 'cut_off "!kill -KILL \$(cat editor)"'
run 'so it is listed, too' -o $'1\treply\t-' -- listed
rm unsaved
run 'it is offered at the next one' -o~ "(?s)You have a draft for this: $drafts/reply-1-.*y\n.*" -s 137 \
    -- "talk 'tk-reply 1' '[y/N]' \$'y\r' WAITING '!kill -KILL \$(cat parent)'; s=\$?; kill \$(cat editor); exit \$s"
run 'what was written then is kept' -o $'1\treply\tbegun' -- listed
run 'sent' -o begun -- back
cat >hung <<'END'
#!/bin/sh
trap '' HUP
printf WAITING >/dev/tty
cat </dev/tty >/dev/null
exit 1
END
chmod +x hung
said() { for _ in {1..50}; do grep -q kept said && break; sleep 0.1; done; cat said; }
run 'the terminal hangs up, and nobody minds the signal' \
    -o~ 'tk-reply: the terminal of editor ".*/hung" hung up\ntk-reply: your text is kept in .*' \
    -- 'TK_EDITOR=$PWD/hung talk "trap \"\" HUP; tk-reply -e 1 2>said" WAITING HANGUP >/dev/null; said'
run 'its draft is kept' -o $'1\treply\t-' -- listed

if command -v vim >/dev/null; then
    rm -f "$drafts"/*
    export TK_EDITOR='vim -u NONE -N' TERM=xterm
    run 'vim, hung up with a text that it did not save' \
        -- 'talk "tk-reply -e 1" "Write above" $'"'iUnsaved words\e:pwd\r'"' "$PWD" "!sleep 1" "" HANGUP >/dev/null'
    run 'is in the list' -o $'1\treply\t-' -- 'sleep 1; listed'
    run 'and has its swap file beside it' -o 1 -- 'ls -A "$drafts" | grep -c "^\.reply-1-.*swp$"'
    run 'which is recovered from' -o 'Unsaved words' \
        -- 'talk "tk-reply -q --recover 1" "(R)ecover" r "ENTER" $'"'\r'"' "Unsaved" $'"':wq!\r'"' >/dev/null; last 1'
else
    skip 'vim' 'no vim'
fi
finish
