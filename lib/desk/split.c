// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>

#include "base/err.h"
#include "base/date.h"
#include "base/mem.h"
#include "desk/action.h"
#include "desk/customer.h"
#include "desk/link.h"
#include "desk/merge.h"
#include "desk/split.h"
#include "desk/ticket_impl.h"
#include "desk/ticket_recount.h"

int64_t split_origin(struct desk *d, int64_t ticket)
{
    return db_get_int(d->db, 0,
                      SQL("SELECT r.ref FROM event i JOIN change c ON c.id = i.change"
                          " JOIN event r ON r.thing = i.thing AND r.field = 23"
                          " AND r.change = i.change WHERE i.thing = ?1 AND i.field = 1"
                          " AND c.tool = 'tk-split'"),
                      V(ticket));
}

// --- which messages

struct chosen {
    int64_t id, at, ticket, customer; // customer: who wrote it; 0: nobody known, or an agent
};

static int by_time(const void *x, const void *y)
{
    const struct chosen *a = x, *b = y;
    int c = (a->at > b->at) - (a->at < b->at);
    return c ? c : (a->id > b->id) - (a->id < b->id);
}

static bool is_in_thread(struct desk *d, int64_t ticket, int64_t home)
{
    struct ticket t;
    bool is = ticket_reach(d, ticket, &t) && t.id == home;
    ticket_free(&t);
    return is;
}

static int choose(struct desk *d, const struct split *s, const struct ticket *home, int64_t id,
                  struct chosen *m, struct buf *err)
{
    struct stmt *q = db_query(
        d->db, SQL("SELECT at, ticket, customer, kind FROM message WHERE id = ?1 AND gone = 0"),
        V(id));
    if (!db_row(q)) {
        buf_fmt(err, "no message %lld (tk-show %lld has their numbers)", (long long)id,
                (long long)home->id);
        return EXIT_NOINPUT;
    }
    int kind = (int)db_int(q, 3);
    *m = (struct chosen){.id = id,
                         .at = db_int(q, 0),
                         .ticket = db_int(q, 1),
                         .customer = kind < MESSAGE_REPLY ? db_int(q, 2) : 0};
    db_end(q);
    if (!is_in_thread(d, m->ticket, home->id)) {
        buf_fmt(err, "message %lld is in ticket %lld, not in %lld", (long long)id,
                (long long)m->ticket, (long long)home->id);
        return EXIT_DATA;
    }
    if (kind == MESSAGE_REQUEST && !s->copy) {
        buf_fmt(err, "message %lld opened ticket %lld and stays there: --copy copies it",
                (long long)id, (long long)m->ticket);
        return EXIT_DATA;
    }
    return 0;
}

// In the order of time; one that is named twice counts once.
static int choose_all(struct desk *d, const struct split *s, const struct ticket *home,
                      struct chosen *list, int *n, struct buf *err)
{
    int rc = 0, kept = 0;
    for (int i = 0; rc == 0 && i < s->n_messages; i++)
        rc = choose(d, s, home, s->messages[i], &list[i], err);
    if (rc)
        return rc;
    qsort(list, (size_t)s->n_messages, sizeof *list, by_time);
    for (int i = 0; i < s->n_messages; i++)
        if (!kept || list[kept - 1].id != list[i].id)
            list[kept++] = list[i];
    *n = kept;
    return 0;
}

// --- the new ticket

static int make_ticket(struct desk *d, const struct split *s, const struct ticket *home,
                       int64_t author, struct ticket *made, struct buf *err)
{
    struct ticket_draft draft = TICKET_DRAFT_INIT;
    int64_t id;
    draft.subject = s->subject ? s->subject : home->subject;
    draft.priority = s->priority ? s->priority : home->priority;
    draft.queue = s->queue ? s->queue : home->queue;
    draft.customer = author ? author : home->customer;
    draft.channel = home->channel;
    draft.lang = home->lang;
    draft.request = (struct message){.kind = MESSAGE_REQUEST, .agent = d->me};
    int rc = s->customer ? customer_require(d, s->customer, &draft.customer, err) : 0;
    if (rc == 0)
        rc = ticket_new(d, &draft, &id, err);
    if (rc == 0 && !ticket_get(d, id, made))
        die(EXIT_SOFTWARE, "ticket %lld vanished", (long long)id);
    return rc;
}

