// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as records.  The first byte chooses the format.  Records lie one behind the other in
// the input, are the same when read again, and read back the same when they are written in any
// format.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/recin.h"
#include "base/recout.h"
#include "base/utf8.h"

static const enum rec_format formats[] = {REC_CSV, REC_XCSV, REC_TSV, REC_JSONL};

static void check(bool good)
{
    if (!good) {
        abort();
    }
}

static void put(struct buf *to, const char *s, size_t n)
{
    buf_int(to, (long long)n);
    buf_ch(to, ':');
    buf_add(to, s, n);
}

static void check_record(const struct record *rec, uint64_t *at, long *line)
{
    check(rec->off >= *at && rec->size > 0 && rec->line >= *line);
    *at = rec->off + rec->size;
    *line = rec->line + 1;
    for (int i = 0; i < rec->n; i++) {
        if (!rec->cell[i]) {
            check(rec->len[i] == 0);
            continue;
        }
        check(rec->len[i] > 0 && rec->len[i] <= REC_FIELD_MAX);
        check(strlen(rec->cell[i]) == rec->len[i]);
        check(utf8_valid(rec->cell[i], rec->len[i]) == rec->len[i]);
    }
}

// The good records, or only where the bad ones are.
static void read_all(struct recin *r, bool good, struct buf *all)
{
    struct record rec;
    struct buf err = BUF_INIT;
    enum recin_rc rc;
    uint64_t at = recin_header_size(r);
    long line = 1;
    while ((rc = recin_next(r, &rec, &err)) != RECIN_END) {
        check(rc == RECIN_OK ? err.len == 0 : err.len > 0 && rec.n == 0);
        check_record(&rec, &at, &line);
        if (good == (rc == RECIN_OK)) {
            buf_fmt(all, "%ld,", good ? 0 : rec.line);
        }
        for (int i = 0; good && i < rec.n; i++) {
            if (rec.cell[i]) {
                put(all, recin_column(r, i), strlen(recin_column(r, i)));
                put(all, rec.cell[i], rec.len[i]);
            }
        }
        buf_reset(&err);
    }
    buf_free(&err);
}

// Good records in the order of columns, written as f.
static void write_all(struct recin *r, enum rec_format f, const struct rec_column *const *cols,
                      struct out *out)
{
    struct rec_style style = {.format = f, .header = true};
    struct recout *w = recout_new(out, &style, cols, recin_columns(r));
    struct record rec;
    struct buf err = BUF_INIT;
    enum recin_rc rc;
    while ((rc = recin_next(r, &rec, &err)) != RECIN_END) {
        if (rc == RECIN_BAD) {
            continue;
        }
        for (int i = 0; i < rec.n; i++) {
            recout_text(w, rec.cell[i], rec.len[i]);
        }
        recout_end(w);
    }
    recout_finish(w);
    recout_free(w);
    buf_free(&err);
}

static void check_back(struct recin *r, enum rec_format f, const struct buf *want)
{
    int n = recin_columns(r);
    struct out out;
    struct spool spool;
    struct buf got = BUF_INIT, err = BUF_INIT;
    struct rec_column *cols = calloc((size_t)n, sizeof *cols);
    const struct rec_column **list = calloc((size_t)n, sizeof *list);
    for (int i = 0; i < n; i++) {
        cols[i] = (struct rec_column){.name = recin_column(r, i), .type = REC_TEXT};
        list[i] = cols + i;
    }
    out_open(&out, "/dev/null");
    out.hold = true;
    recin_rewind(r);
    write_all(r, f, list, &out);
    spool_init(&spool);
    spool_read(&out.held, 0, (size_t)spool_size(&out.held), &got);
    spool_add(&spool, got.s, got.len);
    spool_add(&spool, out.buf.s, out.buf.len);
    buf_reset(&got);
    struct recin *back = recin_new(&spool, "back", f, NULL);
    check(recin_header(back, &err));
    read_all(back, true, &got);
    check(got.len == want->len && memcmp(got.s, want->s, got.len) == 0);
    recin_free(back);
    spool_free(&spool);
    out_abandon(&out);
    buf_free(&got);
    buf_free(&err);
    free(cols);
    free(list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct spool spool;
    struct buf first = BUF_INIT, second = BUF_INIT, err = BUF_INIT;
    if (size < 1) {
        return 0;
    }
    spool_init(&spool);
    spool_add(&spool, data + 1, size - 1);
    struct recin *r = recin_new(&spool, "fuzz", formats[data[0] % 4], NULL);
    if (recin_header(r, &err)) {
        read_all(r, false, &first);
        recin_rewind(r);
        read_all(r, false, &second);
        check(first.len == second.len && memcmp(first.s, second.s, first.len) == 0);
        buf_reset(&first);
        recin_rewind(r);
        read_all(r, true, &first);
        for (int k = 0; k < 4 && recin_columns(r) > 0; k++) {
            check_back(r, formats[k], &first);
        }
    } else {
        check(err.len > 0);
    }
    recin_free(r);
    spool_free(&spool);
    buf_free(&first);
    buf_free(&second);
    buf_free(&err);
    return 0;
}
