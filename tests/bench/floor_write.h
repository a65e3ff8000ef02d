// SPDX-License-Identifier: GPL-3.0-or-later
// What the floor programs that write share (see floor.h): events, sealed and chained so that
// tk-check accepts them, and the checkpoint rule.
#ifndef BENCH_FLOOR_WRITE_H
#define BENCH_FLOOR_WRITE_H

#include <sodium.h>
#include <time.h>

#include "floor.h"

enum { SEAL = 16, HASH = 32, WAL_FRAMES = 256 };
enum field {
    INIT = 1,
    STATUS = 2,
    ASSIGNEE = 5,
    MESSAGE = 13,
    RESTORED = 20,
    ORIGIN = 29,
    MADE = -100,
    NAME = -101,
    ADDRESS = -106,
    TAG_MADE = -160,
    AGENT_MADE = -200,
    AGENT_ROLE = -202,
    QUEUE_MADE = -300
};

// Statements are prepared when first used; each program lists its own behind these.
enum query { Q_LAST, Q_HEAD, Q_EVENT, Q_CHANGE, Q_OWN };
enum { QUERIES = 24 };

#define SHARED_SQL                                                                                 \
    [Q_LAST] = "SELECT max(id) FROM event",                                                        \
    [Q_HEAD] = "SELECT hash FROM change ORDER BY id DESC LIMIT 1",                                 \
    [Q_EVENT] = "INSERT INTO event(id, change, thing, field, at, ref, old, new, seal)"             \
                " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",                                     \
    [Q_CHANGE] = "INSERT INTO change(id, at, actor, tool, n, hash, undoes)"                        \
                 " VALUES(?1, ?2, 1, ?3, ?4, ?5, ?6)"

struct work {
    sqlite3 *db;
    const char *path, *const *sql;
    sqlite3_stmt *kept[QUERIES];
    int frames;               // in the WAL
    int64_t now, first, next; // the time; ids of the first and the next event
    int64_t undoes;           // the change set that is undone; 0: none
    crypto_generichash_state chain;
};

static inline sqlite3_stmt *query(struct work *w, int q)
{
    if (!w->kept[q])
        w->kept[q] = prepare(w->db, w->sql[q]);
    return w->kept[q];
}

// A value on its way into SQL and into the hash.
struct cell {
    enum { NONE = 0, INT = 1, TEXT = 3, BLOB = 4 } type;
    int64_t i;
    const void *p;
    size_t n;
};

static inline struct cell integer(int64_t i)
{
    return (struct cell){.type = INT, .i = i};
}

static inline struct cell string(const char *s)
{
    return (struct cell){.type = s ? TEXT : NONE, .p = s, .n = s ? strlen(s) : 0};
}

static inline struct cell id_or_none(int64_t id)
{
    return (struct cell){.type = id ? INT : NONE, .i = id};
}

static inline void bind(sqlite3_stmt *s, int i, struct cell c)
{
    if (c.type == INT)
        sqlite3_bind_int64(s, i, c.i);
    else if (c.type == TEXT)
        sqlite3_bind_text64(s, i, c.p, c.n, SQLITE_STATIC, SQLITE_UTF8);
    else if (c.type == BLOB)
        sqlite3_bind_blob64(s, i, c.p, c.n, SQLITE_STATIC);
    else
        sqlite3_bind_null(s, i);
}

// The first column as an integer, 0 for no row.
static inline int64_t number(sqlite3_stmt *s)
{
    int64_t v = row(s) ? sqlite3_column_int64(s, 0) : 0;
    sqlite3_reset(s);
    return v;
}

// --- the chain (its rules: store/change.h)

static inline void hash_int(crypto_generichash_state *h, int64_t i)
{
    unsigned char b[8];
    for (int k = 0; k < 8; k++)
        b[k] = (unsigned char)((uint64_t)i >> 8 * k);
    crypto_generichash_update(h, b, sizeof b);
}

static inline void hash_cell(crypto_generichash_state *h, struct cell c)
{
    unsigned char type = (unsigned char)c.type;
    crypto_generichash_update(h, &type, 1);
    if (c.type == INT)
        hash_int(h, c.i);
    if (c.type == TEXT || c.type == BLOB) {
        hash_int(h, (int64_t)c.n);
        crypto_generichash_update(h, c.p, c.n);
    }
}

