// SPDX-License-Identifier: GPL-3.0-or-later
// One SELECT that a person typed, over the desk's tables and views: it reads and does nothing else.
//
// Between open and close the database is read only (query_only, and an authorizer that knows only
// reading), a value has at most USERQUERY_VALUE bytes, and the statement is stopped when it takes
// longer or more memory than it may; other statements must not write meanwhile.
#ifndef STORE_USERQUERY_H
#define STORE_USERQUERY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "store/db.h"

enum {
    USERQUERY_VALUE = 16 << 20,   // bytes of the largest value
    USERQUERY_MEMORY = 512 << 10, // KiB that the process may grow by
    USERQUERY_COLUMNS = 200,
};

struct userquery;

// Prepares it; runs nothing yet.  0 and *q, free with userquery_close; else one line in err and
// EXIT_USAGE (a syntax error, an unknown name, no statement, two of them, a parameter: with the
// place where SQLite saw it), EXIT_NOPERM (it would write, or is otherwise not allowed) or
// EXIT_TEMP (too large).  limit_ms counts from here; 0: no limit.
int userquery_open(struct userquery **q, struct db *db, const char *sql, int64_t limit_ms,
                   struct buf *err);
int userquery_columns(const struct userquery *q);
// Of column i; the second "n" is "n_2".  Borrowed until close.
const char *userquery_name(const struct userquery *q, int i);
// The next row; false behind the last and when it failed or was stopped, which close tells.
bool userquery_row(struct userquery *q);
// A cell: null, int, real or text; a blob comes as text in hex.  Borrowed until the next row.
struct val userquery_val(struct userquery *q, int i);
// 0 when all rows were read (or the caller stopped before the end); else one line in err, and
// EXIT_TEMP (stopped by a limit), EXIT_NOPERM or EXIT_USAGE (a value that a function refuses).
// A damaged file ends the process.
int userquery_close(struct userquery *q, struct buf *err);

#endif
