// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "base/date.h"
#include "base/err.h"
#include "base/rec.h"
#include "desk/lifecycle.h"
#include "desk/ticket_impl.h"

// What becomes of the draft: times and status filled in, events numbered.
enum { FIRST_EVENTS = 3, STEPS_MAX = 5 }; // status, init and message
struct birth {
    const struct ticket_draft *draft;
    int64_t id, created, updated, solved, closed;
    int status, priority;
    struct event steps[STEPS_MAX]; // from new to its status
    int n_steps;
};

// --- the INIT event: first values other than the status, as JSON

static void json_key(struct buf *b, const char *key)
{
    buf_fmt(b, "%s\"%s\":", b->len > 1 ? "," : "", key);
}

static void json_int(struct buf *b, const char *key, int64_t v)
{
    json_key(b, key);
    buf_int(b, v);
}

static void json_text(struct buf *b, const char *key, const char *s)
{
    if (!s)
        return;
    json_key(b, key);
    rec_json(b, s, strlen(s));
}

static void json_val(struct buf *b, const struct val *v)
{
    size_t from = b->len;
    if (v->type == VAL_INT)
        buf_int(b, v->i);
    else if (v->type == VAL_REAL)
        buf_num(b, v->r);
    else
        rec_json(b, v->p, v->n);
    if (v->type == VAL_REAL && !strpbrk(b->s + from, ".e"))
        buf_str(b, ".0"); // or it would be read back as an integer
}

static void json_ids(struct buf *b, const char *key, const int64_t *ids, int n)
{
    if (!n)
        return;
    json_key(b, key);
    for (int i = 0; i < n; i++)
        buf_fmt(b, "%c%lld", i ? ',' : '[', (long long)ids[i]);
    buf_ch(b, ']');
}

static void json_values(struct buf *b, const struct ticket_draft *t)
{
    if (!t->n_values)
        return;
    json_key(b, "x");
    for (int i = 0; i < t->n_values; i++) {
        buf_fmt(b, "%c\"%lld\":", i ? ',' : '{', (long long)t->fields[i]);
        json_val(b, &t->values[i]);
    }
    buf_ch(b, '}');
}

void ticket_init_json(struct buf *b, const struct ticket_draft *t, int priority,
                      const int64_t *tags)
{
    buf_ch(b, '{');
    json_int(b, "queue", t->queue);
    json_int(b, "priority", priority);
    json_int(b, "channel", t->channel);
    if (t->assignee)
        json_int(b, "assignee", t->assignee);
    if (t->customer)
        json_int(b, "customer", t->customer);
    if (t->due != DATE_NONE)
        json_int(b, "due", t->due);
    if (t->snoozed != DATE_NONE)
        json_int(b, "snooze", t->snoozed);
    json_text(b, "category", t->category);
    json_text(b, "lang", t->lang);
    json_ids(b, "tags", tags, t->n_tags);
    json_ids(b, "watchers", t->watchers, t->n_watchers);
    json_values(b, t);
    json_text(b, "subject", t->subject);
    buf_ch(b, '}');
}

// --- checks and defaults

static int refuse(struct buf *err, const char *text)
{
    buf_str(err, text);
    return EXIT_DATA;
}

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b; // DATE_NONE is the smallest
}

static int plan_times(struct desk *d, struct birth *k, struct buf *err)
{
    const struct ticket_draft *t = k->draft;
    int64_t last = later(t->updated, later(t->solved, t->closed));
    k->created = t->created != DATE_NONE ? t->created : last != DATE_NONE ? last : d->now;
    k->solved = t->solved;
    k->closed = t->closed;
    k->updated = t->updated != DATE_NONE ? t->updated : later(k->created, last);
    if (!status_is_live(k->status) && k->solved == DATE_NONE)
        k->solved = k->closed != DATE_NONE ? k->closed : k->updated;
    if (k->status == STATUS_CLOSED && k->closed == DATE_NONE)
        k->closed = later(k->solved, k->updated);
    if (status_is_live(k->status) && (k->solved != DATE_NONE || k->closed != DATE_NONE))
        return refuse(err, "it is not solved, but has a time at which it was");
    if (k->status == STATUS_SOLVED && k->closed != DATE_NONE)
        return refuse(err, "it is not closed, but has a time at which it was");
    if (k->solved != DATE_NONE && (k->solved < k->created || k->solved > k->updated))
        return refuse(err, "its time solved is not between created and updated");
    if (k->closed != DATE_NONE && (k->closed < k->solved || k->closed > k->updated))
        return refuse(err, "its time closed is not between solved and updated");
    if (k->updated < k->created)
        return refuse(err, "it was updated before it was created");
    return 0;
}

static int plan(struct desk *d, struct birth *k, struct buf *err)
{
    const struct ticket_draft *t = k->draft;
    int rc = subject_check(t->subject ? t->subject : "", err);
    if (rc == 0 && t->request.body)
        rc = text_check("the message", t->request.body, t->request.body_len, err);
    k->status = t->status ? t->status : STATUS_NEW;
    k->priority = t->priority ? t->priority : PRIORITY_NORMAL;
    if (rc == 0)
        rc = plan_times(d, k, err);
    if (rc == 0 && t->id &&
        db_get_int(d->db, 0, SQL("SELECT 1 FROM ticket WHERE id = ?1"), V(t->id)))
        rc = refuse(err, "a ticket of this id exists already");
    if (rc == 0 && t->resolution && status_is_live(k->status))
        rc = refuse(err, "it has a resolution, but is not solved");
    for (int i = 0; rc == 0 && i < t->n_tags; i++)
        rc = name_legal(t->tags[i], "a tag", err) ? 0 : EXIT_DATA;
    return rc;
}

