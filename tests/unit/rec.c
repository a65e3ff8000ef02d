// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/rec.h"

#include <string.h>

#include "tap.h"

typedef void writer(struct buf *, const char *, size_t);

static void is_written(writer *write, const char *s, size_t n, const char *want, const char *name)
{
    struct buf b = BUF_INIT;
    write(&b, s, n);
    is_str(b.s, want, name);
    buf_free(&b);
}

#define WRITES(write, text, want) is_written(write, text, sizeof text - 1, want, #text)

static void test_names(void)
{
    static const char *const names[] = {"table", "tsv", "csv", "xcsv", "jsonl", "ids", "nul"};
    for (int i = 0; i < 7; i++) {
        is_int(rec_format(names[i]), i, names[i]);
        is_str(rec_format_name((enum rec_format)i), names[i], names[i]);
    }
    is_int(rec_format("CSV"), REC_UNKNOWN, "formats are lower case");
    is_int(rec_format(""), REC_UNKNOWN, "no format");
}

static void test_json(void)
{
    WRITES(rec_json, "", "\"\"");
    WRITES(rec_json, "plain", "\"plain\"");
    WRITES(rec_json, "a longer text with \"quotes\" and \\ in it",
           "\"a longer text with \\\"quotes\\\" and \\\\ in it\"");
    WRITES(rec_json, "\n\t\r\b\f\033", "\"\\n\\t\\r\\u0008\\u000c\\u001b\"");
    WRITES(rec_json, "a\0b\177", "\"a\\u0000b\\u007f\"");
    WRITES(rec_json, "\xC5\xBElu\xC5\xA5", "\"\xC5\xBElu\xC5\xA5\"");
    WRITES(rec_json, "\xF0\x9F\x98\x80", "\"\xF0\x9F\x98\x80\"");
    WRITES(rec_json, "\xC2\x85x\xE2\x80\xA8\xE2\x80\xAE", "\"\\u0085x\\u2028\\u202e\"");
    WRITES(rec_json, "a\xFF\xC5", "\"a\xEF\xBF\xBD\xEF\xBF\xBD\"");
    WRITES(rec_json, "\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

static void test_tsv(void)
{
    WRITES(rec_tsv, "", "");
    WRITES(rec_tsv, "say \"hi\"", "say \"hi\"");
    WRITES(rec_tsv, "a\tb\nc\\d\r", "a\\tb\\nc\\\\d\\r");
    WRITES(rec_tsv, "-", "\\-");
    WRITES(rec_tsv, "--", "--");
    WRITES(rec_tsv, "\033[1m\xE2\x80\x8F", "\\u001b[1m\\u200f");
    WRITES(rec_tsv, "\xEF\xBB\xBFx", "\\ufeffx");
    WRITES(rec_tsv, "\xFF", "\xEF\xBF\xBD");
}

static void test_csv(void)
{
    WRITES(rec_csv, "", "\"\"");
    WRITES(rec_csv, "plain text", "plain text");
    WRITES(rec_csv, "\"", "\"\"\"\"");
    WRITES(rec_csv, "a\"b\"\"c", "\"a\"\"b\"\"\"\"c\"");
    WRITES(rec_csv, "a,b", "\"a,b\"");
    WRITES(rec_csv, "a\nb", "\"a\nb\"");
    WRITES(rec_csv, "a\rb", "\"a\rb\"");
    WRITES(rec_csv, " a", "\" a\"");
    WRITES(rec_csv, "a\t", "\"a\t\"");
    WRITES(rec_csv, "\xEF\xBB\xBFx", "\"\xEF\xBB\xBFx\"");
    WRITES(rec_csv, "\xEF\xBC\x8C", "\xEF\xBC\x8C");
    WRITES(rec_csv, "=1+1", "=1+1");
    WRITES(rec_csv, "\033\xFF", "\033\xFF");
}

// All runs of eight bytes around the one that needs an escape.
static void test_places(void)
{
    int wrong = 0;
    for (int c = 1; c < 128; c++) {
        for (size_t at = 0; at < 24; at++) {
            char s[24];
            struct buf b = BUF_INIT;
            memset(s, 'x', sizeof s);
            s[at] = (char)c;
            rec_json(&b, s, sizeof s);
            bool plain = c >= 32 && c < 127 && c != '"' && c != '\\';
            wrong += plain != (b.len == sizeof s + 2);
            wrong += strspn(b.s + 1, "x") != (c == 'x' ? sizeof s : at);
            buf_free(&b);
        }
    }
    is_int(wrong, 0, "every byte at every place");
}

int main(void)
{
    test_names();
    test_json();
    test_tsv();
    test_csv();
    test_places();
    return done();
}
