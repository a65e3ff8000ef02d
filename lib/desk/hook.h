// SPDX-License-Identifier: GPL-3.0-or-later
// Hooks: a team's own programs that look at a change of tickets before it is made and may refuse it
// (pre-KIND), or hear of it afterwards (post-KIND).  tk-hooks(5) is what their authors read.
//
// A pre hook runs before the transaction, with nothing locked: what would be done is rehearsed and
// rolled back, the hooks look at it, and it is done if it still comes out the same (tool_change).
// A post hook is a row of outbox, written in the transaction of the change and run by
// `tk-hooks run`, at least once.  A tool that a hook runs (TK_HOOK is set) has no hooks.
#ifndef DESK_HOOK_H
#define DESK_HOOK_H

#include "base/spool.h"
#include "desk/tool.h"

#define HOOK_LIST(X)                                                                               \
    X(HOOK_ASSIGN, "assign")                                                                       \
    X(HOOK_CC, "cc")                                                                               \
    X(HOOK_CHANGE, "change") /* anything about a ticket */                                         \
    X(HOOK_CLOSE, "close")                                                                         \
    X(HOOK_LINK, "link")                                                                           \
    X(HOOK_MERGE, "merge")                                                                         \
    X(HOOK_MESSAGE, "message") /* of a customer, behind the first */                               \
    X(HOOK_NEW, "new")                                                                             \
    X(HOOK_NOTE, "note")                                                                           \
    X(HOOK_REOPEN, "reopen")                                                                       \
    X(HOOK_REPLY, "reply") /* public */                                                            \
    X(HOOK_SET, "set")     /* any other field */                                                   \
    X(HOOK_SOLVE, "solve") /* solved, or closed at once */                                         \
    X(HOOK_STATUS, "status")                                                                       \
    X(HOOK_TAG, "tag")                                                                             \
    X(HOOK_UNDO, "undo") /* another change set */
#define HOOK_ENUM(id, word) id,
enum hook_kind { HOOK_LIST(HOOK_ENUM) HOOK_KINDS };
#undef HOOK_ENUM
const char *hook_kind_word(int kind);

// --- the directory

struct hook {
    char *name; // "pre-close.category"
    bool post;
    int kind; // -1: there is no such kind, it never runs
};
struct hooks {
    char *dir;  // TK_HOOKS, config, /etc/tk/hooks; absolute
    bool named; // somebody asked for that directory
    bool there;
    bool fresh; // the list is of this change set
    struct hook *v;
    size_t n, cap; // in the order of their bytes
};
// What is in the directory; read again after hooks_stale.  Borrowed.  Dies with EXIT_CONFIG where
// it cannot be read, or is missing although somebody named it.
const struct hooks *hooks_of(struct desk *d);
void hooks_stale(struct desk *d);
void hooks_free(struct desk *d);
bool hooks_off(void); // within a hook: none run
// Those of `post` (or pre) for any of these kinds.
bool hook_matches(const struct hook *h, bool post, unsigned kinds);

// The file behind a hook, its links resolved, owned; NULL, with the reason in why, unless the
// directory, the file and all above them belong to root or us and nobody else may write to them.
char *hook_path(const struct hooks *all, const char *name, struct buf *why);

// --- a change set as hooks see it

struct hook_set {
    int64_t first, last; // its events
    int64_t actor, undoes;
    const char *tool, *key; // borrowed
    bool before;            // only rehearsed: what is not settled yet is null
};
struct hook_set hook_set_open(const struct desk *d); // the one that is being written
unsigned hook_kinds(struct desk *d, const struct hook_set *set);
// The lines for stdin: each ticket, then its events.  The fingerprint (may be NULL) tells whether
// two rehearsals came out the same, on tickets that nobody changed in between.
void hook_lines(struct desk *d, const struct hook_set *set, struct spool *out,
                unsigned char fingerprint[HASH_SIZE]);
// The change set of this id.  False if there is none; db_end(*q) ends what it borrows.
bool hook_set_read(struct desk *d, int64_t change, struct hook_set *set, struct stmt **q);
// The same lines of some tickets, each with the change set that changed it last, of which *change
// is the newest.  EXIT_NOINPUT if there is no such ticket.
int hook_sample(struct desk *d, const int64_t *tickets, int n, struct spool *out, int64_t *change,
                struct buf *err);

// --- running one

struct hook_call {
    const char *path, *name;
    const char *actor;   // login; NULL: none
    int64_t change;      // 0: before it
    struct spool *input; // its stdin
    char *db;            // absolute
};
struct hook_result {
    bool good;           // exit status 0
    struct buf why;      // else: "exit status 3"; "took longer than 10 seconds"
    struct buf out, err; // the first HOOK_OUTPUT_MAX bytes of each
};
#define HOOK_RESULT_INIT                                                                           \
    {                                                                                              \
        false, BUF_INIT, BUF_INIT, BUF_INIT                                                        \
    }
enum { HOOK_SECONDS = 10, HOOK_OUTPUT_MAX = 65536 };
// Runs it to its end, or its time's.  No transaction may be open.
void hook_run(const struct hook_call *c, struct hook_result *r);
void hook_result_free(struct hook_result *r);
// What went wrong in one line: the first lines of its stderr, else why; appended.
void hook_tell(const struct hook_result *r, struct buf *out);
char *hook_db(const struct desk *d); // for hook_call.db; owned

// --- post hooks

// Writes the rows of a change set that is about to be committed.
void hook_queue(struct desk *d, const struct hook_set *set);
// Starts `tk-hooks run` behind our back if rows were queued by this process; it keeps no file of
// ours open.  No transaction may be open.
void hook_start(struct desk *d);

// --- tk-hooks

#define HOOK_COLUMNS       "hook,kind,waiting,failed,state"
#define HOOK_WORDS         "hook kind waiting failed state path"
#define HOOK_QUEUE_COLUMNS "id,hook,change,state,tries,due,note"
#define HOOK_QUEUE_WORDS   "id hook change state tries due note"
void hook_list(struct tool *t);
void hook_queue_list(struct tool *t, bool all); // all: also those that were done
// Runs post hooks, one after another, until none is due.  Ends within a change set that the caller
// commits.
void hook_work(struct tool *t);
// These rows (n 0: all that were given up) are due again.  Within a change set.
void hook_retry(struct tool *t, const char *const *ids, int n);
// Runs one on a sample, whatever its kind, and prints what it prints.
void hook_test(struct tool *t, const char *name, const char *const *ids, int n);

#endif
