#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Completion: what the tools say may stand next, and what bash, zsh and fish make of it.
. "${0%/*}/lib.sh"

desk
me=$(id -un)
sql() { must sqlite3 "$TK_DB" "$1"; }
sql "INSERT INTO agent(id, login, name) VALUES(10, 'barbara', 'Barbara'), (11, 'bob', 'Bob Builder')"
sql "INSERT INTO agent(id, login, gone) VALUES(12, 'bygone', 1)"
sql "INSERT INTO queue(id, name, title) VALUES(10, 'billing', 'Invoices'), (11, 'bulk', NULL)"
sql "INSERT INTO tag(id, name) VALUES(1, 'outage'), (2, 'vip'), (3, 'visible')"
sql "INSERT INTO field(id, name, type, conf) VALUES(1, 'room', 1, NULL), (2, 'urgent', 4, NULL),
     (3, 'color', 5, 'dark red,blue,light (green)'), (4, 'seen', 3, NULL)"
sql "INSERT INTO macro(id, name, title) VALUES(1, 'outage', 'All is down'), (2, 'out', NULL)"
sql "INSERT INTO macro(id, name, gone) VALUES(3, 'outdated', 1)"
must tk-new -q -r 'Ana <ana@example.com>' 'No paper'
must tk-new -q -r 'ann@example.com' 'Printer on fire'
must tk-new -q -r '+420 777 123 456' 'Calls back'
must tk-close -q 2
sql "INSERT INTO contact(kind, address, customer, rank) VALUES(1, 'o''neil\$x@example.com', 1, 7)"

# says NAME WORDS... -- COMMAND...: its candidates, without descriptions
says() {
    local name=$1 words=()
    shift
    while [ "$1" != -- ]; do
        words+=("$1") && shift
    done
    run "$name" -o "$(printf '%s\n' "${words[@]}")" -- words "${@:2}"
}
words() { "$1" --complete "${@:2}" | cut -f 1; }

# --- options
run 'options with what they do' -o $'--dry-run\tchange nothing; show on stderr' -- \
    tk-close --complete --dr
says 'a short option' -p -- tk-new -p
says 'behind other words' --priority -- tk-new a -t b --pri
says 'none behind --' -- tk-list -- --for
says 'a value is no option' -- tk-new -m --pri
says 'nor is a value the option of the next word' low normal high urgent -- tk-new -m -m -p ''
says 'a flag has no value' 3 1 -- tk-close -q ''

# --- their values
says 'a priority' high -- tk-new -p h
says 'behind =' --priority=high -- tk-new --priority=h
says 'statuses' new open pending hold solved closed -- tk-reply --status ''
says 'a resolution' duplicate declined -- tk-close --resolution d
says 'channels' tool mail web chat phone -- tk-reply --channel ''
says 'formats' table tsv csv xcsv jsonl ids nul -- tk-list -F ''
says 'formats of input' tsv csv xcsv jsonl -- tk-new -I ''
says 'when to colour' always auto never -- tk-list --color ''
run 'agents' -o $'barbara\tBarbara\nbob\tBob Builder' -- tk-new --complete -a b
says 'oneself' me -- tk-new -a m
run 'queues' -o $'billing\tInvoices\nbulk' -- tk-new --complete -Q b
says 'a tag' vip visible -- tk-new -t vi
says 'the last of several' outage,vip outage,visible -- tk-new --tag outage,vi
says 'a column' subject -- tk-list -c sub
says 'the last of several, each once' id,status,subject id,status,solved id,status,snooze -- \
    tk-list -c id,status,s
says 'columns besides the default ones' +tags -- tk-list -c +tag
says 'a custom column' x.color x.room x.seen x.urgent -- tk-list -c x
says 'a list of columns' help -- tk-list -c he
says 'sort keys, both ways' status,updated status,updated- -- tk-list -s status,up
says 'customers by address' ana@example.com ann@example.com -- tk-new -r an
says 'in capitals' ana@example.com -- tk-new -r ANA
says 'by phone' +420777123456 -- tk-new -r +4
run 'macros' -o $'out\noutage\tAll is down' -- tk-reply --complete --macro ou
run 'files are for the shell' -o $'\tfiles' -- tk-new --complete -f any
says 'a custom field to set' x.room= -- tk-new --set x.r
says 'and its value' 'x.color=blue' -- tk-new --set x.color=b
says 'the columns of --map' id=key,summary=subject -- tk-new --map id=key,summary=sub
says 'text has none' -- tk-new -m ''

