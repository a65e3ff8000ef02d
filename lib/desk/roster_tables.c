// SPDX-License-Identifier: GPL-3.0-or-later
// The columns of agents, queues, custom fields, macros and customers, and where their rows come
// from.
#include <stddef.h>

#include "desk/field.h"
#include "desk/macro.h"
#include "desk/people.h"
#include "desk/roster.h"

#define CLOCK "WITH clock(now) AS (VALUES(?1))"
// One pass over the open tickets, whatever columns are asked for.
#define LIVE(by)                                                                                   \
    CLOCK ", live AS MATERIALIZED (SELECT " by " AS whose, count(*) AS open,"                      \
          " sum(status = 1) AS new, sum(status = 3) AS pending, sum(status = 4) AS hold,"          \
          " sum(assignee IS NULL) AS unassigned, sum(due < now) AS overdue,"                       \
          " min(created) AS oldest FROM ticket INDEXED BY ticket_live, clock"                      \
          " WHERE status < 5 AND gone = 0 AND merged IS NULL GROUP BY " by ") "
#define SERVED "CASE WHEN s.level > 1 THEN ':' || s.level ELSE '' END"

#define COUNT(name, help)                                                                          \
    {                                                                                              \
        {name, REC_INT, help, false}, COLUMN_INT, "coalesce(l." name ", 0)"                        \
    }
#define OLDEST                                                                                     \
    {                                                                                              \
        {"oldest", REC_TIME, "when the oldest open one was made", false}, COLUMN_TIME, "l.oldest"  \
    }
#define COLUMN_END                                                                                 \
    {                                                                                              \
        {NULL, REC_TEXT, NULL, false}, COLUMN_TEXT, NULL                                           \
    }

// --- agents

#define QUEUES                                                                                     \
    "(SELECT group_concat(word) FROM (SELECT q.name || " SERVED " AS word FROM serves s"           \
    " JOIN queue q ON q.id = s.queue WHERE s.agent = a.id AND q.gone IS NULL ORDER BY q.name))"
// For good is the greatest number there is (agent.c).
#define AWAY                                                                                       \
    "CASE WHEN a.away <= clock.now THEN NULL WHEN a.away = 9223372036854775807 THEN 'yes' ELSE"    \
    " strftime('%Y-%m-%dT%H:%M:%SZ', a.away / 1000, 'unixepoch') END"

static const struct column agent_columns[] = {
    {{"login", REC_NAME, "name of the agent", false}, COLUMN_TEXT, "a.login"},
    {{"role", REC_NAME, "viewer agent lead admin", false}, COLUMN_ROLE, "a.role"},
    {{"queues", REC_LIST, "queues served, a level above 1 behind :; none: all", false},
     COLUMN_TEXT,
     QUEUES},
    {{"capacity", REC_INT, "how many open tickets at most", false}, COLUMN_INT, "a.capacity"},
    {{"away", REC_NAME, "until when, or yes", false}, COLUMN_TEXT, AWAY},
    COUNT("open", "tickets neither solved nor closed"),
    {{"name", REC_TEXT, "name of the person", false}, COLUMN_TEXT, "a.name"},
    COUNT("new", "of the open ones: new"),
    COUNT("pending", "of the open ones: pending"),
    COUNT("hold", "of the open ones: on hold"),
    COUNT("overdue", "of the open ones: past the time due"),
    OLDEST,
    COLUMN_END,
};

const struct roster roster_agents = {
    .columns = agent_columns,
    .defaults = "login,role,queues,capacity,away,open,name",
    .with = LIVE("assignee"),
    .from = "FROM agent a JOIN clock LEFT JOIN live l ON l.whose = a.id WHERE a.gone IS NULL",
    .id = "a.id",
    .order = "a.login",
    .find = agent_find,
};

// --- queues

// Those who serve it, and those who serve all since they have no queue of their own.
#define AGENTS                                                                                     \
    "(SELECT group_concat(word) FROM (SELECT a.login || " SERVED " AS word FROM agent a LEFT JOIN" \
    " serves s ON s.agent = a.id AND s.queue = q.id WHERE a.gone IS NULL AND a.role > 0 AND"       \
    " (s.level IS NOT NULL OR NOT EXISTS (SELECT 1 FROM serves o WHERE o.agent = a.id))"           \
    " ORDER BY a.login))"

static const struct column queue_columns[] = {
    {{"name", REC_NAME, "name of the queue", false}, COLUMN_TEXT, "q.name"},
    COUNT("open", "tickets neither solved nor closed"),
    COUNT("new", "of the open ones: new"),
    COUNT("unassigned", "of the open ones: nobody has them"),
    COUNT("overdue", "of the open ones: past the time due"),
    OLDEST,
    {{"agents", REC_LIST, "who serves it, a level above 1 behind :", false}, COLUMN_TEXT, AGENTS},
    {{"title", REC_TEXT, "what it is for", false}, COLUMN_TEXT, "q.title"},
    COUNT("pending", "of the open ones: pending"),
    COUNT("hold", "of the open ones: on hold"),
    {{"default", REC_NAME, "yes: tickets without a queue go here", false},
     COLUMN_TEXT,
     "(SELECT 'yes' FROM meta m WHERE m.key = 'queue' AND m.value = q.name)"},
    COLUMN_END,
};

