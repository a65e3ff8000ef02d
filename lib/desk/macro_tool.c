// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/macro_tool.h"

#include <stdlib.h>
#include <string.h>

#include "base/wrap.h"
#include "desk/macro.h"

// NULL stays NULL.
static void read_lang(struct tool *t, const char *word, const char **lang)
{
    *lang = NULL;
    tool_must(t, word ? macro_lang(word, lang, &t->err) : 0);
}

// --- in

// The draft of an editor begins with the text that is there.
static void read_text(struct tool *t, const char *name, const struct macro_words *w, bool wanted,
                      const char *now, struct buf *text)
{
    struct compose c = w->compose;
    struct buf draft = BUF_INIT;
    bool given;
    buf_fmt(&draft, "macro-%s", name);
    c.start = now;
    int rc = compose_read(&c, COMPOSE_STDIN_FREE, wanted, draft.s, NULL, text, &given, &t->err);
    if (rc == EXIT_USAGE)
        tool_usage(t, "%s", t->err.s);
    tool_must(t, rc);
    if (given && !text->len)
        tool_usage(t, "the text is empty");
    buf_free(&draft);
}

static void read_edit(struct tool *t, const struct macro_words *w, struct macro_edit *e,
                      struct buf *lines)
{
    *e = (struct macro_edit){.title = w->title, .lang = ""};
    tool_must(t, w->lang ? macro_lang(w->lang, &e->lang, &t->err) : 0);
    tool_must(t, macro_actions(&t->desk, &w->actions, lines, &t->err));
    if (w->actions.n)
        e->actions = lines->s;
}

