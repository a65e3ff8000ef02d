// SPDX-License-Identifier: GPL-3.0-or-later
// The records of the input, ticket by ticket.  The records of a log are sorted by a temporary table
// first: those of a ticket need not stand together.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "desk/import_impl.h"

struct reader {
    struct imports *k;
    struct recin *in;
    uint64_t size;
    int64_t sorted, total; // of a log: records taken, and all
    struct row *row;
    struct reading *where;
    size_t n, cap_rows, cap_where;
};

static void fault(struct reader *r, long line, int rc)
{
    char *where = mem_printf("%s:%ld", r->k->name, line);
    tool_fail(r->k->t, rc == EXIT_NOUSER ? EXIT_DATA : rc, where);
    free(where);
}

// --- columns

typedef bool each_expr(struct map_expr *e, void *arg);

static bool for_each(struct map *m, each_expr *f, void *arg)
{
    bool good = true;
    for (int i = 0; good && i < MAP_FIELDS; i++)
        good = f(&m->expr[i], arg);
    for (int i = 0; good && i < m->n_custom; i++)
        good = f(&m->custom[i].expr, arg);
    if (good)
        good = f(&m->message[MAP_EACH], arg);
    return good;
}

struct binding {
    struct reader *r;
    struct buf *err;
};

static bool bind(struct map_expr *e, void *arg)
{
    struct binding *b = arg;
    return place_bind(e, b->r->in, b->err);
}

// Of messages in cells the other parts are columns of the record, too.
static bool bind_all(struct reader *r, struct buf *err)
{
    struct map *m = &r->k->map;
    struct binding b = {r, err};
    size_t from = err->len;
    bool good = for_each(m, bind, &b);
    for (int i = MAP_EACH + 1; good && i < MAP_MESSAGE_FIELDS_N; i++)
        good = bind(&m->message[i], &b);
    if (!good && err->len > from)
        buf_fmt(err, " (%s names it)", m->path);
    return good;
}

static bool was_found(struct map_expr *e, void *arg)
{
    const char **lacks = arg;
    *lacks = place_never_found(e);
    return !*lacks;
}

const char *reader_lacks(struct imports *k)
{
    const char *lacks = NULL;
    if (k->map.format == REC_JSONL)
        for_each(&k->map, was_found, &lacks);
    return lacks;
}

// --- one record

struct cells {
    struct record rec;
    json_t *tree;
    struct place_record place;
};

static enum recin_rc next(struct reader *r, struct cells *c)
{
    bool tree = r->k->map.format == REC_JSONL;
    c->tree = NULL;
    enum recin_rc rc = tree ? recin_tree(r->in, &c->rec, &c->tree, &r->k->t->err)
                            : recin_next(r->in, &c->rec, &r->k->t->err);
    r->k->any_tree = r->k->any_tree || c->tree;
    c->place = (struct place_record){.cells = tree ? NULL : &c->rec, .tree = c->tree};
    return rc;
}

static struct row *new_row(struct reader *r, const struct record *rec)
{
    r->row = mem_grow(r->row, &r->cap_rows, r->n, sizeof *r->row);
    r->where = mem_grow(r->where, &r->cap_where, r->n, sizeof *r->where);
    r->row[r->n] = (struct row){.line = rec->line};
    r->where[r->n] = (struct reading){rec->off, rec->size, rec->line};
    return &r->row[r->n++];
}

static void forget_rows(struct reader *r)
{
    for (size_t i = 0; i < r->n; i++)
        row_free(r->k, &r->row[i]);
    r->n = 0;
}

// False at the end.
static bool read_one(struct reader *r, bool *bad)
{
    struct cells c;
    enum recin_rc got = next(r, &c);
    if (got == RECIN_END)
        return false;
    struct row *row = new_row(r, &c.rec);
    int rc = got == RECIN_BAD ? EXIT_DATA : row_read(r->k, &c.place, row, &r->k->t->err);
    row->line = c.rec.line;
    json_decref(c.tree);
    if (rc) {
        *bad = true;
        fault(r, c.rec.line, rc);
    }
    return true;
}

// --- a log: sorted

static void sort_rows(struct db *db)
{
    db_exec(db, "DROP TABLE IF EXISTS temp.import_sorted;"
                "CREATE TEMP TABLE import_sorted(n INTEGER PRIMARY KEY, line INTEGER, off INTEGER,"
                " key TEXT);"
                "INSERT INTO temp.import_sorted(line, off, key)"
                " SELECT r.line, r.off, r.key FROM temp.import_row r JOIN (SELECT key,"
                " min(line) AS first FROM temp.import_row GROUP BY key) f USING(key)"
                " ORDER BY f.first, r.key, r.place, r.at, r.line;"
                "DROP TABLE temp.import_row");
}