const struct roster roster_queues = {
    .columns = queue_columns,
    .defaults = "name,open,new,unassigned,overdue,oldest,agents,title",
    .with = LIVE("queue"),
    .from = "FROM queue q LEFT JOIN live l ON l.whose = q.id WHERE q.gone IS NULL",
    .id = "q.id",
    .order = "q.name",
    .find = queue_find,
};

// --- custom fields

static const struct column field_columns[] = {
    {{"name", REC_NAME, "name of the field; of a ticket it is x.NAME", false},
     COLUMN_TEXT,
     "f.name"},
    {{"type", REC_NAME, "text number time flag choice", false}, COLUMN_FIELD_TYPE, "f.type"},
    {{"choices", REC_LIST, "what a choice may be", false}, COLUMN_TEXT, "f.conf"},
    {{"used", REC_INT, "tickets that have a value in it", false},
     COLUMN_INT,
     "(SELECT count(*) FROM value v JOIN ticket t ON t.id = v.ticket WHERE v.field = f.id"
     " AND t.gone = 0)"},
    COLUMN_END,
};

const struct roster roster_fields = {
    .columns = field_columns,
    .defaults = "name,type,choices,used",
    .with = CLOCK,
    .from = "FROM field f WHERE f.gone IS NULL",
    .id = "f.id",
    .order = "f.name",
    .find = field_named,
};

// --- macros

#define LANGS                                                                                      \
    "(SELECT group_concat(word) FROM (SELECT CASE x.lang WHEN '' THEN '" MACRO_OTHER "' ELSE"      \
    " x.lang END AS word FROM macro_text x WHERE x.macro = m.id ORDER BY x.lang = '', x.lang))"

static const struct column macro_columns[] = {
    {{"name", REC_NAME, "name of the macro", false}, COLUMN_TEXT, "m.name"},
    {{"title", REC_TEXT, "what it is for", false}, COLUMN_TEXT, "m.title"},
    {{"langs", REC_LIST, "languages of its texts; other: for all others", false},
     COLUMN_TEXT,
     LANGS},
    {{"actions", REC_TEXT, "what else is done to a ticket, a line each", true},
     COLUMN_TEXT,
     "m.actions"},
    COLUMN_END,
};

const struct roster roster_macros = {
    .columns = macro_columns,
    .defaults = "name,title,langs,actions",
    .with = CLOCK,
    .from = "FROM macro m WHERE m.gone IS NULL",
    .id = "m.id",
    .order = "m.name",
    .find = macro_find,
};

// --- customers

#define ADDRESS "(SELECT k.address FROM contact k WHERE k.customer = c.id AND k.rank = 0)"
#define ADDRESSES                                                                                  \
    "(SELECT group_concat(address) FROM (SELECT k.address FROM contact k WHERE k.customer = c.id"  \
    " ORDER BY k.rank))"
#define THEIRS "FROM ticket t WHERE t.customer = c.id AND t.gone = 0"

static const struct column customer_columns[] = {
    {{"id", REC_ID, "number of the customer", false}, COLUMN_INT, "c.id"},
    {{"address", REC_TEXT, "primary address", false}, COLUMN_TEXT, ADDRESS},
    {{"name", REC_TEXT, "name of the person", false}, COLUMN_TEXT, "c.name"},
    {{"org", REC_TEXT, "organisation", false},
     COLUMN_TEXT,
     "(SELECT o.name FROM org o WHERE o.id = c.org)"},
    {{"lang", REC_NAME, "language", false}, COLUMN_TEXT, "c.lang"},
    {{"tickets", REC_INT, "tickets that they asked for", false},
     COLUMN_INT,
     "(SELECT count(*) " THEIRS ")"},
    {{"open", REC_INT, "of these neither solved nor closed", false},
     COLUMN_INT,
     "(SELECT count(*) " THEIRS " AND t.status < 5 AND t.merged IS NULL)"},
    {{"last", REC_TIME, "when anything happened to one of them", false},
     COLUMN_TIME,
     "(SELECT max(t.updated) " THEIRS ")"},
    {{"made", REC_TIME, "since when the desk knows them", false}, COLUMN_TIME, "c.made"},
    {{"tz", REC_NAME, "time zone", false}, COLUMN_TEXT, "c.tz"},
    {{"note", REC_TEXT, "what agents should know", true}, COLUMN_TEXT, "c.note"},
    {{"addresses", REC_LIST, "all addresses, the primary one first", false},
     COLUMN_TEXT,
     ADDRESSES},
    COLUMN_END,
};

const struct roster roster_customers = {
    .columns = customer_columns,
    .defaults = "id,address,name,org,lang,tickets,open,last",
    .with = CLOCK,
    .from = "FROM customer c WHERE c.merged IS NULL AND c.erased IS NULL AND c.gone IS NULL",
    .id = "c.id",
    .order = "c.id",
    .find = people_find,
};
