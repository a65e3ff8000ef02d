// SPDX-License-Identifier: GPL-3.0-or-later
// Shared by the parts of the record writer only: the table, whose rows wait until their widths are
// known.
#ifndef BASE_RECOUT_IMPL_H
#define BASE_RECOUT_IMPL_H

#include "base/recout.h"

struct table; // opaque

// All borrowed.
struct table *table_new(struct out *out, const struct rec_style *style,
                        const struct rec_column *const *cols, int n);
void table_free(struct table *t);

// The caller appends the text of column i, which must be safe already, to *begin; then table_end.
struct buf *table_begin(struct table *t, int i);
void table_end(struct table *t, int i);
// A cell of any bytes: its first line made safe.
void table_text(struct table *t, int i, const char *s, size_t n);
void table_row(struct table *t);
// Prints what waits; the widths are fixed from now on.
void table_flush(struct table *t);

#endif
