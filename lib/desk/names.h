// SPDX-License-Identifier: GPL-3.0-or-later
// Every enumeration of the desk and its words, each from one list.  The numbers are stored in the
// database: never renumber, only append.
#ifndef DESK_NAMES_H
#define DESK_NAMES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

#define STATUS_LIST(X)                                                                             \
    X(STATUS_NEW, 1, "new")                                                                        \
    X(STATUS_OPEN, 2, "open")                                                                      \
    X(STATUS_PENDING, 3, "pending") /* waits for the customer */                                   \
    X(STATUS_HOLD, 4, "hold")       /* waits for a third party */                                  \
    X(STATUS_SOLVED, 5, "solved")                                                                  \
    X(STATUS_CLOSED, 6, "closed")

#define PRIORITY_LIST(X)                                                                           \
    X(PRIORITY_LOW, 1, "low")                                                                      \
    X(PRIORITY_NORMAL, 2, "normal")                                                                \
    X(PRIORITY_HIGH, 3, "high")                                                                    \
    X(PRIORITY_URGENT, 4, "urgent")

#define RESOLUTION_LIST(X)                                                                         \
    X(RESOLUTION_FIXED, 1, "fixed")                                                                \
    X(RESOLUTION_ANSWERED, 2, "answered")                                                          \
    X(RESOLUTION_WORKAROUND, 3, "workaround")                                                      \
    X(RESOLUTION_DUPLICATE, 4, "duplicate")                                                        \
    X(RESOLUTION_DECLINED, 5, "declined")                                                          \
    X(RESOLUTION_UNREPRODUCIBLE, 6, "unreproducible")                                              \
    X(RESOLUTION_NO_REPLY, 7, "no-reply")                                                          \
    X(RESOLUTION_SPAM, 8, "spam")

#define CHANNEL_LIST(X)                                                                            \
    X(CHANNEL_TOOL, 0, "tool") /* an agent or a script at a command line */                        \
    X(CHANNEL_MAIL, 1, "mail")                                                                     \
    X(CHANNEL_WEB, 2, "web")                                                                       \
    X(CHANNEL_CHAT, 3, "chat")                                                                     \
    X(CHANNEL_PHONE, 4, "phone")

#define MESSAGE_LIST(X)                                                                            \
    X(MESSAGE_REQUEST, 1, "request")  /* what opened the ticket; exactly one each */               \
    X(MESSAGE_CUSTOMER, 2, "message") /* more from a customer */                                   \
    X(MESSAGE_REPLY, 3, "reply")      /* public, from an agent */                                  \
    X(MESSAGE_NOTE, 4, "note")        /* internal */

#define ROLE_LIST(X)                                                                               \
    X(ROLE_VIEWER, 0, "viewer") /* reads */                                                        \
    X(ROLE_AGENT, 1, "agent")   /* works on tickets and customers */                               \
    X(ROLE_LEAD, 2, "lead")     /* also queues, fields and who serves what */                      \
    X(ROLE_ADMIN, 3, "admin")   /* also agents, roles, acting as others, restoring */

#define CONTACT_LIST(X)                                                                            \
    X(CONTACT_MAIL, 1, "mail")                                                                     \
    X(CONTACT_PHONE, 2, "phone")

#define FIELD_TYPE_LIST(X)                                                                         \
    X(FIELD_TEXT, 1, "text")                                                                       \
    X(FIELD_NUMBER, 2, "number")                                                                   \
    X(FIELD_TIME, 3, "time")                                                                       \
    X(FIELD_FLAG, 4, "flag")                                                                       \
    X(FIELD_CHOICE, 5, "choice")

#define PARTICIPANT_LIST(X)                                                                        \
    X(PARTICIPANT_WATCHER, 1, "watcher") /* an agent */                                            \
    X(PARTICIPANT_CC, 2, "cc")           /* a customer */