# --- operands
says 'an agent first' barbara bob -- tk-assign b
says 'then tickets' 3 1 -- tk-assign bob ''
says 'a relation first' blocks blocked-by -- tk-link b
says 'then tickets' 3 1 -- tk-link blocks ''
says 'no agent to --claim' 3 1 -- tk-assign --claim ''
says 'how long' 15m 30m 1h 4h 1d -- tk-assign --claim --for ''
says 'where to merge' 3 1 -- tk-merge ''
says 'and what' 3 -- tk-merge 1 ''
says 'a ticket to split' 3 1 -- tk-split ''
says 'its messages' 1 -- tk-split 1 ''
says 'of another one none' -- tk-split 99 ''
says 'a query for the next one' status: -- tk-next stat
says 'fields to set' category= customer= -- tk-set c
says 'custom ones, too' x.room= -- tk-set x.ro
says 'the value of one' priority=high -- tk-set priority=h
says 'of a queue' queue=billing queue=bulk -- tk-set queue=b
says 'of a custom field' 'x.color=dark red' -- tk-set x.color=d
says 'of a custom flag' x.urgent=yes x.urgent=no -- tk-set x.urgent=
says 'of a time' due=today due=tomorrow -- tk-set due=to
says 'then tickets' 3 -- tk-set priority=high 3
says 'no fields behind a ticket' 3 -- tk-set priority=high 1 ''
says 'tags to add' +vip +visible -- tk-tag +vi
says 'tags to remove, beside options' -v -vip -visible -- tk-tag -v
says 'tags come first' +outage +vip +visible -- tk-tag ''
says 'then tickets' 3 1 -- tk-tag +vip ''
says 'agents to watch' +barbara +bob -- tk-cc +b
says 'customers in copy' -ana@example.com -ann@example.com -- tk-cc -an

# --- tickets
run 'open ones, the newest first' -o $'3\tCalls back\n1\tNo paper' -- tk-show --complete ''
run 'a closed one by its number' -o $'2\tclosed: Printer on fire' -- tk-show --complete 2
says 'written TK-' TK-3 -- tk-close TK-3
says 'each once' 3 -- tk-close 1 ''
says 'no number' -- tk-close 0
says 'nor this' -- tk-close 12345678901234567890
sql "WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 1099)
     INSERT INTO ticket(id, rev, status, priority, queue, created, updated, gone, subject)
     SELECT i, 1, 1, 2, 1, i, i, i = 1099, 'n' || i FROM n"
run 'at most 50' -o 50 -- 'tk-close --complete "" | wc -l'
run 'the highest numbers of a prefix' -o $'1098\tn1098\n1097\tn1097' -- \
    'tk-close --complete 10 | head -n 2'
says 'a longer prefix' 1023 -- tk-close 1023
sql 'DELETE FROM ticket WHERE id >= 1000'

# --- queries
says 'fields' status: -- tk-list st
says 'custom fields' x.room: -- tk-list x.r
says 'their values' status:pending -- tk-list status:p
says 'behind a comma' status:new,pending -- tk-list status:new,p
says 'the end of a range' priority:high..urgent -- tk-list priority:high..u
says 'behind a comparison' 'priority:>=high' -- tk-list 'priority:>=h'
says 'in one operand with others' 'printer status:new' -- tk-list 'printer status:ne'
says 'in parentheses' '(queue:billing' -- tk-list '(queue:bi'
says 'not in a phrase' -- tk-list '"no status:ne'
says 'is:' is:mine is:merged -- tk-list is:m
says 'has:' has:assignee has:attachment -- tk-list has:a
says 'no: of a custom field' no:x.room -- tk-list no:x.r
says 'a tag' +vip +visible -- tk-list +vi
says 'tags:' tags:vip,outage -- tk-list tags:vip,o
says 'its other name' tag:outage -- tk-list tag:o
says 'an agent' @barbara @bob -- tk-list @b
says 'assignee:' assignee:none assignee:any assignee:me assignee:barbara assignee:bob "assignee:$me" -- \
    tk-list assignee:
