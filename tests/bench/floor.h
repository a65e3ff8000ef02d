// SPDX-License-Identifier: GPL-3.0-or-later
// What both floor programs need: bare SQLite on a tk database, with the settings of lib/store.
//
// A floor program does the same work as a tool (the same rows read or written, the same durability,
// the same bytes printed) and nothing else: no options, checks, formats, query language, messages.
// What a tool takes longer than its floor is what tk costs.
#ifndef BENCH_FLOOR_H
#define BENCH_FLOOR_H

#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const status_word[] = {"", "new", "open", "pending", "hold", "solved", "closed"};
static const char *const priority_word[] = {"", "low", "normal", "high", "urgent"};

_Noreturn static inline void give_up(const char *what)
{
    fprintf(stderr, "floor: %s\n", what);
    exit(EXIT_FAILURE);
}

static inline void must(sqlite3 *db, int rc)
{
    if (rc != SQLITE_OK && rc != SQLITE_DONE && rc != SQLITE_ROW)
        give_up(sqlite3_errmsg(db));
}

static inline void execute(sqlite3 *db, const char *sql)
{
    must(db, sqlite3_exec(db, sql, NULL, NULL, NULL));
}

static inline sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s;
    must(db, sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL));
    return s;
}

static inline int row(sqlite3_stmt *s)
{ // is there another?
    int rc = sqlite3_step(s);
    must(sqlite3_db_handle(s), rc);
    return rc == SQLITE_ROW;
}

static inline void run(sqlite3_stmt *s)
{
    while (row(s))
        ;
    sqlite3_reset(s);
}

static inline const char *text(sqlite3_stmt *s, int column)
{
    return (const char *)sqlite3_column_text(s, column);
}

static inline sqlite3 *open_desk(const char *path, int flags)
{
    sqlite3 *db;
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    // an UPDATE with a foreign key keeps a journal: in memory, not in a file
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, 4 << 20);
    if (sqlite3_open_v2(path, &db, flags, NULL) != SQLITE_OK)
        give_up(path);
    sqlite3_busy_timeout(db, 30000);
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    execute(db, "PRAGMA synchronous = FULL");
    return db;
}

// --- printing

static inline int64_t floor_days(int64_t seconds)
{
    return seconds / 86400 - (seconds % 86400 < 0);
}

static inline void two_digits(char *to, int64_t v)
{
    to[0] = (char)('0' + v / 10);
    to[1] = (char)('0' + v % 10);
}

// 2023-01-31T12:00:00Z into 20 bytes.  The year begins in March: February's length does not matter.
static inline void put_time(int64_t ms)
{
    char s[] = "yyyy-mm-ddThh:mm:ssZ";
    int64_t seconds = ms / 1000 - (ms % 1000 < 0), days = floor_days(seconds);
    int64_t of_day = seconds - days * 86400, shifted = days + 719468;
    int64_t era = shifted / 146097, doe = shifted % 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), march = (5 * doy + 2) / 153;
    int64_t month = march < 10 ? march + 3 : march - 9, year = yoe + era * 400 + (month <= 2);
    two_digits(s, year / 100);
    two_digits(s + 2, year % 100);
    two_digits(s + 5, month);
    two_digits(s + 8, doy - (153 * march + 2) / 5 + 1);
    two_digits(s + 11, of_day / 3600);
    two_digits(s + 14, of_day / 60 % 60);
    two_digits(s + 17, of_day % 60);
    fwrite(s, 1, sizeof s - 1, stdout);
}

static inline void put_tsv(const char *s)
{
    if (!s)
        s = "-";
    for (; *s; s++)
        if (*s == '\n')
            fputs("\\n", stdout);
        else if (*s == '\t')
            fputs("\\t", stdout);
        else if (*s == '\r')
            fputs("\\r", stdout);
        else if (*s == '\\')
            fputs("\\\\", stdout);
        else
            putc_unlocked(*s, stdout);
}

static inline void put_csv(const char *s)
{
    if (!s)
        return;
    if (!strpbrk(s, ",\"\r\n")) {
        fputs(s, stdout);
        return;
    }
    putchar('"');
    for (; *s; s++) {
        if (*s == '"')
            putchar('"');
        putchar(*s);
    }
    putchar('"');
}

// The default columns of a ticket: id status priority queue assignee customer updated subject.
#define TICKET_ROW "t.id, t.status, t.priority, q.name, a.login, k.address, t.updated, t.subject"
#define TICKET_NAMES                                                                               \
    " JOIN queue q ON q.id = t.queue LEFT JOIN agent a ON a.id = t.assignee"                       \
    " LEFT JOIN contact k ON k.customer = t.customer AND k.rank = 0"

static inline void put_ticket(sqlite3_stmt *s, const char *queue, const char *agent,
                              void (*put)(const char *), char between)
{
    printf("%lld%c%s%c%s%c%s%c", (long long)sqlite3_column_int64(s, 0), between,
           status_word[sqlite3_column_int(s, 1)], between, priority_word[sqlite3_column_int(s, 2)],
           between, queue, between);
    put(agent);
    putchar(between);
    put(text(s, 5));
    putchar(between);
    put_time(sqlite3_column_int64(s, 6));
    putchar(between);
    put(text(s, 7));
    putchar('\n');
}

#endif