// A row of link: ticket a KIND ticket b.  The parent of a ticket is a column of its own.
#define LINK_LIST(X)                                                                               \
    X(LINK_BLOCKS, 1, "blocks")       /* b cannot be closed before a is */                         \
    X(LINK_RELATED, 2, "related")     /* either way round */                                       \
    X(LINK_DUPLICATE, 3, "duplicate") /* a asks what b asks */

// What an event is about.  Above 0 its thing is a ticket; above 1000 the custom field of that id
// less 1000; below 0 its thing is the customer, agent, queue, field or setting of the name.
#define EVENT_LIST(X)                                                                              \
    X(EVENT_INIT, 1, "init") /* new: the other first values as JSON */                             \
    X(EVENT_STATUS, 2, "status")                                                                   \
    X(EVENT_QUEUE, 3, "queue")                                                                     \
    X(EVENT_PRIORITY, 4, "priority")                                                               \
    X(EVENT_ASSIGNEE, 5, "assignee")                                                               \
    X(EVENT_CUSTOMER, 6, "customer")                                                               \
    X(EVENT_SUBJECT, 7, "subject")                                                                 \
    X(EVENT_CATEGORY, 8, "category")                                                               \
    X(EVENT_LANG, 9, "lang")                                                                       \
    X(EVENT_DUE, 10, "due")                                                                        \
    X(EVENT_SNOOZE, 11, "snooze")                                                                  \
    X(EVENT_RESOLUTION, 12, "resolution")                                                          \
    X(EVENT_MESSAGE, 13, "message") /* ref: message; new: its digest */                            \
    X(EVENT_TAG, 14, "tag")         /* ref: tag; new: 1 added, 0 removed */                        \
    X(EVENT_WATCHER, 15, "watcher") /* ref: agent; new: 1 added, 0 removed */                      \
    X(EVENT_CC, 16, "cc")           /* ref: customer; new: 1 added, 0 removed */                   \
    X(EVENT_PARENT, 17, "parent")                                                                  \
    X(EVENT_MERGED, 18, "merged")                                                                  \
    X(EVENT_GONE, 19, "gone")                                                                      \
    X(EVENT_RESTORED, 20, "restored") /* the last time of a restored ticket */                     \
    X(EVENT_KEY, 21, "key")           /* new: idempotency key under which it was made */           \
    X(EVENT_BLOCKS, 22, "blocks")     /* these three, ref: the other ticket; new: 1 or 0 */        \
    X(EVENT_RELATED, 23, "related")                                                                \
    X(EVENT_DUPLICATE, 24, "duplicate")                                                            \
    /* stated by an imported log, where it differs from what its steps give: */                    \
    X(EVENT_REOPENS, 25, "reopens") /* counts new - old more */                                    \
    X(EVENT_TRANSFERS, 26, "transfers")                                                            \
    X(EVENT_SOLVED, 27, "solved")                                                                  \
    X(EVENT_CLOSED, 28, "closed")                                                                  \
    X(EVENT_ORIGIN, 29, "origin") /* bytes: SOURCE, blank, KEY, newline, what was taken of it */   \
    X(EVENT_CUSTOMER_MADE, -100, "customer.made")                                                  \
    X(EVENT_CUSTOMER_NAME, -101, "customer.name")                                                  \
    X(EVENT_CUSTOMER_LANG, -102, "customer.lang")                                                  \
    X(EVENT_CUSTOMER_TZ, -103, "customer.tz")                                                      \
    X(EVENT_CUSTOMER_NOTE, -104, "customer.note")                                                  \
    X(EVENT_CUSTOMER_ORG, -105, "customer.org")                                                    \
    X(EVENT_CUSTOMER_ADDRESS, -106, "customer.address") /* ref: kind */                            \
    X(EVENT_CUSTOMER_PRIMARY, -107, "customer.primary") /* ref: kind; new: the address */          \
    X(EVENT_CUSTOMER_GONE, -108, "customer.gone")                                                  \
    X(EVENT_CUSTOMER_MERGED, -109, "customer.merged") /* new: the customer it went into */         \
    X(EVENT_ORG_MADE, -150, "org.made")                                                            \
    X(EVENT_TAG_MADE, -160, "tag.made") /* new: its name */                                        \
    X(EVENT_AGENT_MADE, -200, "agent.made")                                                        \
    X(EVENT_AGENT_NAME, -201, "agent.name")                                                        \
    X(EVENT_AGENT_ROLE, -202, "agent.role")                                                        \
    X(EVENT_AGENT_CAPACITY, -203, "agent.capacity")                                                \
    X(EVENT_AGENT_AWAY, -204, "agent.away")                                                        \
    X(EVENT_AGENT_SERVES, -205, "agent.serves") /* ref: queue; new: level, NULL: no more */        \
    X(EVENT_AGENT_GONE, -206, "agent.gone")                                                        \
    X(EVENT_QUEUE_MADE, -300, "queue.made")                                                        \
    X(EVENT_QUEUE_TITLE, -301, "queue.title")                                                      \
    X(EVENT_QUEUE_GONE, -302, "queue.gone")                                                        \
    X(EVENT_FIELD_MADE, -400, "field.made") /* new: its name */                                    \
    X(EVENT_FIELD_TYPE, -401, "field.type")                                                        \
    X(EVENT_FIELD_CHOICES, -402, "field.choices")                                                  \
    X(EVENT_FIELD_GONE, -403, "field.gone")                                                        \
    X(EVENT_SETTING, -500, "setting")       /* old and new: "key=value" */                         \
    X(EVENT_REQUEST, -600, "request")       /* new: the answer to a keyed request */               \
    X(EVENT_MACRO_MADE, -700, "macro.made") /* new: its name */                                    \
    X(EVENT_MACRO_TITLE, -701, "macro.title")                                                      \
    X(EVENT_MACRO_TEXT, -702, "macro.text") /* old and new: "lang=text" */                         \
    X(EVENT_MACRO_ACTIONS, -703, "macro.actions")                                                  \
    X(EVENT_MACRO_GONE, -704, "macro.gone")

