#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-export writes every row as it is, with a manifest that says so; under its name stands all of it
# or nothing.  What becomes of it again: tests/restore.t, tests/replica.t.
# every: read tk-export -F jsonl
# every: read tk-export -F jsonl --since 5
. "${0%/*}/lib.sh"

desk --tz Europe/Prague
must tk-field add price --type number
must tk-new -q -r 'Ana <ana@example.com>' -p high -t vip -m $'It "smokes",\nand how.' 'Printer on fire'
must tk-new -q -m '=cmd()' --set x.price=3.0 'Žluťoučký kůň'
must tk-macro add hello -m 'Hello {customer.first|you}.'
rows() { sqlite3 "$TK_DB" "$1"; }
newest() { rows 'SELECT max(id) FROM change'; }
events() { rows 'SELECT max(id) FROM event'; }

# --- the directory
run 'a directory prints the anchor' -o "$(tk-check)" -- tk-export --dir out
run 'with -q it does not' -- tk-export -q --dir quiet
run 'the same desk gives the same bytes' -- diff -r out quiet
run 'it is for its owner alone' -o $'700 out\n600 out/ticket.csv\n600 out/manifest.json' \
    -- stat -c '%a %n' out out/ticket.csv out/manifest.json
run 'the umask takes more' -o $'500 strict\n400 strict/ticket.csv' \
    -- '(umask 0277; tk-export -q --dir strict); chmod u+w strict; stat -c "%a %n" strict strict/ticket.csv | sed "s/^700/500/"'

# What the schema has and what is exported: who adds one thing must decide about the other.
tables() {
    rows "SELECT name || '.csv' FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'fts*'
        AND name NOT GLOB 'sqlite_*' AND name NOT IN ('draft', 'outbox') ORDER BY name"
}
columns() {
    rows "SELECT group_concat(CASE type WHEN 'ANY' THEN name || ',' || name || '_type' ELSE name END)
        FROM (SELECT name, type FROM pragma_table_info('$1')
        WHERE name NOT IN ('lease', 'lease_by') ORDER BY cid)"
}
run 'every table of the schema is there' -o "$(tables)" -- 'cd out && LC_ALL=C ls ./*.csv | sed s:./::'
for file in out/*.csv; do
    table=${file##*/} table=${table%.csv}
    run "$table.csv: every column of the schema" -- \
        diff <(columns "$table" | tr , '\n' | sort) <(head -n 1 "$file" | tr , '\n' | sort)
done

manifest() {
    perl -MJSON::PP -0777 -ne '$m = decode_json($_);
        print "$m->{export} $m->{schema} $m->{anchor} $m->{cursor} ", $m->{since} // "-", "\n";
        print "$_->{blake2b} $_->{bytes} $_->{file}\n" for @{$m->{files}}' "$1/manifest.json"
}
sums() {
    local file
    echo "1 $(rows 'PRAGMA user_version') $(tk-check) $(events) -"
    for file in $(manifest out | awk 'NR > 1 { print $3 }'); do
        echo "$(b2sum -l 256 "out/$file" | cut -d ' ' -f 1) $(stat -c %s "out/$file") $file"
    done
}
run 'the manifest has the digests that b2sum finds' -o "$(sums)" -- manifest out
run 'and the numbers of rows' -o "$(rows 'SELECT count(*) FROM event')" \
    -- sed -n 's/.*"event.csv","rows":\([0-9]*\).*/\1/p' out/manifest.json

# --- values
run 'text as it is' -o $'It "smokes",\nand how.' -- \
    'sqlite3 :memory: ".import --csv out/message.csv m" "SELECT body FROM m WHERE id = 1"'
run 'a number of a field of numbers' -o $'ticket,field,value,value_type\n2,1,3.0,real' -- cat out/value.csv
run 'an empty text is not an absent one' -o $'macro,lang,body\n1,"",Hello {customer.first|you}.' \
    -- cat out/macro_text.csv
