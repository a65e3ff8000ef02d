#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-batch: many commands as one change.
# every: write  tk-batch <<<"set priority=low 1"
# every: write  tk-batch -c +command <<<"new -m text subject"
. "${0%/*}/lib.sh"
desk
must tk-agent add bob
must tk-agent add eva
must tk-field add count --type number
for i in {1..6}; do must tk-new -q -m 'body' "Ticket $i"; done
must tk-macro add sorry -m 'Sorry, {ticket.id} waits.' --do 'tag +told'
must sqlite3 "$TK_DB" 'PRAGMA wal_checkpoint(TRUNCATE)'
must cp "$TK_DB" fresh.db

fresh() { rm -f "$TK_DB"* && cp fresh.db "$TK_DB"; }
# shellcheck disable=SC2086 # each option a word
batch() { printf '%s\n' "${@:2}" | tk-batch $1; } # batch OPTIONS LINE...
changes() { sqlite3 "$TK_DB" "SELECT count(*) FROM change WHERE tool = 'tk-batch'"; }
fields() { tk-list -c id,status,priority,assignee,tags "id:$1" -s id; }
# refused NAME ERRORS LINE...: 65, nothing on stdout, nothing is changed.
refused() {
    local before
    before=$(sqlite3 "$TK_DB" .dump | cksum)
    run "$1" -s 65 -e "$2" -- batch '' "${@:3}"
    run "$1: nothing is changed" -o "$before" -- 'sqlite3 "$TK_DB" .dump | cksum'
}

# --- what a line is
cat >mixed <<'END'
# all of it is one change
assign bob 1 TK-2   # several tickets

  reply -m 'It'\''s "done"' 2
set priority=high "category=a  b" 3
tag +vip -old 3 '#4' 3
cc +eva 4
close --resolution fixed -m Bye 4
END
run 'a record for each ticket of a line' -O - -I mixed -- tk-batch <<'END'
1	2	0	assign
2	2	0	assign
2	4	0	reply
3	5	0	set
3	6	0	tag
4	6	0	tag
4	7	0	cc
4	8	0	close
END
run 'all of it was done' -O - -- fields 1,2,3,4 <<'END'
1	new	normal	bob	-
2	open	normal	bob	-
3	new	high	-	vip
4	closed	normal	-	vip
END
run 'quotes' -o $'It\'s "done"|a  b' -- sqlite3 "$TK_DB" \
    'SELECT m.body, t.category FROM message m, ticket t WHERE m.ticket = 2 AND m.kind = 3 AND t.id = 3'
run 'one change' -o 1 -- changes
run 'events and rows agree' -o~ '.*' -- tk-check
fresh
run 'the same from a file' -o $'1\n2\n2\n3\n3\n4\n4\n4' -- tk-batch -F ids -f mixed
run 'what it prints is input for others' -o $'1\n2\n3\n4' \
    -- 'fresh; tk-batch -f mixed | tk-tag -F ids +done'
run 'CR LF and a BOM' -o $'1\t1\t0\tassign\n2\t3\t0\tassign' \
    -- "printf '\357\273\277assign bob 1\r\n\r\nassign bob 2' | tk-batch"
run 'options behind the words, -- before what looks like one' -o $'1\t1\t0\ttag' \
    -- batch '' 'tag -- +x1 1'
run '-m in Czech, Polish, Hebrew' -o 'Příliš żółty שלום' -- \
    'batch -q "reply --note -m '"'Příliš żółty שלום'"' 5"; sqlite3 "$TK_DB" "SELECT body FROM message WHERE ticket = 5 AND kind = 4"'
must tk-batch -q <<'END'
reply --note -m '$HOME * ~ `id` $(id);|&<>' 6
END
run 'nothing is expanded' -o '$HOME * ~ `id` $(id);|&<>' -- \
    sqlite3 "$TK_DB" 'SELECT body FROM message WHERE ticket = 6 AND kind = 4'
