// SPDX-License-Identifier: GPL-3.0-or-later
// set FIELD=VALUE...: the fields of a ticket that a person may set, as a table.
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/action.h"
#include "desk/field.h"
#include "desk/settable.h"

struct setting { // FIELD=VALUE, read
    const struct settable *field;
    const char *text; // behind the =
    struct val value;
    int64_t custom;
};

struct set {
    struct action_args a;
    struct setting *v;
    int n;
};

const struct opt options_set[] = {
    OPTIONS_ACT, OPTIONS_BATCH, OPTIONS_COLUMNS, OPTION_FORCE,
    OPTIONS_IDS, OPTIONS_OUT,   OPTIONS_BASE,    OPT_END,
};

static int read_setting(struct desk *d, char *name, struct setting *s, struct buf *err)
{
    if (strncmp(name, "x.", 2) == 0) {
        int rc = field_find(d, name + 2, &s->custom, err);
        return rc ? rc : field_value(d, s->custom, s->text, &s->value, err) ? EXIT_USAGE : 0;
    }
    s->field = settable_find(name, err);
    return s->field ? s->field->read(d, s->text, &s->value, err) : EXIT_USAGE;
}

static int parse(struct desk *d, void *args, const struct opt_list *words, int *taken,
                 struct buf *err)
{
    struct set *s = args;
    int rc = 0;
    s->a.parsed = s->v = mem_array((size_t)words->n + 1, sizeof *s->v);
    for (int i = 0; rc == 0 && i < words->n && strchr(words->v[i], '='); i++) {
        const char *eq = strchr(words->v[i], '=');
        char *name = mem_strndup(words->v[i], (size_t)(eq - words->v[i]));
        s->v[i].text = eq + 1;
        rc = read_setting(d, name, &s->v[i], err);
        free(name);
        s->n = i + 1;
    }
    *taken = s->n;
    if (rc || s->n)
        return rc;
    buf_str(err, "nothing to set: write FIELD=VALUE before the ids");
    return EXIT_USAGE;
}

static int apply(struct desk *d, void *args, struct ticket *t, struct buf *err)
{
    struct set *s = args;
    int rc = 0;
    for (int i = 0; rc == 0 && i < s->n; i++) {
        if (s->v[i].field)
            rc = s->v[i].field->write(d, t, &s->v[i].value, err);
        else
            ticket_set_value(d, t, s->v[i].custom, s->v[i].value);
    }
    return rc;
}

const struct action action_set = {"set", sizeof(struct set), options_set, 0, parse, apply, NULL};
