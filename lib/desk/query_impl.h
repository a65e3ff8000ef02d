// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of the query compiler only.
#ifndef DESK_QUERY_IMPL_H
#define DESK_QUERY_IMPL_H

#include "desk/query.h"

struct compiler {
    struct desk *d;
    struct query_sql *out;
    struct query_fault *fault;
    const char *driver; // FTS5 query of which each hit is a row already; borrowed
};

// False, with the place and the exit code noted; the text is in c->fault->text already.
bool query_fail(struct compiler *c, const struct node *n, int code);
void query_bind(struct compiler *c, struct val v);      // appends ?N to where
const char *query_keep(struct compiler *c, char *text); // owned by the result from now on
void query_fts_quote(struct buf *b, const char *folded, bool prefix);
// Appends the FTS5 query of one word or phrase; columns: "subject", "body alt" or NULL for all.
bool query_fts(struct compiler *c, const struct node *n, const char *columns, const char *word,
               bool prefix, struct buf *fts);
// Appends the condition that a message matches the FTS5 query: of the ticket itself or, `follow`,
// of one that is merged into it.
void query_put_hits(struct compiler *c, struct buf *fts, bool follow);

bool query_term(struct compiler *c, const struct node *n);  // appends the condition of field:value
void query_hints(struct compiler *c, const struct node *n); // fills live, queue, narrow, assignee

#endif
