// SPDX-License-Identifier: GPL-3.0-or-later
// The message of an action: where it comes from, who is known to write it, and whether the tickets
// are still what they were when the writing began.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/restricted.h"
#include "base/term.h"
#include "desk/action_impl.h"
#include "desk/aside.h"
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
    free(r->draft_path);
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

// The draft to go on with: asked for by --recover, or offered; owned, NULL: none.  What was begun
// as a note stays one, whoever asks for it: it was not written for the customer.
static char *earlier_draft(struct run *r)
{
    struct tool *t = &r->t;
    bool note = false;
    char *path = r->draft.n ? draft_find(&t->desk, r->draft.ticket[0].id, &note) : NULL;
    if (!path && r->args->recover) {
        buf_str(&t->err, "you have no draft for this ticket (tk-reply --drafts lists yours)");
        tool_must(t, EXIT_NOINPUT);
    }
    bool wanted = path && r->args->recover;
    if (path && !wanted) {
        char *question = mem_printf("You have a draft for this%s: %s. Go on with it?",
                                    note ? ", an internal note" : "", path);
        wanted = term_ask(question);
        free(question);
    }
    if (!wanted) {
        free(path);
        return NULL;
    }
    r->args->note = r->args->note || note;
    r->draft_path = mem_strdup(path);
    return path;
}

// --- reading it

static void name_draft(const struct run *r, char name[64])
{
    snprintf(name, 64, "%s-%lld", r->action->word,
             (long long)(r->draft.n ? r->draft.ticket[0].id : 0));
}

// In the editor, or at the terminal.
static bool will_write(const struct run *r)
{
    const struct compose *c = &r->args->compose;
    bool typed = c->file ? strcmp(c->file, "-") == 0 : r->args->message_needed;
    return c->editor || r->args->recover || (typed && !c->text && isatty(STDIN_FILENO));
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

// Lines %macro NAME become what the macro says.
static int finish(void *arg, struct buf *text, struct buf *err)
{
    struct run *r = arg;
    struct desk *d = &r->t.desk;
    struct buf all = BUF_INIT;
    struct ticket k;
    if (!macro_is_wanted(text->s))
        return 0;
    if (r->draft.n != 1 || !ticket_reach(d, r->draft.ticket[0].id, &k)) {
        buf_str(err, "a line %macro is for one ticket: --macro NAME is for several");
        return EXIT_DATA;
    }
    int rc = macro_insert(d, &k, text->s, &all, err);
    if (rc == 0) {
        buf_reset(text);
        buf_add(text, all.s, all.len);
    } else {
        buf_fmt(err, " (tk-reply --recover %lld goes on with your text)", (long long)k.id);
    }
    ticket_free(&k);
    buf_free(&all);
    return rc;
}

// What the person sees beside the text, and where it begins.
struct desktop {
    struct buf start, aside, quote;
    char *resume;
};

static void lay_out(struct run *r, struct desktop *p)
{
    struct desk *d = &r->t.desk;
    draft_prune(d);
    watch_tickets(r);
    start_macro(r, &p->start);
    p->resume = earlier_draft(r);
    if (r->draft.n && !p->resume)
        aside_write(d, &r->draft, r->args->note, &p->aside);
    char *body = r->draft.n == 1 ? message_last_customer(d, r->draft.ticket[0].id) : NULL;
    if (body)
        aside_quote(body, &p->quote);
    free(body);
}

static void clear_away(struct desktop *p)
{
    buf_free(&p->start);
    buf_free(&p->aside);
    buf_free(&p->quote);
    free(p->resume);
}

static int read_message(struct run *r, const struct desktop *p)
{
    struct compose *c = &r->args->compose;
    bool ids_given = r->refs.n && r->refs.v[0].text;
    char name[64];
    name_draft(r, name);
    c->start = p->start.len ? p->start.s : NULL;
    c->aside = p->aside.len ? p->aside.s : NULL;
    c->resume = p->resume;
    c->writing = note_draft;
    c->finish = finish;
    c->arg = r;
    return compose_read(c, ids_given ? COMPOSE_STDIN_FREE : COMPOSE_STDIN_IS_IDS,
                        r->args->message_needed, name, p->quote.len ? p->quote.s : NULL,
                        &r->args->message, &r->args->has_message, &r->t.err);
}

void action_message(struct run *r)
{
    struct tool *t = &r->t;
    struct desktop p = {BUF_INIT, BUF_INIT, BUF_INIT, NULL};
    struct compose *c = &r->args->compose;
    if (c->editor)
        restricted_refuse("an editor");
    c->editor = c->editor || (r->args->recover && !restricted());
    if (r->args->recover && !c->editor && !isatty(STDIN_FILENO))
        tool_usage(t, "--recover needs a terminal");
    if (will_write(r))
        lay_out(r, &p);
    int rc = read_message(r, &p);
    clear_away(&p);
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
