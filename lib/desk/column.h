// SPDX-License-Identifier: GPL-3.0-or-later
// The columns of a ticket: one table for -c, -s, -c help, input headers, man page and completion.
#ifndef DESK_COLUMN_H
#define DESK_COLUMN_H

#include "base/recout.h"
#include "desk/desk.h"

enum column_kind { // how the selected SQL value becomes a cell
    COLUMN_INT,
    COLUMN_TEXT,
    COLUMN_TIME,
    COLUMN_STATUS,
    COLUMN_PRIORITY,
    COLUMN_RESOLUTION,
    COLUMN_CHANNEL,
    COLUMN_QUEUE,
    COLUMN_AGENT,
    COLUMN_AGE,
    COLUMN_ROLE,
    COLUMN_FIELD_TYPE,
    COLUMN_LEASE,
    COLUMN_HOLDER,
    COLUMN_CUSTOM,
};

struct column {
    struct rec_column rec;
    enum column_kind kind;
    const char *sql; // an expression over ticket t
};
extern const struct column ticket_columns[]; // rec.name NULL ends it

struct column_set {                // the columns of one output
    const struct column *table;    // where they come from
    const struct column **col;     // owned array; custom ones owned too
    const struct rec_column **rec; // the same, for recout_new
    int64_t *field;                // of custom ones, else 0
    int n;
    struct column *made; // storage of the custom ones
    char **names;
    int n_made;
};
// spec: "id,status,x.NAME", "+tags,created" (the default ones and these), NULL: the default ones.
// EXIT_USAGE with a suggestion for an unknown or empty name.
int columns_choose(struct desk *d, const char *spec, const char *defaults, struct column_set *set,
                   struct buf *err);
// The same from the columns of another noun (name NULL ends), which has no custom ones.
int columns_choose_from(struct desk *d, const struct column *table, const char *spec,
                        const char *defaults, struct column_set *set, struct buf *err);
void columns_free(struct column_set *set);
// The SELECT list, appended: one expression per column.
void columns_sql(const struct column_set *set, struct buf *sql);
// Writes the row that q stands on (columns from 0) and ends the record.
void columns_emit(struct desk *d, const struct column_set *set, struct stmt *q, struct recout *r);
// The SQL expression of a column or custom field to sort by; EXIT_USAGE with a suggestion.
int column_sort_sql(struct desk *d, const char *name, struct buf *sql, struct buf *err);
int column_sort_from(struct desk *d, const struct column *table, const char *name, struct buf *sql,
                     struct buf *err);
// "name  type  meaning" lines of -c help.
void columns_help(struct desk *d, struct buf *out);
void columns_help_from(const struct column *table, struct buf *out);

#define TICKET_COLUMNS "id,status,priority,queue,assignee,customer,updated,subject"

#endif
