// SPDX-License-Identifier: GPL-3.0-or-later
// The board for people: four tables, one below the other, or on a wide screen two beside two.
//
// Rows that the screen cannot hold are counted in a last line.  Where queues or agents are left
// out, those that need somebody most are shown.
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/screen.h"
#include "base/utf8.h"
#include "desk/board_impl.h"

enum {
    USUAL = 80,
    NARROW = 60, // less than these: fewer columns, shorter words
    WIDE = 132,  // from here on: tables beside each other
    LEFT = 80,   // what the left ones may have then
    GAP = 3,
    AIRY = 20, // lines of a screen that has room for blank ones
};
#define DOT " \xC2\xB7 "

static const char *const nothing[BOARD_PARTS] = {
    [BOARD_QUEUES] = "There is no queue.",
    [BOARD_AGENTS] = "There is no agent.",
    [BOARD_WORK] = "Nobody holds or writes on a ticket.",
    [BOARD_NEXT] = "No ticket has a time due.",
};

struct part {
    size_t rows, have; // there are, and were read
    size_t room;       // lines for them
    const void **row;  // board_group or board_item, owned array
    struct buf text;   // whole lines
};
struct page {
    const struct tool *t;
    struct board *b;
    int width;
    bool narrow, airy;
    struct part part[BOARD_PARTS];
};

// --- what there is room for

// Those with the most overdue tickets first, then those with the most that nobody has.
static int by_need(const void *a, const void *b)
{
    const struct board_group *x = *(const void *const *)a, *y = *(const void *const *)b;
    int64_t more = y->overdue - x->overdue;
    more = more ? more : y->unassigned - x->unassigned;
    more = more ? more : y->open - x->open;
    return more ? (more > 0) - (more < 0) : strcmp(x->name, y->name);
}

static void take_groups(struct part *part, const struct board_groups *g)
{
    part->row = mem_array(g->n + 1, sizeof *part->row);
    for (size_t i = 0; i < g->n; i++)
        if (board_is_shown(&g->v[i]))
            part->row[part->have++] = &g->v[i];
    part->rows = part->have;
}

static void take_items(struct part *part, const struct board_items *items, size_t all)
{
    part->row = mem_array(items->n + 1, sizeof *part->row);
    for (size_t i = 0; i < items->n; i++)
        part->row[i] = &items->v[i];
    part->have = items->n;
    part->rows = all;
}

// Gives each of the parts [from, to) a row in turn while there are any; one at least.
static void share(struct page *p, int from, int to, long lines)
{
    bool given = true;
    lines -=
        2 * (to - from) - 1 - (p->airy ? 0 : to - from - 1); // names of columns, and blank lines
    while (given) {
        given = false;
        for (int i = from; i < to; i++) {
            struct part *part = &p->part[i];
            if (part->room >= part->rows || (lines <= 0 && part->room))
                continue;
            part->room++;
            lines--;
            given = true;
        }
    }
    for (int i = from; i < to; i++)
        if (i <= BOARD_AGENTS && p->part[i].room < p->part[i].rows)
            qsort(p->part[i].row, p->part[i].rows, sizeof *p->part[i].row, by_need);
}

// --- the tables

static void put_part(struct page *p, int which, int width)
{
    struct part *part = &p->part[which];
    size_t rows = part->rows <= part->room ? part->rows : part->room - 1;
    rows = rows < part->have ? rows : part->have;
    if (part->rows)
        board_table(p->t, p->b,
                    &(struct board_table){.part = (enum board_part)which,
                                          .row = part->row,
                                          .rows = rows,
                                          .width = width,
                                          .narrow = p->narrow},
                    &part->text);
    else
        buf_fmt(&part->text, "%s\n", nothing[which]);
    if (rows < part->rows)
        buf_fmt(&part->text, "... %zu more\n", part->rows - rows);
}

// Parts [from, to) below each other.
static void put_column(struct page *p, int from, int to, int width, struct buf *out)
{
    for (int i = from; i < to; i++) {
        put_part(p, i, width);
        if (i > from && p->airy)
            buf_ch(out, '\n');
        buf_add(out, p->part[i].text.s, p->part[i].text.len);
    }
}

