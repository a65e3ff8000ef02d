#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-cc: agents who watch, customers in copy.
. "${0%/*}/lib.sh"
desk
me=$(id -un)
must tk-agent add ann
must tk-agent add bob
for i in {1..3}; do must tk-new -q "Ticket $i"; done

# copies ID: customers in copy
copies() { sqlite3 "$TK_DB" "SELECT address FROM participant p JOIN contact c ON c.customer = p.who
    WHERE p.ticket = $1 AND p.role = 2 ORDER BY 1"; }

run 'an agent watches' -o $'1\tbob' -- tk-cc +bob 1 -c id,watchers
run 'several, in alphabetical order' -o $'1\tann,bob' -- tk-cc +ann 1 -c id,watchers
run 'no more, and me' -o $'1\tann,'"$me" -- tk-cc -bob +me 1 -c id,watchers
run 'from stdin' -o $'2\tbob\n3\tbob' -i $'2\n3' -- tk-cc +bob -c id,watchers
run 'what is so already' -o 2 -e 'tk-cc: 2: is so already' -- tk-cc -v +bob -ann 2 -F ids
run 'found by who watches' -o $'3\n2' -- tk-list -F ids watcher:bob
run 'by me' -o 1 -- tk-list -F ids watcher:me
run 'by nobody' -o 2 -- 'tk-cc -q -bob 2; tk-list -F ids no:watcher'
run 'a customer in copy' -o 2 -- tk-cc +Boss@Example.com 2 -F ids
run 'by the address' -o boss@example.com -- copies 2
run 'no longer' -- 'tk-cc -q -boss@example.com 2; copies 2'
run 'an agent and a customer' -o $'3\tann,bob' -- tk-cc +ann +eva@example.com 3 -c id,watchers
run 'both' -o eva@example.com -- copies 3

run 'an unknown agent' -s 67 -e 'tk-cc: unknown agent "bobb", did you mean "bob"?' -- tk-cc +bobb 1
run 'also to remove' -s 67 -e~ 'tk-cc: unknown agent "bobb".*' -- tk-cc -bobb 1
run 'an address that is none' -s 64 -e~ 'tk-cc: .*"@" is no address.*' -- tk-cc +@ 1
run 'nobody' -s 64 -e~ 'tk-cc: nothing to do: write \+AGENT .*' -- tk-cc 1
run 'an unknown ticket' -s 66 -e 'tk-cc: 99: no such ticket 99' -- tk-cc +bob 99
run 'one bad id: nobody is added' -s 65 -i $'1\n99' -e 'tk-cc: stdin:2: no such ticket 99' -- tk-cc +bob
run 'indeed' -o $'1\tann,'"$me" -- tk-list -c id,watchers id:1
finish
