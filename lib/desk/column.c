// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/suggest.h"
#include "desk/column.h"
#include "desk/field.h"
#include "desk/link_sql.h"
#include "desk/pick.h"

#define FAR LINK_FAR("t.id")
#define LINKS                                                                                      \
    "(WITH RECURSIVE " FAR " SELECT group_concat(word) FROM (SELECT"                               \
    " CASE r.relation WHEN 1 THEN 'parent ' WHEN 2 THEN 'child ' WHEN 3 THEN 'blocks '"            \
    " WHEN 4 THEN 'blocked-by ' WHEN 5 THEN 'related ' WHEN 6 THEN 'duplicate '"                   \
    " ELSE 'duplicated-by ' END || p.id AS word FROM far r JOIN ticket p ON p.id = r.id"           \
    " WHERE p.merged IS NULL AND p.gone = 0 AND p.id <> t.id"                                      \
    " ORDER BY r.relation, p.id /* scan */ /* sort */))"

#define TAGS                                                                                       \
    "(SELECT group_concat(name) FROM (SELECT g.name FROM ticket_tag x JOIN tag g ON g.id = x.tag"  \
    " WHERE x.ticket = t.id ORDER BY g.name /* scan */))"
#define WATCHERS                                                                                   \
    "(SELECT group_concat(login) FROM (SELECT a.login FROM participant p JOIN agent a ON a.id ="   \
    " p.who WHERE p.ticket = t.id AND p.role = 1 ORDER BY a.login /* scan */))"
#define CUSTOMER "(SELECT k.address FROM contact k WHERE k.customer = t.customer AND k.rank = 0)"
#define ORG      "(SELECT o.name FROM org o JOIN customer c ON c.org = o.id WHERE c.id = t.customer)"
#define BODY     "(SELECT m.body FROM message m WHERE m.ticket = t.id AND m.kind = 1)"
#define KEY      "(SELECT min(o.key) FROM origin o WHERE o.ticket = t.id)"
#define HOLDER   "(t.lease || ' ' || t.lease_by)" // the time tells whether he still holds it
#define NAME     "(SELECT c.name FROM customer c WHERE c.id = t.customer)"

