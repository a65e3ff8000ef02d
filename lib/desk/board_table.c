// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of the board's page.
#include <string.h>

#include "base/date.h"
#include "desk/agent.h"
#include "desk/board_impl.h"
#include "desk/live.h"

#define RED    "\033[31m"
#define DIM    "\033[2m"
#define NORMAL "\033[0m"

enum cell {
    CELL_END, // of a layout
    CELL_QUEUE_NAME,
    CELL_AGENT_NAME,
    CELL_OPEN,
    CELL_NEW,
    CELL_PENDING,
    CELL_HOLD,
    CELL_UNASSIGNED,
    CELL_FREE,
    CELL_OVERDUE,
    CELL_LATE,
    CELL_WAITS,
    CELL_CAPACITY,
    CELL_AWAY,
    CELL_WORKER,
    CELL_WORK,
    CELL_WORK_SHORT,
    CELL_DUE,
    CELL_TICKET,
    CELL_PRIORITY,
    CELL_QUEUE,
    CELL_ASSIGNEE,
    CELL_WHO,
    CELL_SUBJECT,
    CELL_COUNT
};
static const struct rec_column cells[CELL_COUNT] = {
    [CELL_QUEUE_NAME] = {"queue", REC_NAME, NULL, false},
    [CELL_AGENT_NAME] = {"agent", REC_NAME, NULL, false},
    [CELL_OPEN] = {"open", REC_INT, NULL, false},
    [CELL_NEW] = {"new", REC_INT, NULL, false},
    [CELL_PENDING] = {"pending", REC_INT, NULL, false},
    [CELL_HOLD] = {"hold", REC_INT, NULL, false},
    [CELL_UNASSIGNED] = {"unassigned", REC_INT, NULL, false},
    [CELL_FREE] = {"free", REC_INT, NULL, false}, // a shorter word for it
    [CELL_OVERDUE] = {"overdue", REC_INT, NULL, false},
    [CELL_LATE] = {"late", REC_INT, NULL, false}, // likewise
    [CELL_WAITS] = {"waits", REC_NAME, NULL, false},
    [CELL_CAPACITY] = {"capacity", REC_INT, NULL, false},
    [CELL_AWAY] = {"away", REC_NAME, NULL, false},
    [CELL_WORKER] = {"busy", REC_NAME, NULL, false},
    [CELL_WORK] = {"doing", REC_NAME, NULL, false},
    [CELL_WORK_SHORT] = {"doing", REC_NAME, NULL, false},
    [CELL_DUE] = {"due", REC_NAME, NULL, false},
    [CELL_TICKET] = {"id", REC_ID, NULL, false},
    [CELL_PRIORITY] = {"priority", REC_NAME, NULL, false},
    [CELL_QUEUE] = {"queue", REC_NAME, NULL, false},
    [CELL_ASSIGNEE] = {"assignee", REC_NAME, NULL, false},
    [CELL_WHO] = {"who", REC_NAME, NULL, false}, // likewise
    [CELL_SUBJECT] = {"subject", REC_TEXT, NULL, false},
};

// By the room that there is: usual, narrow.
static const enum cell layouts[BOARD_PARTS][2][10] = {
    [BOARD_QUEUES] = {{CELL_QUEUE_NAME, CELL_OPEN, CELL_NEW, CELL_PENDING, CELL_HOLD,
                       CELL_UNASSIGNED, CELL_OVERDUE, CELL_WAITS},
                      {CELL_QUEUE_NAME, CELL_OPEN, CELL_FREE, CELL_LATE, CELL_WAITS}},
    [BOARD_AGENTS] = {{CELL_AGENT_NAME, CELL_OPEN, CELL_NEW, CELL_PENDING, CELL_HOLD, CELL_CAPACITY,
                       CELL_OVERDUE, CELL_AWAY},
                      {CELL_AGENT_NAME, CELL_OPEN, CELL_LATE, CELL_AWAY}},
    [BOARD_WORK] = {{CELL_WORKER, CELL_WORK, CELL_TICKET, CELL_SUBJECT},
                    {CELL_WORKER, CELL_WORK_SHORT, CELL_TICKET, CELL_SUBJECT}},
    [BOARD_NEXT] = {{CELL_DUE, CELL_TICKET, CELL_PRIORITY, CELL_QUEUE, CELL_ASSIGNEE, CELL_SUBJECT},
                    {CELL_DUE, CELL_TICKET, CELL_WHO, CELL_SUBJECT}},
};
struct page {
    const struct tool *t;
    struct board *b;
    struct buf word;
};

// --- cells

static void put_length(struct page *p, struct recout *r, const char *before, int64_t ms,
                       const char *after)
{
    buf_reset(&p->word);
    buf_str(&p->word, before);
    date_length(&p->word, ms > 0 ? ms : 0);
    buf_str(&p->word, after);
    recout_str(r, p->word.s);
}

static void put_away(struct page *p, struct recout *r, int64_t away)
{
    buf_reset(&p->word);
    if (away == DATE_NONE) {
        recout_absent(r);
        return;
    }
    buf_str(&p->word, away == AGENT_AWAY ? "yes" : "back ");
    if (away != AGENT_AWAY)
        date_human(&p->word, away, p->b->d->now, p->t->style.zone);
    recout_str(r, p->word.s);
}

