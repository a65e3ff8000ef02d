// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "desk/field.h"
#include "desk/message.h"

static bool listed(const char *list, const char *end, const char *word, size_t n)
{
    for (; list < end; list += strcspn(list, ",") + 1)
        if (strcspn(list, ",") == n && memcmp(list, word, n) == 0)
            return true;
    return false;
}

static bool choices_ok(const char *choices, struct buf *err)
{
    if (!choices || !*choices) {
        buf_str(err, "a choice needs its words: --choices low,middle,high");
        return false;
    }
    for (const char *s = choices;; s++) {
        size_t n = strcspn(s, ",");
        if (n == 0 || listed(choices, s, s, n)) {
            buf_fmt(err, "choices \"%s\": %s", choices,
                    n ? "a word is there twice" : "an empty word");
            return false;
        }
        s += n;
        if (!*s)
            return text_check("the list of choices", choices, strlen(choices), err) == 0;
    }
}

// A field that is gone and was never of use comes back with another type: a slip that was undone.
static bool may_change_type(struct desk *d, int64_t id, bool gone)
{
    return gone && !db_get_int(d->db, 0,
                               SQL("SELECT EXISTS(SELECT 1 FROM value WHERE field = ?1)"
                                   " OR EXISTS(SELECT 1 FROM event WHERE field = ?2 /* scan */)"),
                               V(id), V(EVENT_CUSTOM + id));
}

static void change_type(struct desk *d, int64_t id, int was, enum field_type type)
{
    char *choices = field_choices(d, id);
    db_run(d->db, SQL("UPDATE field SET type = ?2 WHERE id = ?1"), V(id), V((int)type));
    desk_event(d, id, EVENT_FIELD_TYPE, 0, V(was), V((int)type), false);
    if (choices) {
        db_run(d->db, SQL("UPDATE field SET conf = NULL WHERE id = ?1"), V(id));
        desk_event(d, id, EVENT_FIELD_CHOICES, 0, V(choices), val_null(), false);
    }
    free(choices);
}

int field_add(struct desk *d, const char *name, enum field_type type, const char *choices,
              struct buf *err)
{
    if (desk_need(d, ROLE_LEAD, "add fields", err))
        return EXIT_NOPERM;
    if (!name_legal(name, "a field", err) || (type == FIELD_CHOICE && !choices_ok(choices, err)))
        return EXIT_DATA;
    if (type != FIELD_CHOICE && choices) {
        buf_fmt(err, "x.%s is to be a %s: only a choice has choices", name,
                name_word(names_field_type, (int)type));
        return EXIT_DATA;
    }
    struct stmt *q =
        db_query(d->db, SQL("SELECT id, type, gone FROM field WHERE name = ?1"), V(name));
    int64_t id = db_row(q) ? db_int(q, 0) : 0;
    int was = id ? (int)db_int(q, 1) : 0;
    bool gone = id && !db_null(q, 2);
    db_end(q);
    if (!id || gone)
        desk_forget_names(d);
    if (id && was != (int)type && !may_change_type(d, id, gone)) {
        buf_fmt(err, "x.%s %s with the type %s: a type never changes", name,
                gone ? "was there" : "exists", name_word(names_field_type, was));
        return EXIT_DATA;
    }
    if (!id) {
        db_run(d->db, SQL("INSERT INTO field(name, type, conf) VALUES(?1, ?2, ?3)"), V(name),
               V((int)type), V(choices));
        id = db_last_id(d->db);
        desk_event(d, id, EVENT_FIELD_MADE, 0, val_null(), V(name), false);
        desk_event(d, id, EVENT_FIELD_TYPE, 0, val_null(), V((int)type), false);
        if (choices)
            desk_event(d, id, EVENT_FIELD_CHOICES, 0, val_null(), V(choices), false);
    } else if (gone) {
        db_run(d->db, SQL("UPDATE field SET gone = NULL WHERE id = ?1"), V(id));
        desk_event(d, id, EVENT_FIELD_GONE, 0, V(1), val_null(), false);
        if (was != (int)type)
            change_type(d, id, was, type);
        if (choices)
            return field_set_choices(d, id, choices, err);
    }
    return 0;
}

int field_named(struct desk *d, const char *name, int64_t *id, struct buf *err)
{
    return field_find(d, strncmp(name, "x.", 2) == 0 ? name + 2 : name, id, err);
}

enum field_type field_type(struct desk *d, int64_t id)
{
    return (enum field_type)db_get_int(d->db, FIELD_TEXT,
                                       SQL("SELECT type FROM field WHERE id = ?1"), V(id));
}

char *field_choices(struct desk *d, int64_t id)
{
    struct stmt *q = db_query(d->db, SQL("SELECT conf FROM field WHERE id = ?1"), V(id));
    char *s = db_row(q) ? db_text_dup(q, 0) : NULL;
    db_end(q);
    return s;
}

