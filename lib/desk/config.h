// SPDX-License-Identifier: GPL-3.0-or-later
// The policy of a desk as text (tk-config(5)): settings, transitions, queues, custom fields,
// agents, macros and views, in the shape of base/conf.h.
#ifndef DESK_CONFIG_H
#define DESK_CONFIG_H

#include "desk/tool.h"

// All of it in one order, so that two desks with the same policy give the same bytes; appended.
// Reads several tables: within one transaction.
void config_dump(struct desk *d, struct buf *out);

struct config; // one that was read

// Needs no desk.  What is wrong with it is kept for config_apply.  prune: what a kind that is
// mentioned lacks is to go.
struct config *config_read(const char *text, size_t len, bool prune);
// Makes the desk so, within the open change set, by the verbs of each noun.  Each bad line is told
// through tool_fail as "NAME:LINE: text", in the order of lines, and false returned: then the
// caller must roll back.  What the text does not mention stays.  Once only.
bool config_apply(struct tool *t, struct config *c, const char *name);
void config_free(struct config *c);

// What the open change set did: a record for each thing (kind, name, what), or in words, a line
// for each step, appended to out.
void config_print(struct tool *t);
void config_tell(struct desk *d, struct buf *out);

// --- the tool.  path: NULL (stdin, which must not be a terminal) or "-" or a file.
void config_tool_dump(struct tool *t);
void config_tool_diff(struct tool *t, const char *path, bool prune);
void config_tool_apply(struct tool *t, const char *path, bool prune);
void config_tool_get(struct tool *t, const char *key);
void config_tool_set(struct tool *t, const char *word); // KEY=VALUE
void config_tool_list(struct tool *t);

#endif
