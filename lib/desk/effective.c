// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>

#include "base/mem.h"
#include "desk/effective.h"

static int by_number(const void *x, const void *y)
{
    const int64_t *a = x, *b = y;
    return (*a > *b) - (*a < *b);
}

static struct effective_undo *find_undo(const struct effective *e, int64_t change)
{
    // its first member is the number
    return e->n_undo ? bsearch(&change, e->undo, e->n_undo, sizeof *e->undo, by_number) : NULL;
}

void effective_load(struct effective *e, struct db *db, int64_t before)
{
    *e = (struct effective){0};
    struct stmt *q = db_query(db,
                              SQL("SELECT id, undoes FROM change INDEXED BY change_undoes"
                                  " WHERE undoes IS NOT NULL AND id < ?1 ORDER BY id"
                                  " /* scan */ /* sort */"),
                              V(before));
    while (db_row(q)) {
        e->undo = mem_grow(e->undo, &e->cap_undo, e->n_undo, sizeof *e->undo);
        e->undo[e->n_undo++] = (struct effective_undo){.id = db_int(q, 0), .undoes = db_int(q, 1)};
    }
    for (size_t i = e->n_undo; i-- > 0;) { // what undoes an undo is younger
        if (e->undo[i].off)
            continue;
        struct effective_undo *target = find_undo(e, e->undo[i].undoes);
        if (target) {
            target->off = true;
            continue;
        }
        e->undone = mem_grow(e->undone, &e->cap_undone, e->n_undone, sizeof *e->undone);
        e->undone[e->n_undone++] = e->undo[i].undoes;
    }
    if (e->n_undone)
        qsort(e->undone, e->n_undone, sizeof *e->undone, by_number);
}

void effective_free(struct effective *e)
{
    free(e->undo);
    free(e->undone);
    *e = (struct effective){0};
}

bool effective_is_undone(const struct effective *e, int64_t change)
{
    const struct effective_undo *u = find_undo(e, change);
    if (u)
        return u->off;
    return e->n_undone && bsearch(&change, e->undone, e->n_undone, sizeof *e->undone, by_number);
}

bool effective_is(const struct effective *e, int64_t change)
{
    return !find_undo(e, change) && !effective_is_undone(e, change);
}

int64_t effective_root(const struct effective *e, int64_t change)
{
    const struct effective_undo *u;
    while ((u = find_undo(e, change)))
        change = u->undoes;
    return change;
}

int64_t effective_tip(const struct effective *e, int64_t root)
{
    int64_t tip = root;
    for (size_t i = 0; i < e->n_undo; i++) // ascending: what undoes is younger than what is undone
        if (e->undo[i].undoes == tip)
            tip = e->undo[i].id;
    return tip;
}
