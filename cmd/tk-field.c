// SPDX-License-Identifier: GPL-3.0-or-later
// tk-field: custom fields, which a ticket has as x.NAME.
// Reads nothing but the database.  list and show print records, the others nothing.
// Exit: 0; 64 usage, unknown field; 65 it exists with another type, or bad choices; 77 not
// permitted.
#include "desk/field.h"
#include "desk/roster.h"

struct args {
    struct common common;
    const char *type, *choices;
};

static const struct opt options[] = {
    OPTIONS_ACT,
    {0, "choices", OPT_STRING, OPTV_TEXT, offsetof(struct args, choices),
     "add: words that it may be, commas between", NULL},
    OPTIONS_ROSTER(FIELD_COLUMNS),
    OPTIONS_OUT,
    {0, "type", OPT_STRING, OPTV_WORDS, offsetof(struct args, type),
     "add: what it holds; choice with --choices, else text", "text number time flag choice"},
    OPTIONS_BASE,
    OPT_END,
};

static void list(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args, (void)words, (void)n;
    roster_list(t, &roster_fields, NULL);
}

static void show(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args;
    roster_show(t, &roster_fields, words, n);
}

static void add(struct tool *t, void *args, const char *const *words, int n)
{
    const struct args *a = args;
    int type = a->type      ? name_number(names_field_type, a->type)
               : a->choices ? FIELD_CHOICE
                            : FIELD_TEXT;
    (void)n;
    tool_must(t, field_add(&t->desk, words[0], (enum field_type)type, a->choices, &t->err));
}

static int64_t field(struct tool *t, const char *word)
{
    int64_t id;
    tool_must(t, field_named(&t->desk, word, &id, &t->err));
    return id;
}

static void set(struct tool *t, void *args, const char *const *words, int n)
{
    int64_t id = field(t, words[0]);
    (void)args;
    for (int i = 1; i < n; i++)
        tool_must(t, roster_set(&t->desk, id, words[i], field_set, &t->err));
}

static void drop(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args, (void)n;
    tool_must(t, field_remove(&t->desk, field(t, words[0]), &t->err));
}

// clang-format off
static const struct verb verbs[] = {
    {"list", "", "all fields, one record each", OPTV_NONE, TOOL_READ, 0, 0, list, VERB_LIST},
    {"show", "FIELD...", "all that is known of them", OPTV_FIELD, TOOL_READ, 1, -1, show,
     "columns " VERB_OUT},
    {"add", "NAME", "make a field", OPTV_NONE, TOOL_WRITE, 1, 1, add, "type choices " VERB_WRITE},
    {"set", "FIELD choices=WORD,...", "change the words of a choice", OPTV_FIELD, TOOL_WRITE, 2,
     -1, set, VERB_WRITE},
    {"remove", "FIELD", "hide a field and its values", OPTV_FIELD, TOOL_WRITE, 1, 1, drop,
     VERB_WRITE},
    {NULL, NULL, NULL, OPTV_NONE, TOOL_NONE, 0, 0, NULL, NULL},
};
// clang-format on
static const char *const usage[] = {
    "list [options]",         "show [options] FIELD...",
    "add [options] NAME",     "set [options] FIELD choices=WORD,...",
    "remove [options] FIELD", NULL,
};
static const struct command command = {
    .name = "tk-field",
    .summary = "the custom fields of tickets",
    .usage = usage,
    .examples = "  tk-field add room\n"
                "  tk-field add impact --choices low,middle,high\n"
                "  tk-set x.impact=high 1042\n",
    .options = options,
    .verbs = verbs,
    .mode = TOOL_NONE,
};

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    return tool_verbs(&command, argc, argv, &args);
}
