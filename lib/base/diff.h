// SPDX-License-Identifier: GPL-3.0-or-later
// Two texts line by line: the lines that only one of them has.
#ifndef BASE_DIFF_H
#define BASE_DIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

// Calls line(arg, '-', s, n) for each line of the old text that is not in the new one and '+' for
// each that is new, in their order, those that went before those that came in their place.  A line
// is given without its newline; a last line needs none.  A longest common subsequence, unless the
// two differ in so much that only what they begin and end with alike is left out.
typedef void diff_line(void *arg, char sign, const char *s, size_t n);
void diff_lines(const char *old, size_t old_len, const char *new, size_t new_len, diff_line *line,
                void *arg);

// Appends them as a unified diff with three lines around each change, which patch(1) takes; from
// and to name the two texts.  Nothing, and false, when they are the same.  Both end with a newline
// or are empty.
bool diff_unified(struct buf *out, const char *from, const char *old, size_t old_len,
                  const char *to, const char *new, size_t new_len);

#endif
