#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The views for other programs have the columns that tk-schema(5) promises, and hide what is hidden.
. "${0%/*}/lib.sh"

desk
must tk-field add seen --type time
must tk-new -q -t vip -r ana@example.com --set x.seen=2026-01-02T03:04:05Z -m text one
must tk-new -q -t vip --set x.seen=2026-01-02 two
must tk-undo -q -y

views() { sqlite3 "$TK_DB" "SELECT name FROM sqlite_schema WHERE type = 'view' AND name GLOB 'v_*' ORDER BY 1"; }
columns() { sqlite3 "$TK_DB" "SELECT name FROM pragma_table_info('$1')" | sort; }
# documented VIEW: the words set as Cm in its entry, but for those that are values or other tables.
documented() {
    perl -0777 -ne '
        my ($entry) = /^\.It Cm '"$1"'\n(.*?)^\.(?:It|El)/ms or exit;
        for my $line ($entry =~ /^\.(?:Pq )?(Cm .*)/mg) {
            print "$_\n" for grep { /^[a-z_]+$/ && $_ ne "event" } split /[ ,]+/, $line;
        }' "$top/man/tk-schema.5" | grep -vxE 'request|reply|note' | grep -vx "${2:-none}" | sort -u
}
for view in $(views); do
    others=none
    [ "$view" != v_message ] || others=message
    run "$view: its columns are those of tk-schema(5)" -o "$(columns "$view")" -- documented "$view" "$others"
done
run 'a view for each entry' -o "$(grep -o '^\.It Cm v_[a-z]*' "$top/man/tk-schema.5" | sed 's/.* //' | sort)" -- views
run 'what was undone is in none' -o '1|1|1|1' -- sqlite3 "$TK_DB" 'SELECT (SELECT count(*) FROM v_ticket),
    (SELECT count(*) FROM v_message), (SELECT count(*) FROM v_tag), (SELECT count(*) FROM v_value)'
run 'a tag by its name' -o '1|vip' -- sqlite3 "$TK_DB" 'SELECT * FROM v_tag'
run 'a value, a time as time' -o '1|seen|2026-01-02T03:04:05Z' -- sqlite3 "$TK_DB" 'SELECT * FROM v_value'
finish
