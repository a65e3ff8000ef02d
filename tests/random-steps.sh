# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Random histories, made with the tools; what went otherwise than it should is in $T/odd.
#
#     random_desk           a desk with agents, queues, fields, and one ticket
#     step                  something happens, somewhat later
# RANDOM=SEED beforehand chooses the history.

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

view() {
    [ "$1" = remove ] || set -- "$@" assignee:me "+vip$RANDOM"
    attempt tk-view "$@"
}

people() {
    case $((RANDOM % 11)) in
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
    9) pick add set remove && view "$word" vip --shared ;;
    10) pick add set remove && view "$word" vip --quiet ;;
    esac
}

newest() { sqlite3 "$TK_DB" 'SELECT max(id) FROM change'; }

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

random_desk() {
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
    ready=$(newest)
}
