// SPDX-License-Identifier: GPL-3.0-or-later
// Which sections and keys there are.
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/suggest.h"
#include "desk/config_impl.h"
#include "desk/setting.h"

// keys: separated by blanks; one that ends with a dot is the beginning of many, one with + may be
// given more than once.  NULL: those of the settings of that section.
static const struct kind {
    const char *name;
    bool named;
    const char *keys;
} kinds[] = {
    {"desk", false, NULL},
    {"transitions", false, NULL},
    {"queue", true, "title"},
    {"field", true, "type choices"},
    {"agent", true, "name role capacity away serves view."},
    {"macro", true, "title action+ text."},
    {"view", true, "query"},
    {NULL, false, NULL},
};

void config_fault(struct config *c, long line)
{
    c->fault = mem_grow(c->fault, &c->cap, c->n, sizeof *c->fault);
    c->fault[c->n++] = (struct config_fault){line, buf_detach(&c->err)};
}

bool config_must(struct config *c, long line, int rc)
{
    if (rc)
        config_fault(c, line);
    return rc == 0;
}

// --- sections

static const struct kind *find_kind(struct config *c, const struct conf_section *s)
{
    struct suggest near;
    suggest_init(&near, s->kind);
    for (const struct kind *k = kinds; k->name; k++) {
        if (strcmp(k->name, s->kind) == 0)
            return k;
        suggest_offer(&near, k->name);
    }
    buf_fmt(&c->err, "unknown section [%.100s]", s->kind);
    suggest_end(&near, &c->err);
    if (!near.best[0])
        buf_str(&c->err, " (desk transitions queue field agent macro view)");
    config_fault(c, s->line);
    return NULL;
}

static bool check_name(struct config *c, const struct kind *k, const struct conf_section *s)
{
    if (k->named == (s->name != NULL))
        return true;
    if (k->named)
        buf_fmt(&c->err, "[%s] needs a name: [%s \"NAME\"]", k->name, k->name);
    else
        buf_fmt(&c->err, "there is only one [%s]: leave the name out", k->name);
    config_fault(c, s->line);
    return false;
}

// --- keys

// The next word of a list of keys: its length without its mark, which is put into *mark.
static size_t next_key(const char **keys, char *mark)
{
    *keys += strspn(*keys, " ");
    size_t n = strcspn(*keys, " ");
    *mark = n && strchr(".+", (*keys)[n - 1]) ? (*keys)[n - 1] : '\0';
    return n - (*mark != '\0');
}

// Is it one of them?  *many: it may be given more than once.
static bool is_key(const char *keys, const char *key, bool *many)
{
    char mark;
    for (size_t n; (n = next_key(&keys, &mark)); keys += n + (mark != '\0')) {
        bool begins = strncmp(key, keys, n) == 0;
        *many = mark == '+';
        if (begins && (mark == '.' ? key[n] == '.' && key[n + 1] : !key[n]))
            return true;
    }
    return false;
}

static void offer_keys(struct suggest *near, const char *keys)
{
    char mark;
    for (size_t n; (n = next_key(&keys, &mark)); keys += n + (mark != '\0')) {
        const char *rest = mark != '.' ? "" : strncmp(keys, "text", n) == 0 ? ".other" : ".NAME";
        char *key = mem_printf("%.*s%s", (int)n, keys, rest);
        suggest_offer(near, key);
        free(key);
    }
}

// Those of the settings of a section, as above; owned.
static char *setting_keys(const char *section)
{
    struct buf b = BUF_INIT;
    for (const struct setting *s = settings; s->key; s++)
        if (setting_in(s, section))
            buf_fmt(&b, "%s%s", b.len ? " " : "", setting_name(s));
    return buf_detach(&b);
}

static bool check_key(struct config *c, const struct conf_section *s, const char *keys, size_t i)
{
    const struct conf_entry *e = &s->entry[i], *first = conf_find(s, e->key);
    bool many, known = is_key(keys, e->key, &many);
    if (known && (many || first == e))
        return true;
    if (known) {
        buf_fmt(&c->err, "%.100s was given on line %ld already", e->key, first->line);
    } else {
        struct suggest near;
        suggest_init(&near, e->key);
        offer_keys(&near, keys);
        buf_fmt(&c->err, "unknown key \"%.100s\" in [%s]", e->key, s->kind);
        suggest_end(&near, &c->err);
        if (!near.best[0])
            buf_fmt(&c->err, " (%s)", keys);
    }
    config_fault(c, e->line);
    return false;
}

static void drop_entry(struct conf_section *s, size_t i)
{
    free(s->entry[i].key);
    free(s->entry[i].value);
    memmove(&s->entry[i], &s->entry[i + 1], (--s->n - i) * sizeof *s->entry);
}

static void check_keys(struct config *c, const struct kind *k, struct conf_section *s)
{
    char *of_settings = k->keys ? NULL : setting_keys(k->name);
    for (size_t i = s->n; i-- > 0;)
        if (!check_key(c, s, k->keys ? k->keys : of_settings, i))
            drop_entry(s, i);
    free(of_settings);
}

static void drop_entries(struct conf_section *s)
{
    while (s->n)
        drop_entry(s, s->n - 1);
}

void config_check(struct config *c)
{
    for (size_t i = 0; i < c->conf.n; i++) {
        struct conf_section *s = &c->conf.section[i];
        const struct kind *k = find_kind(c, s);
        if (k && check_name(c, k, s)) {
            check_keys(c, k, s);
            continue;
        }
        drop_entries(s);
        *s->kind = '\0'; // of no kind
    }
}

// --- what was given

const struct conf_section *config_next(const struct config *c, const char *kind,
                                       const struct conf_section *s)
{
    for (s = s ? s + 1 : c->conf.section; s < c->conf.section + c->conf.n; s++)
        if (strcmp(s->kind, kind) == 0)
            return s;
    return NULL;
}

bool config_mentions(const struct config *c, const char *kind)
{
    return config_next(c, kind, NULL) != NULL;
}

bool config_has(const struct config *c, const char *kind, const char *name)
{
    const struct conf_section *s = NULL;
    while ((s = config_next(c, kind, s)))
        if (strcmp(s->name, name) == 0)
            return true;
    return false;
}

const char *config_value(const struct config *c, const struct conf_section *s, const char *key,
                         long *line)
{
    const struct conf_entry *e = conf_find(s, key);
    *line = e ? e->line : s->line;
    return e ? e->value : c->prune ? "" : NULL;
}
