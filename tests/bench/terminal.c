// SPDX-License-Identifier: GPL-3.0-or-later
// Times programs that talk to a terminal: each runs on one of its own (80 x 24, TERM=xterm), and in
// turns, as those of bench do.
//
//     terminal [-n ROUNDS] [-p PROMPT] [[-b BEFORE] -t TEXT -w WANTED] LABEL COMMAND [ARG]...
//     [-- LABEL COMMAND [ARG]...]...
//
// The time is that from the fork until PROMPT ("> ") is on the screen.  With -t it is that from
// when TEXT is typed at the prompt (\t: tab, \n: return, \\: \), BEFORE having been typed untimed,
// until WANTED is there, which must not be in the echo of TEXT.  Both are looked for in what the
// program writes, without its escape sequences.  Then the terminal hangs up.  The first round is
// not counted.  The figures: see rounds.h; those of cpu and memory are of the whole program.
//
// A program that does not write what is waited for within 10 s ends it all.
#include "rounds.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE = 10000 }; // ms

struct wish {
    const char *prompt;
    const char *before, *text, *wanted; // text and wanted NULL: only the prompt
};

struct session {
    const char *program;
    pid_t pid;
    int fd;     // the terminal's other side
    char *seen; // the text that came, NUL-terminated
    int escape; // within an escape sequence: what it began with
    size_t len, cap;
};

// --- a program on a terminal of its own

_Noreturn static void become(char **argv, const char *terminal)
{
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    setsid();
    int fd = open(terminal, O_RDWR); // the first one that a session opens is its own
    if (fd < 0 || ioctl(fd, TIOCSWINSZ, &size) != 0 || setenv("TERM", "xterm", 1) != 0)
        _exit(126);
    for (int i = 0; i <= 2; i++)
        dup2(fd, i);
    if (fd > 2)
        close(fd);
    execvp(argv[0], argv);
    perror(argv[0]);
    _exit(127);
}

static void begin(struct session *s, char **argv)
{
    *s = (struct session){.program = argv[0]};
    s->fd = posix_openpt(O_RDWR | O_NOCTTY);
    if (s->fd < 0 || grantpt(s->fd) != 0 || unlockpt(s->fd) != 0 ||
        fcntl(s->fd, F_SETFD, FD_CLOEXEC) != 0)
        give_up("terminal", strerror(errno));
    const char *terminal = ptsname(s->fd);
    s->pid = fork();
    if (s->pid < 0)
        give_up("fork", strerror(errno));
    if (s->pid == 0)
        become(argv, terminal);
}

// It hangs up; a program that stays is killed.
static void end(struct session *s, struct rusage *usage)
{
    pid_t gone = 0;
    close(s->fd);
    for (int i = 0; i < 1000 && gone == 0; i++) {
        gone = wait4(s->pid, NULL, WNOHANG, usage);
        if (gone == 0)
            poll(NULL, 0, 1);
    }
    if (gone == 0) {
        kill(s->pid, SIGKILL);
        wait4(s->pid, NULL, 0, usage);
    }
    free(s->seen);
}

// --- what it writes

// ESC [ ends with a byte from @ on, another escape sequence with its second one.
static void keep_text(struct session *s, const char *text, ssize_t n)
{
    for (ssize_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        if (s->escape == '[' && c >= '@')
            s->escape = 0;
        else if (s->escape == '\033')
            s->escape = c == '[' ? '[' : 0;
        else if (c == '\033')
            s->escape = '\033';
        else if (s->escape == 0 && c != 0) // a NUL would hide what follows
            s->seen[s->len++] = (char)c;
    }
    s->seen[s->len] = '\0';
}

static bool read_some(struct session *s, int patience)
{
    struct pollfd p = {.fd = s->fd, .events = POLLIN};
    char text[4096];
    if (s->len + sizeof text > s->cap) {
        s->cap = 2 * s->cap + sizeof text;
        s->seen = realloc(s->seen, s->cap + 1);
        if (!s->seen)
            give_up("memory", strerror(errno));
    }
    if (poll(&p, 1, patience) <= 0)
        return false;
    ssize_t got = read(s->fd, text, sizeof text);
    if (got > 0)
        keep_text(s, text, got);
    return got > 0;
}

// When `text` was there, in what came from now on.
static double wait_for(struct session *s, const char *text)
{
    double start = clock_ms();
    size_t from = s->len;
    do {
        double left = start + PATIENCE - clock_ms();
        if (left <= 0 || !read_some(s, (int)left)) {
            fprintf(stderr, "%s\n", s->seen ? s->seen : "");
            give_up(s->program, "did not write what was waited for");
        }
    } while (!strstr(s->seen + from, text));
    return clock_ms();
}

static void type(struct session *s, const char *text)
{
    for (; *text; text++) {
        char c = *text;
        if (c == '\\' && text[1])
            c = *++text == 't' ? '\t' : *text == 'n' ? '\r' : *text;
        if (write(s->fd, &c, 1) != 1)
            give_up(s->program, strerror(errno));
    }
}

// The rest of the prompt, an echo, and what is done behind it.
static void settle(struct session *s)
{
    while (read_some(s, 20))
        ;
}

// --- measuring

static void measure(struct command *c, int round, const struct wish *w)
{
    struct session s;
    struct rusage usage;
    double start = clock_ms();
    begin(&s, c->argv);
    double then = wait_for(&s, w->prompt);
    if (w->text) {
        settle(&s);
        type(&s, w->before);
        settle(&s);
        start = clock_ms();
        type(&s, w->text);
        then = wait_for(&s, w->wanted);
    }
    end(&s, &usage);
    keep(c, round, then - start, &usage);
}

int main(int argc, char **argv)
{
    struct command c[COMMANDS_MAX];
    struct wish w = {.prompt = "> ", .before = ""};
    int n = 101, option;
    while ((option = getopt(argc, argv, "+b:n:p:t:w:")) != -1) {
        if (option == 'b')
            w.before = optarg;
        else if (option == 'n')
            n = atoi(optarg);
        else if (option == 'p')
            w.prompt = optarg;
        else if (option == 't')
            w.text = optarg;
        else if (option == 'w')
            w.wanted = optarg;
        else
            return EXIT_FAILURE;
    }
    int commands = n < 1 || !w.text != !w.wanted ? 0 : read_commands(argv + optind, c, n);
    if (commands == 0)
        give_up("usage",
                "terminal [-n N] [-p PROMPT] [[-b BEFORE] -t TEXT -w WANTED] LABEL COMMAND..."
                " [-- LABEL COMMAND...]...");
    for (int round = 0; round <= n; round++)
        for (int i = 0; i < commands; i++)
            measure(&c[(round + i) % commands], round, &w);
    report(c, commands, n);
    free_commands(c, commands);
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
