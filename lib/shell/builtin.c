// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/builtin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/family.h"
#include "base/term.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "desk/ref.h"
#include "desk/ticket.h"
#include "shell/command.h"
#include "shell/job.h"
#include "shell/offer.h"
#include "shell/recall.h"
#include "shell/shell.h"
#include "shell/tab.h"

// What a builtin has to say; text is empty then.
static void print(const struct shell *s, struct buf *text)
{
    term_page(text->s, text->len, s->tty && !s->restricted);
    buf_free(text);
}

// --- use

static void tell_current(struct shell *s)
{
    struct ticket t;
    if (!ticket_get(&s->desk, s->ticket, &t))
        return;
    struct buf line = BUF_INIT;
    buf_fmt(&line, "%lld\t", (long long)t.id);
    wrap_part(&line, t.subject, strlen(t.subject));
    buf_ch(&line, '\n');
    print(s, &line);
    ticket_free(&t);
}

int builtin_use(struct shell *s, const char *word)
{
    int64_t id;
    if (strcmp(word, "none") == 0) {
        shell_use(s, 0, true);
        return EXIT_DONE;
    }
    if (strcmp(word, ".") == 0 && !s->ticket) {
        warn("there is no current ticket: 17, or use 17, makes one");
        return EXIT_USAGE;
    }
    if (strcmp(word, ".") == 0) {
        id = s->ticket;
    } else if (!ref_parse(word, strlen(word), &id)) {
        warn("no ticket id: \"%.100s\" (use 17, use none)", word);
        return EXIT_USAGE;
    }
    if (!shell_use(s, id, true)) {
        warn("no such ticket %lld", (long long)id);
        return EXIT_NOINPUT;
    }
    if (s->ticket != id)
        warn_more("%lld was merged into %lld", (long long)id, (long long)s->ticket);
    tell_current(s);
    return EXIT_DONE;
}

static int run_use(struct shell *s, const struct words *words)
{
    return builtin_use(s, words->n > 1 ? words->v[1] : ".");
}

static void complete_use(struct shell *s, const struct words *words, const char *typed,
                         struct tab_words *out)
{
    struct words show = {0};
    words_add(&show, "show");
    if (words->n == 1)
        tab_ask(s, &show, typed, out);
    words_free(&show);
}

// --- next

// Options may ask for anything: they are for the program alone.
static bool has_options(const struct words *words)
{
    for (int i = 1; i < words->n; i++)
        if (words->v[i][0] == '-' && strcmp(words->v[i], "--for") != 0)
            return true;
    return false;
}

static int take_next(struct shell *s, const struct words *words, struct buf *id)
{
    struct words w = {0};
    char *path = family_find(s->dir, "next");
    words_add(&w, "next");
    words_add(&w, "-v");
    words_add(&w, "-F");
    words_add(&w, "ids");
    for (int i = 1; i < words->n; i++)
        words_add(&w, words->v[i]);
    int rc = path ? job_capture(path, w.v, 0, id) : EXIT_NOINPUT;
    words_free(&w);
    free(path);
    buf_trim(id);
    return rc;
}

static int run_next(struct shell *s, const struct words *words)
{
    struct buf id = BUF_INIT;
    int64_t number;
    if (has_options(words))
        return command_call(s, words);
    int rc = take_next(s, words, &id);
    if (rc == 0 && ref_parse(id.s, id.len, &number) && shell_use(s, number, true)) {
        struct words show = {0};
        shell_environment(s);
        words_add(&show, "show");
        words_add(&show, id.s);
        rc = command_call(s, &show);
        words_free(&show);
    }
    buf_free(&id);
    return rc;
}

// --- options

static const struct option {
    const char *name, *values, *summary;
} options[] = {
    {"many", "NUMBER off", "ask before more tickets of a list are changed"},
    {"notify", "on off", "tell what comes in while you type"},
};
enum { OPTIONS = sizeof options / sizeof *options };

