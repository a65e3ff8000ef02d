// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>
#include <string.h>

#include "base/rec.h"
#include "base/utf8.h"
#include "desk/export_impl.h"

// --- counting and hashing

void sheet_open(struct sheet *s, struct out *out)
{
    *s = (struct sheet){.out = out};
    crypto_generichash_init(&s->hash, NULL, 0, HASH_SIZE);
}

static void take(struct sheet *s)
{
    size_t n = s->out->buf.len - s->hashed;
    crypto_generichash_update(&s->hash, (unsigned char *)s->out->buf.s + s->hashed, n);
    s->bytes += (int64_t)n;
    s->hashed = s->out->buf.len;
}

void sheet_row(struct sheet *s)
{
    s->rows++;
    if (s->out->buf.len < OUT_CHUNK)
        return;
    take(s);
    out_record(s->out);
    s->hashed = 0;
}

void sheet_digest(struct sheet *s, char hex[2 * HASH_SIZE + 1])
{
    unsigned char digest[HASH_SIZE];
    take(s);
    crypto_generichash_final(&s->hash, digest, sizeof digest);
    sodium_bin2hex(hex, 2 * HASH_SIZE + 1, digest, sizeof digest);
}

// --- columns

void sheet_columns(struct sheet_columns *c, const struct portable *p)
{
    *c = (struct sheet_columns){.types = p->types, .names = BUF_INIT, .json = BUF_INIT};
    const char *name = p->columns;
    for (size_t i = 0; p->types[i]; i++) {
        int n = (int)strcspn(name, ",");
        c->at[i] = c->names.len;
        buf_fmt(&c->names, "%.*s", n, name);
        buf_ch(&c->names, '\0');
        c->json_at[i] = c->json.len;
        if (i == 0)
            buf_fmt(&c->json, "{\"table\":\"%s\"", p->name);
        buf_fmt(&c->json, ",\"%.*s\":", n, name);
        buf_ch(&c->json, '\0');
        name += n + (name[n] ? 2 : 0);
    }
}

void sheet_columns_free(struct sheet_columns *c)
{
    buf_free(&c->names);
    buf_free(&c->json);
}

// --- values

static void put_hex(struct buf *b, const unsigned char *p, size_t n)
{
    static const char digit[] = "0123456789abcdef";
    buf_room(b, 2 * n);
    char *to = b->s + b->len;
    for (size_t i = 0; i < n; i++) {
        *to++ = digit[p[i] >> 4];
        *to++ = digit[p[i] & 15];
    }
    *to = '\0';
    b->len += 2 * n;
}

// A number that is read back as a real one, and as this one.
static void put_real(struct buf *b, double r)
{
    size_t at = b->len;
    if (isinf(r)) {
        buf_str(b, r < 0 ? "-1e999" : "1e999");
        return;
    }
    buf_num(b, r);
    if (!strpbrk(b->s + at, ".e"))
        buf_str(b, ".0");
}

static const char *type_word(enum val_type type)
{
    static const char *const words[] = {[VAL_NULL] = "",
                                        [VAL_INT] = "integer",
                                        [VAL_REAL] = "real",
                                        [VAL_TEXT] = "text",
                                        [VAL_BLOB] = "blob"};
    return words[type];
}

// --- CSV: an absent value is nothing, an empty one ""

void sheet_csv_head(struct buf *b, const struct sheet_columns *c)
{
    for (size_t i = 0; c->types[i]; i++) {
        const char *name = c->names.s + c->at[i];
        buf_fmt(b, "%s%s", i ? "," : "", name);
        if (c->types[i] == 'a')
            buf_fmt(b, ",%s_type", name);
    }
    buf_ch(b, '\n');
}

static void csv_value(struct buf *b, const struct val *v)
{
    switch (v->type) {
    case VAL_INT:
        buf_int(b, v->i);
        break;
    case VAL_REAL:
        put_real(b, v->r);
        break;
    case VAL_TEXT:
        rec_csv(b, v->p, v->n);
        break;
    case VAL_BLOB:
        if (!v->n)
            buf_str(b, "\"\"");
        put_hex(b, v->p, v->n);
        break;
    default:
        break;
    }
}

void sheet_csv(struct buf *b, const struct sheet_columns *c, struct stmt *q)
{
    for (int i = 0; c->types[i]; i++) {
        struct val v = db_val(q, i);
        if (i)
            buf_ch(b, ',');
        csv_value(b, &v);
        if (c->types[i] == 'a') {
            buf_ch(b, ',');
            buf_str(b, type_word(v.type));
        }
    }
    buf_ch(b, '\n');
}

// --- JSON: what JSON has no type for is an object of one member, {"blob": "hex"}

static void json_object(struct buf *b, const char *type, const struct val *v)
{
    buf_fmt(b, "{\"%s\":\"", type);
    put_hex(b, v->p, v->n);
    buf_str(b, "\"}");
}

static void json_value(struct buf *b, const struct val *v, char type)
{
    switch (v->type) {
    case VAL_INT:
        buf_int(b, v->i);
        break;
    case VAL_REAL:
        if (isinf(v->r))
            buf_fmt(b, "{\"real\":\"%s1e999\"}", v->r < 0 ? "-" : "");
        else
            put_real(b, v->r);
        break;
    case VAL_TEXT:
        if (utf8_valid(v->p, v->n) == v->n)
            rec_json(b, v->p, v->n);
        else
            json_object(b, "text", v);
        break;
    case VAL_BLOB:
        if (type == 'a') {
            json_object(b, "blob", v);
            break;
        }
        buf_ch(b, '"');
        put_hex(b, v->p, v->n);
        buf_ch(b, '"');
        break;
    default:
        buf_str(b, "null");
    }
}

void sheet_json(struct buf *b, const struct sheet_columns *c, struct stmt *q)
{
    for (int i = 0; c->types[i]; i++) {
        struct val v = db_val(q, i);
        buf_str(b, c->json.s + c->json_at[i]);
        json_value(b, &v, c->types[i]);
    }
    buf_str(b, "}\n");
}
