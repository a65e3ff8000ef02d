// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/outdir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/temp.h"

static bool is_empty(const char *path)
{
    DIR *dir = opendir(path);
    bool empty = dir != NULL;
    for (const struct dirent *e; empty && (e = readdir(dir));) {
        empty = !strcmp(e->d_name, ".") || !strcmp(e->d_name, "..");
    }
    if (dir) {
        closedir(dir);
    }
    return empty;
}

static void refuse_target(const struct outdir *d)
{
    struct stat st;
    if (lstat(d->target, &st)) {
        return;
    }
    if (!S_ISDIR(st.st_mode)) {
        die(EXIT_CANTCREATE, "%s exists and is no directory: name a new one", d->path);
    }
    if (!is_empty(d->target)) {
        die(EXIT_CANTCREATE, "%s is not empty: name a new directory, or put this one away",
            d->path);
    }
}

static void make_temp(struct outdir *d)
{
    char *dir_copy = mem_strdup(d->target), *name = NULL;
    const char *dir = dirname(dir_copy);
    int rc = -1;
    sigset_t signals;
    temp_hold(&signals);
    for (unsigned try = 0; rc && try < 1000; try++) {
        free(name);
        name = mem_printf("%s/.tk-%ld-%u.tmp", dir, (long)getpid(), try);
        rc = mkdir(name, 0700);
        if (rc && errno != EEXIST) {
            break;
        }
    }
    if (rc) {
        die_errno(EXIT_CANTCREATE, "cannot make %s", d->path);
    }
    d->temp = temp_keep(name);
    temp_release(&signals);
    free(name);
    free(dir_copy);
}

void outdir_open(struct outdir *d, const char *path)
{
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/') {
        n--;
    }
    *d = (struct outdir){.path = path, .target = mem_strndup(path, n)};
    refuse_target(d);
    make_temp(d);
}

int outdir_file(struct outdir *d, const char *name)
{
    char *path = mem_printf("%s/%s", d->temp, name);
    d->files = mem_grow(d->files, &d->cap, d->n, sizeof *d->files);
    d->files[d->n++] = temp_keep(path);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        die_errno(EXIT_CANTCREATE, "cannot make %s", path);
    }
    free(path);
    return fd;
}

void outdir_sync(const struct outdir *d, int fd)
{
    if (fsync(fd) || close(fd)) {
        die_errno(EXIT_IO, "write error in %s", d->path);
    }
}

// Not every file system can sync a directory: then nothing can be done.
static void sync_dir(const struct outdir *d, const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return;
    }
    if (fsync(fd) && errno != EINVAL && errno != ENOTSUP) {
        die_errno(EXIT_IO, "write error in %s", d->path);
    }
    close(fd);
}

void outdir_finish(struct outdir *d)
{
    sync_dir(d, d->temp);
    if (rename(d->temp, d->target)) {
        die_errno(EXIT_CANTCREATE, "cannot make %s", d->path);
    }
    for (size_t i = 0; i < d->n; i++) {
        temp_forget(d->files[i]);
    }
    temp_forget(d->temp);
    sync_dir(d, dirname(d->target));
    free(d->files);
    free(d->target);
    *d = (struct outdir){0};
}
