// SPDX-License-Identifier: GPL-3.0-or-later
// The addresses of a customer: their order is a fact, too.
#include <string.h>

#include "desk/replay_impl.h"

static struct fact *ranked(struct replay *r, size_t from, int64_t rank)
{
    for (size_t i = from; i < r->n_facts; i++)
        if (r->fact[i].value.type == VAL_INT && r->fact[i].value.i == rank)
            return &r->fact[i];
    return NULL;
}

static int64_t edge_rank(const struct replay *r, size_t from, bool last)
{
    int64_t rank = -1;
    for (size_t i = from; i < r->n_facts; i++)
        if (r->fact[i].value.type == VAL_INT &&
            (rank < 0 || (last ? r->fact[i].value.i > rank : r->fact[i].value.i < rank)))
            rank = r->fact[i].value.i;
    return rank;
}

static struct fact *address(struct replay *r, size_t from, int64_t kind, const struct val *text)
{
    for (size_t i = from; i < r->n_facts; i++)
        if (r->fact[i].ref == kind && r->fact[i].len == text->n &&
            memcmp(r->fact[i].text, text->p, text->n) == 0)
            return &r->fact[i];
    struct fact *f = replay_fact(r, EVENT_CUSTOMER_ADDRESS, kind, val_null());
    f->text = text->p;
    f->len = text->n;
    return f;
}

static void drop_address(struct replay *r, size_t from, struct fact *f)
{
    bool primary = f->value.i == 0;
    f->value = val_null();
    struct fact *heir = primary ? ranked(r, from, edge_rank(r, from, false)) : NULL;
    if (heir)
        heir->value = val_int(0);
}

static void follow_address(struct replay *r, size_t from, const struct step *s)
{
    const struct val *text = s->new.type == VAL_TEXT ? &s->new : &s->old;
    if (s->erased || text->type != VAL_TEXT) {
        r->addresses_erased = true;
        return;
    }
    struct fact *f = address(r, from, s->ref, text);
    if (s->field == EVENT_CUSTOMER_PRIMARY) {
        struct fact *first = ranked(r, from, 0);
        if (first)
            first->value = f->value;
        f->value = val_int(0);
    } else if (s->new.type == VAL_TEXT) {
        f->value = val_int(edge_rank(r, from, true) + 1);
    } else {
        drop_address(r, from, f);
    }
}

void replay_addresses(struct replay *r)
{
    size_t from = r->n_facts;
    for (size_t i = 0; i < r->n_steps; i++)
        if (r->step[i].field == EVENT_CUSTOMER_ADDRESS ||
            r->step[i].field == EVENT_CUSTOMER_PRIMARY)
            follow_address(r, from, &r->step[i]);
}