void macro_tool_add(struct tool *t, const char *name, const struct macro_words *w)
{
    struct macro_edit e;
    struct buf text = BUF_INIT, lines = BUF_INIT;
    tool_must(t, desk_need(&t->desk, ROLE_LEAD, "add macros", &t->err));
    tool_must(t, name_legal(name, "a macro", &t->err) ? 0 : EXIT_DATA);
    read_edit(t, w, &e, &lines);
    read_text(t, name, w, true, NULL, &text);
    e.text = text.s;
    tool_begin(t);
    tool_must(t, macro_add(&t->desk, name, &e, &t->err));
    buf_free(&text);
    buf_free(&lines);
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

// What was begun in an editor must be what is there still.
static void check_still(struct tool *t, int64_t id, const char *lang, const char *was)
{
    char *now = macro_text(&t->desk, id, lang);
    if (compose_path() && !same_text(was, now))
        die(EXIT_DATA, "somebody else changed this text meanwhile: nothing was changed");
    free(now);
}

void macro_tool_edit(struct tool *t, const char *name, const struct macro_words *w)
{
    struct macro_edit e;
    struct buf text = BUF_INIT, lines = BUF_INIT;
    int64_t id;
    tool_must(t, desk_need(&t->desk, ROLE_LEAD, "change macros", &t->err));
    tool_must(t, macro_find(&t->desk, name, &id, &t->err));
    read_edit(t, w, &e, &lines);
    char *was = macro_text(&t->desk, id, e.lang);
    read_text(t, name, w, !e.title && !e.actions, was, &text);
    if (text.len)
        e.text = text.s;
    tool_begin(t);
    tool_must(t, macro_find(&t->desk, name, &id, &t->err)); // they took their time
    check_still(t, id, e.lang, was);
    tool_must(t, macro_edit(&t->desk, id, &e, &t->err));
    free(was);
    buf_free(&text);
    buf_free(&lines);
}

void macro_tool_remove(struct tool *t, const char *name, const char *lang)
{
    int64_t id;
    read_lang(t, lang, &lang);
    tool_must(t, macro_find(&t->desk, name, &id, &t->err));
    tool_must(t, lang ? macro_remove_text(&t->desk, id, lang, &t->err)
                      : macro_remove(&t->desk, id, &t->err));
}

// --- out

enum { NAME, ITEM, LANG, TEXT };
const struct rec_column macro_item_columns[] = {
    {"name", REC_NAME, "name of the macro", false},
    {"item", REC_NAME, "macro (its title), action, text", false},
    {"lang", REC_NAME, "language of a text; other: for all others", false},
    {"text", REC_TEXT, "the title, action or text", true},
    {NULL, REC_TEXT, NULL, false},
};

struct item { // all borrowed
    const char *name, *item, *lang, *text;
};
struct show {
    struct tool *t;
    const char *lang;
    bool page, ids;
    int shown;
    struct pick columns;
    struct recout *r;
};

// --- records

static void put_record(struct show *s, const struct item *i)
{
    const char *const cell[] = {
        [NAME] = i->name, [ITEM] = i->item, [LANG] = i->lang, [TEXT] = i->text};
    for (int k = 0; k < s->columns.n; k++)
        recout_str(s->r, cell[s->columns.which[k]]);
    recout_end(s->r);
}

// --- the page: what tk says stands at the margin, what people wrote is indented

static void put_lines(struct show *s, const char *first, const char *text, bool bold)
{
    const struct wrap w = {.first = first,
                           .indent = "    ",
                           .on = bold && s->t->style.color ? "\033[1m" : NULL,
                           .off = "\033[0m",
                           .width = s->t->style.width};
    wrap_text(&s->t->out.buf, &w, text, strlen(text));
    out_record(&s->t->out);
}

static void put_page(struct show *s, const struct item *i)
{
    if (strcmp(i->item, "macro") == 0) {
        if (s->shown++)
            buf_ch(&s->t->out.buf, '\n');
        put_lines(s, "", i->name, true);
        if (i->text)
            put_lines(s, "    ", i->text, false);
        return;
    }
    if (i->lang)
        put_lines(s, "text for ", i->lang, false);
    else
        put_lines(s, "", i->item, false);
    put_lines(s, "    ", i->text, false);
}

// --- both

static void put(struct show *s, const struct item *i)
{
    if (s->page)
        put_page(s, i);
    else
        put_record(s, i);
}

static void put_actions(struct show *s, const char *name, char *lines)
{
    if (s->page) // of one kind: one heading
        put_page(s, &(struct item){.name = name, .item = "actions", .text = lines});
    for (char *rest = lines, *line; !s->page && (line = strtok_r(rest, "\n", &rest));)
        put(s, &(struct item){.name = name, .item = "action", .text = line});
}

static void show_head(struct show *s, int64_t id, const char *name)
{
    struct stmt *q =
        db_query(s->t->desk.db, SQL("SELECT title, actions FROM macro WHERE id = ?1"), V(id));
    if (!db_row(q))
        return;
    char *title = db_text_dup(q, 0), *lines = db_text_dup(q, 1);
    db_end(q);
    put(s, &(struct item){.name = name, .item = "macro", .text = title});
    if (lines && !s->ids)
        put_actions(s, name, lines);
    free(title);
    free(lines);
}

static void show_texts(struct show *s, int64_t id, const char *name)
{
    struct stmt *q =
        db_query(s->t->desk.db,
                 SQL("SELECT lang, body FROM macro_text WHERE macro = ?1"
                     " AND (?2 IS NULL OR lang = ?2) ORDER BY lang = '', lang /* sort */"),
                 V(id), V(s->lang));
    while (db_row(q))
        put(s, &(struct item){.name = name,
                              .item = "text",
                              .lang = macro_lang_word(db_text(q, 0)),
                              .text = db_text(q, 1)});
}

static void show_macro(struct show *s, const char *name)
{
    int64_t id;
    db_begin_read(s->t->desk.db);
    s->t->out.hold = true;
    if (macro_find(&s->t->desk, name, &id, &s->t->err) == 0) { // else it went away meanwhile
        if (!s->lang || s->ids)
            show_head(s, id, name);
        if (!s->ids)
            show_texts(s, id, name);
    }
    buf_reset(&s->t->err);
    db_commit(s->t->desk.db);
    out_flush(&s->t->out);
}

static void check(struct tool *t, const char *name, const char *lang)
{
    int64_t id;
    tool_must(t, macro_find(&t->desk, name, &id, &t->err));
    char *text = lang ? macro_text(&t->desk, id, lang) : NULL;
    if (lang && !text)
        die(EXIT_DATA, "macro %s has no text for %s", name, macro_lang_word(lang));
    free(text);
}

static void open_records(struct show *s)
{
    struct tool *t = s->t;
    const char *spec = s->ids ? "name" : t->o->columns;
    tool_must(t, pick_columns(&s->columns, macro_item_columns, spec, MACRO_ITEM_COLUMNS, &t->err));
    s->r = tool_records(t, s->columns.rec, s->columns.n);
}

static void close_records(struct show *s)
{
    recout_finish(s->r);
    recout_free(s->r);
    pick_free(&s->columns);
}

static bool is_help(struct tool *t)
{
    if (!t->o->columns || strcmp(t->o->columns, "help") != 0)
        return false;
    pick_help(macro_item_columns, &t->out.buf);
    out_record(&t->out);
    return true;
}

void macro_tool_show(struct tool *t, const char *const *words, int n, const char *lang)
{
    struct show s = {.t = t};
    if (is_help(t))
        return;
    read_lang(t, lang, &s.lang);
    s.ids = t->style.format == REC_IDS || t->style.format == REC_NUL;
    s.page = t->style.format == REC_TABLE && !t->o->columns;
    for (int i = 0; i < n; i++)
        check(t, words[i], s.lang);
    if (!s.page)
        open_records(&s);
    for (int i = 0; i < n; i++)
        show_macro(&s, words[i]);
    if (!s.page)
        close_records(&s);
}

void macro_tool_placeholders(struct tool *t)
{
    static const struct rec_column name = {"name", REC_NAME, NULL, false},
                                   meaning = {"meaning", REC_TEXT, NULL, false};
    struct recout *r = tool_records(t, (const struct rec_column *const[]){&name, &meaning}, 2);
    const char *word, *help;
    for (size_t i = 0; (word = template_word_name(i, &help)); i++) {
        recout_str(r, word);
        recout_str(r, help);
        recout_end(r);
    }
    recout_finish(r);
    recout_free(r);
}
