// SPDX-License-Identifier: GPL-3.0-or-later
// Macros within a text that a person writes: which there are, and lines that become one.
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/macro_impl.h"

#define MARK "%macro"

void macro_offer(struct desk *d, const struct ticket *t,
                 void (*put)(void *arg, const char *name, const char *title, const char *text),
                 void *arg)
{
    struct macro_values v = {.d = d, .t = t};
    const char *lang = macro_values_lang(&v);
    char *base = mem_strndup(lang ? lang : "", strcspn(lang ? lang : "", "-"));
    struct stmt *q =
        db_query(d->db,
                 SQL("SELECT m.name, m.title, (SELECT body FROM macro_text x WHERE x.macro = m.id"
                     " AND x.lang COLLATE NOCASE IN (?1, ?2, '')"
                     " ORDER BY x.lang = '', x.lang <> ?1 COLLATE NOCASE LIMIT 1)"
                     " FROM macro m WHERE m.gone IS NULL ORDER BY m.name /* scan */ /* sort */"),
                 V(lang ? lang : ""), V(base));
    while (db_row(q))
        if (!db_null(q, 2)) // in no language of theirs
            put(arg, db_text(q, 0), db_text(q, 1), db_text(q, 2));
    free(base);
    macro_values_free(&v);
}

// --- lines

static bool is_mark(const char *line, size_t n)
{
    size_t mark = strlen(MARK);
    return n >= mark && memcmp(line, MARK, mark) == 0 &&
           (n == mark || strchr(" \t\r", line[mark]) != NULL);
}

bool macro_is_wanted(const char *text)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        if (is_mark(text, n))
            return true;
        text += n + (text[n] == '\n');
    }
    return false;
}

// The one word behind the mark; owned, NULL if it is not one.
static char *name_in(const char *line, size_t n)
{
    char *copy = mem_strndup(line + strlen(MARK), n - strlen(MARK)), *rest = NULL;
    char *word = strtok_r(copy, " \t\r", &rest);
    char *name = word && !strtok_r(NULL, " \t\r", &rest) ? mem_strdup(word) : NULL;
    free(copy);
    return name;
}

static int insert(struct desk *d, const struct ticket *t, const char *line, size_t n,
                  struct buf *out, struct buf *err)
{
    char *name = name_in(line, n);
    struct macro *m = NULL;
    const char *lang;
    if (!name) {
        buf_fmt(err, "\"%.*s\": one name stands behind %s", (int)(n < 60 ? n : 60), line, MARK);
        return EXIT_DATA;
    }
    int rc = macro_ready(d, name, &m, err);
    size_t before = out->len;
    if (rc == 0)
        rc = macro_render(m, d, t, out, &lang, err);
    if (rc)
        buf_cut(out, before);
    macro_close(m);
    free(name);
    return rc;
}

int macro_insert(struct desk *d, const struct ticket *t, const char *text, struct buf *out,
                 struct buf *err)
{
    int rc = 0;
    while (rc == 0 && *text) {
        size_t n = strcspn(text, "\n");
        if (is_mark(text, n))
            rc = insert(d, t, text, n, out, err);
        else
            buf_add(out, text, n);
        buf_ch(out, '\n');
        text += n + (text[n] == '\n');
    }
    return rc;
}
