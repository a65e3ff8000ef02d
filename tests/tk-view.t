#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-view: queries with a name, an agent's own, shared, or bundled.
# every: read   tk-view list
# every: read   tk-view show mine overdue
# every: quiet  tk-view add hot assignee:me priority:high..
# every: quiet  tk-view add --shared paper +printer OR paper
. "${0%/*}/lib.sh"

desk -q --tz Europe/Prague
must tk-agent add ann
must tk-agent add bob
must tk-agent add lee --role lead
must tk-agent add vic --role viewer
must tk-queue add billing
must tk-field add room
must tk-new -q -p urgent -t printer -a ann 'Printer on fire'
must tk-new -q -Q billing 'No invoice'
must tk-new -q -a bob 'Late'
must tk-set -q due=2026-11-22T12:00:01Z 3
must tk-new -q -a ann 'Solved'
must tk-close -q 4
as() { TK_AGENT=$1 "${@:2}"; }
sql() { sqlite3 "$TK_DB" "$1"; }
stored() { sql "SELECT key, value FROM meta WHERE key GLOB 'view*' ORDER BY 1"; }
ids() { tk-list "$(tk-view show -c query "$1")" -F ids -s id; }

# --- the bundled ones

run 'the bundled ones' -O - -- tk-view list <<'END'
mine	bundled	assignee:me is:open
overdue	bundled	is:overdue
unassigned	bundled	is:unassigned is:open
END
run 'mine are those that I have open' -o 1 -- as ann ids mine
run 'and of another, others' -o 3 -- as bob ids mine
run 'unassigned ones' -o 2 -- as ann ids unassigned
run 'overdue ones' -o 3 -- env TK_NOW=2026-11-23T00:00:00Z bash -c 'tk-list "$(tk-view show -c query overdue)" -F ids'
run 'none is before it is' -- as ann ids overdue

# --- adding

run 'add prints nothing' -- as ann tk-view add hot assignee:me priority:high.. sort:due
run 'it lists what it should' -o 1 -- as ann ids hot
run 'nobody else has it' -s 67 -e 'tk-view: unknown view "hot"' -- as bob tk-view show hot
run 'adding twice is success' -- as ann tk-view add hot assignee:me 'priority:high.. sort:due'
run '-v says so' -e 'tk-view: it was so already: nothing changed' \
    -- as ann tk-view add -v hot assignee:me priority:high.. sort:due
run 'another query is refused' -s 65 -e 'tk-view: view hot has another query: tk-view set replaces it' \
    -- as ann tk-view add hot is:open
run 'a shared one' -- as lee tk-view add --shared paper '+printer OR paper'
run 'everybody has it' -o $'paper\tshared\t+printer OR paper' -- as vic tk-view show paper -c name,level,query
run 'letters of any script' -- tk-view add --shared žluté +žluť
run 'a word in front of a query' -- as bob tk-view add -- later 'NOT status:pending'
run 'everybody has his own of one name' -- 'as bob tk-view add hot priority:high && as ann tk-view set hot priority:urgent..'
run 'own ones are apart' -o 'priority:high' -- as bob tk-view show hot -c query
run 'each has his own' -o 'priority:urgent..' -- as ann tk-view show hot -c query
run 'the nearest counts' -o $'own\tshared,bundled\nshared\tbundled' -- \
    'tk-view add --shared mine assignee:me is:any; as ann tk-view add mine assignee:me status:new
    as ann tk-view show mine -c level,hides; as bob tk-view show mine -c level,hides'
run 'list has each name once' -O - -- as ann tk-view list -c +hides <<'END'
hot	own	priority:urgent..	-
mine	own	assignee:me status:new	shared,bundled
overdue	bundled	is:overdue	-
paper	shared	+printer OR paper	-
unassigned	bundled	is:unassigned is:open	-
žluté	shared	+žluť	-
END
run 'sorted' -o $'unassigned\noverdue\nmine\nhot\nžluté\npaper' -- as ann tk-view list -s level,name- -c name
run 'ids are names' -o $'hot\nlater\nmine\noverdue\npaper\nunassigned\nžluté' -- as bob tk-view list -F ids
run 'jsonl' -o '{"name":"paper","level":"shared","query":"+printer OR paper","hides":null}' \
    -- tk-view show -F jsonl paper
