// SPDX-License-Identifier: GPL-3.0-or-later
// The reconciliation: what came in, and what became of it.
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/import_impl.h"

enum { STATES_MAX = 1000 };

static struct state_count *state_of(struct reconciliation *t, const char *theirs, int ours)
{
    for (size_t i = 0; i < t->n_states; i++) {
        struct state_count *s = &t->state[i];
        if (s->ours == ours && strcmp(s->theirs ? s->theirs : "", theirs ? theirs : "") == 0)
            return s;
    }
    t->state = mem_grow(t->state, &t->cap_states, t->n_states, sizeof *t->state);
    t->state[t->n_states] = (struct state_count){mem_strdup(theirs), ours, 0};
    return &t->state[t->n_states++];
}

void reconcile_state(struct reconciliation *t, const char *theirs, int ours)
{
    state_of(t, t->n_states < STATES_MAX ? theirs : NULL, ours)->n++;
}

void reconcile_free(struct reconciliation *t)
{
    for (size_t i = 0; i < t->n_states; i++)
        free(t->state[i].theirs);
    free(t->state);
    *t = (struct reconciliation){0};
}

static int by_state(const void *x, const void *y)
{
    const struct state_count *a = x, *b = y;
    if (a->ours != b->ours)
        return a->ours < b->ours ? -1 : 1;
    return strcmp(a->theirs ? a->theirs : "", b->theirs ? b->theirs : "");
}

static void line(struct recout *r, const char *item, const char *theirs, const char *ours,
                 int64_t n)
{
    recout_str(r, item);
    recout_str(r, theirs);
    recout_str(r, ours);
    recout_int(r, n);
    recout_end(r);
}

void reconcile_print(struct tool *t, const struct reconciliation *tally)
{
    static const char *const words[COUNTS] = {
        [COUNT_RECORDS] = "records",     [COUNT_TAKEN] = "taken",     [COUNT_KNOWN] = "known",
        [COUNT_REJECTED] = "rejected",   [COUNT_TICKETS] = "tickets", [COUNT_MADE] = "made",
        [COUNT_CHANGED] = "changed",     [COUNT_SAME] = "same",       [COUNT_MESSAGES] = "messages",
        [COUNT_CLAMPED] = "clamped",     [COUNT_KEPT] = "kept",       [COUNT_LATE] = "late",
        [COUNT_CUSTOMERS] = "customers", [COUNT_AGENTS] = "agents",   [COUNT_QUEUES] = "queues",
        [COUNT_TAGS] = "tags",           [COUNT_FIELDS] = "fields"};
    static const struct rec_column columns[] = {
        {"item", REC_NAME, "what is counted", false},
        {"theirs", REC_TEXT, "state there", false},
        {"ours", REC_NAME, "state here", false},
        {"count", REC_INT, "how many", false},
    };
    const struct rec_column *const cols[] = {&columns[0], &columns[1], &columns[2], &columns[3]};
    struct recout *r = tool_records(t, cols, 4);
    for (int i = 0; i < COUNTS; i++)
        line(r, words[i], NULL, NULL, tally->n[i]);
    if (tally->n_states)
        qsort(tally->state, tally->n_states, sizeof *tally->state, by_state);
    for (size_t i = 0; i < tally->n_states; i++)
        line(r, "state", tally->state[i].theirs, name_word(names_status, tally->state[i].ours),
             tally->state[i].n);
    recout_finish(r);
    recout_free(r);
}
