// SPDX-License-Identifier: GPL-3.0-or-later
// What a change set did to the policy: read from its events, each field from its first value to its
// last one.
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/config_impl.h"
#include "desk/event_text.h"
#include "desk/replay.h"
#include "desk/setting.h"
#include "desk/view.h"

struct step {
    struct event_row e; // old and new are of the texts below, or numbers
    char *old, *new;
    char *label; // "title", "text.cs", "made"; "hours" of a setting
    char *view;  // its name, where it is the query of one
    char *login; // whose view it is, if not everybody's
};
struct steps {
    struct step *v;
    size_t n, cap;
};

// --- reading

static char *keep(struct val *v)
{
    if (v->type != VAL_TEXT)
        return NULL;
    char *s = mem_strndup(v->p, v->n);
    *v = val_text(s, v->n);
    return s;
}

static char *replace(struct val *v, char *s, const struct val *by)
{
    free(s);
    *v = *by;
    return keep(v);
}

// The text of one that is one of many by a word in front of "=".
static struct val behind(const struct val *v)
{
    const char *sign = v->type == VAL_TEXT ? memchr(v->p, '=', v->n) : NULL;
    const char *s = v->p;
    return sign ? val_text(sign + 1, v->n - (size_t)(sign - s) - 1) : *v;
}

static char *before(const struct event_row *e)
{
    const struct val *v = e->old.type == VAL_TEXT ? &e->old : &e->new;
    const char *s = v->type == VAL_TEXT ? v->p : "=";
    return mem_strndup(s, strcspn(s, "="));
}

static char *label(const struct event_row *e)
{
    const char *word = name_word(names_event, e->field), *dot = strchr(word, '.');
    if (e->field == EVENT_SETTING)
        return before(e);
    if (e->field != EVENT_MACRO_TEXT)
        return mem_strdup(dot ? dot + 1 : word);
    char *lang = before(e), *s = mem_printf("text.%s", *lang ? lang : "other");
    free(lang);
    return s;
}

static bool is_of_many(const struct event_row *e)
{
    return e->field == EVENT_SETTING || e->field == EVENT_MACRO_TEXT;
}

static bool same_thing(const struct event_row *a, const struct event_row *b)
{
    return a->thing == b->thing && replay_maker(a->field) == replay_maker(b->field);
}

// The events of a thing are side by side.
static struct step *find(struct steps *all, const struct event_row *e, const char *its_label)
{
    for (size_t i = all->n; i-- > 0 && same_thing(&all->v[i].e, e);) {
        struct step *s = &all->v[i];
        if (s->e.field == e->field && s->e.ref == e->ref && strcmp(s->label, its_label) == 0)
            return s;
    }
    return NULL;
}

static void add(struct steps *all, struct event_row *e)
{
    char *its_label = label(e);
    struct step *s = find(all, e, its_label);
    if (is_of_many(e)) {
        e->old = behind(&e->old);
        e->new = behind(&e->new);
    }
    if (s) {
        s->new = replace(&s->e.new, s->new, &e->new);
        free(its_label);
        return;
    }
    all->v = mem_grow(all->v, &all->cap, all->n, sizeof *all->v);
    s = &all->v[all->n++];
    *s = (struct step){.e = *e, .label = its_label};
    s->old = keep(&s->e.old);
    s->new = keep(&s->e.new);
    if (e->field == EVENT_SETTING)
        view_part(its_label, &s->view, &s->login);
}

static void free_step(struct step *s)
{
    free(s->old);
    free(s->new);
    free(s->label);
    free(s->view);
    free(s->login);
}

static void drop_unchanged(struct steps *all)
{
    size_t kept = 0;
    for (size_t i = 0; i < all->n; i++)
        if (val_equal(&all->v[i].e.old, &all->v[i].e.new))
            free_step(&all->v[i]);
        else
            all->v[kept++] = all->v[i];
    all->n = kept;
}

// Settings, queues, fields, agents, macros, views, as in a dump; their numbers are those of
// EVENT_LIST.
static void read_steps(struct desk *d, struct steps *all)
{
    struct stmt *q =
        db_query(d->db,
                 SQL("SELECT thing, field, ref, old, new FROM event WHERE id >= ?1"
                     " ORDER BY CASE field / -100 WHEN 5 THEN"
                     " CASE substr(coalesce(new, old), 1, 5) WHEN 'view.' THEN 5"
                     " ELSE 0 END WHEN 3 THEN 1 WHEN 4 THEN 2 WHEN 2 THEN 3 ELSE 4 END,"
                     " thing, id /* sort */"),
                 V(d->change.first));
    *all = (struct steps){0};
    while (db_row(q)) {
        struct event_row e = {.thing = db_int(q, 0),
                              .field = (int)db_int(q, 1),
                              .ref = db_int(q, 2),
                              .old = db_val(q, 3),
                              .new = db_val(q, 4)};
        add(all, &e);
    }
    drop_unchanged(all);
}

static void free_steps(struct steps *all)
{
    for (size_t i = 0; i < all->n; i++)
        free_step(&all->v[i]);
    free(all->v);
}

// --- words

static bool is_setting(const struct step *s)
{
    return s->e.field == EVENT_SETTING && !s->view;
}

