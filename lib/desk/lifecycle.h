// SPDX-License-Identifier: GPL-3.0-or-later
// Which status may follow which.
#ifndef DESK_LIFECYCLE_H
#define DESK_LIFECYCLE_H

#include <stdbool.h>

#include "base/buf.h"
#include "desk/names.h"

bool status_is_live(int status); // neither solved nor closed
bool lifecycle_allows(int from, int to);
// "closed -> pending is no legal step: from closed to open", appended.
void lifecycle_refuse(struct buf *err, int from, int to);

#endif
