// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "desk/roster.h"

enum { VALUES_MAX = 32 };

// --- the statement

// What has no value comes last either way.
static int add_key(struct tool *t, const struct roster *r, char *key, struct buf *sql)
{
    size_t len = strlen(key);
    bool down = len > 1 && key[len - 1] == '-';
    if (down)
        key[len - 1] = '\0';
    int rc = column_sort_from(&t->desk, r->columns, key, sql, &t->err);
    buf_fmt(sql, "%s NULLS LAST, ", down ? " DESC" : "");
    return rc;
}

static void add_order(struct tool *t, const struct roster *r, struct buf *sql)
{
    char *copy = mem_strdup(t->o->sort), *rest = copy;
    buf_str(sql, " ORDER BY ");
    while (rest) {
        char *key = rest;
        rest = strchr(rest, ',');
        if (rest)
            *rest++ = '\0';
        tool_must(t, add_key(t, r, key, sql));
    }
    buf_str(sql, r->order);
    free(copy);
}

static void add_select(const struct roster *r, const struct column_set *set, struct buf *sql)
{
    buf_fmt(sql, "%s SELECT ", r->with);
    columns_sql(set, sql);
    buf_fmt(sql, " %s", r->from);
}

// --- list

static bool is_help(struct tool *t, const struct roster *r)
{
    if (!t->o->columns || strcmp(t->o->columns, "help") != 0)
        return false;
    columns_help_from(r->columns, &t->out.buf);
    out_record(&t->out);
    return true;
}

static int64_t print_rows(struct tool *t, const struct column_set *set, struct stmt *q)
{
    struct recout *out = tool_records(t, set->rec, set->n);
    int64_t rows = 0;
    t->out.hold = true; // the reader of our output may be slow: no lock meanwhile
    for (; rows != t->o->limit && db_row(q); rows++)
        columns_emit(&t->desk, set, q, out);
    if (t->o->verbose && rows == t->o->limit && db_row(q))
        warn("more exist than -L %lld", (long long)rows);
    recout_finish(out);
    recout_free(out);
    return rows;
}

int64_t roster_list(struct tool *t, const struct roster *r, const struct roster_filter *filter)
{
    struct column_set set;
    struct buf sql = BUF_INIT;
    struct val vals[VALUES_MAX] = {V(t->desk.now)};
    int n = 1;
    if (is_help(t, r))
        return 1;
    tool_must(t,
              columns_choose_from(&t->desk, r->columns, t->o->columns, r->defaults, &set, &t->err));
    add_select(r, &set, &sql);
    if (filter)
        buf_str(&sql, filter->where);
    for (int i = 0; filter && i < filter->n && n < VALUES_MAX; i++)
        vals[n++] = filter->value[i];
    if (t->o->sort)
        add_order(t, r, &sql);
    else
        buf_fmt(&sql, " ORDER BY %s", r->order);
    buf_str(&sql, " /* scan */");
    struct stmt *q = db_query_text(t->desk.db, sql.s, vals, n);
    int64_t rows = print_rows(t, &set, q);
    db_end(q);
    columns_free(&set);
    buf_free(&sql);
    return rows;
}

// --- show

static void add_time(const struct tool *t, int64_t at, struct buf *out)
{
    date_both(out, at, t->style.now, t->style.zone);
}

static void add_list(const char *s, struct buf *out)
{
    for (; *s; s++)
        buf_str(out, *s == ',' ? ", " : (char[]){*s, '\0'});
}

static void cell_text(struct tool *t, const struct column *c, struct stmt *q, int i,
                      struct buf *out)
{
    switch (c->kind) {
    case COLUMN_INT:
        buf_int(out, db_int(q, i));
        break;
    case COLUMN_TIME:
        add_time(t, db_int(q, i), out);
        break;
    case COLUMN_ROLE:
        buf_str(out, name_word(names_role, (int)db_int(q, i)));
        break;
    case COLUMN_FIELD_TYPE:
        buf_str(out, name_word(names_field_type, (int)db_int(q, i)));
        break;
    default:
        if (c->rec.type == REC_LIST)
            add_list(db_text(q, i), out);
        else
            buf_str(out, db_text(q, i));
    }
}

