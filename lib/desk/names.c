// SPDX-License-Identifier: GPL-3.0-or-later
#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "base/suggest.h"
#include "base/utf8.h"
#include "desk/names.h"

#define NAMES_ROW(id, number, word) {number, word},
const struct name names_status[] = {STATUS_LIST(NAMES_ROW){0, NULL}};
const struct name names_priority[] = {PRIORITY_LIST(NAMES_ROW){0, NULL}};
const struct name names_resolution[] = {RESOLUTION_LIST(NAMES_ROW){0, NULL}};
const struct name names_channel[] = {CHANNEL_LIST(NAMES_ROW){0, NULL}};
const struct name names_message[] = {MESSAGE_LIST(NAMES_ROW){0, NULL}};
const struct name names_role[] = {ROLE_LIST(NAMES_ROW){0, NULL}};
const struct name names_contact[] = {CONTACT_LIST(NAMES_ROW){0, NULL}};
const struct name names_field_type[] = {FIELD_TYPE_LIST(NAMES_ROW){0, NULL}};
const struct name names_participant[] = {PARTICIPANT_LIST(NAMES_ROW){0, NULL}};
const struct name names_link[] = {LINK_LIST(NAMES_ROW){0, NULL}};
const struct name names_event[] = {EVENT_LIST(NAMES_ROW){0, NULL}};

const char *name_word(const struct name *list, int number)
{
    for (; list->word; list++)
        if (list->number == number)
            return list->word;
    return NULL;
}

int name_number(const struct name *list, const char *word)
{
    for (; list->word; list++)
        if (strcmp(list->word, word) == 0)
            return list->number;
    return -1;
}

void name_complain(struct buf *err, const struct name *list, const char *what, const char *word)
{
    struct suggest s;
    suggest_init(&s, word);
    for (const struct name *n = list; n->word; n++)
        suggest_offer(&s, n->word);
    buf_fmt(err, "unknown %s \"%s\"", what, word);
    suggest_end(&s, err);
    buf_str(err, " (");
    for (const struct name *n = list; n->word; n++)
        buf_fmt(err, "%s%s", n == list ? "" : " ", n->word);
    buf_ch(err, ')');
}

static bool letter(unsigned char c)
{
    return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool name_char(unsigned char c)
{
    return letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

// Blanks, punctuation, and what cannot be seen or turns the order of what is around it.
static bool odd(int32_t cp)
{
    return (cp >= 0x80 && cp < 0xC0) || (cp >= 0x2000 && cp < 0x2070) || cp == 0x3000 ||
           cp == 0xFEFF || utf8_is_control(cp) || utf8_is_bidi(cp);
}

bool name_may_hold(int32_t cp)
{
    return !odd(cp);
}

static bool plain_text(const char *s, size_t n)
{
    int32_t cp;
    if (utf8_valid(s, n) < n)
        return false;
    for (int k; n; s += k, n -= (size_t)k) {
        k = utf8_decode(s, n, &cp);
        if (odd(cp))
            return false;
    }
    return true;
}

bool name_legal(const char *s, const char *what, struct buf *err)
{
    size_t n = strlen(s);
    bool ok = n >= 2 && n <= 64 && letter((unsigned char)s[0]) && plain_text(s, n);
    for (size_t i = 0; ok && i < n; i++)
        ok = name_char((unsigned char)s[i]);
    if (!ok) {
        buf_fmt(err, "\"%s\" cannot name %s: write a letter, then letters, digits, . _ - (2 to 64)",
                s, what);
        return false;
    }
    if (strcmp(s, "me") == 0 || strcmp(s, "none") == 0 || strcmp(s, "any") == 0) {
        buf_fmt(err, "\"%s\" is reserved and cannot name %s", s, what);
        return false;
    }
    return true;
}

bool lang_legal(const char *s, struct buf *err)
{
    size_t n = strlen(s);
    bool ok = n >= 2 && n <= 12 && islower((unsigned char)s[0]) && islower((unsigned char)s[1]);
    for (size_t i = 2; ok && i < n; i++)
        ok = isalnum((unsigned char)s[i]) || s[i] == '-';
    if (!ok)
        buf_fmt(err, "\"%s\" is no language: write a code like cs, pl, he or en-GB", s);
    return ok;
}
