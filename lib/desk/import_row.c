// SPDX-License-Identifier: GPL-3.0-or-later
// A record of theirs as values of ours.
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "base/date_format.h"
#include "base/err.h"
#include "base/mem.h"
#include "desk/field.h"
#include "desk/import_row.h"

// The row's field i, the mapping's field, the event's.
static const int map_of[ROW_FIELDS] = {MAP_STATUS,   MAP_PRIORITY, MAP_QUEUE,     MAP_ASSIGNEE,
                                       MAP_CUSTOMER, MAP_SUBJECT,  MAP_CATEGORY,  MAP_LANG,
                                       MAP_DUE,      MAP_TAGS,     MAP_RESOLUTION};
const int row_event[ROW_FIELDS] = {EVENT_STATUS,   EVENT_PRIORITY, EVENT_QUEUE,     EVENT_ASSIGNEE,
                                   EVENT_CUSTOMER, EVENT_SUBJECT,  EVENT_CATEGORY,  EVENT_LANG,
                                   EVENT_DUE,      EVENT_TAG,      EVENT_RESOLUTION};

// --- one cell

static const char *text_of(struct imports *k, int field, const struct place_record *rec)
{
    const char *otherwise = k->map.constant[field];
    if (field == MAP_QUEUE && k->queue)
        otherwise = k->queue;
    if (field == MAP_CUSTOMER && k->customer)
        otherwise = k->customer;
    return row_cell(k, &k->map.expr[field], rec, otherwise);
}

// --- values

static int read_time(struct imports *k, int field, const struct place_record *rec, bool ahead,
                     int64_t *at, struct buf *err)
{
    return row_read_time(k, &k->map.expr[field], map_field_word(field), text_of(k, field, rec),
                         ahead, at, err);
}

static int read_word(struct imports *k, const struct map_expr *e, const char *field,
                     const struct name *words, const char *text, int *number, struct buf *err)
{
    struct buf why = BUF_INIT;
    *number = -1;
    for (const struct name *w = words; text && w->word && *number < 0; w++)
        if (strcasecmp(w->word, text) == 0)
            *number = w->number;
    if (!text || *number >= 0)
        return 0;
    name_complain(&why, words, field, text);
    row_fault(err, e, field, "%s: give it a table [%s] in %s", why.s, field, k->map.path);
    buf_free(&why);
    return EXIT_DATA;
}

static int number_of(struct imports *k, int field, const char *text, struct val *v, struct buf *err)
{
    const struct map_expr *e = &k->map.expr[field];
    const struct name *words = field == MAP_STATUS     ? names_status
                               : field == MAP_PRIORITY ? names_priority
                                                       : names_resolution;
    int number;
    int rc = read_word(k, e, map_field_word(field), words, text, &number, err);
    *v = number < 0 ? val_null() : V(number);
    return rc;
}

static int person_of(struct imports *k, int field, const struct place_record *rec, const char *text,
                     struct val *v, struct buf *err)
{
    char *own = mem_strdup(text), *name = NULL, *org = NULL;
    int64_t id = 0;
    int rc;
    if (field == MAP_CUSTOMER) {
        name = mem_strdup(text_of(k, MAP_CUSTOMER_NAME, rec));
        org = mem_strdup(text_of(k, MAP_ORG, rec));
        rc = import_customer(k, own, name, org, &id, err);
    } else {
        rc = field == MAP_QUEUE ? import_queue(k, own, &id, err) : import_agent(k, own, &id, err);
    }
    *v = V(val_id(id));
    free(own);
    free(name);
    free(org);
    return rc;
}

// One line, whatever blanks theirs has.
static int line_of(int field, const char *text, struct val *v, struct buf *err)
{
    char *s = mem_strdup(text);
    for (char *p = s; *p; p++)
        *p = strchr("\r\n\t", *p) ? ' ' : *p;
    *v = V(s);
    if (field == MAP_LANG)
        return lang_legal(s, err) ? 0 : EXIT_DATA;
    return field == MAP_SUBJECT ? subject_check(s, err) : line_check("the category", s, err);
}

