// SPDX-License-Identifier: GPL-3.0-or-later
// tk-view: queries with a name, for an agent or for all.
// Reads nothing but the database.  list and show print records, the others nothing.
// Exit: 0; 64 usage, or a query that cannot be read; 65 a name that cannot be one, or another query
// is there; 67 unknown view, or agent or queue in a query; 77 not permitted.
#include "desk/roster.h"
#include "desk/view_tool.h"

struct args {
    struct common common;
    bool shared;
};

static const struct opt options[] = {
    OPTIONS_ACT,
    OPTIONS_ROSTER(VIEW_COLUMNS),
    OPTIONS_OUT,
    {0, "shared", OPT_FLAG, OPTV_NONE, offsetof(struct args, shared),
     "everybody's instead of your own", NULL},
    OPTIONS_BASE,
    OPT_END,
};

static void list(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args, (void)words, (void)n;
    view_tool_list(t);
}

static void show(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args;
    view_tool_show(t, words, n);
}

static void add(struct tool *t, void *args, const char *const *words, int n)
{
    view_tool_add(t, words, n, ((const struct args *)args)->shared);
}

static void set(struct tool *t, void *args, const char *const *words, int n)
{
    view_tool_set(t, words, n, ((const struct args *)args)->shared);
}

static void drop(struct tool *t, void *args, const char *const *words, int n)
{
    view_tool_remove(t, words, n, ((const struct args *)args)->shared);
}

// clang-format off
static const struct verb verbs[] = {
    {"list", "", "the views that count for you, one record each", OPTV_NONE, TOOL_READ, 0, 0, list,
     "as " VERB_LIST},
    {"show", "VIEW...", "all that is known of them", OPTV_VIEW, TOOL_READ, 1, -1, show,
     "as columns " VERB_OUT},
    {"add", "NAME QUERY...", "make a view", OPTV_NONE, TOOL_WRITE_LATER, 2, -1, add,
     "shared " VERB_WRITE},
    {"set", "VIEW QUERY...", "give it another query", OPTV_VIEW, TOOL_WRITE_LATER, 2, -1, set,
     "shared " VERB_WRITE},
    {"remove", "VIEW...", "end views", OPTV_VIEW, TOOL_WRITE, 1, -1, drop, "shared " VERB_WRITE},
    {NULL, NULL, NULL, OPTV_NONE, TOOL_NONE, 0, 0, NULL, NULL},
};
// clang-format on
static const char *const usage[] = {
    "list [options]",
    "show [options] VIEW...",
    "add [options] NAME QUERY...",
    "set [options] VIEW QUERY...",
    "remove [options] VIEW...",
    NULL,
};
static const struct command command = {
    .name = "tk-view",
    .summary = "queries with a name",
    .usage = usage,
    .examples = "  tk-view add hot assignee:me priority:high.. sort:due\n"
                "  tk-view add --shared vip '+vip is:open'\n"
                "  tk-view set hot assignee:me priority:urgent\n"
                "  tk-view list\n",
    .options = options,
    .flags = OPT_QUERY,
    .verbs = verbs,
    .mode = TOOL_NONE,
};

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    return tool_verbs(&command, argc, argv, &args);
}
