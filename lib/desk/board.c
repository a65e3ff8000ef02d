// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/term.h"
#include "desk/board_impl.h"
#include "desk/live.h"

// --- queues and agents

static int by_id(const void *a, const void *b)
{
    int64_t x = ((const struct board_group *)a)->id, y = ((const struct board_group *)b)->id;
    return x < y ? -1 : x > y;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct board_group *)a)->name, ((const struct board_group *)b)->name);
}

static void sort(struct board_groups *g, int (*order)(const void *, const void *))
{
    if (g->n)
        qsort(g->v, g->n, sizeof *g->v, order);
}

static struct board_group *add_group(struct board_groups *g, struct stmt *q)
{
    g->v = mem_grow(g->v, &g->cap, g->n, sizeof *g->v);
    g->v[g->n] = (struct board_group){.id = db_int(q, 0),
                                      .name = db_text_dup(q, 1),
                                      .minor = db_int(q, 2) != 0,
                                      .waits = DATE_NONE,
                                      .capacity = DATE_NONE,
                                      .away = DATE_NONE};
    return &g->v[g->n++];
}

static void read_groups(struct board *b)
{
    struct stmt *q =
        db_query(b->d->db, SQL("SELECT id, name, gone IS NOT NULL FROM queue /* scan */"));
    while (db_row(q))
        add_group(&b->queues, q);
    q = db_query(b->d->db, SQL("SELECT id, login, gone IS NOT NULL OR role = 0, capacity, away"
                               " FROM agent /* scan */"));
    while (db_row(q)) {
        struct board_group *g = add_group(&b->agents, q);
        int64_t away = db_time(q, 4);
        g->capacity = db_time(q, 3);
        g->away = away > b->d->now ? away : DATE_NONE;
    }
    sort(&b->queues, by_id);
    sort(&b->agents, by_id);
}

// In an array sorted by id; NULL: of nobody.
static struct board_group *find(const struct board_groups *g, int64_t id)
{
    struct board_group key = {.id = id};
    return id && g->n ? bsearch(&key, g->v, g->n, sizeof *g->v, by_id) : NULL;
}

// --- how many tickets
//
// Counted by indexes that do not tell merged and undone tickets from others; these are few, and
// taken off one by one.

static void count_by_status(struct board_group *g, struct stmt *q)
{
    while (db_row(q)) {
        g->count[db_int(q, 0)] += db_int(q, 1);
        g->open += db_int(q, 1);
    }
}

static void count_groups(struct board *b)
{
    for (size_t i = 0; i < b->queues.n; i++)
        count_by_status(&b->queues.v[i],
                        db_query(b->d->db,
                                 SQL("SELECT status, count(*) FROM ticket INDEXED BY ticket_queue"
                                     " WHERE queue = ?1 AND status < 5 GROUP BY status"),
                                 V(b->queues.v[i].id)));
    for (size_t i = 0; i < b->agents.n; i++)
        count_by_status(&b->agents.v[i],
                        db_query(b->d->db,
                                 SQL("SELECT status, count(*) FROM ticket"
                                     " INDEXED BY ticket_assignee WHERE assignee = ?1"
                                     " AND assignee IS NOT NULL AND status < 5 GROUP BY status"),
                                 V(b->agents.v[i].id)));
}

static void take_off(struct board *b, struct stmt *q)
{
    while (db_row(q)) {
        struct board_group *g[] = {find(&b->queues, db_int(q, 0)), find(&b->agents, db_int(q, 1))};
        for (size_t i = 0; i < sizeof g / sizeof *g; i++)
            if (g[i]) {
                g[i]->count[db_int(q, 2)]--;
                g[i]->open--;
            }
        b->n_due -= !db_null(q, 3);
    }
}

