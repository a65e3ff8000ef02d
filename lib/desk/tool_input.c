// SPDX-License-Identifier: GPL-3.0-or-later
// Input of a tool: ids from operands or stdin, and what of it is kept for --rejects.
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "desk/tool.h"

void tool_check_stdin(struct tool *t, bool explicitly, const char *what)
{
    if (!explicitly && isatty(STDIN_FILENO))
        tool_usage(t, "%s", what);
    // The rest of a file that somebody else reads line by line would be swallowed.
    off_t at = lseek(STDIN_FILENO, 0, SEEK_CUR);
    if (!explicitly && at > 0)
        tool_usage(t, "stdin is a file read in part already (a while-read loop?): give ids, or - to"
                      " read the rest of it");
}

void tool_read_stdin(struct tool *t, bool explicitly, const char *what)
{
    tool_check_stdin(t, explicitly, what);
    spool_fill(&t->input, STDIN_FILENO, "stdin");
}

static void bad_line(void *arg, long line, const char *text)
{
    struct tool *t = arg;
    char where[40];
    snprintf(where, sizeof where, "stdin:%ld", line);
    buf_str(&t->err, text);
    tool_fail(t, EXIT_DATA, where);
}

static bool given_before(const struct ref_list *list, int64_t id)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->v[i].id == id)
            return true;
    return false;
}

static void operand_refs(struct tool *t, int first, struct ref_list *list)
{
    tool_dot(t, t->operands.n);
    for (int i = first; i < t->operands.n; i++) {
        const char *s = t->operands.v[i];
        struct ref r = {.off = (uint64_t)i, .text = s};
        if (!ref_parse(s, strlen(s), &r.id))
            tool_usage(t, *s ? "no ticket id: \"%s\"" : "an empty ticket id%s", s);
        if (!given_before(list, r.id))
            refs_add(list, r);
    }
}

static bool exists(struct tool *t, const struct ref *r)
{
    char where[40];
    if (!r->id ||
        db_get_int(t->desk.db, 0, SQL("SELECT 1 FROM ticket WHERE id = ?1 AND gone = 0"), V(r->id)))
        return r->id != 0;
    snprintf(where, sizeof where, "stdin:%ld", r->line);
    buf_fmt(&t->err, "no such ticket %lld", (long long)r->id);
    tool_fail(t, EXIT_DATA, where);
    return false;
}

void tool_ids_from_stdin(struct tool *t, struct ref_list *list)
{
    tool_read_stdin(t, true, "");
    refs_read(list, &t->input, t->o->nul, bad_line, t);
}

void tool_known_ids(struct tool *t, struct ref_list *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->n; i++)
        if (exists(t, &list->v[i]))
            list->v[kept++] = list->v[i];
    list->n = kept;
}

void tool_reject(struct tool *t, uint64_t header, uint64_t off, uint64_t size)
{
    if (!t->o->rejects || t->o->dry_run)
        return;
    if (!t->rejected)
        spool_read(&t->input, 0, header, &t->rejects.buf);
    spool_read(&t->input, off, size, &t->rejects.buf);
    if (!t->undecided)
        out_record(&t->rejects);
    t->rejected = true;
}

void tool_refs(struct tool *t, int first, struct ref_list *list)
{
    bool dash = t->operands.n == first + 1 && strcmp(t->operands.v[first], "-") == 0;
    if (tool_has_current(t, first)) {
        tool_current(t, first, list);
        return;
    }
    if (t->operands.n > first && !dash) {
        operand_refs(t, first, list);
        return;
    }
    tool_read_stdin(t, dash, TOOL_NO_IDS);
    refs_read(list, &t->input, t->o->nul, bad_line, t);
}
