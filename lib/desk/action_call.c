// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/action_call.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/suggest.h"

// --- what a line may be given

static bool is_one_of(const char *const *names, const char *name)
{
    while (*names && strcmp(*names, name) != 0)
        names++;
    return *names != NULL;
}

static bool is_for_tool(const struct opt *o)
{
    static const char *const for_line[] = {"verbose", "if-rev", "force", NULL};
    static const char *const for_tool[] = {"editor",  "recover",        "drafts", "map",
                                           "restore", "ignore-unknown", NULL};
    return o->at < sizeof(struct common) ? !is_one_of(for_line, o->name)
                                         : is_one_of(for_tool, o->name);
}

int call_options_check(const char *word, const struct opt *options, const void *args,
                       const struct compose *c, struct buf *err)
{
    for (const struct opt *o = options; o->letter || o->name; o++)
        if (is_for_tool(o) && opt_given(o, args)) {
            buf_fmt(err, "--%s is for tk-%s as a whole, not for one line", o->name, word);
            return EXIT_USAGE;
        }
    if (!c->file || strcmp(c->file, "-") != 0)
        return 0;
    buf_str(err, "-f -: a line has no stdin of its own; name a file");
    return EXIT_USAGE;
}

// --- reading

static int find(struct action_call *c, const char *word, struct buf *err)
{
    struct suggest near;
    c->action = action_find(word);
    if (c->action)
        return 0;
    suggest_init(&near, word);
    for (const struct action *const *a = actions; *a; a++)
        suggest_offer(&near, (*a)->word);
    buf_fmt(err, "unknown action \"%s\"", word);
    suggest_end(&near, err);
    return EXIT_USAGE;
}

int action_call_open(struct action_call *c, char *const *words, int n, struct buf *err)
{
    *c = (struct action_call){0};
    if (n == 0) {
        buf_str(err, "no action");
        return EXIT_USAGE;
    }
    int rc = find(c, words[0], err);
    if (rc)
        return rc;
    c->args = mem_alloc(c->action->size);
    action_args_init(c->args);
    if (!opt_parse(c->action->options, c->action->flags, n, (char **)words, c->args, &c->operands,
                   err))
        return EXIT_USAGE;
    return call_options_check(c->action->word, c->action->options, c->args, &c->args->compose, err);
}

int action_call_parse(struct action_call *c, struct desk *d, struct buf *err)
{
    return c->action->parse(d, c->args, &c->operands, &c->taken, err);
}

int action_call_message(struct action_call *c, struct buf *err)
{
    struct action_args *a = c->args;
    int rc = compose_read(&a->compose, COMPOSE_STDIN_FREE, false, c->action->word, NULL,
                          &a->message, &a->has_message, err);
    if (rc)
        return rc;
    if (a->message_needed && !a->has_message)
        buf_str(err, "no message: give -m TEXT or -f FILE");
    else if (a->has_message && !a->message.len)
        buf_str(err, "the message is empty");
    else
        return 0;
    return EXIT_USAGE;
}

// --- doing

int action_call_apply(struct action_call *c, struct desk *d, struct ticket *t, struct buf *err)
{
    bool forced = d->force;
    d->force = forced || c->args->common.force;
    c->args->skipped = false;
    buf_reset(&c->args->said);
    int64_t before = d->change.next, lease = t->lease;
    int rc = c->action->apply(d, c->args, t, err);
    c->same = d->change.next == before && t->lease == lease && !c->args->skipped;
    d->force = forced;
    return rc;
}

void action_call_free(struct action_call *c)
{
    opt_list_free(&c->operands);
    if (c->args)
        action_args_free(c->args);
    free(c->args);
    *c = (struct action_call){0};
}
