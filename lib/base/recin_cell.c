// SPDX-License-Identifier: GPL-3.0-or-later
// The cells of one record, and the formats whose cells take no foreign parser.
#include "base/recin_impl.h"

#include <ctype.h>
#include <string.h>

#include "base/utf8.h"

void recin_where(const struct recin *r, int i, struct buf *err)
{
    if (i < r->n) {
        buf_fmt(err, "column \"%s\": ", r->names[i]);
    } else {
        buf_fmt(err, "cell %d: ", i + 1);
    }
}

// Byte numbers count from 1, as editors do.
static bool check(const struct recin *r, int i, const char *s, size_t n, struct buf *err)
{
    size_t at = r->dirty ? utf8_valid(s, n) : n;
    if (at == n && n <= REC_FIELD_MAX) {
        return true;
    }
    recin_where(r, i, err);
    if (n > REC_FIELD_MAX) {
        buf_fmt(err, "more than %u bytes", REC_FIELD_MAX);
    } else {
        buf_fmt(err, "%s at byte %zu", s[at] ? "invalid UTF-8" : "a NUL", at + 1);
    }
    return false;
}

bool recin_cell(struct recin *r, int i, const char *s, size_t n, struct buf *err)
{
    if (n == 0) {
        return true;
    }
    if (!check(r, i, s, n, err)) {
        return false;
    }
    if (i < r->limit) {
        char *to = r->text.s + r->text.len;
        memcpy(to, s, n);
        to[n] = 0;
        r->text.len += n + 1;
        r->cell[i] = to;
        r->len[i] = n;
    }
    return true;
}

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c ? strchr(digits, tolower((unsigned char)c)) : NULL;
    return at ? (int)(at - digits) : -1;
}

// The character of \uXXXX; 0 when it is none (also NUL and surrogates).
static int32_t read_hex(const char *s, size_t n)
{
    int32_t cp = 0;
    for (size_t i = 0; i < 4; i++) {
        int v = i < n ? hex_digit(s[i]) : -1;
        if (v < 0) {
            return 0;
        }
        cp = cp * 16 + v;
    }
    return cp >= 0xD800 && cp < 0xE000 ? 0 : cp;
}

// Undoes one escape at s, which is a backslash; its bytes, 0 when it is unknown.
static size_t unescape(struct buf *to, const char *s, size_t n)
{
    static const char from[] = "\\tnr-", meant[] = "\\\t\n\r-";
    const char *at = n > 1 && s[1] ? strchr(from, s[1]) : NULL;
    if (at) {
        buf_ch(to, meant[at - from]);
        return 2;
    }
    int32_t cp = n > 1 && s[1] == 'u' ? read_hex(s + 2, n - 2) : 0;
    if (cp) {
        utf8_encode(to, cp);
    }
    return cp ? 6 : 0;
}

static bool tsv_cell(struct recin *r, const char *s, size_t n, struct buf *err)
{
    const char *slash = n ? memchr(s, '\\', n) : NULL;
    if (n == r->absent_len && memcmp(s, r->absent, n) == 0) {
        return true;
    }
    if (!slash) {
        return recin_cell(r, r->got, s, n, err);
    }
    buf_reset(&r->scratch);
    while (slash) {
        buf_add(&r->scratch, s, (size_t)(slash - s));
        n -= (size_t)(slash - s);
        size_t used = unescape(&r->scratch, slash, n);
        if (!used) {
            recin_where(r, r->got, err);
            buf_fmt(err, "unknown escape \"%.*s\": write \\\\ for a backslash", n > 1 ? 2 : 1,
                    slash);
            return false;
        }
        s = slash + used;
        n -= used;
        slash = n ? memchr(s, '\\', n) : NULL;
    }
    buf_add(&r->scratch, s, n);
    return recin_cell(r, r->got, r->scratch.s, r->scratch.len, err);
}

bool recin_tsv(struct recin *r, const char *s, size_t n, struct buf *err)
{
    for (;;) {
        const char *tab = memchr(s, '\t', n);
        size_t part = tab ? (size_t)(tab - s) : n;
        if (!tsv_cell(r, s, part, err)) {
            return false;
        }
        r->got++;
        if (!tab) {
            return true;
        }
        s += part + 1;
        n -= part + 1;
    }
}
