// SPDX-License-Identifier: GPL-3.0-or-later
// Ticket numbers.
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/complete_impl.h"
#include "desk/merge.h"
#include "desk/ref.h"

enum {
    MOST = 50,
    LOOKED = 2000, // tickets of one range of numbers that are looked at
    ID_DIGITS = 18,
};

// Among the operands, without the first so many.
static bool given(const struct completion *c, int without, const char *id)
{
    for (int i = without; i < c->operands.n; i++)
        if (strcmp(c->operands.v[i], id) == 0)
            return true;
    return false;
}

static void offer_ticket(struct completion *c, int64_t id, const char *state, const char *subject)
{
    char *word = mem_printf("%lld", (long long)id);
    char *text = mem_printf("%s%s%.500s", state, *state ? ": " : "", subject);
    if (!given(c, 0, word))
        complete_offer(c, word, "", text);
    free(word);
    free(text);
}

// All begin with the same digits.  Open ones, or those that are not.
static void tickets_between(struct completion *c, int64_t from, int64_t to, bool open, int *left)
{
    struct stmt *q = db_query(c->desk.db,
                              SQL("SELECT id, status, gone, subject FROM ticket WHERE id BETWEEN ?1"
                                  " AND ?2 ORDER BY id DESC LIMIT ?3"),
                              V(from), V(to), V((int)LOOKED));
    while (db_row(q)) {
        int status = (int)db_int(q, 1);
        if (*left == 0) {
            db_end(q);
            return;
        }
        if (db_int(q, 2) || (status < STATUS_SOLVED) != open)
            continue;
        offer_ticket(c, db_int(q, 0), open ? "" : name_word(names_status, status), db_text(q, 3));
        --*left;
    }
}

// The numbers that begin with 104 are 104, 1040 to 1049, 10400 to 10499 ...: longer ones are newer.
static void tickets_like(struct completion *c, int64_t number, int digits)
{
    int left = MOST;
    for (int open = 1; open >= 0; open--) {
        int64_t size = 1;
        for (int i = digits; i < ID_DIGITS; i++)
            size *= 10;
        for (; size > 0; size /= 10)
            tickets_between(c, number * size, number * size + size - 1, open, &left);
    }
}

static void open_tickets(struct completion *c)
{
    struct stmt *q = db_query(c->desk.db,
                              SQL("SELECT id, subject FROM ticket INDEXED BY ticket_live WHERE"
                                  " status < 5 AND gone = 0 AND merged IS NULL"
                                  " ORDER BY updated DESC, id DESC"
                                  " LIMIT ?1"),
                              V((int)MOST));
    while (db_row(q))
        offer_ticket(c, db_int(q, 0), "", db_text(q, 1));
}

void complete_ids(struct completion *c)
{
    int64_t number;
    if (strncmp(c->word + c->at, "TK-", 3) == 0)
        c->at += 3;
    const char *typed = c->word + c->at;
    size_t digits = strlen(typed);
    bool numeric = isdigit((unsigned char)*typed) && ref_parse(typed, digits, &number);
    if ((digits && !numeric) || !complete_desk(c))
        return;
    if (numeric)
        tickets_like(c, number, (int)digits);
    else
        open_tickets(c);
}

// In the order of time, with how they begin.
static void messages_of(struct completion *c, int64_t ticket)
{
    struct stmt *q =
        db_query(c->desk.db,
                 SQL(MERGED_THREAD "SELECT m.id, m.kind, substr(m.body, 1, 200) FROM thread"
                                   " JOIN message m ON m.ticket = thread.id WHERE m.gone = 0"
                                   " ORDER BY m.at, m.id /* scan */ /* sort */"),
                 V(ticket));
    while (db_row(q)) {
        const char *body = db_text(q, 2);
        char *word = mem_printf("%lld", (long long)db_int(q, 0));
        char *text =
            mem_printf("%s: %s", name_word(names_message, (int)db_int(q, 1)), body ? body : "");
        if (!given(c, 1, word))
            complete_offer(c, word, "", text);
        free(word);
        free(text);
    }
}

void complete_messages(struct completion *c)
{
    int64_t id;
    struct ticket t;
    if (!c->operands.n) {
        complete_ids(c);
        return;
    }
    const char *ticket = c->operands.v[0];
    if (!ref_parse(ticket, strlen(ticket), &id) || !complete_desk(c))
        return;
    if (ticket_reach(&c->desk, id, &t))
        messages_of(c, t.id);
    ticket_free(&t);
}
