// SPDX-License-Identifier: GPL-3.0-or-later
// Reports that have a name: small text files, ours and the team's own.
//
// A preset NAME is the first of these files: reports/NAME in the user's configuration directory,
// /etc/tk/reports/NAME, and what is installed with tk.  Its lines are "key = value"; "#" begins a
// comment line.  tk-report(1) describes the keys.
#ifndef DESK_REPORT_PRESET_H
#define DESK_REPORT_PRESET_H

#include "desk/report_out.h"

struct preset {
    char *title, *metrics, *by, *from, *to, *query, *sort, *chart, *hours; // owned; NULL: not there
    int64_t limit, days;                                                   // -1: not there
    bool total;
    char *all; // dimensions of preset_fill
};
#define PRESET_INIT                                                                                \
    {                                                                                              \
        .limit = -1, .days = -1                                                                    \
    }
// EXIT_USAGE for a name that nobody has (with a suggestion), EXIT_CONFIG for a file that cannot be
// read, with its line.  Free with preset_free in any case.
int preset_load(const char *name, struct preset *p, struct buf *err);
void preset_free(struct preset *p);

// What spec and look do not say yet (NULL, -1, false) is as in the preset; they point into p then.
// Dimensions of spec, but no times among them, are added to those times that the preset has.
void preset_fill(struct preset *p, struct report_spec *spec, struct report_look *look);
// The preset's query and that of the operands from `first` on: both must hold.
void preset_query(const struct preset *p, const struct opt_list *operands, int first,
                  struct buf *query);

void preset_list(struct tool *t); // all there are, as records
// Calls offer for each, by name; the title of a file that cannot be read is what is wrong with it.
void preset_each(void (*offer)(void *arg, const char *name, const char *title, const char *path),
                 void *arg);

#endif
