#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-assign: giving, claiming and releasing tickets.
. "${0%/*}/lib.sh"
desk
me=$(id -un)
must tk-agent add ann
must tk-agent add bob
for i in {1..5}; do must tk-new -q "Ticket $i"; done
who='tk-list -c id,assignee -s id'

run 'to an agent' -o $'1\tnew\tnormal\tsupport\tbob\t-\t2026-11-22T12:00:00Z\tTicket 1' -- tk-assign bob 1
run 'the status stays' -o new -- tk-list -c status id:1
run 'several' -o $'2\tbob\n3\tbob' -- tk-assign bob 2 3 -c id,assignee
run 'in a pipe' -o $'5\tann\n4\tann' -- 'tk-list is:unassigned | tk-assign ann -c id,assignee'
run 'to another' -o $'2\tann\t1' -- tk-assign ann 2 -c id,assignee,transfers
run 'the first is no transfer' -o $'1\t0' -- tk-list -c id,transfers id:1
run 'to me' -o $'1\t'"$me" -- tk-assign me 1 -c id,assignee
run 'what is so already' -o 1 -e 'tk-assign: 1: is so already' -- tk-assign -v me 1 -F ids
run 'is no event' -- 'r=$(tk-list -c rev id:1); tk-assign -q me 1; test $r = $(tk-list -c rev id:1)'
run 'an unknown agent' -s 67 -e 'tk-assign: unknown agent "bobb", did you mean "bob"?' -- tk-assign bobb 1
run 'before ids are looked at' -s 67 -i x -e~ 'tk-assign: unknown agent.*' -- tk-assign bobb
run 'no agent' -s 64 -e~ 'tk-assign: no agent: .*' -- tk-assign
run 'an id for an agent' -s 67 -e~ 'tk-assign: unknown agent "1"' -- tk-assign 1
run 'an empty agent is not nobody' -s 64 -e~ 'tk-assign: an empty agent .*--release.*' -- tk-assign '' 1
run 'none is no agent' -s 67 -e~ 'tk-assign: unknown agent "none".*' -- tk-assign none 1
run 'one that is gone' -s 67 -e~ 'tk-assign: unknown agent "eve".*' \
    -- 'tk-agent add eve && tk-agent remove eve && tk-assign eve 1'

run '--release' -o $'1\t-' -- tk-assign --release 1 -c id,assignee
run 'what is free already' -o 1 -- tk-assign --release 1 -F ids
run '--claim what is free' -o $'1\tbob' -- tk-assign --claim --as bob 1 -c id,assignee
run 'what is mine already' -o 1 -- tk-assign --claim --as bob 1 -F ids
run 'taken ones are skipped and named' -o 1 -e 'tk-assign: 2 is taken by ann' -i $'1\n2' \
    -- 'tk-assign --release -q 1; tk-assign --claim --as bob -F ids'
run 'and stay' -o ann -- tk-list -c assignee id:2
run 'none was got' -s 1 -e $'tk-assign: 2 is taken by ann\ntk-assign: 4 is taken by ann' -- tk-assign --claim --as bob 2 4
run 'nothing to claim' -- tk-assign --claim
run 'two agents at once: one gets it' -o 5 -e~ 'tk-assign: 5 is taken by (ann|bob)' -- '
    tk-assign --release -q 5
    tk-assign --claim --as ann 5 -F ids & tk-assign --claim --as bob 5 -F ids & wait'
run '--claim and --release' -s 64 -e~ 'tk-assign: --claim and --release exclude each other.*' \
    -- tk-assign --claim --release 1
run 'a closed one can have an agent' -o $'3\tclosed\tann' -- 'tk-close -q 3; tk-assign ann 3 -c id,status,assignee'
run 'who has what' -o $'1\tbob\n2\tann\n4\tann' -- "$who id:1,2,4"
# The answer to a key is the first one, also where it was no.
must tk-agent add zed
must tk-new -q -m x 'taken'
taken=$(tk-list taken -F ids)
must tk-assign -q bob "$taken"
run 'a claim that got none' -s 1 -e "tk-assign: $taken is taken by bob" \
    -- tk-assign --claim -K claim1 "$taken"
run 'and again by its key' -s 1 -- tk-assign --claim -K claim1 "$taken"
run 'an agent removed while the ids were read' -s 65 -e 'tk-assign: stdin:1: agent zed is gone' \
    -- "{ sleep 0.5; tk-agent remove zed; echo $taken; } | tk-assign zed"
run 'and none who was gone before' -s 67 -e~ 'tk-assign: unknown agent "zed".*' \
    -- tk-assign zed "$taken"

# --- leases: held for a while, without an event

must tk-queue add leases
for i in 1 2 3 4 5 6; do must tk-new -q -Q leases "Lease $i"; done
read -r l1 l2 l3 l4 l5 l6 < <(tk-list queue:leases -s id -F ids | paste -s -d ' ')
rows='-c id,assignee,lease,lease_by -s id queue:leases is:any'
at() { TK_NOW=2026-11-22T${1}Z "${@:2}"; }

run '--claim --for' -o "$l1"$'\t-\t2026-11-22T12:20:00Z\tbob' \
    -- tk-assign --claim --for 20m --as bob "$l1" -c id,assignee,lease,lease_by
run 'no event, and the same rev' -o $'init\nmessage\nstatus' -- "tk-log $l1 -c field | sort"
run 'it is not what was so already' -o "$l1" \
    -- "at 12:01:00 tk-assign --claim --for 20m --as bob -v $l1 -F ids"
