// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of a ticket that tk-set sets: how a value is read, and which verb writes it.
#ifndef DESK_SETTABLE_H
#define DESK_SETTABLE_H

#include "desk/ticket.h"

struct settable {
    const char *name, *help;
    // Reads the text; "" clears where the field can be absent.  Text values are borrowed from text.
    // EXIT_USAGE or EXIT_NOUSER with the reason.
    int (*read)(struct desk *d, const char *text, struct val *v, struct buf *err);
    int (*write)(struct desk *d, struct ticket *t, const struct val *v, struct buf *err);
};
extern const struct settable settables[];                                // name NULL ends
const struct settable *settable_find(const char *name, struct buf *err); // NULL with a suggestion

#endif
