// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/session.h"

#include <stdlib.h>
#include <string.h>

#include "desk/ref.h"

struct session_ticket session_ticket(void)
{
    struct session_ticket s = {0, false};
    const char *value = getenv("TK_TICKET");
    size_t n = value ? strlen(value) : 0;
    s.passing = n && value[n - 1] == '?';
    if (!n || !ref_parse(value, n - s.passing, &s.id))
        s.id = 0;
    return s;
}

int64_t session_ask_many(void)
{
    int64_t most;
    const char *value = getenv("TK_ASK_MANY");
    return value && ref_parse(value, strlen(value), &most) ? most : 0;
}

bool session_pages(void)
{
    return getenv("TK_PAGE");
}
