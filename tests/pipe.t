#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The output of every writer is the input of every other, and nobody waits for anybody's lock.
. "${0%/*}/lib.sh"

desk
for i in {1..30}; do must tk-new -q -r "c$i@example.com" "subject $i"; done
me=$(id -un)

# What each does to the tickets that come in; tk-new makes its own.
declare -A writer=(
    [tk-assign]="tk-assign $me"
    [tk-reply]='tk-reply -m text'
    [tk-set]='tk-set priority=high'
    [tk-tag]='tk-tag +tag'
    [tk-cc]='tk-cc +boss@example.com'
    [tk-close]='tk-close'
    [tk-reopen]='tk-reopen'
    [tk-list]='tk-list - is:any'
)
tools=(tk-assign tk-reply tk-set tk-tag tk-cc tk-close tk-reopen tk-list)

ids() { cut -f 1 | paste -sd' '; }

# flows NAME IDS LINE: prints these ids in the end, and in time.
flows() {
    run "$1" -o "$2" -- "timeout 20 bash -o pipefail -c '$3' | ids"
}

for first in "${tools[@]}"; do
    for second in "${tools[@]}"; do
        must tk-reopen -q 7 8 9
        [ "$first $second" != 'tk-close tk-reply' ] || continue # closed: refused, see below
        flows "$first | $second" '7 9 8' "printf \"7\n9\n8\n\" | ${writer[$first]} | ${writer[$second]}"
    done
    must tk-reopen -q 7 8 9
done
next=31
for second in "${tools[@]}"; do
    flows "tk-new | $second" $next "tk-new subject | ${writer[$second]}"
    next=$((next + 1))
    flows "tk-new -I csv | $second" "$next $((next + 1))" \
        "printf \"subject\na\nb\n\" | tk-new -I csv | ${writer[$second]}"
    next=$((next + 2))
done
run 'tk-close | tk-reply' -s 65 -e~ '(tk-reply: stdin:.: . is closed: .*\n?){2}' \
    -- 'tk-close 7 8 | tk-reply -m text'
flows 'tk-close | tk-reply --note' '7 8' 'tk-close 7 8 | tk-reply --note -m text'
flows 'tk-close | tk-reply --status open' '7 8' 'tk-close 7 8 | tk-reply --status open -m text'
must tk-reopen -q 1 2 3
for format in tsv csv xcsv ids; do
    flows "-F $format" '1 2 3' "tk-list id:1..3 -s id -F $format | tk-tag +more -F $format | tk-set priority=low"
done
flows '-F nul, -0' '1 2 3' 'tk-list id:1..3 -s id -F nul | tk-tag -0 +more -F nul | tk-set -0 priority=low'
flows 'all in a row' '3 2 1' "tk-list id:1..3 -s id- | tk-assign $me | tk-reply -m text |
    tk-set priority=urgent | tk-tag +row | tk-cc +$me | tk-close | tk-reopen"
flows 'through grep, sort, head and awk' '30 29' \
    'tk-list is:open -s id | grep subject | sort -rn | head -n 40 | awk "\$1 > 28 && \$1 < 31" | tk-tag +sorted'
run 'a lot of it' -o 3000 -- 'for i in {1..3000}; do echo "s$i"; done | sed 1isubject |
    timeout 30 tk-new -I csv | timeout 30 tk-tag +lot | timeout 30 tk-close | wc -l'

run 'while read' -o '1 2 3' -- 'tk-list id:1..3 -s id | while read -r id rest; do
    timeout 10 tk-tag "+loop$id" "$id"; done | ids'
run 'while read, an id line each' -o '1 2 3' -- 'tk-list id:1..3 -s id | while read -r id rest; do
    echo "$id" | timeout 10 tk-tag +each; done | ids'
printf '1\n2\n3\n' >three
run 'while read keeps its file' -s 64 -e~ '(tk-close: stdin is a file read in part.*\n?){3}' -- \
    'while read -r id; do tk-close; done <three'
run 'into itself' -o '1 2' -- 'tk-list id:1..2 -s id | timeout 20 tk-tag +one | timeout 20 tk-tag +two | ids'
run 'two at once into one' -o '1 2 3 4' -- '{ tk-tag +both 1 2 & tk-tag +both 3 4; wait; } |
    timeout 20 tk-tag +then | sort -n | ids'
run 'a failure in the middle stops what follows' -s 65 -e~ 'tk-tag: stdin:2: .*' -- \
    'printf "1\n99999\n" | tk-tag +never | tk-close'
run 'and changes nothing' -s 1 -- 'tk-list -E tag:never'
run 'a dry run passes nothing on' -e~ '1\t.*' -- 'tk-tag -n +never 1 | tk-close'
run 'sound' -o ok -- sqlite3 "$TK_DB" 'PRAGMA integrity_check'
finish
