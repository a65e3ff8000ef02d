// SPDX-License-Identifier: GPL-3.0-or-later
// Random histories, made by the desk's own verbs: what their events add up to is what the rows say.
//
//     replay [SEED [STEPS]]
#include "desk/replay.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/date.h"
#include "base/mem.h"
#include "desk/agent.h"
#include "desk/check.h"
#include "desk/customer.h"
#include "desk/field.h"
#include "desk/macro.h"
#include "desk/ticket.h"
#include "store/schema.h"

#include "tap.h"

enum { QUEUES = 3, AGENTS = 4, FIELDS = 5, CUSTOMERS = 12 };

static struct desk d;
static struct buf err = BUF_INIT, found = BUF_INIT;
static uint64_t state;
static int64_t tickets;

static int64_t draw(int64_t n) // 0 .. n-1; splitmix64
{
    uint64_t z = state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (int64_t)((z ^ (z >> 31)) % (uint64_t)n);
}

static const char *draw_text(void)
{
    static const char *const texts[] = {
        "Žluťoučký kůň", "it's broken", "a \"quoted\"\tword\nand more", "שלום עולם", "łódź 💥", "x"};
    return texts[draw(6)];
}

static const char *draw_address(void)
{
    static char text[64];
    int64_t who = draw(CUSTOMERS);
    if (draw(4) == 0)
        snprintf(text, sizeof text, "+420 777 %03d", (int)who);
    else
        snprintf(text, sizeof text, "%sc%d@example.com%s", draw(2) ? "Jan O'Neil <" : "", (int)who,
                 "");
    if (strchr(text, '<'))
        strcat(text, ">");
    return text;
}

// --- steps: each may be refused, and then changes nothing

static void make_ticket(void)
{
    static const char *const tags[] = {"vip", "bug", "vip"};
    struct ticket_draft t = TICKET_DRAFT_INIT;
    int64_t watchers[] = {1 + draw(AGENTS), 1 + draw(AGENTS)}, fields[] = {1, 2, 3}, customer = 0;
    struct val values[] = {V(draw_text()), draw(2) ? V(3.0) : V(0.1), V(draw(1000))};
    t.subject = "on paper";
    t.priority = (int)draw(5);
    t.queue = 1 + draw(QUEUES);
    t.assignee = draw(AGENTS + 1);
    t.due = draw(2) ? d.now + draw(1000000) : DATE_NONE;
    t.category = draw(2) ? "printing" : NULL;
    t.lang = draw(2) ? "cs" : NULL;
    t.tags = tags, t.n_tags = (int)draw(4);
    t.watchers = watchers, t.n_watchers = (int)draw(3);
    t.fields = fields, t.values = values, t.n_values = (int)draw(4);
    if (draw(3) && customer_require(&d, draw_address(), &customer, &err) == 0)
        t.customer = customer;
    if (draw(4) == 0) { // restored
        t.status = 1 + (int)draw(6);
        t.created = d.now - 1000000;
        t.updated = d.now - draw(1000000);
        t.solved = t.status >= STATUS_SOLVED ? t.created + draw(1000) : DATE_NONE;
        t.resolution = t.status >= STATUS_SOLVED ? (int)draw(9) : 0;
    }
    t.request =
        (struct message){.kind = MESSAGE_REQUEST, .customer = customer, .body = draw_text()};
    t.request.body_len = strlen(t.request.body);
    int64_t id;
    if (ticket_new(&d, &t, &id, &err) == 0)
        tickets = id;
}

static void change_many(struct ticket *t)
{
    int64_t field = 1 + draw(FIELDS);
    struct message m = {.kind = (enum message_kind)(2 + draw(3)), .agent = 1, .body = draw_text()};
    struct val v = draw(2) ? val_null() : field == 1 ? V(draw_text()) : V(draw(3));
    m.body_len = strlen(m.body);
    switch (draw(5)) {
    case 0:
        ticket_set_value(&d, t, field, v);
        break;
    case 1:
        ticket_tag(&d, t, draw(2) ? "vip" : "slow", draw(2), &err);
        break;
    case 2:
        ticket_participant(&d, t, PARTICIPANT_WATCHER, 1 + draw(AGENTS), draw(2));
        break;
    case 3:
        ticket_participant(&d, t, PARTICIPANT_CC, 1 + draw(3), draw(2));
        break;
    default:
        ticket_add_message(&d, t, &m);
    }
}

