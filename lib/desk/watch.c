// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/watch.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/screen.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "desk/live.h"

enum {
    COUNT_MS = 300,
    COUNT_STEP = 1000,
    MARKED_MS = 50000, // less than a page lasts at most, so that no mark stays for two
    GUTTER = 2,
    NARROW = 60, // columns of a screen
    DAY = 11,    // "2026-11-22 "
};
#define DOT " \xC2\xB7 "

// --- how many there are

static uint64_t mix(int64_t id, int64_t rev)
{
    uint64_t x = (uint64_t)id * UINT64_C(0x9E3779B97F4A7C15) ^ (uint64_t)rev;
    x = (x ^ x >> 31) * UINT64_C(0xBF58476D1CE4E5B9);
    return x ^ x >> 29;
}

// All of them, also those that the screen does not hold; their order does not matter.  Where that
// takes too long, it is known that there are more: a key must not wait for it.
static uint64_t add_up(struct watch *w, struct find *f, int64_t *newest)
{
    uint64_t state = 0;
    int64_t until = date_monotonic() + COUNT_MS;
    w->more = false;
    while (!w->more && find_row(f)) {
        int64_t updated = db_time(f->q, 0);
        state += mix(find_id(f), updated);
        *newest = updated > *newest ? updated : *newest;
        w->more = f->rows % COUNT_STEP == 0 && date_monotonic() > until;
    }
    w->total = f->rows;
    w->more = w->more || f->more;
    return state;
}

static void count(struct tool *t, struct watch *w)
{
    struct find_spec spec = *w->spec;
    struct find f;
    int64_t newest = DATE_NONE;
    spec.columns = "updated";
    if (spec.limit < 0)
        spec.sort = NULL;
    tool_must(t, find_open(&f, &t->desk, &spec, &t->err));
    uint64_t state = add_up(w, &f, &newest);
    if (!w->begun || w->more) // what was not read is older
        w->changed = newest;
    else if (state != w->state)
        w->changed = t->desk.now;
    w->state = state;
    find_close(&f);
}

// --- which of them have changed

static int64_t rev_of(struct desk *d, int64_t id)
{
    return db_get_int(d->db, 0, SQL("SELECT rev FROM ticket WHERE id = ?1"), V(id));
}

static const struct watch_row *row_before(const struct watch *w, int64_t id)
{
    for (size_t i = 0; i < w->n; i++)
        if (w->row[i].id == id)
            return &w->row[i];
    return NULL;
}

static struct watch_row look(struct tool *t, const struct watch *w, int64_t id)
{
    const struct watch_row *old = row_before(w, id);
    struct watch_row now = {.id = id, .rev = rev_of(&t->desk, id)};
    if (old && old->rev == now.rev)
        now.seen = old->seen;
    else if (w->begun)
        now.seen = date_monotonic();
    return now;
}

static bool is_marked(const struct watch_row *r)
{
    return r->seen && date_monotonic() - r->seen < MARKED_MS;
}

// --- the page

// The hour, and if it was not today, the day before it.
static void add_moment(const struct tool *t, int64_t at, struct buf *out)
{
    struct buf now = BUF_INIT, then = BUF_INIT;
    date_local(&now, t->desk.now, t->style.zone);
    date_local(&then, at, t->style.zone);
    bool today = strncmp(now.s, then.s, DAY) == 0;
    buf_str(out, then.s + (today ? DAY : 0));
    buf_free(&now);
    buf_free(&then);
}

// "is:open queue:billing       37 tickets · changed 13:00": the query gives way.
static void put_title(struct tool *t, const struct watch *w, struct buf *page)
{
    struct buf query = BUF_INIT, facts = BUF_INIT;
    int used;
    const char *title = *w->title ? w->title : "all tickets";
    wrap_part(&query, title, strlen(title));
    buf_fmt(&facts, "%lld%s ticket%s", (long long)w->total, w->more ? " or more" : "",
            w->total == 1 && !w->more ? "" : "s");
    if (w->changed != DATE_NONE) {
        buf_str(&facts, DOT "changed ");
        add_moment(t, w->changed, &facts);
    }
    int room = t->style.width - utf8_width(facts.s, facts.len) - GUTTER;
    buf_str(page, t->style.color ? "\033[1m" : "");
    screen_cut(page, query.s, query.len, room, &used);
    buf_fill(page, ' ', room > used ? (size_t)(room - used) + GUTTER : GUTTER);
    buf_fmt(page, "%s%s\n", facts.s, t->style.color ? "\033[0m" : "");
    buf_free(&query);
    buf_free(&facts);
}

// Tickets that the screen holds below the title and the names of the columns.
static int64_t room_for(const struct watch *w, int high)
{
    int left = high - 1 - w->lines;
    if (w->total > left / w->lines)
        left--; // for the line that says how many more
    return left > 0 ? left / w->lines : 0;
}

// The table, each row behind its mark; returns how many rows those are.
static int64_t put_rows(const struct watch *w, const struct buf *table, int64_t room,
                        struct buf *page)
{
    const char *line = table->s, *end;
    size_t lines = (size_t)w->lines, rows = (size_t)room < w->n ? (size_t)room : w->n;
    for (size_t i = 0; i < lines * (rows + 1) && (end = strchr(line, '\n')); i++, line = end + 1) {
        bool first = i >= lines && i % lines == 0;
        buf_str(page, first && is_marked(&w->row[i / lines - 1]) ? "* " : "  ");
        buf_add(page, line, (size_t)(end - line) + 1);
    }
    return (int64_t)rows;
}

static void read_rows(struct tool *t, struct watch *w, int64_t room, struct buf *table)
{
    struct find_spec spec = *w->spec;
    struct rec_style style = t->style;
    struct watch_row *row = mem_array((size_t)room + 1, sizeof *row);
    struct out o;
    struct find f;
    size_t n = 0;
    spec.limit = room;
    if (!spec.columns && style.width < NARROW)
        spec.columns = WATCH_NARROW;
    style.width = style.width > GUTTER ? style.width - GUTTER : 1;
    tool_must(t, find_open(&f, &t->desk, &spec, &t->err));
    live_hold(&o);
    struct recout *r = recout_new(&o, &style, f.columns.rec, f.columns.n);
    while (find_row(&f)) {
        row[n++] = look(t, w, find_id(&f));
        find_emit(&f, r);
    }
    recout_finish(r);
    w->lines = recout_lines(r);
    recout_free(r);
    find_close(&f);
    live_take(&o, table);
    free(w->row);
    w->row = row;
    w->n = n;
}

void watch_draw(struct tool *t, void *arg, int high, struct buf *page)
{
    struct watch *w = arg;
    struct buf table = BUF_INIT;
    db_begin_read(t->desk.db);
    count(t, w);
    w->lines = 1;
    int64_t room = room_for(w, high);
    read_rows(t, w, w->total < room ? w->total : room, &table);
    db_commit(t->desk.db);
    put_title(t, w, page);
    int64_t rows = put_rows(w, &table, room_for(w, high), page);
    if (w->total > rows)
        buf_fmt(page, "  ... %lld%s more\n", (long long)(w->total - rows), w->more ? " or" : "");
    w->begun = true;
    buf_free(&table);
}

void watch_free(struct watch *w)
{
    free(w->row);
}
