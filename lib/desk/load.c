// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/hook.h"
#include "desk/load_impl.h"
#include "desk/request.h"
#include "desk/stream.h"

#define NO_INPUT "no input: give records on stdin"

// Above this size the full-text index gets its large buffer (it costs memory, saves a third of
// cpu).
enum { BULK_SIZE = 4 << 20 };

// --- one record

static bool has_cell(const struct loader *k, const struct record *rec, const char *column)
{
    for (int i = 0; i < rec->n; i++)
        if (k->target[i] && rec->cell[i] && strcmp(k->target[i], column) == 0)
            return true;
    return false;
}

static int fill(struct loader *k, const struct record *rec, struct buf *err)
{
    int rc = 0;
    for (int i = 0; rc == 0 && i < rec->n; i++)
        if (k->target[i])
            rc = intake_put(&k->intake, k->target[i], rec->cell[i], rec->len[i], err);
    for (const char *const *d = k->l->defaults; rc == 0 && *d; d += 2)
        if (!has_cell(k, rec, d[0]))
            rc = intake_put(&k->intake, d[0], d[1], strlen(d[1]), err);
    return rc;
}

static void complain(struct loader *k, long line, int rc)
{
    char where[40];
    snprintf(where, sizeof where, "stdin:%ld", line);
    tool_fail(k->t, rc == EXIT_NOUSER ? EXIT_DATA : rc, where);
}

static void take_record(struct loader *k, const struct record *rec, enum recin_rc got)
{
    struct tool *t = k->t;
    int64_t id = 0;
    intake_reset(&k->intake);
    int rc = got == RECIN_BAD ? EXIT_DATA : load_extend_targets(k);
    if (rc == 0)
        rc = fill(k, rec, &t->err);
    if (rc == 0)
        rc = intake_make(&k->intake, &id, &t->err);
    if (rc) {
        complain(k, rec->line, rc);
        tool_reject(t, recin_header_size(k->in), rec->off, rec->size);
        return;
    }
    k->made = mem_grow(k->made, &k->cap_made, k->n_made, sizeof *k->made);
    k->made[k->n_made++] = id;
    k->made_since++;
}

// --- transactions

static void print_made(struct loader *k)
{
    bool refused = k->t->complaints && !k->t->o->keep_going;
    if (!k->t->o->dry_run && (k->n_made || !refused)) // refused: not even a header
        tool_print_tickets(k->t, k->made, k->n_made);
    k->n_made = 0;
}

static void dry_run(struct loader *k)
{
    tool_print_dry(k->t, k->made, k->n_made);
    k->n_made = 0;
}

// True if this key was used by the same request before: it gets the same answer.
static bool done_before(struct loader *k)
{
    struct tool *t = k->t;
    struct ref_list made = {0};
    enum request_rc rc = request_look(&t->desk, t->o->key, k->request, &t->err);
    if (rc == REQUEST_CONFLICT)
        tool_must(t, EXIT_DATA);
    if (rc == REQUEST_NEW)
        return false;
    t->status = request_recall(&t->desk, t->o->key, &made);
    for (size_t i = 0; i < made.n; i++) {
        k->made = mem_grow(k->made, &k->cap_made, k->n_made, sizeof *k->made);
        k->made[k->n_made++] = made.v[i].id;
    }
    refs_free(&made);
    k->answered = true;
    tool_print_tickets(t, k->made, k->n_made);
    k->n_made = 0;
    return true;
}

// Between the look and the lock another process may have done it.
static bool begin_keyed(struct loader *k)
{
    tool_begin(k->t);
    if (!k->t->o->key ||
        request_begin(&k->t->desk, k->t->o->key, k->request, &k->t->err) == REQUEST_NEW)
        return true;
    desk_rollback(&k->t->desk);
    buf_reset(&k->t->err);
    return !done_before(k);
}

// --- the records of one change set

struct chunk {
    struct loader *k;
    bool bulk;
    long behind;              // lines between the header and the records that are not in the input
    struct recin_place place; // where they begin
    size_t n_made;            // before them
    bool end;                 // of the input
};

static bool is_full(const struct loader *k)
{
    const struct tool *t = k->t;
    return t->o->chunk > 0 && k->made_since >= t->o->chunk && !t->o->dry_run &&
           (!t->complaints || t->o->keep_going);
}

static void take_records(struct chunk *c)
{
    struct loader *k = c->k;
    struct record rec;
    while (!c->end && !is_full(k)) {
        enum recin_rc got = recin_next(k->in, &rec, &k->t->err);
        c->end = got == RECIN_END;
        if (c->end)
            break;
        rec.line += c->behind;
        take_record(k, &rec, got);
    }
}

static void start_chunk(struct chunk *c)
{
    c->k->n_made = c->n_made;
    c->k->made_since = 0;
    c->end = false;
}

static bool take_chunk(struct tool *t, void *arg)
{
    struct chunk *c = arg;
    struct loader *k = c->k;
    start_chunk(c);
    recin_seek(k->in, c->place);
    if (!begin_keyed(k)) {
        c->end = true;
        return false;
    }
    if (c->bulk)
        message_bulk(&t->desk, true);
    take_records(c);
    if (t->o->fail_empty && !t->o->each && c->end && !k->n_made && !t->status)
        t->status = EXIT_NONE;
    if (t->complaints && !t->o->keep_going) {
        k->n_made = c->n_made; // what earlier chunks made stands and is printed
        return false;
    }
    if (t->o->dry_run) {
        dry_run(k);
        return false;
    }
    if (c->bulk)
        message_bulk(&t->desk, false);
    request_end(&t->desk, t->o->key, t->status, k->made, k->n_made);
    return true;
}

