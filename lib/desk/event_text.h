// SPDX-License-Identifier: GPL-3.0-or-later
// Events in words: what tk-log prints and tk-show tells between the messages.
#ifndef DESK_EVENT_TEXT_H
#define DESK_EVENT_TEXT_H

#include "desk/desk.h"

// "SELECT " EVENT_COLUMNS ", more" EVENT_FROM " WHERE e.id ..." gives rows for event_row; what
// follows stands in column EVENT_COLUMNS_N.  c is the change, m the message of a message event.
#define EVENT_COLUMNS                                                                              \
    "e.id, e.change, e.thing, e.field, e.at, e.ref, e.old, e.new, c.actor, c.tool, c.key,"         \
    " c.undoes, m.kind"
#define EVENT_FROM                                                                                 \
    " FROM event e JOIN change c ON c.id = e.change"                                               \
    " LEFT JOIN message m ON e.field = 13 AND m.id = e.ref" /* EVENT_MESSAGE */
enum { EVENT_COLUMNS_N = 13 };

struct event_row {                      // all borrowed until the next row
    int64_t id, change, thing, at, ref; // ref 0: none
    int field;
    struct val old, new;
    int64_t actor, undoes; // 0: none
    const char *tool, *key;
    int message_kind; // of a message event, else 0
};
void event_read(struct stmt *q, struct event_row *e);

// What the event is about, appended: "status", "x.room", "customer.name".
void event_field_word(struct desk *d, const struct event_row *e, struct buf *out);
// The value before or after, appended, as a person would write it: words, names, addresses, times
// in RFC 3339; "+vip" and "-vip" after a change of tags, watchers and cc; the kind of a message.
// False if there is none.
bool event_old(struct desk *d, const struct event_row *e, struct buf *out);
bool event_new(struct desk *d, const struct event_row *e, struct buf *out);
// Was one of what a ticket has many of added or removed?  Then there is no value before.
bool event_is_member(const struct event_row *e);
// Are its values times (milliseconds since 1970)?
bool event_is_time(struct desk *d, const struct event_row *e);
// Whose event it is: number of the ticket, address of the customer, name of the agent, queue,
// field or macro, appended; false for settings, which name themselves.
bool event_thing(struct desk *d, const struct event_row *e, struct buf *out);

#endif
