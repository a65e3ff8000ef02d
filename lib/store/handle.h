// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of lib/store only: what an open database consists of.
#ifndef STORE_HANDLE_H
#define STORE_HANDLE_H

#include <sqlite3.h>

#include "store/db.h"

#define DB_KEPT 256 // prepared statements kept; a power of two

struct stmt {
    struct db *db;
    sqlite3_stmt *s;
    const char *literal; // key of the cache; NULL: not kept
    bool busy;
};

struct db {
    sqlite3 *handle;
    char *path;
    enum db_mode mode;
    bool immutable;
    int wal_frames;      // in the WAL after our last commit
    int tidied;          // as many were there when db_tidy last did something
    int64_t waited_from; // busy handler: when this wait began, in ms of the monotonic clock
    struct stmt kept[DB_KEPT];
};

// How SQLite's result codes end a process.
int db_exit_code(int rc);
_Noreturn void db_die(struct db *db, int rc, const char *sql);

// Refuses what is no tk database (see db_open); returns without having opened it through SQLite.
void db_inspect(const char *path, enum db_mode mode, int version);

void db_sync_dir(const char *path); // of the directory in which path is: its entry stays

int db_busy(void *db, int tries); // SQLite's busy handler, installed before the first statement
int db_wal_hook(void *db, sqlite3 *handle, const char *name, int frames);
void db_checkpoint(struct db *db); // the rule of DESIGN 2; called with no statement open

#endif
