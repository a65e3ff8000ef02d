// SPDX-License-Identifier: GPL-3.0-or-later
// Messages of a thread, and the full-text index over them.
#ifndef DESK_MESSAGE_H
#define DESK_MESSAGE_H

#include "desk/desk.h"

#define MESSAGE_MAX (1u << 20) // bytes of a body

struct message {
    enum message_kind kind;
    int64_t agent, customer; // who wrote it; 0: unknown
    enum channel channel;
    const char *lang, *msgid;   // NULL: unknown, none
    const char *subject, *body; // NULL: none
    size_t body_len;
};

// Inserts the row and its index entry at time `at`; the digest that its event carries goes into
// digest.  `subject` is what it is found by: the ticket's subject for the opening message.
int64_t message_insert(struct desk *d, int64_t ticket, int64_t at, const struct message *m,
                       const char *subject, unsigned char digest[HASH_SIZE]);
// Around any change of what a message is found by: first out, then in again.
void message_unindex(struct desk *d, int64_t id);
void message_index(struct desk *d, int64_t id);
// Body of the customer's last message in the thread that the ticket leads to, owned; NULL if there
// is none.
char *message_last_customer(struct desk *d, int64_t ticket);
int64_t message_opening(struct desk *d, int64_t ticket); // id of the opening message

// The digest of a stored message, as its event has it; q's columns from i: ticket, at, kind, agent,
// customer, channel, lang, msgid, subject, body, seal.
void message_digest(struct stmt *q, int i, unsigned char digest[HASH_SIZE]);

// EXIT_DATA unless text is valid UTF-8 without NUL and not too long.
int text_check(const char *what, const char *s, size_t n, struct buf *err);
// The same for one line of at most LINE_MAX_BYTES: names, titles.
int line_check(const char *what, const char *s, struct buf *err);
#define LINE_MAX_BYTES 1000

// Bulk loads: a larger buffer in front of the full-text index (16 MiB), then the default again.
void message_bulk(struct desk *d, bool on);

#endif