run 'as a table' -o $'name   paper\nlevel  shared\nquery  +printer OR paper' -- tk-view show -F table paper
run 'an admin looks at those of others' -o $'hot\nlater' -- "tk-view list --as bob | grep own | cut -f 1"
run 'of nobody' -s 67 -e 'tk-view: unknown agent "bo", did you mean "bob"?' -- tk-view list --as bo
run 'somebody who is no agent has the shared ones' -o '5' -- 'as nobody tk-view list | wc -l'
run 'an admin adds one for another' -- 'tk-view add --as bob his is:mine && as bob tk-view remove his'
run 'an unknown view' -s 67 -e 'tk-view: unknown view "papre", did you mean "paper"?' -- tk-view show papre
run 'then nothing is shown' -s 67 -e 'tk-view: unknown view "x9"' -- tk-view show paper x9
run 'what is stored' -O - -- stored <<END
view.hot@ann|priority:urgent..
view.hot@bob|priority:high
view.later@bob|NOT status:pending
view.mine|assignee:me is:any
view.mine@ann|assignee:me status:new
view.paper|+printer OR paper
view.žluté|+žluť
END

# --- names

for name in help use view option history board watch quit exit next reply note list close config; do
    run "a command: $name" -s 65 -e "tk-view: \"$name\" is a command and cannot name a view: choose another name" \
        -- tk-view add "$name" is:open
done
mkdir bin && printf '#!/bin/sh\n' >bin/tk-ours && chmod +x bin/tk-ours
run "a team's own command" -s 65 -e~ 'tk-view: "ours" is a command .*' -- env PATH="$PATH:$PWD/bin" tk-view add ours is:open
run 'where it is none it may be a view' -- 'tk-view add ours is:open && tk-view remove ours'
run 'what became a command stays, and may be added again' -- \
    'tk-view add ours is:open && PATH=$PATH:$PWD/bin tk-view add ours is:open &&
    PATH=$PATH:$PWD/bin tk-view remove ours'
for name in 12 17 x '#17' . me none any 'a b' a@b a=b 'mine@ann' -- $'x\e[31m' $'ab\u202e' $'ab\xff' ''; do
    run 'a name that is none' -s 65 -e~ 'tk-view: ".*" (cannot name a view: .*|is reserved and cannot name a view)' \
        -- tk-view add -- "$name" is:open
done

# --- queries that cannot be asked

refused() { run "refused: ${*:3}" -s "$1" -E - -- tk-view add bad "${@:3}" < <(printf '%s\n' "$2"); }
refused 64 $'tk-view: query: unknown field "assigne", did you mean "assignee"? (to search for the text, write \'"assigne:me"\')
  is:open assigne:me
          ^' is:open assigne:me
refused 67 $'tk-view: query: unknown agent "nn", did you mean "ann"?\n  assignee:nn\n  ^' assignee:nn
refused 67 $'tk-view: query: unknown queue "biling", did you mean "billing"?\n  queue:biling\n  ^' queue:biling
refused 64 $'tk-view: query: unknown custom field "rom", did you mean "room"? (a lead can add it: tk-field add rom)\n  x.rom:1\n  ^' x.rom:1
refused 64 'tk-view: unknown column "foo" (-c help lists them)' sort:foo
refused 64 'tk-view: the query is empty: is:open lists all that is open' ''
refused 64 'tk-view: the query is empty: is:open lists all that is open' ' '
refused 64 $'tk-view: query: the query is not UTF-8 here\n  x\\xFFy\n   ^' $'x\xffy'
refused 65 $'tk-view: query: a control character: a view is one line\n  "a␊b"\n    ^' $'"a\nb"'
refused 65 $'tk-view: query: a control character: a view is one line\n  "␛[31mred"\n   ^' $'"\e[31mred"'
refused 65 $'tk-view: query: a control character: a view is one line\n  "\\u009b31m"\n   ^' $'"\u009b31m"'
refused 64 'tk-view: the query is longer than 4096 bytes' "$(printf 'x%.0s' {1..4097})"
refused 64 'tk-view: unknown option "-offline": to negate, write NOT offline (tk-view -h helps)' -offline
run 'no query' -s 64 -e 'tk-view: write: tk-view add NAME QUERY... (tk-view -h helps)' -- tk-view add bad
run 'nothing of it was made' -s 67 -e 'tk-view: unknown view "bad"' -- tk-view show bad
run 'nor is it set' -s 67 -e~ 'tk-view: query: unknown agent "nobody"\n.*\n.*' -- as ann tk-view set hot assignee:nobody
long="$(printf '"%s"' "$(printf 'ž%.0s' {1..2047})")"
export long
run 'the longest one' -o 4096 -- 'tk-view add longest "$long" && tk-view show longest -c query | tr -d "\n" | wc -c'
must tk-view remove longest
run 'marks of direction are kept, and shown' -o '"a\u202eb"' -- \
    $'tk-view add rtl \'"a\u202eb"\' && tk-view show rtl -c query'
