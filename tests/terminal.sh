# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A terminal with a person at it, by tmux: what is on its screen, and what is typed.  Sourced behind
# lib.sh.
#
#     terminal 80 24 'tk-watch is:open'    a shell, which runs the line and says "ended STATUS"
#     type TEXT|KEY...                     text as it stands, keys by their names: Enter Tab C-c Up
#     paste                                stdin, as a terminal with bracketed paste has it
#     resize 40 12
#     sees PATTERN                         0 once a Perl pattern is on the screen (of many lines)
#     sees_not PATTERN                     0 once it no longer is
#     screen [-e]                          the lines of the screen, without blank ones at the end
#                                          and blanks at the ends of lines; -e: with its colours
#     at_prompt                            0 once tk-shell wants a line
#
# Nothing here asserts a time: who waits does so until what is wanted is there, or for SEES_S
# seconds.

command -v tmux >/dev/null || skip_all 'no tmux'
SEES_S=${SEES_S-30} terminals=0
# shellcheck disable=SC2154 # T is of lib.sh
tm() { tmux -S "$T/tmux.$terminals" -f /dev/null "$@"; }

# The modes of the terminal before and behind are kept in the files before and after.
terminal() {
    local width=$1 height=$2
    shift 2
    tm kill-server 2>/dev/null
    terminals=$((terminals + 1)) # a server takes its time to go
    rm -f before after
    cat >line.sh <<END
trap : INT # Ctrl-C is for what runs in it
stty -a | tail -n +2 >before # without its size
$*
s=\$?
stty -a | tail -n +2 >after
echo "ended \$s"
sleep 1000
END
    must tm new-session -d -s person -x "$width" -y "$height" \
        "env TERM=${TERMINAL-screen} bash line.sh"
    must tm set-option -g status off
}

type() {
    local word
    for word; do
        case $word in
        Enter | Tab | Escape | Up | Down | Left | Right | BSpace | Home | End | C-? | M-?)
            must tm send-keys -t person "$word" ;;
        *) must tm send-keys -t person -l -- "$word" ;;
        esac
    done
}
paste() {
    tm load-buffer -b paste - && tm paste-buffer -p -r -d -b paste -t person
}
resize() { must tm resize-window -t person -x "$1" -y "$2"; }

# shellcheck disable=SC2120 # with -e
screen() { tm capture-pane -p "$@" -t person | perl -0777 -pe 's/[ \t]+$//mg; s/\s+\z/\n/'; }
shows() {
    screen | perl -CSA -Mutf8 -0777 -ne 'BEGIN { $re = shift } exit !/$re/m' -- "$1"
}
sees() {
    local end=$((SECONDS + SEES_S))
    until shows "$1"; do
        ((SECONDS < end)) || { printf 'never came: %s\n' "$1" && screen && return 1; }
        sleep 0.05
    done
}
sees_not() {
    local end=$((SECONDS + SEES_S))
    while shows "$1"; do
        ((SECONDS < end)) || { printf 'never went: %s\n' "$1" && screen && return 1; }
        sleep 0.05
    done
}
at_prompt() { sees '^tk(\[[^\n]*\])?>\Z'; }

# The process of a tool that runs in the terminal.
process() { pgrep -P "$(tm display-message -p -t person '#{pane_pid}')" -x "$1"; }

close_terminal() {
    local status=$?
    tm kill-server 2>/dev/null
    return $status
}
trap 'close_terminal; clean_up' EXIT
