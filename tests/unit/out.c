// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/out.h"

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "base/err.h"
#include "child.h"
#include "tap.h"

static char dir[200];

static const char *in_dir(const char *name)
{
    static char path[4][300];
    static int turn;
    char *p = path[turn++ % 4];
    snprintf(p, sizeof path[0], "%s/%s", dir, name);
    return p;
}

static const char *content(const char *path)
{
    static char text[1000];
    FILE *f = fopen(path, "r");
    if (!f) {
        return NULL;
    }
    text[fread(text, 1, sizeof text - 1, f)] = 0;
    fclose(f);
    return text;
}

static int entries(void)
{
    DIR *d = opendir(dir);
    int n = -2; // . and ..
    while (readdir(d)) {
        n++;
    }
    closedir(d);
    return n;
}

static void write_file(const char *path, const char *text)
{
    struct out o;
    out_open(&o, path);
    buf_str(&o.buf, text);
    out_record(&o);
    out_finish(&o);
}

// --- a file ---

static void test_new_file(void)
{
    struct stat st;
    const char *path = in_dir("new");
    mode_t old = umask(027);
    write_file(path, "one\n");
    umask(old);
    is_str(content(path), "one\n", "new file: content");
    ok(!stat(path, &st) && (st.st_mode & 07777) == 0640, "new file: mode 0666 & ~umask");
    chmod(path, 0604);
    write_file(path, "two\n");
    is_str(content(path), "two\n", "old file: replaced");
    ok(!stat(path, &st) && (st.st_mode & 07777) == 0604, "old file: mode kept");
    is_int(entries(), 1, "nothing is left beside it");
}

static void test_old_until_finish(void)
{
    struct out o;
    const char *path = in_dir("new");
    out_open(&o, path);
    buf_fill(&o.buf, 'x', OUT_CHUNK);
    buf_ch(&o.buf, '\n');
    out_record(&o);
    out_flush(&o);
    is_str(content(path), "two\n", "the old content stays until out_finish");
    is_int(entries(), 2, "while there is a temporary file");
    out_abandon(&o);
    is_str(content(path), "two\n", "abandon: the old content stays");
    is_int(entries(), 1, "abandon: the temporary file goes");
}

static void test_links(void)
{
    struct stat st;
    unlink(in_dir("link"));
    ok(!symlink("new", in_dir("link")), "link");
    write_file(in_dir("link"), "through\n");
    ok(!lstat(in_dir("link"), &st) && S_ISLNK(st.st_mode), "a link stays a link");
    is_str(content(in_dir("new")), "through\n", "and its file is replaced");
    ok(!symlink(in_dir("far"), in_dir("dangling")), "dangling link");
    write_file(in_dir("dangling"), "far\n");
    is_str(content(in_dir("far")), "far\n", "a link to nothing makes its file");
    ok(!lstat(in_dir("dangling"), &st) && S_ISLNK(st.st_mode), "and stays a link");
}

static void read_fifo(const void *path)
{
    printf("%s", content(path));
}

static void test_in_place(void)
{
    struct stat st;
    const char *path = in_dir("fifo");
    mkfifo(path, 0600);
    fflush(stdout);
    if (fork() == 0) {
        write_file(path, "piped\n");
        _exit(0);
    }
    is_str(child_run(read_fifo, path).out, "piped\n", "a fifo is written in place");
    wait(NULL);
    ok(!stat(path, &st) && S_ISFIFO(st.st_mode), "and stays a fifo");
}

static void open_and_die(const void *path)
{
    struct out o;
    out_open(&o, path);
    buf_str(&o.buf, "half\n");
    out_flush(&o);
    die(EXIT_DATA, "stop");
}

static void open_only(const void *path)
{
    struct out o;
    out_open(&o, path);
    out_abandon(&o);
}

static void file_too_big(const void *path)
{
    struct rlimit limit = {1000, 1000};
    struct out o;
    out_guard_fds();
    setrlimit(RLIMIT_FSIZE, &limit);
    out_open(&o, path);
    buf_fill(&o.buf, 'x', 100000);
    out_finish(&o);
}

static void test_failures(void)
{
    int before = entries();
    struct child_result r = child_run(open_and_die, in_dir("new"));
    is_int(r.status, EXIT_DATA, "die: status");
    is_int(entries(), before, "die: the temporary file goes");
    is_str(content(in_dir("new")), "through\n", "die: the old content stays");

    r = child_run(open_only, in_dir("none/x"));
    is_int(r.status, EXIT_CANTCREATE, "no directory: status");
    ok(strstr(r.err, "none/x: No such file or directory\n") != NULL, "no directory: message");
    r = child_run(open_only, dir);
    is_int(r.status, EXIT_CANTCREATE, "is a directory: status");

    r = child_run(file_too_big, in_dir("new"));
    is_int(r.status, EXIT_IO, "file too large: status");
    ok(strstr(r.err, "write error on ") && strstr(r.err, "File too large"), "and message");
    is_int(entries(), before, "and no temporary file");
}

