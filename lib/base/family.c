// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/family.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/restricted.h"
#include "base/suggest.h"
#include "base/utf8.h"

extern char **environ;

enum { ASK_MS = 1000, SUMMARY_MAX = 200 };

bool family_legal(const char *command)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    if (!*command || !strchr(letters, *command)) {
        return false;
    }
    size_t n = strspn(command, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return !command[n];
}

// --- where they are ---

static bool is_program(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

// Calls try(dir) for the directories of PATH until it returns something.
static char *each_dir(char *(*try)(const char *dir, void *arg), void *arg)
{
    const char *path = getenv("PATH");
    char *found = NULL;
    while (path && !found) {
        size_t n = strcspn(path, ":");
        char *dir = n ? mem_strndup(path, n) : mem_strdup(".");
        found = try(dir, arg);
        free(dir);
        path = path[n] ? path + n + 1 : NULL;
    }
    return found;
}

static char *program_in(const char *dir, void *name)
{
    char *path = mem_printf("%s/%s", dir, (const char *)name);
    if (is_program(path)) {
        return path;
    }
    free(path);
    return NULL;
}

char *family_find(const char *dir, const char *command)
{
    if (!family_legal(command)) {
        return NULL;
    }
    char *name = mem_printf("tk-%s", command);
    char *path = dir ? program_in(dir, name) : NULL;
    path = path ? path : each_dir(program_in, name);
    free(name);
    return path;
}

static char *own_path(const char *argv0)
{
    char *real = realpath("/proc/self/exe", NULL);
    if (real || !argv0) {
        return real;
    }
    char *name = mem_strdup(argv0);
    char *path = strchr(name, '/') ? name : each_dir(program_in, name);
    real = path ? realpath(path, NULL) : NULL;
    if (path != name) {
        free(path);
    }
    free(name);
    return real;
}

char *family_dir(const char *argv0)
{
    char *path = own_path(argv0);
    char *slash = path ? strrchr(path, '/') : NULL;
    if (slash) {
        slash[slash == path] = 0;
    }
    return path;
}

// --- all of them ---

struct search {
    struct family *f;
    const char *prefix;
};

static bool known(const struct family *f, const char *command)
{
    for (size_t i = 0; i < f->n; i++) {
        if (!strcmp(f->tool[i].command, command)) {
            return true;
        }
    }
    return false;
}

static void add(struct search *s, const char *dir, const char *name)
{
    const char *command = name + 3;
    if (strncmp(name, "tk-", 3) || strncmp(command, s->prefix, strlen(s->prefix)) ||
        !family_legal(command) || known(s->f, command)) {
        return;
    }
    char *path = program_in(dir, (void *)name);
    if (path) {
        struct family *f = s->f;
        f->tool = mem_grow(f->tool, &f->cap, f->n, sizeof *f->tool);
        f->tool[f->n++] = (struct family_tool){path, path + strlen(path) - strlen(command), NULL};
    }
}

static char *list_dir(const char *dir, void *search)
{
    DIR *d = opendir(dir);
    const struct dirent *e;
    while (d && (e = readdir(d))) {
        add(search, dir, e->d_name);
    }
    if (d) {
        closedir(d);
    }
    return NULL;
}

static int by_command(const void *a, const void *b)
{
    const struct family_tool *x = a, *y = b;
    return strcmp(x->command, y->command);
}

void family_list(struct family *f, const char *dir, const char *prefix)
{
    *f = (struct family){NULL, 0, 0};
    struct search s = {f, prefix};
    if (dir) {
        list_dir(dir, &s);
    }
    each_dir(list_dir, &s);
    if (f->n) {
        qsort(f->tool, f->n, sizeof *f->tool, by_command);
    }
}

void family_free(struct family *f)
{
    for (size_t i = 0; i < f->n; i++) {
        free(f->tool[i].path);
        free(f->tool[i].summary);
    }
    free(f->tool);
    *f = (struct family){NULL, 0, 0};
}

void family_suggest(const char *dir, const char *word, struct buf *out)
{
    struct family all;
    struct suggest near;
    family_list(&all, dir, "");
    suggest_init(&near, word);
    suggest_offer(&near, "help");
    for (size_t i = 0; i < all.n; i++) {
        suggest_offer(&near, all.tool[i].command);
    }
    suggest_end(&near, out);
    family_free(&all);
}

// --- what they do ---

static void wait_for(pid_t pid, int *status)
{
    while (waitpid(pid, status, 0) < 0 && errno == EINTR) {
    }
}

// The text may lie across two reads.
static bool holds(int fd, const char *text)
{
    enum { BLOCK = 65536 };
    struct buf b = BUF_INIT;
    size_t n = strlen(text);
    bool found = false;
    while (!found && buf_some(&b, fd, BLOCK) > 0) {
        for (const char *p = b.s; !found && (p = memchr(p, *text, b.len - (size_t)(p - b.s)));
             p++) {
            found = b.len - (size_t)(p - b.s) >= n && !memcmp(p, text, n);
        }
        if (b.len > n) {
            memmove(b.s, b.s + b.len - n, n);
            buf_cut(&b, n);
        }
    }
    buf_free(&b);
    return found;
}

bool family_completes(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    bool yes = holds(fd, "--complete");
    close(fd);
    return yes;
}

struct question {
    pid_t pid; // -1: not asked
    int fd;    // its stdout
};

static struct question ask(const struct family_tool *tool)
{
    struct question q = {-1, -1};
    int out[2];
    if (!family_completes(tool->path) || pipe(out)) {
        return q;
    }
    char *argv[] = {tool->path, (char *)"--complete", NULL};
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, out[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (posix_spawn(&q.pid, tool->path, &files, NULL, argv, environ)) {
        q.pid = -1;
    }
    posix_spawn_file_actions_destroy(&files);
    close(out[1]);
    q.fd = out[0];
    return q;
}

static char *answer(const struct question *q)
{
    struct buf b = BUF_INIT, shown = BUF_INIT;
    struct pollfd ready = {.fd = q->fd, .events = POLLIN};
    bool more = q->pid > 0;
    while (more && b.len < SUMMARY_MAX) { // to the end, so that it is not killed while it leaves
        more = poll(&ready, 1, ASK_MS) > 0 && buf_some(&b, q->fd, SUMMARY_MAX) > 0;
    }
    utf8_visible(&shown, b.s, strcspn(b.s, "\n"), UTF8_KEEP_NONE);
    buf_free(&b);
    if (shown.len) {
        return buf_detach(&shown);
    }
    buf_free(&shown);
    return NULL;
}

static void dismiss(const struct question *q)
{
    if (q->fd >= 0) {
        close(q->fd);
    }
    if (q->pid > 0) {
        kill(q->pid, SIGKILL); // it has said all, or too much, or never will
        wait_for(q->pid, NULL);
    }
}

void family_ask(struct family *f)
{
    struct question *q = mem_array(f->n + 1, sizeof *q);
    for (size_t i = 0; i < f->n; i++) {
        q[i] = ask(&f->tool[i]);
    }
    for (size_t i = 0; i < f->n; i++) {
        f->tool[i].summary = answer(&q[i]);
        dismiss(&q[i]);
    }
    free(q);
}

bool family_man(const char *page)
{
    if (restricted()) {
        return false; // its pager starts a shell
    }
    char *argv[] = {(char *)"man", (char *)page, NULL};
    posix_spawn_file_actions_t files;
    pid_t pid;
    int status = -1;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (posix_spawnp(&pid, "man", &files, NULL, argv, environ) == 0) {
        wait_for(pid, &status);
    }
    posix_spawn_file_actions_destroy(&files);
    return status == 0;
}
