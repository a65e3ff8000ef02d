// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/offer.h"

#include <stdlib.h>
#include <string.h>

#include "base/family.h"
#include "base/mem.h"
#include "desk/view.h"
#include "shell/builtin.h"
#include "shell/command.h"
#include "shell/shell.h"

static bool is_there(const struct offers *all, const char *name)
{
    for (size_t i = 0; i < all->n; i++)
        if (strcmp(all->v[i].name, name) == 0)
            return true;
    return false;
}

static void add(struct offers *all, const char *prefix, enum offer_kind kind, const char *name,
                const char *summary)
{
    if (strncmp(name, prefix, strlen(prefix)) != 0 || is_there(all, name))
        return;
    all->v = mem_grow(all->v, &all->cap, all->n, sizeof *all->v);
    all->v[all->n++] = (struct offer){mem_strdup(name), mem_strdup(summary), kind};
}

static void add_tools(struct shell *s, const char *prefix, bool ask, struct offers *all)
{
    struct family tools;
    family_list(&tools, s->dir, prefix);
    if (ask)
        family_ask(&tools);
    for (size_t i = 0; i < tools.n; i++)
        if (command_allowed(s, tools.tool[i].command))
            add(all, prefix, OFFER_TOOL, tools.tool[i].command, tools.tool[i].summary);
    family_free(&tools);
}

static void add_views(struct shell *s, const char *prefix, struct offers *all)
{
    struct views views;
    views_read(&s->desk, &views);
    for (size_t i = 0; i < views.n; i++)
        add(all, prefix, OFFER_VIEW, views.v[i].name, views.v[i].query);
    views_free(&views);
}

static int by_name(const void *a, const void *b)
{
    const struct offer *x = a, *y = b;
    return strcmp(x->name, y->name);
}

void offers_find(struct shell *s, const char *prefix, bool ask, struct offers *all)
{
    *all = (struct offers){0};
    for (const struct builtin *b = builtins; b->name; b++)
        add(all, prefix, OFFER_OWN, b->name, b->summary);
    add_tools(s, prefix, ask, all);
    for (const struct command_alias *a = command_aliases; a->name; a++)
        add(all, prefix, OFFER_OWN, a->name, a->summary);
    add_views(s, prefix, all);
    if (all->n)
        qsort(all->v, all->n, sizeof *all->v, by_name);
}

void offers_free(struct offers *all)
{
    for (size_t i = 0; i < all->n; i++) {
        free(all->v[i].name);
        free(all->v[i].summary);
    }
    free(all->v);
    *all = (struct offers){0};
}
