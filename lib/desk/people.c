// SPDX-License-Identifier: GPL-3.0-or-later
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "desk/customer.h"
#include "desk/people.h"
#include "desk/roster.h"

int people_find(struct desk *d, const char *word, int64_t *id, struct buf *err)
{
    int rc = customer_find(d, word, id, err);
    if (rc != EXIT_DATA)
        return rc;
    buf_reset(err); // it is no address either
    buf_fmt(err, "no customer \"%s\": give a number or an address (tk-customer list finds names)",
            word);
    return EXIT_NOUSER;
}

static int check_address(const char *word, struct buf *err)
{
    struct contact c;
    int rc = contact_parse(&c, word, err);
    contact_free(&c);
    return rc ? EXIT_USAGE : 0;
}

// --- changing

int people_set(struct desk *d, int64_t id, const char *field, const char *value, struct buf *err)
{
    int rc = customer_set(d, id, field, value, err);
    return rc == EXIT_DATA ? EXIT_USAGE : rc;
}

// name, org, lang: has the customer one?
static void known_facts(struct desk *d, int64_t id, bool known[3])
{
    struct stmt *q =
        db_query(d->db, SQL("SELECT name, org, lang FROM customer WHERE id = ?1"), V(id));
    while (db_row(q))
        for (int i = 0; i < 3; i++)
            known[i] = !db_null(q, i);
}

int people_add(struct desk *d, const char *address, const struct people_facts *facts, int64_t *id,
               struct buf *err)
{
    static const char *const field[] = {"name", "org", "lang"};
    const char *const value[] = {facts->name, facts->org, facts->lang};
    bool known[3] = {false};
    int rc = check_address(address, err);
    if (rc == 0)
        rc = customer_require(d, address, id, err);
    if (rc == 0)
        known_facts(d, *id, known);
    for (int i = 0; rc == 0 && i < 3; i++)
        if (value[i] && !known[i])
            rc = people_set(d, *id, field[i], value[i], err);
    return rc;
}

static bool is_number(const char *s)
{
    return isdigit((unsigned char)*s) && !strchr(s, '@');
}

static int add_address(struct desk *d, int64_t id, const char *word, struct buf *err)
{
    bool international = is_number(word + 1) && word[1] != '0';
    const char *address = international ? word : word + 1;
    int rc = check_address(address, err);
    return rc ? rc : customer_add_address(d, id, address, err);
}

static int drop_address(struct desk *d, int64_t id, const char *address, struct buf *err)
{
    int rc = check_address(address, err);
    if (rc)
        return rc;
    rc = customer_drop_address(d, id, address, err);
    if (rc == EXIT_NOUSER && is_number(address)) {
        struct buf ignored = BUF_INIT;
        char *international = mem_printf("+%s", address);
        rc = customer_drop_address(d, id, international, &ignored);
        if (rc == 0)
            buf_reset(err);
        free(international);
        buf_free(&ignored);
    }
    return rc;
}

int people_address(struct desk *d, int64_t id, const char *word, struct buf *err)
{
    if (*word == '+' && word[1])
        return add_address(d, id, word, err);
    if (*word == '-' && word[1])
        return drop_address(d, id, word + 1, err);
    buf_fmt(err, "\"%s\": write +ADDRESS to add or -ADDRESS to remove", word);
    return EXIT_USAGE;
}

int people_primary(struct desk *d, int64_t id, const char *address, struct buf *err)
{
    int rc = check_address(address, err);
    return rc ? rc : customer_set_primary(d, id, address, err);
}

// --- finding

enum { WORDS_MAX = 16 };

struct search {
    struct buf where;
    struct val value[WORDS_MAX];
    char *text[WORDS_MAX]; // what the values point to
    int n;
};

static void keep(struct search *s, char *text)
{
    s->text[s->n] = text;
    s->value[s->n++] = V(text);
}

// What addresses that begin with this text begin with; NULL if it is no beginning of one.
static char *address_start(const char *text)
{
    struct buf b = BUF_INIT;
    if (strchr(text, '@') > text) {
        for (; *text; text++)
            buf_ch(&b, (char)tolower((unsigned char)*text));
    } else if (*text == '+') {
        for (; *text; text++)
            if (!strchr(" ()-./", *text))
                buf_ch(&b, *text);
        if (strspn(b.s + 1, "0123456789") != b.len - 1 || b.len < 2)
            buf_free(&b);
    }
    return b.len ? buf_detach(&b) : NULL;
}

static void search_address(struct search *s, char *start)
{
    buf_str(&s->where, " AND c.id IN (SELECT k.customer FROM contact k WHERE k.kind IN (1, 2)"
                       " AND k.address >= ?2 AND k.address < ?3)");
    keep(s, start);
    keep(s, mem_printf("%s\U0010FFFF", start));
}

static void search_word(struct search *s, const char *word, size_t n)
{
    struct buf folded = BUF_INIT;
    utf8_fold(&folded, word, n);
    int place = s->n + 2; // ?1 is the clock
    buf_fmt(&s->where,
            " AND (instr(tk_fold(c.name), ?%d) OR EXISTS (SELECT 1 FROM contact k"
            " WHERE k.customer = c.id AND instr(tk_fold(k.address), ?%d)))",
            place, place);
    keep(s, buf_detach(&folded));
}

static void search_words(struct tool *t, struct search *s, const char *text)
{
    for (text += strspn(text, " \t"); *text; text += strspn(text, " \t")) {
        size_t n = strcspn(text, " \t");
        if (s->n == WORDS_MAX)
            tool_usage(t, "more than %d words to look for", WORDS_MAX);
        search_word(s, text, n);
        text += n;
    }
}

int64_t people_list(struct tool *t, const char *const *words, int n)
{
    struct search s = {.where = BUF_INIT};
    char *start = n == 1 ? address_start(words[0]) : NULL;
    if (start)
        search_address(&s, start);
    for (int i = 0; !start && i < n; i++) {
        if (*words[i] == '-')
            tool_usage(t, "unknown option \"%s\"", words[i]);
        search_words(t, &s, words[i]);
    }
    int64_t rows =
        roster_list(t, &roster_customers,
                    &(struct roster_filter){.where = s.where.s, .value = s.value, .n = s.n});
    for (int i = 0; i < s.n; i++)
        free(s.text[i]);
    buf_free(&s.where);
    return rows;
}

void people_print(struct tool *t, int64_t id)
{
    const struct rec_column *const cols[] = {&roster_customers.columns[0].rec};
    if (t->o->quiet)
        return;
    struct recout *r = tool_records(t, cols, 1);
    recout_int(r, id);
    recout_end(r);
    recout_finish(r);
    recout_free(r);
}