run 'also in a table' -o~ '(?s).*query  "a\\u202eb"\n' -- tk-view show -F table rtl
run 'hebrew' -o '"לא עובד" tag:דחוף' -- 'tk-view set rtl "\"לא עובד\" tag:דחוף" && tk-view show rtl -c query'
must tk-view remove rtl
run 'nothing in it is run' -- \
    'tk-view add evil "\"\$(touch pwned)\`touch pwned\`; DROP TABLE meta\"" && ids evil && tk-view remove evil && [ ! -e pwned ]'

# --- setting and removing

run 'set' -o is:open -- 'as bob tk-view set later is:open && as bob tk-view show later -c query'
run 'set of what is shared' -s 65 -e 'tk-view: view paper is shared: that is --shared' -- tk-view set paper is:open
run 'with --shared' -o is:open -- 'tk-view set --shared paper is:open && tk-view show paper -c query'
run 'set of what is bundled' -s 65 \
    -e 'tk-view: view overdue is bundled: tk-view add overdue QUERY puts another before it' -- tk-view set overdue x
run 'set of what is not there' -s 67 -e 'tk-view: unknown view "papr", did you mean "paper"?' -- tk-view set papr x
run 'removed, the next one counts' -o shared -- 'as ann tk-view remove mine && as ann tk-view show mine -c level'
run 'one that is shared' -s 65 -e 'tk-view: view mine is shared: that is --shared' -- as ann tk-view remove mine
run 'one that is the own' -s 65 -e 'tk-view: view hot is your own: leave --shared out' \
    -- 'tk-view add hot x; tk-view remove --shared hot'
run 'a bundled one' -s 65 -e 'tk-view: view mine is bundled: tk-view add --shared mine QUERY puts another before it' \
    -- 'tk-view remove --shared mine && tk-view remove --shared mine'
run 'several, or none of them' -s 67 -e 'tk-view: unknown view "nope"' -- tk-view remove hot nope
run 'so they are there' -o hot -- tk-view show hot -F ids
run 'several' -- 'tk-view add also x && tk-view remove hot also'
run 'they are gone' -s 67 -e 'tk-view: unknown view "also"' -- tk-view show also

# --- rights

run 'an agent changes no shared ones' -s 77 -e 'tk-view: only a lead may change shared views' \
    -- as ann tk-view add --shared all is:open
run 'nor sets' -s 77 -e 'tk-view: only a lead may change shared views' -- as ann tk-view set --shared paper x
run 'nor removes' -s 77 -e 'tk-view: only a lead may change shared views' -- as ann tk-view remove --shared paper
for verb in 'add own x' 'set own x' 'remove own'; do
    # shellcheck disable=SC2086 # words
    run "a viewer: $verb" -s 77 -e 'tk-view: only an agent may change anything' -- as vic tk-view $verb
done
run 'a viewer looks' -o overdue -- as vic tk-view show -F ids overdue
run 'an option that is not of the verb' -s 64 -e 'tk-view: list takes no --shared (tk-view -h helps)' -- tk-view list --shared

# --- agents come and go

must tk-view add --shared bobs assignee:bob
must as bob tk-view add own is:mine
must tk-assign -q ann 3
must tk-agent remove bob
run 'a view that names somebody who is gone stays' -o assignee:bob -- tk-view show bobs -c query
run 'and is refused when it is asked' -s 67 -e $'tk-list: query: unknown agent "bob"\n  assignee:bob\n  ^' -- ids bobs
run 'it cannot be made anew' -s 67 -e~ 'tk-view: query: unknown agent "bob"\n.*\n.*' -- tk-view add new assignee:bob
run 'but be set' -o '' -- 'tk-view set --shared bobs assignee:ann && tk-view set --shared bobs assignee:ann'
run 'who is gone has no own ones' -s 67 -e 'tk-view: unknown view "own"' -- as bob tk-view show own
run 'the rows are the events' -o~ '.*' -- tk-check
must tk-agent add bob
run 'who comes back has them again' -o own -- as bob tk-view show own -c level
must as bob tk-view remove own hot later