static inline void sealed(unsigned char out[HASH], const unsigned char *seal, const struct cell *c,
                          int n)
{
    crypto_generichash_state h;
    crypto_generichash_init(&h, seal, SEAL, HASH);
    for (int i = 0; i < n; i++)
        hash_cell(&h, c[i]);
    crypto_generichash_final(&h, out, HASH);
}

static inline void event(struct work *w, int64_t thing, enum field field, int64_t at, int64_t ref,
                         struct cell old, struct cell new, int typed)
{
    unsigned char seal[SEAL], digest[HASH];
    int64_t id = w->next++;
    sqlite3_stmt *s = query(w, Q_EVENT);
    struct cell all[] = {integer(id),
                         integer(w->first),
                         integer(thing),
                         integer(field),
                         integer(at),
                         id_or_none(ref),
                         old,
                         new,
                         {.type = typed ? BLOB : NONE, .p = seal, .n = SEAL}};
    if (typed)
        randombytes_buf(seal, SEAL);
    for (int i = 0; i < 9; i++)
        bind(s, i + 1, all[i]);
    run(s);
    hash_int(&w->chain, id);
    hash_int(&w->chain, thing);
    hash_int(&w->chain, field);
    hash_int(&w->chain, at);
    for (int i = 5; i < (typed ? 6 : 8); i++)
        hash_cell(&w->chain, all[i]);
    if (typed) {
        sealed(digest, seal, all + 6, 2);
        crypto_generichash_update(&w->chain, digest, HASH);
    }
}

static inline void begin(struct work *w)
{
    unsigned char head[HASH] = {0};
    execute(w->db, "BEGIN IMMEDIATE");
    w->first = w->next = number(query(w, Q_LAST)) + 1;
    sqlite3_stmt *s = query(w, Q_HEAD);
    if (row(s))
        memcpy(head, sqlite3_column_blob(s, 0), HASH);
    sqlite3_reset(s);
    crypto_generichash_init(&w->chain, NULL, 0, HASH);
    crypto_generichash_update(&w->chain, head, HASH);
}

static inline void commit(struct work *w, const char *tool)
{
    unsigned char hash[HASH];
    int64_t n = w->next - w->first;
    sqlite3_stmt *s = query(w, Q_CHANGE);
    const struct cell all[] = {integer(1), string(tool), string(NULL), string(NULL),
                               id_or_none(w->undoes)};
    hash_int(&w->chain, w->first);
    hash_int(&w->chain, w->now);
    for (int i = 0; i < 5; i++) // actor, tool, key, request, undoes
        hash_cell(&w->chain, all[i]);
    hash_int(&w->chain, n);
    crypto_generichash_final(&w->chain, hash, HASH);
    bind(s, 1, integer(w->first));
    bind(s, 2, integer(w->now));
    bind(s, 3, string(tool));
    bind(s, 4, integer(n));
    bind(s, 5, (struct cell){.type = BLOB, .p = hash, .n = HASH});
    bind(s, 6, id_or_none(w->undoes));
    run(s);
    execute(w->db, "COMMIT");
}

// --- opening, closing

static inline int count_frames(void *to, sqlite3 *db, const char *name, int frames)
{
    (void)db;
    (void)name;
    ((struct work *)to)->frames = frames;
    return SQLITE_OK;
}

static inline void open_work(struct work *w, const char *path, const char *const *sql)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    *w = (struct work){
        .path = path, .sql = sql, .now = t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000};
    w->db = open_desk(path, SQLITE_OPEN_READWRITE);
    sqlite3_wal_hook(w->db, count_frames, w);
}

// The rule of store/checkpoint.c: a grown WAL is copied while a second connection holds the lock.
static inline void close_work(struct work *w)
{
    for (int i = 0; i < QUERIES; i++)
        sqlite3_finalize(w->kept[i]);
    if (w->frames > WAL_FRAMES) {
        sqlite3 *guard = open_desk(w->path, SQLITE_OPEN_READWRITE);
        execute(guard, "BEGIN IMMEDIATE");
        sqlite3_wal_checkpoint_v2(w->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
        execute(guard, "ROLLBACK");
        sqlite3_db_config(w->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
        sqlite3_close(guard);
    }
    sqlite3_close(w->db);
}

#endif