static void change_one(struct ticket *t)
{
    switch (draw(11)) {
    case 0:
        ticket_set_priority(&d, t, 1 + (int)draw(4));
        break;
    case 1:
        ticket_set_queue(&d, t, 1 + draw(QUEUES));
        break;
    case 2:
        ticket_set_assignee(&d, t, draw(AGENTS + 1));
        break;
    case 3:
        ticket_set_subject(&d, t, draw(2) ? "another" : "Žádný papír", &err);
        break;
    case 4:
        ticket_set_category(&d, t, draw(2) ? draw_text() : NULL);
        break;
    case 5:
        ticket_set_lang(&d, t, draw(2) ? "he" : NULL);
        break;
    case 6:
        ticket_set_due(&d, t, draw(2) ? d.now : DATE_NONE);
        break;
    case 7:
        ticket_set_snooze(&d, t, draw(2) ? d.now : DATE_NONE);
        break;
    case 8:
        ticket_set_resolution(&d, t, (int)draw(9));
        break;
    default:
        ticket_set_status(&d, t, 2 + (int)draw(5), &err);
    }
}

static void change_ticket(void)
{
    struct ticket t;
    if (!tickets || !ticket_get(&d, 1 + draw(tickets), &t))
        return;
    for (int64_t n = 1 + draw(4); n > 0; n--)
        if (draw(2))
            change_one(&t);
        else
            change_many(&t);
    ticket_free(&t);
}

static void change_customer(void)
{
    static const char *const fields[] = {"name", "lang", "tz", "note", "org"}, *const values[] = {
                                                                                   "Ana", "pl",
                                                                                   "Europe/Prague",
                                                                                   "it's a note",
                                                                                   "ACME"};
    int64_t id, which = draw(5);
    if (customer_require(&d, draw_address(), &id, &err))
        return;
    switch (draw(4)) {
    case 0:
        customer_add_address(&d, id, draw_address(), &err);
        break;
    case 1:
        customer_drop_address(&d, id, draw_address(), &err);
        break;
    case 2:
        customer_set_primary(&d, id, draw_address(), &err);
        break;
    default:
        customer_set(&d, id, fields[which], draw(3) ? values[which] : "", &err);
    }
}

static void change_macro(void)
{
    static const char *const names[] = {"m1", "m2"}, *const langs[] = {"", "cs", "he"};
    const char *name = names[draw(2)], *title = draw(2) ? draw_text() : "";
    int64_t id;
    struct macro_edit e = {.lang = langs[draw(3)], .text = draw_text()};
    if (draw(2))
        e.title = strchr(title, '\n') ? "" : title;
    if (draw(2))
        e.actions = draw(2) ? "tag +x\nassign me" : "";
    if (macro_find(&d, name, &id, &err) || draw(4) == 0)
        macro_add(&d, name, &e, &err);
    else if (draw(5) == 0)
        macro_remove(&d, id, &err);
    else if (draw(3) == 0)
        macro_remove_text(&d, id, e.lang, &err);
    else
        macro_edit(&d, id, &e, &err);
}

static void change_desk(void)
{
    int64_t agent = 1 + draw(AGENTS), queue = 1 + draw(QUEUES);
    switch (draw(10)) {
    case 0:
        agent_set(&d, agent, "capacity", draw(2) ? "5" : "", &err);
        break;
    case 1:
        agent_set(&d, agent, "away", draw(2) ? "yes" : "", &err);
        break;
    case 2:
        agent_set(&d, agent, "role", draw(2) ? "lead" : "agent", &err);
        break;
    case 3:
        agent_serve(&d, agent, queue, (int)draw(3), &err);
        break;
    case 4:
        agent_remove(&d, agent, &err);
        break;
    case 5:
        agent_add(&d, "carl", draw(2) ? "Carl" : NULL, ROLE_AGENT, &err);
        break;
    case 6:
        queue_set(&d, queue, "title", draw(2) ? "Bills & more" : "", &err);
        break;
    case 7:
    case 8:
        change_macro();
        break;
    default:
        setting_put(&d, "queue", draw(2) ? "q1x" : "q2x");
    }
}

