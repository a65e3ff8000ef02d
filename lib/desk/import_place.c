// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/import_place.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/suggest.h"

// --- reading the text of one

// The next step of a path: NAME, with [] or [name=value] behind it a second one.
static const char *parse_name(struct map_place *p, const char *s)
{
    size_t n = strcspn(s, ".[");
    size_t cap = (size_t)p->n_steps;
    if (n) {
        p->step = mem_grow(p->step, &cap, (size_t)p->n_steps + 1, sizeof *p->step);
        p->step[p->n_steps++] = (struct map_step){.name = mem_strndup(s, n)};
    }
    return s + n;
}

static const char *parse_items(struct map_place *p, const char *s)
{
    const char *end = strchr(s, ']'), *equals = strchr(s, '=');
    size_t cap = (size_t)p->n_steps;
    struct map_step step = {0};
    if (!end)
        return s + strlen(s);
    if (equals && equals < end) {
        step.select = mem_strndup(s + 1, (size_t)(equals - s) - 1);
        step.equals = mem_strndup(equals + 1, (size_t)(end - equals) - 1);
    }
    p->step = mem_grow(p->step, &cap, (size_t)p->n_steps + 1, sizeof *p->step);
    p->step[p->n_steps++] = step;
    return end + 1;
}

static void parse_path(struct map_place *p, const char *text, size_t n)
{
    p->text = mem_strndup(text, n);
    for (const char *s = p->text; *s;) {
        if (*s == '[')
            s = parse_items(p, s);
        else if (*s == '.')
            s++;
        else
            s = parse_name(p, s);
    }
}

static struct map_piece *new_piece(struct map_choice *c)
{
    size_t cap = (size_t)c->n_pieces;
    c->piece = mem_grow(c->piece, &cap, (size_t)c->n_pieces, sizeof *c->piece);
    c->piece[c->n_pieces] = (struct map_piece){0};
    return &c->piece[c->n_pieces++];
}

// Text up to an opening brace that is not doubled; its end.
static const char *parse_literal(struct map_piece *p, const char *s, const char *end)
{
    struct buf b = BUF_INIT;
    while (s < end && (*s != '{' || (s + 1 < end && s[1] == '{'))) {
        s += *s == '{';
        buf_ch(&b, *s++);
    }
    p->literal = b.len ? buf_detach(&b) : NULL;
    buf_free(&b);
    return s;
}

static bool parse_template(struct map_choice *c, const char *s, const char *end, struct buf *err)
{
    while (s < end) {
        struct map_piece *p = new_piece(c);
        s = parse_literal(p, s, end);
        if (s == end)
            break;
        const char *close = memchr(s, '}', (size_t)(end - s));
        if (!close || close == s + 1) {
            buf_str(err,
                    close ? "{} names no column" : "a { that is never closed (write {{ for one)");
            return false;
        }
        parse_path(&p->place, s + 1, (size_t)(close - s) - 1);
        s = close + 1;
    }
    return true;
}

static bool parse_choice(struct map_expr *e, const char *s, const char *end, struct buf *err)
{
    size_t cap = (size_t)e->n_choices;
    while (s < end && *s == ' ')
        s++;
    while (end > s && end[-1] == ' ')
        end--;
    if (s == end) {
        buf_str(err, "an alternative that names no column");
        return false;
    }
    e->choice = mem_grow(e->choice, &cap, (size_t)e->n_choices, sizeof *e->choice);
    struct map_choice *c = &e->choice[e->n_choices++];
    *c = (struct map_choice){0};
    if (memchr(s, '{', (size_t)(end - s)))
        return parse_template(c, s, end, err);
    parse_path(&new_piece(c)->place, s, (size_t)(end - s));
    return true;
}

bool place_parse(struct map_expr *e, const char *text, struct buf *err)
{
    bool good = true;
    while (good && text) {
        const char *bar = strstr(text, " | ");
        good = parse_choice(e, text, bar ? bar : text + strlen(text), err);
        text = bar ? bar + 3 : NULL;
    }
    return good;
}

