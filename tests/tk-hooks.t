#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-hooks: a team's own programs before and after changes of tickets.
#
# every: read tk-hooks list --header
# every: read tk-hooks queue --header
# every: quiet tk-hooks retry
# every: none tk-hooks -V
. "${0%/*}/lib.sh"

me=$(id -un)
export TK_HOOKS=$T/hooks
mkdir "$TK_HOOKS"
desk -q
must tk-queue add billing
must tk-field add room

# hook NAME: makes one of the script on stdin.
hook() {
    { echo '#!/bin/sh' && cat; } >"$TK_HOOKS/$1"
    chmod 755 "$TK_HOOKS/$1"
}
no_hooks() { rm -rf "$TK_HOOKS" && mkdir "$TK_HOOKS"; }
refuse() { hook "$1" <<<'echo no >&2; exit 1'; }
changes() { sqlite3 "$TK_DB" 'SELECT max(id) FROM change'; }
events() { sqlite3 "$TK_DB" 'SELECT max(id) FROM event'; }
outbox() { # hook, state, tries
    sqlite3 -separator ' ' "$TK_DB" "SELECT hook, state, tries || iif(note = 'running', ' running', '')
        FROM outbox ORDER BY id"
}
at() { TK_NOW=2026-11-22T$1Z "${@:2}"; }
ms() { date +%s%3N; }
# until_is TEXT COMMAND...: waits for what the background does.
until_is() {
    local i
    for ((i = 0; i < 200; i++)); do
        [ "$("${@:2}" 2>/dev/null)" != "$1" ] || return 0
        sleep 0.05
    done
    echo "never: $1, but: $("${@:2}")"
    return 1
}
# Rows may be run by the test alone.
no_runner() { sqlite3 "$TK_DB" "UPDATE outbox SET state = 1 WHERE state = 0"; }

must tk-new -q -r 'Ana <ana@example.com>' -m 'It smokes.' 'Printer on fire'
must tk-new -q -r borek@example.cz -m 'Proč?' 'Faktura'
must tk-new -q -m hi third

# --- where they are

run 'no directory that anybody named: no hooks' -o 2 -- env -u TK_HOOKS tk-tag +one 2 -F ids
run 'a directory that is not there' -s 78 -o '' \
    -e 'tk-tag: the directory of hooks, /none: No such file or directory' \
    -- env TK_HOOKS=/none tk-tag +two 2
run 'nothing was changed' -o one -- tk-list -c tags id:2
run 'readers do not care' -o 2 -- env TK_HOOKS=/none tk-list -F ids id:2
run 'nor do changes of queues' -- env TK_HOOKS=/none tk-queue add other
mkdir -p "$XDG_CONFIG_HOME/tk" "$T/own"
echo "hooks = $T/own" >"$XDG_CONFIG_HOME/tk/config"
printf '#!/bin/sh\necho own >&2; exit 1\n' >"$T/own/pre-tag"
chmod 755 "$T/own/pre-tag"
run 'the setting' -s 69 -e 'tk-tag: pre-tag: own' -- env -u TK_HOOKS tk-tag +two 2
run 'the variable wins' -o 2 -- tk-tag -one 2 -F ids
rm "$XDG_CONFIG_HOME/tk/config"
run 'a relative one' -s 69 -e 'tk-tag: pre-tag: own' -- env -C "$T" TK_HOOKS=own tk-tag +two 2

# --- which kinds a change is of

for kind in assign cc change close link merge message new note reopen reply set solve status tag undo; do
    hook "pre-$kind" <<<"echo \$2$kind >>$T/called; [ \$1 = $kind ]"
done
kinds() {
    : >"$T/called"
    "${@:2}" >/dev/null || return
    sort "$T/called" | diff <(tr ' ' '\n' <<<"$1 change" | sort) -
}
run 'new' -- kinds new tk-new subject
run 'new, with all that it begins with' -- kinds new tk-new -t vip -a "$me" -m body subject
run 'new records' -i $'subject\na\nb' -- kinds new tk-new -I csv
run 'assign' -- kinds assign tk-assign "$me" 1
run 'reply' -- kinds 'reply status' tk-reply -m hi --status pending 1 -q
run 'note' -- kinds note tk-reply --note -m hi 2 -q
run 'status' -- kinds status tk-set status=hold 1
run 'solve' -- kinds 'status solve' tk-set status=solved 1
run 'close' -- kinds 'status close' tk-close 1
run 'reopen' -- kinds 'status reopen' tk-reopen 1
run 'closed at once is solved, too' -- kinds 'status solve close' tk-close 1
run 'closed by tk-set' -- kinds 'status solve close' tk-set status=closed 2
run 'tag' -- kinds tag tk-tag +vip 2
run 'cc' -- kinds cc tk-cc "+$me" 2
run 'set' -- kinds set tk-set priority=high queue=billing x.room=12 2
run 'undo' -- kinds 'undo set' tk-undo -y
run 'several' -- kinds 'reply status close solve' tk-close 3 -m bye
run 'link' -- kinds link tk-link related 4 2
run 'merge' -- kinds merge tk-merge 5 6
run 'a lease is no change' -o '' -- ': >"$T/called"; tk-assign --claim --for 2h 6 -q; cat "$T/called"'
no_hooks

