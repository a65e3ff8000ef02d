// SPDX-License-Identifier: GPL-3.0-or-later
// link [--remove] RELATION TICKET
#include <stddef.h>
#include <string.h>

#include "desk/action.h"
#include "desk/link.h"

struct link {
    struct action_args a;
    bool remove;
    enum relation relation;
    int64_t ticket;
    int64_t parent; // the ID whose child TICKET became
};

const struct opt options_link[] = {
    OPTIONS_ACT,
    OPTIONS_BATCH,
    OPTIONS_COLUMNS,
    OPTIONS_IDS,
    OPTIONS_OUT,
    {0, "remove", OPT_FLAG, OPTV_NONE, offsetof(struct link, remove), "take the link away", NULL},
    OPTIONS_BASE,
    OPT_END,
};

static int parse(struct desk *d, void *args, const struct opt_list *words, int *taken,
                 struct buf *err)
{
    struct link *l = args;
    if (words->n < 2) {
        buf_str(err, "write a relation and a ticket before the ids: parent 12 17");
        return EXIT_USAGE;
    }
    *taken = 2;
    int relation = name_number(names_relation, words->v[0]);
    if (relation < 0) {
        name_complain(err, names_relation, "relation", words->v[0]);
        return EXIT_USAGE;
    }
    l->relation = (enum relation)relation;
    if (!ref_parse(words->v[1], strlen(words->v[1]), &l->ticket)) {
        buf_fmt(err, "\"%s\" is no ticket id: it stands behind the relation, as in %s 12 17",
                words->v[1], words->v[0]);
        return EXIT_USAGE;
    }
    if (db_get_int(d->db, 0, SQL("SELECT 1 FROM ticket WHERE id = ?1 AND gone = 0"), V(l->ticket)))
        return 0;
    buf_fmt(err, "no such ticket %lld", (long long)l->ticket);
    return EXIT_NOINPUT;
}

static int apply(struct desk *d, void *args, struct ticket *t, struct buf *err)
{
    struct link *l = args;
    int64_t other = link_reach(d, l->ticket);
    bool child = l->relation == RELATION_CHILD && !l->remove;
    if (child && l->parent && l->parent != t->id) {
        buf_fmt(err, "%lld has one parent: it cannot be both %lld and %lld", (long long)other,
                (long long)l->parent, (long long)t->id);
        return EXIT_DATA;
    }
    int rc = link_relate(d, t, l->relation, other, !l->remove, err);
    if (rc == 0 && child)
        l->parent = t->id;
    return rc;
}

const struct action action_link = {"link", sizeof(struct link), options_link, 0, parse, apply,
                                   NULL};
