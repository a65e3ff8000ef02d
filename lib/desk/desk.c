// SPDX-License-Identifier: GPL-3.0-or-later
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/restricted.h"
#include "base/suggest.h"
#include "desk/desk.h"
#include "desk/hook.h"
#include "store/schema.h"

char *desk_path(const char *path)
{
    if (path)
        return mem_strdup(path);
    const char *env = getenv("TK_DB");
    if (env && *env)
        return mem_strdup(env);
    char *found = path_setting("database");
    if (!found)
        found = path_data("tk.db");
    if (!found)
        die(EXIT_CONFIG, "no database: give -d FILE or set TK_DB (HOME is not set)");
    return found;
}

const char *desk_user(void)
{
    struct passwd *p = getpwuid(geteuid());
    return p ? p->pw_name : "";
}

static bool agent_row(struct desk *d, const char *login)
{
    struct stmt *q = db_query(
        d->db, SQL("SELECT id, role FROM agent WHERE login = ?1 AND gone IS NULL"), V(login));
    d->me = 0;
    d->role = -1;
    if (!db_row(q))
        return false;
    d->me = db_int(q, 0);
    d->role = (int)db_int(q, 1);
    db_end(q);
    return true;
}

// The login that acts or would act: --as, TK_AGENT, the effective user's.
static const char *wanted_login(const struct desk *d)
{
    const char *env = getenv("TK_AGENT");
    return d->as ? d->as : env && *env ? env : desk_user();
}

static void needs_admin(const char *want, const char *user, bool known, struct buf *err)
{
    buf_fmt(err, "acting as \"%s\" needs an admin, and \"%s\" is %s", want, user,
            known ? "none" : "no agent of this desk");
}

// A login that is kept within the desk may be shared: then TK_AGENT says who sits there, and it is
// that agent's right which counts, not the login's.
static int check_shared(struct desk *d, struct buf *err)
{
    const char *env = getenv("TK_AGENT");
    if (!restricted() || !d->as || !env || !*env || strcmp(d->as, env) == 0)
        return 0;
    bool known = agent_row(d, env);
    if (known && d->role >= ROLE_ADMIN)
        return 0;
    needs_admin(d->as, env, known, err);
    return EXIT_NOPERM;
}

// Acting as somebody else is an admin's right: otherwise anybody could be anybody.
static int find_actor(struct desk *d, struct buf *err)
{
    const char *user = desk_user();
    const char *want = wanted_login(d);
    free(d->login);
    d->login = mem_strdup(want);
    if (check_shared(d, err))
        return EXIT_NOPERM;
    bool known = agent_row(d, user);
    if (strcmp(want, user) == 0 && known)
        return desk_need(d, ROLE_AGENT, "change anything", err);
    if (strcmp(want, user) != 0 && d->role < ROLE_ADMIN) {
        needs_admin(want, user, known, err);
        return EXIT_NOPERM;
    }
    if (!agent_row(d, want)) {
        buf_fmt(err, "\"%s\" is no agent of this desk: an admin can add it (tk-agent add %s)", want,
                want);
        return strcmp(want, user) == 0 ? EXIT_NOPERM : EXIT_NOUSER;
    }
    return desk_need(d, ROLE_AGENT, "change anything", err);
}

// A writer's clock is real: TK_NOW could forge history, so only an admin may set it.
static bool is_admin(struct desk *d, const char *login)
{
    struct stmt *q =
        db_query(d->db, SQL("SELECT role FROM agent WHERE login = ?1 AND gone IS NULL"), V(login));
    bool admin = db_row(q) && db_int(q, 0) >= ROLE_ADMIN;
    db_end(q);
    return admin;
}

