// SPDX-License-Identifier: GPL-3.0-or-later
// What field:value means in SQL: the table of fields, is:, custom fields.
#include <string.h>

#include "base/suggest.h"
#include "desk/field.h"
#include "desk/link_sql.h"
#include "desk/query_field.h"

const char *const query_is[] = {"open",    "solved", "closed",  "overdue", "unassigned", "waiting",
                                "snoozed", "mine",   "blocked", "merged",  "any",        NULL};

// --- is:

static bool unknown_state(struct compiler *c, const struct node *n, const char *word)
{
    struct suggest s;
    suggest_init(&s, word);
    buf_fmt(&c->fault->text, "unknown state is:%s", word);
    for (const char *const *w = query_is; *w; w++)
        suggest_offer(&s, *w);
    if (name_number(names_status, word) >= 0)
        buf_fmt(&c->fault->text, ": write status:%s", word);
    else
        suggest_end(&s, &c->fault->text);
    return query_fail(c, n, EXIT_USAGE);
}

// What somebody has to work on: of a merged ticket, that is where its thread goes on.
#define LIVE "t.status < 5 AND t.merged IS NULL"

static bool is_atom(struct compiler *c, const struct node *n, const struct field *f,
                    const struct atom *a)
{
    static const struct {
        const char *word, *before, *after;
        char bind; // 'n' now, 'm' me
    } words[] = {
        {"open", "(" LIVE ")", "", 0},
        {"solved", "t.status = 5", "", 0},
        {"closed", "t.status = 6", "", 0},
        {"overdue", "(" LIVE " AND t.due < ", ")", 'n'},
        {"unassigned", "(" LIVE " AND t.assignee IS NULL)", "", 0},
        {"waiting", "(t.status = 3 AND t.merged IS NULL)", "", 0},
        {"snoozed", "(" LIVE " AND t.snoozed > ", ")", 'n'},
        {"mine", "(" LIVE " AND t.assignee = ", ")", 'm'},
        {"blocked", "(" LIVE " AND t.id IN (" LINK_BLOCKED "))", "", 0},
        {"merged", "t.merged IS NOT NULL", "", 0},
        {"any", "1", "", 0},
    };
    (void)f;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i].word, a->lo) != 0)
            continue;
        int64_t bound = c->d->now;
        int rc = words[i].bind == 'm' ? agent_find(c->d, "me", &bound, &c->fault->text) : 0;
        if (rc)
            return query_fail(c, n, rc);
        query_put(c, words[i].before);
        if (words[i].bind)
            query_bind(c, V(bound));
        query_put(c, words[i].after);
        return true;
    }
    return unknown_state(c, n, a->lo);
}

// --- any of the values

static bool check_atom(struct compiler *c, const struct node *n, const struct field *f,
                       const struct atom *a, bool prefixed)
{
    if (a->cmp != CMP_EQ && !f->ordered)
        return FAIL(c, n, EXIT_USAGE, "%s: has no order: ranges and comparisons do not work on it",
                    f->name);
    if (a->prefix && !prefixed)
        return FAIL(c, n, EXIT_USAGE, "%s: takes whole values, no prefix*", f->name);
    return true;
}

static bool custom_atom(struct compiler *c, const struct node *n, int64_t field,
                        const struct atom *a);

// The atoms from..to joined by OR, in halves: a chain of 1,000 is deeper than SQLite reads.
// custom: id of the custom field, 0 for a built-in one.
static bool any_of(struct compiler *c, const struct node *n, int from, int to,
                   const struct field *f, int64_t custom)
{
    const struct atom *a = &n->atoms[from];
    int half = from + (to - from) / 2;
    bool ok;
    query_put(c, "(");
    if (to - from > 1) {
        ok = any_of(c, n, from, half, f, custom);
        query_put(c, " OR ");
        ok = ok && any_of(c, n, half, to, f, custom);
    } else if (custom) {
        ok = custom_atom(c, n, custom, a);
    } else {
        bool prefixed = f->atom == query_customer_atom || f->atom == query_tag_atom ||
                        f->atom == query_plain_atom || f->atom == query_search_atom ||
                        f->atom == query_attachment_atom;
        ok = check_atom(c, n, f, a, prefixed) && f->atom(c, n, f, a);
    }
    query_put(c, ")");
    return ok;
}

// --- custom fields

static bool custom_value(struct compiler *c, const struct node *n, int64_t field,
                         const char *operator, const char * text)
{
    query_put(c, operator);
    struct val v;
    int rc = field_value(c->d, field, text, &v, &c->fault->text);
    if (rc)
        return query_fail(c, n, EXIT_USAGE);
    query_bind(c, v);
    return true;
}

static bool custom_number(struct compiler *c, const struct node *n, int64_t field,
                          const struct atom *a)
{
    static const char *const operators[] = {"value = ", "value < ", "value <= ", "value > ",
                                            "value >= "};
    if (a->cmp != CMP_RANGE)
        return custom_value(c, n, field, operators[a->cmp], a->lo);
    return (!a->lo || custom_value(c, n, field, "value >= ", a->lo)) &&
           (!a->lo || !a->hi || (query_put(c, " AND "), true)) &&
           (!a->hi || custom_value(c, n, field, "value <= ", a->hi));
}

