// SPDX-License-Identifier: GPL-3.0-or-later
// What the source said last, as origin.seen keeps it: a byte that is 1 (tickets) or 2 (log); of a
// log order, time, how many records had these, how many there were, 8 bytes each, the least
// significant first; then the stated reopens and transfers, 4 bytes each; 6 bytes for each field
// and 6 for each custom field and message. The fingerprints are SipHash-2-4 with a key of zeros,
// cut: they tell changes, and keep no secret.
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/import_impl.h"

enum { TICKETS = 1, LOG = 2 };

// --- fingerprints

static void finish(unsigned char mark[MARK], const struct buf *b)
{
    static const unsigned char key[crypto_shorthash_KEYBYTES];
    unsigned char hash[crypto_shorthash_BYTES];
    crypto_shorthash(hash, (const unsigned char *)b->s, b->len, key);
    memcpy(mark, hash, MARK);
    mark[0] |= 1; // zeros mean that nothing was said
}

void mark_value(unsigned char mark[MARK], int field, const struct val *v)
{
    struct buf b = BUF_INIT;
    buf_fmt(&b, "%d:%d:", field, (int)v->type);
    if (v->type == VAL_INT)
        buf_int(&b, v->i);
    else if (v->type == VAL_REAL)
        buf_num(&b, v->r);
    else if (v->type != VAL_NULL)
        buf_add(&b, v->p, v->n);
    finish(mark, &b);
    buf_free(&b);
}

void mark_tags(unsigned char mark[MARK], const int64_t *tags, int n)
{
    struct buf b = BUF_INIT;
    int64_t last = 0, next;
    buf_str(&b, "tags:");
    do { // ascending, each once
        next = INT64_MAX;
        for (int i = 0; i < n; i++)
            next = tags[i] > last && tags[i] < next ? tags[i] : next;
        last = next;
        if (next != INT64_MAX)
            buf_fmt(&b, "%lld,", (long long)next);
    } while (next != INT64_MAX);
    finish(mark, &b);
    buf_free(&b);
}

void mark_message(unsigned char mark[MARK], const char *author, int64_t at, const char *body)
{
    struct buf b = BUF_INIT;
    buf_fmt(&b, "message:%lld:%s:", (long long)at, author ? author : "");
    buf_str(&b, body);
    finish(mark, &b);
    buf_free(&b);
}

void mark_repeat(unsigned char mark[MARK], int n)
{
    struct buf b = BUF_INIT;
    buf_fmt(&b, "repeat:%d:", n);
    buf_add(&b, mark, MARK);
    finish(mark, &b);
    buf_free(&b);
}

// --- bytes

static int64_t get_int(const unsigned char *p, int bytes)
{
    uint64_t v = 0;
    for (int i = bytes - 1; i >= 0; i--)
        v = v << 8 | p[i];
    return bytes == 4 ? (int32_t)(uint32_t)v : (int64_t)v;
}

static void put_int(struct buf *b, int64_t v, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_ch(b, (char)((uint64_t)v >> 8 * i));
}

void seen_read(struct seen *s, const void *bytes, size_t n)
{
    const unsigned char *p = bytes, *end = p + n;
    *s = (struct seen){.order = INT64_MIN, .at = INT64_MIN, .reopens = -1, .transfers = -1};
    if (!n)
        return;
    if (*p == LOG && end - p >= 33) {
        s->order = get_int(p + 1, 8);
        s->at = get_int(p + 9, 8);
        s->same = get_int(p + 17, 8);
        s->records = get_int(p + 25, 8);
    }
    p += *p == LOG ? 33 : 1;
    if (end - p < 8 + (ptrdiff_t)sizeof s->field) // of a row that somebody changed by hand
        return;
    s->reopens = get_int(p, 4);
    s->transfers = get_int(p + 4, 4);
    p += 8;
    memcpy(s->field, p, sizeof s->field);
    for (p += sizeof s->field; end - p >= MARK; p += MARK)
        seen_add(s, p);
}

void seen_write(const struct seen *s, bool log, struct buf *out)
{
    buf_ch(out, log ? LOG : TICKETS);
    if (log) {
        put_int(out, s->order, 8);
        put_int(out, s->at, 8);
        put_int(out, s->same, 8);
        put_int(out, s->records, 8);
    }
    put_int(out, s->reopens, 4);
    put_int(out, s->transfers, 4);
    buf_add(out, s->field, sizeof s->field);
    if (s->n_more)
        buf_add(out, s->more, s->n_more * MARK);
}

void seen_free(struct seen *s)
{
    free(s->more);
    *s = (struct seen){0};
}

// --- the set: the place of a mark, or where it belongs

static size_t place_of(const struct seen *s, const unsigned char mark[MARK], bool *there)
{
    size_t low = 0, high = s->n_more;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (memcmp(s->more[middle], mark, MARK) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *there = low < s->n_more && memcmp(s->more[low], mark, MARK) == 0;
    return low;
}

bool seen_has(const struct seen *s, const unsigned char mark[MARK])
{
    bool there;
    place_of(s, mark, &there);
    return there;
}

void seen_add(struct seen *s, const unsigned char mark[MARK])
{
    bool there;
    size_t at = place_of(s, mark, &there);
    if (there)
        return;
    s->more = mem_grow(s->more, &s->cap_more, s->n_more, sizeof *s->more);
    memmove(s->more + at + 1, s->more + at, (s->n_more - at) * MARK);
    memcpy(s->more[at], mark, MARK);
    s->n_more++;
}

void seen_drop(struct seen *s, const unsigned char mark[MARK])
{
    bool there;
    size_t at = place_of(s, mark, &there);
    if (!there)
        return;
    memmove(s->more + at, s->more + at + 1, (s->n_more - at - 1) * MARK);
    s->n_more--;
}
