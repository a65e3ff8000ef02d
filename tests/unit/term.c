// SPDX-License-Identifier: GPL-3.0-or-later
// A pseudo terminal stands in for the person.
#include "base/term.h"

#include <signal.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>

#include "child.h"
#include "tap.h"

static char dir[200];

struct dialogue {
    void (*fn)(void);
    const char *typed;
    struct buf seen;
    int status;
};

// Runs fn with a terminal of 40 columns and 10 rows as its controlling terminal and 0, 1, 2.
static void on_terminal(struct dialogue *d)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    struct winsize size = {.ws_col = 40, .ws_row = 10};
    grantpt(master);
    unlockpt(master);
    int slave = open(ptsname(master), O_RDWR | O_NOCTTY); // kept open: its output can be read late
    ioctl(slave, TIOCSWINSZ, &size);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        setsid();
        int tty = open(ptsname(master), O_RDWR); // becomes the controlling terminal
        for (int fd = 0; fd < 3; fd++) {
            dup2(tty, fd);
        }
        close(tty);
        close(slave);
        close(master);
        d->fn();
        exit(0);
    }
    buf_write(master, d->typed, strlen(d->typed));
    close(slave);
    while (buf_some(&d->seen, master, 4096) > 0) { // EIO when the last holder is gone
    }
    waitpid(pid, &d->status, 0);
    close(master);
}

static void shows(void (*fn)(void), const char *typed, const char *want, int status,
                  const char *name)
{
    struct dialogue d = {.fn = fn, .typed = typed, .seen = BUF_INIT};
    on_terminal(&d);
    is_str(d.seen.s, want, name);
    is_int(WIFEXITED(d.status) ? WEXITSTATUS(d.status) : -1, status, "... and its status");
    buf_free(&d.seen);
}

// --- size and colour ---

static void print_size(void)
{
    printf("%d %d %d", term_width(1), term_height(1), term_color(NULL, 1));
}

static void test_size(void)
{
    setenv("TERM", "xterm", 1);
    shows(print_size, "", "40 10 1", 0, "size and colour of a terminal");
    setenv("TERM", "dumb", 1);
    shows(print_size, "", "40 10 0", 0, "no colour on a dumb terminal");
    setenv("TERM", "xterm", 1);
    setenv("NO_COLOR", "1", 1);
    shows(print_size, "", "40 10 0", 0, "NO_COLOR");
    int null = open("/dev/null", O_RDWR);
    setenv("COLUMNS", "123", 1);
    setenv("LINES", "7x", 1);
    is_int(term_width(null), 123, "COLUMNS");
    is_int(term_height(null), 24, "LINES is no number: 24");
    unsetenv("COLUMNS");
    is_int(term_width(null), 80, "80");
    ok(term_color("always", null) && !term_color("never", null), "color: the flag");
    setenv("CLICOLOR_FORCE", "1", 1);
    ok(!term_color("auto", null), "color: NO_COLOR comes before CLICOLOR_FORCE");
    unsetenv("NO_COLOR");
    ok(term_color("auto", null), "color: CLICOLOR_FORCE");
    setenv("CLICOLOR_FORCE", "0", 1);
    ok(!term_color("auto", null) && !term_color(NULL, null), "color: no terminal");
    unsetenv("CLICOLOR_FORCE");
    close(null);
}

static void config(const char *text)
{
    char path[300];
    snprintf(path, sizeof path, "%s/tk", dir);
    mkdir(path, 0700);
    strcat(path, "/config");
    FILE *f = fopen(path, "w");
    fputs(text, f);
    fclose(f);
}

static void test_config(void)
{
    config("color = always\n");
    ok(term_color(NULL, -1), "color: the config file");
    ok(!term_color("auto", -1), "color: the flag overrules it");
    config("");
}

// --- pager ---

static void page_long(void)
{
    term_page("1\n2\n3\n4\n5\n6\n7\n8\n9\n0\n", 20, true);
}

static void page_short(void)
{
    term_page("1\n2\n3\n4\n5\n6\n7\n8\n9\n", 18, true);
}

static void page_wide(void)
{
    char text[401];
    memset(text, 'x', 400);
    text[400] = 0;
    term_page(text, 400, true);
}

static void page_off(void)
{
    term_page("1\n2\n3\n4\n5\n6\n7\n8\n9\n0\n", 20, false);
}

static void page_endless(void)
{
    struct buf b = BUF_INIT;
    buf_fill(&b, '\n', 1000000);
    term_page(b.s, b.len, true);
    buf_free(&b);
    struct sigaction now;
    sigaction(SIGPIPE, NULL, &now);
    exit(now.sa_handler == SIG_DFL ? 3 : 4);
}

