// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/restricted.h"
#include "base/suggest.h"
#include "base/term.h"
#include "desk/complete.h"
#include "desk/hook.h"
#include "desk/message.h"
#include "desk/session.h"
#include "desk/tool.h"

enum { COMPLAINTS_MAX = 20 };

// --- help and version

// To stdout through struct out, so that a failed write is a failure here, too.
static _Noreturn void print_and_exit(struct tool *t, const struct buf *text)
{
    out_open(&t->out, NULL);
    buf_add(&t->out.buf, text->s, text->len);
    out_record(&t->out);
    out_finish(&t->out);
    exit(EXIT_DONE);
}

static _Noreturn void show_help(struct tool *t)
{
    struct buf b = BUF_INIT;
    tool_help(t->cmd, &b);
    print_and_exit(t, &b);
}

static _Noreturn void show_version(struct tool *t)
{
    struct buf b = BUF_INIT;
    buf_fmt(&b, "%s %s\n", t->cmd->name, TK_VERSION);
    print_and_exit(t, &b);
}

void tool_usage(struct tool *t, const char *fmt, ...)
{
    struct buf b = BUF_INIT;
    va_list ap;
    va_start(ap, fmt);
    buf_vfmt(&b, fmt, ap);
    va_end(ap);
    die(EXIT_USAGE, "%s (%s -h helps)", b.s, t->cmd->name);
}

// --- starting

// Whether name is one of the words of list.
static bool named(const char *list, const char *name)
{
    size_t n = strlen(name);
    for (const char *s = list; s && *s; s += strspn(s, " ")) {
        size_t len = strcspn(s, " ");
        if (len == n && memcmp(s, name, n) == 0)
            return true;
        s += len;
    }
    return false;
}

static void choose_style(struct tool *t)
{
    const struct common *o = t->o;
    bool tty = !o->out && isatty(STDOUT_FILENO);
    if (o->format && named(t->cmd->drawings, o->format))
        t->drawing = o->format;
    bool record = o->format && !t->drawing;
    enum rec_format f = record ? rec_format(o->format) : tty || t->drawing ? REC_TABLE : REC_TSV;
    if (f == REC_UNKNOWN)
        tool_usage(t, "unknown format \"%s\": table, tsv, csv, xcsv, jsonl, ids or nul%s%s",
                   o->format, t->cmd->drawings ? "; " : "",
                   t->cmd->drawings ? t->cmd->drawings : "");
    if (o->color && !named("always never auto", o->color))
        tool_usage(t, "--color takes always, never or auto, not \"%s\"", o->color);
    if (o->zone && !date_zone_ok(o->zone))
        tool_usage(t, "unknown time zone \"%s\": write an IANA name like Europe/Prague", o->zone);
    if ((f == REC_IDS || f == REC_NUL) && o->columns && strcmp(o->columns, "help") != 0)
        t->o->columns = NULL; // these print the key alone, whatever columns there are
    bool header = f == REC_TABLE || f == REC_CSV || f == REC_XCSV;
    t->style = (struct rec_style){.format = f,
                                  .header = (header || o->header) && !o->no_header,
                                  .crlf = o->crlf,
                                  .empty = o->empty,
                                  .tty = tty,
                                  .color = f == REC_TABLE && term_color(o->color, STDOUT_FILENO),
                                  .width = tty ? term_width(STDOUT_FILENO) : 0,
                                  .now = DATE_NONE,
                                  .zone = o->utc ? "UTC" : o->zone};
}

static void open_desk(struct tool *t, enum tool_mode mode)
{
    if (mode == TOOL_NONE)
        return;
    tool_must(t, desk_open(&t->desk, t->o->db, mode == TOOL_READ ? DB_READ : DB_WRITE, t->cmd->name,
                           t->o->as, &t->err));
    t->opened = true;
    t->desk.force = t->o->force;
    if (t->style.format == REC_TABLE)
        t->style.now = t->desk.now;
}

