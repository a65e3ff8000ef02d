// SPDX-License-Identifier: GPL-3.0-or-later
// An action by its words, apart from its tool: a line of tk-batch, of a macro, later of a rule.
//
//     set priority=high -v 17 18
//
// is the action `set` with its own operands (priority=high), options, and operands behind them
// (17, 18), which the caller reads as tickets or, where the ticket is given otherwise, refuses.
#ifndef DESK_ACTION_CALL_H
#define DESK_ACTION_CALL_H

#include "desk/action.h"

struct action_call {
    const struct action *action;
    struct action_args *args;
    struct opt_list operands; // the first `taken` are the action's own
    int taken;
    bool same; // by apply: the ticket was so already
};

// Read in three steps, in this order; after a fault only action_call_free, which is due in any
// case.
//
// Its words[0..n), of which the first names the action; they must outlive the call.  Options that
// only a whole tool can obey (formats, output files, -e, -k, --each, -K, -n ...) are refused.
// EXIT_USAGE for an unknown action or option.
int action_call_open(struct action_call *c, char *const *words, int n, struct buf *err);
// The action's own operands; EXIT_USAGE, or what else the action's parse returns.
int action_call_parse(struct action_call *c, struct desk *d, struct buf *err);
// The message, -m or -f FILE: not within a transaction, a file may be a pipe.  EXIT_USAGE if one is
// missing or empty; other codes as compose_read returns them.
int action_call_message(struct action_call *c, struct buf *err);

// Does it to one ticket within the open change set; also again and again.
int action_call_apply(struct action_call *c, struct desk *d, struct ticket *t, struct buf *err);
void action_call_free(struct action_call *c);

// Any command line that is a line of something else: EXIT_USAGE unless its options are such as make
// sense there: of struct common -v, --if-rev and --force, a message by -m TEXT or -f FILE.
int call_options_check(const char *word, const struct opt *options, const void *args,
                       const struct compose *c, struct buf *err);

#endif
