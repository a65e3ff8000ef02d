// SPDX-License-Identifier: GPL-3.0-or-later
// Is the shape of a database (tables, indexes, views) the one that schema.h describes?
#ifndef STORE_SHAPE_H
#define STORE_SHAPE_H

#include "store/db.h"

// What is wrong, and the statement that mends it (or NULL); borrowed.
typedef void shape_bad(void *arg, const char *text, const char *mend);
// Compares it with one made by schema_sql, so a migration must leave the same text behind as a new
// database has.  Tables, indexes and views of one's own are let be; a trigger changes rows behind
// the tools' back and is reported.  The number of objects compared.
int shape_verify(struct db *db, shape_bad *bad, void *arg);

#endif
