// SPDX-License-Identifier: GPL-3.0-or-later
// The message of an action: where it comes from, who is known to write it, and whether the tickets
// are still what they were when the writing began.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/term.h"
#include "desk/action_impl.h"
#include "desk/macro.h"

void action_where(const struct ref *ref, char where[64])
{
    if (ref->text)
        snprintf(where, 64, "%.60s", ref->text);
    else
        snprintf(where, 64, "stdin:%ld", ref->line);
}

// Nobody should write an answer for a ticket that is not there.
static void watch_tickets(struct run *r)
{
    struct tool *t = &r->t;
    for (size_t i = 0; i < r->refs.n; i++) {
        const struct ref *ref = &r->refs.v[i];
        char where[64];
        if (!ref->id || draft_add(&r->draft, &t->desk, ref->id))
            continue;
        action_where(ref, where);
        buf_fmt(&t->err, "no such ticket %lld", (long long)ref->id);
        tool_fail(t, ref->text ? EXIT_NOINPUT : EXIT_DATA, where);
    }
    if (t->status && !t->o->keep_going)
        exit(t->status);
    if (isatty(STDERR_FILENO))
        draft_warn(&r->draft, &t->desk);
}

// --- drafts

static void note_draft(void *arg, const char *path)
{
    struct run *r = arg;
    r->draft_path = mem_strdup(path);
    draft_begin(&r->draft, &r->t.desk, path, r->args->note);
}

void action_draft_end(struct run *r)
{
    if (r->draft_path)
        draft_end(&r->t.desk, r->draft_path);
}

void action_draft_drop(struct run *r)
{
    bool noted = r->draft_path && draft_is_noted(&r->t.desk, r->draft_path);
    if (!noted || compose_path())
        return;
    desk_begin(&r->t.desk);
    draft_end(&r->t.desk, r->draft_path);
    desk_commit(&r->t.desk);
}

// The draft to go on with: asked for by --recover, or offered; owned, NULL: none.
static char *earlier_draft(struct run *r)
{
    struct tool *t = &r->t;
    char *path = r->draft.n ? draft_find(&t->desk, r->draft.ticket[0].id) : NULL;
    if (!path && r->args->recover) {
        buf_str(&t->err, "you have no draft for this ticket (tk-reply --drafts lists yours)");
        tool_must(t, EXIT_NOINPUT);
    }
    if (!path || r->args->recover)
        return path;
    char *question = mem_printf("You have a draft for this: %s. Go on with it?", path);
    bool yes = term_ask(question);
    free(question);
    if (yes)
        return path;
    free(path);
    return NULL;
}

// --- reading it

static void name_draft(const struct run *r, char name[64])
{
    snprintf(name, 64, "%s-%lld", r->action->word,
             (long long)(r->draft.n ? r->draft.ticket[0].id : 0));
}

static bool will_edit(const struct run *r)
{
    const struct compose *c = &r->args->compose;
    bool typed = r->args->message_needed && !c->text && !c->file && isatty(STDIN_FILENO);
    return c->editor || typed;
}

// What the macro would say: for the person to go on from there.
static void start_macro(struct run *r, struct buf *out)
{
    struct desk *d = &r->t.desk;
    struct ticket k;
    const char *lang;
    if (!r->args->macro_name)
        return;
    if (r->draft.n != 1 || !ticket_reach(d, r->draft.ticket[0].id, &k))
        tool_usage(&r->t, "--macro with -e is for one ticket");
    int rc = macro_ready(d, r->args->macro_name, &r->args->macro, &r->t.err);
    if (rc == 0)
        rc = macro_render(r->args->macro, d, &k, out, &lang, &r->t.err);
    tool_must(&r->t, rc);
    ticket_free(&k);
}

void action_message(struct run *r, int first)
{
    struct tool *t = &r->t;
    struct compose *c = &r->args->compose;
    bool ids_given = t->operands.n > first && strcmp(t->operands.v[first], "-") != 0;
    struct buf start = BUF_INIT;
    char name[64], *quote = NULL, *resume = NULL;
    c->editor = c->editor || r->args->recover;
    if (will_edit(r)) {
        draft_prune(&t->desk);
        watch_tickets(r);
        start_macro(r, &start);
        resume = earlier_draft(r);
        quote = r->draft.n ? message_last_customer(&t->desk, r->draft.ticket[0].id) : NULL;
    }
    name_draft(r, name);
    c->start = start.len ? start.s : NULL;
    c->resume = resume;
    c->writing = note_draft;
    c->arg = r;
    int rc = compose_read(c, ids_given ? COMPOSE_STDIN_FREE : COMPOSE_STDIN_IS_IDS,
                          r->args->message_needed, name, quote, &r->args->message,
                          &r->args->has_message, &t->err);
    free(quote);
    free(resume);
    buf_free(&start);
    if (rc == EXIT_USAGE)
        tool_usage(t, "%s", t->err.s);
    if (rc)
        action_draft_drop(r); // they wrote nothing: nobody needs to know
    tool_must(t, rc);
    if (r->args->message_needed && !r->args->has_message)
        tool_usage(t, "no message: give -m TEXT, -f FILE or -e");
    if (r->args->has_message && !r->args->message.len)
        tool_usage(t, "the message is empty");
}

// --- is it still what it was?

void action_begin(struct run *r)
{
    struct tool *t = &r->t;
    for (;;) {
        tool_begin(t);
        if (t->desk.force || !r->draft_path || !draft_changed(&r->draft, &t->desk))
            return;
        desk_rollback(&t->desk);
        draft_tell(&r->draft, &t->desk);
        draft_look(&r->draft, &t->desk);
        if (!term_ask("Send your text all the same?"))
            die(EXIT_DATA, "nothing was sent: tk-reply --recover goes on with your text, --force"
                           " sends it all the same");
    }
}
