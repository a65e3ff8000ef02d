// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/command.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/family.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "desk/made.h"
#include "desk/ref.h"
#include "desk/view.h"
#include "shell/builtin.h"
#include "shell/job.h"
#include "shell/offer.h"
#include "shell/shell.h"

// --- names

const struct command_alias command_aliases[] = {
    {"note", "reply", "--note", "an internal note: reply --note", false},
    {"board", "board", "--follow", NULL, true},
    {NULL, NULL, NULL, NULL, false},
};

static const struct command_alias *alias_of(const struct shell *s, const struct words *typed,
                                            bool last)
{
    for (const struct command_alias *a = command_aliases; a->name; a++)
        if (strcmp(a->name, typed->v[0]) == 0 && (!a->alone || (typed->n == 1 && last && s->tty)))
            return a;
    return NULL;
}

static void add_rest(struct words *w, const struct words *typed)
{
    for (int i = 1; i < typed->n; i++)
        words_add(w, typed->v[i]);
}

// Of a restricted shell: nothing that reads or writes files by name, runs programs, or belongs to
// whoever runs the desk.
static const char *const usual[] = {"agent", "assign", "board",  "cc",    "close", "customer",
                                    "link",  "list",   "log",    "macro", "merge", "new",
                                    "next",  "queue",  "reopen", "reply", "set",   "show",
                                    "split", "tag",    "undo",   "view",  "watch"};

bool command_allowed(const struct shell *s, const char *name)
{
    bool allowed = !s->restricted;
    for (size_t i = 0; !allowed && i < sizeof usual / sizeof *usual; i++)
        allowed = strcmp(usual[i], name) == 0;
    for (int i = 0; !allowed && i < s->allowed.n; i++)
        allowed = strcmp(s->allowed.v[i], name) == 0;
    return allowed;
}

static bool expand(struct shell *s, const struct words *typed, bool last, struct command_words *c)
{
    const struct command_alias *alias = alias_of(s, typed, last);
    *c = (struct command_words){.path = family_find(s->dir, alias ? alias->command : typed->v[0])};
    char *query = c->path ? NULL : view_query(&s->desk, typed->v[0]);
    words_add(&c->words, query ? "list" : alias ? alias->command : typed->v[0]);
    if (query) {
        struct buf all = BUF_INIT;
        c->path = family_find(s->dir, "list");
        buf_fmt(&all, typed->n > 1 ? "(%s)" : "%s", query); // more words narrow it as a whole
        words_add(&c->words, all.s);
        buf_free(&all);
    } else if (alias) {
        words_add(&c->words, alias->word);
    }
    add_rest(&c->words, typed);
    free(query);
    if (!c->path)
        command_words_free(c);
    return c->path;
}

// What nobody knows may be a view, or is told so later.
static bool may_run(const struct shell *s, const char *name)
{
    char *path = command_allowed(s, name) ? NULL : family_find(s->dir, name);
    free(path);
    return !path;
}

bool command_expand(struct shell *s, const struct words *typed, struct command_words *c)
{
    return may_run(s, typed->v[0]) && expand(s, typed, false, c);
}

void command_words_free(struct command_words *c)
{
    free(c->path);
    words_free(&c->words);
    *c = (struct command_words){0};
}

static void say_unknown(struct shell *s, const char *name)
{
    struct suggest near;
    struct offers all;
    struct buf hint = BUF_INIT;
    suggest_init(&near, name);
    offers_find(s, "", false, &all);
    for (size_t i = 0; i < all.n; i++)
        suggest_offer(&near, all.v[i].name);
    offers_free(&all);
    suggest_end(&near, &hint);
    warn("unknown command \"%.100s\"%s", name,
         hint.len        ? hint.s
         : s->restricted ? " (help lists them)"
                         : " (help lists them; ! in front runs a program)");
    buf_free(&hint);
}

// --- one pipeline

struct run { // the commands of a pipeline, made ready
    struct shell *s;
    struct job *job;
    struct command_words *command; // beside each job; path NULL: a program that is not ours
    size_t n;
};

static void run_free(struct run *r)
{
    for (size_t i = 0; i < r->n; i++)
        command_words_free(&r->command[i]);
    free(r->job);
    free(r->command);
}

// Whoever wrote to a file of the database would destroy the desk.
static bool spares_desk(const struct shell *s, const char *path)
{
    bool spared = !path || !db_owns(db_path(s->desk.db), path);
    if (!spared)
        warn("%s belongs to the database: choose another file", path);
    return spared;
}

// 0, or the status of what cannot be run.
static int ready(struct run *r, const struct line_stage *g, bool last)
{
    struct shell *s = r->s;
    const char *name = g->words.v[0];
    struct command_words *c = &r->command[r->n];
    struct job *job = &r->job[r->n];
    bool own = expand(s, &g->words, last && r->n == 0, c);
    if (!own && builtin_find(name)) {
        warn("%s stands alone: no | < >", name);
        return EXIT_USAGE;
    }
    if (!own && r->n == 0) {
        say_unknown(s, name);
        return EXIT_USAGE;
    }
    if (!spares_desk(s, g->out))
        return EXIT_CANTCREATE;
    *job = (struct job){.path = own ? c->path : name,
                        .argv = own ? c->words.v : g->words.v,
                        .name = name,
                        .in = g->in,
                        .out = g->out,
                        .append = g->append,
                        .own = own};
    r->n++;
    return 0;
}

