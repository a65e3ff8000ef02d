// SPDX-License-Identifier: GPL-3.0-or-later
// Where the words of each kind come from.  Names are read in the order of their index from the
// typed prefix on, so that a large desk answers as fast as a small one.
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/rec.h"
#include "base/restricted.h"
#include "desk/complete_impl.h"
#include "desk/import.h"
#include "desk/link.h"
#include "desk/setting.h"
#include "desk/view.h"

enum { MOST = 50 }; // customers, of which there may be millions

static const char *part(const struct completion *c)
{
    return c->word + c->at;
}

// --- words that need no database

// The first of words that blanks part, owned; *words moves to the next.
static char *take_word(const char **words)
{
    size_t n = strcspn(*words, " ");
    char *word = mem_strndup(*words, n);
    *words += n + strspn(*words + n, " ");
    return word;
}

static void offer_words(struct completion *c, const char *words)
{
    while (*words) {
        char *word = take_word(&words);
        complete_offer(c, word, "", NULL);
        free(word);
    }
}

static void offer_names(struct completion *c, const struct name *list)
{
    for (; list->word; list++)
        complete_offer(c, list->word, "", NULL);
}

static void statuses(struct completion *c)
{
    offer_names(c, names_status);
}

static void priorities(struct completion *c)
{
    offer_names(c, names_priority);
}

static void resolutions(struct completion *c)
{
    offer_names(c, names_resolution);
}

static void relations(struct completion *c)
{
    offer_names(c, names_relation);
}

static void channels(struct completion *c)
{
    offer_names(c, names_channel);
}

static void colors(struct completion *c)
{
    offer_words(c, "always auto never");
}

static void times(struct completion *c)
{
    offer_words(c, "now today tomorrow yesterday");
}

void complete_none_any(struct completion *c)
{
    complete_offer(c, "none", "", "nobody, nothing");
    complete_offer(c, "any", "", "somebody, something");
}

static void formats(struct completion *c)
{
    static const char *const help[] = {
        [REC_TABLE] = "aligned, for people",    [REC_TSV] = "a tab between cells",
        [REC_CSV] = "for programs, lossless",   [REC_XCSV] = "for spreadsheets",
        [REC_JSONL] = "one JSON object a line", [REC_IDS] = "ids alone",
        [REC_NUL] = "ids, each ended by NUL"};
    bool in = c->option && c->option->value == OPTV_INFORMAT;
    for (enum rec_format f = REC_TABLE; f < REC_UNKNOWN; f++)
        if (!in || (f >= REC_TSV && f <= REC_JSONL))
            complete_offer(c, rec_format_name(f), "", help[f]);
    if (!in && c->cmd->drawings)
        offer_words(c, c->cmd->drawings);
}

// The shell knows best how to complete file names.
static void files(struct completion *c)
{
    if (!restricted())
        buf_str(&c->out, "\tfiles\n");
}

// --- lists: the last element of what commas part

bool complete_listed(const struct completion *c, size_t from, const char *name)
{
    size_t n = strlen(name);
    for (const char *s = c->word + from; s < part(c); s += strcspn(s, ",") + 1)
        if (strncmp(s, name, n) == 0 && (s[n] == ',' || (s[n] == '-' && s[n + 1] == ',')))
            return true;
    return false;
}

size_t complete_list(struct completion *c)
{
    size_t from = c->at;
    if (c->word[from] == '+')
        c->at = ++from;
    const char *comma = strrchr(part(c), ',');
    if (comma)
        c->at = (size_t)(comma + 1 - c->word);
    return from;
}

// downwards: each also with a "-" behind it, as a sort key.
static void offer_column(struct completion *c, size_t from, const char *name, const char *help,
                         bool downwards)
{
    if (complete_listed(c, from, name))
        return;
    complete_offer(c, name, "", help);
    if (downwards)
        complete_offer(c, name, "-", "the same, downwards");
}

