// SPDX-License-Identifier: GPL-3.0-or-later
// Values that are names or text.
#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "desk/customer.h"
#include "desk/query_field.h"
#include "desk/ref.h"

// --- names: assignee watcher queue customer org tags

static bool null_word(struct compiler *c, const struct field *f, const struct atom *a)
{
    bool none = !a->quoted && strcmp(a->lo, "none") == 0;
    if (!none && (a->quoted || strcmp(a->lo, "any") != 0))
        return false;
    query_put_column(c, f->column, none ? "IS NULL" : "IS NOT NULL");
    return true;
}

static bool find_agent(struct compiler *c, const struct node *n, const struct atom *a, int64_t *id)
{
    if (a->quoted && strcmp(a->lo, "me") == 0)
        return FAIL(c, n, EXIT_NOUSER, "unknown agent \"me\": quoted it is a name");
    int rc = agent_find(c->d, a->lo, id, &c->fault->text);
    return rc ? query_fail(c, n, rc) : true;
}

bool query_agent_atom(struct compiler *c, const struct node *n, const struct field *f,
                      const struct atom *a)
{
    int64_t id;
    if (null_word(c, f, a))
        return true;
    if (!find_agent(c, n, a, &id))
        return false;
    query_put_column(c, f->column, "=");
    query_bind(c, V(id));
    return true;
}

bool query_watcher_atom(struct compiler *c, const struct node *n, const struct field *f,
                        const struct atom *a)
{
    int64_t id;
    if (null_word(c, f, a))
        return true;
    if (!find_agent(c, n, a, &id))
        return false;
    query_put(c, "t.id IN (SELECT ticket FROM participant WHERE role = 1 AND who = ");
    query_bind(c, V(id));
    query_put(c, ")");
    return true;
}

bool query_queue_atom(struct compiler *c, const struct node *n, const struct field *f,
                      const struct atom *a)
{
    int64_t id;
    if (null_word(c, f, a))
        return true;
    if (!a->quoted && strcmp(a->lo, "me") == 0) { // the queues that I serve; without any, all
        query_put(c, "(t.queue IN (SELECT queue FROM serves WHERE agent = ");
        query_bind(c, V(desk_me(c->d)));
        query_put(c, ") OR NOT EXISTS(SELECT 1 FROM serves WHERE agent = ");
        query_bind(c, V(desk_me(c->d)));
        query_put(c, "))");
        return true;
    }
    int rc = queue_find(c->d, a->lo, &id, &c->fault->text);
    if (rc)
        return query_fail(c, n, rc);
    query_put_column(c, f->column, "=");
    query_bind(c, V(id));
    return true;
}

// The smallest text above all that start with s.
char *query_prefix_end(const char *s)
{
    return mem_printf("%s\U0010FFFF", s);
}

// A number is a customer's, and may be a phone number written without its country, too.
static void customer_by_number(struct compiler *c, int64_t id, const char *text)
{
    struct contact k;
    struct buf ignored = BUF_INIT;
    query_put(c, "t.customer IN (");
    query_bind(c, V(id));
    if (contact_parse(&k, text, &ignored) == 0) {
        query_put(c, ", (SELECT customer FROM contact WHERE kind = ");
        query_bind(c, V((int)k.kind));
        query_put(c, " AND address = ");
        query_bind(c, V(query_keep(c, mem_strdup(k.address))));
        query_put(c, ")");
    }
    query_put(c, ")");
    contact_free(&k);
    buf_free(&ignored);
}

static void customer_by_text(struct compiler *c, const char *text, bool prefix)
{
    struct contact k;
    struct buf ignored = BUF_INIT;
    bool address = !prefix && contact_parse(&k, text, &ignored) == 0;
    buf_free(&ignored);
    if (address) {
        query_put(c, "t.customer = (SELECT customer FROM contact WHERE kind = ");
        query_bind(c, V((int)k.kind));
        query_put(c, " AND address = ");
        query_bind(c, V(query_keep(c, mem_strdup(k.address))));
        query_put(c, ")");
    } else if (prefix) {
        const char *low = query_keep(c, contact_prefix(text)); // as addresses are stored
        query_put(
            c, "t.customer IN (SELECT customer FROM contact WHERE kind IN (1, 2) AND address >= ");
        query_bind(c, V(low));
        query_put(c, " AND address < ");
        query_bind(c, V(query_keep(c, query_prefix_end(low))));
        query_put(c, ")");
    } else {
        query_put(c, "t.customer IN (SELECT id FROM customer WHERE tk_fold(name) = tk_fold(");
        query_bind(c, V(text));
        query_put(c, "))");
    }
    if (!prefix)
        contact_free(&k);
}

