// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/lines.h"

#include <string.h>

char *lines_trim(char *s, size_t n)
{
    while (n && strchr(" \t\r", s[n - 1]))
        n--;
    s[n] = '\0';
    return s + strspn(s, " \t");
}

char *lines_next(struct lines *l)
{
    while (l->rest) {
        char *line = l->rest;
        size_t n = strcspn(line, "\n");
        l->rest = line[n] ? line + n + 1 : NULL;
        l->number++;
        line = lines_trim(line, n);
        if (*line && *line != '#')
            return line;
    }
    return NULL;
}

char *lines_value(char *line)
{
    char *equals = strchr(line, '=');
    if (!equals)
        return NULL;
    lines_trim(line, (size_t)(equals - line));
    return lines_trim(equals + 1, strlen(equals + 1));
}
