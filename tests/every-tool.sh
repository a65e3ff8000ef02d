# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What every tool must bear is tested on every tool: here is at least one command line of each.
#
# A line is a kind and a command, for the desk of every_desk:
#     read    prints records           write   changes the desk and prints
#     quiet   changes it and prints nothing    none    prints and needs no database
# A new tool brings its lines in its own test: "# every: KIND COMMAND" in tests/tk-x.t.  A tool
# without any fails each script that sources this file.

every_line=(
    'none   tk help'
    'none   tk -V'
    'quiet  tk-init -q -d new.db'
    'read   tk-agent list'
    'read   tk-agent show root'
    'quiet  tk-agent add carl --name Carl'
    'quiet  tk-agent set root capacity=5'
    'quiet  tk-agent serve root support:2'
    'write  tk-assign root 1 2'
    'write  tk-assign --claim 1'
    'write  tk-assign --release 3'
    'read   tk-backup copy.db'
    'write  tk-cc +root +boss@example.com 1'
    'read   tk-check'
    'write  tk-close -m bye --resolution fixed 1 2'
    'read   tk-customer list'
    'read   tk-customer show ana@example.com'
    'write  tk-customer add new@example.com --name New'
    'quiet  tk-customer set ana@example.com name=Anna'
    'read   tk-field list'
    'quiet  tk-field add room'
    'quiet  tk-field remove floor'
    'read   tk-list is:any'
    'read   tk-list -F table printer'
    'read   tk-list -c help'
    'read   tk-log'
    'read   tk-log 1 2'
    'write  tk-new -m body -t vip subject'
    'write  tk-new -I csv <two.csv'
    'read   tk-queue list'
    'quiet  tk-queue add billing --title Invoices'
    'quiet  tk-queue set support title=Everything'
    'write  tk-reopen 4'
    'write  tk-reply -m text 1 2'
    'write  tk-reply --note -f two.csv 1'
    'write  tk-set priority=low category=other x.floor=3 1 2'
    'read   tk-show 1 2'
    'read   tk-show -F table 1'
    'write  tk-tag +one -two 1 2'
)

# shellcheck disable=SC2154 # top is of lib.sh
mapfile -t -O ${#every_line[@]} every_line < <(sed -n 's/^# every: //p' "$top"/tests/tk-*.t)

# The desk: agent root is who runs this, tickets 1 to 4, the last one closed.
every_desk() {
    local me
    me=$(id -un)
    every_line=("${every_line[@]// root/ $me}")
    every_line=("${every_line[@]// +root/ +$me}")
    desk
    must tk-new -q -r 'Ana <ana@example.com>' -p urgent -t printer -m 'It smokes.' 'Printer on fire'
    must tk-new -q -r 'Bořek <borek@example.cz>' -m 'Proč dvakrát?' 'Dvojitá faktura'
    must tk-new -q -a "$me" -m 'Hasło nie działa.' 'Login'
    must tk-new -q -m 'המדפסת לא עובדת' 'מדפסת'
    must tk-close -q 4
    must tk-field add floor
    must tk-macro add hello -m 'Hello {customer.first|you}.' --do 'tag +greeted'
    printf 'subject,body\none,text\ntwo,text\n' >two.csv
    printf 'key,subject,body\nA-1,one,text\nA-2,two,text\n' >keyed.csv
    must sqlite3 "$TK_DB" 'PRAGMA wal_checkpoint(TRUNCATE)'
    must cp "$TK_DB" "$T/every.db"
}

# The desk again as it was.
every_fresh() {
    rm -f "$TK_DB"* new.db* copy.db*
    cp "$T/every.db" "$TK_DB"
}

# every FUNCTION: FUNCTION KIND COMMAND, for each line; then what is missing.
every() {
    local line kind
    for line in "${every_line[@]}"; do
        kind=${line%% *} line=${line#* }
        line=${line#"${line%%[! ]*}"}
        "$1" "$kind" "$line"
    done
}

# The names of all tools.
every_tool() {
    local tool
    for tool in "$TK_BIN"/tk*; do
        [ ! -x "$tool" ] || echo "${tool##*/}"
    done
}

every_tool_has_a_line() {
    local tool line missing=()
    for tool in $(every_tool); do
        for line in "${every_line[@]}"; do
            [[ $line != *" $tool" && $line != *" $tool "* ]] || continue 2
        done
        missing+=("$tool")
    done
    run 'every tool has a line in every-tool.sh' -o "${missing[*]-}" -- true
}