// False when nothing comes behind it: the end, or a fault.
static bool change_chunk(struct chunk *c)
{
    struct loader *k = c->k;
    struct tool *t = k->t;
    c->place = recin_tell(k->in);
    c->n_made = k->n_made;
    int rc = tool_change(t, take_chunk, c);
    if (rc) {
        uint64_t end = recin_tell(k->in).off;
        if (t->o->chunk > 0 || t->o->each)
            complain(k, c->place.line + c->behind, rc);
        else
            tool_fail(t, rc, NULL);
        tool_reject(t, recin_header_size(k->in), c->place.off, end - c->place.off);
        k->n_made = c->n_made;
    }
    tool_say(t);
    return !c->end && (!t->complaints || t->o->keep_going);
}

static void hash_word(crypto_generichash_state *h, const char *s)
{
    crypto_generichash_update(h, (const unsigned char *)s, strlen(s) + 1);
}

// What is asked: the input and the options that say what becomes of it.
static void hash_input(struct loader *k)
{
    crypto_generichash_state h;
    struct buf block = BUF_INIT;
    uint64_t size = spool_size(&k->t->input);
    crypto_generichash_init(&h, NULL, 0, HASH_SIZE);
    for (const char *const *d = k->l->defaults; *d; d++)
        hash_word(&h, *d);
    hash_word(&h, k->l->map ? k->l->map : "");
    hash_word(&h, k->l->restore ? "restore" : "");
    hash_word(&h, k->l->ignore_unknown ? "ignore" : "");
    for (uint64_t at = 0; at < size; at += block.len) {
        buf_reset(&block);
        spool_read(&k->t->input, at, size - at < 65536 ? (size_t)(size - at) : 65536, &block);
        crypto_generichash_update(&h, (unsigned char *)block.s, block.len);
    }
    crypto_generichash_final(&h, k->request, HASH_SIZE);
    buf_free(&block);
}

static bool open_input(struct loader *k, struct spool *spool)
{
    int rc = EXIT_DATA;
    if (!spool_size(spool)) // nothing to do
        return false;
    k->in = recin_new(spool, "stdin", k->l->format, k->t->o->empty);
    if (recin_header(k->in, &k->t->err)) {
        load_check_map(k);
        rc = load_extend_targets(k);
    }
    if (rc)
        complain(k, 1, rc);
    return rc == 0;
}

static void load_all(struct loader *k)
{
    struct tool *t = k->t;
    if (t->o->key)
        hash_input(k);
    if (t->o->key && done_before(k)) // before names are looked up, which may be gone by now
        return;
    if (!open_input(k, &t->input)) {
        if (t->o->fail_empty && !t->status)
            t->status = EXIT_NONE;
        return;
    }
    struct chunk c = {.k = k, .bulk = spool_size(&t->input) > BULK_SIZE};
    while (change_chunk(&c))
        ;
    if (!k->answered)
        print_made(k);
}

// --- an endless stream: every record its own change set, as it comes

// The header and this record, as an input of its own.  `behind`: how many lines of the stream lie
// between the two.
static void take_streamed(struct loader *k, const struct buf *header, const char *s, size_t n,
                          long behind)
{
    struct tool *t = k->t;
    spool_free(&t->input);
    spool_init(&t->input);
    spool_add(&t->input, header->s, header->len);
    spool_add(&t->input, s, n);
    k->in = recin_new(&t->input, "stdin", k->l->format, t->o->empty);
    bool good = recin_header(k->in, &t->err);
    if (good)
        load_check_map(k);
    good = good && load_extend_targets(k) == 0;
    if (!good)
        complain(k, 1, EXIT_DATA);
    if (good) {
        change_chunk(&(struct chunk){.k = k, .behind = behind});
        print_made(k);
        hook_start(&t->desk);
    }
    recin_free(k->in);
    k->in = NULL;
    load_forget_targets(k);
}

static bool is_blank(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!strchr("\xEF\xBB\xBF\r\n", s[i]) || !s[i])
            return false;
    return true;
}

static void load_stream(struct loader *k)
{
    struct stream in = STREAM_INIT;
    struct buf header = BUF_INIT;
    bool any = false, want_header = k->l->format != REC_JSONL;
    long first = 0;
    const char *s;
    size_t n;
    in.csv = k->l->format == REC_CSV || k->l->format == REC_XCSV;
    tool_check_stdin(k->t, false, NO_INPUT);
    while (stream_next(&in, &s, &n)) {
        if (want_header) {
            buf_add(&header, s, n);
            want_header = is_blank(s, n); // the reader of records skips such lines
            continue;
        }
        first = any ? first : in.line;
        any = true;
        take_streamed(k, &header, s, n, in.line - first);
    }
    if (k->t->o->fail_empty && !any && !k->t->status)
        k->t->status = EXIT_NONE;
    stream_free(&in);
    buf_free(&header);
}

// --- both

// A bad option is a fault of the command line, not of every record.
static void check_defaults(struct loader *k)
{
    struct tool *t = k->t;
    for (const char *const *d = k->l->defaults; *d; d += 2) {
        int rc = intake_put(&k->intake, d[0], d[1], strlen(d[1]), &t->err);
        tool_must(t, rc == EXIT_DATA ? EXIT_USAGE : rc);
    }
}

void load_run(struct load *l)
{
    struct loader k = {
        .l = l, .t = l->t, .target = mem_array(LOAD_COLUMNS_MAX + 1, sizeof *k.target)};
    intake_begin(&k.intake, &l->t->desk, l->restore);
    check_defaults(&k);
    if (l->t->o->each) {
        load_stream(&k);
    } else {
        tool_read_stdin(l->t, false, NO_INPUT);
        load_all(&k);
    }
    intake_reset(&k.intake);
    recin_free(k.in);
    load_forget_targets(&k);
    free(k.target);
    free(k.made);
}
