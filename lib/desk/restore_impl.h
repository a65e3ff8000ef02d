// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of restore only: rows from either form of an export, checked against what it says of
// itself.  Whatever is wrong with it ends the process with EXIT_DATA, "FILE:LINE: what".
#ifndef DESK_RESTORE_IMPL_H
#define DESK_RESTORE_IMPL_H

#include <jansson.h>
#include <sodium.h>
#include <stdarg.h>

#include "base/err.h"
#include "base/spool.h"
#include "desk/export.h"
#include "desk/portable.h"

// --- records of a file, as bytes

struct feed {
    char *name; // owned
    int fd;
    struct spool *spool; // read instead of fd, or NULL
    uint64_t off;
    struct buf buf; // what was read and not used up, from `at`
    size_t at;
    int64_t line, next_line;               // of the record, of the next one
    int64_t bytes;                         // in all records so far
    crypto_generichash_state hash, before; // of these; and without the last one
};
void feed_open(struct feed *f, const char *name, int fd, struct spool *spool);
void feed_close(struct feed *f);
// The next record without its newline, ended by NUL: writable, good until the next call.  quoted: a
// newline within double quotes does not end it.  False at the end.
bool feed_record(struct feed *f, bool quoted, char **s, size_t *n);
bool feed_same(const crypto_generichash_state *hash, const char *hex); // is that the digest?
_Noreturn void feed_bad(const struct feed *f, const char *fmt, ...) PRINTF_LIKE(2, 3);

// --- rows

struct source {
    const char *path;        // as given, borrowed
    int dir;                 // of a directory, else -1
    struct feed feed;        // of the table's file, or of the stream
    struct export_point now; // the anchor that the export says it leads to
    char since[ANCHOR_SIZE]; // "" or where it begins
    json_t *files;           // of a directory: the manifest's list
    json_t *pending;         // of a stream: the line that was read last
    bool used;               // it was a row; else it is of a later table
    json_t *rows;            // of a stream: the table's numbers of rows, as counted
    struct buf scratch;      // bytes of values
};
void source_open(struct source *s, struct tool *t, const char *path);
void source_close(struct source *s);
bool source_has(const struct source *s, const struct portable *p);
void source_table(struct source *s, const struct portable *p); // begins it
bool source_row(struct source *s, const struct portable *p, struct val *vals);
void source_table_end(struct source *s, const struct portable *p, int64_t rows);
void source_end(struct source *s);

// The two forms of it.
void manifest_read(struct source *s, const json_t *head, const struct feed *f);
void csv_head(struct feed *f, const struct portable *p);
bool csv_row(struct feed *f, const struct portable *p, struct val *vals);
void json_row(struct source *s, const json_t *line, const struct portable *p, struct val *vals);

// Hex digits to bytes, in place or elsewhere; false if they are none.
bool unhex(const char *s, size_t n, char *to);

#endif
