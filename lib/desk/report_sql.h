// SPDX-License-Identifier: GPL-3.0-or-later
// A SELECT that a person typed, as records.
#ifndef DESK_REPORT_SQL_H
#define DESK_REPORT_SQL_H

#include "desk/tool.h"

enum { REPORT_SQL_SECONDS = 30 };

// Ends the tool with what userquery.h says of the statement; it may take so many seconds, -1: the
// usual ones.
void report_sql(struct tool *t, const char *sql, int64_t seconds);

#endif