says 'queue:' queue:me -- tk-list queue:m
says 'customer:' customer:ana@example.com -- tk-list customer:ana
says 'sort:' sort:updated sort:updated- -- tk-list sort:up
says 'a value that needs quotes' 'x.color:"dark red"' -- tk-list x.color:d
says 'its quote begun' 'x.color:"light (green)"' -- tk-list 'x.color:"li'
says 'a day' created:today -- tk-list created:tod
says 'operators are capitals' NOT -- tk-list N
says '--match' queue= -- tk-list --match qu
says 'its value' --match=queue=bulk -- tk-list --match=queue=bu

# --- nouns
says 'verbs' set serve -- tk-agent se
says 'then what their synopsis says' barbara bob -- tk-agent show b
says 'again where there may be more' barbara bob -- tk-agent show bob b
says 'but not where there may not' -- tk-agent remove bob b
says 'queues to serve' billing bulk -- tk-agent serve bob b
says 'fields to set' name= role= capacity= away= -- tk-agent set bob ''
says 'their values' role=viewer role=agent role=lead role=admin -- tk-agent set bob role=
says 'a field by its name' title= -- tk-queue set billing ''
says 'custom fields' color -- tk-field show c
says 'or with x.' x.color -- tk-field show x.c
says 'addresses to remove' -ana@example.com -ann@example.com -- \
    tk-customer address ana@example.com -an
says 'a customer' ana@example.com ann@example.com -- tk-customer list an
says 'macros by their verb' out outage -- tk-macro show ou
says 'views' mine -- tk-view show mi
says 'their queries' is:open -- tk-view set mine is:op
says 'no name of what is not made yet' -- tk-queue add b
says 'the options of the verb' --as -- tk-agent remove --a
says 'and no other' -- tk-agent list --a
says 'its own columns' login,role -- tk-agent list -c login,ro
says 'and sort keys' role role- -- tk-agent list -s ro

says 'columns that differ by verb' id -- tk-hooks queue -c i
says 'and those of the other one' hook -- tk-hooks list -c ho

