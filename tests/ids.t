#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# How tickets are named on command lines and in pipes: all that INTERFACE 3 promises.
. "${0%/*}/lib.sh"
desk
must tk-agent add bob
for i in {1..12}; do must tk-new -q -p low "Ticket $i"; done

high='tk-set -q priority=high'
# highs: the tickets that a test raised, on one line; afterwards all are low again
highs() {
    lines "$(tk-list -F ids priority:high is:any -s id | paste -sd' ')"
    tk-list -F ids priority:high is:any | tk-set -q priority=low
}
# raised NAME IDS [EXPECTATION...] -- COMMAND: which tickets it raised
raised() {
    local name=$1 ids=$2 args=()
    shift 2
    while [ "$1" != -- ]; do
        args+=("$1") && shift
    done
    shift
    run "$name" -o "$ids" "${args[@]}" -- "$1; s=\$?; highs; exit \$s"
}

# --- operands

raised 'a number' 3 -- "$high 3"
raised 'TK-, #, [#]' '3 4 5' -- "$high TK-3 '#4' '[#5]'"
raised 'options may follow' 3 -- 'tk-set priority=high 3 -q'
raised 'twice is once' 3 -- "$high 3 TK-3 3"
run 'in the order given' -o $'5\n3\n4' -- tk-tag +vip 5 3 4 -F ids
for bad in 0 03 -3 3x tk-3 TK- '[#3' 3,4 '3 4' 1e2 99999999999999999999 +3; do
    run "no id: $bad" -s 64 -e~ 'tk-set: (no ticket id: "|unknown option "-3").*' -- tk-set priority=high "$bad"
done
run 'an empty operand is never none' -s 64 -e~ 'tk-set: an empty ticket id.*' -- tk-set priority=high ''
run 'also beside others' -s 64 -e~ 'tk-set: an empty ticket id.*' -- tk-set priority=high 3 ''
run 'one bad operand: nothing is done' -s 64 -e~ 'tk-set: no ticket id: "x".*' -- tk-set priority=high 3 x
run 'unknown operands' -s 66 -e $'tk-set: 99: no such ticket 99\ntk-set: TK-98: no such ticket 98' \
    -- tk-set priority=high 3 99 TK-98
raised 'unknown beside known: nothing is done' '' -s 66 -e 'tk-set: 99: no such ticket 99' -- "$high 3 99"
raised 'with -k the known ones' 3 -s 66 -e 'tk-set: 99: no such ticket 99' -- "$high -k 3 99"
raised 'operands: stdin is not read' 3 -i 4 -- "$high 3"

# --- id lines

raised 'lines' '3 4' -i $'3\n4' -- "$high"
raised 'without a last newline' '3 4' -I <(printf '3\n4') -- "$high"
raised 'all forms' '3 4 5 6' -i $'3\nTK-4\n#5\n[#6]' -- "$high"
raised 'the first field up to TAB or blank' '3 4' -i $'3\topen\t5\n4 a subject' -- "$high"
raised 'blank lines' '3 4' -i $'\n3\n\n  \n\t\n4\n' -- "$high"
raised 'BOM and CR' '3 4' -i $'\ufeff3\r\n4\r' -- "$high"
raised 'CR alone on a line' '3' -i $'3\r\n\r' -- "$high"
run 'a ticket given twice counts once, at its first place' -o $'5\n3\n4' -i $'5\n3\nTK-5\n4\n3' \
    -- tk-tag +twice -F ids
raised 'of 2,000 lines' '3 4' -I <(printf '3\n4\n%.0s' {1..1000}) -- "$high"
run 'leading blanks, with the mend' -s 65 -i '      2 3' \
    -e~ "tk-set: stdin:1: blanks before the id: .*uniq -c.*awk.*" -- tk-set priority=high
run 'several ids on a line, with the mend' -s 65 -i '3 4' \
    -e~ 'tk-set: stdin:1: several ids on a line: .*tr .*' -- tk-set priority=high
run 'a comma without a header, with the mend' -s 65 -i $'3,open' \
    -e~ 'tk-set: stdin:1: .*feed CSV with its header.*' -- tk-set priority=high
run 'no id at all' -s 65 -i $'3\nfoo\n' -e 'tk-set: stdin:2: no ticket id: "foo"' -- tk-set priority=high
run 'what is no id is made safe to look at' -s 65 -i $'\e[31mx' -e 'tk-set: stdin:1: no ticket id: "␛[31mx"' \
    -- tk-set priority=high
