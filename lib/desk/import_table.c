// SPDX-License-Identifier: GPL-3.0-or-later
// What a mapping says of a value, and its end.
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "desk/import_parse.h"
#include "desk/import_place.h"

int map_by_theirs(const void *x, const void *y)
{
    const struct map_pair *a = x, *b = y;
    return strcasecmp(a->theirs, b->theirs);
}

const struct map_table *map_table_of(const struct map *m, const char *field)
{
    for (int i = 0; i < m->n_tables; i++)
        if (strcmp(m->table[i].field, field) == 0)
            return &m->table[i];
    return NULL;
}

const char *map_translate(const struct map_table *t, const char *theirs)
{
    struct map_pair key = {.theirs = (char *)theirs};
    const struct map_pair *found =
        t->n ? bsearch(&key, t->pair, (size_t)t->n, sizeof key, map_by_theirs) : NULL;
    return found ? found->ours : t->otherwise;
}

// --- freeing

static void free_list(char **list, int n)
{
    for (int i = 0; i < n; i++)
        free(list[i]);
    free(list);
}

static void free_table(struct map_table *t)
{
    for (int i = 0; i < t->n; i++) {
        free(t->pair[i].theirs);
        free(t->pair[i].ours);
    }
    free(t->pair);
    free(t->field);
    free(t->otherwise);
}

void map_free(struct map *m)
{
    char *texts[] = {m->path, m->source, m->description, m->zone, m->separator, m->parts};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    free_list(m->missing, m->n_missing);
    free_list(m->time, m->n_time);
    for (int i = 0; i < MAP_FIELDS; i++) {
        place_free(&m->expr[i]);
        free(m->constant[i]);
    }
    for (int i = 0; i < MAP_MESSAGE_FIELDS_N; i++)
        place_free(&m->message[i]);
    for (int i = 0; i < m->n_custom; i++) {
        free(m->custom[i].name);
        free(m->custom[i].type);
        place_free(&m->custom[i].expr);
    }
    free(m->custom);
    for (int i = 0; i < m->n_tables; i++)
        free_table(&m->table[i]);
    free(m->table);
    *m = (struct map){0};
}
