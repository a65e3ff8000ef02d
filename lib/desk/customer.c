// SPDX-License-Identifier: GPL-3.0-or-later
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "desk/customer.h"
#include "desk/message.h"

enum { ADDRESS_MAX = 254, PHONE_MIN = 5, PHONE_MAX = 20 };

// --- reading an address

static char *trimmed(const char *s, size_t n)
{
    while (n && strchr(" \t\"'", s[0]))
        s++, n--;
    while (n && strchr(" \t\"'", s[n - 1]))
        n--;
    return n ? mem_strndup(s, n) : NULL;
}

static bool mail_ok(const char *s)
{
    const char *at = strchr(s, '@');
    if (!at || at == s || !at[1] || strchr(at + 1, '@') || strlen(s) > ADDRESS_MAX || *s == '-')
        return false;
    for (const unsigned char *p = (const unsigned char *)s; *p; p++)
        if (*p <= ' ' || *p == 0x7f || strchr("<>()[],;:\\\"", *p))
            return false;
    int32_t cp;
    for (size_t n = strlen(s); n;) {
        int k = utf8_decode(s, n, &cp);
        if (k < 0 || utf8_is_control(cp) || utf8_is_bidi(cp))
            return false;
        s += k, n -= (size_t)k;
    }
    return true;
}

char *contact_prefix(const char *s)
{
    char *t = mem_strdup(s);
    for (char *p = t; *p; p++)
        *p = (char)tolower((unsigned char)*p); // ASCII only: bytes above 0x7f stay in the C locale
    return t;
}

// + and digits; NULL if s is no phone number.
static char *phone_normal(const char *s)
{
    struct buf b = BUF_INIT;
    for (const char *p = s; *p; p++) {
        if (isdigit((unsigned char)*p))
            buf_ch(&b, *p);
        else if (*p == '+' && !b.len)
            buf_ch(&b, '+');
        else if (!strchr(" ()-./", *p)) {
            buf_free(&b);
            return NULL;
        }
    }
    if (b.len > 2 && b.s[0] == '0' && b.s[1] == '0') { // the international prefix
        char *with_plus = mem_printf("+%s", b.s + 2);
        buf_free(&b);
        buf_str(&b, with_plus);
        free(with_plus);
    }
    if (b.len < PHONE_MIN || b.len > PHONE_MAX)
        buf_free(&b);
    return b.len ? buf_detach(&b) : NULL;
}

int contact_parse(struct contact *c, const char *text, struct buf *err)
{
    *c = (struct contact){0};
    const char *open = strrchr(text, '<');
    const char *close = open ? strchr(open, '>') : NULL;
    if (close && close[1 + strspn(close + 1, " \t")] == '\0') {
        c->name = trimmed(text, (size_t)(open - text));
        c->shown = trimmed(open + 1, (size_t)(close - open - 1));
    } else {
        c->shown = trimmed(text, strlen(text));
    }
    if (c->shown && strchr(c->shown, '@')) {
        c->kind = CONTACT_MAIL;
        c->address = mail_ok(c->shown) ? contact_prefix(c->shown) : NULL;
    } else if (c->shown) {
        c->kind = CONTACT_PHONE;
        c->address = phone_normal(c->shown);
    }
    if (c->address)
        return c->name ? line_check("the name", c->name, err) : 0;
    buf_fmt(err,
            "\"%s\" is no address: write ana@example.com, Ana <ana@example.com> or +420777123456",
            text);
    return EXIT_DATA;
}

void contact_free(struct contact *c)
{
    free(c->address);
    free(c->shown);
    free(c->name);
    *c = (struct contact){0};
}

// --- finding and making

static int64_t owner(struct desk *d, const struct contact *c)
{
    return db_get_int(d->db, 0,
                      SQL("SELECT customer FROM contact WHERE kind = ?1 AND address = ?2"),
                      V((int)c->kind), V(c->address));
}

static bool all_digits(const char *s)
{
    return *s && strspn(s, "0123456789") == strlen(s) && strlen(s) < PHONE_MIN + 5;
}

int customer_find(struct desk *d, const char *text, int64_t *id, struct buf *err)
{
    const char *number = text + (*text == '#'); // as customer_word writes it
    if (all_digits(number)) {
        *id = db_get_int(d->db, 0, SQL("SELECT id FROM customer WHERE id = ?1 AND gone IS NULL"),
                         V(atoll(number)));
        if (*id)
            return 0;
    }
    struct contact c;
    int rc = contact_parse(&c, text, err);
    if (rc == 0) {
        *id = owner(d, &c);
        if (!*id) {
            buf_fmt(err, "no customer has the address \"%s\"", text);
            rc = EXIT_NOUSER;
        }
    }
    contact_free(&c);
    return rc;
}

