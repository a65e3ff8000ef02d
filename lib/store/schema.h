// SPDX-License-Identifier: GPL-3.0-or-later
// The shape of the database (described for its readers in tk-schema(5)) and its migrations.
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "store/db.h"

#define SCHEMA_VERSION 2 // user_version

extern const char *const schema_sql[]; // statements that make it in an empty database; NULL ends

// Opens a tk database (see db_open).  A writer brings an older one up to date: a backup beside it
// (PATH.vN-backup), then all steps in one transaction; it also rebuilds the full-text index when
// the fold functions of this program differ from those that made it.  A reader of an older one
// dies with EXIT_CONFIG and says which command upgrades.
struct db *schema_open(const char *path, enum db_mode mode);

// Registers tk_fold(text) and tk_alt(text), which the view `folded` calls, on a raw connection.
struct sqlite3;
void schema_functions(struct sqlite3 *handle);

#endif
