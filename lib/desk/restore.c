// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "desk/check.h"
#include "desk/message.h"
#include "desk/restore.h"
#include "desk/restore_impl.h"
#include "store/fulltext.h"

struct restore {
    struct tool *t;
    struct desk *d;
    struct source s;
    bool increment;
};

// --- may it be done here

static bool is_fresh(struct db *db)
{
    return !db_get_int(db, 0,
                       SQL("SELECT EXISTS(SELECT 1 FROM ticket) OR EXISTS(SELECT 1 FROM change"
                           " WHERE id > 1 OR tool <> 'tk-init') /* scan */"));
}

// False: it was done already.
static bool fits(const struct restore *r)
{
    struct export_point here;
    export_point(r->d->db, INT64_MAX, &here);
    if (strcmp(here.anchor, r->s.now.anchor) == 0)
        return false;
    if (r->increment && strcmp(here.anchor, r->s.since) != 0)
        die(EXIT_DATA, "%s: exported since %s, this desk is at %s: apply those between first",
            r->s.path, r->s.since, here.anchor);
    if (!r->increment && !is_fresh(r->d->db))
        die(EXIT_DATA, "%s is not empty: make a new desk with tk-init -d FILE and name it by -d",
            db_path(r->d->db));
    return true;
}

// --- rows

// What a ticket or customer had goes before what it has comes.  The search index first, while the
// subject is there by which a message is in it.
static void forget_ticket(struct desk *d, int64_t id)
{
    struct stmt *q =
        db_query(d->db, SQL("SELECT id FROM message WHERE ticket = ?1 AND gone = 0"), V(id));
    while (db_row(q))
        message_unindex(d, db_int(q, 0));
    db_run(d->db, SQL("DELETE FROM ticket_tag WHERE ticket = ?1"), V(id));
    db_run(d->db, SQL("DELETE FROM value WHERE ticket = ?1"), V(id));
    db_run(d->db, SQL("DELETE FROM participant WHERE ticket = ?1"), V(id));
    db_run(d->db, SQL("DELETE FROM link WHERE a = ?1 OR b = ?1"), V(id));
    db_run(d->db, SQL("DELETE FROM origin WHERE ticket = ?1"), V(id));
    db_run(d->db,
           SQL("DELETE FROM attachment WHERE message IN (SELECT id FROM message"
               " WHERE ticket = ?1)"),
           V(id));
}

// An event loses its text to the digest that the chain has of it, and to no other.
static void check_erased(const struct restore *r, const struct val *vals)
{
    unsigned char digest[HASH_SIZE] = {0};
    struct stmt *q =
        db_query(r->d->db, SQL("SELECT old, new, seal FROM event WHERE id = ?1"), V(vals[0]));
    bool there = db_row(q);
    if (there && db_size(q, 2) == SEAL_SIZE)
        seal_digest(digest, db_blob(q, 2), (const struct val[]){db_val(q, 0), db_val(q, 1)}, 2);
    else if (there && db_size(q, 2) == HASH_SIZE)
        memcpy(digest, db_blob(q, 2), HASH_SIZE);
    db_end(q);
    if (!there || vals[3].n != HASH_SIZE || memcmp(vals[3].p, digest, HASH_SIZE) != 0)
        feed_bad(&r->s.feed, "event %lld was not erased so", (long long)vals[0].i);
}

static bool is(const struct portable *p, const char *table)
{
    return strcmp(p->name, table) == 0;
}

static void before_row(const struct restore *r, const struct portable *p, const struct val *vals)
{
    if (is(p, "ticket"))
        forget_ticket(r->d, vals[0].i);
    else if (is(p, "customer"))
        db_run(r->d->db, SQL("DELETE FROM contact WHERE customer = ?1"), V(vals[0].i));
    else if (is(p, "erased"))
        check_erased(r, vals);
}

