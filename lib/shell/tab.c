// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/tab.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <readline/readline.h>
#include <readline/tilde.h>

#include "base/family.h"
#include "base/mem.h"
#include "base/term.h"
#include "base/utf8.h"
#include "shell/builtin.h"
#include "shell/command.h"
#include "shell/job.h"
#include "shell/line.h"
#include "shell/offer.h"
#include "shell/shell.h"

enum { ANSWER_MS = 2000 }; // a program of the team's own may hang

static struct shell *shell; // readline's callbacks have no argument
static struct tab_words shown;
static struct buf asked = BUF_INIT; // the line up to the cursor that they are for

// --- words

void tab_add(struct tab_words *w, const char *word, const char *text)
{
    w->v = mem_grow(w->v, &w->cap, w->n, sizeof *w->v);
    w->v[w->n++] = (struct tab_word){mem_strdup(word), mem_strdup(text)};
}

void tab_free(struct tab_words *w)
{
    for (size_t i = 0; i < w->n; i++) {
        free(w->v[i].word);
        free(w->v[i].text);
    }
    free(w->v);
    *w = (struct tab_words){0};
}

// A program of the team's own may answer anything.
static bool is_safe(const char *s)
{
    struct buf b = BUF_INIT;
    utf8_visible(&b, s, strlen(s), UTF8_KEEP_NONE);
    bool same = strcmp(b.s, s) == 0;
    buf_free(&b);
    return same;
}

void tab_parse(struct tab_words *w, const char *answer, size_t len)
{
    for (const char *at = answer, *end = answer + len; at < end;) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        char *line = mem_strndup(at, (size_t)((newline ? newline : end) - at));
        char *text = strchr(line, '\t');
        if (text)
            *text++ = 0;
        if (!*line)
            w->files = w->files || (text && strcmp(text, "files") == 0);
        else if (is_safe(line) && (!text || is_safe(text)))
            tab_add(w, line, text);
        free(line);
        at = newline ? newline + 1 : end;
    }
}

void tab_quote(struct buf *out, const char *word, char quote, bool closed)
{
    if (quote)
        buf_ch(out, quote);
    for (const char *s = word; *s; s++) {
        if (quote == '\'' && *s == '\'')
            buf_str(out, "'\\''");
        else if (quote == '"' && strchr("\"\\$`", *s))
            buf_fmt(out, "\\%c", *s);
        else if (!quote && (strchr(" \t\n\\'\"|", *s) || (s == word && strchr("<>", *s))))
            buf_fmt(out, "\\%c", *s);
        else
            buf_ch(out, *s);
    }
    if (quote && closed)
        buf_ch(out, quote);
}

// --- what may stand here

// first: of a pipeline.
static void offer_commands(struct shell *s, const char *typed, bool first, bool views,
                           struct tab_words *w)
{
    struct offers all;
    offers_find(s, typed, true, &all);
    for (size_t i = 0; i < all.n; i++) {
        const struct offer *o = &all.v[i];
        bool fits = o->kind == OFFER_VIEW ? views : first || !builtin_find(o->name);
        if (fits && is_safe(o->name) && (!o->summary || is_safe(o->summary)))
            tab_add(w, o->name, o->summary);
    }
    offers_free(&all);
}

void tab_commands(struct shell *s, const char *typed, struct tab_words *out)
{
    offer_commands(s, typed, true, false, out);
}

static void files(struct tab_words *w, const char *typed)
{
    if (shell->restricted)
        return;
    rl_filename_completion_desired = 1; // its own functions look at these two
    rl_filename_quoting_desired = 0;
    char *name;
    for (int i = 0; (name = rl_filename_completion_function(typed, i)); i++) {
        struct stat st;
        char *path = tilde_expand(name), *dir = mem_printf("%s/", path); // no program does that
        bool is_dir = stat(path, &st) == 0 && S_ISDIR(st.st_mode);
        if (is_safe(path)) // anybody may name a file
            tab_add(w, is_dir ? dir : path, NULL);
        free(name);
        free(path);
        free(dir);
    }
    rl_filename_completion_desired = 0;
}

void tab_ask(struct shell *s, const struct words *words, const char *typed, struct tab_words *out)
{
    struct command_words c;
    struct words all = {0};
    struct buf answer = BUF_INIT;
    if (!command_expand(s, words, &c))
        return;
    words_add(&all, c.words.v[0]);
    words_add(&all, "--complete");
    for (int i = 1; i < c.words.n; i++)
        words_add(&all, c.words.v[i]);
    words_add(&all, typed);
    if (family_completes(c.path) && job_capture(c.path, all.v, ANSWER_MS, &answer) == 0)
        tab_parse(out, answer.s, answer.len);
    words_free(&all);
    buf_free(&answer);
    command_words_free(&c);
}

