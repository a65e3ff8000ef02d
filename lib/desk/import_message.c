// SPDX-License-Identifier: GPL-3.0-or-later
// The messages of a record: items of a tree, or cells.
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"
#include "desk/customer.h"
#include "desk/import_row.h"

enum { KIND_AUTO = 0 };

struct raw { // a message as they have it; borrowed
    const char *at, *author, *kind, *body;
};

// --- what a cell is taken apart into

static void set_part(struct raw *r, const char *name, size_t n, const char *value)
{
    if (n == 2 && memcmp(name, "at", n) == 0)
        r->at = value;
    else if (n == 6 && memcmp(name, "author", n) == 0)
        r->author = value;
    else if (n == 4 && memcmp(name, "kind", n) == 0)
        r->kind = value;
    else if (n == 4 && memcmp(name, "body", n) == 0)
        r->body = value;
}

// By "at;author;body": at the first of each ";".  A cell with fewer is all body.
static void take_apart(const char *parts, char *cell, struct raw *r)
{
    int wanted = 0, there = 0;
    for (const char *p = parts; *p; p++)
        wanted += *p == ';';
    for (const char *p = cell; *p; p++)
        there += *p == ';';
    *r = (struct raw){.body = cell};
    if (there < wanted)
        return;
    for (const char *p = parts; p; p = strchr(p, ';') ? strchr(p, ';') + 1 : NULL) {
        const char *name = p + strspn(p, " ");
        size_t n = strcspn(name, " ;");
        char *value = cell;
        if (strchr(p, ';')) {
            cell = strchr(cell, ';');
            *cell++ = '\0';
        }
        set_part(r, name, n, value);
    }
}

// --- who wrote it, and what it is

static int64_t customer_of(const struct row *row)
{
    for (int i = 0; i < ROW_FIELDS; i++)
        if (row_event[i] == EVENT_CUSTOMER)
            return row->field[i].i;
    return 0;
}

static bool is_customer(struct imports *k, const struct row *row, const char *author)
{
    struct buf ignored = BUF_INIT;
    int64_t customer = customer_of(row), id = known_get(&k->people, author);
    if (!id && customer && customer_find(k->d, author, &id, &ignored))
        id = 0;
    buf_free(&ignored);
    return id && id == customer;
}

static int kind_of(struct imports *k, const char *theirs, int *kind, struct buf *err)
{
    static const struct name words[] = {{MESSAGE_REQUEST, "request"}, {MESSAGE_CUSTOMER, "message"},
                                        {MESSAGE_REPLY, "reply"},     {MESSAGE_NOTE, "note"},
                                        {KIND_AUTO, "auto"},          {0, NULL}};
    const struct map_table *t = map_table_of(&k->map, "kind");
    const char *ours = !theirs ? "auto" : t ? map_translate(t, theirs) : theirs;
    *kind = name_number(words, ours && *ours ? ours : "auto");
    if (ours && *kind >= 0)
        return 0;
    buf_fmt(err, "column \"%s\": unknown kind of a message \"%s\": add it to [kind] of %s",
            k->map.message[MAP_MSG_KIND].choice->piece->place.text, theirs, k->map.path);
    return EXIT_DATA;
}

static int set_author(struct imports *k, struct row_message *m, const struct row *row,
                      struct buf *err)
{
    bool by_customer = m->m.kind == MESSAGE_CUSTOMER || m->m.kind == MESSAGE_REQUEST;
    int64_t id = by_customer ? customer_of(row) : 0;
    int rc = 0;
    if (m->author && (!by_customer || !is_customer(k, row, m->author)))
        rc = by_customer ? import_customer(k, m->author, NULL, NULL, &id, err)
                         : import_agent(k, m->author, &id, err);
    if (by_customer)
        m->m.customer = id;
    else
        m->m.agent = id;
    return rc;
}

// --- one

