// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "desk/dimension.h"

// clang-format off
const struct dimension dimensions[] = {
    {"year", DIMENSION_PERIOD, PERIOD_YEAR, NULL, NULL, "2026", 0, false},
    {"quarter", DIMENSION_PERIOD, PERIOD_QUARTER, NULL, NULL, "2026-Q4", 0, false},
    {"month", DIMENSION_PERIOD, PERIOD_MONTH, NULL, NULL, "2026-11", 0, false},
    {"week", DIMENSION_PERIOD, PERIOD_WEEK, NULL, NULL, "2026-W48, of ISO 8601", 0, false},
    {"day", DIMENSION_PERIOD, PERIOD_DAY, NULL, NULL, "2026-11-28", 0, false},
    {"weekday", DIMENSION_WEEKDAY, 0, NULL, NULL, "mon to sun", 0, false},
    {"hour", DIMENSION_HOUR, 0, NULL, NULL, "00 to 23", 0, false},
    {"queue", DIMENSION_QUEUE, 0, NULL, "t.queue", "the ticket's queue now", 0, false},
    {"agent", DIMENSION_AGENT, 0, NULL, "t.assignee",
     "its assignee now; of replies, who wrote them", 0, false},
    {"status", DIMENSION_NAMES, 0, names_status, "t.status",
     "its status now; of the backlog, at the period's end", 0, false},
    {"resolution", DIMENSION_NAMES, 0, names_resolution, "t.resolution", "its resolution now", 0, false},
    {"priority", DIMENSION_NAMES, 0, names_priority, "t.priority", "its priority now", 0, false},
    {"channel", DIMENSION_NAMES, 0, names_channel, "t.channel", "how it came", 0, false},
    {"category", DIMENSION_TEXT, 0, NULL, "t.category", "its category now", 0, false},
    {"tag", DIMENSION_TAG, 0, NULL,
     "(SELECT group_concat(g.tag) FROM ticket_tag g WHERE g.ticket = t.id)",
     "each of its tags now; the total counts it once", 0, false},
    {"lang", DIMENSION_TEXT, 0, NULL, "t.lang", "its language", 0, false},
    {"customer", DIMENSION_CUSTOMER, 0, NULL, "t.customer", "its customer's primary address", 0, false},
    {"org", DIMENSION_ORG, 0, NULL, "(SELECT c.org FROM customer c WHERE c.id = t.customer)",
     "its customer's organisation", 0, false},
    {"age", DIMENSION_AGE, 0, NULL, NULL,
     "its age at the time, of the backlog at the period's end", 0, false},
    {NULL, 0, 0, NULL, NULL, NULL, 0, false},
};
// clang-format on

const char *const age_words[AGES] = {"under 1d", "1d-3d", "3d-7d", "7d-30d", "30d-90d", "over 90d"};

int age_class(int64_t ms)
{
    static const int days[AGES - 1] = {1, 3, 7, 30, 90};
    int i = 0;
    while (i < AGES - 1 && ms >= days[i] * DATE_DAY)
        i++;
    return i;
}

bool dimension_is_time(const struct dimension *d)
{
    return d->kind <= DIMENSION_HOUR;
}

// --- choosing

static int custom(struct desk *d, const char *word, struct dimension_list *list, struct buf *err)
{
    int64_t field;
    int rc = field_find(d, word + 2, &field, err);
    if (rc)
        return rc;
    list->owned[list->n] = mem_strdup(word);
    list->v[list->n] = (struct dimension){
        .name = list->owned[list->n],
        .kind = DIMENSION_TEXT,
        .field = field,
        .numbers = db_get_int(d->db, 0, SQL("SELECT type FROM field WHERE id = ?1"), V(field)) ==
                   FIELD_NUMBER};
    list->n++;
    return 0;
}

static int unknown(const char *word, struct buf *err)
{
    struct suggest s;
    suggest_init(&s, word);
    buf_fmt(err, "unknown dimension \"%s\"", word);
    for (const struct dimension *k = dimensions; k->name; k++)
        suggest_offer(&s, k->name);
    suggest_end(&s, err);
    if (s.best[0])
        return EXIT_USAGE;
    buf_str(err, " (one of:");
    for (const struct dimension *k = dimensions; k->name; k++)
        buf_fmt(err, " %s", k->name);
    buf_str(err, " x.NAME)");
    return EXIT_USAGE;
}

static int choose(struct desk *d, const char *word, struct dimension_list *list, struct buf *err)
{
    for (int i = 0; i < list->n; i++)
        if (strcmp(list->v[i].name, word) == 0) {
            buf_fmt(err, "dimension \"%s\" is named twice", word);
            return EXIT_USAGE;
        }
    if (list->n == DIMENSIONS_MAX) {
        buf_fmt(err, "more than %d dimensions", DIMENSIONS_MAX);
        return EXIT_USAGE;
    }
    if (strncmp(word, "x.", 2) == 0)
        return custom(d, word, list, err);
    for (const struct dimension *k = dimensions; k->name; k++)
        if (strcmp(k->name, word) == 0) {
            list->v[list->n++] = *k;
            return 0;
        }
    return unknown(word, err);
}

int dimensions_choose(struct desk *d, const char *words, struct dimension_list *list,
                      struct buf *err)
{
    char *copy = mem_strdup(words), *rest = copy;
    int rc = 0;
    while (rc == 0 && rest) {
        char *word = rest;
        rest = strchr(rest, ',');
        if (rest)
            *rest++ = '\0';
        rc = choose(d, word, list, err);
    }
    free(copy);
    return rc;
}

void dimensions_free(struct dimension_list *list)
{
    for (int i = 0; i < list->n; i++)
        free(list->owned[i]);
    *list = (struct dimension_list){0};
}