raised 'every bad line is reported, nothing is done' '' -s 65 -i $'3\nfoo\n99\n0\n4' -e \
    $'tk-set: stdin:2: no ticket id: "foo"\ntk-set: stdin:4: no ticket id: "0"\ntk-set: stdin:3: no such ticket 99' -- "$high"
run 'over 20 bad lines: 20 and a count' -s 65 -o $'21\ntk-set: ... and 10 more' \
    -i "$(printf 'x\n%.0s' {1..30})" -- 'tk-set priority=high 2>&1 | tee all | wc -l; s=$?; tail -n 1 all; exit $s'
raised 'no ids: nothing to do' '' -- "$high"
run '-E says so' -s 1 -- tk-set priority=high -E
raised 'blank lines alone: nothing to do' '' -i $'\n\n' -- "$high"
run 'a line of more than 1 MiB' -s 65 -I <(head -c 2000000 /dev/zero | tr '\0' 5) \
    -e~ 'tk-set: stdin:1: .*' -- tk-set priority=high

# --- NUL

raised '-0' '3 4' -I <(printf '3\0TK-4\0') -- "$high -0"
raised 'without a last NUL' '3 4' -I <(printf '3\x004') -- "$high -0"
raised 'from tk-list' '3 4' -- "tk-list -F nul id:3,4 | $high -0"
raised 'a newline is no end then' '' -s 65 -I <(printf '3\n4\0') -e~ 'tk-set: stdin:1: no ticket id: .*' -- "$high -0"
raised 'NULs without -0 are not half read' '' -s 65 -I <(printf '3\x004\x00') -e~ 'tk-set: stdin:1: .*-0.*' -- "$high"

# --- tables

raised 'CSV by its header' '3 4' -i $'id,subject\n3,x\n4,"a ""b"""' -- "$high"
raised 'a quoted newline forges no id' '3' -i $'id,subject\n3,"x\n4\n5,y\n"' -- "$high"
raised 'a header of id alone' '3 4' -i $'id\n3\n4' -- "$high"
raised 'CSV with BOM and CRLF' '3 4' -i $'\ufeffid,subject\r\n3,x\r\n4,y\r' -- "$high"
raised 'TSV by its header' '3 4' -i $'id\tsubject\n3\t4\n4\tx y' -- "$high"
raised 'xcsv' '3 4' -- "tk-list -F xcsv id:3,4 | $high"
raised 'what tk-list prints in every format' '3' -- "
    for f in tsv csv xcsv ids table; do
        tk-list -F \$f --no-header id:3 | { [ \$f = csv ] || [ \$f = xcsv ] && cat >/dev/null || $high; }
    done
    for f in tsv csv xcsv; do tk-list -F \$f --header id:3 | $high; done"
run 'a bad record' -s 65 -i $'id,subject\n3,x\n4,y,z\nx,y\n,z' -E - -- tk-set priority=high <<'END'
tk-set: stdin:3: 3 cells, the header has 2
tk-set: stdin:4: no ticket id: "x"
tk-set: stdin:5: no ticket id: ""
END
run 'a line number behind a quoted newline' -s 65 -i $'id,subject\n3,"x\ny"\nx,y' \
    -e 'tk-set: stdin:4: no ticket id: "x"' -- tk-set priority=high
run 'another header is no header' -s 65 -i $'subject,id\nx,3' -e~ 'tk-set: stdin:1: .*header.*\n.*' -- tk-set priority=high
run 'an unclosed quote' -s 65 -i $'id,subject\n3,"x' -e~ 'tk-set: stdin:2: .*' -- tk-set priority=high

# --- who reads stdin

run 'a terminal and no ids' -s 64 -o~ 'tk-set: no ticket id: give one, or pipe some in .*' \
    -- 'script -qec "tk-set priority=high" /dev/null | tr -d "\r"'
run 'also with --each' -s 64 -o~ 'tk-set: no ticket id: give one, or pipe some in .*' \
    -- 'script -qec "tk-set --each priority=high" /dev/null | tr -d "\r"'
printf '3\n4\n5\n' >ids
raised 'a file from its beginning' '3 4 5' -- "$high <ids"
raised 'the rest of a file is somebody'"'"'s while-read loop' '' -s 64 \
    -e~ 'tk-set: stdin is a file read in part already.*' -- "{ read -r _; $high; } <ids"