static void check_batch(struct tool *t)
{
    if (t->o->rejects || t->o->each)
        t->o->keep_going = true;
    if (t->o->each && t->o->key)
        tool_usage(t, "--each and -K: a key stands for one change set");
    if (t->o->chunk == 0)
        tool_usage(t, "--chunk takes a number above 0");
    if (t->o->chunk > 0 && t->o->key)
        tool_usage(t, "--chunk and -K: a key stands for one change set");
    if (t->o->key && !*t->o->key)
        tool_usage(t, "-K: an empty key");
    if (t->o->key && line_check("the key", t->o->key, &t->err))
        tool_usage(t, "%s", t->err.s);
}

static void spare_desk(const struct tool *t, const char *path)
{
    if (!path)
        return;
    char *db = desk_path(t->o->db);
    if (db_owns(db, path))
        die(EXIT_CANTCREATE, "%s belongs to the database: choose another file", path);
    free(db);
}

// For cron: a run that is still at work is not joined by the next.  The lock ends with the process.
static void take_lock(const char *path)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (!path)
        return;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0)
        die_errno(EXIT_CANTCREATE, "%s", path);
    if (fcntl(fd, F_SETLK, &whole) == 0)
        return;
    if (errno == EACCES || errno == EAGAIN)
        die(EXIT_TEMP, "%s is locked by another", path);
    die_errno(EXIT_IO, "%s", path);
}

static void open_outputs(struct tool *t)
{
    out_open(&t->out, t->o->out);
    if (!t->o->rejects || t->o->dry_run)
        return;
    out_open(&t->rejects, t->o->rejects); // before any change: what cannot be kept must not be lost
    if (t->o->each)
        out_grow(&t->rejects); // a signal is how a stream ends
}

static void refuse_files(enum opt_value kind, const struct opt_list *words, int first)
{
    for (int i = first; kind == OPTV_FILE && i < words->n; i++)
        restricted_refuse_file(words->v[i]);
}

void tool_start(struct tool *t, const struct command *cmd, int argc, char **argv, void *args)
{
    err_prog = cmd->name;
    out_guard_fds();
    *t = (struct tool){.cmd = cmd, .o = args, .err = BUF_INIT, .later = BUF_INIT};
    spool_init(&t->input);
    if (argc > 1 && strcmp(argv[1], "--complete") == 0)
        exit(complete_main(cmd, argc - 2, argv + 2));
    if (!opt_parse(cmd->options, cmd->flags, argc, argv, args, &t->operands, &t->err))
        tool_usage(t, "%s", t->err.s);
    if (t->o->help)
        show_help(t);
    if (t->o->version)
        show_version(t);
    refuse_files(cmd->operands, &t->operands, 0);
    choose_style(t);
    check_batch(t);
    spare_desk(t, t->o->out);
    spare_desk(t, t->o->rejects);
    spare_desk(t, t->o->lock);
    take_lock(t->o->lock);
    open_desk(t, cmd->mode);
    open_outputs(t);
}

// --- verbs

static const struct verb *find_verb(struct tool *t)
{
    struct suggest s;
    struct buf all = BUF_INIT;
    for (const struct verb *v = t->cmd->verbs; v->name; v++)
        buf_fmt(&all, " %s", v->name);
    if (!t->operands.n)
        tool_usage(t, "which verb? One of:%s", all.s);
    suggest_init(&s, t->operands.v[0]);
    for (const struct verb *v = t->cmd->verbs; v->name; v++) {
        if (strcmp(v->name, t->operands.v[0]) == 0) {
            buf_free(&all);
            return v;
        }
        suggest_offer(&s, v->name);
    }
    buf_fmt(&t->err, "unknown verb \"%s\"", t->operands.v[0]);
    suggest_end(&s, &t->err);
    if (!s.best[0])
        buf_fmt(&t->err, " (one of:%s)", all.s);
    tool_usage(t, "%s", t->err.s);
}

void tool_only(struct tool *t, const char *what, const char *options)
{
    for (const struct opt *o = t->cmd->options; options && (o->letter || o->name); o++)
        if (opt_given(o, t->o) && !named("database help version", o->name) &&
            !named(options, o->name))
            tool_usage(t, "%s takes no --%s", what, o->name);
}