static void free_place(struct map_place *p)
{
    for (int i = 0; i < p->n_steps; i++) {
        free(p->step[i].name);
        free(p->step[i].select);
        free(p->step[i].equals);
    }
    free(p->step);
    free(p->text);
    free(p->column);
}

void place_free(struct map_expr *e)
{
    for (int i = 0; i < e->n_choices; i++) {
        for (int k = 0; k < e->choice[i].n_pieces; k++) {
            free_place(&e->choice[i].piece[k].place);
            free(e->choice[i].piece[k].literal);
        }
        free(e->choice[i].piece);
    }
    free(e->choice);
    *e = (struct map_expr){0};
}

void place_list_free(struct place_list *l)
{
    free(l->v);
    buf_free(&l->numbers);
    *l = (struct place_list){.numbers = BUF_INIT};
}

// --- columns

static bool bind_place(struct map_place *p, const struct recin *in)
{
    free(p->column);
    p->column = NULL;
    p->n_columns = 0;
    for (int i = 0; i < recin_columns(in); i++) {
        size_t cap = (size_t)p->n_columns;
        if (strcmp(recin_column(in, i), p->text) != 0)
            continue;
        p->column = mem_grow(p->column, &cap, (size_t)p->n_columns, sizeof *p->column);
        p->column[p->n_columns++] = i;
    }
    return p->n_columns;
}

static const char *bind_choice(struct map_choice *c, const struct recin *in)
{
    const char *lacks = NULL;
    for (int i = 0; i < c->n_pieces; i++)
        if (c->piece[i].place.text && !bind_place(&c->piece[i].place, in))
            lacks = c->piece[i].place.text;
    c->absent = lacks;
    return lacks;
}

bool place_bind(struct map_expr *e, const struct recin *in, struct buf *err)
{
    const char *lacks = NULL;
    bool any = false;
    for (int i = 0; i < e->n_choices; i++) {
        const char *name = bind_choice(&e->choice[i], in);
        lacks = lacks ? lacks : name;
        any = any || !name;
    }
    if (any || e->optional || !e->given)
        return true;
    struct suggest s;
    suggest_init(&s, lacks);
    for (int i = 0; i < recin_columns(in); i++)
        suggest_offer(&s, recin_column(in, i));
    buf_fmt(err, "there is no column \"%s\"", lacks);
    suggest_end(&s, err);
    return false;
}

const char *place_never_found(const struct map_expr *e)
{
    const char *lacks = NULL;
    for (int i = 0; i < e->n_choices; i++)
        for (int k = 0; k < e->choice[i].n_pieces; k++) {
            const struct map_place *p = &e->choice[i].piece[k].place;
            if (p->found)
                return NULL;
            lacks = lacks || !p->text ? lacks : p->text;
        }
    return e->optional ? NULL : lacks;
}

// --- what is there

static bool is_missing(const struct map *m, const char *s, size_t n)
{
    while (n && strchr(" \t\r\n", s[n - 1]))
        n--;
    for (; n && strchr(" \t\r\n", *s); n--)
        s++;
    for (int i = 0; i < m->n_missing; i++)
        if (strlen(m->missing[i]) == n && memcmp(m->missing[i], s, n) == 0)
            return true;
    return n == 0;
}

static struct place_value *new_value(struct place_list *l)
{
    l->v = mem_grow(l->v, &l->cap, l->n, sizeof *l->v);
    return &l->v[l->n++];
}

// What is no text is written into l->numbers, which may move: until the end n and an offset.
static void take_scalar(const struct map *m, const json_t *j, struct place_list *l)
{
    size_t from = l->numbers.len;
    if (json_is_string(j)) {
        const char *s = json_string_value(j);
        size_t n = json_string_length(j);
        if (!is_missing(m, s, n))
            *new_value(l) = (struct place_value){.s = s, .n = n, .tree = j};
        return;
    }
    if (json_is_integer(j))
        buf_int(&l->numbers, json_integer_value(j));
    else if (json_is_real(j))
        buf_num(&l->numbers, json_real_value(j));
    else if (json_is_boolean(j))
        buf_str(&l->numbers, json_is_true(j) ? "true" : "false");
    else
        return;
    buf_ch(&l->numbers, '\0');
    *new_value(l) = (struct place_value){.n = l->numbers.len - from - 1, .tree = j};
}

