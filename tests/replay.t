#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Random histories, made with the tools: the rows are what the events add up to, whatever came
# before.  TK_SEED=N and TK_STEPS=N try another one.
seed=${TK_SEED:-4711} steps=${TK_STEPS:-300}
. "${0%/*}/lib.sh"

RANDOM=$seed
variety=22
[ "$variant" != asan ] || steps=$((steps / 3)) variety=16
now=$(date -d 2026-01-05T09:00:00Z +%s)
tickets=0

# pick LIST...: one of the words, into $word.
pick() {
    shift $((RANDOM % $#))
    word=$1
}
text() {
    pick 'Žluťoučký kůň' "it's broken" 'a "quoted" word' 'שלום עולם' $'two\nlines' 'łódź 💥' x
}
# some: a few ids into ${ids[@]}.
some() {
    local n=$((1 + RANDOM % 3))
    ids=()
    while ((n-- > 0)); do
        ids+=($((1 + RANDOM % tickets)))
    done
}

# A tool may refuse with 65 (an illegal step), 66 (a ticket whose tk-new was undone) or 67 (nobody
# of that name at present).
attempt() {
    local status=0
    "$@" >"$T/out" 2>"$T/err" || status=$?
    case $status in
    0 | 65 | 66 | 67) ;;
    *) echo "$* (exit status $status)" && cat "$T/err" ;;
    esac >>"$T/odd"
}

new() {
    local -a args=(-p "$1")
    ((RANDOM % 2)) && pick support billing sales && args+=(-Q "$word")
    ((RANDOM % 2)) && pick ann bob me && args+=(-a "$word")
    ((RANDOM % 2)) && pick 'Ana <ana@example.com>' zoe@example.pl '+420 777 123 456' &&
        args+=(-r "$word")
    ((RANDOM % 3)) || args+=(-t 'vip,printer')
    ((RANDOM % 3)) || args+=(--set "x.room=B$RANDOM" --set x.price=3.0)
    text && attempt tk-new "${args[@]}" -m "$word" 'On paper'
    tickets=$(sqlite3 "$TK_DB" 'SELECT max(id) FROM ticket')
}

load() {
    printf 'subject,customer,status,created,updated,solved,tags\n%s\n%s\n' \
        'Old one,ana@example.com,solved,2020-01-01,2020-02-01,2020-01-15,"vip,old"' \
        'Older one,zoe@example.pl,closed,2019-01-01T10:00:00Z,2019-02-01,,' |
        attempt tk-new --restore -I csv
}

# A message that is there, and its ticket, into ${split[@]}.
message() {
    mapfile -t split < <(sqlite3 "$TK_DB" "SELECT m.ticket, m.id FROM message m JOIN ticket t
        ON t.id = m.ticket AND t.gone = 0 WHERE m.gone = 0 AND m.kind $1
        ORDER BY m.id * $((1 + RANDOM)) % 997, m.id LIMIT 1" | tr '|' '\n')
}

combine() {
    some
    case $((RANDOM % 6)) in
    0 | 1) attempt tk-merge "${ids[0]}" $((1 + RANDOM % tickets)) ;;
    2) attempt tk-merge -k $((1 + RANDOM % tickets)) "${ids[@]}" ;;
    3) attempt tk-merge --undo "${ids[@]}" ;;
    4) message '<> 1'; [ ${#split[@]} -eq 0 ] || attempt tk-split "${split[@]}" ;;
    5) message '> 0'; [ ${#split[@]} -eq 0 ] || attempt tk-split --copy "${split[@]}" ;;
    esac
}

change() {
    some
    case $((RANDOM % 14)) in
    0) pick low normal high urgent && attempt tk-set "priority=$word" "${ids[@]}" ;;
    1) pick support billing sales && attempt tk-set "queue=$word" "${ids[@]}" ;;
    2) pick ann bob me && attempt tk-assign "$word" "${ids[@]}" ;;
    3) attempt tk-assign --release "${ids[@]}" ;;
    4) text && attempt tk-reply -m "$word" "${ids[@]}" ;;
    5) text && attempt tk-reply --note -m "$word" "${ids[@]}" ;;
    6) pick pending hold solved open && attempt tk-set "status=$word" "${ids[@]}" ;;
    7) pick fixed duplicate spam && attempt tk-close --resolution "$word" "${ids[@]}" ;;
    8) attempt tk-reopen "${ids[@]}" ;;
    9) pick +vip -vip +slow -slow && attempt tk-tag "$word" +all "${ids[@]}" ;;
    10) pick +ann -ann +bob +zoe@example.pl -zoe@example.pl &&
        attempt tk-cc "$word" "${ids[@]}" ;;
    11) pick 'due=2026-03-01' due= 'snooze=3d' snooze= 'subject=Žádný papír' category=printing \
        category= lang=cs lang= x.room=C7 x.room= x.price=3.0 x.price=1e300 x.price= \
        x.impact=low x.impact=high customer=zoe@example.pl customer=none &&
        attempt tk-set "$word" "${ids[@]}" ;;
    12) pick parent child blocks blocked-by related duplicate duplicated-by &&
        attempt tk-link "$word" $((1 + RANDOM % tickets)) "${ids[@]}" ;;
    13) pick parent child blocks blocked-by related duplicate duplicated-by &&
        attempt tk-link --remove "$word" $((1 + RANDOM % tickets)) "${ids[@]}" ;;
    esac
}