fresh
run '-0: newlines within a command' -o $'two\nlines|2\n1' -- \
    "printf \"reply --note -m 'two\\nlines' 1\\0set\\npriority=low # why\\n1 2\\0\" | tk-batch -0 -F ids >out; sqlite3 \"\$TK_DB\" 'SELECT body, count(*) OVER () + 1 FROM message WHERE kind = 4'; uniq out | head -n1"
run '-0: the number of a command counts NULs' -s 65 -e 'tk-batch: stdin:2: no such ticket 99' \
    -- "printf \"set priority=low\\n1\\0close 99\\0\" | tk-batch -0"
run 'NUL without -0' -s 65 -e 'tk-batch: stdin:1: a NUL: do these lines end with NUL (-0)?' \
    -- "printf 'close 1\\0close 2\\0' | tk-batch"
run 'a message from a file' -o $'1\t1\t0\treply' -- 'echo from a file >f; batch "" "reply -f f 1"'
run 'and it is the message' -o 1 -- 'sqlite3 "$TK_DB" "SELECT count(*) FROM message WHERE body = '"'from a file'"'"'
# Read before the transaction: the writer of the pipe itself writes to the desk.
run 'the file is a pipe whose writer needs the desk' -o $'1\t1\t0\treply' -- \
    'mkfifo pipe; { sleep 0.1; tk-new -F ids -q -m x Other; echo late; } >pipe & batch "" "reply -f pipe 1"'
run 'a text of 1 MiB' -o $'1\t1\t0\treply' -- \
    "{ printf \"reply --note -m '\"; head -c 1048576 /dev/zero | tr '\\0' x; printf \"' 1\\n\"; } | tk-batch"
run 'a longer one' -s 65 -e~ 'tk-batch: stdin:1: the message is longer than 1048576 bytes.*' -- \
    "{ printf \"reply --note -m '\"; head -c 1048577 /dev/zero | tr '\\0' x; printf \"' 1\\n\"; } | tk-batch"
run 'a line without end' -s 65 -e 'tk-batch: stdin:1: a line longer than 8 MiB' -- \
    "{ printf 'close '; head -c 9000000 /dev/zero | tr '\\0' 1; } | tk-batch"
run '10,000 tickets on a line' -s 65 -e~ 'tk-batch: stdin:1: no such ticket 9' -- \
    'tk-new -q eight; { echo close; seq 10000; } | tr "\n" " " | tk-batch'

# --- a line does what its tool does
cat >lines <<'END'
assign bob 1 2
assign --claim 3
assign --release 2
set priority=high due=2d x.count=4 category='a b' 1 3
tag +vip -gone 1 2
cc +bob +boss@example.com 1
reply -m 'Hello you' --status pending 1
reply --note -m 'Look, @bob' 2
reply -r ana@example.com --channel phone -m called 1
reply --macro sorry 2
close -m bye --resolution fixed 3
reopen --note -m 'not yet' 3
link blocks 2 1
close --force 2
link --remove blocks 2 1
link parent 1 2 3
merge 4 5
merge --undo 5
merge 4 6
reply -m 'by its old number' 6
new -r 'Zoë <zoe@example.com>' -p low -a bob --set x.count=2 -t vip --lang cs -m text Two words
close 7
END
# shellcheck source=/dev/null
by_tools() { fresh && sed 's/^/tk-/' lines >commands && . ./commands; }
by_lines() { fresh && tk-batch -f lines; }
events() { # of a message only that it is: its digest has a random seal
    sqlite3 "$TK_DB" "SELECT thing, field, at, ref, iif(typeof(old) = 'blob', 1, old),
        iif(typeof(new) = 'blob', 1, new) FROM event"
}
run 'by tools' -o~ '(?s).*' -- by_tools
must eval 'events >by.tools'
run 'by lines' -o~ '(?s).*' -- by_lines
run 'the same events' -O by.tools -- events
run 'one change' -o 'tk-batch|1' -- sqlite3 "$TK_DB" "SELECT tool, count(*) FROM change WHERE id > $(sqlite3 fresh.db 'SELECT max(id) FROM change') GROUP BY tool"
fresh

