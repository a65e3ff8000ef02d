// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/link.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "desk/lifecycle.h"
#include "desk/link_sql.h"
#include "desk/ticket_impl.h"

#define RELATION_ROW(id, number, word) {number, word},
const struct name names_relation[] = {RELATION_LIST(RELATION_ROW){0, NULL}};

#define LINK_FAR_1    LINK_FAR("?1")
#define BOTH_FAMILIES LINK_FAMILY("fa", "?1") ", " LINK_FAMILY("fb", "?3")

// --- verbs

static int check_other(struct desk *d, const struct ticket *t, int64_t other, struct buf *err)
{
    if (t->id == other)
        buf_fmt(err, "%lld cannot be linked with itself", (long long)other);
    else if (!db_get_int(d->db, 0, SQL("SELECT 1 FROM ticket WHERE id = ?1 AND gone = 0"),
                         V(other)))
        buf_fmt(err, "no such ticket %lld", (long long)other);
    else
        return 0;
    return EXIT_DATA;
}

// Does a block b already, itself or by way of others?
static bool blocks_already(struct desk *d, int64_t a, int64_t b)
{
    return db_get_int(d->db, 0,
                      SQL("WITH RECURSIVE reach(id) AS (SELECT ?1"
                          " UNION SELECT l.b FROM reach r JOIN link l ON l.a = r.id AND l.kind = 1"
                          " UNION SELECT t.merged FROM reach r JOIN ticket t ON t.id = r.id"
                          " WHERE t.merged IS NOT NULL"
                          " UNION SELECT t.id FROM reach r JOIN ticket t ON t.merged = r.id)"
                          " SELECT 1 FROM reach WHERE id = ?2 /* scan */"),
                      V(a), V(b));
}

static bool is_above(struct desk *d, int64_t ancestor, int64_t id)
{
    return db_get_int(d->db, 0,
                      SQL("WITH RECURSIVE up(id) AS (SELECT ?1"
                          " UNION SELECT t.parent FROM up JOIN ticket t ON t.id = up.id"
                          " WHERE t.parent IS NOT NULL"
                          " UNION SELECT t.merged FROM up JOIN ticket t ON t.id = up.id"
                          " WHERE t.merged IS NOT NULL)"
                          " SELECT 1 FROM up WHERE id = ?2 /* scan */"),
                      V(id), V(ancestor));
}

// The row that says "a KIND b", be it by numbers that were merged into them.
static bool find_row(struct desk *d, int64_t *a, enum link_kind kind, int64_t *b)
{
    struct stmt *q =
        db_query(d->db,
                 SQL("WITH RECURSIVE " BOTH_FAMILIES
                     " SELECT a, b FROM link WHERE a IN (SELECT id FROM fa) AND kind = ?2"
                     " AND b IN (SELECT id FROM fb) ORDER BY a <> ?1 OR b <> ?3 LIMIT 1"
                     " /* scan */ /* sort */"),
                 V(*a), V((int)kind), V(*b));
    if (!db_row(q))
        return false;
    *a = db_int(q, 0);
    *b = db_int(q, 1);
    db_end(q);
    return true;
}

static void write_row(struct desk *d, struct ticket *t, enum link_kind kind, int64_t b, bool on)
{
    static const int events[] = {[LINK_BLOCKS] = EVENT_BLOCKS,
                                 [LINK_RELATED] = EVENT_RELATED,
                                 [LINK_DUPLICATE] = EVENT_DUPLICATE};
    ticket_record(d, t, events[kind], b, V(!on), V(on), false);
    if (on)
        db_run(d->db, SQL("INSERT INTO link(a, kind, b) VALUES(?1, ?2, ?3)"), V(t->id),
               V((int)kind), V(b));
    else
        db_run(d->db, SQL("DELETE FROM link WHERE a = ?1 AND kind = ?2 AND b = ?3"), V(t->id),
               V((int)kind), V(b));
    ticket_touch(d, t);
}

// The row may be that of another number, or written from the other side.
static void remove_row(struct desk *d, struct ticket *t, int64_t a, enum link_kind kind, int64_t b)
{
    struct ticket other;
    if (a == t->id) {
        write_row(d, t, kind, b, false);
    } else if (ticket_get(d, a, &other)) {
        write_row(d, &other, kind, b, false);
        ticket_free(&other);
    }
}

