// SPDX-License-Identifier: GPL-3.0-or-later
// The desk that a tool works on: the database, the clock, who acts, and names looked up often.
//
// Faults in what was asked are returned as an exit code (0: fine) with a text appended to `err`;
// faults of the environment end the process (base/err.h).
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "desk/names.h"
#include "store/change.h"
#include "store/db.h"

struct names_cache { // rows of a small table with a name; ids ascending
    int64_t *id;
    char **name;
    bool *gone;
    size_t n, cap;
    bool loaded;
};

struct hooks;

struct desk {
    struct db *db;
    int64_t now;          // of this invocation or of the open change set, ms UTC
    bool fixed_clock;     // now comes from TK_NOW
    char *zone;           // the desk's own: "today" means this one's
    const char *as;       // --as, borrowed
    char *login;          // the acting agent's, or the one that would; NULL: not looked up yet
    int64_t me;           // of a writer; a reader asks desk_me
    int role;             // of a writer; -1: not looked up
    int64_t version;      // db_data_version when names and rights were read
    const char *tool;     // goes into change sets
    struct change change; // between desk_begin and desk_commit
    bool force;           // --force: what a person may overrule is no refusal
    bool unrecorded;      // the change set wrote rows that have no events: leases, drafts
    struct as_of *as_of;  // of --as-of (desk/as_of.h): all that is read is what it was; NULL: now
    struct hooks *hooks;  // desk/hook.h; NULL: not looked for
    bool unhooked;        // no hook hears of its change sets: an import of what has happened
    bool queued;          // post hooks wait for what this process committed
    struct names_cache queues, agents, fields;
    bool next[STATUS_N][STATUS_N], next_known; // desk/lifecycle.h: which status may follow which
};

// Opens the database at `path` (NULL: TK_DB, config, $XDG_DATA_HOME/tk/tk.db), finds the zone and
// who acts: `as`, TK_AGENT, the login name of the effective user.  For a writer (role above viewer
// needed): EXIT_NOPERM if it is no agent or acts as another without being an admin.
int desk_open(struct desk *d, const char *path, enum db_mode mode, const char *tool, const char *as,
              struct buf *err);
void desk_close(struct desk *d);
int64_t desk_me(struct desk *d);   // the acting agent; 0: that login is no agent (readers only)
char *desk_path(const char *path); // where the database is; owned
const char *desk_user(void);       // login name of the effective user, "" if it has none

// A write transaction with a change set in it.  The clock is read again; when others committed
// meanwhile, names are read again and the acting agent's right is looked at again (dies with
// EXIT_NOPERM when it is gone).  desk_commit returns the change's id, 0 if no event
// was written (then it rolls back unless d->unrecorded).
void desk_begin(struct desk *d);
int64_t desk_commit(struct desk *d);
void desk_rollback(struct desk *d);

// EXIT_NOPERM with a text unless the acting agent has at least `role`.
int desk_need(const struct desk *d, enum role role, const char *what, struct buf *err);

// One event of something that is no ticket.
void desk_event(struct desk *d, int64_t thing, int field, int64_t ref, struct val old,
                struct val new, bool typed);

// --- names.  *_word: borrowed until the cache is dropped, NULL if unknown.
bool agent_is_gone(struct desk *d, int64_t id);
bool queue_is_gone(struct desk *d, int64_t id);
const char *queue_word(struct desk *d, int64_t id);
const char *agent_word(struct desk *d, int64_t id);
const char *field_word(struct desk *d, int64_t id);
void desk_forget_names(struct desk *d); // after adding or renaming one

// Look up by name: EXIT_NOUSER (a custom field: EXIT_USAGE) with a suggestion when unknown or gone.
// For agents "me" is the acting one.
int queue_find(struct desk *d, const char *name, int64_t *id, struct buf *err);
int agent_find(struct desk *d, const char *name, int64_t *id, struct buf *err);
int field_find(struct desk *d, const char *name, int64_t *id, struct buf *err); // without "x."

// --- settings in meta
char *setting_get(struct desk *d, const char *key); // owned, NULL if unset
// With its event; NULL: it is not set any more.  What it may be is checked by desk/setting.h.
void setting_put(struct desk *d, const char *key, const char *value);

#endif
