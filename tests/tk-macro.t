#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-macro: canned replies; and tk-reply --macro, which uses them.
# every: read   tk-macro list
# every: read   tk-macro show hello
# every: read   tk-macro placeholders
# every: quiet  tk-macro edit hello --lang cs -m text
# every: write  tk-reply --macro hello 1 2
# every: quiet  tk-macro add late -m text
. "${0%/*}/lib.sh"

desk -q --tz Europe/Prague
must tk-agent add ann --name 'Ann Lee'
must tk-agent add lee --role lead
must tk-field add room
must tk-field add bought --type time
must tk-new -q -r 'Ana Nová <ana@example.com>' --lang cs -m Proč? 'Dvojitá faktura'
must tk-new -q -r bob@example.com -m Why? 'No paper'
must tk-new -q -r 'נועה כהן <noa@example.co.il>' --lang he -m 'לא עובד' 'מדפסת'
must tk-new -q -r 'Zofia Kowalska <zofia@example.pl>' -m 'Nie działa' 'Hasło'
must tk-customer set zofia@example.pl lang=pl
must tk-new -q -r 'Ian <ian@example.co.uk>' --lang en-GB -m Hm 'Lift'
as() { TK_AGENT=$1 "${@:2}"; }
texts() { sqlite3 -separator ' ' "$TK_DB" "SELECT ticket, body FROM message WHERE kind = 3 AND ticket IN ($1) ORDER BY id"; }

# --- making

run 'add prints nothing' -- tk-macro add late --title 'We are late' \
    -m 'Dear {customer.first|customer}, {{sorry}}: {ticket.id}.'
run 'another language' -- tk-macro add late --lang cs -m 'Dobrý den, {customer.first}.'
run 'right to left' -- tk-macro add late --lang he -m 'שלום {customer.first|לקוח}, מצטערים.'
run 'from stdin' -i 'Dzień dobry, {customer.first}.' -- tk-macro add late --lang pl
echo 'Dear {customer.first|you}, cheers.' >en
run 'from a file' -- tk-macro add late --lang en -f en
run 'adding twice is success' -- tk-macro add late --lang en -f en
run 'with the same words' -e 'tk-macro: it was so already: nothing changed' \
    -- tk-macro add late --lang en -f en -v
run 'other words are refused' -s 65 -e 'tk-macro: macro late has another text for en: tk-macro edit replaces it' \
    -- tk-macro add late --lang en -m other
run 'also of the title' -s 65 -e 'tk-macro: macro late has another title: tk-macro edit replaces it' \
    -- tk-macro add late --title other --lang en -f en
run 'list' -o "late	We are late	cs,en,he,pl,other	-" -- tk-macro list
run 'show' -O - -- tk-macro show late <<'EOF'
late	macro	-	We are late
late	text	cs	Dobrý den, {customer.first}.
late	text	en	Dear {customer.first|you}, cheers.
late	text	he	שלום {customer.first|לקוח}, מצטערים.
late	text	pl	Dzień dobry, {customer.first}.
late	text	other	Dear {customer.first|customer}, {{sorry}}: {ticket.id}.
EOF
run 'one text' -o 'Dear {customer.first|customer}, {{sorry}}: {ticket.id}.' -- tk-macro show late --lang other -c text
run "also as ''" -o other -- tk-macro show late --lang '' -c lang
run 'one that is not there' -s 65 -e 'tk-macro: macro late has no text for de' -- tk-macro show late --lang de
run 'ids are names' -o late -- tk-macro show late -F ids
run 'jsonl' -o '{"name":"late","item":"text","lang":"pl","text":"Dzień dobry, {customer.first}."}' \
    -- tk-macro show late --lang pl -F jsonl
run 'no such macro' -s 67 -e 'tk-macro: unknown macro "lat", did you mean "late"?' -- tk-macro show lat
run 'nothing is shown then' -s 67 -e 'tk-macro: unknown macro "x9"' -- tk-macro show late x9
run 'no scan that is not meant' -o~ '(?s).*' -- env TK_TRACE=plan tk-macro show late

# --- what is refused when it is saved

