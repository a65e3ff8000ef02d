// SPDX-License-Identifier: GPL-3.0-or-later
// What tk-macro does: texts in, macros out.  Faults end the tool.
#ifndef DESK_MACRO_TOOL_H
#define DESK_MACRO_TOOL_H

#include "desk/compose.h"
#include "desk/pick.h"
#include "desk/tool.h"

struct macro_words {        // as typed; NULL: not given
    struct compose compose; // the text
    const char *lang, *title;
    struct opt_list actions;
};
// Adds or edits a macro.  The text is read first, then the change set begins: a person may take
// their time.  In the editor it starts with what it is; EXIT_DATA if somebody else changed that
// meanwhile.  edit: without a title or actions given there must be a text.
void macro_tool_add(struct tool *t, const char *name, const struct macro_words *w);
void macro_tool_edit(struct tool *t, const char *name, const struct macro_words *w);
// One language's text, or (lang NULL) the whole macro.
void macro_tool_remove(struct tool *t, const char *name, const char *lang);

extern const struct rec_column macro_item_columns[]; // name NULL ends it
#define MACRO_ITEM_COLUMNS "name,item,lang,text"
// All of them, by name, in this order.  Two forms: records, one item each, for pipes; and the page
// that a person reads (-F table without -c).  lang: only the text of that language.  Before
// anything is printed: EXIT_NOUSER for an unknown one, EXIT_DATA where there is no such text,
// EXIT_USAGE for bad columns.
void macro_tool_show(struct tool *t, const char *const *words, int n, const char *lang);
void macro_tool_placeholders(struct tool *t); // what may stand in a text, a record each

#endif
