// SPDX-License-Identifier: GPL-3.0-or-later
// The query language of tk-query(7): text to tree, tree to SQL with bound values.
#ifndef DESK_QUERY_H
#define DESK_QUERY_H

#include "desk/desk.h"

enum { QUERY_TEXT_MAX = 4096, QUERY_TERMS_MAX = 64, QUERY_DEPTH_MAX = 16 };

enum node_kind { NODE_AND, NODE_OR, NODE_NOT, NODE_TERM, NODE_WORD };
enum compare { CMP_EQ, CMP_LT, CMP_LE, CMP_GT, CMP_GE, CMP_RANGE };

struct atom { // one value of a term: field:a,b,c
    enum compare cmp;
    char *lo, *hi; // owned; CMP_RANGE: either may be NULL (open), else only lo
    bool prefix;   // bare, ended by *
    bool quoted;   // never a keyword like me or none
};

enum term_form { TERM_VALUE, TERM_HAS, TERM_NO };
struct node {
    enum node_kind kind;
    struct node *a, *b; // children; NOT has a only
    int at;             // place in the text, bytes
    // NODE_TERM
    enum term_form form;
    char *field;        // owned; NODE_WORD: the word
    struct atom *atoms; // owned
    int n_atoms;
    size_t cap;
    bool prefix; // NODE_WORD: ended by *
};

struct query {
    char *text;        // owned; what was typed, operands joined by one space
    struct node *root; // NULL: no condition
    char *sort;        // owned; of sort:, or NULL
    int64_t limit;     // of limit:, -1: none
    int terms;
};

// Text and place of a fault; place -1: nowhere in particular.
struct query_fault {
    struct buf text;
    int at;
    int code; // exit code
};
#define QUERY_FAULT_INIT                                                                           \
    {                                                                                              \
        BUF_INIT, -1, 0                                                                            \
    }

// Parses; false with the fault filled in.  Free with query_free, also after a fault.
bool query_parse(struct query *q, const char *text, struct query_fault *fault);
// ANDs field=value, the value taken literally (--match).
bool query_match(struct query *q, const char *field_value, struct query_fault *fault);
void query_free(struct query *q);
// Reports a fault on stderr: the message, the query, a caret under the place.
void query_complain(const struct query *q, const struct query_fault *fault);
void query_fault_free(struct query_fault *fault);

// The compiled condition, over `ticket t`.
struct query_sql {
    struct buf where; // without WHERE; parameters ?1 ... in order
    struct val *vals; // owned; text in them lives as long as this
    int n;
    size_t cap;
    char **texts; // storage of texts made while compiling
    int n_texts;
    size_t texts_cap;
    // For the choice of an index:
    bool live;       // only tickets with status < 5
    int64_t queue;   // only this queue, 0: any
    bool narrow;     // a term that selects few tickets by an index of its own
    bool assignee;   // one assignee
    bool overdue;    // due before now and live
    char *words;     // owned; an FTS5 query that each hit matches in some message, or NULL
    bool merges;     // tickets are merged: a word of theirs is one of where they lead, too
    bool all_states; // a term named the state: do not hide closed ones
};
// `hide`: leave out closed tickets unless a term names a state, and merged ones unless one asks for
// them or for a certain ticket (tk-list, tk-next).
// `by_match`: the rows come from a search for out->words, if there are any: a word that is all of
// them is no condition then.
bool query_compile(const struct query *q, struct desk *d, bool hide, bool by_match,
                   struct query_sql *out, struct query_fault *fault);
void query_sql_free(struct query_sql *s);

// Names of all fields, for suggestions and completion; NULL ends.
extern const char *const query_fields[];
extern const char *const query_is[];

#endif
