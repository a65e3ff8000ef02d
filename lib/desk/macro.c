// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of macros, each change with its event.
#include <stdlib.h>
#include <string.h>

#include "base/suggest.h"
#include "desk/macro_impl.h"

// --- names and languages

int macro_lang(const char *word, const char **lang, struct buf *err)
{
    bool other = !*word || strcmp(word, MACRO_OTHER) == 0;
    *lang = other ? "" : word;
    if (other || lang_legal(word, err))
        return 0;
    buf_str(err, "; " MACRO_OTHER " for all others");
    return EXIT_USAGE;
}

const char *macro_lang_word(const char *lang)
{
    return *lang ? lang : MACRO_OTHER;
}

int macro_find(struct desk *d, const char *name, int64_t *id, struct buf *err)
{
    *id =
        db_get_int(d->db, 0, SQL("SELECT id FROM macro WHERE name = ?1 AND gone IS NULL"), V(name));
    if (*id)
        return 0;
    struct suggest s;
    suggest_init(&s, name);
    struct stmt *q = db_query(d->db, SQL("SELECT name FROM macro WHERE gone IS NULL /* scan */"));
    while (db_row(q))
        suggest_offer(&s, db_text(q, 0));
    buf_fmt(err, "unknown macro \"%s\"", name);
    suggest_end(&s, err);
    return EXIT_NOUSER;
}

static char *name_of(struct desk *d, int64_t id)
{
    struct stmt *q = db_query(d->db, SQL("SELECT name FROM macro WHERE id = ?1"), V(id));
    char *name = db_row(q) ? db_text_dup(q, 0) : NULL;
    db_end(q);
    return name;
}

// --- what may be saved

static int check_action(struct desk *d, const char *line, struct buf *out, struct buf *err)
{
    struct macro_action a = {0};
    struct buf why = BUF_INIT;
    if (!line[strspn(line, " \t")])
        return 0;
    int rc = line_check("an action", line, &why);
    if (rc == 0)
        rc = macro_action_read(d, line, strlen(line), &a, &why);
    if (rc)
        buf_fmt(err, "action \"%.200s\": %s", line, why.s);
    else
        buf_fmt(out, "%s%s", out->len ? "\n" : "", line);
    macro_action_free(&a);
    buf_free(&why);
    return rc;
}

int macro_actions(struct desk *d, const struct opt_list *lines, struct buf *out, struct buf *err)
{
    int rc = 0;
    for (int i = 0; rc == 0 && i < lines->n; i++)
        rc = check_action(d, lines->v[i], out, err);
    return rc;
}

static int check_text(struct desk *d, const char *text, struct buf *err)
{
    struct template t = {.store = BUF_INIT};
    int rc = text_check("the text", text, strlen(text), err);
    if (rc == 0 && !*text) {
        buf_str(err, "the text is empty");
        rc = EXIT_DATA;
    }
    if (rc == 0)
        rc = macro_template(d, text, strlen(text), &t, err);
    template_free(&t);
    return rc;
}

static int check_edit(struct desk *d, const struct macro_edit *e, struct buf *err)
{
    int rc = e->title ? line_check("the title", e->title, err) : 0;
    return rc == 0 && e->text ? check_text(d, e->text, err) : rc;
}

// --- writing

static struct val or_null(const char *s)
{
    return s && *s ? val_str(s) : val_null();
}

static bool same(const char *was, const char *text)
{
    return was ? text && strcmp(was, text) == 0 : !text || !*text;
}

static void put_title(struct desk *d, int64_t id, const char *was, const char *title)
{
    if (same(was, title))
        return;
    db_run(d->db, SQL("UPDATE macro SET title = ?2 WHERE id = ?1"), V(id), V(or_null(title)));
    desk_event(d, id, EVENT_MACRO_TITLE, 0, V(was), V(or_null(title)), false);
}

