// SPDX-License-Identifier: GPL-3.0-or-later
// Keys of tk-batch (-K): the answer is kept as three numbers a record.
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/batch_impl.h"
#include "desk/request.h"

void batch_key_hash(struct batch *b)
{
    crypto_generichash_state h;
    struct buf block = BUF_INIT;
    struct spool *input = &b->t->input;
    uint64_t size = spool_size(input);
    crypto_generichash_init(&h, NULL, 0, HASH_SIZE);
    crypto_generichash_update(&h, (const unsigned char *)(b->t->o->nul ? "batch0" : "batch"), 6);
    for (uint64_t at = 0; at < size; at += block.len) {
        buf_reset(&block);
        spool_read(input, at, size - at < 65536 ? (size_t)(size - at) : 65536, &block);
        crypto_generichash_update(&h, (unsigned char *)block.s, block.len);
    }
    if (b->current) // and what a word stood for
        crypto_generichash_update(&h, (const unsigned char *)&b->current, sizeof b->current);
    for (size_t i = 0; i < b->n_lines; i++) // what its files held is asked, too
        if (b->line[i].text)
            crypto_generichash_update(&h, (unsigned char *)b->line[i].text,
                                      strlen(b->line[i].text) + 1);
    crypto_generichash_final(&h, b->request, HASH_SIZE);
    buf_free(&block);
}

void batch_key_keep(struct batch *b, int status)
{
    if (!b->t->o->key)
        return;
    int64_t *kept = mem_array(b->n_results * 3 + 1, sizeof *kept);
    for (size_t i = 0; i < b->n_results; i++) {
        kept[3 * i] = b->result[i].id;
        kept[3 * i + 1] = b->result[i].line;
        kept[3 * i + 2] = b->result[i].code;
    }
    request_end(&b->t->desk, b->t->o->key, status, kept, b->n_results * 3);
    free(kept);
}

// The same input has the same words in its lines.
static const char *command_of(const struct batch *b, const struct batch_line *l)
{
    struct words w = {0};
    struct buf ignored = BUF_INIT;
    const char *command = batch_words(b, l, &w, &ignored) || !w.n ? NULL : batch_command(w.v[0]);
    words_free(&w);
    buf_free(&ignored);
    return command;
}

static void recall(struct batch *b)
{
    struct ref_list was = {0};
    size_t at = 0;
    b->t->status = request_recall(&b->t->desk, b->t->o->key, &was);
    for (size_t i = 0; i + 2 < was.n; i += 3) {
        while (at + 1 < b->n_lines && b->line[at].line < was.v[i + 1].id)
            at++;
        b->command = command_of(b, &b->line[at]);
        batch_result(b, &b->line[at], was.v[i].id, (int)was.v[i + 2].id);
    }
    refs_free(&was);
}

bool batch_key_seen(struct batch *b)
{
    struct tool *t = b->t;
    enum request_rc rc = request_begin(&t->desk, t->o->key, b->request, &t->err);
    if (rc == REQUEST_CONFLICT)
        tool_must(t, EXIT_DATA);
    if (rc == REQUEST_DONE)
        recall(b);
    return rc == REQUEST_DONE;
}
