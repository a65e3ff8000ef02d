// SPDX-License-Identifier: GPL-3.0-or-later
// The desk's own nouns as records: what `list` and `show` of tk-agent, tk-queue, tk-field,
// tk-customer and tk-macro print, and FIELD=VALUE of their `set`.
#ifndef DESK_ROSTER_H
#define DESK_ROSTER_H

#include "desk/tool.h"

struct roster {
    const struct column *columns; // rec.name NULL ends it; the first is the key
    const char *defaults;         // columns of a list; show has all
    const char *with;             // of the SQL: binds ?1, the time now
    const char *from;             // with its WHERE; more conditions may follow
    const char *id, *order;       // its number, and the order where -s does not say more
    int (*find)(struct desk *d, const char *word, int64_t *id, struct buf *err);
};
extern const struct roster roster_agents, roster_queues, roster_fields, roster_customers,
    roster_macros;

// Columns by their names, for the words of -c (and, with - behind, -s) in completion.
#define AGENT_COLUMNS    "login role queues capacity away open name new pending hold overdue oldest"
#define QUEUE_COLUMNS    "name open new unassigned overdue oldest agents title pending hold default"
#define FIELD_COLUMNS    "name type choices used"
#define MACRO_COLUMNS    "name title langs actions"
#define CUSTOMER_COLUMNS "id address name org lang tickets open last made tz note addresses"
#define OPTIONS_ROSTER(names)                                                                      \
    {'c',                                                                                          \
     "columns",                                                                                    \
     OPT_STRING,                                                                                   \
     OPTV_COLUMNS,                                                                                 \
     offsetof(struct common, columns),                                                             \
     "columns, +COLS for more of them, help for a list",                                           \
     names},                                                                                       \
    {                                                                                              \
        's', "sort", OPT_STRING, OPTV_SORT, offsetof(struct common, sort),                         \
            "KEY[-],...: order, - for descending", names                                           \
    }

struct roster_filter {       // which of them; NULL: all
    const char *where;       // a condition that begins with " AND ", values from ?2
    const struct val *value; // borrowed
    int n;
};
// One record each, by -c, -s and -L; the number of them.  -c help lists the columns.
int64_t roster_list(struct tool *t, const struct roster *r, const struct roster_filter *filter);
// Those named, in that order: all columns, in a table one below the other.  An unknown one ends the
// tool before anything is printed.
void roster_show(struct tool *t, const struct roster *r, const char *const *words, int n);

// "FIELD=VALUE" for a verb that sets one field.  EXIT_USAGE without the =.
int roster_set(struct desk *d, int64_t id, const char *word,
               int (*set)(struct desk *d, int64_t id, const char *field, const char *value,
                          struct buf *err),
               struct buf *err);

#endif
