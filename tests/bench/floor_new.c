// SPDX-License-Identifier: GPL-3.0-or-later
// The floor of tk-new (see floor.h): the same rows in the same tables.
//
//     floor_new DB CUSTOMER QUEUE PRIORITY TAGS SUBJECT <body     one ticket
//     floor_new DB FILE.csv                                       tk-new -I csv --restore, of gen's
#include <csv.h>

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
    Q_FTS
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
                 " updated, solved, closed, subject)"
                 " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    [Q_MESSAGE] = "INSERT INTO message(ticket, at, kind, customer, body, seal)"
                  " VALUES(?1, ?2, 1, ?3, ?4, ?5)",
    [Q_FTS] = "INSERT INTO fts(rowid, subject, body, alt) VALUES(?1, ?2, ?3, ?4)",
};

struct draft {
    int64_t id, priority, status, queue, assignee, customer, created, updated, tag[16];
    int tags;
    const char *subject, *body;
};

static int64_t last_id(struct work *w, sqlite3_stmt *s)
{
    run(s);
    return sqlite3_last_insert_rowid(w->db);
}

static int64_t by_name(struct work *w, int q, const char *name)
{
    bind(query(w, q), 1, string(name));
    return number(query(w, q));
}

static int64_t tag_of(struct work *w, const char *name)
{
    int64_t id = by_name(w, Q_TAG, name);
    if (id)
        return id;
    bind(query(w, Q_NEW_TAG), 1, string(name));
    id = last_id(w, query(w, Q_NEW_TAG));
    event(w, id, TAG_MADE, w->now, 0, string(NULL), string(name), 0);
    return id;
}

static void set_tags(struct work *w, struct draft *d, char *names)
{
    for (char *name = strtok(names, ","); name; name = strtok(NULL, ","))
        d->tag[d->tags++] = tag_of(w, name);
}

// "Name <address>", which is cut into pieces.
static int64_t customer_of(struct work *w, char *shown)
{
    char *open = strrchr(shown, '<'), *address = open ? open + 1 : shown;
    const char *name = open ? shown : NULL;
    if (open) {
        open[-1] = '\0';
        address[strlen(address) - 1] = '\0';
    }
    int64_t id = by_name(w, Q_OWNER, address);
    if (id)
        return id;
    sqlite3_stmt *s = query(w, Q_CUSTOMER), *k = query(w, Q_CONTACT);
    bind(s, 1, string(name));
    bind(s, 2, integer(w->now));
    id = last_id(w, s);
    event(w, id, MADE, w->now, 0, string(NULL), string(name), 1);
    bind(k, 1, string(address));
    bind(k, 2, integer(id));
    bind(k, 3, string(address));
    run(k);
    event(w, id, ADDRESS, w->now, 1, string(NULL), string(address), 1);
    return id;
}

static void put_row(struct work *w, struct draft *d, int64_t rev)
{
    sqlite3_stmt *s = query(w, Q_TICKET);
    struct cell none = string(NULL), end = integer(d->updated);
    const struct cell all[] = {id_or_none(d->id),           integer(rev),
                               integer(d->status),          integer(d->priority),
                               integer(d->queue),           id_or_none(d->assignee),
                               integer(d->customer),        integer(d->created),
                               integer(d->updated),         d->status >= 5 ? end : none,
                               d->status == 6 ? end : none, string(d->subject)};
    for (int i = 0; i < 12; i++)
        bind(s, i + 1, all[i]);
    d->id = last_id(w, s);
    s = query(w, Q_TICKET_TAG);
    for (int i = 0; i < d->tags; i++) {
        bind(s, 1, integer(d->id));
        bind(s, 2, integer(d->tag[i]));
        run(s);
    }
}

