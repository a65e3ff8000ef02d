// SPDX-License-Identifier: GPL-3.0-or-later
// A configuration as text, in the shape of git's: sections of keys and values.
//
//     # a comment
//     [queue "billing"]
//             title = Invoices and payments
//     [macro "late"]
//             text.other =
//                     | Dear customer,
//                     |
//                     | we are late.
//
// A value is what stands behind "=" without the blanks around it, or a "quoted" one with the
// escapes \" \\ \n \r \t \uXXXX, or, where nothing stands there, the lines below that begin with a
// bar (one blank behind it is not part of them) or are quoted, joined by newlines.  A # begins a
// comment only at the beginning of a line.  Text is UTF-8; a BOM and CR LF are taken.
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct conf_entry { // owned by its conf
    char *key, *value;
    long line; // from 1
};
struct conf_section {
    char *kind, *name; // [KIND "NAME"]; name NULL: [KIND]
    long line;
    struct conf_entry *entry;
    size_t n, cap;
};
struct conf {
    struct conf_section *section;
    size_t n, cap;
};

// Called for each line that cannot be read, with what is wrong and how it is mended.
typedef void conf_bad(void *arg, long line, const char *text);
// All good lines of text[0..len).  A section given twice is a bad line; a key may repeat.  Free
// with conf_free in any case.
void conf_parse(struct conf *c, const char *text, size_t len, conf_bad *bad, void *arg);
void conf_free(struct conf *c); // empty again

// The first entry of that key; NULL if there is none.
const struct conf_entry *conf_find(const struct conf_section *s, const char *key);

// --- writing, in the one canonical way

void conf_put_section(struct buf *b, const char *kind, const char *name);
void conf_put(struct buf *b, const char *key, const char *value); // UTF-8
// In quotes, with escapes for what a reader could not see or a terminal would act on.
void conf_quote(struct buf *b, const char *s, size_t n);

#endif
