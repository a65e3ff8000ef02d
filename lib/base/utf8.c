// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

// Raised whenever utf8_fold or utf8_alt give something else than before.
#define FOLD_VERSION 1

// Eight bytes at a time: most text is ASCII, and all of it passes here.
#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))
#define HIGH       EACH(0x80)

static uint64_t load(const char *s)
{
    uint64_t w;
    memcpy(&w, s, sizeof w);
    return w;
}

static bool is_plain(char c)
{
    return c > 0;
}

// Length of the run of 0x01..0x7f at the start of s.  A zero byte borrows in the subtraction, which
// sets its high bit.
static size_t plain_run(const char *s, size_t n)
{
    size_t i = 0;
    for (; n - i >= 8; i += 8) {
        uint64_t w = load(s + i);
        if ((w | (w - EACH(1))) & HIGH) {
            break;
        }
    }
    while (i < n && is_plain(s[i])) {
        i++;
    }
    return i;
}

static bool is_printable(char c)
{
    return c >= 0x20 && c < 0x7f;
}

// Likewise for 0x20..0x7e: what is one column wide and safe to print.
static size_t printable_run(const char *s, size_t n)
{
    size_t i = 0;
    for (; n - i >= 8; i += 8) {
        uint64_t w = load(s + i);
        if ((w | (w - EACH(0x20)) | (w + EACH(1))) & HIGH) {
            break;
        }
    }
    while (i < n && is_printable(s[i])) {
        i++;
    }
    return i;
}

int utf8_decode(const char *s, size_t n, int32_t *cp)
{
    // four bytes are the longest character: do not let a huge n overflow the signed length
    utf8proc_ssize_t most = n < 4 ? (utf8proc_ssize_t)n : 4;
    int len = (int)utf8proc_iterate((const utf8proc_uint8_t *)s, most, cp);
    return len > 0 ? len : -1;
}

size_t utf8_valid(const char *s, size_t n)
{
    size_t i = 0;
    while ((i += plain_run(s + i, n - i)) < n) {
        int32_t cp;
        int len = utf8_decode(s + i, n - i, &cp);
        if (len < 2) { // malformed, or NUL
            break;
        }
        i += (size_t)len;
    }
    return i;
}

void utf8_encode(struct buf *b, int32_t cp)
{
    utf8proc_uint8_t bytes[4];
    if (!utf8proc_codepoint_valid(cp)) {
        cp = 0xFFFD;
    }
    buf_add(b, bytes, (size_t)utf8proc_encode_char(cp, bytes));
}

// --- folding ---

static void fold_plain(struct buf *out, const char *s, size_t n)
{
    buf_room(out, n);
    char *to = out->s + out->len;
    size_t i = 0;
    for (; n - i >= 8; i += 8) {
        uint64_t w = load(s + i);
        // the high bit of each byte that is at least 'A' and not above 'Z', moved to the case bit
        uint64_t upper = (w + EACH(0x80 - 'A')) & ~(w + EACH(0x7f - 'Z')) & HIGH;
        w |= upper >> 2;
        memcpy(to + i, &w, sizeof w);
    }
    for (; i < n; i++) {
        to[i] = (char)(s[i] >= 'A' && s[i] <= 'Z' ? s[i] | 32 : s[i]);
    }
    out->len += n;
    out->s[out->len] = 0;
}

// U+00C0..U+017F folded, 16 a line: the letters of Europe without a look into the library, and
// among them those that Unicode does not decompose, though people type them without the stroke.
#define LATIN_FIRST 0xC0
// clang-format off
static const char latin[][4] = {
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
    "d", "n", "o", "o", "o", "o", "o", "×", "o", "u", "u", "u", "u", "y", "th", "ss",
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
    "d", "n", "o", "o", "o", "o", "o", "÷", "o", "u", "u", "u", "u", "y", "th", "y",
    "a", "a", "a", "a", "a", "a", "c", "c", "c", "c", "c", "c", "c", "c", "d", "d",
    "d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "g", "g", "g", "g",
    "g", "g", "g", "g", "h", "h", "h", "h", "i", "i", "i", "i", "i", "i", "i", "i",
    "i", "i", "ij", "ij", "j", "j", "k", "k", "ĸ", "l", "l", "l", "l", "l", "l", "l·",
    "l·", "l", "l", "n", "n", "n", "n", "n", "n", "ʼn", "ng", "ng", "o", "o", "o", "o",
    "o", "o", "oe", "oe", "r", "r", "r", "r", "r", "r", "s", "s", "s", "s", "s", "s",
    "s", "s", "t", "t", "t", "t", "t", "t", "u", "u", "u", "u", "u", "u", "u", "u",
    "u", "u", "u", "u", "w", "w", "y", "y", "y", "z", "z", "z", "z", "z", "z", "s",
};
// clang-format on

