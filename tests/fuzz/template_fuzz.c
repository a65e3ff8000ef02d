// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a text with placeholders: read or refused with a reason; what was read comes out
// with each value once, and text without a placeholder or a brace as it is.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "desk/template.h"

static void check(bool good)
{
    if (!good)
        abort();
}

enum { MOST = 1 << 16 };

struct calls {
    size_t n;
    bool empty; // nothing has a value
};

static bool value(void *arg, const struct template_part *p, struct buf *out)
{
    struct calls *calls = arg;
    calls->n++;
    check(p->name && p->line > 0 && p->word <= PLACE_CUSTOM);
    if (!calls->empty)
        buf_str(out, "{agent.login}"); // of a value nothing is expanded
    return !calls->empty;
}

static size_t places(const struct template *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++)
        n += t->part[i].name != NULL;
    return n;
}

static void use_it(const struct template *t, const char *text, size_t size)
{
    struct buf out = BUF_INIT, err = BUF_INIT;
    struct calls calls = {0, false};
    size_t n = places(t);
    if (template_render(t, value, &calls, MOST, &out, &err) == 0) {
        check(calls.n == n && out.len <= MOST && !err.len);
        bool plain = !memchr(text, '{', size) && !memchr(text, '}', size);
        check(!plain || (out.len == size && memcmp(out.s, text, size) == 0));
        check(n == 0 || strstr(out.s, "{agent.login}") || strlen(out.s) < out.len);
    } else {
        check(err.len > 0);
    }
    buf_reset(&out);
    buf_reset(&err);
    calls = (struct calls){0, true};
    check((template_render(t, value, &calls, MOST, &out, &err) == 0) == !err.len);
    buf_free(&out);
    buf_free(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct template t;
    struct buf err = BUF_INIT;
    const char *text = size ? (const char *)data : "";
    int rc = template_parse(&t, text, size, &err);
    check((rc == 0) == !err.len && err.len < 1000);
    if (rc == 0)
        use_it(&t, text, size);
    template_free(&t);
    buf_free(&err);
    return 0;
}
