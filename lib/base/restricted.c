// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/restricted.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

bool restricted(void)
{
    return getenv("TK_RESTRICTED") != NULL;
}

void restricted_refuse(const char *what)
{
    if (restricted()) {
        die(EXIT_NOPERM, "%s: not in a restricted shell", what);
    }
}

void restricted_refuse_file(const char *path)
{
    if (strcmp(path, "-") != 0) {
        restricted_refuse(path);
    }
}
