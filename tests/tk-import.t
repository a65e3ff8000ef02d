#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-import of what tk-export made: its words; the rest is in tests/restore.t and tests/replica.t.
# every: read tk-import <(tk-export -F jsonl 2>/dev/null)
. "${0%/*}/lib.sh"

desk
run 'nothing to take in' -s 64 -e~ 'tk-import: what\? give the DIR or FILE .*' -- tk-import
run 'an empty name' -s 64 -e~ 'tk-import: what\? give the DIR or FILE .*' -- tk-import ''
run 'two' -s 64 -e~ 'tk-import: unexpected "b".*' -- tk-import a b
run 'what is not there' -s 66 -e 'tk-import: cannot read none: No such file or directory' -- tk-import none
run 'no database' -s 66 -e~ 'tk-import: no database at none.db: .*' -- tk-import -d none.db x
finish