# --- what a pre hook refuses, every tool

tk-macro add 'done' -m 'Done.' --do 'close' >/dev/null
must tk-reopen -q 1 2
must tk-reply -q 1 -m second
must tk-tag -q +last 1
message=$(sqlite3 "$TK_DB" 'SELECT max(id) FROM message')
printf 'subject\na\nb\n' >two.csv
refuse pre-change
before=$(events) rows=$(sqlite3 "$TK_DB" 'SELECT group_concat(rev) FROM ticket')
for line in 'tk-new s' 'tk-new -K key s' 'tk-new -I csv <two.csv' 'tk-new -I csv --chunk 1 <two.csv' \
    'tk-new -I csv --each <two.csv' 'tk-assign --release 1' 'tk-reply -m x 1' 'tk-reply --note -m x 1' \
    'tk-reply --macro done 1' 'tk-set priority=low 1 2' 'tk-tag +zz 1' 'tk-cc +eva@example.com 1' \
    'tk-close 1' 'tk-close --each 1 2' 'tk-close -k 1 2' 'tk-set status=closed 1' 'tk-reopen 3' \
    'tk-merge 1 2' "tk-split 1 $message" 'tk-link related 1 2' 'tk-next' 'tk-undo -y' \
    'echo close 1 | tk-batch' 'tk-list is:open -F ids | tk-close' 'tk-close 1 -F csv'; do
    tool=${line##*| } tool=${tool%% *}
    run "refused: $line" -s 69 -e~ "($tool: (stdin:\d+: |\d+: )?pre-change: no\n)+" -- "$line"
done
run 'nothing was done' -o "$before $rows" \
    -- 'echo "$(events) $(sqlite3 "$TK_DB" "SELECT group_concat(rev) FROM ticket")"'
run 'a dry run runs none' -o '' -e~ '1\tclosed\t.*' -- tk-close -n 1
no_hooks

refuse pre-close
run 'closing goes by no other way: a batch' -s 69 -e~ 'tk-batch: .*pre-close: no' -i 'set status=closed 1' -- tk-batch
run 'a macro' -s 69 -e 'tk-close: pre-close: no' -- 'tk-close --macro done 1 2>/dev/null || tk-close 1'
run 'an undo' -s 69 -e 'tk-undo: pre-close: no' -- \
    'TK_HOOKS= env -u TK_HOOKS tk-close -q 1; TK_HOOK=x tk-reopen -q 1; tk-undo -y'
run 'other changes are none of its business' -o 1 -- tk-tag +other 1 -F ids

# --- how it may fail

run 'all that it says, on one line' -s 69 -e 'tk-close: pre-close: one; two; three' \
    -- 'hook pre-close <<<"printf \"one\n\n  \ntwo \nthree\n\" >&2; exit 9"; tk-close 1'
run 'nothing' -s 69 -e 'tk-close: pre-close: exit status 9' \
    -- 'hook pre-close <<<"exit 9"; tk-close 1'
run 'nothing that a terminal minds' -s 69 -e~ 'tk-close: pre-close: [^\x00-\x1f\x7f]+' \
    -- 'hook pre-close <<<"printf \"a\033[31mb\\377\342\200\256\r\" >&2; exit 1"; tk-close 1'
run 'killed' -s 69 -e 'tk-close: pre-close: killed by signal 9' \
    -- 'hook pre-close <<<"kill -9 \$\$"; tk-close 1'
run 'ten megabytes' -s 69 -e~ 'tk-close: pre-close: x{900,1100}' -- \
    'hook pre-close <<<"head -c 10000000 /dev/zero | tr \"\\000\" x >&2; exit 1"; tk-close 1'
run 'ten megabytes on stdout' -o 1 -- \
    'hook pre-tag <<<"head -c 10000000 /dev/zero"; tk-tag +big 1 -F ids'
rm "$TK_HOOKS/pre-tag"
head -c 900000 /dev/zero | tr '\0' x >long
run 'input that it does not read' -o 1 -- \
    'hook pre-note <<<"exec <&-; sleep 0.1"; tk-reply --note -f long 1 -F ids'
run 'its input in full' -o 'done' -- \
    "hook pre-note <<<'[ \$(wc -c) -gt 900000 ]'; tk-reply --note -q -f long 2 && echo done"
rm "$TK_HOOKS/pre-note"
run 'no #!' -s 69 -e 'tk-close: pre-close: cannot be started: Exec format error (a script begins with #!)' \
    -- 'echo exit >"$TK_HOOKS/pre-close"; tk-close 1'
run 'an interpreter that is not there' -s 69 -e~ 'tk-close: pre-close: cannot be started: No such file.*' \
    -- 'echo "#!/no/such" >"$TK_HOOKS/pre-close"; tk-close 1'
run 'it leaves a process behind' -o 1 -- 'hook pre-tag <<<"sleep 60 & echo \$! >>$T/pids"; tk-tag +left 1 -F ids'
xargs kill <"$T/pids" 2>/dev/null
rm "$TK_HOOKS"/*

# Beside all that follows: a hook that never ends, with a child that minds no signal.
late=$T/late
mkdir "$late" && cat >"$late/pre-tag" <<EOF
#!/bin/sh
trap '' TERM
(trap '' TERM; echo \$\$ >$T/late.pid; while :; do sleep 0.2; done) &
while :; do sleep 0.2; done
EOF
chmod 755 "$late/pre-tag"
(begin=$(ms) && TK_HOOKS=$late tk-tag +late 3 >"$T/late.out" 2>&1
    echo "$? $((($(ms) - begin) / 1000))" >>"$T/late.out") &
late_job=$!

# --- who may write them

unsafe() { run "$1" -s 69 -e~ "tk-close: pre-close: $2" -- tk-close 1; }
hook pre-close <<<'exit 0'
chmod 644 "$TK_HOOKS/pre-close"
unsafe 'not executable' '.*/pre-close is no executable file'
chmod 775 "$TK_HOOKS/pre-close"
unsafe 'writable by its group' '.*/pre-close is writable by its group'
chmod 757 "$TK_HOOKS/pre-close"
unsafe 'writable by everybody' '.*/pre-close is writable by everybody'
chmod 755 "$TK_HOOKS/pre-close"
chmod 777 "$TK_HOOKS"
unsafe 'in a directory that is' '.*/hooks is writable by everybody'
chmod 1777 "$TK_HOOKS"
unsafe 'also with the sticky bit' '.*/hooks is writable by everybody'
chmod 755 "$TK_HOOKS"
chmod 770 "$T"
unsafe 'below one that is' ".*/${T##*/} is writable by its group"
chmod 700 "$T"
mkdir -m 777 "$T/open" && mv "$TK_HOOKS/pre-close" "$T/open/real"
ln -s "$T/open/real" "$TK_HOOKS/pre-close"
unsafe 'a link to one in such a directory' '.*/open is writable by everybody'
chmod 755 "$T/open"
run 'a link to a safe one' -o 1 -- tk-close 1 -F ids
ln -sfn /none "$TK_HOOKS/pre-reopen"
run 'a link to nothing' -s 69 -e~ 'tk-reopen: pre-reopen: .*: No such file or directory' -- tk-reopen 1
rm "$TK_HOOKS/pre-reopen"
ln -s "$TK_HOOKS" "$T/turned"
run 'a link to the directory' -o 1 -- env "TK_HOOKS=$T/turned" tk-reopen 1 -F ids
mkdir "$TK_HOOKS/pre-reopen.d"
run 'a directory' -s 69 -e~ 'tk-close: pre-close: .* is no executable file' \
    -- 'rm "$TK_HOOKS/pre-close"; mkdir "$TK_HOOKS/pre-close"; tk-close 1'
no_hooks
if [ "$(id -u)" -eq 0 ]; then
    hook pre-close <<<'exit 0'
    chown 1 "$TK_HOOKS/pre-close"
    unsafe 'of somebody else' '.*/pre-close belongs to \S+, neither to root nor to you'
    chown 0 "$TK_HOOKS/pre-close"
    chown -h 1 "$T/turned"
    run 'a link of somebody else to the directory' -s 69 -e~ 'tk-close: .*/turned belongs to .*' \
        -- env "TK_HOOKS=$T/turned" tk-close 1
else
    skip 'files of somebody else' 'needs root'
fi
no_hooks

# --- what it gets

hook pre-tag.env <<EOF
env | sort >$T/env
ls /proc/self/fd | xargs >$T/fds
echo "\$0 \$# \$1 \$PWD" >$T/argv
cat >$T/input
trap '' PIPE
EOF
run 'a clean world' -o 1 -- "cd '$T'; SECRET=x LD_PRELOAD= TK_DB=./tk.db tk-tag +env 1 -F ids 8<work/long 9>'$T/nine'"
run 'its environment' -O - -- grep -v '^\(PWD\|OLDPWD\|SHLVL\|_\|ASAN.*\)=' "$T/env" <<EOF
HOME=$HOME
LANG=C.UTF-8
PATH=$TK_BIN:/usr/local/bin:/usr/bin:/bin
TK_ACTOR=$me
TK_DB=$TK_DB
TK_HOOK=pre-tag.env
EOF
run 'its files' -o '0 1 2 3' -- cat "$T/fds"
run 'its arguments' -o "$TK_HOOKS/pre-tag.env 1 tag /" -- cat "$T/argv"
rm "$TK_HOOKS"/*

# json COLUMN...: these of each line.
json() {
    perl -MJSON::PP -e 'my @k = @ARGV; while (<STDIN>) { my $l = JSON::PP->new->utf8->decode($_);
        print join("|", map { my $v = $l->{$_} // "null"; ref $v ? join(",", @$v) : $v } @k), "\n" }' -- "$@"
}
hook pre-change <<<"cat >$T/input"
hostile=$'","status":"closed","subject":"x\\ \e[31m \u202e' body=$'line one\n{"type":"event","ticket":2}\n\ttab'
run 'hostile text' -o~ '\d+' -- tk-new -t vip,new2 -m "$body" "$hostile"
run 'a line for the ticket, and one for each event' -O - -- 'json type ticket field new tool <"$T/input"' <<'EOF'
ticket|null|null|null|null
event|null|status|new|tk-new
event|null|init|null|tk-new
event|null|message|request|tk-new
EOF
run 'the ticket as it would be' -o 'null|new|new2,vip|null|null|null' \
    -- 'head -n 1 "$T/input" | json id status tags rev created updated'
run 'text as it was typed' -o "ok" \
    -- 'perl -MJSON::PP -e "@l = map { JSON::PP->new->utf8->decode(\$_) } <STDIN>; utf8::decode(\$_) for @ARGV;
        print \$l[0]{subject} eq \$ARGV[0] && \$l[0]{body} eq \$ARGV[1] && \$l[3]{text} eq \$ARGV[1] ? qq(ok\n) : qq(no\n)" \
        -- "$hostile" "$body" <"$T/input"'
run 'no control characters in it' -s 1 -- grep -aP '[\x00-\x09\x0b-\x1f\x7f]' "$T/input"
run 'the number of a ticket is the first thing behind its type' -o 3 \
    -- 'tk-set -q priority=urgent x.room=7 1 2 3; grep -Ec "^\{\"type\":\"ticket\",\"id\":[0-9]+,\"status\"" "$T/input"'
run 'its own fields' -o '7|urgent' -- 'head -n 1 "$T/input" | json x.room priority'
run 'what was and what will be' -o '1|x.room|null|7|null|null' \
    -- 'json ticket field old new event change <"$T/input" | grep "^1|x.room"'
rm "$TK_HOOKS"/*

# --- a rehearsal leaves nothing behind

hook pre-change <<<'exit 0'
last=$(tk-list -F ids is:any -s id- -L 1)
run 'numbers without a gap' -o "$((last + 1)) $((last + 2))" -- 'echo $(tk-new a) $(tk-new b)'
run 'what is so already is said once' -o "$((last + 1))" -e "tk-tag: $((last + 1)): is so already" \
    -- "tk-tag -q +once $((last + 1)); tk-tag -v +once $((last + 1)) -F ids"
run 'what is bad is said once' -s 65 -o "$((last + 1))" -e 'tk-tag: stdin:2: no such ticket 99999' \
    -i $((last + 1))$'\n99999' -- tk-tag -k --rejects bad +two -F ids
run 'and kept once' -o 99999 -- cat bad
run 'and so are bad records' -s 65 -o~ '\d+' -e~ 'tk-new: stdin:3: .*' -i $'subject,priority\ngood,low\nbad,x' \
    -- tk-new -I csv --rejects bad -F ids
run 'with their header' -o $'subject,priority\nbad,x' -- cat bad
run 'a key that was refused is not used up' -s 69 -e 'tk-new: pre-new: no' \
    -- 'refuse pre-new; tk-new -K k1 keyed'
run 'it is used once' -o "same" \
    -- 'rm "$TK_HOOKS/pre-new"; a=$(tk-new -K k1 keyed) b=$(tk-new -K k1 keyed); [ "$a" = "$b" ] && echo same'
run 'the same in chunks' -o 'a b c d e' -- \
    "printf 'subject\na\nb\nc\nd\ne\n' | tk-new -I csv --chunk 2 -c subject | cut -f 1 | xargs"
hook post-change <<<'exit 0'
run 'no statement scans a table without saying so' -o~ '\d+' \
    -- 'TK_TRACE=plan tk-new -t vip planned; until_is 1 eval "sqlite3 $TK_DB \"SELECT state FROM outbox\""'
run 'nor when they run' -- 'sqlite3 "$TK_DB" "UPDATE outbox SET state = 0"; TK_TRACE=plan tk-hooks run'
rm "$TK_HOOKS/post-change"
run 'nothing is amiss' -o~ '(?s).*' -- tk-check

hook pre-change <<<'! grep -q \"subject\":\"no'
run 'a stream goes on behind what was refused' -s 69 -o $'yes\nyes2' -e 'tk-new: stdin:3: pre-change: exit status 1' \
    -i $'subject\nyes\nno\nyes2' -- 'tk-new -I csv --each -c subject --rejects bad'
run 'that can be mended' -o $'subject\nno' -- cat bad
run 'chunks, too' -s 69 -o $'yes\nyes2\nyes4' -e 'tk-new: stdin:4: pre-change: exit status 1' \
    -i $'subject\nyes\nyes2\nyes3\nno\nyes4' -- 'tk-new -I csv -k --chunk 2 -c subject --rejects bad'
run 'as a whole' -o $'subject\nyes3\nno' -- cat bad
run 'without -k it stops there' -s 69 -o $'yes\nyes2' -e 'tk-new: stdin:4: pre-change: exit status 1' \
    -i $'subject\nyes\nyes2\nyes3\nno\nyes4' -- 'tk-new -I csv --chunk 2 -c subject'
run 'all at once: none' -s 69 -e 'tk-new: pre-change: exit status 1' -i $'subject\nyes\nno' -- tk-new -I csv -F csv
rm "$TK_HOOKS"/*

# --- others work meanwhile

must tk-reopen -q 1
hook pre-close <<<"sleep 1; echo x >>$T/looked"
run 'nothing is locked while it looks' -o "$(printf 'tag\nclose')" -- \
    '{ tk-close -q 1 && echo close; } & sleep 0.3; tk-tag -q +meanwhile 2 && echo tag; wait $!'
run 'it looked once' -o 1 -- 'wc -l <"$T/looked"'

must tk-reopen -q 1
id='id=$(sed -nE "s/^\{\"type\":\"ticket\",\"id\":([0-9]+),.*/\1/p"); '
hook pre-close <<<"$id echo x >>$T/again; [ \$(wc -l <$T/again) -gt 1 ] || tk-tag -q +seen \$id"
run 'a ticket that changed meanwhile is looked at again' -o $'1\n2' -- 'tk-close 1 -F ids; wc -l <"$T/again"'
run 'and keeps the change' -o '1 closed' -- "tk-list 'id:1 +seen' -c id,status | tr '\t' ' '"
must tk-reopen -q 1
hook pre-close <<<"$id tk-tag -q +n\$\$ \$id"
run 'not for ever' -s 75 -e 'tk-close: others changed it while its hooks looked, again and again: try again' \
    -- tk-close 1
run 'it is open' -o open -- tk-list -c status id:1
hook pre-new <<<'tk-new -q another'
run 'other new tickets do not matter' -o~ '\d+' -- tk-new mine
rm "$TK_HOOKS"/*

# --- post hooks

no_runner
hook post-close.a <<<"cat >$T/posted; echo \$TK_HOOK \$TK_ACTOR \$TK_CHANGE >>$T/posts"
run 'a post hook' -o 1 -- tk-close 1 -F ids
run 'runs at once' -- until_is "post-close.a $me $(events)" cat "$T/posts"
run 'with all numbers' -o "1|status|open|closed|$(events)|$(events)|$me" \
    -- 'grep "\"event\"" "$T/posted" | json ticket field old new event change actor'
run 'is done' -- until_is 'post-close.a 1 1' 'eval' 'outbox | tail -n 1'
run 'one that is not the kind' -o 0 -- 'tk-tag -q +kk 1; sqlite3 "$TK_DB" "SELECT count(*) FROM outbox WHERE change = $(events)"'

hook post-tag.slow <<<"sleep 2; echo slow >>$T/slow"
run 'a slow one delays nobody, and holds no pipe' -o '1 quick' \
    -- 'begin=$(ms); out=$(tk-tag +slow 1 -F ids 2>&1); echo "$out $([ $(($(ms) - begin)) -lt 1000 ] && echo quick)"'
run 'it is running' -- until_is running 'eval' "tk-hooks queue -c note | tail -n 1"
run 'and not again' -- tk-hooks run
run 'ends' -- until_is slow cat "$T/slow"
rm "$TK_HOOKS/post-tag.slow"

hook post-tag.loop <<<"$id tk-tag -q +\$\$ \$id 2>>$T/loop; tk-tag -q +loop\$\$ \$id; tk-hooks run; echo x >>$T/loop"
run 'no round in circles' -o 1 -- 'tk-tag +start 1 -F ids'
run 'it ran' -- until_is 1 'eval' "sqlite3 '$TK_DB' \"SELECT state FROM outbox WHERE hook = 'post-tag.loop'\""
run 'once' -o 1 -- 'sqlite3 "$TK_DB" "SELECT count(*) FROM outbox WHERE hook = '"'post-tag.loop'"'"'
run 'its change stands' -o 1 -- 'tk-list -c tags id:1 | grep -c loop'
rm "$TK_HOOKS"/*

# --- nothing is lost

hook post-set <<<"echo \$TK_CHANGE >>$T/set"
run 'output that is lost' -s 74 -e~ 'tk-set: .*change \d+ stands.*' -- 'tk-set priority=low 1 >/dev/full'
run 'the hook waits' -o 'post-set 0 0' -- 'outbox | tail -n 1'
run 'for the next run' -e~ 'tk-hooks: post-set: change \d+: done' -- tk-hooks run -v
run 'it was told' -o "$(events)" -- cat "$T/set"
hook post-set <<<"echo \$TK_CHANGE >>$T/set; kill -9 \$PPID"
run 'a runner that is killed' -- 'tk-set -q priority=high 1; until_is 2 eval "wc -l <$T/set"; sleep 0.2'
hook post-set <<<"echo \$TK_CHANGE >>$T/set"
run 'is left alone for a minute' -o 'post-set 0 1 running' -- 'tk-hooks run; outbox | tail -n 1'
run 'and then run again' -o 'post-set 1 2' -- 'at 12:01:00 tk-hooks run; outbox | tail -n 1'
run 'at least once' -o "$(events) $(events)" -- 'tail -n 2 "$T/set" | xargs'
rm "$TK_HOOKS"/*

hook post-cc <<<"printf '%s begin\n' \$TK_CHANGE >>$T/cc; sleep 0.05; printf '%s end\n' \$TK_CHANGE >>$T/cc"
run 'five changes and seven runners' -- \
    'for i in 1 2 3 4 5; do tk-cc -q +c$i@example.com 1 & done; tk-hooks run & tk-hooks run; wait; until_is 10 eval "wc -l <$T/cc"'
run 'each was told once, one at a time, in order' -- 'sort -n -s -k 1,1 "$T/cc" | cmp - "$T/cc" && [ "$(uniq -d "$T/cc")" = "" ]'
rm "$TK_HOOKS"/*

# --- what fails

hook post-cc <<<'echo "no route" >&2; echo more >&2; exit 7'
must tk-cc -q +late@example.com 1
must until_is 'post-cc 0 1' eval 'outbox | tail -n 1'
number=$(tk-hooks queue -F ids | tail -n 1)
run 'one that failed' -o "waiting	1	2026-11-22T12:01:00Z	exit status 7: no route" \
    -- "tk-hooks queue -c state,tries,due,note | tail -n 1"
run 'it is not due' -- tk-hooks run -v
for step in 12:01:00,12:06:00 12:06:00,12:36:00 12:36:00,14:36:00 14:36:00,20:36:00; do
    run "again at ${step%,*}" -o "2026-11-22T${step#*,}Z" \
        -- "at ${step%,*} tk-hooks run; tk-hooks queue -c due | tail -n 1"
done
run 'after a day' -o "2026-11-23T20:36:00Z" -- 'at 20:36:00 tk-hooks run; tk-hooks queue -c due | tail -n 1'
run 'and another' -o 7 -- 'TK_NOW=2026-11-24T00:00:00Z tk-hooks run; tk-hooks queue -c tries | tail -n 1'
run 'then it is given up' -s 69 -o failed \
    -e~ "tk-hooks: post-cc: change \d+: given up: exit status 7: no route \(tk-hooks retry $number\)" \
    -- 'TK_NOW=2026-11-26T00:00:00Z tk-hooks run; status=$?; tk-hooks queue -c state | tail -n 1; (exit $status)'
run 'it is counted' -o 'post-cc	cc	0	1	ok' -- tk-hooks list
run 'an unknown number' -s 66 -e 'tk-hooks: nothing in the queue to be tried again as 99999' -- tk-hooks retry 99999
run 'no number' -s 64 -e~ 'tk-hooks: no number of tk-hooks queue: "x" .*' -- tk-hooks retry x
hook post-cc <<<'exit 0'
run 'retry' -- 'tk-hooks retry "$number"; until_is "post-cc 1 1" eval "outbox | tail -n 1"'
run 'what is done is not in the queue' -- tk-hooks queue
run 'but with --all' -o 'done' -- "tk-hooks queue --all -c state -s id- | head -n 1"
hook post-cc <<<$'printf "a\\033[31m\\377" >&2; exit 1'
run 'a note is made plain' -o~ '[^\x00-\x1f\x7f]+' \
    -- 'tk-cc -q +esc@example.com 1; until_is "post-cc 0 1" eval "outbox | tail -n 1"; sqlite3 "$TK_DB" "SELECT note FROM outbox WHERE state = 0"'
chmod 777 "$TK_HOOKS/post-cc"
run 'an unsafe one waits' -o~ 'waiting\t1\t.*/post-cc is writable by everybody' \
    -- 'at 12:01:00 tk-hooks run; tk-hooks queue -c state,tries,note'
run 'the list says why' -o~ 'post-cc\tcc\t1\t0\t.*/post-cc is writable by everybody' -- tk-hooks list
rm "$TK_HOOKS/post-cc"
run 'the list says that it is gone' -o 'post-cc	-	1	0	the file is gone' -- tk-hooks list
run 'without a directory nothing is given up' -- env -u TK_HOOKS tk-hooks run
mkdir -m 755 "$T/mine"
run 'one that is not in the directory of somebody is not lost' \
    -o~ 'waiting\t2\tthe hook is gone' -- 'at 12:02:00 env TK_HOOKS="$T/mine" tk-hooks run; tk-hooks queue -c state,tries,note'
sqlite3 "$TK_DB" 'UPDATE outbox SET tries = 7, due = 0 WHERE state = 0'
run 'one that stays away is given up' -s 69 -e~ 'tk-hooks: post-cc: change \d+: given up: the hook is gone .*' \
    -- at 12:02:00 tk-hooks run
run 'after 30 days nobody remembers' -o 0 \
    -- 'TK_NOW=2026-12-31T00:00:00Z tk-hooks run; sqlite3 "$TK_DB" "SELECT count(*) FROM outbox WHERE state = 1"'

# --- list and test

hook pre-tag <<<"touch $T/pre-ran"
sqlite3 "$TK_DB" "INSERT INTO outbox(hook, change, due) SELECT 'pre-tag', max(id), 0 FROM change"
run 'a row cannot make a pre hook run' -- 'tk-hooks run; ls "$T/pre-ran" 2>/dev/null || true'
sqlite3 "$TK_DB" "DELETE FROM outbox WHERE hook = 'pre-tag'"
rm "$TK_HOOKS/pre-tag"
hook pre-colse <<<'exit 0'
hook post-set.b <<<'exit 0'
hook post-set.a <<<'exit 0'
echo >"$TK_HOOKS/README"
hook 'post-set~' <<<'exit 0'
run 'list' -O - -- 'tk-hooks list | grep -v gone' <<'EOF'
post-set.a	set	0	0	ok
post-set.b	set	0	0	ok
post-set~	-	0	0	there is no such kind: it is never run
pre-colse	-	0	0	there is no such kind: it is never run
EOF
run 'all columns' -o '{"hook":"post-set.a","kind":"set","waiting":0,"failed":0,"state":"ok","path":"'"$TK_HOOKS"'/post-set.a"}' \
    -- 'tk-hooks list -F jsonl -c +path | head -n 1'
run 'columns' -o~ '(?s)hook\tname\t.*' -- tk-hooks list -c help
run 'an unknown column' -s 64 -e~ 'tk-hooks: unknown column "x".*' -- tk-hooks list -c x
run 'columns of the queue' -o~ '(?s)id\tid\t.*' -- tk-hooks queue -c help
hook pre-set <<<$'cat; echo said >&2; exit 3'
before=$(events)
run 'test' -s 69 -o $'1\n2' -e $'said\ntk-hooks: pre-set: exit status 3' \
    -- 'tk-hooks test pre-set 1 2 | sed -nE "s/^\{\"type\":\"ticket\",\"id\":([0-9]+),.*/\1/p"'
run 'consent, said with -v' -e 'tk-hooks: post-set.a: exit status 0' -- tk-hooks test -v post-set.a 1
run 'nothing was changed' -o "$before" -- events
run 'an unknown hook' -s 66 -e~ 'tk-hooks: no hook "x" in .*/hooks \(tk-hooks list\)' -- tk-hooks test x 1
run 'no path' -s 66 -e~ 'tk-hooks: no hook "../hooks/pre-set" in .*' -- tk-hooks test ../hooks/pre-set 1
run 'an unknown ticket' -s 66 -e 'tk-hooks: no such ticket 99999' -- tk-hooks test pre-set 99999
run 'no ticket' -s 64 -e~ 'tk-hooks: write: tk-hooks test HOOK ID.*' -- tk-hooks test pre-set
run 'an option of another verb' -s 64 -e~ 'tk-hooks: run takes no --all.*' -- tk-hooks run --all
no_hooks

# --- the examples of tk-hooks(5), as they are printed

no_runner
perl -0777 -ne 'while (/^\.Bd -literal.*?\n(.*?)^\.Ed/msg) {
    my $s = $1 =~ s/\\e/\\/gr; my ($name) = $s =~ /^# ([a-z.-]+):/m or next;
    open my $f, ">", "$ENV{TK_HOOKS}/$name" or die; print $f $s; chmod 0755, $f }' "$top/man/tk-hooks.5"