static int due_of(struct imports *k, const char *text, struct val *v, struct buf *err)
{
    int64_t at;
    struct date_span day;
    struct buf ignored = BUF_INIT;
    int rc = row_read_time(k, &k->map.expr[MAP_DUE], "due", text, true, &at, err);
    if (rc == 0 && strspn(text, "0123456789-") == strlen(text) &&
        date_parse(text, k->d->now, k->zone, DATE_AHEAD, &day, &ignored))
        at = date_deadline(&day); // until the end of the day
    buf_free(&ignored);
    *v = val_time(at);
    return rc;
}

static int value_of(struct imports *k, int field, const struct place_record *rec, const char *text,
                    struct val *v, struct buf *err)
{
    *v = val_null();
    if (!text)
        return 0;
    switch (field) {
    case MAP_STATUS:
    case MAP_PRIORITY:
    case MAP_RESOLUTION:
        return number_of(k, field, text, v, err);
    case MAP_QUEUE:
    case MAP_ASSIGNEE:
    case MAP_CUSTOMER:
        return person_of(k, field, rec, text, v, err);
    case MAP_DUE:
        return due_of(k, text, v, err);
    default:
        return line_of(field, text, v, err);
    }
}

// What cannot be nothing stays what it was where the record says nothing.
static bool may_be_nothing(int field)
{
    return field != MAP_STATUS && field != MAP_PRIORITY && field != MAP_QUEUE &&
           field != MAP_CUSTOMER && field != MAP_SUBJECT;
}

static bool is_mapped(const struct imports *k, int field)
{
    return k->map.expr[field].given || k->map.constant[field] || (field == MAP_QUEUE && k->queue) ||
           (field == MAP_CUSTOMER && k->customer);
}

static int read_field(struct imports *k, int i, const struct place_record *rec, struct row *row,
                      struct buf *err)
{
    int field = map_of[i];
    const struct map_expr *e = &k->map.expr[field];
    const char *text = is_mapped(k, field) ? text_of(k, field, rec) : NULL;
    bool constant = !k->text.len; // it is one of our words already
    if (field == MAP_STATUS && text)
        row->status_theirs = mem_strdup(text);
    int rc = constant ? 0 : row_translate(k, e, map_field_word(field), &text, err);
    size_t from = err->len;
    if (rc == 0)
        rc = value_of(k, field, rec, text, &row->field[i], err);
    if (rc && err->len > from && strncmp(err->s + from, "column ", 7) != 0) {
        char *why = mem_strdup(err->s + from);
        buf_cut(err, from);
        row_fault(err, e, map_field_word(field), "%s", why);
        free(why);
    }
    row->said[i] = is_mapped(k, field) && (may_be_nothing(field) || row->field[i].type != VAL_NULL);
    return rc;
}

// --- all of it

static int read_number(struct imports *k, int field, const struct place_record *rec, int64_t none,
                       int64_t *v, struct buf *err)
{
    const char *s = text_of(k, field, rec);
    *v = none;
    if (!s)
        return 0;
    if (strspn(s, "0123456789") != strlen(s) || strlen(s) > (field == MAP_ORDER ? 15u : 9u))
        return row_fault(err, &k->map.expr[field], map_field_word(field), "\"%s\" is no number", s);
    *v = strtoll(s, NULL, 10);
    return 0;
}

int row_place(struct imports *k, const struct place_record *rec, struct row *row, struct buf *err)
{
    const char *key = text_of(k, MAP_KEY, rec);
    row->created = row->updated = row->solved = row->closed = row->at = DATE_NONE;
    if (!key)
        return row_fault(err, &k->map.expr[MAP_KEY], "key", "no key: which ticket is it?");
    if (line_check("the key", key, err))
        return EXIT_DATA;
    row->key = mem_strdup(key);
    if (!k->map.log)
        return 0;
    int rc = read_number(k, MAP_ORDER, rec, 0, &row->order, err);
    if (rc == 0)
        rc = read_time(k, MAP_AT, rec, false, &row->at, err);
    if (rc == 0 && row->at == DATE_NONE)
        rc = row_fault(err, &k->map.expr[MAP_AT], "at", "no time");
    return rc;
}

