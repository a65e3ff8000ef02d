// SPDX-License-Identifier: GPL-3.0-or-later
// Where a message's text comes from: -m TEXT, -f FILE, -e, or stdin.  Text that was typed in an
// editor or at the terminal is a file under $XDG_STATE_HOME/tk/drafts until compose_done.  In a
// restricted shell there is no editor: what would be written in it is typed at the terminal.
#ifndef DESK_COMPOSE_H
#define DESK_COMPOSE_H

#include <stdbool.h>

#include "base/buf.h"

struct compose {
    const char *text, *file; // -m, -f
    bool editor;             // -e
    // For the editor and for text that is typed at the terminal, set by the caller:
    const char *start;  // what the text begins with; borrowed; NULL: nothing
    const char *aside;  // lines below the scissors line for the writer alone; borrowed; NULL: none
    const char *resume; // path of a draft to go on with; borrowed; NULL: a new one
    void (*writing)(void *arg, const char *path); // the draft is on disk, the writing begins
    // The text as it was written, for the caller to fill in; an exit code and the reason in err,
    // and the draft is kept.  Also for text typed at the terminal.  NULL: nothing is filled in.
    int (*finish)(void *arg, struct buf *text, struct buf *err);
    void *arg;
};

enum compose_stdin { COMPOSE_STDIN_IS_IDS, COMPOSE_STDIN_FREE };

// Reads the message into out.  `quote`: shown below a scissors line in the editor (NULL: nothing);
// `name`: of the draft file, like "reply-1042".  Exit code; EXIT_NONE when the text came out empty
// of the editor; if something was written below the line, the draft is kept then.  *given: there is
// a message at all.
int compose_read(const struct compose *c, enum compose_stdin stdin_use, bool wanted,
                 const char *name, const char *quote, struct buf *out, bool *given,
                 struct buf *err);
// The message is committed: its draft may go.  Otherwise, when the process ends, the path of the
// draft is printed.
void compose_done(void);
const char *compose_path(void); // of the draft; NULL: there is none
// Whether this is a draft of ours on this disk: a file in our directory of drafts, no link.
bool compose_is_draft(const char *path);
// Whether it was one: it is there no more.
bool compose_was_draft(const char *path);
// What somebody wrote into a draft so far, without what stands below the scissors line.  False if
// it is no draft of ours or cannot be read.
bool compose_look(const char *path, struct buf *out);

#endif
