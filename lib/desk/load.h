// SPDX-License-Identifier: GPL-3.0-or-later
// Intakes into tickets: one (tk-new), or one per record of a file (tk-new -I).
#ifndef DESK_LOAD_H
#define DESK_LOAD_H

#include "desk/intake.h"
#include "desk/tool.h"

struct load {
    struct tool *t;
    enum rec_format format;
    bool restore, ignore_unknown;
    const char *map; // "theirs=ours,..."; NULL: none
    // What fills an empty cell: pairs of column and text, NULL ends.
    const char *const *defaults;
};

// Reads stdin, makes the tickets, prints their records.  Faults are reported line by line; the
// tool's status is set.
void load_run(struct load *l);

// One ticket.  With a key: was the same request done?  Then its id is printed again.
bool load_done(struct tool *t, const unsigned char request[HASH_SIZE]);
// Makes the ticket of a filled intake and prints its id.  Ends the tool on a fault.
void load_one(struct tool *t, struct intake *in, const unsigned char request[HASH_SIZE]);
// The same with another way to make it, within the change set.
void load_made(struct tool *t, int (*make)(struct tool *t, void *arg, int64_t *id), void *arg,
               const unsigned char request[HASH_SIZE]);

#endif