// --- rows and events

static void born(struct desk *d, struct birth *k, int field, int64_t at, int64_t ref,
                 struct val old, struct val new, bool typed)
{
    change_add(&d->change, &(struct event){.thing = k->id,
                                           .field = field,
                                           .at = at,
                                           .ref = ref,
                                           .old = old,
                                           .new = new,
                                           .typed = typed});
}

static void step(struct birth *k, int field, int64_t at, struct val old, struct val new)
{
    k->steps[k->n_steps++] = (struct event){.field = field, .at = at, .old = old, .new = new};
}

static void insert_row(struct desk *d, struct birth *k)
{
    const struct ticket_draft *t = k->draft;
    int64_t at = k->created;
    db_run(
        d->db,
        SQL("INSERT INTO ticket(id, rev, status, priority, queue, assignee, customer, created,"
            " updated, due, snoozed, solved, closed, resolution, channel, lang, category, subject)"
            " VALUES(?1, ?18, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,"
            " ?17)"),
        V(val_id(t->id)), V(k->status), V(k->priority), V(t->queue), V(val_id(t->assignee)),
        V(val_id(t->customer)), V(at), V(k->updated), V(val_time(t->due)), V(val_time(t->snoozed)),
        V(val_time(k->solved)), V(val_time(k->closed)), V(val_id(t->resolution)), V(t->channel),
        V(t->lang), V(t->category), V(t->subject),
        V(d->change.next + FIRST_EVENTS + (t->key != NULL) + k->n_steps - 1));
    k->id = db_last_id(d->db);
}

static void insert_many(struct desk *d, const struct birth *k, const int64_t *tags)
{
    const struct ticket_draft *t = k->draft;
    for (int i = 0; i < t->n_tags; i++)
        db_run(d->db, SQL("INSERT OR IGNORE INTO ticket_tag(ticket, tag) VALUES(?1, ?2)"), V(k->id),
               V(tags[i]));
    for (int i = 0; i < t->n_watchers; i++)
        db_run(d->db,
               SQL("INSERT OR IGNORE INTO participant(ticket, role, who) VALUES(?1, ?2, ?3)"),
               V(k->id), V(PARTICIPANT_WATCHER), V(t->watchers[i]));
    for (int i = 0; i < t->n_values; i++)
        db_run(d->db, SQL("INSERT INTO value(ticket, field, value) VALUES(?1, ?2, ?3)"), V(k->id),
               V(t->fields[i]), V(t->values[i]));
}

// The steps from new to the draft's status at their times.
static void plan_history(struct birth *k)
{
    const struct ticket_draft *t = k->draft;
    int from = STATUS_NEW;
    int64_t at = k->created;
    if (status_is_live(k->status) && k->status != from)
        step(k, EVENT_STATUS, at, V(from), V(k->status));
    if (!status_is_live(k->status) && (k->status == STATUS_SOLVED || k->solved < k->closed)) {
        step(k, EVENT_STATUS, at = k->solved, V(from), V(STATUS_SOLVED));
        from = STATUS_SOLVED;
    }
    if (k->status == STATUS_CLOSED)
        step(k, EVENT_STATUS, at = k->closed, V(from), V(STATUS_CLOSED));
    if (t->resolution)
        step(k, EVENT_RESOLUTION, at, val_null(), V(t->resolution));
    if (k->updated > at)
        step(k, EVENT_RESTORED, k->updated, val_null(), val_null());
}

static void write_events(struct desk *d, struct birth *k, const int64_t *tags)
{
    const struct ticket_draft *t = k->draft;
    unsigned char digest[HASH_SIZE];
    struct buf json = BUF_INIT;
    int64_t message = message_insert(d, k->id, k->created, &t->request, t->subject, digest);
    ticket_init_json(&json, t, k->priority, tags);
    born(d, k, EVENT_STATUS, k->created, 0, val_null(), V(STATUS_NEW), false);
    born(d, k, EVENT_INIT, k->created, 0, val_null(), V(val_text(json.s, json.len)), true);
    born(d, k, EVENT_MESSAGE, k->created, message, val_null(), V(val_blob(digest, HASH_SIZE)),
         false);
    if (t->key)
        born(d, k, EVENT_KEY, k->created, 0, val_null(), V(t->key), false);
    for (int i = 0; i < k->n_steps; i++)
        born(d, k, k->steps[i].field, k->steps[i].at, 0, k->steps[i].old, k->steps[i].new, false);
    buf_free(&json);
}

enum { TAGS_MAX = 100 };

int ticket_check(struct desk *d, const struct ticket_draft *draft, struct buf *err)
{
    return plan(d, &(struct birth){.draft = draft}, err);
}

int ticket_new(struct desk *d, const struct ticket_draft *draft, int64_t *id, struct buf *err)
{
    struct birth k = {.draft = draft};
    int64_t tags[TAGS_MAX];
    if (draft->n_tags > TAGS_MAX)
        return refuse(err, "more than 100 tags");
    int rc = plan(d, &k, err);
    if (rc)
        return rc;
    plan_history(&k);
    for (int i = 0; i < draft->n_tags; i++)
        tags[i] = tag_require(d, draft->tags[i]); // before rev is reckoned: it may need an event
    insert_row(d, &k);
    insert_many(d, &k, tags);
    write_events(d, &k, tags);
    *id = k.id;
    return 0;
}
