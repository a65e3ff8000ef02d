// SPDX-License-Identifier: GPL-3.0-or-later
// One line of tk-batch: an action over tickets, a new ticket, or a guard.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/suggest.h"
#include "desk/act_new.h"
#include "desk/action_call.h"
#include "desk/batch_impl.h"
#include "desk/session.h"

// Commands that are no actions.
static const char *const own[] = {"new", "verify", "start", "commit", "abort", NULL};

const char *batch_command(const char *word)
{
    const struct action *a = action_find(word);
    for (const char *const *o = own; !a && *o; o++)
        if (strcmp(*o, word) == 0)
            return *o;
    return a ? a->word : NULL;
}

static int unknown(const char *word, struct buf *err)
{
    struct suggest near;
    buf_fmt(err, "unknown command \"%s\"", word);
    if (strncmp(word, "tk-", 3) == 0 && batch_command(word + 3)) {
        buf_fmt(err, ": write %s", word + 3);
        return EXIT_USAGE;
    }
    suggest_init(&near, word);
    for (const struct action *const *a = actions; *a; a++)
        suggest_offer(&near, (*a)->word);
    for (const char *const *o = own; *o; o++)
        suggest_offer(&near, *o);
    suggest_end(&near, err);
    return EXIT_USAGE;
}

// --- what a line leaves behind

void batch_result(struct batch *b, const struct batch_line *l, int64_t id, int code)
{
    b->result = mem_grow(b->result, &b->cap_results, b->n_results, sizeof *b->result);
    b->result[b->n_results++] = (struct batch_result){id, l->line, code, b->command};
}

void batch_remark(struct batch *b, const struct batch_line *l, int code, const char *text)
{
    b->remark = mem_grow(b->remark, &b->cap_remarks, b->n_remarks, sizeof *b->remark);
    b->remark[b->n_remarks++] = (struct batch_remark){l, code, mem_strdup(text)};
}

// --- tickets

int batch_id(const struct batch *b, const char *word, int64_t *id, struct buf *err)
{
    if (strcmp(word, ".") == 0) {
        *id = b->alone ? session_ticket().id : b->made;
        if (!*id)
            buf_str(err, "no ticket for \".\": none was made before in this group");
        return *id ? 0 : EXIT_USAGE;
    }
    if (ref_parse(word, strlen(word), id))
        return 0;
    if (*word)
        buf_fmt(err, "no ticket id: \"%s\"", word);
    else
        buf_str(err, "an empty ticket id");
    return EXIT_USAGE;
}

// What the action takes itself may be a ticket, too: `merge .`
static int put_dot(struct batch *b, struct opt_list *operands, struct buf *err)
{
    int64_t id;
    for (int i = 0; i < operands->n; i++)
        if (strcmp(operands->v[i], ".") == 0) {
            if (batch_id(b, ".", &id, err))
                return EXIT_USAGE;
            snprintf(b->dot, sizeof b->dot, "%lld", (long long)id);
            operands->v[i] = b->dot;
        }
    return 0;
}

static int read_ids(const struct batch *b, const struct action_call *c, struct ref_list *refs,
                    struct buf *err)
{
    int rc = 0;
    for (int i = c->taken; rc == 0 && i < c->operands.n; i++) {
        struct ref ref = {.off = (uint64_t)i, .text = c->operands.v[i]};
        rc = batch_id(b, ref.text, &ref.id, err);
        refs_add(refs, ref);
    }
    refs_drop_doubles(refs);
    if (rc == 0 && !refs->n)
        buf_str(err, "no ticket id: a line names its tickets");
    else if (rc == 0 && refs->n > 1 && c->args->common.if_rev >= 0)
        buf_str(err, "--if-rev is for one ticket");
    else
        return rc;
    return EXIT_USAGE;
}

// --- an action

struct act {
    struct batch *b;
    const struct batch_line *l;
    struct action_call c;
    size_t first;  // of its results
    bool followed; // some id led to another ticket: two may lead to the same
};

static bool done_already(const struct act *a, int64_t id)
{
    for (size_t i = a->first; a->followed && i < a->b->n_results; i++)
        if (a->b->result[i].id == id)
            return true;
    return false;
}

static void say(struct act *a, const struct ticket *k)
{
    struct batch *b = a->b;
    struct action_args *args = a->c.args;
    char text[40];
    snprintf(text, sizeof text, "%lld: is so already", (long long)k->id);
    if (a->c.same && (args->common.verbose || b->t->o->verbose))
        batch_remark(b, a->l, 0, text);
    if (args->said.len)
        batch_remark(b, a->l, 0, args->said.s);
    buf_add(&b->shown, args->shown.s, args->shown.len);
    buf_reset(&args->shown);
}

static int act_on(struct act *a, int64_t id, struct buf *err)
{
    struct batch *b = a->b;
    struct desk *d = &b->t->desk;
    struct ticket k = {0};
    int rc = action_reach(d, a->c.args, id, &k, err);
    b->at = k.id;
    a->followed = a->followed || k.id != id;
    if (rc == 0 && !done_already(a, k.id)) {
        rc = action_call_apply(&a->c, d, &k, err);
        if (rc == 0) {
            say(a, &k);
            batch_result(b, a->l, k.id, a->c.args->skipped ? EXIT_NONE : EXIT_DONE);
        }
    }
    ticket_free(&k);
    return rc;
}

