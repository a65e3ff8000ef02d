// SPDX-License-Identifier: GPL-3.0-or-later
#include <stddef.h>

#include "desk/lifecycle.h"

// A row per status, a column per status that may follow.  Closing is legal from everywhere; nothing
// becomes new again; what is closed is reopened before anything else.
static const bool next[7][7] = {
    //                  -  new    open  pending hold  solved closed
    [STATUS_NEW] = {0, 1, 1, 1, 1, 1, 1},     [STATUS_OPEN] = {0, 0, 1, 1, 1, 1, 1},
    [STATUS_PENDING] = {0, 0, 1, 1, 1, 1, 1}, [STATUS_HOLD] = {0, 0, 1, 1, 1, 1, 1},
    [STATUS_SOLVED] = {0, 0, 1, 1, 1, 1, 1},  [STATUS_CLOSED] = {0, 0, 1, 0, 0, 0, 1},
};

bool status_is_live(int status)
{
    return status < STATUS_SOLVED;
}

bool lifecycle_allows(int from, int to)
{
    return next[from][to];
}

void lifecycle_refuse(struct buf *err, int from, int to)
{
    buf_fmt(err, "%s -> %s is no legal step (from %s:", name_word(names_status, from),
            name_word(names_status, to), name_word(names_status, from));
    for (const struct name *n = names_status; n->word; n++)
        if (n->number != from && next[from][n->number])
            buf_fmt(err, " %s", n->word);
    buf_ch(err, ')');
}
