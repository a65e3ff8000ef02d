// SPDX-License-Identifier: GPL-3.0-or-later
// The shape of a new database; tk-schema(5) tells its readers the same.
//
// Times are milliseconds since 1970 UTC; enumerations are numbers of lib/desk/names.h; an agent,
// queue, tag, field or macro that is gone keeps its row, since events name it.
#include <stddef.h>

#include "store/schema.h"

// clang-format off
#define ISO(column) "strftime('%Y-%m-%dT%H:%M:%SZ', " column " / 1000, 'unixepoch')"
#define ADDRESS(column) "(SELECT address FROM contact k WHERE k.customer = " column " AND k.rank = 0)"
#define STATUS_WORD \
    "CASE t.status WHEN 1 THEN 'new' WHEN 2 THEN 'open' WHEN 3 THEN 'pending' WHEN 4 THEN 'hold'" \
    " WHEN 5 THEN 'solved' ELSE 'closed' END"
#define PRIORITY_WORD \
    "CASE t.priority WHEN 1 THEN 'low' WHEN 2 THEN 'normal' WHEN 3 THEN 'high' ELSE 'urgent' END"
#define RESOLUTION_WORD \
    "CASE t.resolution WHEN 1 THEN 'fixed' WHEN 2 THEN 'answered' WHEN 3 THEN 'workaround'" \
    " WHEN 4 THEN 'duplicate' WHEN 5 THEN 'declined' WHEN 6 THEN 'unreproducible'" \
    " WHEN 7 THEN 'no-reply' WHEN 8 THEN 'spam' END"
#define CHANNEL_WORD(table) \
    "CASE " table ".channel WHEN 0 THEN 'tool' WHEN 1 THEN 'mail' WHEN 2 THEN 'web'" \
    " WHEN 3 THEN 'chat' ELSE 'phone' END"
#define MESSAGE_WORD \
    "CASE m.kind WHEN 1 THEN 'request' WHEN 2 THEN 'message' WHEN 3 THEN 'reply' ELSE 'note' END"
#define EVENT_WORD \
    "CASE e.field WHEN 1 THEN 'init' WHEN 2 THEN 'status' WHEN 3 THEN 'queue'" \
    " WHEN 4 THEN 'priority' WHEN 5 THEN 'assignee' WHEN 6 THEN 'customer' WHEN 7 THEN 'subject'" \
    " WHEN 8 THEN 'category' WHEN 9 THEN 'lang' WHEN 10 THEN 'due' WHEN 11 THEN 'snooze'" \
    " WHEN 12 THEN 'resolution' WHEN 13 THEN 'message' WHEN 14 THEN 'tag' WHEN 15 THEN 'watcher'" \
    " WHEN 16 THEN 'cc' WHEN 17 THEN 'parent' WHEN 18 THEN 'merged' WHEN 19 THEN 'gone'" \
    " WHEN 20 THEN 'restored' WHEN 21 THEN 'key' WHEN 22 THEN 'blocks' WHEN 23 THEN 'related'" \
    " WHEN 24 THEN 'duplicate' WHEN 25 THEN 'reopens' WHEN 26 THEN 'transfers'" \
    " WHEN 27 THEN 'solved' WHEN 28 THEN 'closed' WHEN 29 THEN 'origin'" \
    " ELSE (SELECT 'x.' || f.name FROM field f WHERE f.id = e.field - 1000) END"

