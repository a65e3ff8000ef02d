// SPDX-License-Identifier: GPL-3.0-or-later
// Shared by the forms of a customer's profile.  Everything is borrowed during the call.
#ifndef DESK_PROFILE_IMPL_H
#define DESK_PROFILE_IMPL_H

#include "desk/profile.h"

struct profile_head {
    const char *word;                          // primary address
    const char *name, *org, *lang, *tz, *note; // NULL: unknown
    int64_t made;
};

enum profile_wait { WAIT_NOTHING, WAIT_US, WAIT_THEM, WAIT_OTHERS };

struct profile_ticket {
    int64_t id;
    bool theirs;                     // else of somebody else: they are in copy, or wrote
    int status, resolution;          // 0: none
    int64_t queue, assignee, merged; // 0: none
    int64_t created, first_reply, solved, closed; // DATE_NONE: none
    enum profile_wait wait;
    int64_t since; // of the wait
    char *subject; // owned
};

struct profile_message {
    int64_t id, at, agent, customer; // 0: unknown
    int kind, channel;
    const char *lang, *subject, *body; // NULL: none
    size_t len;
};

struct profile {
    struct tool *t;
    const struct profile_form *form;
    int64_t id; // of the customer being shown
    int shown;
    struct profile_ticket *ticket; // owned array, those not solved first, each part newest first
    size_t n, cap;
    struct pick columns; // records
    struct recout *r;
    bool ids;
    struct buf text, word;
};

struct profile_form {
    void (*head)(struct profile *p, const struct profile_head *h);
    // shown: as typed; NULL: nothing else than the address
    void (*address)(struct profile *p, int kind, const char *address, const char *shown);
    void (*tickets)(struct profile *p); // p->ticket is filled
    void (*ticket)(struct profile *p, const struct profile_ticket *k);
    void (*message)(struct profile *p, const struct profile_ticket *k,
                    const struct profile_message *m);
};
extern const struct profile_form profile_records, profile_page;

const char *profile_wait_word(enum profile_wait w); // us them others; NULL
// Who wrote it, appended: login, or by `customer` the address or the title; false if nobody knows.
bool profile_author(struct profile *p, const struct profile_message *m,
                    void (*customer)(struct desk *d, int64_t id, struct buf *out), struct buf *out);

void profile_records_open(struct profile *p);
void profile_records_close(struct profile *p);

#endif
