// SPDX-License-Identifier: GPL-3.0-or-later
// Records, and tickets as records.
#include <unistd.h>

#include "desk/tool.h"

struct recout *tool_records(struct tool *t, const struct rec_column *const *cols, int n)
{
    return recout_new(&t->out, &t->style, cols, n);
}

static void print_rows(struct tool *t, const struct column_set *set, const int64_t *ids, size_t n)
{
    struct buf sql = BUF_INIT;
    struct recout *r = tool_records(t, set->rec, set->n);
    buf_str(&sql, "SELECT ");
    columns_sql(set, &sql);
    buf_str(&sql, " FROM ticket t WHERE t.id = ?1 AND t.gone = 0");
    bool within = db_in_transaction(t->desk.db);
    if (!within)
        db_begin_read(t->desk.db);
    t->out.hold = true;
    struct stmt *q = NULL;
    for (size_t i = 0; i < n; i++) {
        if (!q)
            q = db_query_text(t->desk.db, sql.s, (struct val[]){V(ids[i])}, 1);
        else
            db_rebind(q, (struct val[]){V(ids[i])}, 1);
        if (db_row(q))
            columns_emit(&t->desk, set, q, r);
    }
    db_end(q);
    recout_finish(r);
    t->style.header = false; // once: a stream prints again and again
    t->style.begun = true;
    if (!within) {
        db_commit(t->desk.db);
        out_flush(&t->out);
    }
    recout_free(r);
    buf_free(&sql);
}

void tool_print_tickets(struct tool *t, const int64_t *ids, size_t n)
{
    struct column_set set;
    if (t->o->quiet)
        return;
    tool_must(t, columns_choose(&t->desk, t->o->columns, TICKET_COLUMNS, &set, &t->err));
    print_rows(t, &set, ids, n);
    columns_free(&set);
}

void tool_print_dry(struct tool *t, const int64_t *ids, size_t n)
{
    int to = t->out.fd;
    t->out.fd = STDERR_FILENO;
    t->style.tty = isatty(STDERR_FILENO);
    tool_print_tickets(t, ids, n);
    desk_rollback(&t->desk);
    tool_say(t);
    out_flush(&t->out);
    t->out.fd = to;
}