# --- nothing at all
run 'no input' -- tk-batch
run 'no input, -E' -s 1 -- tk-batch -E
run 'comments alone' -s 1 -i $'# nothing\n\n   \n\t#' -- tk-batch -E
run 'csv has its header' -o 'id,line,code,command' -- tk-batch -F csv
run 'columns' -o $'line\tcommand\n1\tclose' -- batch '--header -c line,command' 'close 1'
run 'their list' -o~ 'id\tid\t.*\nline\tinteger\t.*\ncode\tinteger\t.*\ncommand\tname\t.*' -- tk-batch -c help
run 'an unknown one' -s 64 -e~ 'tk-batch: unknown column "status".*' -- tk-batch -c status
run 'jsonl' -o '{"id":1,"line":1,"code":0,"command":"reopen"}' -- batch '-F jsonl' 'reopen 1'
run '-q' -- batch -q 'assign eva 1'
run 'what is so already' -o $'1\t1\t0\tassign' -e 'tk-batch: 1: is so already' -- batch -v 'assign eva 1'
run 'of one line' -o $'1\t1\t0\tassign\n1\t2\t0\ttag' -e 'tk-batch: 1: is so already' -- \
    batch '' 'assign -v eva 1' 'tag -gone 1'
run 'an operand' -s 64 -e~ 'tk-batch: commands are lines of stdin or of -f FILE: unexpected "close".*' -- tk-batch close 1
run '- is stdin' -o $'1\t1\t0\tassign' -i 'assign bob 1' -- tk-batch -
run '-f -, too' -o $'1\t1\t0\tassign' -i 'assign eva 1' -- tk-batch -f -
run 'a missing file' -s 66 -e 'tk-batch: nowhere: No such file or directory' -- tk-batch -f nowhere
run 'a directory' -s 74 -e~ 'tk-batch: cannot read \.: Is a directory' -- tk-batch -f .
run 'a file read in part' -s 64 -e~ 'tk-batch: stdin is a file read in part already.*' \
    -- '{ read -r _; tk-batch; } <mixed'

# --- all or nothing
fresh
refused 'every bad line is named' 'tk-batch: stdin:2: unknown command "clsoe", did you mean "close"?
tk-batch: stdin:3: no such ticket 99
tk-batch: stdin:4: no ticket id: a line names its tickets
tk-batch: stdin:5: unknown command "tk-close": write close
tk-batch: stdin:6: unknown agent "nobody"
tk-batch: stdin:7: a quote is open: no closing '"'"'
tk-batch: stdin:8: no message: give -m TEXT or -f FILE
tk-batch: stdin:9: the message is empty
tk-batch: stdin:11: unknown priority "hgih", did you mean "high"? (low normal high urgent)
tk-batch: stdin:12: no ticket id: "x"
tk-batch: stdin:13: an empty ticket id
tk-batch: stdin:14: unknown command "undo"
tk-batch: stdin:15: f9: No such file or directory' \
    'assign bob 1' 'clsoe 1' 'close 99' 'close' 'tk-close 1' 'assign nobody 1' "reply -m 'x 1" \
    'reply 1' "reply -m '' 1" '# none' 'set priority=hgih 1' 'close x' "close ''" 'undo' 'reply -f f9 1'
refused 'options of a whole tool' 'tk-batch: stdin:1: --key is for tk-close as a whole, not for one line
tk-batch: stdin:2: --keep-going is for tk-close as a whole, not for one line
tk-batch: stdin:3: --format is for tk-set as a whole, not for one line
tk-batch: stdin:4: --editor is for tk-reply as a whole, not for one line
tk-batch: stdin:5: --input is for tk-new as a whole, not for one line
tk-batch: stdin:6: --restore is for tk-new as a whole, not for one line
tk-batch: stdin:7: --as is for tk-assign as a whole, not for one line
tk-batch: stdin:8: --database is for tk-assign as a whole, not for one line
tk-batch: stdin:9: --help is for tk-tag as a whole, not for one line
tk-batch: stdin:10: -f -: a line has no stdin of its own; name a file
tk-batch: stdin:11: unknown option "--frobnicate"' \
    'close -K x 1' 'close -k 1' 'set -F csv priority=low 1' 'reply -e 1' 'new -I csv' \
    'new --restore x' 'assign --as bob eva 1' 'assign -d x eva 1' 'tag -h' 'reply -f - 1' 'close --frobnicate 1'
