// SPDX-License-Identifier: GPL-3.0-or-later
// Record reader: csv and xcsv (libcsv, strict RFC 4180), tsv, jsonl (jansson), one interface.
//
// The input is read from a spool, so that it can be read twice (check, then apply) and the
// original bytes of a bad record can be given back.  UTF-8 without NUL is demanded, a BOM
// stripped, CRLF or LF accepted, a field may have REC_FIELD_MAX bytes.
#ifndef BASE_RECIN_H
#define BASE_RECIN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/rec.h"
#include "base/spool.h"

#define REC_FIELD_MAX    (1u << 20)
#define RECIN_RECORD_MAX (64u << 20)

struct recin; // opaque

struct record {
    int n;             // number of columns known so far; cell[i] belongs to column i
    const char **cell; // NULL where absent; borrowed until the next call; NUL-terminated
    size_t *len;
    long line;          // of its first line, from 1
    uint64_t off, size; // its bytes in the spool, with the line end
};

// `absent`: what an absent tsv cell is ("-" if NULL).  spool is borrowed.
struct recin *recin_new(struct spool *spool, const char *name, enum rec_format format,
                        const char *absent);
void recin_free(struct recin *r);
// Where the next record begins, and to there again; columns stay known.
struct recin_place {
    uint64_t off;
    long line;
};
struct recin_place recin_tell(const struct recin *r);
void recin_seek(struct recin *r, struct recin_place place);
void recin_rewind(struct recin *r); // to the first record again

// Reads the header of csv, xcsv and tsv; nothing for jsonl, whose keys become columns as they come.
// False with the reason in err: no header, empty or double column name.
bool recin_header(struct recin *r, struct buf *err);
const char *recin_name(const struct recin *r); // as given, for messages
int recin_columns(const struct recin *r);
const char *recin_column(const struct recin *r, int i); // borrowed for the reader's life
uint64_t recin_header_size(const struct recin *r);      // bytes of BOM and header in the spool

// RECIN_END is not final: when whole records were added to the spool since, they come next.
enum recin_rc { RECIN_END, RECIN_OK, RECIN_BAD };
// The next record.  RECIN_BAD: rec->line, off and size are set, err says what is wrong (with the
// column name and byte position, from 1) and how to mend it, and reading goes on behind it.
// A number of cells that differs from the header's is bad; blank lines are skipped.  A cell is
// never an empty string: what is empty (quoted, unquoted, "") is absent like null and tsv's "-".
// xcsv: the guard TAB is taken off.  tsv: an unknown escape is bad.  jsonl: strings, numbers (as
// written), booleans, null; an array of strings (without commas) is joined by ","; a key that was
// not seen before is a new column, so rec->n grows.
// A record of more than 64 MiB is bad and the last one.
enum recin_rc recin_next(struct recin *r, struct record *rec, struct buf *err);

// Before recin_header: two columns may have the same name, and one none.
void recin_allow_repeats(struct recin *r);
// jsonl: the next record as a tree, owned by the caller (json_decref), NULL where it is bad.  Of
// rec only line, off and size are set.
struct json_t;
enum recin_rc recin_tree(struct recin *r, struct record *rec, struct json_t **tree,
                         struct buf *err);

// Where the search for the end of a record stands; offsets from its first byte (behind a BOM).
// Begin with SCAN_INIT, and go on with it when there is more of the record.
struct scan {
    size_t at;       // next byte to look at (csv)
    size_t searched; // newlines were looked for up to here;
    size_t newline;  // the last one that was found, SIZE_MAX for none
    bool quoted;     // csv: `at` is inside quotes
};
#define SCAN_INIT                                                                                  \
    {                                                                                              \
        .newline = SIZE_MAX                                                                        \
    }
// The first newline at or behind scan->at; false when there is none in s[0..n).
bool recin_newline(struct scan *scan, const char *s, size_t n);
// True when a whole csv record is in s[0..n); scan->newline is then its last byte.
bool recin_csv_end(struct scan *scan, const char *s, size_t n);

#endif
