// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/action_call.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/suggest.h"

// --- what a line may be given

static bool for_a_line(const struct opt *o)
{
    return strcmp(o->name, "verbose") == 0 || strcmp(o->name, "if-rev") == 0 ||
           strcmp(o->name, "force") == 0;
}

int call_options_check(const char *word, const struct opt *options, const void *args,
                       struct buf *err)
{
    for (const struct opt *o = options; o->letter || o->name; o++)
        if (o->at < sizeof(struct common) && !for_a_line(o) && opt_given(o, args)) {
            buf_fmt(err, "--%s is for tk-%s as a whole, not for one line", o->name, word);
            return EXIT_USAGE;
        }
    return 0;
}

int call_message_check(const char *word, const struct compose *c, struct buf *err)
{
    if (c->editor)
        buf_fmt(err, "-e is for tk-%s as a whole: here a message is -m TEXT or -f FILE", word);
    else if (c->file && strcmp(c->file, "-") == 0)
        buf_fmt(err, "-f -: stdin is no message of a line; name a file");
    else
        return 0;
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
    rc = call_options_check(c->action->word, c->action->options, c->args, err);
    return rc ? rc : call_message_check(c->action->word, &c->args->compose, err);
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

int action_call_read(struct action_call *c, struct desk *d, char *const *words, int n,
                     struct buf *err)
{
    int rc = action_call_open(c, words, n, err);
    if (rc == 0)
        rc = action_call_parse(c, d, err);
    return rc ? rc : action_call_message(c, err);
}

// --- doing

int action_call_apply(struct action_call *c, struct desk *d, struct ticket *t, struct buf *err)
{
    bool forced = d->force;
    d->force = forced || c->args->common.force;
    c->args->skipped = false;
    buf_reset(&c->args->said);
    int rc = c->action->apply(d, c->args, t, err);
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