static void print_options(const struct shell *s)
{
    char many[32] = "off";
    struct buf out = BUF_INIT;
    if (s->many)
        snprintf(many, sizeof many, "%lld", (long long)s->many);
    buf_fmt(&out, "many    %-4s %s\n", many, options[0].summary);
    buf_fmt(&out, "notify  %-4s %s\n", s->notify ? "on" : "off", options[1].summary);
    print(s, &out);
}

static bool set_many(struct shell *s, const char *value)
{
    char *end;
    bool off = strcmp(value, "off") == 0;
    long long n = off ? 0 : strtoll(value, &end, 10);
    if (!off && (*end || n < 1 || n > 1000000000 || *value == '+'))
        return false;
    s->many = n;
    return true;
}

static bool set_notify(struct shell *s, const char *value)
{
    bool on = strcmp(value, "on") == 0;
    if (!on && strcmp(value, "off") != 0)
        return false;
    s->notify = on;
    notice_start(&s->notice, &s->desk); // what came while it was off is no news
    return true;
}

static int run_option(struct shell *s, const struct words *words)
{
    if (words->n == 1) {
        print_options(s);
        return EXIT_DONE;
    }
    const char *name = words->v[1], *value = words->n > 2 ? words->v[2] : "";
    bool many = strcmp(name, "many") == 0, notify = strcmp(name, "notify") == 0;
    if (!many && !notify) {
        warn("unknown option \"%.100s\": many or notify", name);
        return EXIT_USAGE;
    }
    if (many ? set_many(s, value) : set_notify(s, value))
        return EXIT_DONE;
    warn("write: option %s %s", name, options[notify].values);
    return EXIT_USAGE;
}

static void complete_option(struct shell *s, const struct words *words, const char *typed,
                            struct tab_words *out)
{
    size_t n = strlen(typed);
    (void)s;
    for (int i = 0; words->n == 1 && i < OPTIONS; i++)
        if (strncmp(options[i].name, typed, n) == 0)
            tab_add(out, options[i].name, options[i].summary);
    bool notify = words->n == 2 && strcmp(words->v[1], "notify") == 0;
    if (notify && strncmp("on", typed, n) == 0)
        tab_add(out, "on", NULL);
    if (words->n == 2 && strncmp("off", typed, n) == 0)
        tab_add(out, "off", NULL);
}

// --- history, leaving

static int run_history(struct shell *s, const struct words *words)
{
    char *end = NULL;
    long n = words->n > 1 ? strtol(words->v[1], &end, 10) : 20;
    if (words->n > 1 && (*end || n < 1)) {
        warn("write: history [NUMBER]");
        return EXIT_USAGE;
    }
    struct buf out = BUF_INIT;
    recall_list(n, &out);
    print(s, &out);
    return EXIT_DONE;
}

static int run_leave(struct shell *s, const struct words *words)
{
    (void)words;
    s->leaving = true;
    return s->status;
}

// --- help

static void help_line(struct buf *out, const char *name, const char *summary, int width)
{
    struct wrap w = {.first = "", .indent = "              ", .width = width};
    struct buf line = BUF_INIT;
    buf_fmt(&line, "  %-11s %s", name, summary ? summary : "");
    wrap_text(out, &w, line.s, line.len);
    buf_free(&line);
}

static void help_kind(const struct offers *all, enum offer_kind kind, struct buf *out, int width)
{
    for (size_t i = 0; i < all->n; i++) {
        struct buf summary = BUF_INIT;
        const char *text = all->v[i].summary ? all->v[i].summary : "";
        utf8_visible(&summary, text, strlen(text), UTF8_KEEP_NONE);
        if (all->v[i].kind == kind)
            help_line(out, all->v[i].name, summary.s, width);
        buf_free(&summary);
    }
}

