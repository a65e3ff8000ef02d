// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of macros only.
#ifndef DESK_MACRO_IMPL_H
#define DESK_MACRO_IMPL_H

#include "base/words.h"
#include "desk/action_call.h"
#include "desk/macro.h"

// Reads a text and looks up its custom fields.  EXIT_DATA with line and reason; template_free in
// any case.
int macro_template(struct desk *d, const char *text, size_t len, struct template *t,
                   struct buf *err);

struct macro_action {
    struct words words;
    struct action_call call;
};
// Reads one line.  EXIT_DATA with the reason; macro_action_free in any case.
int macro_action_read(struct desk *d, const char *line, size_t len, struct macro_action *a,
                      struct buf *err);
void macro_action_free(struct macro_action *a);

struct macro_values { // where the values for one ticket come from
    struct desk *d;
    const struct ticket *t;
    bool known;                        // the customer was looked up
    char *name, *lang, *org, *address; // of the customer; owned, NULL: none
};
void macro_values_free(struct macro_values *v);
const char *macro_values_lang(struct macro_values *v); // the ticket's, else its customer's; NULL
bool macro_value(void *values, const struct template_part *p, struct buf *out); // template_value

#endif
