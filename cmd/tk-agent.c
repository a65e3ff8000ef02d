// SPDX-License-Identifier: GPL-3.0-or-later
// tk-agent: the people who work at the desk, and which queues they serve.
// Reads nothing but the database.  list and show print records, the others nothing.
// Exit: 0; 64 usage; 65 the last admin, or open tickets; 67 unknown agent or queue; 77 not
// permitted.
#include "desk/agent.h"
#include "desk/roster.h"

struct args {
    struct common common;
    const char *name, *role;
};

static const struct opt options[] = {
    OPTIONS_ACT,
    OPTIONS_ROSTER(AGENT_COLUMNS),
    {0, "name", OPT_STRING, OPTV_TEXT, offsetof(struct args, name), "add: name of the person",
     NULL},
    OPTIONS_OUT,
    {0, "role", OPT_STRING, OPTV_WORDS, offsetof(struct args, role),
     "add: what the agent may do; agent unless given", "viewer agent lead admin"},
    OPTIONS_BASE,
    OPT_END,
};

static void list(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args, (void)words, (void)n;
    roster_list(t, &roster_agents, NULL);
}

static void show(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args;
    roster_show(t, &roster_agents, words, n);
}

static void add(struct tool *t, void *args, const char *const *words, int n)
{
    const struct args *a = args;
    int role = a->role ? name_number(names_role, a->role) : ROLE_AGENT;
    (void)n;
    tool_must(t, agent_add(&t->desk, words[0], a->name, (enum role)role, &t->err));
}

static int64_t agent(struct tool *t, const char *word)
{
    int64_t id;
    tool_must(t, agent_find(&t->desk, word, &id, &t->err));
    return id;
}

static void set(struct tool *t, void *args, const char *const *words, int n)
{
    int64_t id = agent(t, words[0]);
    (void)args;
    for (int i = 1; i < n; i++)
        tool_must(t, roster_set(&t->desk, id, words[i], agent_set, &t->err));
}

static void serve(struct tool *t, void *args, const char *const *words, int n)
{
    int64_t id = agent(t, words[0]);
    (void)args;
    for (int i = 1; i < n; i++)
        tool_must(t, agent_serve_word(&t->desk, id, words[i], &t->err));
}

static void unserve(struct tool *t, void *args, const char *const *words, int n)
{
    int64_t id = agent(t, words[0]), queue;
    (void)args;
    for (int i = 1; i < n; i++) {
        tool_must(t, queue_find(&t->desk, words[i], &queue, &t->err));
        tool_must(t, agent_serve(&t->desk, id, queue, 0, &t->err));
    }
}

static void drop(struct tool *t, void *args, const char *const *words, int n)
{
    (void)args, (void)n;
    tool_must(t, agent_remove(&t->desk, agent(t, words[0]), &t->err));
}

// clang-format off
static const struct verb verbs[] = {
    {"list", "", "all agents, one record each", OPTV_NONE, TOOL_READ, 0, 0, list, VERB_LIST},
    {"show", "AGENT...", "all that is known of them", OPTV_AGENT, TOOL_READ, 1, -1, show,
     "columns " VERB_OUT},
    {"add", "LOGIN", "make an agent (admins)", OPTV_NONE, TOOL_WRITE, 1, 1, add,
     "name role " VERB_WRITE},
    {"set", "AGENT FIELD=VALUE...", "name, role, capacity, away", OPTV_AGENT, TOOL_WRITE, 2, -1,
     set, VERB_WRITE},
    {"serve", "AGENT QUEUE[:LEVEL]...", "serve these queues, too; 9 is the best level (leads)",
     OPTV_AGENT, TOOL_WRITE, 2, -1, serve, VERB_WRITE},
    {"unserve", "AGENT QUEUE...", "serve them no longer (leads)", OPTV_AGENT, TOOL_WRITE, 2, -1,
     unserve, VERB_WRITE},
    {"remove", "AGENT", "end an agent; what was done stays (admins)", OPTV_AGENT, TOOL_WRITE, 1, 1,
     drop, VERB_WRITE},
    {NULL, NULL, NULL, OPTV_NONE, TOOL_NONE, 0, 0, NULL, NULL},
};
// clang-format on
static const char *const usage[] = {
    "list [options]",
    "show [options] AGENT...",
    "add [options] LOGIN",
    "set [options] AGENT FIELD=VALUE...",
    "serve [options] AGENT QUEUE[:LEVEL]...",
    "unserve [options] AGENT QUEUE...",
    "remove [options] AGENT",
    NULL,
};
static const struct command command = {
    .name = "tk-agent",
    .summary = "the agents of the desk",
    .usage = usage,
    .examples = "  tk-agent list -s open-\n"
                "  tk-agent add bob --name 'Bob Novák' && tk-agent serve bob billing:2 support\n"
                "  tk-agent set me away=monday\n",
    .options = options,
    .verbs = verbs,
    .mode = TOOL_NONE,
};

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    return tool_verbs(&command, argc, argv, &args);
}
