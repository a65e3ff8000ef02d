// SPDX-License-Identifier: GPL-3.0-or-later
// What the first word of a command names, and running a pipeline of them.
#ifndef SHELL_COMMAND_H
#define SHELL_COMMAND_H

#include "shell/line.h"

struct shell;

struct command_words {  // as its program gets them
    char *path;         // of tk-X; owned
    struct words words; // words.v[0] is what it was called by its name: "list" of the view "mine"
};
// A command of the family, or a view as the list that it is.  False, and nothing said, if the first
// word names neither, or in a restricted shell what it has not.
bool command_expand(struct shell *s, const struct words *typed, struct command_words *c);
void command_words_free(struct command_words *c);

// Where a command means another one with a word more.
struct command_alias {
    const char *name, *command, *word, *summary;
    bool alone; // only when nothing follows it, at a terminal
};
extern const struct command_alias command_aliases[]; // name NULL ends

// Whether a restricted shell has that command, which is no builtin; any other has all.
bool command_allowed(const struct shell *s, const char *name);

// Runs it and says what is wrong with it.  The status, which is also left in s->status.
int command_run(struct shell *s, struct line_pipe *p);
// One command of the family with these words, as if they had been typed.
int command_call(struct shell *s, const struct words *words);

#endif
