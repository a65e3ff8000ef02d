// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/outdir.h"
#include "desk/check.h"
#include "desk/export.h"
#include "desk/export_impl.h"
#include "store/schema.h"

struct export
{
    struct tool *t;
    struct db *db;
    bool increment;
    struct export_point now, base;
};

// --- where it begins and ends

void export_point(struct db *db, int64_t change, struct export_point *p)
{
    *p = (struct export_point){.anchor = "0:"};
    struct stmt *q = db_query(db,
                              SQL("SELECT id, n, hash FROM change WHERE id <= ?1"
                                  " ORDER BY id DESC LIMIT 1"),
                              V(change));
    if (!db_row(q))
        return;
    p->cursor = db_int(q, 0) + db_int(q, 1) - 1;
    char hex[2 * HASH_SIZE + 1] = "";
    if (db_size(q, 2) == HASH_SIZE)
        sodium_bin2hex(hex, sizeof hex, db_blob(q, 2), HASH_SIZE);
    snprintf(p->anchor, sizeof p->anchor, "%lld:%s", (long long)db_int(q, 0), hex);
    db_end(q);
}

static void since_event(struct export *e, const char *since)
{
    long long event = strlen(since) < 19 ? atoll(since) : INT64_MAX;
    export_point(e->db, event, &e->base);
    long long first = atoll(e->base.anchor);
    if (event > e->now.cursor)
        tool_usage(e->t, "--since %s: the last event of this desk is %lld", since,
                   (long long)e->now.cursor);
    if (event != e->base.cursor)
        tool_usage(e->t, "--since %s: that is within change %lld: take %lld or %lld", since, first,
                   first - 1, (long long)e->base.cursor);
}

static void since_anchor(struct export *e, const char *since)
{
    export_point(e->db, atoll(since), &e->base);
    if (strcasecmp(since, e->base.anchor) != 0)
        die(EXIT_DATA,
            "--since %s: this desk has no such change: it is of another desk, or of"
            " another history",
            since);
}

static void start(struct export *e, struct tool *t, const char *since)
{
    *e = (struct export){.t = t, .db = t->desk.db};
    if (sodium_init() < 0) // picks the fastest hashing
        die(EXIT_SOFTWARE, "libsodium does not start");
    db_begin_read(e->db);
    export_point(e->db, INT64_MAX, &e->now);
    if (!since)
        return;
    if (*since && strspn(since, "0123456789") == strlen(since))
        since_event(e, since);
    else if (check_anchor_ok(since))
        since_anchor(e, since);
    else
        tool_usage(t, "--since \"%s\": the number of an event, or an anchor ID:HASH", since);
    e->increment = e->base.cursor > 0;
    if (e->increment)
        portable_since(e->db, e->base.cursor);
}

static bool has(const struct export *e, const struct portable *p)
{
    return e->increment ? p->since : p->all;
}

// --- the manifest: what both forms say of themselves

static void put_head(struct buf *b, const struct export *e)
{
    buf_fmt(b, "{\"export\":%d,\"schema\":%d,\"anchor\":\"%s\",\"cursor\":%lld,\"since\":",
            EXPORT_FORMAT, SCHEMA_VERSION, e->now.anchor, (long long)e->now.cursor);
    if (e->increment)
        buf_fmt(b, "\"%s\"", e->base.anchor);
    else
        buf_str(b, "null");
}

// --- a directory

static void write_table(const struct export *e, const struct portable *p, struct sheet *s)
{
    struct sheet_columns c;
    sheet_columns(&c, p);
    sheet_csv_head(&s->out->buf, &c);
    struct stmt *q = portable_read(e->db, p, e->increment);
    while (db_row(q)) {
        sheet_csv(&s->out->buf, &c, q);
        sheet_row(s);
    }
    sheet_columns_free(&c);
}

// One file of the directory; its line of the manifest is appended.
static void write_file(const struct export *e, const struct portable *p, struct outdir *dir,
                       struct buf *manifest)
{
    char hex[2 * HASH_SIZE + 1], *name = mem_printf("%s.csv", p->name);
    struct out out = {.fd = outdir_file(dir, name), .path = dir->path, .buf = BUF_INIT};
    struct sheet s;
    spool_init(&out.held);
    sheet_open(&s, &out);
    write_table(e, p, &s);
    sheet_digest(&s, hex);
    out_flush(&out);
    outdir_sync(dir, out.fd);
    buf_free(&out.buf);
    buf_fmt(manifest, "{\"file\":\"%s\",\"rows\":%lld,\"bytes\":%lld,\"blake2b\":\"%s\"}", name,
            (long long)s.rows, (long long)s.bytes, hex);
    free(name);
}

static void write_manifest(struct outdir *dir, const struct buf *manifest)
{
    int fd = outdir_file(dir, EXPORT_MANIFEST);
    if (buf_write(fd, manifest->s, manifest->len) < 0)
        die_errno(EXIT_IO, "write error on %s", dir->path);
    outdir_sync(dir, fd);
}

void export_dir(struct tool *t, const char *path, const char *since)
{
    struct export e;
    struct outdir dir;
    struct buf manifest = BUF_INIT;
    start(&e, t, since);
    outdir_open(&dir, path);
    put_head(&manifest, &e);
    const char *before = ",\n\"files\":[\n";
    for (const struct portable *p = portables; p->name; p++) {
        if (!has(&e, p))
            continue;
        buf_str(&manifest, before);
        write_file(&e, p, &dir, &manifest);
        before = ",\n";
    }
    buf_str(&manifest, "]}\n");
    db_commit(e.db);
    write_manifest(&dir, &manifest);
    outdir_finish(&dir);
    buf_free(&manifest);
    if (!t->o->quiet)
        buf_fmt(&t->out.buf, "%s\n", e.now.anchor);
}

// --- a stream

// The reader of a pipe may be slow: then all is kept until the snapshot is done.  A file is not.
static bool may_block(const struct out *out)
{
    struct stat st;
    return fstat(out->fd, &st) != 0 || !S_ISREG(st.st_mode);
}

static int64_t stream_table(const struct export *e, const struct portable *p, struct sheet *s)
{
    struct sheet_columns c;
    int64_t before = s->rows;
    sheet_columns(&c, p);
    struct stmt *q = portable_read(e->db, p, e->increment);
    while (db_row(q)) {
        sheet_json(&s->out->buf, &c, q);
        sheet_row(s);
    }
    sheet_columns_free(&c);
    return s->rows - before;
}

void export_stream(struct tool *t, const char *since)
{
    struct export e;
    struct sheet s;
    struct buf rows = BUF_INIT;
    char hex[2 * HASH_SIZE + 1];
    start(&e, t, since);
    t->out.hold = may_block(&t->out);
    sheet_open(&s, &t->out);
    put_head(&t->out.buf, &e);
    buf_str(&t->out.buf, "}\n");
    for (const struct portable *p = portables; p->name; p++)
        if (has(&e, p))
            buf_fmt(&rows, "%s\"%s\":%lld", rows.len ? "," : "", p->name,
                    (long long)stream_table(&e, p, &s));
    db_commit(e.db);
    sheet_digest(&s, hex);
    buf_fmt(&t->out.buf, "{\"rows\":{%s},\"blake2b\":\"%s\"}\n", rows.s, hex);
    buf_free(&rows);
}
