// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "store/handle.h"
#include "store/schema.h"

// SQLite calls only ENOSPC "full"; a quota and a limit of the file's size are no less.  It keeps
// the number of a failed commit's error to itself (sqlite3_system_errno is 0 then), but errno has
// it.
static bool disk_full(int rc, int err)
{
    bool full = err == ENOSPC || err == EDQUOT || err == EFBIG;
    return (rc & 0xff) == SQLITE_FULL || ((rc & 0xff) == SQLITE_IOERR && full);
}

int db_exit_code(int rc)
{
    switch (rc & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_NOMEM:
    case SQLITE_PROTOCOL:
        return EXIT_TEMP;
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
        return EXIT_IO;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
        return EXIT_NOPERM;
    case SQLITE_NOTADB:
        return EXIT_CONFIG;
    default:
        return EXIT_SOFTWARE;
    }
}

// SQLite does not say which of its files it cannot write; whoever shares a desk must know.
static void die_if_read_only(const struct db *db)
{
    static const char *const ends[] = {"-wal", "-shm"};
    char *copy = mem_strdup(db->path);
    if (access(dirname(copy), W_OK) != 0)
        die(EXIT_NOPERM, "%s: its directory is not writable", db->path);
    free(copy);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char *name = mem_printf("%s%s", db->path, ends[i]);
        if (access(name, F_OK) == 0 && access(name, W_OK) != 0)
            die(EXIT_NOPERM, "%s is not writable (a shared desk needs a setgid directory)", name);
        free(name);
    }
}

void db_die(struct db *db, int rc, const char *sql)
{
    int err = errno, code = db_exit_code(rc);
    const char *what = db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(rc);
    if ((rc & 0xff) == SQLITE_BUSY)
        die(code, "%s: busy for too long, the change was not made: try again", db->path);
    if (rc == SQLITE_IOERR_FSYNC) // the frames are written: whoever recovers the WAL takes them
        die(EXIT_IO, "%s: cannot sync it (%s): the change may stand, look before you try again",
            db->path, strerror(err));
    if (disk_full(rc, err))
        die(EXIT_TEMP, "%s: disk full%s", db->path,
            db->mode == DB_WRITE ? ", the change was not made" : "");
    if (code == EXIT_NOPERM && db->mode == DB_WRITE)
        die_if_read_only(db);
    if ((rc & 0xff) == SQLITE_CORRUPT)
        die(code, "%s: %s: %s", db->path, what,
            strcmp(err_prog, "tk-check") != 0 ? "run tk-check" : "restore the latest backup");
    if (code == EXIT_SOFTWARE && sql)
        die(code, "%s: %s: in: %s", db->path, what, sql);
    die(code, "%s: %s", db->path, what);
}

static bool wal_holds_data(const char *path)
{
    char *wal = mem_printf("%s-wal", path);
    struct stat st;
    bool yes = stat(wal, &st) == 0 && st.st_size > 0;
    free(wal);
    return yes;
}

// "file:" URI with the characters that mean something in one escaped.
static char *immutable_uri(const char *path)
{
    struct buf b = BUF_INIT;
    buf_str(&b, "file:");
    for (const char *p = path; *p; p++) {
        if (strchr("?#%", *p))
            buf_fmt(&b, "%%%02X", (unsigned char)*p);
        else
            buf_ch(&b, *p);
    }
    buf_str(&b, "?immutable=1");
    return buf_detach(&b);
}

