// SPDX-License-Identifier: GPL-3.0-or-later
// The import as a whole: input, change sets, progress, reconciliation.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"
#include "desk/hook.h"
#include "desk/import_impl.h"

enum { BULK_SIZE = 4 << 20, PROGRESS_MS = 250 };

// --- progress, for a person who waits

struct progress {
    bool on, shown;
    int64_t began, last;
};

static void begin_progress(struct progress *p, const struct tool *t)
{
    *p = (struct progress){.on = isatty(STDERR_FILENO) && !t->o->quiet};
    p->began = p->last = date_monotonic();
}

// A terminal that takes nothing now (Ctrl-S) must not hold up those who wait for the lock.
static void put_progress(struct progress *p, const struct buf *line)
{
    struct pollfd ready = {.fd = STDERR_FILENO, .events = POLLOUT};
    if (poll(&ready, 1, 0) == 1 && ready.revents & POLLOUT)
        p->shown = buf_write(STDERR_FILENO, line->s, line->len) == 0;
}

static void show_progress(struct progress *p, const struct reader *r, int64_t records)
{
    int64_t now = p->on ? date_monotonic() : 0;
    if (!p->on || now - p->last < PROGRESS_MS)
        return;
    double part = reader_part(r), seconds = (double)(now - p->began) / 1000;
    struct buf b = BUF_INIT;
    p->last = now;
    buf_fmt(&b, "\r%s: %lld records, %.0f/s", err_prog, (long long)records,
            (double)records / seconds);
    if (part > 0.01)
        buf_fmt(&b, ", %.0f %%, %.0f s left", 100 * part, seconds / part - seconds);
    buf_str(&b, "\033[K");
    put_progress(p, &b);
    buf_free(&b);
}

static void end_progress(struct progress *p)
{
    struct buf b = BUF_INIT;
    buf_str(&b, "\r\033[K");
    if (p->shown)
        put_progress(p, &b);
    buf_free(&b);
}

// --- input

