// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"
#include "desk/agent.h"
#include "desk/message.h"

int agent_add(struct desk *d, const char *login, const char *name, enum role role, struct buf *err)
{
    if (desk_need(d, ROLE_ADMIN, "add agents", err))
        return EXIT_NOPERM;
    if (!name_legal(login, "an agent", err) || (name && line_check("the name", name, err)))
        return EXIT_DATA;
    struct stmt *q = db_query(d->db, SQL("SELECT id, gone FROM agent WHERE login = ?1"), V(login));
    int64_t id = db_row(q) ? db_int(q, 0) : 0;
    bool gone = id && !db_null(q, 1);
    db_end(q);
    if (!id || gone)
        desk_forget_names(d);
    if (!id) {
        db_run(d->db, SQL("INSERT INTO agent(login, name, role) VALUES(?1, ?2, ?3)"), V(login),
               V(name), V((int)role));
        id = db_last_id(d->db);
        desk_event(d, id, EVENT_AGENT_MADE, 0, val_null(), V(login), false);
        desk_event(d, id, EVENT_AGENT_ROLE, 0, val_null(), V((int)role), false);
        if (name)
            desk_event(d, id, EVENT_AGENT_NAME, 0, val_null(), V(name), true);
    } else if (gone) { // comes back
        int was = (int)db_get_int(d->db, 0, SQL("SELECT role FROM agent WHERE id = ?1"), V(id));
        db_run(d->db, SQL("UPDATE agent SET gone = NULL, role = ?2 WHERE id = ?1"), V(id),
               V((int)role));
        desk_event(d, id, EVENT_AGENT_GONE, 0, V(1), val_null(), false);
        if (was != (int)role)
            desk_event(d, id, EVENT_AGENT_ROLE, 0, V(was), V((int)role), false);
        if (name)
            return agent_set(d, id, "name", name, err);
    }
    return 0;
}

// --- fields of an agent

static int role_value(const char *text, struct val *v, struct buf *err)
{
    int role = name_number(names_role, text);
    if (role < 0) {
        name_complain(err, names_role, "role", text);
        return EXIT_USAGE;
    }
    *v = V(role);
    return 0;
}

static int capacity_value(const char *text, struct val *v, struct buf *err)
{
    long n = strtol(text, NULL, 10);
    if (!*text)
        *v = val_null();
    else if (strspn(text, "0123456789") != strlen(text) || n > 1000000) {
        buf_fmt(err, "capacity \"%s\" is no number of tickets", text);
        return EXIT_USAGE;
    } else
        *v = V(n);
    return 0;
}

static int away_value(struct desk *d, const char *text, struct val *v, struct buf *err)
{
    struct date_span span = {0};
    if (!*text || strcmp(text, "no") == 0)
        *v = val_null();
    else if (strcmp(text, "yes") == 0)
        *v = V(AGENT_AWAY);
    else if (!date_parse(text, d->now, d->zone, DATE_AHEAD, &span, err))
        return EXIT_USAGE;
    else
        *v = V(span.from);
    return 0;
}

static struct stmt *agent_value(struct desk *d, int64_t id, int field)
{
    switch (field) {
    case EVENT_AGENT_NAME:
        return db_query(d->db, SQL("SELECT name FROM agent WHERE id = ?1"), V(id));
    case EVENT_AGENT_ROLE:
        return db_query(d->db, SQL("SELECT role FROM agent WHERE id = ?1"), V(id));
    case EVENT_AGENT_CAPACITY:
        return db_query(d->db, SQL("SELECT capacity FROM agent WHERE id = ?1"), V(id));
    default:
        return db_query(d->db, SQL("SELECT away FROM agent WHERE id = ?1"), V(id));
    }
}

static void agent_write(struct desk *d, int64_t id, int field, struct val v)
{
    switch (field) {
    case EVENT_AGENT_NAME:
        db_run(d->db, SQL("UPDATE agent SET name = ?2 WHERE id = ?1"), V(id), V(v));
        break;
    case EVENT_AGENT_ROLE:
        db_run(d->db, SQL("UPDATE agent SET role = ?2 WHERE id = ?1"), V(id), V(v));
        break;
    case EVENT_AGENT_CAPACITY:
        db_run(d->db, SQL("UPDATE agent SET capacity = ?2 WHERE id = ?1"), V(id), V(v));
        break;
    default:
        db_run(d->db, SQL("UPDATE agent SET away = ?2 WHERE id = ?1"), V(id), V(v));
    }
}

