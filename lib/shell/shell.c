// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/shell.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/term.h"
#include "base/wrap.h"
#include "desk/draft.h"
#include "desk/ticket.h"
#include "shell/command.h"
#include "shell/job.h"
#include "shell/recall.h"
#include "shell/reader.h"
#include "shell/tab.h"

// --- the current ticket

bool shell_use(struct shell *s, int64_t id, bool sure)
{
    struct ticket t;
    if (id && !ticket_reach(&s->desk, id, &t))
        return false;
    s->ticket = id ? t.id : 0;
    s->sure = sure;
    if (id)
        ticket_free(&t);
    return true;
}

void shell_follow(struct shell *s)
{
    if (!shell_use(s, s->ticket, s->sure))
        s->ticket = 0;
}

void shell_environment(const struct shell *s)
{
    char value[32];
    snprintf(value, sizeof value, "%lld%s", (long long)s->ticket, s->sure ? "" : "?");
    if (s->ticket)
        setenv("TK_TICKET", value, 1);
    else
        unsetenv("TK_TICKET");
    if (s->tty)
        setenv("TK_PAGE", "1", 1);
}

// --- the prompt

// Readline must know what takes no room: it stands between these two.
static void put_color(const struct shell *s, struct buf *out, const char *sequence)
{
    if (s->color)
        buf_fmt(out, "\001%s\002", sequence);
}

// True when others changed something since: what was read of names may no longer be so.
static void refresh_names(struct shell *s)
{
    int64_t version = db_data_version(s->desk.db);
    if (version != s->version)
        desk_forget_names(&s->desk);
    s->version = version;
}

static void put_ticket(struct shell *s, const struct ticket *t, struct buf *out)
{
    struct buf more = BUF_INIT;
    buf_fmt(&more, " %s %s", name_word(names_status, t->status), queue_word(&s->desk, t->queue));
    bool room = term_width(STDOUT_FILENO) >= 2 * (int)more.len + 20;
    put_color(s, out, "\033[1m");
    buf_fmt(out, "tk[#%lld%s%s]>", (long long)t->id, s->sure ? "" : "?", room ? more.s : "");
    buf_free(&more);
}

static void put_prompt(struct shell *s, struct buf *out)
{
    struct ticket t;
    refresh_names(s);
    shell_follow(s);
    if (s->ticket && ticket_get(&s->desk, s->ticket, &t)) {
        put_ticket(s, &t, out);
        ticket_free(&t);
    } else {
        put_color(s, out, "\033[1m");
        buf_str(out, "tk>");
    }
    put_color(s, out, "\033[0m");
    buf_ch(out, ' ');
}

// --- lines

static void run_line(struct shell *s, const struct line *l)
{
    for (size_t i = 0; i < l->n && !s->leaving && !job_hangup; i++)
        command_run(s, &l->pipe[i]);
}

// True when the line is done with, false when more of it must come.
static bool take_line(struct shell *s, const struct buf *text)
{
    struct line l = {0};
    struct buf err = BUF_INIT;
    enum line_rc rc = line_read(&l, text->s, text->len, &err);
    if (rc == LINE_DONE) {
        run_line(s, &l);
    } else if (rc == LINE_BAD) {
        warn("%s", err.s);
        s->status = EXIT_USAGE;
    }
    line_free(&l);
    buf_free(&err);
    return rc != LINE_OPEN;
}

// --- a person

static bool look(void *arg, int width, struct buf *line)
{
    struct shell *s = arg;
    struct buf said = BUF_INIT;
    s->notice.width = width;
    if (!s->notify || !notice_look(&s->notice, &s->desk, date_monotonic(), &said))
        return false;
    buf_fmt(line, s->color ? "\033[2m%s\033[0m" : "%s", said.s);
    buf_free(&said);
    return true;
}

static void lose(void *arg, const struct buf *typed)
{
    (void)arg;
    recall_add(typed->s);
}