static const char *latin_letter(int32_t cp)
{
    size_t i = (size_t)cp - LATIN_FIRST;
    return cp >= LATIN_FIRST && i < sizeof latin / sizeof *latin ? latin[i] : NULL;
}

static bool is_hebrew_letter(int32_t cp)
{
    return cp >= 0x05D0 && cp <= 0x05EA;
}

static void fold_other(struct buf *out, int32_t cp)
{
    enum { LONGEST = 32 }; // NFKD gives at most 18 code points
    const utf8proc_option_t how = UTF8PROC_CASEFOLD | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
                                  UTF8PROC_STRIPMARK | UTF8PROC_IGNORE;
    utf8proc_int32_t parts[LONGEST];
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(cp, parts, LONGEST, how, &boundary);
    for (utf8proc_ssize_t i = 0; i < n && i < LONGEST; i++) {
        const char *letter = latin_letter(parts[i]);
        if (letter) {
            buf_str(out, letter);
        } else {
            utf8_encode(out, parts[i]);
        }
    }
}

// One character that is not ASCII.
static void fold_char(struct buf *out, int32_t cp, const char *s, size_t len)
{
    const char *letter = latin_letter(cp);
    if (letter) {
        buf_str(out, letter);
    } else if (is_hebrew_letter(cp)) {
        buf_add(out, s, len);
    } else {
        fold_other(out, cp);
    }
}

void utf8_fold(struct buf *out, const char *s, size_t n)
{
    size_t i = 0;
    buf_room(out, n);
    while (i < n) {
        size_t run = plain_run(s + i, n - i);
        int32_t cp = 0;
        fold_plain(out, s + i, run);
        if ((i += run) == n) {
            break;
        }
        int len = utf8_decode(s + i, n - i, &cp);
        if (len < 2) {
            buf_ch(out, ' ');
            len = 1;
        } else {
            fold_char(out, cp, s + i, (size_t)len);
        }
        i += (size_t)len;
    }
}

static bool is_hebrew_prefix(int32_t cp)
{
    return cp == 0x05D4 || cp == 0x05D5 || cp == 0x05D1 || // he vav bet
           cp == 0x05DB || cp == 0x05DC || cp == 0x05DE || // kaf lamed mem
           cp == 0x05E9;                                   // shin
}

// Marks of abbreviation and foreign sounds, as typeset and as typed.
static bool is_geresh(int32_t cp)
{
    return cp == 0x05F3 || cp == 0x05F4 || cp == '\'' || cp == '"' || cp == 0x2019 || cp == 0x201D;
}

// Bytes of the Hebrew word at s, 0 if none begins there; its letters are counted.
static size_t hebrew_word(const char *s, size_t n, int *letters)
{
    size_t i = 0, end = 0;
    int32_t cp;
    int len;
    for (*letters = 0; i < n && (len = utf8_decode(s + i, n - i, &cp)) > 0; i += (size_t)len) {
        if (is_hebrew_letter(cp)) {
            ++*letters;
            end = i + (size_t)len;
        } else if (end != i || !end || !is_geresh(cp)) {
            break; // also two marks in a row
        }
    }
    return end;
}

void utf8_alt(struct buf *out, const char *folded, size_t n)
{
    enum { LETTER = 2 }; // bytes of any Hebrew letter
    size_t begin = out->len, i = 0;
    while ((i += plain_run(folded + i, n - i)) < n) {
        int letters;
        int32_t first = 0;
        size_t word = hebrew_word(folded + i, n - i, &letters);
        int len = utf8_decode(folded + i, n - i, &first);
        if (letters >= 3 && is_hebrew_prefix(first)) {
            if (out->len > begin) {
                buf_ch(out, ' ');
            }
            buf_add(out, folded + i + LETTER, word - LETTER);
        }
        i += word ? word : len > 0 ? (size_t)len : 1;
    }
}

const char *utf8_fold_version(void)
{
    static char version[32]; // the library's Unicode tables are known at run time only
    if (!version[0]) {
        snprintf(version, sizeof version, "%d/%s", FOLD_VERSION, utf8proc_unicode_version());
    }
    return version;
}

