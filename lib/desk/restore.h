// SPDX-License-Identifier: GPL-3.0-or-later
// What tk-export made becomes the desk again: ids, rows, events, times and hashes are the same.
#ifndef DESK_RESTORE_H
#define DESK_RESTORE_H

#include "desk/tool.h"

// path: a directory of tk-export, a file of its -F jsonl, or "-" (that on stdin).  The tool is
// started with TOOL_WRITE; the acting agent must be an admin.  A whole export goes into a desk as
// tk-init made it, an increment into one that stands where the increment begins.  All in one
// transaction, and nothing unless every sum, row, reference and the history agree: what does not
// ends the tool with 65, "FILE:LINE: what".  What is there already is left alone.  Prints the
// anchor unless -q; with -n rolls back and prints it on stderr.
void restore_run(struct tool *t, const char *path);

#endif
