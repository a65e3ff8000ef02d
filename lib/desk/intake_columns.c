// SPDX-License-Identifier: GPL-3.0-or-later
// A reader per column: text into an intake, nothing is written meanwhile.
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "desk/agent.h"
#include "desk/column.h"
#include "desk/customer.h"
#include "desk/field.h"
#include "desk/intake_impl.h"
#include "desk/settable.h"

static int keep(char **to, const char *text, size_t len)
{
    free(*to);
    *to = mem_strndup(text, len);
    return 0;
}

static int read_body(struct intake *in, const char *s, size_t n, struct buf *err)
{
    (void)err; // compose_read or the reader of records has looked at it
    return keep(&in->body, s, n);
}

#define LINE(member, what)                                                                         \
    static int read_##member(struct intake *in, const char *s, size_t n, struct buf *err)          \
    {                                                                                              \
        int rc = line_check(what, s, err);                                                         \
        return rc ? rc : keep(&in->member, s, n);                                                  \
    }
LINE(key, "the key")
LINE(customer_name, "the customer's name")
LINE(org, "the organisation")

static int read_subject(struct intake *in, const char *s, size_t n, struct buf *err)
{
    int rc = subject_check(s, err);
    return rc ? rc : keep(&in->subject, s, n);
}

#define ENUM(member, list)                                                                         \
    static int read_##member(struct intake *in, const char *s, size_t n, struct buf *err)          \
    {                                                                                              \
        (void)n;                                                                                   \
        in->draft.member = name_number(list, s);                                                   \
        if (in->draft.member >= 0)                                                                 \
            return 0;                                                                              \
        name_complain(err, list, #member, s);                                                      \
        return EXIT_DATA;                                                                          \
    }
ENUM(status, names_status)
ENUM(priority, names_priority)
ENUM(resolution, names_resolution)
ENUM(channel, names_channel)

// What happened lies behind us ("3d" is three days ago), what is due ahead.
static int read_time(struct intake *in, const char *s, enum date_sense sense, int64_t *at,
                     struct buf *err)
{
    struct date_span span;
    if (!date_parse(s, in->d->now, in->d->zone, sense, &span, err))
        return EXIT_DATA;
    *at = span.from;
    return 0;
}

#define TIME(name, field, sense)                                                                   \
    static int read_##name(struct intake *in, const char *s, size_t n, struct buf *err)            \
    {                                                                                              \
        (void)n;                                                                                   \
        return read_time(in, s, sense, &in->draft.field, err);                                     \
    }
TIME(created, created, DATE_AGO)
TIME(updated, updated, DATE_AGO)
TIME(solved, solved, DATE_AGO)
TIME(closed, closed, DATE_AGO)
TIME(snooze, snoozed, DATE_AHEAD)

static int read_due(struct intake *in, const char *s, size_t n, struct buf *err)
{
    struct date_span span;
    (void)n;
    if (!date_parse(s, in->d->now, in->d->zone, DATE_AHEAD, &span, err))
        return EXIT_DATA;
    in->draft.due = date_deadline(&span);
    return 0;
}

static int read_id(struct intake *in, const char *s, size_t n, struct buf *err)
{
    if (n && n < 18 && strspn(s, "0123456789") == n && s[0] != '0') {
        in->draft.id = atoll(s);
        return 0;
    }
    buf_fmt(err, "id: \"%s\" is no number above 0", s);
    return EXIT_DATA;
}

#define SETTABLE(member)                                                                           \
    static int read_##member(struct intake *in, const char *s, size_t n, struct buf *err)          \
    {                                                                                              \
        struct val v;                                                                              \
        int rc = settable_find(#member, err)->read(in->d, s, &v, err);                             \
        return rc ? EXIT_DATA : keep(&in->member, s, n);                                           \
    }
SETTABLE(lang)
SETTABLE(category)

// Unknown names are faults, except when restoring, which makes what is missing.
static int read_queue(struct intake *in, const char *s, size_t n, struct buf *err)
{
    int64_t id;
    int rc =
        in->restore ? !name_legal(s, "a queue", err) * EXIT_DATA : queue_find(in->d, s, &id, err);
    return rc ? rc : keep(&in->queue, s, n);
}

static int check_agent(struct intake *in, const char *s, struct buf *err)
{
    int64_t id;
    return in->restore ? !name_legal(s, "an agent", err) * EXIT_DATA
                       : agent_find(in->d, s, &id, err);
}

static int read_assignee(struct intake *in, const char *s, size_t n, struct buf *err)
{
    int rc = check_agent(in, s, err);
    return rc ? rc : keep(&in->assignee, s, n);
}

static int read_customer(struct intake *in, const char *s, size_t n, struct buf *err)
{
    struct contact c;
    int rc = contact_parse(&c, s, err);
    contact_free(&c);
    return rc ? rc : keep(&in->customer, s, n);
}

// Calls add for each word of a list joined by commas.
static int each_word(struct intake *in, const char *s, struct buf *err,
                     int (*add)(struct intake *in, char *word, struct buf *err))
{
    int rc = 0;
    while (rc == 0 && *s) {
        size_t n = strcspn(s, ",");
        if (n)
            rc = add(in, mem_strndup(s, n), err);
        s += n + (s[n] == ',');
    }
    return rc;
}

static int add_word(char **list, int *n, char *word, const char *what, struct buf *err)
{
    for (int i = 0; i < *n; i++)
        if (strcmp(list[i], word) == 0) {
            free(word);
            return 0;
        }
    if (*n == INTAKE_LIST_MAX) {
        free(word);
        buf_fmt(err, "more than %d %s", INTAKE_LIST_MAX, what);
        return EXIT_DATA;
    }
    list[(*n)++] = word;
    return 0;
}

static int add_tag(struct intake *in, char *word, struct buf *err)
{
    int rc = name_legal(word, "a tag", err) ? 0 : EXIT_DATA;
    if (rc == 0)
        return add_word(in->tags, &in->n_tags, word, "tags", err);
    free(word);
    return rc;
}

static int add_watcher(struct intake *in, char *word, struct buf *err)
{
    int rc = check_agent(in, word, err);
    if (rc == 0)
        return add_word(in->watchers, &in->n_watchers, word, "watchers", err);
    free(word);
    return rc;
}

static int read_tags(struct intake *in, const char *s, size_t n, struct buf *err)
{
    (void)n;
    return each_word(in, s, err, add_tag);
}

static int read_watchers(struct intake *in, const char *s, size_t n, struct buf *err)
{
    (void)n;
    return each_word(in, s, err, add_watcher);
}

int intake_read_custom(struct intake *in, const char *name, const char *s, size_t n,
                       struct buf *err)
{
    int64_t field = 0;
    struct val v;
    struct buf ignored = BUF_INIT;
    bool known = field_find(in->d, name, &field, &ignored) == 0;
    buf_free(&ignored);
    if (!known && !in->restore)
        return field_find(in->d, name, &field, err);
    int rc = known ? field_value(in->d, field, s, &v, err)
                   : !name_legal(name, "a field", err) * EXIT_DATA;
    for (int i = 0; rc == 0 && i < in->n_values; i++)
        if (strcmp(in->values[i].name, name) == 0) {
            buf_fmt(err, "x.%s is given twice", name);
            rc = EXIT_DATA;
        }
    if (rc == 0 && in->n_values == INTAKE_LIST_MAX) {
        buf_fmt(err, "more than %d custom fields", INTAKE_LIST_MAX);
        rc = EXIT_DATA;
    }
    if (rc == 0)
        in->values[in->n_values++] = (struct intake_value){mem_strdup(name), mem_strndup(s, n)};
    return rc;
}

// --- the columns

static const struct reader readers[] = {
    {"assignee", read_assignee, false},
    {"body", read_body, false},
    {"category", read_category, false},
    {"channel", read_channel, false},
    {"closed", read_closed, true},
    {"created", read_created, true},
    {"customer", read_customer, false},
    {"due", read_due, false},
    {"id", read_id, true},
    {"key", read_key, false},
    {"lang", read_lang, false},
    {"name", read_customer_name, false},
    {"org", read_org, false},
    {"priority", read_priority, false},
    {"queue", read_queue, false},
    {"resolution", read_resolution, true},
    {"snooze", read_snooze, false},
    {"solved", read_solved, true},
    {"status", read_status, true},
    {"subject", read_subject, false},
    {"tags", read_tags, false},
    {"updated", read_updated, true},
    {"watchers", read_watchers, false},
    {NULL, NULL, false},
};

const struct reader *intake_reader(const char *column)
{
    for (const struct reader *r = readers; r->column; r++)
        if (strcmp(r->column, column) == 0)
            return r;
    return NULL;
}

enum intake_column intake_column(struct desk *d, const char *name, bool restore)
{
    const struct reader *r = intake_reader(name);
    struct buf ignored = BUF_INIT;
    int64_t id;
    if (r)
        return r->restore_only && !restore ? INTAKE_RESTORE_ONLY : INTAKE_OK;
    if (strncmp(name, "x.", 2) == 0) {
        bool ok = restore ? name_legal(name + 2, "a field", &ignored)
                          : field_find(d, name + 2, &id, &ignored) == 0;
        buf_free(&ignored);
        return ok ? INTAKE_OK : INTAKE_UNKNOWN;
    }
    for (const struct column *c = ticket_columns; c->rec.name; c++)
        if (strcmp(c->rec.name, name) == 0)
            return INTAKE_DERIVED;
    return INTAKE_UNKNOWN;
}

void intake_complain(struct desk *d, const char *name, struct buf *err)
{
    struct suggest s;
    int64_t id;
    if (strncmp(name, "x.", 2) == 0) {
        (void)field_find(d, name + 2, &id, err);
        return;
    }
    suggest_init(&s, name);
    for (const struct reader *r = readers; r->column; r++)
        suggest_offer(&s, r->column);
    buf_fmt(err, "unknown column \"%s\"", name);
    suggest_end(&s, err);
}
