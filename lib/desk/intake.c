// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "desk/agent.h"
#include "desk/column.h"
#include "desk/customer.h"
#include "desk/field.h"
#include "desk/intake_impl.h"
#include "desk/settable.h"

// --- filling

void intake_begin(struct intake *in, struct desk *d, bool restore)
{
    *in = (struct intake){.d = d, .restore = restore, .draft = TICKET_DRAFT_INIT};
    crypto_generichash_init(&in->hash, NULL, 0, HASH_SIZE);
}

void intake_reset(struct intake *in)
{
    char *texts[] = {in->subject, in->body,     in->category, in->lang,          in->key,
                     in->queue,   in->assignee, in->customer, in->customer_name, in->org};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    for (int i = 0; i < in->n_tags; i++)
        free(in->tags[i]);
    for (int i = 0; i < in->n_watchers; i++)
        free(in->watchers[i]);
    for (int i = 0; i < in->n_values; i++) {
        free(in->values[i].name);
        free(in->values[i].text);
    }
    intake_begin(in, in->d, in->restore);
}

int intake_put(struct intake *in, const char *column, const char *text, size_t len, struct buf *err)
{
    const struct reader *r = intake_reader(column);
    if (!text || !len)
        return 0;
    crypto_generichash_update(&in->hash, (const unsigned char *)column, strlen(column) + 1);
    crypto_generichash_update(&in->hash, (const unsigned char *)text, len + 1);
    if (r)
        return r->read(in, text, len, err);
    return intake_read_custom(in, column + 2, text, len, err);
}

int intake_assign(struct intake *in, const char *assignment, struct buf *err)
{
    const char *eq = strchr(assignment, '=');
    if (!eq || strncmp(assignment, "x.", 2) != 0) {
        buf_fmt(err, "--set %s: write x.NAME=VALUE", assignment);
        return EXIT_USAGE;
    }
    char *name = mem_strndup(assignment, (size_t)(eq - assignment));
    int rc = intake_put(in, name, eq + 1, strlen(eq + 1), err);
    free(name);
    return rc == EXIT_DATA ? EXIT_USAGE : rc;
}

// --- making

static int required_queue(struct intake *in, int64_t *id, struct buf *err)
{
    char *fallback = in->queue ? NULL : setting_get(in->d, "queue");
    const char *name = in->queue ? in->queue : fallback;
    struct buf ignored = BUF_INIT;
    int rc = 0;
    if (!name) {
        buf_str(err, "no queue given, and the desk has no default one");
        return EXIT_DATA;
    }
    if (in->restore && queue_find(in->d, name, id, &ignored) != 0)
        rc = queue_add(in->d, name, NULL, err);
    if (rc == 0)
        rc = queue_find(in->d, name, id, err);
    buf_free(&ignored);
    free(fallback);
    return rc;
}

static int required_agent(struct intake *in, const char *login, int64_t *id, struct buf *err)
{
    struct buf ignored = BUF_INIT;
    bool missing = in->restore && agent_find(in->d, login, id, &ignored) != 0;
    buf_free(&ignored);
    if (missing && agent_add(in->d, login, NULL, ROLE_AGENT, err))
        return EXIT_DATA;
    return agent_find(in->d, login, id, err);
}

static int required_customer(struct intake *in, struct buf *err)
{
    if (!in->customer)
        return 0;
    int rc = customer_require(in->d, in->customer, &in->draft.customer, err);
    if (rc == 0 && in->customer_name)
        rc = customer_set(in->d, in->draft.customer, "name", in->customer_name, err);
    if (rc == 0 && in->org)
        rc = customer_set(in->d, in->draft.customer, "org", in->org, err);
    return rc;
}

struct resolved { // ids that the draft points to
    int64_t watchers[INTAKE_LIST_MAX], fields[INTAKE_LIST_MAX];
    struct val values[INTAKE_LIST_MAX];
};

static int resolve(struct intake *in, struct resolved *ids, struct buf *err)
{
    struct ticket_draft *t = &in->draft;
    int rc = required_queue(in, &t->queue, err);
    if (rc == 0 && in->assignee)
        rc = required_agent(in, in->assignee, &t->assignee, err);
    if (rc == 0)
        rc = required_customer(in, err);
    for (int i = 0; rc == 0 && i < in->n_watchers; i++)
        rc = required_agent(in, in->watchers[i], &ids->watchers[i], err);
    for (int i = 0; rc == 0 && i < in->n_values; i++) {
        const struct intake_value *v = &in->values[i];
        struct buf ignored = BUF_INIT;
        if (in->restore && field_find(in->d, v->name, &ids->fields[i], &ignored))
            rc = field_add(in->d, v->name, FIELD_TEXT, NULL, err);
        buf_free(&ignored);
        if (rc == 0)
            rc = field_find(in->d, v->name, &ids->fields[i], err);
        if (rc == 0)
            rc = field_value(in->d, ids->fields[i], v->text, &ids->values[i], err);
    }
    t->watchers = ids->watchers;
    t->n_watchers = in->n_watchers;
    t->fields = ids->fields;
    t->values = ids->values;
    t->n_values = in->n_values;
    return rc;
}

static void fill_draft(struct intake *in)
{
    struct ticket_draft *t = &in->draft;
    t->subject = in->subject;
    t->category = in->category;
    t->lang = in->lang;
    t->key = in->key;
    t->tags = (const char *const *)in->tags;
    t->n_tags = in->n_tags;
    t->request = (struct message){.kind = MESSAGE_REQUEST,
                                  .channel = (enum channel)t->channel,
                                  .lang = in->lang,
                                  .body = in->body,
                                  .body_len = in->body ? strlen(in->body) : 0};
}

// 0: no such key yet; -1: done before, *id is its ticket; EXIT_DATA: done by a different request.
static int key_done(struct intake *in, const unsigned char *hash, int64_t *id, struct buf *err)
{
    struct stmt *q = db_query(
        in->d->db, SQL("SELECT ticket, seen FROM origin WHERE source = 'key' AND key = ?1"),
        V(in->key));
    if (!db_row(q))
        return 0;
    *id = db_int(q, 0);
    bool same = db_size(q, 1) == HASH_SIZE && memcmp(db_blob(q, 1), hash, HASH_SIZE) == 0;
    db_end(q);
    if (same)
        return -1;
    buf_fmt(err, "the key \"%s\" was used by a different request for ticket %lld", in->key,
            (long long)*id);
    return EXIT_DATA;
}

int intake_make(struct intake *in, int64_t *id, struct buf *err)
{
    struct resolved ids;
    unsigned char hash[HASH_SIZE];
    fill_draft(in);
    crypto_generichash_state all = in->hash; // it may be made twice (tool_change)
    crypto_generichash_final(&all, hash, HASH_SIZE);
    int rc = in->key ? key_done(in, hash, id, err) : 0;
    if (rc)
        return rc < 0 ? 0 : rc;
    rc = ticket_check(in->d, &in->draft, err);
    if (rc == 0)
        rc = resolve(in, &ids, err);
    if (rc)
        return rc;
    in->draft.request.customer = in->draft.customer;
    in->draft.request.agent = in->draft.customer ? 0 : in->d->me;
    rc = ticket_new(in->d, &in->draft, id, err);
    if (rc == 0 && in->key)
        db_run(in->d->db,
               SQL("INSERT INTO origin(source, key, ticket, seen) VALUES('key', ?1, ?2, ?3)"),
               V(in->key), V(*id), V(val_blob(hash, HASH_SIZE)));
    return rc;
}
