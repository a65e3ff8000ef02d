// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "desk/compose.h"
#include "desk/draft.h"
#include "desk/event_text.h"
#include "desk/merge.h"
#include "desk/ticket.h"

void draft_free(struct draft *w)
{
    free(w->ticket);
    *w = (struct draft){0};
}

bool draft_add(struct draft *w, struct desk *d, int64_t id)
{
    struct ticket k;
    if (!ticket_reach(d, id, &k))
        return false;
    w->ticket = mem_grow(w->ticket, &w->cap, w->n, sizeof *w->ticket);
    w->ticket[w->n++] = (struct draft_ticket){.id = k.id, .rev = k.rev, .left = k.rev};
    ticket_free(&k);
    return true;
}

static int64_t rev_of(struct desk *d, int64_t id)
{
    return db_get_int(d->db, 0, SQL("SELECT rev FROM ticket WHERE id = ?1"), V(id));
}

void draft_leave(struct draft *w, struct desk *d)
{
    for (size_t i = 0; i < w->n; i++)
        w->ticket[i].left = rev_of(d, w->ticket[i].id);
}

void draft_left(struct draft *w)
{
    for (size_t i = 0; i < w->n; i++)
        w->ticket[i].rev = w->ticket[i].left;
}

void draft_look(struct draft *w, struct desk *d)
{
    draft_leave(w, d);
    draft_left(w);
}

bool draft_changed(const struct draft *w, struct desk *d)
{
    for (size_t i = 0; i < w->n; i++)
        if (rev_of(d, w->ticket[i].id) != w->ticket[i].rev)
            return true;
    return false;
}

// --- what came

enum { LINES_MAX = 20 }; // of one message, and events of one ticket

static void tell_body(const char *body)
{
    for (int n = 0; body && *body && n < LINES_MAX; n++) {
        int len = (int)strcspn(body, "\n");
        warn_more("    > %.*s", len, body);
        body += len + (body[len] == '\n');
    }
    if (body && *body)
        warn_more("    > ...");
}

static void tell_event(struct desk *d, struct stmt *q)
{
    struct event_row e;
    struct buf line = BUF_INIT;
    event_read(q, &e);
    date_local(&line, e.at, NULL);
    buf_fmt(&line, " %s: ", e.actor ? agent_word(d, e.actor) : e.tool);
    event_field_word(d, &e, &line);
    buf_ch(&line, ' ');
    if (event_old(d, &e, &line))
        buf_str(&line, " -> ");
    if (!event_new(d, &e, &line))
        buf_str(&line, "none");
    warn_more("  %s", line.s);
    tell_body(db_text(q, EVENT_COLUMNS_N));
    buf_free(&line);
}

static void tell_ticket(struct desk *d, const struct draft_ticket *t)
{
    int shown = 0;
    warn("%lld changed while you wrote:", (long long)t->id);
    struct stmt *q =
        db_query(d->db,
                 SQL("SELECT " EVENT_COLUMNS ", m.body" EVENT_FROM
                     " WHERE e.id IN (SELECT id FROM event WHERE thing = ?1 AND field > 0"
                     " AND id > ?2) ORDER BY e.id"),
                 V(t->id), V(t->rev));
    while (db_row(q))
        if (shown++ < LINES_MAX)
            tell_event(d, q);
    if (shown > LINES_MAX)
        warn_more("  ... and %d more (tk-log %lld)", shown - LINES_MAX, (long long)t->id);
}

void draft_tell(const struct draft *w, struct desk *d)
{
    for (size_t i = 0; i < w->n; i++)
        if (rev_of(d, w->ticket[i].id) != w->ticket[i].rev)
            tell_ticket(d, &w->ticket[i]);
}

// --- who writes

void draft_begin(const struct draft *w, struct desk *d, const char *path, bool note)
{
    desk_begin(d);
    for (size_t i = 0; i < w->n; i++)
        db_run(d->db,
               SQL("INSERT OR REPLACE INTO draft(path, ticket, agent, at, note)"
                   " VALUES(?1, ?2, ?3, ?4, ?5)"),
               V(path), V(w->ticket[i].id), V(d->me), V(d->now), V((int)note));
    d->unrecorded = true;
    desk_commit(d);
}