static int refuse_loop(struct desk *d, int64_t id, int64_t other, struct buf *err)
{
    int64_t a = other, b = id;
    buf_fmt(err, "%lld cannot block %lld: %lld blocks %lld", (long long)id, (long long)other,
            (long long)other, (long long)id);
    if (!find_row(d, &a, LINK_BLOCKS, &b))
        buf_str(err, " by way of others");
    return EXIT_DATA;
}

int link_set(struct desk *d, struct ticket *t, enum link_kind kind, int64_t other, bool on,
             struct buf *err)
{
    int64_t a = t->id, b = other;
    int rc = check_other(d, t, other, err);
    if (rc)
        return rc;
    bool is = find_row(d, &a, kind, &b);
    if (!is && kind == LINK_RELATED) {
        a = other, b = t->id;
        is = find_row(d, &a, kind, &b);
    }
    if (is == on)
        return 0;
    if (!on) {
        remove_row(d, t, a, kind, b);
        return 0;
    }
    if (kind == LINK_BLOCKS && blocks_already(d, other, t->id))
        return refuse_loop(d, t->id, other, err);
    write_row(d, t, kind, other, true);
    return 0;
}

// 0: none.
static int set_parent(struct desk *d, struct ticket *t, int64_t parent, struct buf *err)
{
    if (t->parent == parent)
        return 0;
    int rc = parent ? check_other(d, t, parent, err) : 0;
    if (rc)
        return rc;
    if (parent && is_above(d, t->id, parent)) {
        buf_fmt(err, "%lld cannot be the parent of %lld: it is below it", (long long)parent,
                (long long)t->id);
        return EXIT_DATA;
    }
    ticket_record(d, t, EVENT_PARENT, 0, V(val_id(t->parent)), V(val_id(parent)), false);
    t->parent = parent;
    db_run(d->db, SQL("UPDATE ticket SET parent = ?2, rev = ?3, updated = ?4 WHERE id = ?1"),
           V(t->id), V(val_id(parent)), V(t->rev), V(t->updated));
    return 0;
}

int64_t link_reach(struct desk *d, int64_t id)
{
    int64_t next;
    while ((next = db_get_int(d->db, 0, SQL("SELECT merged FROM ticket WHERE id = ?1"), V(id))))
        id = next;
    return id;
}

static int relate_parent(struct desk *d, struct ticket *t, int64_t parent, bool on, struct buf *err)
{
    if (on)
        return t->parent && link_reach(d, t->parent) == parent ? 0 : set_parent(d, t, parent, err);
    if (t->parent && link_reach(d, t->parent) == parent)
        return set_parent(d, t, 0, err);
    return check_other(d, t, parent, err);
}

static const struct {
    enum link_kind kind; // 0: parent
    bool inverse;        // written on the other ticket
} relations[] = {
    [RELATION_PARENT] = {0, false},
    [RELATION_CHILD] = {0, true},
    [RELATION_BLOCKS] = {LINK_BLOCKS, false},
    [RELATION_BLOCKED_BY] = {LINK_BLOCKS, true},
    [RELATION_RELATED] = {LINK_RELATED, false},
    [RELATION_DUPLICATE] = {LINK_DUPLICATE, false},
    [RELATION_DUPLICATED_BY] = {LINK_DUPLICATE, true},
};

static int relate(struct desk *d, struct ticket *t, enum link_kind kind, int64_t other, bool on,
                  struct buf *err)
{
    return kind ? link_set(d, t, kind, other, on, err) : relate_parent(d, t, other, on, err);
}

int link_relate(struct desk *d, struct ticket *t, enum relation relation, int64_t other, bool on,
                struct buf *err)
{
    enum link_kind kind = relations[relation].kind;
    if (!relations[relation].inverse)
        return relate(d, t, kind, other, on, err);
    struct ticket holder;
    if (!ticket_get(d, other, &holder)) {
        buf_fmt(err, "no such ticket %lld", (long long)other);
        return EXIT_DATA;
    }
    int rc = relate(d, &holder, kind, t->id, on, err);
    ticket_free(&holder);
    return rc;
}

