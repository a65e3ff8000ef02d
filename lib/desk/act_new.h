// SPDX-License-Identifier: GPL-3.0-or-later
// A new ticket by the words of tk-new: its options and subject into an intake.  The tool and a line
// of tk-batch are the same words.
#ifndef DESK_ACT_NEW_H
#define DESK_ACT_NEW_H

#include "desk/compose.h"
#include "desk/intake.h"
#include "desk/tool.h"

struct new_args {
    struct common common;
    struct compose compose; // where the body comes from
    const char *requester, *queue, *priority, *tags, *category, *lang, *channel, *due, *assignee,
        *map;
    struct opt_list set;
    bool restore, ignore_unknown;
};
extern const struct opt options_new[];

// The options that fill a field, as pairs of column and text; NULL ends.
enum { NEW_PAIRS_MAX = 20 };
void new_pairs(const struct new_args *a, const char *pairs[NEW_PAIRS_MAX]);
// All but the body into an intake that was begun.  EXIT_USAGE, EXIT_NOUSER.
int new_fill(const struct new_args *a, const struct opt_list *subject, struct intake *in,
             struct buf *err);
// The body, unless it is empty.
int new_body(const struct buf *body, struct intake *in, struct buf *err);

#endif
