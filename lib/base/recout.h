// SPDX-License-Identifier: GPL-3.0-or-later
// Record writer: commands give typed cells in column order and know no style.
#ifndef BASE_RECOUT_H
#define BASE_RECOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/out.h"
#include "base/rec.h"

enum rec_type { REC_ID, REC_INT, REC_NUM, REC_TEXT, REC_NAME, REC_LIST, REC_TIME, REC_BOOL };
// REC_NAME: a short word that is never cut in a table; REC_LIST: joined by "," (a jsonl array).

struct rec_column {
    const char *name; // lower_snake; the same word in every format
    enum rec_type type;
    const char *help;
    bool multiline; // cells may hold newlines (a table shows their first line and "…")
};

struct rec_style {
    enum rec_format format;
    bool header;       // tsv, csv, table: print it (csv also for no rows)
    bool begun;        // the output has begun: no BOM
    bool crlf;         // csv
    const char *empty; // absent tsv cell, "-" if NULL
    bool tty;          // stdout is a terminal: control characters become visible in every format
    bool color;        // table
    int width;         // table: columns of the terminal; 0: no limit
    bool flat;         // table: a record is one line, however little of it can be read then
    int64_t now;       // table: for relative times; DATE_NONE: times as in tsv
    const char *zone;  // table
};

struct recout; // opaque

// Everything is borrowed and must outlive the writer.  cols[0] is the key that ids and nul print.
struct recout *recout_new(struct out *out, const struct rec_style *style,
                          const struct rec_column *const *cols, int n);
void recout_free(struct recout *r);

// One call per column, in order; then recout_end.  Columns left out are absent.  Text may be any
// bytes.  An empty string is "" in csv and jsonl ([] for REC_LIST), and absent in tsv and table.
void recout_text(struct recout *r, const char *s, size_t n); // NULL: absent
void recout_str(struct recout *r, const char *s);            // NULL: absent
void recout_int(struct recout *r, int64_t v);
void recout_id(struct recout *r, int64_t id);   // 0: absent
void recout_num(struct recout *r, double v);    // shortest text that reads back the same
void recout_time(struct recout *r, int64_t at); // DATE_NONE: absent
void recout_bool(struct recout *r, bool v);
void recout_absent(struct recout *r);
void recout_end(struct recout *r);
// Table: at the end, or after the first 1,000 rows, widths are fixed and rows go out.
// Prints a header even without rows where the style has one.
void recout_finish(struct recout *r);
// Lines of each record, and of the header, once those are out: more than 1 in a table whose columns
// had no useful width side by side.
int recout_lines(const struct recout *r);
void recout_flush(struct recout *r); // for tools that follow: rows so far go out now

#endif
