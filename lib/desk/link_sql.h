// SPDX-License-Identifier: GPL-3.0-or-later
// Links in SQL, for those who ask about them: parts of a WITH RECURSIVE.
#ifndef DESK_LINK_SQL_H
#define DESK_LINK_SQL_H

// The ticket `of` and all that were merged into it, as the table name(id).
#define LINK_FAMILY(name, of)                                                                      \
    name "(id) AS (SELECT " of " UNION SELECT m.id FROM " name                                     \
         " JOIN ticket m ON m.merged = " name ".id)"

// far(relation, id): what the ticket `of` has to do with others, numbers as in RELATION_LIST.  Of a
// merged one the table also has where its thread goes on: that row is the one to take.
#define LINK_FAR(of)                                                                               \
    LINK_FAMILY("family", of)                                                                      \
    ", far(relation, id) AS ("                                                                     \
    "SELECT 1, p.parent FROM ticket p WHERE p.id = " of " AND p.parent IS NOT NULL"                \
    " UNION SELECT 2, p.id FROM family f JOIN ticket p ON p.parent = f.id WHERE p.merged IS NULL"  \
    " UNION SELECT CASE l.kind WHEN 1 THEN 3 WHEN 2 THEN 5 ELSE 6 END, l.b"                        \
    " FROM family f JOIN link l ON l.a = f.id"                                                     \
    " UNION SELECT CASE l.kind WHEN 1 THEN 4 WHEN 2 THEN 5 ELSE 7 END, l.a"                        \
    " FROM family f JOIN link l ON l.b = f.id"                                                     \
    " UNION SELECT r.relation, p.merged FROM far r JOIN ticket p ON p.id = r.id"                   \
    " WHERE p.merged IS NOT NULL)"

// The tickets that an open one blocks, as a SELECT of their numbers.
#define LINK_BLOCKED                                                                               \
    "WITH RECURSIVE pair(a, b) AS (SELECT a, b FROM link WHERE kind = 1"                           \
    " UNION SELECT coalesce(x.merged, x.id), coalesce(y.merged, y.id) FROM pair"                   \
    " JOIN ticket x ON x.id = pair.a JOIN ticket y ON y.id = pair.b"                               \
    " WHERE x.merged IS NOT NULL OR y.merged IS NOT NULL)"                                         \
    " SELECT pair.b FROM pair JOIN ticket x ON x.id = pair.a"                                      \
    " WHERE x.status < 5 AND x.merged IS NULL AND x.gone = 0 AND pair.a <> pair.b /* scan */"

#endif
