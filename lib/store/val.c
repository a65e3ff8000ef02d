// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "base/date.h"
#include "store/val.h"

struct val val_null(void)
{
    return (struct val){.type = VAL_NULL};
}

struct val val_int(int64_t i)
{
    return (struct val){.type = VAL_INT, .i = i};
}

struct val val_real(double r)
{
    return (struct val){.type = VAL_REAL, .r = r};
}

struct val val_text(const char *s, size_t n)
{
    return s ? (struct val){.type = VAL_TEXT, .p = s, .n = n} : val_null();
}

struct val val_str(const char *s)
{
    return val_text(s, s ? strlen(s) : 0);
}

struct val val_blob(const void *p, size_t n)
{
    return (struct val){.type = VAL_BLOB, .p = p, .n = n};
}

struct val val_id(int64_t id)
{
    return id ? val_int(id) : val_null();
}

struct val val_time(int64_t at)
{
    return at == DATE_NONE ? val_null() : val_int(at);
}

struct val val_same(struct val v)
{
    return v;
}

bool val_equal(const struct val *a, const struct val *b)
{
    if (a->type != b->type)
        return false;
    switch (a->type) {
    case VAL_NULL:
        return true;
    case VAL_INT:
        return a->i == b->i;
    case VAL_REAL:
        return a->r == b->r;
    default:
        return a->n == b->n && memcmp(a->p, b->p, a->n) == 0;
    }
}