const struct column ticket_columns[] = {
    {{"id", REC_ID, "number of the ticket", false}, COLUMN_INT, "t.id"},
    {{"status", REC_NAME, "new open pending hold solved closed", false}, COLUMN_STATUS, "t.status"},
    {{"priority", REC_NAME, "low normal high urgent", false}, COLUMN_PRIORITY, "t.priority"},
    {{"queue", REC_NAME, "queue it is in", false}, COLUMN_QUEUE, "t.queue"},
    {{"assignee", REC_NAME, "agent who works on it", false}, COLUMN_AGENT, "t.assignee"},
    {{"customer", REC_TEXT, "requester's primary address", false}, COLUMN_TEXT, CUSTOMER},
    {{"updated", REC_TIME, "time of its last event", false}, COLUMN_TIME, "t.updated"},
    {{"subject", REC_TEXT, "one line", false}, COLUMN_TEXT, "t.subject"},
    {{"created", REC_TIME, "time of its first event", false}, COLUMN_TIME, "t.created"},
    {{"solved", REC_TIME, "when it was solved", false}, COLUMN_TIME, "t.solved"},
    {{"closed", REC_TIME, "when it was closed", false}, COLUMN_TIME, "t.closed"},
    {{"replied", REC_TIME, "first public reply of an agent", false}, COLUMN_TIME, "t.first_reply"},
    {{"due", REC_TIME, "when it should be solved", false}, COLUMN_TIME, "t.due"},
    {{"snooze", REC_TIME, "sleeps until", false}, COLUMN_TIME, "t.snoozed"},
    {{"age", REC_INT, "seconds since it was created", false}, COLUMN_AGE, "t.created"},
    {{"resolution", REC_NAME, "how it ended", false}, COLUMN_RESOLUTION, "t.resolution"},
    {{"category", REC_NAME, "kind of request", false}, COLUMN_TEXT, "t.category"},
    {{"channel", REC_NAME, "how it came: tool mail web chat phone", false},
     COLUMN_CHANNEL,
     "t.channel"},
    {{"lang", REC_NAME, "language of the request", false}, COLUMN_TEXT, "t.lang"},
    {{"tags", REC_LIST, "tags in alphabetical order", false}, COLUMN_TEXT, TAGS},
    {{"watchers", REC_LIST, "agents who follow it", false}, COLUMN_TEXT, WATCHERS},
    {{"name", REC_TEXT, "requester's name", false}, COLUMN_TEXT, NAME},
    {{"org", REC_TEXT, "requester's organisation", false}, COLUMN_TEXT, ORG},
    {{"key", REC_TEXT, "idempotency key or id elsewhere", false}, COLUMN_TEXT, KEY},
    {{"parent", REC_ID, "ticket it belongs to", false}, COLUMN_INT, "t.parent"},
    {{"lease", REC_TIME, "held until then", false}, COLUMN_LEASE, "t.lease"},
    {{"lease_by", REC_NAME, "agent who holds it", false}, COLUMN_HOLDER, HOLDER},
    {{"links", REC_LIST, "what it has to do with others: blocks 12", false}, COLUMN_TEXT, LINKS},
    {{"merged", REC_ID, "ticket where its thread goes on", false}, COLUMN_INT, "t.merged"},
    {{"rev", REC_INT, "id of its last event, for --if-rev", false}, COLUMN_INT, "t.rev"},
    {{"reopens", REC_INT, "times it was reopened", false}, COLUMN_INT, "t.reopens"},
    {{"transfers", REC_INT, "times it changed queue or hands", false}, COLUMN_INT, "t.transfers"},
    {{"replies", REC_INT, "public replies of agents", false}, COLUMN_INT, "t.agent_msgs"},
    {{"contacts", REC_INT, "messages of customers after the first", false},
     COLUMN_INT,
     "t.customer_msgs"},
    {{"body", REC_TEXT, "text of the opening message", true}, COLUMN_TEXT, BODY},
    {{NULL, REC_TEXT, NULL, false}, COLUMN_TEXT, NULL},
};

static const struct column *find_column(const struct column *table, const char *name)
{
    for (const struct column *c = table; c->rec.name; c++)
        if (strcmp(c->rec.name, name) == 0)
            return c;
    return NULL;
}

static int unknown(struct desk *d, const struct column *table, const char *name, struct buf *err)
{
    struct suggest s;
    int64_t id;
    suggest_init(&s, name);
    if (table == ticket_columns && strncmp(name, "x.", 2) == 0)
        return field_find(d, name + 2, &id, err);
    for (const struct column *c = table; c->rec.name; c++)
        suggest_offer(&s, c->rec.name);
    buf_fmt(err, "unknown column \"%s\"", name);
    suggest_end(&s, err);
    buf_str(err, " (-c help lists them)");
    return EXIT_USAGE;
}

// --- choosing

static void set_add(struct column_set *set, const struct column *c, int64_t field)
{
    set->col[set->n] = c;
    set->field[set->n++] = field;
}

static int add_custom(struct desk *d, const char *name, struct column_set *set, struct buf *err)
{
    static const enum rec_type types[] = {[FIELD_TEXT] = REC_TEXT,
                                          [FIELD_NUMBER] = REC_NUM,
                                          [FIELD_TIME] = REC_TIME,
                                          [FIELD_FLAG] = REC_BOOL,
                                          [FIELD_CHOICE] = REC_NAME};
    int64_t id;
    int rc = field_find(d, name + 2, &id, err);
    if (rc)
        return rc;
    struct column *c = &set->made[set->n_made];
    set->names[set->n_made] = mem_printf(
        "(SELECT v.value FROM value v WHERE v.ticket = t.id AND v.field = %lld)", (long long)id);
    char *own = mem_strdup(name);
    *c = (struct column){{own, types[field_type(d, id)], "custom field", false},
                         COLUMN_CUSTOM,
                         set->names[set->n_made++]};
    set_add(set, c, id);
    return 0;
}

