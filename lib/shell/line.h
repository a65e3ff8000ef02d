// SPDX-License-Identifier: GPL-3.0-or-later
// What was typed, as pipelines of words.
//
// Words follow the quoting rules of sh without any expansion (base/words.h).  A newline outside of
// quotes ends a pipeline, as does the end of the text; an unquoted | joins two commands; > >> < in
// front of a word say which file it is about, but only where they begin a word, so that
// priority:>high is one; ! as the first character hands its whole line to sh.  Nothing else means
// anything: # ; & $ * are text.
#ifndef SHELL_LINE_H
#define SHELL_LINE_H

#include "base/words.h"

struct line_stage { // one command of a pipeline
    struct words words;
    char *in, *out; // of < and of > or >>; owned, NULL: none
    bool append;    // out is of >>
};
struct line_pipe {
    struct line_stage *stage;
    size_t n, cap;
    char *program; // of !: for sh, owned; then there are no stages
};
struct line {
    struct line_pipe *pipe;
    size_t n, cap;
};

enum line_rc {
    LINE_DONE,
    LINE_OPEN, // it goes on: a quote is open, or a | or a backslash stands at the end
    LINE_BAD,  // the reason is in err
};
// Free with line_free in any case.
enum line_rc line_read(struct line *l, const char *text, size_t len, struct buf *err);
void line_free(struct line *l); // empty again

// Where the cursor is, for completion.
enum line_place { LINE_COMMAND, LINE_WORD, LINE_FILE, LINE_PROGRAM };
struct line_spot {
    enum line_place place; // a command's name, a word behind it, a file's name, behind !
    struct words words;    // of the command, in front of the cursor's word
    size_t stage;          // how many commands stand in front of it in its pipeline
    struct buf word;       // the cursor's word so far, without its quotes
    size_t from;           // where that begins in the text, with its quotes
    char quote;            // which one is open: ' or ", or 0
};
// The end of text[0..len) is where the cursor is.  Free with line_spot_free.
void line_spot(struct line_spot *s, const char *text, size_t len);
void line_spot_free(struct line_spot *s);

#endif
