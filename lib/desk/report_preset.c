// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/datafile.h"
#include "base/lines.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "desk/report_preset.h"

// --- one file

static bool put_number(int64_t *to, const char *value)
{
    char *end;
    *to = strtoll(value, &end, 10);
    return *value && !*end && *to >= 0;
}

static bool put_flag(bool *to, const char *value)
{
    *to = strcmp(value, "yes") == 0;
    return *to || strcmp(value, "no") == 0;
}

static bool put(struct preset *p, const char *key, const char *value, struct buf *err)
{
    static const char words[] = "title metrics by from to query sort chart hours limit days total";
    char **const texts[] = {&p->title, &p->metrics, &p->by,    &p->from, &p->to,
                            &p->query, &p->sort,    &p->chart, &p->hours};
    const char *word = words;
    bool good = true;
    for (size_t i = 0; *word; i++, word += strcspn(word, " "), word += strspn(word, " ")) {
        size_t n = strcspn(word, " ");
        if (strlen(key) != n || memcmp(key, word, n) != 0)
            continue;
        if (i < sizeof texts / sizeof *texts) {
            free(*texts[i]);
            *texts[i] = mem_strdup(value);
        } else {
            good = *key == 'l'   ? put_number(&p->limit, value)
                   : *key == 'd' ? put_number(&p->days, value)
                                 : put_flag(&p->total, value);
        }
        if (!good)
            buf_fmt(err, "%s takes %s, not \"%s\"", key, *key == 't' ? "yes or no" : "a number",
                    value);
        return good;
    }
    buf_fmt(err, "unknown key \"%s\" (one of: %s)", key, words);
    return false;
}

static bool read_lines(struct preset *p, const char *path, char *text, struct buf *err)
{
    struct lines lines = {.rest = text};
    struct buf why = BUF_INIT;
    bool good = true;
    for (char *line; good && (line = lines_next(&lines));) {
        const char *value = lines_value(line);
        if (!value)
            buf_str(&why, "not \"key = value\"");
        good = value && put(p, line, value, &why);
    }
    if (!good)
        buf_fmt(err, "%s:%ld: %s", path, lines.number, why.s);
    else if (!p->metrics)
        buf_fmt(err, "%s: no metrics", path);
    buf_free(&why);
    return good && p->metrics;
}

static int read_file(struct preset *p, const char *path, struct buf *err)
{
    struct buf text = BUF_INIT;
    bool good = datafile_read(path, &text, err);
    *p = (struct preset)PRESET_INIT;
    if (good && utf8_valid(text.s, text.len) != text.len) {
        buf_fmt(err, "%s: not UTF-8", path);
        good = false;
    }
    good = good && read_lines(p, path, text.s, err);
    buf_free(&text);
    return good ? 0 : EXIT_CONFIG;
}

static void find_all(struct datafiles *all)
{
    datafiles_find(all, "reports", "");
}

int preset_load(const char *name, struct preset *p, struct buf *err)
{
    struct datafiles all;
    *p = (struct preset)PRESET_INIT;
    find_all(&all);
    const char *path = datafiles_path(&all, name);
    int rc = path ? read_file(p, path, err) : EXIT_USAGE;
    if (!path && !datafiles_unknown(&all, "report", name, err))
        buf_str(err, " (tk-report list has them all)");
    datafiles_free(&all);
    return rc;
}

void preset_free(struct preset *p)
{
    char *const texts[] = {p->title, p->metrics, p->by,    p->from,  p->to,
                           p->query, p->sort,    p->chart, p->hours, p->all};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    *p = (struct preset){0};
}

// --- what it asks

static bool is_time(const char *word, size_t n)
{
    for (const struct dimension *d = dimensions; d->name; d++)
        if (strlen(d->name) == n && memcmp(d->name, word, n) == 0)
            return dimension_is_time(d);
    return false;
}

// The times in a list of dimensions, parted by commas, appended.
static void add_times(const char *by, struct buf *out)
{
    for (const char *s = by; s && *s; s += strcspn(s, ","), s += *s == ',') {
        size_t n = strcspn(s, ",");
        if (is_time(s, n))
            buf_fmt(out, "%s%.*s", out->len ? "," : "", (int)n, s);
    }
}

static const char *dimensions_of(struct preset *p, const char *by)
{
    struct buf all = BUF_INIT;
    if (!by)
        return p->by;
    add_times(by, &all);
    if (all.len)
        buf_reset(&all);
    else
        add_times(p->by, &all);
    buf_fmt(&all, "%s%s", all.len ? "," : "", by);
    free(p->all);
    return p->all = buf_detach(&all);
}

void preset_fill(struct preset *p, struct report_spec *spec, struct report_look *look)
{
    spec->metrics = spec->metrics ? spec->metrics : p->metrics;
    spec->by = dimensions_of(p, spec->by);
    spec->from = spec->from ? spec->from : p->from;
    spec->to = spec->to ? spec->to : p->to;
    spec->hours = spec->hours ? spec->hours : p->hours;
    spec->sort = spec->sort ? spec->sort : p->sort;
    spec->limit = spec->limit >= 0 ? spec->limit : p->limit;
    spec->days = spec->days >= 0 ? spec->days : p->days >= 0 ? p->days : REOPEN_DAYS;
    spec->total |= p->total;
    look->title = p->title;
    look->form = look->form ? look->form : p->chart;
}

void preset_query(const struct preset *p, const struct opt_list *operands, int first,
                  struct buf *query)
{
    bool both = p->query && operands->n > first;
    if (p->query)
        buf_fmt(query, both ? "(%s) (" : "%s", p->query);
    for (int i = first; i < operands->n; i++)
        buf_fmt(query, "%s%s", i > first ? " " : "", operands->v[i]);
    if (both)
        buf_ch(query, ')');
}

// --- all of them

void preset_each(void (*offer)(void *arg, const char *name, const char *title, const char *path),
                 void *arg)
{
    struct datafiles all;
    find_all(&all);
    for (size_t i = 0; i < all.n; i++) {
        struct preset p;
        struct buf err = BUF_INIT;
        int rc = read_file(&p, all.v[i].path, &err);
        offer(arg, all.v[i].name, rc ? err.s : p.title ? p.title : "", all.v[i].path);
        preset_free(&p);
        buf_free(&err);
    }
    datafiles_free(&all);
}

static void put_record(void *arg, const char *name, const char *title, const char *path)
{
    struct recout *r = arg;
    recout_str(r, name);
    recout_str(r, title);
    recout_str(r, path);
    recout_end(r);
}

void preset_list(struct tool *t)
{
    static const struct rec_column name = {"report", REC_NAME, "its name", false},
                                   title = {"title", REC_TEXT, "what it shows", false},
                                   path = {"path", REC_TEXT, "the file", false};
    static const struct rec_column *const cols[] = {&name, &title, &path};
    struct recout *r = tool_records(t, cols, 3);
    preset_each(put_record, r);
    recout_finish(r);
    recout_free(r);
}
