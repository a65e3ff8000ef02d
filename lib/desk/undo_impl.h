// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of undo only.
#ifndef DESK_UNDO_IMPL_H
#define DESK_UNDO_IMPL_H

#include "desk/put.h"
#include "desk/undo.h"

// "17" or "customer ana@example.com" or "queue billing": what an event is about, appended.
void undo_thing(struct desk *d, int field, int64_t thing, struct buf *out);
// "change 812 (tk-set by ann)", appended.
void undo_change_word(struct desk *d, int64_t change, struct buf *out);

// A reason against it; the text is taken over.
void undo_fault(struct undo *u, char *text);
// Why event `id` of the change set, reversed as e, could not be put.
void undo_refuse(struct undo *u, int64_t id, const struct event *e, enum put_rc rc);
// Is there a later event of the same field by another change set that counts?  Then it is a fault.
bool undo_conflicts(struct undo *u, const struct event *e);
// A thing is to be gone: is there a later event of any of its fields, or a ticket that leads to it?
// Then it is a fault.  A customer just stays (undo_customer_used).
bool undo_goes_on(struct undo *u, const struct event *gone);
// A customer who was made: is he somebody else's, too?
bool undo_customer_used(struct undo *u, int64_t customer);
// The nouns that are gone now: faults when tickets still need them.
void undo_check_lost(struct undo *u);

int undo_gone_field(int maker); // the field that says a thing of that maker is gone; 0: none
const struct undo_made *undo_find_made(const struct undo *u, int maker, int64_t thing); // or NULL

#endif
