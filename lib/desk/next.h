// SPDX-License-Identifier: GPL-3.0-or-later
// The next ticket to work on: the most urgent free one that the acting agent may take.
//
// Free is a ticket that is new or open, that nobody is assigned to or holds (his own lease counts,
// too: what he was given is not given to him again), that is not merged into another and does not
// sleep.  He may take it if he serves its queue, or none at all, and while he has less than his
// capacity: tickets assigned to him that are not yet solved, and those that he holds.
//
// The overdue ones are more urgent than the others; then priority decides, then age.
#ifndef DESK_NEXT_H
#define DESK_NEXT_H

#include "desk/query.h"

struct next_spec {            // which one; all borrowed
    const char *query;        // only of its hits; NULL: of all
    const char *const *match; // --match FIELD=VALUE ...
    int n_match;
    const char *lasting; // hold it so long (desk/lease.h) instead of taking it; NULL: take it
};

struct next {
    struct desk *d;
    const char *lasting;
    struct query query;
    struct query_sql sql;
    struct stmt *late, *best; // the most urgent one of all that are overdue, and of all
};

// Parses and compiles.  A fault in the query is reported on stderr (with its caret), other faults
// go to err; both return the exit code.  Close with next_close in any case.
int next_open(struct next *n, struct desk *d, const struct next_spec *spec, struct buf *err);
// Takes one, within a change set, so that no two agents get the same.  Its id; 0 with the reason
// in why if there is none for him.
int64_t next_take(struct next *n, struct buf *why);
void next_close(struct next *n);

#endif
