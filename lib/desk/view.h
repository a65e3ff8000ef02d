// SPDX-License-Identifier: GPL-3.0-or-later
// Views: queries with a name, which is a command of the shell.
//
// A view is an agent's own, shared by the desk, or bundled; of several with one name the nearest
// counts.  The first two are settings, view.NAME@LOGIN and view.NAME, so that whatever knows of
// settings (undo, replay, export) knows of views.  The own ones of an agent who is removed stay,
// for the day that the agent comes back.
#ifndef DESK_VIEW_H
#define DESK_VIEW_H

#include "desk/query.h"

// The words that the shell answers itself.  No view has the name of one, nor of a command of the
// family (base/family.h).
#define VIEW_BUILTINS "board exit help history next note option quit reply use view watch"
bool view_is_builtin(const char *word);

enum view_level { VIEW_OWN, VIEW_SHARED, VIEW_BUNDLED, VIEW_LEVELS }; // the nearest first
const char *view_level_word(enum view_level level);                   // "own", "shared", "bundled"

struct view {
    char *name, *query; // owned
    char *login;        // whose own it is; NULL: everybody's.  Owned
    enum view_level level;
    unsigned hides; // a bit 1 << level for each farther one of its name
};
struct views {
    struct view *v;
    size_t n, cap;
};
// Those that count for the acting agent, by name.  d NULL: the bundled ones.
void views_read(struct desk *d, struct views *all);
// All that are stored: the shared ones, then those of each login, by name.
void views_stored(struct desk *d, struct views *all);
void views_free(struct views *all);
char *view_stored(struct desk *d, const char *name, const char *login); // just that one; owned
char *view_query(struct desk *d, const char *name); // that counts; owned; NULL: there is none

// Parses and compiles text into *q as tk-list would: false with the fault.  "me" is whoever asks.
// Free *q with query_free, also after a fault.
bool view_check(struct desk *d, const char *text, struct query *q, struct query_fault *fault);

// login: whose own view it is; NULL: a shared one.  Own ones need an agent, those of others and
// shared ones a lead: EXIT_NOPERM.
int view_may(const struct desk *d, const char *login, struct buf *err);
// What is there in the same words is success.  EXIT_DATA for a name that cannot be one, and for an
// add where there is another query; what view_check says; EXIT_NOUSER for a set or remove of what
// is not there, EXIT_DATA if it is at another level.
int view_add(struct desk *d, const char *name, const char *login, const char *query,
             struct buf *err);
int view_set(struct desk *d, const char *name, const char *login, const char *query,
             struct buf *err);
int view_put(struct desk *d, const char *name, const char *login, const char *query,
             struct buf *err); // adds or sets
int view_remove(struct desk *d, const char *name, const char *login, struct buf *err);
void view_unknown(struct desk *d, const char *name, struct buf *err); // with a suggestion

// Is a setting of that key a view?  Then its parts, owned; *login NULL: a shared one.
bool view_part(const char *key, char **name, char **login);

#endif
