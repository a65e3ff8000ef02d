// SPDX-License-Identifier: GPL-3.0-or-later
// Mappings by their names: the user's, the machine's, and those that come with tk.
#include <string.h>

#include "base/err.h"
#include "base/restricted.h"
#include "desk/import.h"
#include "desk/import_map.h"

void import_mappings(struct datafiles *all)
{
    datafiles_find(all, "mappings", ".map");
}

// --- one

static int read_file(struct map *m, const char *path, struct buf *err)
{
    struct buf text = BUF_INIT;
    int rc =
        datafile_read(path, &text, err) ? map_parse(m, path, text.s, text.len, err) : EXIT_NOINPUT;
    buf_free(&text);
    return rc;
}

static int unknown(const struct datafiles *all, const char *word, struct buf *err)
{
    datafiles_unknown(all, "mapping", word, err);
    buf_str(err, " (");
    for (size_t i = 0; i < all->n; i++)
        buf_fmt(err, "%s%s", i ? " " : "", all->v[i].name);
    buf_str(err, "; a file has a / or a . in its name)");
    return EXIT_USAGE;
}

int map_load(struct map *m, const char *word, struct buf *err)
{
    struct datafiles all;
    *m = (struct map){0};
    if (strpbrk(word, "/.")) {
        restricted_refuse_file(word);
        return read_file(m, word, err);
    }
    import_mappings(&all);
    const char *path = datafiles_path(&all, word);
    int rc = path ? read_file(m, path, err) : unknown(&all, word, err);
    datafiles_free(&all);
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

static void put_record(struct recout *r, const struct datafile *f, const struct map *m)
{
    recout_str(r, f->name);
    recout_str(r, m->source);
    recout_str(r, m->log ? "log" : "tickets");
    recout_str(r, rec_format_name(m->format));
    recout_str(r, m->description);
    recout_str(r, f->path);
    recout_end(r);
}

void import_list(struct tool *t)
{
    const struct rec_column *cols[COLUMNS];
    struct datafiles all;
    for (int i = 0; i < COLUMNS; i++)
        cols[i] = &columns[i];
    struct recout *r = tool_records(t, cols, COLUMNS);
    import_mappings(&all);
    for (size_t i = 0; i < all.n; i++) {
        struct map m = {0};
        if (read_file(&m, all.v[i].path, &t->err))
            tool_fail(t, EXIT_DATA, NULL);
        else
            put_record(r, &all.v[i], &m);
        map_free(&m);
    }
    datafiles_free(&all);
    recout_finish(r);
    recout_free(r);
}
