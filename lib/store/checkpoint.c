// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting for a lock, and keeping the WAL small.  The rules and their figures: DESIGN 2.
#include <stdlib.h>
#include <time.h>

#include "base/date.h"
#include "store/handle.h"

enum {
    WAIT_TOTAL_MS = 30000, // then EXIT_TEMP
    WAIT_MIN_US = 500,
    WAIT_MAX_US = 32000,
    WAL_FRAMES = 256,       // 1 MiB: worth a checkpoint
    WAL_FRAMES_FORCE = 2048 // 8 MiB: worth waiting for the write lock
};

// Random back-off: SQLite's own handler lets late comers starve (worst wait 2.9 s against 0.6 s).
int db_busy(void *arg, int tries)
{
    struct db *db = arg;
    int64_t now = date_monotonic();
    if (tries == 0)
        db->waited_from = now;
    if (now - db->waited_from > WAIT_TOTAL_MS)
        return 0;
    uint32_t r;
    sqlite3_randomness(sizeof r, &r);
    long us = WAIT_MIN_US + (long)(r % (WAIT_MAX_US - WAIT_MIN_US));
    nanosleep(&(struct timespec){.tv_sec = 0, .tv_nsec = us * 1000}, NULL);
    return 1;
}

int db_wal_hook(void *arg, sqlite3 *handle, const char *name, int frames)
{
    (void)handle;
    (void)name;
    ((struct db *)arg)->wal_frames = frames;
    return SQLITE_OK;
}

// A checkpoint that runs beside a commit can lose pages in SQLite before 3.51.3 (the WAL-reset
// bug), so a second connection holds the write lock meanwhile.
static bool guarded(struct db *db)
{
    sqlite3 *guard;
    int rc = sqlite3_open_v2(db->path, &guard, SQLITE_OPEN_READWRITE, NULL);
    if (rc == SQLITE_OK) {
        sqlite3_db_config(guard, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        if (db->wal_frames > WAL_FRAMES_FORCE)
            sqlite3_busy_handler(guard, db_busy, db);
        rc = sqlite3_exec(guard, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    }
    if (rc == SQLITE_OK) {
        sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
        sqlite3_exec(guard, "ROLLBACK", NULL, NULL, NULL);
    }
    sqlite3_close(guard);
    return rc == SQLITE_OK;
}

void db_checkpoint(struct db *db)
{
    if (db->wal_frames > WAL_FRAMES && guarded(db))
        sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
}

// What a reader still needs stays in the WAL, so it may not shrink: then not at every commit.
void db_tidy(struct db *db)
{
    if (db->wal_frames < db->tidied)
        db->tidied = 0; // it was begun anew
    if (db->wal_frames - db->tidied <= WAL_FRAMES)
        return;
    guarded(db);
    db->tidied = db->wal_frames;
}