static int64_t next_rank(struct desk *d, int64_t id)
{
    return db_get_int(d->db, -1, SQL("SELECT max(rank) FROM contact WHERE customer = ?1"), V(id)) +
           1;
}

static void insert_contact(struct desk *d, int64_t id, const struct contact *c)
{
    db_run(
        d->db,
        SQL("INSERT INTO contact(kind, address, customer, rank, shown) VALUES(?1, ?2, ?3, ?4, ?5)"),
        V((int)c->kind), V(c->address), V(id), V(next_rank(d, id)), V(c->shown));
    desk_event(d, id, EVENT_CUSTOMER_ADDRESS, c->kind, val_null(), V(c->address), true);
}

static int64_t make_customer(struct desk *d, const struct contact *c)
{
    db_run(d->db, SQL("INSERT INTO customer(name, made) VALUES(?1, ?2)"), V(c->name), V(d->now));
    int64_t id = db_last_id(d->db);
    desk_event(d, id, EVENT_CUSTOMER_MADE, 0, val_null(), V(c->name), true);
    insert_contact(d, id, c);
    return id;
}

int customer_require(struct desk *d, const char *text, int64_t *id, struct buf *err)
{
    struct contact c;
    int rc = contact_parse(&c, text, err);
    if (rc == 0) {
        *id = owner(d, &c);
        bool nameless =
            *id && c.name &&
            db_get_int(d->db, 0, SQL("SELECT name IS NULL FROM customer WHERE id = ?1"), V(*id));
        if (!*id)
            *id = make_customer(d, &c);
        else if (nameless)
            rc = customer_set(d, *id, "name", c.name, err);
    }
    contact_free(&c);
    return rc;
}

// --- changing

int64_t org_require(struct desk *d, const char *name)
{
    int64_t id = db_get_int(d->db, 0, SQL("SELECT id FROM org WHERE name = ?1"), V(name));
    if (id)
        return id;
    db_run(d->db, SQL("INSERT INTO org(name) VALUES(?1)"), V(name));
    id = db_last_id(d->db);
    desk_event(d, id, EVENT_ORG_MADE, 0, val_null(), V(name), false);
    return id;
}

static struct stmt *old_value(struct desk *d, int64_t id, int field)
{
    switch (field) {
    case EVENT_CUSTOMER_NAME:
        return db_query(d->db, SQL("SELECT name FROM customer WHERE id = ?1"), V(id));
    case EVENT_CUSTOMER_LANG:
        return db_query(d->db, SQL("SELECT lang FROM customer WHERE id = ?1"), V(id));
    case EVENT_CUSTOMER_TZ:
        return db_query(d->db, SQL("SELECT tz FROM customer WHERE id = ?1"), V(id));
    case EVENT_CUSTOMER_NOTE:
        return db_query(d->db, SQL("SELECT note FROM customer WHERE id = ?1"), V(id));
    default:
        return db_query(d->db, SQL("SELECT org FROM customer WHERE id = ?1"), V(id));
    }
}

static void write_value(struct desk *d, int64_t id, int field, struct val v)
{
    switch (field) {
    case EVENT_CUSTOMER_NAME:
        db_run(d->db, SQL("UPDATE customer SET name = ?2 WHERE id = ?1"), V(id), V(v));
        break;
    case EVENT_CUSTOMER_LANG:
        db_run(d->db, SQL("UPDATE customer SET lang = ?2 WHERE id = ?1"), V(id), V(v));
        break;
    case EVENT_CUSTOMER_TZ:
        db_run(d->db, SQL("UPDATE customer SET tz = ?2 WHERE id = ?1"), V(id), V(v));
        break;
    case EVENT_CUSTOMER_NOTE:
        db_run(d->db, SQL("UPDATE customer SET note = ?2 WHERE id = ?1"), V(id), V(v));
        break;
    default:
        db_run(d->db, SQL("UPDATE customer SET org = ?2 WHERE id = ?1"), V(id), V(v));
    }
}

static bool value_ok(int field, const char *value, struct buf *err)
{
    if (field == EVENT_CUSTOMER_NOTE)
        return text_check("the note", value, strlen(value), err) == 0;
    if (field == EVENT_CUSTOMER_LANG)
        return lang_legal(value, err);
    if (field != EVENT_CUSTOMER_TZ)
        return line_check("the name", value, err) == 0;
    if (!date_zone_ok(value))
        buf_fmt(err, "unknown time zone \"%s\": write an IANA name like Europe/Prague", value);
    return err->len == 0;
}

