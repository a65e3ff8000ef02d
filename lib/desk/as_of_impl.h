// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of --as-of only.
#ifndef DESK_AS_OF_IMPL_H
#define DESK_AS_OF_IMPL_H

#include <limits.h>

#include "desk/as_of.h"
#include "desk/effective.h"
#include "desk/replay.h"

struct as_of {
    struct desk *d;
    enum as_of_form form;
    int64_t at;
    int64_t version; // AS_OF_EACH: db_data_version when what is not of one ticket was rebuilt
    struct effective effective;
    struct replay r;
};

// The fields of the events of a noun (names.h).
struct field_range {
    int from, to;
};
#define FIELDS_TICKET   ((struct field_range){1, INT_MAX})
#define FIELDS_CUSTOMER ((struct field_range){-149, EVENT_CUSTOMER_MADE})
#define FIELDS_AGENT    ((struct field_range){-299, EVENT_AGENT_MADE})
#define FIELDS_QUEUE    ((struct field_range){-399, EVENT_QUEUE_MADE})
#define FIELDS_FIELD    ((struct field_range){-499, EVENT_FIELD_MADE})
#define FIELDS_SETTING  ((struct field_range){EVENT_SETTING, EVENT_SETTING})

// Folds the events that a thing had then, into a->r; false if it had none.
bool as_of_replay(struct as_of *a, int64_t thing, struct field_range fields);
// What they say of a field; `today` where the text that said so was erased.
struct val as_of_value(const struct as_of *a, int field, struct val today);
// The id of a change set from which on all are later than `at`.
int64_t as_of_first_change(const struct as_of *a, int64_t at);

void as_of_tables(struct as_of *a); // makes the temporary ones
void as_of_names(struct as_of *a);  // fills those of agents, queues, fields and settings
void as_of_all(struct as_of *a);    // and all others

// Adds the ticket with its messages, tags, people, values and links, if there was one.
void as_of_add_ticket(struct as_of *a, int64_t id);
// The same for a customer; false if he was not there yet.
bool as_of_add_customer(struct as_of *a, int64_t id);

#endif
