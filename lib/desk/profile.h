// SPDX-License-Identifier: GPL-3.0-or-later
// All that the desk knows of a customer, so that nobody has to tell his story twice: who he is,
// each ticket he asked for or has a part in, how long he waited, what is being waited for now, and
// every message.
//
// Two forms: records, one item each, for pipes; and the page that a person reads (-F table without
// -c), which on a terminal goes through the pager.  Each customer is one short read of its own.
#ifndef DESK_PROFILE_H
#define DESK_PROFILE_H

#include "desk/pick.h"
#include "desk/tool.h"

extern const struct rec_column profile_columns[]; // name NULL ends it
#define PROFILE_COLUMNS "id,item,ticket,at,name,text"

// By address or number, in this order.  Ends the tool before anything is printed with EXIT_NOUSER
// for an unknown one, EXIT_USAGE for bad columns.
void profile_show(struct tool *t, const char *const *words, int n);

#endif
