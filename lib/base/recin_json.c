// SPDX-License-Identifier: GPL-3.0-or-later
// jsonl: jansson parses; a second walk over the checked text gives numbers as they were written.
#include "base/recin_impl.h"

#include <jansson.h>
#include <string.h>

#include "base/utf8.h"

static const char *skip_blanks(const char *p)
{
    return p + strspn(p, " \t\r\n");
}

static const char *string_end(const char *p)
{
    for (p++; *p != '"'; p++) {
        p += *p == '\\';
    }
    return p + 1;
}

static const char *value_end(const char *p)
{
    int depth = 0;
    do {
        if (*p == '"') {
            p = string_end(p);
        } else if (*p == '[' || *p == '{') {
            depth++, p++;
        } else if (*p == ']' || *p == '}') {
            depth--, p++;
        } else {
            p += depth ? 1 : strcspn(p, ",} \t\r\n");
        }
    } while (depth > 0);
    return p;
}

// From before a key to its value; *end is behind the value.
static const char *member_value(const char *p, const char **end)
{
    p = skip_blanks(string_end(skip_blanks(p)));
    p = skip_blanks(p + 1);
    *end = value_end(p);
    return p;
}

// Keys come in the same order in most records, so the search begins behind the last one.
static int key_column(struct recin *r, const char *key, struct buf *err)
{
    for (int i = 0; i < r->n; i++) {
        int at = (r->hint + i) % r->n;
        if (strcmp(r->names[at], key) == 0) {
            r->hint = at + 1;
            return at;
        }
    }
    r->hint = 0;
    return recin_add_column(r, key, strlen(key), err);
}

// A comma inside an item would make two of it.
static bool join(struct recin *r, int i, const json_t *array, struct buf *err)
{
    size_t at;
    const json_t *item;
    buf_reset(&r->scratch);
    json_array_foreach(array, at, item)
    {
        const char *s = json_string_value(item);
        if (!s || strchr(s, ',')) {
            recin_where(r, i, err);
            buf_str(err, s ? "a comma in an item of an array" : "an array may hold only strings");
            return false;
        }
        if (at) {
            buf_ch(&r->scratch, ',');
        }
        buf_add(&r->scratch, s, json_string_length(item));
    }
    return recin_cell(r, i, r->scratch.s, r->scratch.len, err);
}

// raw[0..n) is the value as it was written.
static bool set_value(struct recin *r, int i, const json_t *value, const char *raw, size_t n,
                      struct buf *err)
{
    switch (json_typeof(value)) {
    case JSON_NULL:
        return true;
    case JSON_STRING:
        return recin_cell(r, i, json_string_value(value), json_string_length(value), err);
    case JSON_ARRAY:
        return join(r, i, value, err);
    case JSON_OBJECT:
        recin_where(r, i, err);
        buf_str(err,
                "an object: only text, numbers, true, false, null and arrays of text are read");
        return false;
    default:
        return recin_cell(r, i, raw, n, err);
    }
}

// jansson keeps the order of the members, so both walks go side by side.
static bool set_members(struct recin *r, json_t *object, const char *s, struct buf *err)
{
    const char *key, *end, *p = skip_blanks(s) + 1;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        p = member_value(p, &end);
        int i = key_column(r, key, err);
        if (i < 0) {
            return false;
        }
        recin_room(r, r->n);
        if (!set_value(r, i, value, p, (size_t)(end - p), err)) {
            return false;
        }
        p = skip_blanks(end) + 1;
    }
    return true;
}

json_t *recin_json_tree(struct recin *r, const char *s, size_t n, struct buf *err)
{
    json_error_t why;
    json_t *root = NULL;
    size_t bad = r->dirty ? utf8_valid(s, n) : n;
    if (bad < n) {
        buf_fmt(err, "%s at byte %zu", s[bad] ? "invalid UTF-8" : "a NUL", bad + 1);
    } else if (!(root = json_loadb(s, n, JSON_REJECT_DUPLICATES, &why))) {
        buf_fmt(err, "no JSON: %s (character %d)", why.text, why.column);
    } else if (!json_is_object(root)) {
        buf_str(err, "an array: each line must be an object, {\"column\": value}");
        json_decref(root);
        root = NULL;
    }
    return root;
}

bool recin_json(struct recin *r, const char *s, size_t n, struct buf *err)
{
    json_t *root = recin_json_tree(r, s, n, err);
    bool good = root && set_members(r, root, s, err);
    json_decref(root);
    return good;
}
