// SPDX-License-Identifier: GPL-3.0-or-later
// Words that begin with the name of a field: terms of a query, FIELD=VALUE.
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/complete_impl.h"
#include "desk/query.h"
#include "desk/settable.h"

enum use {
    ABSENT = 1, // a ticket may be without it: has: and no:
    NONE = 2,   // takes the values none and any
};

static const struct known {
    const char *name; // in the order of query_fields
    enum opt_value value;
    int use;
    const char *help;
} fields[] = {
    {"id", OPTV_ID, 0, "number of the ticket"},
    {"status", OPTV_STATUS, 0, "new open pending hold solved closed"},
    {"resolution", OPTV_RESOLUTION, ABSENT, "how it ended"},
    {"assignee", OPTV_AGENT, ABSENT | NONE, "agent who works on it"},
    {"customer", OPTV_CUSTOMER, ABSENT | NONE, "requester: an address or a name"},
    {"org", OPTV_TEXT, ABSENT | NONE, "requester's organisation"},
    {"tags", OPTV_TAG, ABSENT, "a tag that it has"},
    {"priority", OPTV_PRIORITY, 0, "low normal high urgent"},
    {"queue", OPTV_QUEUE, NONE, "queue it is in; me: those that I serve"},
    {"category", OPTV_TEXT, ABSENT, "kind of request"},
    {"channel", OPTV_CHANNEL, 0, "how it came"},
    {"lang", OPTV_TEXT, ABSENT, "language of the request"},
    {"subject", OPTV_TEXT, 0, "words in the subject"},
    {"body", OPTV_TEXT, ABSENT, "words in the messages"},
    {"text", OPTV_TEXT, 0, "words in subject or messages"},
    {"created", OPTV_TIME, 0, "time of its first event"},
    {"updated", OPTV_TIME, 0, "time of its last event"},
    {"replied", OPTV_TIME, ABSENT, "first public reply of an agent"},
    {"solved", OPTV_TIME, ABSENT, "when it was solved"},
    {"closed", OPTV_TIME, ABSENT, "when it was closed"},
    {"due", OPTV_TIME, ABSENT, "when it should be solved"},
    {"snooze", OPTV_TIME, ABSENT, "sleeps until"},
    {"age", OPTV_TEXT, 0, "how long ago it was created: 3d.."},
    {"rev", OPTV_NUMBER, 0, "id of its last event"},
    {"key", OPTV_TEXT, ABSENT, "idempotency key or id elsewhere"},
    {"parent", OPTV_ID, ABSENT, "ticket it belongs to"},
    {"watcher", OPTV_AGENT, ABSENT | NONE, "agent who follows it"},
    {"attachment", OPTV_TEXT, ABSENT, "name of an attached file"},
    {"is", OPTV_TEXT, 0, "open overdue mine unassigned ..."},
    {"sort", OPTV_SORT, 0, "order of the list"},
    {"limit", OPTV_NUMBER, 0, "at most so many"},
};

static const struct known *known(const char *name)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(fields[i].name, name) == 0)
            return &fields[i];
    return NULL;
}

// --- FIELD=VALUE

static void value_of(struct completion *c, const char *name)
{
    const struct known *f = known(name);
    if (strncmp(name, "x.", 2) == 0)
        complete_field_values(c, name + 2);
    else if (f)
        complete_values(c, f->value, NULL);
}

// The name in front of the sign, owned, and c->at behind it; NULL if the sign is still to come.
static char *take_name(struct completion *c, char sign)
{
    const char *s = c->word + c->at, *end = strchr(s, sign);
    if (!end)
        return NULL;
    c->at += (size_t)(end + 1 - s);
    return mem_strndup(s, (size_t)(end - s));
}

void complete_set(struct completion *c)
{
    size_t at = c->at;
    char *name = take_name(c, '=');
    if (name) {
        value_of(c, name);
    } else {
        for (const struct settable *s = settables; s->name && !c->option; s++)
            complete_offer(c, s->name, "=", s->help);
        complete_fields(c, "=");
    }
    free(name);
    c->at = at;
}

static void field_names(struct completion *c, const char *end, int use)
{
    for (const char *const *name = query_fields; *name; name++) {
        const struct known *f = known(*name);
        if (f && (f->use & use) == use)
            complete_offer(c, *name, end, f->help);
    }
    complete_fields(c, end);
}

void complete_match(struct completion *c)
{
    char *name = take_name(c, '=');
    if (name)
        value_of(c, name);
    else
        field_names(c, "=", 0);
    free(name);
}

// THEIRS=OURS,...
void complete_map(struct completion *c)
{
    const char *last = strrchr(c->word + c->at, ',');
    c->at += last ? (size_t)(last + 1 - (c->word + c->at)) : 0;
    char *theirs = take_name(c, '=');
    if (theirs)
        complete_values(c, OPTV_COLUMNS, NULL);
    free(theirs);
}

// --- a query

// An operand may hold several terms: the last one begins behind a blank or a parenthesis that
// stands in no phrase.
static size_t last_term(const char *s)
{
    size_t at = 0;
    bool phrase = false;
    for (size_t i = 0; s[i]; i++) {
        if (phrase && s[i] == '\\' && s[i + 1])
            i++;
        else if (s[i] == '"')
            phrase = !phrase;
        else if (!phrase && strchr(" \t(", s[i]))
            at = i + 1;
    }
    return at;
}

// The last of the values that commas part, behind its comparison or the dots of its range.
static void last_value(struct completion *c)
{
    bool phrase = false;
    for (const char *s = c->word + c->at; *s; s++) {
        if (*s == '"')
            phrase = !phrase;
        else if (!phrase && *s == ',')
            c->at = (size_t)(s + 1 - c->word);
        else if (!phrase && strncmp(s, "..", 2) == 0)
            c->at = (size_t)(s + 2 - c->word);
    }
    c->at += strspn(c->word + c->at, "<>=");
}

static void is_words(struct completion *c)
{
    for (const char *const *w = query_is; *w; w++)
        complete_offer(c, *w, "", NULL);
}

static void term_values(struct completion *c, const char *name)
{
    const struct known *f = known(strcmp(name, "tag") == 0 ? "tags" : name);
    if (strcmp(name, "sort") != 0)
        last_value(c);
    if (f && f->value == OPTV_QUEUE)
        complete_offer(c, "me", "", "queues that I serve");
    if (f && f->use & NONE)
        complete_none_any(c);
    if (strcmp(name, "has") == 0 || strcmp(name, "no") == 0)
        field_names(c, "", ABSENT);
    else if (strcmp(name, "is") == 0)
        is_words(c);
    else
        value_of(c, f ? f->name : name);
}

static void operators(struct completion *c)
{
    complete_offer(c, "has", ":", "tickets with a value there");
    complete_offer(c, "no", ":", "tickets without a value there");
    for (const char *const *w = (const char *const[]){"AND", "NOT", "OR", NULL}; *w; w++)
        if (c->word[c->at] == **w)
            complete_offer(c, *w, "", "operator");
}

void complete_query(struct completion *c)
{
    c->query = true;
    c->at = last_term(c->word);
    const char *s = c->word + c->at;
    char *name = NULL;
    if (*s && strchr("+@#", *s)) {
        c->at++;
        complete_values(c, *s == '+' ? OPTV_TAG : *s == '@' ? OPTV_AGENT : OPTV_ID, NULL);
    } else if ((name = take_name(c, ':'))) {
        term_values(c, name);
    } else {
        operators(c);
        field_names(c, ":", 0);
    }
    free(name);
}
