// SPDX-License-Identifier: GPL-3.0-or-later
// The floor of tk-import (see floor.h): the same rows and events out of the generator's JSON lines.
//
//     floor_import DB FILE.jsonl
#include <jansson.h>

#include "floor_ticket.h"

enum { STEPS = 32, TAGS = 16, BYTES = 512 };

struct step {
    enum field field;
    int64_t at, ref;
    struct cell old, new;
    const json_t *message;
    unsigned char digest[HASH];
};

struct ticket {
    const json_t *j;
    int64_t id, priority, status, queue, assignee, customer, created, updated, solved, closed;
    int64_t first_reply, agent_msgs, customer_msgs, tag[TAGS];
    int tags, n, messages;
    struct step step[STEPS];
};

static const char *text_of(const json_t *j, const char *key)
{
    const char *s = json_string_value(json_object_get(j, key));
    return s ? s : "";
}

static int64_t word(const char *const *words, const char *s)
{
    int64_t i = 1;
    while (strcmp(words[i], s) != 0)
        i++;
    return i;
}

// --- who and where, made as needed

static int64_t queue_of(struct work *w, const char *name)
{
    int64_t id = by_name(w, Q_QUEUE, name);
    if (id)
        return id;
    bind(query(w, Q_NEW_QUEUE), 1, string(name));
    id = last_id(w, query(w, Q_NEW_QUEUE));
    event(w, id, QUEUE_MADE, w->now, 0, string(NULL), string(name), 0);
    return id;
}

static int64_t agent_of(struct work *w, const char *name)
{
    int64_t id = by_name(w, Q_AGENT, name);
    if (id)
        return id;
    bind(query(w, Q_NEW_AGENT), 1, string(name));
    id = last_id(w, query(w, Q_NEW_AGENT));
    event(w, id, AGENT_MADE, w->now, 0, string(NULL), string(name), 0);
    event(w, id, AGENT_ROLE, w->now, 0, string(NULL), integer(0), 0);
    return id;
}

static int64_t person_of(struct work *w, const char *address, const char *name)
{
    int64_t id = by_name(w, Q_OWNER, address);
    sqlite3_stmt *s = query(w, Q_CUSTOMER), *k = query(w, Q_CONTACT);
    if (id)
        return id;
    bind(s, 1, string(name));
    bind(s, 2, integer(w->now));
    id = last_id(w, s);
    event(w, id, MADE, w->now, 0, string(NULL), string(NULL), 1);
    bind(k, 1, string(address));
    bind(k, 2, integer(id));
    bind(k, 3, string(address));
    run(k);
    event(w, id, ADDRESS, w->now, 1, string(NULL), string(address), 1);
    event(w, id, NAME, w->now, 0, string(NULL), string(name), 1);
    return id;
}

// --- its past

static struct step *step(struct ticket *t, enum field field, int64_t at)
{
    struct step *s = &t->step[t->n++];
    *s = (struct step){.field = field, .at = at, .old = string(NULL), .new = string(NULL)};
    t->updated = at;
    return s;
}

static void turn(struct ticket *t, int64_t at, int64_t to)
{
    struct step *s = step(t, STATUS, at);
    s->old = integer(t->status);
    s->new = integer(to);
    t->status = to;
}

static void read_messages(struct work *w, struct ticket *t)
{
    const json_t *list = json_object_get(t->j, "messages"), *m;
    for (size_t i = 1; (m = json_array_get(list, i)); i++) {
        int64_t at = time_of(text_of(m, "created"));
        step(t, MESSAGE, at)->message = m;
        bool reply = strcmp(text_of(m, "kind"), "agent") == 0;
        if (strcmp(text_of(m, "kind"), "customer") != 0)
            agent_of(w, text_of(m, "author")); // before rev is reckoned
        t->agent_msgs += reply;
        t->customer_msgs += strcmp(text_of(m, "kind"), "customer") == 0;
        if (reply && !t->first_reply)
            t->first_reply = at;
        t->messages++;
    }
}

static void read_ticket(struct work *w, struct ticket *t, const json_t *j)
{
    const char *owner = text_of(j, "owner"), *resolved = text_of(j, "resolved");
    int64_t status = word(status_word, text_of(j, "status"));
    *t = (struct ticket){.j = j, .status = 1, .created = time_of(text_of(j, "created"))};
    t->priority = word(priority_word, text_of(j, "priority"));
    t->queue = queue_of(w, text_of(j, "queue"));
    t->assignee = *owner ? agent_of(w, owner) : 0;
    t->customer = person_of(w, text_of(j, "email"), text_of(j, "name"));
    const json_t *tags = json_object_get(j, "tags");
    for (size_t i = 0; i < json_array_size(tags); i++)
        t->tag[t->tags++] = tag_of(w, json_string_value(json_array_get(tags, i)));
    step(t, STATUS, t->created)->new = integer(1);
    step(t, INIT, t->created);
    step(t, MESSAGE, t->created)->message = json_array_get(json_object_get(j, "messages"), 0);
    if (status > 1 && status < 5)
        turn(t, t->created, status);
    read_messages(w, t);
    if (status >= 5)
        turn(t, t->solved = time_of(resolved), status);
    t->closed = status == 6 ? t->solved : 0;
    if (time_of(text_of(j, "updated")) > t->updated)
        step(t, RESTORED, time_of(text_of(j, "updated")));
    step(t, ORIGIN, t->updated);
}

// --- rows

