// SPDX-License-Identifier: GPL-3.0-or-later
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/mem.h"
#include "desk/check_impl.h"
#include "desk/desk.h"
#include "store/change.h"
#include "store/fulltext.h"
#include "store/schema.h"
#include "store/shape.h"

const char fault_from_backup[] = "restore the desk from a backup made before";
static const char rebuild[] = "tk-check --rebuild";

void check_found(struct check *c, int64_t ticket, const char *check, const char *mend,
                 const char *fmt, ...)
{
    struct buf b = BUF_INIT;
    va_list ap;
    va_start(ap, fmt);
    buf_vfmt(&b, fmt, ap);
    va_end(ap);
    c->report(c->arg, &(struct finding){ticket, check, b.s, mend});
    c->faults++;
    buf_free(&b);
}

// --- the file

static bool about_index(const char *text)
{
    return strstr(text, "missing from index") || strstr(text, "of entries in index") ||
           strstr(text, "non-unique entry in index");
}

// A value that a constraint forbids; everything else that SQLite reports is damage.
static bool about_value(const char *text)
{
    return strstr(text, " value in ") || strncmp(text, "CHECK constraint", 16) == 0;
}

static void found_in_file(struct check *c, const char *text)
{
    static const char restore[] =
        "restore the latest backup, or save what can be read: sqlite3 .recover";
    bool index = about_index(text), value = about_value(text);
    c->broken = c->broken || !(index || value);
    check_found(c, 0, "file", index ? rebuild : value ? fault_from_backup : restore, "%s", text);
}

static void check_file(struct check *c)
{
    bool damaged = false;
    struct stmt *q = db_query(c->db, SQL("PRAGMA integrity_check(1000000)"));
    while (db_row_unless(q, &damaged))
        if (strcmp(db_text(q, 0), "ok") != 0)
            found_in_file(c, db_text(q, 0));
    if (damaged)
        found_in_file(c, "database disk image is malformed");
    buf_fmt(&c->note, "%lld pages", (long long)db_get_int(c->db, 0, SQL("PRAGMA page_count")));
}

static void bad_shape(void *arg, const char *text, const char *mend)
{
    struct check *c = arg;
    c->broken = c->broken || strncmp(text, "trigger", 7) != 0;
    check_found(c, 0, "schema", mend ? mend : "see tk-schema(5) for what it should be", "%s", text);
}

// Tickets stay for ever, so the last number given is the last ticket's.
static void check_numbers(struct check *c)
{
    int64_t last = db_get_int(c->db, 0, SQL("SELECT max(id) FROM ticket"));
    int64_t given = db_get_int(
        c->db, 0, SQL("SELECT seq FROM sqlite_sequence WHERE name = 'ticket' /* scan */"));
    if (given == last)
        return;
    char *mend = mem_printf("DELETE FROM sqlite_sequence;"
                            " INSERT INTO sqlite_sequence(name, seq) VALUES('ticket', %lld);",
                            (long long)last);
    check_found(c, 0, "schema", mend, "the last ticket is %lld, the last number given %lld",
                (long long)last, (long long)given);
    free(mend);
}

static void check_schema(struct check *c)
{
    check_numbers(c);
    buf_fmt(&c->note, "%d tables, indexes and views", shape_verify(c->db, bad_shape, c));
}

// The ticket of a row that names what is not there, where its table and number say so.
static int64_t ticket_of_row(struct check *c, const char *table, int64_t row)
{
    if (strcmp(table, "ticket") == 0)
        return row;
    if (strcmp(table, "message") == 0)
        return db_get_int(c->db, 0, SQL("SELECT ticket FROM message WHERE id = ?1"), V(row));
    return 0;
}

static void check_reference(struct check *c)
{
    struct stmt *q = db_query(c->db, SQL("PRAGMA foreign_key_check"));
    while (db_row(q)) {
        const char *table = db_text(q, 0), *parent = db_text(q, 2);
        int64_t row = db_int(q, 1);
        if (db_null(q, 1))
            check_found(c, 0, "reference", fault_from_backup,
                        "a row of %s names a %s that is not there", table, parent);
        else
            check_found(c, ticket_of_row(c, table, row), "reference", fault_from_backup,
                        "%s %lld names a %s that is not there", table, (long long)row, parent);
    }
    buf_str(&c->note, "what rows name");
}

// --- the chain

static void bad_change(void *arg, int64_t change, const char *text)
{
    check_found(arg, 0, "chain", "compare with a backup: rows were changed behind the tools' back",
                "change %lld: %s", (long long)change, text);
}

