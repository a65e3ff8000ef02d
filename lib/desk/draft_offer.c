// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "base/utf8.h"
#include "desk/compose.h"
#include "desk/draft.h"

enum { WORDS_WIDTH = 40 };

// How the text begins, in quotes.
static void put_beginning(struct buf *out, const char *path)
{
    struct buf text = BUF_INIT, shown = BUF_INIT;
    int used;
    compose_look(path, &text);
    size_t from = strspn(text.s, " \t\r\n"), n = strcspn(text.s + from, "\r\n");
    utf8_visible(&shown, text.s + from, n, UTF8_KEEP_NONE);
    size_t fits = utf8_prefix(shown.s, shown.len, WORDS_WIDTH, &used);
    if (shown.len)
        buf_fmt(out, ", \"%.*s%s\"", (int)fits, shown.s, fits < shown.len ? "…" : "");
    buf_free(&text);
    buf_free(&shown);
}

void draft_offer(struct desk *d, struct buf *out)
{
    struct stmt *q = db_query(d->db,
                              SQL("SELECT min(ticket), at, note, path FROM draft WHERE agent = ?1"
                                  " GROUP BY path ORDER BY at, path /* scan */ /* sort */"),
                              V(desk_me(d)));
    while (db_row(q)) {
        const char *path = db_text(q, 3);
        if (!compose_is_draft(path))
            continue;
        buf_fmt(out, "%lld: you have begun a %s", (long long)db_int(q, 0),
                db_int(q, 2) ? "note" : "reply");
        put_beginning(out, path);
        buf_fmt(out, ": reply%s --recover %lld\n", db_int(q, 2) ? " --note" : "",
                (long long)db_int(q, 0));
    }
}
