// SPDX-License-Identifier: GPL-3.0-or-later
// Splitting: messages of a thread become a ticket of their own.
//
// A moved message keeps all that it has but its ticket; its history is on both: taken from the one
// (EVENT_MESSAGE with its digest in old) and given to the other (in new).  The new ticket begins
// with an opening message without a text, since each ticket has exactly one, and is linked to the
// old one as related.
#ifndef DESK_SPLIT_H
#define DESK_SPLIT_H

#include "desk/ticket.h"

struct split {      // what is wanted; all borrowed
    int64_t ticket; // from its thread, with those merged into it
    int64_t if_rev; // only if that is its revision; -1: any
    const int64_t *messages;
    int n_messages;
    bool copy;            // they stay there, too
    const char *subject;  // NULL: that of the ticket
    int64_t queue;        // 0: that of the ticket
    int priority;         // 0: that of the ticket
    const char *customer; // an address; NULL: who wrote the first message, else the ticket's
};

// Within a change set.  EXIT_NOINPUT: no such ticket or message; EXIT_DATA: it changed, a message
// of another thread, or one that opened its ticket and is not to be copied; EXIT_DATA for a bad
// subject or address.
int split_make(struct desk *d, const struct split *s, int64_t *id, struct buf *err);

// The ticket from which this one was split; 0: it was not.
int64_t split_origin(struct desk *d, int64_t ticket);

#endif
