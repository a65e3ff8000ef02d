// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "desk/request.h"

static void hash_text(crypto_generichash_state *h, const char *s)
{
    if (s)
        crypto_generichash_update(h, (const unsigned char *)s, strlen(s) + 1);
}

static void hash_option(crypto_generichash_state *h, const struct opt *o, const void *args)
{
    const char *member = (const char *)args + o->at;
    struct buf b = BUF_INIT;
    buf_fmt(&b, "%s=", o->name);
    switch (o->kind) {
    case OPT_FLAG:
        buf_int(&b, *(const bool *)(const void *)member);
        break;
    case OPT_NUMBER:
        buf_int(&b, *(const int64_t *)(const void *)member);
        break;
    case OPT_STRING: {
        const char *s = *(const char *const *)(const void *)member;
        buf_str(&b, s ? s : "\n");
        break;
    }
    case OPT_LIST: {
        const struct opt_list *l = (const void *)member;
        for (int i = 0; i < l->n; i++)
            buf_fmt(&b, "%s\n", l->v[i]);
    }
    }
    hash_text(h, b.s);
    buf_free(&b);
}

void request_hash(unsigned char out[HASH_SIZE], const struct command *cmd, const void *args,
                  const struct opt_list *operands, int first, const struct buf *message,
                  const struct ref_list *refs)
{
    crypto_generichash_state h;
    crypto_generichash_init(&h, NULL, 0, HASH_SIZE);
    hash_text(&h, cmd->name);
    for (const struct opt *o = cmd->options; o->name || o->letter; o++)
        if (o->at >= sizeof(struct common) && o->name)
            hash_option(&h, o, args);
    for (int i = 0; i < first; i++)
        hash_text(&h, operands->v[i]);
    if (message)
        hash_text(&h, message->s);
    for (size_t i = 0; refs && i < refs->n; i++) {
        char id[24];
        snprintf(id, sizeof id, "%lld", (long long)refs->v[i].id);
        hash_text(&h, id);
    }
    crypto_generichash_final(&h, out, HASH_SIZE);
}

enum request_rc request_look(struct desk *d, const char *key, const unsigned char hash[HASH_SIZE],
                             struct buf *err)
{
    struct stmt *q = db_query(d->db, SQL("SELECT request FROM change WHERE key = ?1"), V(key));
    if (!db_row(q))
        return REQUEST_NEW;
    bool same = db_size(q, 0) == HASH_SIZE && memcmp(db_blob(q, 0), hash, HASH_SIZE) == 0;
    db_end(q);
    if (same)
        return REQUEST_DONE;
    buf_fmt(err, "the key \"%s\" was used by a different request: nothing was changed", key);
    return REQUEST_CONFLICT;
}

enum request_rc request_begin(struct desk *d, const char *key, const unsigned char hash[HASH_SIZE],
                              struct buf *err)
{
    enum request_rc rc = request_look(d, key, hash, err);
    if (rc == REQUEST_NEW) {
        d->change.key = key;
        d->change.request = hash;
    }
    return rc;
}

void request_end(struct desk *d, const char *key, int status, const int64_t *ids, size_t n)
{
    struct buf answer = BUF_INIT;
    if (!key)
        return;
    buf_int(&answer, status);
    for (size_t i = 0; i < n; i++)
        buf_fmt(&answer, " %lld", (long long)ids[i]);
    desk_event(d, 0, EVENT_REQUEST, 0, val_null(), V(val_text(answer.s, answer.len)), false);
    buf_free(&answer);
}

int request_recall(struct desk *d, const char *key, struct ref_list *ids)
{
    struct stmt *q = db_query(
        d->db,
        SQL("SELECT e.new FROM change c JOIN event e ON e.id BETWEEN c.id AND c.id + c.n - 1"
            " WHERE c.key = ?1 AND e.thing = 0 AND e.field = ?2"),
        V(key), V(EVENT_REQUEST));
    int status = 0;
    if (db_row(q)) {
        char *rest;
        status = (int)strtol(db_text(q, 0), &rest, 10);
        while (*rest) {
            int64_t id = strtoll(rest, &rest, 10);
            refs_add(ids, (struct ref){.id = id, .off = ids->n});
        }
    }
    db_end(q);
    return status;
}
