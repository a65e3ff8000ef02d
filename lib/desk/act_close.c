// SPDX-License-Identifier: GPL-3.0-or-later
// close [-m TEXT] [--note] [--resolution R], reopen [-m TEXT] [--note]
#include <stddef.h>

#include "desk/action.h"
#include "desk/lifecycle.h"

struct close {
    struct action_args a;
    const char *resolution;
    int resolution_number; // 0: leave it
};

#define OPTIONS_LAST_WORD                                                                          \
    {'e',                                                                                          \
     "editor",                                                                                     \
     OPT_FLAG,                                                                                     \
     OPTV_NONE,                                                                                    \
     offsetof(struct action_args, compose.editor),                                                 \
     "write a last word in an editor",                                                             \
     NULL},                                                                                        \
        {'f',                                                                                      \
         "file",                                                                                   \
         OPT_STRING,                                                                               \
         OPTV_FILE,                                                                                \
         offsetof(struct action_args, compose.file),                                               \
         "last word from FILE, - for stdin",                                                       \
         NULL},                                                                                    \
        OPTIONS_IDS,                                                                               \
        {'m',                                                                                      \
         "message",                                                                                \
         OPT_STRING,                                                                               \
         OPTV_TEXT,                                                                                \
         offsetof(struct action_args, compose.text),                                               \
         "a last word to the customer",                                                            \
         NULL},                                                                                    \
    {                                                                                              \
        0, "note", OPT_FLAG, OPTV_NONE, offsetof(struct action_args, note),                        \
            "the last word is internal", NULL                                                      \
    }

const struct opt options_close[] = {
    OPTIONS_ACT,
    OPTIONS_BATCH,
    OPTIONS_COLUMNS,
    OPTION_FORCE,
    OPTIONS_LAST_WORD,
    OPTIONS_OUT,
    {0, "resolution", OPT_STRING, OPTV_RESOLUTION, offsetof(struct close, resolution),
     "how it ended", NULL},
    OPTIONS_BASE,
    OPT_END,
};

const struct opt options_reopen[] = {
    OPTIONS_ACT, OPTIONS_BATCH, OPTIONS_COLUMNS, OPTIONS_LAST_WORD,
    OPTIONS_OUT, OPTIONS_BASE,  OPT_END,
};

static int check_note(const struct action_args *a, struct buf *err)
{
    if (!a->note || a->compose.text || a->compose.file || a->compose.editor)
        return 0;
    buf_str(err, "--note needs a text: -m, -f or -e");
    return EXIT_USAGE;
}

static int parse_close(struct desk *d, void *args, const struct opt_list *words, int *taken,
                       struct buf *err)
{
    struct close *c = args;
    (void)d;
    (void)words;
    *taken = 0;
    c->resolution_number = c->resolution ? name_number(names_resolution, c->resolution) : 0;
    if (c->resolution_number < 0) {
        name_complain(err, names_resolution, "resolution", c->resolution);
        return EXIT_USAGE;
    }
    return check_note(&c->a, err);
}

static int parse_reopen(struct desk *d, void *args, const struct opt_list *words, int *taken,
                        struct buf *err)
{
    struct close *c = args;
    (void)d;
    (void)words;
    *taken = 0;
    return check_note(&c->a, err);
}

static void last_word(struct desk *d, const struct action_args *a, struct ticket *t)
{
    if (a->has_message)
        ticket_add_message(d, t,
                           &(struct message){.kind = a->note ? MESSAGE_NOTE : MESSAGE_REPLY,
                                             .agent = d->me,
                                             .body = a->message.s,
                                             .body_len = a->message.len});
}

// What somebody typed is kept, also where nothing else changes.
static int apply_close(struct desk *d, void *args, struct ticket *t, struct buf *err)
{
    struct close *c = args;
    last_word(d, &c->a, t);
    int rc = ticket_set_status(d, t, STATUS_CLOSED, err);
    if (rc == 0 && c->resolution_number)
        ticket_set_resolution(d, t, c->resolution_number);
    return rc;
}

static int apply_reopen(struct desk *d, void *args, struct ticket *t, struct buf *err)
{
    struct close *c = args;
    int rc = status_is_live(t->status) ? 0 : ticket_set_status(d, t, STATUS_OPEN, err);
    if (rc == 0)
        last_word(d, &c->a, t);
    return rc;
}

const struct action action_close = {"close",     sizeof(struct close), options_close, 0,
                                    parse_close, apply_close,          NULL};
const struct action action_reopen = {
    "reopen", sizeof(struct close), options_reopen, 0, parse_reopen, apply_reopen, NULL};
