// SPDX-License-Identifier: GPL-3.0-or-later
// Which kind of word stands here, by the rules of opt_parse; and printing the candidates.
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/restricted.h"
#include "base/utf8.h"
#include "desk/complete_impl.h"

enum { OUT_CHUNK_SIZE = 4096, TEXT_WIDTH = 60 };

// --- candidates

static void flush(struct completion *c)
{
    buf_write(STDOUT_FILENO, c->out.s, c->out.len); // a shell that has gone needs no words
    buf_reset(&c->out);
}

// A word is typed into a command line: what would have to be shown as something else is no word.
static bool is_safe(const char *s, size_t n)
{
    struct buf shown = BUF_INIT;
    utf8_visible(&shown, s, n, UTF8_KEEP_NONE);
    bool same = shown.len == n && memcmp(shown.s, s, n) == 0;
    buf_free(&shown);
    return same;
}

static void add_text(struct buf *out, const char *text)
{
    struct buf shown = BUF_INIT;
    int used;
    utf8_visible(&shown, text, strnlen(text, TEXT_WIDTH * 8), UTF8_KEEP_NONE);
    size_t n = utf8_prefix(shown.s, shown.len, TEXT_WIDTH, &used);
    buf_ch(out, '\t');
    buf_add(out, shown.s, n);
    if (n < shown.len)
        buf_str(out, "…");
    buf_free(&shown);
}

static void print(struct completion *c, const struct buf *full, const char *text)
{
    if (!full->len || !is_safe(full->s, full->len))
        return;
    buf_add(&c->out, full->s, full->len);
    if (text && *text)
        add_text(&c->out, text);
    buf_ch(&c->out, '\n');
    if (c->out.len > OUT_CHUNK_SIZE)
        flush(c);
}

static bool needs_quotes(const char *value)
{
    return strpbrk(value, " \t,()\"") || strstr(value, "..") || *value == '<' || *value == '>';
}

static void add_quoted(struct buf *b, const char *value)
{
    buf_ch(b, '"');
    for (; *value; value++) {
        if (strchr("\"\\", *value))
            buf_ch(b, '\\');
        buf_ch(b, *value);
    }
    buf_ch(b, '"');
}

static void candidate(struct completion *c, struct buf *full, const char *s, bool quote)
{
    buf_reset(full);
    buf_add(full, c->word, c->at);
    buf_str(full, c->lead);
    if (quote)
        add_quoted(full, s);
    else
        buf_str(full, s);
}

void complete_put(struct completion *c, const char *s, const char *text)
{
    struct buf full = BUF_INIT;
    candidate(c, &full, s, c->query && needs_quotes(s));
    print(c, &full, text);
    buf_free(&full);
}

void complete_offer(struct completion *c, const char *s, const char *end, const char *text)
{
    struct buf full = BUF_INIT;
    size_t typed = strlen(c->word);
    candidate(c, &full, s, false);
    buf_str(&full, end);
    bool fits = strncmp(full.s, c->word, typed) == 0;
    if (c->query && !*end && needs_quotes(s)) {
        candidate(c, &full, s, true);
        fits = fits || strncmp(full.s, c->word, typed) == 0;
    }
    if (fits)
        print(c, &full, text);
    buf_free(&full);
}

// --- the database

static bool finished; // an exit handler has no argument

// However the library refuses a database, the shell is told nothing but the words found so far.
static void end_well(void)
{
    if (!finished)
        _exit(EXIT_DONE);
}

static bool open_desk(struct completion *c)
{
    struct buf err = BUF_INIT;
    char *path = desk_path(c->db);
    bool open = access(path, R_OK) == 0 &&
                desk_open(&c->desk, path, DB_READ, c->cmd->name, c->as, &err) == 0;
    free(path);
    buf_free(&err);
    return open;
}

struct desk *complete_desk(struct completion *c)
{
    if (!c->tried) {
        c->tried = true;
        flush(c);
        c->open = atexit(end_well) == 0 && open_desk(c);
    }
    return c->open ? &c->desk : NULL;
}

// --- the words before

static void take_value(struct completion *c, const struct opt *o, const char *value)
{
    if (o->at == offsetof(struct common, db) && o->letter == 'd')
        c->db = restricted() ? NULL : value;
    else if (o->name && strcmp(o->name, "as") == 0)
        c->as = value;
}

// The option that a word names; *value is what stands behind "=", or NULL.
static const struct opt *option_of(const struct completion *c, const char *word, const char **value)
{
    size_t n = strncmp(word, "--", 2) == 0 ? strcspn(word, "=") : strlen(word);
    char *name = mem_strndup(word, n);
    const struct opt *o = opt_find(c->cmd->options, name);
    free(name);
    *value = word[n] ? word + n + 1 : NULL;
    return o;
}

