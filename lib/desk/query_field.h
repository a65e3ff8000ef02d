// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of the query compiler only: what one value of a field becomes in SQL.
#ifndef DESK_QUERY_FIELD_H
#define DESK_QUERY_FIELD_H

#include "base/err.h"
#include "desk/query_impl.h"

// A field of the language: the column it compares, and how one atom becomes SQL.
struct field {
    const char *name;
    const char *column; // for has: and no:, NULL: not with these
    bool (*atom)(struct compiler *c, const struct node *n, const struct field *f,
                 const struct atom *a);
    const struct name *words; // of an enumeration
    bool ordered;             // < > and ranges make sense
};

#define FAIL(c, n, code, ...) (buf_fmt(&(c)->fault->text, __VA_ARGS__), query_fail(c, n, code))

void query_put(struct compiler *c, const char *sql);
void query_put_column(struct compiler *c, const char *column, const char *operator);
// column within [lo, hi); either end may be missing.
void query_within(struct compiler *c, const char *column, bool has_lo, int64_t lo, bool has_hi,
                  int64_t hi);
char *query_prefix_end(const char *s); // the smallest text above all that start with s; owned

// One value each; false after a fault.  query_compare.c has those of numbers and times,
// query_names.c those of names and text.
typedef bool query_atom(struct compiler *c, const struct node *n, const struct field *f,
                        const struct atom *a);
query_atom query_enum_atom, query_number_atom, query_time_atom, query_age_atom, query_agent_atom,
    query_watcher_atom, query_queue_atom, query_customer_atom, query_org_atom, query_tag_atom,
    query_plain_atom, query_search_atom, query_key_atom, query_attachment_atom;

#endif
