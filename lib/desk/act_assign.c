// SPDX-License-Identifier: GPL-3.0-or-later
// assign AGENT | --claim [--for DURATION] | --release
#include <stddef.h>

#include "desk/action.h"
#include "desk/lease.h"
#include "desk/lifecycle.h"

struct assign {
    struct action_args a;
    bool claim, release;
    const char *lasting; // --for
    int64_t agent;       // 0: nobody
};

const struct opt options_assign[] = {
    OPTIONS_ACT,
    OPTIONS_BATCH,
    {0, "claim", OPT_FLAG, OPTV_NONE, offsetof(struct assign, claim),
     "take it for oneself, only if nobody has it", NULL},
    OPTIONS_COLUMNS,
    {0, "for", OPT_STRING, OPTV_TIME, offsetof(struct assign, lasting),
     "claim: hold it so long instead, as 20m", LEASE_WORDS},
    OPTIONS_IDS,
    OPTIONS_OUT,
    {0, "release", OPT_FLAG, OPTV_NONE, offsetof(struct assign, release),
     "give it back to the queue", NULL},
    OPTIONS_BASE,
    OPT_END,
};

static int check_options(const struct desk *d, const struct assign *as, struct buf *err)
{
    int64_t until;
    if (as->claim && as->release)
        buf_str(err, "--claim and --release exclude each other");
    else if (as->lasting && !as->claim)
        buf_str(err, "--for goes with --claim");
    else
        return as->lasting ? lease_until(d, as->lasting, &until, err) : 0;
    return EXIT_USAGE;
}

static int parse(struct desk *d, void *args, const struct opt_list *words, int *taken,
                 struct buf *err)
{
    struct assign *as = args;
    int rc = check_options(d, as, err);
    if (rc)
        return rc;
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

// Whether it is somebody else's who must not be robbed; said.
static bool must_leave(struct desk *d, struct assign *as, const struct ticket *t)
{
    bool has = as->claim && t->assignee && t->assignee != as->agent;
    bool holds =
        (as->claim || as->release) && !t->assignee && lease_runs(d, t) && t->lease_by != d->me;
    if (has)
        buf_fmt(&as->a.said, "%lld is taken by %s", (long long)t->id, agent_word(d, t->assignee));
    else if (holds)
        lease_tell(d, t, &as->a.said);
    return has || holds;
}

// For a while.  What is one's own for good stays so.
static int hold(struct desk *d, struct assign *as, struct ticket *t, struct buf *err)
{
    int64_t until = 0;
    int rc = lease_until(d, as->lasting, &until, err); // counted from the change, not the start
    if (rc || t->assignee)
        return rc;
    if (status_is_live(t->status)) {
        ticket_set_lease(d, t, until, as->agent);
        return 0;
    }
    buf_fmt(&as->a.said, "%lld is %s: there is nothing to hold", (long long)t->id,
            name_word(names_status, t->status));
    as->a.skipped = true;
    return 0;
}

static int apply(struct desk *d, void *args, struct ticket *t, struct buf *err)
{
    struct assign *as = args;
    if (must_leave(d, as, t)) {
        as->a.skipped = true;
        return 0;
    }
    if (as->agent && agent_is_gone(d, as->agent)) { // removed since the words were read
        buf_fmt(err, "agent %s is gone", agent_word(d, as->agent));
        return EXIT_DATA;
    }
    if (as->lasting)
        return hold(d, as, t, err);
    ticket_set_assignee(d, t, as->agent);
    return 0;
}

const struct action action_assign = {
    "assign", sizeof(struct assign), options_assign, 0, parse, apply, NULL};
