// SPDX-License-Identifier: GPL-3.0-or-later
// Text of any origin as lines for a screen: safe, folded at word boundaries, each line marked.
#ifndef BASE_WRAP_H
#define BASE_WRAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct wrap {             // all borrowed; the strings count for the width, on and off do not
    const char *first;    // before the first line
    const char *indent;   // before every other line
    const char *on, *off; // around each line (colour); NULL: nothing
    int width;            // columns of the screen; 0: lines stay as long as they are
    bool safe;            // the text is visible already, and its isolates are meant
};

// Appends s, each line with a newline: made visible (utf8_visible), tabs as blanks, CR LF as LF,
// blank lines at the end dropped, lines with right-to-left letters between FSI and PDI.  What is
// wider than the screen is parted at a blank, or within a word where that has characters other than
// ASCII; a long ASCII word (an address to click on) stays whole and the terminal folds it.  So no
// text can make a line begin with anything but first and indent, except for a piece of such a word.
// Nothing is appended for an empty text.
void wrap_text(struct buf *out, const struct wrap *w, const char *s, size_t n);

// Appends s made visible, as a part of a line that wrap_text prints as safe: between FSI and PDI if
// it has right-to-left letters, so that it cannot turn the order of what stands around it.
void wrap_part(struct buf *out, const char *s, size_t n);

#endif