refused() { run "refused: $2" -s 65 -e "tk-macro: $1" -- tk-macro add bad -m "$2"; }
hint='(tk-macro placeholders lists them; a brace itself is {{ or }})'
open='an open brace: a placeholder is {NAME} or {NAME|DEFAULT}, on one line; a brace itself is {{'
refused "line 1: unknown placeholder {customer.frist}, did you mean \"customer.first\"? $hint" '{customer.frist}'
refused "line 3: $open" $'a\n\nb {ticket.id'
refused 'line 2: a brace that closes nothing: a brace itself is }}' $'a\nb }'
refused 'line 1: unknown custom field "rom", did you mean "room"? (a lead can add it: tk-field add rom)' '{x.rom}'
run 'no text' -s 64 -e 'tk-macro: the text is empty (tk-macro -h helps)' -- tk-macro add bad -m ' '
run 'bytes that are no text' -s 65 -I <(printf 'a\xff') -e~ 'tk-macro: the message is not UTF-8 at byte 2.*' -- tk-macro add bad
run 'NUL' -s 65 -I <(printf 'a\0b') -e~ 'tk-macro: the message is not UTF-8 at byte 2.*' -- tk-macro add bad
head -c 1048576 /dev/zero | tr '\0' '{' >braces
run 'a file of braces is text' -- tk-macro add braces -f braces
run 'it is removed again' -- tk-macro rm braces
printf '{%s}' "$(head -c 100000 braces | tr '{' a)" >name
run 'a name without end is cut' -s 65 -e~ 'tk-macro: line 1: unknown placeholder \{a{40}\.\.\.\}.{0,100}' -- tk-macro add bad -f name
printf x >>braces
run 'more than 1 MiB' -s 65 -e~ 'tk-macro: braces: longer than a message may be.*' -- tk-macro add bad -f braces
run 'a name that is none' -s 65 -e~ 'tk-macro: "a b" cannot name a macro: .*' -- tk-macro add 'a b' -m x
run 'a language that is none' -s 64 -e~ 'tk-macro: "Czech" is no language: .*; other for all others' -- tk-macro add bad --lang Czech -m x
run 'a title of two lines' -s 65 -e~ 'tk-macro: the title is one line.*' -- tk-macro add bad --title $'a\nb' -m x
bad_action() { run "no action: $2" -s 65 -e "tk-macro: action \"$2\": $1" -- tk-macro add bad -m x --do "$2"; }
bad_action 'a macro is a reply itself' 'reply -m x'
bad_action '"17": no ticket is named: it is done to those that are answered' 'close 17'
bad_action 'a file is read nowhere but here: write -m TEXT' 'close -f /etc/passwd'
bad_action '--if-rev is for one ticket' 'close --if-rev 3'
bad_action '--dry-run is for tk-close as a whole, not for one line' 'close -n'
bad_action 'nothing to do: write +TAG to add or -TAG to remove, before the ids' tag
bad_action 'unknown action "clos", did you mean "close"?' clos
bad_action "a quote is open: no closing '" "close -m 'x"
bad_action 'unknown priority "hgh", did you mean "high"? (low normal high urgent)' 'set priority=hgh'
run 'no action of two lines' -s 65 -e 'tk-macro: action "tag␊+x": an action is one line of at most 1000 bytes' \
    -- tk-macro add bad -m x --do $'tag\n+x'
run 'nothing of it was made' -o late -- tk-macro list -F ids

# --- placeholders