run 'one'\''s own is extended' -o 2026-11-22T12:21:00Z -- tk-list -c lease id:"$l1"
run 'and can be shortened' -o 2026-11-22T12:05:00Z \
    -- tk-assign --claim --for 5m --as bob "$l1" -c lease
run 'others cannot claim it' -s 1 -e "tk-assign: $l1 is held by bob until 2026-11-22T12:05:00Z" \
    -- tk-assign --claim --as ann "$l1"
run 'nor hold it' -s 1 -e "tk-assign: $l1 is held by bob until 2026-11-22T12:05:00Z" \
    -- tk-assign --claim --for 1h --as ann "$l1"
run 'nor give it back' -s 1 -e "tk-assign: $l1 is held by bob until 2026-11-22T12:05:00Z" \
    -- tk-assign --release --as ann "$l1"
run 'they get the others' -o "$l2" -e "tk-assign: $l1 is held by bob until 2026-11-22T12:05:00Z" \
    -- tk-assign --claim --for 1h --as ann "$l1" "$l2" -F ids
run 'until it has run out' -o "$l1"$'\tann\t2026-11-22T12:10:00Z' \
    -- at 12:05:00 tk-assign --claim --for 5m --as ann "$l1" -c id,lease_by,lease
run 'its holder gives it back' -o "$l1"$'\t-\t-' \
    -- tk-assign --release --as ann -v "$l1" -c id,lease,lease_by
run 'and takes it for good' -o "$l2"$'\tann\t-\t-' \
    -- tk-assign --claim --as ann "$l2" -c id,assignee,lease,lease_by
run 'what one has for good stays so' -o "$l2"$'\tann\t-' -e "tk-assign: $l2: is so already" \
    -- tk-assign --claim --for 1h --as ann -v "$l2" -c id,assignee,lease
run 'what another has is taken' -s 1 -e "tk-assign: $l2 is taken by ann" \
    -- tk-assign --claim --for 1h --as bob "$l2"
must tk-assign -q --claim --for 1h --as bob "$l1" "$l3" "$l4" "$l5"
run 'anybody may assign it' -o "$l1"$'\tann\t-\t-' -- tk-assign ann "$l1" -c id,assignee,lease,lease_by
run 'solving and closing end it' -o "$l3"$'\t-\n'"$l4"$'\t-' -- "tk-set -q status=solved $l3
    tk-close -q $l4; tk-list -c id,lease -s id id:$l3,$l4"
run 'what is closed cannot be held' -s 1 -e "tk-assign: $l4 is closed: there is nothing to hold" \
    -- tk-assign --claim --for 1h "$l4"
run 'other changes leave it' -o "$l5"$'\tbob' \
    -- "tk-set -q priority=high status=pending $l5; tk-reply -q --note -m x $l5; tk-list -c id,lease_by id:$l5"
run '-n holds nothing' -e "$l6"$'\tann' -- tk-assign -n --claim --for 1h --as ann "$l6" -c id,lease_by
run 'a refused batch holds nothing' -s 66 -e '999: no such ticket 999' \
    -- "tk-assign --claim --for 1h --as ann $l6 999 2>&1 | sed 's/^tk-assign: //' >&2"
run 'so it is free' -o "$l6"$'\t-\t-\t-' -- "tk-list $rows | tail -n 1"
run 'with a key: the answer is the first one' -o "$l6"$'\n'"$l6" \
    -- "tk-assign --claim --for 5m -K l6 $l6 -F ids; at 13:00:00 tk-assign --claim --for 5m -K l6 $l6 -F ids"
run 'and it was not extended' -o 2026-11-22T12:05:00Z -- tk-list -c lease id:"$l6"
run '--each counts from each line' -o 2026-11-22T13:05:00Z -i "$l6" \
    -- "at 13:00:00 tk-assign --claim --for 5m --each -c lease"
run '--for alone' -s 64 -e~ 'tk-assign: --for goes with --claim .*' -- tk-assign --for 5m bob "$l6"
run '--for and --release' -s 64 -e~ 'tk-assign: --for goes with --claim .*' \
    -- tk-assign --for 5m --release "$l6"
for words in 0m -5m 5 31d 99999999999999w now ''; do
    run "--for '$words'" -s 64 -e~ 'tk-assign: --for takes a duration above 0 and at most 30d, .*' \
        -- tk-assign --claim --for "$words" "$l6"
done
run 'tk-show says who holds it' -o $'lease_by\tann\nlease\t2026-11-22T12:20:00Z' -- "
    tk-assign -q --release $l6; tk-assign -q --claim --for 20m --as ann $l6
    tk-show $l6 -c name,text | grep ^lease"
run 'on its page, too' -o 'held       ann until 2026-11-22 12:20' -- "tk-show -F table $l6 | grep -o 'held  *[^ ]* until ................'"
run 'no longer than it runs' -s 1 -- "at 12:20:00 tk-show -F table $l6 | grep held"
run 'who is drafting, as well' -o $'drafting\tbob since 2026-11-22T12:00:00Z' -- "sqlite3 '$TK_DB' \"
    INSERT INTO draft SELECT '/d', $l6, id, 1795348800000, 0 FROM agent WHERE login = 'bob'\"
    tk-show $l6 -c name,text | grep drafting"
run 'and on the page' -o 'drafting   bob since 2026-11-22 12:00' -- "tk-show -F table $l6 | grep -o drafting.*"
must sqlite3 "$TK_DB" 'DELETE FROM draft'
run 'rows are what events say' -o~ '\d+:[0-9a-f]{64}' -- tk-check
finish
