// SPDX-License-Identifier: GPL-3.0-or-later
// A tool within a shell: the current ticket, and what is asked before much is changed.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/term.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "desk/session.h"
#include "desk/ticket.h"
#include "desk/tool.h"

enum { SUBJECT_WIDTH = 50 };

void tool_dot(struct tool *t, int n)
{
    int64_t id = session_ticket().id;
    for (int i = 0; i < n && i < t->operands.n; i++) {
        if (strcmp(t->operands.v[i], ".") != 0)
            continue;
        if (!id)
            tool_usage(t, "\".\" is the current ticket, and there is none: give an id");
        snprintf(t->dot, sizeof t->dot, "%lld", (long long)id);
        t->operands.v[i] = t->dot;
    }
}

// --- asking

// "tk-set: set priority=high": what the person typed, or what the shell made of it.
static void add_command(const struct tool *t, int first, struct buf *q)
{
    buf_fmt(q, "%s: %s", t->cmd->name, t->cmd->name + strlen("tk-"));
    for (int i = 0; i < first; i++) {
        buf_ch(q, ' ');
        wrap_part(q, t->operands.v[i], strlen(t->operands.v[i]));
    }
}

// ` 17 "Printer on fire" (open, billing)`
static void add_ticket(struct tool *t, int64_t id, const struct ticket *k, struct buf *q)
{
    int used;
    size_t n = utf8_prefix(k->subject, strlen(k->subject), SUBJECT_WIDTH, &used);
    buf_fmt(q, " %lld \"", (long long)id);
    wrap_part(q, k->subject, n);
    buf_fmt(q, "%s\" (%s, %s)", k->subject[n] ? "…" : "", name_word(names_status, k->status),
            queue_word(&t->desk, k->queue));
}

static void ask_for_ticket(struct tool *t, int first, int64_t id)
{
    struct ticket k;
    struct buf q = BUF_INIT;
    if (!ticket_get(&t->desk, id, &k))
        return; // who asks for it will say so
    add_command(t, first, &q);
    add_ticket(t, id, &k, &q);
    buf_ch(&q, '?');
    enum term_answer a = term_ask_tty(q.s);
    ticket_free(&k);
    buf_free(&q);
    if (a == ANSWER_NOBODY)
        tool_usage(t, "ticket %lld was only looked at: give its id", (long long)id);
    if (a == ANSWER_NO)
        exit(EXIT_NONE);
}

bool tool_has_current(const struct tool *t, int first)
{
    return t->operands.n == first && session_ticket().id && isatty(STDIN_FILENO);
}

void tool_current(struct tool *t, int first, struct ref_list *list)
{
    struct session_ticket s = session_ticket();
    if (s.passing && t->cmd->mode != TOOL_READ && !t->o->dry_run)
        ask_for_ticket(t, first, s.id);
    snprintf(t->dot, sizeof t->dot, "%lld", (long long)s.id);
    refs_add(list, (struct ref){.id = s.id, .text = t->dot});
}

void tool_ask_many(struct tool *t, int first, const struct ref_list *list)
{
    struct buf q = BUF_INIT;
    int64_t most = session_ask_many();
    size_t n = list->n - list->bad;
    if (!most || (uint64_t)most >= n || list->v[0].text || t->o->dry_run)
        return;
    add_command(t, first, &q);
    buf_fmt(&q, " %zu tickets?", n);
    enum term_answer a = term_ask_tty(q.s);
    buf_free(&q);
    if (a == ANSWER_NOBODY)
        tool_usage(t,
                   "%zu tickets are more than %lld, and there is no terminal to ask at: -n shows"
                   " them, without TK_ASK_MANY nobody is asked",
                   n, (long long)most);
    if (a == ANSWER_NO)
        exit(EXIT_NONE);
}
