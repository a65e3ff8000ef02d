// SPDX-License-Identifier: GPL-3.0-or-later
// Macros in use: read once in a change set, then one text and the same actions for each ticket.
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "desk/macro_impl.h"

struct text {
    char *lang; // "": any other
    struct template template;
};

struct macro {
    int64_t change; // the one it was read in: nothing is edited without an event
    char *name;
    struct text *text;
    size_t n_texts, cap_texts;
    struct macro_action *action; // made at once: what is read points into them
    size_t n_actions;
};

// --- actions

int macro_action_read(struct desk *d, const char *line, size_t len, struct macro_action *a,
                      struct buf *err)
{
    *a = (struct macro_action){0};
    int rc = words_split(&a->words, line, len, false, err) ? 0 : EXIT_DATA;
    if (rc == 0)
        rc = action_call_open(&a->call, a->words.v, a->words.n, err);
    if (rc)
        return EXIT_DATA;
    if (a->call.action == &action_reply)
        buf_str(err, "a macro is a reply itself");
    else if (a->call.args->compose.file)
        buf_str(err, "a file is read nowhere but here: write -m TEXT");
    else if (a->call.args->common.if_rev >= 0)
        buf_str(err, "--if-rev is for one ticket");
    else if (action_call_parse(&a->call, d, err) || action_call_message(&a->call, err))
        return EXIT_DATA;
    else if (a->call.operands.n > a->call.taken)
        buf_fmt(err, "\"%s\": no ticket is named: it is done to those that are answered",
                a->call.operands.v[a->call.taken]);
    else
        return 0;
    return EXIT_DATA;
}

void macro_action_free(struct macro_action *a)
{
    action_call_free(&a->call);
    words_free(&a->words);
}

static int add_action(struct macro *m, struct desk *d, const char *line, size_t n, struct buf *err)
{
    struct buf why = BUF_INIT;
    int rc = macro_action_read(d, line, n, &m->action[m->n_actions++], &why);
    if (rc)
        buf_fmt(err, "macro %s: action \"%.*s\": %s", m->name, (int)n, line, why.s);
    buf_free(&why);
    return rc;
}

static int add_actions(struct macro *m, struct desk *d, const char *lines, struct buf *err)
{
    size_t most = 1;
    int rc = 0;
    for (const char *s = lines; *s; s++)
        most += *s == '\n';
    m->action = mem_array(most, sizeof *m->action);
    while (rc == 0 && *lines) {
        size_t n = strcspn(lines, "\n");
        rc = add_action(m, d, lines, n, err);
        lines += n + (lines[n] == '\n');
    }
    return rc;
}

int macro_act(struct macro *m, struct desk *d, struct ticket *t, struct buf *said, struct buf *err)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < m->n_actions; i++) {
        struct action_call *c = &m->action[i].call;
        rc = action_call_apply(c, d, t, err);
        if (c->args->said.len)
            buf_fmt(said, "%s%s", said->len ? "; " : "", c->args->said.s);
    }
    return rc;
}

// --- texts

static int add_text(struct macro *m, struct desk *d, struct stmt *q, struct buf *err)
{
    struct buf why = BUF_INIT;
    m->text = mem_grow(m->text, &m->cap_texts, m->n_texts, sizeof *m->text);
    struct text *t = &m->text[m->n_texts++];
    t->lang = db_text_dup(q, 0);
    int rc = macro_template(d, db_text(q, 1), db_size(q, 1), &t->template, &why);
    if (rc)
        buf_fmt(err, "macro %s, %s, %s", m->name, macro_lang_word(t->lang), why.s);
    buf_free(&why);
    return rc;
}

static int add_texts(struct macro *m, struct desk *d, int64_t id, struct buf *err)
{
    struct stmt *q = db_query(
        d->db, SQL("SELECT lang, body FROM macro_text WHERE macro = ?1 ORDER BY lang"), V(id));
    int rc = 0;
    while (rc == 0 && db_row(q))
        rc = add_text(m, d, q, err);
    if (rc)
        db_end(q);
    return rc;
}

static const struct text *find_text(const struct macro *m, const char *lang, size_t n)
{
    for (size_t i = 0; i < m->n_texts; i++)
        if (strlen(m->text[i].lang) == n && strncasecmp(m->text[i].lang, lang, n) == 0)
            return &m->text[i];
    return NULL;
}

// en-GB, then en, then any other.
static const struct text *choose_text(const struct macro *m, const char *lang)
{
    const struct text *t = lang ? find_text(m, lang, strlen(lang)) : NULL;
    if (!t && lang)
        t = find_text(m, lang, strcspn(lang, "-"));
    return t ? t : find_text(m, "", 0);
}

int macro_render(struct macro *m, struct desk *d, const struct ticket *t, struct buf *out,
                 const char **lang, struct buf *err)
{
    struct macro_values v = {.d = d, .t = t};
    const char *want = macro_values_lang(&v);
    const struct text *text = choose_text(m, want);
    int rc = EXIT_DATA;
    if (text)
        rc = template_render(&text->template, macro_value, &v, MESSAGE_MAX, out, err);
    else if (want)
        buf_fmt(err, "macro %s has no text for \"%s\" and none for other languages", m->name, want);
    else
        buf_fmt(err, "macro %s has no text for other languages, and no language is known", m->name);
    if (rc == 0) {
        *lang = text->lang;
        buf_trim(out);
        rc = text_check("the message", out->s, out->len, err);
    }
    if (rc == 0 && !out->len) {
        buf_str(err, "the message is empty");
        rc = EXIT_DATA;
    }
    macro_values_free(&v);
    return rc;
}

// --- all of it

void macro_close(struct macro *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < m->n_texts; i++) {
        template_free(&m->text[i].template);
        free(m->text[i].lang);
    }
    for (size_t i = 0; i < m->n_actions; i++)
        macro_action_free(&m->action[i]);
    free(m->text);
    free(m->action);
    free(m->name);
    free(m);
}

static int read_all(struct macro *m, struct desk *d, int64_t id, struct buf *err)
{
    struct stmt *q = db_query(d->db, SQL("SELECT actions FROM macro WHERE id = ?1"), V(id));
    char *lines = db_row(q) ? db_text_dup(q, 0) : NULL;
    db_end(q);
    int rc = add_texts(m, d, id, err);
    if (rc == 0 && lines)
        rc = add_actions(m, d, lines, err);
    free(lines);
    return rc;
}

int macro_ready(struct desk *d, const char *name, struct macro **m, struct buf *err)
{
    int64_t id;
    if (*m && (*m)->change == d->change.first)
        return 0;
    macro_close(*m);
    *m = NULL;
    int rc = macro_find(d, name, &id, err);
    if (rc)
        return rc;
    struct macro *made = mem_alloc(sizeof *made);
    made->name = mem_strdup(name);
    made->change = d->change.first;
    rc = read_all(made, d, id, err);
    if (rc == 0)
        *m = made;
    else
        macro_close(made);
    return rc;
}
