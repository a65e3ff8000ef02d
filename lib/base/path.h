// SPDX-License-Identifier: GPL-3.0-or-later
// Where files are (XDG base directories), and the config file of the user's taste.
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include "base/buf.h"

// $XDG_DATA_HOME/tk/NAME, $XDG_STATE_HOME/tk/NAME, $XDG_CONFIG_HOME/tk/NAME with their defaults
// under $HOME; the directory itself for a NULL name.  A relative XDG path is ignored, as the XDG
// specification asks.  Owned by the caller; NULL when HOME is not set either.
char *path_data(const char *name);
char *path_state(const char *name);
char *path_config(const char *name);
// mkdir -p with mode 0700 for what is missing; 0 or -1 with errno.
int path_make(const char *dir);

// The value of `key` from the user's config file, else /etc/tk/config, else NULL.  Lines are
// "key = value", "#" starts a comment line.  Owned by the caller.  Dies with EXIT_CONFIG naming
// file and line when a line cannot be read or its key is unknown.  Keys: database, hooks, pager,
// editor, color.  The last of equal keys counts.
char *path_setting(const char *key);

// A file that is installed as data: in $TK_DATA, in the source tree beside a build tree, or where
// make install put it.  Owned by the caller; it may be missing.
char *path_bundled(const char *name);

#endif
