// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/report_impl.h"

static uint64_t mix(uint64_t h)
{
    h ^= h >> 29;
    h *= UINT64_C(0x9E3779B97F4A7C15);
    return h ^ h >> 32;
}

// --- words

static size_t word_place(const struct texts *w, const char *s, size_t n)
{
    uint64_t h = n;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)s[i]) * UINT64_C(1099511628211);
    size_t at = (size_t)mix(h) & (w->places - 1);
    while (w->place[at]) {
        const char *word = w->word[w->place[at] - 1];
        if (strncmp(word, s, n) == 0 && !word[n])
            break;
        at = (at + 1) & (w->places - 1);
    }
    return at;
}

uint32_t texts_number(struct texts *w, const char *s, size_t n)
{
    if (w->n * 2 >= w->places) {
        w->places = w->places ? w->places * 2 : 64;
        free(w->place);
        w->place = mem_array(w->places, sizeof *w->place);
        for (size_t i = 0; i < w->n; i++)
            w->place[word_place(w, w->word[i], strlen(w->word[i]))] = (uint32_t)i + 1;
    }
    size_t at = word_place(w, s, n);
    if (!w->place[at]) {
        w->word = mem_grow(w->word, &w->cap, w->n, sizeof *w->word);
        w->word[w->n++] = mem_strndup(s, n);
        w->place[at] = (uint32_t)w->n;
    }
    return w->place[at] - 1;
}

void texts_free(struct texts *w)
{
    for (size_t i = 0; i < w->n; i++)
        free(w->word[i]);
    free(w->word);
    free(w->place);
    *w = (struct texts){0};
}

// --- groups

static size_t group_place(const struct groups *g, const int64_t *code)
{
    size_t width = (size_t)g->width;
    uint64_t h = 1;
    for (size_t i = 0; i < width; i++)
        h = mix(h ^ (uint64_t)code[i]);
    size_t at = (size_t)h & (g->places - 1);
    while (g->place[at] &&
           memcmp(&g->code[(g->place[at] - 1) * width], code, width * sizeof *code) != 0)
        at = (at + 1) & (g->places - 1);
    return at;
}

uint32_t groups_number(struct groups *g, const int64_t *code)
{
    size_t width = (size_t)g->width;
    if (!width)
        g->n = 1; // all are one
    if (!width)
        return 0;
    if (g->n * 2 >= g->places) {
        g->places = g->places ? g->places * 2 : 64;
        free(g->place);
        g->place = mem_array(g->places, sizeof *g->place);
        for (size_t i = 0; i < g->n; i++)
            g->place[group_place(g, &g->code[i * width])] = (uint32_t)i + 1;
    }
    size_t at = group_place(g, code);
    if (!g->place[at]) {
        g->code = mem_grow(g->code, &g->cap, (g->n + 1) * width, sizeof *g->code);
        memcpy(&g->code[g->n * width], code, width * sizeof *code);
        g->place[at] = (uint32_t)++g->n;
    }
    return g->place[at] - 1;
}

void groups_free(struct groups *g)
{
    free(g->code);
    free(g->place);
    *g = (struct groups){.width = g->width};
}
