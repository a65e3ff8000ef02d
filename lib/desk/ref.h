// SPDX-License-Identifier: GPL-3.0-or-later
// How tickets are named on command lines and in pipes (INTERFACE 3).
#ifndef DESK_REF_H
#define DESK_REF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/recin.h"
#include "base/spool.h"

// "1042", "TK-1042", "#1042", "[#1042]": true and the number, at least 1.
bool ref_parse(const char *s, size_t n, int64_t *id);

// Id lines of a pipe.  One line or record of input:
struct ref {
    int64_t id;         // 0: the line is bad
    long line;          // from 1; 0 for an operand
    uint64_t off, size; // in the spool, for --rejects
    const char *text;   // as given, borrowed from argv; NULL for lines
};
struct ref_list {
    struct ref *v;
    size_t n, cap;
    size_t bad;
    uint64_t header; // bytes of the header line in the spool, 0: none
};
// Reads all id lines of a spool.  Each bad one is passed to complain (its message is whole) and
// kept with id 0.  A first line whose first field is "id" makes it CSV or TSV.  An id that came
// before is dropped.  nul: records end at NUL.
void refs_read(struct ref_list *list, struct spool *spool, bool nul,
               void (*complain)(void *arg, long line, const char *text), void *arg);
void refs_add(struct ref_list *list, struct ref r);
// A ticket given twice counts once, at its first place (that of the smaller off).
void refs_drop_doubles(struct ref_list *list);
void refs_free(struct ref_list *list);
// One line without its end; 0 and a message in err if it is bad, -1 if it is blank.
int64_t ref_line(const char *s, size_t n, struct buf *err);
// The format that a first line asks for: REC_TSV or REC_CSV for a header that begins with "id",
// REC_UNKNOWN for id lines.
enum rec_format ref_format(const char *s, size_t n);
// The one record behind the header in a spool: like ref_line.
int64_t ref_record(struct spool *spool, enum rec_format format, struct buf *err);

#endif
