// SPDX-License-Identifier: GPL-3.0-or-later
// A ticket's past, written at once: its steps are taken one by one at their own times, and then the
// row, its messages and all events are written.  For imports: nothing is refused for policy, since
// it has happened.  A change set must be open from past_new or past_open to past_end.
//
// A step is never before the one that was taken last: it is clamped, and counted.  A step that
// changes nothing is none.
#ifndef DESK_TICKET_PAST_H
#define DESK_TICKET_PAST_H

#include "desk/ticket.h"

struct past_value { // of a custom field
    int64_t field;
    struct val v; // its text is owned
};
struct past_step {
    int field;
    int64_t at, ref;
    struct val old, new;     // text and bytes are owned
    struct message *message; // of EVENT_MESSAGE, owned with its text
    bool first;              // the opening message
};

struct past {
    struct desk *d;
    bool fresh;      // there is no row yet
    struct ticket t; // as it is behind the last step; subject, category, lang are owned
    struct buf init; // what the INIT event of a new one says
    int64_t *tags;
    size_t n_tags, cap_tags;
    struct past_value *value;
    size_t n_values, cap_values;
    struct past_step *step;
    size_t n_steps, cap_steps;
    int64_t clamped;
    bool subject_changed, many_loaded;
    bool known;         // its origin was
    char *source, *key; // of its origin, with seen; NULL: as it is
    struct buf seen;
};

// A new ticket.  Of the draft count subject, priority, channel, queue, assignee, customer,
// category, lang, due, tags as ids in `tags`, fields and values, and request; it is new at
// `created`.  EXIT_DATA if the subject or the text is not legal.
int past_new(struct past *p, struct desk *d, const struct ticket_draft *draft, const int64_t *tags,
             int64_t created, struct buf *err);
// One that is there.  False if it is gone.
bool past_open(struct past *p, struct desk *d, int64_t id);
void past_free(struct past *p);

// Values as events have them: a number or NULL for EVENT_STATUS, PRIORITY, QUEUE, ASSIGNEE,
// CUSTOMER, DUE, RESOLUTION; text or NULL for SUBJECT, CATEGORY, LANG; any for EVENT_CUSTOM +
// field. A resolution of what is not solved is let be.
void past_set(struct past *p, int64_t at, int field, struct val v);
struct val past_get(struct past *p, int field); // borrowed until the next step
void past_tag(struct past *p, int64_t at, int64_t tag, bool on);
bool past_has_tag(struct past *p, int64_t tag);
void past_message(struct past *p, int64_t at, const struct message *m);
// EVENT_REOPENS, EVENT_TRANSFERS (a count), EVENT_SOLVED, EVENT_CLOSED (a time): what is stated.
void past_state(struct past *p, int64_t at, int field, int64_t v);
void past_restored(struct past *p, int64_t at); // its last time, unless it is that already
// Where it is from, and what of it was taken.
void past_origin(struct past *p, const char *source, const char *key, const void *seen, size_t n);

// A step without values, for the parts of this: never before the last one.
struct past_step *past_step(struct past *p, int field, int64_t at);
// Writes it; the ticket's id.  Nothing is written when no step was taken.
int64_t past_end(struct past *p);

#endif
