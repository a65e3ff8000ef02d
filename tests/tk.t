#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk: finds its commands, passes everything on, explains.
. "${0%/*}/lib.sh"

# The family of these tests: tk itself in own/, a team's commands in team/ behind it in PATH.
mkdir own team
cp "$TK_BIN/tk" own/
# tool FILE: a program with the text on stdin.
tool() {
    cat >"$1" && chmod +x "$1"
}
tool own/tk-show <<'E'
#!/bin/sh
printf '<%s>' "$@" && echo
E
tool own/tk-both <<<'echo own'
tool team/tk-both <<<'echo team'
tool team/tk-team <<<'echo team: $1' # also without #!
tool own/tk-fails <<<'exit 42'
tool own/tk-reads <<<'cat'
tool own/tk-env <<<'env'
tool own/tk-Upper <<<'echo no'
tool own/tk-two.sh <<<'echo no'
mkdir own/tk-directory
echo 'echo no' >own/tk-plain
export PATH=$T/work/team:/usr/bin:/bin
own=$T/work/own
tk() { "$own/tk" "$@"; }

run 'arguments as they are' -o '<a b><><*><-x><-->' -- tk show 'a b' '' '*' -x --
run 'its exit status' -s 42 -- tk fails
run 'its stdin' -o text -i text -- tk reads
run 'its environment' -o $'A=b c\nPATH=/usr/bin:/bin' -- \
    'env -i A="b c" PATH=/usr/bin:/bin "$own/tk" env | grep -vE "^(_|PWD|SHLVL)=" | sort'
run 'its own directory comes first' -o own -- tk both
run 'then PATH' -o 'team: x' -- tk team x
run 'through a link' -o own -- 'ln -s "$own/tk" link && ./link both'
run 'called by PATH' -o own -- 'PATH=$own:$PATH && command tk both'
run 'an empty PATH' -o own -- 'PATH= && tk both'

no() { run "$1" -s 64 -e "tk: $2" -- "${@:3}"; }
no 'a slip of the finger' 'unknown command "shwo", did you mean "show"?' tk shwo
no 'a command of the team is suggested' 'unknown command "taem", did you mean "team"?' tk taem
no 'help is one, too' 'unknown command "hepl", did you mean "help"?' tk hepl
no 'nothing near' 'unknown command "xyzzy" (tk help lists them)' tk xyzzy
for word in ../own/tk-show show/../show 2show _show Upper two.sh directory plain '' '*' $'a\nb'; do
    run "no command: $word" -s 64 -e~ 'tk: unknown command ".*".*' -- tk "$word"
done
no 'an option before the command' 'unknown option "-d" (tk -h helps)' tk -d x.db show
no 'a command behind --' 'no command (tk -h helps)' tk -- show
tool own/tk-noperm <<<"#!$T" # a directory interprets nothing
run 'cannot be run' -s 77 -e "tk: $own/tk-noperm: Permission denied" -- tk noperm
rm own/tk-noperm

run '-V' -o~ 'tk \d+\.\d+\.\d+' -- tk -V
run '-h' -o~ '(?s)tk: .*usage: tk CMD .*' -- tk -h

# --- help

tool own/tk-good <<'E'
#!/bin/sh
[ "$*" != --complete ] || echo 'is of good use'
[ "$*" != -h ] || echo 'help of good'
E
tool own/tk-hostile <<'E'
#!/bin/sh
[ "$*" != --complete ] || printf '\033[31mred\nmore\n'
E
tool own/tk-slow <<'E'
#!/bin/sh
[ "$*" != --complete ] || exec sleep 60
E
tool own/tk-silent <<<'touch "$HOME/was-run"'
list() {
    sed 's/  */ /g; s/^ //' <<'E'
usage: tk CMD [ARG ...]

both
env
fails
good is of good use
hostile ␛[31mred
reads
show
silent
slow
team

tk help CMD explains one.
E
}
run 'help lists what there is' -o "$(list)" -- 'tk help | sed "s/  */ /g; s/^ //"'
run 'tk alone, too' -o "$(list)" -- 'tk | sed "s/  */ /g; s/^ //"'
run 'what does not know --complete is not run' -s 1 -- test -e "$HOME/was-run"
rm own/tk-slow
run 'help of one' -o 'help of good' -- tk help good
run 'help of help' -o~ '(?s)tk: .*usage: tk CMD .*' -- tk help help
no 'help of none' 'unknown command "godo", did you mean "good"?' tk help godo
no 'help of two' 'help takes one command (tk -h helps)' tk help good show
run 'help that cannot be written' -s 74 -e~ 'tk: write error on stdout: .*' -- 'tk help >/dev/full'
run 'help with closed descriptors' -s 74 -e~ 'tk: .*' -- 'tk help >&- <&-'

# --- on a terminal
on_terminal() { TERM=xterm script -qec "$*" /dev/null | tr -d '\r'; }
tool team/man <<'E'
#!/bin/sh
case $1 in tk | tk-good | tk-query) echo "page $1" ;; *) echo 'no page' >&2; exit 16 ;; esac
E
run 'a man page on a terminal' -o 'page tk-good' -- on_terminal "$own/tk help good"
run 'that of a topic' -o 'page tk-query' -- on_terminal "$own/tk help query"
run 'that of help' -o 'page tk' -- on_terminal "$own/tk help help"
run '-h where there is no page' -o '<-h>' -- on_terminal "$own/tk help show"
run 'never an option for man' -s 64 -o~ 'tk: unknown command "-k".*' -- on_terminal "$own/tk help -k"
run 'without a shell the list' -o~ '(?s)usage: tk CMD.*' -- on_terminal "$own/tk"
tool own/tk-shell <<<'echo the shell'
run 'the shell' -o 'the shell' -- on_terminal "$own/tk"
run 'but not in a pipe' -o~ '(?s)usage: tk CMD.*' -- on_terminal "$own/tk | cat"

# --- completion
run 'commands' -o $'good\tis of good use' -- tk --complete g
run 'and help' -o $'hostile\t␛[31mred\nhelp\twhat commands there are, what one does' -- \
    tk --complete h
run 'a command behind help' -o $'good\tis of good use' -- tk --complete help goo
run 'options' -o $'--help\tshow this help' -- tk --complete --h
run 'what tk does' -o 'run a command of the help desk' -- tk --complete
tool own/tk-good <<<'# --complete
printf "<%s>" "$@" && echo'
run 'the rest is for the command' -o '<--complete><a b><>' -- tk --complete good 'a b' ''
run 'unless it cannot' -- tk --complete silent ''
run 'or there is none' -- tk --complete ../own/tk-good ''
run 'nor is it run' -s 1 -- test -e "$HOME/was-run"
finish
