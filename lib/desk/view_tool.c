// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/view_tool.h"

#include <stdlib.h>

#include "desk/roster.h"
#include "desk/view.h"

// --- out: the views that count are put into a table of this connection, for -c and -s

static int find(struct desk *d, const char *word, int64_t *id, struct buf *err)
{
    *id = db_get_int(d->db, 0, SQL("SELECT id FROM temp.view WHERE name = ?1"), V(word));
    if (!*id)
        view_unknown(d, word, err);
    return *id ? 0 : EXIT_NOUSER;
}

static const struct column columns[] = {
    {{"name", REC_NAME, "name of the view", false}, COLUMN_TEXT, "v.name"},
    {{"level", REC_NAME, "own shared bundled; the nearest counts", false}, COLUMN_TEXT, "v.level"},
    {{"query", REC_TEXT, "what it lists", false}, COLUMN_TEXT, "v.query"},
    {{"hides", REC_LIST, "levels that have another one of its name", false},
     COLUMN_TEXT,
     "v.hides"},
    {{NULL, REC_TEXT, NULL, false}, COLUMN_TEXT, NULL},
};
static const struct roster roster_views = {
    .columns = columns,
    .defaults = "name,level,query",
    .with = "WITH clock(now) AS (VALUES(?1))",
    .from = "FROM temp.view v WHERE 1",
    .id = "v.id",
    .order = "v.name",
    .find = find,
};

static void put_row(struct desk *d, const struct view *v)
{
    struct buf hides = BUF_INIT;
    for (enum view_level level = 0; level < VIEW_LEVELS; level++)
        if (v->hides & 1U << level)
            buf_fmt(&hides, "%s%s", hides.len ? "," : "", view_level_word(level));
    db_run(d->db, SQL("INSERT INTO temp.view(name, level, query, hides) VALUES(?1, ?2, ?3, ?4)"),
           V(v->name), V(view_level_word(v->level)), V(v->query),
           V(val_str(hides.len ? hides.s : NULL)));
    buf_free(&hides);
}

static void fill(struct tool *t)
{
    struct desk *d = &t->desk;
    struct views all;
    int64_t agent;
    if (t->o->as)
        tool_must(t, agent_find(d, t->o->as, &agent, &t->err));
    views_read(d, &all);
    db_exec(d->db, "CREATE TEMP TABLE view(id INTEGER PRIMARY KEY, name TEXT UNIQUE, level TEXT,"
                   " query TEXT, hides TEXT)");
    db_begin_read(d->db); // one for all: it writes no file but its own
    for (size_t i = 0; i < all.n; i++)
        put_row(d, &all.v[i]);
    db_commit(d->db);
    views_free(&all);
}

void view_tool_list(struct tool *t)
{
    fill(t);
    roster_list(t, &roster_views, NULL);
}

void view_tool_show(struct tool *t, const char *const *words, int n)
{
    fill(t);
    roster_show(t, &roster_views, words, n);
}

// --- in

static const char *whose(const struct tool *t, bool shared)
{
    return shared ? NULL : t->desk.login;
}

// The words as tk-list would take them; ends the tool if it would not.
static void read_query(struct tool *t, const char *const *words, int n, bool shared,
                       struct buf *text)
{
    struct query q;
    struct query_fault fault = QUERY_FAULT_INIT;
    tool_must(t, view_may(&t->desk, whose(t, shared), &t->err));
    for (int i = 0; i < n; i++)
        buf_fmt(text, "%s%s", i ? " " : "", words[i]);
    if (!view_check(&t->desk, text->s, &q, &fault)) {
        query_complain(&q, &fault);
        exit(fault.code);
    }
    query_free(&q);
    query_fault_free(&fault);
}

static void write_query(struct tool *t, const char *const *words, int n, bool shared,
                        int (*write)(struct desk *d, const char *name, const char *login,
                                     const char *query, struct buf *err))
{
    struct buf text = BUF_INIT;
    read_query(t, words + 1, n - 1, shared, &text);
    tool_begin(t);
    tool_must(t, write(&t->desk, words[0], whose(t, shared), text.s, &t->err));
    buf_free(&text);
}

void view_tool_add(struct tool *t, const char *const *words, int n, bool shared)
{
    write_query(t, words, n, shared, view_add);
}

void view_tool_set(struct tool *t, const char *const *words, int n, bool shared)
{
    write_query(t, words, n, shared, view_set);
}

void view_tool_remove(struct tool *t, const char *const *words, int n, bool shared)
{
    for (int i = 0; i < n; i++)
        tool_must(t, view_remove(&t->desk, words[i], whose(t, shared), &t->err));
}
