// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/lease.h"
#include "base/date.h"
#include "base/err.h"

#define LONGEST "30d"

bool lease_runs(const struct desk *d, const struct ticket *t)
{
    return t->lease_by && t->lease > d->now;
}

int lease_until(const struct desk *d, const char *text, int64_t *until, struct buf *err)
{
    int64_t last = d->now;
    date_duration(LONGEST, d->now, d->zone, DATE_AHEAD, &last);
    if (date_duration(text, d->now, d->zone, DATE_AHEAD, until) && *until > d->now &&
        *until <= last)
        return 0;
    buf_fmt(err, "--for takes a duration above 0 and at most " LONGEST ", as 20m or 2h, not \"%s\"",
            text);
    return EXIT_USAGE;
}

void lease_tell(struct desk *d, const struct ticket *t, struct buf *out)
{
    buf_fmt(out, "%lld is held by %s until ", (long long)t->id, agent_word(d, t->lease_by));
    date_iso(out, t->lease);
}
