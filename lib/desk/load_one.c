// SPDX-License-Identifier: GPL-3.0-or-later
// One ticket, whose request may have been done before.
#include "desk/load.h"
#include "desk/request.h"

static void print_id(struct tool *t, int64_t id)
{
    if (t->o->quiet)
        return;
    if (t->o->format || t->o->columns) { // asked for a record
        tool_print_tickets(t, &id, 1);
        return;
    }
    buf_fmt(&t->out.buf, "%lld\n", (long long)id);
    out_record(&t->out);
}

bool load_done(struct tool *t, const unsigned char request[HASH_SIZE])
{
    struct ref_list made = {0};
    enum request_rc rc = request_look(&t->desk, t->o->key, request, &t->err);
    if (rc == REQUEST_CONFLICT)
        tool_must(t, EXIT_DATA);
    if (rc == REQUEST_NEW)
        return false;
    t->status = request_recall(&t->desk, t->o->key, &made);
    if (made.n)
        print_id(t, made.v[0].id);
    refs_free(&made);
    return true;
}

struct made {
    int (*make)(struct tool *t, void *arg, int64_t *id);
    void *arg;
    const unsigned char *request;
    int64_t id; // 0: nothing to print
};

static bool make_one(struct tool *t, void *arg)
{
    struct made *m = arg;
    m->id = 0;
    desk_begin(&t->desk);
    if (t->o->key && request_begin(&t->desk, t->o->key, m->request, &t->err) != REQUEST_NEW) {
        desk_rollback(&t->desk); // another process was quicker
        buf_reset(&t->err);
        load_done(t, m->request);
        return false;
    }
    tool_must(t, m->make(t, m->arg, &m->id));
    if (t->o->dry_run) {
        tool_print_dry(t, &m->id, 1);
        m->id = 0;
        return false;
    }
    request_end(&t->desk, t->o->key, EXIT_DONE, &m->id, 1);
    return true;
}

void load_made(struct tool *t, int (*make)(struct tool *t, void *arg, int64_t *id), void *arg,
               const unsigned char request[HASH_SIZE])
{
    struct made m = {.make = make, .arg = arg, .request = request};
    tool_must(t, tool_change(t, make_one, &m));
    if (m.id)
        print_id(t, m.id);
}

static int make_intake(struct tool *t, void *intake, int64_t *id)
{
    return intake_make(intake, id, &t->err);
}

void load_one(struct tool *t, struct intake *in, const unsigned char request[HASH_SIZE])
{
    load_made(t, make_intake, in, request);
}
