// SPDX-License-Identifier: GPL-3.0-or-later
// Shared by the parts of the record writer only: the table, whose rows wait until their widths are
// known, and those widths.
#ifndef BASE_RECOUT_IMPL_H
#define BASE_RECOUT_IMPL_H

#include "base/recout.h"

enum { RECOUT_GAP = 2, RECOUT_DATE = 10 }; // blanks between columns; columns of 2026-11-22

// Some columns that stand side by side, of a record or of the header.
struct fit_line {
    int from, to; // columns, the last one not included
    int indent;   // blanks before them
    int room;     // what their widths leave of the screen
};

// How wide each column is, and on which line.  Arrays are owned.
struct fit {
    const struct rec_column *const *cols;
    int n;
    bool header;
    int *widest; // cell of each column, without the header: the caller keeps it up to date
    int *width;
    bool *cut; // cells that are too wide are cut; else they push the rest of their line
    struct fit_line *line;
    int lines;
};

void fit_init(struct fit *f, const struct rec_column *const *cols, int n, bool header);
void fit_free(struct fit *f);
// Sets width, cut and line for a screen of `screen` columns (0: no limit).  A record takes several
// lines where its columns have no useful width side by side, unless it must be flat.
void fit_choose(struct fit *f, int screen, bool flat);
// A number that is cut would be another number.
bool fit_is_number(const struct fit *f, int i);

struct table; // opaque

// All borrowed.
struct table *table_new(struct out *out, const struct rec_style *style,
                        const struct rec_column *const *cols, int n);
void table_free(struct table *t);

// The caller appends the text of column i, which must be safe already, to *begin; then table_end.
struct buf *table_begin(struct table *t, int i);
void table_end(struct table *t, int i);
// A cell of any bytes: its first line made safe.
void table_text(struct table *t, int i, const char *s, size_t n);
void table_row(struct table *t);
// Prints what waits; the widths are fixed from now on.
void table_flush(struct table *t);
int table_lines(const struct table *t); // of each row; 1 while the widths are not fixed

#endif
