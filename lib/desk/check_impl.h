// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of the checks only: the texts of findings about rows that are not what events say.
#ifndef DESK_CHECK_IMPL_H
#define DESK_CHECK_IMPL_H

#include "desk/check.h"
#include "desk/replay.h"

extern const char fault_from_backup[]; // the mend where nothing else helps

// The ticket that a fact of `thing` concerns: 0 for those of customers, agents ...
int64_t fault_ticket(int64_t thing, int field);
// A column of a row `id` of `table` is not what its history says.
void fault_column(struct check *c, int64_t id, const char *table, const char *column, int field,
                  const struct val *row, const struct val *fact);
// A row of which a thing has many (a tag, a custom field ...) is not the fact; NULL: is not there.
void fault_many(struct check *c, int64_t thing, const struct fact *fact, const struct val *row);
bool fault_is_many(int field);

#endif
