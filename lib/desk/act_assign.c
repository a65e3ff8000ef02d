// SPDX-License-Identifier: GPL-3.0-or-later
// assign AGENT | --claim | --release
#include <stddef.h>

#include "desk/action.h"

struct assign {
    struct action_args a;
    bool claim, release;
    int64_t agent; // 0: nobody
};

const struct opt options_assign[] = {
    OPTIONS_ACT,
    OPTIONS_BATCH,
    {0, "claim", OPT_FLAG, OPTV_NONE, offsetof(struct assign, claim),
     "take it for oneself, only if nobody has it", NULL},
    OPTIONS_COLUMNS,
    OPTIONS_IDS,
    OPTIONS_OUT,
    {0, "release", OPT_FLAG, OPTV_NONE, offsetof(struct assign, release),
     "give it back to the queue", NULL},
    OPTIONS_BASE,
    OPT_END,
};

static int parse(struct desk *d, void *args, const struct opt_list *words, int *taken,
                 struct buf *err)
{
    struct assign *as = args;
    if (as->claim && as->release) {
        buf_str(err, "--claim and --release exclude each other");
        return EXIT_USAGE;
    }
    if (as->claim)
        as->agent = d->me;
    if (as->claim || as->release)
        return 0;
    if (words->n == 0) {
        buf_str(err, "no agent: tk-assign AGENT ID..., --claim or --release");
        return EXIT_USAGE;
    }
    *taken = 1;
    if (words->v[0][0] == '\0') {
        buf_str(err, "an empty agent (--release gives a ticket back)");
        return EXIT_USAGE;
    }
    return agent_find(d, words->v[0], &as->agent, err);
}

static int apply(struct desk *d, void *args, struct ticket *t, struct buf *err)
{
    struct assign *as = args;
    if (as->claim && t->assignee && t->assignee != as->agent) {
        buf_fmt(&as->a.said, "%lld is taken by %s", (long long)t->id, agent_word(d, t->assignee));
        as->a.skipped = true;
        return 0;
    }
    if (as->agent && agent_is_gone(d, as->agent)) { // removed since the words were read
        buf_fmt(err, "agent %s is gone", agent_word(d, as->agent));
        return EXIT_DATA;
    }
    ticket_set_assignee(d, t, as->agent);
    return 0;
}

const struct action action_assign = {
    "assign", sizeof(struct assign), options_assign, 0, parse, apply, NULL};
