// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/term.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/out.h"
#include "base/path.h"
#include "base/restricted.h"
#include "base/utf8.h"

extern char **environ;

// --- size and colour ---

static const char *env(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

static int env_number(const char *name, int fallback)
{
    const char *value = env(name);
    char *end = NULL;
    long n = value ? strtol(value, &end, 10) : 0;
    return value && !*end && n > 0 && n <= 100000 ? (int)n : fallback;
}

int term_width(int fd)
{
#ifdef TIOCGWINSZ
    struct winsize size;
    if (!ioctl(fd, TIOCGWINSZ, &size) && size.ws_col) {
        return size.ws_col;
    }
#endif
    return env_number("COLUMNS", 80);
}

int term_height(int fd)
{
#ifdef TIOCGWINSZ
    struct winsize size;
    if (!ioctl(fd, TIOCGWINSZ, &size) && size.ws_row) {
        return size.ws_row;
    }
#endif
    return env_number("LINES", 24);
}

bool term_hung_up(int fd)
{
    struct termios settings;
    return tcgetattr(fd, &settings) != 0;
}

// 1 always, 0 never, -1 not decided.
static int decided(const char *when)
{
    if (when && !strcmp(when, "always")) {
        return 1;
    }
    return when && !strcmp(when, "never") ? 0 : -1;
}

bool term_color(const char *when, int fd)
{
    if (decided(when) >= 0) {
        return decided(when);
    }
    if (env("NO_COLOR")) {
        return false;
    }
    const char *force = env("CLICOLOR_FORCE");
    if (force && strcmp(force, "0")) {
        return true;
    }
    char *setting = when ? NULL : path_setting("color"); // the flag "auto" overrules it
    int wanted = decided(setting);
    free(setting);
    if (wanted >= 0) {
        return wanted;
    }
    const char *term = env("TERM");
    return term && strcmp(term, "dumb") && isatty(fd);
}

// --- pager and editor are other programs that take the terminal ---

struct child {
    char *line;        // the command, cut into words
    const char **argv; // ends with NULL
    pid_t pid;
    struct sigaction old_int, old_quit, old_pipe;
};

// The command line: the first variable, the config file, the other variables, the default.
static char *choose(const char *key, const char *const *variables, const char *fallback)
{
    const char *value = getenv(*variables++);
    char *setting = value ? NULL : path_setting(key);
    if (setting) {
        return setting;
    }
    while (!value && *variables) {
        value = getenv(*variables++);
    }
    return mem_strdup(value ? value : fallback);
}

// Takes over line.  False when it has no words.
static bool child_words(struct child *c, char *line, const char *last)
{
    size_t n = 0, cap = 0;
    char *rest = line;
    *c = (struct child){.line = line};
    for (char *w = strtok_r(line, " \t", &rest); w; w = strtok_r(NULL, " \t", &rest)) {
        c->argv = mem_grow(c->argv, &cap, n + 2, sizeof *c->argv);
        c->argv[n++] = w;
    }
    if (n) {
        c->argv[n] = last;
        c->argv[n + (last != NULL)] = NULL;
    }
    return n > 0;
}

static void child_free(struct child *c)
{
    free(c->argv);
    free(c->line);
}

// Starts it with these three descriptors; 0 or an error number.  Until child_wait, Ctrl-C is the
// child's affair and a pipe that it no longer reads gives EPIPE.
static int child_start(struct child *c, int in, int out, int err)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    sigset_t ours;
    sigaction(SIGINT, &ignore, &c->old_int);
    sigaction(SIGQUIT, &ignore, &c->old_quit);
    sigaction(SIGPIPE, &ignore, &c->old_pipe);
    sigemptyset(&ours);
    sigaddset(&ours, SIGINT);
    sigaddset(&ours, SIGQUIT);
    sigaddset(&ours, SIGPIPE);
    sigaddset(&ours, SIGXFSZ); // see out_guard_fds
    posix_spawnattr_init(&attr);
    posix_spawnattr_setsigdefault(&attr, &ours);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, err, STDERR_FILENO);
    int error = posix_spawnp(&c->pid, c->argv[0], &files, &attr, (char *const *)c->argv, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attr);
    return error;
}

static void child_signals(const struct child *c)
{
    sigaction(SIGINT, &c->old_int, NULL);
    sigaction(SIGQUIT, &c->old_quit, NULL);
    sigaction(SIGPIPE, &c->old_pipe, NULL);
}

