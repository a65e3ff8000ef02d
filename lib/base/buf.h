// SPDX-License-Identifier: GPL-3.0-or-later
// One growable byte buffer for everything that grows.
//
// Invariants: s is never NULL and s[len] is 0, so s is always a C string (bytes may hold NUL).
// A buffer made with BUF_INIT needs no allocation until something is added.
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct buf {
    char *s;
    size_t len, cap;
};

extern char buf_empty[1];
#define BUF_INIT                                                                                   \
    {                                                                                              \
        buf_empty, 0, 0                                                                            \
    }

void buf_init(struct buf *b);
void buf_free(struct buf *b);            // back to BUF_INIT
void buf_reset(struct buf *b);           // length 0, memory kept
void buf_room(struct buf *b, size_t n);  // n more bytes fit without moving
void buf_cut(struct buf *b, size_t len); // shorten to len
char *buf_detach(struct buf *b);         // the string, owned by the caller; b is empty again

void buf_add(struct buf *b, const void *p, size_t n);
void buf_str(struct buf *b, const char *s);
void buf_ch(struct buf *b, char c);
void buf_fill(struct buf *b, char c, size_t n);
void buf_int(struct buf *b, long long v);
void buf_num(struct buf *b, double v); // the shortest text that reads back the same; v is finite
void buf_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vfmt(struct buf *b, const char *fmt, va_list ap);
void buf_trim(struct buf *b); // drop white space at the end

// All three retry after a signal, and wait where fd does not block.
// Appends all of fd.  0, or -1 with errno (EFBIG when more than max bytes came).
int buf_read(struct buf *b, int fd, size_t max);
// Appends what one read(2) of at most max bytes gives: their number, 0 at the end, -1 with errno.
ssize_t buf_some(struct buf *b, int fd, size_t max);
// Writes all n bytes; 0, or -1 with errno.
int buf_write(int fd, const void *p, size_t n);

#endif
