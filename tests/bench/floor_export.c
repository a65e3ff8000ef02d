// SPDX-License-Identifier: GPL-3.0-or-later
// The floor of tk-export --dir (see floor.h): the same files with the same bytes.
//
//     floor_export DB DIR
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "floor.h"

static const char *const tables[][2] = {
    {"meta", "key, value FROM meta WHERE key <> 'fold' ORDER BY key"},
    {"queue", "id, name, title, conf, gone FROM queue ORDER BY id"},
    {"agent", "id, login, name, role, capacity, away, conf, gone FROM agent ORDER BY id"},
    {"serves", "agent, queue, level FROM serves ORDER BY agent, queue"},
    {"org", "id, name, conf, gone FROM org ORDER BY id"},
    {"customer", "id, name, org, lang, tz, note, merged, made, gone, erased FROM customer"
                 " ORDER BY id"},
    {"contact", "kind, address, customer, rank, shown FROM contact ORDER BY kind, address"},
    {"tag", "id, name FROM tag ORDER BY id"},
    {"field", "id, name, type, conf, gone FROM field ORDER BY id"},
    {"macro", "id, name, title, actions, gone FROM macro ORDER BY id"},
    {"macro_text", "macro, lang, body FROM macro_text ORDER BY macro, lang"},
    {"ticket", "id, rev, status, priority, queue, assignee, customer, created, updated, due,"
               " snoozed, solved, closed, first_reply, resolution, channel, lang, category,"
               " parent, merged, gone, reopens, transfers, agent_msgs, customer_msgs, subject"
               " FROM ticket ORDER BY id"},
    {"ticket_tag", "ticket, tag FROM ticket_tag ORDER BY ticket, tag"},
    {"value", "ticket, field, value FROM value ORDER BY ticket, field"},
    {"participant", "ticket, role, who FROM participant ORDER BY ticket, role, who"},
    {"link", "a, kind, b FROM link ORDER BY a, kind, b"},
    {"origin", "source, key, ticket, seen FROM origin ORDER BY source, key"},
    {"message", "id, ticket, at, kind, agent, customer, channel, lang, gone, msgid, seal,"
                " subject, body FROM message ORDER BY id"},
    {"blob", "id, hash, size, data FROM blob ORDER BY id"},
    {"attachment", "message, n, blob, name, type, cid FROM attachment ORDER BY message, n"},
    {"change", "id, at, actor, tool, key, request, undoes, n, hash FROM change ORDER BY id"},
    {"event", "id, change, thing, field, at, ref, old, new, seal FROM event ORDER BY id"},
};

enum { SIZE = 1 << 16, COLUMNS = 32 };

static struct sheet {
    crypto_generichash_state hash;
    long rows, bytes;
    int fd;
    size_t n;
    char s[SIZE];
} sheet;

static void flush(void)
{
    for (size_t at = 0; at < sheet.n;) {
        ssize_t n = write(sheet.fd, sheet.s + at, sheet.n - at);
        if (n < 0)
            give_up("cannot write");
        at += (size_t)n;
    }
    crypto_generichash_update(&sheet.hash, (unsigned char *)sheet.s, sheet.n);
    sheet.bytes += (long)sheet.n;
    sheet.n = 0;
}

static inline void put(char c)
{
    if (sheet.n == SIZE)
        flush();
    sheet.s[sheet.n++] = c;
}

static void put_all(const char *s, size_t n)
{
    while (n > SIZE - sheet.n) {
        size_t part = SIZE - sheet.n;
        memcpy(sheet.s + sheet.n, s, part);
        sheet.n += part;
        s += part;
        n -= part;
        flush();
    }
    memcpy(sheet.s + sheet.n, s, n);
    sheet.n += n;
}

