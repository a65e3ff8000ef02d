// SPDX-License-Identifier: GPL-3.0-or-later
// A policy that was read, made true by the verbs of each noun, in an order in which each finds what
// it refers to: queues before those who serve them, fields before the macros that print them,
// all before the views that ask for them.
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/agent.h"
#include "desk/config_impl.h"
#include "desk/field.h"
#include "desk/setting.h"

// --- settings

static void apply_setting(struct config *c, const struct conf_section *s, const struct setting *o)
{
    const struct conf_entry *e = conf_find(s, setting_name(o));
    if (e)
        config_must(c, e->line, setting_set(c->d, o->key, e->value, &c->err));
    else if (c->prune && o->fallback)
        config_must(c, s->line, setting_set(c->d, o->key, "", &c->err));
}

// The default queue may be one that this text makes: it waits for the queues.
static void apply_settings(struct config *c, const char *section, bool default_queue)
{
    const struct conf_section *s = config_next(c, section, NULL);
    for (const struct setting *o = settings; s && o->key; o++)
        if (setting_in(o, section) && (strcmp(o->key, "queue") == 0) == default_queue)
            apply_setting(c, s, o);
}

// --- queues

// All are made before one is looked up: names are read again when there are new ones.
static void make_queue(struct config *c, const struct conf_section *s)
{
    config_must(c, s->line, queue_add(c->d, s->name, NULL, &c->err));
}

static void apply_queue(struct config *c, const struct conf_section *s)
{
    struct buf told = BUF_INIT;
    int64_t id;
    long line;
    const char *title = config_value(c, s, "title", &line);
    if (title && queue_find(c->d, s->name, &id, &told) == 0)
        config_must(c, line, queue_set(c->d, id, "title", title, &c->err));
    buf_free(&told);
}

// --- custom fields

// Its type: as it is to be, else as it is, else text; -1 is told.
static int wanted_type(struct config *c, const struct conf_section *s, int64_t id)
{
    const struct conf_entry *e = conf_find(s, "type");
    if (!e)
        return id ? (int)field_type(c->d, id) : FIELD_TEXT;
    int type = name_number(names_field_type, e->value);
    if (type < 0) {
        name_complain(&c->err, names_field_type, "type", e->value);
        config_fault(c, e->line);
    }
    return type;
}

static void apply_field(struct config *c, const struct conf_section *s)
{
    struct buf unknown = BUF_INIT;
    const struct conf_entry *choices = conf_find(s, "choices");
    const char *list = choices ? choices->value : NULL;
    long line = choices ? choices->line : s->line;
    int64_t id = 0;
    if (field_find(c->d, s->name, &id, &unknown))
        id = 0;
    int type = wanted_type(c, s, id);
    bool same = id && type == (int)field_type(c->d, id);
    if (type >= 0 && !same)
        config_must(c, line, field_add(c->d, s->name, (enum field_type)type, list, &c->err));
    else if (same && list)
        config_must(c, line, field_set_choices(c->d, id, list, &c->err));
    buf_free(&unknown);
}

// --- all

void config_each(struct config *c, const char *kind,
                 void (*apply)(struct config *c, const struct conf_section *s))
{
    const struct conf_section *s = NULL;
    while ((s = config_next(c, kind, s)))
        apply(c, s);
}

static void apply_all(struct config *c)
{
    apply_settings(c, "desk", false);
    apply_settings(c, "transitions", false);
    config_each(c, "queue", make_queue);
    config_each(c, "queue", apply_queue);
    apply_settings(c, "desk", true);
    config_each(c, "field", apply_field);
    config_prune_fields(c);
    config_agents(c);
    config_prune_agents(c);
    config_prune_queues(c);
    config_prune_macros(c);
    config_macros(c);
    config_prune_views(c);
    config_views(c);
}

// --- what cannot be

static void keep_bad(void *arg, long line, const char *text)
{
    struct config *c = arg;
    buf_str(&c->err, text);
    config_fault(c, line);
}

// What is of no line stands behind the others.
static int by_line(const void *a, const void *b)
{
    const struct config_fault *x = a, *y = b;
    if (!x->line != !y->line)
        return !x->line - !y->line;
    return x->line == y->line ? strcmp(x->text, y->text) : x->line < y->line ? -1 : 1;
}

static void report(struct tool *t, struct config *c, const char *name)
{
    if (c->n)
        qsort(c->fault, c->n, sizeof *c->fault, by_line);
    for (size_t i = 0; i < c->n; i++) {
        struct config_fault *f = &c->fault[i];
        char *where = f->line ? mem_printf("%s:%ld", name, f->line) : mem_strdup(name);
        buf_str(&t->err, f->text);
        tool_fail(t, EXIT_DATA, where);
        free(where);
    }
}

struct config *config_read(const char *text, size_t len, bool prune)
{
    struct config *c = mem_alloc(sizeof *c);
    *c = (struct config){.prune = prune, .err = BUF_INIT};
    conf_parse(&c->conf, text, len, keep_bad, c);
    config_check(c);
    return c;
}

bool config_apply(struct tool *t, struct config *c, const char *name)
{
    c->d = &t->desk;
    apply_all(c);
    report(t, c, name);
    return !c->n;
}

void config_free(struct config *c)
{
    for (size_t i = 0; i < c->n; i++)
        free(c->fault[i].text);
    free(c->fault);
    conf_free(&c->conf);
    buf_free(&c->err);
    free(c);
}