static void take_off_others(struct board *b)
{
    take_off(b, db_query(b->d->db,
                         SQL("SELECT queue, assignee, status, due FROM ticket"
                             " INDEXED BY ticket_merged WHERE merged IS NOT NULL AND status < 5"
                             " /* scan */")));
    take_off(b, db_query(b->d->db, SQL("SELECT queue, assignee, status, due FROM ticket"
                                       " INDEXED BY ticket_gone WHERE gone <> 0 AND merged IS NULL"
                                       " AND status < 5 /* scan */")));
}

static void count_unassigned(struct board *b, struct board_group *g)
{
    g->unassigned = db_get_int(b->d->db, 0,
                               SQL("SELECT count(*) FROM ticket INDEXED BY ticket_next"
                                   " WHERE queue = ?1 AND status IN (1, 2) AND assignee IS NULL"
                                   " AND merged IS NULL AND gone = 0"),
                               V(g->id)) +
                    db_get_int(b->d->db, 0,
                               SQL("SELECT count(*) FROM ticket INDEXED BY ticket_queue"
                                   " WHERE queue = ?1 AND status IN (3, 4) AND assignee IS NULL"
                                   " AND merged IS NULL AND gone = 0"),
                               V(g->id));
}

// What sleeps until a time that was chosen does not wait.
static void find_longest(struct board *b, struct board_group *g, int status)
{
    struct stmt *q = db_query(b->d->db,
                              SQL("SELECT updated FROM ticket INDEXED BY ticket_queue"
                                  " WHERE queue = ?1 AND status = ?2 AND merged IS NULL"
                                  " AND gone = 0 AND (snoozed IS NULL OR snoozed <= ?3)"
                                  " ORDER BY updated LIMIT 1"),
                              V(g->id), V(status), V(b->d->now));
    while (db_row(q))
        if (g->waits == DATE_NONE || db_int(q, 0) < g->waits)
            g->waits = db_int(q, 0);
}

static void count_overdue(struct board *b)
{
    struct stmt *q = db_query(b->d->db,
                              SQL("SELECT queue, assignee FROM ticket INDEXED BY ticket_due"
                                  " WHERE due IS NOT NULL AND status < 5 AND due < ?1"
                                  " AND merged IS NULL AND gone = 0"),
                              V(b->d->now));
    while (db_row(q)) {
        struct board_group *queue = find(&b->queues, db_int(q, 0));
        struct board_group *agent = find(&b->agents, db_int(q, 1));
        b->overdue++;
        if (queue)
            queue->overdue++;
        if (agent)
            agent->overdue++;
    }
}

static void sum_up(struct board *b)
{
    for (size_t i = 0; i < b->queues.n; i++) {
        const struct board_group *g = &b->queues.v[i];
        b->open += g->open;
        b->fresh += g->count[STATUS_NEW];
        b->unassigned += g->unassigned;
    }
}

static void count_all(struct board *b)
{
    b->n_due = db_get_int(b->d->db, 0,
                          SQL("SELECT count(*) FROM ticket INDEXED BY ticket_due"
                              " WHERE due IS NOT NULL AND status < 5 /* scan */"));
    count_groups(b);
    take_off_others(b);
    count_overdue(b);
    for (size_t i = 0; i < b->queues.n; i++) {
        count_unassigned(b, &b->queues.v[i]);
        find_longest(b, &b->queues.v[i], STATUS_NEW);
        find_longest(b, &b->queues.v[i], STATUS_OPEN);
    }
    sum_up(b);
}

bool board_is_shown(const struct board_group *g)
{
    return !g->minor || g->open > 0;
}

// --- tickets

#define ITEM "t.id, t.queue, t.priority, t.status, t.subject"

static void add_items(struct board_items *to, struct stmt *q, int64_t now)
{
    while (db_row(q)) {
        int64_t at = db_int(q, 6);
        enum board_kind kind = (enum board_kind)db_int(q, 7);
        to->v = mem_grow(to->v, &to->cap, to->n, sizeof *to->v);
        to->v[to->n++] =
            (struct board_item){.kind = kind == BOARD_DUE && at < now ? BOARD_OVERDUE : kind,
                                .ticket = db_int(q, 0),
                                .queue = db_int(q, 1),
                                .priority = (int)db_int(q, 2),
                                .status = (int)db_int(q, 3),
                                .subject = db_text_dup(q, 4),
                                .agent = db_int(q, 5),
                                .at = at};
    }
}

