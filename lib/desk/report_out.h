// SPDX-License-Identifier: GPL-3.0-or-later
// What tk-report prints.
#ifndef DESK_REPORT_OUT_H
#define DESK_REPORT_OUT_H

#include "desk/report.h"
#include "desk/tool.h"

struct report_look {
    const char *title; // NULL: none
    const char *form;  // of a chart: bars, lines or heatmap; NULL: what suits the rows
    bool ascii;
};
// EXIT_USAGE unless it is one of REPORT_FORMS, or NULL.
int report_check_form(const char *form, struct buf *err);
// report_make within a read transaction of its own; also says what -v and -E ask for.
int report_read(struct tool *t, struct report **r, const struct report_spec *spec);
// The rows in the format of the tool, or as its drawing.
void report_print(struct tool *t, const struct report *r, const struct report_look *look);
void report_print_ids(struct tool *t, const struct report *r);
// The definitions of these metrics ("created,solved"; NULL: of all), one record each.
int report_define(struct tool *t, const char *words, struct buf *err);
// The legal words of report_look.form, blanks between.
#define REPORT_FORMS "bars lines heatmap"

#endif
