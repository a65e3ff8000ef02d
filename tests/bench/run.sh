#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Measures the tools against the floor programs of this directory, which do the same work in bare C
# on SQLite: in turns, on the same desks, in the same minute.  One table: medians in ms, ratios,
# targets.  Nothing is asserted: that the machine is busy is no fault of the program.
#
#   make bench                 desks of 1k, 50k and 100k tickets: some minutes
#   BENCH_1M=1 make bench      and of a million: 10 GB of disk, an hour
#   BENCH_DIR=DIR make bench   keeps the desks there for the next time
#   BENCH_V=1 make bench       all figures of each measurement (see bench.c) on stderr
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
PATH=$(dirname "$(command -v tk-new)")/../bench:$PATH
sizes=(1000 50000 100000)
[ -z "${BENCH_1M:-}" ] || sizes+=(1000000)
many=100000 # tickets of what is done to all of them

if [ -n "${BENCH_DIR:-}" ]; then
    dir=$BENCH_DIR
    mkdir -p "$dir"
else
    dir=$(mktemp -d "${TMPDIR:-/var/tmp}/tk-bench.XXXXXX")
    trap 'rm -rf "$dir"' EXIT
fi
unset "${!TK_@}"
export HOME=$dir/home XDG_CONFIG_HOME=$dir/home TZ=UTC LC_ALL=C.UTF-8 dir
mkdir -p "$HOME"

# --- desks

shell() { sqlite3 -batch -bail "$@"; }

empty_desk() {
    local name
    rm -f "$1"*
    tk-init -q -d "$1"
    for name in support billing sales abuse hardware network returns vip; do
        tk-queue add -q -d "$1" "$name"
    done
    for name in alice bob carol dave erin frank grace heidi ivan judy mallory niaj; do
        tk-agent add -q -d "$1" "$name"
    done
    shell "$1" 'PRAGMA wal_checkpoint(TRUNCATE)' >"$dir/out"
}

shown=500 # the ticket of tk-show: it has answers

a_body() { gen 2 | sed -n 's/.*Z,"//p'; } # some 600 bytes

make_desk() {
    local part=$dir/part.db
    [ ! -e "$dir/$1.db" ] || return 0
    printf 'making a desk of %s tickets ...\n' "$1" >&2
    empty_desk "$part"
    gen "$1" | tk-new -q -d "$part" -I csv --restore
    for _ in 1 2 3 4; do
        tk-reply -q -d "$part" -m "$(a_body)" $shown
    done
    shell "$part" 'PRAGMA wal_checkpoint(TRUNCATE)' >"$dir/out"
    mv "$part" "$dir/$1.db"
}

# copies SIZE LABEL...: a desk for each that writes
copies() {
    local size=$1 label
    shift
    for label; do
        rm -f "$dir/$label".db*
        cp "$dir/$size.db" "$dir/$label.db"
    done
    sync
}

# --- the table

line() { printf '%-32s %6s %10s %10s %6s %10s  %s\n' "$@"; }

short() {
    case $1 in
    *000000) echo "${1%000000}M" ;;
    *000) echo "${1%000}k" ;;
    *) echo "$1" ;;
    esac
}

measure() {
    bench "$@" >"$dir/out"
    [ -z "${BENCH_V:-}" ] || sed 's/^/# /' "$dir/out" >&2
}

# Columns of what bench printed.
wall=3 cpu=5 peak=6 wall_ratio=7 cpu_ratio=8
figure() { awk -v label="$1" -v c="$2" '$1 == label { print $c }' "$dir/out"; }

verdict() { awk -v v="$1" -v t="$2" 'BEGIN { print v <= t ? "ok" : "over" }'; }

# row WORK SIZE TARGET [COLUMN OF THE VALUE, OF ITS RATIO]: the last measurement of floor and tk
row() {
    local ratio
    ratio=$(figure tk "${5:-$wall_ratio}")
    line "$1" "$(short "$2")" "$(figure floor "${4:-$wall}")" "$(figure tk "${4:-$wall}")" "$ratio" \
        "<= $3 x" "$(verdict "$ratio" "$3")"
}

