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

// His number, made with a role that is known; 0: this was told.
static int64_t require(struct config *c, const struct conf_section *s)
{
    const struct conf_entry *e = conf_find(s, "role");
    int role = e ? name_number(names_role, e->value) : ROLE_AGENT;
    int64_t id = 0;
    if (role < 0) {
        name_complain(&c->err, names_role, "role", e->value);
        config_fault(c, e->line);
        role = ROLE_AGENT;
    }
    if (!config_must(c, s->line, agent_add(c->d, s->name, NULL, (enum role)role, &c->err)) ||
        !config_must(c, s->line, agent_find(c->d, s->name, &id, &c->err)))
        return 0;
    return id;
}

static void apply_agent(struct config *c, const struct conf_section *s)
{
    long line;
    int64_t id = require(c, s);
    const struct conf_entry *role = conf_find(s, "role");
    const char *serves = config_value(c, s, "serves", &line);
    if (!id)
        return;
    apply_field(c, s, id, "name");
    apply_field(c, s, id, "capacity");
    apply_away(c, s, id);
    if (role && name_number(names_role, role->value) >= 0)
        config_must(c, role->line, agent_set(c->d, id, "role", role->value, &c->err));
    if (serves)
        apply_serves(c, serves, id, line);
}

static bool is_admin(const struct conf_section *s)
{
    const struct conf_entry *e = conf_find(s, "role");
    return e && strcmp(e->value, name_word(names_role, ROLE_ADMIN)) == 0;
}

// Admins first: the last one may go only when another one is there.
void config_agents(struct config *c)
{
    const struct conf_section *s = NULL;
    while ((s = config_next(c, "agent", s)))
        if (is_admin(s))
            apply_agent(c, s);
    while ((s = config_next(c, "agent", s)))
        if (!is_admin(s))
            apply_agent(c, s);
}
