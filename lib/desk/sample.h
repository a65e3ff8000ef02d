// SPDX-License-Identifier: GPL-3.0-or-later
// The sample desk of tk-init --demo: from lib/data/sample.csv, made through the same library.
#ifndef DESK_SAMPLE_H
#define DESK_SAMPLE_H

#include "desk/desk.h"

void sample_fill(struct desk *d); // dies when the sample file is missing

#endif
