// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of export only: rows as text, counted and hashed on their way out.
#ifndef DESK_EXPORT_IMPL_H
#define DESK_EXPORT_IMPL_H

#include <sodium.h>

#include "base/out.h"
#include "desk/portable.h"
#include "store/change.h"

// One file, or a stream.
struct sheet {
    struct out *out;
    crypto_generichash_state hash;
    size_t hashed; // bytes of out->buf that are in the hash
    int64_t rows, bytes;
};
void sheet_open(struct sheet *s, struct out *out);
void sheet_row(struct sheet *s);                                 // a line is complete in out->buf
void sheet_digest(struct sheet *s, char hex[2 * HASH_SIZE + 1]); // of all bytes so far; the end

// The columns of a table, as both forms name them.
struct sheet_columns {
    const char *types;
    struct buf names;            // each ended by NUL
    size_t at[PORTABLE_COLUMNS]; // offsets in it
    struct buf json;             // what stands before each value of a JSON line, likewise
    size_t json_at[PORTABLE_COLUMNS];
};
void sheet_columns(struct sheet_columns *c, const struct portable *p);
void sheet_columns_free(struct sheet_columns *c);

void sheet_csv_head(struct buf *b, const struct sheet_columns *c);
void sheet_csv(struct buf *b, const struct sheet_columns *c, struct stmt *q);
void sheet_json(struct buf *b, const struct sheet_columns *c, struct stmt *q);

#endif
