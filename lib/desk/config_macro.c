// SPDX-License-Identifier: GPL-3.0-or-later
// The macros of a policy.
#include <stdlib.h>
#include <string.h>

#include "desk/config_impl.h"
#include "desk/macro.h"

static bool is_text(const struct conf_entry *e)
{
    return strncmp(e->key, "text.", 5) == 0;
}

// The language of a text; false: this was told.
static bool read_lang(struct config *c, const struct conf_entry *e, const char **lang)
{
    return config_must(c, e->line, macro_lang(e->key + 5, lang, &c->err));
}

static bool put_text(struct config *c, int64_t id, const struct conf_entry *e)
{
    struct macro_edit edit = {.text = e->value};
    return read_lang(c, e, &edit.lang) &&
           config_must(c, e->line, macro_edit(c->d, id, &edit, &c->err));
}

// "text.pl =" removes that text, if it is there.
static void drop_text(struct config *c, int64_t id, const struct conf_entry *e)
{
    const char *lang;
    if (!read_lang(c, e, &lang))
        return;
    char *there = macro_text(c->d, id, lang);
    if (there)
        config_must(c, e->line, macro_remove_text(c->d, id, lang, &c->err));
    free(there);
}

static bool lists(const struct conf_section *s, const char *lang)
{
    for (size_t i = 0; i < s->n; i++)
        if (is_text(&s->entry[i]) && strcmp(s->entry[i].key + 5, macro_lang_word(lang)) == 0)
            return true;
    return false;
}

// A text of a language that the section lacks; NULL: there is none.
static char *not_listed(struct config *c, int64_t id, const struct conf_section *s)
{
    char *lang = NULL;
    struct stmt *q = db_query(c->d->db, SQL("SELECT lang FROM macro_text WHERE macro = ?1"), V(id));
    while (!lang && db_row(q))
        if (!lists(s, db_text(q, 0))) {
            lang = db_text_dup(q, 0);
            db_end(q);
        }
    return lang;
}

static void prune_texts(struct config *c, int64_t id, const struct conf_section *s)
{
    char *lang;
    bool good = true;
    while (good && (lang = not_listed(c, id, s))) {
        good = config_must(c, s->line, macro_remove_text(c->d, id, lang, &c->err));
        free(lang);
    }
}

static void apply_texts(struct config *c, int64_t id, const struct conf_section *s)
{
    int texts = 0;
    for (size_t i = 0; i < s->n; i++)
        if (is_text(&s->entry[i]) && *s->entry[i].value)
            texts += put_text(c, id, &s->entry[i]);
    for (size_t i = 0; i < s->n; i++)
        if (is_text(&s->entry[i]) && !*s->entry[i].value)
            drop_text(c, id, &s->entry[i]);
    if (c->prune && texts)
        prune_texts(c, id, s);
}

// --- title and actions

static void apply_title(struct config *c, int64_t id, const struct conf_section *s)
{
    long line;
    struct macro_edit edit = {.title = config_value(c, s, "title", &line)};
    if (edit.title)
        config_must(c, line, macro_edit(c->d, id, &edit, &c->err));
}

static bool read_action(struct config *c, const struct conf_entry *e, struct buf *lines)
{
    struct opt_list one = {0};
    opt_list_add(&one, e->value);
    bool good = config_must(c, e->line, macro_actions(c->d, &one, lines, &c->err));
    opt_list_free(&one);
    return good;
}

static void apply_actions(struct config *c, int64_t id, const struct conf_section *s)
{
    struct buf lines = BUF_INIT;
    const struct conf_entry *first = conf_find(s, "action");
    bool good = first || c->prune;
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->entry[i].key, "action") == 0)
            good = read_action(c, &s->entry[i], &lines) && good;
    struct macro_edit edit = {.actions = lines.s};
    if (good)
        config_must(c, first ? first->line : s->line, macro_edit(c->d, id, &edit, &c->err));
    buf_free(&lines);
}

// --- the macro

static const struct conf_entry *first_text(const struct conf_section *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (is_text(&s->entry[i]) && *s->entry[i].value)
            return &s->entry[i];
    return NULL;
}

// With that text; where it is bad with another one, so that it and all other lines are told of.
// Nothing is kept then.
static int make_with(struct config *c, const char *name, const struct conf_entry *text)
{
    struct buf told_later = BUF_INIT;
    struct macro_edit edit = {.text = text->value};
    int rc = macro_lang(text->key + 5, &edit.lang, &told_later);
    if (rc == 0)
        rc = macro_add(c->d, name, &edit, &told_later);
    if (rc)
        rc = macro_add(c->d, name, &(struct macro_edit){.lang = "", .text = "-"}, &c->err);
    buf_free(&told_later);
    return rc;
}

static bool make(struct config *c, const struct conf_section *s, int64_t *id)
{
    const struct conf_entry *text = first_text(s);
    if (!name_legal(s->name, "a macro", &c->err)) {
        config_fault(c, s->line);
        return false;
    }
    if (!text) {
        buf_fmt(&c->err, "macro %s has no text: give text.other = TEXT", s->name);
        config_fault(c, s->line);
        return false;
    }
    return config_must(c, s->line, make_with(c, s->name, text)) &&
           config_must(c, s->line, macro_find(c->d, s->name, id, &c->err));
}

void config_macros(struct config *c)
{
    const struct conf_section *s = NULL;
    while ((s = config_next(c, "macro", s))) {
        int64_t id;
        struct buf unknown = BUF_INIT;
        if (macro_find(c->d, s->name, &id, &unknown) == 0 || make(c, s, &id)) {
            apply_texts(c, id, s);
            apply_title(c, id, s);
            apply_actions(c, id, s);
        }
        buf_free(&unknown);
    }
}
