// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/screen.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

#include "base/err.h"
#include "base/term.h"
#include "base/utf8.h"

#define ELLIPSIS "\xE2\x80\xA6"
#define FSI      "\xE2\x81\xA8"
#define PDI      "\xE2\x81\xA9"
#define PLAIN    "\033[0m"
// The other screen, no cursor, no wrapping.
#define ENTER "\033[?1049h\033[?25l\033[?7l"
// A terminal without another screen is left on a fresh line at its end.
#define LEAVE PLAIN "\033[?7h\033[?25h\033[999;1H\n\033[?1049l"

static struct {
    bool open, dumb, bound; // bound: exit and stderr know of it
    struct termios before;
    sigset_t mask;    // before it was opened
    struct buf shown; // the page that is on it; empty: none that can be relied on
} s;
static volatile sig_atomic_t entered; // the terminal is ours
static volatile sig_atomic_t again;   // what is shown may not be what was drawn
static volatile sig_atomic_t stale;   // nor need the terminal be as we set it

// --- taking and giving back the terminal

bool screen_possible(void)
{
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

// Nobody will see it, nor anything that we could say.
static _Noreturn void gone(void)
{
    raise(SIGHUP);
    exit(EXIT_IO); // it is ignored
}

static void put(const char *text, size_t n)
{
    if (buf_write(STDOUT_FILENO, text, n) < 0) {
        gone();
    }
}

static void enter(void)
{
    struct termios raw = s.before;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    while (tcsetattr(STDIN_FILENO, TCSANOW, &raw) && errno == EINTR) { // in the background it stops
    }
    entered = 1;
    if (!s.dumb) {
        put(ENTER, sizeof ENTER - 1);
    }
}

// Calls only what a signal handler may.  A terminal that takes nothing (Ctrl-S) is not waited for,
// and one that others have by now is theirs.
static void leave(int how)
{
    struct pollfd p = {.fd = STDOUT_FILENO, .events = POLLOUT};
    pid_t owner = tcgetpgrp(STDIN_FILENO); // -1: a terminal that does not control us
    if (!entered || (owner >= 0 && owner != getpgrp())) {
        return;
    }
    entered = 0;
    if (!s.dumb && poll(&p, 1, 0) > 0) {
        ssize_t written = write(STDOUT_FILENO, LEAVE, sizeof LEAVE - 1);
        (void)written;
    }
    tcsetattr(STDIN_FILENO, how, &s.before);
}

static void leave_now(void)
{
    leave(TCSANOW);
}

// --- signals

static const int deadly[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};
static const int waiting[] = {SIGTSTP, SIGCONT, SIGWINCH}; // come only while we wait
#define COUNT(a) (sizeof(a) / sizeof *(a))
static struct sigaction old_deadly[COUNT(deadly)], old_waiting[COUNT(waiting)];

static void on_deadly(int number)
{
    int saved = errno;
    leave_now();
    for (size_t i = 0; i < COUNT(deadly); i++) {
        if (deadly[i] == number) {
            sigaction(number, &old_deadly[i], NULL);
        }
    }
    raise(number); // comes when this returns
    errno = saved;
}

static void on_stop(int number)
{
    struct sigaction ours, stop = {.sa_handler = SIG_DFL};
    sigset_t set;
    int saved = errno;
    leave_now();
    sigemptyset(&stop.sa_mask);
    sigaction(number, &stop, &ours);
    sigemptyset(&set);
    sigaddset(&set, number);
    raise(number);
    sigprocmask(SIG_UNBLOCK, &set, NULL); // here it stops, and here it goes on
    sigaction(number, &ours, NULL);
    again = 1;
    errno = saved;
}

// Who stopped us, and what it did to the terminal meanwhile, is not known.
static void on_continue(int number)
{
    (void)number;
    stale = 1;
    again = 1;
}

static void on_resize(int number)
{
    (void)number;
    again = 1;
}

static void catch (int number, void (*handler)(int), struct sigaction *old)
{
    struct sigaction act = {.sa_handler = handler};
    sigemptyset(&act.sa_mask);
    sigaction(number, NULL, old);
    if (old->sa_handler != SIG_IGN) {
        sigaction(number, &act, NULL);
    }
}

static void catch_all(void)
{
    static void (*const handlers[])(int) = {on_stop, on_continue, on_resize};
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < COUNT(waiting); i++) {
        sigaddset(&set, waiting[i]);
    }
    sigprocmask(SIG_BLOCK, &set, &s.mask);
    for (size_t i = 0; i < COUNT(waiting); i++) {
        catch (waiting[i], handlers[i], &old_waiting[i]);
    }
    for (size_t i = 0; i < COUNT(deadly); i++) {
        catch (deadly[i], on_deadly, &old_deadly[i]);
    }
}

