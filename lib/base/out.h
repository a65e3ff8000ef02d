// SPDX-License-Identifier: GPL-3.0-or-later
// Where records go: stdout, or -o FILE replaced atomically.  Writes are whole records; failure to
// write is a failure of the tool.
#ifndef BASE_OUT_H
#define BASE_OUT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/spool.h"

struct out {
    int fd;
    const char *path;  // of -o, borrowed; NULL for stdout
    char *target;      // the file that path leads to through its links, owned
    char *temp;        // the temporary file beside it, owned; NULL when written in place
    struct buf buf;    // whole records only, up to OUT_CHUNK
    struct spool held; // where records wait while out.hold
    bool hold;         // a database transaction is open: keep records, write nothing yet
};
#define OUT_CHUNK 65536u

// fds 0-2 that are closed are opened on /dev/null, stdout so that a write to it fails (EBADF): what
// a tool prints is never lost in silence.  SIGXFSZ is ignored.  Called first in main.
void out_guard_fds(void);

// Where path leads through its links, also to a file that is not there yet; owned.
char *out_target(const char *path);

// NULL path: stdout.  A regular file at path is replaced on out_finish: temporary file in the same
// directory (mode of the old file, else 0666 & ~umask), fsync, rename, fsync of the directory;
// links are followed.  Anything else that exists is written in place.  Dies with EXIT_CANTCREATE,
// also where the old file may not be written.  A child made by fork must leave by _exit, or it
// removes its parent's temporary file.  A signal that ends the process
// removes it, too.
void out_open(struct out *o, const char *path);
// The file appears at its place now, empty, and grows: what was flushed is in it however the
// process ends.  What is not a regular file is so anyway.
void out_grow(struct out *o);
// A record is complete in o->buf: write when a chunk is full (or keep it while held).
void out_record(struct out *o);
// Write everything now (also ends hold: what was kept is written).
void out_flush(struct out *o);
// Flush, close, rename; stdout is left on /dev/null.  Dies: ENOSPC, EDQUOT and EFBIG on -o and
// every other failure EXIT_IO; EPIPE on stdout dies by SIGPIPE if that is not ignored, else exit
// EXIT_IO without a message, but for what stands (err_stands).
void out_finish(struct out *o);
// What was written so far and is held, appended to `to`: it is the caller's to show.
void out_take(struct out *o, struct buf *to);
// Drop everything and the temporary file.
void out_abandon(struct out *o);

#endif
