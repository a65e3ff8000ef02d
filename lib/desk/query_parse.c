// SPDX-License-Identifier: GPL-3.0-or-later
// Text to tree, by recursive descent over the grammar of tk-query(7).
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "desk/query_parser.h"

const char *const query_fields[] = {
    "id",         "status",   "resolution", "assignee", "customer", "org",    "tags",
    "tag",        "priority", "queue",      "category", "channel",  "lang",   "subject",
    "body",       "text",     "created",    "updated",  "replied",  "solved", "closed",
    "due",        "snooze",   "age",        "rev",      "key",      "parent", "watcher",
    "attachment", "is",       "sort",       "limit",    NULL};

bool parser_fail(struct parser *p, int at, int code)
{
    p->fault->at = at;
    p->fault->code = code;
    return false;
}

static void skip_blanks(struct parser *p)
{
    while (p->s[p->at] && isspace((unsigned char)p->s[p->at]))
        p->at++;
}

// Does the keyword stand here as a word of its own?
static bool keyword(struct parser *p, const char *word)
{
    skip_blanks(p);
    size_t n = strlen(word);
    char after = strncmp(p->s + p->at, word, n) == 0 ? p->s[p->at + (int)n] : 'x';
    return after == '\0' || isspace((unsigned char)after) || after == '(' || after == ')';
}

static struct node *node_new(enum node_kind kind, int at, struct node *a, struct node *b)
{
    struct node *n = mem_alloc(sizeof *n);
    *n = (struct node){.kind = kind, .at = at, .a = a, .b = b};
    return n;
}

static void node_free(struct node *n)
{
    if (!n)
        return;
    node_free(n->a);
    node_free(n->b);
    for (int i = 0; i < n->n_atoms; i++) {
        free(n->atoms[i].lo);
        free(n->atoms[i].hi);
    }
    free(n->atoms);
    free(n->field);
    free(n);
}

// --- terms

static bool field_known(const char *name)
{
    for (const char *const *f = query_fields; *f; f++)
        if (strcmp(*f, name) == 0)
            return true;
    return strncmp(name, "x.", 2) == 0 && name[2];
}

static bool unknown_field(struct parser *p, const char *name, int at)
{
    struct suggest s;
    suggest_init(&s, name);
    for (const char *const *f = query_fields; *f; f++)
        suggest_offer(&s, *f);
    buf_fmt(&p->fault->text, "unknown field \"%s\"", name);
    suggest_end(&s, &p->fault->text);
    return parser_fail(p, at, EXIT_USAGE);
}

// What has a colon may have been meant as text: 10:30, http://x
static bool no_field(struct parser *p, const char *name, int at)
{
    int end = at;
    while (!parser_ends_bare(p->s[end]))
        end++;
    (void)unknown_field(p, name, at);
    buf_fmt(&p->fault->text, " (to search for the text, write '\"%.*s\"')", end - at, p->s + at);
    return false;
}

// Length of "name:" at the place, with the colon; 0 if there is none.
static int field_prefix(const struct parser *p)
{
    const char *s = p->s + p->at;
    int n = 0;
    while (isalnum((unsigned char)s[n]) || (n && s[n] && strchr("._-", s[n])) ||
           (unsigned char)s[n] >= 0x80)
        n++;
    return n && s[n] == ':' ? n + 1 : 0;
}

static struct node *field_term(struct parser *p, int len)
{
    struct node *n = node_new(NODE_TERM, p->at, NULL, NULL);
    n->field = mem_strndup(p->s + p->at, (size_t)len - 1);
    int at = p->at;
    p->at += len;
    bool about = strcmp(n->field, "has") == 0 || strcmp(n->field, "no") == 0;
    bool ok;
    if (about) {
        n->form = n->field[0] == 'h' ? TERM_HAS : TERM_NO;
        at = p->at;
        free(n->field);
        n->field = parser_bare(p);
        ok = n->field[0] ? field_known(n->field) || unknown_field(p, n->field, at)
                         : FAIL(p, at, "a field is missing here");
    } else {
        ok = (field_known(n->field) || no_field(p, n->field, at)) && parser_atoms(p, n);
    }
    if (ok)
        return n;
    node_free(n);
    return NULL;
}

// +tag @agent #id
static struct node *sigil_term(struct parser *p, const char *field)
{
    struct node *n = node_new(NODE_TERM, p->at, NULL, NULL);
    p->at++;
    n->field = mem_strdup(field);
    parser_one_atom(n, parser_bare(p), false);
    if (n->atoms[0].lo[0])
        return n;
    FAIL(p, n->at, "nothing follows \"%c\"", p->s[n->at]);
    node_free(n);
    return NULL;
}

