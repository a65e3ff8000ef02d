#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-batch under load: 64 processes and one number, 100,000 lines, an end in the middle.
. "${0%/*}/lib.sh"
desk
must tk-field add count --type number
{ echo subject && seq -f 'Ticket %.0f' 5000; } >many.csv
must tk-new -q -I csv <many.csv

rows() { sqlite3 "$TK_DB" "$1"; }

# --- no lost update: each takes the number, adds one and writes it back unless somebody was quicker
add_one() {
    local was
    for ((;;)); do
        was=$(tk-list -c x.count id:1 --empty '')
        printf '%s\n' "verify 1 x.count=$was" "set x.count=$((was + 1)) 1" |
            tk-batch -q 2>/dev/null && return
        [ $? -eq 65 ] || echo "status $?"
    done
}
race() {
    local i jobs=()
    for ((i = 0; i < 64; i++)); do
        add_one &
        jobs+=($!)
    done
    wait "${jobs[@]}"
}
run '64 processes, one number' -- race
run 'no update is lost' -o 64 -- tk-list -c x.count id:1
run 'each had its own change' -o 64 -- rows "SELECT count(*) FROM change WHERE tool = 'tk-batch'"

# --- 100,000 lines
for i in {1..20}; do seq -f "set x.count=$i %.0f" 5000; done >lines
run '100,000 lines' -o 100000 -- 'tk-batch -f lines >out; wc -l <out'
run 'each has its record, in order' -- 'cut -f 2 out | cmp - <(seq 100000)'
run 'the last one counts' -o $'20|5000' -- rows 'SELECT value, count(*) FROM value GROUP BY value'
run 'one change' -o 65 -- rows "SELECT count(*) FROM change WHERE tool = 'tk-batch'"
run 'the last line is bad: nothing is done' -s 65 -e 'tk-batch: stdin:100001: no such ticket 5001' \
    -- '{ sed s/x.count=/x.count=1/ lines; echo close 5001; } | tk-batch'
run 'indeed' -o 20 -- rows 'SELECT DISTINCT value FROM value'

# Its savepoint keeps more in its journal than SQLite writes at once.
run '5,000 tickets on a line, -k' -o 5000 -- \
    "{ echo -n 'assign me'; seq -f ' %.0f' 5000 | tr -d '\\n'; } | tk-batch -k | wc -l"

# --- an end in the middle: whole groups stand, in order, and what was printed is among them
groups() {
    local g
    for ((g = 1; g <= 100; g++)); do
        echo start && seq -f "set category=g$g %.0f" $((g * 50 - 49)) $((g * 50)) && echo commit
    done
}
groups >in
# end_after MILLISECONDS: how many groups stand, if the right ones do.
end_after() {
    tk-batch -f in -F ids >printed &
    sleep "$(printf '0.%03d' "$1")"
    kill -9 $! 2>/dev/null
    wait $! 2>/dev/null
    rows "SELECT count(DISTINCT category), count(*), max(id) FROM ticket WHERE category <> ''" |
        while IFS='|' read -r groups tickets last; do
            [ "$tickets" -eq $((groups * 50)) ] && [ "${last:-0}" -eq "$tickets" ] || echo "torn: $groups $tickets $last"
            shown=$(sort -n printed | tail -n 1) # nothing, when the end came early
            [ "${shown:-0}" -le "${last:-0}" ] || echo "printed, but lost"
            echo "$groups" >>stood
        done
    tk-batch -q <<<"$(seq -f 'set category= %.0f' 5000)"
}
for ms in 5 10 20 30 40 60 80 120 160 240; do
    run "killed after $ms ms" -- end_after "$ms"
done
echo "# groups that stood: $(tr '\n' ' ' <stood)"
run 'events and rows agree' -o~ '.*' -- tk-check
finish