# --- every tool offers the options that its help lists, and is quiet
options_of() {
    "$1" -h | perl -ne 'print "$_\n" for map { /(?<![^ ,])(--?\w[\w-]*)/g } /^ {1,8}(-.*?)(?: {2}|$)/' |
        sort -u
}
# columns_of TOOL HELP: what -c offers is what -c help lists; that of a noun is its verb list's.
# shellcheck disable=SC2086 # each column a word
columns_of() {
    local list=() columns
    [[ $2 != *$'\nverbs:'* ]] || list=(list)
    columns=$("$1" "${list[@]}" -c help 2>/dev/null | cut -f 1) || return
    says "$1: columns" $columns help -- "$1" "${list[@]}" -c ''
}
for tool in "$TK_BIN"/tk*; do
    name=${tool##*/}
    run "$name: options are those of -h" -o "$(options_of "$tool")" -- \
        "TK_DB=/nonexistent $name --complete - | cut -f 1 | grep -vx -e -me | sort -u"
    run "$name: the first word" -o~ '(?s).*' -- "$name" --complete ''
    [[ $(options_of "$tool") != *--columns* ]] || columns_of "$name" "$("$name" -h)"
    run "$name: what it does" -o "$("$name" -h | sed -n "1s/^$name: //p")" -- "$name" --complete
done

# --- hostile text: shown harmless as description, and never a word
mkdir hostile && export TK_DB=$T/hostile.db
desk
sql "INSERT INTO tag(name) VALUES('te' || char(27) || '[31mst'), ('te' || char(10) || 'st'),
     ('te' || char(8238) || 'st'), ('te' || char(9) || 'st'), (CAST(x'7465ff' AS TEXT)), ('text')"
sql "INSERT INTO field(name, type, conf) VALUES('how', 5, 'a' || char(7) || ',a b,a' || char(155))"
must tk-new -q one
must tk-new -q two
must tk-new -q three
sql "UPDATE ticket SET subject = char(27) || ']0;x' || char(7) || char(10, 9, 133, 8238) WHERE id = 1"
sql "UPDATE ticket SET subject = CAST(x'ff' AS TEXT) WHERE id = 2"
sql "UPDATE ticket SET subject = replace(hex(zeroblob(5000)), '0', 'ž') WHERE id = 3"
run 'subjects' -o "$(printf '%s\t%s\n' 3 "$(printf 'ž%.0s' {1..60})…" 2 '\xFF' \
    1 '␛]0;x␇␊␉\u0085\u202e')" -- tk-show --complete ''
says 'tags' +text -- tk-list +te
says 'choices' 'x.how=a b' -- tk-set x.how=
run 'what is typed, too' -- tk-list --complete $'\e[31mstatus:'
run 'a word that is no UTF-8' -- tk-list --complete $'\xff'
export TK_DB=$T/tk.db

# --- no database, or none that can be read: static words alone
static() {
    says "$1: options" --format -- tk-list --form
    says "$1: fields" status: -- tk-list st
    says "$1: static values come" assignee:none assignee:any assignee:me -- tk-list assignee:
    says "$1: tickets do not" -- tk-close ''
}
for TK_DB in "$T/none.db" "$T/empty.db" "$T/foreign.db" "$T/link.db" "$T/newer.db" "$T/torn.db" "$T"; do
    case $TK_DB in
    */empty.db) : >"$TK_DB" ;;
    */foreign.db) echo 'Not a database at all' >"$TK_DB" ;;
    */link.db) ln -s "$T/tk.db" "$TK_DB" ;;
    */newer.db) cp "$T/tk.db" "$TK_DB" && sql 'PRAGMA user_version = 999' ;;
    */torn.db) head -c 100 "$T/tk.db" >"$TK_DB" ;;
    esac
    static "${TK_DB##*/}"
done
run 'none was made' -s 1 -- test -e "$T/none.db"
run 'no HOME' -o assignee:none -- \
    'unset TK_DB HOME XDG_DATA_HOME; words tk-list assignee: | head -n 1'
TK_DB=
mkdir -p "$XDG_CONFIG_HOME/tk" && echo 'nonsense' >"$XDG_CONFIG_HOME/tk/config"
static 'a bad config file'
rm -r "$XDG_CONFIG_HOME/tk"
export TK_DB=$T/none.db TK_NOW=nonsense
static 'a bad clock'
export TK_NOW=2026-11-22T12:00:00Z

says 'the database of -d' +text -- tk-list -d "$T/hostile.db" +
says 'of the last one' +text -- tk-list --database="$T/none.db" -q -d "$T/hostile.db" +
says 'of --database=' +text -- tk-list --database="$T/hostile.db" +
says 'but not behind --' -- tk-list -- -d "$T/hostile.db" +
says 'nor of a value' -- tk-new -m -d "$T/hostile.db" -t te
export TK_DB=$T/tk.db
run 'without a reader' -o --helps -- '{ tk-list --complete ""; echo --helps >&2; } 2>&1 >/dev/full'

# --- the shells.  typed SHELL...: types the lines on stdin, <TAB> a tab, and prints the command
# line as it stands then.
command -v expect >/dev/null || { skip 'the shells' 'no expect' && finish; }
export HISTFILE=/dev/null
cat >drive.exp <<'E'
set timeout 30
log_user 0
set env(TERM) xterm
spawn {*}$argv
expect "READY> "
while {[gets stdin line] >= 0} {
    send -- [string map {<TAB> "\t"} $line]
    send "\x18d"
    expect -re "DUMP<(\[^\r\n\]*)>DUMP"
    puts $expect_out(1,string)
    expect "READY> "
    send "\x15"
}
send "exit\r"
expect eof
E
typed() { expect drive.exp "$@"; }