static void put_number(int64_t v)
{
    char digits[24], *p = digits + sizeof digits;
    uint64_t rest = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    do {
        *--p = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (v < 0)
        *--p = '-';
    put_all(p, (size_t)(digits + sizeof digits - p));
}

static int plain(const char *s, size_t n)
{
    return n && s[0] != ' ' && s[0] != '\t' && s[n - 1] != ' ' && s[n - 1] != '\t' &&
           !strpbrk(s, ",\"\r\n");
}

static void put_cell(const char *s, size_t n)
{
    if (plain(s, n)) {
        put_all(s, n);
        return;
    }
    put('"');
    for (const char *q; (q = memchr(s, '"', n)); s = q + 1) {
        put_all(s, (size_t)(q - s) + 1);
        put('"');
        n -= (size_t)(q - s) + 1;
    }
    put_all(s, n);
    put('"');
}

static void put_bytes(const unsigned char *p, int n)
{
    static const char digit[] = "0123456789abcdef";
    for (int i = 0; i < n; i++) {
        put(digit[p[i] >> 4]);
        put(digit[p[i] & 15]);
    }
}

static void put_word(const char *s)
{
    put_all(s, strlen(s));
}

static void put_value(sqlite3_stmt *s, int i, int any)
{
    char real[32];
    switch (sqlite3_column_type(s, i)) {
    case SQLITE_INTEGER:
        put_number(sqlite3_column_int64(s, i));
        put_word(any ? ",integer" : "");
        break;
    case SQLITE_TEXT:
        put_cell(text(s, i), (size_t)sqlite3_column_bytes(s, i));
        put_word(any ? ",text" : "");
        break;
    case SQLITE_BLOB:
        put_bytes(sqlite3_column_blob(s, i), sqlite3_column_bytes(s, i));
        put_word(any ? ",blob" : "");
        break;
    case SQLITE_FLOAT:
        snprintf(real, sizeof real, "%.15g,real", sqlite3_column_double(s, i));
        put_word(real);
        break;
    default:
        put_word(any ? "," : "");
    }
}

static void put_head(sqlite3_stmt *s, int any[COLUMNS])
{
    for (int i = 0; i < sqlite3_column_count(s); i++) {
        const char *type = sqlite3_column_decltype(s, i);
        any[i] = type && strcmp(type, "ANY") == 0;
        put_word(i ? "," : "");
        put_word(sqlite3_column_name(s, i));
        if (any[i]) {
            put(',');
            put_word(sqlite3_column_name(s, i));
            put_word("_type");
        }
    }
    put('\n');
}

static void begin(const char *dir, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    sheet.fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (sheet.fd < 0)
        give_up(path);
    sheet.rows = sheet.bytes = 0;
    crypto_generichash_init(&sheet.hash, NULL, 0, 32);
}

static void end(void)
{
    flush();
    if (fsync(sheet.fd) != 0 || close(sheet.fd) != 0)
        give_up("cannot write");
}

static void write_table(sqlite3 *db, const char *dir, const char *const table[2], FILE *manifest)
{
    char name[40], sql[512], hex[65];
    unsigned char digest[32];
    int any[COLUMNS];
    snprintf(name, sizeof name, "%s.csv", table[0]);
    snprintf(sql, sizeof sql, "SELECT %s", table[1]);
    sqlite3_stmt *s = prepare(db, sql);
    int n = sqlite3_column_count(s);
    begin(dir, name);
    put_head(s, any);
    while (row(s)) {
        for (int i = 0; i < n; i++) {
            if (i)
                put(',');
            put_value(s, i, any[i]);
        }
        put('\n');
        sheet.rows++;
    }
    sqlite3_finalize(s);
    end();
    crypto_generichash_final(&sheet.hash, digest, sizeof digest);
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    fprintf(manifest, "{\"file\":\"%s\",\"rows\":%ld,\"bytes\":%ld,\"blake2b\":\"%s\"}", name,
            sheet.rows, sheet.bytes, hex);
}

static void write_head(sqlite3 *db, FILE *manifest)
{
    sqlite3_stmt *s = prepare(db, "SELECT id || ':' || lower(hex(hash)), id + n - 1 FROM change"
                                  " ORDER BY id DESC LIMIT 1");
    if (!row(s))
        give_up("no change");
    fprintf(manifest,
            "{\"export\":1,\"schema\":2,\"anchor\":\"%s\",\"cursor\":%s,\"since\":null,\n"
            "\"files\":[\n",
            text(s, 0), text(s, 1));
    puts(text(s, 0));
    sqlite3_finalize(s);
}

int main(int argc, char **argv)
{
    char *text = NULL;
    size_t n, count = sizeof tables / sizeof *tables;
    if (argc != 3 || sodium_init() < 0 || mkdir(argv[2], 0700) != 0)
        give_up("usage: floor_export DB DIR");
    sqlite3 *db = open_desk(argv[1], SQLITE_OPEN_READONLY);
    FILE *manifest = open_memstream(&text, &n);
    execute(db, "BEGIN");
    write_head(db, manifest);
    for (size_t i = 0; i < count; i++) {
        write_table(db, argv[2], tables[i], manifest);
        fputs(i + 1 < count ? ",\n" : "]}\n", manifest);
    }
    execute(db, "COMMIT");
    fclose(manifest);
    begin(argv[2], "manifest.json");
    put_all(text, n);
    end();
    free(text);
    sqlite3_close(db);
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
