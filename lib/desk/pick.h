// SPDX-License-Identifier: GPL-3.0-or-later
// Choosing columns (-c) out of the table of a noun whose records are no tickets.
#ifndef DESK_PICK_H
#define DESK_PICK_H

#include "base/recout.h"

struct pick {                      // the columns of one output
    const struct rec_column **rec; // owned array, for recout_new
    int *which;                    // their places in the table, owned
    int n;
};

// table: name NULL ends it.  spec: "event,at", "+tool,key" (the default ones and these), NULL: the
// default ones.  EXIT_USAGE with a suggestion for an unknown or empty name.  Free in any case.
int pick_columns(struct pick *p, const struct rec_column *table, const char *spec,
                 const char *defaults, struct buf *err);
void pick_free(struct pick *p);
// "name  type  meaning" lines of -c help, appended.
void pick_help(const struct rec_column *table, struct buf *out);

const char *rec_type_word(enum rec_type type); // as in -c help

#endif
