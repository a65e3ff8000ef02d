// SPDX-License-Identifier: GPL-3.0-or-later
// Where in a record something stands, and what stands there.
#ifndef DESK_IMPORT_PLACE_H
#define DESK_IMPORT_PLACE_H

#include <jansson.h>

#include "base/recin.h"
#include "desk/import_map.h"

// A record, of cells or a tree; borrowed.
struct place_record {
    const struct record *cells; // NULL: a tree
    const json_t *tree;
};

// "a | {b}: {c}" into e.  False with the reason in err.
bool place_parse(struct map_expr *e, const char *text, struct buf *err);
void place_free(struct map_expr *e);

// csv, tsv: finds the columns.  False when one is not there that must be; its name and a suggestion
// are appended.
bool place_bind(struct map_expr *e, const struct recin *in, struct buf *err);
// Trees bring their columns as they go: the first place that no record had, though it must; NULL.
const char *place_never_found(const struct map_expr *e);

// The values at one place, in order: each borrowed from the record, or from `numbers`, which is
// emptied first and holds what was no text.
struct place_value {
    const char *s;
    size_t n;
    const json_t *tree; // the item itself; NULL in cells
};
struct place_list {
    struct place_value *v;
    size_t n, cap;
    struct buf numbers;
};
void place_list_free(struct place_list *l);
// All that is at the places of the first alternative that gives something; missing words and empty
// ones are left out (never of trees that are no text).  A template gives one value, which is in
// l->numbers.
void place_read(struct map_expr *e, const struct map *m, const struct place_record *rec,
                struct place_list *l);

#endif
