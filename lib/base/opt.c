// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/opt.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/restricted.h"
#include "base/suggest.h"

static const char *const value_names[] = {
    [OPTV_NONE] = "",
    [OPTV_TEXT] = "TEXT",
    [OPTV_NUMBER] = "N",
    [OPTV_FILE] = "FILE",
    [OPTV_DIR] = "DIR",
    [OPTV_TIME] = "TIME",
    [OPTV_ZONE] = "ZONE",
    [OPTV_KEY] = "KEY",
    [OPTV_AGENT] = "AGENT",
    [OPTV_QUEUE] = "QUEUE",
    [OPTV_CUSTOMER] = "CUSTOMER",
    [OPTV_TAG] = "TAG",
    [OPTV_STATUS] = "STATUS",
    [OPTV_PRIORITY] = "PRIORITY",
    [OPTV_RESOLUTION] = "RESOLUTION",
    [OPTV_CHANNEL] = "CHANNEL",
    [OPTV_FORMAT] = "FORMAT",
    [OPTV_INFORMAT] = "FORMAT",
    [OPTV_COLUMNS] = "COLS",
    [OPTV_SORT] = "KEYS",
    [OPTV_COLOR] = "WHEN",
    [OPTV_ID] = "ID",
    [OPTV_MACRO] = "NAME",
    [OPTV_MATCH] = "FIELD=VALUE",
    [OPTV_MAP] = "MAPPING",
    [OPTV_FIELD] = "FIELD",
    [OPTV_QUERY] = "QUERY",
    [OPTV_SET] = "FIELD=VALUE",
    [OPTV_RELATION] = "RELATION",
    [OPTV_METRICS] = "METRICS",
    [OPTV_DIMENSIONS] = "DIMENSIONS",
    [OPTV_CELL] = "DIMENSION=VALUE",
    [OPTV_REPORT] = "REPORT",
    [OPTV_WORDS] = "WORD",
    [OPTV_MESSAGE] = "MESSAGE",
    [OPTV_MAPPING] = "MAPPING",
    [OPTV_SETTING] = "SETTING",
    [OPTV_VIEW] = "VIEW",
};

const char *opt_value_name(enum opt_value v)
{
    return value_names[v];
}

void opt_list_add(struct opt_list *l, const char *s)
{
    l->v = mem_grow(l->v, &l->cap, (size_t)l->n, sizeof *l->v);
    l->v[l->n++] = s;
}

void opt_list_free(struct opt_list *l)
{
    free(l->v);
    *l = (struct opt_list){NULL, 0, 0};
}

// --- finding ---

static bool is_end(const struct opt *o)
{
    return !o->letter && !o->name;
}

static const struct opt *find_letter(const struct opt *table, char letter)
{
    for (; !is_end(table); table++) {
        if (table->letter == letter && letter) {
            return table;
        }
    }
    return NULL;
}

static const struct opt *find_name(const struct opt *table, const char *name, size_t n)
{
    for (; !is_end(table); table++) {
        if (table->name && strlen(table->name) == n && !memcmp(table->name, name, n)) {
            return table;
        }
    }
    return NULL;
}

const struct opt *opt_find(const struct opt *table, const char *word)
{
    if (word[0] != '-' || !word[1]) {
        return NULL;
    }
    if (word[1] == '-') {
        return find_name(table, word + 2, strlen(word + 2));
    }
    return word[2] ? NULL : find_letter(table, word[1]);
}

// --- complaints about what is no option ---

static bool unknown_long(const struct opt *table, const char *word, size_t n, struct buf *err)
{
    char *typed = mem_strndup(word, n);
    struct suggest near;
    suggest_init(&near, typed);
    for (; !is_end(table); table++) {
        if (table->name) {
            char *known = mem_printf("--%s", table->name);
            suggest_offer(&near, known);
            free(known);
        }
    }
    buf_fmt(err, "unknown option \"%s\"", typed);
    suggest_end(&near, err);
    free(typed);
    return false;
}

// "-qv" -> " -q -v", "-pfoo" -> " -p foo": what was meant, if all of it is known.
static bool apart(const struct opt *table, const char *letters, struct buf *to)
{
    for (; *letters; letters++) {
        const struct opt *o = find_letter(table, *letters);
        if (!o) {
            return false;
        }
        buf_fmt(to, " -%c", o->letter);
        if (o->kind != OPT_FLAG) {
            buf_fmt(to, "%s%s", letters[1] ? " " : "", letters + 1);
            return true;
        }
    }
    return true;
}

static bool unknown_short(const struct opt *table, int flags, const char *word, struct buf *err)
{
    struct buf meant = BUF_INIT;
    const char *letters = word + 1;
    buf_fmt(err, "unknown option \"%s\"", word);
    if (find_name(table, letters, strlen(letters))) {
        buf_fmt(err, ": write -%s", word);
    } else if (flags & OPT_QUERY &&
               !(isdigit((unsigned char)letters[1]) && apart(table, letters, &meant))) {
        buf_fmt(err, ": to negate, write NOT %s", letters);
    } else if (letters[1] && (meant.len || apart(table, letters, &meant))) {
        buf_fmt(err, ": short options stand alone, write%s", meant.s);
    } else if (letters[0] >= '0' && letters[0] <= '9') {
        buf_fmt(err, ": an operand that begins with - goes behind --");
    }
    buf_free(&meant);
    return false;
}

