// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/mem.h"

#include <stdint.h>

#include "base/err.h"
#include "child.h"
#include "tap.h"

static void too_many(const void *arg)
{
    mem_array(SIZE_MAX / 2, *(const size_t *)arg);
}

static void too_large(const void *arg)
{
    size_t cap = 0;
    mem_grow(NULL, &cap, SIZE_MAX / 8, *(const size_t *)arg);
}

static void test_grow(void)
{
    size_t cap = 0, moves = 0;
    int *p = NULL;
    for (size_t i = 0; i < 10000; i++) {
        size_t before = cap;
        p = mem_grow(p, &cap, i, sizeof *p);
        p[i] = (int)i;
        moves += cap != before;
    }
    ok(cap >= 10000 && p[0] == 0 && p[9999] == 9999, "mem_grow keeps what is there");
    ok(moves < 20, "mem_grow doubles");
    free(p);
}

int main(void)
{
    char *p = mem_alloc(100), *q = mem_array(25, 4), *none = mem_alloc(0);
    char zero[100] = {0};
    ok(!memcmp(p, zero, 100), "mem_alloc: zeroed");
    ok(!memcmp(q, zero, 100), "mem_array: zeroed");
    ok(none != NULL, "mem_alloc(0) is something");
    free(p);
    free(q);
    free(none);

    size_t size = 16;
    is_int(child_run(too_many, &size).status, EXIT_TEMP, "mem_array: overflow dies");
    is_int(child_run(too_large, &size).status, EXIT_TEMP, "mem_grow: overflow dies");
    test_grow();

    char *s = mem_strdup("abc"), *t = mem_strndup("abcdef", 2), *f = mem_printf("%d-%s", 7, "x");
    is_str(s, "abc", "mem_strdup");
    is_str(mem_strdup(NULL), NULL, "mem_strdup(NULL)");
    is_str(t, "ab", "mem_strndup");
    is_str(f, "7-x", "mem_printf");
    free(s);
    free(t);
    free(f);
    return done();
}