# What is typed, and what becomes of it in every shell.
cat >lines <<'E'
tk-list stat<TAB>|tk-list status:
tk-list status:pe<TAB>|tk-list status:pending 
tk-list status:new,pe<TAB>|tk-list status:new,pending 
tk-list @bar<TAB>|tk-list @barbara 
tk-list customer:ana@ex<TAB>|tk-list customer:ana@example.com 
tk-list 'status:pen<TAB>|tk-list 'status:pending' 
tk-list "printer status:pen<TAB>|tk-list "printer status:pending" 
tk-list -c id,sub<TAB>|tk-list -c id,subject 
tk-list --format=js<TAB>|tk-list --format=jsonl 
tk-list -o ./drive.e<TAB>|tk-list -o ./drive.exp 
tk-list --output=./drive.e<TAB>|tk-list --output=./drive.exp 
tk-set prior<TAB>|tk-set priority=
tk-set priority=hi<TAB>|tk-set priority=high 
tk-set x.color=d<TAB>|tk-set x.color=dark\ red 
tk-set 'x.color=d<TAB>|tk-set 'x.color=dark red' 
tk-new -r o\'<TAB>|tk-new -r o\'neil\$x@example.com 
tk-new -r +4<TAB>|tk-new -r +420777123456 
tk-tag +out<TAB>|tk-tag +outage 
tk-tag -vip<TAB>|tk-tag -vip 
true; tk-close --resolution spa<TAB>|true; tk-close --resolution spam 
tk lis<TAB>|tk list 
tk list stat<TAB>|tk list status:
tk help assi<TAB>|tk help assign 
tk-own a<TAB>|tk-own a
E
mkdir team && export PATH=$PATH:$T/work/team
printf '#!/bin/sh\ntouch "$HOME/was-run"\n' >team/tk-own && chmod +x team/tk-own

cat >rc.bash <<E
PS1='READY> '
bind 'set enable-bracketed-paste off'
bind 'set bell-style none'
bind -x '"\C-xd": printf "\nDUMP<%s>DUMP\n" "\$READLINE_LINE"'
. '$top/completions/tk.bash'
E
mkdir zsh && cat >zsh/.zshrc <<E
PS1='READY> '
unset zle_bracketed_paste
setopt nobeep
fpath=('$top/completions' \$fpath)
autoload -Uz compinit && compinit -u -D
dump() { zle -I; print -r -- "DUMP<\$BUFFER>DUMP"; }
zle -N dump && bindkey '^Xd' dump && bindkey '^U' kill-whole-line
E
mkdir -p "$XDG_CONFIG_HOME/fish/completions" && cat >"$XDG_CONFIG_HOME/fish/config.fish" <<'E'
function fish_prompt; echo -n 'READY> '; end
function fish_greeting; end
function dump; printf '\nDUMP<%s>DUMP\n' (commandline); commandline -f repaint; end
bind \cxd dump
bind \cu 'commandline ""'
E
for tool in "$TK_BIN"/tk* team/tk-own; do
    cp "$top/completions/tk.fish" "$XDG_CONFIG_HOME/fish/completions/${tool##*/}.fish"
done

# shell NAME COMMAND...: all lines in one session, each a test.
shell() {
    local name=$1 line want got
    command -v "$name" >/dev/null || { skip "$name" 'not installed' && return; }
    cut -d '|' -f 1 lines | typed "${@:2}" >answers 2>&1
    mapfile -t got <answers
    while IFS='|' read -r line want; do
        run "$name: $line" -o "$want" -- printf '%s\n' "${got[0]-nothing}"
        got=("${got[@]:1}")
    done <lines
}
shell bash bash --rcfile rc.bash -i
ZDOTDIR=$T/work/zsh shell zsh zsh -i
shell fish fish -i
run 'no shell ran what does not know --complete' -s 1 -- test -e "$HOME/was-run"

run 'fish shows descriptions' -o $'barbara\tBarbara\nbob\tBob Builder' -- \
    fish -c 'complete -C "tk-assign b"'
finish
