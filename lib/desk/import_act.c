// SPDX-License-Identifier: GPL-3.0-or-later
// A record of a ticket becomes steps of its past.
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "desk/event_text.h"
#include "desk/import_act.h"
#include "desk/lifecycle.h"

static void add_act(struct act_work *w, struct act a)
{
    w->act = mem_grow(w->act, &w->cap_acts, w->n_acts, sizeof *w->act);
    size_t at = w->n_acts++;
    for (; at && w->act[at - 1].at > a.at; at--) // in order of time; of equal ones as they came
        w->act[at] = w->act[at - 1];
    w->act[at] = a;
}

// --- what changed there, and what here

static bool nothing_said(const unsigned char mark[MARK])
{
    static const unsigned char zeros[MARK];
    return memcmp(mark, zeros, MARK) == 0;
}

static void note_kept(struct act_work *w, int field)
{
    struct imports *k = w->k;
    struct event_row e = {.field = field};
    struct buf word = BUF_INIT;
    k->tally.n[COUNT_KEPT]++;
    event_field_word(k->d, &e, &word);
    if (k->t->o->verbose)
        tool_later(k->t, "%s: %s stays as it is here", w->key, word.s);
    buf_free(&word);
}

// Should theirs be taken over?  base: what they said last, by now what they say.
static bool decide(struct act_work *w, int i, const unsigned char theirs[MARK],
                   const unsigned char ours[MARK], bool ours_is_nothing)
{
    unsigned char *base = w->seen.field[i];
    bool same = memcmp(base, theirs, MARK) == 0;
    bool ours_is_base = memcmp(base, ours, MARK) == 0 || (nothing_said(base) && ours_is_nothing);
    bool equal = memcmp(ours, theirs, MARK) == 0;
    memcpy(base, theirs, MARK);
    if (same || equal)
        return false;
    if (!ours_is_base)
        note_kept(w, row_event[i]);
    return ours_is_base;
}

static bool decide_value(struct act_work *w, int i, const struct val *theirs)
{
    unsigned char mine[MARK], other[MARK];
    struct val ours = past_get(&w->p, row_event[i]);
    mark_value(mine, row_event[i], &ours);
    mark_value(other, row_event[i], theirs);
    return decide(w, i, other, mine, ours.type == VAL_NULL);
}

static bool decide_tags(struct act_work *w, int i, const struct row *row)
{
    unsigned char mine[MARK], other[MARK];
    past_has_tag(&w->p, 0); // they are read when asked for
    mark_tags(mine, w->p.tags, (int)w->p.n_tags);
    mark_tags(other, row->tags, row->n_tags);
    return decide(w, i, other, mine, w->p.n_tags == 0);
}

// Of these only the set of marks is known, and what is nothing has none: so a field that is made in
// the middle of an import leaves no trace in the tickets before.
static bool decide_custom(struct act_work *w, int field, const struct val *theirs)
{
    unsigned char mine[MARK], other[MARK];
    struct val ours = past_get(&w->p, field);
    mark_value(mine, field, &ours);
    mark_value(other, field, theirs);
    if (theirs->type == VAL_NULL) {
        bool cleared = ours.type != VAL_NULL && seen_has(&w->seen, mine);
        seen_drop(&w->seen, mine);
        return cleared;
    }
    bool base = seen_has(&w->seen, mine), same = seen_has(&w->seen, other);
    seen_drop(&w->seen, mine);
    seen_add(&w->seen, other);
    if (same || memcmp(mine, other, MARK) == 0)
        return false;
    bool free = base || ours.type == VAL_NULL;
    if (!free)
        note_kept(w, field);
    return free;
}

// --- one record

int64_t time_or(int64_t a, int64_t b)
{
    return a != DATE_NONE ? a : b;
}

// When a record of a table says nothing of a change but that it is.
static int64_t time_of(const struct act_work *w, const struct row *row)
{
    if (w->k->map.log)
        return row->at;
    return time_or(row->updated, w->fresh ? w->p.t.created : w->k->d->now);
}

static void act_status(struct act_work *w, const struct row *row, int to)
{
    bool table = !w->k->map.log;
    int from = w->p.t.status;
    int64_t at = time_of(w, row);
    if (table && w->fresh && status_is_live(to))
        at = w->p.t.created;
    int64_t closed = table ? time_or(row->closed, time_or(row->solved, at)) : at;
    int64_t solved = table ? time_or(row->solved, to == STATUS_CLOSED ? closed : at) : at;
    if (table && !status_is_live(to) && status_is_live(from) &&
        (to == STATUS_SOLVED || solved < closed)) {
        add_act(w, (struct act){.at = solved, .field = EVENT_STATUS, .v = V(STATUS_SOLVED)});
        at = solved;
    }
    if (to != STATUS_SOLVED || !table || !status_is_live(from)) {
        at = table && to == STATUS_CLOSED ? closed : at;
        add_act(w, (struct act){.at = at, .field = EVENT_STATUS, .v = V(to)});
    }
}

