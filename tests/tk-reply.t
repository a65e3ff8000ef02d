#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-reply: public replies, notes, what customers said, and what becomes of the status.
. "${0%/*}/lib.sh"
desk
me=$(id -un)
must tk-agent add bob
for i in {1..9}; do must tk-new -q -r ana@example.com "Ticket $i"; done
state=id,status,replied,replies,contacts

# last ID: kind, author and text of its last message
last() { sqlite3 "$TK_DB" "SELECT kind, coalesce(a.login, '-'), m.customer IS NOT NULL, body FROM message m
    LEFT JOIN agent a ON a.id = m.agent WHERE ticket = $1 ORDER BY m.id DESC LIMIT 1"; }

run 'a public reply opens a new ticket' -o $'1\topen\t2026-11-22T12:00:00Z\t1\t0' -- tk-reply -m Hello 1 -c $state
run 'it is mine, and public' -o "3|$me|0|Hello" -- last 1
run 'the second is not the first' -o $'1\topen\t2026-11-22T12:00:00Z\t2\t0' \
    -- 'TK_NOW=2026-11-22T13:00:00Z tk-reply -m More 1 -c '$state
run 'a note changes no status and answers nobody' -o $'2\tnew\t-\t0\t0' -- tk-reply --note -m Hm 2 -c $state
run 'it is internal' -o "4|$me|0|Hm" -- last 2
run 'from stdin' -o $'3\topen' -i $'from\nstdin' -- tk-reply 3 -c id,status
run 'all of it' -o "3|$me|0|from
stdin" -- last 3
run 'from stdin by name' -o 3 -i named -- tk-reply -f - 3 -F ids
echo 'in a file' >text
run 'from a file' -o "3|$me|0|in a file" -i 'not this' -- 'tk-reply -q -f text 3; last 3'
run 'to many tickets' -o $'4\n5' -i $'4\n5' -- tk-reply -m All -F ids
run 'each has it' -o "3|$me|0|All
3|$me|0|All" -- 'last 4; last 5'
run 'in their name' -o '3|bob|0|x' -- 'tk-reply -q --as bob -m x 5; last 5'
run '--status in the same change' -o $'4\tpending' -- tk-reply -m Ask --status pending 4 -c id,status
run 'is one change set' -o 2 -- 'sqlite3 "$TK_DB" "SELECT n FROM change ORDER BY id DESC LIMIT 1"'
run 'a reply leaves pending alone' -o $'4\tpending' -- tk-reply -m More 4 -c id,status

run '-r: the customer said it' -o $'6\tnew\t-\t0\t1' -- tk-reply -r ana@example.com -m Now? 6 -c $state
run 'not an agent' -o '2|-|1|Now?' -- last 6
run 'it wakes what waited' -o $'4\topen' -- tk-reply -r ana@example.com -m Here 4 -c id,status
run 'and what was solved' -o $'5\topen\t1' \
    -- 'tk-set -q status=solved 5; tk-reply -r ana@example.com -m No 5 -c id,status,reopens'
run 'but not what is on hold' -o $'4\thold' -- 'tk-set -q status=hold 4; tk-reply -r ana@example.com -m No 4 -c id,status'
run '--status is stronger' -o $'5\tsolved' \
    -- 'tk-set -q status=pending 5; tk-reply -r ana@example.com -m Thanks --status solved 5 -c id,status'
run 'a note to a solved one' -o $'5\tsolved' -- tk-reply --note -m Ok 5 -c id,status
run 'from a new customer, by phone' -o '+420777123456' -- 'tk-reply -q -r "+420 777 123 456" --channel phone -m Hi 6
    sqlite3 "$TK_DB" "SELECT address FROM message m JOIN contact c ON c.customer = m.customer
        WHERE m.channel = 4"'

must tk-close -q 7
run 'a closed ticket' -s 65 -e 'tk-reply: 7: 7 is closed: reopen it first (--status open), or write a --note' \
    -- tk-reply -m Hello 7
run 'also for customers' -s 65 -e~ 'tk-reply: 7: 7 is closed.*' -- tk-reply -r ana@example.com -m Hello 7
run 'in a batch nobody gets it' -s 65 -o 'Ticket 8|new' -e~ 'tk-reply: stdin:2: 7 is closed.*' -i $'8\n7' \
    -- 'tk-reply -m Hello; s=$?; tk-list -c subject,status id:8 | tr "\t" "|"; exit $s'
run 'a note may be written' -o $'7\tclosed' -- tk-reply --note -m Hello 7 -c id,status
run 'or it is reopened' -o $'7\topen\t1' -- tk-reply -m Hello --status open 7 -c id,status,reopens

run 'no message' -s 64 -i 7 -e~ 'tk-reply: no message: give -m TEXT, -f FILE or -e.*' -- tk-reply
run 'an empty one' -s 64 -e~ 'tk-reply: the message is empty.*' -- tk-reply -m '' 7
run 'one of blanks' -s 64 -e~ 'tk-reply: the message is empty.*' -- tk-reply -m $' \n\t' 7
run 'an empty stdin' -s 64 -e~ 'tk-reply: the message is empty.*' -- tk-reply 7
run '-f - without ids: stdin is the ids' -s 64 -i 7 -e~ 'tk-reply: -f -: stdin holds the ticket ids already.*' \
    -- tk-reply -f -
run 'also with -' -s 64 -i 7 -e~ 'tk-reply: -f -: stdin holds.*' -- tk-reply -f - -
run 'two messages' -s 64 -e~ 'tk-reply: -m, -f and -e exclude each other.*' -- tk-reply -m a -f text 7
run 'a file that is not there' -s 66 -e~ 'tk-reply: none: No such file.*' -- tk-reply -f none 7
run 'a directory' -s 74 -e~ 'tk-reply: .: .*' -- tk-reply -f . 7
run 'text that is none' -s 65 -I <(printf 'a\xff') -e~ 'tk-reply: the message is not UTF-8 at byte 2.*' -- tk-reply 7
run 'a customer writes no notes' -s 64 -e~ 'tk-reply: --note and -r exclude each other.*' -- tk-reply --note -r a@b.cz -m x 7
run 'an unknown status' -s 64 -e~ 'tk-reply: unknown status "solvd", did you mean "solved"\?.*' -- tk-reply --status solvd -m x 7
run 'an address that is none' -s 64 -e~ 'tk-reply: .*"ana" is no address.*' -- tk-reply -r ana -m x 7
run 'an illegal step' -s 65 -e~ 'tk-reply: 1: open -> new is no legal step.*' -- tk-reply -m x --status new 1
run 'leaves nothing behind' -o "3|$me|0|More" -- last 1
run 'an unknown ticket' -s 66 -e 'tk-reply: 99: no such ticket 99' -- tk-reply -m x 99

printf '8\n9\n' >ids
run 'the file of a while-read loop is no message' -s 64 -e~ 'tk-reply: stdin is a file read in part already.*' \
    -- '{ read -r id; tk-reply "$id"; } <ids'

cat >edit <<'END'
#!/bin/sh
cp "$1" seen && cat draft >"$1"
END
chmod +x edit
echo typed >draft
export TK_EDITOR=$PWD/edit
# in_terminal COMMAND: stdin and stdout are a terminal
in_terminal() { script -qefc "$1" /dev/null </dev/null | tr -d '\r'; }
if command -v script >/dev/null; then
    run 'the editor' -o~ '(?s).*Ticket 8.*' -- in_terminal 'tk-reply -e 8'
    run 'writes the message' -o "3|$me|0|typed" -- last 8
    must tk-reply -q -r ana@example.com -m $'What now?\nQuick!' 8
    run 'below the scissors stands what the customer said' -o $'> What now?\n> Quick!' \
        -- 'in_terminal "tk-reply -q -e 8" && grep "^>" seen'
    run 'one text for all ids' -o "3|$me|0|typed
3|$me|0|typed" -- 'in_terminal "tk-reply -q -e 6 9"; last 6; last 9'
    run 'nobody writes to a ticket that is not there' -s 66 -o 'tk-reply: 99: no such ticket 99' \
        -- in_terminal 'tk-reply -e 99'
    must tk-close -q 9
    run 'a draft that was not sent stays, and is named' -s 65 -o~ 'tk-reply: 9: 9 is closed.*\n.*your text is kept in .*' \
        -- in_terminal 'tk-reply -e 9'
    run 'as it was typed' -o typed -- 'cat "$XDG_STATE_HOME"/tk/drafts/*'
    : >draft
    run 'no text: the person changed their mind' -s 1 -o 'tk-reply: no text: nothing was done' -- in_terminal 'tk-reply -e 8'
    export drafts=$XDG_STATE_HOME/tk/drafts
    # it, by path: what the list says of it
    listed() { tk-reply --drafts | sed -E 's|\t/.*/|\t|; s|-[0-9]+\.txt|.txt|'; }
    run 'drafts are listed' -o $'9\t2026-11-22T12:00:00Z\treply\treply-9.txt\ttyped' -- listed
    run 'in every format' -o~ '\{"ticket":9,.*"text":"typed"\}' -- tk-reply --drafts -F jsonl
    run 'each has their own' -- tk-reply --drafts --as bob
    must tk-reopen -q 9
    printf '#!/bin/sh\ncp "$1" seen; { echo more; cat "$1"; } >new && cat new >"$1"\n' >edit-more
    chmod +x edit-more
    run 'one is recovered' -o $'3|'"$me"$'|0|more\ntyped' \
        -- 'in_terminal "TK_EDITOR=$PWD/edit-more tk-reply -q --recover 9"; last 9'
    run 'then it is gone' -- 'tk-reply --drafts; ls "$drafts"'
    run 'there is none to go on with' -s 66 \
        -o 'tk-reply: you have no draft for this ticket (tk-reply --drafts lists yours)' \
        -- in_terminal 'tk-reply --recover 9'
    printf '#!/bin/sh\necho begun >"$1"; kill -9 "$PPID"\n' >edit-killed
    chmod +x edit-killed
    run 'killed while writing' -o~ '.*' -s 137 -- 'in_terminal "TK_EDITOR=$PWD/edit-killed tk-reply --note -e 9"'
    run 'nothing is lost' -o $'9\t2026-11-22T12:00:00Z\tnote\treply-9.txt\tbegun' -- listed
    run 'others see who writes' -o~ "(?s).*drafting.*$me.*" -- tk-show -F table 9
    printf '#!/bin/sh\nexit 0\n' >edit-nothing
    chmod +x edit-nothing
    run 'left without a word: it stays a draft' -s 1 -o~ 'tk-reply: not saved: nothing was done\n.*kept in.*' \
        -- in_terminal "TK_EDITOR=$PWD/edit-nothing tk-reply --recover 9"
    run 'as it was' -o begun -- 'cat "$drafts"/*'
    printf '#!/bin/sh\ntouch "$1"\n' >edit-saved
    chmod +x edit-saved
    run 'saved as it was: it is sent' -o "4|$me|0|begun" \
        -- 'in_terminal "TK_EDITOR=$PWD/edit-saved tk-reply -q --note --recover 9"; last 9'

    # While the editor is open another process changes the ticket.
    printf '#!/bin/sh\necho mine >"$1"; tk-reply -q --as bob -m "I did it" 9; tk-set -q priority=high 9\n' >edit-late
    chmod +x edit-late
    run 'what came meanwhile is shown, and nothing sent' -s 65 \
        -o~ "(?s)tk-reply: 9 changed while you wrote:\n  2026-11-22 12:00 bob: message reply\n    > I did it\n  .* $me: priority normal -> high\n.*tk-reply: nothing was sent: .*kept in .*" \
        -- in_terminal "TK_EDITOR=$PWD/edit-late tk-reply -e 9"
    run 'the other answer stands' -o '3|bob|0|I did it' -- last 9
    run 'the draft is there' -o mine -- 'cat "$drafts"/*'
    run '--force sends it all the same' -o "3|$me|0|mine" \
        -- 'in_terminal "TK_EDITOR=$PWD/edit-late tk-reply -q --force --recover 9"; last 9'
    run 'a text for a ticket that did not change' -o "3|$me|0|typed" \
        -- 'echo typed >draft; in_terminal "tk-reply -q -e 9"; last 9'
    run 'no terminal, no editor, no draft' -s 74 -e~ 'tk-reply: no terminal for the editor' \
        -- setsid -w tk-reply -e 9
    run 'no draft is left' -- 'ls "$drafts"; tk-reply --drafts'
    printf '#!/bin/sh\necho begun >"$1"; exit 1\n' >edit-fails
    printf '#!/bin/sh\n: >"$1"\n' >edit-empties
    chmod +x edit-fails edit-empties
    failed() { in_terminal "TK_EDITOR=$PWD/edit-fails tk-reply -e $1" >/dev/null; }
    failed 9
    run 'saved empty: thrown away' -s 1 -o 'tk-reply: no text: nothing was done' \
        -- in_terminal "TK_EDITOR=$PWD/edit-empties tk-reply --recover 9"
    run 'nothing of it is left' -- 'ls "$drafts"; sqlite3 "$TK_DB" "SELECT * FROM draft"'
    failed 9
    run 'a file that was removed is no draft' -- 'rm "$drafts"/*; tk-reply --drafts; sqlite3 "$TK_DB" "SELECT * FROM draft"'
    failed 9
    run 'a draft follows its ticket' -o "3|$me|0|begun" -- "tk-merge -q 8 9; in_terminal \"TK_EDITOR=$PWD/edit-saved tk-reply -q --recover 8\"; last 8
        tk-merge -q --undo 9"

    # The number of a process comes again while its text is still there.
    printf '#!/bin/sh\necho mine >"$1"; exit 1\n' >edit-bad
    chmod +x edit-bad
    if unshare -rpf tk-reply --drafts >/dev/null 2>&1; then
        for i in 1 2; do
            run "the same process, text $i" -s 74 -o~ '(?s).*ended with status 1.*kept in .*' \
                -- in_terminal "TK_EDITOR=$PWD/edit-bad unshare -rpf tk-reply -q -e 8"
        done
        run 'both are there' -o 2 -- 'cat "$drafts"/reply-8-1* | grep -c mine'
        rm "$drafts"/*
        sqlite3 "$TK_DB" 'DELETE FROM draft'
    else
        skip 'the same process' 'no namespaces'
    fi

    # What we change ourselves, ticket by ticket, nobody else did.
    echo typed >draft
    must tk-reopen -q 6
    for step in --each '--chunk 1'; do
        run "one text, $step" -o "3|$me|0|typed
3|$me|0|typed" -- "in_terminal 'tk-reply -q -e $step 6 9'; last 6; last 9"
    done
    printf '#!/bin/sh\necho mine >"$1"; tk-reply -q --as bob -m "I did it" 9\n' >edit-late
    run 'what came to a later one is shown' -s 65 -o~ "(?s)tk-reply: 9 changed while you wrote:.*kept in .*" \
        -- in_terminal "TK_EDITOR=$PWD/edit-late tk-reply -q -e --each 6 9"
    rm "$drafts"/*
    sqlite3 "$TK_DB" 'DELETE FROM draft'
    must tk-close -q 9
    run 'a later one refuses' -s 65 -o~ 'tk-reply: 9: 9 is closed.*' -- in_terminal 'tk-reply -q -e --each 6 9'
    run 'nobody writes any more' -- tk-reply --drafts
    must tk-reopen -q 9

    # Anybody who may write to the database can name a file there.
    echo secret >"$HOME/secret"
    ln -s "$HOME/secret" "$drafts/reply-9-1.txt"
    for path in "$HOME/secret" "$drafts/../../../../../secret" "$drafts/reply-9-1.txt"; do
        sqlite3 "$TK_DB" "INSERT INTO draft SELECT '$path', 9, id, 0, 0 FROM agent WHERE login = '$me'"
    done
    run 'a file that is no draft is not looked at' -o $'9-\n9-\n9-' -- 'tk-reply --drafts | sed "s/\t.*\t//"'
    run 'nor sent, nor removed' -s 66 -o~ 'tk-reply: you have no draft for this ticket.*' \
        -- in_terminal 'tk-reply --recover 9'
    run 'it is still there' -o secret -- cat "$HOME/secret"
    rm "$drafts/reply-9-1.txt"
    sqlite3 "$TK_DB" 'DELETE FROM draft'

    printf '#!/bin/sh\necho "asked" >"$1"; tk-set -q priority=low 9\n' >edit-late
    # asked ANSWER: tk-reply -e 9 at a terminal, the answer typed
    asked() { (sleep 0.5; echo "$1"; sleep 0.5) |
        script -qec "TK_EDITOR=$PWD/edit-late tk-reply -q -e 9" /dev/null | tr -d '\r'; }
    run 'at a terminal it is asked' -o~ '(?s).*changed while you wrote.*Send your text all the same.*' -- asked y
    run 'yes' -o "3|$me|0|asked" -- last 9
    must tk-set -q priority=high 9
    run 'no' -s 65 -o~ '(?s).*nothing was sent.*' -- asked n
    run 'the text is kept' -o asked -- 'cat "$drafts"/*'
else
    skip 'the editor' 'no script(1)'
fi
finish
