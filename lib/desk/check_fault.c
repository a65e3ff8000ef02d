// SPDX-License-Identifier: GPL-3.0-or-later
// What is said about a row that is not what its events add up to.  Its mend is the SQL statement
// that makes it so: an edit behind the tools' back is undone the same way.
#include "base/date.h"
#include "desk/check_impl.h"

// --- values as words

static const struct name *words_of(int field)
{
    switch (field) {
    case EVENT_STATUS:
        return names_status;
    case EVENT_PRIORITY:
        return names_priority;
    case EVENT_RESOLUTION:
        return names_resolution;
    case FACT_CHANNEL:
        return names_channel;
    case EVENT_AGENT_ROLE:
        return names_role;
    default:
        return NULL;
    }
}

static bool is_time(int field)
{
    return field == EVENT_DUE || field == EVENT_SNOOZE || field == FACT_CUSTOMER_SINCE ||
           (field >= FACT_CREATED && field <= FACT_FIRST_REPLY);
}

#define YEAR_9999 INT64_C(253402300799999) // what is beyond is shown as a number

static void show(struct buf *b, int field, const struct val *v)
{
    const struct name *words = words_of(field);
    const char *word = words && v->type == VAL_INT ? name_word(words, (int)v->i) : NULL;
    if (v->type == VAL_NULL)
        buf_str(b, "none");
    else if (word)
        buf_str(b, word);
    else if (v->type == VAL_INT && is_time(field) && v->i > -YEAR_9999 && v->i < YEAR_9999)
        date_iso(b, v->i);
    else if (v->type == VAL_INT)
        buf_int(b, v->i);
    else if (v->type == VAL_REAL)
        buf_fmt(b, "%.17g", v->r);
    else if (v->type == VAL_TEXT)
        buf_fmt(b, "\"%.*s\"", (int)v->n, (const char *)v->p);
    else
        buf_str(b, "some bytes");
}

static void literal(struct buf *b, const struct val *v)
{
    const char *s = v->p;
    if (v->type == VAL_INT)
        buf_int(b, v->i);
    else if (v->type == VAL_REAL)
        buf_fmt(b, "%.17g", v->r);
    else if (v->type == VAL_BLOB) {
        buf_str(b, "x'");
        for (size_t i = 0; i < v->n; i++)
            buf_fmt(b, "%02x", (unsigned char)s[i]);
        buf_ch(b, '\'');
    } else if (v->type != VAL_TEXT)
        buf_str(b, "NULL");
    else {
        buf_ch(b, '\'');
        for (size_t i = 0; i < v->n; i++)
            buf_add(b, s[i] == '\'' ? "''" : &s[i], s[i] == '\'' ? 2 : 1);
        buf_ch(b, '\'');
    }
}

// --- findings

int64_t fault_ticket(int64_t thing, int field)
{
    return field > 0 && field != FACT_CUSTOMER_SINCE ? thing : 0;
}

void fault_column(struct check *c, int64_t id, const char *table, const char *column, int field,
                  const struct val *row, const struct val *fact)
{
    int64_t ticket = fault_ticket(id, field);
    struct buf mend = BUF_INIT, text = BUF_INIT;
    buf_fmt(&mend, "UPDATE %s SET %s = ", table, column);
    literal(&mend, fact);
    buf_fmt(&mend, " WHERE id = %lld;", (long long)id);
    buf_str(&text, column);
    if (!ticket)
        buf_fmt(&text, " of %s %lld", table, (long long)id);
    buf_str(&text, " is ");
    show(&text, field, row);
    buf_str(&text, ", its history says ");
    show(&text, field, fact);
    check_found(c, ticket, "replay", mend.s, "%s", text.s);
    buf_free(&mend);
    buf_free(&text);
}

