// SPDX-License-Identifier: GPL-3.0-or-later
// tk-macro: canned replies, a text for each language, with placeholders and actions.
// Reads a text from -m, -f, an editor or stdin.  list, show and placeholders print records, the
// others nothing.
// Exit: 0; 1 the person aborted; 64 usage; 65 a text or action that cannot be used, or another one
// is there; 67 unknown macro; 77 not permitted.
#include "desk/macro.h"
#include "desk/macro_tool.h"
#include "desk/roster.h"

struct args {
    struct common common;
    struct macro_words words;
};

static const struct opt options[] = {
    OPTIONS_ACT,
    OPTIONS_ROSTER(MACRO_COLUMNS),
    {0, "do", OPT_LIST, OPTV_TEXT, offsetof(struct args, words.actions),
     "an action for each ticket, as 'set priority=low'; more than once for more", NULL},
    {'e', "editor", OPT_FLAG, OPTV_NONE, offsetof(struct args, words.compose.editor),
     "write the text in an editor", NULL},
    {'f', "file", OPT_STRING, OPTV_FILE, offsetof(struct args, words.compose.file),
     "text from FILE, - for stdin", NULL},
    {0, "lang", OPT_STRING, OPTV_TEXT, offsetof(struct args, words.lang),
     "the text for this language: cs, pl, he, en; other for all others", NULL},
    {'m', "message", OPT_STRING, OPTV_TEXT, offsetof(struct args, words.compose.text), "the text",
     NULL},
    OPTIONS_OUT,
    {0, "title", OPT_STRING, OPTV_TEXT, offsetof(struct args, words.title), "what it is for", NULL},
    OPTIONS_BASE,
    OPT_END,
};

static void list(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args, (void)words, (void)n;
    roster_list(t, &roster_macros, NULL);
}

static void show(struct tool *t, void *args, const char *const *words, int n)
{
    macro_tool_show(t, words, n, ((const struct args *)args)->words.lang);
}

static void add(struct tool *t, void *args, const char *const *words, int n)
{
    (void)n;
    macro_tool_add(t, words[0], &((const struct args *)args)->words);
}

static void edit(struct tool *t, void *args, const char *const *words, int n)
{
    (void)n;
    macro_tool_edit(t, words[0], &((const struct args *)args)->words);
}

static void set(struct tool *t, void *args, const char *const *words, int n)
{
    int64_t id;
    (void)args;
    tool_must(t, macro_find(&t->desk, words[0], &id, &t->err));
    for (int i = 1; i < n; i++)
        tool_must(t, roster_set(&t->desk, id, words[i], macro_set, &t->err));
}

static void drop(struct tool *t, void *args, const char *const *words, int n)
{
    (void)n;
    macro_tool_remove(t, words[0], ((const struct args *)args)->words.lang);
}

static void placeholders(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args, (void)words, (void)n;
    macro_tool_placeholders(t);
}

// clang-format off
#define TEXT "do editor file lang message title " VERB_WRITE
static const struct verb verbs[] = {
    {"list", "", "all macros, one record each", OPTV_NONE, TOOL_READ, 0, 0, list, VERB_LIST},
    {"show", "NAME...", "their texts and actions", OPTV_MACRO, TOOL_READ, 1, -1, show,
     "lang columns " VERB_OUT},
    {"add", "NAME", "make a macro, or add a language", OPTV_MACRO, TOOL_WRITE_LATER, 1, 1, add,
     TEXT},
    {"edit", "NAME", "replace a text, the title or the actions", OPTV_MACRO, TOOL_WRITE_LATER, 1,
     1, edit, TEXT},
    {"set", "NAME title=TEXT", "say what it is for", OPTV_MACRO, TOOL_WRITE, 2, -1, set,
     VERB_WRITE},
    {"rm", "NAME", "remove a macro, or its text for --lang", OPTV_MACRO, TOOL_WRITE, 1, 1, drop,
     "lang " VERB_WRITE},
    {"placeholders", "", "what may stand in a text", OPTV_NONE, TOOL_NONE, 0, 0, placeholders,
     VERB_OUT},
    {NULL, NULL, NULL, OPTV_NONE, TOOL_NONE, 0, 0, NULL, NULL},
};
// clang-format on
static const char *const usage[] = {
    "list [options]",
    "show [options] NAME...",
    "add [options] NAME",
    "edit [options] NAME",
    "set [options] NAME title=TEXT",
    "rm [options] NAME",
    "placeholders [options]",
    NULL,
};
static const struct command command = {
    .name = "tk-macro",
    .summary = "canned replies, in many languages",
    .usage = usage,
    .examples =
        "  tk-macro add late -m 'Dear {customer.first|customer}, we are late. {agent.name}'\n"
        "  tk-macro add late --lang cs -f late.cs.txt\n"
        "  tk-macro edit late --do 'tag +told' --do 'set priority=low'\n"
        "  tk-list is:overdue | tk-reply --macro late\n",
    .options = options,
    .verbs = verbs,
    .mode = TOOL_NONE,
};

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    int status = tool_verbs(&command, argc, argv, &args);
    if (status == EXIT_DONE)
        compose_done();
    opt_list_free(&args.words.actions);
    return status;
}
