// SPDX-License-Identifier: GPL-3.0-or-later
// Shared by the forms in which tk-show shows a ticket.  Everything is borrowed during the call.
#ifndef DESK_SHOW_IMPL_H
#define DESK_SHOW_IMPL_H

#include "desk/show.h"

struct show_fact {    // a field of the ticket
    const char *name; // as a column of a ticket, or "x.NAME"
    const char *text; // in RFC 3339 for a time; NULL: none, which a page says
    size_t len;
    int64_t at; // the time; DATE_NONE: it is none
    bool minor; // of interest to programs: counters, what a page says elsewhere
};

struct show_person {
    const char *role; // "customer", "address", "org", "watcher", "cc"
    const char *word; // login or primary address
    const char *text; // name of a person or organisation, or a further address; NULL: unknown
};

struct show_message {
    const char *subject, *body; // NULL: none
    size_t len;
    int64_t id, agent, customer; // who wrote it; 0: unknown
    int64_t at;                  // when it was written
    int64_t ticket;              // where it is now; 0: it is taken back
    int64_t split_from;          // it only opens what was split from that ticket; 0: no
    int kind, channel;
    const char *lang;
};

struct show_form {
    void (*begin)(struct show *s);
    void (*fact)(struct show *s, const struct show_fact *f);
    void (*person)(struct show *s, const struct show_person *p);
    void (*message)(struct show *s, const struct event_row *e, const struct show_message *m);
    // Any other event; of a message that is not here, or was here before, it is m, else NULL.
    void (*change)(struct show *s, const struct event_row *e, const struct show_message *m);
    void (*end)(struct show *s);
};
// Who wrote a message, appended: the login of an agent or, by word or by title, the customer; false
// if nobody knows.
bool show_author(struct show *s, const struct show_message *m,
                 void (*customer)(struct desk *d, int64_t id, struct buf *out), struct buf *out);

// Adds a change to the line of its change set: "2026-11-22 12:00 bob set priority normal -> high",
// "; merged 17 into 12".  m: as in show_form.change.
void show_change_text(struct show *s, const struct event_row *e, const struct show_message *m,
                      struct buf *line);

extern const struct show_form show_records, show_page;

void show_links(struct show *s); // all of them, as facts
void show_page_link(struct show *s, const char *relation, const struct buf *safe);

void show_records_open(struct show *s);
void show_record_id(struct show *s);
void show_records_close(struct show *s);
void show_page_open(struct show *s);
void show_page_close(struct show *s);

#endif
