// SPDX-License-Identifier: GPL-3.0-or-later
// tk-config: the policy of the desk as text, to be kept in git and applied to a desk.
// diff and apply read FILE or stdin.  dump and diff print text, apply a record for each thing that
// it changed, get and list records, set nothing.
// Exit: 0; 1 diff found differences; 64 usage; 65 bad lines, nothing is applied; 66 no such file;
// 77 not permitted.
#include "desk/config.h"

struct args {
    struct common common;
    bool prune;
};

static const struct opt options[] = {
    OPTIONS_ACT,
    OPTION('n', "dry-run", OPT_FLAG, OPTV_NONE, dry_run, "apply: change nothing; show on stderr"),
    OPTIONS_OUT,
    {0, "prune", OPT_FLAG, OPTV_NONE, offsetof(struct args, prune),
     "what a kind that FILE mentions lacks there goes", NULL},
    OPTIONS_BASE,
    OPT_END,
};

static void dump(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args, (void)words, (void)n;
    config_tool_dump(t);
}

static void diff(struct tool *t, void *args, const char *const *words, int n)
{
    config_tool_diff(t, n ? words[0] : NULL, ((const struct args *)args)->prune);
}

static void apply(struct tool *t, void *args, const char *const *words, int n)
{
    config_tool_apply(t, n ? words[0] : NULL, ((const struct args *)args)->prune);
}

static void get(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args, (void)n;
    config_tool_get(t, words[0]);
}

static void set(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args;
    for (int i = 0; i < n; i++)
        config_tool_set(t, words[i]);
}

static void list(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args, (void)words, (void)n;
    config_tool_list(t);
}

// clang-format off
#define RECORDS "format header no-header crlf empty color tz utc"
static const struct verb verbs[] = {
    {"dump", "", "print all of it", OPTV_NONE, TOOL_READ, 0, 0, dump, "output"},
    {"diff", "[FILE]", "what apply would change, as a unified diff", OPTV_FILE, TOOL_WRITE_LATER,
     0, 1, diff, "as output prune"},
    {"apply", "[FILE]", "make the desk so, as one change", OPTV_FILE, TOOL_WRITE_LATER, 0, 1,
     apply, "dry-run prune " VERB_WRITE " " RECORDS},
    {"list", "", "all settings", OPTV_NONE, TOOL_READ, 0, 0, list, VERB_OUT},
    {"get", "SETTING", "what a setting is", OPTV_SETTING, TOOL_READ, 1, 1, get, VERB_OUT},
    {"set", "SETTING=VALUE...", "change settings; an empty value is the default", OPTV_SETTING,
     TOOL_WRITE, 1, -1, set, VERB_WRITE},
    {NULL, NULL, NULL, OPTV_NONE, TOOL_NONE, 0, 0, NULL, NULL},
};
// clang-format on
static const char *const usage[] = {
    "dump [options]",
    "diff [options] [FILE]",
    "apply [options] [FILE]",
    "list [options]",
    "get [options] SETTING",
    "set [options] SETTING=VALUE...",
    NULL,
};
static const struct command command = {
    .name = "tk-config",
    .summary = "the policy of the desk as text",
    .usage = usage,
    .examples = "  tk-config dump -o desk.conf\n"
                "  tk-config diff desk.conf\n"
                "  tk-config apply -n desk.conf\n"
                "  ssh other tk-config dump | tk-config apply --prune\n"
                "  tk-config set hours='sun-thu 08:00-16:00'\n",
    .options = options,
    .verbs = verbs,
    .mode = TOOL_NONE,
};

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    return tool_verbs(&command, argc, argv, &args);
}
