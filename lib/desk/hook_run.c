// SPDX-License-Identifier: GPL-3.0-or-later
// Running one hook: no shell, a clean environment, no file of ours, a session of its own, a limit.
#include <errno.h>
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/date.h"
#include "base/err.h"
#include "base/family.h"
#include "base/mem.h"
#include "desk/hook.h"

enum { BLOCK = 65536, LOOK_MS = 20, MERCY_MS = 1000, LINES_MAX = 5, TELL_MAX = 1000 };

struct pump {
    pid_t pid;
    int fd[3]; // its stdin, stdout, stderr; -1: closed
    struct spool *input;
    uint64_t sent;
    struct buf *got[3];
};

// --- the child

static char **environment(const struct hook_call *c)
{
    char *tools = family_dir(NULL), **env = mem_array(9, sizeof *env);
    const char *home = getenv("HOME");
    int n = 0;
    env[n++] =
        mem_printf("PATH=%s%s/usr/local/bin:/usr/bin:/bin", tools ? tools : "", tools ? ":" : "");
    env[n++] = mem_strdup("LANG=C.UTF-8");
    env[n++] = mem_printf("TK_DB=%s", c->db);
    env[n++] = mem_printf("TK_HOOK=%s", c->name);
    if (home)
        env[n++] = mem_printf("HOME=%s", home);
    if (c->actor)
        env[n++] = mem_printf("TK_ACTOR=%s", c->actor);
    if (c->change)
        env[n++] = mem_printf("TK_CHANGE=%lld", (long long)c->change);
    free(tools);
    return env;
}

static void free_strings(char **v)
{
    for (char **s = v; *s; s++)
        free(*s);
    free(v);
}

// Also those that whoever started us left open.
static void close_files_on_exec(void)
{
    DIR *dir = opendir("/proc/self/fd");
    const struct dirent *e;
    while (dir && (e = readdir(dir))) {
        int fd = atoi(e->d_name);
        if (fd > STDERR_FILENO)
            fcntl(fd, F_SETFD, FD_CLOEXEC);
    }
    for (int fd = STDERR_FILENO + 1; !dir && fd < 1024; fd++)
        fcntl(fd, F_SETFD, FD_CLOEXEC);
    if (dir)
        closedir(dir);
}