refused 'which of the tickets of a line' 'tk-batch: stdin:1: 2: closed -> pending is no legal step (from closed: open)' \
    'set status=closed status=pending 2 3'
refused 'what an earlier line did is seen' 'tk-batch: stdin:2: 1 is closed: reopen it first (--status open), or write a --note' \
    'close 1' 'reply -m late 1'
refused 'hostile words stay on one line' 'tk-batch: stdin:1: unknown command "a␛[31mb"' $'a\e[31mb 1'
run 'over 20 bad lines' -s 65 -e~ '(tk-batch: stdin:\d+: no such ticket 99\n){20}tk-batch: \.\.\. and 80 more' \
    -- 'yes "close 99" | head -n 100 | tk-batch'
run '-n' -e $'1\t1\t0\tclose\n7\t2\t0\tnew\n7\t3\t0\tclose' -- batch -n 'close 1' 'new x' 'close .'
run '-n of what is bad' -s 65 -e 'tk-batch: stdin:2: no such ticket 99' -- batch -n 'close 1' 'close 99'
run 'neither is done' -o $'1\tnew\tnormal\t-\t-' -- fields 1,7
run '-k' -s 65 -o $'1\t1\t0\tassign\n2\t3\t65\tclose\n3\t4\t0\tassign' -e~ 'tk-batch: stdin:2: no such ticket 99
tk-batch: stdin:3: ticket 2 changed: its rev is \d+, not 1 \(tk-show 2\)' -- \
    batch -k 'assign bob 1' 'assign eva 1 99' 'close --if-rev 1 2' 'assign bob 3'
run 'of a bad line nothing is done' -o $'1\tnew\tnormal\tbob\t-\n3\tnew\tnormal\tbob\t-' -- fields 1,3
run 'ids alone: only of what was done' -s 65 -o $'1\n3' -e~ '.*\n.*' -- \
    batch '-k -F ids' 'assign eva 1' 'assign eva 1 99' 'close --if-rev 1 2' 'assign eva 3'
printf '%s\n' '# first' 'assign bob 1' 'close 99' '' "reply -m 'open" 'close 3' >some
run '--rejects' -s 65 -o $'1\t2\t0\tassign\n3\t6\t0\tclose' -e~ '.*:3: no such ticket 99\n.*:5: a quote is open.*' -- \
    tk-batch --rejects bad -f some
run 'the bad lines' -o $'close 99\nreply -m \'open' -- cat bad
run 'with -n nothing is in it' -s 65 -e~ '(?s).*' -- 'rm bad; tk-batch -n --rejects bad -f some; test ! -e bad || exit 9; exit 65'

# --- guards
fresh
run 'verify' -o $'1\t1\t0\tverify\n1\t2\t0\tset\n1\t3\t0\tverify' -- batch '' \
    'verify 1 status=new priority=normal queue=support assignee= customer= category= tags= x.count= "subject=Ticket 1" merged=' \
    'set priority=high x.count=2 category=Účty 1' 'verify 1 priority=high x.count=2 category=Účty'
refused 'what is otherwise' 'tk-batch: stdin:2: 1: status is new, not open, tags is empty, not vip' \
    'set priority=low 2' 'verify 1 priority=high status=open tags=vip'
refused 'at that point of the change' 'tk-batch: stdin:2: 2: assignee is bob, not empty' \
    'assign bob 2' 'verify 2 assignee='
