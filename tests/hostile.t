#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What customers write may hold anything.  No control character of it reaches a terminal, on stdout
# or stderr, in any format, from any field, by any tool; none breaks a line of a pipe; invalid UTF-8
# is refused with its place; and nothing of it is ever run.
. "${0%/*}/lib.sh"
# shellcheck source=every-tool.sh
. "$top/tests/every-tool.sh"

# Colour, a link, the clipboard, a title, C0, DEL, C1 and bidi overrides; commands of a shell.
evil=$'\e[31mred\e]8;;http://evil\e\\link\e]52;c;ZXZpbA==\a\e]0;title\a\x01\x7f\u009b31m\u202ertl\u2069\u2066x'
shell='$(touch pwned)`touch pwned`;touch pwned|touch pwned'
lines=$'first\r\n99\tclosed\n\e[2J'$evil$'\n'

# unsafe [TAB]: the lines of stdin that hold what must not reach a terminal.
unsafe() {
    perl -e '
        my $tab = shift // "";
        while (my $raw = <STDIN>) {
            $raw =~ s/\r*\n\z//; # a pseudoterminal makes \r\n of \n
            my $s = $raw;
            my $why = utf8::decode($s) ? "" : "invalid UTF-8";
            $s =~ s/\t//g if $tab;
            1 while $s =~ s/\x{2068}[^\x{202a}-\x{202e}\x{2066}-\x{2069}]*\x{2069}//; # our isolation
            $why = sprintf "U+%04X", ord $1 if $s =~ /([\x00-\x1f\x7f-\x9f\x{202a}-\x{202e}\x{2066}-\x{2069}])/;
            print "$why: $raw\n" if $why;
        }' -- "$@"
}
on_terminal() { script -qec "$1" /dev/null </dev/null; }

# heard LINE [TAB]: what is unsafe in the output of a line of shell, which may fail, but not crash.
heard() {
    eval "$1" 2>&1 | unsafe "${@:2}"
    [ "${PIPESTATUS[0]}" -lt 128 ]
}
seen() { heard "on_terminal '${1//\'/}'" "${@:2}"; }

run 'the net catches' -o~ '(U\+.*\n|invalid.*\n?){5}' -- \
    'printf "a\tb\n\e[1m\n\u202e\n\xff\n\u2068\u202e\u2069\nfine \u2068x\u2069\n" | unsafe | cat -v'
run 'a terminal is one' -o~ 'yes\r?' -- on_terminal 'test -t 1 && echo yes'

# --- text that the tools take
every_desk
me=$(id -un)
must tk-new -q -r "$evil <evil@example.com>" --category "$evil" -K "$evil" -m "$lines" "$evil"
must tk-new -q -m "$shell" --category "$shell" "$shell"
must tk-reply -q -m "$evil" 1
must tk-reply -q --note -m "$shell" 1
must tk-set -q "subject=$evil" "category=$evil" "x.floor=$evil" 2
must tk-customer set evil@example.com "note=$lines" "org=$evil"
must tk-agent add dora --name "$evil"
must tk-agent set "$me" "name=$evil"
must tk-queue set support "title=$evil"
must tk-field add mood --choices "good,$evil"
must eval 'printf "subject,body\n\"%s\",\"%s\"\n" "$evil" "$lines" | tk-new -q -I csv'
run 'a subject of two lines' -s 64 -e~ 'tk-new: .*' -- tk-new "$lines"

