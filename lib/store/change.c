// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "store/change.h"

static void hash_int(crypto_generichash_state *h, int64_t i)
{
    unsigned char b[8];
    for (int k = 0; k < 8; k++)
        b[k] = (unsigned char)((uint64_t)i >> (8 * k));
    crypto_generichash_update(h, b, sizeof b);
}

static void hash_val(crypto_generichash_state *h, const struct val *v)
{
    unsigned char type = (unsigned char)v->type;
    crypto_generichash_update(h, &type, 1);
    if (v->type == VAL_INT) {
        hash_int(h, v->i);
    } else if (v->type == VAL_REAL) {
        int64_t bits;
        memcpy(&bits, &v->r, sizeof bits);
        hash_int(h, bits);
    } else if (v->type != VAL_NULL) {
        hash_int(h, (int64_t)v->n);
        if (v->n)
            crypto_generichash_update(h, v->p, v->n);
    }
}

// Random bytes are drawn from the system 256 at a time (one call): a load needs several a ticket.
void seal_make(unsigned char seal[SEAL_SIZE])
{
    static unsigned char pool[256];
    static size_t used = sizeof pool;
    if (used + SEAL_SIZE > sizeof pool) {
        randombytes_buf(pool, sizeof pool);
        used = 0;
    }
    memcpy(seal, pool + used, SEAL_SIZE);
    sodium_memzero(pool + used, SEAL_SIZE);
    used += SEAL_SIZE;
}

void seal_digest(unsigned char out[HASH_SIZE], const void *seal, const struct val *pieces, int n)
{
    crypto_generichash_state h;
    crypto_generichash_init(&h, seal, SEAL_SIZE, HASH_SIZE);
    for (int i = 0; i < n; i++)
        hash_val(&h, &pieces[i]);
    crypto_generichash_final(&h, out, HASH_SIZE);
}

// What stands for old and new in the chain: themselves, or the digest of typed text.
static void hash_event(crypto_generichash_state *h, int64_t id, const struct event *e,
                       const struct val *seal)
{
    struct val ref = val_id(e->ref);
    hash_int(h, id);
    hash_int(h, e->thing);
    hash_int(h, e->field);
    hash_int(h, e->at);
    hash_val(h, &ref);
    if (seal->type == VAL_NULL) {
        hash_val(h, &e->old);
        hash_val(h, &e->new);
    } else if (seal->n == HASH_SIZE) {
        crypto_generichash_update(h, seal->p, HASH_SIZE);
    } else {
        unsigned char digest[HASH_SIZE];
        seal_digest(digest, seal->p, (const struct val[]){e->old, e->new}, 2);
        crypto_generichash_update(h, digest, HASH_SIZE);
    }
}

static void hash_start(crypto_generichash_state *h, const void *previous)
{
    crypto_generichash_init(h, NULL, 0, HASH_SIZE);
    crypto_generichash_update(h, previous, HASH_SIZE);
}

static void hash_change(crypto_generichash_state *h, const struct change *c, int64_t n,
                        unsigned char out[HASH_SIZE])
{
    struct val actor = val_id(c->actor), tool = val_str(c->tool), key = val_str(c->key),
               request = c->request ? val_blob(c->request, HASH_SIZE) : val_null(),
               undoes = val_id(c->undoes);
    hash_int(h, c->first);
    hash_int(h, c->at);
    hash_val(h, &actor);
    hash_val(h, &tool);
    hash_val(h, &key);
    hash_val(h, &request);
    hash_val(h, &undoes);
    hash_int(h, n);
    crypto_generichash_final(h, out, HASH_SIZE);
}

// The hash in a column of a row.
static const unsigned char *hash_of(struct db *db, struct stmt *q, int column)
{
    if (db_size(q, column) != HASH_SIZE)
        die(EXIT_IO, "%s: the last change has no hash: run tk-check", db_path(db));
    return db_blob(q, column);
}

static void last_hash(struct db *db, unsigned char out[HASH_SIZE])
{
    memset(out, 0, HASH_SIZE);
    struct stmt *q =
        db_query(db, SQL("SELECT hash FROM change ORDER BY id DESC LIMIT 1 /* scan */"));
    if (db_row(q)) {
        memcpy(out, hash_of(db, q, 0), HASH_SIZE);
        db_end(q);
    }
}

void change_begin(struct change *c, struct db *db, int64_t at, int64_t actor, const char *tool)
{
    if (!db_in_transaction(db))
        die(EXIT_SOFTWARE, "a change outside a transaction");
    int64_t last = db_get_int(db, 0, SQL("SELECT max(id) FROM event"));
    *c = (struct change){
        .db = db, .first = last + 1, .next = last + 1, .at = at, .actor = actor, .tool = tool};
    unsigned char previous[HASH_SIZE];
    last_hash(db, previous);
    hash_start(&c->hash, previous);
}

