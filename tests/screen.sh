# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A terminal with a person at it, by tmux: what is on its screen, and what is typed.  Sourced behind
# lib.sh by tests of what draws in place.
#
#     terminal 80 24 'tk-watch is:open'    a shell, which runs the line and says "ended STATUS"
#     await PATTERN                        0 once a Perl pattern is on the screen (of many lines)
#     await_not PATTERN                    0 once it no longer is
#     screen                               the lines of the screen, without blank ones at the end
#     keys KEY...                          as tmux send-keys

command -v tmux >/dev/null || skip_all 'no tmux'
# shellcheck disable=SC2154 # T is of lib.sh
socket=$T/tmux.socket
tm() { tmux -S "$socket" "$@"; }
trap 'tm kill-server 2>/dev/null; clean_up' EXIT

# The modes of the terminal before and behind are kept in the files before and after.
terminal() {
    tm kill-server 2>/dev/null
    rm -f before after
    cat >line.sh <<END
trap : INT # Ctrl-C is for what runs in it
stty -a | tail -n +2 >before # without its size
$3
s=\$?
stty -a | tail -n +2 >after
echo "ended \$s"
sleep 100
END
    must tm -f /dev/null new-session -d -s person -x "$1" -y "$2" \
        "env TERM=${TERMINAL-screen} bash line.sh"
    must tm set-option -g status off
}
# shellcheck disable=SC2120 # with -e: its colours
screen() { tm capture-pane -p "$@" -t person | perl -0777 -pe 's/\s+\z/\n/'; }
seen() { screen | perl -CS -Mutf8 -0777 -ne 'BEGIN { $re = shift; utf8::decode($re) } exit !/$re/m' -- "$1"; }
await() {
    for _ in {1..600}; do
        ! seen "$1" || return 0
        sleep 0.05
    done
    screen
    return 1
}
await_not() {
    for _ in {1..600}; do
        seen "$1" || return 0
        sleep 0.05
    done
    screen
    return 1
}
keys() { must tm send-keys -t person "$@"; }
resize() { must tm resize-window -t person -x "$1" -y "$2"; }
# The process of a tool that runs in the terminal.
process() { pgrep -P "$(tm display-message -p -t person '#{pane_pid}')" -x "$1"; }