run 'a formula stays one: these files are not for spreadsheets' -o 1 -- grep -c ',=cmd()$' out/message.csv
run 'bytes as hexadecimal digits' -o "$(rows 'SELECT lower(hex(seal)) FROM message WHERE id = 2')" -- \
    'sqlite3 :memory: ".import --csv out/message.csv m" "SELECT seal FROM m WHERE id = 2"'
run 'nothing of leases, drafts and hooks' -s 1 -- \
    'must tk-next -q --for 20m; tk-export -q --dir held; grep -lE "lease|draft|outbox" held/*'

# --- the stream
run 'a stream is JSON, line by line' -o "$(wc -l <out/event.csv)" -- \
    'tk-export -F jsonl | perl -MJSON::PP -ne "\$x = decode_json(\$_); \$n++ if (\$x->{table} // q()) eq q(event); END { print \$n + 1, qq(\n) }"'
run 'its last line has the digest of the others' -o "$(tk-export -F jsonl | head -n -1 | b2sum -l 256 | cut -d ' ' -f 1)" \
    -- 'tk-export -F jsonl | sed -n "\$s/.*blake2b\":\"\([0-9a-f]*\).*/\1/p"'
run 'a control character is escaped' -o 1 -- 'tk-new -q -m "$(printf "\033[31m")" Red; tk-export -F jsonl | grep -c "\\\\u001b\[31m"'
run 'to a file' -- 'tk-export -F jsonl -o a.jsonl && tk-export -F jsonl >b.jsonl && tk-export -F jsonl | cat >c.jsonl && cmp a.jsonl b.jsonl && cmp b.jsonl c.jsonl'

# --- increments
first=$(tk-export --dir whole) cursor=$(events)
must tk-tag -q +late 1
must tk-customer add -q new@example.com
run 'since an event' -o "$(tk-check)" -- tk-export --dir inc --since "$cursor"
run 'only the events behind it' -o "$(rows "SELECT count(*) FROM event WHERE id > $cursor")" \
    -- 'sed 1d inc/event.csv | wc -l'
run 'and what they touched' -o $'1\n1,1\n1,2\n1\n2' -- \
    'for table in ticket ticket_tag message customer; do sed 1d "inc/$table.csv"; done | grep "^[0-9]" | cut -d , -f 1,2 | sed -E "1s/,.*//; 4,\$s/,.*//"'
run 'since the anchor is the same' -- "tk-export -q --dir inc2 --since $first && diff -r inc inc2"
run 'as a stream' -o "$(rows "SELECT count(*) FROM event WHERE id > $cursor")" -- \
    "tk-export -F jsonl --since $cursor | grep -c '\"table\":\"event\"'"
run 'nothing new is an increment, too' -o 1 -- 'tk-export -q --dir none --since "$(tk-check)" && cat none/event.csv | wc -l'
run 'since 0 is everything' -- 'tk-export -q --dir all --since 0 && tk-export -q --dir all2 && diff -r all all2'
long=$(rows 'SELECT max(id) FROM change WHERE n > 2')
run 'not within a change' -s 64 -e "tk-export: --since $((long + 1)): that is within change $long: take $((long - 1)) or $(rows "SELECT id + n - 1 FROM change WHERE id = $long") (tk-export -h helps)" \
    -- tk-export -F jsonl --since $((long + 1))
run 'not behind the last' -s 64 -e "tk-export: --since 99999: the last event of this desk is $(events) (tk-export -h helps)" \
    -- tk-export -F jsonl --since 99999
run 'a number beyond all' -s 64 -e~ 'tk-export: --since 9{30}: the last event .*' -- tk-export -F jsonl --since 999999999999999999999999999999
run 'no number' -s 64 -e 'tk-export: --since "": the number of an event, or an anchor ID:HASH (tk-export -h helps)' -- tk-export -F jsonl --since ''
other=1:$(printf '%064d' 7)
run 'the anchor of another desk' -s 65 -e "tk-export: --since $other: this desk has no such change: it is of another desk, or of another history" \
    -- tk-export --dir x --since "$other"