int64_t change_add(struct change *c, const struct event *e)
{
    int64_t id = c->next++;
    unsigned char bytes[SEAL_SIZE];
    struct val seal = val_null();
    if (e->typed) {
        seal_make(bytes);
        seal = val_blob(bytes, SEAL_SIZE);
    }
    db_run(c->db,
           SQL("INSERT INTO event(id, change, thing, field, at, ref, old, new, seal)"
               " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"),
           V(id), V(c->first), V(e->thing), V(e->field), V(e->at), V(val_id(e->ref)), V(e->old),
           V(e->new), V(seal));
    hash_event(&c->hash, id, e, &seal);
    return id;
}

int64_t change_end(struct change *c)
{
    int64_t n = c->next - c->first;
    if (n == 0)
        return 0;
    unsigned char hash[HASH_SIZE];
    hash_change(&c->hash, c, n, hash);
    db_run(c->db,
           SQL("INSERT INTO change(id, at, actor, tool, key, request, undoes, n, hash)"
               " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"),
           V(c->first), V(c->at), V(val_id(c->actor)), V(c->tool), V(c->key),
           V(c->request ? val_blob(c->request, HASH_SIZE) : val_null()), V(val_id(c->undoes)), V(n),
           V(val_blob(hash, HASH_SIZE)));
    return c->first;
}

// --- verification

static struct event event_row(struct stmt *e)
{
    return (struct event){.thing = db_int(e, 1),
                          .field = (int)db_int(e, 2),
                          .at = db_int(e, 3),
                          .ref = db_int(e, 4),
                          .old = db_val(e, 5),
                          .new = db_val(e, 6)};
}

// A change from its row; false when a blob has a size that the hash cannot have been made of.
static bool change_row(struct stmt *c, struct change *row)
{
    *row = (struct change){.first = db_int(c, 0),
                           .at = db_int(c, 1),
                           .actor = db_int(c, 2),
                           .tool = db_text(c, 3),
                           .key = db_text(c, 4),
                           .request = db_blob(c, 5),
                           .undoes = db_int(c, 6)};
    return (!row->request || db_size(c, 5) == HASH_SIZE) && db_size(c, 8) == HASH_SIZE;
}

static bool seal_ok(const struct val *seal)
{
    return seal->type == VAL_NULL || seal->n == SEAL_SIZE || seal->n == HASH_SIZE;
}

// Events of changes that are not there, up to this one: so that the next can be checked again.
static void skip_events(struct stmt *e, int64_t change, bool *more, change_bad *bad, void *arg)
{
    for (int64_t last = 0; *more && db_int(e, 8) < change; *more = db_row(e)) {
        if (db_int(e, 8) != last)
            bad(arg, db_int(e, 8), "it is missing, its events are there");
        last = db_int(e, 8);
    }
}

// Hashes the events of one change from e, which stands on its first row; their number.
static int64_t hash_events(crypto_generichash_state *h, struct stmt *e, int64_t change, bool *more)
{
    int64_t n = 0;
    while (*more && db_int(e, 8) == change) {
        struct event v = event_row(e);
        struct val seal = db_val(e, 7);
        if (seal_ok(&seal))
            hash_event(h, db_int(e, 0), &v, &seal);
        n++;
        *more = db_row(e);
    }
    return n;
}

static char *head_text(int64_t id, const unsigned char *hash)
{
    char hex[HASH_SIZE * 2 + 1] = "";
    if (id)
        sodium_bin2hex(hex, sizeof hex, hash, HASH_SIZE);
    return mem_printf("%lld:%s", (long long)id, hex);
}

int64_t change_verify(struct db *db, change_bad *bad, void *arg, char **head)
{
    struct stmt *c = db_query(db, SQL("SELECT id, at, actor, tool, key, request, undoes, n, hash"
                                      " FROM change ORDER BY id /* scan */"));
    struct stmt *e = db_query(db, SQL("SELECT id, thing, field, at, ref, old, new, seal, change"
                                      " FROM event ORDER BY id /* scan */"));
    unsigned char previous[HASH_SIZE] = {0}, hash[HASH_SIZE];
    int64_t last = 0, expect = 1;
    bool more = db_row(e);
    while (db_row(c)) {
        struct change row;
        bool legal = change_row(c, &row);
        crypto_generichash_state h;
        hash_start(&h, previous);
        skip_events(e, row.first, &more, bad, arg);
        if (row.first != expect)
            bad(arg, row.first, "changes before it are missing");
        if (hash_events(&h, e, row.first, &more) != db_int(c, 7))
            bad(arg, row.first, "it has more or fewer events than were recorded");
        if (legal)
            hash_change(&h, &row, db_int(c, 7), hash);
        if (!legal || memcmp(hash, db_blob(c, 8), HASH_SIZE) != 0)
            bad(arg, row.first, "its events are not what was recorded");
        if (legal)
            memcpy(previous, db_blob(c, 8), HASH_SIZE);
        last = row.first;
        expect = (int64_t)((uint64_t)last + (uint64_t)db_int(c, 7)); // it may be any number
    }
    skip_events(e, INT64_MAX, &more, bad, arg);
    *head = head_text(last, previous);
    return last;
}
