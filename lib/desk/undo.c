// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/undo.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "desk/lifecycle.h"
#include "desk/replay.h"
#include "desk/ticket_recount.h"
#include "desk/undo_impl.h"

enum { GONE_TOLD = 20 };

// --- what the change set made

static int order(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int by_maker(const void *x, const void *y)
{
    const struct undo_made *a = x, *b = y;
    int c = order(a->maker, b->maker);
    return c ? c : order(a->thing, b->thing);
}

const struct undo_made *undo_find_made(const struct undo *u, int maker, int64_t thing)
{
    struct undo_made key = {.maker = maker, .thing = thing};
    return u->n_made ? bsearch(&key, u->made, u->n_made, sizeof key, by_maker) : NULL;
}

static void load_made(struct undo *u)
{
    struct stmt *q = db_query(
        u->d->db,
        SQL("SELECT thing, field, new IS NULL FROM event WHERE id BETWEEN ?1 AND ?2 AND (field IN"
            " (1, -100, -200, -300, -400, -700) OR (field IN (19, -108, -206, -302, -403, -704)"
            " AND new IS NULL))"),
        V(u->first), V(u->last)); // EVENT_INIT, _MADE of each; EVENT_GONE, _GONE of each
    while (db_row(q)) {
        int field = (int)db_int(q, 1), maker = replay_maker(field);
        u->made = mem_grow(u->made, &u->cap_made, u->n_made, sizeof *u->made);
        u->made[u->n_made++] =
            (struct undo_made){.maker = maker, .thing = db_int(q, 0), .anew = field == maker};
    }
    if (u->n_made)
        qsort(u->made, u->n_made, sizeof *u->made, by_maker);
}

// --- one event

static void note_ticket(struct undo *u, int64_t id)
{
    if (u->n_tickets && u->tickets[u->n_tickets - 1] == id)
        return;
    u->tickets = mem_grow(u->tickets, &u->cap_tickets, u->n_tickets, sizeof *u->tickets);
    u->tickets[u->n_tickets++] = id;
}

static void note_customer(struct undo *u, int64_t id)
{
    for (size_t i = 0; i < u->n_customers; i++)
        if (u->customers[i] == id)
            return;
    u->customers = mem_grow(u->customers, &u->cap_customers, u->n_customers, sizeof *u->customers);
    u->customers[u->n_customers++] = id;
}

static void note_lost(struct undo *u, const struct event *e)
{
    const struct undo_made *made = undo_find_made(u, replay_maker(e->field), e->thing);
    u->lost = mem_grow(u->lost, &u->cap_lost, u->n_lost, sizeof *u->lost);
    u->lost[u->n_lost++] = (struct undo_made){
        .maker = replay_maker(e->field), .thing = e->thing, .anew = made && made->anew};
}

int undo_gone_field(int maker)
{
    static const struct {
        int maker, gone;
    } pairs[] = {
        {EVENT_INIT, EVENT_GONE},
        {EVENT_CUSTOMER_MADE, EVENT_CUSTOMER_GONE},
        {EVENT_AGENT_MADE, EVENT_AGENT_GONE},
        {EVENT_QUEUE_MADE, EVENT_QUEUE_GONE},
        {EVENT_FIELD_MADE, EVENT_FIELD_GONE},
        {EVENT_MACRO_MADE, EVENT_MACRO_GONE},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i].maker == maker)
            return pairs[i].gone;
    return 0;
}

static bool is_gone_field(int field)
{
    return field && field == undo_gone_field(replay_maker(field));
}

// What the event added to the count of its field: reopens, transfers.
static int counted(const struct event *e)
{
    bool from = e->old.type != VAL_NULL, to = e->new.type != VAL_NULL;
    if (e->field == EVENT_STATUS)
        return from && !status_is_live((int)e->old.i) && status_is_live((int)e->new.i);
    if (e->field == EVENT_ASSIGNEE)
        return from && to;
    return e->field == EVENT_QUEUE;
}

