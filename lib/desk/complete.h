// SPDX-License-Identifier: GPL-3.0-or-later
// Completion: the words that may stand next, from the tool's own option table and the database.
#ifndef DESK_COMPLETE_H
#define DESK_COMPLETE_H

struct command;

// TOOL --complete WORD...: the words typed so far after the tool's name, the last one being
// completed ("" if it has not begun).  Prints candidates, one a line, a TAB and a description
// behind it; "\tfiles" alone asks the shell for file names.  Everything printed is safe for a
// terminal. Without a database, only words that need none.  The exit status, always 0.
int complete_main(const struct command *cmd, int argc, char **argv);

#endif
