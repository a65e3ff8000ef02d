// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "desk/check.h"
#include "desk/restore_impl.h"
#include "store/schema.h"

// --- what an export says of itself

static const char *text_of(const json_t *object, const char *key)
{
    const char *s = json_string_value(json_object_get(object, key));
    return s ? s : "";
}

void manifest_read(struct source *s, const json_t *head, const struct feed *f)
{
    const char *anchor = text_of(head, "anchor"), *since = text_of(head, "since");
    const json_t *schema = json_object_get(head, "schema");
    if (json_integer_value(json_object_get(head, "export")) != EXPORT_FORMAT)
        feed_bad(f, "it is no export of tk, or one of a newer tk");
    if (json_integer_value(schema) != SCHEMA_VERSION)
        feed_bad(f, "it has version %lld of the tables, this tk has %d: use the tk that made it",
                 (long long)json_integer_value(schema), SCHEMA_VERSION);
    if (!check_anchor_ok(anchor))
        feed_bad(f, "no anchor: \"%.80s\"", anchor);
    if (*since && !check_anchor_ok(since))
        feed_bad(f, "no anchor: \"%.80s\"", since);
    snprintf(s->now.anchor, sizeof s->now.anchor, "%s", anchor);
    snprintf(s->since, sizeof s->since, "%s", since);
}

// --- a line of the stream

static struct val keep(struct source *s, const struct feed *f, const json_t *j, const char *what)
{
    size_t n = json_string_length(j), at = s->scratch.len;
    if (!json_is_string(j))
        feed_bad(f, "%s: no text", what);
    buf_fill(&s->scratch, '\0', n / 2);
    if (!unhex(json_string_value(j), n, s->scratch.s + at))
        feed_bad(f, "%s: no hexadecimal digits", what);
    return val_blob(s->scratch.s + at, n / 2);
}

// {"blob": "hex"}, {"text": "hex"}, {"real": "1e999"}
static struct val of_object(struct source *s, const json_t *j, char type, const char *column)
{
    const json_t *blob = json_object_get(j, "blob"), *text = json_object_get(j, "text"),
                 *real = json_object_get(j, "real");
    struct val v = val_null();
    if (json_object_size(j) != 1)
        feed_bad(&s->feed, "%s: no value", column);
    if (blob && type == 'a')
        return keep(s, &s->feed, blob, column);
    if (real && type == 'a' && json_is_string(real))
        return val_real(strtod(json_string_value(real), NULL));
    if (!text || type == 'i' || type == 'b')
        feed_bad(&s->feed, "%s: no value", column);
    v = keep(s, &s->feed, text, column);
    v.type = VAL_TEXT;
    return v;
}

static struct val json_val(struct source *s, const json_t *j, char type, const char *column)
{
    if (json_is_null(j))
        return val_null();
    if (json_is_integer(j) && (type == 'i' || type == 'a'))
        return val_int(json_integer_value(j));
    if (json_is_real(j) && type == 'a')
        return val_real(json_real_value(j));
    if (json_is_string(j) && (type == 't' || type == 'a'))
        return val_text(json_string_value(j), json_string_length(j));
    if (json_is_string(j) && type == 'b')
        return keep(s, &s->feed, j, column);
    return of_object(s, j, type, column);
}

void json_row(struct source *s, const json_t *line, const struct portable *p, struct val *vals)
{
    char column[32];
    const char *name = p->columns;
    size_t i = 0;
    buf_reset(&s->scratch);
    buf_room(&s->scratch, s->feed.buf.len); // what values point to does not move
    for (; p->types[i]; i++) {
        int n = (int)strcspn(name, ",");
        snprintf(column, sizeof column, "%.*s", n, name);
        vals[i] = json_val(s, json_object_get(line, column), p->types[i], column);
        name += n + (name[n] ? 2 : 0);
    }
    if (json_object_size(line) != i + 1)
        feed_bad(&s->feed, "a column that %s does not have", p->name);
}
