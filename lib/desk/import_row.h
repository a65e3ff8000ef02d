// SPDX-License-Identifier: GPL-3.0-or-later
// Shared by what reads a record: import_row.c and import_message.c.
#ifndef DESK_IMPORT_ROW_H
#define DESK_IMPORT_ROW_H

#include "desk/import_impl.h"

// `column "x": ...` of the first column in e, else of `ours`; EXIT_DATA.
int row_fault(struct buf *err, const struct map_expr *e, const char *ours, const char *fmt, ...)
    PRINTF_LIKE(4, 5);
// Their text in k->text, or `otherwise` where they say nothing (then k->text is empty).
const char *row_cell(struct imports *k, struct map_expr *e, const struct place_record *rec,
                     const char *otherwise);
// DATE_NONE for a NULL text.  ahead: it may be to come.
int row_read_time(struct imports *k, const struct map_expr *e, const char *ours, const char *text,
                  bool ahead, int64_t *at, struct buf *err);
// By the table of the field, if it has one; *text is ours then, NULL for nothing.
int row_translate(struct imports *k, const struct map_expr *e, const char *field, const char **text,
                  struct buf *err);
int row_tags(struct imports *k, const struct place_record *rec, struct row *row, struct buf *err);
int row_custom(struct imports *k, const struct place_record *rec, struct row *row, struct buf *err);
int row_messages(struct imports *k, const struct place_record *rec, struct row *row,
                 struct buf *err);

#endif