static void release_all(void)
{
    for (size_t i = 0; i < COUNT(deadly); i++) {
        sigaction(deadly[i], &old_deadly[i], NULL);
    }
    for (size_t i = 0; i < COUNT(waiting); i++) {
        sigaction(waiting[i], &old_waiting[i], NULL);
    }
    sigprocmask(SIG_SETMASK, &s.mask, NULL);
}

// --- opening and closing

void screen_open(void)
{
    const char *term = getenv("TERM");
    s.dumb = !term || !*term || strcmp(term, "dumb") == 0;
    if (tcgetattr(STDIN_FILENO, &s.before)) {
        gone();
    }
    if (!s.bound) {
        s.bound = true;
        atexit(leave_now);
        err_before = leave_now;
    }
    buf_init(&s.shown);
    catch_all();
    s.open = true;
    enter();
}

void screen_close(void)
{
    if (!s.open) {
        return;
    }
    s.open = false;
    leave(TCSAFLUSH);
    release_all();
    buf_free(&s.shown);
}

int screen_width(void)
{
    return term_width(STDOUT_FILENO);
}

int screen_height(void)
{
    return term_height(STDOUT_FILENO);
}

// --- lines

struct cut {
    struct buf *out;
    int left;             // columns
    bool colored, inside; // a colour is on, an isolate is open
};

// A colour takes no columns.  Its length, 0: there is none.
static size_t take_color(struct cut *c, const char *text, size_t n)
{
    size_t len = 2;
    if (n < 3 || memcmp(text, "\033[", 2) != 0) {
        return 0;
    }
    while (len < n && strchr("0123456789;", text[len])) {
        len++;
    }
    if (len == n || text[len] != 'm') {
        return 0;
    }
    len++;
    c->colored = len != sizeof PLAIN - 1 || memcmp(text, PLAIN, len) != 0;
    buf_add(c->out, text, len);
    return len;
}

// The isolate that is open behind what was added since `from`.
static bool is_inside(const struct cut *c, size_t from)
{
    bool inside = c->inside;
    for (const char *at = c->out->s + from; (at = strstr(at, "\xE2\x81")) != NULL; at++) {
        inside = strncmp(at, FSI, 3) == 0 || (inside && strncmp(at, PDI, 3) != 0);
    }
    return inside;
}

// Text up to the next colour; false when the line is full.
static bool take_text(struct cut *c, const char *text, size_t n)
{
    int used, whole = utf8_width(text, n);
    size_t from = c->out->len;
    bool fits = whole <= c->left;
    size_t len = fits ? n : utf8_prefix(text, n, c->left - 1, &used);
    buf_add(c->out, text, len);
    if (!fits && c->left > 0) {
        buf_str(c->out, ELLIPSIS);
    }
    c->inside = is_inside(c, from);
    c->left -= fits ? whole : c->left > 0 ? used + 1 : 0;
    return fits;
}