refused 'words that are no guard' 'tk-batch: stdin:1: write: verify ID FIELD=VALUE...
tk-batch: stdin:2: write: verify ID FIELD=VALUE...
tk-batch: stdin:3: write: verify ID FIELD=VALUE...
tk-batch: stdin:4: unknown column "stauts", did you mean "status"? (-c help lists them)
tk-batch: stdin:5: unknown custom field "nope" (a lead can add it: tk-field add nope)
tk-batch: stdin:6: no column: "id,status"
tk-batch: stdin:7: no column: "+tags"
tk-batch: stdin:8: no such ticket 99
tk-batch: stdin:9: no ticket id: "x"' \
    'verify' 'verify 1' 'verify 1 status' 'verify 1 stauts=new' 'verify 1 x.nope=' 'verify 1 id,status=1' \
    'verify 1 +tags=' 'verify 99 status=new' 'verify x status=new'
run 'me, lists, times, texts with TAB and newline' -o $'3\n3\n3' -- 'batch "-q" "assign --claim 3" "tag +bb +aa 3" "set due=2026-12-24T18:00Z 3"
    printf "%s\0" "verify 3 assignee=me tags=aa,bb due=2026-12-24T18:00:00Z lang=" "reply --note -m x 3" \
    "verify 3 body=body" | tk-batch -0 -F ids'
refused 'hostile text on one line' 'tk-batch: stdin:1: 3: subject is Ticket 3, not a\tb\u001b[31m' $'verify 3 subject=\'a\tb\e[31m\''
run 'rev, as a script would guard' -o $'1\t1\t0\tverify\n1\t2\t0\ttag' -- \
    'batch "" "verify 1 rev=$(tk-list -c rev id:1)" "tag +r1 1"'
run '-k does not pass a guard' -s 65 -e $'tk-batch: stdin:2: 1: status is new, not open\ntk-batch: stdin:1: nothing of this group was done' \
    -- batch -k 'assign bob 4' 'verify 1 status=open' 'assign eva 1'
run 'nothing is done' -o $'4\tnew\tnormal\t-\t-' -- fields 4

# --- new
fresh
run 'new, and . behind it' -o $'7\t1\t0\tnew\n7\t2\t0\tassign\n8\t3\t0\tnew\n8\t4\t0\tclose\n1\t4\t0\tclose' -- batch '' \
    "new -r 'Ana <ana@example.com>' -p high -t vip,new-hw --set x.count=3 -m 'It smokes.' Printer on fire" \
    'assign bob .' 'new -Q support --due 2d Second' 'close . 1'
run 'as tk-new would have made it' -o $'7\thigh\tana@example.com\tnew-hw,vip\t3\tPrinter on fire\tIt smokes.' -- \
    tk-list -c id,priority,customer,tags,x.count,subject,body id:7
run 'one change, undone as one' -o 1 -- changes
refused 'what cannot be made' 'tk-batch: stdin:1: no subject
tk-batch: stdin:2: unknown queue "nope"
tk-batch: stdin:3: unknown priority "soon" (low normal high urgent)
tk-batch: stdin:4: --set n=1: write x.NAME=VALUE
tk-batch: stdin:5: no ticket for ".": none was made before in this group
tk-batch: stdin:6: unknown option "--if-rev"' \
    'new -p high' 'new -Q nope x' 'new -p soon x' 'new --set n=1 x' 'close .' 'new --if-rev 1 x'
refused '. is of its own group' 'tk-batch: stdin:4: no ticket for ".": none was made before in this group
tk-batch: stdin:4: nothing of this group was done' start abort '# nothing made' 'close .'
refused 'not the one before the last, which failed' 'tk-batch: stdin:2: no subject
tk-batch: stdin:3: no ticket for ".": none was made before in this group' 'new One' 'new' 'close .'
run 'the body from a file' -o $'9\t1\t0\tnew' -- 'echo from a file >f; batch "" "new -f f Subject"'
run 'is there' -o 'from a file' -- tk-list -c body id:9
run 'links to it' -o~ '10\t1\t0\tnew\n(\d+\t2\t0\t(link|merge)\n)+' -- batch '' 'new Whole' 'merge . 9'

