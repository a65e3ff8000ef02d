// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a mapping, and what stands behind a line of "---" as a record for it.  A mapping is
// good or its fault is told; what is read out of a record is text.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "desk/import_place.h"

static void check(bool good)
{
    if (!good)
        abort();
}

static void read_all(struct map_expr *e, struct map *m, const struct place_record *rec)
{
    struct place_list l = {.numbers = BUF_INIT};
    place_read(e, m, rec, &l);
    for (size_t i = 0; i < l.n; i++) {
        check(l.v[i].s != NULL);
        check(utf8_valid(l.v[i].s, l.v[i].n) == l.v[i].n);
    }
    place_list_free(&l);
    place_never_found(e);
}

static void read_record(struct map *m, const char *s, size_t n)
{
    json_t *tree = json_loadb(s, n, JSON_REJECT_DUPLICATES, NULL);
    const struct place_record rec = {.tree = tree};
    for (int i = 0; tree && i < MAP_FIELDS; i++)
        read_all(&m->expr[i], m, &rec);
    for (int i = 0; tree && i < MAP_MESSAGE_FIELDS_N; i++)
        read_all(&m->message[i], m, &rec);
    for (int i = 0; tree && i < m->n_custom; i++)
        read_all(&m->custom[i].expr, m, &rec);
    json_decref(tree);
}

static void look_up(const struct map *m)
{
    for (int i = 0; i < m->n_tables; i++)
        for (int k = 0; k < m->table[i].n; k++)
            check(map_translate(&m->table[i], m->table[i].pair[k].theirs) ==
                  m->table[i].pair[k].ours);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char line[] = "\n---\n";
    struct map m;
    struct buf err = BUF_INIT, all = BUF_INIT;
    buf_add(&all, data, size);
    const char *end = strlen(all.s) == size ? strstr(all.s, line) : NULL;
    size_t n = end ? (size_t)(end - all.s) : size;
    int rc = map_parse(&m, "fuzz", all.s, n, &err);
    check(rc ? strncmp(err.s, "fuzz:", 5) == 0 : err.len == 0);
    if (rc == 0) {
        look_up(&m);
        if (end)
            read_record(&m, end + strlen(line), size - n - strlen(line));
    }
    map_free(&m);
    buf_free(&err);
    buf_free(&all);
    return 0;
}
