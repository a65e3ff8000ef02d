// SPDX-License-Identifier: GPL-3.0-or-later
// Words and values of the query language: bare, quoted, compared, ranges, prefixes.
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/query_parser.h"

// Reads "..." with \" and \\; p->at stands on the opening quote.
static bool quoted(struct parser *p, struct buf *out)
{
    int start = p->at++;
    for (char c; (c = p->s[p->at]) != '"'; p->at++) {
        if (!c)
            return FAIL(p, start, "this quote is never closed");
        if (c == '\\' && strchr("\"\\", p->s[p->at + 1]) && p->s[p->at + 1])
            p->at++;
        buf_ch(out, p->s[p->at]);
    }
    p->at++;
    return true;
}

bool parser_ends_bare(char c)
{
    return !c || isspace((unsigned char)c) || strchr(",()\"", c);
}

char *parser_bare(struct parser *p)
{
    int start = p->at;
    while (!parser_ends_bare(p->s[p->at]))
        p->at++;
    return mem_strndup(p->s + start, (size_t)(p->at - start));
}

static void read_compare(struct parser *p, struct atom *a)
{
    char c = p->s[p->at], next = c ? p->s[p->at + 1] : 0;
    if (c != '<' && c != '>')
        return;
    a->cmp = c == '<' ? (next == '=' ? CMP_LE : CMP_LT) : (next == '=' ? CMP_GE : CMP_GT);
    p->at += next == '=' ? 2 : 1;
}

char *parser_bare_or_quoted(struct parser *p, bool *was_quoted)
{
    if (p->s[p->at] != '"')
        return parser_bare(p);
    struct buf b = BUF_INIT;
    *was_quoted = true;
    if (quoted(p, &b))
        return buf_detach(&b);
    buf_free(&b);
    return NULL;
}

// a..b within one bare word, or with quotes round either end: "a".."b", "a"..b, .."b".
static bool split_range(struct parser *p, struct atom *a)
{
    char *dots = a->quoted ? NULL : strstr(a->lo, "..");
    if (dots) {
        a->cmp = CMP_RANGE;
        a->hi = dots[2] ? mem_strdup(dots + 2) : NULL;
        *dots = '\0';
        if (!a->lo[0]) {
            free(a->lo);
            a->lo = NULL;
        }
    } else if (a->quoted && strncmp(p->s + p->at, "..", 2) == 0) {
        p->at += 2;
        a->cmp = CMP_RANGE;
    }
    bool more = a->cmp == CMP_RANGE && !a->hi;
    if (more && (p->s[p->at] == '"' || (!dots && !parser_ends_bare(p->s[p->at])))) {
        a->hi = parser_bare_or_quoted(p, &a->quoted);
        return a->hi != NULL;
    }
    return true;
}

static bool read_atom(struct parser *p, struct node *n)
{
    n->atoms = mem_grow(n->atoms, &n->cap, (size_t)n->n_atoms, sizeof *n->atoms);
    struct atom *a = &n->atoms[n->n_atoms++];
    *a = (struct atom){.cmp = CMP_EQ};
    read_compare(p, a);
    int start = p->at;
    a->lo = parser_bare_or_quoted(p, &a->quoted);
    if (!a->lo)
        return false;
    if (!a->lo[0])
        return FAIL(p, start, "%s: has no value here (to find tickets without one, write no:%s)",
                    n->field, n->field);
    bool compared = a->cmp != CMP_EQ;
    if (!split_range(p, a))
        return false;
    if (compared && a->cmp == CMP_RANGE)
        return FAIL(p, start, "a comparison and a range at once");
    if (a->cmp == CMP_RANGE && !a->lo && !a->hi)
        return FAIL(p, start, "a range without ends");
    size_t len = a->lo ? strlen(a->lo) : 0;
    if (a->cmp == CMP_EQ && !a->quoted && len > 1 && a->lo[len - 1] == '*') {
        a->prefix = true;
        a->lo[len - 1] = '\0';
    }
    return true;
}

bool parser_atoms(struct parser *p, struct node *n)
{
    do {
        if (!read_atom(p, n))
            return false;
    } while (p->s[p->at] == ',' && ++p->at);
    if (!parser_ends_bare(p->s[p->at]) || p->s[p->at] == '"')
        return FAIL(p, p->at, "a blank is missing here");
    return true;
}

void parser_one_atom(struct node *n, char *value, bool is_quoted)
{
    n->atoms = mem_grow(n->atoms, &n->cap, 0, sizeof *n->atoms);
    n->atoms[n->n_atoms++] = (struct atom){.cmp = CMP_EQ, .lo = value, .quoted = is_quoted};
}