static bool selected(const struct map_step *s, const json_t *item)
{
    const json_t *j = s->select ? json_object_get(item, s->select) : NULL;
    if (!s->select)
        return true;
    if (json_is_string(j))
        return strcmp(json_string_value(j), s->equals) == 0;
    return json_is_integer(j) && json_integer_value(j) == strtoll(s->equals, NULL, 10);
}

static void walk(struct map_place *p, int at, const json_t *j, const struct map *m,
                 struct place_list *l)
{
    const struct map_step *s = &p->step[at];
    size_t i;
    json_t *item;
    if (j && at < p->n_steps && s->name) {
        j = json_object_get(j, s->name);
        p->found = p->found || j;
        walk(p, at + 1, j, m, l);
    } else if (json_is_array(j)) {
        bool through = at < p->n_steps;
        json_array_foreach(j, i, item) if (!through || selected(s, item))
            walk(p, through ? at + 1 : at, item, m, l);
    } else if (json_is_object(j) && at == p->n_steps) {
        *new_value(l) = (struct place_value){.s = "", .tree = j};
    } else if (j && at == p->n_steps) {
        take_scalar(m, j, l);
    }
}

static void read_place(struct map_place *p, const struct map *m, const struct place_record *rec,
                       struct place_list *l)
{
    const json_t *plain = rec->tree && p->n_steps > 1 ? json_object_get(rec->tree, p->text) : NULL;
    for (int i = 0; rec->cells && i < p->n_columns; i++) {
        const char *s = rec->cells->cell[p->column[i]];
        size_t n = rec->cells->len[p->column[i]];
        if (s && !is_missing(m, s, n))
            *new_value(l) = (struct place_value){.s = s, .n = n};
    }
    if (plain) { // a name with a dot in it
        p->found = true;
        walk(p, p->n_steps, plain, m, l);
    } else if (rec->tree && p->n_steps) {
        walk(p, 0, rec->tree, m, l);
    }
}

static void settle(struct place_list *l)
{
    const char *s = l->numbers.s;
    for (size_t i = 0; i < l->n; i++)
        if (!l->v[i].s) {
            l->v[i].s = s;
            s += l->v[i].n + 1;
        }
}

// All pieces one behind the other; nothing when no place of it has anything.
static void read_template(struct map_choice *c, const struct map *m, const struct place_record *rec,
                          struct place_list *l)
{
    struct place_list part = {.numbers = BUF_INIT};
    bool any = false;
    for (int i = 0; i < c->n_pieces; i++) {
        struct map_piece *p = &c->piece[i];
        part.n = 0;
        buf_reset(&part.numbers);
        if (p->literal)
            buf_str(&l->numbers, p->literal);
        if (p->place.text)
            read_place(&p->place, m, rec, &part);
        settle(&part);
        for (size_t k = 0; k < part.n; k++) {
            buf_str(&l->numbers, k ? ", " : "");
            buf_add(&l->numbers, part.v[k].s, part.v[k].n);
        }
        any = any || part.n;
    }
    place_list_free(&part);
    if (any)
        *new_value(l) = (struct place_value){.s = l->numbers.s, .n = l->numbers.len};
}

void place_read(struct map_expr *e, const struct map *m, const struct place_record *rec,
                struct place_list *l)
{
    l->n = 0;
    buf_reset(&l->numbers);
    for (int i = 0; i < e->n_choices && !l->n; i++) {
        struct map_choice *c = &e->choice[i];
        buf_reset(&l->numbers);
        if (c->absent)
            continue;
        if (c->n_pieces == 1 && !c->piece->literal) {
            read_place(&c->piece->place, m, rec, l);
            settle(l);
        } else {
            read_template(c, m, rec, l);
        }
    }
}
