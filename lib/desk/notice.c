// SPDX-License-Identifier: GPL-3.0-or-later
// Events are gathered by ticket.  Whether what they tell still holds is asked when the line is
// made, of the rows: so an undo, a merge and a colleague who was quicker need no code of their own.
#include "desk/notice_impl.h"

#include <stdlib.h>

#include "base/mem.h"

enum {
    EVERY = 10000, // ms between two lines
    EVENTS = 500,  // looked at in one call
    BIG = 5000,    // events of a change set that is only counted
    FAR = 25000,   // behind so many events, all change sets are only counted
    SKIPS = 1000,  // change sets counted in one call
    WAITING = 500, // tickets kept for the next line
    WAITING_NEW = 400,
};

// --- what is in an event

struct seen { // an event of somebody else
    int64_t change, ticket, ref, old, new, actor;
    int field;
    bool none, mine, watched; // none: it has no new value
    bool served;              // it brought the ticket into a queue that the agent serves
    bool given;               // it made the ticket, and gave it to him
};

// NULL: too many wait.  New tickets leave room for what is about him.
static struct happening *about(struct notice *n, int64_t ticket, bool new)
{
    for (size_t i = n->n; i-- > 0;)
        if (n->v[i].ticket == ticket)
            return &n->v[i];
    if (n->n >= (new ? WAITING_NEW : WAITING))
        return NULL;
    n->v = mem_grow(n->v, &n->cap, n->n, sizeof *n->v);
    n->v[n->n] = (struct happening){.ticket = ticket};
    return &n->v[n->n++];
}

static void note(struct notice *n, const struct seen *e, enum what what)
{
    struct happening *h = about(n, e->ticket, what == NEW);
    if (!h) {
        n->more++;
        return;
    }
    h->what |= BIT(what);
    h->by[what] = e->actor;
    if (what == MESSAGE && !h->message)
        h->message = e->ref;
}

static void see_new(struct notice *n, const struct seen *e)
{
    if (e->served)
        note(n, e, NEW);
    if (e->given && !n->viewer)
        note(n, e, GIVEN);
    if (e->field == EVENT_INIT && e->watched && !n->viewer)
        note(n, e, WATCH);
}

// Of giving and taking the first one tells what was before.
static void see_assignee(struct notice *n, const struct seen *e)
{
    bool given = e->new == n->me, taken = e->old == n->me;
    if (!given && !taken)
        return;
    struct happening *h = about(n, e->ticket, false);
    if (!h || !(h->what & (BIT(GIVEN) | BIT(TAKEN))))
        note(n, e, given ? GIVEN : TAKEN);
}

// Watchers that a merge hands on are told of the merge.
static void see_watcher(struct notice *n, const struct seen *e)
{
    bool handed = n->merge == e->change && n->united == e->ticket;
    if (e->ref == n->me && e->new && !handed)
        note(n, e, WATCH);
}

static void see_message(struct notice *n, const struct seen *e)
{
    if (!e->none && (e->mine || e->watched))
        note(n, e, MESSAGE);
}

static void see_status(struct notice *n, const struct seen *e)
{
    if (!e->mine || !e->old)
        return;
    struct happening *h = about(n, e->ticket, false);
    if (h && !h->was_status)
        h->was_status = (int)e->old;
    if (e->old >= STATUS_SOLVED && e->new < STATUS_SOLVED)
        note(n, e, REOPENED);
}

static void see_priority(struct notice *n, const struct seen *e)
{
    if (!e->mine)
        return;
    struct happening *h = about(n, e->ticket, false);
    if (h && !h->was_priority)
        h->was_priority = (int)e->old;
    if (e->new == PRIORITY_URGENT)
        note(n, e, URGENT);
}

static bool concerns(struct notice *n, struct desk *d, int64_t ticket)
{
    return db_get_int(d->db, 0,
                      SQL("SELECT assignee IS ?2 OR EXISTS(SELECT 1 FROM participant"
                          " WHERE ticket = ?1 AND role = 1 AND who = ?2) FROM ticket"
                          " WHERE id = ?1"),
                      V(ticket), V(n->me));
}

static void see_merge(struct notice *n, struct desk *d, const struct seen *e)
{
    if (e->none)
        return;
    n->merge = e->change;
    n->united = e->new;
    if (e->mine || e->watched || concerns(n, d, e->new))
        note(n, e, MERGED);
}

static void see(struct notice *n, struct desk *d, const struct seen *e)
{
    if (e->field == EVENT_INIT || e->field == EVENT_QUEUE)
        see_new(n, e);
    if (n->viewer)
        return;
    switch (e->field) {
    case EVENT_ASSIGNEE:
        see_assignee(n, e);
        break;
    case EVENT_WATCHER:
        see_watcher(n, e);
        break;
    case EVENT_MESSAGE:
        see_message(n, e);
        break;
    case EVENT_STATUS:
        see_status(n, e);
        break;
    case EVENT_PRIORITY:
        see_priority(n, e);
        break;
    case EVENT_MERGED:
        see_merge(n, d, e);
        break;
    }
}

// --- reading

// Who looks may have become somebody else: rights are given and taken.
static void who(struct notice *n, struct desk *d)
{
    struct stmt *q = db_query(
        d->db, SQL("SELECT id, role FROM agent WHERE login = ?1 AND gone IS NULL"), V(d->login));
    bool known = db_row(q);
    n->me = known ? db_int(q, 0) : 0;
    n->viewer = !known || db_int(q, 1) < ROLE_AGENT;
    db_end(q);
}