// Of a thing that was made, only what others see of it is taken back one by one.
static bool goes_with_thing(const struct undo_made *made, const struct event *e)
{
    if (!made || (!made->anew && !made->stays))
        return false;
    if (made->stays)
        return true;
    if (made->maker == EVENT_CUSTOMER_MADE)
        return e->field != EVENT_CUSTOMER_ADDRESS && e->field != EVENT_CUSTOMER_GONE;
    if (made->maker != EVENT_INIT)
        return !is_gone_field(e->field);
    return e->field != EVENT_MESSAGE && e->field != EVENT_KEY && e->field != EVENT_PARENT &&
           e->field != EVENT_ORIGIN && e->field != EVENT_MERGED && e->field != EVENT_GONE &&
           (e->field < EVENT_BLOCKS || e->field > EVENT_DUPLICATE);
}

// The event that takes e back; false if there is none.
static bool reverse(const struct undo *u, const struct event *e, struct event *back)
{
    const struct undo_made *made = undo_find_made(u, replay_maker(e->field), e->thing);
    *back = *e;
    back->old = e->new;
    back->new = e->old;
    if (made && made->anew && e->field == made->maker && !made->stays) {
        *back = (struct event){.thing = e->thing, .field = undo_gone_field(e->field), .new = V(1)};
        return true;
    }
    if (e->field == EVENT_ORG_MADE || e->field == EVENT_TAG_MADE || e->field == EVENT_REQUEST ||
        e->field == EVENT_RESTORED || e->field == EVENT_CUSTOMER_PRIMARY)
        return false;
    return !goes_with_thing(made, e);
}

// Restored all the same: who or what is gone can come back, a guess at another one cannot.
static void note_gone(struct undo *u, const struct event *e)
{
    bool agent = e->field == EVENT_ASSIGNEE && agent_is_gone(u->d, e->new.i);
    bool queue = e->field == EVENT_QUEUE && queue_is_gone(u->d, e->new.i);
    if (e->new.type == VAL_NULL || (!agent && !queue) || ++u->n_gone > GONE_TOLD)
        return;
    undo_thing(u->d, EVENT_INIT, e->thing, &u->stays);
    buf_fmt(&u->stays, ": its %s %s is gone\n", agent ? "assignee" : "queue",
            agent ? agent_word(u->d, e->new.i) : queue_word(u->d, e->new.i));
}

static void put(struct undo *u, int64_t id, const struct event *e)
{
    // what the set counted, an undo takes away and a redo adds again
    struct event forth = *e;
    if (!u->redo) {
        forth.old = e->new;
        forth.new = e->old;
    }
    int count = u->redo ? counted(&forth) : -counted(&forth);
    enum put_rc rc = e->field > 0 ? put_ticket(u->d, e, count) : put_noun(u->d, e);
    if (rc != PUT_DONE) {
        undo_refuse(u, id, e, rc);
        return;
    }
    if (e->field > 0)
        note_ticket(u, e->thing);
    note_gone(u, e);
    if (e->field == EVENT_STATUS || e->field == EVENT_SOLVED || e->field == EVENT_CLOSED)
        ticket_recount_stamps(u->d, &(struct ticket){.id = e->thing}, &u->effective, u->root,
                              u->redo);
    if (e->field < 0 && is_gone_field(e->field) && e->new.type != VAL_NULL)
        note_lost(u, e);
}

static void undo_event(struct undo *u, int64_t id, const struct event *e, bool erased)
{
    struct event back;
    if (e->field == EVENT_CUSTOMER_ADDRESS || e->field == EVENT_CUSTOMER_PRIMARY) {
        const struct undo_made *made = undo_find_made(u, EVENT_CUSTOMER_MADE, e->thing);
        if (!made || !made->stays)
            note_customer(u, e->thing);
    }
    if (!reverse(u, e, &back)) {
        if (e->field == EVENT_CUSTOMER_PRIMARY)
            undo_conflicts(u, e);
        return;
    }
    if (back.new.type != VAL_NULL && is_gone_field(back.field) && undo_goes_on(u, &back))
        return;
    if (erased && back.field == e->field) {
        struct buf b = BUF_INIT;
        undo_thing(u->d, e->field, e->thing, &b);
        buf_fmt(&b, ": the text before was erased: nothing can bring it back");
        undo_fault(u, buf_detach(&b));
        return;
    }
    if (back.field != e->field || !undo_conflicts(u, e))
        put(u, id, &back);
}

