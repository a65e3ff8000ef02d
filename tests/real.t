#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A day's work on real tickets: 1,076 of the SeaMonkey project (GitBugs, CC BY 4.0), imported,
# triaged by query, assigned in a pipe, answered, closed, listed, restored.
. "${0%/*}/lib.sh"

data=$top/../shared/data/seamonkey.csv
[ -r "$data" ] || skip_all 'the data set is not here'
desk
me=$(id -un)
must tk-agent add ann
must tk-agent add bob
must tk-queue add port
must tk-queue add crash

# --- import

run 'a tracker'"'"'s export' -o 1076 -I "$data" -- 'tk-new -I csv --ignore-unknown \
    --map Summary=subject,Description=body -r import@example.com -t seamonkey -F ids | wc -l'
run 'in its order' -o $'1076\n1' -- 'tk-list -F ids -s id- | sed -n "1p;\$p"'
run 'text to the byte' -- '
    tk-list -F csv -c subject,body -s id --no-header >ours.csv
    tk-init -d theirs.db
    tk-new -q -d theirs.db -I csv --ignore-unknown --map Summary=subject,Description=body <"$data"
    tk-list -d theirs.db -F csv -c subject,body -s id --no-header | cmp - ours.csv'
run 'no column is lost in silence' -s 65 -I "$data" -o~ '' \
    -e~ 'tk-new: stdin:1: unknown column "Issue id".*' -- tk-new -I csv --map Summary=subject,Description=body
run 'nor made up' -s 65 -I "$data" -e~ '(?s)tk-new: stdin:2: unknown status "RESOLVED".*\.\.\. and 1\d{3} more' \
    -- tk-new -I csv --restore --ignore-unknown --map Summary=subject,Description=body,Status=status,Created=created,Resolved=solved
run 'and nothing of it stays' -o 1076 -- 'tk-list is:any | wc -l'
run 'again under a key: nothing twice' -o 1076 -I "$data" -- '
    cat >in; for i in 1 2; do
        tk-new -d theirs.db -K import-1 -I csv --ignore-unknown --map Summary=subject,Description=body -F ids <in >made.$i; done
    cmp made.1 made.2 && wc -l <made.2'

# --- triage by query

run 'a word, in subject or text' -o 18 -- 'tk-list -F ids crash | wc -l'
run 'in subjects alone' -o 6 -- 'tk-list -F ids subject:crash | wc -l'
run 'a phrase' -o 1 -- 'tk-list -F ids "\"Language flags are missing\"" | wc -l'
run 'words' -o 18 -- 'tk-list -F ids crash OR "crash crash" | wc -l'
run 'the rest' -o 1058 -- 'tk-list -F ids NOT crash | wc -l'
run 'each once' -o 0 -- 'tk-list -F ids "crash OR bug OR port" | sort | uniq -d | wc -l'
run 'into queues' -o $'36\n6' -- '
    tk-list subject:port | tk-set queue=port | wc -l
    tk-list subject:crash | tk-set queue=crash priority=high | wc -l'
run 'and tags' -o 18 -- 'tk-list crash | tk-tag +crash | wc -l'
run 'what is in a queue: one was of both' -o 35 -- 'tk-list queue:port -F ids | wc -l'
run 'through CSV and other filters' -o 5 -- 'tk-list -F csv queue:crash -s id | head -n 6 | tk-set lang=en -F ids | wc -l'

# --- work

run 'assigned in a pipe, answered, set' -o 6 -- '
    tk-list queue:crash is:unassigned | tk-assign bob | tk-reply -m "Which version?" --status pending |
        tk-set category=crash | wc -l'
run 'so they wait' -o 6 -- 'tk-list is:waiting @bob category:crash | wc -l'
run 'the others of a queue, half to each' -o $'18\n17' -- '
    tk-list queue:port -s id -F ids | head -n 18 | tk-assign ann | wc -l
    tk-list queue:port is:unassigned | tk-assign bob | wc -l'
run 'one is taken from the heap' -o 1 -- '
    tk-list is:unassigned -s created -L 1 | tk-assign --claim -F ids | wc -l'
run 'the customer answers' -o open -- '
    id=$(tk-list is:waiting -s id -F ids -L 1); tk-reply -r import@example.com -m "2.53.1" $id -c status'
run 'solved, closed' -o 18 -- '
    tk-list @ann queue:port | tk-set status=solved resolution=fixed | tk-close -m "Ported." -F ids | wc -l'
run 'they leave the lists' -o 1058 -- 'tk-list | wc -l'
run 'and can be found' -o 18 -- 'tk-list is:closed resolution:fixed @ann | wc -l'
run 'one comes back' -o $'open\t1\t-' -- 'id=$(tk-list is:closed -s id -F ids -L 1); tk-reopen $id -c status,reopens,resolution'

# --- a bad batch

run 'one bad id among 1,059: nothing is done' -s 65 -e~ 'tk-set: stdin:\d+: no such ticket 5000' -- '
    { tk-list -F ids; echo 5000; } | tk-set -q priority=urgent; s=$?; tk-list priority:urgent; exit $s'
run 'with --rejects all but this one' -s 65 -o $'5000\n1059' -e~ 'tk-set: stdin:\d+: no such ticket 5000' -- '
    { tk-list -F ids; echo 5000; } | tk-set -q priority=urgent --rejects bad; s=$?
    cat bad; tk-list -F ids priority:urgent is:open | wc -l; exit $s'

# --- out, and in again

# shellcheck disable=SC2034 # used in the lines of shell
cols=id,status,priority,queue,assignee,customer,created,updated,solved,closed,resolution,category,channel,lang,tags,subject,body
run 'all as CSV' -o 1076 -- '
    tk-list -F csv -c $cols is:any -o all.csv && tk-list -F jsonl -c id,body is:any | wc -l'
run 'restored into an empty desk: the same bytes' -I all.csv -- '
    tk-init -d copy.db && tk-new -q -d copy.db -I csv --restore &&
    tk-list -d copy.db -F csv -c $cols is:any | cmp - all.csv'
run 'searched the same' -- 'cmp <(tk-list crash -s id -F ids) <(tk-list -d copy.db crash -s id -F ids)'
run 'both are sound' -- 'tk-check -q && tk-check -q -d copy.db'
run 'a slow reader holds nobody up' -o "$me" -- '
    tk-list -F csv -c +body is:any | { sleep 1; tk-assign -q me 1; cat >/dev/null; }; tk-list -c assignee id:1 is:any'
finish
