// SPDX-License-Identifier: GPL-3.0-or-later
// The full-text index as a whole: does it say what the messages say, and making it anew.
//
// FTS5's own integrity-check is an INSERT: it takes the write lock for as long as it runs, needs a
// writable database, and does not say which message is wrong.  So it is done here by reading.
#ifndef STORE_FULLTEXT_H
#define STORE_FULLTEXT_H

#include "store/db.h"

enum fulltext_fault {
    FULLTEXT_DIFFERS, // the entries of a message are not its words (or there are none)
    FULLTEXT_ORPHAN,  // entries of a message that is not there
    FULLTEXT_DAMAGED, // the index itself cannot be read
};
typedef void fulltext_bad(void *arg, enum fulltext_fault fault, int64_t message);

// Compares every word in the index with every word in the messages.  The number of messages.
// Memory: 8 bytes for each message.
int64_t fulltext_verify(struct db *db, fulltext_bad *bad, void *arg);
// Was it made by the fold functions of this program (see schema_open)?
bool fulltext_is_current(struct db *db);
// Within a write transaction.
void fulltext_rebuild(struct db *db);

#endif
