// SPDX-License-Identifier: GPL-3.0-or-later
// tk-customer: the people who ask, their addresses, and all that was said with them.
// Reads nothing but the database.  list prints records, show one record an item (on a terminal a
// page), add the number of the customer, the others nothing.
// Exit: 0; 1 with -E and none found; 64 usage; 65 the address belongs to another customer;
// 67 unknown customer or address; 77 not permitted.
#include <string.h>

#include "desk/people.h"
#include "desk/profile.h"
#include "desk/roster.h"

struct args {
    struct common common;
    const char *name, *org, *lang;
};

static const struct opt options[] = {
    OPTIONS_ACT,
    OPTIONS_ROSTER(CUSTOMER_COLUMNS),
    OPTION('E', "fail-empty", OPT_FLAG, OPTV_NONE, fail_empty, "list: exit 1 when there are none"),
    {0, "lang", OPT_STRING, OPTV_TEXT, offsetof(struct args, lang), "add: language, like cs", NULL},
    OPTION('L', "limit", OPT_NUMBER, OPTV_NUMBER, limit, "list: at most N customers"),
    {0, "name", OPT_STRING, OPTV_TEXT, offsetof(struct args, name), "add: name of the person",
     NULL},
    OPTION(0, "no-pager", OPT_FLAG, OPTV_NONE, no_pager, "show: never through a pager"),
    {0, "org", OPT_STRING, OPTV_TEXT, offsetof(struct args, org), "add: organisation", NULL},
    OPTIONS_OUT,
    OPTIONS_BASE,
    OPT_END,
};

static void list(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args;
    if (!people_list(t, words, n) && t->o->fail_empty)
        t->status = EXIT_NONE;
}

static void show(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args;
    if (t->o->columns && strcmp(t->o->columns, "help") == 0)
        pick_help(profile_columns, &t->out.buf);
    else
        profile_show(t, words, n);
}

static void add(struct tool *t, void *args, const char *const *words, int n)
{
    const struct args *a = args;
    int64_t id;
    (void)n;
    tool_must(t, people_add(&t->desk, words[0],
                            &(struct people_facts){.name = a->name, .org = a->org, .lang = a->lang},
                            &id, &t->err));
    people_print(t, id);
}

static int64_t customer(struct tool *t, const char *word)
{
    int64_t id;
    tool_must(t, people_find(&t->desk, word, &id, &t->err));
    return id;
}

static void set(struct tool *t, void *args, const char *const *words, int n)
{
    int64_t id = customer(t, words[0]);
    (void)args;
    for (int i = 1; i < n; i++)
        tool_must(t, roster_set(&t->desk, id, words[i], people_set, &t->err));
}

static void address(struct tool *t, void *args, const char *const *words, int n)
{
    int64_t id = customer(t, words[0]);
    (void)args;
    for (int i = 1; i < n; i++)
        tool_must(t, people_address(&t->desk, id, words[i], &t->err));
}

static void primary(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args, (void)n;
    tool_must(t, people_primary(&t->desk, customer(t, words[0]), words[1], &t->err));
}

// clang-format off
static const struct verb verbs[] = {
    {"list", "[TEXT]", "customers whose name or address has TEXT in it", OPTV_CUSTOMER, TOOL_READ,
     0, -1, list, "fail-empty limit verbose " VERB_LIST},
    {"show", "CUSTOMER...", "everything: who they are, their tickets, all messages",
     OPTV_CUSTOMER, TOOL_READ, 1, -1, show, "columns no-pager " VERB_OUT},
    {"add", "ADDRESS", "make a customer; prints the number", OPTV_NONE, TOOL_WRITE, 1, 1, add,
     "name org lang " VERB_OUT " " VERB_WRITE},
    {"set", "CUSTOMER FIELD=VALUE...", "name, lang, tz, note, org", OPTV_CUSTOMER, TOOL_WRITE, 2,
     -1, set, VERB_WRITE},
    {"address", "CUSTOMER +ADDRESS|-ADDRESS...", "add and remove addresses", OPTV_CUSTOMER,
     TOOL_WRITE, 2, -1, address, VERB_WRITE},
    {"primary", "CUSTOMER ADDRESS", "choose the address that stands for the customer",
     OPTV_CUSTOMER, TOOL_WRITE, 2, 2, primary, VERB_WRITE},
    {NULL, NULL, NULL, OPTV_NONE, TOOL_NONE, 0, 0, NULL, NULL},
};
// clang-format on
static const char *const usage[] = {
    "list [options] [TEXT]",
    "show [options] CUSTOMER...",
    "add [options] ADDRESS",
    "set [options] CUSTOMER FIELD=VALUE...",
    "address [options] CUSTOMER +ADDRESS|-ADDRESS...",
    "primary [options] CUSTOMER ADDRESS",
    NULL,
};
static const struct command command = {
    .name = "tk-customer",
    .summary = "the customers of the desk",
    .usage = usage,
    .examples = "  tk-customer list novak\n"
                "  tk-customer show ana@example.com\n"
                "  tk-customer address ana@example.com +420777123456 -old@example.com\n",
    .options = options,
    .flags = OPT_MINUS_WORDS,
    .verbs = verbs,
    .mode = TOOL_NONE,
};

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    return tool_verbs(&command, argc, argv, &args);
}
