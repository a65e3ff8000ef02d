// SPDX-License-Identifier: GPL-3.0-or-later
// Shared by the parts of the record reader only.
//
// recin.c finds where a record begins and ends; one parser per format takes it apart into cells.
#ifndef BASE_RECIN_IMPL_H
#define BASE_RECIN_IMPL_H

#include <csv.h>

#include "base/recin.h"

#define REC_COLUMNS_MAX 4096

struct recin {
    struct spool *spool;
    const char *name;
    enum rec_format format;
    char *absent; // of tsv
    size_t absent_len;

    struct buf window; // bytes of the spool from window_off on
    uint64_t window_off;
    size_t pos; // next record in the window
    long line;  // its line
    uint64_t header_size;
    long header_lines;
    bool broken; // a record without an end: nothing can be read behind it

    char **names;
    int n; // of columns
    size_t names_cap;

    struct buf text; // what the cells point to
    const char **cell;
    size_t *len;
    size_t cell_cap, len_cap;
    int limit;          // cells that are kept: n, more while the header is read
    int got;            // cells in the record
    bool dirty;         // some byte of the record is no text: look which cell has it
    bool bad;           // a complaint about the record was made
    struct buf scratch; // one cell in the making

    struct csv_parser csv;
    bool csv_ready;
    int csv_rows;
    struct buf *err; // csv: of the record being parsed
    int hint;        // jsonl: the column that the next key probably is
    bool repeats;    // column names may be double or empty
};

// Each takes the bytes of one record apart, without its line end (csv: with it), into cells; false
// with the reason in err.
bool recin_csv(struct recin *r, const char *s, size_t n, struct buf *err);
bool recin_tsv(struct recin *r, const char *s, size_t n, struct buf *err);
bool recin_json(struct recin *r, const char *s, size_t n, struct buf *err);
// The object that stands in s; NULL with the reason in err.
struct json_t *recin_json_tree(struct recin *r, const char *s, size_t n, struct buf *err);

void recin_csv_free(struct recin *r);

// The new column's index; -1 with the reason in err.
int recin_add_column(struct recin *r, const char *name, size_t n, struct buf *err);
// Raises the limit; the new cells are absent.
void recin_room(struct recin *r, int limit);
// Sets cell i, which may be beyond the limit (then it is only counted by the caller).  An empty
// cell is absent.  False, with the reason in err, when it is too long or no text.
bool recin_cell(struct recin *r, int i, const char *s, size_t n, struct buf *err);
// `column "subject": ` or `cell 12: `, as every complaint about a cell begins.
void recin_where(const struct recin *r, int i, struct buf *err);

#endif
