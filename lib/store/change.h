// SPDX-License-Identifier: GPL-3.0-or-later
// Change sets and events: the history from which everything can be rebuilt, and its hash chain.
//
// Every invocation that changes something is one change set; every field of anything that changes
// is one event in it.  Ids of events are max+1 under the write lock, so they are the commit order
// without gaps; a change set has the id of its first event.
//
// The chain: hash = BLAKE2b-256 (RFC 7693, by libsodium) over the previous change's hash, each
// event's fields, and the change's own.  Integers are hashed as 8 bytes little-endian, a value as a
// type byte and its 8 bytes or its length and bytes.  Typed text (what a person wrote: it must be
// erasable) is not hashed itself: a keyed digest BLAKE2b-256(key = seal, text) is.  Erasing puts
// that digest into seal (16 bytes become 32) and drops the text, and the chain still holds.
#ifndef STORE_CHANGE_H
#define STORE_CHANGE_H

#include <sodium.h>
#include <stdint.h>

#include "store/db.h"

enum { SEAL_SIZE = 16, HASH_SIZE = 32 };

struct change {
    struct db *db;
    int64_t first, next; // ids of its first event and of the next one
    int64_t at, actor;   // actor 0: none (tk-init)
    const char *tool;    // borrowed, as are the next
    const char *key;     // idempotency key, or NULL
    const void *request; // HASH_SIZE bytes with a key: fingerprint of what was asked
    int64_t undoes;      // 0: nothing
    crypto_generichash_state hash;
};

struct event {
    int64_t thing, at, ref; // ref 0: none
    int field;
    struct val old, new;
    bool typed; // old and new are typed text: seal them
};

// Starts a change set; a write transaction must be open.
void change_begin(struct change *c, struct db *db, int64_t at, int64_t actor, const char *tool);
int64_t change_add(struct change *c, const struct event *e); // the event's id
// Writes the change row unless there was no event.  The id, or 0.  Before COMMIT.
int64_t change_end(struct change *c);

void seal_make(unsigned char seal[SEAL_SIZE]); // random bytes
// Keyed digest of several pieces; a NULL piece differs from an empty one.
void seal_digest(unsigned char out[HASH_SIZE], const void *seal, const struct val *pieces, int n);

// Recomputes the chain from rows.  Calls bad(arg, change, text) for each break.  Returns the id of
// the last change and its hash in *head ("id:hex", owned; "0:" for none).
typedef void change_bad(void *arg, int64_t change, const char *text);
int64_t change_verify(struct db *db, change_bad *bad, void *arg, char **head);

#endif