# --- groups
fresh
cat >groups <<'END'
assign bob 1
start
  verify 1 assignee=bob
  close 1
commit
reopen 1
start
close 2
nonsense
abort
start
verify 1 status=closed
assign bob 3
commit
assign bob 4
END
run 'groups' -s 65 -o $'1\t1\t0\tassign\n1\t3\t0\tverify\n1\t4\t0\tclose\n1\t6\t0\treopen' \
    -e $'tk-batch: groups:12: 1: status is open, not closed\ntk-batch: groups:11: nothing of this group was done, nor of those behind it' \
    -- tk-batch -f groups
run 'each its own change' -o 3 -- changes
run 'what stands, and what does not' -o $'1\topen\tnormal\tbob\t-\n2\tnew\tnormal\t-\t-\n3\tnew\tnormal\t-\t-\n4\tnew\tnormal\t-\t-' -- fields 1,2,3,4
fresh
run 'groups, -k: those behind are done' -s 65 -o $'1\n1\n1\n1\n4' \
    -e $'tk-batch: stdin:12: 1: status is open, not closed\ntk-batch: stdin:11: nothing of this group was done' \
    -I groups -- tk-batch --rejects bad -F ids
run 'rejects: the whole group' -o $'start\nverify 1 status=closed\nassign bob 3\ncommit' -- cat bad
fresh
run 'a dry run sees what earlier groups would do' -s 65 -e $'1\t1\t0\tassign\n1\t3\t0\tverify\n1\t4\t0\tclose\n1\t6\t0\treopen
tk-batch: groups:12: 1: status is open, not closed\ntk-batch: groups:11: nothing of this group was done, nor of those behind it' \
    -- 'tk-batch -n -f groups 2>err; s=$?; { grep -v ^tk- err; grep ^tk- err; } >&2; exit $s'
run 'and not what refused ones would' -s 65 -e~ '4\t10\t0\tverify\n(tk-batch: .*\n)+' -- \
    'batch "-n -k" start "assign bob 4" commit start "assign eva 4" "tag +x1 4" "verify 4 assignee=nobody" commit start "verify 4 assignee=bob tags=" commit 2>err
    { grep 10 err; grep ^tk- err; } >&2; exit 65'
run 'nothing is changed' -o 0 -- changes
run 'a start without commit' -s 65 -o $'1\t2\t0\tassign' -e 'tk-batch: stdin:4: start without commit: nothing of this group was done' \
    -- batch '' start 'assign bob 1' commit start 'assign bob 2'
run 'it was not done' -o $'2\tnew\tnormal\t-\t-' -- fields 2
refused 'start in start' 'tk-batch: stdin:3: start within the group of line 1: commit or abort that first
tk-batch: stdin:1: nothing of this group was done, nor of those behind it' start 'close 1' start 'close 2' commit 'close 3'
refused 'commit alone' 'tk-batch: stdin:2: commit without start' 'close 1' commit
refused 'abort alone' 'tk-batch: stdin:1: abort without start' abort
refused 'words behind them' 'tk-batch: stdin:1: start stands alone: unexpected "now"
tk-batch: stdin:3: commit without start' 'start now' 'close 1' commit
run 'empty groups' -- batch '' start commit start abort
run 'abort: nothing of it is even looked at' -- batch '' start 'close 99' "it's" abort

# --- keys
fresh
run '-K' -o $'7\t1\t0\tnew\n7\t2\t0\tassign' -- batch '-K one' 'new Once' 'assign bob .'
run 'again' -o $'7\t1\t0\tnew\n7\t2\t0\tassign' -- batch '-K one' 'new Once' 'assign bob .'
run 'one ticket, one change' -o '7 1' -- 'echo $(tk-list -F ids | head -n1) $(changes)'
run 'another request' -s 65 -e 'tk-batch: the key "one" was used by a different request: nothing was changed' \
    -- batch '-K one' 'new Twice' 'assign bob .'
run 'another text in the file of -f is another request' -s 65 -o $'1\t1\t0\treply' -e~ 'tk-batch: the key "two".*' -- \
    'echo a >f; batch "-K two" "reply -f f 1"; echo b >f; batch "-K two" "reply -f f 1"'
