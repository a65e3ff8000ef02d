// SPDX-License-Identifier: GPL-3.0-or-later
// Customers and their addresses.  One address belongs to one customer; a customer has several, the
// one of rank 0 is the primary, which stands for the customer wherever one word must.
#ifndef DESK_CUSTOMER_H
#define DESK_CUSTOMER_H

#include "desk/desk.h"

struct contact {
    enum contact_kind kind;
    char *address; // normalised: mail in lower case, phone as + and digits
    char *shown;   // as typed
    char *name;    // of "Name <address>", or NULL
};
// Reads "ana@example.com", "Ana B. <ana@example.com>", "+420 777 123 456".  EXIT_DATA with the
// reason if it is none of these.  Free with contact_free, also after a fault.
int contact_parse(struct contact *c, const char *text, struct buf *err);
void contact_free(struct contact *c);
char *contact_prefix(const char *s); // mail address, or its beginning, as it is stored; owned

// The customer with this address, or of this number ("12"): EXIT_NOUSER if there is none.
int customer_find(struct desk *d, const char *text, int64_t *id, struct buf *err);
// The same, made if there is none; a name in the text is kept where the customer has none yet.
int customer_require(struct desk *d, const char *text, int64_t *id, struct buf *err);

// Fields of customer_set: name lang tz note org; "" or NULL clears.  EXIT_USAGE for another field,
// EXIT_DATA for a bad value.
int customer_set(struct desk *d, int64_t id, const char *field, const char *value, struct buf *err);
int customer_add_address(struct desk *d, int64_t id, const char *text, struct buf *err);
int customer_drop_address(struct desk *d, int64_t id, const char *text, struct buf *err);
int customer_set_primary(struct desk *d, int64_t id, const char *text, struct buf *err);

// Primary address, or "#12" for a customer without one; appended.
void customer_word(struct desk *d, int64_t id, struct buf *out);
// "Name <address>" as far as known, appended.
void customer_title(struct desk *d, int64_t id, struct buf *out);

// An organisation of this name, made if there is none.
int64_t org_require(struct desk *d, const char *name);

#endif
