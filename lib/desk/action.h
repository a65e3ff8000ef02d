// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done to a ticket, as data: a tool is an action over ids, and a batch, a macro or a
// rule will run the same action by the same words.
#ifndef DESK_ACTION_H
#define DESK_ACTION_H

#include "desk/compose.h"
#include "desk/ticket.h"
#include "desk/tool.h"

struct action {
    const char *word; // in a batch: "close"
    size_t size;      // of its args struct, which starts with struct action_args
    // Takes its own operands off the front; how many in *taken.  The desk is open, no transaction.
    int (*parse)(struct desk *d, void *args, const struct opt_list *words, int *taken,
                 struct buf *err);
    // Does it to one ticket within a change set; EXIT_DATA and a text if it cannot be done.
    int (*apply)(struct desk *d, void *args, struct ticket *t, struct buf *err);
    // After all tickets, or NULL: what the tool says about them together.
    void (*end)(struct tool *t, void *args);
};

// Begins the args of every action.
struct action_args {
    struct common common;
    struct compose compose; // where its message comes from
    struct buf message;     // the message itself, when there is one
    bool has_message;
    bool note;           // internal
    bool message_needed; // set by parse: compose even where no option asks for it
    bool skipped;        // set by apply: the ticket was left out (tk-assign --claim)
    struct buf said;     // by apply: a line for stderr, shown behind the transaction
};

extern const struct action action_assign, action_reply, action_set, action_tag, action_cc,
    action_close, action_reopen;
extern const struct opt options_assign[], options_reply[], options_set[], options_tag[],
    options_cc[], options_close[], options_reopen[];

// main of an action's tool.
int action_main(const struct action *action, const struct command *cmd, int argc, char **argv);

#endif
