// SPDX-License-Identifier: GPL-3.0-or-later
// Cells of a record: their text, times, tags and custom fields.
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/date_format.h"
#include "base/err.h"
#include "base/mem.h"
#include "desk/field.h"
#include "desk/import_row.h"

int row_fault(struct buf *err, const struct map_expr *e, const char *ours, const char *fmt, ...)
{
    va_list ap;
    const char *name = e->n_choices ? e->choice->piece->place.text : NULL;
    for (int i = 1; !name && e->n_choices && i < e->choice->n_pieces; i++)
        name = e->choice->piece[i].place.text;
    buf_fmt(err, "column \"%s\": ", name ? name : ours);
    va_start(ap, fmt);
    buf_vfmt(err, fmt, ap);
    va_end(ap);
    return EXIT_DATA;
}

// Without blanks at its ends; several values are joined.
static void join(const struct place_list *l, struct buf *out)
{
    buf_reset(out);
    for (size_t i = 0; i < l->n; i++) {
        buf_str(out, i ? ", " : "");
        buf_add(out, l->v[i].s, l->v[i].n);
    }
    buf_trim(out);
    size_t blanks = strspn(out->s, " \t\r\n");
    if (!blanks)
        return;
    memmove(out->s, out->s + blanks, out->len - blanks);
    buf_cut(out, out->len - blanks);
}

// Their text in k->text, or what stands for it where they say nothing; NULL: nothing does.
const char *row_cell(struct imports *k, struct map_expr *e, const struct place_record *rec,
                     const char *otherwise)
{
    place_read(e, &k->map, rec, &k->list);
    join(&k->list, &k->text);
    return k->text.len ? k->text.s : otherwise;
}

// By the table of the field; *text is ours then, NULL for nothing.
int row_translate(struct imports *k, const struct map_expr *e, const char *field, const char **text,
                  struct buf *err)
{
    const struct map_table *t = map_table_of(&k->map, field);
    const char *ours = t && *text ? map_translate(t, *text) : *text;
    bool open = strcmp(field, "queue") == 0 || strcmp(field, "assignee") == 0 ||
                strcmp(field, "customer") == 0 || strcmp(field, "tags") == 0 ||
                strcmp(field, "category") == 0 || strcmp(field, "lang") == 0;
    if (t && *text && !ours && open) // names that need no translation stay
        return 0;
    if (t && *text && !ours)
        return row_fault(err, e, field,
                         "unknown %s \"%s\": add it to [%s] of %s, or a line \"* = ...\"", field,
                         *text, field, k->map.path);
    *text = ours && *ours ? ours : NULL;
    return 0;
}

// --- times

// By the formats of the mapping.
static bool row_time(struct imports *k, const char *s, int64_t *at)
{
    struct date_span span;
    struct buf ignored = BUF_INIT;
    bool good = false, iso = !k->map.n_time;
    for (int i = 0; !good && i < k->map.n_time; i++) {
        iso = iso || strcmp(k->map.time[i], "iso") == 0;
        good =
            strcmp(k->map.time[i], "iso") != 0 && date_format_read(k->map.time[i], s, k->zone, at);
    }
    if (!good && iso)
        good = date_format_read("%Y-%m-%dT%H:%M:%S%z", s, k->zone, at);
    if (!good && iso && strspn(s, "0123456789") == 4 && s[4] == '-') {
        good = date_parse(s, k->d->now, k->zone, DATE_AGO, &span, &ignored);
        *at = span.from;
    }
    buf_free(&ignored);
    return good;
}

