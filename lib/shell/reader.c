// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/reader.h"

#include <errno.h>
#include <locale.h>
#include <langinfo.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#include <readline/readline.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/term.h"
#include "shell/job.h"

enum { LOOK_MS = 200 };

// What readline's callbacks, which have no argument, and signals say.
static struct {
    const struct reader *reader; // while a line is edited, else NULL
    struct buf *typed;           // what stands before it
    bool done;                   // a line is complete, or there will be none
    char *line;                  // NULL: the end
    sigset_t mask;               // of signals while we wait
    bool vanished;               // the terminal
    char *left;                  // what was typed then, owned
    volatile sig_atomic_t interrupted, resized, stopped;
} now;

// --- signals: blocked but for the moment in which we wait

static void on_signal(int number)
{
    if (number == SIGINT)
        now.interrupted = 1;
    else if (number == SIGWINCH)
        now.resized = 1;
    else if (number == SIGTSTP)
        now.stopped = 1;
    else
        job_hangup = number;
}

static void handle(int number, void (*handler)(int))
{
    struct sigaction was, action = {.sa_handler = handler};
    sigaction(number, NULL, &was);
    if (was.sa_handler != SIG_IGN) // who started us wants to be spared it
        sigaction(number, &action, NULL);
}

// While a line is edited; Ctrl-C is never the end of the shell, whenever it comes.
static void block(sigset_t *was)
{
    sigset_t all;
    sigemptyset(&all);
    sigaddset(&all, SIGINT);
    sigaddset(&all, SIGWINCH);
    sigaddset(&all, SIGTSTP);
    sigaddset(&all, SIGHUP);
    sigaddset(&all, SIGTERM);
    sigprocmask(SIG_BLOCK, &all, was);
    handle(SIGTSTP, on_signal);
}

static void unblock(const sigset_t *was)
{
    handle(SIGTSTP, SIG_DFL);
    sigprocmask(SIG_SETMASK, was, NULL);
}

// True when a key is there.
static bool wait_for_key(void)
{
    fd_set in;
    FD_ZERO(&in);
    FD_SET(STDIN_FILENO, &in);
    struct timespec wait = {.tv_nsec = LOOK_MS * 1000000L};
    return pselect(STDIN_FILENO + 1, &in, NULL, NULL, &wait, &now.mask) > 0;
}

// The person's shell takes the terminal, until it gives it back.
static void stop(void)
{
    struct sigaction plain = {.sa_handler = SIG_DFL}, ours;
    sigset_t one, old;
    rl_deprep_terminal();
    sigaction(SIGTSTP, &plain, &ours);
    raise(SIGTSTP);
    sigemptyset(&one);
    sigaddset(&one, SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &one, &old);
    sigprocmask(SIG_SETMASK, &old, NULL);
    sigaction(SIGTSTP, &ours, NULL);
    rl_prep_terminal(1);
    rl_resize_terminal();
    rl_forced_update_display();
}

// --- readline

static void take_line(char *line)
{
    now.line = line;
    now.done = true;
    rl_callback_handler_remove(); // else it would begin the next line at once
}

// The process ends in the middle of a line: the desk may have become unreadable.
static void leave_line(void)
{
    const struct reader *r = now.reader;
    now.reader = NULL;
    if (!r)
        return;
    rl_deprep_terminal();
    buf_add(now.typed, rl_line_buffer, (size_t)rl_end);
    r->lost(r->arg, now.typed);
}

// A message begins a row of its own.
static void leave_row(void)
{
    if (now.reader) {
        rl_crlf();
        fflush(rl_outstream);
    }
}

// As readline's own, but a terminal that has gone is no Enter: what is half typed must not be done.
static int get_key(FILE *in)
{
    unsigned char c;
    for (;;) {
        while (!wait_for_key())
            if (job_hangup || (now.interrupted && RL_ISSTATE(RL_STATE_MOREINPUT)))
                return EOF; // of a paste that has no end
        ssize_t n = read(fileno(in), &c, 1);
        if (n == 1)
            return c;
        if (n < 0 && errno == EINTR && !job_hangup)
            continue;
        now.vanished = true;
        free(now.left);
        now.left = mem_strndup(rl_line_buffer, (size_t)rl_end);
        return EOF;
    }
}

