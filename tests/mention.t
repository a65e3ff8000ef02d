#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# "@bob" in an internal note makes bob a watcher, whatever tool writes the note; nothing else does.
. "${0%/*}/lib.sh"
desk
me=$(id -un)
for name in ann bob bob.smith bob-s Eva gone; do must tk-agent add "$name"; done
must tk-agent remove gone
must tk-new -q -r ana@example.com -m 'Hello @ann' 'Ticket'

said() {
    local text=$1
    shift
    "$@" -q -m "$text" 1 && tk-list -c watchers id:1 is:any
}
# watched WATCHERS TEXT [COMMAND...]: after a note of this text only these watch; nobody: "-".
watched() {
    local want=$1 text=$2
    shift 2
    [ $# -gt 0 ] || set -- tk-reply --note
    tk-cc -q -ann -bob -bob.smith -bob-s -Eva "-$me" 1
    run "${text:-nothing} ($*)" -o "$want" -- said "$text" "$@"
}

run 'not in what a customer writes' -o - -- 'tk-list -c watchers id:1'
watched bob '@bob'
watched bob 'Ask @bob.'
watched bob '@bob, please look'
watched ann,bob '@ann @bob'
watched ann,bob $'@ann\n@bob'
watched ann,bob '@ann,@bob'
watched bob '(@bob)'
watched bob '"@bob"'
watched bob '„@bob“'
watched bob 'שלום @bob!'
watched bob 'Čau @bob…'
watched bob "@bob's ticket"
watched bob 'cc:@bob'
watched bob.smith '@bob.smith'
watched bob.smith '@bob.smith.'
watched bob '@bob.Then this'
watched bob-s '@bob-s'
watched bob '@bob-em'
watched Eva '@Eva'
watched "$me" "@$me"
watched - '@eva'
watched - '@BOB'
watched - '@bobby'
watched - '@bob_x'
watched - '@bobů'
watched - 'x@bob'
watched - 'č@bob'
watched - '9@bob'
watched - '_@bob'
watched - 'bob@ann'
watched - '@@bob'
watched - '@bob@example.com'
watched - 'write to bob@bob.smith'
watched - '@'
watched - '@ bob'
watched - '@me'
watched - '@none'
watched - '@gone'
watched bob "@bob'; DROP TABLE agent; --"
watched - $'> @bob said'
watched - $'>@bob\n>> @ann'
watched ann $'> @bob said\n@ann?'
watched bob $'x > @bob'
watched - "@$(printf 'a%.0s' {1..300})"

watched - '@bob' tk-reply
watched bob '@bob' tk-close --note
watched - '@bob' tk-reopen
watched - '@bob' tk-close
must tk-reopen -q 1
watched - '@ann' tk-reply -r ana@example.com
watched bob '@bob @bob @bob'

run 'its events' -o $'message\t-\tnote\nwatcher\t-\t+ann' -- '
    tk-reply -q --note -m "@ann" 1; tk-log 1 -c field,old,new | tail -n 2'
run 'in one change set' -o 1 -- 'tk-log 1 -c change | tail -n 2 | sort -u | wc -l'
run 'who watches already is no event' -o message -- '
    tk-reply -q --note -m "@ann again" 1; tk-log 1 -c field | tail -n 1'
run 'watcher:me finds it' -o 1 -- env TK_AGENT=ann tk-list watcher:me -F ids
run 'and nobody else does' -- env TK_AGENT=Eva tk-list watcher:me -F ids
run '-n adds nobody' -o ann,bob -e~ '1\tann,bob,bob-s' -- '
    tk-reply -n --note -m "@bob-s" 1 -c id,watchers; tk-list -c watchers id:1'
run 'a megabyte of them' -o ann,bob,bob-s -- "
    yes '@bob-s @nobody @a.a.a.a' | head -c 1000000 >text; tk-reply -q --note -f text 1
    tk-list -c watchers id:1"
run 'tk-check' -o~ '\d+:[0-9a-f]{64}' -- tk-check
finish
