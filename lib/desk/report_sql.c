// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>

#include "base/date.h"
#include "base/mem.h"
#include "desk/report_sql.h"
#include "store/userquery.h"

static void put_cell(struct recout *r, struct val v)
{
    if (v.type == VAL_INT)
        recout_int(r, v.i);
    else if (v.type == VAL_REAL)
        recout_num(r, v.r);
    else if (v.type == VAL_NULL)
        recout_absent(r);
    else
        recout_text(r, v.p, v.n);
}

static int64_t put_rows(struct recout *r, struct userquery *q)
{
    int64_t n = 0;
    for (; userquery_row(q); n++) {
        for (int i = 0; i < userquery_columns(q); i++)
            put_cell(r, userquery_val(q, i));
        recout_end(r);
    }
    return n;
}

void report_sql(struct tool *t, const char *sql, int64_t seconds)
{
    struct userquery *q;
    if (seconds < 0)
        seconds = REPORT_SQL_SECONDS;
    t->out.hold = true; // the reader of our output may be slow: no lock meanwhile
    tool_must(t, userquery_open(&q, t->desk.db, sql, seconds * DATE_SECOND, &t->err));
    int n = userquery_columns(q);
    struct rec_column *column = mem_array((size_t)n, sizeof *column);
    const struct rec_column **cols = mem_array((size_t)n, sizeof *cols);
    for (int i = 0; i < n; i++) {
        column[i] = (struct rec_column){userquery_name(q, i), REC_TEXT, NULL, true};
        cols[i] = &column[i];
    }
    struct recout *r = tool_records(t, cols, n);
    if (put_rows(r, q) == 0 && t->o->fail_empty)
        t->status = EXIT_NONE;
    recout_finish(r);
    tool_must(t, userquery_close(q, &t->err));
    recout_free(r);
    free(column);
    free(cols);
}
