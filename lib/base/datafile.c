// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/datafile.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/suggest.h"

enum { SIZE_LIMIT = 1 << 20 };

// --- all of a kind

static void add(struct datafiles *all, const char *dir, const char *file, size_t n)
{
    char *name = mem_strndup(file, n);
    if (datafiles_path(all, name)) {
        free(name);
        return;
    }
    all->v = mem_grow(all->v, &all->cap, all->n, sizeof *all->v);
    all->v[all->n++] = (struct datafile){name, mem_printf("%s/%s", dir, file)};
}

static void look_into(struct datafiles *all, char *dir, const char *suffix)
{
    DIR *d = dir ? opendir(dir) : NULL;
    size_t end = strlen(suffix);
    for (const struct dirent *e; d && (e = readdir(d));) {
        size_t n = strlen(e->d_name);
        if (*e->d_name != '.' && e->d_name[n - 1] != '~' && n > end &&
            strcmp(e->d_name + n - end, suffix) == 0)
            add(all, dir, e->d_name, n - end);
    }
    if (d)
        closedir(d);
    free(dir);
}

static int by_name(const void *x, const void *y)
{
    const struct datafile *a = x, *b = y;
    return strcmp(a->name, b->name);
}

void datafiles_find(struct datafiles *all, const char *kind, const char *suffix)
{
    *all = (struct datafiles){0};
    look_into(all, path_config(kind), suffix);
    look_into(all, mem_printf("/etc/tk/%s", kind), suffix);
    look_into(all, path_bundled(kind), suffix);
    if (all->n)
        qsort(all->v, all->n, sizeof *all->v, by_name);
}

void datafiles_free(struct datafiles *all)
{
    for (size_t i = 0; i < all->n; i++) {
        free(all->v[i].name);
        free(all->v[i].path);
    }
    free(all->v);
    *all = (struct datafiles){0};
}

// --- one

const char *datafiles_path(const struct datafiles *all, const char *name)
{
    for (size_t i = 0; i < all->n; i++)
        if (strcmp(all->v[i].name, name) == 0)
            return all->v[i].path;
    return NULL;
}

bool datafiles_unknown(const struct datafiles *all, const char *what, const char *name,
                       struct buf *err)
{
    struct suggest s;
    suggest_init(&s, name);
    for (size_t i = 0; i < all->n; i++)
        suggest_offer(&s, all->v[i].name);
    buf_fmt(err, "unknown %s \"%s\"", what, name);
    suggest_end(&s, err);
    return s.best[0];
}

bool datafile_read(const char *path, struct buf *text, struct buf *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool good = fd >= 0 && buf_read(text, fd, SIZE_LIMIT) == 0;
    if (!good)
        buf_fmt(err, "%s: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return good;
}