static void put_index(struct work *w, int64_t id, const char *subject, const char *body)
{
    struct buf s = BUF_INIT, b = BUF_INIT, alt = BUF_INIT;
    sqlite3_stmt *q = query(w, Q_FTS);
    utf8_fold(&s, subject, strlen(subject));
    utf8_alt(&alt, s.s, s.len);
    buf_ch(&s, ' ');
    buf_add(&s, alt.s, alt.len);
    buf_reset(&alt);
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

static int64_t put_message(struct work *w, const struct draft *d, unsigned char digest[HASH])
{
    unsigned char seal[SEAL];
    sqlite3_stmt *s = query(w, Q_MESSAGE);
    struct cell none = string(NULL); // agent, language, message id, subject
    const struct cell pieces[] = {integer(d->created), integer(1), none, integer(d->customer),
                                  integer(0),          none,       none, none,
                                  string(d->body)};
    randombytes_buf(seal, SEAL);
    sealed(digest, seal, pieces, 9);
    bind(s, 1, integer(d->id));
    bind(s, 2, integer(d->created));
    bind(s, 3, integer(d->customer));
    bind(s, 4, string(d->body));
    bind(s, 5, (struct cell){.type = BLOB, .p = seal, .n = SEAL});
    int64_t id = last_id(w, s);
    put_index(w, id, d->subject, d->body);
    return id;
}

static size_t json_escaped(char *to, const char *s)
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

static void first_values(char json[4096], const struct draft *d)
{
    char *p = json + sprintf(json, "{\"queue\":%d,\"priority\":%d,\"channel\":0", (int)d->queue,
                             (int)d->priority);
    if (d->assignee)
        p += sprintf(p, ",\"assignee\":%lld", (long long)d->assignee);
    p += sprintf(p, ",\"customer\":%lld", (long long)d->customer);
    for (int i = 0; i < d->tags; i++)
        p += sprintf(p, "%s%lld", i ? "," : ",\"tags\":[", (long long)d->tag[i]);
    p += sprintf(p, "%s,\"subject\":\"", d->tags ? "]" : "");
    p += json_escaped(p, d->subject);
    strcpy(p, "\"}");
}

static void add_ticket(struct work *w, struct draft *d)
{
    unsigned char digest[HASH];
    char json[4096];
    int moved = d->status != 1, aged = d->status < 5 && d->updated > d->created;
    put_row(w, d, w->next + 2 + moved + aged);
    int64_t message = put_message(w, d, digest);
    first_values(json, d);
    event(w, d->id, STATUS, d->created, 0, string(NULL), integer(1), 0);
    event(w, d->id, INIT, d->created, 0, string(NULL), string(json), 1);
    event(w, d->id, MESSAGE, d->created, message, string(NULL),
          (struct cell){.type = BLOB, .p = digest, .n = HASH}, 0);
    if (moved)
        event(w, d->id, STATUS, d->status < 5 ? d->created : d->updated, 0, integer(1),
              integer(d->status), 0);
    if (aged)
        event(w, d->id, RESTORED, d->updated, 0, string(NULL), string(NULL), 0);
}

// --- one

static int64_t place(const char *const *words, const char *word)
{
    int64_t i = 1;
    while (strcmp(words[i], word) != 0)
        i++;
    return i;
}

static void add_one(struct work *w, char **argv)
{
    static char body[1 << 20];
    if (fread(body, 1, sizeof body - 1, stdin) == 0)
        give_up("no body on stdin");
    struct draft d = {.priority = place(priority_word, argv[4]),
                      .status = 1,
                      .created = w->now,
                      .updated = w->now,
                      .subject = argv[6],
                      .body = body};
    begin(w);
    d.queue = by_name(w, Q_QUEUE, argv[3]);
    d.customer = customer_of(w, argv[2]);
    set_tags(w, &d, argv[5]);
    add_ticket(w, &d);
    commit(w, "floor");
    printf("%lld\n", (long long)d.id);
}

// --- many

enum {
    ID,
    SUBJECT,
    CUSTOMER,
    PRIORITY,
    QUEUE,
    STATUS_WORD,
    AGENT,
    TAGS,
    CREATED,
    UPDATED,
    BODY,
    CELLS
};

struct load {
    struct work *w;
    struct buf cells; // of one record, each with its NUL
    size_t at[CELLS];
    int n;
    long records;
};

static void on_cell(void *s, size_t n, void *to)
{
    struct load *l = to;
    if (l->n == CELLS)
        give_up("too many cells");
    l->at[l->n++] = l->cells.len;
    buf_add(&l->cells, s, n);
    buf_ch(&l->cells, '\0');
}

static int64_t digits(const char *s, int n)
{
    int64_t v = 0;
    while (n--)
        v = v * 10 + *s++ - '0';
    return v;
}

static int64_t time_of(const char *s)
{ // 2023-01-31T12:00:00Z; the year begins in March
    int64_t y = digits(s, 4), m = digits(s + 5, 2), day = digits(s + 8, 2);
    y -= m < 3;
    m = (m + 9) % 12;
    int64_t days = y * 365 + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 719469;
    return (days * 86400 + digits(s + 11, 2) * 3600 + digits(s + 14, 2) * 60 + digits(s + 17, 2)) *
           1000;
}

static void on_record(int end, void *to)
{
    struct load *l = to;
    char *c[CELLS];
    (void)end;
    for (int i = 0; i < CELLS && l->n == CELLS; i++)
        c[i] = l->cells.s + l->at[i];
    if (l->n == CELLS && l->records++) { // the first is the header
        struct draft d = {.id = atoll(c[ID]),
                          .priority = place(priority_word, c[PRIORITY]),
                          .status = place(status_word, c[STATUS_WORD]),
                          .subject = c[SUBJECT],
                          .created = time_of(c[CREATED]),
                          .updated = time_of(c[UPDATED]),
                          .body = c[BODY]};
        d.queue = by_name(l->w, Q_QUEUE, c[QUEUE]);
        d.assignee = *c[AGENT] ? by_name(l->w, Q_AGENT, c[AGENT]) : 0;
        d.customer = customer_of(l->w, c[CUSTOMER]);
        set_tags(l->w, &d, c[TAGS]);
        add_ticket(l->w, &d);
    }
    l->n = 0;
    buf_reset(&l->cells);
}

static void load(struct work *w, const char *path)
{
    static char block[1 << 16];
    struct load l = {.w = w, .cells = BUF_INIT};
    struct csv_parser p;
    FILE *f = fopen(path, "r");
    if (!f || csv_init(&p, 0) != 0)
        give_up(path);
    begin(w);
    execute(w->db, "INSERT INTO fts(fts, rank) VALUES('hashsize', 16777216)");
    for (size_t n; (n = fread(block, 1, sizeof block, f)) > 0;)
        if (csv_parse(&p, block, n, on_cell, on_record, &l) != n)
            give_up(csv_strerror(csv_error(&p)));
    csv_fini(&p, on_cell, on_record, &l);
    execute(w->db, "INSERT INTO fts(fts, rank) VALUES('hashsize', 1048576)");
    commit(w, "floor");
    csv_free(&p);
    buf_free(&l.cells);
    fclose(f);
}

int main(int argc, char **argv)
{
    struct work w;
    if (argc != 3 && argc != 7)
        give_up("usage: floor_new DB FILE.csv | DB CUSTOMER QUEUE PRIORITY TAGS SUBJECT <body");
    open_work(&w, argv[1], sql);
    if (argc == 3)
        load(&w, argv[2]);
    else
        add_one(&w, argv);
    int failed = fflush(stdout);
    close_work(&w);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