// A value of a custom field follows the rules of the built-in field of its type.
static bool custom_atom(struct compiler *c, const struct node *n, int64_t field,
                        const struct atom *a)
{
    enum field_type type = field_type(c->d, field);
    bool ordered = type == FIELD_NUMBER || type == FIELD_TIME;
    bool words = type == FIELD_TEXT || type == FIELD_CHOICE;
    const struct field value = {n->field, "value", NULL, NULL, ordered};
    if (!check_atom(c, n, &value, a, words))
        return false;
    query_put(c, "t.id IN (SELECT ticket FROM value WHERE field = ");
    query_bind(c, V(field));
    query_put(c, " AND ");
    bool ok = type == FIELD_TIME   ? query_time_atom(c, n, &value, a)
              : a->prefix          ? query_plain_atom(c, n, &value, a)
              : type == FIELD_TEXT ? query_plain_atom(c, n, &value, a)
                                   : custom_number(c, n, field, a);
    query_put(c, ")");
    return ok;
}

static bool custom_term(struct compiler *c, const struct node *n)
{
    int64_t field;
    int rc = field_find(c->d, n->field + 2, &field, &c->fault->text);
    if (rc)
        return query_fail(c, n, rc);
    if (n->form != TERM_VALUE) {
        query_put(c, n->form == TERM_NO ? "NOT EXISTS" : "EXISTS");
        query_put(c, "(SELECT 1 FROM value v WHERE v.ticket = t.id AND v.field = ");
        query_bind(c, V(field));
        query_put(c, ")");
        return true;
    }
    return any_of(c, n, 0, n->n_atoms, &(struct field){.name = n->field}, field);
}

// --- the table

#define TAG_ANY     "(SELECT 1 FROM ticket_tag g WHERE g.ticket = t.id LIMIT 1)"
#define WATCHER_ANY "(SELECT 1 FROM participant p WHERE p.ticket = t.id AND p.role = 1 LIMIT 1)"
#define ORG_ANY     "(SELECT org FROM customer c WHERE c.id = t.customer)"
#define KEY_ANY     "(SELECT 1 FROM origin o WHERE o.ticket = t.id LIMIT 1)"
#define ATTACHMENT_ANY                                                                             \
    "(SELECT 1 FROM message m JOIN attachment k ON k.message = m.id WHERE m.ticket = t.id LIMIT "  \
    "1)"
#define BODY_ANY "(SELECT nullif(m.body, '') FROM message m WHERE m.ticket = t.id AND m.kind = 1)"

static const struct field fields[] = {
    {"id", NULL, query_number_atom, NULL, true},
    {"status", NULL, query_enum_atom, names_status, true},
    {"resolution", "t.resolution", query_enum_atom, names_resolution, false},
    {"assignee", "t.assignee", query_agent_atom, NULL, false},
    {"customer", "t.customer", query_customer_atom, NULL, false},
    {"org", ORG_ANY, query_org_atom, NULL, false},
    {"tags", TAG_ANY, query_tag_atom, NULL, false},
    {"tag", TAG_ANY, query_tag_atom, NULL, false},
    {"priority", NULL, query_enum_atom, names_priority, true},
    {"queue", "t.queue", query_queue_atom, NULL, false},
    {"category", "t.category", query_plain_atom, NULL, false},
    {"channel", NULL, query_enum_atom, names_channel, false},
    {"lang", "t.lang", query_plain_atom, NULL, false},
    {"subject", NULL, query_search_atom, NULL, false},
    {"body", BODY_ANY, query_search_atom, NULL, false},
    {"text", NULL, query_search_atom, NULL, false},
    {"created", NULL, query_time_atom, NULL, true},
    {"updated", NULL, query_time_atom, NULL, true},
    {"replied", "t.first_reply", query_time_atom, NULL, true},
    {"solved", "t.solved", query_time_atom, NULL, true},
    {"closed", "t.closed", query_time_atom, NULL, true},
    {"due", "t.due", query_time_atom, NULL, true},
    {"snooze", "t.snoozed", query_time_atom, NULL, true},
    {"age", NULL, query_age_atom, NULL, true},
    {"rev", NULL, query_number_atom, NULL, true},
    {"key", KEY_ANY, query_key_atom, NULL, false},
    {"parent", "t.parent", query_number_atom, NULL, false},
    {"watcher", WATCHER_ANY, query_watcher_atom, NULL, false},
    {"attachment", ATTACHMENT_ANY, query_attachment_atom, NULL, false},
    {"is", NULL, is_atom, NULL, false},
};

// Columns of the fields that every ticket has: has: and no: would be senseless there.
static const char *plain_column(const struct field *f)
{
    static const struct {
        const char *field, *column;
    } always[] = {{"id", "t.id"},           {"status", "t.status"},   {"priority", "t.priority"},
                  {"channel", "t.channel"}, {"created", "t.created"}, {"updated", "t.updated"},
                  {"age", "t.created"},     {"rev", "t.rev"}};
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        if (strcmp(always[i].field, f->name) == 0)
            return always[i].column;
    return f->column;
}

bool query_term(struct compiler *c, const struct node *n)
{
    const struct field *f = fields;
    if (strncmp(n->field, "x.", 2) == 0)
        return custom_term(c, n);
    while (strcmp(f->name, n->field) != 0)
        f++;
    if (n->form != TERM_VALUE && !f->column)
        return FAIL(c, n, EXIT_USAGE, "%s:%s: not a field that a ticket may lack",
                    n->form == TERM_NO ? "no" : "has", n->field);
    if (n->form != TERM_VALUE) {
        query_put_column(c, f->column, n->form == TERM_NO ? "IS NULL" : "IS NOT NULL");
        return true;
    }
    struct field own = *f;
    own.column = plain_column(f);
    return any_of(c, n, 0, n->n_atoms, &own, 0);
}
