// SPDX-License-Identifier: GPL-3.0-or-later
// Complaints about a mapping, and its section [source].
#include "desk/import_parse.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/date_format.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "desk/names.h"

int parser_complain(struct parser *p, const char *fmt, ...)
{
    va_list ap;
    buf_fmt(p->err, "%s:%ld: ", p->name, p->line);
    va_start(ap, fmt);
    buf_vfmt(p->err, fmt, ap);
    va_end(ap);
    return EXIT_DATA;
}

int parser_find(const char *const *list, const char *word)
{
    for (int i = 0; list[i]; i++)
        if (strcmp(list[i], word) == 0)
            return i;
    return -1;
}

int parser_unknown(struct parser *p, const char *what, const char *word, const char *const *list)
{
    struct suggest s;
    suggest_init(&s, word);
    parser_complain(p, "unknown %s \"%s\"", what, word);
    for (int i = 0; list[i]; i++)
        suggest_offer(&s, list[i]);
    suggest_end(&s, p->err);
    if (s.best[0])
        return EXIT_DATA;
    buf_str(p->err, " (");
    for (int i = 0; list[i]; i++)
        buf_fmt(p->err, "%s%s", i ? " " : "", list[i]);
    buf_ch(p->err, ')');
    return EXIT_DATA;
}

int parser_set_text(struct parser *p, char **to, const char *key, const char *value)
{
    if (*to)
        return parser_complain(p, "%s is given twice", key);
    *to = mem_strdup(value);
    return 0;
}

// --- [source]

static int set_kind(struct parser *p, const char *value)
{
    static const char *const kinds[] = {"tickets", "log", NULL};
    int kind = parser_find(kinds, value);
    p->m->log = kind == 1;
    return kind < 0 ? parser_unknown(p, "kind", value, kinds) : 0;
}

static int set_format(struct parser *p, const char *value)
{
    enum rec_format f = rec_format(value);
    bool good = f == REC_CSV || f == REC_TSV || f == REC_XCSV || f == REC_JSONL;
    p->m->format = f;
    return good ? 0 : parser_complain(p, "format is csv, tsv, xcsv or jsonl, not \"%s\"", value);
}

static int set_source_name(struct parser *p, const char *value)
{
    struct buf why = BUF_INIT;
    int rc = 0;
    if (strcmp(value, "key") == 0)
        rc = parser_complain(p, "\"key\" is taken: choose another name for the source");
    else if (!name_legal(value, "a source", &why))
        rc = parser_complain(p, "%s", why.s);
    buf_free(&why);
    return rc ? rc : parser_set_text(p, &p->m->source, "name", value);
}

static void list_add(char ***list, int *n, const char *value)
{
    size_t cap = (size_t)*n;
    *list = mem_grow(*list, &cap, (size_t)*n, sizeof **list);
    (*list)[(*n)++] = mem_strdup(value);
}

static int set_time(struct parser *p, const char *value)
{
    struct buf why = BUF_INIT;
    int rc = 0;
    if (strcmp(value, "iso") != 0 && !date_format_check(value, &why))
        rc = parser_complain(p, "%s", why.s);
    else if (p->m->n_time == LISTED_MAX)
        rc = parser_complain(p, "more than %d time formats", LISTED_MAX);
    else
        list_add(&p->m->time, &p->m->n_time, value);
    buf_free(&why);
    return rc;
}

static int set_missing(struct parser *p, const char *value)
{
    if (p->m->n_missing == LISTED_MAX)
        return parser_complain(p, "more than %d words for what is missing", LISTED_MAX);
    list_add(&p->m->missing, &p->m->n_missing, value);
    return 0;
}

int parser_source(struct parser *p, const char *key, const char *value)
{
    static const char *const keys[] = {"name", "about",   "kind",      "format", "zone",
                                       "time", "missing", "separator", NULL};
    struct map *m = p->m;
    switch (parser_find(keys, key)) {
    case 0:
        return set_source_name(p, value);
    case 1:
        return parser_set_text(p, &m->description, key, value);
    case 2:
        return set_kind(p, value);
    case 3:
        return set_format(p, value);
    case 4:
        return date_zone_ok(value)
                   ? parser_set_text(p, &m->zone, key, value)
                   : parser_complain(
                         p, "unknown time zone \"%s\": write an IANA name like Europe/Prague",
                         value);
    case 5:
        return set_time(p, value);
    case 6:
        return set_missing(p, value);
    case 7:
        return *value ? parser_set_text(p, &m->separator, key, value)
                      : parser_complain(p, "an empty separator");
    default:
        return parser_unknown(p, "setting", key, keys);
    }
}
