// SPDX-License-Identifier: GPL-3.0-or-later
// Verifying a desk: the file, its references, the full-text index, the hash chain, and whether the
// rows are what their events add up to.
#ifndef DESK_CHECK_H
#define DESK_CHECK_H

#include "base/buf.h"
#include "store/db.h"

struct finding {
    int64_t ticket;           // 0: it concerns none, or several
    const char *check;        // name of the part
    const char *fault, *mend; // what is wrong, and what to do: words, or an SQL statement
};
typedef void check_report(void *arg, const struct finding *f); // the texts are borrowed

struct check {
    struct db *db;
    check_report *report;
    void *arg;
    const char *const *anchors; // "id:hash" each, legal ones (check_anchor_ok)
    int n_anchors;
    // Set by check_part:
    int64_t faults;  // so far
    bool broken;     // file or schema are damaged: the parts that follow cannot work
    char *head;      // "id:hash" of the last change, owned; NULL until the chain was read
    struct buf note; // what the last part looked at: "812 changes"
};

// The parts in order; part[n].name NULL ends them.  Each is one read transaction, or looks at what
// the open one has written so far.
struct check_part {
    const char *name;
    void (*run)(struct check *c);
};
extern const struct check_part check_parts[];
void check_part(struct check *c, const struct check_part *part);
void check_free(struct check *c);

bool check_anchor_ok(const char *anchor); // "812:" and 64 hexadecimal digits

// Before the checks, on a database of its own: brings an older schema up to date and makes the
// search index by this program's fold (upgrade), makes all indexes anew (rebuild).  EXIT_NOPERM
// unless the user, whoever else he acts as, is an admin.
int check_mend(const char *path, bool rebuild, struct buf *err);

// For the parts: one finding; the texts are formatted.
void check_found(struct check *c, int64_t ticket, const char *check, const char *mend,
                 const char *fmt, ...) __attribute__((format(printf, 5, 6)));
void check_replay(struct check *c); // the part "replay" (and "message")

#endif