static int add_names(struct desk *d, const char *spec, struct column_set *set, struct buf *err)
{
    char *copy = mem_strdup(spec), *rest = copy;
    int rc = 0;
    while (rc == 0 && rest) { // an empty name is one, too: "id,,status" is refused
        char *name = rest;
        rest = strchr(rest, ',');
        if (rest)
            *rest++ = '\0';
        const struct column *c = find_column(set->table, name);
        if (c)
            set_add(set, c, 0);
        else if (set->table == ticket_columns && strncmp(name, "x.", 2) == 0)
            rc = add_custom(d, name, set, err);
        else
            rc = unknown(d, set->table, name, err);
    }
    free(copy);
    return rc;
}

static size_t count_names(const char *spec)
{
    size_t n = 1;
    for (; *spec; spec++)
        n += *spec == ',';
    return n;
}

int columns_choose(struct desk *d, const char *spec, const char *defaults, struct column_set *set,
                   struct buf *err)
{
    return columns_choose_from(d, ticket_columns, spec, defaults, set, err);
}

int columns_choose_from(struct desk *d, const struct column *table, const char *spec,
                        const char *defaults, struct column_set *set, struct buf *err)
{
    bool more = spec && spec[0] == '+';
    size_t most = count_names(defaults) + count_names(spec ? spec : "");
    *set = (struct column_set){.table = table,
                               .col = mem_array(most, sizeof *set->col),
                               .field = mem_array(most, sizeof *set->field),
                               .made = mem_array(most, sizeof *set->made),
                               .names = mem_array(most, sizeof *set->names)};
    int rc = !spec || more ? add_names(d, defaults, set, err) : 0;
    if (rc == 0 && spec)
        rc = add_names(d, spec + more, set, err);
    set->rec = mem_array(most, sizeof *set->rec);
    for (int i = 0; i < set->n; i++)
        set->rec[i] = &set->col[i]->rec;
    return rc;
}

void columns_free(struct column_set *set)
{
    for (int i = 0; i < set->n_made; i++) {
        free((char *)set->made[i].rec.name);
        free(set->names[i]);
    }
    free(set->col);
    free(set->rec);
    free(set->field);
    free(set->made);
    free(set->names);
    *set = (struct column_set){0};
}

void columns_sql(const struct column_set *set, struct buf *sql)
{
    for (int i = 0; i < set->n; i++)
        buf_fmt(sql, "%s%s", i ? ", " : "", set->col[i]->sql);
}

int column_sort_sql(struct desk *d, const char *name, struct buf *sql, struct buf *err)
{
    const struct column *c = find_column(ticket_columns, name);
    int64_t id;
    if (c) {
        buf_str(sql, c->sql);
        return 0;
    }
    if (strncmp(name, "x.", 2) != 0 || field_find(d, name + 2, &id, err))
        return err->len ? EXIT_USAGE : unknown(d, ticket_columns, name, err);
    buf_fmt(sql, "(SELECT v.value FROM value v WHERE v.ticket = t.id AND v.field = %lld)",
            (long long)id);
    return 0;
}

int column_sort_from(struct desk *d, const struct column *table, const char *name, struct buf *sql,
                     struct buf *err)
{
    const struct column *c = find_column(table, name);
    if (!c)
        return unknown(d, table, name, err);
    buf_str(sql, c->sql);
    return 0;
}

// --- emitting

static void emit_custom(struct desk *d, const struct column *c, int64_t field, struct stmt *q,
                        int i, struct recout *r)
{
    struct val v = db_val(q, i);
    if (v.type == VAL_NULL)
        recout_absent(r);
    else if (c->rec.type == REC_TIME)
        recout_time(r, v.i);
    else if (c->rec.type == REC_BOOL)
        recout_bool(r, v.i != 0);
    else if (v.type == VAL_INT)
        recout_int(r, v.i);
    else if (v.type == VAL_REAL)
        recout_num(r, v.r);
    else {
        struct buf b = BUF_INIT;
        field_text(d, field, &v, &b);
        recout_text(r, b.s, b.len);
        buf_free(&b);
    }
}