static void put_actions(struct desk *d, int64_t id, const char *was, const char *lines)
{
    if (same(was, lines))
        return;
    db_run(d->db, SQL("UPDATE macro SET actions = ?2 WHERE id = ?1"), V(id), V(or_null(lines)));
    desk_event(d, id, EVENT_MACRO_ACTIONS, 0, V(was), V(or_null(lines)), true);
}

static struct val labelled(struct buf *b, const char *lang, const char *text)
{
    if (!text)
        return val_null();
    buf_fmt(b, "%s=%s", lang, text);
    return val_text(b->s, b->len);
}

// text NULL: there is none any more.
static void put_text(struct desk *d, int64_t id, const char *lang, const char *was,
                     const char *text)
{
    struct buf old = BUF_INIT, new = BUF_INIT;
    if (same(was, text))
        return;
    if (text)
        db_run(d->db,
               SQL("INSERT OR REPLACE INTO macro_text(macro, lang, body) VALUES(?1, ?2, ?3)"),
               V(id), V(lang), V(text));
    else
        db_run(d->db, SQL("DELETE FROM macro_text WHERE macro = ?1 AND lang = ?2"), V(id), V(lang));
    desk_event(d, id, EVENT_MACRO_TEXT, 0, labelled(&old, lang, was), labelled(&new, lang, text),
               true);
    buf_free(&old);
    buf_free(&new);
}

struct row { // of table macro
    char *title, *actions;
};

static void row_read(struct desk *d, int64_t id, struct row *r)
{
    struct stmt *q = db_query(d->db, SQL("SELECT title, actions FROM macro WHERE id = ?1"), V(id));
    *r = (struct row){NULL, NULL};
    if (db_row(q))
        *r = (struct row){db_text_dup(q, 0), db_text_dup(q, 1)};
    db_end(q);
}

static void row_free(struct row *r)
{
    free(r->title);
    free(r->actions);
}

char *macro_text(struct desk *d, int64_t id, const char *lang)
{
    struct stmt *q = db_query(
        d->db, SQL("SELECT body FROM macro_text WHERE macro = ?1 AND lang = ?2"), V(id), V(lang));
    char *text = db_row(q) ? db_text_dup(q, 0) : NULL;
    db_end(q);
    return text;
}

static void write_edit(struct desk *d, int64_t id, const struct macro_edit *e)
{
    struct row was;
    char *text = e->text ? macro_text(d, id, e->lang) : NULL;
    row_read(d, id, &was);
    if (e->title)
        put_title(d, id, was.title, e->title);
    if (e->actions)
        put_actions(d, id, was.actions, e->actions);
    if (e->text)
        put_text(d, id, e->lang, text, e->text);
    row_free(&was);
    free(text);
}

int macro_edit(struct desk *d, int64_t id, const struct macro_edit *e, struct buf *err)
{
    if (desk_need(d, ROLE_LEAD, "change macros", err))
        return EXIT_NOPERM;
    int rc = check_edit(d, e, err);
    if (rc == 0)
        write_edit(d, id, e);
    return rc;
}

int macro_set(struct desk *d, int64_t id, const char *field, const char *value, struct buf *err)
{
    static const struct name fields[] = {{EVENT_MACRO_TITLE, "title"}, {0, NULL}};
    if (strcmp(field, "title") == 0)
        return macro_edit(d, id, &(struct macro_edit){.title = value}, err);
    name_complain(err, fields, "property of a macro", field);
    return EXIT_USAGE;
}

// --- making

// What is given beside what is there must be the same.
static bool fits(const char *name, const char *what, const char *was, const char *text,
                 struct buf *err)
{
    if (!was || !text || strcmp(was, text) == 0)
        return true;
    buf_fmt(err, "macro %s has another %s: tk-macro edit replaces it", name, what);
    return false;
}

