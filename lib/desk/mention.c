// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/mention.h"
#include "base/utf8.h"

#include <string.h>

enum { LOGIN_MAX = 64 }; // bytes of a legal name

struct text {
    const char *s, *end;
};

static bool is_login_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
}

// Would what begins at s go on with a name?
static bool goes_on(const struct text *t, const char *s)
{
    int32_t cp;
    if (s == t->end)
        return false;
    int len = utf8_decode(s, (size_t)(t->end - s), &cp);
    return *s == '_' || *s == '@' || (len > 0 && utf8_has_word(s, (size_t)len));
}

// Does the @ at s belong to the word before it?
static bool is_joined(const struct text *t, const char *s)
{
    const char *before = s;
    if (s == t->s)
        return false;
    do // to the beginning of the last character
        before--;
    while (before > t->s && (*before & 0xC0) == 0x80);
    return goes_on(t, before);
}

static int64_t agent_named(struct desk *d, const char *s, size_t n)
{
    return db_get_int(d->db, 0, SQL("SELECT id FROM agent WHERE login = ?1 AND gone IS NULL"),
                      V(val_text(s, n)));
}

// The agent whose login begins at s; 0: nobody's.
static int64_t agent_at(struct desk *d, const struct text *t, const char *s)
{
    size_t n = 0;
    int64_t id = 0;
    while (n <= LOGIN_MAX && s + n < t->end && is_login_char(s[n]))
        n++;
    for (; n && !id; n--)
        if (!goes_on(t, s + n))
            id = agent_named(d, s, n);
    return id;
}

static void watch_line(struct desk *d, struct ticket *k, const struct text *t)
{
    const char *at = t->s;
    while ((at = memchr(at, '@', (size_t)(t->end - at)))) {
        int64_t id = is_joined(t, at) ? 0 : agent_at(d, t, at + 1);
        if (id)
            ticket_participant(d, k, PARTICIPANT_WATCHER, id, true);
        at++;
    }
}

void mention_watch(struct desk *d, struct ticket *t, const char *text, size_t len)
{
    const char *end = text + len;
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        struct text line = {text, stop ? stop : end};
        if (*text != '>')
            watch_line(d, t, &line);
        text = line.end + 1;
    }
}