// --- the messages

static void move(struct desk *d, struct ticket *made, const struct chosen *m)
{
    struct ticket from;
    unsigned char digest[HASH_SIZE];
    struct stmt *q = db_query(
        d->db,
        SQL("SELECT ticket, at, kind, agent, customer, channel, lang, msgid, subject, body,"
            " seal FROM message WHERE id = ?1"),
        V(m->id));
    if (!db_row(q) || !ticket_get(d, m->ticket, &from))
        die(EXIT_SOFTWARE, "message %lld vanished", (long long)m->id);
    message_digest(q, 0, digest);
    db_end(q);
    struct val whole = val_blob(digest, HASH_SIZE);
    ticket_record(d, &from, EVENT_MESSAGE, m->id, whole, val_null(), false);
    ticket_record(d, made, EVENT_MESSAGE, m->id, val_null(), whole, false);
    db_run(d->db, SQL("UPDATE message SET ticket = ?2 WHERE id = ?1"), V(m->id), V(made->id));
    ticket_touch(d, &from);
    ticket_recount_messages(d, &from);
    ticket_free(&from);
}

// Only one message can have a message id of the mail: the copy has none.
static void copy(struct desk *d, struct ticket *made, const struct chosen *m)
{
    unsigned char digest[HASH_SIZE];
    struct stmt *q = db_query(d->db,
                              SQL("SELECT kind, agent, customer, channel, lang, subject, body"
                                  " FROM message WHERE id = ?1"),
                              V(m->id));
    if (!db_row(q))
        die(EXIT_SOFTWARE, "message %lld vanished", (long long)m->id);
    int kind = (int)db_int(q, 0);
    struct message twin = {.kind = kind == MESSAGE_REQUEST ? MESSAGE_CUSTOMER : kind,
                           .agent = db_int(q, 1),
                           .customer = db_int(q, 2),
                           .channel = (enum channel)db_int(q, 3),
                           .lang = db_text(q, 4),
                           .subject = db_text(q, 5),
                           .body = db_text(q, 6),
                           .body_len = db_size(q, 6)};
    int64_t id = message_insert(d, made->id, m->at, &twin, twin.subject, digest);
    db_end(q);
    ticket_record(d, made, EVENT_MESSAGE, id, val_null(), V(val_blob(digest, HASH_SIZE)), false);
    db_run(d->db,
           SQL("INSERT INTO attachment(message, n, blob, name, type, cid)"
               " SELECT ?2, n, blob, name, type, cid FROM attachment WHERE message = ?1"),
           V(m->id), V(id));
}

static int fill(struct desk *d, const struct split *s, const struct ticket *home,
                const struct chosen *list, int n, int64_t *id, struct buf *err)
{
    struct ticket made = {0};
    int rc = make_ticket(d, s, home, list[0].customer, &made, err);
    for (int i = 0; rc == 0 && i < n; i++)
        (s->copy ? copy : move)(d, &made, &list[i]);
    if (rc == 0) {
        ticket_touch(d, &made);
        ticket_recount_messages(d, &made);
        rc = link_set(d, &made, LINK_RELATED, home->id, true, err);
    }
    *id = made.id;
    ticket_free(&made);
    return rc;
}

int split_make(struct desk *d, const struct split *s, int64_t *id, struct buf *err)
{
    const struct action_args args = {.common.if_rev = s->if_rev};
    struct ticket home;
    int n = 0, rc = action_reach(d, &args, s->ticket, &home, err);
    if (rc == EXIT_NOINPUT)
        return rc;
    struct chosen *list = mem_array((size_t)s->n_messages, sizeof *list);
    if (rc == 0)
        rc = choose_all(d, s, &home, list, &n, err);
    if (rc == 0)
        rc = fill(d, s, &home, list, n, id, err);
    free(list);
    ticket_free(&home);
    return rc;
}
