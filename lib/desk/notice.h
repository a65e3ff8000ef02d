// SPDX-License-Identifier: GPL-3.0-or-later
// What others do on the desk and concerns the acting agent, said in one line now and then.
//
// To an agent these matter: new tickets, not taken yet, in queues that he serves (one who serves
// none serves all) or moved into one of them; tickets given to him and taken from him; messages,
// and merges, on tickets that he has or watches; that he became a watcher or was mentioned; that a
// ticket of his was reopened or is urgent now.  To a viewer, and to who is no agent: new tickets.
// What he did himself, on whatever terminal, is no news, nor is what no longer holds when the line
// is made: it was undone, or somebody was quicker.
//
// Lines are at least 10 s apart; what comes in between is gathered.
#ifndef DESK_NOTICE_H
#define DESK_NOTICE_H

#include "desk/desk.h"

struct happening; // desk/notice_impl.h

struct notice {
    int width; // columns of a line, 0: any; the caller's, to be changed at any time
    // private
    int64_t last;                 // event up to which all has been looked at
    int64_t version;              // db_data_version then
    int64_t said;                 // when the last line was, by the caller's clock
    int64_t level;                // the same, when it last knew of no events to look at
    int64_t me;                   // the acting agent, 0: none
    bool started, viewer, behind; // behind: more events are known to be there
    int64_t merge, united;        // the change of the last merge, and the ticket it went into
    int64_t skipped, more;        // events, and happenings, that were too many to be looked at
    struct happening *v;          // what waits to be said, one for each ticket
    size_t n, cap;
};

// From now on: what was before is no news.  `width` stays; what waited is dropped.
void notice_start(struct notice *n, struct desk *d);
// Looks, at `now` (ms of a clock that only the caller knows; best CLOCK_MONOTONIC).  True when
// there is something to say: it is put into `line` (emptied before), without newline and safe for a
// terminal.  Meant to be called some times a second: without news it reads one number, with more
// news than it looks at in one call it goes on in the next.  No transaction may be open, and none
// stays so.  Names may be read again: words borrowed from the desk do not outlive a call.
bool notice_look(struct notice *n, struct desk *d, int64_t now, struct buf *line);
void notice_free(struct notice *n);

#endif