static void find(struct tab_words *w, const struct line_spot *spot)
{
    bool first = spot->stage == 0;
    if (spot->place == LINE_COMMAND) {
        w->brief = true;
        offer_commands(shell, spot->word.s, first, first, w);
    } else if (spot->place == LINE_FILE) {
        w->files = true;
    } else if (spot->place == LINE_WORD) {
        const struct builtin *b = first ? builtin_find(spot->words.v[0]) : NULL;
        if (b && b->complete)
            b->complete(shell, &spot->words, spot->word.s, w);
        else
            tab_ask(shell, &spot->words, spot->word.s, w);
    }
    if (w->files)
        files(w, spot->word.s);
}

// --- readline

// Words behind which another part of the same word follows.
static bool goes_on(const char *word)
{
    size_t n = strlen(word);
    return n && strchr(":=/", word[n - 1]);
}

// How much all of them have in common, in whole characters and without half an escape.
static size_t common(char *const *match, size_t n)
{
    size_t len = strlen(match[0]);
    for (size_t i = 1; i < n; i++) {
        size_t same = 0;
        while (same < len && match[i][same] == match[0][same])
            same++;
        len = same;
    }
    while (len && (match[0][len] & 0xC0) == 0x80)
        len--;
    size_t slashes = 0;
    while (slashes < len && match[0][len - 1 - slashes] == '\\')
        slashes++;
    return len - slashes % 2;
}

// Each match is the whole line up to the cursor, with the word in its place: the line's words are
// ours to find, not readline's.
static char **matches(const struct tab_words *w, const struct line_spot *spot)
{
    char **all = mem_array(w->n + 2, sizeof *all);
    bool one = w->n == 1;
    for (size_t i = 0; i < w->n; i++) {
        struct buf line = BUF_INIT;
        buf_add(&line, rl_line_buffer, spot->from);
        tab_quote(&line, w->v[i].word, spot->quote, one && !goes_on(w->v[i].word));
        all[i + 1] = buf_detach(&line);
    }
    all[0] = one ? mem_strdup(all[1]) : mem_strndup(all[1], common(all + 1, w->n));
    if (one) {
        free(all[1]);
        all[1] = NULL;
    }
    return all;
}

// The second Tab shows what the first one found.
static bool again(size_t len)
{
    bool same = rl_last_func == rl_complete && asked.len == len &&
                memcmp(asked.s, rl_line_buffer, len) == 0;
    if (!same) {
        tab_free(&shown);
        buf_reset(&asked);
        buf_add(&asked, rl_line_buffer, len);
    }
    return same;
}

static char **complete(const char *text, int start, int end)
{
    struct line_spot spot;
    (void)text, (void)start;
    rl_attempted_completion_over = 1;
    line_spot(&spot, rl_line_buffer, (size_t)end);
    if (!again((size_t)end))
        find(&shown, &spot);
    rl_completion_append_character = shown.n == 1 && goes_on(shown.v[0].word) ? '\0' : ' ';
    rl_completion_suppress_append = 0;
    char **found = shown.n ? matches(&shown, &spot) : NULL;
    line_spot_free(&spot);
    return found;
}

// The whole line up to the cursor is the word.
static char *no_breaks(void)
{
    static char none[1];
    return none;
}

// --- showing them

static void show(char **found, int n, int longest)
{
    struct buf out = BUF_INIT;
    (void)found, (void)n, (void)longest;
    tab_show(&out, &shown, term_width(STDOUT_FILENO), term_height(STDOUT_FILENO));
    rl_crlf();
    fwrite(out.s, 1, out.len, rl_outstream);
    rl_forced_update_display();
    buf_free(&out);
}

void tab_start(struct shell *s)
{
    shell = s;
    rl_attempted_completion_function = complete;
    rl_completion_word_break_hook = no_breaks;
    rl_completer_quote_characters = "";
    rl_basic_quote_characters = "";
    rl_completion_display_matches_hook = show;
    rl_sort_completion_matches = 0; // a program has its own order: tickets the newest first
    rl_ignore_completion_duplicates = 0;
    rl_completion_query_items = -1; // the list never asks: it is as long as the screen
}
