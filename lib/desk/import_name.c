// SPDX-License-Identifier: GPL-3.0-or-later
// People, queues, tags and fields that records name: found, or made.
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "desk/agent.h"
#include "desk/customer.h"
#include "desk/field.h"
#include "desk/import_impl.h"
#include "desk/people.h"

// --- what was looked up

enum { KNOWN_MAX = 1 << 17 }; // then it is forgotten: memory stays flat

static size_t slot_of(const struct known *k, const char *text)
{
    uint64_t h = 1469598103934665603u; // FNV-1a
    for (const char *s = text; *s; s++)
        h = (h ^ (unsigned char)*s) * 1099511628211u;
    size_t at = (size_t)(h & (k->slots - 1));
    while (k->text[at] && strcmp(k->text[at], text) != 0)
        at = (at + 1) & (k->slots - 1);
    return at;
}

int64_t known_get(const struct known *k, const char *text)
{
    if (!k->slots)
        return 0;
    size_t at = slot_of(k, text);
    return k->text[at] ? k->id[at] : 0;
}

static void grow(struct known *k)
{
    struct known old = *k;
    k->slots = old.slots ? 2 * old.slots : 256;
    k->text = mem_array(k->slots, sizeof *k->text);
    k->id = mem_array(k->slots, sizeof *k->id);
    for (size_t i = 0; i < old.slots; i++) {
        if (!old.text[i])
            continue;
        size_t at = slot_of(k, old.text[i]);
        k->text[at] = old.text[i];
        k->id[at] = old.id[i];
    }
    free(old.text);
    free(old.id);
}

static void known_put(struct known *k, const char *text, int64_t id)
{
    if (k->n == KNOWN_MAX)
        known_forget(k);
    if (2 * k->n >= k->slots)
        grow(k);
    size_t at = slot_of(k, text);
    k->id[at] = id;
    if (k->text[at])
        return;
    k->text[at] = mem_strdup(text);
    k->n++;
}

void known_forget(struct known *k)
{
    for (size_t i = 0; i < k->slots; i++)
        free(k->text[i]);
    free(k->text);
    free(k->id);
    *k = (struct known){0};
}

// --- names

