// SPDX-License-Identifier: GPL-3.0-or-later
// One line from the terminal, edited by readline, while the desk goes on.
#ifndef SHELL_READER_H
#define SHELL_READER_H

#include "base/buf.h"

enum reader_rc {
    READER_LINE,
    READER_END,       // Ctrl-D on an empty line
    READER_CANCELLED, // Ctrl-C
    READER_HANGUP,    // the terminal has gone, or a signal wants us to end (job_hangup)
};
struct reader {
    // Called between keys, some times a second: true with a line that is to stand above the prompt.
    // width: of the terminal.
    bool (*look)(void *arg, int width, struct buf *line);
    // Called when the process ends in the middle of a line, with all that was typed.
    void (*lost)(void *arg, const struct buf *typed);
    void *arg;
};

// Once, before all else of readline: its settings and the person's inputrc.
void reader_start(void);
// typed: what was typed, without its newline; on a hang-up what there was of it, as when a line
// that goes on from others is cancelled.  Appended.
enum reader_rc reader_line(const struct reader *r, const char *prompt, struct buf *typed);

#endif
