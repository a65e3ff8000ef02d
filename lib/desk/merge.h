// SPDX-License-Identifier: GPL-3.0-or-later
// Merging: a pointer from a ticket to the one where its thread goes on.  Nothing is moved or
// summed, so that it can be taken back at any time.
#ifndef DESK_MERGE_H
#define DESK_MERGE_H

#include "desk/ticket.h"

// Within a change set: t's thread goes on in the ticket that `into` leads to.  That one gets the
// tags, watchers and customers in copy that it lacks; t's customer comes into copy when he is not
// its own.  EXIT_NOINPUT: no such ticket; EXIT_DATA: t is merged elsewhere, or it would be a loop.
int merge_into(struct desk *d, struct ticket *t, int64_t into, struct buf *err);
// The opposite: what merging alone gave to the other ticket (and to those that it was merged into)
// goes, unless a ticket that is merged into it still has that too, or somebody touched it since.
void merge_undo(struct desk *d, struct ticket *t);

// The tickets merged into ticket ?1, with it, at any depth: rows of thread(id).
#define MERGED_THREAD                                                                              \
    "WITH RECURSIVE thread(id) AS (SELECT ?1 UNION SELECT x.id FROM thread"                        \
    " JOIN ticket x INDEXED BY ticket_merged ON x.merged = thread.id AND x.gone = 0) "

#endif