static void run_verb(struct tool *t, const struct verb *v, void *args)
{
    bool writes = v->mode >= TOOL_WRITE;
    if (v->mode == TOOL_WRITE)
        tool_begin(t);
    t->out.hold = writes;
    v->run(t, args, t->operands.v + 1, t->operands.n - 1);
    if (writes && !db_in_transaction(t->desk.db))
        return; // it took back what it did
    int64_t change = writes ? desk_commit(&t->desk) : 0;
    tool_committed(t, change);
    if (writes && !change && !t->desk.unrecorded && t->o->verbose)
        warn("it was so already: nothing changed");
}

int tool_verbs(const struct command *cmd, int argc, char **argv, void *args)
{
    struct tool t;
    tool_start(&t, cmd, argc, argv, args);
    const struct verb *v = find_verb(&t);
    int n = t.operands.n - 1;
    if (n < v->min || (v->max >= 0 && n > v->max))
        tool_usage(&t, "write: %s %s %s", cmd->name, v->name, v->operands);
    tool_only(&t, v->name, v->options);
    refuse_files(v->words, &t.operands, 1);
    open_desk(&t, v->mode);
    run_verb(&t, v, args);
    return tool_end(&t);
}

// --- ending

// A dry run, or a batch that was refused: the file of -o stays what it was.
static bool nothing_done(const struct tool *t)
{
    bool refused = t->cmd->mode == TOOL_WRITE && t->complaints && !t->o->keep_going;
    return t->o->dry_run || (refused && !t->change);
}

// A person in the shell reads a list page by page.  A change is told at once: what waits for it
// need not wait for a reader.
static void finish_output(struct tool *t)
{
    if (session_pages() && t->style.tty && t->style.format == REC_TABLE && !t->change)
        tool_page(t);
    out_finish(&t->out);
}

int tool_end(struct tool *t)
{
    if (t->complaints > COMPLAINTS_MAX)
        warn("... and %d more", t->complaints - COMPLAINTS_MAX);
    if (t->o->out && nothing_done(t))
        out_abandon(&t->out);
    else
        finish_output(t);
    if (t->o->rejects && !t->o->dry_run)
        out_finish(&t->rejects);
    err_stands = NULL;
    if (t->opened) {
        hook_start(&t->desk);
        desk_close(&t->desk);
    }
    opt_list_free(&t->operands);
    buf_free(&t->err);
    buf_free(&t->later);
    spool_free(&t->input);
    return t->status;
}

void tool_fail(struct tool *t, int code, const char *where)
{
    if (!t->status)
        t->status = code;
    if (t->complaints++ < COMPLAINTS_MAX && t->err.len)
        tool_later(t, "%s%s%s", where ? where : "", where ? ": " : "", t->err.s);
    buf_reset(&t->err);
}

void tool_later(struct tool *t, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    buf_vfmt(&t->later, fmt, ap);
    va_end(ap);
    buf_ch(&t->later, '\0');
    if (!t->opened || !db_in_transaction(t->desk.db))
        tool_say(t);
}

void tool_say(struct tool *t)
{
    for (size_t at = 0; at < t->later.len; at += strlen(t->later.s + at) + 1)
        warn("%s", t->later.s + at);
    buf_reset(&t->later);
}

void tool_must(struct tool *t, int rc)
{
    if (rc == 0)
        return;
    if (t->err.len)
        die(rc, "%s", t->err.s);
    exit(rc); // reported already, with its place
}

void tool_begin(struct tool *t)
{
    if (!t->o->out)
        err_stands = NULL; // what was done before has been told
    db_tidy(t->desk.db);
    desk_begin(&t->desk);
}

void tool_committed(struct tool *t, int64_t change)
{
    if (change) {
        t->change = change;
        snprintf(t->stands, sizeof t->stands, "change %lld stands, output lost", (long long)change);
        err_stands = t->stands;
    } else if (t->desk.unrecorded) {
        err_stands = "what was done stands, output lost";
    }
    if (t->o->each && t->rejected)
        out_flush(&t->rejects);
}

bool tool_on_terminal(const struct tool *t)
{
    return t->style.tty;
}

void tool_page(struct tool *t)
{
    struct buf all = BUF_INIT;
    out_take(&t->out, &all);
    out_abandon(&t->out);
    term_page(all.s, all.len, !t->o->no_pager);
    out_open(&t->out, NULL);
    buf_free(&all);
}