int desk_open(struct desk *d, const char *path, enum db_mode mode, const char *tool, const char *as,
              struct buf *err)
{
    *d = (struct desk){.tool = tool, .as = as, .role = -1};
    char *where = desk_path(path);
    d->db = schema_open(where, mode);
    free(where);
    d->zone = setting_get(d, "tz");
    if (mode == DB_READ) {
        d->now = date_now();
        return 0;
    }
    d->version = db_data_version(d->db);
    int rc = find_actor(d, err);
    d->fixed_clock = getenv("TK_NOW") && is_admin(d, desk_user());
    d->now = d->fixed_clock ? date_now() : date_clock();
    return rc;
}

// Readers need it only for "me": looking up the user costs a tenth of a small query.
int64_t desk_me(struct desk *d)
{
    if (!d->login) {
        d->login = mem_strdup(wanted_login(d));
        agent_row(d, d->login);
    }
    return d->me;
}

static void cache_free(struct names_cache *c)
{
    for (size_t i = 0; i < c->n; i++)
        free(c->name[i]);
    free(c->id);
    free(c->name);
    free(c->gone);
    *c = (struct names_cache){0};
}

void desk_forget_names(struct desk *d)
{
    cache_free(&d->queues);
    cache_free(&d->agents);
    cache_free(&d->fields);
    d->next_known = false;
}

void desk_close(struct desk *d)
{
    desk_forget_names(d);
    hooks_free(d);
    db_close(d->db);
    free(d->zone);
    free(d->login);
    *d = (struct desk){0};
}

// Input may have come for hours since the desk was opened: others changed names and rights.
static void look_again(struct desk *d)
{
    struct buf err = BUF_INIT;
    int64_t version = db_data_version(d->db);
    if (version == d->version)
        return;
    d->version = version;
    desk_forget_names(d);
    int rc = d->login ? find_actor(d, &err) : 0; // tk-init acts before there is an agent
    if (rc)
        die(rc, "%s", err.s);
    buf_free(&err);
}

void desk_begin(struct desk *d)
{
    db_begin(d->db);
    look_again(d);
    if (!d->fixed_clock)
        d->now = date_clock();
    d->unrecorded = false;
    hooks_stale(d);
    change_begin(&d->change, d->db, d->now, d->me, d->tool);
}

int64_t desk_commit(struct desk *d)
{
    int64_t id = change_end(&d->change);
    if (id && !d->unhooked) {
        struct hook_set set = hook_set_open(d);
        hook_queue(d, &set);
    }
    if (id || d->unrecorded)
        db_commit(d->db);
    else
        db_rollback(d->db);
    return id;
}

void desk_rollback(struct desk *d)
{
    db_rollback(d->db);
}

int desk_need(const struct desk *d, enum role role, const char *what, struct buf *err)
{
    if (d->role >= (int)role)
        return 0;
    buf_fmt(err, "only a%s %s may %s", role == ROLE_AGENT || role == ROLE_ADMIN ? "n" : "",
            name_word(names_role, (int)role), what);
    return EXIT_NOPERM;
}

void desk_event(struct desk *d, int64_t thing, int field, int64_t ref, struct val old,
                struct val new, bool typed)
{
    change_add(&d->change, &(struct event){.thing = thing,
                                           .field = field,
                                           .at = d->now,
                                           .ref = ref,
                                           .old = old,
                                           .new = new,
                                           .typed = typed});
}

// --- names

static void cache_add(struct names_cache *c, int64_t id, const char *name, bool gone)
{
    size_t cap = c->cap;
    c->id = mem_grow(c->id, &cap, c->n, sizeof *c->id);
    cap = c->cap;
    c->name = mem_grow(c->name, &cap, c->n, sizeof *c->name);
    c->gone = mem_grow(c->gone, &c->cap, c->n, sizeof *c->gone);
    c->id[c->n] = id;
    c->name[c->n] = mem_strdup(name);
    c->gone[c->n++] = gone;
}

static void cache_load(struct names_cache *c, struct stmt *q)
{
    while (db_row(q))
        cache_add(c, db_int(q, 0), db_text(q, 1), db_int(q, 2) != 0);
    c->loaded = true;
}

static struct names_cache *queues(struct desk *d)
{
    if (!d->queues.loaded)
        cache_load(&d->queues,
                   db_query(d->db, SQL("SELECT id, name, gone FROM queue ORDER BY id /* scan */")));
    return &d->queues;
}

