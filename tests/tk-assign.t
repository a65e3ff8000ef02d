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
finish
