// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of a small text file in memory: "key = value", comment lines that begin with #.
#ifndef BASE_LINES_H
#define BASE_LINES_H

#include <stddef.h>

struct lines {
    char *rest;  // of the text, which is changed: borrowed; NULL behind the last line
    long number; // of the line that was read last, from 1
};
// The next line that is neither blank nor a comment, without blanks at its ends; NULL at the end.
char *lines_next(struct lines *l);
// The same of s[0..n), in place; s[n] is writable.
char *lines_trim(char *s, size_t n);
// Parts such a line at its first "=": it becomes the key, the value is returned, both without
// blanks at their ends.  NULL: there is no "=".
char *lines_value(char *line);

#endif
