// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/view.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/family.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "desk/find.h"

#define PREFIX "view."

static const struct bundled {
    const char *name, *query;
} bundled[] = {
    {"mine", "assignee:me is:open"},
    {"overdue", "is:overdue"},
    {"unassigned", "is:unassigned is:open"},
    {NULL, NULL},
};

const char *view_level_word(enum view_level level)
{
    static const char *const words[] = {
        [VIEW_OWN] = "own", [VIEW_SHARED] = "shared", [VIEW_BUNDLED] = "bundled"};
    return words[level];
}

// --- keys

static char *key_of(const char *name, const char *login)
{
    return mem_printf(PREFIX "%s%s%s", name, login ? "@" : "", login ? login : "");
}

bool view_part(const char *key, char **name, char **login)
{
    size_t n = sizeof PREFIX - 1;
    if (strncmp(key, PREFIX, n) != 0)
        return false;
    const char *at = strchr(key + n, '@');
    *name = at ? mem_strndup(key + n, (size_t)(at - key) - n) : mem_strdup(key + n);
    *login = at ? mem_strdup(at + 1) : NULL;
    return true;
}

char *view_stored(struct desk *d, const char *name, const char *login)
{
    char *key = key_of(name, login), *query = setting_get(d, key);
    free(key);
    return query;
}

static const char *bundled_query(const char *name)
{
    for (const struct bundled *b = bundled; b->name; b++)
        if (strcmp(b->name, name) == 0)
            return b->query;
    return NULL;
}

// --- reading

void views_free(struct views *all)
{
    for (size_t i = 0; i < all->n; i++) {
        free(all->v[i].name);
        free(all->v[i].query);
        free(all->v[i].login);
    }
    free(all->v);
    *all = (struct views){0};
}

static void add(struct views *all, struct view v)
{
    all->v = mem_grow(all->v, &all->cap, all->n, sizeof *all->v);
    all->v[all->n++] = v;
}

#define SIGN  "instr(key, '@')"
#define NAME  "CASE " SIGN " WHEN 0 THEN substr(key, 6) ELSE substr(key, 6, " SIGN " - 6) END"
#define LOGIN "CASE " SIGN " WHEN 0 THEN NULL ELSE substr(key, " SIGN " + 1) END"

// login NULL: of all.
static void read_stored(struct desk *d, const char *login, struct views *all)
{
    struct stmt *q = db_query(d->db,
                              SQL("SELECT " NAME " AS name, " LOGIN " AS login, value FROM meta"
                                  " WHERE key >= '" PREFIX "' AND key < 'view/' AND value NOTNULL"
                                  " AND (?1 IS NULL OR " SIGN " = 0 OR substr(key, " SIGN
                                  " + 1) = ?1) ORDER BY login, name /* sort */"),
                              V(login));
    while (db_row(q))
        add(all, (struct view){.name = db_text_dup(q, 0),
                               .login = db_text_dup(q, 1),
                               .query = db_text_dup(q, 2),
                               .level = db_null(q, 1) ? VIEW_SHARED : VIEW_OWN});
}

void views_stored(struct desk *d, struct views *all)
{
    *all = (struct views){0};
    read_stored(d, NULL, all);
}

// By name, and of one name the nearest first.
static int order(const void *a, const void *b)
{
    const struct view *x = a, *y = b;
    int c = strcmp(x->name, y->name);
    return c ? c : (int)x->level - (int)y->level;
}

static void keep_nearest(struct views *all)
{
    size_t kept = 0;
    for (size_t i = 0; i < all->n; i++) {
        struct view *v = &all->v[i], *last = kept ? &all->v[kept - 1] : NULL;
        if (!last || strcmp(last->name, v->name) != 0) {
            all->v[kept++] = *v;
            continue;
        }
        last->hides |= 1U << v->level;
        free(v->name);
        free(v->query);
        free(v->login);
    }
    all->n = kept;
}

void views_read(struct desk *d, struct views *all)
{
    *all = (struct views){0};
    if (d)
        read_stored(d, desk_me(d) ? d->login : "", all);
    for (const struct bundled *b = bundled; b->name; b++)
        add(all, (struct view){.name = mem_strdup(b->name),
                               .query = mem_strdup(b->query),
                               .level = VIEW_BUNDLED});
    qsort(all->v, all->n, sizeof *all->v, order);
    keep_nearest(all);
}

char *view_query(struct desk *d, const char *name)
{
    char *query = desk_me(d) ? view_stored(d, name, d->login) : NULL;
    if (!query)
        query = view_stored(d, name, NULL);
    return query ? query : mem_strdup(bundled_query(name));
}

void view_unknown(struct desk *d, const char *name, struct buf *err)
{
    struct views all;
    struct suggest s;
    suggest_init(&s, name);
    views_read(d, &all);
    for (size_t i = 0; i < all.n; i++)
        suggest_offer(&s, all.v[i].name);
    buf_fmt(err, "unknown view \"%.100s\"", name);
    suggest_end(&s, err);
    views_free(&all);
}

// --- what may be one

bool view_is_builtin(const char *word)
{
    size_t n = strlen(word);
    for (const char *s = VIEW_BUILTINS; *s; s += strspn(s, " ")) {
        size_t len = strcspn(s, " ");
        if (len == n && memcmp(s, word, n) == 0)
            return true;
        s += len;
    }
    return false;
}

static bool is_command(const char *name)
{
    char *dir = family_dir(NULL), *path = family_find(dir, name);
    bool found = path || view_is_builtin(name);
    free(path);
    free(dir);
    return found;
}

