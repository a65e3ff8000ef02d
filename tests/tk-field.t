#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-field: custom fields.
. "${0%/*}/lib.sh"

desk -q
must tk-agent add ann
must tk-agent add lee --role lead
as() { TK_AGENT=$1 "${@:2}"; }

run 'add prints nothing' -- tk-field add room
run 'adding twice is success' -e 'tk-field: it was so already: nothing changed' -- tk-field add room -v
run 'a number' -- tk-field add cost --type number
run 'a time' -- tk-field add bought --type time
run 'a flag' -- tk-field add insured --type flag
run 'a choice' -- tk-field add impact --type choice --choices low,middle,high
run 'choices alone are a choice' -- tk-field add Barva --choices 'červená,modrá,světle modrá'
run 'list' -O - -- tk-field list <<'EOF2'
Barva	choice	červená,modrá,světle modrá	0
bought	time	-	0
cost	number	-	0
impact	choice	low,middle,high	0
insured	flag	-	0
room	text	-	0
EOF2
run 'an unknown type' -s 64 \
    -e 'tk-field: option --type takes one of: text number time flag choice, not "date" (tk-field -h helps)' \
    -- tk-field add other --type date
run 'another type' -s 65 -e 'tk-field: x.room exists with the type text: a type never changes' \
    -- tk-field add room --type number
run 'a choice without words' -s 65 -e 'tk-field: a choice needs its words: --choices low,middle,high' \
    -- tk-field add other --type choice
run 'words without a choice' -s 65 -e 'tk-field: x.other is to be a text: only a choice has choices' \
    -- tk-field add other --type text --choices a,b
run 'an empty word' -s 65 -e 'tk-field: choices "a,,b": an empty word' -- tk-field add other --choices a,,b
run 'an empty last word' -s 65 -e 'tk-field: choices "a,": an empty word' -- tk-field add other --choices a,
run 'a word twice' -s 65 -e 'tk-field: choices "a,b,a": a word is there twice' \
    -- tk-field add other --choices a,b,a
run 'bad UTF-8' -s 65 -e~ 'tk-field: the list of choices is not UTF-8 at byte 3: .*' \
    -- tk-field add other --choices $'a,\xff'
for name in 1x 'a b' x.y,z $'ab\u202e' $'ab\xff' ''; do
    run 'a hostile name is refused' -s 65 -e~ 'tk-field: ".*" cannot name a field: .*' \
        -- tk-field add "$name"
done

# --- changing

run 'set' -- tk-field set impact choices=low,high
run 'x. may stand before a name' -o 'impact	low,high' -- tk-field show x.impact -c name,choices
run 'what is no choice has none' -s 65 -e 'tk-field: x.room is no choice' -- tk-field set room choices=a,b
run 'no words' -s 65 -e 'tk-field: a choice needs its words: --choices low,middle,high' \
    -- tk-field set impact choices=
run 'nothing else can be set' -s 64 \
    -e 'tk-field: unknown property of a field "type" (choices)' -- tk-field set impact type=text
run 'an unknown field' -s 64 \
    -e 'tk-field: unknown custom field "rom", did you mean "room"? (a lead can add it: tk-field add rom)' \
    -- tk-field set rom choices=a

# --- rights

for words in 'add other:add fields' 'set impact choices=a:change fields' 'remove room:remove fields'; do
    # shellcheck disable=SC2086 # words
    run "an agent does not ${words%%:*}" -s 77 -e "tk-field: only a lead may ${words##*:}" \
        -- as ann tk-field ${words%%:*}
done
run 'an agent lists' -o Barva -- 'TK_AGENT=ann tk-field list -c name | head -n 1'
run 'a lead does' -- as lee tk-field add other

# --- values

must tk-new -q one
must tk-set -q x.room=12 x.impact=high 1
run 'used' -o $'impact\t1\nroom\t1' -- 'tk-field list -c name,used -s used-,name | head -n 2'
run 'remove' -- tk-field remove x.room
run 'gone' -s 64 -e~ 'tk-field: unknown custom field "room" .*' -- tk-field show room
run 'its values are hidden' -s 64 -e~ 'tk-list: unknown custom field "room" .*' -- tk-list -c id,x.room
run 'another type is refused for what was there' -s 65 \
    -e 'tk-field: x.room was there with the type text: a type never changes' \
    -- tk-field add room --type number
run 'it comes back' -- tk-field add room
run 'with its values' -o '1	12' -- tk-list -c id,x.room
must tk-field remove impact
run 'a choice comes back with what is given' -- tk-field add impact --choices tiny,huge
run 'it does' -o 'tiny,huge' -- tk-field show impact -c choices
run 'a value that is no choice any more stays' -o '1	high' -- tk-list -c id,x.impact

# --- records

run 'a page' -O - -- tk-field show impact room -F table <<'EOF2'
name     impact
type     choice
choices  tiny, huge
used     1

name     room
type     text
used     1
EOF2
run 'jsonl' -o '{"name":"impact","type":"choice","choices":["tiny","huge"],"used":1}' \
    -- tk-field show impact -F jsonl
run 'completion knows the columns' -o "$(tk-field list -c help | cut -f 1)" \
    -- 'tk-field --complete list -c "" | cut -f 1 | grep -vx help'
run 'an option of another verb' -s 64 -e 'tk-field: set takes no --choices (tk-field -h helps)' \
    -- tk-field set impact --choices a choices=b
run 'no scan that is not meant' -o~ '(?s).*' -- env TK_TRACE=plan tk-field list -s used
run 'all of it can be replayed' -o~ '.*' -- tk-check
finish
