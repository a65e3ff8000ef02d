// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "store/fulltext.h"
#include "store/handle.h"

// Every word at its place (column and position) in a message is one number; their sum over the
// index must be the sum over the text.  The sum does not depend on the order of reading.
struct sums {
    uint64_t *of; // for each message, by id; 0: of ids that are not of messages, or absurdly high
    int64_t last;
    int64_t message;
    uint64_t column; // of the text that is being read
    uint64_t position;
};

static uint64_t scatter(uint64_t z) // the finalizer of splitmix64
{
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static uint64_t word_at(const char *word, int n, uint64_t column, uint64_t position)
{
    uint64_t h = UINT64_C(0xCBF29CE484222325); // FNV-1a
    for (int i = 0; i < n; i++)
        h = (h ^ (unsigned char)word[i]) * UINT64_C(0x100000001B3);
    return scatter(h ^ scatter(position * 4 + column));
}

static uint64_t column_code(const char *name) // subject, body and alt differ in two bits
{
    return (uint64_t)*name & 3;
}

static const uint64_t has_size = 1; // stands for a row in fts_docsize

// --- what the index says

static int64_t place(const struct sums *s, int64_t message)
{
    return message > 0 && message <= s->last ? message : 0;
}

static void subtract(struct sums *s, int64_t message, uint64_t number)
{
    s->of[place(s, message)] -= number;
}

// An aggregate function takes the rows at half the cost of stepping through them: there are as many
// as there are words in the desk.
static void take_entry(sqlite3_context *ctx, int argc, sqlite3_value **v)
{
    (void)argc;
    const char *word = (const char *)sqlite3_value_text(v[1]),
               *column = (const char *)sqlite3_value_text(v[2]);
    uint64_t position = (uint64_t)sqlite3_value_int64(v[3]);
    if (word && column)
        subtract(sqlite3_user_data(ctx), sqlite3_value_int64(v[0]),
                 word_at(word, sqlite3_value_bytes(v[1]), column_code(column), position));
}

static void take_end(sqlite3_context *ctx)
{
    sqlite3_result_null(ctx);
}

// Not even its table can be opened: what FTS5 keeps there about itself is wrong.
static bool opens(struct db *db)
{
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v2(db->handle, "SELECT rowid FROM fts", -1, &s, NULL);
    sqlite3_finalize(s);
    return rc == SQLITE_OK;
}

static void read_index(struct db *db, struct sums *s, bool *damaged)
{
    *damaged = !opens(db);
    if (*damaged)
        return;
    db_exec(db, "CREATE VIRTUAL TABLE temp.fts_instance USING fts5vocab(main, fts, instance)");
    sqlite3_create_function(db->handle, "take_entry", 4, SQLITE_UTF8, s, NULL, take_entry,
                            take_end);
    struct stmt *q =
        db_query(db, SQL("SELECT take_entry(doc, term, col, offset) FROM fts_instance"));
    while (db_row_unless(q, damaged))
        ;
    q = db_query(db, SQL("SELECT id FROM fts_docsize /* scan */"));
    while (db_row_unless(q, damaged))
        subtract(s, db_int(q, 0), has_size);
    sqlite3_create_function(db->handle, "take_entry", 4, SQLITE_UTF8, NULL, NULL, NULL, NULL);
    db_exec(db, "DROP TABLE temp.fts_instance");
}

// --- what the messages say

enum { WORD_MAX = 32768 }; // FTS5 indexes no more of a word

struct words {
    fts5_tokenizer way;
    Fts5Tokenizer *tokenizer;
};

// The same tokenizer as the table's (lib/store/schema.c).
static void words_open(struct words *w, struct db *db)
{
    const char *args[] = {"remove_diacritics", "0"};
    fts5_api *api = NULL;
    void *user;
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(db->handle, "SELECT fts5(?1)", -1, &s, NULL) == SQLITE_OK &&
        sqlite3_bind_pointer(s, 1, &api, "fts5_api_ptr", NULL) == SQLITE_OK)
        sqlite3_step(s);
    sqlite3_finalize(s);
    if (!api || api->xFindTokenizer(api, "unicode61", &user, &w->way) != SQLITE_OK ||
        w->way.xCreate(user, args, 2, &w->tokenizer) != SQLITE_OK)
        die(EXIT_SOFTWARE, "this SQLite has no FTS5");
}

