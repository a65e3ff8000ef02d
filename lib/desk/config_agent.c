// SPDX-License-Identifier: GPL-3.0-or-later
// The agents of a policy.
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/words.h"
#include "desk/agent.h"
#include "desk/config_impl.h"

// --- whom they serve

static bool lists(const struct words *w, int n, const char *queue)
{
    size_t len = strlen(queue);
    for (int i = 0; i < n; i++)
        if (strncmp(w->v[i], queue, len) == 0 && (!w->v[i][len] || w->v[i][len] == ':'))
            return true;
    return false;
}

static bool given_twice(struct config *c, const struct words *w, int i, long line)
{
    char *queue = mem_strndup(w->v[i], strcspn(w->v[i], ":"));
    bool twice = lists(w, i, queue);
    if (twice) {
        buf_fmt(&c->err, "queue \"%.100s\" is there twice", queue);
        config_fault(c, line);
    }
    free(queue);
    return twice;
}

// The queue of an agent that is not in the list; 0: there is none.
static int64_t not_listed(struct config *c, int64_t agent, const struct words *w)
{
    int64_t queue = 0;
    struct stmt *q = db_query(c->d->db,
                              SQL("SELECT q.id, q.name FROM serves s JOIN queue q ON q.id = s.queue"
                                  " WHERE s.agent = ?1 AND q.gone IS NULL"),
                              V(agent));
    while (!queue && db_row(q))
        if (!lists(w, w->n, db_text(q, 1))) {
            queue = db_int(q, 0);
            db_end(q);
        }
    return queue;
}

static void apply_serves(struct config *c, const char *list, int64_t agent, long line)
{
    struct words w = {0};
    int64_t queue;
    bool good = config_must(c, line, !words_split(&w, list, strlen(list), false, &c->err));
    for (int i = 0; i < w.n; i++)
        good = !given_twice(c, &w, i, line) &&
               config_must(c, line, agent_serve_word(c->d, agent, w.v[i], &c->err)) && good;
    while (good && (queue = not_listed(c, agent, &w)))
        good = config_must(c, line, agent_serve(c->d, agent, queue, 0, &c->err));
    words_free(&w);
}

// --- what else is known of them

static void apply_field(struct config *c, const struct conf_section *s, int64_t id, const char *key)
{
    long line;
    const char *value = config_value(c, s, key, &line);
    if (value)
        config_must(c, line, agent_set(c->d, id, key, value, &c->err));
}

// A time is dumped in seconds and may be stored more finely: what reads the same is the same.
static void apply_away(struct config *c, const struct conf_section *s, int64_t id)
{
    struct buf now = BUF_INIT;
    long line;
    const char *value = config_value(c, s, "away", &line);
    config_away(c->d, id, &now);
    if (value && strcmp(value, now.s) != 0)
        config_must(c, line, agent_set(c->d, id, "away", value, &c->err));
    buf_free(&now);
}

// --- the agent

// -1: there is no such role.
static int role_of(const struct conf_section *s)
{
    const struct conf_entry *e = conf_find(s, "role");
    return e ? name_number(names_role, e->value) : ROLE_AGENT;
}

// All are made before one is looked up: names are read again when there are new ones.
static void make_agent(struct config *c, const struct conf_section *s)
{
    int role = role_of(s);
    config_must(c, s->line,
                agent_add(c->d, s->name, NULL, role < 0 ? ROLE_AGENT : (enum role)role, &c->err));
}

static void apply_role(struct config *c, const struct conf_section *s)
{
    struct buf told = BUF_INIT;
    const struct conf_entry *e = conf_find(s, "role");
    int64_t id;
    if (e && agent_find(c->d, s->name, &id, &told) == 0)
        config_must(c, e->line, agent_set(c->d, id, "role", e->value, &c->err));
    buf_free(&told);
}

static void apply_agent(struct config *c, const struct conf_section *s)
{
    struct buf told = BUF_INIT;
    int64_t id;
    long line;
    const char *serves = config_value(c, s, "serves", &line);
    if (agent_find(c->d, s->name, &id, &told) == 0) {
        apply_field(c, s, id, "name");
        apply_field(c, s, id, "capacity");
        apply_away(c, s, id);
        if (serves)
            apply_serves(c, serves, id, line);
    }
    buf_free(&told);
}

// The last admin may go only when another one is there: those who become one come first.
static void promote(struct config *c, const struct conf_section *s)
{
    if (role_of(s) == ROLE_ADMIN)
        apply_role(c, s);
}

static void demote(struct config *c, const struct conf_section *s)
{
    if (role_of(s) != ROLE_ADMIN)
        apply_role(c, s);
}

void config_agents(struct config *c)
{
    config_each(c, "agent", make_agent);
    config_each(c, "agent", promote);
    config_each(c, "agent", demote);
    config_each(c, "agent", apply_agent);
}