int row_read_time(struct imports *k, const struct map_expr *e, const char *ours, const char *text,
                  bool ahead, int64_t *at, struct buf *err)
{
    *at = DATE_NONE;
    if (!text)
        return 0;
    if (!row_time(k, text, at))
        return row_fault(err, e, ours, "\"%s\" is no time like %s: see time in %s", text,
                         k->map.n_time ? k->map.time[0] : "2026-11-22T03:35:08Z", k->map.path);
    if (*at < 0)
        return row_fault(err, e, ours,
                         "\"%s\" is before 1970: if it stands for none, name it in"
                         " missing of %s",
                         text, k->map.path);
    if (*at > k->d->now && !ahead)
        return row_fault(err, e, ours, "\"%s\" has not come yet: is zone or time in %s right?",
                         text, k->map.path);
    return 0;
}

// --- tags

static int read_tag(struct imports *k, char *text, struct row *row, struct buf *err)
{
    const struct map_expr *e = &k->map.expr[MAP_TAGS];
    const char *ours = text + strspn(text, " \t");
    int64_t id = 0;
    int rc = *ours ? row_translate(k, e, "tags", &ours, err) : 0;
    if (rc || !ours || !*ours)
        return rc;
    rc = import_tag(k, ours, &id, err);
    for (int i = 0; rc == 0 && i < row->n_tags; i++)
        if (row->tags[i] == id)
            return 0;
    if (rc == 0 && row->n_tags == (int)(sizeof row->tags / sizeof *row->tags))
        return row_fault(err, e, "tags", "more than 100 tags");
    if (rc == 0)
        row->tags[row->n_tags++] = id;
    return rc;
}

int row_tags(struct imports *k, const struct place_record *rec, struct row *row, struct buf *err)
{
    const char *separator = k->map.separator ? k->map.separator : ",";
    struct map_expr *e = &k->map.expr[MAP_TAGS];
    const char *constant = k->map.constant[MAP_TAGS];
    int rc = 0;
    place_read(e, &k->map, rec, &k->list);
    size_t n = k->list.n ? k->list.n : constant != NULL;
    for (size_t i = 0; rc == 0 && i < n; i++) {
        char *own = k->list.n ? mem_strndup(k->list.v[i].s, k->list.v[i].n) : mem_strdup(constant);
        for (char *s = own, *end; rc == 0 && s; s = end ? end + strlen(separator) : NULL) {
            end = strstr(s, separator);
            if (end)
                *end = '\0';
            rc = read_tag(k, s, row, err);
        }
        free(own);
    }
    return rc;
}

// --- custom fields

static int custom_value(struct imports *k, int i, const char *text, struct val *v, struct buf *err)
{
    struct map_custom *c = &k->map.custom[i];
    struct custom_field *f = &k->custom[i];
    struct buf why = BUF_INIT;
    int64_t at;
    int rc = 0;
    if (!f->id && (text || !f->looked))
        rc = import_field(k, c, text != NULL, &f->id, &f->type, err);
    f->looked = true;
    *v = val_null();
    if (rc || !text)
        return rc;
    if (f->type == FIELD_TIME) {
        rc = row_read_time(k, &c->expr, c->name, text, true, &at, err);
        *v = val_time(at);
        return rc;
    }
    rc = field_value(k->d, f->id, text, v, &why);
    if (rc)
        row_fault(err, &c->expr, c->name, "%s", why.s);
    else if (v->type == VAL_TEXT)
        v->p = mem_strndup(v->p, v->n);
    if (rc)
        *v = val_null();
    buf_free(&why);
    return rc ? EXIT_DATA : 0;
}

int row_custom(struct imports *k, const struct place_record *rec, struct row *row, struct buf *err)
{
    int rc = 0;
    row->custom = k->map.n_custom ? mem_array((size_t)k->map.n_custom, sizeof *row->custom) : NULL;
    for (int i = 0; rc == 0 && i < k->map.n_custom; i++) {
        struct map_custom *c = &k->map.custom[i];
        char *field = mem_printf("x.%s", c->name);
        const char *text = row_cell(k, &c->expr, rec, NULL);
        rc = row_translate(k, &c->expr, field, &text, err);
        if (rc == 0)
            rc = custom_value(k, i, text, &row->custom[i], err);
        free(field);
    }
    return rc;
}
