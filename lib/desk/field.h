// SPDX-License-Identifier: GPL-3.0-or-later
// Custom fields (x.NAME): their definition, and the values that a ticket has in them.
#ifndef DESK_FIELD_H
#define DESK_FIELD_H

#include "desk/desk.h"

// Who may change them is checked: EXIT_NOPERM below a lead.
// choices: for FIELD_CHOICE, separated by commas; else NULL.  Same name and type: success.
int field_add(struct desk *d, const char *name, enum field_type type, const char *choices,
              struct buf *err);
int field_set_choices(struct desk *d, int64_t id, const char *choices, struct buf *err);
int field_set(struct desk *d, int64_t id, const char *field, const char *value, struct buf *err);
int field_remove(struct desk *d, int64_t id, struct buf *err); // values stay, hidden
int field_named(struct desk *d, const char *name, int64_t *id,
                struct buf *err); // with or without x.
enum field_type field_type(struct desk *d, int64_t id);
char *field_choices(struct desk *d, int64_t id); // owned, NULL if it has none

// Reads a value as the field's type wants it; "" is NULL (cleared).  Text is borrowed from `text`.
// EXIT_DATA with the reason.
int field_value(struct desk *d, int64_t id, const char *text, struct val *v, struct buf *err);
// A value as text, appended (times as RFC 3339, flags as yes or no).
void field_text(struct desk *d, int64_t id, const struct val *v, struct buf *out);

#endif
