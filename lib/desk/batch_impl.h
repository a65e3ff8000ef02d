// SPDX-License-Identifier: GPL-3.0-or-later
// Between the parts of tk-batch: its input, one line of it, its groups.
#ifndef DESK_BATCH_IMPL_H
#define DESK_BATCH_IMPL_H

#include "base/words.h"
#include "desk/batch.h"

struct batch_line {
    long line;    // from 1
    uint64_t off; // its bytes in the spool, with the line end
    uint64_t size;
    bool alone;  // no ticket was to be made before it: "." is that of the shell
    char *text;  // of its -f FILE, read before any transaction; owned, NULL: none
    char *fault; // why it cannot be done whatever the desk says; owned, NULL: none
};

struct batch_group {
    size_t from, to; // its lines
    long line;       // of its start, or its first
    uint64_t off, end;
    bool open; // a start that has no commit
};

struct batch_result { // one record
    int64_t id;
    long line;
    int code;            // of the tool that the line is: 0 done
    const char *command; // static
};

struct batch_remark { // for stderr, behind the transaction
    const struct batch_line *line;
    int code;   // 0: no complaint
    char *text; // owned
};

struct batch {
    struct tool *t;
    const char *name; // of the input, for messages
    struct batch_line *line;
    size_t n_lines, cap_lines;
    struct batch_group *group;
    size_t n_groups, cap_groups;
    bool started;                     // there is a start in the input
    bool makes;                       // so far there is a `new`
    int64_t current;                  // ticket that a `.` means which is alone; 0: there is none
    unsigned char request[HASH_SIZE]; // fingerprint of the input, with a key
    // Of the group that is being done:
    struct batch_result *result;
    size_t n_results, cap_results;
    struct batch_remark *remark;
    size_t n_remarks, cap_remarks;
    size_t bad;   // lines that cannot be done
    bool guarded; // one of them is a verify
    int64_t made; // by the last `new`; 0: none
    char dot[24]; // the ticket of `.`, as a word
    // Of the line that is being done:
    const char *command; // static
    int64_t at;          // ticket it is at; 0: none
    bool alone;
    // Of all groups:
    size_t all_done, skipped; // records
    struct buf shown;         // for stderr, of a dry run: the texts of macros
};

// --- input (batch_input.c)

// Reads all of it: lines, groups, and the files of -f.
void batch_read(struct batch *b, const char *file);
// The words of a line.  EXIT_DATA if it does not split.
int batch_words(const struct batch *b, const struct batch_line *l, struct words *w,
                struct buf *err);
void batch_free(struct batch *b);

// --- its key (batch_key.c)

void batch_key_hash(struct batch *b); // fills b->request
// Within the change set.  True if the key was used by the same request: its answer is in b->result
// and the tool's status.  Another request ends the tool.
bool batch_key_seen(struct batch *b);
void batch_key_keep(struct batch *b, int status); // before the commit; no key: nothing

// --- one line (batch_line.c, batch_verify.c), within the open change set

// An exit code as its tool would have it, and the reason in err.
int batch_line_run(struct batch *b, const struct batch_line *l, struct buf *err);
int batch_verify(struct batch *b, const struct batch_line *l, const struct words *w,
                 struct buf *err);
// Reads the file that the -f of a command names; NULL in *text where it has none.
int batch_line_file(const struct words *w, char **text, struct buf *err);
// The ticket that a word names; `.` is the one just made, and where none was to be made so far the
// current one of the shell.  EXIT_USAGE.
int batch_id(const struct batch *b, const char *word, int64_t *id, struct buf *err);
const char *batch_command(const char *word); // the same, static; NULL if there is none
void batch_result(struct batch *b, const struct batch_line *l, int64_t id, int code);
void batch_remark(struct batch *b, const struct batch_line *l, int code, const char *text);

#endif
