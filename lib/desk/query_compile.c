// SPDX-License-Identifier: GPL-3.0-or-later
// Tree to SQL: what a term means is in query_term.c; here are the operators, free words and what
// the choice of an index needs to know.
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "desk/query_impl.h"

bool query_fail(struct compiler *c, const struct node *n, int code)
{
    c->fault->at = n->at;
    c->fault->code = code;
    return false;
}

void query_bind(struct compiler *c, struct val v)
{
    struct query_sql *o = c->out;
    o->vals = mem_grow(o->vals, &o->cap, (size_t)o->n, sizeof *o->vals);
    o->vals[o->n++] = v;
    buf_fmt(&o->where, "?%d", o->n);
}

const char *query_keep(struct compiler *c, char *text)
{
    struct query_sql *o = c->out;
    o->texts = mem_grow(o->texts, &o->texts_cap, (size_t)o->n_texts, sizeof *o->texts);
    o->texts[o->n_texts++] = text;
    return text;
}

// --- free words

// FTS5 string: quotes doubled, so that nothing in it is syntax.
void query_fts_quote(struct buf *b, const char *folded, bool prefix)
{
    buf_ch(b, '"');
    for (; *folded; folded++) {
        if (*folded == '"')
            buf_ch(b, '"');
        buf_ch(b, *folded);
    }
    buf_str(b, prefix ? "\"*" : "\"");
}

bool query_fts(struct compiler *c, const struct node *n, const char *columns, const char *word,
               bool prefix, struct buf *fts)
{
    struct buf folded = BUF_INIT;
    utf8_fold(&folded, word, strlen(word));
    bool too_short = prefix && utf8_width(folded.s, folded.len) < 2;
    if (columns)
        buf_fmt(fts, "{%s} : ", columns);
    query_fts_quote(fts, folded.s, prefix);
    buf_free(&folded);
    if (!too_short)
        return true;
    buf_fmt(&c->fault->text, "\"%s*\" is too short: give two letters before the *", word);
    return query_fail(c, n, EXIT_USAGE);
}

void query_put_hits(struct compiler *c, struct buf *fts, bool follow)
{
    struct buf *w = &c->out->where;
    follow = follow && c->out->merges;
    buf_str(w, follow ? "t.id IN (WITH RECURSIVE up(id) AS (" : "t.id IN (");
    buf_str(w, "SELECT m.ticket FROM fts JOIN message m ON m.id = fts.rowid WHERE fts MATCH ");
    query_bind(c, V(query_keep(c, buf_detach(fts))));
    if (follow)
        buf_str(w, " UNION SELECT x.merged FROM up JOIN ticket x ON x.id = up.id"
                   " WHERE x.merged IS NOT NULL) SELECT id FROM up /* scan */");
}

// A word of punctuation only is no token: look for it as it is.
static void literal_word(struct compiler *c, const char *word)
{
    struct buf *w = &c->out->where;
    buf_str(w, "(instr(t.subject, ");
    query_bind(c, V(word));
    buf_str(w, ") > 0 OR EXISTS(SELECT 1 FROM message m WHERE m.ticket ");
    buf_str(w, !c->out->merges ? "= t.id"
                               : "IN (WITH RECURSIVE thread(id) AS (SELECT t.id UNION SELECT x.id"
                                 " FROM thread JOIN ticket x INDEXED BY ticket_merged"
                                 " ON x.merged = thread.id) SELECT id FROM thread /* scan */)");
    buf_str(w, " AND m.gone = 0 AND instr(m.body, ");
    query_bind(c, V(word));
    buf_str(w, ") > 0))");
}

static bool compile_word(struct compiler *c, const struct node *n)
{
    if (!utf8_has_word(n->field, strlen(n->field))) {
        literal_word(c, n->field);
        return true;
    }
    struct buf fts = BUF_INIT;
    bool ok = query_fts(c, n, NULL, n->field, n->prefix, &fts);
    if (ok && strcmp(fts.s, c->driver ? c->driver : "") == 0)
        buf_str(&c->out->where, "1"); // each hit of the driving search has this word
    else if (ok) {
        query_put_hits(c, &fts, true);
        buf_ch(&c->out->where, ')');
    }
    buf_free(&fts);
    return ok;
}

// --- operators

static bool compile_node(struct compiler *c, const struct node *n);

static bool compile_pair(struct compiler *c, const struct node *n, const char *operator)
{
    struct buf *w = &c->out->where;
    buf_ch(w, '(');
    if (!compile_node(c, n->a))
        return false;
    buf_str(w, operator);
    if (!compile_node(c, n->b))
        return false;
    buf_ch(w, ')');
    return true;
}

