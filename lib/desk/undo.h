// SPDX-License-Identifier: GPL-3.0-or-later
// Taking back a whole change set, and taking that back again.
//
// An undo is a change set of its own (change.undoes): for each event of the one that is undone, the
// last first, one with old and new exchanged.  It is done wholly or not at all: a later decision of
// somebody else is never overwritten.  What a change set made is not deleted but gone: numbers stay
// taken.  Undos of one change set are a chain - undo, redo, undo of the redo - and only its end can
// be undone; who names another link of the chain that stands in effect means its end.
//
// What stays: tags and organisations that were made; a customer who is used by others meanwhile;
// answers kept under a key; what left the house.
#ifndef DESK_UNDO_H
#define DESK_UNDO_H

#include "desk/effective.h"
#include "desk/names.h"
#include "desk/tool.h"

struct undo_made { // a thing that the change set made, or brought back
    int maker;     // the event that makes one (replay_maker)
    int64_t thing;
    bool anew;  // made; else brought back
    bool stays; // others use it
};

struct undo {
    struct desk *d;
    struct effective effective;
    int64_t change;          // what is undone: the end of its chain
    int64_t first, last;     // the events that are reversed
    int64_t root, root_last; // where the chain began
    bool redo;               // it is an undo itself
    int64_t *tickets;        // that changed and are there, by id
    size_t n_tickets, cap_tickets;
    struct undo_made *made; // by maker and thing
    size_t n_made, cap_made;
    int64_t *customers; // whose addresses changed
    size_t n_customers, cap_customers;
    struct undo_made *lost; // nouns that are gone now
    size_t n_lost, cap_lost;
    char **fault; // texts, owned: the last ones found, which are the first ones in the history
    size_t n_faults, faults;
    struct buf stays; // lines: what is not undone
    int64_t n_gone;   // restored names of what is gone itself
};

// Reverses change set `change` within the open change set (desk_begin), and marks that as its undo.
// EXIT_DATA: it cannot be done, u->fault says why, the transaction must be rolled back; EXIT_NOPERM
// with a text in err.  Free with undo_free in any case.
int undo_apply(struct undo *u, struct desk *d, int64_t change, struct buf *err);
// What undo_apply did, in lines for a person, appended: behind it, in the same transaction.
void undo_plan(const struct undo *u, bool all, struct buf *out);
void undo_free(struct undo *u);

// The tool: chooses, shows, asks, does, prints.
void undo_run(struct tool *t, const char *word, const unsigned char request[HASH_SIZE]);

#endif