static void forget_signals(void)
{
    sigset_t none;
    for (int s = 1; s < 65; s++)
        signal(s, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

// Without a controlling terminal: it can neither read nor write there.
static _Noreturn void become(const struct hook_call *c, const int fd[3], int fault, char **env)
{
    const char *kind = strchr(c->name, '-') + 1;
    char *word = mem_strndup(kind, strcspn(kind, "."));
    char *argv[] = {(char *)c->path, word, NULL};
    setsid();
    for (int i = 0; i < 3; i++)
        dup2(fd[i], i);
    close_files_on_exec();
    forget_signals();
    if (chdir("/") == 0)
        execve(c->path, argv, env);
    int error = errno;
    if (write(fault, &error, sizeof error) < 0)
        _exit(126);
    _exit(127);
}

static void private_pipe(int ends[2])
{
    if (pipe(ends))
        die_errno(EXIT_TEMP, "cannot start a hook");
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
}

// 0, or why it could not be started.
static int start(const struct hook_call *c, struct pump *p)
{
    int in[2], out[2], err[2], fault[2], error = 0;
    char **env = environment(c);
    private_pipe(in);
    private_pipe(out);
    private_pipe(err);
    private_pipe(fault);
    p->pid = fork();
    if (p->pid < 0)
        die_errno(EXIT_TEMP, "cannot start a hook");
    if (p->pid == 0)
        become(c, (int[]){in[0], out[1], err[1]}, fault[1], env);
    free_strings(env);
    close(in[0]);
    close(out[1]);
    close(err[1]);
    close(fault[1]);
    while (read(fault[0], &error, sizeof error) < 0 && errno == EINTR)
        ;
    close(fault[0]);
    const int ours[] = {in[1], out[0], err[0]};
    for (int i = 0; i < 3; i++) {
        p->fd[i] = ours[i];
        fcntl(ours[i], F_SETFL, O_NONBLOCK);
    }
    return error;
}

// --- its input and output

static void shut(struct pump *p, int i)
{
    if (p->fd[i] >= 0)
        close(p->fd[i]);
    p->fd[i] = -1;
}

// Whether it reads all of it is its own business.
static void feed(struct pump *p)
{
    char block[BLOCK];
    size_t n = spool_pread(p->input, p->sent, block, sizeof block);
    ssize_t put = n ? write(p->fd[0], block, n) : 0;
    if (put > 0)
        p->sent += (uint64_t)put;
    else if (put == 0 || (errno != EAGAIN && errno != EINTR))
        shut(p, 0);
}

// Reads on when there is enough: the writer must not be stopped by us.
static bool drain(struct pump *p, int i)
{
    char block[BLOCK];
    ssize_t n = read(p->fd[i], block, sizeof block);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return false;
    if (n <= 0) {
        shut(p, i);
        return false;
    }
    size_t room = HOOK_OUTPUT_MAX - p->got[i]->len;
    buf_add(p->got[i], block, (size_t)n < room ? (size_t)n : room);
    return true;
}

static void serve(struct pump *p, int ms)
{
    struct pollfd ready[3];
    for (int i = 0; i < 3; i++)
        ready[i] = (struct pollfd){.fd = p->fd[i], .events = i ? POLLIN : POLLOUT};
    if (poll(ready, 3, ms) <= 0)
        return;
    if (ready[0].revents)
        feed(p);
    for (int i = 1; i < 3; i++)
        if (ready[i].revents)
            drain(p, i);
}

// Until it ends; what it started and left behind is not waited for.  True if it took too long.
static bool wait_for(struct pump *p, int *status)
{
    int64_t end = date_monotonic() + HOOK_SECONDS * 1000;
    bool late = false;
    while (waitpid(p->pid, status, WNOHANG) == 0) {
        bool silent = p->fd[1] < 0 && p->fd[2] < 0; // it is about to end
        serve(p, silent ? 1 : LOOK_MS);
        if (date_monotonic() < end)
            continue;
        kill(-p->pid, late ? SIGKILL : SIGTERM);
        late = true;
        end = date_monotonic() + MERCY_MS;
    }
    if (late) // what it started
        kill(-p->pid, SIGKILL);
    for (int i = 1; i < 3; i++)
        while (p->fd[i] >= 0 && p->got[i]->len < HOOK_OUTPUT_MAX && drain(p, i))
            ;
    return late;
}

// --- all of it

static void judge(struct hook_result *r, int status, bool late)
{
    r->good = !late && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (late)
        buf_fmt(&r->why, "took longer than %d seconds", HOOK_SECONDS);
    else if (WIFSIGNALED(status))
        buf_fmt(&r->why, "killed by signal %d", WTERMSIG(status));
    else if (!r->good)
        buf_fmt(&r->why, "exit status %d", WEXITSTATUS(status));
}

void hook_run(const struct hook_call *c, struct hook_result *r)
{
    struct pump p = {.input = c->input, .got = {NULL, &r->out, &r->err}};
    struct sigaction ignore = {.sa_handler = SIG_IGN}, normal = {.sa_handler = SIG_DFL}, pipe_was,
                     child_was;
    int status = 0;
    sigaction(SIGPIPE, &ignore, &pipe_was);  // it may not read its input
    sigaction(SIGCHLD, &normal, &child_was); // where that is ignored nobody can be waited for
    int error = start(c, &p);
    bool late = wait_for(&p, &status);
    sigaction(SIGPIPE, &pipe_was, NULL);
    sigaction(SIGCHLD, &child_was, NULL);
    for (int i = 0; i < 3; i++)
        shut(&p, i);
    judge(r, status, late);
    if (error) {
        r->good = false;
        buf_reset(&r->why);
        buf_fmt(&r->why, "cannot be started: %s%s", strerror(error),
                error == ENOEXEC ? " (a script begins with #!)" : "");
    }
}

void hook_result_free(struct hook_result *r)
{
    buf_free(&r->why);
    buf_free(&r->out);
    buf_free(&r->err);
}

void hook_tell(const struct hook_result *r, struct buf *out)
{
    bool said = false;
    size_t from = out->len;
    if (!r->good && strncmp(r->why.s, "exit", 4) != 0)
        buf_str(out, r->why.s);
    const char *s = r->err.s;
    for (int lines = 0; lines < LINES_MAX && *s && out->len - from < TELL_MAX;) {
        size_t n = strcspn(s, "\n"), shown = n;
        while (shown && strchr(" \t\r", s[shown - 1]))
            shown--;
        if (shown) {
            buf_str(out, said ? "; " : out->len > from ? ": " : "");
            buf_add(out, s, shown < TELL_MAX ? shown : TELL_MAX);
            said = true;
            lines++;
        }
        s += n + (s[n] == '\n');
    }
    if (out->len == from)
        buf_str(out, r->why.s);
}

char *hook_db(const struct desk *d)
{
    char *path = realpath(db_path(d->db), NULL);
    return path ? path : mem_strdup(db_path(d->db));
}