static int name_check(const char *name, struct buf *err)
{
    if (!name_legal(name, "a view", err))
        return EXIT_DATA;
    if (!is_command(name))
        return 0;
    buf_fmt(err, "\"%s\" is a command and cannot name a view: choose another name", name);
    return EXIT_DATA;
}

static bool fail(struct query_fault *fault, int code, int at, const char *text)
{
    buf_str(&fault->text, text);
    fault->code = code;
    fault->at = at;
    return false;
}

static bool plain_line(const char *text, struct query_fault *fault)
{
    size_t n = strlen(text);
    int32_t cp;
    if (!text[strspn(text, " ")])
        return fail(fault, EXIT_USAGE, -1, "the query is empty: is:open lists all that is open");
    for (size_t at = 0; at < n;) {
        int k = utf8_decode(text + at, n - at, &cp);
        if (k > 0 && utf8_is_control(cp))
            return fail(fault, EXIT_DATA, (int)at, "a control character: a view is one line");
        at += k > 0 ? (size_t)k : 1;
    }
    return true;
}

static bool compiles(struct desk *d, const struct query *q, struct query_fault *fault)
{
    struct query_sql sql = {0};
    int64_t me = desk_me(d);
    d->me = me ? me : -1; // whoever asks will be an agent
    bool good = query_compile(q, d, true, false, &sql, fault);
    d->me = me;
    if (good && q->sort)
        fault->code = find_sort_check(d, q->sort, &fault->text);
    query_sql_free(&sql);
    return good && fault->code == 0;
}

bool view_check(struct desk *d, const char *text, struct query *q, struct query_fault *fault)
{
    *q = (struct query){0};
    bool good = query_parse(q, text, fault) && plain_line(q->text, fault) && compiles(d, q, fault);
    if (!good && !fault->code)
        fault->code = EXIT_USAGE;
    return good;
}

// --- writing

int view_may(const struct desk *d, const char *login, struct buf *err)
{
    if (!login)
        return desk_need(d, ROLE_LEAD, "change shared views", err);
    bool own = d->me && strcmp(login, d->login) == 0;
    return own ? desk_need(d, ROLE_AGENT, "change views", err)
               : desk_need(d, ROLE_LEAD, "change views of others", err);
}

// The place by what stands there.
static int query_check(struct desk *d, const char *text, struct buf *err)
{
    struct query q;
    struct query_fault fault = QUERY_FAULT_INIT;
    int rc = view_check(d, text, &q, &fault) ? 0 : fault.code;
    if (rc)
        buf_fmt(err, "query: %s", fault.text.s);
    if (rc && fault.at >= 0) {
        enum { SHOWN = 40 };
        int used;
        const char *at = text + fault.at;
        size_t n = utf8_prefix(at, strlen(at), SHOWN, &used);
        buf_fmt(err, ", at \"%.*s%s\"", (int)n, at, at[n] ? "…" : "");
    }
    query_free(&q);
    query_fault_free(&fault);
    return rc;
}

static void store(struct desk *d, const char *name, const char *login, const char *query)
{
    char *key = key_of(name, login);
    setting_put(d, key, query);
    free(key);
}

static bool is_so(struct desk *d, const char *name, const char *login, const char *query)
{
    char *there = view_stored(d, name, login);
    bool same = there && strcmp(there, query) == 0;
    free(there);
    return same;
}

static bool is_there(struct desk *d, const char *name, const char *login)
{
    char *there = view_stored(d, name, login);
    free(there);
    return there != NULL;
}

// What was so before may be what could not be made now: an agent in it has gone.
int view_put(struct desk *d, const char *name, const char *login, const char *query,
             struct buf *err)
{
    int rc = view_may(d, login, err);
    if (rc || is_so(d, name, login, query))
        return rc;
    rc = name_check(name, err);
    if (rc == 0)
        rc = query_check(d, query, err);
    if (rc == 0)
        store(d, name, login, query);
    return rc;
}

int view_add(struct desk *d, const char *name, const char *login, const char *query,
             struct buf *err)
{
    int rc = view_may(d, login, err);
    if (rc || !is_there(d, name, login) || is_so(d, name, login, query))
        return rc ? rc : view_put(d, name, login, query, err);
    buf_fmt(err, "view %s has another query: tk-view set replaces it", name);
    return EXIT_DATA;
}

// Not at this level: at another one, or nowhere.
static int missing(struct desk *d, const char *name, const char *login, struct buf *err)
{
    if (login && is_there(d, name, NULL))
        buf_fmt(err, "view %s is shared: that is --shared", name);
    else if (!login && d->me && is_there(d, name, d->login))
        buf_fmt(err, "view %s is your own: leave --shared out", name);
    else if (bundled_query(name))
        buf_fmt(err, "view %s is bundled: tk-view add %s%s QUERY puts another before it", name,
                login ? "" : "--shared ", name);
    else {
        view_unknown(d, name, err);
        return EXIT_NOUSER;
    }
    return EXIT_DATA;
}

int view_set(struct desk *d, const char *name, const char *login, const char *query,
             struct buf *err)
{
    int rc = view_may(d, login, err);
    if (rc == 0 && !is_there(d, name, login))
        rc = missing(d, name, login, err);
    return rc ? rc : view_put(d, name, login, query, err);
}

int view_remove(struct desk *d, const char *name, const char *login, struct buf *err)
{
    int rc = view_may(d, login, err);
    if (rc == 0 && !is_there(d, name, login))
        rc = missing(d, name, login, err);
    if (rc == 0)
        store(d, name, login, NULL);
    return rc;
}