# --- and what they do not, but what an import, a mail or a hand may have left
must sqlite3 "$TK_DB" "
    INSERT INTO tag(name) VALUES('\$(touch pwned)'), ('$evil'), ('\`touch pwned\`');
    INSERT OR IGNORE INTO ticket_tag SELECT 1, id FROM tag;
    INSERT INTO queue(name, title) VALUES('$evil', '$evil'), ('\$(touch pwned)', '$shell');
    INSERT INTO agent(login, name) VALUES('$evil', '$evil'), ('\$(touch pwned)', '$shell');
    INSERT INTO field(name, type) VALUES('$evil', 1), ('\$(touch pwned)', 1);
    INSERT INTO meta(key, value) VALUES('view.$evil', '$evil'), ('view.mine@$me', '$lines'),
        ('view.@', '$shell'), ('view.\$(touch pwned)@$evil', '$shell');
    INSERT INTO contact(kind, address, customer, rank) SELECT 1, '$evil', customer, 0 FROM ticket
        WHERE id = 3 AND customer IS NOT NULL;
    UPDATE contact SET address = 'x$evil', shown = '$evil' WHERE address = 'borek@example.cz';
    UPDATE ticket SET queue = (SELECT id FROM queue WHERE name = '$evil'),
        assignee = (SELECT id FROM agent WHERE login = '$evil'), lang = '$evil' WHERE id = 2;
    UPDATE event SET new = '$evil' WHERE field IN (7, 8, 9);
    UPDATE message SET subject = '$evil', lang = '$evil'"
must cp "$TK_DB" "$T/every.db"
must sqlite3 "$T/every.db" 'PRAGMA wal_checkpoint(TRUNCATE)'

# --- every tool, on a terminal and in a pipe
everywhere() {
    local format tab
    every_fresh
    tab=''
    [[ $2 != *' -c help' ]] || tab=tab
    run "$2 on a terminal" -- seen "$2" "$tab"
    [ "$1" != quiet ] || return
    every_fresh
    run "$2 in a pipe" -- heard "$2" tab
    [[ $2 == tk-@(list|show|log|customer|agent|queue|field|view)* && $1 == read && $2 != *-[Fc]* ]] || return
    for format in table tsv csv xcsv jsonl; do
        [ "$format" != tsv ] || tab=tab
        run "$2 -F $format on a terminal" -- seen "$2 -F $format" "$tab"
        tab=''
    done
    run "$2 -F jsonl in a pipe" -- heard "$2 -F jsonl"
}
every everywhere
every_fresh
all='id,status,subject,tags,category,lang,customer,assignee,queue,body,x.floor,watchers,org'
run 'all columns on a terminal' -- seen "tk-list is:any -c $all"
run 'all columns as a table in a pipe' -- heard "tk-list is:any -c $all -F table"
run 'each record is one line of a pipe' -o 7 -- "tk-list is:any -c $all | wc -l"
run 'csv in a pipe is lossless' -o "$evil" -- "tk-list id:5 -c subject -F csv --no-header | sed 's/^\"//; s/\"\$//'"
run 'a dry run on a terminal' -- seen 'tk-tag -n +tag 1 2 5 6'
run 'a conflict on a terminal' -- seen 'tk-assign --claim 2'
run 'a page on a terminal' -- seen 'PAGER=cat tk-show $(tk-list is:any -F ids)'

# --- what is typed comes back in messages
complains() {
    local line
    for line; do
        eval "$line" || [ $? -lt 128 ] || echo $'\acrashed:' "$line"
        on_terminal "${line//\'/}" || [ $? -lt 128 ] || echo $'\acrashed:' "$line"
    done 2>&1 | unsafe tab
}
printf '%s\n' "$evil" >evil
export evil lines TK_EDITOR=true
for tool in $(every_tool); do
    run "$tool: words it does not know" -- complains "$tool \"\$evil\"" "$tool --\"\$evil\"" \
        "$tool -d \"\$evil\"" "$tool -F \"\$evil\"" "$tool -o \"\$evil/out\"" "$tool -c \"\$evil\"" \
        "$tool -s \"\$evil\"" "TK_DB=\$evil $tool 1" "TK_AGENT=\$evil $tool 1" "$tool <evil"