# limit WORK SIZE VALUE TARGET: what has a limit of its own
limit() { line "$1" "$(short "$2")" '' "$3" '' "<= $4" "$(verdict "$3" "$4")"; }

# --- reading

# compare WORK SIZE TARGET ROUNDS FLOOR... -- TOOL...
compare() {
    local work=$1 size=$2 target=$3 rounds=$4 floor=()
    shift 4
    while [ "$1" != -- ]; do
        floor+=("$1")
        shift
    done
    shift
    # it is no floor if it does not say the same
    cmp -s <("${floor[@]}") <("$@") || printf 'note: floor says otherwise: %s\n' "$*" >&2
    measure -n "$rounds" floor "${floor[@]}" -- tk "$@"
    row "$work" "$size" "$target"
}

reading() {
    local db=$dir/$1.db
    compare tk-show "$1" 2 201 floor_show "$db" $shown -- tk-show -d "$db" $shown
    compare 'tk-list is:open queue:' "$1" 2 201 floor_read list "$db" billing -- \
        tk-list -d "$db" is:open queue:billing -L 20
    compare 'tk-list printer (10 %)' "$1" 2 201 floor_read search "$db" printer -- \
        tk-list -d "$db" printer -L 20
    compare 'tk-list zebrafish (0.1 %)' "$1" 2 201 floor_read search "$db" zebrafish -- \
        tk-list -d "$db" zebrafish -L 20
}

exporting() {
    compare 'tk-list -F csv is:any' "$1" 1.3 11 floor_read export "$dir/$1.db" -- \
        tk-list -d "$dir/$1.db" -F csv is:any
}

# Everything, as files; and what grows with it and must not.
taking_away() {
    local size=$1
    measure -n "$(few "$size")" -p 'rm -rf "$dir/$LABEL.out"; sync' \
        floor floor_export "$dir/$size.db" "$dir/floor.out" -- \
        tk tk-export -d "$dir/$size.db" --dir "$dir/tk.out"
    row 'tk-export --dir' "$size" 1.3
    row 'tk-export --dir, cpu' "$size" 1.3 "$cpu" "$cpu_ratio"
    limit 'tk-export --dir, peak in KiB' "$size" "$(figure tk "$peak")" 16384
    diff -r "$dir/floor.out" "$dir/tk.out" >"$dir/out" ||
        printf 'note: floor wrote something else than tk-export\n' >&2
    taking_in "$size"
    rm -rf "$dir"/{floor,tk}.out
}

# The floor of tk-import is tk-new: it made these rows.
taking_in() {
    rm -f "$dir/tk.db"*
    tk-init -d "$dir/tk.db"
    cp "$dir/tk.db" "$dir/empty.db"
    measure -n "$(few "$1")" -p 'rm -f "$dir/tk.db"*; cp "$dir/empty.db" "$dir/tk.db"; sync' \
        tk tk-import -q -d "$dir/tk.db" "$dir/tk.out"
    line 'tk-import DIR' "$(short "$1")" '' "$(figure tk "$wall")" '' '' ''
    limit 'tk-import DIR, peak in KiB' "$1" "$(figure tk "$peak")" 65536
}

# --- reports

