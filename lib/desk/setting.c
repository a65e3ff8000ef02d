// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/err.h"
#include "base/hours.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "desk/agent.h"
#include "desk/lifecycle.h"
#include "desk/setting.h"

static int check_hours(struct desk *d, const struct setting *s, const char *value, struct buf *out,
                       struct buf *err)
{
    struct hours h;
    (void)d, (void)s;
    if (!hours_parse(value, &h, err))
        return EXIT_DATA;
    hours_text(value, out);
    return 0;
}

static int check_queue(struct desk *d, const struct setting *s, const char *value, struct buf *out,
                       struct buf *err)
{
    int64_t id;
    (void)s;
    buf_str(out, value);
    return queue_find(d, value, &id, err);
}

static int check_transitions(struct desk *d, const struct setting *s, const char *value,
                             struct buf *out, struct buf *err)
{
    bool next[STATUS_N];
    (void)d;
    int rc = lifecycle_parse(name_number(names_status, setting_name(s)), value, next, err);
    if (rc == 0)
        lifecycle_text(next, out);
    return rc;
}

static int check_zone(struct desk *d, const struct setting *s, const char *value, struct buf *out,
                      struct buf *err)
{
    (void)d, (void)s;
    buf_str(out, value);
    if (date_zone_ok(value))
        return 0;
    buf_fmt(err, "unknown time zone \"%.100s\": write an IANA name like Europe/Prague", value);
    return EXIT_DATA;
}

#define TRANSITIONS "transitions."
// clang-format off
const struct setting settings[] = {
    {"hours", "mon-fri 09:00-17:00", "working hours, in the zone of the desk", check_hours},
    {"queue", NULL, "where tickets without a queue go", check_queue},
    {TRANSITIONS "closed", "open", "what may follow closed", check_transitions},
    {TRANSITIONS "hold", "open pending solved closed", "what may follow hold", check_transitions},
    {TRANSITIONS "new", "open pending hold solved closed", "what may follow new",
     check_transitions},
    {TRANSITIONS "open", "pending hold solved closed", "what may follow open", check_transitions},
    {TRANSITIONS "pending", "open hold solved closed", "what may follow pending",
     check_transitions},
    {TRANSITIONS "solved", "open pending hold closed", "what may follow solved",
     check_transitions},
    {"tz", NULL, "zone of the desk: what today means", check_zone},
    {NULL, NULL, NULL, NULL},
};
// clang-format on

static const struct setting *look_up(const char *key)
{
    for (const struct setting *s = settings; s->key; s++)
        if (strcmp(s->key, key) == 0)
            return s;
    return NULL;
}

const struct setting *setting_find(const char *key, struct buf *err)
{
    const struct setting *found = look_up(key);
    if (found)
        return found;
    struct suggest s;
    suggest_init(&s, key);
    for (const struct setting *o = settings; o->key; o++)
        suggest_offer(&s, o->key);
    buf_fmt(err, "unknown setting \"%.100s\"", key);
    suggest_end(&s, err);
    if (!s.best[0])
        buf_str(err, " (tk-config list lists them)");
    return NULL;
}

char *setting_value(struct desk *d, const char *key)
{
    char *value = setting_get(d, key);
    return value ? value : mem_strdup(look_up(key)->fallback);
}

// stored NULL: it is not set any more.
static int store(struct desk *d, const struct setting *s, const char *stored, struct buf *err)
{
    int64_t queue;
    if (strcmp(s->key, "queue") == 0)
        return queue_find(d, stored, &queue, err) || queue_default(d, queue, err) ? EXIT_DATA : 0;
    setting_put(d, s->key, stored);
    if (strcmp(s->key, "tz") == 0) {
        free(d->zone);
        d->zone = mem_strdup(stored);
    }
    return 0;
}

static int set_checked(struct desk *d, const struct setting *s, const char *value, struct buf *err)
{
    char *was = setting_value(d, s->key);
    bool unset = s->fallback && (!*value || strcmp(value, s->fallback) == 0);
    bool same = was && strcmp(was, unset ? s->fallback : value) == 0;
    free(was);
    return same ? 0 : store(d, s, unset ? NULL : value, err);
}

int setting_set(struct desk *d, const char *key, const char *value, struct buf *err)
{
    const struct setting *s = setting_find(key, err);
    struct buf checked = BUF_INIT;
    if (!s)
        return EXIT_USAGE;
    if (desk_need(d, ROLE_ADMIN, "change settings", err))
        return EXIT_NOPERM;
    if (!*value && !s->fallback) {
        buf_fmt(err, "%s: a desk needs one: it cannot be empty", key);
        return EXIT_DATA;
    }
    int rc = *value ? s->check(d, s, value, &checked, err) : 0;
    if (rc == 0)
        rc = set_checked(d, s, checked.s, err);
    buf_free(&checked);
    return rc;
}

char *setting_transitions(const char *status)
{
    return mem_printf(TRANSITIONS "%s", status);
}

bool setting_in(const struct setting *s, const char *section)
{
    size_t n = strcspn(s->key, ".");
    if (!s->key[n])
        return strcmp(section, "desk") == 0;
    return strlen(section) == n && strncmp(s->key, section, n) == 0;
}

const char *setting_name(const struct setting *s)
{
    const char *dot = strchr(s->key, '.');
    return dot ? dot + 1 : s->key;
}
