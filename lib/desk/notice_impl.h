// SPDX-License-Identifier: GPL-3.0-or-later
// Between the parts of desk/notice.h: what is gathered from events, and the words for it.
#ifndef DESK_NOTICE_IMPL_H
#define DESK_NOTICE_IMPL_H

#include "desk/notice.h"

enum what { // in the order in which one line says them of one ticket
    GIVEN,
    TAKEN,
    WATCH,
    MESSAGE,
    MERGED,
    REOPENED,
    URGENT,
    NEW,
    WHAT_N
};
#define BIT(what) (1u << (what))

struct happening { // all that others did to a ticket since the last line
    int64_t ticket;
    unsigned what;                // bits; once settled, those that still hold
    int64_t by[WHAT_N];           // the agent who did it last, 0: nobody
    int64_t message;              // the first of them; once settled, the last that stands
    int was_status, was_priority; // before the first of these changes; 0: not changed
    // once settled
    int status, priority, kind; // kind of the message
    int64_t queue, assignee, merged;
    int64_t agent, customer; // who wrote the message; 0: unknown
};

// Leaves of what waits that which still holds.
void notice_settle(struct notice *n, struct desk *d);
// What is settled, in one line.
void notice_words(struct notice *n, struct desk *d, struct buf *line);

#endif