# A desk on which the tickets of gen live: each evening of two years most of those that came that
# day are answered, a few solved ones are reopened five days later, and solved again after three
# more.  One change set a day, each at its true time.
live_desk() {
    local n=$1 part=$dir/part.db day agents=(alice bob carol dave erin frank grace heidi ivan judy)
    [ ! -e "$dir/$n.live.db" ] || return 0
    printf 'two years on a desk of %s tickets ...\n' "$n" >&2
    rm -f "$part"*
    cp "$dir/$n.db" "$part"
    for ((day = 0; day < 740; day++)); do
        shell -cmd '.timeout 9000' "$part" "SELECT id, status, created / 86400000 - 19358
            FROM ticket WHERE id > $n * ($day - 9) / 730 AND id <= $n * ($day + 3) / 730" |
            awk -F '|' -v day="$day" '
                $3 == day && $2 != 6 && $1 % 4 < 3 { answer[$1 % 2] = answer[$1 % 2] " " $1 }
                $3 == day - 5 && $1 % 25 == 7 { again = again " " $1 }
                $3 == day - 8 && $1 % 25 == 7 { done = done " " $1 }
                END {
                    if (answer[0]) print "reply -m \"Thank you, we look at it.\"" answer[0]
                    if (answer[1]) print "reply -m \"It is done, please try.\"" answer[1]
                    if (again) print "reopen" again
                    if (done) print "reply -m \"Sorry, now it is.\" --status solved" done
                }' |
            TK_NOW=$((1672531200 + day * 86400 + 64800)) tk-batch -q -d "$part" \
                --as "${agents[day % 10]}"
    done
    shell "$part" 'PRAGMA wal_checkpoint(TRUNCATE)' >"$dir/out"
    mv "$part" "$dir/$n.live.db"
}

# Weeks are counted from Monday 1970-01-05; a week is of the year of its Thursday.
week_of() { echo "($1 - 345600000) / 604800000"; }
label="strftime('%Y', w * 604800 + 604800, 'unixepoch') || '-W' ||
    printf('%02d', (strftime('%j', w * 604800 + 604800, 'unixepoch') - 1) / 7 + 1)"

by_queue_and_status="SELECT q.name, CASE t.status WHEN 1 THEN 'new' WHEN 2 THEN 'open'
    WHEN 3 THEN 'pending' WHEN 4 THEN 'hold' WHEN 5 THEN 'solved' ELSE 'closed' END, count(*)
    FROM ticket t JOIN queue q ON q.id = t.queue WHERE t.gone = 0
    GROUP BY t.queue, t.status ORDER BY q.name, t.status"
years='BETWEEN 1672617600000 AND 1735516799999' # 104 weeks; the first is the 2765th
weekly_mean="SELECT $label, (2 * s + 1000 * n) / (2000 * n) FROM (
    SELECT $(week_of solved) AS w, sum(solved - created) AS s, count(*) AS n
    FROM ticket WHERE solved $years AND gone = 0 GROUP BY w) ORDER BY w"
weekly_percentiles="SELECT $label, max(CASE i WHEN (50 * n + 99) / 100 THEN d END) / 1000,
    max(CASE i WHEN (90 * n + 99) / 100 THEN d END) / 1000 FROM (
    SELECT w, d, row_number() OVER (PARTITION BY w ORDER BY d) AS i,
        count(*) OVER (PARTITION BY w) AS n FROM (
        SELECT $(week_of solved) AS w, solved - created AS d
        FROM ticket WHERE solved $years AND gone = 0)) GROUP BY w ORDER BY w"
full_scan='SELECT count(*), sum(length(subject)) FROM ticket'
weekly_backlog="SELECT $label, n FROM (SELECT w, sum(n) OVER (ORDER BY w) AS n FROM (
    SELECT $(week_of at) AS w, sum(CASE WHEN new < 5 THEN 1 ELSE -1 END) AS n FROM event
    WHERE field = 2 AND at < 1735516800000 AND (old IS NULL OR (old < 5) <> (new < 5))
    GROUP BY w)) WHERE w >= 2765 ORDER BY w"
two_years=(--by week --from 2023-01-02 --to 2024-12-29)
sql() { sqlite3 -batch -bail -list -separator , "$@"; }

# report WORK SIZE TARGET STATEMENT OPTION...: tk-report against the statement in the sqlite3 shell
report() {
    local work=$1 size=$2 target=$3 statement=$4 db=$dir/$2.live.db
    shift 4
    compare "$work" "$size" "$target" 7 sqlite3 -batch -bail -list -separator , "$db" \
        "$statement" -- tk-report -d "$db" -F csv --no-header --tz UTC "$@"
    line '  peak in KiB' "$(short "$size")" "$(figure floor "$peak")" "$(figure tk "$peak")" \
        '' '' ''
}