// Rows come in the order of their ids, so one that comes twice is seen.
static void check_order(const struct restore *r, const struct portable *p, const struct val *vals,
                        int64_t *last)
{
    if (strncmp(p->columns, "id,", 3) != 0)
        return;
    if (vals[0].type != VAL_INT || vals[0].i <= *last)
        feed_bad(&r->s.feed, "its id is not above that of the row before");
    *last = vals[0].i;
}

static void put_row(struct restore *r, const struct portable *p, const struct val *vals)
{
    if (r->increment)
        before_row(r, p, vals);
    if (!portable_put(r->d->db, p, vals, &r->t->err))
        feed_bad(&r->s.feed, "%s", r->t->err.s);
}

static void restore_table(struct restore *r, const struct portable *p)
{
    struct val vals[PORTABLE_COLUMNS];
    int64_t rows = 0, last = 0;
    source_table(&r->s, p);
    for (; source_row(&r->s, p, vals); rows++) {
        check_order(r, p, vals, &last);
        put_row(r, p, vals);
        if (r->increment && is(p, "message") && vals[8].i == 0)
            message_index(r->d, vals[0].i);
    }
    r->s.feed.line = 0;
    if (!is(p, "erased") && portable_dangles(r->d->db, p, &r->t->err))
        feed_bad(&r->s.feed, "%s", r->t->err.s);
    source_table_end(&r->s, p, rows);
}

static void restore_rows(struct restore *r)
{
    if (r->increment)
        portable_clear_whole(r->d->db);
    else
        portable_clear(r->d->db);
    message_bulk(r->d, true);
    for (const struct portable *p = portables; p->name; p++)
        if (source_has(&r->s, p))
            restore_table(r, p);
    source_end(&r->s);
    if (!r->increment)
        fulltext_rebuild(r->d->db);
    message_bulk(r->d, false);
}

// --- does it hold together

static void first_fault(void *arg, const struct finding *f)
{
    const struct restore *r = arg;
    if (f->ticket)
        die(EXIT_DATA, "%s: it does not agree with its own history: ticket %lld: %s", r->s.path,
            (long long)f->ticket, f->fault);
    die(EXIT_DATA, "%s: it does not agree with its own history: %s", r->s.path, f->fault);
}

// What tk-check looks at, but for the file itself: before the commit.
static void verify(struct restore *r)
{
    static const char *const parts[] = {"schema", "chain", "replay", "search"};
    struct check c = {.db = r->d->db, .report = first_fault, .arg = r, .note = BUF_INIT};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (const struct check_part *p = check_parts; p->name; p++)
            if (strcmp(p->name, parts[i]) == 0)
                check_part(&c, p);
    if (strcmp(c.head, r->s.now.anchor) != 0)
        die(EXIT_DATA, "%s: its history leads to %s, not to %s as it says", r->s.path, c.head,
            r->s.now.anchor);
    check_free(&c);
}

static void finish(struct restore *r, bool changed)
{
    struct tool *t = r->t;
    if (changed && !t->o->dry_run) {
        db_commit(r->d->db);
        tool_committed(t, atoll(r->s.now.anchor));
    } else {
        db_rollback(r->d->db);
    }
    if (!changed && t->o->verbose)
        warn("it was so already: nothing changed");
    if (t->o->dry_run && !t->o->quiet)
        warn_more("%s", r->s.now.anchor);
    else if (!t->o->quiet)
        buf_fmt(&t->out.buf, "%s\n", r->s.now.anchor);
}

void restore_run(struct tool *t, const char *path)
{
    struct restore r = {.t = t, .d = &t->desk};
    tool_must(t, desk_need(r.d, ROLE_ADMIN, "restore a desk", &t->err));
    source_open(&r.s, t, path);
    r.increment = *r.s.since != '\0';
    db_references(r.d->db,
                  false); // tickets may name later ones: each table is looked at as a whole
    db_begin(r.d->db);
    bool changed = fits(&r);
    if (changed) {
        restore_rows(&r);
        verify(&r);
    }
    finish(&r, changed);
    source_close(&r.s);
}
