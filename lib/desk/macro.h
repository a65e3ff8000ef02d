// SPDX-License-Identifier: GPL-3.0-or-later
// Macros: canned replies.  A macro has one text for each language, with placeholders
// (desk/template.h), and actions, which are done to a ticket that it answers.
//
// Who may change them is checked: EXIT_NOPERM below a lead.  What cannot be used later is refused
// when it is saved: EXIT_DATA.
#ifndef DESK_MACRO_H
#define DESK_MACRO_H

#include "base/opt.h"
#include "desk/template.h"
#include "desk/ticket.h"

// The language of the text that is used where there is none for the ticket's: '' in the database,
// "other" for people.
#define MACRO_OTHER "other"
int macro_lang(const char *word, const char **lang, struct buf *err); // "other" and "" are ""
const char *macro_lang_word(const char *lang);                        // the other way round

struct macro_edit {          // NULL: stays as it is
    const char *title;       // "": none
    const char *actions;     // as macro_actions makes them; "": none
    const char *lang, *text; // of that language; as the database has it
};
// Joins actions, each a line of tk-batch without ids ("set priority=low"), and reads them as they
// will be read when the macro is used.  Empty ones are left out.
int macro_actions(struct desk *d, const struct opt_list *lines, struct buf *out, struct buf *err);

int macro_find(struct desk *d, const char *name, int64_t *id, struct buf *err); // EXIT_NOUSER
// What is there already in the same words is success, in other words EXIT_DATA.  A macro that was
// removed comes back with what is given alone.  A text must be given.
int macro_add(struct desk *d, const char *name, const struct macro_edit *e, struct buf *err);
int macro_edit(struct desk *d, int64_t id, const struct macro_edit *e, struct buf *err);
int macro_set(struct desk *d, int64_t id, const char *field, const char *value, struct buf *err);
int macro_remove(struct desk *d, int64_t id, struct buf *err);
int macro_remove_text(struct desk *d, int64_t id, const char *lang, struct buf *err);
char *macro_text(struct desk *d, int64_t id, const char *lang); // owned; NULL: there is none

// --- in use

struct macro; // as it is within one change set

// Sees to it that *m (NULL at first) is the macro as it is in the open change set, if one is: else
// it is read anew.  EXIT_NOUSER, or EXIT_DATA for one that cannot be used any more (its custom
// field is gone ...); then *m is NULL.
int macro_ready(struct desk *d, const char *name, struct macro **m, struct buf *err);
void macro_close(struct macro *m); // NULL is fine
// Appends the text for the ticket in its language, else its customer's; *lang: whose text it is,
// borrowed.  EXIT_DATA if there is none or a placeholder has no value.
int macro_render(struct macro *m, struct desk *d, const struct ticket *t, struct buf *out,
                 const char **lang, struct buf *err);
// Does its actions to the ticket; what they say is appended to said.
int macro_act(struct macro *m, struct desk *d, struct ticket *t, struct buf *said, struct buf *err);

// --- within a text that a person writes

// Each macro that has a text for the ticket, by name: name, title (NULL: none) and text as it was
// written, with its placeholders.
void macro_offer(struct desk *d, const struct ticket *t,
                 void (*put)(void *arg, const char *name, const char *title, const char *text),
                 void *arg);
// Whether a line of the text begins with the word %macro.
bool macro_is_wanted(const char *text);
// Appends the text; in the place of each line "%macro NAME" what that macro says for the ticket.
// Its actions are not done.  EXIT_NOUSER for an unknown one, EXIT_DATA for a line that is not so,
// else as macro_render.
int macro_insert(struct desk *d, const struct ticket *t, const char *text, struct buf *out,
                 struct buf *err);

#endif
