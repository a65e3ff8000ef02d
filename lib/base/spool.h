// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes kept for later without holding a lock or much memory: up to SPOOL_MEMORY in memory, the
// rest in an unlinked temporary file (TMPDIR, else /var/tmp).
#ifndef BASE_SPOOL_H
#define BASE_SPOOL_H

#include <stdint.h>

#include "base/buf.h"

#define SPOOL_MEMORY (4u << 20)

struct spool {
    struct buf mem;   // bytes not yet in the file
    int fd;           // -1 until the first overflow
    uint64_t written; // bytes in the file
};
void spool_init(struct spool *s);
void spool_free(struct spool *s);
uint64_t spool_size(const struct spool *s);
// Dies with EXIT_TEMP when the disk is full.
void spool_add(struct spool *s, const void *p, size_t n);
// Adds all of fd; dies naming it on a read error.
void spool_fill(struct spool *s, int fd, const char *name);
// Copies len bytes at off to out (appends).  Dies on a read error.
void spool_read(struct spool *s, uint64_t off, size_t len, struct buf *out);
// Reads up to n bytes at off into p; 0 at the end.
size_t spool_pread(struct spool *s, uint64_t off, char *p, size_t n);

#endif
