// SPDX-License-Identifier: GPL-3.0-or-later
// A pseudo terminal of 20 columns and 4 rows stands in for the person.
#include "base/screen.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>

#include "base/err.h"
#include "child.h"
#include "tap.h"

#define FSI   "\xE2\x81\xA8"
#define PDI   "\xE2\x81\xA9"
#define ENTER "\033[?1049h\033[?25l\033[?7l"
#define LEAVE "\033[0m\033[?7h\033[?25h\033[999;1H\n\033[?1049l"

static void cuts(const char *line, int width, const char *want, int columns, const char *name)
{
    struct buf b = BUF_INIT;
    int used;
    screen_cut(&b, line, strlen(line), width, &used);
    is_str(b.s, want, name);
    is_int(used, columns, "... in so many columns");
    buf_free(&b);
}

static void test_cut(void)
{
    cuts("abc", 5, "abc", 3, "a short line");
    cuts("abcde", 5, "abcde", 5, "one that just fits");
    cuts("abcdef", 5, "abcd\xE2\x80\xA6", 5, "a long one");
    cuts("", 5, "", 0, "none");
    cuts("abc", 0, "", 0, "no room");
    cuts("abc", -1, "", 0, "less than none");
    cuts("\033[1mabc\033[0m", 3, "\033[1mabc\033[0m", 3, "a colour takes no columns");
    cuts("\033[1mabcdef\033[0m", 4, "\033[1mabc\xE2\x80\xA6\033[0m", 4, "... and is ended");
    cuts("a\033[31mb\033[0mcdef", 4, "a\033[31mb\033[0mc\xE2\x80\xA6", 4,
         "... where it ended, not again");
    cuts(FSI "abcdef" PDI "g", 4, FSI "abc\xE2\x80\xA6" PDI, 4, "an isolate is closed");
    cuts(FSI "ab" PDI "cdef", 4, FSI "ab" PDI "c\xE2\x80\xA6", 4, "... unless it is");
    cuts("\xE6\xBC\xA2\xE6\xBC\xA2\xE6\xBC\xA2", 5, "\xE6\xBC\xA2\xE6\xBC\xA2\xE2\x80\xA6", 5,
         "wide characters are not halved");
    cuts("a\033", 5, "a\033", 1, "an escape that is no colour");
}

static char seen[8192];

// What fn, with that terminal and TERM, sends to it while `typed` is typed; its wait status.
static int on_terminal(void (*fn)(void), const char *term, const char *typed, struct termios *after)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY), status;
    struct winsize size = {.ws_col = 20, .ws_row = 4};
    struct termios plain;
    struct buf out = BUF_INIT;
    grantpt(master);
    unlockpt(master);
    int slave = open(ptsname(master), O_RDWR | O_NOCTTY); // kept open: its output can be read late
    ioctl(slave, TIOCSWINSZ, &size);
    tcgetattr(slave, &plain);
    plain.c_oflag &= ~(tcflag_t)OPOST;
    tcsetattr(slave, TCSANOW, &plain);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        setsid();
        setenv("TERM", term, 1);
        int tty = open(ptsname(master), O_RDWR); // becomes the controlling terminal
        for (int fd = 0; fd < 3; fd++) {
            dup2(tty, fd);
        }
        close(tty);
        close(slave);
        close(master);
        fn();
        exit(0);
    }
    if (*typed && buf_some(&out, master, 4096) > 0) { // not before it reads keys
        buf_write(master, typed, strlen(typed));
    }
    waitpid(pid, &status, 0);
    tcgetattr(slave, after);
    is_int(after->c_lflag & (ICANON | ECHO | ISIG), plain.c_lflag & (ICANON | ECHO | ISIG),
           "the terminal is as before");
    close(slave);
    while (buf_some(&out, master, 4096) > 0) { // EIO when the last holder is gone
    }
    close(master);
    snprintf(seen, sizeof seen, "%s", out.s);
    buf_free(&out);
    return status;
}

static void shows(void (*fn)(void), const char *term, const char *typed, const char *want,
                  int status, const char *name)
{
    struct termios after;
    int got = on_terminal(fn, term, typed, &after);
    is_str(seen, want, name);
    is_int(WIFEXITED(got) ? WEXITSTATUS(got) : -WTERMSIG(got), status, "... and its status");
}

static void draw(const char *page)
{
    screen_draw(page, strlen(page));
}

static void until_key(void)
{
    while (screen_wait(10000) != SCREEN_KEY) {
    }
}

static void draws(void)
{
    screen_open();
    draw("one\ntwo\n");
    draw("one\ntwo\n");
    until_key();
    screen_close();
}

static void draws_much(void)
{
    screen_open();
    draw("12345678901234567890\n123456789012345678901\n3\n4\n5\n6\n");
    until_key();
    screen_close();
}

static void draws_twice(void)
{
    screen_open();
    draw("one\n");
    draw("one\n");
    draw("two\n");
    until_key();
    screen_close();
}

static void dies(void)
{
    screen_open();
    draw("one\n");
    die(EXIT_DATA, "bad");
}

static void exits(void)
{
    screen_open();
    draw("one\n");
    exit(3);
}

static void is_killed(void)
{
    screen_open();
    draw("one\n");
    raise(SIGTERM);
    draw("two\n");
}

static void ignores(void)
{
    signal(SIGHUP, SIG_IGN);
    screen_open();
    draw("one\n");
    raise(SIGHUP);
    until_key();
    screen_close();
}

static void resizes(void)
{
    struct winsize size = {.ws_col = 3, .ws_row = 4};
    screen_open();
    draw("four\n");
    ioctl(0, TIOCSWINSZ, &size);
    raise(SIGWINCH);
    if (screen_wait(10000) == SCREEN_AGAIN) {
        draw("four\n");
    }
    screen_close();
}

static void test_terminal(void)
{
    shows(draws, "xterm", "x", ENTER "\033[Hone\033[K\r\n\033[Jtwo" LEAVE, 0,
          "a page, once as it does not change");
    shows(draws_much, "xterm", "x",
          ENTER "\033[H12345678901234567890\r\n1234567890123456789\xE2\x80\xA6\r\n3\033[K\r\n"
                "\033[J... 3 more" LEAVE,
          0, "one that is too wide and too high");
    shows(draws, "xterm", "\033[A", ENTER "\033[Hone\033[K\r\n\033[Jtwo" LEAVE, 0,
          "an arrow is one key");
    shows(draws_twice, "dumb", "x", "one\n\ntwo\n", 0, "a terminal that cannot place its cursor");
    shows(draws_twice, "", "x", "one\n\ntwo\n", 0, "one of no name");
    shows(dies, "xterm", "", ENTER "\033[H\033[Jone" LEAVE "tk: bad\n", EXIT_DATA,
          "a message comes where it can be read");
    shows(exits, "xterm", "", ENTER "\033[H\033[Jone" LEAVE, 3, "exit");
    shows(is_killed, "xterm", "", ENTER "\033[H\033[Jone" LEAVE, -SIGTERM, "a signal");
    shows(ignores, "xterm", "x", ENTER "\033[H\033[Jone" LEAVE, 0, "one that is ignored");
    shows(resizes, "xterm", "", ENTER "\033[H\033[Jfour\033[H\033[Jfo\xE2\x80\xA6" LEAVE, 0,
          "another size");
}

int main(void)
{
    test_cut();
    test_terminal();
    return done();
}
