// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "base/err.h"
#include "base/utf8.h"
#include "desk/merge.h"
#include "desk/message.h"

static void digest_of(unsigned char out[HASH_SIZE], const void *seal, const struct val pieces[9])
{
    seal_digest(out, seal, pieces, 9);
}

void message_digest(struct stmt *q, int i, unsigned char digest[HASH_SIZE])
{
    if (db_size(q, i + 10) == HASH_SIZE) { // erased: the digest took the seal's place
        memcpy(digest, db_blob(q, i + 10), HASH_SIZE);
        return;
    }
    struct val pieces[9];
    for (int k = 0; k < 9; k++)
        pieces[k] = db_val(q, i + 1 + k);
    digest_of(digest, db_blob(q, i + 10), pieces);
}

// What the view `folded` has for a message: its subject with the alternatives of its words behind.
static void fold_subject(struct buf *out, const char *subject)
{
    utf8_fold(out, subject, strlen(subject));
    struct buf alt = BUF_INIT;
    utf8_alt(&alt, out->s, out->len);
    buf_ch(out, ' ');
    buf_add(out, alt.s, alt.len);
    buf_free(&alt);
}

static void index_row(struct desk *d, int64_t id, const char *subject, const char *body, size_t n)
{
    struct buf s = BUF_INIT, b = BUF_INIT, alt = BUF_INIT;
    if (subject)
        fold_subject(&s, subject);
    if (body)
        utf8_fold(&b, body, n);
    utf8_alt(&alt, b.s, b.len);
    db_run(d->db, SQL("INSERT INTO fts(rowid, subject, body, alt) VALUES(?1, ?2, ?3, ?4)"), V(id),
           V(val_text(s.s, s.len)), V(val_text(b.s, b.len)), V(val_text(alt.s, alt.len)));
    buf_free(&s);
    buf_free(&b);
    buf_free(&alt);
}

int64_t message_insert(struct desk *d, int64_t ticket, int64_t at, const struct message *m,
                       const char *subject, unsigned char digest[HASH_SIZE])
{
    unsigned char seal[SEAL_SIZE];
    seal_make(seal);
    const char *own_subject = m->kind == MESSAGE_REQUEST ? NULL : m->subject;
    struct val pieces[9] = {V(at),
                            V((int)m->kind),
                            V(val_id(m->agent)),
                            V(val_id(m->customer)),
                            V((int)m->channel),
                            V(m->lang),
                            V(m->msgid),
                            V(own_subject),
                            V(val_text(m->body, m->body_len))};
    db_run(d->db,
           SQL("INSERT INTO message(ticket, at, kind, agent, customer, channel, lang, msgid,"
               " subject, body, seal) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"),
           V(ticket), pieces[0], pieces[1], pieces[2], pieces[3], pieces[4], pieces[5], pieces[6],
           pieces[7], pieces[8], V(val_blob(seal, SEAL_SIZE)));
    int64_t id = db_last_id(d->db);
    index_row(d, id, subject, m->body, m->body_len);
    digest_of(digest, seal, pieces);
    return id;
}

void message_unindex(struct desk *d, int64_t id)
{
    db_run(d->db, SQL("DELETE FROM fts WHERE rowid = ?1"), V(id));
}

void message_index(struct desk *d, int64_t id)
{
    db_run(d->db,
           SQL("INSERT INTO fts(rowid, subject, body, alt)"
               " SELECT id, subject, body, alt FROM folded WHERE id = ?1"),
           V(id));
}

int64_t message_opening(struct desk *d, int64_t ticket)
{
    return db_get_int(d->db, 0, SQL("SELECT id FROM message WHERE ticket = ?1 AND kind = ?2"),
                      V(ticket), V(MESSAGE_REQUEST));
}

char *message_last_customer(struct desk *d, int64_t ticket)
{
    struct ticket t;
    char *body = NULL;
    if (!ticket_reach(d, ticket, &t))
        return NULL;
    struct stmt *q = db_query(d->db,
                              SQL(MERGED_THREAD
                                  "SELECT m.body FROM thread JOIN message m ON m.ticket = thread.id"
                                  " WHERE m.kind IN (1, 2) AND m.gone = 0 AND m.body <> ''"
                                  " ORDER BY m.at DESC, m.id DESC LIMIT 1 /* scan */ /* sort */"),
                              V(t.id));
    if (db_row(q))
        body = db_text_dup(q, 0);
    db_end(q);
    ticket_free(&t);
    return body;
}

int text_check(const char *what, const char *s, size_t n, struct buf *err)
{
    size_t bad = utf8_valid(s, n);
    if (n > MESSAGE_MAX) {
        buf_fmt(err, "%s is longer than %u bytes: shorten it or attach a file", what, MESSAGE_MAX);
        return EXIT_DATA;
    }
    if (bad < n) {
        buf_fmt(err, "%s is not UTF-8 at byte %zu: convert it with iconv", what, bad + 1);
        return EXIT_DATA;
    }
    return 0;
}

int line_check(const char *what, const char *s, struct buf *err)
{
    size_t n = strlen(s);
    if (n <= LINE_MAX_BYTES && !strpbrk(s, "\n\r"))
        return text_check(what, s, n, err);
    buf_fmt(err, "%s is one line of at most %d bytes", what, LINE_MAX_BYTES);
    return EXIT_DATA;
}

void message_bulk(struct desk *d, bool on)
{
    if (on && sodium_init() < 0) // picks the fastest hashing; not worth its 0.05 ms for one ticket
        die(EXIT_SOFTWARE, "libsodium does not start");
    db_run(d->db, SQL("INSERT INTO fts(fts, rank) VALUES('hashsize', ?1)"),
           V(on ? 16 << 20 : 1 << 20));
}