raised 'unless - is given' '4 5' -- "{ read -r _; $high -; } <ids"
raised 'a pipe read in part is one to read' '4 5' -- "cat ids | { read -r _; $high; }"
raised '- alone stands for stdin' '3' -i 3 -- "$high -"
run '- beside ids' -s 64 -i 3 -e~ 'tk-set: no ticket id: "-".*' -- tk-set priority=high 4 -
run 'tk-list never reads stdin' -o $'4\n3' -i 5 -- 'tk-list -F ids id:3,4; read -r x && test $x = 5'
run 'but for - as its first operand: it filters' -o $'4\n3' -i $'4\n99\n3\n4' -s 65 -e 'tk-list: stdin:2: no such ticket 99' \
    -- tk-list - priority:low -F ids
run 'in the order of the ids' -o $'5\n3\n4' -i $'5\n3\n4' -- tk-list - -F ids
run 'or sorted' -o $'3\n4\n5' -i $'5\n3\n4' -- tk-list - -F ids -s id
run 'closed ones, too: they are named' -o 12 -i 12 -- 'tk-close -q 12; tk-list - -F ids'

# --- records out

run 'one record for each, in order of input, default columns' -O - -i $'4\n3' -- tk-set priority=high <<'END'
4	new	high	support	-	-	2026-11-22T12:00:00Z	Ticket 4
3	new	high	support	-	-	2026-11-22T12:00:00Z	Ticket 3
END
run 'also for what was so already' -o $'4\thigh\n3\thigh' -i $'4\n3' -- tk-set priority=high -c id,priority
run 'which -v says' -e 'tk-set: 4: is so already' -- tk-set -q -v priority=high 4
run 'tools in a pipe' -o $'4\thigh\tbob\tred-hot,twice,vip' \
    -- 'tk-list priority:high id:4 | tk-assign bob | tk-tag +red-hot | tk-set lang=cs -c id,priority,assignee,tags'
raised 'back' '3 4' -- true

# --- -k and --rejects

raised '-k: the good lines' '3 4' -s 65 -i $'3\nfoo\n99\n4' \
    -e $'tk-set: stdin:2: no ticket id: "foo"\ntk-set: stdin:3: no such ticket 99' -- "$high -k"
raised '--rejects implies it' '3 4' -s 65 -i $'3 a\nfoo\tb\n99 c\n4' \
    -e~ '(tk-set: stdin:[23]: .*\n?){2}' -- "$high --rejects bad"
run 'and takes the lines as they came' -O - -- cat bad <<'END'
foo	b
99 c
END
raised 'of CSV with its header' '3' -s 65 -I - -e~ '(tk-set: stdin:\d: .*\n?){2}' -- "$high --rejects bad.csv" <<'END'
id,subject
99,"two
lines"
3,x
4,y,z
END
run 'whole' -O - -- cat bad.csv <<'END'
id,subject
99,"two
lines"
4,y,z
END
raised 'so that they can be mended and fed again' '4 5' -- "sed -e 's/,z//' -e s/99/5/ bad.csv | $high --rejects bad.csv"
run 'no rejects: an empty file' -o 0 -- stat -c %s bad.csv
raised 'a place where they cannot be kept: nothing is done' '' -s 73 -i 3 -e~ 'tk-set: none/bad.*' -- "$high --rejects none/bad"
run 'a ticket that cannot be changed is left as it was' -s 65 -o $'closed\t-' -e~ 'tk-set: stdin:1: .*' -i 12 \
    -- 'tk-set -q -k lang=cs status=hold; s=$?; tk-list -c status,lang id:12; exit $s'

# --- --chunk and --each

raised '--chunk: what came before a bad chunk stands' '3 4' -s 65 -i $'3\n4\n5\n99\n6' \
    -e 'tk-set: stdin:4: no such ticket 99' -- "$high --chunk 2"
run 'and is printed' -s 65 -o $'3\n4' -i $'3\n4\n5\n99\n6' -e 'tk-set: stdin:4: no such ticket 99' \
    -- tk-set priority=high --chunk 2 -F ids
raised 'a change set each' '3 4' -- true
run 'not 0' -s 64 -e~ 'tk-set: --chunk takes a number above 0.*' -- tk-set priority=high --chunk 0 3
run '--each: a line is done while the stream goes on' -o $'3 high\n4 high' -- '
    mkfifo pipe
    tk-set priority=high --each -F ids <pipe >done &
    exec 3>pipe
    echo 3 >&3
    for i in {1..100}; do [ -s done ] && break; sleep 0.05; done
    echo "$(cat done) $(tk-list -c priority id:3)"
    echo 4 >&3
    exec 3>&-
    wait $!
    echo "$(tail -n 1 done) $(tk-list -c priority id:4)"'