// --- questions

static void add_end(struct links *l, const struct link_end *end, const char *subject)
{
    l->v = mem_grow(l->v, &l->cap, l->n, sizeof *l->v);
    l->v[l->n] = *end;
    l->v[l->n++].subject = mem_strdup(subject);
}

void links_load(struct links *l, struct desk *d, int64_t id)
{
    *l = (struct links){0};
    struct stmt *q = db_query(
        d->db,
        SQL("WITH RECURSIVE " LINK_FAR_1
            " SELECT r.relation, t.id, t.status, t.subject FROM far r JOIN ticket t ON t.id = r.id"
            " WHERE t.merged IS NULL AND t.gone = 0 AND t.id <> ?1 ORDER BY 1, 2"
            " /* scan */ /* sort */"),
        V(id));
    while (db_row(q))
        add_end(l,
                &(struct link_end){.relation = (enum relation)db_int(q, 0),
                                   .id = db_int(q, 1),
                                   .status = (int)db_int(q, 2)},
                db_text(q, 3));
}

void links_free(struct links *l)
{
    for (size_t i = 0; i < l->n; i++)
        free(l->v[i].subject);
    free(l->v);
    *l = (struct links){0};
}

// --- closing

enum { TOLD_MAX = 10 }; // numbers in one line

static void tell_blockers(struct buf *err, const struct ticket *t, const struct links *l)
{
    int n = 0;
    buf_fmt(err, "%lld is blocked by ", (long long)t->id);
    for (size_t i = 0; i < l->n; i++) {
        const struct link_end *e = &l->v[i];
        if (e->relation != RELATION_BLOCKED_BY || !status_is_live(e->status))
            continue;
        if (n++ < TOLD_MAX)
            buf_fmt(err, "%s%lld (%s)", n > 1 ? ", " : "", (long long)e->id,
                    name_word(names_status, e->status));
    }
    if (n > TOLD_MAX)
        buf_fmt(err, " and %d more", n - TOLD_MAX);
    buf_fmt(err, ": close %s first, or --force", n > 1 ? "those" : "that");
}

int link_check_close(struct desk *d, const struct ticket *t, struct buf *err)
{
    struct links l;
    bool blocked = false;
    if (d->force)
        return 0;
    links_load(&l, d, t->id);
    for (size_t i = 0; i < l.n; i++)
        blocked =
            blocked || (l.v[i].relation == RELATION_BLOCKED_BY && status_is_live(l.v[i].status));
    if (blocked)
        tell_blockers(err, t, &l);
    links_free(&l);
    return blocked ? EXIT_DATA : 0;
}

static void tell_children(struct tool *t, int64_t id, int status)
{
    struct links l;
    struct buf numbers = BUF_INIT;
    size_t n = 0;
    links_load(&l, &t->desk, id);
    for (size_t i = 0; i < l.n; i++)
        if (l.v[i].relation == RELATION_CHILD && status_is_live(l.v[i].status) && n++ < TOLD_MAX)
            buf_fmt(&numbers, "%s%lld", n > 1 ? ", " : "", (long long)l.v[i].id);
    if (n > TOLD_MAX)
        buf_fmt(&numbers, " and %zu more", n - TOLD_MAX);
    if (n)
        tool_later(t, "%lld is %s; its %s %s %s open", (long long)id,
                   name_word(names_status, status), n > 1 ? "children" : "child", numbers.s,
                   n > 1 ? "are" : "is");
    buf_free(&numbers);
    links_free(&l);
}

void link_tell_children(struct tool *t)
{
    if (t->o->quiet)
        return;
    struct stmt *q = db_query(t->desk.db,
                              SQL("SELECT t.id, t.status, min(e.id) FROM event e"
                                  " JOIN ticket t ON t.id = e.thing"
                                  " WHERE e.id >= ?1 AND e.field = 2 AND e.old < 5 AND e.new >= 5"
                                  " AND t.status >= 5 GROUP BY t.id ORDER BY 3 /* sort */"),
                              V(t->desk.change.first));
    while (db_row(q))
        tell_children(t, db_int(q, 0), (int)db_int(q, 1));
}
