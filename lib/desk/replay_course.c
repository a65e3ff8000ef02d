// SPDX-License-Identifier: GPL-3.0-or-later
// What follows for a ticket from its status, queue and agent over time: times and counts.
#include "base/date.h"
#include "desk/lifecycle.h"
#include "desk/replay_impl.h"

struct course { // of a ticket, so far
    int64_t solved, closed, reopens, transfers;
    const struct step *first, *last;
};

static void follow_status(struct course *c, const struct step *s)
{
    int from = (int)s->old.i, to = (int)s->new.i;
    if (s->old.type == VAL_NULL)
        return;
    if (status_is_live(to)) {
        c->reopens += !status_is_live(from);
        c->solved = c->closed = DATE_NONE;
        return;
    }
    if (status_is_live(from))
        c->solved = s->at;
    c->closed = to == STATUS_CLOSED ? s->at : DATE_NONE;
}

// What a foreign log states, whatever its steps give.
static void follow_stated(struct course *c, const struct step *s)
{
    int64_t time = s->new.type == VAL_INT ? s->new.i : DATE_NONE;
    if (s->field == EVENT_REOPENS)
        c->reopens += s->new.i - s->old.i;
    else if (s->field == EVENT_TRANSFERS)
        c->transfers += s->new.i - s->old.i;
    else if (s->field == EVENT_SOLVED)
        c->solved = time;
    else if (s->field == EVENT_CLOSED)
        c->closed = time;
}

static void follow(struct course *c, const struct step *s)
{
    if (s->field <= 0 || s->first)
        return;
    if (!c->first)
        c->first = s;
    c->last = s;
    if (!s->counts)
        return;
    if (s->field == EVENT_STATUS)
        follow_status(c, s);
    else if (s->field == EVENT_QUEUE)
        c->transfers++;
    else if (s->field == EVENT_ASSIGNEE)
        c->transfers += s->old.type != VAL_NULL && s->new.type != VAL_NULL;
    else
        follow_stated(c, s);
}

void replay_course(struct replay *r)
{
    struct course c = {.solved = DATE_NONE, .closed = DATE_NONE};
    for (size_t i = 0; i < r->n_steps; i++)
        follow(&c, &r->step[i]);
    if (!c.first)
        return;
    replay_fact(r, FACT_REV, 0, V(c.last->id));
    replay_fact(r, FACT_CREATED, 0, V(c.first->at));
    replay_fact(r, FACT_UPDATED, 0, V(c.last->at));
    replay_fact(r, FACT_SOLVED, 0, val_time(c.solved));
    replay_fact(r, FACT_CLOSED, 0, val_time(c.closed));
    replay_fact(r, FACT_REOPENS, 0, V(c.reopens));
    replay_fact(r, FACT_TRANSFERS, 0, V(c.transfers));
}
