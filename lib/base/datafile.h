// SPDX-License-Identifier: GPL-3.0-or-later
// Data files that are known by a name, those of one kind in a directory: the user's in
// $XDG_CONFIG_HOME/tk/KIND, the machine's in /etc/tk/KIND, and what is installed with tk.  Where
// several have the same name, the first of these counts.
#ifndef BASE_DATAFILE_H
#define BASE_DATAFILE_H

#include <stdbool.h>

#include "base/buf.h"

struct datafile { // owned by its list
    char *name, *path;
};
struct datafiles { // by name
    struct datafile *v;
    size_t n, cap;
};

// All of a kind whose file names end in suffix ("": all); their names are without it.  Hidden files
// and backups (weekly~) are none; a directory that cannot be read has none.
void datafiles_find(struct datafiles *all, const char *kind, const char *suffix);
void datafiles_free(struct datafiles *all); // empty again

const char *datafiles_path(const struct datafiles *all, const char *name); // borrowed; NULL: none
// Appends `unknown WHAT "name"`, and the nearest name; false if none is near.
bool datafiles_unknown(const struct datafiles *all, const char *what, const char *name,
                       struct buf *err);

// Appends what is in the file, 1 MiB at most.  False with "PATH: reason" in err.
bool datafile_read(const char *path, struct buf *text, struct buf *err);

#endif