static void put_row(struct work *w, struct ticket *t)
{
    sqlite3_stmt *s = query(w, Q_TICKET);
    const struct cell all[] = {string(NULL),
                               integer(w->next + t->n - 1),
                               integer(t->status),
                               integer(t->priority),
                               integer(t->queue),
                               id_or_none(t->assignee),
                               integer(t->customer),
                               integer(t->created),
                               integer(t->updated),
                               id_or_none(t->solved),
                               id_or_none(t->closed),
                               string(text_of(t->j, "subject")),
                               id_or_none(t->first_reply),
                               integer(t->agent_msgs),
                               integer(t->customer_msgs)};
    for (int i = 0; i < 15; i++)
        bind(s, i + 1, all[i]);
    t->id = last_id(w, s);
    s = query(w, Q_TICKET_TAG);
    for (int i = 0; i < t->tags; i++) {
        bind(s, 1, integer(t->id));
        bind(s, 2, integer(t->tag[i]));
        run(s);
    }
}

static int64_t put_message(struct work *w, const struct ticket *t, struct step *m, bool first)
{
    unsigned char seal[SEAL];
    sqlite3_stmt *s = query(w, Q_MESSAGE);
    const char *author = text_of(m->message, "author"), *kind = text_of(m->message, "kind");
    bool customer = strcmp(kind, "customer") == 0;
    struct cell none = string(NULL), body = string(text_of(m->message, "body"));
    const struct cell pieces[] = {integer(m->at),
                                  integer(first          ? 1
                                          : customer     ? 2
                                          : *kind == 'a' ? 3
                                                         : 4),
                                  customer ? none : integer(agent_of(w, author)),
                                  customer ? integer(t->customer) : none,
                                  integer(0),
                                  none,
                                  none,
                                  none,
                                  body};
    randombytes_buf(seal, SEAL);
    sealed(m->digest, seal, pieces, 9);
    bind(s, 1, integer(t->id));
    for (int i = 0; i < 4; i++)
        bind(s, i + 2, pieces[i]);
    bind(s, 6, body);
    bind(s, 7, (struct cell){.type = BLOB, .p = seal, .n = SEAL});
    int64_t id = last_id(w, s);
    put_index(w, id, first ? text_of(t->j, "subject") : NULL, body.p);
    return id;
}

static void first_values(char json[4096], const struct ticket *t)
{
    char *p = json + sprintf(json, "{\"queue\":%d,\"priority\":%d,\"channel\":0", (int)t->queue,
                             (int)t->priority);
    if (t->assignee)
        p += sprintf(p, ",\"assignee\":%lld", (long long)t->assignee);
    p += sprintf(p, ",\"customer\":%lld", (long long)t->customer);
    for (int i = 0; i < t->tags; i++)
        p += sprintf(p, "%s%lld", i ? "," : ",\"tags\":[", (long long)t->tag[i]);
    p += sprintf(p, "%s,\"subject\":\"", t->tags ? "]" : "");
    p += json_escaped(p, text_of(t->j, "subject"));
    strcpy(p, "\"}");
}

// Where it is from, and as many bytes as tk-import keeps of what it took.
static struct cell origin(struct work *w, const struct ticket *t, char all[BYTES])
{
    char key[24];
    size_t n, seen = 75 + 6 * (size_t)t->messages;
    sprintf(key, "%lld", (long long)json_integer_value(json_object_get(t->j, "id")));
    n = (size_t)sprintf(all, "gen %s\n", key);
    memset(all + n, 1, seen);
    sqlite3_stmt *s = query(w, Q_ORIGIN);
    bind(s, 1, string(key));
    bind(s, 2, integer(t->id));
    bind(s, 3, (struct cell){.type = BLOB, .p = all + n, .n = seen});
    run(s);
    return (struct cell){.type = BLOB, .p = all, .n = n + seen};
}

static void add_ticket(struct work *w, struct ticket *t)
{
    char json[4096], bytes[BYTES];
    put_row(w, t);
    first_values(json, t);
    for (int i = 0; i < t->n; i++) {
        struct step *s = &t->step[i];
        if (s->field == MESSAGE) {
            s->ref = put_message(w, t, s, i == 2);
            s->new = (struct cell){.type = BLOB, .p = s->digest, .n = HASH};
        }
        if (s->field == INIT)
            s->new = string(json);
        if (s->field == ORIGIN)
            s->new = origin(w, t, bytes);
        event(w, t->id, s->field, s->at, s->ref, s->old, s->new,
              s->field == INIT || s->field == ORIGIN);
    }
}

int main(int argc, char **argv)
{
    static struct ticket t;
    struct work w;
    char *line = NULL;
    size_t size = 0;
    ssize_t n;
    FILE *f = argc == 3 ? fopen(argv[2], "r") : NULL;
    if (!f)
        give_up("usage: floor_import DB FILE.jsonl");
    open_work(&w, argv[1], sql);
    begin(&w);
    execute(w.db, "INSERT INTO fts(fts, rank) VALUES('hashsize', 16777216)");
    while ((n = getline(&line, &size, f)) > 0) {
        json_t *j = json_loadb(line, (size_t)n, 0, NULL);
        if (!j)
            give_up("no JSON");
        read_ticket(&w, &t, j);
        add_ticket(&w, &t);
        json_decref(j);
    }
    execute(w.db, "INSERT INTO fts(fts, rank) VALUES('hashsize', 1048576)");
    commit(&w, "floor");
    close_work(&w);
    free(line);
    fclose(f);
    return EXIT_SUCCESS;
}
