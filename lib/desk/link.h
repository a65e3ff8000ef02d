// SPDX-License-Identifier: GPL-3.0-or-later
// What tickets have to do with each other: parent, blocks, related, duplicate.
//
// A link is one row and belongs to the ticket that it starts from, which has its events; a parent
// is a field of the child.  A merged ticket stands for the one where its thread goes on, in every
// question asked here; the rows stay as they were written.
#ifndef DESK_LINK_H
#define DESK_LINK_H

#include "desk/ticket.h"
#include "desk/tool.h"

// One end of a link as seen from the other: "12 is the RELATION of 17" or "17 RELATION 12".
#define RELATION_LIST(X)                                                                           \
    X(RELATION_PARENT, 1, "parent")                                                                \
    X(RELATION_CHILD, 2, "child")                                                                  \
    X(RELATION_BLOCKS, 3, "blocks")                                                                \
    X(RELATION_BLOCKED_BY, 4, "blocked-by")                                                        \
    X(RELATION_RELATED, 5, "related")                                                              \
    X(RELATION_DUPLICATE, 6, "duplicate")                                                          \
    X(RELATION_DUPLICATED_BY, 7, "duplicated-by")
#define RELATION_ENUM(id, number, word) id = number,
enum relation { RELATION_LIST(RELATION_ENUM) };
#undef RELATION_ENUM
extern const struct name names_relation[];

// --- verbs; a change set must be open.  What is so already is success without an event.
// EXIT_DATA: there is no such ticket, it is the same one, or the link would close a loop (parent,
// blocks).

// t KIND other, on or off.  LINK_RELATED holds both ways round: taking it off may write the event
// on `other`, where the link was made.
int link_set(struct desk *d, struct ticket *t, enum link_kind kind, int64_t other, bool on,
             struct buf *err);
// By relation (a ticket has one parent: another replaces it), whichever ticket it is written on.
int link_relate(struct desk *d, struct ticket *t, enum relation relation, int64_t other, bool on,
                struct buf *err);

// --- questions

int64_t link_reach(struct desk *d, int64_t id); // of a merged one, where its thread goes on
struct link_end {
    enum relation relation;
    int64_t id; // the other ticket
    int status;
    char *subject; // owned
};
struct links {
    struct link_end *v; // by relation, then id; each once
    size_t n, cap;
};
// All links of a ticket in both directions.  Free with links_free.
void links_load(struct links *l, struct desk *d, int64_t id);
void links_free(struct links *l);

// EXIT_DATA if a live ticket blocks this one, unless desk->force.
int link_check_close(struct desk *d, const struct ticket *t, struct buf *err);
// Before the commit: a line on stderr, shown behind it (tool_later), for each ticket that the open
// change set closed while children of it stay open.  Nothing with -q.
void link_tell_children(struct tool *t);

#endif
