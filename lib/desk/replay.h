// SPDX-License-Identifier: GPL-3.0-or-later
// What the events of one thing add up to.  Knows no rows and no SQL: events in, facts out.
//
// A thing is a number; the ticket, the customer, the agent ... of that number share one replay,
// since the field of an event says whose it is.  A fact is one value that a row must have: a column
// (field), or one of many (field and ref: a tag; field and text: a setting).
#ifndef DESK_REPLAY_H
#define DESK_REPLAY_H

#include <jansson.h>

#include "base/buf.h"
#include "desk/names.h"
#include "store/change.h"

// Facts that follow from several events; numbered beside enum event_field.
enum fact_field {
    FACT_REV = 900,
    FACT_CREATED,
    FACT_UPDATED,
    FACT_SOLVED,
    FACT_CLOSED,
    FACT_FIRST_REPLY,
    FACT_CHANNEL,
    FACT_REOPENS,
    FACT_TRANSFERS,
    FACT_AGENT_MSGS,
    FACT_CUSTOMER_MSGS,
    FACT_CUSTOMER_SINCE, // when the customer was made
};

struct fact {
    int field;        // enum event_field or enum fact_field
    int64_t ref, at;  // at: of its first event
    const char *text; // address of a contact, key of a setting or of a ticket; else ""
    size_t len;
    struct val value; // VAL_NULL: there must be none
    bool erased;      // the text that said so was erased: any value is right
    bool seen;        // for the caller: a row had it
};

struct replay {
    struct step *step;
    size_t n_steps, cap_steps;
    struct fact *fact;
    size_t n_facts, cap_facts;
    struct buf text; // the values of the steps
    json_t *init;
    bool init_erased; // what the ticket began with is unknown
    bool addresses_erased;
    int64_t agent_msgs, customer_msgs, first_reply; // counted by replay_message
};

void replay_init(struct replay *r);
void replay_free(struct replay *r);

void replay_start(struct replay *r); // forget the last thing
// Adds an event; in any order.  Values are copied.  counts: its change set was neither undone nor
// is an undo (desk/effective.h), so that it stamps and counts.
void replay_add(struct replay *r, int64_t id, const struct event *e, bool erased, bool counts);
// Makes the facts.  False if the first values of the ticket cannot be read.
bool replay_fold(struct replay *r);

// NULL: the events say nothing about it.  Good until replay_start.
struct fact *replay_find(const struct replay *r, int field, int64_t ref, const char *text);
// What kind a message of the ticket is, and of when: only its row says so.  Then replay_count gives
// the facts that follow from the messages: FACT_FIRST_REPLY, FACT_AGENT_MSGS, FACT_CUSTOMER_MSGS.
void replay_message(struct replay *r, enum message_kind kind, int64_t at);
struct val replay_count(const struct replay *r, int field);

// The field whose event made the thing that `field` belongs to; 0 for a setting.
int replay_maker(int field);

#endif