# --- the history

must tk-view add --shared hist is:open
now=$(sql 'SELECT max(id) FROM change')
run 'tk-log tells it' -o $'setting\t-\tview.hist=is:open' -- tk-log -c field,old,new --since $((now - 1))
must tk-view set --shared hist is:closed
run 'and a change' -o $'setting\tview.hist=is:open\tview.hist=is:closed' -- tk-log -c field,old,new --since "$now"
run 'undone' -o is:open -- 'tk-undo -q -y && tk-view show hist -c query'
run 'whose events are the rows' -o~ '.*' -- tk-check
run 'redone' -o is:closed -- 'tk-undo -q -y "$(sql "SELECT max(id) FROM change")" && tk-view show hist -c query'
must tk-view remove --shared hist
run 'a removal undone' -o is:closed -- 'tk-undo -q -y && tk-view show hist -c query'
run 'the adding undone' -s 65 -e~ "tk-undo: change $now: the desk: setting is view.hist=is:closed now: .*" -- tk-undo -y "$now"
must as ann tk-view add undone is:open
run 'an agent undoes his own' -s 67 -e 'tk-view: unknown view "undone"' -- \
    'as ann tk-undo -q -y && as ann tk-view show undone'
run 'one of others takes a lead' -s 77 -e~ "tk-undo: change \\d+ is ann's: .*" -- \
    'as ann tk-view add hers is:open && as bob tk-undo -y "$(sql "SELECT max(id) FROM change")"'
run 'and so does a shared one' -s 77 -e~ "tk-undo: change \\d+ is about what belongs to the desk: .*" -- \
    'tk-agent add lee-lead --role lead && as lee-lead tk-view add --shared abc is:open &&
    tk-agent set lee-lead role=agent && as lee-lead tk-undo -y'
run 'and then it is all as its events say' -o~ '.*' -- tk-check

run 'the past' -o "$(tk-list is:any -c id,status,subject)" -- \
    'tk-view remove --shared hist && tk-list --as-of now is:any -c id,status,subject'
run 'export and import' -- 'tk-export -q --dir out && tk-init -q -d "$T/two.db" && tk-import -q -d "$T/two.db" out &&
    stored >one && TK_DB=$T/two.db stored | cmp one - && [ -s one ] && tk-config dump >one.conf &&
    tk-config -d "$T/two.db" dump | cmp one.conf -'
run 'to the byte' -o "$(tk-check)" -- tk-check -d "$T/two.db"
anchor=$(tk-check)
export anchor
must tk-view add --shared increment is:open
must as ann tk-view remove hot
run 'what is new in it' -- 'tk-export -q --dir inc --since "$anchor" && tk-import -q -d "$T/two.db" inc &&
    stored >one && TK_DB=$T/two.db stored | cmp one -'

# --- many, and killed

run 'a thousand' -o 1000 -- 'for i in {1..1000}; do printf "[view \"v%d\"]\nquery = subject:%d\n" "$i" "$i"; done |
    tk-config apply -q && tk-view list -F ids | grep -c "^v[0-9]"'
run 'one of them' -o subject:777 -- tk-view show v777 -c query
run 'no scan that is not meant' -o~ '(?s).*' -- env TK_TRACE=plan tk-view list
run 'nor here' -o~ '.*' -- env TK_TRACE=plan tk-view show v1
race() {
    for i in {1..8}; do tk-view set --shared v1 "subject:$i" & done
    wait
    tk-view show v1 -c query && tk-check -q
}
run 'beside others' -o~ 'subject:[1-8]' -- race

# --- completion

run 'names with queries' -o $'mine\tassignee:me is:open' -- tk-view --complete show mi
run 'again where there may be more' -o $'overdue\tis:overdue' -- tk-view --complete remove mine ov
run 'no name of what is not made yet' -- tk-view --complete add mi
run 'then a query' -o $'assignee:\tagent who works on it' -- tk-view --complete add hot assi
run 'of several words' -o $'queue:billing' -- tk-view --complete set mine is:open queue:b
run 'without a desk the bundled ones' -o $'mine\noverdue\nunassigned' -- \
    "tk-view --complete show -d none.db '' | cut -f 1"
finish
