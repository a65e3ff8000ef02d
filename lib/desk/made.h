// SPDX-License-Identifier: GPL-3.0-or-later
// Which ticket the acting agent has just made.
#ifndef DESK_MADE_H
#define DESK_MADE_H

#include "desk/desk.h"

int64_t made_before(struct desk *d); // the newest event there is: from here on
// The newest ticket that the acting agent made since that event; 0: none.
int64_t made_since(struct desk *d, int64_t event);

#endif