static int run_stages(struct shell *s, const struct line_pipe *p)
{
    struct run r = {s, mem_array(p->n, sizeof *r.job), mem_array(p->n, sizeof *r.command), 0};
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < p->n; i++)
        rc = ready(&r, &p->stage[i], i + 1 == p->n);
    if (rc == 0)
        rc = job_run(r.job, r.n, s->tty, s->tty ? s->many : 0);
    run_free(&r);
    return rc;
}

static int run_program(struct shell *s, const char *line)
{
    char *argv[] = {(char *)"sh", (char *)"-c", (char *)line, NULL};
    struct job job = {.path = "/bin/sh", .argv = argv, .name = "sh"};
    if (!line[strspn(line, " \t")]) {
        warn("! runs a program: write it behind");
        return EXIT_USAGE;
    }
    return job_run(&job, 1, s->tty, 0);
}

// --- restricted

static const char *forbidden(const struct shell *s, const struct line_pipe *p)
{
    if (p->program)
        return "no programs";
    if (p->n > 1)
        return "no pipes";
    if (p->stage[0].in || p->stage[0].out)
        return "no files";
    return may_run(s, p->stage[0].words.v[0]) ? NULL : "not this command";
}

// --- running

static int run_builtin(struct shell *s, const struct builtin *b, const struct words *words)
{
    int n = words->n - 1;
    if (n >= b->min && (b->max < 0 || n <= b->max))
        return b->run(s, words);
    warn("write: %s", b->usage);
    return EXIT_USAGE;
}

// What was looked at is current now, in passing.
static void look_at(struct shell *s, const struct words *w)
{
    int64_t id, only = 0;
    for (int i = 1; i < w->n; i++)
        if (ref_parse(w->v[i], strlen(w->v[i]), &id)) {
            if (only && only != id)
                return;
            only = id;
        }
    if (only && only != s->ticket)
        shell_use(s, only, false);
}

static void follow(struct shell *s, const struct words *w, int64_t before)
{
    int64_t made = 0;
    if (strcmp(w->v[0], "show") == 0)
        look_at(s, w);
    else if (strcmp(w->v[0], "new") == 0 && (made = made_since(&s->desk, before)))
        shell_use(s, made, false);
}

static int run(struct shell *s, const struct line_pipe *p)
{
    const struct words *w = p->n ? &p->stage[0].words : NULL;
    const char *why = s->restricted ? forbidden(s, p) : NULL;
    int64_t id;
    if (why) {
        warn("%s in a restricted shell (help lists what there is)", why);
        return EXIT_NOPERM;
    }
    if (p->program)
        return run_program(s, p->program);
    bool plain = p->n == 1 && !p->stage[0].in && !p->stage[0].out;
    const struct builtin *b = plain ? builtin_find(w->v[0]) : NULL;
    if (b)
        return run_builtin(s, b, w);
    if (plain && w->n == 1 && ref_parse(w->v[0], strlen(w->v[0]), &id))
        return builtin_use(s, w->v[0]);
    int64_t before = made_before(&s->desk);
    int rc = run_stages(s, p);
    if (p->n == 1 && rc == 0)
        follow(s, w, before);
    return rc;
}

// What should have gone to another ticket and did not: lines that were typed or pasted ahead are
// meant for that one, so that they must ask before they change the old one.
static void doubt(struct shell *s, const struct line_pipe *p)
{
    static const char *const going[] = {"use", "next", "show", "new"};
    const struct words *w = p->n == 1 ? &p->stage[0].words : NULL;
    int64_t id;
    bool goes = w && w->n == 1 && ref_parse(w->v[0], strlen(w->v[0]), &id);
    for (size_t i = 0; w && i < sizeof going / sizeof *going; i++)
        goes = goes || strcmp(w->v[0], going[i]) == 0;
    if (goes && s->status != EXIT_DONE)
        s->sure = false;
}

// "tk-list" is what messages and manuals say; here it is "list".
static void shorten(struct line_pipe *p)
{
    for (size_t i = 0; i < p->n; i++) {
        char *name = p->stage[i].words.v[0];
        if (strncmp(name, "tk-", 3) == 0 && family_legal(name + 3))
            memmove(name, name + 3, strlen(name + 3) + 1);
    }
}

int command_run(struct shell *s, struct line_pipe *p)
{
    shorten(p);
    shell_environment(s);
    s->status = run(s, p);
    doubt(s, p);
    shell_follow(s);
    return s->status;
}

int command_call(struct shell *s, const struct words *words)
{
    struct line_stage stage = {.words = *words}; // borrowed
    return run_stages(s, &(struct line_pipe){.stage = &stage, .n = 1});
}