static int take_word(void *arg, int flags, const char *word, int n, int from, int to)
{
    (void)flags, (void)from, (void)to; // unicode61 has no words at the same place
    struct sums *s = arg;
    if (n > WORD_MAX)
        n = WORD_MAX;
    s->of[s->message] += word_at(word, n, s->column, s->position++);
    return SQLITE_OK;
}

static void take_text(const struct words *w, struct sums *s, struct stmt *q, int i,
                      const char *column)
{
    s->column = column_code(column);
    s->position = 0;
    int n = (int)db_size(q, i);
    if (n && w->way.xTokenize(w->tokenizer, s, FTS5_TOKENIZE_DOCUMENT, db_text(q, i), n,
                              take_word) != SQLITE_OK)
        die_memory();
}

static int64_t read_messages(struct db *db, struct sums *s)
{
    struct words w;
    int64_t messages = 0;
    words_open(&w, db);
    struct stmt *q = db_query(db, SQL("SELECT id, subject, body, alt FROM folded /* scan */"));
    while (db_row(q)) {
        s->message = place(s, db_int(q, 0));
        s->of[s->message] += has_size;
        take_text(&w, s, q, 1, "subject");
        take_text(&w, s, q, 2, "body");
        take_text(&w, s, q, 3, "alt");
        messages++;
    }
    w.way.xDelete(w.tokenizer);
    return messages;
}

enum { SPARSE = 16 }; // ids for one message, where most were removed

int64_t fulltext_verify(struct db *db, fulltext_bad *bad, void *arg)
{
    bool damaged = false;
    int64_t n = db_get_int(db, 0, SQL("SELECT count(*) FROM message /* scan */"));
    struct sums s = {.last = db_get_int(db, 0, SQL("SELECT max(id) FROM message"))};
    if (s.last < 0 || s.last / SPARSE > n + 1)
        s.last = (n + 1) * SPARSE; // somebody made up an id; memory is for those of tk
    s.of = mem_array((size_t)s.last + 1, sizeof *s.of);
    read_index(db, &s, &damaged);
    int64_t messages = damaged ? 0 : read_messages(db, &s);
    for (int64_t i = 1; !damaged && i <= s.last; i++)
        if (s.of[i])
            bad(arg, FULLTEXT_DIFFERS, i);
    if (s.of[0] && !damaged)
        bad(arg, FULLTEXT_ORPHAN, 0);
    if (damaged)
        bad(arg, FULLTEXT_DAMAGED, 0);
    free(s.of);
    return messages;
}

// --- making it anew

bool fulltext_is_current(struct db *db)
{
    struct stmt *q = db_query(db, SQL("SELECT value FROM meta WHERE key = 'fold'"));
    bool same = db_row(q) && db_text(q, 0) && strcmp(db_text(q, 0), utf8_fold_version()) == 0;
    db_end(q);
    return same;
}

// What FTS5 must know of its own format before it does anything, even make itself anew.
static void restore_format(struct db *db)
{
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
    db_run(db, SQL("INSERT OR REPLACE INTO fts_config(k, v) VALUES('version', 4)"));
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
}

void fulltext_rebuild(struct db *db)
{
    if (!opens(db))
        restore_format(db);
    db_run(db, SQL("INSERT INTO fts(fts, rank) VALUES('hashsize', ?1)"), V(16 << 20));
    db_run(db, SQL("INSERT INTO fts(fts) VALUES('rebuild')"));
    db_run(db, SQL("INSERT INTO fts(fts, rank) VALUES('hashsize', ?1)"), V(1 << 20));
    db_run(db, SQL("INSERT OR REPLACE INTO meta(key, value) VALUES('fold', ?1)"),
           V(utf8_fold_version()));
}
