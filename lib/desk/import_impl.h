// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of lib/desk/import_*.c only.
#ifndef DESK_IMPORT_IMPL_H
#define DESK_IMPORT_IMPL_H

#include "desk/import.h"
#include "desk/import_map.h"
#include "desk/import_place.h"
#include "desk/ticket_past.h"

// --- names and people (import_name.c)

// Ids by the text that stands for them, as far as they were looked up in this transaction.
struct known {
    char **text; // owned; NULL: a free slot
    int64_t *id;
    size_t n, slots;
};
int64_t known_get(const struct known *k, const char *text); // 0: not known
void known_forget(struct known *k);

struct imports;
// Each makes what is not there yet, by a legal name; its title or name is the text.
int import_queue(struct imports *k, const char *text, int64_t *id, struct buf *err);
int import_agent(struct imports *k, const char *text, int64_t *id, struct buf *err);
// EVENT_QUEUE, EVENT_ASSIGNEE: what is written now names it.  One that was removed, or undone with
// the import that made it, is there again, else its tickets could be neither found nor taken.
void import_come_back(struct imports *k, int field, int64_t id);
int import_tag(struct imports *k, const char *text, int64_t *id, struct buf *err);
// Who is no address becomes NAME@SOURCE.invalid.  name, org: where none is known yet; or NULL.
int import_customer(struct imports *k, const char *text, const char *name, const char *org,
                    int64_t *id, struct buf *err);
// make false: *id is 0 when there is none.
int import_field(struct imports *k, struct map_custom *c, bool make, int64_t *id,
                 enum field_type *type, struct buf *err);

// --- one record as values (import_row.c)

enum { ROW_FIELDS = 11 };               // those that may change: see row_event
extern const int row_event[ROW_FIELDS]; // enum event_field of each; EVENT_TAG for all tags

struct row_message {
    int64_t at; // DATE_NONE: none given
    struct message m;
    char *author, *body; // owned
    unsigned char mark[6];
};
struct row {
    long line;
    int64_t order, at;
    struct val field[ROW_FIELDS]; // text is owned; EVENT_TAG: unused
    bool said[ROW_FIELDS];        // false: the mapping says nothing, or the record does of what
                                  // cannot be nothing
    int64_t tags[100];
    int n_tags;
    struct val *custom; // of imports.custom; text is owned
    char *status_theirs, *key, *body;
    size_t body_len;
    int channel;
    int64_t created, updated, solved, closed; // DATE_NONE: none
    int64_t reopens, transfers;               // -1: none
    struct row_message *message;
    int n_messages;
    size_t cap_messages;
};
// Reads all; EXIT_DATA with `column "x": ...` in err.
int row_read(struct imports *k, const struct place_record *rec, struct row *row, struct buf *err);
// The key and what the records of a log are sorted by, alone.
int row_place(struct imports *k, const struct place_record *rec, struct row *row, struct buf *err);
void row_free(struct imports *k, struct row *row);

// --- what was taken before (import_seen.c)

enum { MARK = 6 };
struct seen {                              // fingerprints of what the source said last
    int64_t order, at;                     // of a log: the last record that was taken
    int64_t same;                          // records that had this order and time
    int64_t records;                       // of the ticket
    int64_t reopens, transfers;            // what it stated; -1: nothing
    unsigned char field[ROW_FIELDS][MARK]; // zeros: it said nothing yet
    unsigned char (*more)[MARK];           // custom fields and messages, sorted
    size_t n_more, cap_more;
};
void seen_read(struct seen *s, const void *p, size_t n);
void seen_write(const struct seen *s, bool log, struct buf *out);
void seen_free(struct seen *s);
bool seen_has(const struct seen *s, const unsigned char mark[MARK]);
void seen_add(struct seen *s, const unsigned char mark[MARK]);
void seen_drop(struct seen *s, const unsigned char mark[MARK]);
// Of a value of a field, of a message.
void mark_value(unsigned char mark[MARK], int field, const struct val *v);
void mark_tags(unsigned char mark[MARK], const int64_t *tags, int n); // in any order
void mark_message(unsigned char mark[MARK], const char *author, int64_t at, const char *body);
void mark_repeat(unsigned char mark[MARK], int n); // that of one with n equal ones before it

// --- the whole (import_run.c)

enum count {
    COUNT_RECORDS,
    COUNT_TAKEN,
    COUNT_KNOWN,
    COUNT_REJECTED,
    COUNT_TICKETS,
    COUNT_MADE,
    COUNT_CHANGED,
    COUNT_SAME,
    COUNT_MESSAGES,
    COUNT_CLAMPED,
    COUNT_KEPT,
    COUNT_LATE,
    COUNT_CUSTOMERS,
    COUNT_AGENTS,
    COUNT_QUEUES,
    COUNT_TAGS,
    COUNT_FIELDS,
    COUNTS
};
struct state_count {
    char *theirs; // NULL: all others
    int ours;
    int64_t n;
};
struct reconciliation {
    int64_t n[COUNTS];
    struct state_count *state;
    size_t n_states, cap_states;
};
void reconcile_state(struct reconciliation *t, const char *theirs, int ours);
void reconcile_print(struct tool *t, const struct reconciliation *tally);
void reconcile_free(struct reconciliation *t);

struct imports {
    struct tool *t;
    struct desk *d;
    struct map map;
    const char *name, *source, *zone;
    const char *queue, *customer; // defaults of the command line
    int64_t default_queue;        // of the desk; 0: it has none
    struct known queues, agents, tags, people;
    struct gone_noun { // a queue or agent that a record names, but is removed
        int field;
        int64_t id;
    } * gone;
    size_t n_gone, cap_gone;
    struct custom_field {
        int64_t id;  // 0: not made yet
        bool looked; // whether it is there
        enum field_type type;
    } * custom;             // of map.custom
    bool any_tree;          // was read
    struct place_list list; // of the cell that is read
    struct buf text;        // scratch
    struct reconciliation tally;
};

// One ticket: its records, in the order of their line; applied in the order of the log.  Within a
// change set.  EXIT_DATA with the reason in err, then nothing of it was written; *bad is its
// record.
int import_apply(struct imports *k, struct row *rows, size_t n, size_t *bad, struct buf *err);

// The records of the input, ticket by ticket (import_read.c).
struct reader;
struct reading { // a record
    uint64_t off, size;
    long line;
};
struct reader *reader_open(struct imports *k, struct spool *spool, struct buf *err); // NULL
void reader_close(struct reader *r);
uint64_t reader_header(const struct reader *r);
// The rows of the next ticket, owned by the reader until the next call.  False at the end.  Bad
// records were told by tool_fail; then *bad, and none of its rows may be used.
bool reader_next(struct reader *r, struct row **rows, struct reading **where, size_t *n, bool *bad);
double reader_part(const struct reader *r);  // of the input, so far: 0 to 1
const char *reader_lacks(struct imports *k); // a column of a tree that no record had; NULL

#endif