static void note_row(struct reader *r, const struct record *rec, const struct row *row)
{
    db_run(r->k->d->db,
           SQL("INSERT INTO temp.import_row(key, place, at, line, off) VALUES(?1, ?2, ?3, ?4, ?5)"),
           V(row->key), V(row->order), V(row->at), V(rec->line), V((int64_t)rec->off));
    r->total++;
}

static void reject(struct reader *r, const struct record *rec)
{
    r->k->tally.n[COUNT_RECORDS]++;
    r->k->tally.n[COUNT_REJECTED]++;
    tool_reject(r->k->t, recin_header_size(r->in), rec->off, rec->size);
}

// What has no key can be of no ticket.
static void sort_log(struct reader *r)
{
    struct db *db = r->k->d->db;
    struct cells c;
    enum recin_rc got;
    db_exec(db, "DROP TABLE IF EXISTS temp.import_row;"
                "CREATE TEMP TABLE import_row(key TEXT, place INTEGER, at INTEGER, line INTEGER,"
                " off INTEGER)");
    db_begin_read(db);
    while ((got = next(r, &c)) != RECIN_END) {
        struct row row = {.line = c.rec.line};
        int rc = got == RECIN_BAD ? EXIT_DATA : row_place(r->k, &c.place, &row, &r->k->t->err);
        if (rc && !row.key) {
            fault(r, c.rec.line, rc);
            reject(r, &c.rec);
        } else { // what else is wrong with it is told when it is read with its ticket
            buf_reset(&r->k->t->err);
            note_row(r, &c.rec, &row);
        }
        row_free(r->k, &row);
        json_decref(c.tree);
    }
    sort_rows(db);
    db_commit(db);
    r->sorted = 1;
}

struct spot {
    long line;
    uint64_t off;
    char *key; // owned
};

static bool spot_of(struct reader *r, int64_t n, struct spot *s)
{
    struct stmt *q = db_query(
        r->k->d->db, SQL("SELECT line, off, key FROM temp.import_sorted WHERE n = ?1"), V(n));
    if (!db_row(q))
        return false;
    *s = (struct spot){(long)db_int(q, 0), (uint64_t)db_int(q, 1), db_text_dup(q, 2)};
    db_end(q);
    return true;
}

static void read_ticket(struct reader *r, bool *bad)
{
    struct spot s;
    char *key = NULL;
    while (spot_of(r, r->sorted, &s)) {
        bool other = key && strcmp(key, s.key) != 0;
        struct recin_place here = recin_tell(r->in), there = {s.off, s.line};
        if (!other && (here.off != there.off || here.line != there.line))
            recin_seek(r->in, there);
        if (!other)
            read_one(r, bad);
        r->sorted += !other;
        if (!key)
            key = mem_strdup(s.key);
        free(s.key);
        if (other)
            break;
    }
    free(key);
}

// --- all

bool reader_next(struct reader *r, struct row **rows, struct reading **where, size_t *n, bool *bad)
{
    forget_rows(r);
    *bad = false;
    if (r->k->map.log)
        read_ticket(r, bad);
    else
        read_one(r, bad);
    *rows = r->row;
    *where = r->where;
    *n = r->n;
    r->k->tally.n[COUNT_RECORDS] += (int64_t)r->n;
    return r->n > 0;
}

struct reader *reader_open(struct imports *k, struct spool *spool, struct buf *err)
{
    struct reader *r = mem_alloc(sizeof *r);
    r->k = k;
    r->size = spool_size(spool);
    r->in = recin_new(spool, k->name, k->map.format, k->t->o->empty);
    recin_allow_repeats(r->in);
    if (k->map.format == REC_JSONL || (recin_header(r->in, err) && bind_all(r, err))) {
        if (k->map.log)
            sort_log(r);
        return r;
    }
    reader_close(r);
    return NULL;
}

void reader_close(struct reader *r)
{
    if (!r)
        return;
    forget_rows(r);
    recin_free(r->in);
    free(r->row);
    free(r->where);
    free(r);
}

uint64_t reader_header(const struct reader *r)
{
    return recin_header_size(r->in);
}

double reader_part(const struct reader *r)
{
    if (r->k->map.log)
        return r->total ? (double)r->sorted / (double)(r->total + 1) : 1;
    return r->size ? (double)recin_tell(r->in).off / (double)r->size : 1;
}
