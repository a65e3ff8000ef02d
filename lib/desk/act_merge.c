// SPDX-License-Identifier: GPL-3.0-or-later
// merge 12 17 18, merge --undo 17
#include <stddef.h>
#include <string.h>

#include "desk/action.h"
#include "desk/merge.h"

struct merge {
    struct action_args a;
    bool undo;
    int64_t into;
};

const struct opt options_merge[] = {
    OPTIONS_ACT,
    OPTIONS_BATCH,
    OPTIONS_COLUMNS,
    OPTIONS_IDS,
    OPTIONS_OUT,
    {0, "undo", OPT_FLAG, OPTV_NONE, offsetof(struct merge, undo),
     "take back what merged these tickets", NULL},
    OPTIONS_BASE,
    OPT_END,
};

static int parse_merge(struct desk *d, void *args, const struct opt_list *words, int *taken,
                       struct buf *err)
{
    struct merge *m = args;
    struct ticket t;
    m->a.exact = true;
    if (m->undo)
        return 0;
    if (!words->n) {
        buf_str(err, "into which ticket? write tk-merge INTO FROM...");
        return EXIT_USAGE;
    }
    const char *word = words->v[0];
    *taken = 1;
    if (!ref_parse(word, strlen(word), &m->into)) {
        buf_fmt(err, "not a ticket id: \"%s\"", word);
        return EXIT_USAGE;
    }
    bool found = ticket_get(d, m->into, &t);
    ticket_free(&t);
    if (!found)
        buf_fmt(err, "no such ticket %lld", (long long)m->into);
    return found ? 0 : EXIT_NOINPUT;
}

static int apply_merge(struct desk *d, void *args, struct ticket *t, struct buf *err)
{
    const struct merge *m = args;
    if (!m->undo)
        return merge_into(d, t, m->into, err);
    merge_undo(d, t);
    return 0;
}

const struct action action_merge = {"merge",     sizeof(struct merge), options_merge, 0,
                                    parse_merge, apply_merge,          NULL};