people() {
    case $((RANDOM % 9)) in
    0) pick name=Zoe name= lang=pl tz=Europe/Warsaw note="it's her" org=ACME org= &&
        attempt tk-customer set zoe@example.pl "$word" ;;
    1) pick +zoe2@example.pl -zoe2@example.pl +ana@example.com '+48 600 700 800' &&
        attempt tk-customer address zoe@example.pl "$word" ;;
    2) pick zoe@example.pl +48600700800 && attempt tk-customer primary zoe@example.pl "$word" ;;
    3) pick capacity=5 capacity= away=yes away= name=Bobby role=lead role=agent &&
        attempt tk-agent set bob "$word" ;;
    4) attempt tk-agent serve ann billing:$((1 + RANDOM % 9)) ;;
    5) attempt tk-agent unserve ann billing ;;
    6) attempt tk-queue set sales "title=Sales $RANDOM" ;;
    7) attempt tk-agent remove carl && attempt tk-agent add carl ;;
    8) pick support billing && attempt tk-queue default "$word" ;;
    esac
}

# Takes back some change set, or puts back one that was taken back; or the latest one.
take_back() {
    local which='undoes IS NULL'
    case $((RANDOM % 4)) in
    0) which='undoes IS NOT NULL' ;;
    1) which='' ;;
    esac
    [ ! "$which" ] || which=$(sqlite3 "$TK_DB" "SELECT id FROM change WHERE $which
        AND id > $ready ORDER BY id * $((1 + RANDOM)) % 997, id LIMIT 1")
    attempt tk-undo -y ${which:+"$which"}
    tk-check -q >>"$T/odd" || echo "after: tk-undo $which" >>"$T/odd"
}

# All that can be seen of the desk, but rev and updated.
state() {
    sqlite3 "$TK_DB" "
        SELECT id, status, priority, queue, assignee, customer, created, due, snoozed, solved,
            closed, first_reply, resolution, channel, lang, category, parent, merged, reopens,
            transfers, agent_msgs, customer_msgs, subject FROM ticket WHERE gone = 0;
        SELECT 'tag', g.* FROM ticket_tag g JOIN ticket t ON t.id = ticket WHERE gone = 0;
        SELECT 'person', p.* FROM participant p JOIN ticket t ON t.id = ticket WHERE gone = 0;
        SELECT 'value', v.* FROM value v JOIN ticket t ON t.id = ticket WHERE gone = 0;
        SELECT 'link', l.* FROM link l JOIN ticket t ON t.id = a WHERE gone = 0;
        SELECT 'origin', o.* FROM origin o;
        SELECT 'message', id, ticket, at, kind, body FROM message WHERE gone = 0;
        SELECT 'found', rowid FROM fts WHERE fts MATCH 'paper OR x OR kun OR broken OR 2';
        SELECT 'customer', id, name, org, lang, tz, note, merged FROM customer WHERE gone IS NULL;
        SELECT 'contact', kind, address, customer,
            row_number() OVER (PARTITION BY customer ORDER BY rank) FROM contact;
        SELECT 'agent', * FROM agent WHERE gone IS NULL;
        SELECT 'serves', * FROM serves;
        SELECT 'queue', * FROM queue WHERE gone IS NULL;
        SELECT 'field', * FROM field WHERE gone IS NULL;
        SELECT 'meta', * FROM meta WHERE key <> 'fold'"
}
changes() { sqlite3 "$TK_DB" 'SELECT count(*) FROM change'; }
newest() { sqlite3 "$TK_DB" 'SELECT max(id) FROM change'; }

