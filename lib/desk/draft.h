// SPDX-License-Identifier: GPL-3.0-or-later
// Answers in the making: which agent writes on which ticket, and what came there meanwhile.  The
// text is a file of the agent's (desk/compose.h); the database only knows who drafts.
#ifndef DESK_DRAFT_H
#define DESK_DRAFT_H

#include "desk/tool.h"

struct draft_ticket {
    int64_t id, rev; // as it was when the writing began
    int64_t left;    // the rev that we leave it with
};
struct draft {
    struct draft_ticket *ticket; // owned
    size_t n, cap;
};
void draft_free(struct draft *w);

// Remembers the ticket that `id` leads to as it is now; false if there is none.
bool draft_add(struct draft *w, struct desk *d, int64_t id);
// Remembers all of them as they are now.
void draft_look(struct draft *w, struct desk *d);
// Within a change set: how it leaves them.  Once it is committed, that is how they were.
void draft_leave(struct draft *w, struct desk *d);
void draft_left(struct draft *w);
// Whether any of them changed since.
bool draft_changed(const struct draft *w, struct desk *d);
// Tells on stderr what came to them since.  Outside of a transaction.
void draft_tell(const struct draft *w, struct desk *d);

// Notes who writes, in a transaction of its own.
void draft_begin(const struct draft *w, struct desk *d, const char *path, bool note);
// Whether anybody is known to write it.
bool draft_is_noted(struct desk *d, const char *path);
// The draft is no more; within a transaction.
void draft_end(struct desk *d, const char *path);
// Forgets those drafts of the acting agent whose files were removed.
void draft_prune(struct desk *d);
// The acting agent's latest draft on that ticket that is still on this disk; owned, NULL: none.
// *note: it is for colleagues alone.
char *draft_find(struct desk *d, int64_t ticket, bool *note);
// Warns about the drafts of others on these tickets.
void draft_warn(const struct draft *w, struct desk *d);
// A line for each draft of the acting agent that is still on this disk, and how to go on with it;
// appended, safe for a terminal.  A reader's desk will do.
void draft_offer(struct desk *d, struct buf *out);
// Prints the acting agent's drafts: ticket, time, kind, path, first line.
void draft_list(struct tool *t);

#endif