const char *const schema_sql[] = {
"CREATE TABLE meta(key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID",
"CREATE TABLE queue(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT, conf TEXT,"
"  gone INTEGER) STRICT",
"CREATE TABLE agent(id INTEGER PRIMARY KEY, login TEXT NOT NULL UNIQUE, name TEXT,"
"  role INTEGER NOT NULL DEFAULT 1, capacity INTEGER, away INTEGER, conf TEXT,"
"  gone INTEGER) STRICT",
"CREATE TABLE serves(agent INTEGER NOT NULL REFERENCES agent,"
"  queue INTEGER NOT NULL REFERENCES queue, level INTEGER NOT NULL DEFAULT 1,"
"  PRIMARY KEY(agent, queue)) STRICT, WITHOUT ROWID",
"CREATE TABLE org(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, conf TEXT,"
"  gone INTEGER) STRICT",
"CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT, org INTEGER REFERENCES org, lang TEXT,"
"  tz TEXT, note TEXT, merged INTEGER REFERENCES customer, made INTEGER NOT NULL,"
"  gone INTEGER, erased INTEGER) STRICT", // gone: what made the customer was undone
"CREATE INDEX customer_org ON customer(org) WHERE org IS NOT NULL",
// rank 0 is the customer's primary address; the index covers reading it
"CREATE TABLE contact(kind INTEGER NOT NULL, address TEXT NOT NULL,"
"  customer INTEGER NOT NULL REFERENCES customer, rank INTEGER NOT NULL, shown TEXT,"
"  PRIMARY KEY(kind, address)) STRICT, WITHOUT ROWID",
"CREATE UNIQUE INDEX contact_customer ON contact(customer, rank)",
"CREATE TABLE tag(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT",
"CREATE TABLE field(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, type INTEGER NOT NULL,"
"  conf TEXT, gone INTEGER) STRICT",

"CREATE TABLE macro(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT,"
"  actions TEXT, gone INTEGER) STRICT", // actions: lines of tk-batch without ids
"CREATE TABLE macro_text(macro INTEGER NOT NULL REFERENCES macro, lang TEXT NOT NULL,"
"  body TEXT NOT NULL, PRIMARY KEY(macro, lang)) STRICT, WITHOUT ROWID", // lang '': any other

"CREATE TABLE ticket(id INTEGER PRIMARY KEY AUTOINCREMENT,"
"  rev INTEGER NOT NULL," // id of its last event: what --if-rev compares
"  status INTEGER NOT NULL CHECK(status BETWEEN 1 AND 6), priority INTEGER NOT NULL,"
"  queue INTEGER NOT NULL REFERENCES queue, assignee INTEGER REFERENCES agent,"
"  customer INTEGER REFERENCES customer,"
"  created INTEGER NOT NULL, updated INTEGER NOT NULL," // its first and its last event
"  due INTEGER, snoozed INTEGER, solved INTEGER, closed INTEGER, first_reply INTEGER,"
"  resolution INTEGER, channel INTEGER NOT NULL DEFAULT 0, lang TEXT, category TEXT,"
"  parent INTEGER REFERENCES ticket,"
"  merged INTEGER REFERENCES ticket,"  // its thread goes on there
"  gone INTEGER NOT NULL DEFAULT 0,"   // its tk-new was undone: hidden, the number stays taken
"  lease INTEGER, lease_by INTEGER,"   // held until then by this agent; runs out by itself: no event
"  reopens INTEGER NOT NULL DEFAULT 0, transfers INTEGER NOT NULL DEFAULT 0,"
"  agent_msgs INTEGER NOT NULL DEFAULT 0, customer_msgs INTEGER NOT NULL DEFAULT 0,"
"  subject TEXT NOT NULL) STRICT",
"CREATE INDEX ticket_updated ON ticket(updated)",
// id before queue: the order updated, id is then total without a sort; merged: is:open reads no row
"CREATE INDEX ticket_live ON ticket(updated, id, queue, merged) WHERE status < 5 AND gone = 0",
"CREATE INDEX ticket_queue ON ticket(queue, status, updated)",
"CREATE INDEX ticket_assignee ON ticket(assignee, status) WHERE assignee IS NOT NULL",
"CREATE INDEX ticket_customer ON ticket(customer) WHERE customer IS NOT NULL",
// free tickets of a queue, the most urgent first; with what else is asked of one
"CREATE INDEX ticket_next ON ticket(queue, priority DESC, created, id, due, snoozed, lease)"
"  WHERE status IN (1, 2) AND assignee IS NULL AND merged IS NULL AND gone = 0",
"CREATE INDEX ticket_late ON ticket(queue, priority DESC, due, created, snoozed, lease)"
"  WHERE due IS NOT NULL AND status IN (1, 2) AND assignee IS NULL AND merged IS NULL"
"  AND gone = 0",
"CREATE INDEX ticket_lease ON ticket(lease_by, lease) WHERE lease_by IS NOT NULL",
"CREATE INDEX ticket_due ON ticket(due, queue) WHERE due IS NOT NULL AND status < 5",
"CREATE INDEX ticket_parent ON ticket(parent) WHERE parent IS NOT NULL",
"CREATE INDEX ticket_merged ON ticket(merged) WHERE merged IS NOT NULL",
"CREATE INDEX ticket_gone ON ticket(id) WHERE gone <> 0",
"CREATE TABLE origin(source TEXT NOT NULL, key TEXT NOT NULL,"
"  ticket INTEGER NOT NULL REFERENCES ticket, seen ANY,"
"  PRIMARY KEY(source, key)) STRICT, WITHOUT ROWID",
"CREATE INDEX origin_ticket ON origin(ticket)",
"CREATE TABLE ticket_tag(ticket INTEGER NOT NULL REFERENCES ticket,"
"  tag INTEGER NOT NULL REFERENCES tag, PRIMARY KEY(ticket, tag)) STRICT, WITHOUT ROWID",
"CREATE INDEX ticket_tag_tag ON ticket_tag(tag, ticket)",
"CREATE TABLE value(ticket INTEGER NOT NULL REFERENCES ticket,"
"  field INTEGER NOT NULL REFERENCES field, value ANY NOT NULL,"
"  PRIMARY KEY(ticket, field)) STRICT, WITHOUT ROWID",
"CREATE INDEX value_field ON value(field, value, ticket)",
"CREATE TABLE participant(ticket INTEGER NOT NULL REFERENCES ticket, role INTEGER NOT NULL,"
"  who INTEGER NOT NULL, PRIMARY KEY(ticket, role, who)) STRICT, WITHOUT ROWID",
"CREATE INDEX participant_who ON participant(who, role)",
"CREATE TABLE link(a INTEGER NOT NULL REFERENCES ticket, kind INTEGER NOT NULL,"
"  b INTEGER NOT NULL REFERENCES ticket, PRIMARY KEY(a, kind, b)) STRICT, WITHOUT ROWID",
"CREATE INDEX link_b ON link(b, kind)",

"CREATE TABLE message(id INTEGER PRIMARY KEY, ticket INTEGER NOT NULL REFERENCES ticket,"
"  at INTEGER NOT NULL, kind INTEGER NOT NULL, agent INTEGER REFERENCES agent,"
"  customer INTEGER REFERENCES customer, channel INTEGER NOT NULL DEFAULT 0, lang TEXT,"
"  gone INTEGER NOT NULL DEFAULT 0, msgid TEXT,"
"  seal BLOB NOT NULL CHECK(length(seal) IN (16, 32)), subject TEXT, body TEXT) STRICT",
// id first: a thread in order without a sort; the rest is what reports ask of every message
"CREATE INDEX message_ticket ON message(ticket, id, at, kind, agent, gone)",
// all that a customer wrote, also in threads of others: his profile, export, erasing
"CREATE INDEX message_customer ON message(customer) WHERE customer IS NOT NULL",
"CREATE UNIQUE INDEX message_msgid ON message(msgid) WHERE msgid IS NOT NULL",
// what was erased has no event behind it: an increment of tk-export looks here
"CREATE INDEX message_erased ON message(ticket) WHERE length(seal) = 32",
"CREATE TABLE blob(id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, size INTEGER NOT NULL,"
"  data BLOB) STRICT",
"CREATE TABLE attachment(message INTEGER NOT NULL REFERENCES message, n INTEGER NOT NULL,"
"  blob INTEGER NOT NULL REFERENCES blob, name TEXT, type TEXT, cid TEXT,"
"  PRIMARY KEY(message, n)) STRICT, WITHOUT ROWID",
"CREATE INDEX attachment_blob ON attachment(blob)",
// who is writing; the text itself is a file of theirs
"CREATE TABLE draft(path TEXT NOT NULL, ticket INTEGER NOT NULL REFERENCES ticket,"
"  agent INTEGER NOT NULL REFERENCES agent, at INTEGER NOT NULL, note INTEGER NOT NULL,"
"  PRIMARY KEY(path, ticket)) STRICT, WITHOUT ROWID",
"CREATE INDEX draft_ticket ON draft(ticket)",

"CREATE TABLE change(id INTEGER PRIMARY KEY," // id of its first event: they are id .. id+n-1
"  at INTEGER NOT NULL, actor INTEGER, tool TEXT NOT NULL, key TEXT, request BLOB,"
"  undoes INTEGER REFERENCES change, n INTEGER NOT NULL CHECK(n > 0),"
"  hash BLOB NOT NULL CHECK(length(hash) = 32)) STRICT",
"CREATE UNIQUE INDEX change_key ON change(key) WHERE key IS NOT NULL",
"CREATE INDEX change_undoes ON change(undoes) WHERE undoes IS NOT NULL",
"CREATE TABLE event(id INTEGER PRIMARY KEY," // max+1 under the write lock: no gaps
"  change INTEGER NOT NULL, thing INTEGER NOT NULL, field INTEGER NOT NULL,"
"  at INTEGER NOT NULL, ref INTEGER, old ANY, new ANY, seal BLOB) STRICT",
"CREATE INDEX event_thing ON event(thing, field, at)",
"CREATE INDEX event_status ON event(thing, at, new) WHERE field = 2",
"CREATE INDEX event_flow ON event(at, new, thing)"
"  WHERE field = 2 AND (old IS NULL OR (old < 5) <> (new < 5))",
"CREATE INDEX event_merged ON event(thing, at, new) WHERE field = 18",
"CREATE INDEX event_erased ON event(id) WHERE length(seal) = 32",
// what is to be done once a change stands; state 0 waits, 1 done, 2 given up
"CREATE TABLE outbox(id INTEGER PRIMARY KEY, hook TEXT NOT NULL,"
"  change INTEGER NOT NULL REFERENCES change, due INTEGER NOT NULL,"
"  tries INTEGER NOT NULL DEFAULT 0, state INTEGER NOT NULL DEFAULT 0, note TEXT) STRICT",
"CREATE INDEX outbox_due ON outbox(due) WHERE state = 0",
"CREATE INDEX outbox_change ON outbox(change)",

// the opening message is searched under the ticket's present subject
"CREATE VIEW folded AS SELECT id, tk_fold(s) || ' ' || tk_alt(s) AS subject,"
"  tk_fold(body) AS body, tk_alt(body) AS alt"
"  FROM (SELECT m.id AS id, m.body AS body,"
"  CASE m.kind WHEN 1 THEN t.subject ELSE m.subject END AS s"
"  FROM message m JOIN ticket t ON t.id = m.ticket WHERE m.gone = 0)",
"CREATE VIRTUAL TABLE fts USING fts5(subject, body, alt, content='folded',"
"  content_rowid='id', tokenize='unicode61 remove_diacritics 0')",

"CREATE VIEW v_ticket AS SELECT t.id, " STATUS_WORD " AS status, " PRIORITY_WORD " AS priority,"
"  q.name AS queue, a.login AS assignee, " ADDRESS("t.customer") " AS customer, c.name AS name,"
"  o.name AS org, " ISO("t.created") " AS created, " ISO("t.updated") " AS updated,"
"  " ISO("t.due") " AS due, " ISO("t.snoozed") " AS snooze, " ISO("t.solved") " AS solved,"
"  " ISO("t.closed") " AS closed, " ISO("t.first_reply") " AS replied,"
"  " RESOLUTION_WORD " AS resolution, " CHANNEL_WORD("t") " AS channel, t.category, t.lang,"
"  t.reopens, t.transfers, t.agent_msgs AS replies, t.customer_msgs AS contacts, t.parent,"
"  t.merged, t.rev, t.subject"
"  FROM ticket t JOIN queue q ON q.id = t.queue LEFT JOIN agent a ON a.id = t.assignee"
"  LEFT JOIN customer c ON c.id = t.customer LEFT JOIN org o ON o.id = c.org WHERE t.gone = 0",
"CREATE VIEW v_message AS SELECT m.id, m.ticket, " ISO("m.at") " AS at,"
"  " MESSAGE_WORD " AS kind, a.login AS agent, " ADDRESS("m.customer") " AS customer,"
"  c.name AS name, " CHANNEL_WORD("m") " AS channel, m.lang, m.subject, m.body"
"  FROM message m LEFT JOIN agent a ON a.id = m.agent"
"  LEFT JOIN customer c ON c.id = m.customer WHERE m.gone = 0",
"CREATE VIEW v_event AS SELECT e.id, e.change, CASE WHEN e.field > 0 THEN e.thing END AS ticket,"
"  " ISO("e.at") " AS at, " EVENT_WORD " AS field, e.field AS code, e.ref, e.old, e.new,"
"  a.login AS actor, c.tool"
"  FROM event e JOIN change c ON c.id = e.change LEFT JOIN agent a ON a.id = c.actor",
"CREATE VIEW v_tag AS SELECT g.ticket, n.name AS tag"
"  FROM ticket_tag g JOIN tag n ON n.id = g.tag JOIN ticket t ON t.id = g.ticket WHERE t.gone = 0",
"CREATE VIEW v_value AS SELECT v.ticket, f.name AS field,"
"  CASE f.type WHEN 3 THEN " ISO("v.value") " ELSE v.value END AS value"
"  FROM value v JOIN field f ON f.id = v.field JOIN ticket t ON t.id = v.ticket WHERE t.gone = 0",
NULL,
};
// clang-format on