raised '--each implies -k' '3 4 5' -s 65 -i $'foo\n99\n5' -e~ '(tk-set: stdin:[12]: .*\n?){2}' -- "$high --each"
raised '--each reads tables, too' '3 4' -s 65 -i $'id,subject\n3,"x\n5"\n99,"y"\n4,z' \
    -e 'tk-set: stdin:4: no such ticket 99' -- "$high --each --rejects bad.csv"
run 'and keeps their bad records' -o $'id,subject\n99,"y"' -- cat bad.csv
run '--each has one header' -o 'id,priority
3,high
4,high' -i $'3\n4' -- tk-set --each priority=high -F csv -c id,priority
run 'and one BOM' -o $'\ufeffid\r\n3\r\n4\r' -i $'3\n4' -- tk-set --each priority=high -F xcsv -c id
raised 'back again' '3 4' -- true
raised '--each on operands' '3 4' -i 5 -- "$high --each 3 4"

# --- -K

run '-K: a first time' -o $'3\thigh' -- tk-set -K k1 priority=high 3 -c id,priority
must tk-set -q priority=low 3
run 'a second time changes nothing and prints the same ticket' -o $'3\tlow' -- tk-set -K k1 priority=high 3 -c id,priority
run 'the same by another spelling of the id' -o 3 -- tk-set -K k1 priority=high TK-3 -F ids
conflict='the key "k1" was used by a different request: nothing was changed'
run 'another ticket' -s 65 -e "tk-set: $conflict" -- tk-set -K k1 priority=high 4
run 'another value' -s 65 -e "tk-set: $conflict" -- tk-set -K k1 priority=urgent 3
run 'another tool' -s 65 -e "tk-tag: $conflict" -- tk-tag -K k1 +vip 3
run 'another tool that makes tickets' -s 65 -e "tk-new: $conflict" -- tk-new -K k1 x
run 'a message is part of the request' -s 65 -e~ 'tk-reply: the key "k2" was used .*' \
    -- 'tk-reply -q -K k2 -m one 3 && tk-reply -K k2 -m two 3'
run 'a reply that is sent twice is there once' -o 1 -- 'tk-reply -q -K k2 -m one 3 && tk-list -c replies id:3'
run 'a ticket that is made twice is one' -o $'13\n13' -- 'tk-new -K k3 Once; tk-new -K k3 Once'
run 'its body is part of it' -s 65 -e~ 'tk-new: the key "k3".*' -- tk-new -K k3 Once -m more
run 'records, too' -o $'14\n15\n14\n15' -i $'subject\na\nb' \
    -- 'tee f | tk-new -I csv -K k4 -F ids; tk-new -I csv -K k4 -F ids <f'
run 'with other options they are another request' -s 65 -i $'subject\na\nb' -e~ 'tk-new: the key "k4".*' \
    -- tk-new -I csv -K k4 -p high
run 'a request that failed may be tried again' -s 65 -o $'3\n---\n3' \
    -e 'tk-set: stdin:1: no such ticket 99' -i 99 -- '
    tk-set -K k5 priority=high; s=$?
    tk-set -K k5 priority=high 3 -F ids; echo ---; tk-set -K k5 priority=high 3 -F ids; exit $s'
run 'what changed nothing is done as well' -s 65 -e~ 'tk-set: the key "k6".*' \
    -- 'tk-set -q -K k6 priority=high 3; tk-set -K k6 priority=low 3'
run 'a dry run uses no key up' -o 3 -e~ '3\t.*' -- 'tk-set -n -K k7 lang=cs 3 && tk-set -K k7 lang=pl 3 -F ids'
run '-K with --each' -s 64 -e~ 'tk-set: --each and -K: .*' -- tk-set --each -K k priority=low
run '-K with --chunk' -s 64 -e~ 'tk-set: --chunk and -K: .*' -- tk-set --chunk 2 -K k priority=low

# --- --if-rev

rev=$(tk-list -c rev id:4)
run '--if-rev: it is as it was' -o 4 -- tk-set --if-rev "$rev" lang=he 4 -F ids
run 'it is no longer' -s 65 -e~ "tk-set: 4: ticket 4 changed: its rev is \d+, not $rev .*" \
    -- tk-set --if-rev "$rev" lang=cs 4
run 'so nothing was done' -o he -- tk-list -c lang id:4
run 'one ticket only' -s 64 -e~ 'tk-set: --if-rev is for one ticket.*' -- tk-set --if-rev "$rev" lang=cs 4 5
run 'with a key: the retry after success' -o $'4\n4' -- '
    r=$(tk-list -c rev id:4)
    tk-set -K k8 --if-rev $r lang=pl 4 -F ids; tk-set -K k8 --if-rev $r lang=pl 4 -F ids'
finish