int customer_set(struct desk *d, int64_t id, const char *field, const char *value, struct buf *err)
{
    static const struct name fields[] = {
        {EVENT_CUSTOMER_NAME, "name"}, {EVENT_CUSTOMER_LANG, "lang"}, {EVENT_CUSTOMER_TZ, "tz"},
        {EVENT_CUSTOMER_NOTE, "note"}, {EVENT_CUSTOMER_ORG, "org"},   {0, NULL}};
    int code = name_number(fields, field);
    if (code == -1) {
        name_complain(err, fields, "customer field", field);
        return EXIT_USAGE;
    }
    struct val new = value &&*value ? V(value) : val_null();
    if (new.type == VAL_TEXT && !value_ok(code, value, err))
        return EXIT_DATA;
    if (code == EVENT_CUSTOMER_ORG && new.type == VAL_TEXT)
        new = val_int(org_require(d, value));
    struct stmt *q = old_value(d, id, code);
    struct val old = db_row(q) ? db_val(q, 0) : val_null();
    bool same = val_equal(&old, &new);
    if (!same)
        desk_event(d, id, code, 0, V(old), V(new), code != EVENT_CUSTOMER_ORG);
    db_end(q);
    if (!same)
        write_value(d, id, code, new);
    return 0;
}

int customer_add_address(struct desk *d, int64_t id, const char *text, struct buf *err)
{
    struct contact c;
    int rc = contact_parse(&c, text, err);
    if (rc == 0) {
        int64_t has = owner(d, &c);
        if (!has)
            insert_contact(d, id, &c);
        else if (has != id) {
            buf_fmt(err, "\"%s\" belongs to customer %lld already: an address has one owner", text,
                    (long long)has);
            rc = EXIT_DATA;
        }
    }
    contact_free(&c);
    return rc;
}

static int own_contact(struct desk *d, int64_t id, const char *text, struct contact *c,
                       struct buf *err)
{
    int rc = contact_parse(c, text, err);
    if (rc == 0 && owner(d, c) != id) {
        buf_fmt(err, "customer %lld has no address \"%s\"", (long long)id, text);
        rc = EXIT_NOUSER;
    }
    return rc;
}

int customer_drop_address(struct desk *d, int64_t id, const char *text, struct buf *err)
{
    struct contact c;
    int rc = own_contact(d, id, text, &c, err);
    if (rc == 0) {
        int64_t rank =
            db_get_int(d->db, 0, SQL("SELECT rank FROM contact WHERE kind = ?1 AND address = ?2"),
                       V((int)c.kind), V(c.address));
        db_run(d->db, SQL("DELETE FROM contact WHERE kind = ?1 AND address = ?2"), V((int)c.kind),
               V(c.address));
        if (rank == 0) // the next oldest becomes primary
            db_run(d->db,
                   SQL("UPDATE contact SET rank = 0 WHERE customer = ?1 AND rank ="
                       " (SELECT min(rank) FROM contact WHERE customer = ?1)"),
                   V(id));
        desk_event(d, id, EVENT_CUSTOMER_ADDRESS, c.kind, V(c.address), val_null(), true);
    }
    contact_free(&c);
    return rc;
}

int customer_set_primary(struct desk *d, int64_t id, const char *text, struct buf *err)
{
    struct contact c;
    int rc = own_contact(d, id, text, &c, err);
    int64_t rank =
        rc ? 0
           : db_get_int(d->db, 0, SQL("SELECT rank FROM contact WHERE kind = ?1 AND address = ?2"),
                        V((int)c.kind), V(c.address));
    if (rank > 0) { // the two change places; -1 in between since (customer, rank) is unique
        db_run(d->db, SQL("UPDATE contact SET rank = -1 WHERE customer = ?1 AND rank = 0"), V(id));
        db_run(d->db, SQL("UPDATE contact SET rank = 0 WHERE customer = ?1 AND rank = ?2"), V(id),
               V(rank));
        db_run(d->db, SQL("UPDATE contact SET rank = ?2 WHERE customer = ?1 AND rank = -1"), V(id),
               V(rank));
        desk_event(d, id, EVENT_CUSTOMER_PRIMARY, c.kind, val_null(), V(c.address), true);
    }
    contact_free(&c);
    return rc;
}

// --- naming

void customer_word(struct desk *d, int64_t id, struct buf *out)
{
    struct stmt *q =
        db_query(d->db, SQL("SELECT address FROM contact WHERE customer = ?1 AND rank = 0"), V(id));
    if (!db_row(q)) {
        buf_fmt(out, "#%lld", (long long)id);
        return;
    }
    buf_str(out, db_text(q, 0));
    db_end(q);
}

void customer_title(struct desk *d, int64_t id, struct buf *out)
{
    struct stmt *q = db_query(d->db, SQL("SELECT name FROM customer WHERE id = ?1"), V(id));
    bool named = db_row(q) && db_text(q, 0);
    if (named)
        buf_fmt(out, "%s <", db_text(q, 0));
    db_end(q);
    customer_word(d, id, out);
    if (named)
        buf_ch(out, '>');
}