// all: the columns of another noun, or NULL for those of a ticket.
static void columns(struct completion *c, const char *all, bool sort)
{
    char *own = complete_verb_words(c, all);
    const char *words = own;
    size_t before = c->at, from = complete_list(c);
    bool first = c->at == before;
    for (const struct column *k = ticket_columns; !words && k->rec.name; k++)
        offer_column(c, from, k->rec.name, k->rec.help, sort);
    while (words && *words) {
        char *word = take_word(&words);
        offer_column(c, from, word, NULL, sort);
        free(word);
    }
    if (!words)
        complete_fields(c, "");
    if (!words && sort)
        complete_fields(c, "-");
    if (!sort && first)
        complete_offer(c, "help", "", "list the columns");
    free(own);
}

// --- names: rows of a word and a description, in the order of the word from the typed part on

static void offer_rows(struct completion *c, struct stmt *q, const char *typed, int most)
{
    size_t n = strlen(typed);
    for (; db_row(q); most--) {
        if (most == 0 || strncmp(db_text(q, 0), typed, n) != 0) {
            db_end(q);
            return;
        }
        if (strcmp(typed, part(c)) == 0)
            complete_offer(c, db_text(q, 0), "", db_text(q, 1));
        else
            complete_put(c, db_text(q, 0), db_text(q, 1));
    }
}

static void agents(struct completion *c)
{
    complete_offer(c, "me", "", "yourself");
    struct desk *d = complete_desk(c);
    if (d)
        offer_rows(c,
                   db_query(d->db,
                            SQL("SELECT login, name FROM agent WHERE login >= ?1 AND gone IS"
                                " NULL ORDER BY login"),
                            V(part(c))),
                   part(c), -1);
}

static void queues(struct completion *c)
{
    struct desk *d = complete_desk(c);
    if (d)
        offer_rows(c,
                   db_query(d->db,
                            SQL("SELECT name, title FROM queue WHERE name >= ?1 AND gone IS"
                                " NULL ORDER BY name"),
                            V(part(c))),
                   part(c), -1);
}

static void tags(struct completion *c)
{
    struct desk *d = complete_desk(c);
    if (c->option)
        complete_list(c);
    if (d)
        offer_rows(c,
                   db_query(d->db, SQL("SELECT name, NULL FROM tag WHERE name >= ?1 ORDER BY name"),
                            V(part(c))),
                   part(c), -1);
}

static void macros(struct completion *c)
{
    struct desk *d = complete_desk(c);
    if (d)
        offer_rows(c,
                   db_query(d->db,
                            SQL("SELECT name, title FROM macro WHERE name >= ?1 AND gone IS NULL"
                                " ORDER BY name"),
                            V(part(c))),
                   part(c), -1);
}

// Addresses are kept in lower case, whatever is typed.
static void customers(struct completion *c)
{
    struct desk *d = complete_desk(c);
    char *typed = mem_strdup(part(c));
    for (char *s = typed; *s; s++)
        *s = (char)tolower((unsigned char)*s);
    for (int kind = CONTACT_MAIL; d && kind <= CONTACT_PHONE; kind++)
        offer_rows(c,
                   db_query(d->db,
                            SQL("SELECT k.address, p.name FROM contact k JOIN customer p ON p.id ="
                                " k.customer WHERE k.kind = ?1 AND k.address >= ?2"
                                " ORDER BY k.address"),
                            V(kind), V(typed)),
                   typed, MOST);
    free(typed);
}

// --- custom fields

static void offer_fields(struct completion *c, const char *x, const char *end)
{
    bool fits = strncmp(part(c), x, strnlen(part(c), strlen(x))) == 0;
    struct desk *d = fits ? complete_desk(c) : NULL;
    struct stmt *q = d ? db_query(d->db, SQL("SELECT name, type FROM field WHERE gone IS NULL"
                                             " ORDER BY name /* scan */"))
                       : NULL;
    while (d && db_row(q)) {
        char *name = mem_printf("%s%s", x, db_text(q, 0));
        char *text = mem_printf("custom field: %s", name_word(names_field_type, (int)db_int(q, 1)));
        complete_offer(c, name, end, text);
        free(name);
        free(text);
    }
}

