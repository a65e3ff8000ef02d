// SPDX-License-Identifier: GPL-3.0-or-later
// What the floor programs that make tickets share (see floor.h).
#ifndef BENCH_FLOOR_TICKET_H
#define BENCH_FLOOR_TICKET_H

#include "base/utf8.h"
#include "floor_write.h"

enum own {
    Q_QUEUE = Q_OWN,
    Q_AGENT,
    Q_OWNER,
    Q_CUSTOMER,
    Q_CONTACT,
    Q_TAG,
    Q_NEW_TAG,
    Q_TICKET_TAG,
    Q_TICKET,
    Q_MESSAGE,
    Q_FTS,
    Q_ORIGIN,
    Q_NEW_QUEUE,
    Q_NEW_AGENT
};

static const char *const sql[QUERIES] = {
    SHARED_SQL,
    [Q_QUEUE] = "SELECT id FROM queue WHERE name = ?1",
    [Q_AGENT] = "SELECT id FROM agent WHERE login = ?1",
    [Q_OWNER] = "SELECT customer FROM contact WHERE kind = 1 AND address = ?1",
    [Q_CUSTOMER] = "INSERT INTO customer(name, made) VALUES(?1, ?2)",
    [Q_CONTACT] = "INSERT INTO contact(kind, address, customer, rank, shown)"
                  " VALUES(1, ?1, ?2, 0, ?3)",
    [Q_TAG] = "SELECT id FROM tag WHERE name = ?1",
    [Q_NEW_TAG] = "INSERT INTO tag(name) VALUES(?1)",
    [Q_TICKET_TAG] = "INSERT INTO ticket_tag(ticket, tag) VALUES(?1, ?2)",
    [Q_TICKET] = "INSERT INTO ticket(id, rev, status, priority, queue, assignee, customer, created,"
                 " updated, solved, closed, subject, first_reply, agent_msgs, customer_msgs)"
                 " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    [Q_MESSAGE] = "INSERT INTO message(ticket, at, kind, agent, customer, body, seal)"
                  " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [Q_ORIGIN] = "INSERT INTO origin(source, key, ticket, seen) VALUES('gen', ?1, ?2, ?3)",
    [Q_NEW_QUEUE] = "INSERT INTO queue(name) VALUES(?1)",
    [Q_NEW_AGENT] = "INSERT INTO agent(login, role) VALUES(?1, 0)",
    [Q_FTS] = "INSERT INTO fts(rowid, subject, body, alt) VALUES(?1, ?2, ?3, ?4)",
};

static inline int64_t last_id(struct work *w, sqlite3_stmt *s)
{
    run(s);
    return sqlite3_last_insert_rowid(w->db);
}

static inline int64_t by_name(struct work *w, int q, const char *name)
{
    bind(query(w, q), 1, string(name));
    return number(query(w, q));
}

static inline int64_t tag_of(struct work *w, const char *name)
{
    int64_t id = by_name(w, Q_TAG, name);
    if (id)
        return id;
    bind(query(w, Q_NEW_TAG), 1, string(name));
    id = last_id(w, query(w, Q_NEW_TAG));
    event(w, id, TAG_MADE, w->now, 0, string(NULL), string(name), 0);
    return id;
}

static inline void put_index(struct work *w, int64_t id, const char *subject, const char *body)
{
    struct buf s = BUF_INIT, b = BUF_INIT, alt = BUF_INIT;
    sqlite3_stmt *q = query(w, Q_FTS);
    if (subject) {
        utf8_fold(&s, subject, strlen(subject));
        utf8_alt(&alt, s.s, s.len);
        buf_ch(&s, ' ');
        buf_add(&s, alt.s, alt.len);
        buf_reset(&alt);
    }
    utf8_fold(&b, body, strlen(body));
    utf8_alt(&alt, b.s, b.len);
    bind(q, 1, integer(id));
    bind(q, 2, string(s.s));
    bind(q, 3, string(b.s));
    bind(q, 4, string(alt.s));
    run(q);
    buf_free(&s);
    buf_free(&b);
    buf_free(&alt);
}

static inline size_t json_escaped(char *to, const char *s)
{
    char *p = to;
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            *p++ = '\\';
        *p++ = *s;
    }
    *p = '\0';
    return (size_t)(p - to);
}

static inline int64_t digits(const char *s, int n)
{
    int64_t v = 0;
    while (n--)
        v = v * 10 + *s++ - '0';
    return v;
}

static inline int64_t time_of(const char *s)
{ // 2023-01-31T12:00:00Z; the year begins in March
    int64_t y = digits(s, 4), m = digits(s + 5, 2), day = digits(s + 8, 2);
    y -= m < 3;
    m = (m + 9) % 12;
    int64_t days = y * 365 + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 719469;
    return (days * 86400 + digits(s + 11, 2) * 3600 + digits(s + 14, 2) * 60 + digits(s + 17, 2)) *
           1000;
}

#endif