static void harden(struct db *db)
{
    sqlite3 *h = db->handle;
    sqlite3_extended_result_codes(h, 1);
    sqlite3_busy_handler(h, db_busy, db);
    sqlite3_wal_hook(h, db_wal_hook, db);
    sqlite3_db_config(h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_db_config(h, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    sqlite3_db_config(h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    schema_functions(h);
}

static void open_handle(struct db *db, const char *name, int flags)
{
    int rc = sqlite3_open_v2(name, &db->handle, flags | SQLITE_OPEN_NOFOLLOW, NULL);
    if (rc != SQLITE_OK)
        db_die(db, rc, NULL);
    harden(db);
}

// Who may not write -shm finds it empty for the moment in which a writer, the first to open the
// desk, makes it anew; SQLite calls that READONLY_RECOVERY and does not wait.
static int first_read(struct db *db)
{
    int rc = SQLITE_OK;
    for (int tries = 0; tries < 2000; tries++) {
        rc = sqlite3_exec(db->handle, "SELECT 1 FROM sqlite_schema LIMIT 1", NULL, NULL, NULL);
        if (rc != SQLITE_READONLY_RECOVERY)
            break;
        sqlite3_sleep(1);
    }
    return rc;
}

// The files beside the database cannot be made: its directory is not ours, or the disk is full.
static bool lacks_sidecars(struct db *db)
{
    int rc = first_read(db);
    switch (rc & 0xff) {
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_IOERR:
        return !wal_holds_data(db->path);
    default:
        return false;
    }
}

static void open_to_read(struct db *db)
{
    open_handle(db, db->path, SQLITE_OPEN_READONLY);
    if (!lacks_sidecars(db))
        return;
    sqlite3_close(db->handle);
    char *name = immutable_uri(db->path);
    open_handle(db, name, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
    free(name);
    db->immutable = true;
}

struct db *db_open(const char *path, enum db_mode mode, int version)
{
    db_inspect(path, mode, version);
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD); // one thread, one connection: no mutexes
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    // An UPDATE of a foreign key keeps a statement journal; past 64 KiB it would be a file, and
    // 10,000 assignments would write 350 MB to it.  What goes to the file goes in one write, of
    // which SQLite takes less than 128 KiB (more is "disk full").
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, 124 << 10);
    struct db *db = mem_alloc(sizeof *db);
    db->path = mem_strdup(path);
    db->mode = mode;
    // The first read makes -wal and -shm with the mode of the database; under a umask they would be
    // closed to the group until SQLite's fchmod, and another user would find the desk read-only.
    mode_t mask = umask(0);
    if (mode == DB_READ)
        open_to_read(db);
    else
        open_handle(db, path, SQLITE_OPEN_READWRITE);
    db_exec(db, "PRAGMA cell_size_check = ON; PRAGMA synchronous = FULL;"
                " SELECT 1 FROM sqlite_schema LIMIT 1");
    umask(mask);
    return db;
}

static void finalize_kept(struct db *db)
{
    for (int i = 0; i < DB_KEPT; i++) {
        sqlite3_finalize(db->kept[i].s);
        db->kept[i] = (struct stmt){0};
    }
}

void db_close(struct db *db)
{
    if (!db)
        return;
    finalize_kept(db);
    db_checkpoint(db);
    sqlite3_close(db->handle);
    free(db->path);
    free(db);
}

bool db_is_immutable(const struct db *db)
{
    return db->immutable;
}

const char *db_path(const struct db *db)
{
    return db->path;
}

void db_exec(struct db *db, const char *sql)
{
    int rc = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        db_die(db, rc, sql);
}

int64_t db_last_id(struct db *db)
{
    return sqlite3_last_insert_rowid(db->handle);
}

void db_begin(struct db *db)
{
    db_run(db, SQL("BEGIN IMMEDIATE"));
}

void db_begin_read(struct db *db)
{
    db_run(db, SQL("BEGIN"));
}

void db_commit(struct db *db)
{
    db_run(db, SQL("COMMIT"));
}

void db_rollback(struct db *db)
{
    db_run(db, SQL("ROLLBACK"));
}

bool db_in_transaction(const struct db *db)
{
    return !sqlite3_get_autocommit(db->handle);
}

void db_references(struct db *db, bool on)
{
    db_exec(db, on ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF");
}

int64_t db_data_version(struct db *db)
{
    return db_get_int(db, 0, SQL("PRAGMA data_version"));
}

// --- making one

static void remove_with_sidecars(const char *path)
{
    static const char *const ends[] = {"", "-journal", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char *name = mem_printf("%s%s", path, ends[i]);
        unlink(name);
        free(name);
    }
}

static mode_t file_mode(const char *path)
{
    char *copy = mem_strdup(path);
    struct stat st;
    mode_t mode = stat(dirname(copy), &st) == 0 && (st.st_mode & S_ISGID) ? 0660 : 0600;
    free(copy);
    return mode;
}

void db_sync_dir(const char *path)
{
    char *copy = mem_strdup(path);
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(copy);
    if (fd < 0 || (fsync(fd) != 0 && errno != EINVAL && errno != ENOTSUP))
        die_errno(EXIT_IO, "cannot sync the directory of %s", path);
    close(fd);
}

// What db_create has begun; removed when the process dies half-way.
static char *unfinished;

static void remove_unfinished(void)
{
    if (unfinished)
        remove_with_sidecars(unfinished);
}

static void fill_new(const char *temp, const struct db_plan *plan)
{
    struct db *db = mem_alloc(sizeof *db);
    db->path = mem_strdup(temp);
    db->mode = DB_WRITE;
    open_handle(db, temp, SQLITE_OPEN_READWRITE);
    char *head = mem_printf("BEGIN; PRAGMA application_id = %d; PRAGMA user_version = %d;",
                            DB_APPLICATION, plan->version);
    db_exec(db, head);
    free(head);
    for (int i = 0; plan->schema[i]; i++)
        db_exec(db, plan->schema[i]);
    db_exec(db, "COMMIT");
    if (plan->furnish)
        plan->furnish(db, plan->arg);
    finalize_kept(db);
    db_exec(db, "PRAGMA journal_mode = WAL");
    db->wal_frames = 0;
    db_close(db);
}

// SQLite would take the WAL of another database for that of the new one.
static void refuse_old_wal(const char *path)
{
    if (wal_holds_data(path))
        die(EXIT_CANTCREATE,
            "%s-wal is there already, with changes to another database: "
            "put it away first",
            path);
}

// Made under another name and linked, so that it is there whole or not at all.
void db_create(const char *path, const struct db_plan *plan)
{
    if (access(path, F_OK) == 0)
        die(EXIT_CANTCREATE, "%s exists already", path);
    refuse_old_wal(path);
    unfinished = mem_printf("%s.new-%ld", path, (long)getpid());
    int fd = open(unfinished, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        die_errno(EXIT_CANTCREATE, "cannot create %s", path);
    atexit(remove_unfinished);
    if (fchmod(fd, file_mode(path)) != 0)
        die_errno(EXIT_CANTCREATE, "cannot create %s", path);
    close(fd);
    fill_new(unfinished, plan);
    int rc = link(unfinished, path);
    if (rc != 0 && errno == EEXIST)
        die(EXIT_CANTCREATE, "%s exists already", path);
    if (rc != 0)
        die_errno(EXIT_CANTCREATE, "cannot create %s", path);
    remove_unfinished();
    free(unfinished);
    unfinished = NULL;
    db_sync_dir(path);
}
