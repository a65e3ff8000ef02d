// SPDX-License-Identifier: GPL-3.0-or-later
// Text with placeholders, as macros have it.
//
//     {NAME}          the value of NAME; where it has none the text cannot be used
//     {NAME|DEFAULT}  DEFAULT where it has none: one line without braces, may be empty
//     {{ and }}       a brace itself
//
// NAME is one of TEMPLATE_WORDS or x.FIELD, a custom field.  There is one pass: a value is text,
// whatever stands in it.
#ifndef DESK_TEMPLATE_H
#define DESK_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

// clang-format off
#define TEMPLATE_WORDS(X)                                                                          \
    X(PLACE_TICKET_ID, "ticket.id", "number of the ticket")                                        \
    X(PLACE_TICKET_SUBJECT, "ticket.subject", "its subject")                                       \
    X(PLACE_TICKET_STATUS, "ticket.status", "new open pending hold solved closed")                 \
    X(PLACE_TICKET_RESOLUTION, "ticket.resolution", "how it ended")                                \
    X(PLACE_TICKET_PRIORITY, "ticket.priority", "low normal high urgent")                          \
    X(PLACE_TICKET_QUEUE, "ticket.queue", "name of the queue")                                     \
    X(PLACE_TICKET_CATEGORY, "ticket.category", "its category")                                    \
    X(PLACE_TICKET_ASSIGNEE, "ticket.assignee", "login of the agent who has it")                   \
    X(PLACE_TICKET_LANG, "ticket.lang", "its language")                                            \
    X(PLACE_TICKET_CREATED, "ticket.created", "when it was made")                                  \
    X(PLACE_TICKET_DUE, "ticket.due", "when it is due")                                            \
    X(PLACE_CUSTOMER_NAME, "customer.name", "name of the customer")                                \
    X(PLACE_CUSTOMER_FIRST, "customer.first", "first word of the name")                            \
    X(PLACE_CUSTOMER_ADDRESS, "customer.address", "primary address")                               \
    X(PLACE_CUSTOMER_LANG, "customer.lang", "language of the customer")                            \
    X(PLACE_CUSTOMER_ORG, "customer.org", "organisation")                                          \
    X(PLACE_AGENT_LOGIN, "agent.login", "login of the agent who answers")                          \
    X(PLACE_AGENT_NAME, "agent.name", "name of that agent")                                        \
    X(PLACE_AGENT_FIRST, "agent.first", "first word of that name")                                 \
    X(PLACE_CUSTOM, "x.FIELD", "a custom field of the ticket")
// clang-format on
#define TEMPLATE_ENUM(id, word, help) id,
enum template_word { TEMPLATE_WORDS(TEMPLATE_ENUM) };
#undef TEMPLATE_ENUM

struct template_part { // a placeholder and the text before it; all borrowed from the template
    const char *text;
    size_t len;
    enum template_word word;
    const char *name;     // as written; NULL: the end, there is no placeholder
    const char *fallback; // NULL: none
    long line;
    int64_t field; // of PLACE_CUSTOM: for the caller to fill in
};
struct template
{
    struct buf store; // what the parts point to
    struct template_part *part;
    size_t n, cap;
};

// Reads text[0..len).  EXIT_DATA with line and reason: an unknown placeholder (custom fields are
// not looked up), an open brace, one that closes nothing.  Free with template_free in any case.
int template_parse(struct template *t, const char *text, size_t len, struct buf *err);
void template_free(struct template *t);

// Appends the value of a placeholder; false: it has none.
typedef bool template_value(void *arg, const struct template_part *p, struct buf *out);
// Appends the text with its values.  EXIT_DATA with the reason: a placeholder without value and
// default, or more than max bytes.
int template_render(const struct template *t, template_value *value, void *arg, size_t max,
                    struct buf *out, struct buf *err);

// The i-th placeholder and what it means; NULL behind the last.
const char *template_word_name(size_t i, const char **help);

#endif