static const char *kind_of(const struct step *s)
{
    static const struct name kinds[] = {{EVENT_AGENT_MADE, "agent"},
                                        {EVENT_QUEUE_MADE, "queue"},
                                        {EVENT_FIELD_MADE, "field"},
                                        {EVENT_MACRO_MADE, "macro"},
                                        {0, NULL}};
    if (s->view)
        return s->login ? "agent" : "view";
    if (is_setting(s))
        return strchr(s->label, '.') ? "transitions" : "desk";
    return name_word(kinds, replay_maker(s->e.field));
}

static void put_name(struct desk *d, const struct step *s, struct buf *out)
{
    struct buf word = BUF_INIT;
    const char *dot = strchr(s->label, '.');
    if (s->view)
        buf_str(&word, s->login ? s->login : s->view);
    else if (is_setting(s))
        buf_str(&word, dot ? dot + 1 : s->label);
    else
        event_thing(d, &s->e, &word);
    bool custom = replay_maker(s->e.field) == EVENT_FIELD_MADE; // without its x.
    buf_str(out, word.s + (custom ? 2 : 0));
    buf_free(&word);
}

static void put_deed(const struct step *s, struct buf *out)
{
    bool ends = s->e.new.type == VAL_NULL;
    switch (s->e.field) {
    case EVENT_AGENT_GONE:
    case EVENT_QUEUE_GONE:
    case EVENT_FIELD_GONE:
    case EVENT_MACRO_GONE:
        buf_str(out, ends ? "back" : "removed");
        break;
    case EVENT_SETTING:
        if (s->login)
            buf_fmt(out, "view.%s", s->view);
        else if (s->view)
            buf_str(out, ends ? "removed" : "query");
        else
            buf_str(out, ends ? "reset" : "set");
        break;
    default:
        buf_str(out, s->label);
    }
}

// --- records

enum { KIND, NAME, WHAT };
static const struct rec_column columns[] = {
    [KIND] = {"kind", REC_NAME, NULL, false},
    [NAME] = {"name", REC_NAME, NULL, false},
    [WHAT] = {"what", REC_LIST, NULL, false},
};

// Is it of the same thing?  Each setting is one of its own.
static bool goes_on(const struct steps *all, size_t from, size_t i)
{
    return i < all->n && all->v[i].e.field != EVENT_SETTING &&
           same_thing(&all->v[from].e, &all->v[i].e);
}

// One record for all that was done to the thing of all->v[i]; the step behind the last of them.
static size_t print_thing(struct tool *t, struct recout *r, const struct steps *all, size_t i)
{
    struct buf name = BUF_INIT, what = BUF_INIT;
    const struct step *first = &all->v[i], *last = first;
    put_name(&t->desk, first, &name);
    put_deed(first, &what);
    for (size_t from = i++; goes_on(all, from, i); last = &all->v[i++]) {
        if (all->v[i].e.field == EVENT_AGENT_SERVES && last->e.field == EVENT_AGENT_SERVES)
            continue;
        buf_ch(&what, ',');
        put_deed(&all->v[i], &what);
    }
    recout_str(r, kind_of(first));
    recout_str(r, name.s);
    recout_str(r, what.s);
    recout_end(r);
    buf_free(&name);
    buf_free(&what);
    return i;
}

void config_print(struct tool *t)
{
    struct steps all;
    const struct rec_column *const cols[] = {&columns[KIND], &columns[NAME], &columns[WHAT]};
    read_steps(&t->desk, &all);
    struct recout *r = tool_records(t, cols, 3);
    for (size_t i = 0; i < all.n;)
        i = print_thing(t, r, &all, i);
    recout_finish(r);
    recout_free(r);
    free_steps(&all);
}

// --- in words

enum { SHORT = 200 };

static void put_text(const char *s, size_t n, struct buf *out)
{
    size_t lines = 1;
    for (size_t i = 0; i < n; i++)
        lines += s[i] == '\n';
    if (n <= SHORT && lines == 1)
        conf_quote(out, s, n);
    else
        buf_fmt(out, "%zu line%s", lines, lines == 1 ? "" : "s");
}

static void put_value(struct desk *d, const struct step *s, bool new, struct buf *out)
{
    const struct val *v = new ? &s->e.new : &s->e.old;
    if (v->type == VAL_NULL)
        buf_str(out, is_setting(s) ? "default" : "none");
    else if (v->type == VAL_TEXT)
        put_text(v->p, v->n, out);
    else if (new)
        event_new(d, &s->e, out);
    else
        event_old(d, &s->e, out);
}

// Says the deed all?
static bool is_whole(const char *deed)
{
    return strcmp(deed, "made") == 0 || strcmp(deed, "removed") == 0 || strcmp(deed, "back") == 0;
}

static void tell(struct desk *d, const struct step *s, struct buf *out)
{
    struct buf deed = BUF_INIT;
    put_deed(s, &deed);
    buf_fmt(out, "%s ", kind_of(s));
    put_name(d, s, out);
    buf_str(out, ":");
    if (!is_setting(s))
        buf_fmt(out, " %s", deed.s);
    if (!is_whole(deed.s)) {
        buf_ch(out, ' ');
        put_value(d, s, false, out);
        buf_str(out, " -> ");
        put_value(d, s, true, out);
    }
    buf_ch(out, '\n');
    buf_free(&deed);
}

void config_tell(struct desk *d, struct buf *out)
{
    struct steps all;
    read_steps(d, &all);
    for (size_t i = 0; i < all.n; i++)
        tell(d, &all.v[i], out);
    free_steps(&all);
}
