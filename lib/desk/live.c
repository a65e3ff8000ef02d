// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/live.h"

#include "base/date.h"
#include "base/screen.h"

enum {
    POLL_MS = 200,
    ANEW_MS = 60000,
    REST = 4, // times as long as a drawing took
};

void live_check(struct tool *t, const char *instead)
{
    if (!screen_possible())
        tool_usage(t, "needs a terminal on stdin and stdout: %s", instead);
    if (db_is_immutable(t->desk.db))
        die(EXIT_NOPERM, "%s: cannot follow: its directory is not writable", db_path(t->desk.db));
}

static void make_page(struct tool *t, live_draw *draw, void *arg, struct buf *page)
{
    int64_t version = db_data_version(t->desk.db);
    if (version != t->desk.version)
        desk_forget_names(&t->desk);
    t->desk.version = version;
    t->desk.now = date_now();
    t->style.now = t->desk.now;
    t->style.width = screen_width();
    draw(t, arg, screen_height(), page);
}

// False when a key ends it.
static bool wait_for_change(struct tool *t, int64_t drawn, int64_t took)
{
    for (;;) {
        enum screen_event event = screen_wait(POLL_MS);
        int64_t past = date_monotonic() - drawn;
        if (event != SCREEN_TIME)
            return event == SCREEN_AGAIN;
        if (past >= ANEW_MS ||
            (past >= took * REST && db_data_version(t->desk.db) != t->desk.version))
            return true;
    }
}

void live_run(struct tool *t, live_draw *draw, void *arg)
{
    struct buf page = BUF_INIT;
    bool opened = false;
    int64_t began, drawn;
    do {
        began = date_monotonic();
        buf_reset(&page);
        make_page(t, draw, arg, &page);
        if (!opened) // not before: a fault in what was asked is said on the screen that was there
            screen_open();
        opened = true;
        screen_draw(page.s, page.len);
        drawn = date_monotonic();
    } while (wait_for_change(t, drawn, drawn - began));
    screen_close();
    buf_free(&page);
}

void live_hold(struct out *o)
{
    out_open(o, NULL);
    o->hold = true;
}

void live_take(struct out *o, struct buf *to)
{
    out_take(o, to);
    out_abandon(o);
}