void complete_fields(struct completion *c, const char *end)
{
    offer_fields(c, "x.", end);
}

// Where nothing else can stand, the x. may be left out.
static void custom_fields(struct completion *c)
{
    offer_fields(c, "", "");
    if (*part(c))
        offer_fields(c, "x.", "");
}

static void offer_choices(struct completion *c, const char *choices)
{
    while (choices && *choices) {
        size_t n = strcspn(choices, ",");
        char *word = mem_strndup(choices, n);
        complete_offer(c, word, "", NULL);
        free(word);
        choices += n + (choices[n] == ',');
    }
}

void complete_field_values(struct completion *c, const char *name)
{
    struct desk *d = complete_desk(c);
    if (!d)
        return;
    struct stmt *q = db_query(
        d->db, SQL("SELECT type, conf FROM field WHERE name = ?1 AND gone IS NULL"), V(name));
    if (!db_row(q))
        return;
    if (db_int(q, 0) == FIELD_CHOICE)
        offer_choices(c, db_text(q, 1));
    else if (db_int(q, 0) == FIELD_FLAG)
        offer_words(c, "yes no");
    else if (db_int(q, 0) == FIELD_TIME)
        times(c);
    db_end(q);
}

static void setting_names(struct completion *c)
{
    const struct verb *v = complete_verb(c);
    for (const struct setting *s = settings; s->key; s++)
        complete_offer(c, s->key, v && strchr(v->operands, '=') ? "=" : "", s->help);
}

static void views(struct completion *c)
{
    struct views all;
    views_read(complete_desk(c), &all);
    for (size_t i = 0; i < all.n; i++)
        complete_offer(c, all.v[i].name, "", all.v[i].query);
    views_free(&all);
}

// --- mappings of tk-import

static void mappings(struct completion *c)
{
    struct datafiles all;
    import_mappings(&all);
    for (size_t i = 0; i < all.n; i++)
        complete_offer(c, all.v[i].name, "", NULL);
    datafiles_free(&all);
    files(c);
}

// --- by kind

void complete_values(struct completion *c, enum opt_value kind, const char *words)
{
    static void (*const sources[])(struct completion *) = {
        [OPTV_AGENT] = agents,
        [OPTV_QUEUE] = queues,
        [OPTV_CUSTOMER] = customers,
        [OPTV_TAG] = tags,
        [OPTV_STATUS] = statuses,
        [OPTV_PRIORITY] = priorities,
        [OPTV_RESOLUTION] = resolutions,
        [OPTV_CHANNEL] = channels,
        [OPTV_RELATION] = relations,
        [OPTV_MESSAGE] = complete_messages,
        [OPTV_FORMAT] = formats,
        [OPTV_INFORMAT] = formats,

        [OPTV_COLOR] = colors,
        [OPTV_ID] = complete_ids,
        [OPTV_FILE] = files,
        [OPTV_DIR] = files,
        [OPTV_MACRO] = macros,
        [OPTV_MAPPING] = mappings,
        [OPTV_MAP] = complete_map,
        [OPTV_FIELD] = custom_fields,
        [OPTV_TIME] = times,
        [OPTV_QUERY] = complete_query,
        [OPTV_SET] = complete_set,
        [OPTV_MATCH] = complete_match,
        [OPTV_METRICS] = complete_metrics,
        [OPTV_DIMENSIONS] = complete_dimensions,
        [OPTV_CELL] = complete_cell,
        [OPTV_REPORT] = complete_report,
        [OPTV_SETTING] = setting_names,
        [OPTV_VIEW] = views,
        [OPTV_WORDS] = NULL,
    };
    if (kind == OPTV_COLUMNS || kind == OPTV_SORT)
        columns(c, words, kind == OPTV_SORT);
    else if (words)
        offer_words(c, words);
    else if (sources[kind])
        sources[kind](c);
}