# same WHAT FILE: the desk looks as it did.
same() {
    state | diff "$2" - >"$T/diff" || { echo "$1" && cat "$T/diff"; } >>"$T/odd"
}

# One more step; undone, done again, and sometimes undone for good.
there_and_back() {
    local before change
    before=$(changes)
    state >"$T/before"
    step
    [ "$(changes)" = $((before + 1)) ] || return # two at once, or none
    change=$(newest)
    [ "$(sqlite3 "$TK_DB" "SELECT undoes IS NULL FROM change WHERE id = $change")" = 1 ] || return
    state >"$T/after"
    attempt tk-undo -y "$change"
    same "change $change undone" "$T/before"
    attempt tk-undo -y "$(newest)"
    same "change $change done again" "$T/after"
    ((RANDOM % 3)) || attempt tk-undo -y "$change"
    tk-check -q >>"$T/odd" || echo "after: change $change" >>"$T/odd"
}

back_to_the_beginning() {
    while :; do
        tk-undo -q -y || return
    done
}

step() {
    now=$((now + RANDOM % 50000 - 5000)) # clocks are set back, too
    TK_NOW=@$now
    TK_NOW=$(date -u -d "$TK_NOW" +%FT%TZ)
    export TK_NOW
    case $((RANDOM % 18)) in
    0 | 1 | 2) pick low normal high urgent && new "$word" ;;
    3) people ;;
    4) ((RANDOM % 6)) || load ;;
    5 | 6 | 7) combine ;;
    8 | 9) take_back ;;
    *) change ;;
    esac
}

desk --tz Europe/Prague
must tk-agent add ann --name Ann
must tk-agent add bob
must tk-agent add carl
must tk-queue add billing
must tk-queue add sales --title Sales
must tk-field add room
must tk-field add price --type number
must tk-field add impact --choices low,high
must tk-customer add 'Zoe <zoe@example.pl>'
new normal
run 'a desk of 11 changes is sound' -- tk-check -q
ready=$(newest)

: >"$T/odd"
for ((i = 0; i < steps; i++)); do
    step
done
run "$steps random steps: no tool fails otherwise than it should" -- cat "$T/odd"
run 'the rows are what the events add up to' -- tk-check -q
: >"$T/odd"
for ((i = 0; i < steps / 6; i++)); do
    there_and_back
done
run "$((steps / 6)) more steps, undone and done again: each time the desk is as it was" -- cat "$T/odd"
run 'most things happened' -o 1 -- sqlite3 "$TK_DB" \
    "SELECT count(DISTINCT field) >= $variety AND count(*) > $steps FROM event"

# Each event says what was there before it, and no event of a ticket is earlier than the last one.
run 'each event begins where the last one of its field ended' -- sqlite3 "$TK_DB" "
    SELECT thing, id, field, old, before FROM (
        SELECT *, lag(new) OVER (PARTITION BY thing, field,
            CASE WHEN field IN (14, 15, 16, 22, 23, 24, -205) THEN ref END ORDER BY id) AS before FROM event
        WHERE field NOT IN (1, 13, 20, 21, -106, -107, -500, -600))
    WHERE before IS NOT NULL AND old IS NOT before"
run 'the history of a ticket runs forward' -- sqlite3 "$TK_DB" "
    SELECT thing, id FROM (SELECT *, lag(at) OVER (PARTITION BY thing ORDER BY id) AS before
        FROM event WHERE field > 0) WHERE at < before"

run 'step by step back to the beginning' -s 1 \
    -e "tk-undo: nothing is left to undo of what $(id -un) did" -- back_to_the_beginning
run 'no ticket is there then' -- tk-list is:any
run 'and all adds up' -- tk-check -q

# A copy is the same history; a list of tickets out and in again is a history like it.
run 'a copy is sound' -- 'tk-backup -q copy.db && tk-check -q -d copy.db'
# shellcheck disable=SC2154 # of lib.sh
run 'the sqlite3 shell finds no fault in the file' -o ok -- sqlite3 "$TK_DB" 'PRAGMA integrity_check'
finish