static void step(void)
{
    int64_t kind = draw(10);
    desk_begin(&d);
    if (kind < 2)
        make_ticket();
    else if (kind < 8)
        change_ticket();
    else if (kind == 8)
        change_customer();
    else
        change_desk();
    desk_commit(&d);
    buf_reset(&err);
    d.now += draw(100000) - 20000; // clocks are set back, too
}

// --- the desk

static void furnish(const char *path)
{
    static const char *const agents[] = {"root", "bob", "carl", "dana"};
    db_create(path, &(struct db_plan){.schema = schema_sql, .version = SCHEMA_VERSION});
    d = (struct desk){
        .tool = "test", .role = ROLE_ADMIN, .now = INT64_C(1795318508000), .fixed_clock = true};
    d.zone = mem_strdup("UTC");
    d.login = mem_strdup("root");
    d.db = schema_open(path, DB_WRITE);
    d.version = db_data_version(d.db); // nobody else writes, so nobody's rights change
    desk_begin(&d);
    setting_put(&d, "tz", "UTC");
    for (int i = 0; i < AGENTS; i++)
        agent_add(&d, agents[i], i ? NULL : "Root", i ? ROLE_AGENT : ROLE_ADMIN, &err);
    queue_add(&d, "q1x", NULL, &err);
    queue_add(&d, "q2x", "two", &err);
    queue_add(&d, "q3x", NULL, &err);
    field_add(&d, "words", FIELD_TEXT, NULL, &err);
    field_add(&d, "number", FIELD_NUMBER, NULL, &err);
    field_add(&d, "when", FIELD_TIME, NULL, &err);
    field_add(&d, "flag", FIELD_FLAG, NULL, &err);
    field_add(&d, "choice", FIELD_CHOICE, "one,two", &err);
    for (int i = 0; i < 3; i++) {
        int64_t id;
        char text[32];
        snprintf(text, sizeof text, "c%d@example.com", i);
        customer_require(&d, text, &id, &err);
    }
    desk_commit(&d);
}

static void keep(void *arg, const struct finding *f)
{
    (void)arg;
    buf_fmt(&found, "%lld %s: %s [%s]\n", (long long)f->ticket, f->check, f->fault, f->mend);
}

static const char *findings(void)
{
    struct check c = {.db = d.db, .report = keep, .note = BUF_INIT};
    buf_reset(&found);
    for (const struct check_part *p = check_parts; p->name; p++)
        check_part(&c, p);
    check_free(&c);
    return found.s;
}

// --- every edit of a row is found, and the statement that is given as its mend undoes it

static void mend(void)
{
    const char *end = strstr(found.s, ";]"), *from = end;
    while (from && *from != '[')
        from--;
    char *sql = from ? mem_strndup(from + 1, (size_t)(end - from)) : NULL;
    if (sql)
        db_exec(d.db, sql);
    free(sql);
}