// What has run out is void, though it stands in the row.
static void emit_lease(struct desk *d, const struct column *c, struct stmt *q, int i,
                       struct recout *r)
{
    char *by = NULL;
    int64_t until = c->kind == COLUMN_LEASE ? db_int(q, i) : strtoll(db_text(q, i), &by, 10);
    if (until <= d->now)
        recout_absent(r);
    else if (by)
        recout_str(r, agent_word(d, strtoll(by, NULL, 10)));
    else
        recout_time(r, until);
}

// Asking costs a twentieth of an export, so it is asked only where it can be; text tells itself.
static bool may_be_null(enum column_kind kind)
{
    return kind != COLUMN_TEXT && kind != COLUMN_STATUS && kind != COLUMN_PRIORITY &&
           kind != COLUMN_QUEUE && kind != COLUMN_CHANNEL;
}

static void emit_cell(struct desk *d, const struct column_set *set, int i, struct stmt *q,
                      struct recout *r)
{
    const struct column *c = set->col[i];
    if (may_be_null(c->kind) && db_null(q, i)) {
        recout_absent(r);
        return;
    }
    switch (c->kind) {
    case COLUMN_INT:
        recout_int(r, db_int(q, i));
        break;
    case COLUMN_TEXT: {
        const char *s = db_text(q, i);
        recout_text(r, s, db_size(q, i));
        break;
    }
    case COLUMN_TIME:
        recout_time(r, db_int(q, i));
        break;
    case COLUMN_STATUS:
        recout_str(r, name_word(names_status, (int)db_int(q, i)));
        break;
    case COLUMN_PRIORITY:
        recout_str(r, name_word(names_priority, (int)db_int(q, i)));
        break;
    case COLUMN_RESOLUTION:
        recout_str(r, name_word(names_resolution, (int)db_int(q, i)));
        break;
    case COLUMN_CHANNEL:
        recout_str(r, name_word(names_channel, (int)db_int(q, i)));
        break;
    case COLUMN_QUEUE:
        recout_str(r, queue_word(d, db_int(q, i)));
        break;
    case COLUMN_AGENT:
        recout_str(r, agent_word(d, db_int(q, i)));
        break;
    case COLUMN_ROLE:
        recout_str(r, name_word(names_role, (int)db_int(q, i)));
        break;
    case COLUMN_FIELD_TYPE:
        recout_str(r, name_word(names_field_type, (int)db_int(q, i)));
        break;
    case COLUMN_AGE:
        recout_int(r, (d->now - db_int(q, i)) / DATE_SECOND);
        break;
    case COLUMN_LEASE:
    case COLUMN_HOLDER:
        emit_lease(d, c, q, i, r);
        break;
    case COLUMN_CUSTOM:
        emit_custom(d, c, set->field[i], q, i, r);
    }
}

void columns_emit(struct desk *d, const struct column_set *set, struct stmt *q, struct recout *r)
{
    for (int i = 0; i < set->n; i++)
        emit_cell(d, set, i, q, r);
    recout_end(r);
}

// --- help

void columns_help_from(const struct column *table, struct buf *out)
{
    for (const struct column *c = table; c->rec.name; c++)
        buf_fmt(out, "%s\t%s\t%s\n", c->rec.name, rec_type_word(c->rec.type), c->rec.help);
}

void columns_help(struct desk *d, struct buf *out)
{
    columns_help_from(ticket_columns, out);
    struct stmt *q = db_query(d->db, SQL("SELECT name, type FROM field WHERE gone IS NULL"
                                         " ORDER BY name /* scan */"));
    while (db_row(q)) {
        buf_str(out, "x.");
        utf8_visible(out, db_text(q, 0), db_size(q, 0), UTF8_KEEP_NONE);
        buf_fmt(out, "\t%s\tcustom field\n", name_word(names_field_type, (int)db_int(q, 1)));
    }
}
