// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/job.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"

extern char **environ;

enum { NOT_RUN = 126, NOT_FOUND = 127 };

static struct termios terminal; // there is one controlling terminal
static bool has_terminal;

void job_start(void)
{
    has_terminal = tcgetattr(STDIN_FILENO, &terminal) == 0;
}

static void restore_terminal(void)
{
    if (has_terminal)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal);
}

// --- signals

// While it runs, Ctrl-C is the job's affair.
struct guard {
    struct sigaction interrupt, quit;
    sigset_t mask;
};

static void guard_begin(struct guard *g)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigset_t ending;
    sigaction(SIGINT, &ignore, &g->interrupt);
    sigaction(SIGQUIT, &ignore, &g->quit);
    sigemptyset(&ending);
    sigaddset(&ending, SIGHUP);
    sigaddset(&ending, SIGTERM);
    sigprocmask(SIG_UNBLOCK, &ending, &g->mask);
}

static void guard_end(const struct guard *g)
{
    sigprocmask(SIG_SETMASK, &g->mask, NULL);
    sigaction(SIGINT, &g->interrupt, NULL);
    sigaction(SIGQUIT, &g->quit, NULL);
}

// --- starting one

// In the child all signals are what they are to a program that sh starts: what was ignored when we
// came stays so, and what we ignore for ourselves is not.
static void plain_signals(posix_spawnattr_t *attr)
{
    sigset_t plain, none;
    sigemptyset(&plain);
    sigemptyset(&none);
    sigaddset(&plain, SIGQUIT); // see reader_start
    sigaddset(&plain, SIGXFSZ); // see out_guard_fds
    posix_spawnattr_init(attr);
    posix_spawnattr_setsigdefault(attr, &plain);
    posix_spawnattr_setsigmask(attr, &none);
    posix_spawnattr_setflags(attr, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
}

// fd: its stdin, stdout, stderr.  0 or an error number.
static int start(const char *path, char *const *argv, const int fd[3], pid_t *pid)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    plain_signals(&attr);
    posix_spawn_file_actions_init(&files);
    for (int i = 0; i < 3; i++)
        if (fd[i] != i)
            posix_spawn_file_actions_adddup2(&files, fd[i], i);
    int error = posix_spawnp(pid, path, &files, &attr, argv, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attr);
    return error;
}

static int open_null(int flags)
{
    int fd = open("/dev/null", flags | O_CLOEXEC);
    if (fd < 0)
        die_errno(0, "/dev/null");
    return fd;
}

static bool make_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        return false;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return true;
}

// --- waiting

volatile sig_atomic_t job_hangup;

static int status_of(int status)
{
    return WIFSIGNALED(status) ? JOB_SIGNALLED + WTERMSIG(status) : WEXITSTATUS(status);
}

static int wait_for(pid_t pid)
{
    int status = 0;
    if (job_hangup) // it came while another one was waited for
        kill(pid, job_hangup);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        if (job_hangup)
            kill(pid, job_hangup);
    return status_of(status);
}

// --- saying how it ended

// "exit 65", "killed by SIGTERM".
static void put_status(int status, struct buf *out)
{
    static const struct {
        int number;
        const char *name;
    } signals[] = {{SIGHUP, "SIGHUP"},   {SIGINT, "SIGINT"},   {SIGQUIT, "SIGQUIT"},
                   {SIGABRT, "SIGABRT"}, {SIGKILL, "SIGKILL"}, {SIGSEGV, "SIGSEGV"},
                   {SIGPIPE, "SIGPIPE"}, {SIGTERM, "SIGTERM"}, {SIGXFSZ, "SIGXFSZ"}};
    if (status < JOB_SIGNALLED) {
        buf_fmt(out, "exit %d", status);
        return;
    }
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (signals[i].number == status - JOB_SIGNALLED) {
            buf_fmt(out, "killed by %s", signals[i].name);
            return;
        }
    buf_fmt(out, "killed by signal %d", status - JOB_SIGNALLED);
}

struct run { // of a pipeline
    const struct job *job;
    size_t n;
    bool interactive;
    pid_t *pid; // of each; -1: it could not be started, and that was told
    int *status;
};

// What was interrupted was so by the person; a command that feeds another may find it gone, and in
// a script so may the last.  What could not be started was told then.
static bool worth_telling(const struct run *r, size_t i)
{
    int status = r->status[i];
    if (status == JOB_SIGNALLED + SIGPIPE)
        return i + 1 == r->n && r->interactive;
    return r->pid[i] > 0 && status && status != JOB_SIGNALLED + SIGINT;
}

static void tell(const struct run *r)
{
    struct buf line = BUF_INIT;
    bool interrupted = false;
    for (size_t i = 0; i < r->n; i++) {
        interrupted = interrupted || r->status[i] == JOB_SIGNALLED + SIGINT;
        if (!worth_telling(r, i))
            continue;
        buf_str(&line, line.len ? ", " : "[");
        if (r->n > 1)
            buf_fmt(&line, "%s: ", r->job[i].name);
        put_status(r->status[i], &line);
    }
    if (interrupted && r->interactive) // behind the ^C of the terminal
        warn_more("%s", "");
    if (line.len)
        warn_more("%s]", line.s);
    buf_free(&line);
}