bool query_customer_atom(struct compiler *c, const struct node *n, const struct field *f,
                         const struct atom *a)
{
    int64_t id;
    size_t len = strlen(a->lo);
    if (null_word(c, f, a))
        return true;
    if (!a->quoted && strcmp(a->lo, "me") == 0)
        return FAIL(c, n, EXIT_USAGE, "customer: \"me\" is an agent: give an address");
    if (!a->quoted && !a->prefix && len < 10 && isdigit((unsigned char)a->lo[0]) &&
        ref_parse(a->lo, len, &id))
        customer_by_number(c, id, a->lo);
    else
        customer_by_text(c, a->lo, a->prefix);
    return true;
}

bool query_org_atom(struct compiler *c, const struct node *n, const struct field *f,
                    const struct atom *a)
{
    (void)n;
    if (null_word(c, f, a))
        return true;
    query_put(c, "t.customer IN (SELECT id FROM customer WHERE org ="
                 " (SELECT id FROM org WHERE name = ");
    query_bind(c, V(a->lo));
    query_put(c, "))");
    return true;
}

bool query_tag_atom(struct compiler *c, const struct node *n, const struct field *f,
                    const struct atom *a)
{
    (void)n;
    (void)f;
    query_put(c, "t.id IN (SELECT ticket FROM ticket_tag WHERE tag ");
    if (a->prefix) {
        query_put(c, "IN (SELECT id FROM tag WHERE name >= ");
        query_bind(c, V(a->lo));
        query_put(c, " AND name < ");
        query_bind(c, V(query_keep(c, query_prefix_end(a->lo))));
    } else {
        query_put(c, "= (SELECT id FROM tag WHERE name = ");
        query_bind(c, V(a->lo));
    }
    query_put(c, "))");
    return true;
}

// --- text: category lang subject body text key attachment

bool query_plain_atom(struct compiler *c, const struct node *n, const struct field *f,
                      const struct atom *a)
{
    (void)n;
    query_put_column(c, f->column, a->prefix ? ">=" : "=");
    query_bind(c, V(a->lo));
    if (a->prefix) {
        query_put(c, " AND ");
        query_put_column(c, f->column, "<");
        query_bind(c, V(query_keep(c, query_prefix_end(a->lo))));
    }
    return true;
}

bool query_search_atom(struct compiler *c, const struct node *n, const struct field *f,
                       const struct atom *a)
{
    bool subject = strcmp(f->name, "subject") == 0;
    struct buf fts = BUF_INIT;
    if (!utf8_has_word(a->lo, strlen(a->lo)))
        return FAIL(c, n, EXIT_USAGE, "%s: \"%s\" has neither letter nor digit", f->name, a->lo);
    const char *columns = subject ? "subject" : strcmp(f->name, "body") == 0 ? "body alt" : NULL;
    bool ok = query_fts(c, n, columns, a->lo, a->prefix, &fts);
    query_put_hits(c, &fts, !subject);
    query_put(c, subject ? " AND m.kind = 1)" : ")");
    return ok;
}

bool query_key_atom(struct compiler *c, const struct node *n, const struct field *f,
                    const struct atom *a)
{
    (void)n;
    (void)f;
    query_put(c, "t.id IN (SELECT ticket FROM origin WHERE key = ");
    query_bind(c, V(a->lo));
    query_put(c, ")");
    return true;
}

bool query_attachment_atom(struct compiler *c, const struct node *n, const struct field *f,
                           const struct atom *a)
{
    (void)n;
    (void)f;
    query_put(c, "EXISTS(SELECT 1 FROM message m JOIN attachment k ON k.message = m.id"
                 " WHERE m.ticket = t.id AND tk_fold(k.name) ");
    if (a->prefix) {
        query_put(c, "GLOB tk_fold(");
        query_bind(c, V(a->lo));
        query_put(c, ") || '*')");
    } else {
        query_put(c, "= tk_fold(");
        query_bind(c, V(a->lo));
        query_put(c, "))");
    }
    return true;
}
