// SPDX-License-Identifier: GPL-3.0-or-later
// The text of a mapping: sections of "ours = theirs", comments, blank lines.
#include "desk/import_parse.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/lines.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "desk/import_place.h"
#include "desk/names.h"

#define MAP_WORD(id, word) [id] = word,
static const char *const field_words[] = {IMPORT_FIELDS(MAP_WORD)[MAP_FIELDS] = NULL};
static const char *const message_words[] = {MAP_MESSAGE_FIELDS(MAP_WORD)[MAP_MESSAGE_FIELDS_N] =
                                                NULL};
static const char *const sections[] = {"source", "columns", "default", "messages", "fields", NULL};
enum { LINE_WIDTH = 4096 };

const char *map_field_word(int field)
{
    return field_words[field];
}

// --- [columns], [default], [messages], [fields]

static int set_expr(struct parser *p, struct map_expr *e, const char *key, const char *value,
                    bool optional)
{
    if (e->given)
        return parser_complain(p, "%s is given twice", key);
    if (!*value)
        return parser_complain(p, "%s: which column is it?", key);
    e->given = true;
    e->optional = optional;
    e->line = p->line;
    struct buf why = BUF_INIT;
    int rc = place_parse(e, value, &why) ? 0 : parser_complain(p, "%s", why.s);
    buf_free(&why);
    return rc;
}

static struct map_custom *custom_of(struct parser *p, const char *name)
{
    struct map *m = p->m;
    for (int i = 0; i < m->n_custom; i++)
        if (strcmp(m->custom[i].name, name) == 0)
            return &m->custom[i];
    size_t cap = (size_t)m->n_custom;
    m->custom = mem_grow(m->custom, &cap, (size_t)m->n_custom, sizeof *m->custom);
    m->custom[m->n_custom] = (struct map_custom){.name = mem_strdup(name)};
    return &m->custom[m->n_custom++];
}

static int set_custom(struct parser *p, const char *name, const char *value, bool optional)
{
    struct buf why = BUF_INIT;
    int rc = 0;
    if (!name_legal(name, "a field", &why))
        rc = parser_complain(p, "%s", why.s);
    buf_free(&why);
    return rc ? rc : set_expr(p, &custom_of(p, name)->expr, name, value, optional);
}

static int set_column(struct parser *p, const char *key, const char *value, bool optional)
{
    int field = parser_find(field_words, key);
    if (strncmp(key, "x.", 2) == 0)
        return set_custom(p, key + 2, value, optional);
    if (field < 0)
        return parser_unknown(p, "column", key, field_words);
    return set_expr(p, &p->m->expr[field], key, value, optional);
}

static int set_default(struct parser *p, const char *key, const char *value)
{
    int field = parser_find(field_words, key);
    if (field < 0)
        return parser_unknown(p, "column", key, field_words);
    if (field == MAP_KEY || field == MAP_ORDER || field == MAP_AT)
        return parser_complain(p, "%s cannot be the same in all records", key);
    return parser_set_text(p, &p->m->constant[field], key, value);
}

static int set_first(struct parser *p, const char *value)
{
    bool yes = strcmp(value, "yes") == 0;
    p->m->first_message_opens = yes;
    return yes || strcmp(value, "no") == 0 ? 0 : parser_complain(p, "first_opens is yes or no");
}

static int set_message(struct parser *p, const char *key, const char *value, bool optional)
{
    int field = parser_find(message_words, key);
    if (strcmp(key, "parts") == 0)
        return parser_set_text(p, &p->m->parts, key, value);
    if (strcmp(key, "first_opens") == 0)
        return set_first(p, value);
    if (field < 0)
        return parser_unknown(p, "part of a message", key, message_words);
    return set_expr(p, &p->m->message[field], key, value, optional);
}

static int set_field(struct parser *p, const char *key, const char *value)
{
    static const char *const types[] = {"text", "number", "flag", "time", NULL};
    if (strncmp(key, "x.", 2) == 0)
        key += 2;
    if (parser_find(types, value) < 0)
        return parser_unknown(p, "type of a field", value, types);
    return parser_set_text(p, &custom_of(p, key)->type, key, value);
}

// --- tables

static const struct name kind_words[] = {{MESSAGE_REQUEST, "request"},
                                         {MESSAGE_CUSTOMER, "message"},
                                         {MESSAGE_REPLY, "reply"},
                                         {MESSAGE_NOTE, "note"},
                                         {0, "auto"},
                                         {0, NULL}};

// The words that the ours of a table may be; NULL: any.
static const struct name *words_of(const char *field)
{
    static const struct {
        const char *field;
        const struct name *words;
    } lists[] = {{"status", names_status},
                 {"priority", names_priority},
                 {"channel", names_channel},
                 {"resolution", names_resolution},
                 {"kind", kind_words}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(lists[i].field, field) == 0)
            return lists[i].words;
    return NULL;
}

static int check_ours(struct parser *p, const char *ours)
{
    const struct name *words = words_of(p->table->field);
    bool may_lack = strcmp(p->table->field, "status") != 0;
    struct buf why = BUF_INIT;
    int rc = 0;
    if (!*ours && !may_lack)
        rc = parser_complain(p, "a status cannot be nothing");
    else if (*ours && words && name_number(words, ours) < 0) {
        name_complain(&why, words, p->table->field, ours);
        rc = parser_complain(p, "%s", why.s);
    }
    buf_free(&why);
    return rc;
}

