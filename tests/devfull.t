#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Output that cannot be written is a failure, in every tool: /dev/full, a closed pipe, closed
# descriptors.  A change that stands is said to stand, with its number, and does stand.
. "${0%/*}/lib.sh"
# shellcheck source=every-tool.sh
. "$top/tests/every-tool.sh"

# to_closed_pipe DEFAULT|IGNORE COMMAND: into a pipe that nobody reads.
to_closed_pipe() {
    # shellcheck disable=SC2016 # Perl's
    perl -e '$SIG{PIPE} = shift; pipe R, W; close R; open STDOUT, ">&", W; exec @ARGV' \
        "$1" bash -c "exec $2"
}

changes() { sqlite3 "$TK_DB" 'SELECT count(*) FROM change'; }

# The last change, as a message must name it.
newest() {
    local id
    id=$(sqlite3 "$TK_DB" 'SELECT max(id) FROM change')
    echo "${id:-none}"
}

# stands NAME: what the message said stands does.
stands() {
    local said
    said=$(sed -n 's/.*change \([0-9]*\) stands, output lost$/\1/p' "$T/got.err")
    run "$1: the change that stands" -o "$said" -- newest
}

# lost KIND COMMAND HOW REASON
lost() {
    local tool=${2%% *} more=''
    [ "$1" != write ] || more='; change \d+ stands, output lost'
    every_fresh
    run "$2 $3" -s 74 -e~ "$tool: write error on stdout: $4$more" -- "$2 $3"
    [ "$1" != write ] || stands "$2 $3"
}

closed_pipe() {
    local tool=${2%% *} more=''
    every_fresh
    run "$2 | closed" -s 141 -- to_closed_pipe DEFAULT "$2"
    [ "$1" != write ] || more="$tool: change \d+ stands, output lost"
    every_fresh
    run "$2 | closed, SIGPIPE ignored" -s 74 -e~ "$more" -- to_closed_pipe IGNORE "$2"
    [ "$1" != write ] || stands "$2 | closed"
}

prints() {
    [ "$1" != quiet ] || return
    lost "$1" "$2" '>/dev/full' 'No space left on device'
    lost "$1" "$2" '>&-' 'Bad file descriptor'
    closed_pipe "$1" "$2"
    every_fresh
    run "$2 2>&-" -o~ '(?s).+' -- "$2 2>&-"
    [[ $2 == *'<'* ]] || run "$2 <&- 2>&-" -o~ '(?s).+' -- "$2 <&- 2>&-"
}

quiet() {
    local before
    [[ $1 == write || $1 == quiet ]] || return
    every_fresh
    before=$(changes)
    run "$2, -q into /dev/full" -- "$2 -q >/dev/full"
    [ "$1" != write ] || run "$2 -q was done" -- test "$(changes)" -gt "$before"
}

every_desk
every_tool_has_a_line
every prints
for tool in $(every_tool); do
    for option in -h -V; do
        lost none "$tool $option" '>/dev/full' 'No space left on device'
        lost none "$tool $option" '>&-' 'Bad file descriptor'
        closed_pipe none "$tool $option"
    done
done
every quiet
finish
