// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that may be the first word of a line, for completion, help and "did you mean".
#ifndef SHELL_OFFER_H
#define SHELL_OFFER_H

#include <stdbool.h>
#include <stddef.h>

struct shell;

enum offer_kind { OFFER_OWN, OFFER_TOOL, OFFER_VIEW }; // a view's summary is its query
struct offer {
    char *name, *summary; // owned; summary NULL: there is none, or nobody asked
    enum offer_kind kind;
};
struct offers { // by name, each name once: what counts of those that have it
    struct offer *v;
    size_t n, cap;
};
// Those that begin with prefix and that this shell may run.  ask: what the programs do, too, which
// takes a process for each.  Free with offers_free.
void offers_find(struct shell *s, const char *prefix, bool ask, struct offers *all);
void offers_free(struct offers *all);

#endif
