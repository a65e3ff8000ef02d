// SPDX-License-Identifier: GPL-3.0-or-later
// The widths of a table's columns: what gives way when the screen is too narrow, and when a record
// takes several lines instead.
#include "base/recout_impl.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define INDENT 4 // of the lines below the first one, where the key is too wide to stand free

void fit_init(struct fit *f, const struct rec_column *const *cols, int n, bool header)
{
    *f = (struct fit){.cols = cols, .n = n, .header = header};
    f->widest = mem_array((size_t)n, sizeof *f->widest);
    f->width = mem_array((size_t)n, sizeof *f->width);
    f->cut = mem_array((size_t)n, sizeof *f->cut);
    f->line = mem_array((size_t)n, sizeof *f->line);
}

void fit_free(struct fit *f)
{
    free(f->widest);
    free(f->width);
    free(f->cut);
    free(f->line);
}

static int lesser(int a, int b)
{
    return a < b ? a : b;
}

static int greater(int a, int b)
{
    return a > b ? a : b;
}

static bool is_text(const struct fit *f, int i)
{
    return f->cols[i]->type == REC_TEXT || f->cols[i]->type == REC_LIST;
}

bool fit_is_number(const struct fit *f, int i)
{
    enum rec_type type = f->cols[i]->type;
    return type == REC_ID || type == REC_INT || type == REC_NUM;
}

// The last text says most (the subject); where there is none, the last list.
static bool is_main(const struct fit *f, int i)
{
    for (int k = 0; k < f->n; k++)
        if (f->cols[k]->type == REC_TEXT
                ? k > i || f->cols[i]->type == REC_LIST
                : f->cols[k]->type == REC_LIST && k > i && f->cols[i]->type == REC_LIST)
            return false;
    return is_text(f, i);
}

static int header_width(const struct fit *f, int i)
{
    const char *name = f->cols[i]->name;
    return f->header ? utf8_width(name, strlen(name)) : 0;
}

// --- the widths of one line

// SIDE: text but for MAIN, the one that says most.  TIMES: a time long ago can do without its hour.
enum kind { TEXT, SIDE, MAIN, TIMES, WORDS, HEADERS, COUNTS };

// How narrow a column may become when columns of a kind give way; INT_MAX for others.  What is in a
// column of words tells what its header was, numbers do not.
static int least(const struct fit *f, int i, enum kind kind, int floor)
{
    bool text = is_text(f, i), number = fit_is_number(f, i);
    bool time = f->cols[i]->type == REC_TIME;
    if (kind == HEADERS || kind == COUNTS)
        return number == (kind == COUNTS) ? greater(f->widest[i], floor) : INT_MAX;
    if (kind == TIMES)
        return time ? floor : INT_MAX;
    if (kind == WORDS) // not the key: one that is cut would be another
        return i == 0 || text || number || time ? INT_MAX : floor;
    return text && (kind == TEXT || is_main(f, i) == (kind == MAIN)) ? floor : INT_MAX;
}

// Takes from the widest column of a kind, the last of equals, until all fit or none may give more.
// Returns what is still too much.
static int shrink(struct fit *f, const struct fit_line *line, enum kind kind, int floor, int excess)
{
    for (; excess > 0; excess--) {
        int widest = -1;
        for (int i = line->from; i < line->to; i++) {
            if (f->width[i] > least(f, i, kind, floor) &&
                (widest < 0 || f->width[i] >= f->width[widest])) {
                widest = i;
            }
        }
        if (widest < 0) {
            break;
        }
        f->width[widest]--;
        f->cut[widest] = f->cut[widest] || kind == WORDS || kind == TIMES;
    }
    return excess;
}

