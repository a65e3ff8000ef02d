// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "base/err.h"
#include "base/suggest.h"
#include "desk/metric.h"

#define OPENED  "the ticket's creation"
#define SOLVE   "the last solve, where it stands"
#define ANSWER  "the reply (agent: who wrote it)"
#define MOMENT  "the period's end"
#define HUNDRED "; of all such durations the smallest that at least "
// A duration with its percentiles (nearest rank).
#define DURATION(name, measure, when, text)                                                        \
    {name, UNIT_SECONDS, measure, STAT_MEAN, when, text "; mean"},                                 \
        {name "_p50", UNIT_SECONDS, measure, STAT_P50, when, text HUNDRED "50 % do not exceed"},   \
        {name "_p90", UNIT_SECONDS, measure, STAT_P90, when, text HUNDRED "90 % do not exceed"},   \
    {                                                                                              \
        name "_p95", UNIT_SECONDS, measure, STAT_P95, when, text HUNDRED "95 % do not exceed"      \
    }

// clang-format off
const struct metric metrics[] = {
    {"created", UNIT_COUNT, MEASURE_CREATED, STAT_COUNT, OPENED, "tickets made"},
    {"solved", UNIT_COUNT, MEASURE_SOLVED, STAT_COUNT, "the solve",
     "times that a ticket became solved or closed; one that is solved again counts again"},
    {"closed", UNIT_COUNT, MEASURE_CLOSED, STAT_COUNT, "the closing",
     "times that a ticket became closed"},
    {"reopened", UNIT_COUNT, MEASURE_REOPENED, STAT_COUNT, "the reopening",
     "times that a solved or closed ticket became unsolved"},
    {"backlog", UNIT_COUNT, MEASURE_BACKLOG, STAT_STOCK, MOMENT,
     "tickets neither solved nor closed at that moment, nor merged into another"},
    {"flow", UNIT_COUNT, MEASURE_BACKLOG, STAT_FLOW, "the period",
     "the backlog at the end of the period less the backlog at its beginning"},
    DURATION("first_response", MEASURE_FIRST_RESPONSE, ANSWER,
             "from creation to an agent's first public reply"),
    DURATION("next_response", MEASURE_NEXT_RESPONSE, ANSWER,
             "from the customer's first message after a reply to the next public reply"),
    DURATION("resolution", MEASURE_RESOLUTION, SOLVE, "from creation to the last solve"),
    {"resolution_km", UNIT_SECONDS, MEASURE_SURVIVAL, STAT_SURVIVAL, OPENED,
     "median time from creation to the last solve by Kaplan and Meier: unsolved tickets count as"
     " waiting up to the end of the report, merged ones up to their merge"},
    {"fcr", UNIT_SHARE, MEASURE_FCR, STAT_SHARE, "the ticket's first solve",
     "first-contact resolution: of the tickets solved for the first time, those with exactly one"
     " public reply until then that were not reopened within --days"},
    {"one_touch", UNIT_SHARE, MEASURE_ONE_TOUCH, STAT_SHARE, SOLVE,
     "of the tickets solved, those with at most one public reply"},
    {"replies", UNIT_NUMBER, MEASURE_REPLIES, STAT_MEAN, SOLVE,
     "public replies of agents per ticket solved; mean"},
    {"contacts", UNIT_NUMBER, MEASURE_CONTACTS, STAT_MEAN, SOLVE,
     "messages of the customer per ticket solved, the request included; mean"},
    {"transfers", UNIT_NUMBER, MEASURE_TRANSFERS, STAT_MEAN, SOLVE,
     "changes of the queue, or from one agent to another, per ticket solved; mean"},
    {"people", UNIT_NUMBER, MEASURE_PEOPLE, STAT_MEAN, SOLVE,
     "different agents who answered the customer, per ticket solved; mean"},
    {"reopen_rate", UNIT_SHARE, MEASURE_REOPEN_RATE, STAT_SHARE, "the solve",
     "of the solves, those that a reopening followed within --days"},
    {"load", UNIT_COUNT, MEASURE_LOAD, STAT_STOCK_TOTAL, MOMENT,
     "the backlog by weight of its present priority: low 1, normal 2, high 4, urgent 8"},
    {"after_hours", UNIT_SHARE, MEASURE_AFTER_HOURS, STAT_SHARE, OPENED,
     "of the tickets made, those outside working hours (--hours)"},
    {"csat", UNIT_NUMBER, MEASURE_CSAT, STAT_MEAN, SOLVE,
     "customer satisfaction: the number in the custom field csat of tickets solved; mean"},
    {"csat_rate", UNIT_SHARE, MEASURE_CSAT_RATE, STAT_SHARE, SOLVE,
     "of the tickets solved, those that have the custom field csat"},
    DURATION("age", MEASURE_AGE, MOMENT, "time since creation, of the backlog"),
    DURATION("wait_us", MEASURE_WAIT_US, SOLVE,
             "time in status new or open from creation to the last solve"),
    DURATION("wait_customer", MEASURE_WAIT_CUSTOMER, SOLVE,
             "time in status pending from creation to the last solve"),
    DURATION("wait_third", MEASURE_WAIT_THIRD, SOLVE,
             "time in status hold from creation to the last solve"),
    {"sent", UNIT_COUNT, MEASURE_SENT, STAT_COUNT, "the message (agent: who wrote it)",
     "public replies of agents"},
    {"received", UNIT_COUNT, MEASURE_RECEIVED, STAT_COUNT, "the message",
     "messages of customers, requests included"},
    {NULL, UNIT_COUNT, MEASURES, STAT_COUNT, NULL, NULL},
};
// clang-format on

