// SPDX-License-Identifier: GPL-3.0-or-later
// A mapping: how records of somebody else's become tickets.  tk-mapping(5) describes the file.
#ifndef DESK_IMPORT_MAP_H
#define DESK_IMPORT_MAP_H

#include "base/buf.h"
#include "base/rec.h"

// What of a ticket a column of theirs may become.
// clang-format off
#define IMPORT_FIELDS(X)                                                                           \
    X(MAP_KEY, "key") X(MAP_ORDER, "order") X(MAP_AT, "at")                                        \
    X(MAP_SUBJECT, "subject") X(MAP_BODY, "body") X(MAP_STATUS, "status")                          \
    X(MAP_PRIORITY, "priority") X(MAP_RESOLUTION, "resolution") X(MAP_QUEUE, "queue")              \
    X(MAP_ASSIGNEE, "assignee") X(MAP_CUSTOMER, "customer")                                        \
    X(MAP_CUSTOMER_NAME, "customer_name") X(MAP_ORG, "org") X(MAP_CHANNEL, "channel")              \
    X(MAP_CATEGORY, "category") X(MAP_LANG, "lang") X(MAP_TAGS, "tags")                            \
    X(MAP_CREATED, "created") X(MAP_UPDATED, "updated") X(MAP_SOLVED, "solved")                    \
    X(MAP_CLOSED, "closed") X(MAP_DUE, "due") X(MAP_REOPENS, "reopens")                            \
    X(MAP_TRANSFERS, "transfers")
#define MAP_MESSAGE_FIELDS(X)                                                                      \
    X(MAP_EACH, "each") X(MAP_MSG_AT, "at") X(MAP_MSG_AUTHOR, "author")                            \
    X(MAP_MSG_BODY, "body") X(MAP_MSG_KIND, "kind")
// clang-format on
#define MAP_ENUM(id, word) id,
enum map_field { IMPORT_FIELDS(MAP_ENUM) MAP_FIELDS };
enum map_message_field { MAP_MESSAGE_FIELDS(MAP_ENUM) MAP_MESSAGE_FIELDS_N };
#undef MAP_ENUM

// A place in a record: a column, or a path into a tree: user.login, labels[].name,
// fields[id=12].value.  Each name is a step.
struct map_step {
    char *name;            // member of an object; NULL: each item of an array
    char *select, *equals; // of an array: items whose member `select` is so; NULL: all
};
struct map_place {
    char *text; // as written
    struct map_step *step;
    int n_steps;
    int *column; // csv: the columns of this name
    int n_columns;
    bool found; // some record had it
};
struct map_piece { // literal text, then what stands at the place
    char *literal;
    struct map_place place; // text NULL: none
};
// Alternatives; the first that gives something counts.
struct map_choice {
    struct map_piece *piece;
    int n_pieces;
    bool absent; // none of its columns is there
};
struct map_expr {
    struct map_choice *choice;
    int n_choices;
    bool given, optional; // optional: "?=", it need not be there
    long line;            // of the mapping
};

struct map_pair {
    char *theirs, *ours;
};
struct map_table { // values of a field: theirs to ours
    char *field;
    struct map_pair *pair; // sorted by theirs, letters of ASCII folded
    int n;
    size_t cap;
    char *otherwise; // of "*"; NULL: none
};

struct map_custom {
    char *name; // without x.
    char *type; // text, number, flag, time; NULL: text
    struct map_expr expr;
};

struct map {
    char *path;   // for messages
    char *source; // a legal name
    char *description;
    enum rec_format format;
    bool log;                 // else each record is a ticket
    char *zone;               // NULL: the desk's
    char *separator;          // between tags in one cell
    bool first_message_opens; // the first of its messages is the request
    char **missing, **time;
    int n_missing, n_time;
    struct map_expr expr[MAP_FIELDS];
    char *constant[MAP_FIELDS]; // of [default]; NULL: none
    struct map_expr message[MAP_MESSAGE_FIELDS_N];
    char *parts; // what parts a message of one cell: "at;author;body"; NULL: nothing does
    struct map_custom *custom;
    int n_custom;
    struct map_table *table;
    int n_tables;
};

// Reads a mapping's text; name: for messages.  EXIT_DATA with "NAME:LINE: ..." in err.
int map_parse(struct map *m, const char *name, const char *text, size_t n, struct buf *err);
void map_free(struct map *m);
// By its name (in the user's, the machine's, then the bundled mappings) or its file, which has a
// slash or a dot in it.  EXIT_USAGE with a suggestion and the list; EXIT_NOINPUT for a file.
int map_load(struct map *m, const char *word, struct buf *err);

const char *map_field_word(int field);
// NULL where it has no table for that field ("status", "x.room").
const struct map_table *map_table_of(const struct map *m, const char *field);
// What theirs is in ours: NULL when the table has neither it nor a "*"; "" when it is nothing.
const char *map_translate(const struct map_table *t, const char *theirs);

#endif
