// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of the query parser only.
#ifndef DESK_QUERY_PARSER_H
#define DESK_QUERY_PARSER_H

#include "base/err.h"
#include "desk/query.h"

struct parser {
    struct query *q;
    struct query_fault *fault;
    const char *s; // whole text
    int at, depth;
};

// False, with the place and the exit code noted.
bool parser_fail(struct parser *p, int at, int code);
#define FAIL(p, where, ...)                                                                        \
    (buf_fmt(&(p)->fault->text, __VA_ARGS__), parser_fail(p, where, EXIT_USAGE))

// query_atom.c: words and values
bool parser_ends_bare(char c);                                  // does a bare word end before c?
char *parser_bare(struct parser *p);                            // owned
char *parser_bare_or_quoted(struct parser *p, bool *quoted);    // owned; NULL after a fault
bool parser_atoms(struct parser *p, struct node *n);            // a,b..c,"d"
void parser_one_atom(struct node *n, char *value, bool quoted); // takes value over

#endif