// What gives way, in this order: first what leaves all that people read, and from the second WORDS
// on, only where it cannot be helped.
static const struct {
    enum kind kind;
    int floor;
} steps[] = {{TEXT, 40},  {SIDE, 16}, {TIMES, RECOUT_DATE}, {HEADERS, 4}, {COUNTS, 9}, {MAIN, 24},
             {SIDE, 10},  {MAIN, 20}, {COUNTS, 6},          {SIDE, 8},    {WORDS, 10}, {MAIN, 12},
             {COUNTS, 4}, {WORDS, 4}, {TIMES, 4},           {TEXT, 1},    {WORDS, 1},  {TIMES, 1}};

static void fit_line(struct fit *f, struct fit_line *line, int screen)
{
    int excess = line->indent + RECOUT_GAP * (line->to - line->from - 1) - screen;
    for (int i = line->from; i < line->to; i++) {
        excess += f->width[i];
    }
    for (size_t k = 0; k < sizeof steps / sizeof *steps && excess > 0; k++) {
        excess = shrink(f, line, steps[k].kind, steps[k].floor, excess);
    }
    line->room = excess < 0 ? -excess : 0;
}

// --- the lines

// What a column needs at most.
struct need {
    int header, count; // header of words and text, of numbers
    int word, time, side, main;
};
// Where all have so much, they stand side by side; the steps above keep to it.
static const struct need abreast = {4, 6, 10, RECOUT_DATE, 8, 12};
// Else as few lines as these allow, and of such layouts the first.
static const struct need below[] = {{INT_MAX, INT_MAX, INT_MAX, INT_MAX, 24, 32},
                                    {INT_MAX, INT_MAX, INT_MAX, INT_MAX, 12, 24},
                                    {4, 6, INT_MAX, RECOUT_DATE, 12, 24}};
enum { BELOW = sizeof below / sizeof *below };

static int needed(const struct fit *f, int i, const struct need *need)
{
    int most = fit_is_number(f, i) || (i == 0 && !is_text(f, i)) ? INT_MAX
               : is_main(f, i)                                   ? need->main
               : is_text(f, i)                                   ? need->side
               : f->cols[i]->type == REC_TIME                    ? need->time
                                                                 : need->word;
    int header = lesser(header_width(f, i), fit_is_number(f, i) ? need->count : need->header);
    return greater(lesser(f->widest[i], most), header);
}

// Below the columns behind the key, unless it is wide.
static int indent_of(const struct fit *f, int screen)
{
    int indent = f->width[0] + RECOUT_GAP;
    return indent <= screen / 5 ? indent : lesser(INDENT, screen / 5);
}

// Columns go to the next line where they need more than there is left.
static void part(struct fit *f, int screen, const struct need *need)
{
    int left = 0, indent = 0;
    f->lines = 0;
    for (int i = 0; i < f->n; i++) {
        int more = needed(f, i, need) + RECOUT_GAP;
        if (i == 0 || more > left) {
            f->line[f->lines++] = (struct fit_line){.from = i, .indent = indent};
            left = screen + RECOUT_GAP - indent;
            indent = indent_of(f, screen);
        }
        left -= more;
        f->line[f->lines - 1].to = i + 1;
    }
}

static void part_below(struct fit *f, int screen)
{
    part(f, screen, &below[BELOW - 1]);
    int fewest = f->lines;
    for (int k = 0; k < BELOW; k++) {
        part(f, screen, &below[k]);
        if (f->lines == fewest)
            return;
    }
}

void fit_choose(struct fit *f, int screen, bool flat)
{
    for (int i = 0; i < f->n; i++) {
        f->width[i] = greater(f->widest[i], header_width(f, i));
        f->cut[i] = screen > 0 && is_text(f, i);
    }
    f->line[0] = (struct fit_line){.to = f->n};
    f->lines = 1;
    if (screen <= 0) {
        return;
    }
    if (!flat) {
        part(f, screen, &abreast);
        if (f->lines > 1)
            part_below(f, screen);
    }
    for (int k = 0; k < f->lines; k++) {
        fit_line(f, &f->line[k], screen);
    }
}