#define NAMES_ENUM(id, number, word) id = number,
enum status { STATUS_LIST(NAMES_ENUM) STATUS_N }; // from 1: an array of STATUS_N has a place each
enum priority { PRIORITY_LIST(NAMES_ENUM) };
enum resolution { RESOLUTION_LIST(NAMES_ENUM) };
enum channel { CHANNEL_LIST(NAMES_ENUM) };
enum message_kind { MESSAGE_LIST(NAMES_ENUM) };
enum role { ROLE_LIST(NAMES_ENUM) };
enum contact_kind { CONTACT_LIST(NAMES_ENUM) };
enum field_type { FIELD_TYPE_LIST(NAMES_ENUM) };
enum participant_role { PARTICIPANT_LIST(NAMES_ENUM) };
enum link_kind { LINK_LIST(NAMES_ENUM) };
enum event_field { EVENT_LIST(NAMES_ENUM) EVENT_CUSTOM = 1000 };
#undef NAMES_ENUM

struct name {
    int number;
    const char *word; // NULL ends a list
};
extern const struct name names_status[], names_priority[], names_resolution[], names_channel[],
    names_message[], names_role[], names_contact[], names_field_type[], names_participant[],
    names_link[], names_event[];

const char *name_word(const struct name *list, int number); // NULL if there is none
int name_number(const struct name *list, const char *word); // -1 if there is none
// `unknown WHAT "word", did you mean "x"? (a, b, c)`
void name_complain(struct buf *err, const struct name *list, const char *what, const char *word);

// Is s a legal name of a tag, agent, queue or field?  A letter, then letters, digits, ". _ -";
// 2 to 64 bytes; not me, none or any.  Says why not.
bool name_legal(const char *s, const char *what, struct buf *err);
// Whether a character above ASCII may stand in a name: none that is blank, unseen or turns others.
bool name_may_hold(int32_t cp);
// Is s a language, BCP 47 in its simple form: cs, pl, he, en-GB?  Says why not.
bool lang_legal(const char *s, struct buf *err);

#endif