static int refuse(const struct job *job, int error)
{
    if (error == E2BIG)
        warn("%s: a word of the line is too long for a program: write it into a file, for -f",
             job->name);
    else
        warn("%s: %s", job->name, error == ENOENT ? "no such program" : strerror(error));
    return error == ENOENT ? NOT_FOUND : NOT_RUN;
}

// --- a pipeline

static int open_file(const struct job *job, bool in)
{
    const char *path = in ? job->in : job->out;
    int flags = in ? O_RDONLY : O_WRONLY | O_CREAT | (job->append ? O_APPEND : O_TRUNC);
    int fd = open(path, flags | O_CLOEXEC, 0666);
    if (fd < 0)
        warn("%s: %s", path, strerror(errno));
    return fd;
}

static void set_many(const struct job *job, size_t i, long long many)
{
    char number[32];
    snprintf(number, sizeof number, "%lld", many);
    if (many > 0 && i > 0 && job->own)
        setenv("TK_ASK_MANY", number, 1);
    else
        unsetenv("TK_ASK_MANY");
}

// The descriptors of one; from: where its input comes from.  Takes over `from`.
struct ends {
    int in, out, next; // next: where the input of the following one comes from; -1: none
};

static void replace(int *fd, int by)
{
    if (*fd > STDERR_FILENO)
        close(*fd);
    *fd = by;
}

static bool open_ends(const struct job *job, bool last, int from, struct ends *e)
{
    int ends[2] = {-1, STDOUT_FILENO};
    bool piped = last || make_pipe(ends);
    *e = (struct ends){.in = from, .out = ends[1], .next = ends[0]};
    if (!piped)
        warn("%s: %s", job->name, strerror(errno));
    if (piped && job->in)
        replace(&e->in, open_file(job, true));
    if (piped && job->out && e->in >= 0)
        replace(&e->out, open_file(job, false));
    return piped && e->in >= 0 && e->out >= 0;
}

static void close_ends(const struct ends *e)
{
    if (e->in > STDERR_FILENO)
        close(e->in);
    if (e->out > STDERR_FILENO)
        close(e->out);
}

static void start_one(struct run *r, size_t i, const struct ends *e, long long many)
{
    const struct job *job = &r->job[i];
    set_many(job, i, many);
    int error = start(job->path, job->argv, (int[]){e->in, e->out, STDERR_FILENO}, &r->pid[i]);
    if (error) {
        r->pid[i] = -1;
        r->status[i] = refuse(job, error);
    }
}

static void start_all(struct run *r, long long many)
{
    int from = r->interactive ? STDIN_FILENO : open_null(O_RDONLY);
    for (size_t i = 0; i < r->n; i++) {
        struct ends e;
        r->pid[i] = -1;
        if (open_ends(&r->job[i], i + 1 == r->n, from, &e))
            start_one(r, i, &e, many);
        else
            r->status[i] = r->job[i].in && e.in < 0 ? EXIT_NOINPUT : EXIT_CANTCREATE;
        close_ends(&e);
        from = e.next;
    }
    unsetenv("TK_ASK_MANY");
}

int job_run(const struct job *job, size_t n, bool interactive, long long many)
{
    struct guard g;
    struct run r = {.job = job,
                    .n = n,
                    .interactive = interactive,
                    .pid = mem_array(n, sizeof *r.pid),
                    .status = mem_array(n, sizeof *r.status)};
    start_all(&r, many); // Ctrl-C ends the opening of a FIFO
    guard_begin(&g);
    for (size_t i = 0; i < n; i++)
        if (r.pid[i] > 0)
            r.status[i] = wait_for(r.pid[i]);
    restore_terminal();
    guard_end(&g);
    tell(&r);
    int last = r.status[n - 1];
    free(r.pid);
    free(r.status);
    return last;
}

static int64_t left_ms(int64_t until)
{
    int64_t left = until - date_monotonic();
    return left > 0 ? left : 0;
}

// All that it says; ms 0: however long that takes.  False when it is late, or says too much for
// one that somebody waits for.
static bool read_answer(int fd, int ms, int64_t until, struct buf *out)
{
    enum { BLOCK = 65536, MOST = 1 << 22 };
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    for (;;) {
        int n = ms ? poll(&ready, 1, (int)left_ms(until)) : 1;
        if (n == 0 || (ms && out->len > MOST))
            return false;
        if (n > 0 && buf_some(out, fd, BLOCK) <= 0)
            return true;
    }
}

// One that has said all may still not end.
static bool ends_until(pid_t pid, int64_t until)
{
    siginfo_t info = {0};
    while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && !info.si_pid) {
        if (!left_ms(until))
            return false;
        poll(NULL, 0, 1);
    }
    return true;
}

int job_capture(const char *path, char *const *argv, int ms, struct buf *out)
{
    int64_t until = date_monotonic() + ms;
    int ends[2];
    pid_t pid;
    struct guard g;
    if (!make_pipe(ends))
        return NOT_RUN;
    int in = open_null(O_RDONLY), err = ms ? open_null(O_WRONLY) : STDERR_FILENO;
    int error = start(path, argv, (int[]){in, ends[1], err}, &pid);
    close(in);
    if (ms)
        close(err);
    close(ends[1]);
    guard_begin(&g);
    bool late = !error && !read_answer(ends[0], ms, until, out);
    close(ends[0]);
    late = late || (!error && ms && !ends_until(pid, until));
    if (late)
        kill(pid, SIGKILL);
    int status = error ? NOT_RUN : wait_for(pid);
    guard_end(&g);
    return late ? -1 : status;
}
