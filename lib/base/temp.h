// SPDX-License-Identifier: GPL-3.0-or-later
// Files and directories that are removed when the process ends before they are complete: by exit,
// or by a signal that asks it to.  (SIGKILL leaves them, under a name that says what they are.)
#ifndef BASE_TEMP_H
#define BASE_TEMP_H

#include <signal.h>

// Between these two no such signal comes: what is made there is given to temp_keep there, too.
void temp_hold(sigset_t *old);
void temp_release(const sigset_t *old);

// From now on path, a file or an empty directory, goes when the process does; the latest first, so
// a directory is given before its files.  A copy of path, to be given to temp_forget.
char *temp_keep(const char *path);
// It stays (or is gone already).  Frees the copy.
void temp_forget(char *path);

#endif
