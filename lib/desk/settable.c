// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "base/date.h"
#include "base/err.h"
#include "base/suggest.h"
#include "desk/customer.h"
#include "desk/settable.h"

static int read_enum(const struct name *list, const char *what, const char *text, struct val *v,
                     struct buf *err)
{
    int i = name_number(list, text);
    *v = V(i);
    if (i >= 0)
        return 0;
    name_complain(err, list, what, text);
    return EXIT_USAGE;
}

static int read_status(struct desk *d, const char *text, struct val *v, struct buf *err)
{
    (void)d;
    return read_enum(names_status, "status", text, v, err);
}

static int write_status(struct desk *d, struct ticket *t, const struct val *v, struct buf *err)
{
    return ticket_set_status(d, t, (int)v->i, err);
}

static int read_priority(struct desk *d, const char *text, struct val *v, struct buf *err)
{
    (void)d;
    return read_enum(names_priority, "priority", text, v, err);
}

static int write_priority(struct desk *d, struct ticket *t, const struct val *v, struct buf *err)
{
    (void)err;
    ticket_set_priority(d, t, (int)v->i);
    return 0;
}

static int read_queue(struct desk *d, const char *text, struct val *v, struct buf *err)
{
    int64_t id = 0;
    int rc = queue_find(d, text, &id, err);
    *v = V(id);
    return rc;
}

static int write_queue(struct desk *d, struct ticket *t, const struct val *v, struct buf *err)
{
    if (queue_is_gone(d, v->i)) { // removed since the words were read
        buf_fmt(err, "queue %s is gone", queue_word(d, v->i));
        return EXIT_DATA;
    }
    ticket_set_queue(d, t, v->i);
    return 0;
}

// The address is read here; the customer is found or made in the transaction that needs him.
static int read_customer(struct desk *d, const char *text, struct val *v, struct buf *err)
{
    struct contact c;
    (void)d;
    *v = V(text);
    if (!*text || strcmp(text, "none") == 0) {
        *v = val_null();
        return 0;
    }
    int rc = contact_parse(&c, text, err);
    contact_free(&c);
    return rc ? EXIT_USAGE : 0;
}

static int write_customer(struct desk *d, struct ticket *t, const struct val *v, struct buf *err)
{
    int64_t id = 0;
    int rc = v->type == VAL_TEXT ? customer_require(d, v->p, &id, err) : 0;
    if (rc == 0)
        ticket_set_customer(d, t, id);
    return rc;
}

static int read_text(struct desk *d, const char *text, struct val *v, struct buf *err)
{
    (void)d;
    *v = *text ? V(text) : val_null();
    if (strlen(text) > 100 || strpbrk(text, "\n\r\t")) {
        buf_str(err, "a short word on one line is wanted, at most 100 bytes");
        return EXIT_USAGE;
    }
    return text_check("the value", text, strlen(text), err) ? EXIT_USAGE : 0;
}

static int write_category(struct desk *d, struct ticket *t, const struct val *v, struct buf *err)
{
    (void)err;
    ticket_set_category(d, t, v->p);
    return 0;
}

static int read_lang(struct desk *d, const char *text, struct val *v, struct buf *err)
{
    (void)d;
    *v = *text ? V(text) : val_null();
    return !*text || lang_legal(text, err) ? 0 : EXIT_USAGE;
}

static int write_lang(struct desk *d, struct ticket *t, const struct val *v, struct buf *err)
{
    (void)err;
    ticket_set_lang(d, t, v->p);
    return 0;
}

static int read_subject(struct desk *d, const char *text, struct val *v, struct buf *err)
{
    (void)d;
    *v = V(text);
    return subject_check(text, err) ? EXIT_USAGE : 0;
}

static int write_subject(struct desk *d, struct ticket *t, const struct val *v, struct buf *err)
{
    return ticket_set_subject(d, t, v->p, err);
}

static int read_future(struct desk *d, const char *text, bool deadline, struct val *v,
                       struct buf *err)
{
    struct date_span span;
    *v = val_null();
    if (!*text || strcmp(text, "none") == 0)
        return 0;
    if (!date_parse(text, d->now, d->zone, DATE_AHEAD, &span, err))
        return EXIT_USAGE;
    *v = V(deadline ? date_deadline(&span) : span.from);
    return 0;
}

static int read_due(struct desk *d, const char *text, struct val *v, struct buf *err)
{
    return read_future(d, text, true, v, err);
}

static int read_snooze(struct desk *d, const char *text, struct val *v, struct buf *err)
{
    return read_future(d, text, false, v, err);
}

static int64_t time_of(const struct val *v)
{
    return v->type == VAL_INT ? v->i : DATE_NONE;
}

static int write_due(struct desk *d, struct ticket *t, const struct val *v, struct buf *err)
{
    (void)err;
    ticket_set_due(d, t, time_of(v));
    return 0;
}

static int write_snooze(struct desk *d, struct ticket *t, const struct val *v, struct buf *err)
{
    (void)err;
    ticket_set_snooze(d, t, time_of(v));
    return 0;
}

static int read_resolution(struct desk *d, const char *text, struct val *v, struct buf *err)
{
    (void)d;
    *v = V(0);
    return *text ? read_enum(names_resolution, "resolution", text, v, err) : 0;
}

static int write_resolution(struct desk *d, struct ticket *t, const struct val *v, struct buf *err)
{
    if (v->i && t->status < STATUS_SOLVED) {
        buf_fmt(err, "%lld is not solved: a resolution says how it ended", (long long)t->id);
        return EXIT_DATA;
    }
    ticket_set_resolution(d, t, (int)v->i);
    return 0;
}

const struct settable settables[] = {
    {"category", "kind of request", read_text, write_category},
    {"customer", "requester: an address", read_customer, write_customer},
    {"due", "when it should be solved", read_due, write_due},
    {"lang", "language: cs, pl, he, en", read_lang, write_lang},
    {"priority", "low normal high urgent", read_priority, write_priority},
    {"queue", "queue it is in", read_queue, write_queue},
    {"resolution", "how it ended", read_resolution, write_resolution},
    {"snooze", "sleeps until", read_snooze, write_snooze},
    {"status", "new open pending hold solved closed", read_status, write_status},
    {"subject", "one line", read_subject, write_subject},
    {NULL, NULL, NULL, NULL},
};

const struct settable *settable_find(const char *name, struct buf *err)
{
    struct suggest s;
    suggest_init(&s, name);
    for (const struct settable *f = settables; f->name; f++) {
        if (strcmp(f->name, name) == 0)
            return f;
        suggest_offer(&s, f->name);
    }
    buf_fmt(err, "unknown field \"%s\"", name);
    if (strcmp(name, "assignee") == 0)
        buf_str(err, ": write tk-assign AGENT ID");
    else if (strcmp(name, "tags") == 0 || strcmp(name, "tag") == 0)
        buf_str(err, ": write tk-tag +TAG ID");
    else if (strcmp(name, "watchers") == 0 || strcmp(name, "watcher") == 0)
        buf_str(err, ": write tk-cc +AGENT ID");
    else
        suggest_end(&s, err);
    if (!s.best[0]) {
        buf_str(err, " (");
        for (const struct settable *f = settables; f->name; f++)
            buf_fmt(err, "%s ", f->name);
        buf_str(err, "x.NAME)");
    }
    return NULL;
}
