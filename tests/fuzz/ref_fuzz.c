// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as id lines: each is an id, blank, or refused with a reason; nothing is read twice or
// from outside.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk/ref.h"

static void check(bool good)
{
    if (!good) {
        abort();
    }
}

static void count(void *arg, long line, const char *text)
{
    check(line > 0 && *text);
    ++*(size_t *)arg;
}

static void all_lines(struct spool *spool, bool nul)
{
    struct ref_list list = {0};
    size_t complaints = 0;
    refs_read(&list, spool, nul, count, &complaints);
    check(complaints == list.bad);
    uint64_t end = 0;
    for (size_t i = 0; i < list.n; i++) {
        const struct ref *r = &list.v[i];
        check(r->id >= 0 && r->line > 0 && !r->text);
        check(r->off >= end && r->off + r->size <= spool_size(spool));
        end = r->off + r->size;
        for (size_t k = 0; k < i && k < 50; k++) {
            check(!r->id || list.v[k].id != r->id);
        }
    }
    refs_free(&list);
}

// What is an id is one in each of its forms.
static void one_line(const char *s, size_t n)
{
    static const char *const forms[] = {"%lld", "TK-%lld", "#%lld", "[#%lld]", "%lld\tx", "%lld x"};
    struct buf err = BUF_INIT;
    int64_t id = ref_line(s, n, &err);
    check((id == 0) == (err.len > 0));
    for (size_t i = 0; id > 0 && i < sizeof forms / sizeof *forms; i++) {
        struct buf again = BUF_INIT;
        char digits[40];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(digits, sizeof digits, forms[i], (long long)id);
#pragma GCC diagnostic pop
        check(ref_line(digits, strlen(digits), &again) == id && !again.len);
        buf_free(&again);
    }
    buf_free(&err);
}

static void one_record(struct spool *spool, enum rec_format format)
{
    struct buf err = BUF_INIT;
    int64_t id = ref_record(spool, format, &err);
    check(id > 0 ? !err.len : id == 0 ? err.len > 0 : true);
    buf_free(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct spool spool;
    struct buf line = BUF_INIT;
    const char *nl = size ? memchr(data, '\n', size) : NULL;
    buf_add(&line, data, nl ? (size_t)(nl - (const char *)data) : size);
    spool_init(&spool);
    spool_add(&spool, data, size);
    all_lines(&spool, false);
    all_lines(&spool, true);
    one_line(line.s, line.len);
    enum rec_format format = ref_format((const char *)data, size);
    if (format != REC_UNKNOWN) {
        one_record(&spool, format);
    }
    spool_free(&spool);
    buf_free(&line);
    return 0;
}
