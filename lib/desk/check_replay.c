// SPDX-License-Identifier: GPL-3.0-or-later
// Rows against events.  One pass: all tables are read in the order of the thing that a row belongs
// to, side by side with the events of that thing, so that memory holds one thing at a time.
#include <limits.h>
#include <string.h>

#include "desk/check_impl.h"
#include "desk/customer.h"
#include "desk/effective.h"
#include "desk/message.h"

struct source;

struct audit {
    struct check *c;
    struct effective effective;
    struct replay r;
    int64_t thing, tickets, events;
    struct stmt *event;
    bool more; // event stands on a row
    struct stmt *row[24];
    bool more_rows[24];
};

struct table_column {
    int field;
    const char *name;
};

// A table in the order of its first column, the thing.
struct source {
    void (*compare)(struct audit *a, const struct source *s, struct stmt *q);
    const char *table;
    int maker;                          // rows that are a thing: the event that makes one
    const struct table_column *columns; // of these rows, from the second column
};

// --- rows of which a thing has many

// A row of which the events should say the same.
static void expect(struct audit *a, int field, int64_t ref, const char *text, struct val row)
{
    struct fact *f = replay_find(&a->r, field, ref, text);
    struct fact none = {.field = field, .ref = ref, .text = text, .len = strlen(text)};
    if (!f &&
        (field == EVENT_CUSTOMER_ADDRESS ? a->r.addresses_erased : field > 0 && a->r.init_erased))
        return;
    if (f)
        f->seen = true;
    const struct fact *key = f ? f : &none;
    if (!key->erased && !val_equal(&row, &key->value))
        fault_many(a->c, a->thing, key, &row);
}

static void compare_tag(struct audit *a, const struct source *s, struct stmt *q)
{
    (void)s;
    expect(a, EVENT_TAG, db_int(q, 1), "", val_int(1));
}

static void compare_participant(struct audit *a, const struct source *s, struct stmt *q)
{
    (void)s;
    int field = db_int(q, 1) == PARTICIPANT_WATCHER ? EVENT_WATCHER : EVENT_CC;
    expect(a, field, db_int(q, 2), "", val_int(1));
}

static void compare_link(struct audit *a, const struct source *s, struct stmt *q)
{
    static const int fields[] = {[LINK_BLOCKS] = EVENT_BLOCKS,
                                 [LINK_RELATED] = EVENT_RELATED,
                                 [LINK_DUPLICATE] = EVENT_DUPLICATE};
    (void)s;
    int64_t kind = db_int(q, 1);
    if (kind >= LINK_BLOCKS && kind <= LINK_DUPLICATE)
        expect(a, fields[kind], db_int(q, 2), "", val_int(1));
    else
        check_found(a->c, a->thing, "replay", "delete its row with sqlite3",
                    "link to %lld is of no known kind", (long long)db_int(q, 2));
}

static void compare_value(struct audit *a, const struct source *s, struct stmt *q)
{
    (void)s;
    int64_t field = db_int(q, 1);
    bool sane = field > 0 && field < INT_MAX - EVENT_CUSTOM;
    expect(a, sane ? (int)(EVENT_CUSTOM + field) : INT_MAX, 0, "", db_val(q, 2));
}

static void compare_serves(struct audit *a, const struct source *s, struct stmt *q)
{
    (void)s;
    expect(a, EVENT_AGENT_SERVES, db_int(q, 1), "", db_val(q, 2));
}

static void compare_contact(struct audit *a, const struct source *s, struct stmt *q)
{
    (void)s;
    struct contact typed = {0};
    struct buf err = BUF_INIT;
    const char *address = db_text(q, 2), *shown = db_text(q, 4);
    expect(a, EVENT_CUSTOMER_ADDRESS, db_int(q, 1), address, db_val(q, 3));
    if (shown &&
        (contact_parse(&typed, shown, &err) || typed.name || strcmp(typed.address, address) != 0))
        check_found(a->c, 0, "replay", "set shown in its row to NULL with sqlite3",
                    "address \"%s\" of customer %lld is shown as \"%s\"", address,
                    (long long)a->thing, shown);
    contact_free(&typed);
    buf_free(&err);
}

static void compare_origin(struct audit *a, const struct source *s, struct stmt *q)
{
    (void)s;
    if (strcmp(db_text(q, 1), "key") == 0)
        expect(a, EVENT_KEY, 0, db_text(q, 2), val_int(1));
    else
        expect(a, EVENT_ORIGIN, 0, db_text(q, 4), db_val(q, 3));
}

