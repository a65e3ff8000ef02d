// SPDX-License-Identifier: GPL-3.0-or-later
// Tickets from words: one from the options of tk-new, many from records of a file.
//
// An intake is filled field by field with text, nothing is written meanwhile; intake_make then
// makes the ticket, its customer and (when restoring) the queue, agent and custom fields that it
// names.
#ifndef DESK_INTAKE_H
#define DESK_INTAKE_H

#include "desk/ticket.h"

enum { INTAKE_LIST_MAX = 100 }; // tags, watchers, custom fields of one ticket

struct intake_value {
    char *name, *text; // custom field without "x.", owned
};
struct intake {
    struct desk *d;
    bool restore;
    struct ticket_draft draft;
    // Text and names, resolved by intake_make; owned.
    char *subject, *body, *category, *lang, *key;
    char *queue, *assignee, *customer, *customer_name, *org;
    char *tags[INTAKE_LIST_MAX], *watchers[INTAKE_LIST_MAX];
    struct intake_value values[INTAKE_LIST_MAX];
    int n_tags, n_watchers, n_values;
    crypto_generichash_state hash; // over names and values given: what a key stands for
};

void intake_begin(struct intake *in, struct desk *d, bool restore);
void intake_reset(struct intake *in);
// A field by its column name; "" and NULL are skipped.  EXIT_DATA (bad value), EXIT_NOUSER.
int intake_put(struct intake *in, const char *column, const char *text, size_t len,
               struct buf *err);
int intake_assign(struct intake *in, const char *assignment, struct buf *err); // "x.NAME=VALUE"

enum intake_column { INTAKE_UNKNOWN, INTAKE_OK, INTAKE_RESTORE_ONLY, INTAKE_DERIVED };
enum intake_column intake_column(struct desk *d, const char *name, bool restore);
// "unknown column "stauts", did you mean "status"?", appended.
void intake_complain(struct desk *d, const char *name, struct buf *err);

// Within a change set.  The id of the new ticket, or of the one that the same key made before.
// After a fault nothing was written.
int intake_make(struct intake *in, int64_t *id, struct buf *err);

#endif