// --- width ---

// The character at s: its length and width; an invalid byte counts as one of each.
static int take(const char *s, size_t n, int32_t *cp, int *width)
{
    int len = utf8_decode(s, n, cp);
    if (len < 0) {
        *cp = 0xFFFD;
        *width = 1;
        return 1;
    }
    *width = utf8proc_charwidth(*cp);
    return len;
}

int utf8_width(const char *s, size_t n)
{
    size_t i = 0, columns = 0;
    while (i < n) {
        size_t run = printable_run(s + i, n - i);
        columns += run;
        if ((i += run) < n) {
            int32_t cp;
            int width;
            i += (size_t)take(s + i, n - i, &cp, &width);
            columns += (size_t)width;
        }
    }
    return (int)columns;
}

size_t utf8_prefix(const char *s, size_t n, int width, int *used)
{
    size_t i = 0, fits = 0;
    int32_t cp, before = 0;
    utf8proc_int32_t state = 0;
    int columns = 0, wide;
    *used = 0;
    for (; i < n; before = cp) {
        int len = take(s + i, n - i, &cp, &wide);
        if (i && utf8proc_grapheme_break_stateful(before, cp, &state)) {
            fits = i;
            *used = columns;
        }
        if (columns + wide > width) {
            return fits;
        }
        columns += wide;
        i += (size_t)len;
    }
    *used = columns;
    return n;
}

// --- what a terminal must not see ---

bool utf8_is_bidi(int32_t cp)
{
    return (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069) || cp == 0x200E ||
           cp == 0x200F || cp == 0x061C;
}

bool utf8_is_control(int32_t cp)
{
    return (cp >= 0 && cp < 0x20) || (cp >= 0x7F && cp < 0xA0) || cp == 0x2028 || cp == 0x2029;
}

bool utf8_has_rtl(const char *s, size_t n)
{
    size_t i = 0;
    while ((i += plain_run(s + i, n - i)) < n) {
        int32_t cp;
        int len = utf8_decode(s + i, n - i, &cp);
        if (len > 0) {
            int direction = utf8proc_get_property(cp)->bidi_class;
            bool rtl = direction == UTF8PROC_BIDI_CLASS_R || direction == UTF8PROC_BIDI_CLASS_AL;
            if (rtl && !utf8_is_bidi(cp)) {
                return true;
            }
        }
        i += len > 0 ? (size_t)len : 1;
    }
    return false;
}

// Text could hide in these: zero width space, byte order mark, tag characters.
static bool is_hidden(int32_t cp)
{
    const utf8proc_property_t *p = utf8proc_get_property(cp);
    return p->category == UTF8PROC_CATEGORY_CF && p->ignorable && cp != 0x200C && cp != 0x200D &&
           cp != 0x00AD;
}

static void show(struct buf *out, int32_t cp, const char *s, int len, int keep)
{
    if (len < 0) {
        buf_fmt(out, "\\x%02X", (unsigned)(unsigned char)*s);
    } else if ((cp == '\n' && keep & UTF8_KEEP_NEWLINE) || (cp == '\t' && keep & UTF8_KEEP_TAB)) {
        buf_ch(out, (char)cp);
    } else if (cp < 0x20) {
        utf8_encode(out, 0x2400 + cp);
    } else if (cp == 0x7F) {
        utf8_encode(out, 0x2421);
    } else if (utf8_is_control(cp) || utf8_is_bidi(cp) || is_hidden(cp)) {
        buf_fmt(out, "\\u%04x", (unsigned)cp);
    } else {
        buf_add(out, s, (size_t)len);
    }
}

void utf8_visible(struct buf *out, const char *s, size_t n, int keep)
{
    size_t i = 0;
    while (i < n) {
        size_t run = printable_run(s + i, n - i);
        buf_add(out, s + i, run);
        if ((i += run) < n) {
            int32_t cp = 0;
            int len = utf8_decode(s + i, n - i, &cp);
            show(out, cp, s + i, len, keep);
            i += len > 0 ? (size_t)len : 1;
        }
    }
}

bool utf8_has_word(const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        int32_t cp;
        int len = utf8_decode(s + i, n - i, &cp);
        utf8proc_category_t category = len > 0 ? utf8proc_category(cp) : UTF8PROC_CATEGORY_CN;
        if ((category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
            (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO)) {
            return true;
        }
        i += len > 0 ? (size_t)len : 1;
    }
    return false;
}
