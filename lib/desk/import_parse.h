// SPDX-License-Identifier: GPL-3.0-or-later
// Shared by what reads a mapping: import_map.c and import_source.c.
#ifndef DESK_IMPORT_PARSE_H
#define DESK_IMPORT_PARSE_H

#include "base/err.h"
#include "desk/import_map.h"

enum { LISTED_MAX = 16 }; // time formats, words for what is missing

struct parser {
    struct map *m;
    struct buf *err;
    const char *name;
    long line;
    int section;             // index in sections; -1: a table; -2: none yet
    struct map_table *table; // of section -1
};

// "NAME:LINE: ...", EXIT_DATA.
int parser_complain(struct parser *p, const char *fmt, ...) PRINTF_LIKE(2, 3);
int parser_find(const char *const *list, const char *word); // -1: it is not in it
// `unknown WHAT "word", did you mean ...`
int parser_unknown(struct parser *p, const char *what, const char *word, const char *const *list);
int parser_set_text(struct parser *p, char **to, const char *key, const char *value); // once

int parser_source(struct parser *p, const char *key, const char *value); // a line of [source]

int map_by_theirs(const void *x, const void *y); // the order of the pairs of a table

#endif
