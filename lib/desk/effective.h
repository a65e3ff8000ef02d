// SPDX-License-Identifier: GPL-3.0-or-later
// Which change sets count.  One that was undone does not, unless its undo was undone again; an undo
// itself never does: it switches another off or on.  What happened to a thing *in effect* (was it
// reopened, does a later decision stand?) follows from the events of change sets that count; what a
// field held at some time follows from all events, since an undo writes inverse ones.
#ifndef DESK_EFFECTIVE_H
#define DESK_EFFECTIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/db.h"

struct effective_undo {
    int64_t id, undoes;
    bool off; // it was undone itself
};
struct effective {
    struct effective_undo *undo; // ascending by id
    int64_t *undone;             // no undos themselves; ascending
    size_t n_undo, n_undone, cap_undo, cap_undone;
};

// As it was before the change set `before` (INT64_MAX: as it is).  Free with effective_free.
void effective_load(struct effective *e, struct db *db, int64_t before);
void effective_free(struct effective *e);
bool effective_is(const struct effective *e, int64_t change);
// The change set that is undone by the undo `change`, or by the undo of its undo ...; `change`
// itself when it is no undo.
int64_t effective_root(const struct effective *e, int64_t change);
// The last of the undos that began with an undo of `root`: what is to be undone to switch it over;
// `root` itself when nothing undid it.
int64_t effective_tip(const struct effective *e, int64_t root);
// Whether a change set, be it an undo or not, was undone and not redone.
bool effective_is_undone(const struct effective *e, int64_t change);

#endif
