// SPDX-License-Identifier: GPL-3.0-or-later
// For the verbs that change a ticket: ticket.c and the files that hold more of them.
#ifndef DESK_TICKET_IMPL_H
#define DESK_TICKET_IMPL_H

#include "desk/ticket.h"

// One event of a ticket; t->rev and t->updated become its id and time.  The row must follow, by
// ticket_touch or by a statement that writes both.
void ticket_record(struct desk *d, struct ticket *t, int field, int64_t ref, struct val old,
                   struct val new, bool typed);
void ticket_touch(struct desk *d, const struct ticket *t); // rev and updated into the row

// The INIT event of a new ticket: its first values other than the status, as JSON.
void ticket_init_json(struct buf *b, const struct ticket_draft *t, int priority,
                      const int64_t *tags);

#endif
