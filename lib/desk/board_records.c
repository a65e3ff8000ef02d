// SPDX-License-Identifier: GPL-3.0-or-later
// The board for pipes: one record an item.  Those of tickets begin with it, so that other tools
// take them.
#include "base/date.h"
#include "desk/agent.h"
#include "desk/board_impl.h"
#include "desk/pick.h"

enum {
    TICKET,
    ITEM,
    NAME,
    AT,
    OPEN,
    NEW,
    PENDING,
    HOLD,
    UNASSIGNED,
    OVERDUE,
    CAPACITY,
    AWAY,
    QUEUE,
    PRIORITY,
    STATUS,
    SUBJECT,
    COLUMNS
};
const struct rec_column board_columns[] = {
    [TICKET] = {"ticket", REC_ID, "number of the ticket, where it is about one", false},
    [ITEM] = {"item", REC_NAME, "queue agent lease reply note overdue due", false},
    [NAME] = {"name", REC_NAME, "the queue; the agent: who holds it, who writes, whose it is",
              false},
    [AT] = {"at", REC_TIME,
            "lease: held until then; reply, note: written since; overdue, due: when; queue: since"
            " when the new or open ticket that waits longest does",
            false},
    [OPEN] = {"open", REC_INT, "tickets neither solved nor closed", false},
    [NEW] = {"new", REC_INT, "of the open ones: new", false},
    [PENDING] = {"pending", REC_INT, "of the open ones: pending", false},
    [HOLD] = {"hold", REC_INT, "of the open ones: on hold", false},
    [UNASSIGNED] = {"unassigned", REC_INT, "of the open ones: nobody has them", false},
    [OVERDUE] = {"overdue", REC_INT, "of the open ones: past the time due", false},
    [CAPACITY] = {"capacity", REC_INT, "how many open tickets the agent takes at most", false},
    [AWAY] = {"away", REC_NAME, "until when the agent is away, or yes", false},
    [QUEUE] = {"queue", REC_NAME, "queue of the ticket", false},
    [PRIORITY] = {"priority", REC_NAME, "priority of the ticket", false},
    [STATUS] = {"status", REC_NAME, "status of the ticket", false},
    [SUBJECT] = {"subject", REC_TEXT, "subject of the ticket", false},
    [COLUMNS] = {NULL, REC_TEXT, NULL, false},
};

static void put_away(struct recout *r, int64_t away)
{
    struct buf text = BUF_INIT;
    if (away == DATE_NONE) {
        recout_absent(r);
        return;
    }
    if (away == AGENT_AWAY)
        buf_str(&text, "yes");
    else
        date_iso(&text, away);
    recout_str(r, text.s);
    buf_free(&text);
}

static void put_group_cell(struct recout *r, const struct board_group *g, bool queue, int column)
{
    static const int status[COLUMNS] = {
        [NEW] = STATUS_NEW, [PENDING] = STATUS_PENDING, [HOLD] = STATUS_HOLD};
    if (column == ITEM)
        recout_str(r, queue ? "queue" : "agent");
    else if (column == NAME)
        recout_str(r, g->name);
    else if (column == AT)
        recout_time(r, g->waits);
    else if (column == OPEN)
        recout_int(r, g->open);
    else if (status[column])
        recout_int(r, g->count[status[column]]);
    else if (column == UNASSIGNED && queue)
        recout_int(r, g->unassigned);
    else if (column == OVERDUE)
        recout_int(r, g->overdue);
    else if (column == CAPACITY && g->capacity != DATE_NONE)
        recout_int(r, g->capacity);
    else if (column == AWAY)
        put_away(r, g->away);
    else
        recout_absent(r);
}

static void put_item_cell(struct desk *d, struct recout *r, const struct board_item *i, int column)
{
    static const char *const words[] = {[BOARD_LEASE] = "lease",
                                        [BOARD_REPLY] = "reply",
                                        [BOARD_NOTE] = "note",
                                        [BOARD_OVERDUE] = "overdue",
                                        [BOARD_DUE] = "due"};
    if (column == TICKET)
        recout_id(r, i->ticket);
    else if (column == ITEM)
        recout_str(r, words[i->kind]);
    else if (column == NAME)
        recout_str(r, i->agent ? agent_word(d, i->agent) : NULL);
    else if (column == AT)
        recout_time(r, i->at);
    else if (column == QUEUE)
        recout_str(r, queue_word(d, i->queue));
    else if (column == PRIORITY)
        recout_str(r, name_word(names_priority, i->priority));
    else if (column == STATUS)
        recout_str(r, name_word(names_status, i->status));
    else if (column == SUBJECT)
        recout_str(r, i->subject);
    else
        recout_absent(r);
}

static void put_groups(struct recout *r, const struct pick *p, const struct board_groups *g,
                       bool queue)
{
    for (size_t i = 0; i < g->n; i++) {
        if (!board_is_shown(&g->v[i]))
            continue;
        for (int k = 0; k < p->n; k++)
            put_group_cell(r, &g->v[i], queue, p->which[k]);
        recout_end(r);
    }
}

static void put_items(struct desk *d, struct recout *r, const struct pick *p,
                      const struct board_items *items)
{
    for (size_t i = 0; i < items->n; i++) {
        for (int k = 0; k < p->n; k++)
            put_item_cell(d, r, &items->v[i], p->which[k]);
        recout_end(r);
    }
}

void board_records(struct tool *t, const struct board *b)
{
    struct pick p;
    bool ids = t->style.format == REC_IDS || t->style.format == REC_NUL; // an empty line names none
    tool_must(t, pick_columns(&p, board_columns, t->o->columns, BOARD_COLUMNS, &t->err));
    struct recout *r = tool_records(t, p.rec, p.n);
    if (!ids) {
        put_groups(r, &p, &b->queues, true);
        put_groups(r, &p, &b->agents, false);
    }
    put_items(b->d, r, &p, &b->work);
    put_items(b->d, r, &p, &b->due);
    recout_finish(r);
    recout_free(r);
    pick_free(&p);
}
