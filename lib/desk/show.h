// SPDX-License-Identifier: GPL-3.0-or-later
// Tickets as a whole: their fields, their people, and all that was said and done, in order.
//
// Two forms: records, one item each, for pipes; and the page that a person reads (-F table without
// -c), which on a terminal goes through the pager.  Each ticket is one short read of its own.
// A merged ticket is shown by the one where its thread goes on, which has the messages of all that
// were merged into it.
#ifndef DESK_SHOW_H
#define DESK_SHOW_H

#include "desk/event_text.h"
#include "desk/pick.h"
#include "desk/ticket.h"
#include "desk/tool.h"

extern const struct rec_column show_columns[]; // name NULL ends it
#define SHOW_COLUMNS "id,kind,item,at,author,name,old,text"
#define SHOW_WORDS   /* all */                                                                     \
    "id kind item at author name old text event change actor tool key channel lang subject"        \
    " origin"

struct show {
    struct tool *t;
    const struct show_form *form;
    bool thread;          // only the messages
    bool ids;             // only the numbers of the tickets
    bool paged;           // all is kept for the pager
    struct ticket ticket; // the one being shown
    int64_t asked;        // for which it is shown: another one, when that is merged
    bool joined;          // others are merged into it
    int64_t *followed;    // owned; shown already, when a merged one led there
    size_t n_followed, cap_followed;
    struct pick columns; // records
    struct recout *r;
    struct page *page;
    struct buf text, word;
    int64_t shown;
};
// thread: only messages.  Ends the tool with EXIT_USAGE for bad columns.
void show_open(struct show *s, struct tool *t, bool thread);
// False if there is none.  One to which several numbers lead is shown once.
bool show_ticket(struct show *s, int64_t id);
void show_close(struct show *s); // ends the output; the pager runs here

#endif