static void compare_setting(struct audit *a, const struct source *s, struct stmt *q)
{
    (void)s;
    if (strcmp(db_text(q, 1), "fold") != 0) // the program's own: see schema_open
        expect(a, EVENT_SETTING, 0, db_text(q, 1), db_val(q, 2));
}

static void compare_macro_text(struct audit *a, const struct source *s, struct stmt *q)
{
    (void)s;
    expect(a, EVENT_MACRO_TEXT, 0, db_text(q, 1), db_val(q, 2));
}

// --- messages: columns as message_digest wants them, then id and gone

static void compare_message(struct audit *a, const struct source *s, struct stmt *q)
{
    (void)s;
    int64_t id = db_int(q, 11);
    bool gone = db_int(q, 12) != 0;
    struct fact *f = replay_find(&a->r, EVENT_MESSAGE, id, "");
    if (!f) {
        check_found(a->c, a->thing, "message", fault_from_backup,
                    "message %lld is there, its history has none", (long long)id);
        return;
    }
    unsigned char digest[HASH_SIZE] = {0};
    if (db_size(q, 10) == SEAL_SIZE || db_size(q, 10) == HASH_SIZE)
        message_digest(q, 0, digest);
    f->seen = true;
    if (!gone)
        replay_message(&a->r, (enum message_kind)db_int(q, 2), db_int(q, 1));
    if (gone ? f->value.type == VAL_NULL
             : f->value.n == HASH_SIZE && memcmp(f->value.p, digest, HASH_SIZE) == 0)
        return;
    check_found(a->c, a->thing, "message", fault_from_backup,
                "message %lld is not what was recorded: its text, author or time was changed",
                (long long)id);
}

// --- rows that are a thing

// clang-format off
static const struct table_column
    of_ticket[] = {
        {FACT_REV, "rev"}, {EVENT_STATUS, "status"}, {EVENT_PRIORITY, "priority"},
        {EVENT_QUEUE, "queue"}, {EVENT_ASSIGNEE, "assignee"}, {EVENT_CUSTOMER, "customer"},
        {FACT_CREATED, "created"}, {FACT_UPDATED, "updated"}, {EVENT_DUE, "due"},
        {EVENT_SNOOZE, "snoozed"}, {FACT_SOLVED, "solved"}, {FACT_CLOSED, "closed"},
        {FACT_FIRST_REPLY, "first_reply"}, {EVENT_RESOLUTION, "resolution"},
        {FACT_CHANNEL, "channel"}, {EVENT_LANG, "lang"}, {EVENT_CATEGORY, "category"},
        {EVENT_PARENT, "parent"}, {EVENT_MERGED, "merged"}, {EVENT_GONE, "gone"},
        {FACT_REOPENS, "reopens"}, {FACT_TRANSFERS, "transfers"}, {FACT_AGENT_MSGS, "agent_msgs"},
        {FACT_CUSTOMER_MSGS, "customer_msgs"}, {EVENT_SUBJECT, "subject"}, {0, NULL}},
    of_customer[] = {
        {EVENT_CUSTOMER_NAME, "name"}, {EVENT_CUSTOMER_ORG, "org"}, {EVENT_CUSTOMER_LANG, "lang"},
        {EVENT_CUSTOMER_TZ, "tz"}, {EVENT_CUSTOMER_NOTE, "note"}, {FACT_CUSTOMER_SINCE, "made"},
        {EVENT_CUSTOMER_MERGED, "merged"}, {EVENT_CUSTOMER_GONE, "gone"}, {0, NULL}},
    of_agent[] = {
        {EVENT_AGENT_MADE, "login"}, {EVENT_AGENT_NAME, "name"}, {EVENT_AGENT_ROLE, "role"},
        {EVENT_AGENT_CAPACITY, "capacity"}, {EVENT_AGENT_AWAY, "away"}, {EVENT_AGENT_GONE, "gone"},
        {0, NULL}},
    of_queue[] = {
        {EVENT_QUEUE_MADE, "name"}, {EVENT_QUEUE_TITLE, "title"}, {EVENT_QUEUE_GONE, "gone"},
        {0, NULL}},
    of_field[] = {
        {EVENT_FIELD_MADE, "name"}, {EVENT_FIELD_TYPE, "type"}, {EVENT_FIELD_CHOICES, "conf"},
        {EVENT_FIELD_GONE, "gone"}, {0, NULL}},
    of_macro[] = {
        {EVENT_MACRO_MADE, "name"}, {EVENT_MACRO_TITLE, "title"},
        {EVENT_MACRO_ACTIONS, "actions"}, {EVENT_MACRO_GONE, "gone"}, {0, NULL}},
    of_org[] = {{EVENT_ORG_MADE, "name"}, {0, NULL}},
    of_tag[] = {{EVENT_TAG_MADE, "name"}, {0, NULL}};
