// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of lib/desk/intake*.c only: how the text of each column is read.
#ifndef DESK_INTAKE_IMPL_H
#define DESK_INTAKE_IMPL_H

#include "desk/intake.h"

struct reader {
    const char *column;
    int (*read)(struct intake *in, const char *s, size_t n, struct buf *err);
    bool restore_only;
};
const struct reader *intake_reader(const char *column); // NULL: none of that name
int intake_read_custom(struct intake *in, const char *name, const char *s, size_t n,
                       struct buf *err);

#endif