static bool compile_node(struct compiler *c, const struct node *n)
{
    switch (n->kind) {
    case NODE_AND:
        return compile_pair(c, n, " AND ");
    case NODE_OR:
        return compile_pair(c, n, " OR ");
    case NODE_NOT: // NULL is no match, so its opposite is one
        buf_str(&c->out->where, "NOT coalesce(");
        if (!compile_node(c, n->a))
            return false;
        buf_str(&c->out->where, ", 0)");
        return true;
    case NODE_WORD:
        return compile_word(c, n);
    default:
        return query_term(c, n);
    }
}

// --- what holds for every hit

// Words of which each hit has at least one, in n's top level: they can drive the search.
static void collect_words(struct compiler *c, const struct node *n, struct buf *fts, bool *all)
{
    if (c->fault->text.len) // one fault is enough
        return;
    if (n->kind == NODE_WORD && utf8_has_word(n->field, strlen(n->field))) {
        if (fts->len)
            buf_str(fts, " OR ");
        *all = query_fts(c, n, NULL, n->field, n->prefix, fts) && *all;
    } else if (n->kind == NODE_OR) {
        collect_words(c, n->a, fts, all);
        collect_words(c, n->b, fts, all);
    } else {
        *all = false;
    }
}

static void find_driver(struct compiler *c, const struct node *n, struct buf *driver)
{
    if (n->kind == NODE_AND) {
        find_driver(c, n->a, driver);
        find_driver(c, n->b, driver);
        return;
    }
    struct buf fts = BUF_INIT;
    bool all = true;
    collect_words(c, n, &fts, &all);
    if (all && fts.len)
        buf_fmt(driver, "%s%s", driver->len ? " OR " : "", fts.s);
    buf_free(&fts);
}

static bool names_state(const struct node *n)
{
    static const char *const fields[] = {"status", "is",  "resolution", "closed",
                                         "id",     "key", "parent",     NULL};
    if (!n)
        return false;
    for (const char *const *f = fields; n->kind == NODE_TERM && *f; f++)
        if (strcmp(*f, n->field) == 0)
            return true;
    return names_state(n->a) || names_state(n->b);
}

// A merged ticket shares the state of nobody: who asks for solved ones means threads, and would
// close the one that this one went to.
static bool names_merged(const struct node *n)
{
    static const char *const fields[] = {"id", "key", "parent", NULL};
    if (!n)
        return false;
    for (const char *const *f = fields; n->kind == NODE_TERM && *f; f++)
        if (strcmp(*f, n->field) == 0)
            return true;
    for (int i = 0; n->kind == NODE_TERM && strcmp(n->field, "is") == 0 && i < n->n_atoms; i++)
        if (strcmp(n->atoms[i].lo, "merged") == 0 || strcmp(n->atoms[i].lo, "any") == 0)
            return true;
    return names_merged(n->a) || names_merged(n->b);
}

bool query_compile(const struct query *q, struct desk *d, bool hide, bool by_match,
                   struct query_sql *out, struct query_fault *fault)
{
    *out = (struct query_sql){.where = BUF_INIT};
    struct compiler c = {.d = d, .out = out, .fault = fault};
    struct buf driver = BUF_INIT;
    out->all_states = !hide || names_state(q->root);
    out->merges = db_get_int(d->db, 0,
                             SQL("SELECT EXISTS(SELECT 1 FROM ticket INDEXED BY ticket_merged"
                                 " WHERE merged IS NOT NULL) /* scan */"));
    buf_str(&out->where, "t.gone = 0");
    if (!out->all_states)
        buf_str(&out->where, " AND t.status < 6");
    if (hide && !names_merged(q->root))
        buf_str(&out->where, " AND t.merged IS NULL");
    bool ok = true;
    if (q->root) {
        find_driver(&c, q->root, &driver);
        ok = !fault->text.len;
        c.driver = by_match ? driver.s : NULL;
        query_hints(&c, q->root);
        buf_str(&out->where, " AND ");
        ok = ok && compile_node(&c, q->root);
        if (out->live)
            buf_str(&out->where, " AND t.status < 5");
    }
    if (driver.len)
        out->words = buf_detach(&driver);
    buf_free(&driver);
    return ok;
}

void query_sql_free(struct query_sql *s)
{
    for (int i = 0; i < s->n_texts; i++)
        free(s->texts[i]);
    free(s->texts);
    free(s->vals);
    free(s->words);
    buf_free(&s->where);
    *s = (struct query_sql){0};
}