static void take_option(struct completion *c, const char *word)
{
    const char *value;
    const struct opt *o = option_of(c, word, &value);
    if (!o)
        return;
    c->metrics = c->metrics || o->value == OPTV_METRICS;
    if (o->kind != OPT_FLAG && value)
        take_value(c, o, value);
    else if (o->kind != OPT_FLAG)
        c->option = o;
    else if (o->name && (!strcmp(o->name, "claim") || !strcmp(o->name, "release")))
        c->claims = true;
}

static bool is_operand(const struct completion *c, const char *word)
{
    if (c->ended || word[0] != '-' || !word[1])
        return true;
    return c->cmd->flags & OPT_MINUS_WORDS && word[1] != '-' && word[2];
}

static void take_word(struct completion *c, const char *word)
{
    if (c->option) {
        take_value(c, c->option, word);
        c->option = NULL;
    } else if (is_operand(c, word)) {
        opt_list_add(&c->operands, word);
    } else if (strcmp(word, "--") == 0) {
        c->ended = true;
    } else {
        take_option(c, word);
    }
}

// --- the word itself

static void options(struct completion *c)
{
    char name[3] = "-";
    const struct verb *v = complete_verb(c);
    for (const struct opt *o = c->cmd->options; o->letter || o->name; o++) {
        if (!complete_verb_takes(v, o))
            continue;
        name[1] = o->letter;
        if (o->letter)
            complete_offer(c, name, "", o->help);
        c->lead = "--";
        if (o->name)
            complete_offer(c, o->name, "", o->help);
        c->lead = "";
    }
}

// "+tag" and "-tag", then ids.
static void signed_words(struct completion *c, enum opt_value kind)
{
    if (*c->word == '+' || *c->word == '-') {
        c->at = 1;
        complete_values(c, kind, NULL);
        if (kind == OPTV_AGENT && c->word[1]) // a customer is in copy
            complete_values(c, OPTV_CUSTOMER, NULL);
    } else if (c->operands.n) {
        complete_values(c, OPTV_ID, NULL);
    } else {
        c->lead = "+";
        complete_values(c, kind, NULL);
        c->lead = "";
    }
}

// FIELD=VALUE words come first, then ids.
static void set_words(struct completion *c)
{
    const char *last = c->operands.n ? c->operands.v[c->operands.n - 1] : "=";
    if (strchr(last, '='))
        complete_set(c);
    if (c->operands.n)
        complete_values(c, OPTV_ID, NULL);
}

static void operand(struct completion *c)
{
    enum opt_value kind = c->cmd->operands;
    if (c->cmd->verbs)
        complete_verbs(c);
    else if (c->cmd->flags & OPT_MINUS_WORDS)
        signed_words(c, kind);
    else if (kind == OPTV_SET)
        set_words(c);
    else if ((kind == OPTV_AGENT && (c->operands.n || c->claims)) ||
             (kind == OPTV_RELATION && c->operands.n))
        complete_values(c, OPTV_ID, NULL);
    else
        complete_values(c, kind, NULL);
}

static void last_word(struct completion *c)
{
    const char *value = NULL;
    const struct opt *o = c->option;
    bool dash = *c->word == '-' && !c->ended;
    if (!o && dash) {
        o = option_of(c, c->word, &value);
        o = value && o && o->kind != OPT_FLAG ? o : NULL;
        c->at = o ? (size_t)(value - c->word) : 0;
    }
    if (o) {
        complete_values(c, o->value, o->words);
        return;
    }
    bool nothing_else = c->cmd->operands == OPTV_NONE && !c->cmd->verbs && !c->ended;
    if (dash || nothing_else)
        options(c);
    if (!dash || c->cmd->flags & OPT_MINUS_WORDS)
        operand(c);
}

int complete_main(const struct command *cmd, int argc, char **argv)
{
    struct completion c = {.cmd = cmd, .word = "", .lead = "", .out = BUF_INIT};
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(null, STDERR_FILENO);
    for (int i = 0; i + 1 < argc; i++)
        take_word(&c, argv[i]);
    if (argc > 0) {
        c.word = argv[argc - 1];
        last_word(&c);
    } else {
        buf_fmt(&c.out, "%s\n", cmd->summary);
    }
    flush(&c);
    if (c.open)
        desk_close(&c.desk);
    opt_list_free(&c.operands);
    buf_free(&c.out);
    finished = true;
    return EXIT_DONE;
}
