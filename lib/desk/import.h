// SPDX-License-Identifier: GPL-3.0-or-later
// Whole histories from elsewhere, by a mapping (tk-mapping(5)): tables of tickets, or logs with one
// record for each change of state.
//
// A ticket is known by its source and its key there (table origin).  What was taken of it is kept
// as fingerprints of what the source said last, of each field, and of each message: so a second run
// changes nothing, a longer file adds what is new, and where somebody changed a field here since,
// the source does not overwrite it.
#ifndef DESK_IMPORT_H
#define DESK_IMPORT_H

#include "base/datafile.h"
#include "desk/tool.h"

struct import_job {
    struct tool *t;
    const char *mapping;          // name or file
    const char *file;             // NULL or "-": stdin
    const char *source;           // instead of the mapping's; NULL: that
    const char *queue, *customer; // where a record says nothing; NULL: the mapping's
    const char *format;           // of the file; NULL: the mapping's
};
// Reads, takes over, prints the reconciliation: records of item, theirs, ours, count.  Faults are
// reported record by record; the tool's status is set.
void import_run(const struct import_job *job);

// Records of all mappings: name, source, kind, format, about, path.
void import_list(struct tool *t);

void import_mappings(struct datafiles *all); // all there are; free with datafiles_free

#endif
