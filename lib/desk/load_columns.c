// SPDX-License-Identifier: GPL-3.0-or-later
// Which of our columns each of theirs is.
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/load_impl.h"

// Our name for their column by --map; NULL if it is not mapped.
static char *mapped(const char *map, const char *theirs)
{
    size_t n = strlen(theirs);
    for (const char *p = map; p && *p;) {
        size_t len = strcspn(p, ",");
        const char *eq = memchr(p, '=', len);
        if (eq && (size_t)(eq - p) == n && strncmp(p, theirs, n) == 0)
            return mem_strndup(eq + 1, len - n - 1);
        p += len + (p[len] == ',');
    }
    return NULL;
}

static bool header_has(const struct recin *in, const char *name, size_t n)
{
    for (int i = 0; i < recin_columns(in); i++)
        if (strlen(recin_column(in, i)) == n && strncmp(recin_column(in, i), name, n) == 0)
            return true;
    return false;
}

void load_check_map(struct loader *k)
{
    for (const char *p = k->l->map; p && *p;) {
        size_t len = strcspn(p, ",");
        const char *eq = memchr(p, '=', len);
        if (!eq || eq == p || eq + 1 == p + len)
            tool_usage(k->t, "--map: write theirs=ours,... not \"%.*s\"", (int)len, p);
        if (k->l->format != REC_JSONL && !header_has(k->in, p, (size_t)(eq - p)))
            tool_usage(k->t, "--map: the input has no column \"%.*s\"", (int)(eq - p), p);
        p += len + (p[len] == ',');
    }
}

static int choose_target(struct loader *k, const char *theirs, const char **target)
{
    char *map = mapped(k->l->map, theirs);
    const char *name = map ? map : theirs;
    struct tool *t = k->t;
    int rc = 0;
    *target = NULL;
    switch (intake_column(&t->desk, name, k->l->restore)) {
    case INTAKE_OK:
        *target = mem_strdup(name);
        break;
    case INTAKE_RESTORE_ONLY:
        if (!map && k->l->ignore_unknown)
            break;
        buf_fmt(&t->err, "column \"%s\" is kept only with --restore", name);
        rc = EXIT_DATA;
        break;
    case INTAKE_DERIVED:
        if (!map && k->l->ignore_unknown)
            break;
        buf_fmt(&t->err,
                "column \"%s\" follows from the history and cannot be given"
                " (--ignore-unknown drops it)",
                name);
        rc = EXIT_DATA;
        break;
    default:
        if (!map && k->l->ignore_unknown)
            break;
        intake_complain(&t->desk, name, &t->err);
        if (!map)
            buf_str(&t->err, " (--map \"theirs=ours\" renames, --ignore-unknown drops)");
        rc = EXIT_DATA;
    }
    free(map);
    return rc;
}

int load_extend_targets(struct loader *k)
{
    int rc = 0;
    for (; rc == 0 && k->n_target < recin_columns(k->in); k->n_target++) {
        if (k->n_target == LOAD_COLUMNS_MAX) {
            buf_fmt(&k->t->err, "more than %d columns", LOAD_COLUMNS_MAX);
            return EXIT_DATA;
        }
        rc = choose_target(k, recin_column(k->in, k->n_target), &k->target[k->n_target]);
        for (int i = 0; rc == 0 && k->target[k->n_target] && i < k->n_target; i++)
            if (k->target[i] && strcmp(k->target[i], k->target[k->n_target]) == 0) {
                buf_fmt(&k->t->err, "two columns are both \"%s\"", k->target[i]);
                rc = EXIT_DATA;
            }
    }
    return rc;
}

void load_forget_targets(struct loader *k)
{
    while (k->n_target)
        free((char *)k->target[--k->n_target]);
}
