// SPDX-License-Identifier: GPL-3.0-or-later
// Option tables: one per tool drives parsing, -h, completion and the test of the man page.
//
// Values go into the caller's struct at an offset, so that one table can be parsed many times
// (tk-batch).  Options may follow operands; "--" ends them.  Short options are never clustered and
// never take glued values; long ones are never abbreviated, "--name=value" and "--name value" are
// the same.  Strings are borrowed from argv.
#ifndef BASE_OPT_H
#define BASE_OPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

// What the value is: its name in help, and the words that completion offers.
// clang-format off
enum opt_value {
    OPTV_NONE,
    OPTV_TEXT, OPTV_NUMBER, OPTV_FILE, OPTV_DIR, OPTV_TIME, OPTV_ZONE, OPTV_KEY,
    OPTV_AGENT, OPTV_QUEUE, OPTV_CUSTOMER, OPTV_TAG, OPTV_STATUS, OPTV_PRIORITY, OPTV_RESOLUTION,
    OPTV_CHANNEL, OPTV_FORMAT, OPTV_INFORMAT, OPTV_COLUMNS, OPTV_SORT, OPTV_COLOR, OPTV_ID,
    OPTV_MACRO, OPTV_MATCH, OPTV_MAP, OPTV_FIELD, OPTV_QUERY, OPTV_SET, OPTV_RELATION,
    OPTV_MESSAGE, OPTV_SETTING, OPTV_MAPPING, OPTV_METRICS, OPTV_DIMENSIONS, OPTV_CELL, OPTV_REPORT,
    OPTV_VIEW, OPTV_WORDS,
};
// clang-format on
const char *opt_value_name(enum opt_value v); // "AGENT", "FILE" ...: as in help and man pages

// The member is a bool, const char *, int64_t, struct opt_list.
enum opt_kind { OPT_FLAG, OPT_STRING, OPT_NUMBER, OPT_LIST };

struct opt_list { // values of a repeatable option, in order
    const char **v;
    int n;
    size_t cap;
};
void opt_list_add(struct opt_list *l, const char *s);
void opt_list_free(struct opt_list *l);

struct opt {
    char letter;      // 0: none
    const char *name; // long name without dashes; NULL: none
    enum opt_kind kind;
    enum opt_value value;
    size_t at; // offsetof the member
    const char *help;
    const char *words; // OPTV_WORDS: the legal values, separated by blanks; else NULL
};
#define OPT_END                                                                                    \
    {                                                                                              \
        0, NULL, OPT_FLAG, OPTV_NONE, 0, NULL, NULL                                                \
    }

enum opt_flags {
    OPT_MINUS_WORDS = 1, // "-word" with two letters or more is an operand (tk-tag -vip)
    OPT_QUERY = 2,       // operands are a query: say "write NOT offline" for "-offline"
};

// Parses argv[1..argc) into *to.  Operands are collected in `operands` (append).  False with the
// complaint in err: unknown option (with a suggestion), missing or unwanted value, bad number.
// In a restricted shell the name of a file or directory ends the process (base/restricted.h).
// Numbers are int64_t >= 0.  A value is the next word whatever it looks like; given twice, the last
// one counts.
bool opt_parse(const struct opt *table, int flags, int argc, char **argv, void *to,
               struct opt_list *operands, struct buf *err);

// Whether o was given: its flag is set, its list or text is there, its number is not the -1 of an
// unset one.
bool opt_given(const struct opt *o, const void *from);
const struct opt *opt_find(const struct opt *table, const char *word); // "-x" or "--name"; NULL
// Appends the option lines of -h: "  -p, --priority PRIORITY  text", wrapped at `width`.
void opt_help(struct buf *b, const struct opt *table, int width);

#endif
