// SPDX-License-Identifier: GPL-3.0-or-later
// tag +vip -new, cc +bob -ann
#include <stddef.h>
#include <string.h>

#include "desk/action.h"
#include "desk/customer.h"

struct tag {
    struct action_args a;
    const struct opt_list *words;
    int n;
};

const struct opt options_tag[] = {
    OPTIONS_ACT, OPTIONS_BATCH, OPTIONS_COLUMNS, OPTIONS_IDS, OPTIONS_OUT, OPTIONS_BASE, OPT_END,
};
const struct opt options_cc[] = {
    OPTIONS_ACT, OPTIONS_BATCH, OPTIONS_COLUMNS, OPTIONS_IDS, OPTIONS_OUT, OPTIONS_BASE, OPT_END,
};

static bool is_change(const char *word)
{
    return (word[0] == '+' || word[0] == '-') && word[1];
}

static int take_changes(struct tag *g, const struct opt_list *words, int *taken, const char *what,
                        struct buf *err)
{
    g->words = words;
    while (g->n < words->n && is_change(words->v[g->n]))
        g->n++;
    *taken = g->n;
    if (g->n)
        return 0;
    buf_fmt(err, "nothing to do: write +%s to add or -%s to remove, before the ids", what, what);
    return EXIT_USAGE;
}

static int parse_tag(struct desk *d, void *args, const struct opt_list *words, int *taken,
                     struct buf *err)
{
    struct tag *g = args;
    (void)d;
    int rc = take_changes(g, words, taken, "TAG", err);
    for (int i = 0; rc == 0 && i < g->n; i++)
        rc = name_legal(words->v[i] + 1, "a tag", err) ? 0 : EXIT_USAGE;
    return rc;
}

static int apply_tag(struct desk *d, void *args, struct ticket *t, struct buf *err)
{
    const struct tag *g = args;
    int rc = 0;
    for (int i = 0; rc == 0 && i < g->n; i++)
        rc = ticket_tag(d, t, g->words->v[i] + 1, g->words->v[i][0] == '+', err);
    return rc;
}

// Agents watch; customers, known by their address, are in copy.
static int find_participant(struct desk *d, const char *word, bool make, int64_t *who,
                            enum participant_role *role, struct buf *err)
{
    *role = strchr(word, '@') ? PARTICIPANT_CC : PARTICIPANT_WATCHER;
    if (*role == PARTICIPANT_WATCHER)
        return agent_find(d, word, who, err);
    return make ? customer_require(d, word, who, err) : customer_find(d, word, who, err);
}

static int parse_cc(struct desk *d, void *args, const struct opt_list *words, int *taken,
                    struct buf *err)
{
    struct tag *g = args;
    int rc = take_changes(g, words, taken, "AGENT", err);
    for (int i = 0; rc == 0 && i < g->n; i++) {
        const char *word = words->v[i] + 1;
        int64_t who;
        struct contact c = {0};
        if (!strchr(word, '@'))
            rc = agent_find(d, word, &who, err);
        else if (contact_parse(&c, word, err))
            rc = EXIT_USAGE;
        contact_free(&c);
    }
    return rc;
}

static int apply_cc(struct desk *d, void *args, struct ticket *t, struct buf *err)
{
    const struct tag *g = args;
    int rc = 0;
    for (int i = 0; rc == 0 && i < g->n; i++) {
        bool on = g->words->v[i][0] == '+';
        enum participant_role role;
        int64_t who;
        rc = find_participant(d, g->words->v[i] + 1, on, &who, &role, err);
        if (rc == 0)
            ticket_participant(d, t, role, who, on);
    }
    return rc;
}

const struct action action_tag = {"tag",     sizeof(struct tag), options_tag, OPT_MINUS_WORDS,
                                  parse_tag, apply_tag,          NULL};
const struct action action_cc = {"cc",     sizeof(struct tag), options_cc, OPT_MINUS_WORDS,
                                 parse_cc, apply_cc,           NULL};
