// SPDX-License-Identifier: GPL-3.0-or-later
// Customers as tk-customer has them: words of a command line, so a word that cannot be read is
// EXIT_USAGE.
#ifndef DESK_PEOPLE_H
#define DESK_PEOPLE_H

#include "desk/tool.h"

// An address or a number; EXIT_NOUSER for whatever names nobody.
int people_find(struct desk *d, const char *word, int64_t *id, struct buf *err);

struct people_facts {
    const char *name, *org, *lang; // NULL: not given
};
// The customer of this address, made if there is none.  A fact is kept where none is known yet:
// adding what exists overwrites nothing.
int people_add(struct desk *d, const char *address, const struct people_facts *facts, int64_t *id,
               struct buf *err);
// Fields: see customer_set.
int people_set(struct desk *d, int64_t id, const char *field, const char *value, struct buf *err);
// "+ADDRESS" adds, "-ADDRESS" removes.  The + of an international number counts for both: +420...
// EXIT_DATA if it belongs to somebody else, EXIT_NOUSER if this customer does not have it.
int people_address(struct desk *d, int64_t id, const char *word, struct buf *err);
int people_primary(struct desk *d, int64_t id, const char *address, struct buf *err);

// Those whose name or address has every word in it, letters folded; a single word that is the
// beginning of an address (it has @ behind its first character, or begins with +) is looked up in
// the index.  Without words all.  One record each; their number.
int64_t people_list(struct tool *t, const char *const *words, int n);
// After people_add: prints the number.
void people_print(struct tool *t, int64_t id);

#endif
