// SPDX-License-Identifier: GPL-3.0-or-later
// The history of the desk as records, one an event, in the order in which it was recorded; or as
// what went and what came, line by line; or one a change set.
//
// A long history is read in batches, each its own short read, and written between them: memory
// stays flat and a reader that has stopped holds no transaction.
#ifndef DESK_LOG_H
#define DESK_LOG_H

#include "base/date.h"
#include "desk/event_text.h"
#include "desk/pick.h"
#include "desk/tool.h"

extern const struct rec_column log_columns[]; // name NULL ends it
#define LOG_COLUMNS "ticket,event,at,actor,field,old,new"
extern const struct rec_column log_diff_columns[]; // with --diff
#define LOG_DIFF_COLUMNS "ticket,change,at,actor,field,diff,text"
extern const struct rec_column log_change_columns[]; // with --changes
#define LOG_CHANGE_COLUMNS "change,at,actor,tool,tickets,events,undoes,undone,key"
#define LOG_WORDS          "ticket event at actor field old new change tool ref key thing text" // all

// One cell of an event, by its place in log_columns; q: the row that it was read from, with the
// text of its message in column EVENT_COLUMNS_N.
void log_cell(struct desk *d, struct recout *r, int column, const struct event_row *e,
              struct stmt *q, struct buf *scratch);

struct log_spec {     // which events
    bool all;         // of everything; else of these tickets
    int64_t *tickets; // ascending, owned
    size_t n;
    int64_t after; // with a greater id
    int64_t from;  // not before this time; DATE_NONE: of any
    int64_t limit; // only the newest so many; -1: all
    bool follow;   // new ones will come: a table tells when, not how long ago
    bool diff;     // as lines that went and came
};
#define LOG_SPEC_INIT                                                                              \
    {                                                                                              \
        .all = true, .from = DATE_NONE, .limit = -1                                                \
    }

// Only the history of these tickets.  Unknown ones are reported and left out.
void log_tickets(struct tool *t, const struct ref_list *refs, struct log_spec *spec);
// "812": after that event; else a time.  EXIT_USAGE if it cannot be read.
int log_since(struct desk *d, const char *text, struct log_spec *spec, struct buf *err);

struct log {
    struct tool *t;
    struct log_spec spec;
    struct pick columns;
    struct recout *r; // NULL: a page for people, of a diff
    bool want_text, tickets_only;
    int64_t version;       // of the database when it was looked at last
    int64_t last;          // id of the last event that was read
    int64_t rows;          // printed
    int64_t change, thing; // whose heading is on the page
    struct buf text;
};
// Takes over spec.  Ends the tool with EXIT_USAGE for bad columns.
void log_open(struct log *l, struct tool *t, const struct log_spec *spec);
void log_print(struct log *l); // all events that are there now
// Then the new ones, within 200 ms of their commit, until the reader is gone: that ends the process
// as SIGPIPE does.
_Noreturn void log_follow(struct log *l);
void log_close(struct log *l);

// The change sets that spec selects, one record each, all at once.  How many.
int64_t log_print_changes(struct tool *t, struct log_spec *spec);

#endif
