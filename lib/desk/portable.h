// SPDX-License-Identifier: GPL-3.0-or-later
// The desk as rows that leave it and come back: every table and column that is exported, in an
// order in which they can be put into an empty database.
//
// Left out: what runs out by itself (leases, drafts, hooks that wait) and what is made from the
// rest (the full-text index, and the version of its folding in meta).
#ifndef DESK_PORTABLE_H
#define DESK_PORTABLE_H

#include "base/buf.h"
#include "store/db.h"

enum { PORTABLE_TABLES = 24, PORTABLE_COLUMNS = 26 }; // there are no more

struct portable {
    const char *name;
    const char *columns; // "id, rev, status"
    const char *types;   // a letter each: i integer, t text, b blob, a any of them
    const char *all;     // reads all rows; NULL: there are none but in an increment
    const char *since;   // reads those of an increment; NULL: it has none
    const char *put;     // writes one row, new or (where it has an id) changed
};
extern const struct portable portables[]; // name NULL ends

// Collects what an increment consists of, for this connection and its open snapshot: what the
// events behind `cursor` touched, and what was erased, since that has no event behind the cursor.
void portable_since(struct db *db, int64_t cursor);
struct stmt *portable_read(struct db *db, const struct portable *p, bool since);

// Empties a desk of all that is exported, of drafts, and of hooks that wait.
void portable_clear(struct db *db);
// Before an increment: those tables that come whole in it and whose rows may be fewer.
void portable_clear_whole(struct db *db);
// Writes one row.  False with a text in why: a value that its table does not take.
bool portable_put(struct db *db, const struct portable *p, const struct val *vals, struct buf *why);
// Whether a row of the table names what is not there; which one is appended: "ticket 12 names a
// queue that is not there".
bool portable_dangles(struct db *db, const struct portable *p, struct buf *what);

#endif