static struct names_cache *agents(struct desk *d)
{
    if (!d->agents.loaded)
        cache_load(&d->agents, db_query(d->db, SQL("SELECT id, login, gone FROM agent"
                                                   " ORDER BY id /* scan */")));
    return &d->agents;
}

static struct names_cache *fields(struct desk *d)
{
    if (!d->fields.loaded)
        cache_load(&d->fields,
                   db_query(d->db, SQL("SELECT id, name, gone FROM field ORDER BY id /* scan */")));
    return &d->fields;
}

static const char *cache_word(const struct names_cache *c, int64_t id)
{
    size_t lo = 0, hi = c->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (c->id[mid] == id)
            return c->name[mid];
        if (c->id[mid] < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

static bool cache_gone(const struct names_cache *c, int64_t id)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->id[i] == id)
            return c->gone[i];
    return true;
}

bool agent_is_gone(struct desk *d, int64_t id)
{
    return cache_gone(agents(d), id);
}

bool queue_is_gone(struct desk *d, int64_t id)
{
    return cache_gone(queues(d), id);
}

const char *queue_word(struct desk *d, int64_t id)
{
    return cache_word(queues(d), id);
}

const char *agent_word(struct desk *d, int64_t id)
{
    return cache_word(agents(d), id);
}

const char *field_word(struct desk *d, int64_t id)
{
    return cache_word(fields(d), id);
}

static bool cache_find(const struct names_cache *c, const char *what, const char *name, int64_t *id,
                       struct buf *err)
{
    struct suggest s;
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->name[i], name) == 0 && !c->gone[i]) {
            *id = c->id[i];
            return true;
        }
    suggest_init(&s, name);
    for (size_t i = 0; i < c->n; i++)
        if (!c->gone[i])
            suggest_offer(&s, c->name[i]);
    buf_fmt(err, "unknown %s \"%s\"", what, name);
    suggest_end(&s, err);
    return false;
}

int queue_find(struct desk *d, const char *name, int64_t *id, struct buf *err)
{
    return cache_find(queues(d), "queue", name, id, err) ? 0 : EXIT_NOUSER;
}

int agent_find(struct desk *d, const char *name, int64_t *id, struct buf *err)
{
    if (strcmp(name, "me") != 0)
        return cache_find(agents(d), "agent", name, id, err) ? 0 : EXIT_NOUSER;
    *id = desk_me(d);
    if (*id)
        return 0;
    buf_fmt(err, "\"me\" is \"%s\", which is no agent of this desk", d->login);
    return EXIT_NOUSER;
}

int field_find(struct desk *d, const char *name, int64_t *id, struct buf *err)
{
    if (cache_find(fields(d), "custom field", name, id, err))
        return 0;
    buf_fmt(err, " (a lead can add it: tk-field add %s)", name);
    return EXIT_USAGE;
}

// --- settings

char *setting_get(struct desk *d, const char *key)
{
    struct stmt *q = db_query(d->db, SQL("SELECT value FROM meta WHERE key = ?1"), V(key));
    if (!db_row(q))
        return NULL;
    char *value = db_text_dup(q, 0);
    db_end(q);
    return value;
}

void setting_put(struct desk *d, const char *key, const char *value)
{
    char *was = setting_get(d, key);
    char *old = was ? mem_printf("%s=%s", key, was) : NULL;
    char *new = value ? mem_printf("%s=%s", key, value) : NULL;
    desk_event(d, 0, EVENT_SETTING, 0, V(val_str(old)), V(val_str(new)), false);
    if (value)
        db_run(d->db, SQL("INSERT OR REPLACE INTO meta(key, value) VALUES(?1, ?2)"), V(key),
               V(value));
    else
        db_run(d->db, SQL("DELETE FROM meta WHERE key = ?1"), V(key));
    d->next_known = false;
    free(was);
    free(old);
    free(new);
}
