// SPDX-License-Identifier: GPL-3.0-or-later
// The settings of a desk: which there are, what they may be, and what holds where one is not set.
#ifndef DESK_SETTING_H
#define DESK_SETTING_H

#include "desk/desk.h"

// A key "transitions.new" is KEY new of section [transitions] in a configuration; one without a
// dot is of section [desk].
struct setting {
    const char *key;
    const char *fallback; // what holds where it is not set; NULL: it is always set
    const char *help;
    // Appends the value as it is stored, or refuses it: EXIT_DATA, EXIT_NOUSER.
    int (*check)(struct desk *d, const struct setting *s, const char *value, struct buf *out,
                 struct buf *err);
};
extern const struct setting settings[]; // key NULL ends; in the order of their keys

// The setting of that key, NULL with a suggestion.
const struct setting *setting_find(const char *key, struct buf *err);
char *setting_value(struct desk *d, const char *key); // a known one; what holds, owned
// For admins (EXIT_NOPERM).  "" goes back to what holds where it is not set; EXIT_DATA where
// nothing does.  What is so already changes nothing.
int setting_set(struct desk *d, const char *key, const char *value, struct buf *err);

char *setting_transitions(const char *status); // key of what may follow it; owned

// Where a setting stands in a configuration: [SECTION] KEY.
bool setting_in(const struct setting *s, const char *section);
const char *setting_name(const struct setting *s);

#endif
