// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/buf.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"

#define READ_CHUNK 65536u

char buf_empty[1] = "";

void buf_init(struct buf *b)
{
    *b = (struct buf)BUF_INIT;
}

void buf_free(struct buf *b)
{
    if (b->cap) {
        free(b->s);
    }
    buf_init(b);
}

void buf_reset(struct buf *b)
{
    buf_cut(b, 0);
}

void buf_room(struct buf *b, size_t n)
{
    if (b->cap > b->len && n < b->cap - b->len) {
        return;
    }
    if (n >= SIZE_MAX - b->len) {
        die_memory();
    }
    b->s = mem_grow(b->cap ? b->s : NULL, &b->cap, b->len + n, 1);
    b->s[b->len] = 0;
}

void buf_cut(struct buf *b, size_t len)
{
    if (len < b->len) {
        b->len = len;
        b->s[len] = 0;
    }
}

char *buf_detach(struct buf *b)
{
    buf_room(b, 0); // the caller frees it, so it cannot be buf_empty
    char *s = b->s;
    buf_init(b);
    return s;
}

void buf_add(struct buf *b, const void *p, size_t n)
{
    if (n) {
        buf_room(b, n);
        memcpy(b->s + b->len, p, n);
        b->len += n;
        b->s[b->len] = 0;
    }
}

void buf_str(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

void buf_ch(struct buf *b, char c)
{
    buf_room(b, 1);
    b->s[b->len++] = c;
    b->s[b->len] = 0;
}

void buf_fill(struct buf *b, char c, size_t n)
{
    buf_room(b, n);
    memset(b->s + b->len, c, n);
    b->len += n;
    b->s[b->len] = 0;
}

void buf_num(struct buf *b, double v)
{
    char s[32];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(s, sizeof s, "%.*g", digits, v);
        if (strtod(s, NULL) == v) {
            break;
        }
    }
    char *comma = strchr(s, ','); // of a locale
    if (comma) {
        *comma = '.';
    }
    buf_str(b, s);
}

void buf_int(struct buf *b, long long v)
{
    char digits[24], *p = digits + sizeof digits;
    unsigned long long rest = v < 0 ? 0 - (unsigned long long)v : (unsigned long long)v;
    do {
        *--p = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (v < 0) {
        *--p = '-';
    }
    buf_add(b, p, (size_t)(digits + sizeof digits - p));
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    buf_vfmt(b, fmt, ap);
    va_end(ap);
}

void buf_vfmt(struct buf *b, const char *fmt, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    buf_room(b, 64);
    size_t room = b->cap - b->len;
    int n = vsnprintf(b->s + b->len, room, fmt, ap);
    if (n < 0) {
        die(EXIT_SOFTWARE, "cannot format \"%s\"", fmt);
    }
    if ((size_t)n >= room) {
        buf_room(b, (size_t)n);
        vsnprintf(b->s + b->len, (size_t)n + 1, fmt, again);
    }
    b->len += (size_t)n;
    va_end(again);
}

void buf_trim(struct buf *b)
{
    size_t n = b->len;
    while (n && strchr(" \t\n\r\f\v", b->s[n - 1]) && b->s[n - 1]) {
        n--;
    }
    buf_cut(b, n);
}

// True when the call that just failed on fd is to be made again.
static bool again(int fd, short events)
{
    if (errno == EAGAIN || errno == EWOULDBLOCK) {
        struct pollfd wait = {.fd = fd, .events = events};
        return poll(&wait, 1, -1) >= 0 || errno == EINTR;
    }
    return errno == EINTR;
}

ssize_t buf_some(struct buf *b, int fd, size_t max)
{
    ssize_t n;
    buf_room(b, max);
    do {
        n = read(fd, b->s + b->len, max);
    } while (n < 0 && again(fd, POLLIN));
    if (n > 0) {
        b->len += (size_t)n;
        b->s[b->len] = 0;
    }
    return n;
}

int buf_read(struct buf *b, int fd, size_t max)
{
    ssize_t n;
    while (max && (n = buf_some(b, fd, max < READ_CHUNK ? max : READ_CHUNK))) {
        if (n < 0) {
            return -1;
        }
        max -= (size_t)n;
    }
    if (max) {
        return 0;
    }
    n = buf_some(b, fd, 1);
    if (n > 0) {
        buf_cut(b, b->len - 1);
        errno = EFBIG;
    }
    return n ? -1 : 0;
}

int buf_write(int fd, const void *p, size_t n)
{
    const char *at = p;
    while (n) {
        ssize_t done = write(fd, at, n);
        if (done < 0 && !again(fd, POLLOUT)) {
            return -1;
        }
        if (done > 0) {
            at += done;
            n -= (size_t)done;
        }
    }
    return 0;
}
