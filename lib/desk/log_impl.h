// SPDX-License-Identifier: GPL-3.0-or-later
// Shared by the forms of tk-log.
#ifndef DESK_LOG_IMPL_H
#define DESK_LOG_IMPL_H

#include "desk/log.h"

// clang-format off
enum log_column {
    LOG_TICKET, LOG_EVENT, LOG_AT, LOG_ACTOR, LOG_FIELD, LOG_OLD, LOG_NEW, LOG_CHANGE, LOG_TOOL,
    LOG_REF, LOG_KEY, LOG_THING, LOG_TEXT, LOG_END
};
// clang-format on
enum { LOG_BATCH = 10000 }; // events of one read

// What one event changed, as lines; q as for log_cell.
void log_diff(struct log *l, const struct event_row *e, struct stmt *q);

struct log_ids { // of events or change sets
    int64_t *v;
    size_t n, cap;
};
void log_ids_add(struct log_ids *ids, int64_t id);
void log_ids_sort(struct log_ids *ids); // ascending, each once
int64_t log_newest(struct desk *d);     // id of the last event
void log_batch_begin(struct tool *t);   // a short read, its output held
void log_batch_end(struct tool *t);

#endif
