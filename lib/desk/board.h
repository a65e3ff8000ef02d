// SPDX-License-Identifier: GPL-3.0-or-later
// The desk at a glance: how much there is in each queue and with each agent, who works on what, and
// what is overdue or due next.
//
// Two forms: records, one an item, for pipes; and the page that a person reads (-F table without
// -c).  What is counted agrees with tk-list: open is is:open, overdue is:overdue and so on.  It is
// counted by indexes where there is one: it costs what is open, not what there is.
#ifndef DESK_BOARD_H
#define DESK_BOARD_H

#include "desk/tool.h"

extern const struct rec_column board_columns[]; // name NULL ends it
#define BOARD_COLUMNS                                                                              \
    "ticket,item,name,at,open,new,pending,hold,unassigned,overdue,capacity,away,queue,priority,"   \
    "status,subject"
#define BOARD_WORDS                                                                                \
    "ticket item name at open new pending hold unassigned overdue capacity away queue priority "   \
    "status subject"

// Once, in the form that -F and -c ask for; -L limits what is overdue or due.
void board_print(struct tool *t);
// Again and again, in place, until a key is pressed.
void board_follow(struct tool *t);

#endif