// More of a line that is not complete, or a new one.
static enum reader_rc read_text(struct shell *s, struct buf *text)
{
    const struct reader reader = {look, lose, s};
    struct buf prompt = BUF_INIT;
    if (text->len) {
        buf_ch(text, '\n');
        buf_str(&prompt, "> ");
    } else {
        put_prompt(s, &prompt);
        shell_environment(s); // completion asks programs, too
    }
    enum reader_rc rc = reader_line(&reader, prompt.s, text);
    buf_free(&prompt);
    return rc;
}

static void greet(void)
{
    static const char *const lines[] = {
        "list is:unassigned   what nobody has taken yet; Tab completes",
        "next                 take the most urgent one, and read it",
        "reply                answer it in your editor; note is internal",
        "17                   go to ticket 17; close, assign me work on it",
        "board                the whole desk at a glance; mine: my tickets",
        "help                 all there is; Ctrl-D leaves",
    };
    const struct wrap w = {.first = "  ", .indent = "    ", .width = term_width(STDOUT_FILENO)};
    struct buf out = BUF_INIT;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        wrap_text(&out, &w, lines[i], strlen(lines[i]));
    fputs(out.s, stdout);
    buf_free(&out);
}

static void offer_drafts(struct shell *s)
{
    struct buf text = BUF_INIT;
    draft_offer(&s->desk, &text);
    fputs(text.s, stdout);
    buf_free(&text);
}

// One person may act for several agents, each with a past of their own.
static bool open_past(const struct shell *s)
{
    bool own = strcmp(s->desk.login, desk_user()) == 0;
    char *name = own ? mem_strdup("history") : mem_printf("history.%s", s->desk.login);
    bool first = recall_open(name);
    free(name);
    return first;
}

static void start(struct shell *s)
{
    job_start();
    reader_start();
    tab_start(s);
    notice_start(&s->notice, &s->desk);
    if (!open_past(s))
        greet();
    offer_drafts(s);
}

static int talk(struct shell *s)
{
    struct buf text = BUF_INIT;
    start(s);
    while (!s->leaving && !job_hangup) {
        enum reader_rc rc = read_text(s, &text);
        if (rc == READER_HANGUP)
            break;
        if (rc == READER_END && !text.len)
            s->leaving = true;
        if (rc == READER_END && text.len)
            warn("given up: a quote is open, or | stands at its end (it is in the history)");
        if (rc == READER_LINE && !take_line(s, &text))
            continue;
        recall_add(text.s); // also what another line would have completed, but was given up
        buf_reset(&text);
    }
    if (text.len)
        recall_add(text.s); // half typed when the terminal went away
    buf_free(&text);
    return job_hangup ? JOB_SIGNALLED + (int)job_hangup : s->status;
}

// --- a script

static int read_script(struct shell *s)
{
    enum { BLOCK = 65536 };
    struct buf in = BUF_INIT, text = BUF_INIT;
    ssize_t got = 1;
    while (got > 0 && !s->leaving && s->status != JOB_SIGNALLED + SIGINT) {
        char *newline = memchr(in.s, '\n', in.len);
        if (!newline && (got = buf_some(&in, STDIN_FILENO, BLOCK)) > 0)
            continue;
        size_t n = newline ? (size_t)(newline - in.s) : in.len;
        buf_add(&text, in.s, n);
        memmove(in.s, in.s + n + (newline != NULL), in.len - n - (newline != NULL));
        buf_cut(&in, in.len - n - (newline != NULL));
        if (take_line(s, &text))
            buf_reset(&text);
        else
            buf_ch(&text, '\n');
    }
    if (got < 0)
        die_errno(EXIT_IO, "stdin");
    if (text.len) {
        warn("the last command is not complete: a quote is open, or | stands at its end");
        s->status = EXIT_USAGE;
    }
    buf_free(&in);
    buf_free(&text);
    return s->status;
}

int shell_run(struct shell *s)
{
    signal(SIGCHLD, SIG_DFL); // who ignored it when we were started would hide how jobs end
    int status = s->tty ? talk(s) : read_script(s);
    notice_free(&s->notice);
    return status;
}
