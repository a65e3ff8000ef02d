// SPDX-License-Identifier: GPL-3.0-or-later
// Where mappings are: the user's, the machine's, and those that come with tk.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/suggest.h"
#include "desk/import.h"
#include "desk/import_map.h"

#define SUFFIX ".map"
enum { PLACES = 3 };
#define MAPPING_MAX (1u << 20)

// Owned; NULL: there is none.
static char *place(int i)
{
    if (i == 0)
        return path_config("mappings");
    return i == 1 ? mem_strdup("/etc/tk/mappings") : path_bundled("mappings");
}

struct found {
    char *name, *path;
};
struct all {
    struct found *v;
    size_t n, cap;
};

static bool known(const struct all *a, const char *name)
{
    for (size_t i = 0; i < a->n; i++)
        if (strcmp(a->v[i].name, name) == 0)
            return true;
    return false;
}

static void look_into(struct all *a, const char *dir)
{
    DIR *d = dir ? opendir(dir) : NULL;
    for (struct dirent *e; d && (e = readdir(d));) {
        size_t n = strlen(e->d_name);
        if (n <= strlen(SUFFIX) || *e->d_name == '.' ||
            strcmp(e->d_name + n - strlen(SUFFIX), SUFFIX) != 0)
            continue;
        char *name = mem_strndup(e->d_name, n - strlen(SUFFIX));
        if (known(a, name)) { // the user's own goes before the others of its name
            free(name);
            continue;
        }
        a->v = mem_grow(a->v, &a->cap, a->n, sizeof *a->v);
        a->v[a->n++] = (struct found){name, mem_printf("%s/%s", dir, e->d_name)};
    }
    if (d)
        closedir(d);
}

static int by_name(const void *x, const void *y)
{
    const struct found *a = x, *b = y;
    return strcmp(a->name, b->name);
}

static void find_all(struct all *a)
{
    *a = (struct all){0};
    for (int i = 0; i < PLACES; i++) {
        char *dir = place(i);
        look_into(a, dir);
        free(dir);
    }
    if (a->n)
        qsort(a->v, a->n, sizeof *a->v, by_name);
}

static void free_all(struct all *a)
{
    for (size_t i = 0; i < a->n; i++) {
        free(a->v[i].name);
        free(a->v[i].path);
    }
    free(a->v);
}

void import_mappings(void (*take)(void *arg, const char *name, const char *path), void *arg)
{
    struct all a;
    find_all(&a);
    for (size_t i = 0; i < a.n; i++)
        take(arg, a.v[i].name, a.v[i].path);
    free_all(&a);
}

// --- one

static int read_file(struct map *m, const char *path, struct buf *err)
{
    struct buf text = BUF_INIT;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int rc = EXIT_NOINPUT;
    if (fd < 0 || buf_read(&text, fd, MAPPING_MAX) < 0)
        buf_fmt(err, "%s: %s", path, strerror(errno));
    else
        rc = map_parse(m, path, text.s, text.len, err);
    if (fd >= 0)
        close(fd);
    buf_free(&text);
    return rc;
}

static int unknown(const struct all *a, const char *word, struct buf *err)
{
    struct suggest s;
    suggest_init(&s, word);
    for (size_t i = 0; i < a->n; i++)
        suggest_offer(&s, a->v[i].name);
    buf_fmt(err, "unknown mapping \"%s\"", word);
    suggest_end(&s, err);
    buf_str(err, " (");
    for (size_t i = 0; i < a->n; i++)
        buf_fmt(err, "%s%s", i ? " " : "", a->v[i].name);
    buf_str(err, "; a file has a / or a . in its name)");
    return EXIT_USAGE;
}

int map_load(struct map *m, const char *word, struct buf *err)
{
    struct all a;
    const char *path = NULL;
    *m = (struct map){0};
    if (strpbrk(word, "/."))
        return read_file(m, word, err);
    find_all(&a);
    for (size_t i = 0; i < a.n; i++)
        if (strcmp(a.v[i].name, word) == 0)
            path = a.v[i].path;
    int rc = path ? read_file(m, path, err) : unknown(&a, word, err);
    free_all(&a);
    return rc;
}

// --- the list

enum { NAME, SOURCE, KIND, FORMAT, ABOUT, PATH, COLUMNS };
static const struct rec_column columns[COLUMNS] = {
    [NAME] = {"name", REC_NAME, "word for --mapping", false},
    [SOURCE] = {"source", REC_NAME, "where its tickets are from", false},
    [KIND] = {"kind", REC_NAME, "tickets, or log: a record for each change", false},
    [FORMAT] = {"format", REC_NAME, "of its input", false},
    [ABOUT] = {"about", REC_TEXT, "what it is for", false},
    [PATH] = {"path", REC_TEXT, "its file", false},
};

struct listing {
    struct tool *t;
    struct recout *r;
};

static void list_one(void *arg, const char *name, const char *path)
{
    struct listing *l = arg;
    struct map m;
    if (read_file(&m, path, &l->t->err)) {
        tool_fail(l->t, EXIT_DATA, NULL);
    } else {
        recout_str(l->r, name);
        recout_str(l->r, m.source);
        recout_str(l->r, m.log ? "log" : "tickets");
        recout_str(l->r, rec_format_name(m.format));
        recout_str(l->r, m.description);
        recout_str(l->r, path);
        recout_end(l->r);
    }
    map_free(&m);
}

void import_list(struct tool *t)
{
    const struct rec_column *cols[COLUMNS];
    for (int i = 0; i < COLUMNS; i++)
        cols[i] = &columns[i];
    struct listing l = {t, tool_records(t, cols, COLUMNS)};
    import_mappings(list_one, &l);
    recout_finish(l.r);
    recout_free(l.r);
}