static void read_work(struct board *b)
{
    struct db *db = b->d->db;
    for (size_t i = 0; i < b->agents.n; i++)
        add_items(&b->work,
                  db_query(db,
                           SQL("SELECT " ITEM ", t.lease_by, t.lease, ?3 FROM ticket t"
                               " INDEXED BY ticket_lease WHERE t.lease_by = ?1"
                               " AND t.lease_by IS NOT NULL AND t.lease > ?2 AND t.gone = 0"
                               " ORDER BY t.lease"),
                           V(b->agents.v[i].id), V(b->d->now), V((int)BOARD_LEASE)),
                  b->d->now);
    add_items(&b->work,
              db_query(db,
                       SQL("SELECT " ITEM ", d.agent, d.at, iif(d.note, ?2, ?1) FROM draft d"
                           " JOIN ticket t ON t.id = d.ticket WHERE t.gone = 0"
                           " ORDER BY d.at DESC, t.id /* scan */ /* sort */"),
                       V((int)BOARD_REPLY), V((int)BOARD_NOTE)),
              b->d->now);
}

static void read_due(struct board *b, int64_t limit)
{
    add_items(&b->due,
              db_query(b->d->db,
                       SQL("SELECT " ITEM ", t.assignee, t.due, ?1 FROM ticket t"
                           " INDEXED BY ticket_due WHERE t.due IS NOT NULL AND t.status < 5"
                           " AND t.merged IS NULL AND t.gone = 0 ORDER BY t.due LIMIT ?2"
                           " /* scan */"),
                       V((int)BOARD_DUE), V(limit)),
              b->d->now);
}

void board_read(struct board *b, struct desk *d, int64_t due)
{
    *b = (struct board){.d = d};
    read_groups(b);
    count_all(b);
    sort(&b->queues, by_name);
    sort(&b->agents, by_name);
    read_work(b);
    read_due(b, due);
}

static void free_groups(struct board_groups *g)
{
    for (size_t i = 0; i < g->n; i++)
        free(g->v[i].name);
    free(g->v);
}

static void free_items(struct board_items *items)
{
    for (size_t i = 0; i < items->n; i++)
        free(items->v[i].subject);
    free(items->v);
}

void board_free(struct board *b)
{
    free_groups(&b->queues);
    free_groups(&b->agents);
    free_items(&b->work);
    free_items(&b->due);
}

// --- showing it

// -L, or what the screen can hold.
static int64_t due_limit(const struct tool *t, int high)
{
    return t->o->limit >= 0 ? t->o->limit : high > 0 ? high : -1;
}

static void draw(struct tool *t, void *arg, int high, struct buf *page)
{
    struct board b;
    (void)arg;
    db_begin_read(t->desk.db);
    board_read(&b, &t->desk, due_limit(t, high));
    board_page(t, &b, high, page);
    db_commit(t->desk.db);
    board_free(&b);
}

void board_follow(struct tool *t)
{
    live_run(t, draw, NULL);
}

static void print_records(struct tool *t)
{
    struct board b;
    db_begin_read(t->desk.db);
    board_read(&b, &t->desk, due_limit(t, 0));
    board_records(t, &b);
    db_commit(t->desk.db);
    board_free(&b);
}

// A line is left for the prompt; a file or a pipe takes all.
static int height(const struct tool *t)
{
    return tool_on_terminal(t) ? term_height(STDOUT_FILENO) - 1 : 0;
}

void board_print(struct tool *t)
{
    t->out.hold = true;
    if (t->style.format == REC_TABLE && !t->o->columns)
        draw(t, NULL, height(t), &t->out.buf);
    else
        print_records(t);
    out_flush(&t->out);
}
