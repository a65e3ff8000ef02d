#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# README's day of work: what it says to type is typed, in one shell, and gives what it shows.  In a
# console block "$ COMMAND" is a command and what stands below it its output; "..." any lines.
. "${0%/*}/lib.sh"

# Commands and patterns of their output, each ended by a NUL.
blocks() {
    perl -0777 -ne '
        while (/^```console\n(.*?)^```/msg) {
            my $block = $1;
            while ($block =~ /^\$ (.*\n)((?:(?!\$ ).*\n)*)/mg) {
                my ($command, $out) = ($1, $2);
                chomp $command;
                print "$command\0", (map { $_ eq "..." ? "(?:.*\\n)*" : quotemeta . "\\n" }
                                     split /\n/, $out), "\0";
            }
        }' "$top/README.md"
}

blocks >"$T/blocks"
while IFS= read -r -d '' command && IFS= read -r -d '' output; do
    case $command in
    export*) eval "$command" && continue ;;
    esac
    printf '%s\n' "$command" >"$T/command"
    run "\$ $command" -o~ "$output" -- 'eval "$(cat "$T/command")" 2>&1 || [ $? -lt 128 ]'
done <"$T/blocks"
[ "$tests" -gt 15 ] || run 'README has a day of work' -- false
finish
