// SPDX-License-Identifier: GPL-3.0-or-later
// The names of the record formats, shared by reader and writer (INTERFACE 4).
#ifndef BASE_REC_H
#define BASE_REC_H

#include "base/buf.h"

enum rec_format { REC_TABLE, REC_TSV, REC_CSV, REC_XCSV, REC_JSONL, REC_IDS, REC_NUL, REC_UNKNOWN };

enum rec_format rec_format(const char *name); // REC_UNKNOWN if it is none
const char *rec_format_name(enum rec_format f);

// JSON string with quotes; control, bidi, U+2028/2029 and BOM characters as \uXXXX, invalid bytes
// as U+FFFD.  RFC 8259.
void rec_json(struct buf *b, const char *s, size_t n);
// One TSV cell: \\ \t \n \r, other control, bidi and BOM characters \u001b; a literal "-" as "\-";
// invalid bytes as U+FFFD.
void rec_tsv(struct buf *b, const char *s, size_t n);
// One CSV cell, quoted only where RFC 4180 needs it (also for leading or trailing blanks and a
// leading BOM; and an empty cell that is not absent is "", an absent one nothing).
void rec_csv(struct buf *b, const char *s, size_t n);

#endif