static bool may_stand(int32_t cp)
{
    return cp >= 0x80
               ? name_may_hold(cp)
               : (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9') || cp == '.' || cp == '_';
}

// The first letters of what is too long may be those of another: a digest tells them apart.
static void cut(struct buf *b, const char *text)
{
    enum { NAME_MAX_BYTES = 64, DIGEST = 8 };
    unsigned char hash[HASH_SIZE];
    if (b->len <= NAME_MAX_BYTES)
        return;
    size_t n = NAME_MAX_BYTES - DIGEST - 1;
    while ((b->s[n] & 0xC0) == 0x80)
        n--;
    buf_cut(b, n);
    buf_ch(b, '-');
    crypto_generichash(hash, sizeof hash, (const unsigned char *)text, strlen(text), NULL, 0);
    for (int i = 0; i < DIGEST / 2; i++)
        buf_fmt(b, "%02x", hash[i]);
}

// "Resolver 125" as a legal name: resolver-125.  Other letters than those of ASCII stay, folded.
// noun: what to begin with where that is no letter ("queue").
static char *name_from(const char *text, const char *noun)
{
    struct buf folded = BUF_INIT, b = BUF_INIT, ignored = BUF_INIT;
    utf8_fold(&folded, text, strlen(text));
    int32_t cp;
    for (size_t i = 0, n; i < folded.len; i += n) {
        int bytes = utf8_decode(folded.s + i, folded.len - i, &cp);
        n = bytes > 0 ? (size_t)bytes : 1;
        if (bytes > 0 && may_stand(cp))
            buf_add(&b, folded.s + i, n);
        else if (b.len && b.s[b.len - 1] != '-')
            buf_ch(&b, '-');
    }
    while (b.len && b.s[b.len - 1] == '-')
        buf_cut(&b, b.len - 1);
    cut(&b, text);
    if (!name_legal(b.s, noun, &ignored)) {
        buf_reset(&folded);
        buf_fmt(&folded, "%s-%s", noun, b.len ? b.s : "x");
        buf_reset(&b);
        buf_str(&b, folded.s);
        cut(&b, text);
    }
    buf_free(&folded);
    buf_free(&ignored);
    return buf_detach(&b);
}

// --- queues, agents, tags

static int64_t queue_named(struct desk *d, const char *name)
{
    return db_get_int(d->db, 0, SQL("SELECT id FROM queue WHERE name = ?1"), V(name));
}

static int64_t agent_named(struct desk *d, const char *login)
{
    return db_get_int(d->db, 0, SQL("SELECT id FROM agent WHERE login = ?1"), V(login));
}

static int64_t tag_named(struct desk *d, const char *name)
{
    return db_get_int(d->db, 0, SQL("SELECT id FROM tag WHERE name = ?1"), V(name));
}

static int make_queue(struct desk *d, const char *name, const char *text, struct buf *err)
{
    return queue_add(d, name, strcmp(name, text) == 0 ? NULL : text, err);
}

// A viewer: somebody who worked elsewhere may do nothing here until an admin says so.
static int make_agent(struct desk *d, const char *login, const char *text, struct buf *err)
{
    return agent_add(d, login, strcmp(login, text) == 0 ? NULL : text, ROLE_VIEWER, err);
}

static int make_tag(struct desk *d, const char *name, const char *text, struct buf *err)
{
    (void)text;
    (void)err;
    tag_require(d, name);
    return 0;
}

struct noun {
    const char *word;
    int64_t (*named)(struct desk *d, const char *name);
    int (*make)(struct desk *d, const char *name, const char *text, struct buf *err);
    enum count count;
    int field;                                   // whose value it is
    bool (*is_gone)(struct desk *d, int64_t id); // NULL: it never is
};

static struct gone_noun *find_gone(struct imports *k, int field, int64_t id)
{
    for (size_t i = 0; i < k->n_gone; i++)
        if (k->gone[i].id == id && k->gone[i].field == field)
            return &k->gone[i];
    return NULL;
}

static void note_gone(struct imports *k, int field, int64_t id)
{
    if (find_gone(k, field, id))
        return;
    k->gone = mem_grow(k->gone, &k->cap_gone, k->n_gone, sizeof *k->gone);
    k->gone[k->n_gone++] = (struct gone_noun){field, id};
}

static int find_or_make(struct imports *k, struct known *known, const struct noun *n,
                        const char *text, int64_t *id, struct buf *err)
{
    *id = known_get(known, text);
    if (*id)
        return 0;
    *id = n->named(k->d, text);
    char *name = *id ? NULL : name_from(text, n->word);
    if (!*id)
        *id = n->named(k->d, name);
    if (*id && n->is_gone && n->is_gone(k->d, *id))
        note_gone(k, n->field, *id);
    int rc = *id ? 0 : n->make(k->d, name, text, err);
    if (rc == 0 && !*id) {
        *id = n->named(k->d, name);
        k->tally.n[n->count]++;
    }
    free(name);
    if (rc == 0)
        known_put(known, text, *id);
    return rc == EXIT_USAGE ? EXIT_DATA : rc;
}

int import_queue(struct imports *k, const char *text, int64_t *id, struct buf *err)
{
    static const struct noun noun = {"queue",      queue_named, make_queue,
                                     COUNT_QUEUES, EVENT_QUEUE, queue_is_gone};
    return find_or_make(k, &k->queues, &noun, text, id, err);
}

int import_agent(struct imports *k, const char *text, int64_t *id, struct buf *err)
{
    static const struct noun noun = {"agent",      agent_named,    make_agent,
                                     COUNT_AGENTS, EVENT_ASSIGNEE, agent_is_gone};
    return find_or_make(k, &k->agents, &noun, text, id, err);
}

int import_tag(struct imports *k, const char *text, int64_t *id, struct buf *err)
{
    static const struct noun noun = {"tag", tag_named, make_tag, COUNT_TAGS, EVENT_TAG, NULL};
    return find_or_make(k, &k->tags, &noun, text, id, err);
}

void import_come_back(struct imports *k, int field, int64_t id)
{
    struct gone_noun *gone = k->n_gone ? find_gone(k, field, id) : NULL;
    if (!gone)
        return;
    bool queue = field == EVENT_QUEUE;
    char *name = mem_strdup(queue ? queue_word(k->d, id) : agent_word(k->d, id));
    tool_must(k->t, queue ? queue_add(k->d, name, NULL, &k->t->err)
                          : agent_add(k->d, name, NULL, ROLE_VIEWER, &k->t->err));
    *gone = k->gone[--k->n_gone];
    k->tally.n[queue ? COUNT_QUEUES : COUNT_AGENTS]++;
    free(name);
}

// --- customers

// No mail ever leaves for a name under .invalid (RFC 2606).
static char *address_of(struct imports *k, const char *text, const char **name)
{
    struct contact c;
    struct buf ignored = BUF_INIT;
    bool good = contact_parse(&c, text, &ignored) == 0;
    contact_free(&c);
    buf_free(&ignored);
    if (good)
        return mem_strdup(text);
    char *local = name_from(text, "customer");
    char *address = mem_printf("%s@%s.invalid", local, k->source);
    free(local);
    *name = *name ? *name : text;
    return address;
}

int import_customer(struct imports *k, const char *text, const char *name, const char *org,
                    int64_t *id, struct buf *err)
{
    *id = known_get(&k->people, text);
    if (*id)
        return 0;
    char *address = address_of(k, text, &name);
    int64_t before = k->d->change.next;
    int rc = people_add(k->d, address, &(struct people_facts){.name = name, .org = org}, id, err);
    free(address);
    if (rc)
        return EXIT_DATA;
    k->tally.n[COUNT_CUSTOMERS] +=
        k->d->change.next > before && db_get_int(k->d->db, 0,
                                                 SQL("SELECT 1 FROM event WHERE id = ?1 AND"
                                                     " field = -100"),
                                                 V(before)); // EVENT_CUSTOMER_MADE
    known_put(&k->people, text, *id);
    return 0;
}

// --- custom fields

int import_field(struct imports *k, struct map_custom *c, bool make, int64_t *id,
                 enum field_type *type, struct buf *err)
{
    struct buf ignored = BUF_INIT;
    int rc = 0;
    bool there = field_find(k->d, c->name, id, &ignored) == 0;
    *id = there ? *id : 0;
    if (!there && make) {
        int wanted = c->type ? name_number(names_field_type, c->type) : FIELD_TEXT;
        rc = field_add(k->d, c->name, (enum field_type)wanted, NULL, err);
        if (rc == 0)
            rc = field_find(k->d, c->name, id, err);
        k->tally.n[COUNT_FIELDS] += rc == 0;
    }
    buf_free(&ignored);
    if (rc == 0 && *id)
        *type = field_type(k->d, *id);
    return rc ? EXIT_DATA : 0;
}