// "priority=high" and "!is:open" are meant otherwise: as words they would find nothing in silence.
static bool plain_word(struct parser *p, const struct node *n)
{
    const char *s = n->field, *eq = strchr(s, '='), *colon = strchr(s, ':');
    char *name = eq                            ? mem_strndup(s, (size_t)(eq - s))
                 : colon && strchr("!-", s[0]) ? mem_strndup(s + 1, (size_t)(colon - s - 1))
                                               : NULL;
    bool meant = name && field_known(name);
    free(name);
    if (!meant)
        return true;
    if (eq)
        return FAIL(p, n->at, "write %.*s:%s (or '\"%s\"' to search for the text)", (int)(eq - s),
                    s, eq + 1, s);
    return FAIL(p, n->at, "to negate, write NOT %s", s + 1);
}

static struct node *word(struct parser *p)
{
    struct node *n = node_new(NODE_WORD, p->at, NULL, NULL);
    bool was_quoted = false;
    n->field = parser_bare_or_quoted(p, &was_quoted);
    size_t len = n->field ? strlen(n->field) : 0;
    bool stuck = n->field && !parser_ends_bare(p->s[p->at]);
    if (n->field && !len)
        FAIL(p, n->at,
             p->s[n->at] == ',' ? "a comma belongs behind field:value" : "an empty phrase");
    else if (stuck)
        FAIL(p, p->at, "a blank is missing here");
    if (!len || stuck) {
        node_free(n);
        return NULL;
    }
    if (!was_quoted && !plain_word(p, n)) {
        node_free(n);
        return NULL;
    }
    if (!was_quoted && len > 1 && n->field[len - 1] == '*') {
        n->prefix = true;
        n->field[len - 1] = '\0';
    }
    return n;
}

static struct node *term(struct parser *p)
{
    const char *s = p->s + p->at;
    int field = field_prefix(p);
    if (++p->q->terms > QUERY_TERMS_MAX) {
        FAIL(p, p->at, "more than %d terms", QUERY_TERMS_MAX);
        return NULL;
    }
    if (field)
        return field_term(p, field);
    if (s[0] == '+' && s[1] && !isdigit((unsigned char)s[1]) && !parser_ends_bare(s[1]))
        return sigil_term(p, "tags");
    if (s[0] == '@' && !parser_ends_bare(s[1]))
        return sigil_term(p, "assignee");
    if (s[0] == '#' && isdigit((unsigned char)s[1]))
        return sigil_term(p, "id");
    return word(p);
}

// --- operators

static struct node *parse_or(struct parser *p);

static struct node *primary(struct parser *p)
{
    skip_blanks(p);
    int at = p->at;
    if (!p->s[at] || keyword(p, "AND") || keyword(p, "OR") || keyword(p, "NOT") ||
        p->s[at] == ')') {
        FAIL(p, at, p->s[at] ? "a term is missing before this" : "a term is missing at the end");
        return NULL;
    }
    if (p->s[at] != '(')
        return term(p);
    p->at++;
    struct node *n = parse_or(p);
    skip_blanks(p);
    if (n && p->s[p->at] != ')') {
        FAIL(p, at, "this parenthesis is never closed");
        node_free(n);
        return NULL;
    }
    p->at += n != NULL;
    return n;
}

static struct node *parse_not(struct parser *p)
{
    if (!keyword(p, "NOT"))
        return primary(p);
    int at = p->at;
    p->at += 3;
    struct node *n = primary(p);
    return n ? node_new(NODE_NOT, at, n, NULL) : NULL;
}

static struct node *join(enum node_kind kind, int at, struct node *left, struct node *right)
{
    if (right)
        return node_new(kind, at, left, right);
    node_free(left);
    return NULL;
}

static struct node *parse_and(struct parser *p)
{
    struct node *left = parse_not(p);
    while (left) {
        skip_blanks(p);
        int at = p->at;
        if (!p->s[at] || p->s[at] == ')' || keyword(p, "OR"))
            break;
        if (keyword(p, "AND"))
            p->at += 3;
        left = join(NODE_AND, at, left, parse_not(p));
    }
    return left;
}

static struct node *parse_or(struct parser *p)
{
    if (++p->depth > QUERY_DEPTH_MAX + 1) { // the first one stands outside of any parenthesis
        FAIL(p, p->at - 1, "deeper than %d parentheses", QUERY_DEPTH_MAX);
        return NULL;
    }
    struct node *left = parse_and(p);
    while (left && keyword(p, "OR")) {
        int at = p->at;
        p->at += 2;
        left = join(NODE_OR, at, left, parse_and(p));
    }
    p->depth--;
    return left;
}

