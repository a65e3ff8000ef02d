// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of configurations only.
#ifndef DESK_CONFIG_IMPL_H
#define DESK_CONFIG_IMPL_H

#include "base/conf.h"
#include "desk/config.h"

struct config_fault {
    long line; // 0: of the whole text
    char *text;
};

struct config {
    struct desk *d;
    struct conf conf;
    bool prune;
    struct config_fault *fault;
    size_t n, cap;
    struct buf err; // of the verbs; emptied by config_fault
};

// Something on that line cannot be: c->err is the reason.
void config_fault(struct config *c, long line);
// Calls for rc other than 0; whether it is 0.
bool config_must(struct config *c, long line, int rc);

// Sections and keys that there are, each once; what is not known is told and left out of c->conf.
void config_check(struct config *c);
// The entry's value; NULL: it is not given, and to be left alone; "": not given, but pruned.
const char *config_value(const struct config *c, const struct conf_section *s, const char *key,
                         long *line);
// Is there a section of that kind?
bool config_mentions(const struct config *c, const char *kind);
bool config_has(const struct config *c, const char *kind, const char *name);

// The next section of a kind behind s (NULL: the first); NULL: no more.
const struct conf_section *config_next(const struct config *c, const char *kind,
                                       const struct conf_section *s);

void config_each(struct config *c, const char *kind,
                 void (*apply)(struct config *c, const struct conf_section *s));

void config_agents(struct config *c);
void config_macros(struct config *c);
void config_views(struct config *c); // shared ones, and those of agents

// --- pruning: what a kind that is mentioned lacks
void config_prune_queues(struct config *c);
void config_prune_fields(struct config *c);
void config_prune_agents(struct config *c);
void config_prune_macros(struct config *c);
void config_prune_views(struct config *c);

// --- what dump and apply must write alike
void config_away(struct desk *d, int64_t agent, struct buf *out); // "" for somebody who is there

#endif
