// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"
#include "store/backup.h"
#include "store/handle.h"

static void sync_file(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0)
        die_errno(EXIT_IO, "cannot sync %s", path);
    close(fd);
}

static bool ends(const char *s, const char *end)
{
    size_t n = strlen(s), k = strlen(end);
    return n >= k && strcmp(s + n - k, end) == 0;
}

// SQLite would take what is in a file of such a name for a part of the database beside it, and
// would play the WAL of an old database into a new one.
static void refuse_in_use(const char *path)
{
    static const char *const parts[] = {"-wal", "-journal", "-shm"};
    for (int i = 0; i < 3; i++) {
        char *name = mem_printf("%s%s", path, parts[i]);
        struct stat st;
        bool used = i < 2 && stat(name, &st) == 0 && st.st_size > 0;
        if (ends(path, parts[i]))
            die(EXIT_CANTCREATE, "%s would be taken for a part of a database: choose another name",
                path);
        if (used)
            die(EXIT_CANTCREATE, "%s is a database in use (%s is there): choose another name", path,
                name);
        free(name);
    }
}

// Last week's copy may be replaced, somebody's letter not.
static bool is_database(const char *path)
{
    char head[16] = "";
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    ssize_t n = fd < 0 ? -1 : read(fd, head, sizeof head);
    if (fd >= 0)
        close(fd);
    return n == 0 || (n == (ssize_t)sizeof head && memcmp(head, "SQLite format 3", 16) == 0);
}

static void refuse_target(const struct db *db, const char *path)
{
    struct stat st, own;
    bool there = lstat(path, &st) == 0;
    if (there && !S_ISREG(st.st_mode))
        die(EXIT_CANTCREATE, "%s exists and is not a regular file", path);
    if (there && stat(db->path, &own) == 0 && st.st_dev == own.st_dev && st.st_ino == own.st_ino)
        die(EXIT_CANTCREATE, "%s is the database itself", path);
    refuse_in_use(path);
    if (there && !is_database(path))
        die(EXIT_CANTCREATE, "%s exists and is no database: choose another name", path);
}

// The group that may read the original is not the one that new files get by chance.
static mode_t copy_mode(const char *original, const char *temp)
{
    struct stat from, to;
    mode_t mode = stat(original, &from) == 0 ? from.st_mode & 0777 : 0600;
    return stat(temp, &to) == 0 && to.st_gid == from.st_gid ? mode : mode & 0700;
}

static void reserve(const char *original, const char *temp)
{
    int fd = open(temp, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 || fchmod(fd, copy_mode(original, temp)) != 0)
        die_errno(EXIT_CANTCREATE, "cannot create %s", temp);
    close(fd);
}

static void drop_copy(const char *temp)
{
    static const char *const parts[] = {"", "-wal", "-shm", "-journal"};
    int err = errno; // db_die wants to know whether the disk was full
    for (int i = 0; i < 4; i++) {
        char *name = mem_printf("%s%s", temp, parts[i]);
        unlink(name);
        free(name);
    }
    errno = err;
}

static char *one_text(struct db *copy, const char *sql)
{
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v2(copy->handle, sql, -1, &s, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(s);
    if (rc != SQLITE_ROW) {
        drop_copy(copy->path);
        db_die(copy, rc, sql);
    }
    char *text = mem_strdup((const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
    return text;
}

// Checks the copy and makes it a database like those of tk-init: VACUUM INTO leaves one with a
// rollback journal, in which readers and writers would wait for each other.  Its anchor.
static char *finish_copy(char *temp)
{
    struct db copy = {.path = temp};
    int rc = sqlite3_open_v2(temp, &copy.handle, SQLITE_OPEN_READWRITE, NULL);
    if (rc != SQLITE_OK)
        db_die(&copy, rc, NULL);
    char *check = one_text(&copy, "PRAGMA quick_check");
    if (strcmp(check, "ok") != 0) {
        drop_copy(temp);
        die(EXIT_IO, "the copy does not check: run tk-check on the original");
    }
    free(check);
    free(one_text(&copy, "PRAGMA journal_mode = WAL"));
    char *head = one_text(&copy, "SELECT coalesce((SELECT id || ':' || lower(hex(hash)) FROM change"
                                 " ORDER BY id DESC LIMIT 1), '0:')");
    sqlite3_close(copy.handle);
    return head;
}

char *backup_to(struct db *db, const char *path)
{
    refuse_target(db, path);
    char *temp = mem_printf("%s.new-%ld", path, (long)getpid());
    reserve(db->path, temp);
    struct stmt *q = db_query(db, SQL("VACUUM INTO ?1"), V(temp));
    int rc = sqlite3_step(q->s);
    if (rc != SQLITE_DONE) {
        drop_copy(temp);
        db_die(db, rc, "VACUUM INTO");
    }
    db_end(q);
    char *head = finish_copy(temp);
    sync_file(temp, O_RDONLY);
    if (rename(temp, path) != 0) {
        int err = errno;
        unlink(temp);
        errno = err;
        die_errno(EXIT_CANTCREATE, "cannot create %s", path);
    }
    char *dir = mem_strdup(path);
    sync_file(dirname(dir), O_RDONLY | O_DIRECTORY);
    free(dir);
    free(temp);
    return head;
}