void reader_start(void)
{
    setlocale(LC_CTYPE, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8"); // text is UTF-8, whatever the locale says
    rl_readline_name = "tk";
    rl_catch_signals = 0;
    rl_catch_sigwinch = 0;
    rl_change_environment = 0; // LINES and COLUMNS would hide a resize from the programs we run
    rl_getc_function = get_key;
    rl_outstream = stdout;
    rl_initialize();
    handle(SIGINT, on_signal);
    handle(SIGWINCH, on_signal);
    handle(SIGHUP, on_signal);
    handle(SIGTERM, on_signal);
    handle(SIGQUIT, SIG_IGN); // one key beside many others must not end the shell
    atexit(leave_line);
    err_before = leave_row;
}

// In the middle of a search, an argument or a sequence of keys the line is not ours to redraw.
static bool may_speak(void)
{
    return !RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_NUMERICARG |
                       RL_STATE_MULTIKEY | RL_STATE_METANEXT | RL_STATE_VIMOTION |
                       RL_STATE_MOREINPUT | RL_STATE_COMPLETING);
}

static void speak(const struct reader *r)
{
    struct buf line = BUF_INIT;
    if (may_speak() && r->look(r->arg, term_width(STDOUT_FILENO), &line)) {
        rl_clear_visible_line();
        fprintf(rl_outstream, "%s\n", line.s);
        rl_on_new_line();
        rl_forced_update_display();
    }
    buf_free(&line);
}

static void serve_signals(void)
{
    if (now.resized) {
        now.resized = 0;
        rl_resize_terminal();
    }
    if (now.stopped) {
        now.stopped = 0;
        stop();
    }
}

// The line is given up, but stays to be seen.
static void cancel(void)
{
    rl_free_line_state();
    rl_callback_sigcleanup();
    rl_point = rl_end;
    rl_redisplay();
    fputs("^C", rl_outstream);
    rl_crlf();
    rl_callback_handler_remove();
}

static enum reader_rc hang_up(struct buf *typed)
{
    if (now.vanished && now.done)
        buf_str(typed, now.left);
    else if (now.done)
        buf_str(typed, now.line ? now.line : "");
    else
        buf_add(typed, rl_line_buffer, (size_t)rl_end);
    if (!now.done)
        rl_callback_handler_remove();
    return READER_HANGUP;
}

static enum reader_rc edit(const struct reader *r, struct buf *typed)
{
    while (!now.done) {
        bool key = wait_for_key();
        if (job_hangup)
            break;
        if (now.interrupted) {
            if (typed->len)
                buf_add(typed, rl_line_buffer, (size_t)rl_end);
            cancel();
            return READER_CANCELLED;
        }
        serve_signals();
        if (key)
            rl_callback_read_char();
        else
            speak(r);
    }
    sigset_t coming;
    sigpending(&coming);
    if (job_hangup || now.vanished || sigismember(&coming, SIGHUP))
        return hang_up(typed);
    if (!now.line)
        return READER_END;
    buf_str(typed, now.line);
    return READER_LINE;
}

enum reader_rc reader_line(const struct reader *r, const char *prompt, struct buf *typed)
{
    now.done = now.vanished = false;
    now.interrupted = now.resized = now.stopped = 0;
    block(&now.mask);
    rl_eof_found = 0; // of an earlier line: readline would begin a row at each end of one
    rl_callback_handler_install(prompt, take_line);
    now.reader = r;
    now.typed = typed;
    enum reader_rc rc = edit(r, typed);
    now.reader = NULL;
    unblock(&now.mask);
    free(now.line);
    free(now.left);
    now.line = now.left = NULL;
    if (rc == READER_END)
        fputc('\n', rl_outstream);
    fflush(rl_outstream);
    return rc;
}
