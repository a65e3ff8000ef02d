#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Increments make a replica: after each of them it is the desk to the byte, whatever happened, and
# whoever wrote meanwhile.  TK_SEED=N and TK_STEPS=N try another history.
seed=${TK_SEED:-1867} steps=${TK_STEPS:-220}
. "${0%/*}/lib.sh"
# shellcheck source=random-steps.sh
. "$top/tests/random-steps.sh"

RANDOM=$seed
[ "$variant" != asan ] || steps=$((steps / 4))
: >"$T/odd"
twin=$T/twin.db
sql() { sqlite3 "$TK_DB" "$1"; }

# --- erasing: the text goes, its digest takes the place of its seal (tk-schema(5))
number() {
    local i
    for i in 0 8 16 24 32 40 48 56; do
        printf "printf('%%02x', (%s >> $i) & 255) || " "$1"
    done
    printf "''"
}
# hashed COLUMN...: SQL for the bytes of these values, in hexadecimal digits
hashed() {
    local column
    for column; do
        echo "CASE typeof($column) WHEN 'integer' THEN '01' || $(number "$column") WHEN 'text'
            THEN '03' || $(number "length(CAST($column AS BLOB))") || hex($column) ELSE '00' END ||"
    done
    echo "''"
}
# erase TABLE WHERE COLUMNS SET: one row of those
erase() {
    local id seal digest
    IFS='|' read -r id seal < <(sql "SELECT id, hex(seal) FROM $1 WHERE length(seal) = 16 AND $2
        ORDER BY id * $((1 + RANDOM)) % 997, id LIMIT 1")
    [ "$id" ] || return
    # shellcheck disable=SC2086 # each a word
    digest=$(sql "SELECT $(hashed $3) FROM $1 WHERE id = $id" | perl -ne 'chomp; print pack "H*", $_' |
        openssl mac -macopt "hexkey:$seal" -macopt size:32 -in - BLAKE2BMAC)
    sql "UPDATE $1 SET $4, seal = x'$digest' WHERE id = $id"
    must tk-check --rebuild
}
erase_something() {
    if ((RANDOM % 2)); then
        erase event 'field NOT IN (-106, -107)' 'old new' 'old = NULL, new = NULL'
    else
        erase message 'gone = 0' 'at kind agent customer channel lang msgid subject body' \
            'subject = NULL, body = NULL'
    fi
}
openssl mac -macopt hexkey:00 -macopt size:32 -in /dev/null BLAKE2BMAC >"$T/out" 2>&1 && erases=1
erases=${erases-}
[ "$erases" ] || skip 'erased texts' 'no openssl with BLAKE2BMAC'

# follow: the next increment, in one form or the other, and what it makes of the replica.
follow() {
    local out
    if ((RANDOM % 2)); then
        rm -rf inc
        anchor=$(tk-export --dir inc --since "$anchor") && out=$(tk-import -d "$twin" inc)
    else
        tk-export -F jsonl --since "$anchor" >inc.jsonl && out=$(tk-import -d "$twin" - <inc.jsonl)
        anchor=$out
    fi
    rm -rf desk replica
    tk-export -q --dir desk
    tk-export -q -d "$twin" --dir replica
    diff -r desk replica && [ "$out" = "$(tk-check)" ] && tk-check -q -d "$twin"
}

random_desk
must tk-macro add hello -m Hello
anchor=$(tk-export --dir base)
must tk-init -d "$twin"
run 'it begins with all' -o "$anchor" -- tk-import -d "$twin" base
for ((i = 0; i < steps; i++)); do
    step
    ((RANDOM % 40)) || attempt tk-macro set hello title="Hello $RANDOM"
    ((RANDOM % 30)) || attempt tk-macro edit hello -m "Hello $RANDOM"
    ((RANDOM % 12)) || [ ! "$erases" ] || erase_something
    ((RANDOM % 6)) || follow || echo "after step $i" >>"$T/odd"
done >>"$T/odd" 2>&1
follow >>"$T/odd" 2>&1
run "$steps random steps: the replica is the desk after each increment" -- cat "$T/odd"
[ ! "$erases" ] || run 'texts were erased' -o 1 -- \
    sqlite3 "$twin" 'SELECT count(*) > 3 FROM event WHERE length(seal) = 32'
run 'what is found there is the same' -o "$(tk-list -F ids is:any x OR kun OR broken -s id)" -- \
    tk-list -d "$twin" -F ids is:any x OR kun OR broken -s id

# --- in the wrong order
first=$anchor
must tk-new -q -m one one
must tk-export -F jsonl --since "$anchor" -o one.jsonl
second=$(tk-check)
must tk-new -q -m two two
must tk-export -F jsonl --since "$second" -o two.jsonl
run 'an increment that does not begin here' -s 65 \
    -e "tk-import: two.jsonl: exported since $second, this desk is at $first: apply those between first" \
    -- tk-import -d "$twin" two.jsonl
run 'the one before it' -o "$second" -- tk-import -d "$twin" one.jsonl
run 'the one before it, again' -o "$second" -- tk-import -d "$twin" one.jsonl
run 'then it does' -o "$(tk-check)" -- tk-import -d "$twin" two.jsonl
run 'an older one' -s 65 -e~ 'tk-import: one.jsonl: exported since .*, this desk is at .*: .*' \
    -- tk-import -d "$twin" one.jsonl
run 'a replica that was written to' -s 65 -e~ 'tk-import: inc4: exported since .*' -- \
    'anchor=$(tk-check); tk-tag -q +xx 1; tk-export -q --dir inc4 --since "$anchor"; tk-tag -q -d "$twin" +yy 1; tk-import -d "$twin" inc4'

# erased NAME EDIT: an erased text that is none
if [ "$erases" ]; then
    must cp -r replica fresh
    anchor=$(tk-check)
    rm -f "$twin"*
    must tk-init -d "$twin"
    must tk-export -q --dir all
    must tk-import -q -d "$twin" all
    must tk-tag -q +forged 1
    must tk-export -F jsonl --since "$anchor" -o inc.jsonl
    id=$(sql "SELECT min(id) FROM event WHERE length(seal) = 16")
    head -n -1 inc.jsonl >forged.jsonl
    printf '{"table":"erased","id":%s,"old":null,"new":null,"seal":"%064d"}\n' "$id" 0 |
        cat - <(tail -n 1 inc.jsonl) >>forged.jsonl
    run 'a text that was not erased so' -s 65 -e~ 'tk-import: forged.jsonl:\d+: (event \d+ was not erased so|its id is not above .*)' \
        -- tk-import -d "$twin" forged.jsonl
fi

# --- while others write
rm -f "$TK_DB"* "$twin"*
rm -rf desk replica
desk
unset TK_NOW
must tk-agent add ann
for i in 1 2 3; do must tk-new -q -m text "ticket $i"; done
writers() {
    local writer i
    for writer in 1 2 3; do
        for ((i = 0; i < 25; i++)); do
            tk-new -q -m "$writer $i" -t "t$((i % 4))" -r "c$((i % 7))@example.com" "n $i"
            printf '1\n2\n3\n' | tk-tag -q "+w$writer"
            printf '3\n1\n' | tk-reply -q -m "$i"
            ((i % 5)) || tk-undo -q -y
        done &
    done
    wait
}
must tk-init -d "$twin"
since=0 n=100 parts=()
writers >"$T/writers" 2>&1 &
while :; do
    jobs -r | grep -q . || last=1
    n=$((n + 1))
    since=$(tk-export --dir "part$n" --since "$since") || echo "export $n failed"
    parts+=("part$n")
    [ ! "${last-}" ] || break
done >"$T/exports" 2>&1
wait
run 'exports while others write: nobody fails' -- cat "$T/writers" "$T/exports"
run 'there are many' -- test ${#parts[@]} -gt 5
must tk-export -q --dir desk
for table in change event; do
    run "together they are the whole table $table: nothing missed, nothing twice, in order" -- \
        'for part in "${parts[@]}"; do sed 1d "$part/$table.csv"; done | cmp - <(sed 1d "desk/$table.csv")'
done
run 'each can be applied' -- 'for part in "${parts[@]}"; do tk-import -q -d "$twin" "$part"; done'
run 'and then the replica is the desk' -- 'tk-export -q -d "$twin" --dir replica; diff -r desk replica'
run 'and sound' -o "$(tk-check)" -- tk-check -d "$twin"
finish
