// SPDX-License-Identifier: GPL-3.0-or-later
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/restricted.h"
#include "base/utf8.h"
#include "desk/agent.h"
#include "desk/sample.h"
#include "desk/setup.h"
#include "store/fulltext.h"
#include "store/schema.h"

static const char default_queue[] = "support";

static void must(int rc, const struct buf *err)
{
    if (rc)
        die(rc, "%s", err->s);
}

// A login like "j" or "007" is no legal name; the desk needs one for its first agent.
static void first_agent(struct desk *d, struct buf *err)
{
    const char *user = desk_user();
    if (agent_add(d, user, NULL, ROLE_ADMIN, err))
        die(EXIT_CONFIG, "your login name cannot name an agent: %s", err->s);
}

// Until the first agent is there nobody may write: this does not look who acts.
static void furnish(struct db *db, void *arg)
{
    const struct setup *s = arg;
    struct buf err = BUF_INIT;
    struct desk d = {
        .db = db, .tool = "tk-init", .role = ROLE_ADMIN, .now = date_now(), .fixed_clock = true};
    desk_begin(&d);
    fulltext_rebuild(db);
    setting_put(&d, "tz", s->zone ? s->zone : "UTC");
    setting_put(&d, "queue", default_queue);
    must(queue_add(&d, default_queue, NULL, &err), &err);
    first_agent(&d, &err);
    desk_commit(&d);
    desk_forget_names(&d);
    buf_free(&err);
}

void setup_desk(const struct setup *s)
{
    restricted_refuse("a new database");
    char *path = desk_path(s->path), *copy = mem_strdup(path);
    struct desk d;
    struct buf err = BUF_INIT;
    if (s->zone && !date_zone_ok(s->zone))
        die(EXIT_USAGE, "unknown time zone \"%s\": write an IANA name like Europe/Prague", s->zone);
    if (!s->path && !getenv("TK_DB") && path_make(dirname(copy)) != 0)
        die_errno(EXIT_CANTCREATE, "cannot make %s", dirname(copy));
    db_create(path, &(struct db_plan){schema_sql, SCHEMA_VERSION, furnish, (void *)s});
    if (s->demo) {
        must(desk_open(&d, path, DB_WRITE, "tk-init", desk_user(), &err), &err);
        sample_fill(&d);
        desk_close(&d);
    }
    buf_free(&err);
    free(copy);
    free(path);
}