// clang-format on

// What is only counted and stamped for those who see the ticket: an undone one keeps it for a redo.
static bool is_counted(int field)
{
    return field == FACT_SOLVED || field == FACT_CLOSED ||
           (field >= FACT_REOPENS && field <= FACT_CUSTOMER_MSGS) || field == FACT_FIRST_REPLY;
}

static bool is_hidden(const struct audit *a)
{
    const struct fact *gone = replay_find(&a->r, EVENT_GONE, 0, "");
    return gone && gone->value.type == VAL_INT;
}

static struct val fact_value(const struct audit *a, int field, bool *known)
{
    *known = !(is_counted(field) && is_hidden(a));
    if (!*known)
        return val_null();
    if (field == FACT_FIRST_REPLY || field == FACT_AGENT_MSGS || field == FACT_CUSTOMER_MSGS)
        return replay_count(&a->r, field);
    const struct fact *f = replay_find(&a->r, field, 0, "");
    *known = f ? !f->erased : !(field > 0 && a->r.init_erased);
    return f ? f->value : val_null();
}

static void compare_column(struct audit *a, const struct source *s, const struct table_column *k,
                           struct val row)
{
    bool known;
    struct val fact = fact_value(a, k->field, &known);
    if (k->field == EVENT_GONE && fact.type == VAL_NULL)
        fact = val_int(0); // the column is NOT NULL
    if (known && !val_equal(&row, &fact))
        fault_column(a->c, a->thing, s->table, k->name, k->field, &row, &fact);
}

static void compare_row(struct audit *a, const struct source *s, struct stmt *q)
{
    struct fact *made = replay_find(&a->r, s->maker, 0, "");
    a->tickets += s->maker == EVENT_INIT;
    if (!made) {
        check_found(a->c, fault_ticket(a->thing, s->maker), "replay", fault_from_backup,
                    "%s %lld is there, but no event made it", s->table, (long long)a->thing);
        return;
    }
    made->seen = true;
    for (int i = 0; s->columns[i].name; i++)
        compare_column(a, s, &s->columns[i], db_val(q, i + 1));
}

// --- the pass

// Messages before tickets: the counters of a ticket follow from their kinds.
static const struct source sources[] = {
    {compare_message, "message", 0, NULL},
    {compare_tag, "ticket_tag", 0, NULL},
    {compare_participant, "participant", 0, NULL},
    {compare_link, "link", 0, NULL},
    {compare_value, "value", 0, NULL},
    {compare_origin, "origin", 0, NULL},
    {compare_contact, "contact", 0, NULL},
    {compare_serves, "serves", 0, NULL},
    {compare_setting, "meta", 0, NULL},
    {compare_macro_text, "macro_text", 0, NULL},
    {compare_row, "ticket", EVENT_INIT, of_ticket},
    {compare_row, "customer", EVENT_CUSTOMER_MADE, of_customer},
    {compare_row, "agent", EVENT_AGENT_MADE, of_agent},
    {compare_row, "queue", EVENT_QUEUE_MADE, of_queue},
    {compare_row, "field", EVENT_FIELD_MADE, of_field},
    {compare_row, "macro", EVENT_MACRO_MADE, of_macro},
    {compare_row, "org", EVENT_ORG_MADE, of_org},
    {compare_row, "tag", EVENT_TAG_MADE, of_tag},
};
enum { SOURCES = sizeof sources / sizeof *sources };