static void edits(void)
{
    static const char *const sql[][2] = {
        {"UPDATE ticket SET priority = 5 - priority WHERE id = 1", "priority is"},
        {"UPDATE ticket SET status = 7 - status WHERE id = 2", "status is"},
        {"UPDATE ticket SET subject = 'it''s \"new\"' WHERE id = 3", "subject is \"it's \"new\"\""},
        {"UPDATE ticket SET rev = rev + 1 WHERE id = 1", "rev is"},
        {"UPDATE ticket SET created = created - 1 WHERE id = 1", "created is"},
        {"UPDATE ticket SET updated = updated + 1 WHERE id = 1", "updated is"},
        {"UPDATE ticket SET due = coalesce(due + 1, 5) WHERE id = 1", "due is"},
        {"UPDATE ticket SET first_reply = 5 WHERE id = 1", "first_reply is"},
        {"UPDATE ticket SET closed = coalesce(closed + 1, 5) WHERE id = 1", "closed is"},
        {"UPDATE ticket SET reopens = reopens + 1 WHERE id = 1", "reopens is"},
        {"UPDATE ticket SET transfers = 99 WHERE id = 1", "transfers is 99"},
        {"UPDATE ticket SET agent_msgs = 99 WHERE id = 1", "agent_msgs is 99"},
        {"UPDATE ticket SET customer_msgs = 99 WHERE id = 1", "customer_msgs is 99"},
        {"UPDATE ticket SET gone = 1 WHERE id = 1", "gone is 1"},
        {"UPDATE ticket SET parent = 2 WHERE id = 1", "parent is 2"},
        {"UPDATE ticket SET channel = 3 WHERE id = 1", "channel is chat"},
        {"UPDATE ticket SET lang = 'xx' WHERE id = 1", "lang is \"xx\""},
        {"UPDATE customer SET name = 'Mallory' WHERE id = 1", "name of customer 1"},
        {"UPDATE contact SET rank = rank + 9 WHERE (kind, address) IN"
         " (SELECT kind, address FROM contact WHERE rank = 0 LIMIT 1)",
         "of customer"},
        {"UPDATE agent SET role = 0 WHERE id = 2", "role of agent 2 is viewer"},
        {"UPDATE queue SET name = 'spam' WHERE id = 2", "name of queue 2"},
        {"UPDATE field SET type = 1 WHERE id = 2", "type of field 2"},
        {"UPDATE macro SET title = 'other' WHERE id = 1", "title of macro 1"},
        {"UPDATE macro_text SET body = 'typo' WHERE (macro, lang) IN"
         " (SELECT macro, lang FROM macro_text LIMIT 1)",
         "of macro"},
        {"DELETE FROM macro_text WHERE (macro, lang) IN (SELECT macro, lang FROM macro_text LIMIT "
         "1)",
         "is missing, its history has it"},
        {"UPDATE meta SET value = 'Asia/Tokyo' WHERE key = 'tz'", "setting 'tz' is"},
        {"INSERT INTO meta(key, value) VALUES('evil', 1)", "setting 'evil' is not"},
        {"INSERT OR REPLACE INTO serves(agent, queue, level) VALUES(1, 1, 7)",
         "queue 1 of agent 1"},
        {"DELETE FROM ticket_tag WHERE (ticket, tag) IN (SELECT ticket, tag FROM ticket_tag LIMIT "
         "1)",
         "is missing, its history has it"},
        {"DELETE FROM value WHERE (ticket, field) IN (SELECT ticket, field FROM value LIMIT 1)",
         "is missing, its history has it"},
        {"DELETE FROM participant WHERE (ticket, role, who) IN (SELECT * FROM participant LIMIT 1)",
         "is missing, its history has it"},
        {"INSERT INTO ticket_tag(ticket, tag) SELECT t.id, g.id FROM ticket t, tag g WHERE (t.id, "
         "g.id)"
         " NOT IN (SELECT ticket, tag FROM ticket_tag) LIMIT 1",
         "is not in its history"},
        {"UPDATE tag SET name = 'VIP' WHERE id = 1", "name of tag 1 is"},
        {"UPDATE sqlite_sequence SET seq = seq - 1", "the last number given"},
    };
    for (size_t i = 0; i < sizeof sql / sizeof *sql; i++) {
        db_exec(d.db, sql[i][0]);
        ok(strstr(findings(), sql[i][1]) != NULL, "found: %s", sql[i][0]);
        if (!strstr(found.s, sql[i][1]))
            printf("# %s\n", found.s);
        mend();
        is_str(findings(), "", "its mend undoes it");
    }
}

// --- folding alone

static void add_as(struct replay *r, int64_t id, int field, int64_t at, struct val old,
                   struct val new, bool counts)
{
    replay_add(r, id, &(struct event){.thing = 7, .field = field, .at = at, .old = old, .new = new},
               false, counts);
}

static void add(struct replay *r, int64_t id, int field, int64_t at, struct val old, struct val new)
{
    add_as(r, id, field, at, old, new, true);
}

static int64_t fact(const struct replay *r, int field)
{
    const struct fact *f = replay_find(r, field, 0, "");
    return f && f->value.type == VAL_INT ? f->value.i : -1;
}

static void fold_ticket(struct replay *r)
{
    replay_start(r);
    add(r, 20, EVENT_STATUS, 100, val_null(), V(STATUS_NEW));
    add(r, 21, EVENT_INIT, 100, val_null(),
        V("{\"queue\":2,\"priority\":3,\"channel\":1,\"tags\":[4,5],\"x\":{\"1\":\"a\\u0000b\"}}"));
    add(r, 40, EVENT_STATUS, 300, V(STATUS_CLOSED), V(STATUS_OPEN)); // order is by id
    add(r, 30, EVENT_STATUS, 200, V(STATUS_NEW), V(STATUS_CLOSED));
    add(r, 50, EVENT_ASSIGNEE, 300, val_null(), V(1));
    add(r, 60, EVENT_ASSIGNEE, 310, V(1), V(2));
    add(r, 70, EVENT_QUEUE, 320, V(2), V(9));
    add(r, 80, EVENT_CUSTOMER_MADE, 500, val_null(), V("Ana")); // customer 7, not ticket 7
}