static void page_nowhere(const void *arg)
{
    (void)arg;
    page_long();
}

static void test_page(void)
{
    static const char lines[] = "1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7\r\n8\r\n9\r\n0\r\n";
    setenv("TK_PAGER", "sed -n  3p", 1);
    setenv("PAGER", "false", 1);
    shows(page_long, "", "3\r\n", 0, "through TK_PAGER");
    shows(page_short, "", "1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7\r\n8\r\n9\r\n", 0, "fits: no pager");
    shows(page_off, "", lines, 0, "pager off");
    is_str(child_run(page_nowhere, NULL).out, "1\n2\n3\n4\n5\n6\n7\n8\n9\n0\n", "no terminal");
    setenv("TK_PAGER", "wc -c", 1);
    shows(page_wide, "", "400\r\n", 0, "a line of ten rows is long");
    setenv("TK_PAGER", "true", 1);
    shows(page_endless, "", "", 3, "a pager that does not read; SIGPIPE is restored");
    setenv("TK_PAGER", "/nonexistent/pager", 1);
    shows(page_long, "", lines, 0, "a pager that is not there");
    setenv("TK_PAGER", " ", 1);
    shows(page_long, "", lines, 0, "an empty pager");
    unsetenv("TK_PAGER");
    config("pager = sed -n 4p\n");
    shows(page_long, "", "4\r\n", 0, "the pager of the config file");
    config("");
    setenv("PAGER", "sed -n 5p", 1);
    shows(page_long, "", "5\r\n", 0, "PAGER");
}

// --- editor and question ---

static void edit(void)
{
    struct buf err = BUF_INIT;
    char path[300];
    snprintf(path, sizeof path, "%s/draft", dir);
    bool fine = term_edit(path, &err) == EDIT_DONE;
    buf_write(1, err.s, err.len);
    buf_free(&err);
    exit(fine ? 0 : 1);
}

static void edit_without(const void *arg)
{
    (void)arg;
    setsid();
    edit();
}

static void test_edit(void)
{
    char path[300];
    snprintf(path, sizeof path, "%s/draft", dir);
    setenv("TK_EDITOR", "cp /dev/null", 1);
    setenv("VISUAL", "false", 1);
    shows(edit, "", "", 0, "an editor with an argument");
    ok(!access(path, F_OK), "wrote the file");
    setenv("TK_EDITOR", "head -n1", 1);
    FILE *f = fopen(path, "w");
    fputs("text\n", f);
    fclose(f);
    shows(edit, "", "text\r\n", 0, "its output is the terminal");
    setenv("TK_EDITOR", "/nonexistent/ed", 1);
    shows(edit, "", "cannot run editor \"/nonexistent/ed\": No such file or directory", 1,
          "an editor that is not there");
    unsetenv("TK_EDITOR");
    shows(edit, "", "editor \"false\" ended with status 1", 1, "VISUAL, and a failure");
    setenv("VISUAL", "", 1);
    shows(edit, "", "the name of the editor is empty", 1, "an empty name");
    struct child_result r = child_run(edit_without, NULL);
    is_str(r.out, "no terminal for the editor", "no terminal");
    is_int(r.status, 1, "... and its status");
}

static void ask(void)
{
    exit(term_ask("erase \033?") ? 0 : 1);
}

static void ask_nobody(const void *arg)
{
    (void)arg;
    exit(term_ask("erase?") ? 0 : 1);
}

static void answers(const char *typed, int status)
{
    struct dialogue d = {.fn = ask, .typed = typed, .seen = BUF_INIT};
    on_terminal(&d);
    ok(strstr(d.seen.s, "erase ␛? [y/N] ") != NULL, "the question is shown, and safe");
    is_int(WEXITSTATUS(d.status), status, "the answer");
    buf_free(&d.seen);
}

static void test_ask(void)
{
    answers("y\n", 0);
    answers("YES\n", 0);
    answers("n\n", 1);
    answers("\n", 1);
    answers("yesterday\n", 1);
    answers("\004", 1);
    struct child_result r = child_run(ask_nobody, NULL);
    is_int(r.status, 1, "nobody to ask: no");
    is_str(r.out, "", "nobody to ask: no question");
}

int main(void)
{
    child_dir(dir, sizeof dir);
    setenv("XDG_CONFIG_HOME", dir, 1);
    unsetenv("NO_COLOR");
    unsetenv("CLICOLOR_FORCE");
    test_size();
    test_config();
    test_page();
    test_edit();
    test_ask();
    char command[300];
    snprintf(command, sizeof command, "rm -r '%s'", dir);
    return system(command) ? 1 : done();
}