// --- all of them, the last first

static void undo_events(struct undo *u, struct stmt *q)
{
    while (db_row(q)) {
        struct event e = {.thing = db_int(q, 1),
                          .field = (int)db_int(q, 2),
                          .ref = db_int(q, 3),
                          .old = db_val(q, 4),
                          .new = db_val(q, 5),
                          .typed = !db_null(q, 6)};
        undo_event(u, db_int(q, 0), &e, db_int(q, 6) == HASH_SIZE);
    }
}

static void undo_tickets(struct undo *u)
{
    undo_events(u, db_query(u->d->db,
                            SQL("SELECT id, thing, field, ref, old, new, length(seal) FROM event"
                                " WHERE id BETWEEN ?1 AND ?2 AND field > 0 AND NOT (field = 2"
                                " AND old IS NULL) ORDER BY id DESC"),
                            V(u->first), V(u->last)));
}

// Who is used by others meanwhile is so when the tickets of this change set are gone.
static void look_at_customers(struct undo *u)
{
    for (size_t i = 0; i < u->n_made; i++) {
        struct undo_made *m = &u->made[i];
        if (m->maker != EVENT_CUSTOMER_MADE || !undo_customer_used(u, m->thing))
            continue;
        m->stays = true;
        undo_thing(u->d, m->maker, m->thing, &u->stays);
        buf_str(&u->stays, " stays: it is used elsewhere\n");
    }
}

static void undo_nouns(struct undo *u)
{
    look_at_customers(u);
    undo_events(u, db_query(u->d->db,
                            SQL("SELECT id, thing, field, ref, old, new, length(seal) FROM event"
                                " WHERE id BETWEEN ?1 AND ?2 AND field < 0 ORDER BY id DESC"),
                            V(u->first), V(u->last)));
    for (size_t i = 0; i < u->n_customers; i++)
        put_address_order(u->d, u->customers[i], u->first);
}

// --- who may

static void whose(struct desk *d, int64_t change, struct buf *out)
{
    int64_t actor = db_get_int(d->db, 0, SQL("SELECT actor FROM change WHERE id = ?1"), V(change));
    const char *login = actor ? agent_word(d, actor) : NULL;
    buf_fmt(out, "change %lld is %s's", (long long)change, login ? login : "nobody");
}

static bool acted(const struct undo *u, int64_t change)
{
    return db_get_int(u->d->db, 0, SQL("SELECT actor FROM change WHERE id = ?1"), V(change)) ==
           u->d->me;
}

static int may_reverse(struct undo *u, enum role role, const char *what, struct buf *err)
{
    if (u->d->role >= (int)role)
        return 0;
    buf_fmt(err, "change %lld is about %s: undoing it takes a%s %s", (long long)u->change, what,
            role == ROLE_ADMIN ? "n" : "", name_word(names_role, (int)role));
    return EXIT_NOPERM;
}

// An edit of a noun takes the role that it took: what is known of oneself, and one's own views
// (desk/view.h), take none.
#define KEY "substr(coalesce(new, old), 1, instr(coalesce(new, old), '='))" // of "key=value"
static int check_role(struct undo *u, struct buf *err)
{
    char *own_key = mem_printf("@%s=", u->d->login);
    struct stmt *q = db_query(u->d->db,
                              SQL("SELECT max(field IN (-200, -202, -206)),"
                                  " max(field < -199 AND field > -600 OR field < -600)"
                                  " FROM event WHERE id BETWEEN ?1 AND ?2 AND field < -199"
                                  " AND NOT (field IN (-201, -203, -204) AND thing = ?3)"
                                  " AND NOT (field = -500 AND substr(" KEY ", 1, 5) = 'view.'"
                                  " AND substr(" KEY ", -length(?4)) = ?4)"),
                              V(u->first), V(u->last), V(u->d->me), V(own_key));
    bool admin = false, lead = false;
    while (db_row(q)) {
        admin = db_int(q, 0);
        lead = db_int(q, 1);
    }
    free(own_key);
    // an undo switches the effect of what somebody did; a redo, what somebody decided
    bool own = acted(u, u->change) || (!u->redo && acted(u, u->root));
    if (!own && u->d->role < ROLE_LEAD) {
        whose(u->d, u->change, err);
        buf_str(err, ": undoing the changes of others takes a lead");
        return EXIT_NOPERM;
    }
    int rc = admin ? may_reverse(u, ROLE_ADMIN, "agents", err) : 0;
    return rc == 0 && lead ? may_reverse(u, ROLE_LEAD, "what belongs to the desk", err) : rc;
}