static size_t label_width(const struct column_set *set)
{
    size_t widest = 0;
    for (int i = 0; i < set->n; i++)
        widest = strlen(set->rec[i]->name) > widest ? strlen(set->rec[i]->name) : widest;
    return widest + 2;
}

// The row as lines of name and value.
static void put_sheet(struct tool *t, const struct column_set *set, struct stmt *q)
{
    struct buf text = BUF_INIT, label = BUF_INIT, indent = BUF_INIT;
    size_t width = label_width(set);
    buf_fill(&indent, ' ', width);
    for (int i = 0; i < set->n; i++) {
        if (db_null(q, i))
            continue;
        buf_reset(&text);
        buf_reset(&label);
        cell_text(t, set->col[i], q, i, &text);
        buf_str(&label, set->rec[i]->name);
        buf_fill(&label, ' ', width - label.len);
        const struct wrap w = {.first = label.s,
                               .indent = indent.s,
                               .on = t->style.color && i == 0 ? "\033[1m" : NULL,
                               .off = "\033[0m",
                               .width = t->style.width};
        wrap_text(&t->out.buf, &w, text.s, text.len);
    }
    out_record(&t->out);
    buf_free(&text);
    buf_free(&label);
    buf_free(&indent);
}

static void show_rows(struct tool *t, const struct column_set *set, const char *sql,
                      const int64_t *ids, int n)
{
    bool sheet = t->style.format == REC_TABLE;
    struct recout *out = tool_records(t, set->rec, set->n);
    struct stmt *q = db_query_text(t->desk.db, sql, (struct val[]){V(t->desk.now), V(ids[0])}, 2);
    t->out.hold = true;
    for (int i = 0; i < n; i++) {
        db_rebind(q, (struct val[]){V(t->desk.now), V(ids[i])}, 2);
        if (!db_row(q))
            continue;
        if (sheet && i)
            buf_ch(&t->out.buf, '\n');
        if (sheet)
            put_sheet(t, set, q);
        else
            columns_emit(&t->desk, set, q, out);
    }
    db_end(q);
    if (!sheet)
        recout_finish(out);
    recout_free(out);
}

static void all_names(const struct column *c, struct buf *out)
{
    for (; c->rec.name; c++)
        buf_fmt(out, "%s%s", out->len ? "," : "", c->rec.name);
}

void roster_show(struct tool *t, const struct roster *r, const char *const *words, int n)
{
    struct column_set set;
    struct buf sql = BUF_INIT, all = BUF_INIT;
    if (is_help(t, r))
        return;
    int64_t *ids = mem_array((size_t)n, sizeof *ids);
    for (int i = 0; i < n; i++)
        tool_must(t, r->find(&t->desk, words[i], &ids[i], &t->err));
    all_names(r->columns, &all);
    tool_must(t, columns_choose_from(&t->desk, r->columns, t->o->columns, all.s, &set, &t->err));
    add_select(r, &set, &sql);
    buf_fmt(&sql, " AND %s = ?2 /* scan */", r->id);
    show_rows(t, &set, sql.s, ids, n);
    columns_free(&set);
    buf_free(&sql);
    buf_free(&all);
    free(ids);
}

// --- set

int roster_set(struct desk *d, int64_t id, const char *word,
               int (*set)(struct desk *d, int64_t id, const char *field, const char *value,
                          struct buf *err),
               struct buf *err)
{
    const char *eq = strchr(word, '=');
    if (!eq) {
        buf_fmt(err, "\"%s\" is no FIELD=VALUE", word);
        return EXIT_USAGE;
    }
    char *field = mem_strndup(word, (size_t)(eq - word));
    int rc = set(d, id, field, eq + 1, err);
    free(field);
    return rc;
}