static void put_group_cell(struct page *p, struct recout *r, enum cell c, const void *row)
{
    const struct board_group *g = row;
    static const int status[CELL_COUNT] = {
        [CELL_NEW] = STATUS_NEW, [CELL_PENDING] = STATUS_PENDING, [CELL_HOLD] = STATUS_HOLD};
    if (status[c])
        recout_int(r, g->count[status[c]]);
    else if (c == CELL_OPEN)
        recout_int(r, g->open);
    else if (c == CELL_UNASSIGNED || c == CELL_FREE)
        recout_int(r, g->unassigned);
    else if (c == CELL_OVERDUE || c == CELL_LATE)
        recout_int(r, g->overdue);
    else if (c == CELL_CAPACITY && g->capacity != DATE_NONE)
        recout_int(r, g->capacity);
    else if (c == CELL_AWAY)
        put_away(p, r, g->away);
    else if (c == CELL_WAITS && g->waits != DATE_NONE)
        put_length(p, r, "", p->b->d->now - g->waits, "");
    else if (c == CELL_QUEUE_NAME || c == CELL_AGENT_NAME)
        recout_str(r, g->name);
    else
        recout_absent(r);
}

static void put_due(struct page *p, struct recout *r, const struct board_item *i)
{
    buf_reset(&p->word);
    if (i->kind == BOARD_OVERDUE) {
        put_length(p, r, "", p->b->d->now - i->at, " late");
        return;
    }
    date_human(&p->word, i->at, p->b->d->now, p->t->style.zone);
    recout_str(r, p->word.s);
}

static void put_work(struct page *p, struct recout *r, const struct board_item *i, bool brief)
{
    static const char *const words[] = {
        [BOARD_LEASE] = "holds", [BOARD_REPLY] = "reply", [BOARD_NOTE] = "note"};
    int64_t now = p->b->d->now;
    if (brief)
        recout_str(r, words[i->kind]);
    else if (i->kind == BOARD_LEASE)
        put_length(p, r, "holds, ", i->at - now, " left");
    else
        put_length(p, r, i->kind == BOARD_REPLY ? "reply, " : "note, ", now - i->at, "");
}

static void put_item_cell(struct page *p, struct recout *r, enum cell c, const void *row)
{
    const struct board_item *i = row;
    if (c == CELL_DUE)
        put_due(p, r, i);
    else if (c == CELL_WORK || c == CELL_WORK_SHORT)
        put_work(p, r, i, c == CELL_WORK_SHORT);
    else if (c == CELL_TICKET)
        recout_id(r, i->ticket);
    else if (c == CELL_PRIORITY)
        recout_str(r, name_word(names_priority, i->priority));
    else if (c == CELL_QUEUE)
        recout_str(r, queue_word(p->b->d, i->queue));
    else if (c == CELL_SUBJECT)
        recout_str(r, i->subject);
    else
        recout_str(r, i->agent ? agent_word(p->b->d, i->agent) : NULL);
}

// Beside a word that says the same.
static const char *row_color(const struct page *p, enum board_part part, const void *row)
{
    const struct board_group *g = row;
    const struct board_item *i = row;
    if (!p->t->style.color)
        return NULL;
    if (part == BOARD_AGENTS)
        return g->away != DATE_NONE ? DIM : NULL;
    return part == BOARD_NEXT && i->kind == BOARD_OVERDUE ? RED : NULL;
}

// --- the table

static void put_rows(struct page *p, const struct board_table *k, struct buf *table)
{
    const enum cell *layout = layouts[k->part][k->narrow];
    const struct rec_column *cols[CELL_COUNT];
    struct rec_style style = p->t->style;
    struct out o;
    int n = 0;
    for (; layout[n] != CELL_END; n++)
        cols[n] = &cells[layout[n]];
    style.width = k->width;
    style.flat = true; // the page counts on a line a row
    live_hold(&o);
    struct recout *r = recout_new(&o, &style, cols, n);
    for (size_t i = 0; i < k->rows; i++) {
        for (int c = 0; c < n; c++)
            (k->part < BOARD_WORK ? put_group_cell : put_item_cell)(p, r, layout[c], k->row[i]);
        recout_end(r);
    }
    recout_finish(r);
    recout_free(r);
    live_take(&o, table);
}

void board_table(const struct tool *t, struct board *b, const struct board_table *k,
                 struct buf *out)
{
    struct page p = {.t = t, .b = b, .word = BUF_INIT};
    struct buf table = BUF_INIT;
    put_rows(&p, k, &table);
    const char *line = table.s, *end;
    size_t head = t->style.header;
    for (size_t i = 0; (end = strchr(line, '\n')) != NULL; i++, line = end + 1) {
        const char *color = i < head ? NULL : row_color(&p, k->part, k->row[i - head]);
        buf_str(out, color ? color : "");
        buf_add(out, line, (size_t)(end - line));
        buf_str(out, color ? NORMAL "\n" : "\n");
    }
    buf_free(&table);
    buf_free(&p.word);
}