static int child_wait(const struct child *c)
{
    int status = 0;
    while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

// --- the pager ---

static bool higher_than_screen(const char *text, size_t n)
{
    int width = term_width(STDOUT_FILENO), left = term_height(STDOUT_FILENO) - 1;
    while (n && left >= 0) {
        const char *end = memchr(text, '\n', n);
        size_t line = end ? (size_t)(end - text) : n;
        int columns = utf8_width(text, line);
        left -= columns ? (columns + width - 1) / width : 1;
        line += end != NULL;
        text += line;
        n -= line;
    }
    return left < 0;
}

static bool is_program(const char *words)
{
    return words[strspn(words, " \t")] && strcmp(words, "cat");
}

// False when the pager could not run: nothing was shown.
static bool through(struct child *c, const char *text, size_t n)
{
    int ends[2];
    if (pipe(ends)) {
        return false;
    }
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    bool runs = !child_start(c, ends[0], STDOUT_FILENO, STDERR_FILENO);
    close(ends[0]);
    if (runs) {
        buf_write(ends[1], text, n); // EPIPE: the reader has seen enough
    }
    close(ends[1]);
    int status = runs ? child_wait(c) : 0;
    child_signals(c);
    return runs && !(WIFEXITED(status) && WEXITSTATUS(status) == 127);
}

void term_page(const char *text, size_t n, bool pager)
{
    static const char *const variables[] = {"TK_PAGER", "PAGER", NULL};
    bool shown = false;
    if (pager && !restricted() && isatty(STDOUT_FILENO) && higher_than_screen(text, n)) {
        char *words = choose("pager", variables, "less -FIRX");
        if (!is_program(words)) {
            free(words);
        } else {
            struct child c;
            shown = child_words(&c, words, NULL) && through(&c, text, n);
            child_free(&c);
        }
    }
    if (!shown) {
        struct out o; // knows what to do when writing fails
        out_open(&o, NULL);
        buf_add(&o.buf, text, n);
        out_flush(&o);
        out_abandon(&o);
    }
}

// --- the editor ---

static enum term_edit edit_with(struct child *c, int tty, struct buf *err)
{
    int error = child_start(c, tty, tty, tty);
    int status = error ? 0 : child_wait(c);
    child_signals(c);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127) { // how POSIX may say it
        error = ENOENT;
    }
    if (error) {
        buf_fmt(err, "cannot run editor \"%s\": %s", c->argv[0], strerror(error));
        return EDIT_CANNOT;
    }
    if (WIFSIGNALED(status)) {
        buf_fmt(err, "editor \"%s\" was killed by signal %d", c->argv[0], WTERMSIG(status));
        return EDIT_CUT;
    }
    if (term_hung_up(tty)) {
        buf_fmt(err, "the terminal of editor \"%s\" hung up", c->argv[0]);
        return EDIT_CUT;
    }
    if (WEXITSTATUS(status)) {
        buf_fmt(err, "editor \"%s\" ended with status %d", c->argv[0], WEXITSTATUS(status));
        return EDIT_FAILED;
    }
    return EDIT_DONE;
}

enum term_edit term_edit(const char *path, struct buf *err)
{
    static const char *const variables[] = {"TK_EDITOR", "VISUAL", "EDITOR", NULL};
    struct child c;
    enum term_edit done = EDIT_CANNOT;
    if (restricted()) {
        buf_str(err, "no editor in a restricted shell");
        return EDIT_CANNOT;
    }
    int tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (tty < 0) {
        buf_str(err, "no terminal for the editor");
        return EDIT_CANNOT;
    }
    if (child_words(&c, choose("editor", variables, "vi"), path)) {
        done = edit_with(&c, tty, err);
    } else {
        buf_str(err, "the name of the editor is empty");
    }
    child_free(&c);
    close(tty);
    return done;
}

// --- a question ---

static bool answer(int in, int out, const char *question)
{
    struct buf text = BUF_INIT, typed = BUF_INIT;
    buf_fmt(&text, "%s [y/N] ", question);
    buf_write(out, text.s, text.len);
    while (!strchr(typed.s, '\n') && buf_some(&typed, in, 256) > 0) {
    }
    buf_trim(&typed);
    bool yes = !strcasecmp(typed.s, "y") || !strcasecmp(typed.s, "yes");
    buf_free(&typed);
    buf_free(&text);
    return yes;
}

bool term_ask(const char *question)
{
    struct buf text = BUF_INIT;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        return false;
    }
    utf8_visible(&text, question, strlen(question), UTF8_KEEP_NONE);
    bool yes = answer(STDIN_FILENO, STDOUT_FILENO, text.s);
    buf_free(&text);
    return yes;
}

enum term_answer term_ask_tty(const char *question)
{
    int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (tty < 0) {
        return ANSWER_NOBODY;
    }
    bool yes = answer(tty, tty, question);
    close(tty);
    return yes ? ANSWER_YES : ANSWER_NO;
}
