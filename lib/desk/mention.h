// SPDX-License-Identifier: GPL-3.0-or-later
// "@bob" in an internal note makes bob a watcher of the ticket.
//
// A mention is an @ that stands at the beginning or behind what is neither a letter, a digit, "_"
// nor another @ (so that mail addresses are none), followed by the login of an agent as it is
// stored and then by no letter, digit, "_" or @.  Of several logins that fit the longest counts.
// Lines that begin with ">" are quoted and mention nobody.
#ifndef DESK_MENTION_H
#define DESK_MENTION_H

#include "desk/ticket.h"

// Adds the agents that the text mentions, with their events; those who are gone are nobody.
void mention_watch(struct desk *d, struct ticket *t, const char *text, size_t len);

#endif
