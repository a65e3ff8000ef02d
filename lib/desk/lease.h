// SPDX-License-Identifier: GPL-3.0-or-later
// Holding a ticket for a while without being its assignee: others leave it alone, and if its holder
// comes to grief it is free again when the time is up.  A lease is no event and has no history.
#ifndef DESK_LEASE_H
#define DESK_LEASE_H

#include "desk/ticket.h"

#define LEASE_WORDS "15m 30m 1h 4h 1d" // offered by completion

// Does somebody hold the ticket now?
bool lease_runs(const struct desk *d, const struct ticket *t);
// Reads a duration, above 0 and at most 30 days ("20m", "2h", "1d"); *until is so far from now.
// EXIT_USAGE with the reason.
int lease_until(const struct desk *d, const char *text, int64_t *until, struct buf *err);
// "17 is held by bob until 2026-11-22T12:20:00Z", appended.
void lease_tell(struct desk *d, const struct ticket *t, struct buf *out);

#endif
