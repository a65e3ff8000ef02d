// SPDX-License-Identifier: GPL-3.0-or-later
// What the writer of an answer wants to know, for the editor below the scissors line: who is
// answered, what else waits for them, what was said last, which macros there are.  Each line begins
// with "# " and is safe to be shown, so that nothing in it can be taken for the message.
#ifndef DESK_ASIDE_H
#define DESK_ASIDE_H

#include "desk/draft.h"

// About the tickets that are answered, or that a note is written on, appended; of several only what
// they are.
void aside_write(struct desk *d, const struct draft *tickets, bool note, struct buf *out);
// What of a customer's words is quoted, appended: all of it up to 100 lines; of more without what
// they quoted themselves, and no more than the first 100 lines of that.  What is left out is said.
void aside_quote(const char *body, struct buf *out);

#endif
