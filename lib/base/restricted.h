// SPDX-License-Identifier: GPL-3.0-or-later
// For somebody who is kept within the desk (a login whose only command is tk-shell --restricted):
// no file is read or written by a name that was typed, and no program is run that could start
// others.  The environment variable TK_RESTRICTED says so, whatever its value is, so that none can
// take it back.
#ifndef BASE_RESTRICTED_H
#define BASE_RESTRICTED_H

#include <stdbool.h>

bool restricted(void);
// If so, ends the process with EXIT_NOPERM: "what: not in a restricted shell".
void restricted_refuse(const char *what);
// The same for the name of a file; "-" is none.
void restricted_refuse_file(const char *path);

#endif
