// SPDX-License-Identifier: GPL-3.0-or-later
// What tk-shell tells the tools that it starts, in environment variables, so that shell and script
// run the same programs.
//
//     TK_TICKET=17    the current ticket, set by hand; "17?": only in passing, by looking at it
//     TK_ASK_MANY=25  ids from a pipe that are more than so many are asked for
//     TK_PAGE         whatever is longer than the screen goes through the pager
//     TK_RESTRICTED   see base/restricted.h
//
// Anything else in the first two is as if they were not set; of the others any value counts.
#ifndef DESK_SESSION_H
#define DESK_SESSION_H

#include <stdbool.h>
#include <stdint.h>

struct session_ticket {
    int64_t id;   // 0: there is none
    bool passing; // nothing that changes it goes without saying
};
struct session_ticket session_ticket(void);
int64_t session_ask_many(void); // 0: never
bool session_pages(void);

#endif
