#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-tag: adding and removing tags.
. "${0%/*}/lib.sh"
desk
for i in {1..3}; do must tk-new -q "Ticket $i"; done

run 'add' -o $'1\tvip' -- tk-tag +vip 1 -c id,tags
run 'several, in alphabetical order' -o $'1\tnew-hw,outage,vip' -- tk-tag +outage +new-hw 1 -c id,tags
run 'remove: a word that begins with -, not options' -o $'1\tnew-hw,outage' -- tk-tag -vip 1 -c id,tags
run 'both, on several tickets' -o $'1\tnew-hw,red\n2\tred' -- tk-tag +red -outage 1 2 -c id,tags
run 'from stdin' -o $'3\tred\n2\tred' -i $'3\n2' -- tk-tag +red -c id,tags
run 'options in between' -- tk-tag -q +blue 1
run 'a tag that is there' -o 1 -e 'tk-tag: 1: is so already' -- tk-tag -v +blue 1 -F ids
run 'a tag that is not there' -o 1 -- tk-tag -green 1 -F ids
run 'neither is an event' -- 'r=$(tk-list -c rev id:1); tk-tag -q +blue -green 1; test $r = $(tk-list -c rev id:1)'
run 'of several what is new' -o $'1\tblue,new-hw,red,white' -- tk-tag +blue +white 1 -c id,tags
run 'case matters' -o $'2\tRed,red' -- tk-tag +Red 2 -c id,tags
run 'all letters' -o $'2\tRed,red,žlutá,מנוי' -- tk-tag +žlutá +מנוי 2 -c id,tags
run 'all signs' -o $'3\ta.b_c-1,red' -- tk-tag +a.b_c-1 3 -c id,tags
run 'found by its tag' -o $'2\n1' -- 'tk-list -F ids +red NOT id:3'

for bad in +v +1st '+a b' +a,b +me +none +any +-x '+a/b' "+$(printf 'x%.0s' {1..65})"; do
    run "not a name: ${bad:0:20}" -s 64 -e~ 'tk-tag: ".*" (cannot name a tag|is reserved).*' -- tk-tag "$bad" 1
done
run 'one bad name: none is added' -o $'3\ta.b_c-1,red' -- 'tk-tag +good +1st 3 2>/dev/null; tk-list -c id,tags id:3'
run 'no tag' -s 64 -e~ 'tk-tag: nothing to do: write \+TAG .*' -- tk-tag 1
run 'a tag behind the ids' -s 64 -e~ 'tk-tag: no ticket id: "\+vip".*' -- tk-tag +red 1 +vip
run 'a letter that is no option' -s 64 -e~ 'tk-tag: unknown option "-x".*' -- tk-tag -x 1
run 'a long name that is none' -s 64 -e~ 'tk-tag: unknown option "--vip".*' -- tk-tag --vip 1
run 'an unknown ticket' -s 66 -e 'tk-tag: 99: no such ticket 99' -- tk-tag +vip 99
run 'a closed ticket' -o $'3\tclosed\ta.b_c-1,old,red' -- 'tk-close -q 3; tk-tag +old 3 -c id,status,tags'
finish
