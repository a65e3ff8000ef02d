// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of lib/desk/load*.c only.
#ifndef DESK_LOAD_IMPL_H
#define DESK_LOAD_IMPL_H

#include "base/recin.h"
#include "desk/load.h"

enum { LOAD_COLUMNS_MAX = 1000 };

struct loader {
    const struct load *l;
    struct tool *t;
    struct recin *in;
    struct intake intake;
    const char **target; // our column for each of theirs; NULL: dropped
    int n_target;
    int64_t *made;
    size_t n_made, cap_made;
    long made_since; // of these, since the last commit (--chunk)
    bool answered;   // by what the same key made before
    unsigned char request[HASH_SIZE];
};

// Every name in --map must be there: a typing error would lose a column in silence.
void load_check_map(struct loader *k);
// Targets for the columns that came since the last call (jsonl brings them as it goes).
int load_extend_targets(struct loader *k);
void load_forget_targets(struct loader *k); // before another header

#endif