// --- the whole

static int64_t end_of(struct desk *d, int64_t change)
{
    return change - 1 + db_get_int(d->db, 0, SQL("SELECT n FROM change WHERE id = ?1"), V(change));
}

static int by_id(const void *x, const void *y)
{
    return order(*(const int64_t *)x, *(const int64_t *)y);
}

// Each ticket once, without those that are gone now.
static void tidy_tickets(struct undo *u)
{
    size_t n = 0;
    if (u->n_tickets)
        qsort(u->tickets, u->n_tickets, sizeof *u->tickets, by_id);
    for (size_t i = 0; i < u->n_tickets; i++)
        if ((!n || u->tickets[n - 1] != u->tickets[i]) &&
            db_get_int(u->d->db, 0, SQL("SELECT gone = 0 FROM ticket WHERE id = ?1"),
                       V(u->tickets[i])))
            u->tickets[n++] = u->tickets[i];
    u->n_tickets = n;
}

static void note_left(struct undo *u)
{
    if (u->n_gone > GONE_TOLD)
        buf_fmt(&u->stays, "... and %lld more with one that is gone\n",
                (long long)(u->n_gone - GONE_TOLD));
    struct stmt *q = db_query(
        u->d->db, SQL("SELECT hook, state FROM outbox WHERE change = ?1 ORDER BY id /* sort */"),
        V(u->root));
    while (db_row(q))
        if (db_int(q, 1) < 2) // 2: it was given up
            buf_fmt(&u->stays, "hook %s %s: what it does outside stays\n", db_text(q, 0),
                    db_int(q, 1) ? "ran" : "will run");
}

int undo_apply(struct undo *u, struct desk *d, int64_t change, struct buf *err)
{
    *u = (struct undo){.d = d, .change = change, .first = change, .stays = BUF_INIT};
    u->last = end_of(d, change);
    effective_load(&u->effective, d->db, INT64_MAX);
    u->root = effective_root(&u->effective, change);
    u->root_last = end_of(d, u->root);
    // of undo and redo in turns, the one that puts back what the first of them took away
    u->redo = effective_is_undone(&u->effective, u->root);
    if (!u->redo) { // a redo did what the root did, but for what had stayed
        u->first = u->root;
        u->last = u->root_last;
    }
    if (effective_tip(&u->effective, u->root) != change) {
        buf_fmt(err, "change %lld was undone or done again meanwhile: look again",
                (long long)change);
        return EXIT_DATA;
    }
    int rc = check_role(u, err);
    if (rc)
        return rc;
    load_made(u);
    d->change.undoes = change;
    if (u->redo)
        undo_nouns(u);
    undo_tickets(u);
    if (!u->redo)
        undo_nouns(u);
    undo_check_lost(u);
    tidy_tickets(u);
    note_left(u);
    return u->faults ? EXIT_DATA : 0;
}

void undo_free(struct undo *u)
{
    effective_free(&u->effective);
    for (size_t i = 0; i < u->n_faults; i++)
        free(u->fault[i]);
    free(u->fault);
    free(u->tickets);
    free(u->made);
    free(u->customers);
    free(u->lost);
    buf_free(&u->stays);
    *u = (struct undo){.stays = BUF_INIT};
}