static void read_input(struct imports *k, const struct import_job *job)
{
    struct tool *t = k->t;
    bool standard = !job->file || strcmp(job->file, "-") == 0;
    k->name = standard ? "stdin" : job->file;
    if (standard) {
        tool_read_stdin(t, job->file != NULL, "no input: name a FILE, or give records on stdin");
        return;
    }
    int fd = open(job->file, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        die_errno(EXIT_NOINPUT, "%s", job->file);
    spool_fill(&t->input, fd, job->file);
    close(fd);
}

static void check_source(struct tool *t, const char *source)
{
    if (!name_legal(source, "a source", &t->err) || strcmp(source, "key") == 0)
        tool_usage(t, "--source: %s", t->err.len ? t->err.s : "\"key\" is taken");
}

static void load_mapping(struct imports *k, const struct import_job *job)
{
    struct tool *t = k->t;
    tool_must(t, map_load(&k->map, job->mapping, &t->err));
    if (job->source)
        check_source(t, job->source);
    if (job->format) {
        enum rec_format f = rec_format(job->format);
        if (f < REC_TSV || f > REC_JSONL)
            tool_usage(t, "-I takes csv, tsv, xcsv or jsonl, not \"%s\"", job->format);
        k->map.format = f;
    }
    k->source = job->source ? job->source : k->map.source;
    k->zone = k->map.zone ? k->map.zone : k->d->zone;
    k->queue = job->queue;
    k->customer = job->customer;
    k->custom = mem_array((size_t)k->map.n_custom + 1, sizeof *k->custom);
}

// --- change sets

struct work {
    struct imports *k;
    struct reader *r;
    struct progress progress;
    bool end;
};

static void find_default_queue(struct imports *k)
{
    char *name = setting_get(k->d, "queue");
    k->default_queue =
        name ? db_get_int(k->d->db, 0, SQL("SELECT id FROM queue WHERE name = ?1"), V(name)) : 0;
    free(name);
}

// What was looked up or made counts for one change set: it may be rolled back, and between two of
// them others may change it.
static void forget_known(struct imports *k)
{
    known_forget(&k->queues);
    known_forget(&k->agents);
    known_forget(&k->tags);
    known_forget(&k->people);
    k->n_gone = 0;
    for (int i = 0; i < k->map.n_custom; i++)
        k->custom[i] = (struct custom_field){0};
}

// All records of a ticket go together: of a history nothing may be missing.
static void reject(struct work *w, const struct reading *where, size_t n)
{
    w->k->tally.n[COUNT_REJECTED] += (int64_t)n;
    for (size_t i = 0; i < n; i++)
        tool_reject(w->k->t, reader_header(w->r), where[i].off, where[i].size);
}

static bool take_ticket(struct work *w)
{
    struct row *rows;
    struct reading *where;
    size_t n, which;
    bool bad;
    struct imports *k = w->k;
    w->end = !reader_next(w->r, &rows, &where, &n, &bad);
    if (w->end)
        return false;
    show_progress(&w->progress, w->r, k->tally.n[COUNT_RECORDS]);
    if (!bad && import_apply(k, rows, n, &which, &k->t->err)) {
        char *at = mem_printf("%s:%ld", k->name, rows[which].line);
        tool_fail(k->t, EXIT_DATA, at);
        free(at);
        bad = true;
    }
    if (bad)
        reject(w, where, n);
    return !bad;
}

static bool is_wanted(const struct tool *t)
{
    return !t->o->dry_run && (!t->complaints || t->o->keep_going);
}

static void check_found(struct work *w)
{
    struct imports *k = w->k;
    const char *lacks = k->any_tree ? reader_lacks(k) : NULL;
    if (!lacks || !w->end)
        return;
    buf_fmt(&k->t->err, "no record has \"%s\", which %s names (write ?= where it may lack)", lacks,
            k->map.path);
    tool_fail(k->t, EXIT_DATA, k->name);
}

// One change set: all, or --chunk tickets.  Hooks are not asked: it has happened.
static void take_chunk(struct work *w, bool bulk)
{
    struct imports *k = w->k;
    struct tool *t = k->t;
    tool_begin(t);
    k->d->unhooked = true;
    forget_known(k);
    find_default_queue(k);
    if (bulk)
        message_bulk(k->d, true);
    for (int64_t n = 0; !w->end && (t->o->chunk < 0 || n < t->o->chunk || !is_wanted(t));)
        n += take_ticket(w);
    check_found(w);
    if (bulk && is_wanted(t))
        message_bulk(k->d, false);
    if (is_wanted(t))
        tool_committed(t, desk_commit(k->d));
    else
        desk_rollback(k->d);
    end_progress(&w->progress);
    tool_say(t);
}

static void take_all(struct imports *k)
{
    struct tool *t = k->t;
    struct work w = {.k = k};
    bool bulk = spool_size(&t->input) > BULK_SIZE;
    w.r = reader_open(k, &t->input, &t->err);
    if (!w.r) {
        char *at = mem_printf("%s:1", k->name);
        tool_fail(t, EXIT_DATA, at);
        free(at);
        return;
    }
    tool_say(t);
    begin_progress(&w.progress, t);
    while (!w.end)
        take_chunk(&w, bulk);
    reader_close(w.r);
}

// --- the end

static void print(struct imports *k)
{
    struct tool *t = k->t;
    bool refused = t->complaints && !t->o->keep_going && !t->o->dry_run;
    if (t->o->quiet || (refused && !t->change))
        return;
    if (t->o->dry_run) { // nothing downstream acts on it
        int to = t->out.fd;
        t->out.fd = STDERR_FILENO;
        t->style.tty = isatty(STDERR_FILENO);
        reconcile_print(t, &k->tally);
        out_flush(&t->out);
        t->out.fd = to;
        return;
    }
    reconcile_print(t, &k->tally);
}

void import_run(const struct import_job *job)
{
    struct tool *t = job->t;
    struct imports k = {.t = t, .d = &t->desk, .list = {.numbers = BUF_INIT}, .text = BUF_INIT};
    tool_must(t, desk_need(k.d, ROLE_ADMIN, "import histories", &t->err));
    load_mapping(&k, job);
    read_input(&k, job);
    if (spool_size(&t->input))
        take_all(&k);
    else if (t->o->fail_empty)
        t->status = EXIT_NONE;
    print(&k);
    forget_known(&k);
    free(k.custom);
    free(k.gone);
    place_list_free(&k.list);
    buf_free(&k.text);
    reconcile_free(&k.tally);
    map_free(&k.map);
}
