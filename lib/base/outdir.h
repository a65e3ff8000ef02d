// SPDX-License-Identifier: GPL-3.0-or-later
// A directory of files that appears under its name when it is complete, or not at all.
#ifndef BASE_OUTDIR_H
#define BASE_OUTDIR_H

#include <stddef.h>

struct outdir {
    const char *path;    // as given, borrowed
    char *target, *temp; // without slashes at the end; the directory beside it, kept as temporary
    char **files;        // in it, likewise
    size_t n, cap;
};

// Makes the temporary directory (mode 0700) beside path, which must not exist or be an empty
// directory.  Dies with EXIT_CANTCREATE.
void outdir_open(struct outdir *d, const char *path);
// A new file in it (mode 0600), for writing; its descriptor.
int outdir_file(struct outdir *d, const char *name);
// What was written to one stays: fsync and close.  Dies with EXIT_IO.
void outdir_sync(const struct outdir *d, int fd);
// Gives the directory its name, for good.  Dies with EXIT_CANTCREATE when somebody was faster.
void outdir_finish(struct outdir *d);

#endif