static int add(struct imports *k, struct row *row, const struct raw *r, struct buf *err)
{
    struct map_expr *at = &k->map.message[MAP_MSG_AT];
    int kind, rc;
    row->message =
        mem_grow(row->message, &row->cap_messages, (size_t)row->n_messages, sizeof *row->message);
    struct row_message *m = &row->message[row->n_messages++];
    *m = (struct row_message){.author = mem_strdup(r->author), .body = mem_strdup(r->body)};
    rc = row_read_time(k, at->given ? at : &k->map.message[MAP_EACH], "at", r->at, false, &m->at,
                       err);
    if (rc == 0)
        rc = kind_of(k, r->kind, &kind, err);
    if (rc)
        return rc;
    if (kind == KIND_AUTO)
        kind = m->author && !is_customer(k, row, m->author) ? MESSAGE_REPLY : MESSAGE_CUSTOMER;
    m->m = (struct message){.kind = (enum message_kind)kind,
                            .channel = (enum channel)row->channel,
                            .body = m->body,
                            .body_len = strlen(m->body)};
    mark_message(m->mark, m->author, m->at, m->body);
    rc = text_check("the message", m->body, m->m.body_len, err);
    return rc ? rc : set_author(k, m, row, err);
}

static char *part(struct imports *k, enum map_message_field field, const struct place_record *rec)
{
    return mem_strdup(row_cell(k, &k->map.message[field], rec, NULL));
}

static int add_item(struct imports *k, struct row *row, const json_t *item, struct buf *err)
{
    const struct place_record rec = {.tree = item};
    char *at = part(k, MAP_MSG_AT, &rec), *author = part(k, MAP_MSG_AUTHOR, &rec),
         *kind = part(k, MAP_MSG_KIND, &rec), *body = part(k, MAP_MSG_BODY, &rec);
    int rc = body ? add(k, row, &(struct raw){at, author, kind, body}, err) : 0;
    free(at);
    free(author);
    free(kind);
    free(body);
    return rc;
}

static int add_cell(struct imports *k, struct row *row, const struct place_value *v,
                    const struct place_record *rec, struct buf *err)
{
    char *cell = mem_strndup(v->s, v->n), *author = part(k, MAP_MSG_AUTHOR, rec),
         *kind = part(k, MAP_MSG_KIND, rec), *at = part(k, MAP_MSG_AT, rec);
    struct raw r = {.body = cell};
    if (k->map.parts)
        take_apart(k->map.parts, cell, &r);
    r.author = r.author ? r.author : author;
    r.kind = r.kind ? r.kind : kind;
    r.at = r.at ? r.at : at;
    int rc = *r.body ? add(k, row, &r, err) : 0;
    free(cell);
    free(author);
    free(kind);
    free(at);
    return rc;
}

// The first one is what the ticket was made by.
static void open_by_first(struct row *row)
{
    struct row_message *m = row->message;
    if (!row->n_messages)
        return;
    if (!row->body) {
        row->body = mem_strdup(m->body);
        row->body_len = m->m.body_len;
    }
    if (row->created == DATE_NONE)
        row->created = m->at;
    free(m->author);
    free(m->body);
    memmove(m, m + 1, (size_t)--row->n_messages * sizeof *m);
}

// What a record says twice was said twice: most sources tell times by the minute, some none.
static void mark_repeats(struct row *row)
{
    for (int i = row->n_messages - 1; i > 0; i--) {
        int before = 0;
        for (int j = 0; j < i; j++)
            before += memcmp(row->message[j].mark, row->message[i].mark, MARK) == 0;
        if (before)
            mark_repeat(row->message[i].mark, before);
    }
}

int row_messages(struct imports *k, const struct place_record *rec, struct row *row,
                 struct buf *err)
{
    struct place_list items = {.numbers = BUF_INIT};
    int rc = 0;
    if (!k->map.message[MAP_EACH].given)
        return 0;
    place_read(&k->map.message[MAP_EACH], &k->map, rec, &items);
    for (size_t i = 0; rc == 0 && i < items.n; i++) {
        const json_t *tree = items.v[i].tree;
        if (json_is_object(tree))
            rc = add_item(k, row, tree, err);
        else if (!tree || json_is_string(tree)) // a number is how many there are
            rc = add_cell(k, row, &items.v[i], rec, err);
    }
    place_list_free(&items);
    if (rc == 0 && k->map.first_message_opens)
        open_by_first(row);
    if (rc == 0)
        mark_repeats(row);
    return rc;
}
