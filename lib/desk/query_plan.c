// SPDX-License-Identifier: GPL-3.0-or-later
// What every hit of a query has, for the choice of an index.
#include <string.h>

#include "desk/query_impl.h"

static bool one_word(const struct node *n, const char *field, const char *word)
{
    return strcmp(n->field, field) == 0 && n->form == TERM_VALUE && n->n_atoms == 1 &&
           n->atoms[0].cmp == CMP_EQ && !n->atoms[0].prefix &&
           (!word || strcmp(n->atoms[0].lo, word) == 0);
}

static bool is_live(const struct node *n)
{
    static const char *const words[] = {"open",    "overdue", "unassigned",
                                        "waiting", "snoozed", "mine"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (one_word(n, "is", words[i]))
            return true;
    if (strcmp(n->field, "status") != 0 || n->form != TERM_VALUE)
        return false;
    for (int i = 0; i < n->n_atoms; i++) {
        int number = n->atoms[i].cmp == CMP_EQ ? name_number(names_status, n->atoms[i].lo) : 6;
        if (number < 0 || number >= STATUS_SOLVED)
            return false;
    }
    return true;
}

void query_hints(struct compiler *c, const struct node *n)
{
    static const char *const narrow[] = {"id",  "key",      "parent", "tags",
                                         "tag", "customer", "org",    "watcher"};
    if (n->kind == NODE_AND) {
        query_hints(c, n->a);
        query_hints(c, n->b);
    }
    if (n->kind != NODE_TERM)
        return;
    struct query_sql *o = c->out;
    bool null_form =
        n->form != TERM_VALUE || one_word(n, n->field, "none") || one_word(n, n->field, "any");
    o->live = o->live || is_live(n);
    for (size_t i = 0; i < sizeof narrow / sizeof *narrow; i++)
        o->narrow = o->narrow || (!null_form && strcmp(n->field, narrow[i]) == 0);
    o->narrow = o->narrow || (strncmp(n->field, "x.", 2) == 0 && one_word(n, n->field, NULL));
    if (!null_form && one_word(n, "assignee", NULL))
        o->assignee = true;
    o->assignee = o->assignee || one_word(n, "is", "mine");
    o->narrow = o->narrow || one_word(n, "is", "blocked");
    o->overdue = o->overdue || one_word(n, "is", "overdue");
    struct buf ignored = BUF_INIT;
    if (!null_form && one_word(n, "queue", NULL) &&
        queue_find(c->d, n->atoms[0].lo, &o->queue, &ignored))
        o->queue = 0;
    buf_free(&ignored);
}
