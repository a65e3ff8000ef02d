// SPDX-License-Identifier: GPL-3.0-or-later
// Which status may follow which: the desk's policy, its settings transitions.STATUS.
//
// Whatever the policy, "open" may follow everything (a customer's word wakes a ticket, an agent's
// reply begins work on it) and so may "closed"; nothing becomes new again.
#ifndef DESK_LIFECYCLE_H
#define DESK_LIFECYCLE_H

#include <stdbool.h>

#include "desk/desk.h"

bool status_is_live(int status); // neither solved nor closed

// The settings are read when they are first needed and again after others changed them.  Dies with
// EXIT_CONFIG where they cannot be read.
bool lifecycle_allows(struct desk *d, int from, int to);
// "closed -> pending is no legal step (from closed: open)", appended.
void lifecycle_refuse(struct desk *d, struct buf *err, int from, int to);

// What may follow `from`, as "open pending closed"; next has a place for each status.  EXIT_DATA
// with the reason for an unknown word and for a policy that would shut tickets in.
int lifecycle_parse(int from, const char *words, bool next[STATUS_N], struct buf *err);
void lifecycle_text(const bool next[STATUS_N], struct buf *out); // in the order of the statuses

#endif
