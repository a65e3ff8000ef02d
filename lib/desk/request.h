// SPDX-License-Identifier: GPL-3.0-or-later
// Idempotency keys (-K): the same request under the same key is done once.
#ifndef DESK_REQUEST_H
#define DESK_REQUEST_H

#include "desk/tool.h"

// Fingerprint of what is asked: the tool, its own options (not those of struct common), operands
// before `first`, message and tickets.  Any of message and refs may be NULL.
void request_hash(unsigned char out[HASH_SIZE], const struct command *cmd, const void *args,
                  const struct opt_list *operands, int first, const struct buf *message,
                  const struct ref_list *refs);

enum request_rc { REQUEST_NEW, REQUEST_DONE, REQUEST_CONFLICT };
// Was the key used?  CONFLICT (with a text): by another request.
enum request_rc request_look(struct desk *d, const char *key, const unsigned char hash[HASH_SIZE],
                             struct buf *err);
// The same within a transaction, before any event: a new key marks the change set.
enum request_rc request_begin(struct desk *d, const char *key, const unsigned char hash[HASH_SIZE],
                              struct buf *err);
// Before desk_commit: an event keeps the answer (exit code and tickets printed), so that the same
// request gets it again, also where nothing changed.  No key: nothing.
void request_end(struct desk *d, const char *key, int status, const int64_t *ids, size_t n);
// The answer of a key that was used: its exit code, its tickets appended to ids.
int request_recall(struct desk *d, const char *key, struct ref_list *ids);

#endif