static int check_same(struct desk *d, int64_t id, const char *name, const struct macro_edit *e,
                      struct buf *err)
{
    struct row was;
    struct buf what = BUF_INIT;
    char *text = e->text ? macro_text(d, id, e->lang) : NULL;
    row_read(d, id, &was);
    buf_fmt(&what, "text for %s", e->text ? macro_lang_word(e->lang) : "");
    bool ok = fits(name, "title", was.title, e->title, err) &&
              fits(name, "list of actions", was.actions, e->actions, err) &&
              fits(name, what.s, text, e->text, err);
    row_free(&was);
    buf_free(&what);
    free(text);
    return ok ? 0 : EXIT_DATA;
}

static void drop_other_texts(struct desk *d, int64_t id, const char *lang)
{
    for (;;) {
        struct stmt *q = db_query(
            d->db, SQL("SELECT lang, body FROM macro_text WHERE macro = ?1 AND lang <> ?2 LIMIT 1"),
            V(id), V(lang));
        if (!db_row(q))
            return;
        char *other = db_text_dup(q, 0), *body = db_text_dup(q, 1);
        db_end(q);
        put_text(d, id, other, body, NULL);
        free(other);
        free(body);
    }
}

static void revive(struct desk *d, int64_t id, const struct macro_edit *e)
{
    struct macro_edit all = *e;
    db_run(d->db, SQL("UPDATE macro SET gone = NULL WHERE id = ?1"), V(id));
    desk_event(d, id, EVENT_MACRO_GONE, 0, V(1), val_null(), false);
    drop_other_texts(d, id, e->lang);
    all.title = e->title ? e->title : "";
    all.actions = e->actions ? e->actions : "";
    write_edit(d, id, &all);
}

static int64_t make(struct desk *d, const char *name)
{
    db_run(d->db, SQL("INSERT INTO macro(name) VALUES(?1)"), V(name));
    int64_t id = db_last_id(d->db);
    desk_event(d, id, EVENT_MACRO_MADE, 0, val_null(), V(name), false);
    return id;
}

int macro_add(struct desk *d, const char *name, const struct macro_edit *e, struct buf *err)
{
    if (desk_need(d, ROLE_LEAD, "add macros", err))
        return EXIT_NOPERM;
    int rc = name_legal(name, "a macro", err) ? check_edit(d, e, err) : EXIT_DATA;
    if (rc)
        return rc;
    struct stmt *q = db_query(d->db, SQL("SELECT id, gone FROM macro WHERE name = ?1"), V(name));
    int64_t id = db_row(q) ? db_int(q, 0) : 0;
    bool gone = id && !db_null(q, 1);
    db_end(q);
    if (gone)
        revive(d, id, e);
    else if (id)
        rc = check_same(d, id, name, e, err);
    else
        id = make(d, name);
    if (rc == 0 && !gone)
        write_edit(d, id, e);
    return rc;
}

// --- removing

int macro_remove(struct desk *d, int64_t id, struct buf *err)
{
    if (desk_need(d, ROLE_LEAD, "remove macros", err))
        return EXIT_NOPERM;
    db_run(d->db, SQL("UPDATE macro SET gone = 1 WHERE id = ?1"), V(id));
    desk_event(d, id, EVENT_MACRO_GONE, 0, val_null(), V(1), false);
    return 0;
}

// A macro without any text would be good for nothing.
int macro_remove_text(struct desk *d, int64_t id, const char *lang, struct buf *err)
{
    if (desk_need(d, ROLE_LEAD, "remove macros", err))
        return EXIT_NOPERM;
    char *text = macro_text(d, id, lang), *name = name_of(d, id);
    bool last =
        db_get_int(d->db, 0, SQL("SELECT count(*) FROM macro_text WHERE macro = ?1"), V(id)) == 1;
    if (!text)
        buf_fmt(err, "macro %s has no text for %s", name, macro_lang_word(lang));
    else if (last)
        buf_fmt(err, "it is the only text: tk-macro rm %s removes the macro", name);
    else
        put_text(d, id, lang, text, NULL);
    int rc = text && !last ? 0 : EXIT_DATA;
    free(text);
    free(name);
    return rc;
}