bool measure_is_stock(enum measure m)
{
    return m == MEASURE_BACKLOG || m == MEASURE_LOAD || m == MEASURE_AGE;
}

bool measure_has_author(enum measure m)
{
    return m == MEASURE_FIRST_RESPONSE || m == MEASURE_NEXT_RESPONSE || m == MEASURE_SENT;
}

const char *metric_unit_word(enum metric_unit unit)
{
    static const char *const words[] = {[UNIT_COUNT] = "count",
                                        [UNIT_SECONDS] = "seconds",
                                        [UNIT_SHARE] = "share",
                                        [UNIT_NUMBER] = "number"};
    return words[unit];
}

// --- choosing

static const struct metric *find(const char *word, size_t n)
{
    for (const struct metric *m = metrics; m->name; m++)
        if (strlen(m->name) == n && memcmp(m->name, word, n) == 0)
            return m;
    return NULL;
}

static int complain(const char *word, size_t n, struct buf *err)
{
    char typed[64];
    struct suggest s;
    if (!n) {
        buf_str(err, "an empty metric");
        return EXIT_USAGE;
    }
    if (n >= sizeof typed)
        n = sizeof typed - 1;
    memcpy(typed, word, n);
    typed[n] = '\0';
    buf_fmt(err, "unknown metric \"%s\"", typed);
    suggest_init(&s, typed);
    for (const struct metric *m = metrics; m->name; m++)
        suggest_offer(&s, m->name);
    suggest_end(&s, err);
    if (!s.best[0])
        buf_str(err, " (tk-report --define lists them)");
    return EXIT_USAGE;
}

static bool has(const struct metric *const *list, int n, const struct metric *m)
{
    for (int i = 0; i < n; i++)
        if (list[i] == m)
            return true;
    return false;
}

int metrics_choose(const char *words, const struct metric **list, int max, int *n, struct buf *err)
{
    for (const char *s = words;; s++) {
        size_t len = strcspn(s, ",");
        const struct metric *m = find(s, len);
        if (!m)
            return complain(s, len, err);
        if (has(list, *n, m) || *n == max) {
            buf_fmt(err, "metric \"%s\" %s", m->name,
                    *n == max ? "is one too many" : "is named twice");
            return EXIT_USAGE;
        }
        list[(*n)++] = m;
        s += len;
        if (!*s)
            return 0;
    }
}