done
for command in 'tk-list queue:"$evil"' 'tk-list "\"$evil"' 'tk-list "priority:$evil"' 'tk-list --match "$evil"' \
    'tk-list --tz "$evil"' 'tk-set "$evil=1" 1' 'tk-set "priority=$evil" 1' 'tk-set "x.floor$evil=1" 1' \
    'tk-set "due=$evil" 1' 'tk-tag "+$evil" 1' 'tk-cc "+$evil" 1' 'tk-assign "$evil" 1' \
    'tk-reply --status "$evil" 1' 'tk-reply -f "$evil" 1' 'tk-new -r "$evil" x' 'tk-new -Q "$evil" x' \
    'tk-new --set "$evil" x' 'tk-new -I "$evil"' 'tk-log --since "$evil"' 'tk-customer show "$evil"' \
    'tk-agent show "$evil"' 'tk-view show "$evil"' 'tk-view add "$evil" is:open' 'tk-view add ok "$evil"' \
    'tk-view add ok "x:$evil"' 'tk-view add "ok$lines" "$lines"' 'tk-view remove "$evil"' 'tk-close 1 -K "$evil"' 'printf "subject,%s\na,b\n" "$evil" | tk-new -I csv' \
    'printf "subject,priority\na,%s\n" "$evil" | tk-new -I csv'; do
    run "$command" -- complains "$command"
done

# --- completion
for words in 'tk-new -a' 'tk-new -Q' 'tk-new -t' 'tk-new -r' 'tk-new --category' 'tk-tag' 'tk-set' 'tk-list' \
    'tk-assign' 'tk-list -c' 'tk-agent show' 'tk-queue show' 'tk-customer show' 'tk-field show' 'tk-view show'; do
    run "completion: $words" -- heard "${words%% *} --complete ${words#* } ''" tab
done
for line in 'tk-new -t ' 'tk-new -Q ' 'tk-new -a ' 'tk-tag +' 'tk-list queue:' 'tk-set x.'; do
    run "completion in bash: $line" -- "bash -c '. \"$top/completions/tk.bash\"
        COMP_LINE=\"$line\" COMP_POINT=${#line} COMP_WORDBREAKS=\$'\'' \\t\\n\"><=;|&(:'\''
        COMP_WORDS=($line \"\") COMP_CWORD=2; _tk; printf \"%s\\n\" \"\${COMPREPLY[@]}\"' 2>&1 | unsafe"
done

# --- invalid UTF-8
export bad=$'x\xffy'
for command in 'tk-new "$bad"' 'tk-new -m "$bad" s' 'tk-new --category "$bad" s' 'tk-new -K "$bad" s' \
    'tk-new -r "$bad <a@example.com>" s' 'tk-new --set "x.floor=$bad" s' 'tk-set "subject=$bad" 1' \
    'tk-set "category=$bad" 1' 'tk-set "x.floor=$bad" 1' 'tk-reply -m "$bad" 1' \
    'tk-agent set me "name=$bad"' 'tk-queue set support "title=$bad"' 'tk-customer set ana@example.com "note=$bad"'; do
    run "invalid UTF-8: $command" -s 64 -e~ '.*UTF-8.*' -- "$command; s=\$?; [ \$s != 65 ] || s=64; exit \$s"
done
run 'invalid UTF-8 in a query, with its place' -s 64 -e $'tk-list: query: the query is not UTF-8 here\n  x\\xFFy\n   ^' \
    -- tk-list "$bad"
run 'invalid UTF-8 in a record, with its place' -s 65 -e~ 'tk-new: stdin:3: column "body": .*UTF-8.* 2' \
    -- "printf 'subject,body\na,b\nc,\"d\xff\"\n' | tk-new -I csv"
run 'invalid UTF-8 in a file' -s 65 -e~ 'tk-reply: .*UTF-8.*' -- 'printf "a\xff" >bad; tk-reply -f bad 1'
run 'invalid UTF-8 in the database itself' -- \
    'must sqlite3 "$TK_DB" "UPDATE ticket SET subject = CAST(x'\''41ff42'\'' AS TEXT) WHERE id = 1"
     seen "tk-list id:1"; tk-list id:1 -F jsonl | unsafe'
run 'nothing was run' -s 1 -- 'ls -R "$T/work" "$HOME" | grep pwned'
finish
