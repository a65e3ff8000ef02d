#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is said about each tool is there, agrees with the tool, and works as it is printed.
#
# In the EXAMPLES of a man page, a line "$ COMMAND" in a literal block (continued by lines "> ...")
# is run, and what stands below it, up to the next command, is what it must print on stdout and
# stderr together; a line "..." stands for any lines.  A page's examples run one after another in
# one directory and one fresh desk, each in a shell of its own.  tests/example-desk.sh, sourced in
# that directory, prepares the desk.
. "${0%/*}/lib.sh"

version=$(sed -n 's/^VERSION *= *//p' "$top/Makefile")
shopt -s nullglob
tools=("$top"/cmd/tk*.c)
pages=("$top"/man/*.[1-8])
[ ${#tools[@]} -gt 0 ] || skip_all 'no tools'

# section NAME: that section of the rendered page.
section() {
    perl -0777 -ne "print \$1 if /^$1\n(.*?)(?=^\S|\z)/ms" page
}

# The usage lines of -h; both sides of the comparison in normal white space.
usage() {
    perl -0777 -ne 'print $1 =~ s/^\s*or:/ /mgr if /^usage:(.*?)(?:\n\s*\n|\z)/ms' help | words
}
words() {
    perl -0777 -pe 's/\s+/ /g; s/^ | $//g; $_ .= "\n"'
}

# The options that a list on stdin explains: the words with a dash that begin its entries.
entries() {
    perl -ne 'print "$_\n" for map { /(?<![^ ,])(--?\w[\w-]*)/g } /^ {1,8}(-.*?)(?: {2}|$)/' |
        sort -u
}
# All words with a dash on stdin.
mentions() {
    perl -ne 'print "$1\n" while /(?<![\w-])(--?\w[\w-]*)/g' | sort -u
}

# The examples of a page: command and pattern of its output, each ended by a NUL.
examples() {
    perl -0777 -e '
        my %roff = (e => "\\", "-" => "-", "&" => "", "(aq" => "\x27", "(dq" => "\"", "(ha" => "^",
                    "(ti" => "~", "(ga" => "`", "(rs" => "\\");
        my ($text) = <STDIN> =~ /^\.Sh EXAMPLES\n(.*?)(?=^\.Sh|\z)/ms or exit;
        while ($text =~ /^\.Bd -literal.*?\n(.*?)^\.Ed/msg) {
            my $block = $1 =~ s/\\(\(..|.)/$roff{$1} \/\/ die "unknown escape \\$1\n"/ger;
            while ($block =~ /^\$ (.*\n(?:> .*\n)*)((?:(?!\$ ).*\n)*)/mg) {
                my ($command, $out) = ($1, $2);
                $command =~ s/^> |\n\z//mg;
                print "$command\0", (map { $_ eq "..." ? "(?:.*\\n)*" : quotemeta . "\\n" }
                                     split /\n/, $out), "\0";
            }
        }'
}

# example COMMAND: as a reader types it; a crash is a failure, and all else is to be seen.
example() {
    eval "$1" 2>&1
    [ $? -lt 128 ]
}

fresh_desk() {
    export TK_DB=$T/$1.db
    mkdir "$T/work/$1" && cd "$T/work/$1" || exit 1
    if [ -e "$top/tests/example-desk.sh" ]; then
        # shellcheck source=/dev/null
        . "$top/tests/example-desk.sh"
    else
        desk
    fi
}

for tool in "${tools[@]}"; do
    name=${tool##*/} name=${name%.c}
    source=$(ls "$top/man/$name".[18] 2>/dev/null)
    run "$name: a man page" -- test -f "$source"
    run "$name: a test" -- test -x "$top/tests/$name.t"
    run "$name: a word in README" -- grep -Eq "(^|[^a-z-])$name(\$|[^a-z-])" "$top/README.md"

    run "$name -V" -o "$name $version" -- "$name" -V
    run "$name -h" -o~ '(?ms).*^usage: .*' -- "$name" -h
    run "$name: an unknown option" -s 64 -e~ "$name: .*" -- "$name" --no-such-option

    "$name" -h >help 2>/dev/null
    mandoc -T utf8 -O width=500 "${source:-/dev/null}" 2>/dev/null | col -bx >page
    run "$name: usage is the SYNOPSIS" -o "$(section SYNOPSIS | words)" -- usage
    run "$name: options of -h that the man page lacks" \
        -- 'comm -23 <(entries <help) <(mentions <page)'
    run "$name: OPTIONS that -h lacks" -- 'comm -23 <(section OPTIONS | entries) <(mentions <help)'
done

for page in "${pages[@]}"; do
    name=${page##*/}
    run "$name: mandoc finds nothing" -- mandoc -T lint -W warning "$page"
    run "$name: EXAMPLES can be read" -- 'examples <"$page" >"$T/examples"'
    [ ! -s "$T/examples" ] || fresh_desk "$name"
    while IFS= read -r -d '' command && IFS= read -r -d '' output; do
        run "$name: \$ $command" -o~ "$output" -- example "$command"
    done <"$T/examples"
done
finish
