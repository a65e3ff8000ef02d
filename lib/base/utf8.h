// SPDX-License-Identifier: GPL-3.0-or-later
// UTF-8 text: validity, search folding, display width, and making text safe for a terminal.
// Nothing here depends on the locale.  All functions take a length and accept any bytes.
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

// Offset of the first byte that is not well-formed UTF-8 (RFC 3629: no surrogates, no overlong
// forms, at most U+10FFFF) or is NUL; n if there is none.
size_t utf8_valid(const char *s, size_t n);

// One code point from s (n > 0); its length in bytes, or -1 if malformed.
int utf8_decode(const char *s, size_t n, int32_t *cp);
void utf8_encode(struct buf *b, int32_t cp); // U+FFFD for what is no character

// Search form: NFKD case fold (utf8proc) without combining marks, so that niqqud, Czech and Polish
// diacritics go; letters that do not decompose are mapped (l with stroke -> l, o with stroke -> o,
// d with stroke -> d, sharp s -> ss, ae, oe, thorn ...).  Invisible characters (soft hyphen, bidi
// marks) go.  Invalid bytes and NUL become a space.
void utf8_fold(struct buf *out, const char *s, size_t n);

// The alternative search words of already folded text: every Hebrew word of 3 letters or more that
// starts with a one-letter prefix (moshe vekalev: he vav bet kaf lamed mem shin) without that
// letter, separated by spaces.  Geresh and gershayim (also typed as ASCII or curly quotes) inside a
// word belong to it, maqaf parts words.
void utf8_alt(struct buf *out, const char *folded, size_t n);

// Version of the two above: stored in the database, another value means a rebuild.
const char *utf8_fold_version(void);

// Columns on a terminal: utf8proc_charwidth, 0 for marks and format characters, 1 for an invalid
// byte.
int utf8_width(const char *s, size_t n);
// Longest prefix of whole characters (grapheme clusters) at most `width` columns wide; bytes, and
// *used its columns.
size_t utf8_prefix(const char *s, size_t n, int width, int *used);

bool utf8_is_bidi(int32_t cp);    // embedding, override and isolate controls, LRM, RLM, ALM
bool utf8_is_control(int32_t cp); // C0, DEL, C1, and U+2028 U+2029
bool utf8_has_rtl(const char *s, size_t n);  // a right-to-left letter (Hebrew, Arabic ...) occurs
bool utf8_has_word(const char *s, size_t n); // a letter or digit of any script occurs

enum utf8_keep { UTF8_KEEP_NONE = 0, UTF8_KEEP_NEWLINE = 1, UTF8_KEEP_TAB = 2 };
// Appends s made safe for a terminal: C0 and DEL as U+2400 symbols, C1 and other invisible
// controls as \u0085, bidi controls as \u202e, invalid bytes as \xNN.  Joiners (U+200C, U+200D) and
// the soft hyphen stay: scripts and emoji need them.
void utf8_visible(struct buf *out, const char *s, size_t n, int keep);

#endif
