// SPDX-License-Identifier: GPL-3.0-or-later
// Agents, queues, and who serves what.
// Adding what exists already is success and changes nothing; what was removed comes back with what
// is given.  Who may do it is checked here: EXIT_NOPERM.
#ifndef DESK_AGENT_H
#define DESK_AGENT_H

#include "desk/desk.h"

#define AGENT_AWAY INT64_MAX // until when an agent is away who is so for good

int agent_add(struct desk *d, const char *login, const char *name, enum role role, struct buf *err);
// Fields: name, role, capacity (a number, "" unlimited), away (a time until when, "yes", "" back).
int agent_set(struct desk *d, int64_t id, const char *field, const char *value, struct buf *err);
// level 1 or more serves, 0 does so no longer.
int agent_serve(struct desk *d, int64_t id, int64_t queue, int level, struct buf *err);
int agent_serve_word(struct desk *d, int64_t id, const char *word,
                     struct buf *err); // QUEUE[:LEVEL]
int agent_remove(struct desk *d, int64_t id, struct buf *err);

int queue_add(struct desk *d, const char *name, const char *title, struct buf *err);
int queue_set(struct desk *d, int64_t id, const char *field, const char *value, struct buf *err);
int queue_default(struct desk *d, int64_t id, struct buf *err); // where tickets without one go
// EXIT_DATA while tickets in it are not closed, and for the default one.
int queue_remove(struct desk *d, int64_t id, struct buf *err);

#endif
