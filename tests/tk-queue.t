#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-queue: the queues that tickets wait in.
. "${0%/*}/lib.sh"

me=$(id -un)
desk -q
must tk-agent add ann
must tk-agent add lee --role lead
must tk-agent add vic --role viewer
as() { TK_AGENT=$1 "${@:2}"; }

run 'add prints nothing' -- tk-queue add billing --title 'Invoices and payments'
run 'adding twice is success' -- tk-queue add billing
run '-v says so' -e 'tk-queue: it was so already: nothing changed' -- tk-queue add billing -v
run 'letters of any script' -- tk-queue add Účtárna --title 'Faktury a platby'
run 'list' -O - -- tk-queue list <<EOF2
billing	0	0	0	0	-	ann,lee,$me	Invoices and payments
support	0	0	0	0	-	ann,lee,$me	-
Účtárna	0	0	0	0	-	ann,lee,$me	Faktury a platby
EOF2
run 'a name that is none' -s 65 -e~ 'tk-queue: "9" cannot name a queue: .*' -- tk-queue add 9
for name in $'x\e[31m' $'ab\u202e' $'a\u200bb' $'ab\xff' 'a,b' 'a:b' 'a b' ''; do
    run 'a hostile name is refused' -s 65 -e~ 'tk-queue: ".*" cannot name a queue: .*' \
        -- tk-queue add "$name"
done
run 'a title of two lines' -s 65 -e 'tk-queue: the title is one line of at most 1000 bytes' \
    -- tk-queue add other --title $'a\nb'

run 'set' -- tk-queue set support 'title=Everything else'
run 'it is set' -o 'Everything else' -- tk-queue show support -c title
run 'cleared' -- tk-queue set support title=
run 'it is cleared' -o '{"name":"support","title":null}' -- tk-queue show support -c name,title -F jsonl
run 'an unknown property' -s 64 -e 'tk-queue: unknown queue field "titel", did you mean "title"? (title)' \
    -- tk-queue set support titel=x
run 'a hostile title is shown safely' -- tk-queue set support $'title=\e[31m\u202e'
run 'it is' -o '\u001b[31m\u202e' -- tk-queue show support -c title
run 'an unknown queue' -s 67 -e 'tk-queue: unknown queue "biling", did you mean "billing"?' \
    -- tk-queue set biling title=x

must tk-agent serve ann billing:2
run 'who serves it, and who serves all' -o $'billing\tann:2,lee,'"$me"$'\nsupport\tlee,'"$me" \
    -- 'tk-queue list -c name,agents | head -n 2'

# --- the default

run 'the default' -o 'support' -- 'tk-queue list -c name,default | grep yes | cut -f 1'
run 'another default' -- tk-queue default billing
run 'it is' -o 'billing' -- 'tk-queue list -c name,default | grep yes | cut -f 1'
run 'tickets go there' -o 'billing' -- 'tk-new subject -q && tk-list -c queue'
run 'the same default' -e 'tk-queue: it was so already: nothing changed' -- tk-queue default billing -v
run 'an unknown default' -s 67 -e 'tk-queue: unknown queue "x"' -- tk-queue default x

# --- rights

for words in 'add other:add queues' 'set billing title=x:change queues' \
    'default support:choose the default queue' 'remove support:remove queues'; do
    # shellcheck disable=SC2086 # words
    run "an agent does not ${words%%:*}" -s 77 -e "tk-queue: only a lead may ${words##*:}" \
        -- as ann tk-queue ${words%%:*}
done
run 'an agent lists' -o billing -- 'TK_AGENT=ann tk-queue list -c name | head -n 1'
run 'a viewer changes nothing' -s 77 -e 'tk-queue: only an agent may change anything' \
    -- as vic tk-queue add other
run 'a lead does' -- as lee tk-queue set billing title=Money

# --- removing

run 'a queue with tickets stays' -s 65 \
    -e 'tk-queue: 1 tickets in billing are not closed: tk-list queue:billing | tk-set queue=OTHER' \
    -- tk-queue remove billing
must tk-close -q 1
run 'the default stays' -s 65 -e 'tk-queue: billing is the default queue: tk-queue default OTHER first' \
    -- tk-queue remove billing
must tk-queue default support
run 'remove' -- tk-queue remove billing
run 'gone' -s 67 -e 'tk-queue: unknown queue "billing"' -- tk-queue show billing
run 'its tickets keep it' -o '1	billing' -- tk-list is:any -c id,queue
run 'it comes back' -- tk-queue add billing --title Again
run 'with what is given' -o 'Again' -- tk-queue show billing -c title

# --- records

must tk-new -q -Q billing --due 2026-11-22T12:00:01Z one
must tk-new -q -Q billing -a ann two
must tk-new -q -Q billing three
must tk-set -q status=hold 4
must tk-new -q four
run 'counts' -o 'billing	3	2	2	0	1	0	2026-11-22T12:00:00Z' \
    -- tk-queue show billing -c name,open,new,unassigned,pending,hold,overdue,oldest
run 'overdue' -o 'billing	1' -- env TK_NOW=2026-11-22T13:00:00Z tk-queue show billing -c name,overdue
run 'counts are those of tk-list' -o 3 -- 'tk-list queue:billing is:open | wc -l'
run 'sorted' -o $'billing\nsupport\nÚčtárna' -- tk-queue list -c name -s open-
run 'sorted up' -o $'Účtárna\nsupport\nbilling' -- tk-queue list -c name -s open
run 'a page' -O - -- tk-queue show billing -F table -c name,open,oldest,title <<'EOF2'
name    billing
open    3
oldest  now (2026-11-22 12:00)
title   Again
EOF2
run 'csv' -o $'name,open\nbilling,3\nsupport,1' -- 'tk-queue list -F csv -c name,open | head -n 3'
run 'ids' -o $'billing\nsupport' -- 'tk-queue list -F ids | head -n 2'
run '-c help is the table' \
    -o "$(printf '%s\n' name open new unassigned overdue oldest agents title pending hold default)" \
    -- 'tk-queue list -c help | cut -f 1'
run 'completion knows the columns' -o "$(tk-queue list -c help | cut -f 1)" \
    -- 'tk-queue --complete list -c "" | cut -f 1 | grep -vx help'
run 'an option of another verb' -s 64 -e 'tk-queue: list takes no --title (tk-queue -h helps)' \
    -- tk-queue list --title x
run 'no scan that is not meant' -o~ '(?s).*' \
    -- env TK_TRACE=plan tk-queue list -c +pending,hold,default -s oldest
run 'all of it can be replayed' -o~ '.*' -- tk-check
finish