// --- sort: and limit: are no conditions: they leave the tree

static bool take_option(struct parser *p, struct node *n)
{
    const char *value = n->n_atoms == 1 && n->atoms[0].cmp == CMP_EQ ? n->atoms[0].lo : NULL;
    if (n->form != TERM_VALUE)
        return FAIL(p, n->at, "%s: takes a value", n->field);
    if (strcmp(n->field, "sort") == 0) {
        struct buf keys = BUF_INIT;
        for (int i = 0; i < n->n_atoms; i++)
            buf_fmt(&keys, "%s%s", i ? "," : "", n->atoms[i].lo ? n->atoms[i].lo : "");
        free(p->q->sort);
        p->q->sort = buf_detach(&keys);
        return true;
    }
    char *end = NULL;
    p->q->limit = value && isdigit((unsigned char)*value) ? strtoll(value, &end, 10) : -1;
    if (!end || *end)
        return FAIL(p, n->at, "limit: takes a number");
    return true;
}

static bool is_option(const struct node *n)
{
    return n->kind == NODE_TERM &&
           (strcmp(n->field, "sort") == 0 || strcmp(n->field, "limit") == 0);
}

static bool lift_options(struct parser *p, struct node **at, bool top)
{
    struct node *n = *at;
    if (!n)
        return true;
    if (is_option(n)) {
        if (!top)
            return FAIL(p, n->at, "%s: belongs beside the terms, not under OR or NOT", n->field);
        bool ok = take_option(p, n);
        node_free(n);
        *at = NULL;
        return ok;
    }
    bool inner = top && n->kind == NODE_AND;
    if (!lift_options(p, &n->a, inner) || !lift_options(p, &n->b, inner))
        return false;
    if (n->kind == NODE_AND && (!n->a || !n->b)) {
        *at = n->a ? n->a : n->b;
        n->a = n->b = NULL;
        node_free(n);
    }
    return true;
}

bool query_parse(struct query *q, const char *text, struct query_fault *fault)
{
    *q = (struct query){.text = mem_strdup(text), .limit = -1};
    struct parser p = {.q = q, .fault = fault, .s = q->text};
    size_t len = strlen(text), bad = utf8_valid(text, len);
    if (len > QUERY_TEXT_MAX)
        return FAIL(&p, -1, "the query is longer than %d bytes", QUERY_TEXT_MAX);
    if (bad < len)
        return FAIL(&p, (int)bad, "the query is not UTF-8 here");
    skip_blanks(&p);
    if (!p.s[p.at])
        return true;
    q->root = parse_or(&p);
    if (!q->root)
        return false;
    skip_blanks(&p);
    if (p.s[p.at])
        return FAIL(&p, p.at, "this parenthesis was never opened");
    return lift_options(&p, &q->root, true);
}

bool query_match(struct query *q, const char *field_value, struct query_fault *fault)
{
    struct parser p = {.q = q, .fault = fault, .s = field_value};
    const char *eq = strchr(field_value, '=');
    if (!eq || !eq[1])
        return FAIL(&p, -1, "--match %s: write FIELD=VALUE", field_value);
    if (++q->terms > QUERY_TERMS_MAX)
        return FAIL(&p, -1, "more than %d terms", QUERY_TERMS_MAX);
    struct node *n = node_new(NODE_TERM, -1, NULL, NULL);
    n->field = mem_strndup(field_value, (size_t)(eq - field_value));
    parser_one_atom(n, mem_strdup(eq + 1), true);
    if (!field_known(n->field) || is_option(n)) {
        unknown_field(&p, n->field, 0);
        fault->at = -1;
        node_free(n);
        return false;
    }
    q->root = q->root ? node_new(NODE_AND, -1, q->root, n) : n;
    return true;
}

void query_free(struct query *q)
{
    node_free(q->root);
    free(q->text);
    free(q->sort);
    *q = (struct query){0};
}

void query_fault_free(struct query_fault *fault)
{
    buf_free(&fault->text);
}

void query_complain(const struct query *q, const struct query_fault *fault)
{
    if (fault->at < 0 || !q->text) {
        warn("%s", fault->text.s);
        return;
    }
    warn("query: %s", fault->text.s);
    int column = utf8_width(q->text, (size_t)fault->at);
    warn_more("  %s", q->text);
    warn_more("  %*s^", column, "");
}
