// SPDX-License-Identifier: GPL-3.0-or-later
// The views of a policy: the shared ones, and those of agents.
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/config_impl.h"
#include "desk/view.h"

// --- shared

static void apply_shared(struct config *c, const struct conf_section *s)
{
    const struct conf_entry *e = conf_find(s, "query");
    char *there = view_stored(c->d, s->name, NULL);
    if (e) {
        config_must(c, e->line, view_put(c->d, s->name, NULL, e->value, &c->err));
    } else if (!there) {
        buf_fmt(&c->err, "view %s has no query: give query = QUERY", s->name);
        config_fault(c, s->line);
    }
    free(there);
}

// --- of an agent

static const char *own_name(const struct conf_entry *e)
{
    return strncmp(e->key, "view.", 5) == 0 ? e->key + 5 : NULL;
}

// "view.NAME =" removes that one, if it is there.
static void apply_own(struct config *c, const char *login, const struct conf_entry *e)
{
    char *there = view_stored(c->d, own_name(e), login);
    if (*e->value)
        config_must(c, e->line, view_put(c->d, own_name(e), login, e->value, &c->err));
    else if (there)
        config_must(c, e->line, view_remove(c->d, own_name(e), login, &c->err));
    free(there);
}

static bool lists(const struct conf_section *s, const char *name)
{
    for (size_t i = 0; i < s->n; i++)
        if (own_name(&s->entry[i]) && strcmp(own_name(&s->entry[i]), name) == 0)
            return true;
    return false;
}

static void prune_own(struct config *c, const struct conf_section *s)
{
    struct views all;
    views_stored(c->d, &all);
    for (size_t i = 0; i < all.n; i++) {
        const struct view *v = &all.v[i];
        if (v->login && strcmp(v->login, s->name) == 0 && !lists(s, v->name))
            config_must(c, s->line, view_remove(c->d, v->name, v->login, &c->err));
    }
    views_free(&all);
}

static void apply_agent(struct config *c, const struct conf_section *s)
{
    struct buf told = BUF_INIT;
    int64_t id;
    if (agent_find(c->d, s->name, &id, &told) == 0) {
        for (size_t i = 0; i < s->n; i++)
            if (own_name(&s->entry[i]))
                apply_own(c, s->name, &s->entry[i]);
        if (c->prune)
            prune_own(c, s);
    }
    buf_free(&told);
}

void config_views(struct config *c)
{
    config_each(c, "view", apply_shared);
    config_each(c, "agent", apply_agent);
}
