// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/wrap.h"

#include <stdlib.h>

#include "base/utf8.h"

#include "tap.h"

#define FSI "\xE2\x81\xA8"
#define PDI "\xE2\x81\xA9"

static void is_wrapped(const struct wrap *w, const char *text, const char *want, const char *name)
{
    struct buf out = BUF_INIT;
    wrap_text(&out, w, text, strlen(text));
    is_str(out.s, want, name);
    buf_free(&out);
}

static void is_part(const char *text, const char *want, const char *name)
{
    struct buf out = BUF_INIT;
    wrap_part(&out, text, strlen(text));
    is_str(out.s, want, name);
    buf_free(&out);
}

static void lines(void)
{
    const struct wrap w = {.first = "* ", .indent = "  ", .width = 12};
    is_wrapped(&w, "", "", "empty");
    is_wrapped(&w, " \n\t\r\n ", "", "blank");
    is_wrapped(&w, "1234567890", "* 1234567890\n", "as wide as the screen");
    is_wrapped(&w, "12345678 901", "* 12345678\n  901\n", "parted at a blank");
    is_wrapped(&w, "1234567890   1", "* 1234567890\n  1\n", "blanks behind a full line go");
    is_wrapped(&w, "a  b\nc\n\nd\n\n", "* a  b\n  c\n\n  d\n", "lines stay lines");
    is_wrapped(&w, "a\r\nb\r", "* a\n  b\n", "CR LF");
    is_wrapped(&w, "ab\tc", "* ab      c\n", "tabs are eight columns wide");
    is_wrapped(&w, "  one two three", "*   one two\n  three\n", "what begins a line stays");
    is_wrapped(&w, "\n\nx", "*\n\n  x\n", "blank lines at the beginning stay");
}

static void words(void)
{
    const struct wrap w = {.first = "> ", .indent = "  ", .width = 12};
    is_wrapped(&w, "see http://example.org/x now", "> see\n  http://example.org/x\n  now\n",
               "a long ASCII word stays whole");
    is_wrapped(&w,
               "abcd\xC2\xA0"
               "efghijklmn",
               "> abcd\xC2\xA0"
               "efghi\n  jklmn\n",
               "other long words are parted");
    is_wrapped(&w, "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E",
               "> \xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE6\x97\xA5\xE6\x9C\xAC\n  \xE8\xAA\x9E\n",
               "wide characters");
}

static void safe(void)
{
    const struct wrap w = {.first = "", .indent = ""};
    is_wrapped(&w, "\033[2J\xE2\x80\xAE\x80", "\xE2\x90\x9B[2J\\u202e\\x80\n",
               "controls are shown");
    is_wrapped(&w, "a\rb",
               "a\xE2\x90\x8D"
               "b\n",
               "and a CR within a line");
    is_wrapped(&w, "a \xD7\x90\nb", FSI "a \xD7\x90" PDI "\nb\n", "right-to-left lines");
    is_part("\xD7\x90\n\xE2\x81\xA9", FSI "\xD7\x90\xE2\x90\x8A\\u2069" PDI, "a part of a line");
    is_part("plain", "plain", "a part of a plain line");
    const struct wrap mixed = {.first = "", .indent = "", .safe = true};
    is_wrapped(&mixed, FSI "a" PDI " b", FSI "a" PDI " b\n", "isolates of safe text are meant");
    const struct wrap color = {.first = "-", .indent = "", .on = "<", .off = ">", .width = 9};
    is_wrapped(&color, "12345678 9", "<-12345678>\n<9>\n", "colour around each line");
}

// A long line is folded in one go, not measured again for every piece.
static void long_line(void)
{
    const struct wrap w = {.first = "", .indent = "", .width = 80};
    struct buf text = BUF_INIT, out = BUF_INIT;
    for (int i = 0; i < 200000; i++)
        buf_str(&text, "w\xC3\xB6rds ");
    wrap_text(&out, &w, text.s, text.len);
    is_int((long long)out.len, (long long)text.len, "a megabyte in one line");
    bool fits = true;
    for (const char *s = out.s, *nl; (nl = strchr(s, '\n')); s = nl + 1)
        fits = fits && utf8_width(s, (size_t)(nl - s)) <= 80;
    ok(fits, "every piece of it fits");
    buf_free(&text);
    buf_free(&out);
}

int main(void)
{
    lines();
    words();
    safe();
    long_line();
    return done();
}
