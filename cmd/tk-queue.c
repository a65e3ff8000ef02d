// SPDX-License-Identifier: GPL-3.0-or-later
// tk-queue: the queues that tickets wait in.
// Reads nothing but the database.  list and show print records, the others nothing.
// Exit: 0; 64 usage; 65 its tickets are not closed, or it is the default; 67 unknown queue;
// 77 not permitted.
#include "desk/agent.h"
#include "desk/roster.h"

struct args {
    struct common common;
    const char *title;
};

static const struct opt options[] = {
    OPTIONS_ACT,
    OPTIONS_ROSTER(QUEUE_COLUMNS),
    OPTIONS_OUT,
    {0, "title", OPT_STRING, OPTV_TEXT, offsetof(struct args, title), "add: what it is for", NULL},
    OPTIONS_BASE,
    OPT_END,
};

static void list(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args, (void)words, (void)n;
    roster_list(t, &roster_queues, NULL);
}

static void show(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args;
    roster_show(t, &roster_queues, words, n);
}

static void add(struct tool *t, void *args, const char *const *words, int n)
{
    const struct args *a = args;
    (void)n;
    tool_must(t, queue_add(&t->desk, words[0], a->title, &t->err));
}

static int64_t queue(struct tool *t, const char *word)
{
    int64_t id;
    tool_must(t, queue_find(&t->desk, word, &id, &t->err));
    return id;
}

static void set(struct tool *t, void *args, const char *const *words, int n)
{
    int64_t id = queue(t, words[0]);
    (void)args;
    for (int i = 1; i < n; i++)
        tool_must(t, roster_set(&t->desk, id, words[i], queue_set, &t->err));
}

static void make_default(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args, (void)n;
    tool_must(t, queue_default(&t->desk, queue(t, words[0]), &t->err));
}

static void drop(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args, (void)n;
    tool_must(t, queue_remove(&t->desk, queue(t, words[0]), &t->err));
}

// clang-format off
static const struct verb verbs[] = {
    {"list", "", "all queues, one record each", OPTV_NONE, TOOL_READ, 0, 0, list, VERB_LIST},
    {"show", "QUEUE...", "all that is known of them", OPTV_QUEUE, TOOL_READ, 1, -1, show,
     "columns " VERB_OUT},
    {"add", "NAME", "make a queue", OPTV_NONE, TOOL_WRITE, 1, 1, add, "title " VERB_WRITE},
    {"set", "QUEUE title=TEXT", "say what it is for", OPTV_QUEUE, TOOL_WRITE, 2, -1, set,
     VERB_WRITE},
    {"default", "QUEUE", "tickets without a queue go here", OPTV_QUEUE, TOOL_WRITE, 1, 1,
     make_default, VERB_WRITE},
    {"remove", "QUEUE", "end a queue whose tickets are all closed", OPTV_QUEUE, TOOL_WRITE, 1, 1,
     drop, VERB_WRITE},
    {NULL, NULL, NULL, OPTV_NONE, TOOL_NONE, 0, 0, NULL, NULL},
};
// clang-format on
static const char *const usage[] = {
    "list [options]",
    "show [options] QUEUE...",
    "add [options] NAME",
    "set [options] QUEUE title=TEXT",
    "default [options] QUEUE",
    "remove [options] QUEUE",
    NULL,
};
static const struct command command = {
    .name = "tk-queue",
    .summary = "the queues of the desk",
    .usage = usage,
    .examples = "  tk-queue list -s oldest\n"
                "  tk-queue add billing --title 'Invoices and payments'\n"
                "  tk-queue default billing\n",
    .options = options,
    .verbs = verbs,
    .mode = TOOL_NONE,
};

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    return tool_verbs(&command, argc, argv, &args);
}
