// SPDX-License-Identifier: GPL-3.0-or-later
// The whole desk as rows for others, and for tk-import: see tk-export(1) for both forms.
//
// All rows are of one snapshot.  An anchor is "ID:HASH" of a change; the cursor of an export is its
// last event, and an increment has what came behind the cursor of another one.
#ifndef DESK_EXPORT_H
#define DESK_EXPORT_H

#include "desk/tool.h"
#include "store/change.h"

#define EXPORT_FORMAT   1
#define EXPORT_MANIFEST "manifest.json"

enum { ANCHOR_SIZE = 20 + 1 + 2 * HASH_SIZE + 1 };

struct export_point {
    int64_t cursor; // last event up to it
    char anchor[ANCHOR_SIZE];
};
// The state of the desk after its change `change`, or after its last one (INT64_MAX).  "0:" where
// there is no change.
void export_point(struct db *db, int64_t change, struct export_point *p);

// since: number of an event, an anchor, or NULL for everything.  A bad one ends the tool with 64,
// the anchor of another desk with 65.
// A directory of CSV files; the anchor goes to t->out unless -q.
void export_dir(struct tool *t, const char *dir, const char *since);
// A stream of JSON lines to t->out.
void export_stream(struct tool *t, const char *since);

#endif
