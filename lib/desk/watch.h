// SPDX-License-Identifier: GPL-3.0-or-later
// The list of a query, drawn in place: how many tickets there are, when that changed, as many as
// the screen holds, and a mark before those that came or changed a moment ago.
#ifndef DESK_WATCH_H
#define DESK_WATCH_H

#include "desk/find.h"
#include "desk/tool.h"

// The default columns on less than 60 columns of screen.
#define WATCH_NARROW "id,status,assignee,subject"

struct watch_row {
    int64_t id, rev;
    int64_t seen; // when it was seen to change, by the monotonic clock; 0: it was so from the first
};

struct watch {
    const struct find_spec *spec;
    const char *title; // the query as it was typed; "": all tickets
    int64_t total;     // tickets that match
    bool more;         // than these: beyond the limit, or they were too many to count
    uint64_t state;    // of all of them: another one when any of them changes, comes or goes
    int64_t changed;   // when it became so; DATE_NONE: no ticket ever matched
    bool begun;
    struct watch_row *row; // as many as the screen holds, owned
    size_t n;
    int lines; // of each
};

// A live_draw (desk/live.h); arg is a struct watch.  A fault in the query ends the tool.
void watch_draw(struct tool *t, void *arg, int high, struct buf *page);
void watch_free(struct watch *w);

#endif
