#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A batch is all or nothing: one bad line among 10,000, wherever it stands, changes nothing; with -k
# it alone is left out.
. "${0%/*}/lib.sh"
lines=10000

rows() { sqlite3 "$TK_DB" "$1"; }
all() { for ((i = 1; i <= lines; i++)); do echo "$i"; done; }

desk
must eval '{ echo subject && sed "s/^/ticket /" < <(all); } | tk-new -q -I csv'
changes=$(rows 'SELECT count(*) FROM change')
all >ids
{ echo subject,priority && sed 's/.*/made &,high/' ids; } >records.csv
{ echo subject,priority && sed 's/.*/made &\tlow/' ids | tr '\t' ,; } >others.csv

untouched() {
    run "$1: nothing was changed" -o "$lines|$changes|0" -- rows 'SELECT
        (SELECT count(*) FROM ticket), (SELECT count(*) FROM change), count(*)
        FROM ticket_tag'
}

for at in 1 5000 $lines; do
    for bad in 99999 0 -5 x 1e3 '1 2' 18446744073709551617; do
        [ "$at" = 1 ] || [ "$bad" = 99999 ] || [ "$bad" = x ] || continue
        sed "${at}s/.*/$bad/" ids >lines
        name="\"$bad\" as line $at"
        run "$name" -s 65 -e~ "tk-tag: stdin:$at: .*" -I lines -- tk-tag +never
        untouched "$name"
    done
done
sed '1s/.*/x/; 5000s/.*/y/; $s/.*/99999/' ids >lines
run 'three bad lines are all named' -s 65 -e~ $'tk-tag: stdin:1: .*\ntk-tag: stdin:5000: .*\ntk-tag: stdin:10000: .*' \
    -I lines -- tk-tag +never
untouched 'three bad lines'
sed 's/.*/x/' ids >lines
run 'all bad' -s 65 -e~ $'(tk-tag: stdin:\\d+: .*\n){20}tk-tag: ... and 9980 more' -I lines -- tk-tag +never
untouched 'all bad'

for at in 2 5000 $((lines + 1)); do
    sed "${at}s/high/awful/" records.csv >lines
    run "a bad record as line $at" -s 65 -e~ "tk-new: stdin:$at: .*awful.*" -I lines -- tk-new -I csv
    untouched "a bad record as line $at"
done
printf '"unclosed,low\n' >>lines
run 'a record that does not end' -s 65 -e~ '(tk-new: stdin:\d+: .*\n?)+' -I lines -- tk-new -I csv
untouched 'a record that does not end'

# With -k: all but the bad ones, in one change set.
printf '%s\n' 3 99999 1 x 2 >lines
run '-k' -s 65 -o $'3\n1\n2' -e~ '(tk-tag: stdin:[24]: .*\n?){2}' -I lines -- tk-tag -k +kept -F ids
run '-k: those that were good' -o $'1\n2\n3' -- tk-list tag:kept -s id -F ids
run '-k: one change set' -o $((changes + 1)) -- rows 'SELECT count(*) FROM change'
run '--rejects' -s 65 -o~ '(?s).*' -e~ '(?s).*' -I lines -- tk-tag --rejects bad +kept
run '--rejects: the bad lines' -o $'99999\nx' -- cat bad
sed '5000s/.*/x/' ids >lines
run '-k of 10,000' -s 65 -e~ 'tk-tag: stdin:5000: .*' -I lines -- tk-tag -q -k +most
run '-k of 10,000: all but one' -o $((lines - 1)) -- 'tk-list tag:most -F ids | wc -l'
sed '2s/high/awful/; 5000s/high/awful/; $s/high/awful/' records.csv >lines
run 'records, -k' -s 65 -e~ '(tk-new: stdin:(2|5000|10001): .*\n?){3}' -I lines -- tk-new -q -I csv --rejects bad.csv
run 'records, -k: all but three' -o $((2 * lines - 3)) -- rows 'SELECT count(*) FROM ticket'
run 'records: the rejects with their header' -o $'subject,priority\nmade 1,awful\nmade 4999,awful\nmade 10000,awful' \
    -- cat bad.csv
run 'records: the rejects mended' -o~ '(\d+\n){2}\d+' -- 'sed s/awful/low/ bad.csv | tk-new -I csv -F ids'
run 'a ticket named twice counts once' -o $'2\n1' -- 'printf "2\n1\n2\n" | tk-tag +twice -F ids'
run 'sound' -o ok -- rows 'PRAGMA integrity_check'
finish