run 'what was bad is told again by its code' -s 65 -o $'1\t1\t0\ttag\n2\t2\t65\tset' -- \
    'set -- "tag +kk 1" "set status=closed status=hold 2"; batch "-K three -k" "$@" >/dev/null 2>&1; batch "-K three -k" "$@"'
run 'groups have no key' -s 64 -e~ 'tk-batch: -K: a key stands for one change set, and here are 2 groups.*' \
    -- batch '-K four' start 'close 1' commit 'close 2'
run 'a refused one used no key' -o $'1\t1\t0\tclose' -- \
    'batch "-K five" "close 99" 2>/dev/null; batch "-K five" "close 1"'

# --- hooks see a group as a whole
fresh
mkdir -m 755 hooks
cat >hooks/pre-close <<END
#!/bin/sh
tr , '\\n' | sed -n 's/.*"field":"\(.*\)"/\1/p' | tr '\\n' ' ' >>$T/work/seen
echo 'not on a Sunday' >&2
exit 1
END
chmod 755 hooks/pre-close
hooked() { TK_HOOKS=$T/work/hooks batch "$@"; }
run 'refused' -s 69 -e 'tk-batch: pre-close: not on a Sunday' -- hooked '' 'assign bob 1' 'close 1' 'tag +hot 2'
run 'what it saw' -o 'assignee status tag ' -- 'cat seen; echo'
run 'nothing is done' -o 0 -- changes
run 'a group of several' -s 69 -o $'1\t2\t0\tassign\n3\t7\t0\ttag' \
    -e $'tk-batch: stdin:4: pre-close: not on a Sunday\ntk-batch: stdin:4: nothing of this group was done' \
    -- hooked '-k' start 'assign bob 1' commit start 'close 2' commit 'tag +hot 3'
printf '#!/bin/sh\nexec cat >/dev/null\n' >hooks/pre-close
run 'let pass' -o $'1\t1\t0\tclose\n7\t2\t0\tnew\n7\t3\t0\tclose' -e 'tk-batch: stdin:4: no such ticket 99' -s 65 \
    -- hooked -k 'close 1' 'new -m x Seven' 'close .' 'close 99'
run 'done once' -o $'1\tclosed\tnormal\tbob\t-\n7\tclosed\tnormal\t-\t-' -- fields 1,7

# --- others
fresh
run 'only tickets that others have' -s 1 -o $'1\t1\t1\tassign' -e 'tk-batch: 1 is taken by bob' \
    -- 'tk-assign -q bob 1; batch "" "assign --claim 1"'
run 'some' -o $'1\t1\t1\tassign\n2\t1\t0\tassign' -e 'tk-batch: 1 is taken by bob' -- batch '' 'assign --claim 1 2'
run 'output lost, the change stands' -s 74 -e~ 'tk-batch: write error on stdout: No space left on device; change \d+ stands, output lost' \
    -- 'batch "" "close 3" >/dev/full'
run 'it stands' -o $'3\tclosed\tnormal\t-\t-' -- fields 3
run 'not when it was refused' -s 65 -e 'tk-batch: stdin:1: no such ticket 99' -- 'batch "" "close 99" >/dev/full'

# slow-batch.t does it with 64.  Each takes the number, adds one and writes it back unless somebody was quicker.
add_one() {
    local was
    for ((;;)); do
        was=$(tk-list -c x.count id:4 --empty '')
        printf '%s\n' "verify 4 x.count=$was" "set x.count=$((was + 1)) 4" | tk-batch -q 2>/dev/null && return
        [ $? -eq 65 ] || echo "status $?"
    done
}
race() {
    local i
    for ((i = 0; i < 8; i++)); do add_one & done
    wait
}
run '8 processes, one number: no lost update' -- race
run 'all of them counted' -o 8 -- tk-list -c x.count id:4
run 'events and rows agree' -o~ '.*' -- tk-check
finish
