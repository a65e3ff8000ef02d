// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done to a ticket, as data: a tool is an action over ids, and a batch, a macro or a
// rule runs the same action by the same words.
#ifndef DESK_ACTION_H
#define DESK_ACTION_H

#include "desk/compose.h"
#include "desk/ticket.h"
#include "desk/tool.h"

struct action {
    const char *word; // in a batch: "close"
    size_t size;      // of its args struct, which starts with struct action_args
    const struct opt *options;
    int flags; // enum opt_flags
    // Takes its own operands off the front; how many in *taken.  The desk is open, no transaction
    // of ours (in a batch: one).
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
    bool note;              // internal
    bool recover;           // go on with an earlier draft
    bool drafts;            // do nothing but list one's drafts
    bool message_needed;    // set by parse: compose even where no option asks for it
    bool exact;             // set by parse: a merged ticket itself, not the one that it leads to
    bool skipped;           // set by apply: the ticket was left out (tk-assign --claim)
    struct buf said;        // by apply: a line for stderr, shown behind the transaction
    struct buf shown;       // by apply, in a dry run: lines for stderr, behind the records
    void *parsed;           // by parse: memory that goes with the args
    const char *macro_name; // --macro
    struct macro *macro;    // the same, read in a change set; NULL: not yet
};
void action_args_init(struct action_args *args); // common and buffers; the rest is zero
void action_args_free(struct action_args *args); // what it owns, not args itself

extern const struct action action_assign, action_reply, action_set, action_tag, action_cc,
    action_close, action_reopen, action_link, action_merge;
extern const struct opt options_assign[], options_reply[], options_set[], options_tag[],
    options_cc[], options_close[], options_reopen[], options_link[], options_merge[];
extern const struct action *const actions[]; // all of them; NULL ends

const struct action *action_find(const char *word); // NULL: there is none

// The ticket that `id` leads to (of a merged one: where its thread goes on), if it is as --if-rev
// wants it.  EXIT_NOINPUT: no such ticket; EXIT_DATA: it changed.
int action_reach(struct desk *d, const struct action_args *args, int64_t id, struct ticket *t,
                 struct buf *err);

// main of an action's tool.
int action_main(const struct action *action, const struct command *cmd, int argc, char **argv);

#endif
