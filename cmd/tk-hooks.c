// SPDX-License-Identifier: GPL-3.0-or-later
// tk-hooks: what a team's own programs do about changes of tickets.
// Reads nothing but the database.  list and queue print records, test what the hook prints.
// Exit: 0; 64 usage; 66 no such hook, ticket or row; 69 a hook failed, or was given up; 77 no
// agent.
#include "desk/hook.h"

struct args {
    struct common common;
    bool all;
};

static const struct opt options[] = {
    OPTIONS_ACT,
    {0, "all", OPT_FLAG, OPTV_NONE, offsetof(struct args, all), "queue: also what was done", NULL},
    {'c', "columns", OPT_STRING, OPTV_COLUMNS, offsetof(struct common, columns),
     "columns, +COLS for more of them, help for a list", HOOK_WORDS "|queue=" HOOK_QUEUE_WORDS},
    OPTIONS_OUT,
    {'s', "sort", OPT_STRING, OPTV_SORT, offsetof(struct common, sort),
     "queue: KEY[-],...: order, - for descending", HOOK_QUEUE_WORDS},
    OPTIONS_BASE,
    OPT_END,
};

static void list(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args, (void)words, (void)n;
    hook_list(t);
}

static void queue(struct tool *t, void *args, const char *const *words, int n)
{
    const struct args *a = args;
    (void)words, (void)n;
    hook_queue_list(t, a->all);
}

static void run(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args, (void)words, (void)n;
    hook_work(t);
}

static void retry(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args;
    hook_retry(t, words, n);
}

static void test(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args;
    hook_test(t, words[0], words + 1, n - 1);
}

// clang-format off
static const struct verb verbs[] = {
    {"list", "", "all hooks, one record each", OPTV_NONE, TOOL_READ, 0, 0, list,
     "columns " VERB_OUT},
    {"queue", "", "what waits for hooks, or was given up", OPTV_NONE, TOOL_READ, 0, 0, queue,
     "all " VERB_LIST},
    {"run", "", "run all that is due", OPTV_NONE, TOOL_WRITE_LATER, 0, 0, run, VERB_WRITE},
    {"retry", "[NUMBER...]", "try again what was given up", OPTV_NONE, TOOL_WRITE, 0, -1, retry,
     VERB_WRITE},
    {"test", "HOOK ID...", "run one on what happened last to tickets", OPTV_NONE, TOOL_READ, 2, -1,
     test, "verbose"},
    {NULL, NULL, NULL, OPTV_NONE, TOOL_NONE, 0, 0, NULL, NULL},
};
// clang-format on
static const char *const usage[] = {
    "list [options]",
    "queue [options]",
    "run [options]",
    "retry [options] [NUMBER...]",
    "test [options] HOOK ID...",
    NULL,
};
static const struct command command = {
    .name = "tk-hooks",
    .summary = "a team's own programs at every change",
    .usage = usage,
    .examples = "  tk-hooks list\n"
                "  tk-hooks test post-close.chat 1042\n"
                "  * * * * * tk-hooks run        # in a crontab: what failed is tried again\n",
    .options = options,
    .verbs = verbs,
    .mode = TOOL_NONE,
};

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    return tool_verbs(&command, argc, argv, &args);
}
