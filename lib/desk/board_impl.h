// SPDX-License-Identifier: GPL-3.0-or-later
// Shared by the forms of the board.
#ifndef DESK_BOARD_IMPL_H
#define DESK_BOARD_IMPL_H

#include "desk/board.h"

struct board_group { // a queue or an agent
    int64_t id;
    char *name;              // owned
    int64_t open;            // neither solved nor closed
    int64_t count[STATUS_N]; // of these, by status
    int64_t unassigned;
    int64_t overdue;
    int64_t waits;    // a queue: since when the new or open ticket that is longest left alone is so
    int64_t capacity; // an agent; DATE_NONE: none was set
    int64_t away;     // an agent: until when; DATE_NONE: is here
    bool minor;       // shown only if it has tickets: it is gone, or only looks on
};

// lease: somebody holds the ticket, until `at`; reply, note: somebody writes one, since `at`;
// overdue, due: at `at`.
enum board_kind { BOARD_LEASE, BOARD_REPLY, BOARD_NOTE, BOARD_OVERDUE, BOARD_DUE };

struct board_item {
    enum board_kind kind;
    int64_t ticket, at, queue;
    int64_t agent; // who holds it, who writes, whose it is; 0: nobody
    int priority, status;
    char *subject; // owned
};

struct board_groups { // owned
    struct board_group *v;
    size_t n, cap;
};
struct board_items { // owned
    struct board_item *v;
    size_t n, cap;
};

struct board {
    struct desk *d;
    struct board_groups queues, agents;       // by name
    struct board_items work;                  // leases by agent, then drafts, the latest first
    struct board_items due;                   // earliest first, so overdue ones first
    int64_t n_due;                            // all of them, also those that were not read
    int64_t open, fresh, unassigned, overdue; // of the whole desk
};

// Within a read transaction; at most so many due ones (-1: all).  Free with board_free.
void board_read(struct board *b, struct desk *d, int64_t due);
void board_free(struct board *b);

bool board_is_shown(const struct board_group *g);

enum board_part { BOARD_QUEUES, BOARD_AGENTS, BOARD_WORK, BOARD_NEXT, BOARD_PARTS };

struct board_table {
    enum board_part part;
    const void *const *row; // struct board_group of the first two, else struct board_item
    size_t rows;
    int width;   // columns; 0: no limit
    bool narrow; // fewer columns, shorter words
};
// Appends its lines, the names of its columns first.
void board_table(const struct tool *t, struct board *b, const struct board_table *k,
                 struct buf *out);

// Appends the page: at most `high` lines (0: as many as it takes) of t->style.width columns.
void board_page(const struct tool *t, struct board *b, int high, struct buf *page);
void board_records(struct tool *t, const struct board *b);

#endif