// Texts with $t: thing, $r: ref, $k: text of the key, $v: value that is right.
static const struct many {
    int field;
    const char *what, *add, *drop, *set;
} manys[] = {
    {EVENT_TAG, "tag $r", "INSERT INTO ticket_tag(ticket, tag) VALUES($t, $r)",
     "DELETE FROM ticket_tag WHERE ticket = $t AND tag = $r", NULL},
    {EVENT_WATCHER, "watcher $r", "INSERT INTO participant(ticket, role, who) VALUES($t, 1, $r)",
     "DELETE FROM participant WHERE ticket = $t AND role = 1 AND who = $r", NULL},
    {EVENT_CC, "cc $r", "INSERT INTO participant(ticket, role, who) VALUES($t, 2, $r)",
     "DELETE FROM participant WHERE ticket = $t AND role = 2 AND who = $r", NULL},
    {EVENT_BLOCKS, "link blocks $r", "INSERT INTO link(a, kind, b) VALUES($t, 1, $r)",
     "DELETE FROM link WHERE a = $t AND kind = 1 AND b = $r", NULL},
    {EVENT_RELATED, "link related $r", "INSERT INTO link(a, kind, b) VALUES($t, 2, $r)",
     "DELETE FROM link WHERE a = $t AND kind = 2 AND b = $r", NULL},
    {EVENT_DUPLICATE, "link duplicate $r", "INSERT INTO link(a, kind, b) VALUES($t, 3, $r)",
     "DELETE FROM link WHERE a = $t AND kind = 3 AND b = $r", NULL},
    {EVENT_CUSTOM, "custom field $r", "INSERT INTO value(ticket, field, value) VALUES($t, $r, $v)",
     "DELETE FROM value WHERE ticket = $t AND field = $r",
     "UPDATE value SET value = $v WHERE ticket = $t AND field = $r"},
    {EVENT_AGENT_SERVES, "queue $r of agent $t",
     "INSERT INTO serves(agent, queue, level) VALUES($t, $r, $v)",
     "DELETE FROM serves WHERE agent = $t AND queue = $r",
     "UPDATE serves SET level = $v WHERE agent = $t AND queue = $r"},
    {EVENT_CUSTOMER_ADDRESS, "address $k of customer $t",
     "INSERT INTO contact(kind, address, customer, rank) VALUES($r, $k, $t, $v)",
     "DELETE FROM contact WHERE kind = $r AND address = $k",
     "UPDATE contact SET rank = $v WHERE kind = $r AND address = $k"},
    {EVENT_KEY, "key $k", "INSERT INTO origin(source, key, ticket) VALUES('key', $k, $t)",
     "DELETE FROM origin WHERE source = 'key' AND key = $k", NULL},
    {EVENT_ORIGIN, "origin $k",
     "INSERT INTO origin(source, key, ticket, seen) VALUES(substr($k, 1, instr($k, ' ') - 1),"
     " substr($k, instr($k, ' ') + 1), $t, $v)",
     "DELETE FROM origin WHERE source || ' ' || key = $k",
     "UPDATE origin SET seen = $v WHERE source || ' ' || key = $k"},
    {EVENT_SETTING, "setting $k", "INSERT INTO meta(key, value) VALUES($k, $v)",
     "DELETE FROM meta WHERE key = $k", "UPDATE meta SET value = $v WHERE key = $k"},
    {EVENT_MACRO_TEXT, "text $k of macro $t",
     "INSERT INTO macro_text(macro, lang, body) VALUES($t, $k, $v)",
     "DELETE FROM macro_text WHERE macro = $t AND lang = $k",
     "UPDATE macro_text SET body = $v WHERE macro = $t AND lang = $k"},
};
enum { MANYS = sizeof manys / sizeof *manys };

static const struct many *many_of(int field)
{
    for (int i = 0; i < MANYS; i++)
        if (manys[i].field == field || (manys[i].field == EVENT_CUSTOM && field > EVENT_CUSTOM))
            return &manys[i];
    return NULL;
}

bool fault_is_many(int field)
{
    return many_of(field) != NULL;
}

static void fill(struct buf *b, const char *pattern, int64_t thing, const struct fact *f)
{
    struct val text = val_text(f->text, f->len);
    for (const char *p = pattern; *p; p++) {
        if (*p != '$')
            buf_ch(b, *p);
        else if (*++p == 't')
            buf_int(b, thing);
        else if (*p == 'r')
            buf_int(b, f->field > EVENT_CUSTOM ? f->field - EVENT_CUSTOM : f->ref);
        else
            literal(b, *p == 'k' ? &text : &f->value);
    }
}

void fault_many(struct check *c, int64_t thing, const struct fact *fact, const struct val *row)
{
    const struct many *m = many_of(fact->field);
    bool missing = row->type == VAL_NULL, extra = fact->value.type == VAL_NULL;
    struct buf mend = BUF_INIT, text = BUF_INIT;
    fill(&text, m->what, thing, fact);
    fill(&mend, missing ? m->add : extra ? m->drop : m->set, thing, fact);
    buf_ch(&mend, ';');
    if (missing || extra) {
        buf_str(&text, missing ? " is missing, its history has it" : " is not in its history");
    } else {
        buf_str(&text, " is ");
        show(&text, fact->field, row);
        buf_str(&text, ", its history says ");
        show(&text, fact->field, &fact->value);
    }
    check_found(c, fault_ticket(thing, fact->field), "replay", mend.s, "%s", text.s);
    buf_free(&mend);
    buf_free(&text);
}