// A desk without an admin could never be administered again.
static bool last_admin(struct desk *d, int64_t id)
{
    return db_get_int(d->db, 0, SQL("SELECT role FROM agent WHERE id = ?1 AND gone IS NULL"),
                      V(id)) == ROLE_ADMIN &&
           db_get_int(d->db, 0,
                      SQL("SELECT count(*) FROM agent WHERE role = ?1 AND gone IS NULL /* scan */"),
                      V(ROLE_ADMIN)) == 1;
}

// The role is the desk's affair; what else is known of an agent is his own, and his lead's.
static int may_set(const struct desk *d, int64_t id, int code, struct buf *err)
{
    if (code == EVENT_AGENT_ROLE)
        return desk_need(d, ROLE_ADMIN, "change roles", err);
    return desk_need(d, id == d->me ? ROLE_AGENT : ROLE_LEAD, "change other agents", err);
}

static int new_value(struct desk *d, int code, const char *text, struct val *v, struct buf *err)
{
    *v = *text ? V(text) : val_null();
    switch (code) {
    case EVENT_AGENT_ROLE:
        return role_value(text, v, err);
    case EVENT_AGENT_CAPACITY:
        return capacity_value(text, v, err);
    case EVENT_AGENT_AWAY:
        return away_value(d, text, v, err);
    default:
        return line_check("the name", text, err) ? EXIT_USAGE : 0;
    }
}

int agent_set(struct desk *d, int64_t id, const char *field, const char *value, struct buf *err)
{
    static const struct name fields[] = {{EVENT_AGENT_NAME, "name"},
                                         {EVENT_AGENT_ROLE, "role"},
                                         {EVENT_AGENT_CAPACITY, "capacity"},
                                         {EVENT_AGENT_AWAY, "away"},
                                         {0, NULL}};
    struct val new;
    int code = name_number(fields, field);
    if (code == -1) {
        name_complain(err, fields, "agent field", field);
        return EXIT_USAGE;
    }
    int rc = may_set(d, id, code, err);
    if (rc == 0)
        rc = new_value(d, code, value, &new, err);
    if (rc)
        return rc;
    if (code == EVENT_AGENT_ROLE && new.i < ROLE_ADMIN && last_admin(d, id)) {
        buf_str(err, "this is the last admin: make another one first");
        return EXIT_DATA;
    }
    struct stmt *q = agent_value(d, id, code);
    struct val old = db_row(q) ? db_val(q, 0) : val_null();
    bool same = val_equal(&old, &new);
    if (!same)
        desk_event(d, id, code, 0, V(old), V(new), code == EVENT_AGENT_NAME);
    db_end(q);
    if (!same)
        agent_write(d, id, code, new);
    return 0;
}

int agent_serve(struct desk *d, int64_t id, int64_t queue, int level, struct buf *err)
{
    if (desk_need(d, ROLE_LEAD, "say who serves what", err))
        return EXIT_NOPERM;
    if (level < 0 || level > 9) {
        buf_str(err, "the level is 1 to 9 (0: serves it no longer)");
        return EXIT_USAGE;
    }
    int64_t was = db_get_int(
        d->db, 0, SQL("SELECT level FROM serves WHERE agent = ?1 AND queue = ?2"), V(id), V(queue));
    if (was == level)
        return 0;
    if (level)
        db_run(d->db, SQL("INSERT OR REPLACE INTO serves(agent, queue, level) VALUES(?1, ?2, ?3)"),
               V(id), V(queue), V(level));
    else
        db_run(d->db, SQL("DELETE FROM serves WHERE agent = ?1 AND queue = ?2"), V(id), V(queue));
    desk_event(d, id, EVENT_AGENT_SERVES, queue, V(val_id(was)), V(val_id(level)), false);
    return 0;
}

int agent_serve_word(struct desk *d, int64_t id, const char *word, struct buf *err)
{
    const char *colon = strchr(word, ':');
    char *name = mem_strndup(word, colon ? (size_t)(colon - word) : strlen(word));
    int level = colon && colon[1] >= '0' && colon[1] <= '9' && !colon[2] ? colon[1] - '0' : -1;
    int64_t queue;
    int rc = queue_find(d, name, &queue, err);
    if (rc == 0)
        rc = agent_serve(d, id, queue, colon ? level : 1, err);
    free(name);
    return rc;
}