// --- storing ---

// The option as a person would name it: "--priority", or "-p" where it has no long name.
static void add_name(struct buf *b, const struct opt *o)
{
    if (o->name) {
        buf_fmt(b, "--%s", o->name);
    } else {
        buf_fmt(b, "-%c", o->letter);
    }
}

static bool bad_value(const struct opt *o, const char *value, const char *want, struct buf *err)
{
    buf_str(err, "option ");
    add_name(err, o);
    buf_fmt(err, " takes %s, not \"%s\"", want, value);
    return false;
}

static bool one_of(const char *words, const char *value)
{
    size_t n = strlen(value);
    while (n && *words) {
        size_t len = strcspn(words, " ");
        if (len == n && !memcmp(words, value, n)) {
            return true;
        }
        words += len + strspn(words + len, " ");
    }
    return false;
}

static bool set_number(const struct opt *o, const char *value, int64_t *to, struct buf *err)
{
    int64_t n = 0;
    const char *p = value;
    for (; *p >= '0' && *p <= '9'; p++) {
        int digit = *p - '0';
        if (n > (INT64_MAX - digit) / 10) {
            return bad_value(o, value, "a smaller number", err);
        }
        n = n * 10 + digit;
    }
    if (*p || p == value) {
        return bad_value(o, value, "a whole number", err);
    }
    *to = n;
    return true;
}

static bool set(const struct opt *o, const char *value, void *to, struct buf *err)
{
    void *member = (char *)to + o->at;
    if (o->value == OPTV_WORDS && !one_of(o->words, value)) {
        char *want = mem_printf("one of: %s", o->words);
        bad_value(o, value, want, err);
        free(want);
        return false;
    }
    if (o->kind == OPT_NUMBER) {
        return set_number(o, value, member, err);
    }
    if (o->kind == OPT_LIST) {
        opt_list_add(member, value);
    } else {
        *(const char **)member = value;
    }
    return true;
}

// --- parsing ---

struct words { // what is left of the command line
    char **at;
    int n;
};

static const char *next(struct words *w)
{
    w->n--;
    return *w->at++;
}

static bool set_flag(const struct opt *o, const char *glued, void *to, struct buf *err)
{
    if (glued) {
        buf_fmt(err, "option --%s takes no value", o->name);
        return false;
    }
    *(bool *)((char *)to + o->at) = true;
    return true;
}

// "-f -" is stdin; for all others "-" would be a file.
static void refuse_file(const struct opt *o, const char *value)
{
    bool file = o->value == OPTV_FILE || o->value == OPTV_DIR;
    if (file && restricted() && !(o->letter == 'f' && !strcmp(value, "-"))) {
        struct buf name = BUF_INIT;
        add_name(&name, o);
        restricted_refuse(name.s);
    }
}

// glued: the value behind "=", or NULL.
static bool take(const struct opt *o, const char *glued, struct words *w, void *to, struct buf *err)
{
    if (o->kind == OPT_FLAG) {
        return set_flag(o, glued, to, err);
    }
    if (!glued && !w->n) {
        buf_str(err, "option ");
        add_name(err, o);
        buf_fmt(err, " needs a value: %s", opt_value_name(o->value));
        return false;
    }
    const char *value = glued ? glued : next(w);
    refuse_file(o, value);
    return set(o, value, to, err);
}

static bool parse_word(const struct opt *table, int flags, const char *word, struct words *w,
                       void *to, struct buf *err)
{
    if (word[1] != '-') {
        const struct opt *o = opt_find(table, word);
        return o ? take(o, NULL, w, to, err) : unknown_short(table, flags, word, err);
    }
    size_t n = strcspn(word, "=");
    const struct opt *o = find_name(table, word + 2, n - 2);
    if (!o) {
        return unknown_long(table, word, n, err);
    }
    return take(o, word[n] ? word + n + 1 : NULL, w, to, err);
}

static bool is_operand(const char *word, int flags)
{
    if (word[0] != '-' || !word[1]) {
        return true;
    }
    return flags & OPT_MINUS_WORDS && word[1] != '-' && word[2];
}

bool opt_parse(const struct opt *table, int flags, int argc, char **argv, void *to,
               struct opt_list *operands, struct buf *err)
{
    struct words w = {argv + 1, argc - 1};
    bool ended = false;
    while (w.n > 0) {
        const char *word = next(&w);
        if (ended || is_operand(word, flags)) {
            opt_list_add(operands, word);
        } else if (!strcmp(word, "--")) {
            ended = true;
        } else if (!parse_word(table, flags, word, &w, to, err)) {
            return false;
        }
    }
    return true;
}

bool opt_given(const struct opt *o, const void *from)
{
    const void *at = (const char *)from + o->at;
    switch (o->kind) {
    case OPT_FLAG:
        return *(const bool *)at;
    case OPT_NUMBER:
        return *(const int64_t *)at >= 0;
    case OPT_LIST:
        return ((const struct opt_list *)at)->n > 0;
    default:
        return *(const char *const *)at != NULL;
    }
}
