// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"

void *mem_alloc(size_t n)
{
    return mem_array(n, 1);
}

void *mem_array(size_t n, size_t size)
{
    if (size && n > SIZE_MAX / size) {
        die_memory();
    }
    // calloc(0) may give NULL, which would look like a failure
    void *p = calloc(n && size ? n : 1, n && size ? size : 1);
    if (!p) {
        die_memory();
    }
    return p;
}

void *mem_grow(void *p, size_t *cap, size_t need, size_t size)
{
    if (need < *cap) {
        return p;
    }
    size_t most = SIZE_MAX / size;
    if (need >= most) {
        die_memory();
    }
    size_t n = *cap > most / 2 ? most : *cap * 2;
    if (n <= need) {
        n = need < 8 ? 8 : need + 1;
    }
    p = n <= most ? realloc(p, n * size) : NULL;
    if (!p) {
        die_memory();
    }
    *cap = n;
    return p;
}

char *mem_strdup(const char *s)
{
    return s ? mem_strndup(s, strlen(s)) : NULL;
}

char *mem_strndup(const char *s, size_t n)
{
    if (n == SIZE_MAX) {
        die_memory();
    }
    char *copy = mem_alloc(n + 1);
    if (n) {
        memcpy(copy, s, n);
    }
    return copy;
}

char *mem_printf(const char *fmt, ...)
{
    struct buf b = BUF_INIT;
    va_list ap;
    va_start(ap, fmt);
    buf_vfmt(&b, fmt, ap);
    va_end(ap);
    return buf_detach(&b);
}
