// SPDX-License-Identifier: GPL-3.0-or-later
#define _GNU_SOURCE // O_TMPFILE
#include "base/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"

#define READ_CHUNK 65536u

void spool_init(struct spool *s)
{
    buf_init(&s->mem);
    s->fd = -1;
    s->written = 0;
}

void spool_free(struct spool *s)
{
    if (s->fd >= 0) {
        close(s->fd);
    }
    buf_free(&s->mem);
    spool_init(s);
}

uint64_t spool_size(const struct spool *s)
{
    return s->written + s->mem.len;
}

static const char *temp_dir(void)
{
    const char *dir = getenv("TMPDIR");
    return dir && *dir ? dir : "/var/tmp";
}

static int open_named(const char *dir)
{
    char *name = mem_printf("%s/tk-XXXXXX", dir);
    int fd = mkstemp(name);
    if (fd >= 0) {
        unlink(name);
        fcntl(fd, F_SETFD, FD_CLOEXEC);
    }
    free(name);
    return fd;
}

static int open_temp(const char *dir)
{
#ifdef O_TMPFILE
    int fd = open(dir, O_TMPFILE | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0) {
        return fd;
    }
#endif
    return open_named(dir); // not every file system has O_TMPFILE
}

static void to_file(struct spool *s, const void *p, size_t n)
{
    if (s->fd < 0) {
        s->fd = open_temp(temp_dir());
    }
    if (s->fd < 0 || buf_write(s->fd, p, n) < 0) {
        die_errno(EXIT_TEMP, "temporary file in %s", temp_dir());
    }
    s->written += n;
}

static void make_room(struct spool *s, size_t n)
{
    if (s->mem.len && n > SPOOL_MEMORY - s->mem.len) {
        to_file(s, s->mem.s, s->mem.len);
        buf_reset(&s->mem);
    }
}

void spool_add(struct spool *s, const void *p, size_t n)
{
    make_room(s, n);
    if (n > SPOOL_MEMORY) {
        to_file(s, p, n);
    } else {
        buf_add(&s->mem, p, n);
    }
}

void spool_fill(struct spool *s, int fd, const char *name)
{
    ssize_t n;
    do {
        make_room(s, READ_CHUNK);
        n = buf_some(&s->mem, fd, READ_CHUNK);
        if (n < 0) {
            die_errno(0, "cannot read %s", name);
        }
    } while (n);
}

size_t spool_pread(struct spool *s, uint64_t off, char *p, size_t n)
{
    if (off >= s->written) {
        uint64_t at = off - s->written;
        size_t rest = at < s->mem.len ? s->mem.len - (size_t)at : 0;
        n = n < rest ? n : rest;
        if (n) {
            memcpy(p, s->mem.s + at, n);
        }
        return n;
    }
    if (n > s->written - off) {
        n = (size_t)(s->written - off);
    }
    ssize_t got;
    do {
        got = pread(s->fd, p, n, (off_t)off);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        die_errno(EXIT_IO, "temporary file in %s", temp_dir());
    }
    return (size_t)got;
}

void spool_read(struct spool *s, uint64_t off, size_t len, struct buf *out)
{
    buf_room(out, len);
    while (len) {
        size_t n = spool_pread(s, off, out->s + out->len, len);
        if (!n) {
            die(EXIT_SOFTWARE, "read behind the end of a spool");
        }
        out->len += n;
        off += n;
        len -= n;
    }
    out->s[out->len] = 0;
}
