// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/buf.h"

#include <errno.h>
#include <limits.h>

#include "child.h"
#include "tap.h"

static void test_adding(void)
{
    struct buf b = BUF_INIT;
    is_str(b.s, "", "empty without allocation");
    buf_str(&b, "ab");
    buf_ch(&b, 'c');
    buf_add(&b, "d\0e", 3);
    is_int((long long)b.len, 6, "bytes may hold NUL");
    ok(!memcmp(b.s, "abcd\0e", 7), "and are terminated");
    buf_cut(&b, 4);
    buf_fill(&b, '-', 3);
    buf_int(&b, LLONG_MIN);
    buf_int(&b, 0);
    is_str(b.s, "abcd----92233720368547758080", "cut, fill, int");
    buf_cut(&b, 999);
    is_int((long long)b.len, 28, "cut never lengthens");
    buf_reset(&b);
    size_t cap = b.cap;
    is_str(b.s, "", "reset");
    buf_room(&b, 5000);
    const char *before = b.s;
    buf_fill(&b, 'x', 5000);
    ok(b.cap > cap && b.s == before, "room: 5000 more bytes without moving");
    buf_free(&b);
    ok(b.s == buf_empty && !b.cap, "free: back to BUF_INIT");
}

static void test_formats(void)
{
    struct buf b = BUF_INIT;
    buf_fmt(&b, "%s", "");
    buf_fmt(&b, "%d:%0300d", 5, 7);
    is_int((long long)b.len, 302, "fmt grows");
    is_str(b.s + 296, "000007", "fmt is whole after growing");
    buf_reset(&b);
    buf_str(&b, "a b \t\r\n");
    buf_trim(&b);
    is_str(b.s, "a b", "trim");
    char *s = buf_detach(&b);
    is_str(s, "a b", "detach");
    is_str(b.s, "", "detach leaves it empty");
    free(s);
    s = buf_detach(&b);
    is_str(s, "", "detach of nothing is an empty string");
    free(s);
}

static void test_files(void)
{
    struct buf b = BUF_INIT, big = BUF_INIT;
    FILE *f = tmpfile();
    int fd = fileno(f);
    buf_fill(&big, 'y', 200000);
    is_int(buf_write(fd, big.s, big.len), 0, "write");
    lseek(fd, 0, SEEK_SET);
    is_int(buf_read(&b, fd, 200000), 0, "read: exactly as much as allowed");
    ok(b.len == big.len && !memcmp(b.s, big.s, b.len), "read gives what was written");
    lseek(fd, 0, SEEK_SET);
    buf_reset(&b);
    int rc = buf_read(&b, fd, 199999);
    ok(rc == -1 && errno == EFBIG && b.len == 199999, "read: one byte too many is EFBIG");
    rc = buf_read(&b, -1, 10);
    ok(rc == -1 && errno == EBADF, "read: error");
    buf_reset(&b);
    lseek(fd, 199998, SEEK_SET);
    is_int(buf_some(&b, fd, 10), 2, "some: what is there");
    is_int(buf_some(&b, fd, 10), 0, "some: the end");
    is_str(b.s, "yy", "some appends");
    rc = buf_write(-1, "x", 1);
    ok(rc == -1 && errno == EBADF, "write: error");
    fclose(f);
    buf_free(&b);
    buf_free(&big);
}

// A pipe that does not block: the writer must wait for the reader, and the reader for the writer.
static void test_waiting(void)
{
    struct buf b = BUF_INIT, big = BUF_INIT;
    int ends[2];
    buf_fill(&big, 'z', 1000000);
    ok(pipe(ends) == 0, "pipe");
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    fflush(stdout);
    if (fork() == 0) {
        close(ends[0]);
        _exit(buf_write(ends[1], big.s, big.len) ? 1 : 0);
    }
    close(ends[1]);
    is_int(buf_read(&b, ends[0], 2000000), 0, "read waits");
    is_int((long long)b.len, 1000000, "all came through");
    int status = -1;
    wait(&status);
    is_int(status, 0, "write waits");
    close(ends[0]);
    buf_free(&b);
    buf_free(&big);
}

int main(void)
{
    struct buf b;
    buf_init(&b);
    is_str(b.s, "", "init");
    test_adding();
    test_formats();
    test_files();
    test_waiting();
    return done();
}
