// SPDX-License-Identifier: GPL-3.0-or-later
// The desk's policy, written.
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "desk/config_impl.h"
#include "desk/macro.h"
#include "desk/setting.h"
#include "desk/view.h"

static void put(struct buf *out, const char *key, const char *value)
{
    if (value && *value)
        conf_put(out, key, value);
}

static void dump_settings(struct desk *d, const char *section, struct buf *out)
{
    conf_put_section(out, section, NULL);
    for (const struct setting *s = settings; s->key; s++) {
        char *value = setting_in(s, section) ? setting_value(d, s->key) : NULL;
        put(out, setting_name(s), value);
        free(value);
    }
}

// In the order of the statuses, which says more than that of the alphabet.
static void dump_transitions(struct desk *d, struct buf *out)
{
    conf_put_section(out, "transitions", NULL);
    for (const struct name *n = names_status; n->word; n++) {
        char *key = setting_transitions(n->word), *value = setting_value(d, key);
        put(out, n->word, value);
        free(key);
        free(value);
    }
}

static void dump_queues(struct desk *d, struct buf *out)
{
    struct stmt *q = db_query(d->db, SQL("SELECT name, title FROM queue WHERE gone IS NULL"
                                         " ORDER BY name /* scan */"));
    while (db_row(q)) {
        conf_put_section(out, "queue", db_text(q, 0));
        put(out, "title", db_text(q, 1));
    }
}

static void dump_fields(struct desk *d, struct buf *out)
{
    struct stmt *q = db_query(d->db, SQL("SELECT name, type, conf FROM field WHERE gone IS NULL"
                                         " ORDER BY name /* scan */"));
    while (db_row(q)) {
        conf_put_section(out, "field", db_text(q, 0));
        put(out, "type", name_word(names_field_type, (int)db_int(q, 1)));
        put(out, "choices", db_text(q, 2));
    }
}

// --- agents

void config_away(struct desk *d, int64_t agent, struct buf *out)
{
    int64_t until = db_get_int(d->db, 0, SQL("SELECT away FROM agent WHERE id = ?1"), V(agent));
    if (until == INT64_MAX)
        buf_str(out, "yes");
    else if (until)
        date_iso(out, until);
}

static void dump_serves(struct desk *d, int64_t agent, struct buf *out)
{
    struct buf list = BUF_INIT;
    struct stmt *q = db_query(d->db,
                              SQL("SELECT q.name, s.level FROM serves s JOIN queue q"
                                  " ON q.id = s.queue WHERE s.agent = ?1 AND q.gone IS NULL"
                                  " ORDER BY q.name /* sort */"),
                              V(agent));
    while (db_row(q)) {
        buf_fmt(&list, "%s%s", list.len ? " " : "", db_text(q, 0));
        if (db_int(q, 1) != 1)
            buf_fmt(&list, ":%d", (int)db_int(q, 1));
    }
    put(out, "serves", list.s);
    buf_free(&list);
}

// Both agents and views come by login: *at moves on to those of this one, and past them.
static void dump_own_views(const struct views *all, size_t *at, const char *login, struct buf *out)
{
    const struct view *v = all->v;
    while (*at < all->n && (!v[*at].login || strcmp(v[*at].login, login) < 0))
        ++*at;
    for (; *at < all->n && strcmp(v[*at].login, login) == 0; ++*at) {
        char *key = mem_printf("view.%s", v[*at].name);
        conf_put(out, key, v[*at].query);
        free(key);
    }
}

static void dump_agents(struct desk *d, const struct views *views, struct buf *out)
{
    size_t view = 0;
    struct buf word = BUF_INIT;
    struct stmt *q = db_query(d->db, SQL("SELECT id, login, name, role, capacity FROM agent"
                                         " WHERE gone IS NULL ORDER BY login /* scan */"));
    while (db_row(q)) {
        conf_put_section(out, "agent", db_text(q, 1));
        put(out, "name", db_text(q, 2));
        put(out, "role", name_word(names_role, (int)db_int(q, 3)));
        put(out, "capacity", db_text(q, 4));
        buf_reset(&word);
        config_away(d, db_int(q, 0), &word);
        put(out, "away", word.s);
        dump_serves(d, db_int(q, 0), out);
        dump_own_views(views, &view, db_text(q, 1), out);
    }
    buf_free(&word);
}

// --- macros

static void dump_actions(struct buf *out, const char *lines)
{
    for (const char *s = lines; s && *s;) {
        size_t n = strcspn(s, "\n");
        char *line = mem_strndup(s, n);
        conf_put(out, "action", line);
        free(line);
        s += n + (s[n] == '\n');
    }
}

static void dump_texts(struct desk *d, int64_t macro, struct buf *out)
{
    struct stmt *q = db_query(d->db,
                              SQL("SELECT lang, body FROM macro_text WHERE macro = ?1"
                                  " ORDER BY lang = '', lang /* sort */"),
                              V(macro));
    while (db_row(q)) {
        char *key = mem_printf("text.%s", macro_lang_word(db_text(q, 0)));
        conf_put(out, key, db_text(q, 1));
        free(key);
    }
}

static void dump_macros(struct desk *d, struct buf *out)
{
    struct stmt *q = db_query(d->db, SQL("SELECT id, name, title, actions FROM macro"
                                         " WHERE gone IS NULL ORDER BY name /* scan */"));
    while (db_row(q)) {
        conf_put_section(out, "macro", db_text(q, 1));
        put(out, "title", db_text(q, 2));
        dump_actions(out, db_text(q, 3));
        dump_texts(d, db_int(q, 0), out);
    }
}

static void dump_views(const struct views *all, struct buf *out)
{
    for (size_t i = 0; i < all->n && !all->v[i].login; i++) {
        conf_put_section(out, "view", all->v[i].name);
        conf_put(out, "query", all->v[i].query);
    }
}

void config_dump(struct desk *d, struct buf *out)
{
    struct views views;
    views_stored(d, &views);
    buf_str(out, "# tk-config 1: the policy of a desk, see tk-config(5)\n");
    dump_settings(d, "desk", out);
    dump_transitions(d, out);
    dump_queues(d, out);
    dump_fields(d, out);
    dump_agents(d, &views, out);
    dump_macros(d, out);
    dump_views(&views, out);
    views_free(&views);
}
