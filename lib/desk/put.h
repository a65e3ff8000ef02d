// SPDX-License-Identifier: GPL-3.0-or-later
// Puts a value into a field as an event says it, without any policy: what an undo does.  Row, event
// and search index; counts and stamps of a ticket are the caller's (desk/ticket_recount.h).
#ifndef DESK_PUT_H
#define DESK_PUT_H

#include "desk/desk.h"

enum put_rc {
    PUT_DONE,
    PUT_DIFFERS, // the field does not hold the event's old value
    PUT_GONE,    // what has the field is gone itself, or was never there
    PUT_TARGET,  // the value names a ticket or a customer that is gone
    PUT_LOOP,    // merged, parent or blocks would come back to where they start
    PUT_TAKEN,   // somebody else has the address or the key
    PUT_LAST,    // the desk would be without an admin, or without its default queue
    PUT_UNABLE   // a field that nothing can be put into
};

// e: what is to happen, at no time: it is now.  count: what to add to the count that changes of the
// field add to (reopens for a status, transfers for queue and assignee).  Nothing is written unless
// PUT_DONE.
enum put_rc put_ticket(struct desk *d, const struct event *e, int count); // fields above 0
enum put_rc put_noun(struct desk *d, const struct event *e);              // fields below 0

// Addresses of a customer: one comes (e->new) or goes; their order is put right by itself.
enum put_rc put_address(struct desk *d, const struct event *e);
// Brings the addresses of a customer into the order that they had before event `before`; those that
// came later stand behind.
void put_address_order(struct desk *d, int64_t customer, int64_t before);

#endif
