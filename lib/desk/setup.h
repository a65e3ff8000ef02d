// SPDX-License-Identifier: GPL-3.0-or-later
// A new desk: its database, the first agent, the default queue, and on request the sample tickets.
#ifndef DESK_SETUP_H
#define DESK_SETUP_H

#include <stdbool.h>

struct setup {
    const char *path, *zone; // NULL: the usual place, UTC
    bool demo;
};
// Dies with EXIT_CANTCREATE when the database exists or cannot be made.
void setup_desk(const struct setup *s);

#endif