static void help_all(struct shell *s, struct buf *out, int width)
{
    struct offers all;
    offers_find(s, "", true, &all);
    buf_str(out, "The shell's own:\n");
    help_kind(&all, OFFER_OWN, out, width);
    help_line(out, "17", "the same as use 17; . in a command is the current ticket", width);
    if (!s->restricted)
        help_line(out, "!CMD", "runs CMD by sh", width);
    buf_str(out, "\nCommands (tk-list for list outside of the shell):\n");
    help_kind(&all, OFFER_TOOL, out, width);
    buf_str(out, "\nViews (view add NAME QUERY makes one):\n");
    help_kind(&all, OFFER_VIEW, out, width);
    buf_str(out, "\nhelp CMD explains one, with examples.\n");
    offers_free(&all);
}

static void help_builtin(const struct builtin *b, struct buf *out)
{
    buf_fmt(out, "usage: %s\n\n%s: %s\n\n%s", b->usage, b->name, b->summary, b->help);
}

static int help_command(struct shell *s, const struct words *words, struct buf *out)
{
    struct words one = {0};
    struct command_words c;
    words_add(&one, words->v[1]);
    bool known = command_expand(s, &one, &c);
    words_free(&one);
    if (!known) {
        warn("unknown command \"%.100s\" (help lists them)", words->v[1]);
        return EXIT_USAGE;
    }
    char *argv[] = {c.words.v[0], (char *)"-h", NULL};
    int rc = job_capture(c.path, argv, 0, out);
    command_words_free(&c);
    return rc;
}

static int run_help(struct shell *s, const struct words *words)
{
    struct buf out = BUF_INIT;
    int rc = EXIT_DONE;
    const struct builtin *b = words->n > 1 ? builtin_find(words->v[1]) : NULL;
    if (words->n == 1)
        help_all(s, &out, term_width(STDOUT_FILENO));
    else if (b)
        help_builtin(b, &out);
    else
        rc = help_command(s, words, &out);
    print(s, &out);
    return rc;
}

static void complete_help(struct shell *s, const struct words *words, const char *typed,
                          struct tab_words *out)
{
    if (words->n == 1)
        tab_commands(s, typed, out);
}

// --- all of them

// clang-format off
const struct builtin builtins[] = {
    {"exit", "exit", "leave, as Ctrl-D does", "  exit\n", 0, 0, run_leave, NULL},
    {"help", "help [CMD]", "what commands there are, what one does",
     "  help             all commands and views\n"
     "  help assign      how assign is used\n", 0, 1, run_help, complete_help},
    {"history", "history [NUMBER]", "the lines typed last",
     "  history 50       the last 50; Ctrl-R searches them, the arrows fetch them back\n",
     0, 1, run_history, NULL},
    {"next", "next [QUERY] [--for TIME]", "take the most urgent free ticket and show it",
     "The ticket is yours, and the current one. With other options it is plain tk-next(1).\n\n"
     "  next                    whatever is most urgent\n"
     "  next queue:billing      of these\n"
     "  next --for 20m          only held for a while\n", 0, -1, run_next, NULL},
    {"option", "option [NAME VALUE]", "how the shell behaves until you leave",
     "  option                  what is set\n"
     "  option notify off       no lines above the prompt\n"
     "  option many 100         ask only before more than 100 tickets of a list are changed\n",
     0, 2, run_option, complete_option},
    {"quit", "quit", "the same as exit", "  quit\n", 0, 0, run_leave, NULL},
    {"use", "use [ID|none]", "choose the current ticket",
     "Commands without an id work on it, and . in a command names it.\n\n"
     "  use 17           or only 17\n"
     "  use none         there is none any more\n"
     "  use              which is it? After show 17 or new it is one only in passing, and\n"
     "                   what changes it asks first: use makes it the chosen one\n",
     0, 1, run_use, complete_use},
    {NULL, NULL, NULL, NULL, 0, 0, NULL, NULL},
};
// clang-format on

const struct builtin *builtin_find(const char *name)
{
    for (const struct builtin *b = builtins; b->name; b++)
        if (strcmp(b->name, name) == 0)
            return b;
    return NULL;
}
