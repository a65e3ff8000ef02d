// SPDX-License-Identifier: GPL-3.0-or-later
// verify ID FIELD=VALUE...: the columns of a ticket as tk-list prints them against words.  Both
// sides go through the writer of records, so that they are equal exactly if a script that prints a
// column and hands it back would say so.
#include <string.h>

#include "desk/batch_impl.h"
#include "desk/ticket.h"

static int usage(struct buf *err)
{
    buf_str(err, "write: verify ID FIELD=VALUE...");
    return EXIT_USAGE;
}

// The names before the =, joined for columns_choose.
static int join_names(const struct words *w, struct buf *spec, struct buf *err)
{
    for (int i = 2; i < w->n; i++) {
        const char *eq = strchr(w->v[i], '=');
        size_t n = eq ? (size_t)(eq - w->v[i]) : 0;
        if (!n)
            return usage(err);
        if (w->v[i][0] == '+' || memchr(w->v[i], ',', n)) {
            buf_fmt(err, "no column: \"%.*s\"", (int)n, w->v[i]);
            return EXIT_USAGE;
        }
        buf_str(spec, i > 2 ? "," : "");
        buf_add(spec, w->v[i], n);
    }
    return 0;
}

// The value that a column must have: "me" is whoever acts, as everywhere.
static const char *wanted(struct desk *d, const struct column *c, const char *word)
{
    const char *value = strchr(word, '=') + 1;
    return c->kind == COLUMN_AGENT && strcmp(value, "me") == 0 ? agent_word(d, d->me) : value;
}

// Two lines of tsv: what is, and what is wanted.  A cell holds neither TAB nor newline there.
static void write_both(struct desk *d, const struct column_set *set, struct stmt *q,
                       const struct words *w, struct buf *lines)
{
    struct out out = {.fd = -1, .buf = BUF_INIT, .hold = true};
    struct rec_style style = {.format = REC_TSV, .empty = ""};
    spool_init(&out.held);
    struct recout *r = recout_new(&out, &style, set->rec, set->n);
    columns_emit(d, set, q, r);
    for (int i = 0; i < set->n; i++)
        recout_str(r, wanted(d, set->col[i], w->v[i + 2]));
    recout_end(r);
    recout_free(r);
    spool_read(&out.held, 0, (size_t)spool_size(&out.held), lines);
    buf_add(lines, out.buf.s, out.buf.len);
    spool_free(&out.held);
    buf_free(&out.buf);
}

static char *cut_cell(char **rest, char end)
{
    char *cell = *rest, *stop = strchr(cell, end);
    *stop = '\0';
    *rest = stop + 1;
    return cell;
}

static const char *shown(const char *cell)
{
    return *cell ? cell : "empty";
}

static int compare(const struct column_set *set, int64_t id, char *lines, struct buf *err)
{
    char *is = lines, *want = strchr(lines, '\n') + 1;
    int faults = 0;
    for (int i = 0; i < set->n; i++) {
        char end = i + 1 < set->n ? '\t' : '\n';
        const char *a = cut_cell(&is, end), *b = cut_cell(&want, end);
        if (strcmp(a, b) == 0)
            continue;
        if (faults++)
            buf_str(err, ", ");
        else
            buf_fmt(err, "%lld: ", (long long)id);
        buf_fmt(err, "%s is %.200s, not %.200s", set->rec[i]->name, shown(a), shown(b));
    }
    return faults ? EXIT_DATA : 0;
}

static int verify(struct desk *d, int64_t id, const struct column_set *set, const struct words *w,
                  struct buf *err)
{
    struct buf sql = BUF_INIT, lines = BUF_INIT;
    buf_str(&sql, "SELECT ");
    columns_sql(set, &sql);
    buf_str(&sql, " FROM ticket t WHERE t.id = ?1");
    struct stmt *q = db_query_text(d->db, sql.s, (struct val[]){V(id)}, 1);
    if (db_row(q))
        write_both(d, set, q, w, &lines);
    db_end(q);
    int rc = compare(set, id, lines.s, err);
    buf_free(&sql);
    buf_free(&lines);
    return rc;
}

int batch_verify(struct batch *b, const struct batch_line *l, const struct words *w,
                 struct buf *err)
{
    struct desk *d = &b->t->desk;
    struct ticket k = {0};
    struct column_set set = {0};
    struct buf spec = BUF_INIT;
    int64_t id;
    int rc = w->n < 3 ? usage(err) : batch_id(b, w->v[1], &id, err);
    if (rc == 0)
        rc = join_names(w, &spec, err);
    if (rc == 0)
        rc = columns_choose(d, spec.s, "", &set, err);
    if (rc == 0 && !ticket_reach(d, id, &k)) {
        buf_fmt(err, "no such ticket %lld", (long long)id);
        rc = EXIT_NOINPUT;
    }
    b->at = k.id;
    if (rc == 0)
        rc = verify(d, k.id, &set, w, err);
    if (rc == 0)
        batch_result(b, l, k.id, EXIT_DONE);
    b->guarded = b->guarded || rc;
    columns_free(&set);
    ticket_free(&k);
    buf_free(&spec);
    return rc;
}