// --- stdout ---

static void to_full(const void *stands)
{
    struct out o;
    dup2(open("/dev/full", O_WRONLY), STDOUT_FILENO);
    out_open(&o, NULL);
    err_stands = stands;
    buf_str(&o.buf, "x\n");
    out_finish(&o);
}

static void to_closed_pipe(const void *stands)
{
    struct out o;
    int ends[2];
    if (pipe(ends) || close(ends[0]) || dup2(ends[1], STDOUT_FILENO) < 0) {
        _exit(99);
    }
    out_open(&o, NULL);
    err_stands = stands;
    buf_str(&o.buf, "x\n");
    out_finish(&o);
}

static void to_ignored_pipe(const void *stands)
{
    signal(SIGPIPE, SIG_IGN);
    to_closed_pipe(stands);
}

static void closed(const void *what)
{
    struct out o;
    close(STDIN_FILENO);
    close(STDOUT_FILENO);
    out_guard_fds();
    char c;
    if (read(STDIN_FILENO, &c, 1) != 0) {
        _exit(99);
    }
    out_open(&o, NULL);
    buf_str(&o.buf, what);
    out_finish(&o);
}

static void plain(const void *text)
{
    struct out o;
    out_open(&o, NULL);
    buf_str(&o.buf, text);
    out_finish(&o);
    int fd = open("/", O_RDONLY);
    _exit(fd > STDERR_FILENO ? 0 : 1);
}

static void test_stdout(void)
{
    struct child_result r = child_run(plain, "hello\n");
    is_str(r.out, "hello\n", "stdout");
    is_int(r.status, 0, "number 1 stays taken after out_finish");

    r = child_run(to_full, NULL);
    is_int(r.status, EXIT_IO, "/dev/full: status");
    is_str(r.err, "tk-x: write error on stdout: No space left on device\n", "/dev/full: message");
    r = child_run(to_full, "change 812 stands, output lost");
    is_str(r.err,
           "tk-x: write error on stdout: No space left on device; "
           "change 812 stands, output lost\n",
           "/dev/full after a commit");

    r = child_run(to_closed_pipe, NULL);
    is_int(r.status, 128 + SIGPIPE, "closed pipe: dies by the signal");
    r = child_run(to_ignored_pipe, NULL);
    is_int(r.status, EXIT_IO, "closed pipe, signal ignored: status");
    is_str(r.err, "", "closed pipe, signal ignored: silent");
    r = child_run(to_ignored_pipe, "change 812 stands, output lost");
    is_str(r.err, "tk-x: change 812 stands, output lost\n", "closed pipe after a commit");
    is_int(r.status, EXIT_IO, "closed pipe after a commit: status");

    is_int(child_run(closed, "").status, 0, "closed stdout: fine while nothing is written");
    is_int(child_run(closed, "x\n").status, EXIT_IO, "closed stdout: a lost record is a failure");
}

// --- records ---

enum { RECORDS = 200000 };

static void many(bool hold)
{
    struct out o;
    out_open(&o, NULL);
    o.hold = hold;
    for (int i = 0; i < RECORDS; i++) {
        buf_fmt(&o.buf, "record %d of many, long enough to fill some chunks\n", i);
        out_record(&o);
    }
    out_finish(&o);
}

// A socket of packets: each read gives what one write gave.
static void test_records(bool hold)
{
    struct buf all = BUF_INIT;
    int ends[2], split = 0;
    ok(!socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), "socket");
    fflush(stdout);
    if (fork() == 0) {
        dup2(ends[1], STDOUT_FILENO);
        many(hold);
        _exit(0);
    }
    close(ends[1]);
    while (buf_some(&all, ends[0], 1u << 20) > 0) {
        split += all.s[all.len - 1] != '\n';
    }
    close(ends[0]);
    wait(NULL);
    size_t lines = 0;
    for (const char *p = all.s; (p = strchr(p, '\n')); p++) {
        lines++;
    }
    is_int((long long)lines, RECORDS, hold ? "held: all records" : "all records");
    ok(all.len > 10 && strstr(all.s + all.len - 80, "record 199999 of"), "in order");
    is_int(split, 0, "each write ends on a record");
    buf_free(&all);
}

static void held(const void *arg)
{
    struct out o;
    (void)arg;
    out_open(&o, NULL);
    o.hold = true;
    buf_fill(&o.buf, 'x', OUT_CHUNK);
    buf_ch(&o.buf, '\n');
    out_record(&o);
    out_abandon(&o);
}

int main(void)
{
    err_prog = "tk-x";
    child_dir(dir, sizeof dir);
    test_new_file();
    test_old_until_finish();
    test_links();
    test_in_place();
    test_failures();
    test_stdout();
    test_records(false);
    test_records(true);
    is_str(child_run(held, NULL).out, "", "held records are not written before the flush");
    char command[300];
    snprintf(command, sizeof command, "rm -r '%s'", dir);
    return system(command) ? 1 : done();
}
