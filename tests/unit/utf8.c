// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "tap.h"

static void valid(const char *s, size_t n, size_t want, const char *name)
{
    is_int((long long)utf8_valid(s, n), (long long)want, name);
}
#define VALID(s, want, name) valid("" s, sizeof s - 1, want, name)

static void test_valid(void)
{
    VALID("", 0, "valid: empty");
    VALID("0123456789abcdef", 16, "valid: ASCII");
    VALID("žluťoučký kůň שלום 😀", 33, "valid: others");
    VALID("12345678\0", 8, "valid: NUL");
    VALID("1234567890\0abcdefgh", 10, "valid: NUL inside a block");
    VALID("abc\xC3", 3, "valid: cut short");
    VALID("abc\xC0\xAF", 3, "valid: overlong");
    VALID("a\xED\xA0\x80", 1, "valid: surrogate");
    VALID("a\xF4\x90\x80\x80", 1, "valid: above U+10FFFF");
    VALID("\x80", 0, "valid: stray continuation");
}

static void test_code_points(void)
{
    struct buf b = BUF_INIT;
    int32_t cp;
    is_int(utf8_decode("ž", 2, &cp), 2, "decode: length");
    is_int(cp, 0x17E, "decode: code point");
    is_int(utf8_decode("ž", 1, &cp), -1, "decode: cut short");
    is_int(utf8_decode("", 1, &cp), 1, "decode: NUL is a code point");
    utf8_encode(&b, 0x5D0);
    utf8_encode(&b, 0x1F600);
    utf8_encode(&b, 0xD800);
    utf8_encode(&b, -1);
    is_str(b.s, "א😀\uFFFD\uFFFD", "encode");
    buf_free(&b);
}

static void folds(const char *s, const char *want)
{
    struct buf b = BUF_INIT;
    utf8_fold(&b, s, strlen(s));
    is_str(b.s, want, s);
    buf_free(&b);
}

static void test_fold(void)
{
    folds("Printer NOT Working @[`{ 0123456789", "printer not working @[`{ 0123456789");
    folds("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz");
    folds("Łódź", "lodz");
    folds("ŁÓDŹ", "lodz");
    folds("žluťoučký kůň ŽLUŤOUČKÝ", "zlutoucky kun zlutoucky");
    folds("Straße STRASSE ẞ", "strasse strasse ss");
    folds("Ærø Đorđe Œuvre Þór ığdır", "aero dorde oeuvre thor igdir");
    folds("z\u030Cluty", "zluty"); // caron as a character of its own
    folds("ﬁle Ⅳ ２", "file iv 2");
    folds("שָׁלוֹם", "שלום");
    folds("שלום", "שלום");
    folds("תל־אביב", "תל־אביב");
    folds("צה״ל ג׳ירפה", "צה״ל ג׳ירפה");
    folds("\uFB2A\u200F\u00AD.", "ש."); // presentation form, bidi mark, soft hyphen
    folds("a\xFFZ\xC3", "a z ");
    folds("ПРИНТЕР Ёлка", "принтер елка");
    struct buf b = BUF_INIT;
    utf8_fold(&b, "A\0B", 3);
    is_str(b.s, "a b", "fold: NUL");
    buf_free(&b);
    ok(strchr(utf8_fold_version(), '/') != NULL, "fold version: %s", utf8_fold_version());
}

// A letter and its decomposition must be found by the same word: the table of Latin letters agrees
// with the library's.
static void test_fold_decomposed(void)
{
    int differ = 0;
    for (int32_t cp = 0xC0; cp < 0x180; cp++) {
        struct buf one = BUF_INIT, folded = BUF_INIT, again = BUF_INIT;
        utf8_encode(&one, cp);
        utf8_fold(&folded, one.s, one.len);
        char *nfd = (char *)utf8proc_NFKD((const utf8proc_uint8_t *)one.s);
        utf8_fold(&again, nfd, strlen(nfd));
        differ += strcmp(folded.s, again.s) != 0;
        free(nfd);
        buf_free(&one);
        buf_free(&folded);
        buf_free(&again);
    }
    is_int(differ, 0, "fold: U+00C0..U+017F composed and decomposed alike");
}

static void alt(const char *s, const char *want)
{
    struct buf b = BUF_INIT;
    utf8_alt(&b, s, strlen(s));
    is_str(b.s, want, s);
    buf_free(&b);
}

static void test_alt(void)
{
    alt("no hebrew", "");
    alt("הבית", "בית");
    alt("הבית בחצר ולבן", "בית חצר לבן");
    alt("abc,הבית!", "בית");
    alt("של", "");            // two letters
    alt("תודה", "");          // tav is no prefix
    alt("בתל־אביב", "תל");    // maqaf parts words; alef is no prefix
    alt("בצה״ל", "צה״ל");     // gershayim belongs to the word
    alt("בצה\"ל\"", "צה\"ל"); // also as typed, but not at the end
    alt("לג׳ירפה", "ג׳ירפה");
    alt("׳הבית\xFFהגן\xD7", "בית גן");
}

