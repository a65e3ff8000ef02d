// SPDX-License-Identifier: GPL-3.0-or-later
// Tickets as a whole: their fields, their people, and all that was said and done, in order.
//
// Two forms: records, one item each, for pipes; and the page that a person reads (-F table without
// -c), which on a terminal goes through the pager.  Each ticket is one short read of its own.
#ifndef DESK_SHOW_H
#define DESK_SHOW_H

#include "desk/event_text.h"
#include "desk/pick.h"
#include "desk/ticket.h"
#include "desk/tool.h"

extern const struct rec_column show_columns[]; // name NULL ends it
#define SHOW_COLUMNS "id,kind,item,at,author,name,old,text"
#define SHOW_WORDS   /* all */                                                                     \
    "id kind item at author name old text event change actor tool key channel lang subject"

struct show {
    struct tool *t;
    const struct show_form *form;
    bool thread;          // only the messages
    bool ids;             // only the numbers of the tickets
    bool paged;           // all is kept for the pager
    struct ticket ticket; // the one being shown
    struct pick columns;  // records
    struct recout *r;
    struct page *page;
    struct buf text, word;
    int64_t shown;
};
// thread: only messages.  Ends the tool with EXIT_USAGE for bad columns.
void show_open(struct show *s, struct tool *t, bool thread);
bool show_ticket(struct show *s, int64_t id); // false if there is none
void show_close(struct show *s);              // ends the output; the pager runs here

#endif
