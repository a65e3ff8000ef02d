// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/rec.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

static const char *const names[] = {
    [REC_TABLE] = "table", [REC_TSV] = "tsv", [REC_CSV] = "csv", [REC_XCSV] = "xcsv",
    [REC_JSONL] = "jsonl", [REC_IDS] = "ids", [REC_NUL] = "nul",
};

enum rec_format rec_format(const char *name)
{
    for (int f = 0; f < REC_UNKNOWN; f++) {
        if (strcmp(name, names[f]) == 0) {
            return (enum rec_format)f;
        }
    }
    return REC_UNKNOWN;
}

const char *rec_format_name(enum rec_format f)
{
    return f < REC_UNKNOWN ? names[f] : "unknown";
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (unsigned char)(byte))
#define HIGH       EACH(0x80)

// Some byte of w is c: a byte of zero is the only one that borrows without having its high bit set.
static uint64_t has(uint64_t w, char c)
{
    w ^= EACH(c);
    return (w - EACH(1)) & ~w & HIGH;
}

// Length of what can be copied as it is: printable ASCII but for the backslash and `stop`.  Eight
// bytes at a time while nothing else can be among them.
static size_t plain_run(const char *s, size_t n, char stop)
{
    size_t i = 0;
    for (uint64_t w; n - i >= sizeof w; i += sizeof w) {
        memcpy(&w, s + i, sizeof w);
        uint64_t outside = w | (w - EACH(0x20)) | (w + EACH(1));
        if ((outside & HIGH) || has(w, '\\') || has(w, stop)) {
            break;
        }
    }
    while (i < n && s[i] >= 0x20 && s[i] < 0x7f && s[i] != '\\' && s[i] != stop) {
        i++;
    }
    return i;
}

// At the beginning of a file the reader would take it off.
#define BOM 0xFEFF

// Bytes of a character from other scripts that needs no escape; 0 for all else.
static int harmless(const char *s, size_t n)
{
    int32_t cp;
    int len = utf8_decode(s, n, &cp);
    bool strange = len > 1 && (utf8_is_control(cp) || utf8_is_bidi(cp) || cp == BOM);
    return len > 1 && !strange ? len : 0;
}

// The character at s, which is not plain, with a backslash.  Returns its bytes.
static int escape_one(struct buf *b, const char *s, size_t n)
{
    static const char short_forms[] = "\n"
                                      "n"
                                      "\t"
                                      "t"
                                      "\r"
                                      "r"
                                      "\""
                                      "\""
                                      "\\"
                                      "\\";
    int32_t cp;
    int len = utf8_decode(s, n, &cp);
    for (const char *f = short_forms; *f; f += 2) {
        if (*f == *s) {
            buf_ch(b, '\\');
            buf_ch(b, f[1]);
            return 1;
        }
    }
    if (len < 1) {
        buf_str(b, "\xEF\xBF\xBD");
    } else {
        buf_fmt(b, "\\u%04x", (unsigned)cp);
    }
    return len < 1 ? 1 : len;
}

static void escape(struct buf *b, const char *s, size_t n, char stop)
{
    size_t from = 0, at = 0;
    for (;;) {
        at += plain_run(s + at, n - at, stop);
        if (at == n) {
            break;
        }
        int skip = harmless(s + at, n - at);
        if (skip) {
            at += (size_t)skip;
            continue;
        }
        buf_add(b, s + from, at - from);
        at += (size_t)escape_one(b, s + at, n - at);
        from = at;
    }
    buf_add(b, s + from, n - from);
}

void rec_json(struct buf *b, const char *s, size_t n)
{
    buf_ch(b, '"');
    escape(b, s, n, '"');
    buf_ch(b, '"');
}

void rec_tsv(struct buf *b, const char *s, size_t n)
{
    if (n == 1 && *s == '-') {
        buf_ch(b, '\\');
    }
    escape(b, s, n, '\\');
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool must_quote(const char *s, size_t n)
{
    static const bool special[256] = {['"'] = true, [','] = true, ['\n'] = true, ['\r'] = true};
    int32_t first;
    if (n == 0 || is_blank(s[0]) || is_blank(s[n - 1])) {
        return true;
    }
    if (s[0] == '\xEF' && utf8_decode(s, n, &first) > 0 && first == BOM) {
        return true;
    }
    for (size_t i = 0; i < n; i++) {
        if (special[(unsigned char)s[i]]) {
            return true;
        }
    }
    return false;
}

void rec_csv(struct buf *b, const char *s, size_t n)
{
    if (!must_quote(s, n)) {
        buf_add(b, s, n);
        return;
    }
    buf_ch(b, '"');
    for (const char *q; n > 0 && (q = memchr(s, '"', n));) {
        size_t part = (size_t)(q - s) + 1;
        buf_add(b, s, part);
        buf_ch(b, '"');
        s += part;
        n -= part;
    }
    buf_add(b, s, n);
    buf_ch(b, '"');
}
