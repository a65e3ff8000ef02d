// SPDX-License-Identifier: GPL-3.0-or-later
// A typed value on its way into SQL or into an event.  Text and blobs are borrowed.
#ifndef STORE_VAL_H
#define STORE_VAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum val_type { VAL_NULL, VAL_INT, VAL_REAL, VAL_TEXT, VAL_BLOB, VAL_SQL };

struct val {
    enum val_type type;
    int64_t i;
    double r;
    const void *p; // text or blob
    size_t n;
};

struct val val_null(void);
struct val val_int(int64_t i);
struct val val_real(double r);
struct val val_str(const char *s);            // NULL becomes SQL NULL
struct val val_text(const char *s, size_t n); // the same
struct val val_blob(const void *p, size_t n);
struct val val_id(int64_t id);   // 0 becomes NULL
struct val val_time(int64_t at); // DATE_NONE becomes NULL
struct val val_same(struct val v);
bool val_equal(const struct val *a, const struct val *b);

// V(x): any C value as a struct val, its type chosen by the compiler.
#define V(x)                                                                                       \
    _Generic((x), bool: val_int, int: val_int, unsigned: val_int, long: val_int,                   \
        long long: val_int, unsigned long: val_int, double: val_real, char *: val_str,             \
        const char *: val_str, struct val: val_same)(x)

#endif