static int read_body(struct imports *k, const struct place_record *rec, struct row *row,
                     struct buf *err)
{
    place_read(&k->map.expr[MAP_BODY], &k->map, rec, &k->list);
    if (!k->list.n)
        return 0;
    buf_reset(&k->text);
    for (size_t i = 0; i < k->list.n; i++) {
        buf_str(&k->text, i ? "\n\n" : "");
        buf_add(&k->text, k->list.v[i].s, k->list.v[i].n);
    }
    row->body = mem_strndup(k->text.s, k->text.len);
    row->body_len = k->text.len;
    return text_check("the body", row->body, row->body_len, err);
}

static int read_channel(struct imports *k, const struct place_record *rec, struct row *row,
                        struct buf *err)
{
    const struct map_expr *e = &k->map.expr[MAP_CHANNEL];
    const char *text = text_of(k, MAP_CHANNEL, rec);
    bool constant = !k->text.len;
    int number = -1, rc = constant ? 0 : row_translate(k, e, "channel", &text, err);
    if (rc == 0)
        rc = read_word(k, e, "channel", names_channel, text, &number, err);
    row->channel = number < 0 ? CHANNEL_TOOL : number;
    return rc;
}

static int read_stamps(struct imports *k, const struct place_record *rec, struct row *row,
                       struct buf *err)
{
    int rc = read_time(k, MAP_CREATED, rec, false, &row->created, err);
    if (rc == 0)
        rc = read_time(k, MAP_UPDATED, rec, false, &row->updated, err);
    if (rc == 0)
        rc = read_time(k, MAP_SOLVED, rec, k->map.log, &row->solved, err);
    if (rc == 0)
        rc = read_time(k, MAP_CLOSED, rec, k->map.log, &row->closed, err);
    if (rc == 0)
        rc = read_number(k, MAP_REOPENS, rec, -1, &row->reopens, err);
    return rc ? rc : read_number(k, MAP_TRANSFERS, rec, -1, &row->transfers, err);
}

int row_read(struct imports *k, const struct place_record *rec, struct row *row, struct buf *err)
{
    *row = (struct row){.line = row->line};
    int rc = row_place(k, rec, row, err);
    for (int i = 0; rc == 0 && i < ROW_FIELDS; i++)
        if (row_event[i] != EVENT_TAG)
            rc = read_field(k, i, rec, row, err);
        else if ((row->said[i] = is_mapped(k, MAP_TAGS)))
            rc = row_tags(k, rec, row, err);
    if (rc == 0)
        rc = read_stamps(k, rec, row, err);
    if (rc == 0)
        rc = read_channel(k, rec, row, err);
    if (rc == 0)
        rc = read_body(k, rec, row, err);
    if (rc == 0)
        rc = row_custom(k, rec, row, err);
    return rc ? rc : row_messages(k, rec, row, err);
}

static void drop(struct val *v)
{
    if (v->type == VAL_TEXT)
        free((char *)v->p);
}

void row_free(struct imports *k, struct row *row)
{
    for (int i = 0; i < ROW_FIELDS; i++)
        drop(&row->field[i]);
    for (int i = 0; row->custom && i < k->map.n_custom; i++)
        drop(&row->custom[i]);
    for (int i = 0; i < row->n_messages; i++) {
        free(row->message[i].author);
        free(row->message[i].body);
    }
    free(row->message);
    free(row->custom);
    free(row->status_theirs);
    free(row->key);
    free(row->body);
    *row = (struct row){0};
}
