// SPDX-License-Identifier: GPL-3.0-or-later
// Tickets by query, as rows of chosen columns in a total order.
#ifndef DESK_FIND_H
#define DESK_FIND_H

#include "desk/column.h"
#include "desk/query.h"
#include "desk/ref.h"

struct find_spec {            // what is wanted; all borrowed
    const char *query;        // NULL: no condition
    const char *const *match; // --match FIELD=VALUE ...
    int n_match;
    const char *columns;          // -c, NULL: the default ones
    const char *sort;             // -s "updated-,id"; NULL: of the query, else the default
    int64_t limit;                // -L, -1: of the query, else none
    bool hide;                    // as query_compile's: closed and merged tickets unless asked for
    const struct ref_list *among; // only these, in this order unless sorted; NULL: all
};

struct find {
    struct desk *d;
    struct query query;
    struct query_sql sql;
    struct column_set columns;
    struct stmt *q;
    int64_t limit, rows;
    bool by_match; // newest matching message first: a ticket may come again
    int64_t *seen; // ids that came, open addressing; 0: free
    size_t n_seen, cap_seen;
    bool more;  // rows beyond the limit exist
    bool hides; // closed and merged tickets were left out
};

// Parses, compiles, prepares.  A fault in the query is reported on stderr (with its caret), other
// faults go to err; both return the exit code.  Close with find_close in any case.
int find_open(struct find *f, struct desk *d, const struct find_spec *spec, struct buf *err);
bool find_row(struct find *f);                      // the next ticket
void find_emit(struct find *f, struct recout *out); // writes it
int64_t find_id(struct find *f);
void find_close(struct find *f);
// Can tickets be sorted by these keys (of -s or sort:)?
int find_sort_check(struct desk *d, const char *keys, struct buf *err);

#endif
