// SPDX-License-Identifier: GPL-3.0-or-later
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "desk/action.h"
#include "desk/macro.h"

const struct action *const actions[] = {
    &action_assign, &action_cc,    &action_close, &action_link, &action_merge,
    &action_reopen, &action_reply, &action_set,   &action_tag,  NULL,
};

const struct action *action_find(const char *word)
{
    for (const struct action *const *a = actions; *a; a++)
        if (strcmp((*a)->word, word) == 0)
            return *a;
    return NULL;
}

void action_args_init(struct action_args *args)
{
    args->common = (struct common)COMMON_INIT;
    args->message = (struct buf)BUF_INIT;
    args->said = (struct buf)BUF_INIT;
    args->shown = (struct buf)BUF_INIT;
}

void action_args_free(struct action_args *args)
{
    buf_free(&args->message);
    buf_free(&args->said);
    buf_free(&args->shown);
    free(args->parsed);
    macro_close(args->macro);
}

int action_reach(struct desk *d, const struct action_args *args, int64_t id, struct ticket *t,
                 struct buf *err)
{
    if (!(args->exact ? ticket_get : ticket_reach)(d, id, t)) {
        buf_fmt(err, "no such ticket %lld", (long long)id);
        return EXIT_NOINPUT;
    }
    int64_t want = args->common.if_rev;
    if (want < 0 || t->rev == want)
        return 0;
    buf_fmt(err, "ticket %lld changed: its rev is %lld, not %lld (tk-show %lld)", (long long)t->id,
            (long long)t->rev, (long long)want, (long long)t->id);
    return EXIT_DATA;
}
