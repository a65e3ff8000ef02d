// SPDX-License-Identifier: GPL-3.0-or-later
// The ticket, and the only verbs that change one.  Each verb writes the row, its events, and what
// follows from them (rev, updated, solved, closed, counters), so that a replay of the events gives
// the row.  A change set must be open (desk_begin).  Setting what is so already does nothing.
//
// An event's time is the desk's now, but never before the ticket's last event.
#ifndef DESK_TICKET_H
#define DESK_TICKET_H

#include "desk/desk.h"
#include "desk/message.h"

struct ticket {
    int64_t id, rev;
    int status, priority, resolution;                                    // resolution 0: none
    int64_t queue, assignee, customer;                                   // 0: none
    int64_t created, updated, due, snoozed, solved, closed, first_reply; // DATE_NONE: none
    int channel;
    int64_t parent, merged;
    int64_t lease, lease_by; // held until then (DATE_NONE: not), by this agent
    int64_t reopens, transfers, agent_msgs, customer_msgs;
    char *lang, *category, *subject; // owned; NULL: none
};

// False if there is no such ticket (or it is gone).  Free with ticket_free.
bool ticket_get(struct desk *d, int64_t id, struct ticket *t);
// The same, but of a merged one the ticket where its thread goes on.
bool ticket_reach(struct desk *d, int64_t id, struct ticket *t);
void ticket_free(struct ticket *t);

int ticket_set_status(struct desk *d, struct ticket *t, int status, struct buf *err);
void ticket_set_resolution(struct desk *d, struct ticket *t, int resolution); // 0: none
void ticket_set_priority(struct desk *d, struct ticket *t, int priority);
void ticket_set_queue(struct desk *d, struct ticket *t, int64_t queue);
void ticket_set_assignee(struct desk *d, struct ticket *t, int64_t agent);
void ticket_set_customer(struct desk *d, struct ticket *t, int64_t customer);
int ticket_set_subject(struct desk *d, struct ticket *t, const char *subject, struct buf *err);
void ticket_set_category(struct desk *d, struct ticket *t, const char *category); // NULL: none
void ticket_set_lang(struct desk *d, struct ticket *t, const char *lang);
void ticket_set_due(struct desk *d, struct ticket *t, int64_t at);
void ticket_set_snooze(struct desk *d, struct ticket *t, int64_t until);
// Held by an agent until then; DATE_NONE and 0: by nobody.  No event.  A ticket that is assigned,
// given back, solved or closed is held by nobody any more.
void ticket_set_lease(struct desk *d, struct ticket *t, int64_t until, int64_t by);
void ticket_set_value(struct desk *d, struct ticket *t, int64_t field, struct val v); // x.NAME
int64_t tag_require(struct desk *d, const char *name); // a legal name; made if there is none
// Tags are made when first used.  EXIT_DATA for an illegal name.
int ticket_tag(struct desk *d, struct ticket *t, const char *tag, bool on, struct buf *err);
void ticket_participant(struct desk *d, struct ticket *t, enum participant_role role, int64_t who,
                        bool on);
// Its id.  Agents mentioned in a note become watchers (desk/mention.h).
int64_t ticket_add_message(struct desk *d, struct ticket *t, const struct message *m);

// --- making one
struct ticket_draft {
    const char *subject;                       // required: one line
    int64_t id;                                // 0: the next; else this one (restoring)
    int status, priority, resolution, channel; // 0: new, normal, none, tool
    int64_t queue, assignee, customer;
    const char *category, *lang, *key;        // key: idempotency key or foreign id, NULL: none
    int64_t due, snoozed;                     // DATE_NONE: none
    int64_t created, updated, solved, closed; // DATE_NONE: as it follows; set when restoring
    const char *const *tags;                  // each legal
    int n_tags;
    const int64_t *watchers; // agents
    int n_watchers;
    const int64_t *fields; // custom fields and their values
    const struct val *values;
    int n_values;
    struct message request; // the opening message; subject unused
};
#define TICKET_DRAFT_INIT                                                                          \
    {                                                                                              \
        .due = DATE_NONE, .snoozed = DATE_NONE, .created = DATE_NONE, .updated = DATE_NONE,        \
        .solved = DATE_NONE, .closed = DATE_NONE                                                   \
    }
// EXIT_DATA if the draft is not legal (subject empty, times in the wrong order, id taken).
int ticket_check(struct desk *d, const struct ticket_draft *draft, struct buf *err);
int ticket_new(struct desk *d, const struct ticket_draft *draft, int64_t *id, struct buf *err);

int subject_check(const char *s, struct buf *err); // not empty, at most 1000 bytes, one line

#endif
