#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What machines read is the same byte for byte in every locale, time zone, width and colour setting.
. "${0%/*}/lib.sh"
# shellcheck source=every-tool.sh
. "$top/tests/every-tool.sh"

every_desk
tk-new -q -r 'İpek <ipek@example.com>' --due 2026-12-01 'TITLE with iİıI and Ł' </dev/null
tk-new -q -m $'two\nlines, "quoted"\tand a tab' '=1+1' </dev/null

# Locales that are not installed are made here, where their sources are.
export LOCPATH=$T/locale
mkdir "$LOCPATH"
for locale in tr_TR cs_CZ; do
    localedef -i $locale -f UTF-8 "$LOCPATH/$locale.UTF-8" 2>/dev/null ||
        echo "# no sources of the locale $locale"
done

prints=()
collect() {
    local format
    [ "$1" = read ] || return
    case $2 in
    *-F* | *'-c help' | tk-backup*) return ;;
    esac
    for format in tsv csv jsonl; do
        prints+=("$2 -F $format")
    done
}
every collect
prints+=("tk-list is:any -F xcsv" "tk-list is:any -F ids" 'tk-list istanbul' 'tk-list title -F csv' 'tk-list TITLE' 'tk-list is:any -s subject'
    'tk-list "created:2026-11-22"' 'tk-list is:any -F csv -c id,created,updated,due,tags')

# same COMMAND: prints the same in all surroundings.
same() {
    local want how
    want=$(eval "$1" 2>&1; echo "$?")
    for how in LC_ALL=C 'LC_ALL=POSIX TZ=Asia/Kathmandu' 'LC_ALL=tr_TR.UTF-8 TZ=:/nonexistent' \
        'LC_ALL=cs_CZ.UTF-8 TZ=XYZ-25:61' 'LC_ALL=none TZ=' 'LC_ALL= LC_NUMERIC=cs_CZ.UTF-8' \
        'COLUMNS=20 LINES=3 CLICOLOR_FORCE=1 TERM=xterm-256color' NO_COLOR=1; do
        [ "$(eval "env $how $1" 2>&1; echo "$?")" = "$want" ] || echo "$how"
    done
}
for command in "${prints[@]}"; do
    run "$command" -- same "$command"
done
every_fresh
run 'a subject in Turkish capitals is found' -o 2 -- 'LC_ALL=tr_TR.UTF-8 tk-list dvojita -F ids'
finish