static void test_width(void)
{
    is_int(utf8_width("hello, world", 12), 12, "width: ASCII");
    is_int(utf8_width("žluť", strlen("žluť")), 4, "width: Czech");
    is_int(utf8_width("z\u030C", 3), 1, "width: a mark takes none");
    is_int(utf8_width("שָׁלוֹם", strlen("שָׁלוֹם")), 4, "width: niqqud");
    is_int(utf8_width("日本", 6), 4, "width: wide");
    is_int(utf8_width("\u202Ea\u2069", 7), 1, "width: format characters");
    is_int(utf8_width("a\xFF", 2), 2, "width: an invalid byte");
}

static void prefix(const char *s, int width, size_t want, int want_used)
{
    int used = -1;
    size_t n = utf8_prefix(s, strlen(s), width, &used);
    ok(n == want && used == want_used, "prefix of %d of %s: %zu bytes, %d columns", width, s, n,
       used);
}

static void test_prefix(void)
{
    prefix("abcdef", 3, 3, 3);
    prefix("abc", 9, 3, 3);
    prefix("abc", 0, 0, 0);
    prefix("日本", 3, 3, 2);
    prefix("ez\u030Cq", 2, 4, 2); // the mark stays with its letter
    prefix("👨\u200D👩x", 2, 0, 0); // a joined pair is four columns, and not cut
    prefix("a🇨🇿", 2, 1, 1);
}

static void test_kinds(void)
{
    ok(utf8_is_bidi(0x202E) && utf8_is_bidi(0x2067) && utf8_is_bidi(0x200F) && utf8_is_bidi(0x061C),
       "bidi controls");
    ok(!utf8_is_bidi(0x200D) && !utf8_is_bidi(0x5D0) && !utf8_is_bidi('a'), "no bidi controls");
    ok(utf8_is_control(0) && utf8_is_control(0x1B) && utf8_is_control(0x7F) &&
           utf8_is_control(0x9B) && utf8_is_control(0x2028),
       "controls");
    ok(!utf8_is_control(' ') && !utf8_is_control(0xA0) && !utf8_is_control(-1), "no controls");
    ok(utf8_has_rtl("abcא", 5), "Hebrew is right-to-left");
    ok(utf8_has_rtl("\xFF ع", 4), "Arabic is right-to-left");
    ok(!utf8_has_rtl("abc žš \u200F 日", 16), "marks and other letters are not");
    ok(utf8_has_word("?a", 2) && utf8_has_word("—7", 4), "a letter, a digit");
    ok(utf8_has_word("日", 3) && utf8_has_word("\xFFש", 3), "letters of other scripts");
    ok(!utf8_has_word("—…🙂\xFF+", 12), "punctuation, symbols and bad bytes are no word");
}

static void visible(const char *s, size_t n, int keep, const char *want, const char *name)
{
    struct buf b = BUF_INIT;
    utf8_visible(&b, s, n, keep);
    is_str(b.s, want, name);
    buf_free(&b);
}
#define VISIBLE(s, keep, want, name) visible("" s, sizeof s - 1, keep, want, name)

static void test_visible(void)
{
    VISIBLE("plain žluť שלום 👨\u200D👩", 0, "plain žluť שלום 👨\u200D👩", "visible: plain");
    VISIBLE("a\033[31m\0\x7F", 0, "a␛[31m␀␡", "visible: C0 and DEL");
    VISIBLE("a\tb\r\n", 0, "a␉b␍␊", "visible: blanks");
    VISIBLE("a\tb\n", UTF8_KEEP_NEWLINE, "a␉b\n", "visible: newline kept");
    VISIBLE("a\tb\n", UTF8_KEEP_TAB, "a\tb␊", "visible: tab kept");
    VISIBLE("\xC2\x85\xC2\x9B\u2028", 0, "\\u0085\\u009b\\u2028", "visible: C1 and separators");
    VISIBLE("\u202Eabc\u200F", 0, "\\u202eabc\\u200f", "visible: bidi");
    VISIBLE("\uFEFF\u200B\U000E0041", 0, "\\ufeff\\u200b\\ue0041", "visible: hidden");
    VISIBLE("\xFF\xC3(\xED\xA0\x80", 0, "\\xFF\\xC3(\\xED\\xA0\\x80", "visible: invalid");
}

int main(void)
{
    test_valid();
    test_code_points();
    test_fold();
    test_fold_decomposed();
    test_alt();
    test_width();
    test_prefix();
    test_kinds();
    test_visible();
    return done();
}