bool draft_is_noted(struct desk *d, const char *path)
{
    return db_get_int(d->db, 0, SQL("SELECT 1 FROM draft WHERE path = ?1 LIMIT 1"), V(path)) != 0;
}

void draft_end(struct desk *d, const char *path)
{
    db_run(d->db, SQL("DELETE FROM draft WHERE path = ?1"), V(path));
    d->unrecorded = true;
}

void draft_prune(struct desk *d)
{
    struct opt_list gone = {0};
    struct stmt *q = db_query(
        d->db, SQL("SELECT DISTINCT path FROM draft WHERE agent = ?1 /* scan */"), V(d->me));
    while (db_row(q))
        if (compose_was_draft(db_text(q, 0)))
            opt_list_add(&gone, db_text_dup(q, 0));
    if (gone.n)
        desk_begin(d);
    for (int i = 0; i < gone.n; i++) {
        draft_end(d, gone.v[i]);
        free((char *)gone.v[i]);
    }
    if (gone.n)
        desk_commit(d);
    opt_list_free(&gone);
}

char *draft_find(struct desk *d, int64_t ticket, bool *note)
{
    struct stmt *q =
        db_query(d->db,
                 SQL(MERGED_THREAD "SELECT path, note FROM draft WHERE ticket IN"
                                   " (SELECT id FROM thread) AND agent = ?2"
                                   " ORDER BY at DESC, path DESC /* scan */ /* sort */"),
                 V(ticket), V(d->me));
    while (db_row(q)) {
        if (!compose_is_draft(db_text(q, 0))) // of another host, or thrown away
            continue;
        char *path = db_text_dup(q, 0);
        *note = db_int(q, 1);
        db_end(q);
        return path;
    }
    return NULL;
}

void draft_warn(const struct draft *w, struct desk *d)
{
    for (size_t i = 0; i < w->n; i++) {
        struct stmt *q = db_query(d->db,
                                  SQL(MERGED_THREAD
                                      "SELECT a.login, f.at FROM draft f JOIN agent a"
                                      " ON a.id = f.agent WHERE f.ticket IN (SELECT id FROM thread)"
                                      " AND f.agent <> ?2 ORDER BY f.at /* scan */ /* sort */"),
                                  V(w->ticket[i].id), V(d->me));
        while (db_row(q)) {
            struct buf since = BUF_INIT;
            date_both(&since, db_int(q, 1), d->now, NULL);
            warn("%lld: %s is writing, too: since %s", (long long)w->ticket[i].id, db_text(q, 0),
                 since.s);
            buf_free(&since);
        }
    }
}

// --- the list

static const struct rec_column columns[] = {
    {"ticket", REC_ID, "ticket that the answer is for", false},
    {"at", REC_TIME, "when the writing began", false},
    {"kind", REC_NAME, "reply or note", false},
    {"path", REC_TEXT, "file that holds the text", false},
    {"text", REC_TEXT, "its first line", false},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

// The first line that was written in the file.
static char *first_line(const char *path)
{
    struct buf b = BUF_INIT;
    if (!compose_look(path, &b)) {
        buf_free(&b);
        return NULL;
    }
    size_t from = strspn(b.s, " \t\r\n");
    char *line = mem_strndup(b.s + from, strcspn(b.s + from, "\r\n"));
    buf_free(&b);
    return line;
}

void draft_list(struct tool *t)
{
    const struct rec_column *all[COLUMNS];
    for (int i = 0; i < COLUMNS; i++)
        all[i] = &columns[i];
    struct recout *r = tool_records(t, all, COLUMNS);
    draft_prune(&t->desk);
    t->out.hold = true;
    struct stmt *q = db_query(t->desk.db,
                              SQL("SELECT ticket, at, note, path FROM draft WHERE agent = ?1"
                                  " ORDER BY at, path, ticket /* scan */ /* sort */"),
                              V(t->desk.me));
    while (db_row(q)) {
        char *line = first_line(db_text(q, 3));
        recout_int(r, db_int(q, 0));
        recout_time(r, db_int(q, 1));
        recout_str(r, db_int(q, 2) ? "note" : "reply");
        recout_str(r, db_text(q, 3));
        recout_str(r, line);
        recout_end(r);
        free(line);
    }
    recout_finish(r);
    recout_free(r);
}
