// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/spool.h"

#include "base/err.h"
#include "child.h"
#include "tap.h"

enum { LINE = 100 };

static void number_line(char *line, unsigned long i)
{
    snprintf(line, LINE + 1, "%099lu\n", i);
}

static bool has_line(struct spool *s, unsigned long i)
{
    struct buf b = BUF_INIT;
    char line[LINE + 1];
    number_line(line, i);
    spool_read(s, i * LINE, LINE, &b);
    bool same = !strcmp(b.s, line);
    buf_free(&b);
    return same;
}

static void test_large(void)
{
    struct spool s;
    char line[LINE + 1], rest[2 * LINE];
    unsigned long n = 3 * SPOOL_MEMORY / LINE;
    spool_init(&s);
    for (unsigned long i = 0; i < n; i++) {
        number_line(line, i);
        spool_add(&s, line, LINE);
    }
    ok(s.fd >= 0 && s.mem.len <= SPOOL_MEMORY, "most of it is in a file");
    ok(fcntl(s.fd, F_GETFD) & FD_CLOEXEC, "which children do not inherit");
    is_int((long long)spool_size(&s), (long long)(n * LINE), "size");
    bool same = true;
    for (unsigned long i = 0; i < n; i += 997) {
        same = same && has_line(&s, i);
    }
    ok(same && has_line(&s, n - 1), "read: everything, from file and memory");
    struct buf all = BUF_INIT;
    spool_read(&s, 0, n * LINE, &all);
    ok(all.len == n * LINE, "read across the border");
    is_int((long long)spool_pread(&s, n * LINE - 5, rest, sizeof rest), 5, "pread: the rest");
    is_int((long long)spool_pread(&s, n * LINE, rest, sizeof rest), 0, "pread: the end");
    buf_fill(&all, 'b', SPOOL_MEMORY + 1);
    spool_add(&s, all.s, all.len);
    is_int((long long)spool_size(&s), (long long)(n * LINE + all.len), "more than fits in memory");
    ok(has_line(&s, n - 1), "and order is kept");
    buf_free(&all);
    spool_free(&s);
    is_int((long long)spool_size(&s), 0, "free: empty again");
}

static void test_fill(void)
{
    struct spool s;
    FILE *f = tmpfile();
    for (int i = 0; i < 100000; i++) {
        fputs("some line of text that is fifty bytes long or so.\n", f);
    }
    rewind(f);
    spool_init(&s);
    spool_add(&s, "first\n", 6);
    spool_fill(&s, fileno(f), "stdin");
    is_int((long long)spool_size(&s), 5000006, "fill: all of it");
    fclose(f);
    spool_free(&s);
}

static void fill_directory(const void *name)
{
    struct spool s;
    spool_init(&s);
    spool_fill(&s, open("/", O_RDONLY), name);
}

static void no_dir(const void *arg)
{
    struct spool s;
    setenv("TMPDIR", "/nonexistent", 1);
    spool_init(&s);
    for (unsigned i = 0; i <= SPOOL_MEMORY / LINE; i++) {
        spool_add(&s, arg, LINE);
    }
}

static void behind(const void *arg)
{
    struct spool s;
    struct buf b = BUF_INIT;
    spool_init(&s);
    spool_add(&s, arg, 3);
    spool_read(&s, 1, 3, &b);
}

static void test_no_trace(void)
{
    char dir[200];
    struct spool s;
    setenv("TMPDIR", child_dir(dir, sizeof dir), 1);
    spool_init(&s);
    char *block = calloc(1, SPOOL_MEMORY + 1);
    spool_add(&s, block, SPOOL_MEMORY + 1);
    ok(s.fd >= 0 && rmdir(dir) == 0, "the file has no name: its directory is empty");
    free(block);
    spool_free(&s);
    unsetenv("TMPDIR");
}

int main(void)
{
    char line[LINE + 1];
    err_prog = "tk-x";
    number_line(line, 1);
    test_large();
    test_fill();
    test_no_trace();
    struct child_result r = child_run(fill_directory, "stdin");
    is_str(r.err, "tk-x: cannot read stdin: Is a directory\n", "fill: a read error is named");
    is_int(r.status, EXIT_IO, "fill: and dies");
    r = child_run(no_dir, line);
    is_str(r.err, "tk-x: temporary file in /nonexistent: No such file or directory\n",
           "add: nowhere to write is named");
    is_int(r.status, EXIT_TEMP, "add: and dies");
    is_int(child_run(behind, line).status, EXIT_SOFTWARE, "read behind the end");
    return done();
}
