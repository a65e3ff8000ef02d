// SPDX-License-Identifier: GPL-3.0-or-later
// --as-of TIME: the desk as it was then, for tools that read.
//
// The tables that such a tool asks are hidden behind temporary ones of the same names, which hold
// what the events up to that time add up to; all SQL runs on them as it is, and desk->now is that
// time.  What did not change since is not rebuilt: it is read where it is.  An event counts when
// its own time is not later: imported history is where it happened.  Leases and drafts have no
// events, so there are none.  Rebuilding is one read of the database; nothing is written to it.
#ifndef DESK_AS_OF_H
#define DESK_AS_OF_H

#include "desk/tool.h"

enum as_of_form {
    AS_OF_ALL, // all tickets; a read transaction is open from tool_as_of to as_of_end
    AS_OF_EACH // only those that as_of_ticket names
};

// What --as-of says, if it is there; ends the tool with EXIT_USAGE for a time that is none or is
// still to come.  A day, or more than one, means its end.  After stdin has been read.
void tool_as_of(struct tool *t, enum as_of_form form);
// Within a read transaction: makes the ticket, with all that its page tells, what it was.
void as_of_ticket(struct desk *d, int64_t id);
// Ends the reading.  Before the output waits for its reader; nothing without --as-of.
void as_of_end(struct desk *d);

#endif