static int widest(const struct buf *text)
{
    struct buf line = BUF_INIT;
    int most = 0, used;
    const char *at = text->s, *end;
    for (; (end = strchr(at, '\n')) != NULL; at = end + 1) {
        buf_reset(&line);
        screen_cut(&line, at, (size_t)(end - at), LEFT, &used);
        most = used > most ? used : most;
    }
    buf_free(&line);
    return most;
}

// The next line of *from, cut and without its newline; nothing at the end.
static int put_line(const char **from, int width, struct buf *out)
{
    int used = 0;
    size_t n = strcspn(*from, "\n");
    screen_cut(out, *from, n, width, &used);
    *from += n + ((*from)[n] == '\n');
    return used;
}

static void put_beside(const struct buf *left, const struct buf *right, int width, int total,
                       struct buf *page)
{
    const char *l = left->s, *r = right->s;
    while (*l || *r) {
        int used = put_line(&l, width, page);
        if (*r && *r != '\n')
            buf_fill(page, ' ', (size_t)(width - used) + GAP);
        put_line(&r, total - width - GAP, page);
        buf_ch(page, '\n');
    }
}

// --- the page

// "10 open · 4 new · 4 unassigned · 0 overdue                 13:00"
static void put_title(const struct page *p, struct buf *page)
{
    const struct board *b = p->b;
    struct buf facts = BUF_INIT, now = BUF_INIT;
    buf_fmt(&facts, "%lld open" DOT "%lld new" DOT "%lld %s" DOT "%lld %s", (long long)b->open,
            (long long)b->fresh, (long long)b->unassigned, p->narrow ? "free" : "unassigned",
            (long long)b->overdue, p->narrow ? "late" : "overdue");
    date_local(&now, b->d->now, p->t->style.zone);
    const char *hour = now.len > 5 ? now.s + now.len - 5 : now.s;
    int pad = p->width - utf8_width(facts.s, facts.len) - (int)strlen(hour);
    buf_str(page, p->t->style.color ? "\033[1m" : "");
    buf_add(page, facts.s, facts.len);
    buf_fill(page, ' ', pad > 1 ? (size_t)pad : 1);
    buf_fmt(page, "%s%s\n", hour, p->t->style.color ? "\033[0m" : "");
    buf_free(&facts);
    buf_free(&now);
}

static void put_narrow(struct page *p, long lines, struct buf *page)
{
    struct buf all = BUF_INIT;
    share(p, 0, BOARD_PARTS, lines);
    put_column(p, 0, BOARD_PARTS, p->t->style.width, &all);
    buf_add(page, all.s, all.len);
    buf_free(&all);
}

static void put_wide(struct page *p, long lines, struct buf *page)
{
    struct buf left = BUF_INIT, right = BUF_INIT;
    share(p, 0, BOARD_WORK, lines);
    share(p, BOARD_WORK, BOARD_PARTS, lines);
    put_column(p, 0, BOARD_WORK, LEFT, &left);
    int width = widest(&left);
    put_column(p, BOARD_WORK, BOARD_PARTS, p->width - width - GAP, &right);
    put_beside(&left, &right, width, p->width, page);
    buf_free(&left);
    buf_free(&right);
}

void board_page(const struct tool *t, struct board *b, int high, struct buf *page)
{
    struct page p = {.t = t, .b = b, .width = t->style.width ? t->style.width : USUAL};
    p.narrow = p.width < NARROW;
    p.airy = !high || high >= AIRY;
    take_groups(&p.part[BOARD_QUEUES], &b->queues);
    take_groups(&p.part[BOARD_AGENTS], &b->agents);
    take_items(&p.part[BOARD_WORK], &b->work, b->work.n);
    take_items(&p.part[BOARD_NEXT], &b->due, (size_t)(b->n_due > 0 ? b->n_due : 0));
    for (int i = 0; i < BOARD_PARTS; i++)
        buf_init(&p.part[i].text);
    put_title(&p, page);
    if (p.airy)
        buf_ch(page, '\n');
    long lines = high ? high - 1 - p.airy : LONG_MAX / 2;
    if (t->style.width >= WIDE)
        put_wide(&p, lines, page);
    else
        put_narrow(&p, lines, page);
    for (int i = 0; i < BOARD_PARTS; i++) {
        buf_free(&p.part[i].text);
        free(p.part[i].row);
    }
}