reporting() {
    local db=$dir/$1.live.db
    live_desk "$1"
    report 'tickets by queue and status' "$1" 1.2 "$by_queue_and_status" \
        -M created --by queue,status
    report 'mean resolution by week' "$1" 1 "$weekly_mean" -M resolution "${two_years[@]}"
    report 'p50, p90 of it by week' "$1" 2 "$weekly_percentiles" \
        -M resolution_p50,resolution_p90 "${two_years[@]}"
    cmp -s <(sql "$db" "$weekly_backlog") \
        <(tk-report -d "$db" -F csv --no-header --tz UTC -M backlog "${two_years[@]}") ||
        printf 'note: tk-report and SQL have different backlogs\n' >&2
    measure -n 7 floor sqlite3 -batch "$db" "$full_scan" -- \
        tk tk-report -d "$db" -F csv --tz UTC -M backlog "${two_years[@]}"
    row 'backlog by week: a full scan' "$1" 3
    line '  peak in KiB' "$(short "$1")" "$(figure floor "$peak")" "$(figure tk "$peak")" '' '' ''
}

# --- writing

few() { echo $(($1 > many ? 1 : 5)); } # rounds of what takes long

subject='The printer is on fire'
new=(-r 'Ana <ana@example.com>' -Q billing -p high -t 'bug,gdpr' "$subject")
floor_new=('Ana <ana@example.com>' billing high 'bug,gdpr' "$subject")

