// SPDX-License-Identifier: GPL-3.0-or-later
// What tk-view does.  Faults end the tool.
#ifndef DESK_VIEW_TOOL_H
#define DESK_VIEW_TOOL_H

#include "desk/tool.h"

// Columns by their names, for completion.
#define VIEW_COLUMNS "name level query hides"

void view_tool_list(struct tool *t);
void view_tool_show(struct tool *t, const char *const *words, int n);

// words: NAME QUERY...  The query is looked at first, so that its fault is told with its place,
// then the change set begins.
void view_tool_add(struct tool *t, const char *const *words, int n, bool shared);
void view_tool_set(struct tool *t, const char *const *words, int n, bool shared);
void view_tool_remove(struct tool *t, const char *const *words, int n, bool shared);

#endif
