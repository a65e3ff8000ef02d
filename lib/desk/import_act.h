// SPDX-License-Identifier: GPL-3.0-or-later
// One ticket at work: import_apply.c takes its records, import_act.c each of them.
#ifndef DESK_IMPORT_ACT_H
#define DESK_IMPORT_ACT_H

#include "desk/import_impl.h"

enum { F_STATUS = 0, F_RESOLUTION = ROW_FIELDS - 1 };

struct act { // a step to be
    int64_t at;
    int field;
    struct val v;           // borrowed from the row
    const struct row *tags; // EVENT_TAG
    struct row_message *message;
};
struct act_work {
    struct imports *k;
    struct past p;
    struct seen seen;
    struct act *act;
    size_t n_acts, cap_acts;
    const char *key; // of the ticket there
    bool fresh;
    int64_t reopened_here, moved_here; // behind what was stated last
};

// Takes over what a record says differently from last time, unless that was changed here.
void act_row(struct act_work *w, struct row *row);
int64_t time_or(int64_t a, int64_t b); // b if a is DATE_NONE

#endif
