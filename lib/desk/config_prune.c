// SPDX-License-Identifier: GPL-3.0-or-later
// What a policy that names some of a kind does not name: removed by the verb that removes it.
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/agent.h"
#include "desk/config_impl.h"
#include "desk/field.h"
#include "desk/macro.h"
#include "desk/view.h"

typedef int remove_verb(struct desk *d, int64_t id, struct buf *err);

static void prune(struct config *c, const char *kind, struct stmt *q, remove_verb *verb)
{
    size_t n = 0, cap = 0;
    struct lost {
        int64_t id;
        char *name;
    } *lost = NULL;
    while (db_row(q))
        if (!config_has(c, kind, db_text(q, 1))) {
            lost = mem_grow(lost, &cap, n, sizeof *lost);
            lost[n++] = (struct lost){db_int(q, 0), db_text_dup(q, 1)};
        }
    for (size_t i = 0; i < n; i++) {
        struct buf why = BUF_INIT;
        if (verb(c->d, lost[i].id, &why)) {
            buf_fmt(&c->err, "%s %s is not in it and cannot go: %s", kind, lost[i].name, why.s);
            config_fault(c, 0);
        }
        buf_free(&why);
        free(lost[i].name);
    }
    free(lost);
}

void config_prune_queues(struct config *c)
{
    if (c->prune && config_mentions(c, "queue"))
        prune(c, "queue",
              db_query(c->d->db, SQL("SELECT id, name FROM queue WHERE gone IS NULL"
                                     " ORDER BY name /* scan */")),
              queue_remove);
}

void config_prune_fields(struct config *c)
{
    if (c->prune && config_mentions(c, "field"))
        prune(c, "field",
              db_query(c->d->db, SQL("SELECT id, name FROM field WHERE gone IS NULL"
                                     " ORDER BY name /* scan */")),
              field_remove);
}

// Who forgot his own name would be locked out, and could not even undo it.
static int remove_other(struct desk *d, int64_t id, struct buf *err)
{
    if (id != d->me)
        return agent_remove(d, id, err);
    buf_str(err, "it is you who applies this: name yourself, or let another admin do it");
    return EXIT_DATA;
}

void config_prune_agents(struct config *c)
{
    if (c->prune && config_mentions(c, "agent"))
        prune(c, "agent",
              db_query(c->d->db, SQL("SELECT id, login FROM agent WHERE gone IS NULL"
                                     " ORDER BY login /* scan */")),
              remove_other);
}

void config_prune_macros(struct config *c)
{
    if (c->prune && config_mentions(c, "macro"))
        prune(c, "macro",
              db_query(c->d->db, SQL("SELECT id, name FROM macro WHERE gone IS NULL"
                                     " ORDER BY name /* scan */")),
              macro_remove);
}

// Views have no number.
void config_prune_views(struct config *c)
{
    struct views all;
    if (!c->prune || !config_mentions(c, "view"))
        return;
    views_stored(c->d, &all);
    for (size_t i = 0; i < all.n; i++)
        if (!all.v[i].login && !config_has(c, "view", all.v[i].name))
            config_must(c, 0, view_remove(c->d, all.v[i].name, NULL, &c->err));
    views_free(&all);
}