static void folds(void)
{
    struct replay r;
    replay_init(&r);
    fold_ticket(&r);
    ok(replay_fold(&r), "a history folds");
    is_int(fact(&r, FACT_REV), 70, "rev is the last event of the ticket");
    is_int(fact(&r, FACT_CREATED), 100, "created");
    is_int(fact(&r, FACT_UPDATED), 320, "updated");
    is_int(fact(&r, FACT_REOPENS), 1, "a reopening");
    is_int(fact(&r, FACT_CLOSED), -1, "closed is undone by it");
    is_int(fact(&r, FACT_TRANSFERS), 2, "one queue and one hand to another");
    is_int(fact(&r, EVENT_QUEUE), 9, "the last queue");
    is_int(fact(&r, EVENT_PRIORITY), 3, "a first value");
    ok(replay_find(&r, EVENT_TAG, 5, "") && !replay_find(&r, EVENT_TAG, 6, ""), "first tags");
    const struct fact *f = replay_find(&r, EVENT_CUSTOM + 1, 0, "");
    ok(f && f->value.n == 3, "a text with NUL in it");
    f = replay_find(&r, EVENT_CUSTOMER_NAME, 0, "");
    ok(f && f->value.n == 3, "the customer of the same number has a name");
    replay_start(&r);
    add(&r, 1, EVENT_INIT, 1, val_null(), V("{\"queue\":"));
    ok(!replay_fold(&r), "a broken INIT is reported");
    replay_start(&r);
    ok(replay_fold(&r) && !replay_find(&r, EVENT_STATUS, 0, ""), "no events, no facts");
    replay_free(&r);
}

// 30 was undone by 40, and 50 by 60.
static void folds_undone(void)
{
    struct replay r;
    replay_init(&r);
    add(&r, 20, EVENT_STATUS, 100, val_null(), V(STATUS_NEW));
    add(&r, 25, EVENT_STATUS, 150, V(STATUS_NEW), V(STATUS_SOLVED));
    add_as(&r, 30, EVENT_STATUS, 200, V(STATUS_SOLVED), V(STATUS_OPEN), false);
    add_as(&r, 40, EVENT_STATUS, 300, V(STATUS_OPEN), V(STATUS_SOLVED), false);
    add_as(&r, 50, EVENT_QUEUE, 400, V(1), V(2), false);
    add_as(&r, 60, EVENT_QUEUE, 500, V(2), V(1), false);
    ok(replay_fold(&r), "a history with undos folds");
    is_int(fact(&r, EVENT_STATUS), STATUS_SOLVED, "what is follows from all events");
    is_int(fact(&r, EVENT_QUEUE), 1, "of any field");
    is_int(fact(&r, FACT_UPDATED), 500, "and so does the last update");
    is_int(fact(&r, FACT_REOPENS), 0, "an undone reopening is none");
    is_int(fact(&r, FACT_SOLVED), 150, "it was solved when it was, not when that was restored");
    is_int(fact(&r, FACT_TRANSFERS), 0, "an undone transfer is none");
    replay_free(&r);
}

int main(int argc, char **argv)
{
    char dir[] = "/tmp/tk-replay.XXXXXX";
    state = argc > 1 ? strtoull(argv[1], NULL, 10) : 20261122;
    long steps = argc > 2 ? atol(argv[2]) : 1500;
    if (!mkdtemp(dir))
        return 1;
    char *path = mem_printf("%s/tk.db", dir);
    folds();
    folds_undone();
    furnish(path);
    is_str(findings(), "", "a new desk is sound");
    for (long i = 0; i < steps; i++)
        step();
    if (is_str(findings(), "", "and so is one with a history"))
        edits();
    desk_close(&d);
    buf_free(&err);
    buf_free(&found);
    for (int i = 0; i < 3; i++) {
        char *name = mem_printf("%s%s", path, i == 0 ? "" : i == 1 ? "-wal" : "-shm");
        unlink(name);
        free(name);
    }
    rmdir(dir);
    free(path);
    return done();
}