run 'three examples' -o $'post-change.mirror\npost-new.chat\npre-close.category' -- ls "$TK_HOOKS"
if command -v shellcheck >/dev/null; then
    run 'shellcheck finds nothing' -- shellcheck "$TK_HOOKS"/*
else
    skip 'shellcheck' 'not here'
fi
sed -i "s|^url=.*|url=file://$T/chat|" "$TK_HOOKS/post-new.chat"
sed -i "s|^repo=.*|repo=$T/mirror|" "$TK_HOOKS/post-change.mirror"
mv "$TK_HOOKS/post-change.mirror" "$T"
subject=$'Tisk \\ "nejde" ","status":"closed"'
if command -v curl >/dev/null; then
    run 'a new ticket' -o~ '\d+' -- tk-new "$subject"
    run 'the chat is told' -- until_is 1 eval "wc -l <$T/chat"
    run 'in JSON' -o "Ticket $(tk-list -F ids is:any -s id- -L 1): $subject" -- 'json text <"$T/chat"'
    sed -i 's|^url=.*|url=file:///none/x|' "$TK_HOOKS/post-new.chat"
    run 'a chat that is away' -o~ 'exit status 1: curl: .*' -- \
        'tk-new -q x; until_is "post-new.chat 0 1" eval "outbox | tail -n 1"; tk-hooks queue -c note | tail -n 1'
else
    skip 'the chat' 'no curl'
    rm "$TK_HOOKS/post-new.chat"
fi
rm -f "$TK_HOOKS/post-new.chat"
no_runner
must tk-reopen -q 1
run 'no category' -s 69 -e 'tk-close: pre-close.category: no category (tk-set category=NAME 1 2)' \
    -- 'tk-set -q status=open 2; tk-close 1 2'
run 'a category' -o $'1\n2' -- 'tk-set -q category=billing 1 2; tk-close 1 2 -F ids'
mv "$T/post-change.mirror" "$TK_HOOKS"
if command -v git >/dev/null; then
    must git init -q "$T/mirror"
    run 'a change' -- 'tk-tag -q +mirror 1 2; until_is 1 eval "git -C $T/mirror rev-list --count HEAD 2>/dev/null"'
    run 'is mirrored' -O <(tk-show -F jsonl 1) -- git -C "$T/mirror" show HEAD:1.jsonl
    run 'by whom' -o "$me: change $(changes)" -- git -C "$T/mirror" log -1 --format='%an: %s'
    run 'a ticket that is undone' -- \
        'new=$(tk-new gone); until_is 2 eval "git -C $T/mirror rev-list --count HEAD"; tk-undo -y -q; until_is 3 eval "git -C $T/mirror rev-list --count HEAD"'
    run 'is gone there, too' -o $'1.jsonl\n2.jsonl' -- git -C "$T/mirror" ls-files
else
    skip 'the mirror' 'no git'
fi
no_hooks

# --- the one that never ended

wait "$late_job"
run 'ten seconds, and one of mercy' -o~ 'tk-tag: pre-tag: took longer than 10 seconds\n69 1[012]' -- cat "$T/late.out"
run 'its child is no more' -- 'sleep 0.1; ! kill -0 "$(cat "$T/late.pid")" 2>/dev/null'
run 'after all this' -o~ '(?s).*' -- tk-check
finish
