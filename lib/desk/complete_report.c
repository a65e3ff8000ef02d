// SPDX-License-Identifier: GPL-3.0-or-later
// What tk-report takes: names of reports, metrics, dimensions.
#include "base/mem.h"
#include "desk/complete_impl.h"
#include "desk/dimension.h"
#include "desk/metric.h"
#include "desk/report_preset.h"

void complete_metrics(struct completion *c)
{
    size_t from = complete_list(c);
    for (const struct metric *m = metrics; m->name; m++)
        if (!complete_listed(c, from, m->name))
            complete_offer(c, m->name, "", m->definition);
}

void complete_dimensions(struct completion *c)
{
    size_t from = complete_list(c);
    for (const struct dimension *d = dimensions; d->name; d++)
        if (!complete_listed(c, from, d->name))
            complete_offer(c, d->name, "", d->help);
    complete_fields(c, "");
}

void complete_cell(struct completion *c)
{
    for (const struct dimension *d = dimensions; d->name; d++)
        complete_offer(c, d->name, "=", d->help);
    complete_fields(c, "=");
}

static void offer(void *arg, const char *name, const char *title, const char *path)
{
    (void)path;
    complete_offer(arg, name, "", title);
}

void complete_report(struct completion *c)
{
    if (c->operands.n || c->metrics) {
        complete_query(c);
        return;
    }
    preset_each(offer, c);
    complete_offer(c, "list", "", "the reports there are");
}