# --- what is refused
run 'neither' -s 64 -e~ 'tk-export: where to\? give --dir DIR, or -F jsonl for a stream .*' -- tk-export
run 'another format' -s 64 -e~ 'tk-export: .*' -- tk-export -F xcsv
run 'both' -s 64 -e~ 'tk-export: --dir makes CSV files; .*' -- tk-export -F jsonl --dir x
run 'a directory and -o' -s 64 -e~ 'tk-export: --dir and -o exclude each other.*' -- tk-export --dir x -o y
run 'an operand' -s 64 -e~ 'tk-export: unexpected "x".*' -- tk-export --dir y x
run 'no name' -s 64 -e~ 'tk-export: --dir: an empty name.*' -- tk-export --dir ''
run 'no database' -s 66 -e~ 'tk-export: no database at none.db: run tk-init' -- tk-export -d none.db --dir x
run 'a directory with something in it' -s 73 -e 'tk-export: out is not empty: name a new directory, or put this one away' -- tk-export --dir out
run 'a file' -s 73 -e 'tk-export: out/tag.csv exists and is no directory: name a new one' -- tk-export --dir out/tag.csv
run 'a link' -s 73 -e 'tk-export: link exists and is no directory: name a new one' -- 'ln -s quiet link; tk-export --dir link'
run 'a place that is not there' -s 73 -e 'tk-export: cannot make no/where: No such file or directory' -- tk-export --dir no/where
run 'nothing came of these' -- 'ls -A | grep -E "tmp|^x$|^y$|where" || :'
run 'an empty directory is taken' -o~ '\d+:\w{64}' -- 'mkdir empty; tk-export --dir empty/ && test -s empty/manifest.json'

# --- a bad end
if [ "$(id -u)" != 0 ]; then
    run 'a directory that may not be written' -s 73 -e~ 'tk-export: cannot make sealed/x: Permission denied' \
        -- 'mkdir -m 555 sealed; tk-export --dir sealed/x'
fi
limited() { (ulimit -f 1 && "$@"); }
run 'a limit of file sizes' -s 74 -e 'tk-export: write error on small: File too large' -- limited tk-export --dir small
run 'nothing is left of it' -- 'ls -A | grep -E "tmp|small" || :'
perl -e 'print "subject,body\n"; print "Number $_,", "some words " x 80, "\n" for 1 .. 12000' >many.csv
must tk-new -q -I csv <many.csv
for signal in KILL TERM INT HUP; do
    ended() {
        tk-export -q --dir killed & # it takes some 200 ms
        sleep "$1"
        kill "-$signal" $! 2>/dev/null
        wait $! 2>/dev/null
        [ ! -e killed ] || { diff -r killed complete >/dev/null && rm -r killed; }
    }
    [ -e complete ] || must tk-export -q --dir complete
    run "SIG$signal: all of it or nothing" -- 'for s in 0.01 0.02 0.05 0.1; do ended "$s" || echo "half after $s"; done'
    [ "$signal" = KILL ] || run "SIG$signal: and nothing else" -- 'ls -Ad .tk-*.tmp 2>/dev/null || :'
    rm -rf .tk-*.tmp
done
run 'a slow reader holds no snapshot' -o 1 -- '(tk-export -F jsonl; echo $? >rc) | { sleep 0.5
    tk-tag -q +meanwhile 1; sqlite3 "$TK_DB" "PRAGMA wal_checkpoint(TRUNCATE)" | cut -d "|" -f 1 >busy; cat >big.jsonl; }
    tail -n 1 big.jsonl | grep -c blake2b && test "$(cat busy)" = 0'
run 'memory does not grow with the desk' -- 'ulimit -v 200000; tk-export -q --dir flat'
run 'no statement scans or sorts unsaid' -- 'TK_TRACE=plan tk-export -q --dir plan; TK_TRACE=plan tk-export -q --dir plan2 --since 5'
finish
