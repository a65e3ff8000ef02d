// SPDX-License-Identifier: GPL-3.0-or-later
// A page about the desk that is drawn in place, and again when something has changed, until a key.
//
// Between two drawings no transaction is open.  Others' commits are seen within 200 ms; a drawing
// that takes long is not repeated at once, so that it never keeps a processor busy; and every
// minute the page is drawn anew, since it tells how long ago things were.
#ifndef DESK_LIVE_H
#define DESK_LIVE_H

#include "desk/tool.h"

// Ends the tool with EXIT_USAGE unless stdin and stdout are terminals, EXIT_NOPERM where commits of
// others are not seen.  instead: what to use, "tk-list prints the list once".
void live_check(struct tool *t, const char *instead);

// Appends the page, at most `high` lines of t->style.width columns.  The clock has been read anew.
typedef void live_draw(struct tool *t, void *arg, int high, struct buf *page);
void live_run(struct tool *t, live_draw *draw, void *arg);

// Records that go into a buffer: open a writer on *o, finish it, then take.
void live_hold(struct out *o);
void live_take(struct out *o, struct buf *to);

#endif