static void check_chain(struct check *c)
{
    free(c->head);
    change_verify(c->db, bad_change, c, &c->head);
    buf_fmt(&c->note, "%lld changes",
            (long long)db_get_int(c->db, 0, SQL("SELECT count(*) FROM change /* scan */")));
}

bool check_anchor_ok(const char *anchor)
{
    size_t digits = strspn(anchor, "0123456789");
    const char *hash = anchor + digits + 1;
    return digits > 0 && digits < 19 && anchor[digits] == ':' && strlen(hash) == 2 * HASH_SIZE &&
           strspn(hash, "0123456789abcdefABCDEF") == strlen(hash);
}

static void check_anchor(struct check *c)
{
    static const char mend[] = "do not trust this history: compare with the backup of that time";
    for (int i = 0; i < c->n_anchors; i++) {
        long long id = atoll(c->anchors[i]);
        char hex[2 * HASH_SIZE + 1] = "";
        struct stmt *q = db_query(c->db, SQL("SELECT hash FROM change WHERE id = ?1"), V(id));
        bool there = db_row(q);
        if (there && db_size(q, 0) == HASH_SIZE)
            sodium_bin2hex(hex, sizeof hex, db_blob(q, 0), HASH_SIZE);
        db_end(q);
        if (!there)
            check_found(c, 0, "anchor", mend, "change %lld is not there: history was cut", id);
        else if (strcasecmp(hex, strchr(c->anchors[i], ':') + 1) != 0)
            check_found(c, 0, "anchor", mend, "change %lld has another hash: history was rewritten",
                        id);
    }
    buf_fmt(&c->note, "%d given", c->n_anchors);
}

// --- the full-text index

static void bad_text(void *arg, enum fulltext_fault fault, int64_t message)
{
    struct check *c = arg;
    if (fault == FULLTEXT_DAMAGED)
        check_found(c, 0, "search", rebuild, "the full-text index cannot be read");
    else if (fault == FULLTEXT_ORPHAN)
        check_found(c, 0, "search", rebuild,
                    "the full-text index has words of messages that are not there");
    else
        check_found(
            c, db_get_int(c->db, 0, SQL("SELECT ticket FROM message WHERE id = ?1"), V(message)),
            "search", rebuild, "the full-text index does not agree with message %lld",
            (long long)message);
}

static void check_search(struct check *c)
{
    if (!fulltext_is_current(c->db)) {
        check_found(c, 0, "search", "tk-check --upgrade",
                    "the full-text index was made by another version of tk");
        return;
    }
    buf_fmt(&c->note, "%lld messages", (long long)fulltext_verify(c->db, bad_text, c));
}

// --- all of them

const struct check_part check_parts[] = {
    {"schema", check_schema},       {"file", check_file},
    {"reference", check_reference}, {"chain", check_chain},
    {"anchor", check_anchor},       {"replay", check_replay},
    {"search", check_search},       {NULL, NULL},
};

void check_part(struct check *c, const struct check_part *part)
{
    buf_reset(&c->note);
    if (sodium_init() < 0) // picks the fastest hashing
        die(EXIT_SOFTWARE, "libsodium does not start");
    bool within = db_in_transaction(c->db); // of what is being restored
    if (!within)
        db_begin_read(c->db);
    part->run(c);
    if (!within)
        db_rollback(c->db); // not even COMMIT works on a damaged file
}

void check_free(struct check *c)
{
    free(c->head);
    buf_free(&c->note);
}

// Looked at before the database is opened for writing, which would upgrade it already; and without
// the index of logins, which may be what has to be made anew.
static int need_admin(const char *path, struct buf *err)
{
    struct db *db = db_open(path, DB_READ, SCHEMA_VERSION);
    struct stmt *q =
        db_query(db, SQL("SELECT role FROM agent WHERE +login = ?1 AND gone IS NULL /* scan */"),
                 V(desk_user()));
    struct desk d = {.role = db_row(q) ? (int)db_int(q, 0) : -1};
    if (d.role >= 0)
        db_end(q);
    db_close(db);
    return desk_need(&d, ROLE_ADMIN, "mend a desk", err);
}

int check_mend(const char *path, bool again, struct buf *err)
{
    int rc = need_admin(path, err);
    if (rc)
        return rc;
    struct db *db = schema_open(path, DB_WRITE); // this upgrades
    if (again) {
        db_begin(db);
        db_run(db, SQL("REINDEX"));
        fulltext_rebuild(db);
        db_commit(db);
    }
    db_close(db);
    return 0;
}