int agent_remove(struct desk *d, int64_t id, struct buf *err)
{
    if (desk_need(d, ROLE_ADMIN, "remove agents", err))
        return EXIT_NOPERM;
    if (last_admin(d, id)) {
        buf_str(err, "this is the last admin: make another one first");
        return EXIT_DATA;
    }
    int64_t live = db_get_int(
        d->db, 0,
        SQL("SELECT count(*) FROM ticket WHERE assignee = ?1 AND status < 5 AND gone = 0"), V(id));
    if (live) {
        buf_fmt(err,
                "%s still has %lld open tickets: tk-list assignee:%s is:open | tk-assign OTHER",
                agent_word(d, id), (long long)live, agent_word(d, id));
        return EXIT_DATA;
    }
    db_run(d->db, SQL("UPDATE agent SET gone = 1 WHERE id = ?1"), V(id));
    desk_event(d, id, EVENT_AGENT_GONE, 0, val_null(), V(1), false);
    desk_forget_names(d);
    return 0;
}

// --- queues

int queue_add(struct desk *d, const char *name, const char *title, struct buf *err)
{
    if (desk_need(d, ROLE_LEAD, "add queues", err))
        return EXIT_NOPERM;
    if (!name_legal(name, "a queue", err) || (title && line_check("the title", title, err)))
        return EXIT_DATA;
    struct stmt *q = db_query(d->db, SQL("SELECT id, gone FROM queue WHERE name = ?1"), V(name));
    int64_t id = db_row(q) ? db_int(q, 0) : 0;
    bool gone = id && !db_null(q, 1);
    db_end(q);
    if (!id || gone)
        desk_forget_names(d);
    if (!id) {
        db_run(d->db, SQL("INSERT INTO queue(name, title) VALUES(?1, ?2)"), V(name), V(title));
        id = db_last_id(d->db);
        desk_event(d, id, EVENT_QUEUE_MADE, 0, val_null(), V(name), false);
        if (title)
            desk_event(d, id, EVENT_QUEUE_TITLE, 0, val_null(), V(title), false);
    } else if (gone) {
        db_run(d->db, SQL("UPDATE queue SET gone = NULL WHERE id = ?1"), V(id));
        desk_event(d, id, EVENT_QUEUE_GONE, 0, V(1), val_null(), false);
        if (title)
            return queue_set(d, id, "title", title, err);
    }
    return 0;
}

int queue_set(struct desk *d, int64_t id, const char *field, const char *value, struct buf *err)
{
    static const struct name fields[] = {{EVENT_QUEUE_TITLE, "title"}, {0, NULL}};
    if (strcmp(field, "title") != 0) {
        name_complain(err, fields, "queue field", field);
        return EXIT_USAGE;
    }
    if (desk_need(d, ROLE_LEAD, "change queues", err))
        return EXIT_NOPERM;
    if (line_check("the title", value, err))
        return EXIT_USAGE;
    struct val new = *value ? V(value) : val_null();
    struct stmt *q = db_query(d->db, SQL("SELECT title FROM queue WHERE id = ?1"), V(id));
    struct val old = db_row(q) ? db_val(q, 0) : val_null();
    bool same = val_equal(&old, &new);
    if (!same)
        desk_event(d, id, EVENT_QUEUE_TITLE, 0, V(old), V(new), false);
    db_end(q);
    if (!same)
        db_run(d->db, SQL("UPDATE queue SET title = ?2 WHERE id = ?1"), V(id), V(new));
    return 0;
}

int queue_default(struct desk *d, int64_t id, struct buf *err)
{
    if (desk_need(d, ROLE_LEAD, "choose the default queue", err))
        return EXIT_NOPERM;
    char *was = setting_get(d, "queue");
    if (!was || strcmp(was, queue_word(d, id)) != 0)
        setting_put(d, "queue", queue_word(d, id));
    free(was);
    return 0;
}

int queue_remove(struct desk *d, int64_t id, struct buf *err)
{
    if (desk_need(d, ROLE_LEAD, "remove queues", err))
        return EXIT_NOPERM;
    int64_t live = db_get_int(
        d->db, 0, SQL("SELECT count(*) FROM ticket WHERE queue = ?1 AND status < 6 AND gone = 0"),
        V(id));
    char *fallback = setting_get(d, "queue");
    bool is_default = fallback && strcmp(fallback, queue_word(d, id)) == 0;
    free(fallback);
    if (live) {
        buf_fmt(err, "%lld tickets in %s are not closed: tk-list queue:%s | tk-set queue=OTHER",
                (long long)live, queue_word(d, id), queue_word(d, id));
        return EXIT_DATA;
    }
    if (is_default) {
        buf_fmt(err, "%s is the default queue: tk-queue default OTHER first", queue_word(d, id));
        return EXIT_DATA;
    }
    db_run(d->db, SQL("UPDATE queue SET gone = 1 WHERE id = ?1"), V(id));
    desk_event(d, id, EVENT_QUEUE_GONE, 0, val_null(), V(1), false);
    desk_forget_names(d);
    return 0;
}
