// SPDX-License-Identifier: GPL-3.0-or-later
// Checked allocation: never returns NULL, dies with EXIT_TEMP when memory is gone.
// What these return is owned by the caller, free with free().
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

void *mem_alloc(size_t n);                                      // zeroed
void *mem_array(size_t n, size_t size);                         // zeroed, overflow checked
void *mem_grow(void *p, size_t *cap, size_t need, size_t size); // p[need] fits; *cap in items; the
                                                                // new part is not zeroed
char *mem_strdup(const char *s);                                // NULL stays NULL
char *mem_strndup(const char *s, size_t n);                     // always terminated
char *mem_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