static int64_t newest(struct desk *d)
{
    return db_get_int(d->db, 0, SQL("SELECT max(id) FROM event"));
}

// An undo moves nothing into a queue: it puts back.
static struct stmt *events(struct notice *n, struct desk *d)
{
    return db_query(
        d->db,
        SQL("SELECT e.change, e.thing, e.field, e.ref, e.old, e.new, c.actor, t.assignee IS ?3,"
            " EXISTS(SELECT 1 FROM participant WHERE ticket = t.id AND role = 1 AND who = ?3)"
            " AND CASE e.field WHEN 1 THEN ?3 IN (SELECT value FROM"
            " json_each(CASE e.field WHEN 1 THEN e.new END, '$.watchers')) ELSE 1 END,"
            " CASE e.field WHEN 1 THEN NOT EXISTS(SELECT 1 FROM serves WHERE agent = ?4)"
            " OR EXISTS(SELECT 1 FROM serves WHERE agent = ?4 AND queue = t.queue)"
            " WHEN 3 THEN c.undoes IS NULL"
            " AND EXISTS(SELECT 1 FROM serves WHERE agent = ?4 AND queue = t.queue)"
            " AND NOT EXISTS(SELECT 1 FROM serves WHERE agent = ?4 AND queue = e.old) END,"
            " json_extract(CASE e.field WHEN 1 THEN e.new END, '$.assignee') IS ?3"
            " FROM event e CROSS JOIN change c ON c.id = e.change"
            " CROSS JOIN ticket t ON t.id = e.thing WHERE e.id > ?1 AND e.id <= ?2"
            " AND e.field IN (1, 2, 3, 4, 5, 13, 15, 18) AND c.actor IS NOT ?3 AND c.n <= ?5"
            " AND t.gone = 0 ORDER BY e.id"),
        V(n->last), V(n->last + EVENTS), V(n->me), V(n->viewer ? 0 : n->me), V(BIG));
}

static void gather(struct notice *n, struct desk *d)
{
    struct stmt *q = events(n, d);
    while (db_row(q))
        see(n, d,
            &(struct seen){.change = db_int(q, 0),
                           .ticket = db_int(q, 1),
                           .field = (int)db_int(q, 2),
                           .ref = db_int(q, 3),
                           .old = db_int(q, 4),
                           .new = db_int(q, 5),
                           .actor = db_int(q, 6),
                           .none = db_null(q, 5),
                           .mine = db_int(q, 7),
                           .watched = db_int(q, 8),
                           .served = db_int(q, 9),
                           .given = db_int(q, 10)});
}

// Goes over a change set that is too big, or any when too many events came.  False: the next one is
// to be looked at.
static bool skip(struct notice *n, struct desk *d, int64_t end)
{
    struct stmt *q = db_query(d->db,
                              SQL("SELECT id + n - 1, n, actor FROM change WHERE id <= ?1"
                                  " ORDER BY id DESC LIMIT 1"),
                              V(n->last + 1));
    bool skipped = db_row(q) && (db_int(q, 1) > BIG || end - n->last > FAR);
    if (skipped) {
        n->last = db_int(q, 0);
        n->skipped += n->me && db_int(q, 2) == n->me ? 0 : db_int(q, 1);
    }
    db_end(q);
    return skipped;
}

static void read_on(struct notice *n, struct desk *d)
{
    db_begin_read(d->db);
    int64_t end = newest(d);
    int skips = 0;
    who(n, d);
    while (n->last < end && skips < SKIPS && skip(n, d, end))
        skips++;
    if (n->last < end && skips < SKIPS) {
        gather(n, d);
        n->last = n->last + EVENTS < end ? n->last + EVENTS : end;
    }
    db_commit(d->db);
    n->behind = n->last < end;
}

// --- the whole

void notice_start(struct notice *n, struct desk *d)
{
    desk_me(d); // who that is: see who()
    notice_free(n);
    n->version = db_data_version(d->db);
    n->last = newest(d);
}

// While more is to be read, a line waits for it, but no longer than for the one before.  A clock
// that was set back begins anew.
static bool is_time(struct notice *n, int64_t now)
{
    if (!n->started)
        n->said = now - EVERY;
    if (!n->started || !n->behind || now < n->level)
        n->level = now;
    if (now < n->said)
        n->said = now;
    n->started = true;
    return now - n->said >= EVERY && (!n->behind || now - n->level >= EVERY);
}

static bool waits(const struct notice *n)
{
    return n->n || n->skipped || n->more;
}

bool notice_look(struct notice *n, struct desk *d, int64_t now, struct buf *line)
{
    int64_t version = db_data_version(d->db);
    buf_reset(line);
    if (version != n->version || n->behind)
        read_on(n, d);
    n->version = version;
    if (!is_time(n, now) || !waits(n))
        return false;
    notice_settle(n, d);
    if (n->n || n->skipped) // of those that were not kept nothing is known
        notice_words(n, d, line);
    n->n = 0;
    n->skipped = n->more = 0;
    if (line->len)
        n->said = now;
    return line->len > 0;
}

void notice_free(struct notice *n)
{
    free(n->v);
    *n = (struct notice){.width = n->width};
}
