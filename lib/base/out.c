// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/out.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/temp.h"

void out_guard_fds(void)
{
    static const int modes[] = {O_RDONLY, O_RDONLY, O_WRONLY};
    for (int fd = 0; fd <= STDERR_FILENO; fd++) {
        // the lowest free number is what open gives
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", modes[fd]) != fd) {
            exit(EXIT_IO);
        }
    }
    signal(SIGXFSZ, SIG_IGN);
}

// --- opening ---

// Length of the directory part with its slash, 0 for the working directory.
static size_t dir_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

char *out_target(const char *path)
{
    char *name = mem_strdup(path), to[PATH_MAX];
    for (int hops = 0; hops < 40; hops++) {
        ssize_t n = readlink(name, to, sizeof to);
        if (n < 0) {
            break;
        }
        int dir = *to == '/' ? 0 : (int)dir_length(name);
        char *next = mem_printf("%.*s%.*s", dir, name, (int)n, to);
        free(name);
        name = next;
    }
    return name;
}

static void open_temp(struct out *o, mode_t mode)
{
    char *name = NULL;
    sigset_t signals;
    temp_hold(&signals);
    for (unsigned try = 0; try < 1000; try++) {
        free(name);
        name = mem_printf("%.*s.tk-%ld-%u.tmp", (int)dir_length(o->target), o->target,
                          (long)getpid(), try);
        o->fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (o->fd >= 0 || errno != EEXIST) {
            break;
        }
    }
    if (o->fd < 0) {
        die_errno(EXIT_CANTCREATE, "%s", o->path);
    }
    o->temp = temp_keep(name);
    temp_release(&signals);
    free(name);
}

static void open_regular(struct out *o, const struct stat *old)
{
    o->target = out_target(o->path);
    if (!old) {
        open_temp(o, 0666);
        return;
    }
    if (access(o->target, W_OK)) {
        die_errno(EXIT_CANTCREATE, "%s", o->path);
    }
    open_temp(o, 0600);
    if (fchmod(o->fd, old->st_mode & 0777)) {
        die_errno(EXIT_CANTCREATE, "%s", o->path);
    }
}

void out_open(struct out *o, const char *path)
{
    struct stat st;
    *o = (struct out){.fd = STDOUT_FILENO, .path = path, .buf = BUF_INIT};
    spool_init(&o->held);
    if (!path) {
        return;
    }
    bool exists = !stat(path, &st);
    if (!exists && errno != ENOENT) {
        die_errno(EXIT_CANTCREATE, "%s", path);
    }
    if (!exists || S_ISREG(st.st_mode)) {
        open_regular(o, exists ? &st : NULL);
        return;
    }
    o->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (o->fd < 0) {
        die_errno(EXIT_CANTCREATE, "%s", path);
    }
}

void out_grow(struct out *o)
{
    if (!o->temp) {
        return;
    }
    if (rename(o->temp, o->target)) {
        die_errno(EXIT_CANTCREATE, "%s", o->path);
    }
    temp_forget(o->temp);
    o->temp = NULL;
}

// --- writing ---

static _Noreturn void lost(const struct out *o)
{
    if (errno == EPIPE && !o->path) { // and SIGPIPE is ignored, or it had killed us
        if (err_stands) {
            warn("%s", err_stands);
        }
        exit(EXIT_IO);
    }
    die_errno(EXIT_IO, "write error on %s", o->path ? o->path : "stdout");
}

static void put(const struct out *o, const char *s, size_t n)
{
    if (buf_write(o->fd, s, n) < 0) {
        lost(o);
    }
}

static void drain(struct out *o)
{
    if (o->hold) {
        spool_add(&o->held, o->buf.s, o->buf.len);
    } else {
        put(o, o->buf.s, o->buf.len);
    }
    buf_reset(&o->buf);
}

void out_record(struct out *o)
{
    if (o->buf.len >= OUT_CHUNK) {
        drain(o);
    }
}

// Length of the whole records in a piece of held output; all of it where no end is in sight.
static size_t whole(const char *s, size_t n)
{
    size_t i = n;
    while (i && s[i - 1] != '\n' && s[i - 1]) {
        i--;
    }
    return i ? i : n;
}

static void replay(struct out *o)
{
    struct buf chunk = BUF_INIT;
    uint64_t off = 0, size = spool_size(&o->held);
    while (off < size) {
        uint64_t rest = size - off;
        size_t n = rest < OUT_CHUNK ? (size_t)rest : OUT_CHUNK;
        buf_reset(&chunk);
        spool_read(&o->held, off, n, &chunk);
        n = whole(chunk.s, n);
        put(o, chunk.s, n);
        off += n;
    }
    buf_free(&chunk);
    spool_free(&o->held);
}

void out_flush(struct out *o)
{
    o->hold = false;
    replay(o);
    drain(o);
}

// --- the end ---

static void release(struct out *o)
{
    if (o->temp) {
        temp_forget(o->temp);
    }
    free(o->target);
    o->temp = o->target = NULL;
    buf_free(&o->buf);
    spool_free(&o->held);
    o->fd = -1;
}

// Makes the rename last.  Not every file system can sync a directory: then nothing can be done.
static void sync_dir(const struct out *o)
{
    size_t n = dir_length(o->target);
    char *dir = n ? mem_strndup(o->target, n) : mem_strdup(".");
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(dir);
    if (fd < 0) {
        return;
    }
    if (fsync(fd) && errno != EINVAL && errno != ENOTSUP) {
        lost(o);
    }
    close(fd);
}

// An error that shows only now (NFS, a quota) is still a lost output.  Number 1 stays taken, so
// that no file opened later becomes stdout.
static void close_in_place(struct out *o)
{
    if (close(o->fd) && errno != EBADF && errno != EINTR) {
        lost(o);
    }
    if (!o->path && open("/dev/null", O_WRONLY) < 0) {
        lost(o);
    }
}

void out_finish(struct out *o)
{
    out_flush(o);
    if (!o->temp) {
        close_in_place(o);
    } else if (fsync(o->fd) || close(o->fd) || rename(o->temp, o->target)) {
        lost(o);
    } else {
        sync_dir(o);
    }
    release(o);
}

void out_take(struct out *o, struct buf *to)
{
    spool_read(&o->held, 0, (size_t)spool_size(&o->held), to);
    buf_add(to, o->buf.s, o->buf.len);
    spool_free(&o->held);
    buf_reset(&o->buf);
}

void out_abandon(struct out *o)
{
    if (o->path) {
        close(o->fd);
    }
    if (o->temp) {
        unlink(o->temp);
    }
    release(o);
}
