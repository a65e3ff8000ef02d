// SPDX-License-Identifier: GPL-3.0-or-later
// Many commands as one change (tk-batch).
//
// A line of input is a command: that of a tool without tk-, its words by the quoting rules of sh
// (base/words.h).  Besides the actions there are
//
//     new [options] SUBJECT        a ticket; `.` is its number in the lines behind it
//     verify ID FIELD=VALUE...     refuses the group unless the ticket is like that
//     start, commit, abort         the lines between them are a group
//
// A group is one transaction and one change set, done as a whole or not at all; lines outside of
// start and commit are a group of their own up to the next start.  All input is read first.
#ifndef DESK_BATCH_H
#define DESK_BATCH_H

#include "desk/tool.h"

#define BATCH_COLUMNS "id,line,code,command"
#define BATCH_WORDS   "id line code command"

// Reads stdin, or `file` ("-": stdin, asked for), does it and prints the records.  What is wrong is
// reported line by line, and the tool's status is set.
void batch_run(struct tool *t, const char *file);

#endif
