#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The harness itself: what must fail does fail, and says why.
. "${0%/*}/lib.sh"

# script: a test script from stdin, as prove would run it.
script() {
    { echo ". '$top/tests/lib.sh'" && cat; } >script.t
    bash script.t
}

# fails NAME LINE...: the script of this one assertion reports "not ok" and exits 1.
fails() {
    local name=$1
    shift
    run "$name" -s 1 -o~ 'not ok 1 - x\n1..1' -e~ '(#.*\n?)+' -i "$*"$'\nfinish' -- script
}

run 'a command that says and does nothing' -- true
run 'stdout, stderr and status' -s 3 -o out -e err -- 'echo out; echo err >&2; exit 3'
run 'several lines' -o $'a\nb' -- printf 'a\nb\n'
run 'stdin' -i 'a line' -o 'a line' -- cat
run 'stdin is empty unless stated' -- cat
run 'stdout from a here-document' -O - -- printf 'a\tb' < <(printf 'a\tb')
run 'stdin from a here-document' -I - -o 2 -- 'wc -l' <<'END'
one
two
END
printf 'no newline' >file
run 'files' -I file -O file -E file -- 'tee /dev/stderr'
run 'a pattern' -o~ 'ticket \d+' -e~ 'x*' -- echo ticket 17
run 'a pattern over lines' -o~ '(?s)a.*c' -- printf 'a\nb\nc\n'
run 'a pattern on nothing' -o~ '' -- true
run 'a signal that is named' -s 141 -- 'kill -PIPE $BASHPID'
run 'a failure in a pipe is the status' -s 7 -- '(exit 7) | cat'
run 'a subshell keeps what it changes' -- 'cd / && TK_DB=none'
run 'a # in a #name' -- test "$PWD" = "$T/work" -a "$TK_DB" = "$T/tk.db"

fails 'a wrong status' 'run x -- false'
fails 'a status that is missing' 'run x -s 1 -- true'
fails 'a stray line on stdout' 'run x -- echo stray'
fails 'a stray line on stderr' 'run x -o out -- "echo out; echo stray >&2"'
fails 'a missing line' 'run x -o line -- true'
fails 'a missing newline' 'run x -o line -- printf line'
fails 'a newline too many' "run x -o line -- printf 'line\n\n'"
fails 'a pattern that fits a part only' 'run x -o~ a -- echo ab'
fails 'a pattern that fits the first line only' "run x -o~ 'a.*' -- printf 'a\nb\n'"
fails 'a pattern that is none' 'run x -o~ "(" -- echo "("'
fails 'a crash' 'run x -- "kill -SEGV \$BASHPID"'
fails 'a crash in a pipe' 'run x -- "(kill -SEGV \$BASHPID) | cat"'
fails 'a crash where a failure was expected' 'run x -s 1 -- "kill -ABRT \$BASHPID"'
fails 'a report of a sanitizer' 'run x -- "echo bad >$T/san.17"'
fails 'a command that is not there' 'run x -- no-such-command'

run 'a failure shows what differs' -s 1 -o~ '(?s)not ok.*' -E - -i $'run x -o a -- echo b\nfinish' \
    -- script <<'END'
#   failed: x (script.t:2)
#   --- expected stdout
#   +++ stdout
#   @@ -1 +1 @@
#   -a
#   +b
END
run 'and no control character' -s 1 -o~ '(?s)not ok.*' -e~ '[\n -~]*' \
    -i $'run x -- printf "\\33[31m"\nfinish' -- script
run 'an option that run does not know' -s 2 -o~ 'Bail out! .*' -i 'run x -z 1 -- true' -- script
run 'a preparation that fails ends the script' -s 1 -e~ '#.*\n#.*why' \
    -i $'must bash -c "echo why >&2; exit 4"\nrun x -- true\nfinish' -- script
run 'a preparation that succeeds is silent' -o 1..0 -i $'must echo\nfinish' -- script
run 'a late report of a sanitizer' -s 1 -o~ 'not ok 1.*\n1..1' -e~ '(#.*\n?)+' \
    -i $'echo bad >$T/san.1\nfinish' -- script
run 'skip' -o $'ok 1 - x # SKIP why\n1..1' -i $'skip x why\nfinish' -- script
run 'skip_all' -o '1..0 # SKIP why' -i $'skip_all why\nrun x -- false' -- script
run 'the directory is removed' -o~ '/.*' -i 'echo $T; chmod 0 .' \
    -- 'd=$(script) && echo $d && ! test -e $d'
run 'prove sees a failure' -s 1 -o~ '(?s).*Failed 1/1 subtests.*' -e~ '(?s).*' \
    -- 'echo "run x -- false; finish" | script >/dev/null 2>&1; prove --exec bash script.t'
run 'prove sees a script that stops early' -s 1 -o~ '(?s).*No plan found.*' \
    -- 'echo "run x -- true" | script >/dev/null; prove --exec bash script.t'
finish
