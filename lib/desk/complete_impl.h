// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of completion only: what is being completed, and the sources of words.
#ifndef DESK_COMPLETE_IMPL_H
#define DESK_COMPLETE_IMPL_H

#include "base/opt.h"
#include "desk/complete.h"
#include "desk/tool.h"

struct completion {
    const struct command *cmd;
    const char *word;         // the word being completed, as far as typed
    size_t at;                // candidates replace it from here; what stands before is repeated
    const char *lead;         // stands before each candidate though it was not typed: "+", or ""
    bool query;               // candidates are values in a query: quoted where it needs that
    struct opt_list operands; // before the word
    const struct opt *option; // the word is the value of this one; or NULL
    bool ended;               // the word is behind "--"
    bool claims;              // --claim or --release was given: tk-assign takes no agent then
    bool metrics;             // -M was given: tk-report takes no name of a report then
    const char *db, *as;      // values of -d and --as
    struct desk desk;
    bool tried, open; // the database
    struct buf out;
};

// One candidate: kept when it goes on from what was typed and is safe for a terminal.  end: ":" or
// "=" behind it, or "".  text: its description, any bytes, or NULL.
void complete_offer(struct completion *c, const char *s, const char *end, const char *text);
// The same without asking whether it goes on from what was typed.
void complete_put(struct completion *c, const char *s, const char *text);
// The desk, opened when first asked for; NULL if there is none that can be read.
struct desk *complete_desk(struct completion *c);

// Values of one kind; words: the option's own list, or NULL.
void complete_values(struct completion *c, enum opt_value kind, const char *words);
void complete_ids(struct completion *c);
void complete_messages(struct completion *c); // of the ticket that is the first operand
void complete_none_any(struct completion *c);
// All custom fields, as x.NAME and with `end`; and the values that one (without "x.") may have.
void complete_fields(struct completion *c, const char *end);
void complete_field_values(struct completion *c, const char *name);

// Of a list that commas part: where it begins; c->at moves to its last element.  And whether its
// other elements name something already.
size_t complete_list(struct completion *c);
bool complete_listed(const struct completion *c, size_t from, const char *name);

void complete_metrics(struct completion *c);
void complete_dimensions(struct completion *c);
void complete_cell(struct completion *c); // DIMENSION=
void complete_report(struct completion *c);

void complete_query(struct completion *c); // the last term of a query
void complete_set(struct completion *c);   // FIELD=VALUE of tk-set; of an option: x.NAME=VALUE
void complete_match(struct completion *c); // FIELD=VALUE of --match
void complete_map(struct completion *c);   // THEIRS=OURS of --map

void complete_verbs(struct completion *c);                    // a verb, or an operand of it
const struct verb *complete_verb(const struct completion *c); // the one given, or NULL
// Words of an option that are others for some verbs: "a b|queue=c d".  Owned; NULL stays NULL.
char *complete_verb_words(const struct completion *c, const char *words);
bool complete_verb_takes(const struct verb *v, const struct opt *o); // NULL takes all

#endif
