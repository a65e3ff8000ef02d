// SPDX-License-Identifier: GPL-3.0-or-later
// The lines that were typed, over all sessions: readline's history in a file in $XDG_STATE_HOME/tk,
// mode 0600, written line by line so that a crash loses none.
#ifndef SHELL_RECALL_H
#define SHELL_RECALL_H

#include <stdbool.h>

#include "base/buf.h"

// Reads what there is.  name: of the file.  False if there was no such file: the first start.
bool recall_open(const char *name);
// A line of one or more lines, without its last newline.  One that begins with a blank is not kept,
// nor the same as the one before.
void recall_add(const char *line);
// The last n entries, numbered, the newest last; safe for a terminal; appended.
void recall_list(long n, struct buf *out);

#endif
