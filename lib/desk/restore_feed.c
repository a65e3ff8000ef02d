// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "desk/restore_impl.h"

enum { CHUNK = 1 << 18, RECORD_MAX = 1 << 28 };

void feed_open(struct feed *f, const char *name, int fd, struct spool *spool)
{
    *f = (struct feed){
        .name = mem_strdup(name), .fd = fd, .spool = spool, .buf = BUF_INIT, .next_line = 1};
    crypto_generichash_init(&f->hash, NULL, 0, HASH_SIZE);
}

void feed_close(struct feed *f)
{
    if (f->fd >= 0 && !f->spool)
        close(f->fd);
    buf_free(&f->buf);
    free(f->name);
    *f = (struct feed){.fd = -1, .buf = BUF_INIT};
}

void feed_bad(const struct feed *f, const char *fmt, ...)
{
    struct buf b = BUF_INIT;
    va_list ap;
    va_start(ap, fmt);
    buf_vfmt(&b, fmt, ap);
    va_end(ap);
    if (f->line)
        die(EXIT_DATA, "%s:%lld: %s", f->name, (long long)f->line, b.s);
    die(EXIT_DATA, "%s: %s", f->name, b.s);
}

// What is used up goes; then one more piece comes.  False at the end of the file.
static bool more(struct feed *f)
{
    size_t rest = f->buf.len - f->at;
    if (f->at)
        memmove(f->buf.s, f->buf.s + f->at, rest);
    f->buf.len = rest;
    f->at = 0;
    if (rest > RECORD_MAX)
        feed_bad(f, "a record of more than %d MiB", RECORD_MAX >> 20);
    ssize_t n;
    if (f->spool) {
        buf_room(&f->buf, CHUNK);
        n = (ssize_t)spool_pread(f->spool, f->off, f->buf.s + f->buf.len, CHUNK);
        f->buf.len += (size_t)n;
        f->off += (uint64_t)n;
    } else {
        n = buf_some(&f->buf, f->fd, CHUNK);
    }
    if (n < 0)
        die_errno(EXIT_IO, "cannot read %s", f->name);
    return n > 0;
}

// Offset of the newline that ends the record, or the length of what is there.
static size_t find_end(struct feed *f, size_t i, bool quoted, bool *within)
{
    for (; i < f->buf.len; i++) {
        char c = f->buf.s[i];
        if (c == '"' && quoted)
            *within = !*within;
        if (c != '\n')
            continue;
        f->next_line++;
        if (!*within)
            break;
    }
    return i;
}

bool feed_record(struct feed *f, bool quoted, char **s, size_t *n)
{
    bool within = false;
    f->line = f->next_line;
    size_t i = find_end(f, f->at, quoted, &within);
    while (i == f->buf.len) {
        i -= f->at;
        if (!more(f) && f->buf.len == 0)
            return false;
        if (i == f->buf.len)
            feed_bad(f, "the file ends within this record: it is cut");
        i = find_end(f, i, quoted, &within);
    }
    *s = f->buf.s + f->at;
    *n = i - f->at;
    f->before = f->hash;
    crypto_generichash_update(&f->hash, (unsigned char *)*s, *n + 1);
    f->bytes += (int64_t)*n + 1;
    f->buf.s[i] = '\0';
    f->at = i + 1;
    return true;
}

bool feed_same(const crypto_generichash_state *hash, const char *hex)
{
    crypto_generichash_state copy = *hash;
    unsigned char digest[HASH_SIZE];
    char own[2 * HASH_SIZE + 1];
    crypto_generichash_final(&copy, digest, sizeof digest);
    sodium_bin2hex(own, sizeof own, digest, sizeof digest);
    return hex && strcmp(own, hex) == 0;
}

static int digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool unhex(const char *s, size_t n, char *to)
{
    if (n % 2)
        return false;
    for (size_t i = 0; i < n; i += 2) {
        int high = digit(s[i]), low = digit(s[i + 1]);
        if (high < 0 || low < 0)
            return false;
        *to++ = (char)(high << 4 | low);
    }
    return true;
}