int field_set_choices(struct desk *d, int64_t id, const char *choices, struct buf *err)
{
    if (desk_need(d, ROLE_LEAD, "change fields", err))
        return EXIT_NOPERM;
    if (field_type(d, id) != FIELD_CHOICE) {
        buf_fmt(err, "x.%s is no choice", field_word(d, id));
        return EXIT_DATA;
    }
    if (!choices_ok(choices, err))
        return EXIT_DATA;
    char *was = field_choices(d, id);
    if (!was || strcmp(was, choices) != 0) {
        desk_event(d, id, EVENT_FIELD_CHOICES, 0, V(was), V(choices), false);
        db_run(d->db, SQL("UPDATE field SET conf = ?2 WHERE id = ?1"), V(id), V(choices));
    }
    free(was);
    return 0;
}

int field_set(struct desk *d, int64_t id, const char *field, const char *value, struct buf *err)
{
    static const struct name fields[] = {{EVENT_FIELD_CHOICES, "choices"}, {0, NULL}};
    if (strcmp(field, "choices") == 0)
        return field_set_choices(d, id, value, err);
    name_complain(err, fields, "property of a field", field);
    return EXIT_USAGE;
}

int field_remove(struct desk *d, int64_t id, struct buf *err)
{
    if (desk_need(d, ROLE_LEAD, "remove fields", err))
        return EXIT_NOPERM;
    db_run(d->db, SQL("UPDATE field SET gone = 1 WHERE id = ?1"), V(id));
    desk_event(d, id, EVENT_FIELD_GONE, 0, val_null(), V(1), false);
    desk_forget_names(d);
    return 0;
}

// --- values

static int choice_value(struct desk *d, int64_t id, const char *text, struct val *v,
                        struct buf *err)
{
    struct suggest s;
    suggest_init(&s, text);
    char *list = field_choices(d, id), *rest = list, *word;
    bool found = false;
    while (!found && (word = strtok_r(rest, ",", &rest))) {
        found = strcmp(word, text) == 0;
        suggest_offer(&s, word);
    }
    *v = V(text);
    if (!found) {
        buf_fmt(err, "x.%s: unknown choice \"%s\"", field_word(d, id), text);
        suggest_end(&s, err);
        free(list);
        list = field_choices(d, id);
        buf_fmt(err, " (%s)", list ? list : "");
    }
    free(list);
    return found ? 0 : EXIT_DATA;
}

static int number_value(const char *field, const char *text, struct val *v, struct buf *err)
{
    char *end;
    bool decimal = !text[strspn(text, "0123456789+-.eE")]; // strtod takes 0x10 and blanks, too
    long long i = strtoll(text, &end, 10);
    if (decimal && !*end && strlen(text) < 18) {
        *v = V(i);
        return 0;
    }
    double r = strtod(text, &end);
    if (!decimal || *end || !isfinite(r)) {
        buf_fmt(err, "x.%s: \"%s\" is no number", field, text);
        return EXIT_DATA;
    }
    *v = V(r);
    return 0;
}

static int flag_value(const char *field, const char *text, struct val *v, struct buf *err)
{
    static const struct name words[] = {{1, "yes"},   {1, "true"}, {1, "1"}, {0, "no"},
                                        {0, "false"}, {0, "0"},    {0, NULL}};
    int flag = name_number(words, text);
    if (flag < 0) {
        buf_fmt(err, "x.%s: \"%s\" is neither yes nor no", field, text);
        return EXIT_DATA;
    }
    *v = V(flag);
    return 0;
}

int field_value(struct desk *d, int64_t id, const char *text, struct val *v, struct buf *err)
{
    struct date_span span;
    *v = text && *text ? V(text) : val_null();
    if (v->type == VAL_NULL)
        return 0;
    switch (field_type(d, id)) {
    case FIELD_NUMBER:
        return number_value(field_word(d, id), text, v, err);
    case FIELD_FLAG:
        return flag_value(field_word(d, id), text, v, err);
    case FIELD_CHOICE:
        return choice_value(d, id, text, v, err);
    case FIELD_TIME:
        if (!date_parse(text, d->now, d->zone, DATE_AHEAD, &span, err))
            return EXIT_DATA;
        *v = V(span.from);
        return 0;
    default:
        return text_check("the value", text, strlen(text), err);
    }
}

void field_text(struct desk *d, int64_t id, const struct val *v, struct buf *out)
{
    enum field_type type = field_type(d, id);
    if (v->type == VAL_INT && type == FIELD_TIME)
        date_iso(out, v->i);
    else if (v->type == VAL_INT && type == FIELD_FLAG)
        buf_str(out, v->i ? "yes" : "no");
    else if (v->type == VAL_INT)
        buf_int(out, v->i);
    else if (v->type == VAL_REAL)
        buf_num(out, v->r);
    else if (v->type == VAL_TEXT)
        buf_add(out, v->p, v->n);
}
