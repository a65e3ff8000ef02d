# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The test harness: TAP, one directory and one database per script, one assertion form.
#
#     . "${0%/*}/lib.sh"
#     desk
#     run 'a ticket prints its id' -o 1 -- tk-new -r ana@example.com 'No paper'
#     finish
#
# run NAME [EXPECTATION...] -- COMMAND...
#     -s STATUS          exit status (0); one by a signal (128 and more) only when it is named
#     -o TEXT  -e TEXT   stdout, stderr: nothing, or exactly TEXT and a newline
#     -O FILE  -E FILE   stdout, stderr to the byte; "-" is run's own stdin, a here-document
#     -o~ RE   -e~ RE    stdout, stderr as a whole match a Perl pattern; "." stays on its line
#     -i TEXT  -I FILE   stdin: TEXT and a newline, or a file ("-" as above); else /dev/null
#
# COMMAND runs in a subshell; a single word is a line of shell, with pipefail:
#     run 'ids flow' -o '' -- 'tk-list is:open | tk-close -q'
# A report of a sanitizer fails the run, whatever it states.
#
# must COMMAND...   a step of preparation: ends the script when it fails; stdout is discarded
# desk [ARG...]     tk-init with these arguments
# skip NAME REASON  skip_all REASON  finish
#
# $top is the source tree, $build the build tree, $variant its name (build, asan, cover ...), $T the
# directory of this script, removed at exit (TK_KEEP=1 keeps it).

set -u -o pipefail
ulimit -c 0
umask 022
exec </dev/null

top=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
build=$(realpath -m "${TK_BIN:-$top/build/bin}/..")
# shellcheck disable=SC2034 # for scripts
variant=${build##*/}
T=$(mktemp -d "${TMPDIR:-/tmp}/tk-test.XXXXXX") || exit 1

keep=${TK_KEEP-}
# shellcheck disable=SC2086 # each name a word
unset ${!TK_*} ${!XDG_*} VISUAL EDITOR NO_COLOR CLICOLOR CLICOLOR_FORCE COLUMNS LINES
export TK_BIN=$build/bin TK_DB=$T/tk.db TK_DATA=$top/lib/data TK_NOW=2026-11-22T12:00:00Z
export TZ=UTC LC_ALL=C.UTF-8 TERM=dumb PAGER=cat
export PATH=$TK_BIN:$PATH HOME=$T/home TMPDIR=$T/tmp
export XDG_CONFIG_HOME=$HOME/.config XDG_DATA_HOME=$HOME/.local/share
export XDG_STATE_HOME=$HOME/.local/state XDG_CACHE_HOME=$HOME/.cache XDG_RUNTIME_DIR=$T/run
export ASAN_OPTIONS=log_path=$T/san UBSAN_OPTIONS=log_path=$T/san:print_stacktrace=1
export GCOV_ERROR_FILE=/dev/null # counters that cannot be written are not the test's business
mkdir -m 700 "$HOME" "$TMPDIR" "$XDG_RUNTIME_DIR" "$T/work" && cd "$T/work" || exit 1

tests=0 failures=0

clean_up() {
    local status=$?
    # shellcheck disable=SC2046 # each job a word
    kill $(jobs -p) 2>/dev/null
    cd / || exit 1
    if [ "$keep" ]; then
        echo "# kept $T" >&2
    else
        chmod -R u+rwx "$T" && rm -rf "$T"
    fi
    exit $status
}
trap clean_up EXIT
trap 'exit 1' HUP INT TERM

# As a comment of TAP, safe for a terminal.
comment() {
    LC_ALL=C tr '\000-\010\013-\037\177' '?' | head -n 100 | sed 's/^/#   /' >&2
}

lines() { [ -z "$1" ] || printf '%s\n' "$1"; }

# result NAME: "ok" when $T/why is empty, else "not ok" with its text as comments.
result() {
    local name=${1//$'\n'/ }
    tests=$((tests + 1))
    if [ ! -s "$T/why" ]; then
        echo "ok $tests - ${name//#/\\#}"
        return
    fi
    failures=$((failures + 1))
    echo "not ok $tests - ${name//#/\\#}"
    { echo "failed: $name (${0##*/}:${BASH_LINENO[-2]})" && cat "$T/why"; } | comment
}

# A status, with the name of the signal in it.
status() {
    local signal
    [ "$1" -le 128 ] || signal=$(kill -l "$1" 2>/dev/null)
    echo "$1${signal:+ ($signal)}"
}

# The difference between what is expected of stdout (out) or stderr (err) and what came.
difference() {
    if [ -z "${pattern[$1]+x}" ]; then
        cmp -s "$T/want.$1" "$T/got.$1" ||
            diff -a -u --label "expected std$1" --label "std$1" "$T/want.$1" "$T/got.$1"
    elif ! perl -0777 -e '$_ = <STDIN> // ""; exit !/\A(?:$ARGV[0])\n?\z/' \
        -- "${pattern[$1]}" <"$T/got.$1" 2>&1; then
        echo "std$1 is not like ${pattern[$1]}:" && cat "$T/got.$1"
    fi
}

# Reports of sanitizers since the last look, also those of processes whose stderr went elsewhere.
sanitizers() {
    find "$T" -maxdepth 1 -name 'san.*' -exec cat {} \; -delete
}

run() {
    local name=$1 status=0 got in=/dev/null
    local -A pattern=()
    shift
    : >"$T/want.out" && : >"$T/want.err"
    while [ "${1---}" != -- ]; do
        [ $# -gt 1 ] || set -- '?' "$1"
        case $1 in
        -s) status=$2 ;;
        -o) lines "$2" >"$T/want.out" ;;
        -e) lines "$2" >"$T/want.err" ;;
        -i) lines "$2" >"$T/in" && in=$T/in ;;
        -O) cat -- "$2" >"$T/want.out" ;;
        -E) cat -- "$2" >"$T/want.err" ;;
        -I) cat -- "$2" >"$T/in" && in=$T/in ;;
        -o~) pattern[out]=$2 ;;
        -e~) pattern[err]=$2 ;;
        *) echo "Bail out! run '$name': what is $1 $2?" && exit 2 ;;
        esac
        shift 2
    done
    shift
    [ $# -ne 1 ] || set -- eval "$1"

    { ("$@") <"$in" >"$T/got.out" 2>"$T/got.err"; } 2>/dev/null # what bash says of a crash
    got=$?
    {
        [ "$got" -eq "$status" ] || echo "exit status $(status $got), expected $status"
        difference out
        difference err
        sanitizers
    } >"$T/why"
    result "$name"
}

skip() {
    tests=$((tests + 1))
    echo "ok $tests - $1 # SKIP $2"
}

skip_all() {
    echo "1..0 # SKIP $1"
    exit 0
}

must() {
    "$@" >/dev/null 2>"$T/why" && return
    { echo "cannot prepare: $* (exit status $?)" && cat "$T/why"; } | comment
    exit 1
}

desk() {
    must tk-init "$@"
}

finish() {
    sanitizers >"$T/why"
    [ ! -s "$T/why" ] || result 'nothing that a sanitizer reports'
    echo "1..$tests"
    exit $((failures > 0))
}