void screen_cut(struct buf *out, const char *line, size_t n, int width, int *used)
{
    struct cut c = {.out = out, .left = width > 0 ? width : 0};
    int room = c.left;
    for (size_t at = 0, len; at < n; at += len) {
        len = take_color(&c, line + at, n - at);
        if (len) {
            continue;
        }
        const char *next = memchr(line + at + 1, '\033', n - at - 1);
        len = next ? (size_t)(next - line) - at : n - at;
        if (!take_text(&c, line + at, len)) {
            break;
        }
    }
    if (c.inside) {
        buf_str(out, PDI);
    }
    if (c.colored) {
        buf_str(out, PLAIN);
    }
    if (used) {
        *used = room - c.left;
    }
}

// --- drawing

static size_t count_lines(const char *page, size_t n)
{
    size_t lines = 0;
    for (size_t i = 0; i < n; i++) {
        lines += page[i] == '\n';
    }
    return lines + (n && page[n - 1] != '\n');
}

static void add_line(struct buf *out, const char *line, size_t n, bool last)
{
    int width = screen_width(), used;
    if (!s.dumb && last) {
        buf_str(out, "\033[J"); // not after it: behind the last column it would erase that one
    }
    screen_cut(out, line, n, width, &used);
    if (!s.dumb && !last && used < width) {
        buf_str(out, "\033[K");
    }
    if (!last || s.dumb) {
        buf_str(out, s.dumb ? "\n" : "\r\n");
    }
}

static void add_page(struct buf *out, const char *page, size_t n)
{
    size_t lines = count_lines(page, n), high = (size_t)screen_height();
    size_t whole = lines > high ? high - 1 : lines;
    for (size_t i = 0; i < whole; i++) {
        const char *end = memchr(page, '\n', n);
        size_t len = end ? (size_t)(end - page) : n;
        add_line(out, page, len, i + 1 == lines);
        page += len + (end != NULL);
        n -= len + (end != NULL);
    }
    if (whole < lines) {
        struct buf more = BUF_INIT;
        buf_fmt(&more, "... %zu more", lines - whole);
        add_line(out, more.s, more.len, true);
        buf_free(&more);
    }
}

void screen_draw(const char *page, size_t n)
{
    struct buf b = BUF_INIT;
    add_page(&b, page, n);
    if (!entered || stale) {
        stale = 0;
        buf_reset(&s.shown);
        enter();
    }
    if (s.shown.len != b.len || memcmp(s.shown.s, b.s, b.len) != 0) {
        struct buf all = BUF_INIT;
        if (s.dumb && s.shown.len) {
            buf_ch(&all, '\n');
        }
        buf_fmt(&all, "%s%s", s.dumb ? "" : "\033[H", b.len || s.dumb ? b.s : "\033[J");
        put(all.s, all.len);
        buf_free(&all);
    }
    buf_free(&s.shown);
    s.shown = b;
}

// --- waiting

// An arrow or a letter with an accent sends several bytes; what is typed behind it is not ours.
static void read_key(void)
{
    struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};
    unsigned char c, rest[32];
    ssize_t n = read(STDIN_FILENO, &c, 1);
    if (n == 0 || (n < 0 && errno != EINTR)) {
        gone();
    }
    if (n > 0 && (c == '\033' || c >= 0x80) && poll(&p, 1, 0) > 0) {
        n = read(STDIN_FILENO, rest, sizeof rest);
    }
}

enum screen_event screen_wait(int ms)
{
    struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};
    fd_set in;
    FD_ZERO(&in);
    FD_SET(STDIN_FILENO, &in);
    int n = pselect(STDIN_FILENO + 1, &in, NULL, NULL, &time, &s.mask);
    if (again) {
        again = 0;
        if (!s.dumb) {
            buf_reset(&s.shown);
        }
        return SCREEN_AGAIN;
    }
    if (n <= 0) {
        return SCREEN_TIME;
    }
    read_key();
    return SCREEN_KEY;
}
