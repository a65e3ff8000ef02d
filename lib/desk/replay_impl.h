// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of the replay only.
#ifndef DESK_REPLAY_IMPL_H
#define DESK_REPLAY_IMPL_H

#include "desk/replay.h"

struct step { // an event, or a first value out of the INIT event
    int64_t id, at, ref;
    int field;
    bool erased, first, counts;
    const char *text; // of the fact's key
    size_t len;
    struct val old, new;
};

struct fact *replay_fact(struct replay *r, int field, int64_t ref, struct val value); // a new one
void replay_addresses(struct replay *r); // from the steps, in order of id
void replay_course(struct replay *r);    // the same

#endif
