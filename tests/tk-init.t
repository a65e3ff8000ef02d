#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-init: a new desk, its first agent, what it refuses.
. "${0%/*}/lib.sh"

me=$(id -un)

run 'a desk is made in silence' -- tk-init
run 'only for its owner' -o 600 -- stat -c %a "$TK_DB"
run 'with nothing in it' -- tk-list is:any
run 'its caller is the first agent' -o 1 -- tk-new -a "$me" 'First'
run 'and may do what an admin may: act as another' -o~ "$me\t.*" -- \
    'tk-agent add ann && tk-agent list -c login,role | grep "^'"$me"'"'
run 'it has a queue for a start' -o $'1\tsupport' -- tk-list -c id,queue

run 'what exists is not touched' -s 73 -e "tk-init: $TK_DB exists already" -- tk-init
run 'the ticket is still there' -o 1 -- tk-list -F ids
: >empty
run 'an empty file is no place either' -s 73 -e 'tk-init: empty exists already' -- tk-init -d empty
run 'and stays empty' -o 0 -- stat -c %s empty
run 'no such directory' -s 73 -e~ 'tk-init: cannot create nowhere/tk.db.*: No such file.*' \
    -- tk-init -d nowhere/tk.db
run 'and none is made' -s 1 -- test -e nowhere

run 'a place of its own' -- 'tk-init -q -d other.db && test -f other.db'
run 'where every tool finds it' -o 1 -- 'tk-new -d other.db Other; test $? = 0'
run 'apart from the usual one' -o Other -- tk-list -d other.db -c subject
run 'also by TK_DB' -o Other -- 'TK_DB=other.db tk-list -c subject'
run 'and below the home directory' -o home \
    -- 'unset TK_DB; tk-init -q && tk-new -q home && tk-list -c subject -d ~/.local/share/tk/tk.db'
run 'a setgid directory makes it a file of the group' -o 660 \
    -- 'mkdir -m 2770 group && tk-init -q -d group/tk.db && stat -c %a group/tk.db'

run 'the zone says what today means' -o 1 -i '' -- '
    tk-init -q -d prague.db --tz Europe/Prague
    TK_NOW=2026-11-22T23:30:00Z tk-new -q -d prague.db Late
    TK_NOW=2026-11-23T08:00:00Z tk-list -d prague.db -F ids created:today'
run 'not the zone of the caller' -- '
    tk-init -q -d utc.db
    TK_NOW=2026-11-22T23:30:00Z tk-new -q -d utc.db Late
    TZ=Europe/Prague TK_NOW=2026-11-23T08:00:00Z tk-list -d utc.db -F ids created:today'
run 'a zone that is none' -s 64 \
    -e~ 'tk-init: unknown time zone "Mars/Olympus": write an IANA name like Europe/Prague.*' \
    -- tk-init -d mars.db --tz Mars/Olympus
run 'makes no desk' -s 1 -- test -e mars.db

run 'an operand' -s 64 -e~ 'tk-init: unexpected "x".*' -- tk-init -d x.db x
run 'an option that it does not have' -s 64 -e~ 'tk-init: unknown option "--foo".*' -- tk-init --foo
run 'help on stdout' -o~ '(?s)tk-init: make the database.*usage: tk-init .*' -- tk-init -h
run 'version on stdout' -o~ 'tk-init \d+\.\d+.*' -- tk-init --version
run 'other tools name tk-init' -s 66 -e 'tk-list: no database at none.db: run tk-init' \
    -- tk-list -d none.db
run 'also those that write' -s 66 -e 'tk-close: no database at none.db: run tk-init' \
    -- tk-close -d none.db 1
run 'and make none' -s 1 -- test -e none.db
run 'an empty database' -s 78 -e~ 'tk-list: empty.*' -- tk-list -d empty
head -c 5000 /dev/zero >zeros
run 'a file of something else' -s 78 -e~ 'tk-new: zeros.*' -- tk-new -d zeros x
run 'stays as it is' -- cmp -n 5000 zeros /dev/zero
finish
