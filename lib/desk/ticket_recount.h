// SPDX-License-Identifier: GPL-3.0-or-later
// What follows for a ticket from its history as a whole, counted anew: after an undo, after
// messages came or went by other ways than ticket_add_message (a split, an import).  Only the row's
// counts are written, never an event; the verb that is at work writes rev and updated.
#ifndef DESK_TICKET_RECOUNT_H
#define DESK_TICKET_RECOUNT_H

#include "desk/effective.h"
#include "desk/ticket.h"

// first_reply, agent_msgs and customer_msgs from the messages that are there, in row and struct.
// The first reply is the reply of the earliest time, wherever it was written.
void ticket_recount_messages(struct desk *d, struct ticket *t);

// solved and closed within an undo: from the status events of change sets that count, where `root`
// counts or not (`counts`) whatever `e` says of it, and the open change set does not.
void ticket_recount_stamps(struct desk *d, struct ticket *t, const struct effective *e,
                           int64_t root, bool counts);

#endif
