// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a query: it is refused with a reason and a place, or SQLite takes what becomes of it.
// The first byte chooses how it is asked.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "desk/find.h"
#include "desk/intake.h"
#include "desk/setup.h"

#define MOST (QUERY_TEXT_MAX + 16)

static struct desk desk;
static char dir[] = "/tmp/tk-fuzz.XXXXXX";

static void check(bool good)
{
    if (!good) {
        abort();
    }
}

// --- a small desk, made once

static void close_desk(void)
{
    static const char *const files[] = {"tk.db", "tk.db-wal", "tk.db-shm"};
    char path[64];
    desk_close(&desk);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/%s", dir, files[i]);
        unlink(path);
    }
    rmdir(dir);
}

static void make_ticket(const char *const *cells)
{
    struct intake in;
    struct buf err = BUF_INIT;
    int64_t id;
    intake_begin(&in, &desk, true);
    for (; *cells; cells += 2) {
        check(intake_put(&in, cells[0], cells[1], strlen(cells[1]), &err) == 0);
    }
    check(intake_make(&in, &id, &err) == 0);
    intake_reset(&in);
    buf_free(&err);
}

static void open_desk(void)
{
    char path[64];
    struct buf err = BUF_INIT;
    check(mkdtemp(dir) != NULL);
    snprintf(path, sizeof path, "%s/tk.db", dir);
    setup_desk(&(struct setup){.path = path});
    check(desk_open(&desk, path, DB_WRITE, "fuzz", NULL, &err) == 0);
    buf_free(&err);
    atexit(close_desk);
    desk_begin(&desk);
    make_ticket((const char *[]){"subject", "Printer on fire", "body", "c++ \xE2\x80\x94 10:30",
                                 "tags", "vip,new", "assignee", "ann", "customer",
                                 "ana@example.com", "x.room", "B12", "due", "2026-11-30", NULL});
    make_ticket((const char *[]){"subject", "\xD7\x9E\xD7\x93\xD7\xA4\xD7\xA1\xD7\xAA", "status",
                                 "closed", "resolution", "fixed", "watchers", "bob", "key", "k1",
                                 "queue", "billing", NULL});
    desk_commit(&desk);
}

// --- one query

static bool compiles(const char *text, bool hide, bool by_match)
{
    struct query q;
    struct query_sql sql = {0};
    struct query_fault fault = QUERY_FAULT_INIT;
    bool parsed = query_parse(&q, text, &fault);
    bool good = parsed && query_compile(&q, &desk, hide, by_match, &sql, &fault);
    check(good == (fault.text.len == 0));
    check(good || fault.code == EXIT_USAGE || fault.code == EXIT_NOUSER);
    check(fault.at >= -1 && fault.at <= (int)strlen(text));
    query_sql_free(&sql);
    query_free(&q);
    query_fault_free(&fault);
    return good;
}

static void find(const char *text, bool hide, const char *sort, int64_t limit)
{
    struct find f;
    struct buf err = BUF_INIT;
    int64_t rows = 0;
    const struct find_spec spec = {.query = text, .sort = sort, .limit = limit, .hide = hide};
    int rc = find_open(&f, &desk, &spec, &err);
    check(rc == 0 || (err.len && (rc == EXIT_USAGE || rc == EXIT_NOUSER))); // of sort:
    while (rc == 0 && find_row(&f)) {
        check(find_id(&f) > 0 && ++rows <= 2);
    }
    find_close(&f);
    buf_free(&err);
}

// Data of scripts: whatever it is, it is a value.
static void match(const char *text, const char *field)
{
    struct query q;
    struct query_sql sql = {0};
    struct query_fault fault = QUERY_FAULT_INIT;
    char arg[MOST + 16];
    snprintf(arg, sizeof arg, "%s=%s", field, text);
    check(query_parse(&q, "", &fault));
    if (query_match(&q, arg, &fault)) {
        check(q.terms == 1 && q.root->kind == NODE_TERM && q.root->n_atoms == 1);
        check(strcmp(q.root->atoms[0].lo, text) == 0);
        check(query_compile(&q, &desk, true, true, &sql, &fault) || fault.text.len);
    }
    query_sql_free(&sql);
    query_free(&q);
    query_fault_free(&fault);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const sorts[] = {NULL,  "match-", "updated-", "id", "priority-,queue",
                                        "due", "x.room", NULL};
    static const char *const fields[] = {"text",    "tags",   "customer", "id",
                                         "created", "x.room", "assignee", "body"};
    char text[MOST];
    if (size == 0) {
        return 0;
    }
    if (!desk.db) {
        open_desk();
    }
    unsigned how = data[0];
    size = size - 1 < sizeof text ? size - 1 : sizeof text - 1;
    memcpy(text, data + 1, size);
    text[size] = 0;
    if (compiles(text, how & 1, how & 2)) {
        find(text, how & 1, sorts[how >> 2 & 7], how & 32 ? 1 : -1);
    }
    match(text, fields[how >> 2 & 7]);
    return 0;
}
