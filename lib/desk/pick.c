// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "desk/pick.h"

static int place(const struct rec_column *table, const char *name, size_t n)
{
    for (int i = 0; table[i].name; i++)
        if (strlen(table[i].name) == n && memcmp(table[i].name, name, n) == 0)
            return i;
    return -1;
}

static int unknown(const struct rec_column *table, const char *name, size_t n, struct buf *err)
{
    struct suggest s;
    char *word = mem_strndup(name, n);
    suggest_init(&s, word);
    for (const struct rec_column *c = table; c->name; c++)
        suggest_offer(&s, c->name);
    buf_fmt(err, "unknown column \"%s\"", word);
    suggest_end(&s, err);
    buf_str(err, " (-c help lists them)");
    free(word);
    return EXIT_USAGE;
}

static int add_names(struct pick *p, const struct rec_column *table, const char *spec,
                     struct buf *err)
{
    for (;; spec++) { // an empty name is one, too: "event,,at" is refused
        size_t n = strcspn(spec, ",");
        int at = place(table, spec, n);
        if (at < 0)
            return unknown(table, spec, n, err);
        p->rec[p->n] = &table[at];
        p->which[p->n++] = at;
        spec += n;
        if (!*spec)
            return 0;
    }
}

static size_t count_names(const char *spec)
{
    size_t n = 1;
    for (; *spec; spec++)
        n += *spec == ',';
    return n;
}

int pick_columns(struct pick *p, const struct rec_column *table, const char *spec,
                 const char *defaults, struct buf *err)
{
    bool more = spec && spec[0] == '+';
    size_t most = count_names(defaults) + count_names(spec ? spec : "");
    *p = (struct pick){.rec = mem_array(most, sizeof *p->rec),
                       .which = mem_array(most, sizeof *p->which)};
    int rc = !spec || more ? add_names(p, table, defaults, err) : 0;
    if (rc == 0 && spec)
        rc = add_names(p, table, spec + more, err);
    return rc;
}

void pick_free(struct pick *p)
{
    free(p->rec);
    free(p->which);
    *p = (struct pick){0};
}

const char *rec_type_word(enum rec_type type)
{
    static const char *const words[] = {
        [REC_ID] = "id",     [REC_INT] = "integer", [REC_NUM] = "number", [REC_TEXT] = "text",
        [REC_NAME] = "name", [REC_LIST] = "list",   [REC_TIME] = "time",  [REC_BOOL] = "flag"};
    return words[type];
}

void pick_help(const struct rec_column *table, struct buf *out)
{
    for (const struct rec_column *c = table; c->name; c++)
        buf_fmt(out, "%s\t%s\t%s\n", c->name, rec_type_word(c->type), c->help);
}
