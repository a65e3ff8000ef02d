// SPDX-License-Identifier: GPL-3.0-or-later
// What is looked at before SQLite may touch a file.  The file is opened and closed here while this
// process holds no lock on it yet (closing it later would drop POSIX locks).
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/vfs.h>
#endif

#include "base/err.h"
#include "base/mem.h"
#include "base/out.h"
#include "store/handle.h"

// Offsets in the file header: sqlite.org/fileformat2.html#the_database_header
enum { HEADER_SIZE = 100, USER_VERSION = 60, APPLICATION_ID = 68 };

static uint32_t big_endian(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

// SQLite's WAL needs shared memory between all users of the file.
static bool on_network(int fd)
{
#ifdef __linux__
    static const uint32_t magic[] = {
        0x6969,     // NFS
        0x517B,     // SMB
        0xFF534D42, // CIFS
        0xFE534D42, // SMB2
        0x01021997, // V9FS
        0x00C36400, // CEPH
        0x5346414F, // AFS
        0x73757245, // CODA
        0x65735546, // FUSE
    };
    struct statfs fs;
    if (fstatfs(fd, &fs) != 0)
        return false;
    for (size_t i = 0; i < sizeof magic / sizeof *magic; i++)
        if ((uint32_t)fs.f_type == magic[i])
            return true;
#else
    (void)fd;
#endif
    return false;
}

static void check_kind(const char *path)
{
    struct stat st;
    if (lstat(path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR))
        die(EXIT_NOINPUT, "no database at %s: run tk-init", path);
    if (lstat(path, &st) != 0)
        die_errno(EXIT_NOPERM, "%s", path);
    if (S_ISLNK(st.st_mode))
        die(EXIT_CONFIG, "%s is a symbolic link: name the database itself", path);
    if (!S_ISREG(st.st_mode))
        die(EXIT_CONFIG, "%s is not a regular file", path);
    if (st.st_size == 0)
        die(EXIT_CONFIG, "%s is empty, not a tk database: remove it and run tk-init", path);
}

void db_inspect(const char *path, enum db_mode mode, int version)
{
    check_kind(path);
    if (mode == DB_WRITE && access(path, W_OK) != 0)
        die_errno(EXIT_NOPERM, "%s is not writable", path);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        die_errno(EXIT_NOPERM, "%s", path);
    unsigned char h[HEADER_SIZE];
    ssize_t n = pread(fd, h, sizeof h, 0);
    bool network = on_network(fd);
    close(fd);
    if (n != HEADER_SIZE || memcmp(h, "SQLite format 3", 16) != 0 ||
        big_endian(h + APPLICATION_ID) != DB_APPLICATION)
        die(EXIT_CONFIG, "%s is not a tk database", path);
    if (big_endian(h + USER_VERSION) < 1)
        die(EXIT_CONFIG, "%s is not a tk database this program knows", path);
    if (big_endian(h + USER_VERSION) > (uint32_t)version)
        die(EXIT_CONFIG, "%s was made by a newer tk (version %u, this one knows %d): upgrade tk",
            path, big_endian(h + USER_VERSION), version);
    if (network)
        die(EXIT_CONFIG,
            "%s is on a network file system, where SQLite's WAL is not safe: "
            "put it on a local disk",
            path);
}

// --- whose file it is

static bool same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

// The same for a file that is not there.
static bool same_name(const char *a, const char *b)
{
    const char *p = strrchr(a, '/'), *q = strrchr(b, '/');
    if (strcmp(p ? p + 1 : a, q ? q + 1 : b) != 0)
        return false;
    char *x = mem_strdup(a), *y = mem_strdup(b);
    bool same = same_file(dirname(x), dirname(y));
    free(x);
    free(y);
    return same;
}

bool db_owns(const char *db, const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    char *target = out_target(path);
    bool owns = false;
    for (size_t i = 0; !owns && i < sizeof ends / sizeof *ends; i++) {
        char *name = mem_printf("%s%s", db, ends[i]);
        owns = same_file(target, name) || same_name(target, name);
        free(name);
    }
    free(target);
    return owns;
}
