// SPDX-License-Identifier: GPL-3.0-or-later
// The terminal: is there one, how wide, colours, the pager, the editor, a question.
#ifndef BASE_TERM_H
#define BASE_TERM_H

#include <stdbool.h>

#include "base/buf.h"

int term_width(int fd); // columns: TIOCGWINSZ, then COLUMNS, then 80
int term_height(int fd);
bool term_hung_up(int fd); // fd is no terminal any more
// when: "always", "never", "auto" or NULL.  Order: flag, NO_COLOR, CLICOLOR_FORCE, `color` of the
// config file, terminal and TERM is not dumb.
bool term_color(const char *when, int fd);

// Shows text on the terminal, through the pager (TK_PAGER, the config file, PAGER,
// "less -FIRX"; split on blanks, no shell) if it has more lines than the screen.  `pager` false,
// an empty pager, a restricted shell or stdout no terminal: just written.  Text must be safe
// already.
void term_page(const char *text, size_t n, bool pager);

// Runs the editor (TK_EDITOR, the config file, VISUAL, EDITOR, vi; split on blanks, no shell, "--"
// never needed as path is absolute) on path with /dev/tty as 0, 1 and 2.  The reason is in err
// unless it is EDIT_DONE.  In a restricted shell it cannot run.
enum term_edit {
    EDIT_DONE,
    EDIT_CANNOT, // it could not run
    EDIT_FAILED, // it ended with a status other than 0
    EDIT_CUT,    // it was killed by a signal, or the terminal hung up: nobody meant it to end
};
enum term_edit term_edit(const char *path, struct buf *err);

// "question [y/N] " on the terminal; false without a terminal on stdin and stdout.
bool term_ask(const char *question);
// The same on the controlling terminal, whatever stdin and stdout are.  The question is safe
// already.
enum term_answer { ANSWER_NO, ANSWER_YES, ANSWER_NOBODY };
enum term_answer term_ask_tty(const char *question);

#endif