static int set_pair(struct parser *p, const char *theirs, const char *ours)
{
    struct map_table *t = p->table;
    int rc = check_ours(p, ours);
    if (rc)
        return rc;
    if (strcmp(theirs, "*") == 0)
        return parser_set_text(p, &t->otherwise, "*", ours);
    t->pair = mem_grow(t->pair, &t->cap, (size_t)t->n, sizeof *t->pair);
    t->pair[t->n++] = (struct map_pair){mem_strdup(theirs), mem_strdup(ours)};
    return 0;
}

static bool has_table(const char *name)
{
    int field = parser_find(field_words, name);
    return strcmp(name, "kind") == 0 || strncmp(name, "x.", 2) == 0 ||
           (field >= MAP_STATUS && field <= MAP_TAGS);
}

static int begin_section(struct parser *p, char *name)
{
    struct map *m = p->m;
    p->section = parser_find(sections, name);
    if (p->section >= 0)
        return 0;
    p->section = -1;
    if (!has_table(name))
        return parser_unknown(
            p, "section", name,
            (const char *const[]){"source", "columns", "default", "messages", "fields", "status",
                                  "priority", "resolution", "queue", "assignee", "customer",
                                  "channel", "category", "lang", "tags", "kind", "x.NAME", NULL});
    for (int i = 0; i < m->n_tables; i++)
        if (strcmp(m->table[i].field, name) == 0)
            return parser_complain(p, "section [%s] is there twice", name);
    size_t cap = (size_t)m->n_tables;
    m->table = mem_grow(m->table, &cap, (size_t)m->n_tables, sizeof *m->table);
    p->table = &m->table[m->n_tables++];
    *p->table = (struct map_table){.field = mem_strdup(name)};
    return 0;
}

// --- lines

// Quotes keep blanks at the ends of a value, and let it be empty.
static char *unquoted(char *s)
{
    size_t n = strlen(s);
    if (n < 2 || s[0] != '"' || s[n - 1] != '"')
        return s;
    s[n - 1] = '\0';
    return s + 1;
}

static int take_pair(struct parser *p, char *line, char *equals)
{
    bool optional = equals > line && equals[-1] == '?';
    char *key = unquoted(lines_trim(line, (size_t)(equals - line) - optional));
    char *value = unquoted(lines_trim(equals + 1, strlen(equals + 1)));
    if (optional && p->section != 1 && p->section != 3)
        return parser_complain(p, "?= is for columns");
    switch (p->section) {
    case 0:
        return parser_source(p, key, value);
    case 1:
        return set_column(p, key, value, optional);
    case 2:
        return set_default(p, key, value);
    case 3:
        return set_message(p, key, value, optional);
    case 4:
        return set_field(p, key, value);
    case -1:
        return set_pair(p, key, value);
    default:
        return parser_complain(p, "before it a section must begin: [source]");
    }
}

static int take_line(struct parser *p, char *line)
{
    size_t n = strlen(line);
    if (n > LINE_WIDTH)
        return parser_complain(p, "a line of more than %d bytes", LINE_WIDTH);
    if (*line == '[' && line[n - 1] == ']') {
        line[n - 1] = '\0';
        return begin_section(p, lines_trim(line + 1, n - 2));
    }
    // theirs may have a sign of its own, our words have none
    char *equals = p->section == -1 ? strrchr(line, '=') : strchr(line, '=');
    if (!equals)
        return parser_complain(p, "neither [section] nor ours = theirs");
    return take_pair(p, line, equals);
}

static int sort_tables(struct parser *p)
{
    for (int k = 0; k < p->m->n_tables; k++) {
        struct map_table *t = &p->m->table[k];
        if (t->n)
            qsort(t->pair, (size_t)t->n, sizeof *t->pair, map_by_theirs);
        for (int i = 1; i < t->n; i++)
            if (strcasecmp(t->pair[i - 1].theirs, t->pair[i].theirs) == 0) {
                buf_fmt(p->err, "%s: [%s] has \"%s\" twice", p->name, t->field, t->pair[i].theirs);
                return EXIT_DATA;
            }
    }
    return 0;
}

// What a mapping cannot do without.
static int check_whole(struct parser *p)
{
    struct map *m = p->m;
    const char *lacks = NULL;
    if (!m->source)
        lacks = "[source] has no name";
    else if (m->format == REC_UNKNOWN)
        lacks = "[source] has no format (csv, tsv, xcsv or jsonl)";
    else if (!m->expr[MAP_KEY].given)
        lacks = "[columns] has no key: what names a ticket there?";
    else if (m->log && !m->expr[MAP_AT].given)
        lacks = "[columns] has no at: when was each record of the log written?";
    else if (m->message[MAP_MSG_BODY].given && !m->message[MAP_EACH].given)
        lacks = "[messages] has no each: where are they?";
    if (lacks)
        buf_fmt(p->err, "%s: %s", p->name, lacks);
    return lacks ? EXIT_DATA : 0;
}

int map_parse(struct map *m, const char *name, const char *text, size_t n, struct buf *err)
{
    struct parser p = {.m = m, .err = err, .name = name, .section = -2};
    *m = (struct map){.path = mem_strdup(name), .format = REC_UNKNOWN};
    size_t bad = utf8_valid(text, n);
    if (bad < n) {
        buf_fmt(err, "%s: no UTF-8 at byte %zu", name, bad + 1);
        return EXIT_DATA;
    }
    char *copy = mem_strndup(text, n), *line;
    struct lines lines = {.rest = copy + (strncmp(copy, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0)};
    int rc = 0;
    while (rc == 0 && (line = lines_next(&lines))) {
        p.line = lines.number;
        rc = take_line(&p, line);
    }
    free(copy);
    if (rc == 0)
        rc = sort_tables(&p);
    return rc ? rc : check_whole(&p);
}