static void open_rows(struct audit *a)
{
    const struct val sql[SOURCES] = {
        SQL("SELECT ticket, at, kind, agent, customer, channel, lang, msgid, subject, body, seal,"
            " id, gone FROM message INDEXED BY message_ticket ORDER BY ticket /* scan */"),
        SQL("SELECT ticket, tag FROM ticket_tag ORDER BY ticket /* scan */"),
        SQL("SELECT ticket, role, who FROM participant ORDER BY ticket /* scan */"),
        SQL("SELECT a, kind, b FROM link ORDER BY a /* scan */"),
        SQL("SELECT ticket, field, value FROM value ORDER BY ticket /* scan */"),
        SQL("SELECT ticket, source, key, seen, source || ' ' || key FROM origin INDEXED BY"
            " origin_ticket"
            " ORDER BY ticket /* scan */"),
        SQL("SELECT customer, kind, address, rank, shown FROM contact INDEXED BY contact_customer"
            " ORDER BY customer /* scan */"),
        SQL("SELECT agent, queue, level FROM serves ORDER BY agent /* scan */"),
        SQL("SELECT 0, key, value FROM meta /* scan */"),
        SQL("SELECT macro, lang, body FROM macro_text ORDER BY macro /* scan */"),
        SQL("SELECT id, rev, status, priority, queue, assignee, customer, created, updated, due,"
            " snoozed, solved, closed, first_reply, resolution, channel, lang, category, parent,"
            " merged, gone, reopens, transfers, agent_msgs, customer_msgs, subject FROM ticket"
            " ORDER BY id /* scan */"),
        SQL("SELECT id, name, org, lang, tz, note, made, merged, gone FROM customer"
            " ORDER BY id /* scan */"),
        SQL("SELECT id, login, name, role, capacity, away, gone FROM agent ORDER BY id /* scan */"),
        SQL("SELECT id, name, title, gone FROM queue ORDER BY id /* scan */"),
        SQL("SELECT id, name, type, conf, gone FROM field ORDER BY id /* scan */"),
        SQL("SELECT id, name, title, actions, gone FROM macro ORDER BY id /* scan */"),
        SQL("SELECT id, name FROM org ORDER BY id /* scan */"),
        SQL("SELECT id, name FROM tag ORDER BY id /* scan */"),
    };
    for (int i = 0; i < SOURCES; i++) {
        a->row[i] = db_query_vals(a->c->db, &sql[i], 1);
        a->more_rows[i] = db_row(a->row[i]);
    }
    a->event = db_query(a->c->db,
                        SQL("SELECT thing, id, field, at, ref, old, new, length(seal),"
                            " change FROM event INDEXED BY event_thing ORDER BY thing /* scan */"));
    a->more = db_row(a->event);
}

static bool next_thing(struct audit *a)
{
    bool any = a->more;
    int64_t least = any ? db_int(a->event, 0) : 0;
    for (int i = 0; i < SOURCES; i++) {
        if (!a->more_rows[i])
            continue;
        int64_t thing = db_int(a->row[i], 0);
        least = !any || thing < least ? thing : least;
        any = true;
    }
    a->thing = least;
    return any;
}

static void read_events(struct audit *a)
{
    replay_start(&a->r);
    for (; a->more && db_int(a->event, 0) == a->thing; a->more = db_row(a->event)) {
        struct stmt *q = a->event;
        struct event e = {.thing = a->thing,
                          .field = (int)db_int(q, 2),
                          .at = db_int(q, 3),
                          .ref = db_int(q, 4),
                          .old = db_val(q, 5),
                          .new = db_val(q, 6)};
        replay_add(&a->r, db_int(q, 1), &e, db_int(q, 7) == HASH_SIZE,
                   effective_is(&a->effective, db_int(q, 8)));
        a->events++;
    }
    if (!replay_fold(&a->r))
        check_found(a->c, a->thing, "replay", fault_from_backup,
                    "the event that made it cannot be read");
}

static const char *table_of(int maker)
{
    for (int i = 0; i < SOURCES; i++)
        if (sources[i].maker == maker)
            return sources[i].table;
    return "thing";
}

// What the events have and no row had.
static void report_unseen(struct audit *a, const struct fact *f)
{
    int maker = replay_maker(f->field);
    const struct fact *made = maker ? replay_find(&a->r, maker, 0, "") : NULL;
    if (f->seen || f->erased || (maker && f->field != maker && !(made && made->seen)))
        return;
    if (f->field == maker)
        check_found(a->c, fault_ticket(a->thing, maker), "replay", fault_from_backup,
                    "%s %lld is missing", table_of(maker), (long long)a->thing);
    else if (f->value.type == VAL_NULL)
        return;
    else if (f->field == EVENT_MESSAGE)
        check_found(a->c, a->thing, "message", fault_from_backup, "message %lld is missing",
                    (long long)f->ref);
    else if (fault_is_many(f->field))
        fault_many(a->c, a->thing, f, &(struct val){.type = VAL_NULL});
}

void check_replay(struct check *c)
{
    struct audit a = {.c = c};
    replay_init(&a.r);
    effective_load(&a.effective, c->db, INT64_MAX);
    open_rows(&a);
    while (next_thing(&a)) {
        read_events(&a);
        for (int i = 0; i < SOURCES; i++)
            for (; a.more_rows[i] && db_int(a.row[i], 0) == a.thing;
                 a.more_rows[i] = db_row(a.row[i]))
                sources[i].compare(&a, &sources[i], a.row[i]);
        for (size_t i = 0; i < a.r.n_facts; i++)
            report_unseen(&a, &a.r.fact[i]);
    }
    buf_fmt(&c->note, "%lld tickets, %lld events", (long long)a.tickets, (long long)a.events);
    replay_free(&a.r);
    effective_free(&a.effective);
}
