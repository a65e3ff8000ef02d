// SPDX-License-Identifier: GPL-3.0-or-later
// A page that is drawn in place on the terminal of stdin and stdout, again and again, until a key.
//
// There is one screen.  While it is open no key is echoed or waits for a newline (Ctrl-C and Ctrl-Z
// stay signals), and the page has the terminal's other screen, without wrapping and cursor.  All is
// given back by screen_close, by exit and die, by a message on stderr, and by the signals that end
// or stop the process; continued, it draws again.  A signal that was ignored stays so.  The process
// ends by SIGHUP, without a message, when the terminal is gone.
//
// On a terminal that cannot place the cursor (TERM is dumb or missing) a page that differs from the
// last one is printed below it.
#ifndef BASE_SCREEN_H
#define BASE_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

bool screen_possible(void); // stdin and stdout are terminals
void screen_open(void);
void screen_close(void); // keys that nobody has read are dropped

int screen_width(void); // as it is now
int screen_height(void);

// Lines of safe text, with colours (\033[...m).  What is wider than the screen is cut, and what is
// higher, too: the last line says how many more there are.  One write; none if nothing has changed.
void screen_draw(const char *page, size_t n);

enum screen_event {
    SCREEN_TIME,  // ms have passed
    SCREEN_KEY,   // a key, which is read with all that it sends
    SCREEN_AGAIN, // another size, or continued: draw the page again
};
enum screen_event screen_wait(int ms);

// One line, appended, cut to width; what it had opened (colour, an isolate) is closed.  *used, if
// not NULL: its columns.
void screen_cut(struct buf *out, const char *line, size_t n, int width, int *used);

#endif
