// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of the main of actions only.
#ifndef DESK_ACTION_IMPL_H
#define DESK_ACTION_IMPL_H

#include "desk/action.h"
#include "desk/draft.h"

struct run {
    const struct action *action;
    struct tool t;
    struct action_args *args;
    struct ref_list refs;
    int64_t *done; // tickets for which a record is printed
    size_t n_done, cap_done;
    size_t all_done, skipped; // in all change sets of this run
    bool followed;            // some ref led to another ticket: two may lead to the same
    struct draft draft;       // the tickets that somebody wrote for in the editor
    char *draft_path;         // noted in the database; owned
    unsigned char request[HASH_SIZE];
};

// "17" as it was given, or "stdin:3".
void action_where(const struct ref *ref, char where[64]);

// Reads the message, if there is one, into r->args.
void action_message(struct run *r);
// Begins the change set.  What came to the tickets while somebody wrote for them is shown, and only
// if they want it still does it go on.
void action_begin(struct run *r);
// Before the commit: the draft is no more.
void action_draft_end(struct run *r);
// Behind the last commit: a draft whose file is no more is none.
void action_draft_drop(struct run *r);

#endif
