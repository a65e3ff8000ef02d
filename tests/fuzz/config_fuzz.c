// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a configuration: read, or each bad line told once with its number and a reason; what
// was read, written again, is read as the same, and writes as the same bytes.  The values also as
// working hours.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/conf.h"
#include "base/hours.h"

static void check(bool good)
{
    if (!good)
        abort();
}

struct told {
    long last; // line
    size_t n;
};

static void bad(void *arg, long line, const char *text)
{
    struct told *t = arg;
    check(line > t->last && *text && strlen(text) < 1000);
    t->last = line;
    t->n++;
}

static void write_all(const struct conf *c, struct buf *out)
{
    for (size_t i = 0; i < c->n; i++) {
        const struct conf_section *s = &c->section[i];
        conf_put_section(out, s->kind, s->name);
        for (size_t k = 0; k < s->n; k++)
            conf_put(out, s->entry[k].key, s->entry[k].value);
    }
}

static void as_hours(const char *s)
{
    struct hours h, again;
    struct buf err = BUF_INIT, text = BUF_INIT;
    if (hours_parse(s, &h, &err)) {
        hours_text(s, &text);
        check(!err.len && hours_parse(text.s, &again, &err));
        check(memcmp(&h, &again, sizeof h) == 0);
    } else {
        check(err.len > 0);
    }
    buf_free(&err);
    buf_free(&text);
}

static void check_back(const struct conf *c, const struct conf *again)
{
    check(c->n == again->n);
    for (size_t i = 0; i < c->n; i++) {
        const struct conf_section *a = &c->section[i], *b = &again->section[i];
        check(strcmp(a->kind, b->kind) == 0 && !a->name == !b->name && a->n == b->n);
        check(!a->name || strcmp(a->name, b->name) == 0);
        for (size_t k = 0; k < a->n; k++) {
            check(strcmp(a->entry[k].key, b->entry[k].key) == 0);
            check(strcmp(a->entry[k].value, b->entry[k].value) == 0);
            as_hours(a->entry[k].value);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct conf c, again;
    struct told told = {0}, told_again = {0};
    struct buf text = BUF_INIT, same = BUF_INIT;
    conf_parse(&c, size ? (const char *)data : "", size, bad, &told);
    write_all(&c, &text);
    conf_parse(&again, text.s, text.len, bad, &told_again);
    check(told_again.n == 0);
    check_back(&c, &again);
    write_all(&again, &same);
    check(same.len == text.len && memcmp(same.s, text.s, text.len) == 0);
    conf_free(&c);
    conf_free(&again);
    buf_free(&text);
    buf_free(&same);
    return 0;
}
