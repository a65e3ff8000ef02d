// SPDX-License-Identifier: GPL-3.0-or-later
// The programs of the family: tk-CMD in the directory of this program, then in PATH, so that a
// team's own tk-foo belongs to it.
//
// A program that holds the text "--complete" answers it: without words by one line that says what
// it does, else see desk/complete.h.  Any other is never run unless a person names it.
#ifndef BASE_FAMILY_H
#define BASE_FAMILY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct family_tool {
    char *path;
    const char *command; // in path, behind "tk-"
    char *summary;       // NULL until family_ask, and where there is none
};
struct family {
    struct family_tool *tool; // sorted by command, each command once
    size_t n, cap;
};

// Is it [a-z][a-z0-9-]*?  No path, no option and nothing a terminal minds can hide in that.
bool family_legal(const char *command);

char *family_dir(const char *argv0);                     // owned; NULL if it cannot be found out
char *family_find(const char *dir, const char *command); // path of tk-COMMAND; owned; NULL: none
bool family_completes(const char *path);                 // does it answer --complete?

// All whose command begins with `prefix`.  Free with family_free.
void family_list(struct family *f, const char *dir, const char *prefix);
// Asks all of them at once what they do; one that takes longer than a second has no summary.
void family_ask(struct family *f);
void family_free(struct family *f);

// Appends `, did you mean "x"?` or nothing.
void family_suggest(const char *dir, const char *word, struct buf *out);

// Shows a manual page by man(1) on the terminal; false if there is none, or no man, or in a
// restricted shell.
bool family_man(const char *page);

#endif