static int act_on_all(struct act *a, const struct ref_list *refs, struct buf *err)
{
    struct buf why = BUF_INIT;
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < refs->n; i++)
        rc = act_on(a, refs->v[i].id, &why);
    if (rc && refs->n > 1 && a->b->at) // which of them
        buf_fmt(err, "%lld: ", (long long)a->b->at);
    buf_str(err, why.s);
    buf_free(&why);
    return rc;
}

static void use_text(const struct batch_line *l, struct compose *c)
{
    if (!l->text)
        return;
    c->text = l->text;
    c->file = NULL;
}

static int run_action(struct batch *b, const struct batch_line *l, const struct words *w,
                      struct buf *err)
{
    struct act a = {.b = b, .l = l, .first = b->n_results};
    struct ref_list refs = {0};
    int rc = action_call_open(&a.c, w->v, w->n, err);
    if (rc == 0) {
        a.c.args->common.dry_run = b->t->o->dry_run;
        a.c.args->common.quiet = b->t->o->quiet;
        use_text(l, &a.c.args->compose);
        rc = put_dot(b, &a.c.operands, err);
    }
    if (rc == 0)
        rc = action_call_parse(&a.c, &b->t->desk, err);
    if (rc == 0)
        rc = action_call_message(&a.c, err);
    if (rc == 0)
        rc = read_ids(b, &a.c, &refs, err);
    if (rc == 0)
        rc = act_on_all(&a, &refs, err);
    refs_free(&refs);
    action_call_free(&a.c);
    return rc;
}

// --- a new ticket

static int read_new(const struct words *w, struct new_args *a, struct opt_list *subject,
                    struct buf *err)
{
    if (!opt_parse(options_new, 0, w->n, w->v, a, subject, err))
        return EXIT_USAGE;
    return call_options_check("new", options_new, a, &a->compose, err);
}

static int read_body(const struct compose *c, struct buf *body, struct buf *err)
{
    bool given;
    return compose_read(c, COMPOSE_STDIN_FREE, false, "new", NULL, body, &given, err);
}

static int run_new(struct batch *b, const struct batch_line *l, const struct words *w,
                   struct buf *err)
{
    struct new_args a = {.common = COMMON_INIT};
    struct opt_list subject = {0};
    struct buf body = BUF_INIT;
    struct intake in;
    int64_t id;
    b->made = 0; // for the lines behind it there is no other
    intake_begin(&in, &b->t->desk, false);
    int rc = read_new(w, &a, &subject, err);
    use_text(l, &a.compose);
    if (rc == 0)
        rc = read_body(&a.compose, &body, err);
    if (rc == 0)
        rc = new_fill(&a, &subject, &in, err);
    if (rc == 0)
        rc = new_body(&body, &in, err);
    if (rc == 0)
        rc = intake_make(&in, &id, err);
    if (rc == 0) {
        b->made = id;
        batch_result(b, l, id, EXIT_DONE);
    }
    intake_reset(&in);
    opt_list_free(&subject);
    opt_list_free(&a.set);
    buf_free(&body);
    return rc;
}

// --- any

int batch_line_file(const struct words *w, char **text, struct buf *err)
{
    struct new_args a = {.common = COMMON_INIT};
    struct opt_list subject = {0};
    struct action_call c = {0};
    struct buf body = BUF_INIT, ignored = BUF_INIT; // other faults are found when it is done
    bool is_new = strcmp(w->v[0], "new") == 0;
    int rc =
        is_new ? read_new(w, &a, &subject, &ignored) : action_call_open(&c, w->v, w->n, &ignored);
    const struct compose *from = is_new ? &a.compose : rc == 0 ? &c.args->compose : NULL;
    bool wanted = rc == 0 && from->file && !from->text;
    rc = wanted ? read_body(from, &body, err) : 0;
    if (rc == 0 && wanted)
        *text = buf_detach(&body);
    action_call_free(&c);
    opt_list_free(&subject);
    opt_list_free(&a.set);
    buf_free(&body);
    buf_free(&ignored);
    return rc;
}

int batch_line_run(struct batch *b, const struct batch_line *l, struct buf *err)
{
    struct words w = {0};
    b->at = 0;
    b->alone = l->alone;
    b->command = NULL;
    if (l->fault) {
        buf_str(err, l->fault);
        return EXIT_USAGE;
    }
    int rc = batch_words(b, l, &w, err);
    if (rc == 0) {
        b->command = batch_command(w.v[0]);
        if (!b->command)
            rc = unknown(w.v[0], err);
        else if (strcmp(b->command, "new") == 0)
            rc = run_new(b, l, &w, err);
        else if (strcmp(b->command, "verify") == 0)
            rc = batch_verify(b, l, &w, err);
        else
            rc = run_action(b, l, &w, err);
    }
    words_free(&w);
    return rc;
}
