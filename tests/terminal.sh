# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A terminal to type at, and to look at: tmux with a server of its own in $T.  After lib.sh.
#
#     terminal 80 24 tk-shell
#     type 'list is:open' Enter
#     run 'a list' -o~ '...' -- sees 'Printer'
#
# Nothing here asserts a time: who waits, waits until what is wanted is on the screen, at most
# SEES_S seconds.

command -v tmux >/dev/null || skip_all 'no tmux'
SEES_S=${SEES_S-30}
terminals=0

screen_do() { TERM=screen tmux -S "$T/tmux.$terminals" -f /dev/null "$@"; }

# terminal WIDTH HEIGHT COMMAND...: another one; the one before is closed.
terminal() {
    local width=$1 height=$2
    shift 2
    screen_do kill-server 2>/dev/null
    terminals=$((terminals + 1)) # a server takes its time to go
    screen_do new-session -d -x "$width" -y "$height" -s t \
        "TERM=screen $* ; echo \"[left with \$?]\"; exec sleep 600" 9>&-
    screen_do set-option -g history-limit 5000
}

# type WORD...: text as it stands, or a key by its name (Enter, Tab, C-c, Up ...).
type() {
    local word
    for word; do
        case $word in
        Enter | Tab | Escape | Up | Down | Left | Right | BSpace | Home | End | C-? | M-?)
            screen_do send-keys -t t "$word" ;;
        *) screen_do send-keys -t t -l -- "$word" ;;
        esac
    done
}

# paste: stdin, as a terminal with bracketed paste has it.
paste() {
    screen_do load-buffer -b paste - && screen_do paste-buffer -p -r -d -b paste -t t
}

resize() { screen_do resize-window -t t -x "$1" -y "$2"; }

# What is on the screen, without the empty lines below; -a: what has scrolled away, too; -e: with
# colours.  Blanks at the ends of lines are not to be seen.
screen() {
    local options=()
    case ${1-} in
    -a) options=(-S -) ;;
    -e) options=(-e) ;;
    esac
    screen_do capture-pane -p "${options[@]}" -t t | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}'
}

# sees REGEX [-a]: waits until the screen holds it, and prints it from the line on that does; fails,
# and prints it all, when it never comes.  REGEX is Perl's, over the whole screen.
sees() {
    local end=$((SECONDS + SEES_S)) now
    while :; do
        now=$(screen "${2-}")
        if perl -0777 -e '$_ = <STDIN>; exit !/$ARGV[0]/m' -- "$1" <<<"$now"; then
            return
        fi
        ((SECONDS < end)) || break
        sleep 0.05
    done
    printf 'never came: %s\n' "$1" && tail -n 40 <<<"$now"
    return 1
}

# One command, and the prompt behind it: typed only when the prompt is there.
at_prompt() { sees '^tk(\[[^\n]*\])?>\Z'; }

trap 'screen_do kill-server 2>/dev/null; clean_up' EXIT