run 'a list of them' -o~ 'ticket.id	number of the ticket\n(?s).*x.FIELD	a custom field of the ticket' -- tk-macro placeholders
must tk-set -q x.room=12 x.bought=2026-01-31 category=billing priority=high due=2026-12-01T10:00 1
run 'every one of them has a value' -- '
    tk-macro add all -m "$(tk-macro placeholders | grep -v x.FIELD | sed "s/\t.*/|-}/; s/^/{/"; echo "{x.room} {x.bought}")" &&
    TK_AGENT=ann tk-reply -q --macro all --note 1'
run 'which is what they say' -O - -- "sqlite3 \$TK_DB \"SELECT body FROM message WHERE kind = 4\" | tr '\n' '|'; echo" <<EOF
1|Dvojitá faktura|new|-|high|support|billing|-|cs|2026-11-22 13:00|2026-12-01 10:00|Ana Nová|Ana|ana@example.com|-|-|ann|Ann Lee|Ann|12 2026-01-31 00:00|
EOF

# --- replies

run 'a text in the language of each ticket' -o $'1\topen\n2\topen\n3\topen' -- tk-reply --macro late 1 2 3 -c id,status
run 'its own, or any other' -O - -- texts 1,2,3 <<'EOF'
1 Dobrý den, Ana.
2 Dear customer, {sorry}: 2.
3 שלום נועה, מצטערים.
EOF
run "then the customer's; en for en-GB" -i $'4\n5' -- 'tk-reply -q --macro late'
run 'they have it' -o $'4 Dzień dobry, Zofia.\n5 Dear Ian, cheers.' -- texts 4,5
run 'a dry run shows it' -E - -- tk-reply -n --macro late 2 3 -c id,status <<'EOF'
2	open
3	open
2, text for other:
    Dear customer, {sorry}: 2.
3, text for he:
    ⁨שלום נועה, מצטערים.⁩
EOF
run 'and writes nothing' -o $'2 Dear customer, {sorry}: 2.' -- texts 2
must tk-macro add czech --lang cs -m 'Ahoj {customer.first}'
run 'no text for a language' -s 65 -e 'tk-reply: 3: macro czech has no text for "he" and none for other languages' \
    -- tk-reply --macro czech 3
run 'no language' -s 65 -e 'tk-reply: 2: macro czech has no text for other languages, and no language is known' \
    -- tk-reply --macro czech 2
must tk-macro add first -m 'Hi {customer.first}'
run 'a placeholder without a value' -s 65 -i $'1\n2' \
    -e 'tk-reply: stdin:2: {customer.first} is empty: give a default, as in {customer.first|there}' -- tk-reply --macro first
run 'nobody got it' -o '1 Dobrý den, Ana.' -- texts 1
run 'with -k the others get it' -s 65 -o 1 -i $'1\n2' -e~ 'tk-reply: stdin:2: .*' -- tk-reply -k --macro first -F ids
run 'a note' -o '4|Hi Ana' -- "tk-reply -q --note --macro first 1; sqlite3 \$TK_DB 'SELECT kind, body FROM message ORDER BY id DESC LIMIT 1'"
run 'an unknown macro' -s 67 -e 'tk-reply: unknown macro "lat", did you mean "late"?' -- tk-reply --macro lat 1
for other in '-m x' '-f en' '-r ana@example.com'; do
    # shellcheck disable=SC2086 # words
    run "--macro and ${other% *}" -s 64 -e "tk-reply: --macro and ${other% *} exclude each other (tk-reply -h helps)" \
        -- tk-reply --macro late $other 1
done
run 'once under a key' -o $'1\n1' -- 'tk-reply --macro late -K k 1 -F ids; tk-macro edit late --lang cs -m Jinak.; tk-reply --macro late -K k 1 -F ids'
run 'so it is' -o 'Dobrý den, Ana.' -- "texts 1 | tail -n 1 | cut -d ' ' -f 2-"
run 'not for another macro' -s 65 -e~ 'tk-reply: the key "k" was used by a different request.*' -- tk-reply --macro first -K k 1
must tk-close -q 5
run 'a closed ticket' -s 65 -e~ 'tk-reply: 5: 5 is closed.*' -- tk-reply --macro late 5

# --- hostile values

must tk-new -q -r '{agent.login} %s%n <x@example.com>' -m x 'a{{b'
must tk-customer set x@example.com name=$'{agent.login}\t%s\e[31m\xe2\x80\xae'
must tk-macro add echo -m '{customer.name}|{customer.first}|{ticket.subject}'
run 'a value is text' -o "6 {agent.login}	%s"$'\e[31m\u202e'"|{agent.login}|a{{b" -- 'tk-reply -q --macro echo 6; texts 6'
run 'made visible in a dry run' -E - -- tk-reply -n --macro echo 6 -F ids <<'EOF'
6
6, text for other:
    {agent.login}   %s␛[31m\u202e|{agent.login}|a{{b
EOF

# --- actions

must tk-macro add ended -m 'Done, {customer.first|friend}.' --do 'set priority=low category=done' --do 'tag +told -vip' \
    --do 'assign me' --do 'close --resolution fixed'
run 'are done behind the reply' -o $'2\tclosed\tlow\ttold\tann\tfixed\tdone' \
    -- 'as ann tk-reply --macro ended 2 -c id,status,priority,tags,assignee,resolution,category'
run 'in the same change set' -o 1 -- "sqlite3 \$TK_DB 'SELECT count(DISTINCT change) FROM event WHERE change = (SELECT max(id) FROM change)'"
run 'shown' -O - -- tk-macro show ended --lang other -F table <<'EOF'
text for other
    Done, {customer.first|friend}.
EOF
run 'a page' -O - -- tk-macro show ended -F table <<'EOF'
ended
actions
    set priority=low category=done
    tag +told -vip
    assign me
    close --resolution fixed
text for other
    Done, {customer.first|friend}.
EOF
run 'others can be given' -o 'set status=solved' \
    -- 'tk-macro edit ended --title "All done" --do "set status=solved" --do "" </dev/null; tk-macro show ended -c item,text | grep action | cut -f 2'
run 'an agent that is none' -s 65 -e 'tk-macro: action "assign bib": unknown agent "bib"' \
    -- tk-macro edit ended --do 'assign bib'
must tk-agent add bib
must tk-macro edit ended --do 'assign bib' --do 'tag +seen'
must tk-agent remove bib
run 'nor is one who left' -s 65 -e 'tk-reply: 3: macro ended: action "assign bib": unknown agent "bib"' \
    -- tk-reply --macro ended 3
run 'nothing was done then' -o '3	-' -- tk-list -c id,tags id:3
run 'or none' -o '3	-' -- "tk-macro edit ended --do '' && tk-reply --macro ended 3 -c id,tags"
must tk-macro edit ended --do 'set status=new'
run 'one that cannot be done undoes the reply' -s 65 -o 'Dzień dobry, Zofia.' -e~ 'tk-reply: 4: .*is no legal step.*' \
    -- 'tk-reply --macro ended 4; s=$?; texts 4 | cut -d " " -f 2-; exit $s'
run 'also with -k' -s 65 -o 'Dzień dobry, Zofia.' -e~ 'tk-reply: 4: .*is no legal step.*' \
    -- 'tk-reply -k --macro ended 4; s=$?; texts 4 | cut -d " " -f 2-; exit $s'

# --- changing

run 'edit' -o 'Hallo.' -- 'tk-macro edit late --lang en -m Hallo. && tk-macro show late --lang en -c text'
run 'a language that was not there' -- tk-macro edit late --lang de -m 'Guten Tag, {customer.name}.'
run 'the title' -o 'Very late' -- 'tk-macro edit late --title "Very late" </dev/null && tk-macro list -c title | tail -n 1'
run 'set' -o 'late	-' -- 'tk-macro set late title= && tk-macro list -c name,title | tail -n 1'
run 'nothing else' -s 64 -e 'tk-macro: unknown property of a macro "text" (title)' -- tk-macro set late text=x
run 'a bad text' -s 65 -e~ 'tk-macro: line 1: unknown placeholder .*' -- tk-macro edit late -m '{x}'
run 'no such macro' -s 67 -e~ 'tk-macro: unknown macro "lat".*' -- tk-macro edit lat -m x
run 'rm: one text' -o 'cs,en,he,pl,other' -- 'tk-macro rm late --lang de && tk-macro list -c langs | tail -n 1'
run 'one that is not there' -s 65 -e 'tk-macro: macro late has no text for de' -- tk-macro rm late --lang de
run 'the only one' -s 65 -e 'tk-macro: it is the only text: tk-macro rm czech removes the macro' -- tk-macro rm czech --lang cs
run 'rm: all of it' -- tk-macro rm late
run 'it is gone' -s 67 -e 'tk-macro: unknown macro "late"' -- tk-macro show late
run 'and not used' -s 67 -e 'tk-reply: unknown macro "late"' -- tk-reply --macro late 1
run 'it comes back with what is given' -o 'late	-	other	-' -- 'tk-macro add late -m New. && tk-macro list | tail -n 1'
must tk-macro add room -m 'Room {x.room|?}'
must tk-field remove room
run 'a field that is no more' -s 65 -e~ 'tk-reply: 1: macro room, other, line 1: unknown custom field "room".*' \
    -- tk-reply --macro room 1
for words in 'add x9 -m x:add' 'edit late -m x:change' 'rm late:remove' 'set late title=x:change'; do
    # shellcheck disable=SC2086 # words
    run "an agent does not ${words##*:}" -s 77 -e "tk-macro: only a lead may ${words##*:} macros" -- as ann tk-macro ${words%:*}
done
run 'an agent looks' -o late -- as ann tk-macro show late -F ids
run 'a lead does' -- as lee tk-macro edit late -m Newer.
run 'the history' -o~ 'late	macro.text	other=New.	other=Newer.' -- 'tk-log -c thing,field,old,new | tail -n 1'
run 'it can be replayed' -o~ '.*' -- tk-check
must sqlite3 "$TK_DB" "UPDATE macro_text SET body = 'x' WHERE macro = 1; UPDATE macro SET title = 'y' WHERE name = 'czech';
    DELETE FROM macro_text WHERE lang = 'cs'"
run 'and what was changed behind it shows' -s 74 -O - -- 'tk-check | cut -f 3' <<'EOF'
text '' of macro 1 is "x", its history says "Newer."
title of macro 4 is "y", its history says none
text 'cs' of macro 4 is missing, its history has it
EOF
must sqlite3 "$TK_DB" "$(tk-check | cut -f 4)"
run 'and can be mended' -o~ '.*' -- tk-check

# --- edited while it is used

mkfifo stream
must tk-macro edit late -m One.
tk-reply --each --macro late -F ids <stream >got 2>&1 &
exec 3>stream
echo 1 >&3
while [ ! -s got ]; do sleep 0.02; done
must tk-macro edit late -m Two.
echo 3 >&3
exec 3>&-
wait
run 'a stream takes each text as it is then' -o $'1 One.\n3 Two.' -- "texts 1,3 | grep -E 'One|Two'"
run 'of both it was told' -o $'1\n3' -- cat got

# --- the editor

cat >edit <<'END'
#!/bin/sh
cp "$1" seen && cat draft >"$1"
[ ! -e meanwhile ] || tk-macro edit late -m Theirs. </dev/null
END
chmod +x edit
echo 'Written {agent.login}.' >draft
export TK_EDITOR=$PWD/edit
in_terminal() { script -qefc "$1" /dev/null </dev/null | tr -d '\r'; }
if command -v script >/dev/null; then
    must tk-macro edit late -m 'As it was.'
    run 'the editor' -o 'Written {agent.login}.' -- 'in_terminal "tk-macro edit late -e"; tk-macro show late -c text --lang other'
    run 'begins with the text' -o 'As it was.' -- head -n 1 seen
    run 'and its draft is gone' -- ls "$XDG_STATE_HOME/tk/drafts"
    run 'also for a new one' -o 'Written {agent.login}.' -- 'in_terminal "tk-macro add typed"; tk-macro show typed -c text --lang other'
    echo '{oops' >draft
    run 'what cannot be saved is kept' -s 65 -o~ 'tk-macro: line 1: an open brace.*\ntk-macro: your text is kept in .*' \
        -- in_terminal 'tk-macro edit late -e'
    run 'as it was typed' -o '{oops' -- 'cat "$XDG_STATE_HOME"/tk/drafts/*'
    echo Mine. >draft && touch meanwhile
    run 'somebody else was quicker' -s 65 \
        -o~ 'tk-macro: somebody else changed this text meanwhile: nothing was changed\ntk-macro: your text is kept in .*' \
        -- in_terminal 'tk-macro edit late -e'
    rm meanwhile
    must tk-macro edit late --lang cs -m 'Ahoj, {customer.first}.' --do 'tag +told'
    echo 'Ahoj, milá Ano.' >draft
    run 'a reply begins with it' -o 'Ahoj, Ana.' -- 'in_terminal "tk-reply -q -e --macro late 1" && head -n 1 seen'
    run 'and is what was written' -o '1 Ahoj, milá Ano.' -- 'texts 1 | tail -n 1'
    run 'with its actions' -o told -- tk-list -c tags id:1
    run 'for one ticket' -s 64 -o~ 'tk-reply: --macro with -e is for one ticket.*' -- in_terminal 'tk-reply -e --macro late 1 3'
    run 'theirs stands' -o Theirs. -- tk-macro show late -c text --lang other
else
    skip 'the editor' 'no script(1)'
fi

# --- completion

run 'names with titles' -o $'ended\tAll done' -- tk-reply --complete --macro en
run 'also of a verb' -o $'late' -- tk-macro --complete edit l
finish
