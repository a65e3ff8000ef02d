// SPDX-License-Identifier: GPL-3.0-or-later
// The floor of tk-new (see floor.h): the same rows in the same tables.
//
//     floor_new DB CUSTOMER QUEUE PRIORITY TAGS SUBJECT <body     one ticket
//     floor_new DB FILE.csv                                       tk-new -I csv --restore, of gen's
#include <csv.h>

#include "floor_ticket.h"

struct draft {
    int64_t id, priority, status, queue, assignee, customer, created, updated, tag[16];
    int tags;
    const char *subject, *body;
};

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
    const struct cell all[] = {id_or_none(d->id),
                               integer(rev),
                               integer(d->status),
                               integer(d->priority),
                               integer(d->queue),
                               id_or_none(d->assignee),
                               integer(d->customer),
                               integer(d->created),
                               integer(d->updated),
                               d->status >= 5 ? end : none,
                               d->status == 6 ? end : none,
                               string(d->subject),
                               none,
                               integer(0),
                               integer(0)};
    for (int i = 0; i < 15; i++)
        bind(s, i + 1, all[i]);
    d->id = last_id(w, s);
    s = query(w, Q_TICKET_TAG);
    for (int i = 0; i < d->tags; i++) {
        bind(s, 1, integer(d->id));
        bind(s, 2, integer(d->tag[i]));
        run(s);
    }
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
    bind(s, 3, integer(1));
    bind(s, 4, none);
    bind(s, 5, integer(d->customer));
    bind(s, 6, string(d->body));
    bind(s, 7, (struct cell){.type = BLOB, .p = seal, .n = SEAL});
    int64_t id = last_id(w, s);
    put_index(w, id, d->subject, d->body);
    return id;
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
