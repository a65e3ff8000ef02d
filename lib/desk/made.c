// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/made.h"

int64_t made_before(struct desk *d)
{
    return db_get_int(d->db, 0, SQL("SELECT max(id) FROM event"));
}

int64_t made_since(struct desk *d, int64_t event)
{
    return db_get_int(d->db, 0,
                      SQL("SELECT e.thing FROM event e JOIN change c ON c.id = e.change"
                          " WHERE e.id > ?1 AND e.field = ?2 AND c.actor = ?3"
                          " ORDER BY e.id DESC LIMIT 1"),
                      V(event), V((int)EVENT_INIT), V(desk_me(d)));
}