// When it is solved, if it is now.
static int64_t solved_time(const struct act_work *w, int64_t otherwise)
{
    for (size_t i = 0; i < w->n_acts; i++)
        if (w->act[i].field == EVENT_STATUS && !status_is_live((int)w->act[i].v.i))
            return w->act[i].at;
    return otherwise;
}

static void act_fields(struct act_work *w, struct row *row)
{
    int64_t at = time_of(w, row);
    for (int i = 0; i < ROW_FIELDS; i++) {
        struct val v = row->field[i];
        if (!row->said[i])
            continue;
        if (i == F_RESOLUTION &&
            status_is_live(row->said[F_STATUS] ? (int)row->field[F_STATUS].i : w->p.t.status))
            v = val_null(); // said too early
        if (row_event[i] == EVENT_TAG) {
            if (decide_tags(w, i, row))
                add_act(w, (struct act){.at = at, .field = EVENT_TAG, .tags = row});
        } else if (decide_value(w, i, &v)) {
            if (i == F_STATUS)
                act_status(w, row, (int)v.i);
            else
                add_act(w, (struct act){.at = i == F_RESOLUTION ? solved_time(w, at) : at,
                                        .field = row_event[i],
                                        .v = v});
        }
    }
}

static void act_custom(struct act_work *w, const struct row *row)
{
    for (int i = 0; i < w->k->map.n_custom; i++) {
        int field = (int)(EVENT_CUSTOM + w->k->custom[i].id);
        if (w->k->custom[i].id && decide_custom(w, field, &row->custom[i]))
            add_act(w, (struct act){.at = time_of(w, row), .field = field, .v = row->custom[i]});
    }
}

static void act_messages(struct act_work *w, struct row *row)
{
    for (int i = 0; i < row->n_messages; i++) {
        struct row_message *m = &row->message[i];
        if (seen_has(&w->seen, m->mark))
            continue;
        seen_add(&w->seen, m->mark);
        add_act(w, (struct act){.at = time_or(m->at, time_of(w, row)),
                                .field = EVENT_MESSAGE,
                                .message = m});
    }
}

static void take_tags(struct past *p, int64_t at, const struct row *row)
{
    for (size_t i = p->n_tags; i-- > 0;) {
        bool stays = false;
        for (int j = 0; j < row->n_tags; j++)
            stays = stays || row->tags[j] == p->tags[i];
        if (!stays)
            past_tag(p, at, p->tags[i], false);
    }
    for (int j = 0; j < row->n_tags; j++)
        past_tag(p, at, row->tags[j], true);
}

static void take_acts(struct act_work *w)
{
    for (size_t i = 0; i < w->n_acts; i++) {
        const struct act *a = &w->act[i];
        if (a->message)
            past_message(&w->p, a->at, &a->message->m);
        else if (a->tags)
            take_tags(&w->p, a->at, a->tags);
        else
            past_set(&w->p, a->at, a->field, a->v);
        w->k->tally.n[COUNT_MESSAGES] += a->message != NULL;
    }
    w->n_acts = 0;
}

// A count that is stated, and beside it what was counted here since the last one.
static void take_count(struct act_work *w, int64_t at, int field, int64_t v, int64_t here,
                       int64_t *last)
{
    if (v < 0 || (!w->k->map.log && v == *last))
        return;
    *last = v;
    past_state(&w->p, at, field, v + here);
}

// Times that a log states count where they say when it came to be what it is: not when they are
// of a later day than the record, as in logs to which the end was written into every record.
static void take_stamps(struct act_work *w, const struct row *row)
{
    const struct ticket *t = &w->p.t;
    int64_t at = row->at;
    bool agreed = row->said[F_STATUS] && t->status == (int)row->field[F_STATUS].i;
    if (!agreed || status_is_live(t->status))
        return;
    if (row->solved != DATE_NONE && row->solved <= at && row->solved >= t->created)
        past_state(&w->p, at, EVENT_SOLVED, row->solved);
    if (t->status == STATUS_CLOSED && row->closed != DATE_NONE && row->closed <= at &&
        row->closed >= t->created)
        past_state(&w->p, at, EVENT_CLOSED, row->closed);
}

void act_row(struct act_work *w, struct row *row)
{
    act_fields(w, row);
    act_custom(w, row);
    act_messages(w, row);
    take_acts(w);
    if (w->k->map.log)
        take_stamps(w, row);
    else if (w->fresh && row->updated != DATE_NONE)
        past_restored(&w->p, row->updated);
    int64_t at = time_of(w, row);
    take_count(w, at, EVENT_REOPENS, row->reopens, w->reopened_here, &w->seen.reopens);
    take_count(w, at, EVENT_TRANSFERS, row->transfers, w->moved_here, &w->seen.transfers);
}