# What one would write in the sqlite3 shell: the same rows, but for the hashes.
shell_sql() {
    local now='(unixepoch() * 1000)' ticket='(SELECT max(id) FROM ticket)'
    cat <<SQL
PRAGMA synchronous = FULL;
BEGIN IMMEDIATE;
INSERT INTO ticket(rev, status, priority, queue, customer, created, updated, subject)
  SELECT max(id) + 3, 1, 3, 2, 1, $now, $now, '$subject' FROM event;
INSERT INTO ticket_tag VALUES($ticket, 1), ($ticket, 2);
INSERT INTO message(ticket, at, kind, customer, body, seal)
  VALUES($ticket, $now, 1, 1, '$(sed "s/'/''/g" "$dir/body")', randomblob(16));
INSERT INTO fts(rowid, subject, body, alt)
  SELECT id, lower('$subject'), lower(body), '' FROM message ORDER BY id DESC LIMIT 1;
INSERT INTO change(id, at, actor, tool, n, hash)
  SELECT max(id) + 1, $now, 1, 'shell', 3, zeroblob(32) FROM event;
INSERT INTO event(change, thing, field, at, new)
  SELECT max(id), $ticket, 2, $now, 1 FROM change;
INSERT INTO event(change, thing, field, at, new, seal)
  SELECT max(id), $ticket, 1, $now, '{"queue":2,"priority":3,"channel":0,"customer":1,'
    || '"tags":[1,2],"subject":"$subject"}', randomblob(16) FROM change;
INSERT INTO event(change, thing, field, at, ref, new)
  SELECT max(id), $ticket, 13, $now, (SELECT max(id) FROM message), zeroblob(32) FROM change;
COMMIT;
SELECT $ticket;
SQL
}

creating() {
    copies "$1" floor tk shell
    a_body >"$dir/body"
    shell_sql >"$dir/shell.sql"
    measure -n 301 -i "$dir/body" floor floor_new "$dir/floor.db" "${floor_new[@]}" -- \
        tk tk-new -d "$dir/tk.db" "${new[@]}" -- \
        shell sqlite3 -batch -bail "$dir/shell.db" ".read '$dir/shell.sql'"
    row tk-new "$1" 1.6
    limit 'tk-new, limit: sqlite3 shell' "$1" "$(figure tk "$wall")" "$(figure shell "$wall")"
}

# The order in which ids come is the desk's, so each run has a desk that nobody changed yet.
assigning() {
    local size=$1
    export size
    measure -n "$(few "$1")" -p 'rm -f "$dir/$LABEL.db"*; cp "$dir/$size.db" "$dir/$LABEL.db"; sync' \
        floor sh -c 'floor_read pick "$dir/floor.db" 10000 | floor_assign "$dir/floor.db" alice' -- \
        tk sh -c 'tk-list -d "$dir/tk.db" is:open -L 10000 | tk-assign -d "$dir/tk.db" alice'
    row 'tk-list | tk-assign, 10,000' "$1" 1.6
    limit 'tk-list | tk-assign, 10,000' "$1" "$(figure tk "$wall")" 250
}

undoing() {
    local change
    copies "$1" assigned
    tk-list -d "$dir/assigned.db" is:open -L 10000 | tk-assign -q -d "$dir/assigned.db" alice
    change=$(shell "$dir/assigned.db" 'SELECT max(id) FROM change')
    measure -n "$(few "$1")" \
        -p 'rm -f "$dir/$LABEL.db"*; cp "$dir/assigned.db" "$dir/$LABEL.db"; sync' \
        floor floor_undo "$dir/floor.db" "$change" -- tk tk-undo -y -d "$dir/tk.db" "$change"
    row 'tk-undo, 10,000 assigned' "$1" 1.6
    limit 'tk-undo, 10,000 assigned' "$1" "$(figure tk "$wall")" 500
}

# A desk where all tickets wait for somebody; some of them are due, and half of these overdue.
free_all="UPDATE ticket SET status = 2, assignee = NULL, solved = NULL, closed = NULL,
    resolution = NULL,
    due = CASE id % 10 WHEN 0 THEN (unixepoch() - 3600) * 1000 WHEN 5 THEN 1e15 END;
    PRAGMA wal_checkpoint(TRUNCATE)"

taking() {
    local label size=$1
    copies "$size" floor tk
    for label in floor tk; do shell "$dir/$label.db" "$free_all" >"$dir/out"; done
    [ "$(floor_next "$dir/floor.db" alice)" = "$(tk-next -d "$dir/tk.db" --as alice)" ] ||
        printf 'note: floor_next takes another one than tk-next\n' >&2
    measure -n 301 floor floor_next "$dir/floor.db" alice -- tk tk-next -d "$dir/tk.db" --as alice
    row 'tk-next, all are free' "$size" 2
}

# What two desks must have in common to hold the same work.
rows_of() {
    shell "$1" 'SELECT field, count(*), sum(length(new)) FROM event GROUP BY field;
        SELECT count(*), sum(rev), sum(solved), sum(closed) FROM ticket;
        SELECT count(*), sum(length(body)) FROM message; SELECT count(*) FROM ticket_tag;
        SELECT count(*) FROM contact; SELECT count(*) FROM fts_docsize; SELECT count(*) FROM change'
}

loading() {
    empty_desk "$dir/empty.db"
    gen "$1" >"$dir/load.csv"
    measure -n "$(few "$1")" -i "$dir/load.csv" \
        -p 'rm -f "$dir/$LABEL.db"*; cp "$dir/empty.db" "$dir/$LABEL.db"; sync' \
        floor floor_new "$dir/floor.db" /dev/stdin -- tk tk-new -q -d "$dir/tk.db" -I csv --restore
    row 'tk-new -I csv, cpu' "$1" 1.5 "$cpu" "$cpu_ratio"
    limit 'tk-new -I csv, peak in KiB' "$1" "$(figure tk "$peak")" 65536
    cmp -s <(rows_of "$dir/floor.db") <(rows_of "$dir/tk.db") &&
        tk-check -d "$dir/floor.db" >"$dir/out" ||
        printf 'note: floor made other rows than tk-new -I csv\n' >&2
    rm -f "$dir/load.csv"
}

importing() {
    empty_desk "$dir/empty.db"
    gen -j "$1" >"$dir/load.jsonl"
    measure -n "$(few "$1")" -p 'rm -f "$dir/$LABEL.db"*; cp "$dir/empty.db" "$dir/$LABEL.db"; sync' \
        floor floor_import "$dir/floor.db" "$dir/load.jsonl" -- \
        tk tk-import -q -d "$dir/tk.db" --mapping "$here/gen.map" "$dir/load.jsonl"
    row 'tk-import, cpu' "$1" 1.5 "$cpu" "$cpu_ratio"
    limit 'tk-import, peak in KiB' "$1" "$(figure tk "$peak")" 65536
    cmp -s <(rows_of "$dir/floor.db") <(rows_of "$dir/tk.db") &&
        tk-check -d "$dir/floor.db" >"$dir/out" ||
        printf 'note: floor made other rows than tk-import\n' >&2
    rm -f "$dir/load.jsonl"
}

# --- the interactive desk

talk() {
    terminal "$@" >"$dir/out"
    [ -z "${BENCH_V:-}" ] || sed 's/^/# /' "$dir/out" >&2
}

talking() {
    local db=$dir/$1.db more typed=1042 wanted
    (($1 > 10000)) || typed=10
    talk -n 101 floor floor_shell "$db" -- tk tk-shell -d "$db"
    more=$(awk -v f="$(figure floor "$wall")" -v t="$(figure tk "$wall")" 'BEGIN { print t - f }')
    line 'tk-shell, start to prompt' "$(short "$1")" "$(figure floor "$wall")" \
        "$(figure tk "$wall")" "$(figure tk "$wall_ratio")" '<= 5 ms +' "$(verdict "$more" 5)"
    wanted=$(TK_DB=$db tk-show --complete "$typed" |
        awk -v t="$typed" '!seen && $1 != t { print $1; seen = 1 }')
    talk -n 51 -b "show $typed" -t '\t\t' -w "$wanted" tk tk-shell -d "$db"
    limit "tk-shell, TAB behind show $typed" "$1" "$(figure tk "$wall")" 20
}

# --- growth

# flat WORK COMMAND...: where DESK is one of 50k tickets against one of 1k
flat() {
    local work=$1 ratio
    shift
    measure -n 201 -i "$dir/body" small "${@/#DESK/$dir/small.db}" -- \
        large "${@/#DESK/$dir/large.db}"
    ratio=$(figure large "$wall_ratio")
    line "$work, 50k to 1k" '' "$(figure small "$wall")" "$(figure large "$wall")" "$ratio" \
        '<= 1.6 x' "$(verdict "$ratio" 1.6)"
}

growing() {
    copies 1000 small
    copies 50000 large
    flat tk-show tk-show -d DESK $shown
    flat tk-list tk-list -d DESK is:open queue:billing -L 20
    flat 'tk-list printer' tk-list -d DESK printer -L 20
    flat tk-new tk-new -d DESK "${new[@]}"
}

line work desk floor tk ratio target ''
measure -n 101 floor true
line '/bin/true, for the scale' '' "$(figure floor "$wall")" '' '' '' ''
for size in "${sizes[@]}"; do
    make_desk "$size"
    reading "$size"
    reporting "$size"
    creating "$size"
    [ ! -x "$(command -v tk-shell)" ] || talking "$size"
    ((size < many)) || assigning "$size"
    ((size < many)) || undoing "$size"
    ((size < many)) || taking "$size"
done
growing
exporting "$many"
for size in "${sizes[@]}"; do
    ((size < many)) || taking_away "$size"
done
for size in "${sizes[@]}"; do
    ((size < many)) || loading "$size"
    ((size < many)) || importing "$size"
done
rm -f "$dir"/{floor,tk,shell,small,large,empty,part,assigned}.db* "$dir"/{out,body,shell.sql}
