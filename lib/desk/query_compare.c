// SPDX-License-Identifier: GPL-3.0-or-later
// Values that have an order: enumerations, numbers, times, ages.
#include <string.h>

#include "base/date.h"
#include "desk/query_field.h"
#include "desk/ref.h"

void query_put(struct compiler *c, const char *sql)
{
    buf_str(&c->out->where, sql);
}

void query_put_column(struct compiler *c, const char *column, const char *operator)
{
    buf_fmt(&c->out->where, "%s %s ", column, operator);
}

// --- comparing numbers: shared by enumerations, numbers and times

// column within [lo, hi); either end may be missing.
void query_within(struct compiler *c, const char *column, bool has_lo, int64_t lo, bool has_hi,
                  int64_t hi)
{
    query_put(c, "(");
    if (has_lo) {
        query_put_column(c, column, ">=");
        query_bind(c, V(lo));
    }
    if (has_lo && has_hi)
        query_put(c, " AND ");
    if (has_hi) {
        query_put_column(c, column, "<");
        query_bind(c, V(hi));
    }
    query_put(c, ")");
}

// The span that an atom stands for: lo_from, lo_to for its first value, hi_to for the end.
static void compare_span(struct compiler *c, const char *column, enum compare cmp, int64_t from,
                         int64_t to)
{
    switch (cmp) {
    case CMP_LT:
        query_within(c, column, false, 0, true, from);
        break;
    case CMP_LE:
        query_within(c, column, false, 0, true, to);
        break;
    case CMP_GT:
        query_within(c, column, true, to, false, 0);
        break;
    case CMP_GE:
        query_within(c, column, true, from, false, 0);
        break;
    default:
        query_within(c, column, true, from, true, to);
    }
}

static void compare_numbers(struct compiler *c, const struct field *f, const struct atom *a,
                            int64_t lo, int64_t hi)
{
    if (a->cmp == CMP_RANGE)
        query_within(c, f->column, a->lo != NULL, lo, a->hi != NULL, hi + 1);
    else if (a->cmp == CMP_EQ) {
        query_put_column(c, f->column, "=");
        query_bind(c, V(lo));
    } else
        compare_span(c, f->column, a->cmp, lo, lo + 1);
}

// --- enumerations: status priority resolution channel

static bool enum_number(struct compiler *c, const struct node *n, const struct field *f,
                        const char *word, int64_t *number)
{
    int i = name_number(f->words, word);
    *number = i;
    if (i >= 0)
        return true;
    name_complain(&c->fault->text, f->words, f->name, word);
    return query_fail(c, n, EXIT_USAGE);
}

bool query_enum_atom(struct compiler *c, const struct node *n, const struct field *f,
                     const struct atom *a)
{
    int64_t lo = 0, hi = 0;
    if ((a->lo && !enum_number(c, n, f, a->lo, &lo)) ||
        (a->hi && !enum_number(c, n, f, a->hi, &hi)))
        return false;
    compare_numbers(c, f, a, lo, hi);
    return true;
}

// --- numbers: id rev parent

static bool read_number(struct compiler *c, const struct node *n, const struct field *f,
                        const char *text, int64_t *number)
{
    if (ref_parse(text, strlen(text), number))
        return true;
    return FAIL(c, n, EXIT_USAGE, "%s: \"%s\" is no number", f->name, text);
}

bool query_number_atom(struct compiler *c, const struct node *n, const struct field *f,
                       const struct atom *a)
{
    int64_t lo = 0, hi = 0;
    if ((a->lo && !read_number(c, n, f, a->lo, &lo)) ||
        (a->hi && !read_number(c, n, f, a->hi, &hi)))
        return false;
    compare_numbers(c, f, a, lo, hi);
    return true;
}

// --- times

static bool read_span(struct compiler *c, const struct node *n, const struct field *f,
                      const char *text, struct date_span *span)
{
    bool ahead = strcmp(f->name, "due") == 0 || strcmp(f->name, "snooze") == 0;
    buf_fmt(&c->fault->text, "%s: ", f->name);
    if (!date_parse(text, c->d->now, c->d->zone, ahead ? DATE_AHEAD : DATE_AGO, span,
                    &c->fault->text))
        return query_fail(c, n, EXIT_USAGE);
    buf_reset(&c->fault->text);
    return true;
}

bool query_time_atom(struct compiler *c, const struct node *n, const struct field *f,
                     const struct atom *a)
{
    struct date_span lo = {0}, hi = {0};
    int64_t point;
    if ((a->lo && !read_span(c, n, f, a->lo, &lo)) || (a->hi && !read_span(c, n, f, a->hi, &hi)))
        return false;
    if (a->cmp == CMP_RANGE)
        query_within(c, f->column, a->lo != NULL, lo.from, a->hi != NULL, hi.to);
    else if (a->cmp == CMP_EQ && date_duration(a->lo, c->d->now, c->d->zone, DATE_AGO, &point)) {
        bool ahead = lo.from > c->d->now; // due:3d is the next three days
        query_within(c, f->column, true, ahead ? c->d->now : lo.from, ahead, lo.to);
    } else
        compare_span(c, f->column, a->cmp, lo.from, lo.to);
    return true;
}

// Older is a smaller created, so every comparison turns round.
bool query_age_atom(struct compiler *c, const struct node *n, const struct field *f,
                    const struct atom *a)
{
    int64_t lo = 0, hi = 0;
    const char *bad = a->lo && !date_duration(a->lo, c->d->now, c->d->zone, DATE_AGO, &lo)   ? a->lo
                      : a->hi && !date_duration(a->hi, c->d->now, c->d->zone, DATE_AGO, &hi) ? a->hi
                                                                                             : NULL;
    if (bad)
        return FAIL(c, n, EXIT_USAGE, "age: \"%s\" is no duration: write 3d, 2h or 30m", bad);
    if (a->cmp == CMP_RANGE)
        query_within(c, f->column, a->hi != NULL, hi, a->lo != NULL, lo + 1);
    else if (a->cmp == CMP_LT || a->cmp == CMP_LE)
        query_within(c, f->column, true, a->cmp == CMP_LT ? lo + 1 : lo, false, 0);
    else
        query_within(c, f->column, false, 0, true, a->cmp == CMP_GT ? lo : lo + 1);
    return true;
}
