// SPDX-License-Identifier: GPL-3.0-or-later
// Words for what was counted by number, and the cells that a person asks for by these words.
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "desk/customer.h"
#include "desk/report_impl.h"

// --- attributes

static void row_word(struct db *db, enum dimension_kind kind, int64_t id, struct buf *out)
{
    struct stmt *q = kind == DIMENSION_TAG
                         ? db_query(db, SQL("SELECT name FROM tag WHERE id = ?1"), V(id))
                         : db_query(db, SQL("SELECT name FROM org WHERE id = ?1"), V(id));
    if (db_row(q)) {
        buf_str(out, db_text(q, 0));
        db_end(q);
    }
}

bool report_word(struct report *r, int dimension, int64_t code, struct buf *out)
{
    const struct dimension *k = &r->dims.v[dimension];
    if (code == CODE_NONE)
        return false;
    if (k->kind == DIMENSION_NAMES)
        buf_str(out, name_word(k->names, (int)code));
    else if (k->kind == DIMENSION_QUEUE)
        buf_str(out, queue_word(r->d, code));
    else if (k->kind == DIMENSION_AGENT)
        buf_str(out, agent_word(r->d, code));
    else if (k->kind == DIMENSION_CUSTOMER)
        customer_word(r->d, code, out);
    else if (k->kind == DIMENSION_AGE)
        buf_str(out, age_words[code]);
    else if (k->kind == DIMENSION_TEXT)
        buf_str(out, r->text[dimension].word[code]);
    else
        row_word(r->d->db, k->kind, code, out);
    return true;
}

bool report_tag(const char **set, int64_t *tag)
{
    char *end;
    if (!**set)
        return false;
    *tag = strtoll(*set, &end, 10);
    *set = end + (*end == ',');
    return true;
}

// --- times

static int weekdays(const struct report *r)
{
    return r->weekday ? 7 : 1;
}

static int hours(const struct report *r)
{
    return r->hour ? 24 : 1;
}

size_t report_slots(const struct report *r)
{
    return r->periods.n * (size_t)(weekdays(r) * hours(r));
}

void report_time_label(const struct report *r, int dimension, uint32_t slot, struct buf *out)
{
    static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    const struct dimension *k = &r->dims.v[dimension];
    int hour = (int)slot % hours(r);
    int day = (int)slot / hours(r) % weekdays(r);
    if (k->kind == DIMENSION_HOUR) {
        buf_fmt(out, "%02d", hour);
    } else if (k->kind == DIMENSION_WEEKDAY) {
        buf_str(out, days[day]);
    } else { // a week belongs to the month, say, in which it begins, though the report begins later
        int64_t at = r->periods.edge[(int)slot / hours(r) / weekdays(r)];
        period_label(out, period_begin(at, r->periods.unit, r->zone), k->unit, r->zone);
    }
}

// --- cells

static int find_dimension(const struct report *r, const char *cell, size_t n)
{
    for (int i = 0; i < r->dims.n; i++)
        if (strlen(r->dims.v[i].name) == n && memcmp(r->dims.v[i].name, cell, n) == 0)
            return i;
    return -1;
}

int report_cells(struct report *r, struct buf *err)
{
    for (int i = 0; i < r->spec.cell.n; i++) {
        const char *cell = r->spec.cell.v[i], *sign = strchr(cell, '=');
        int k = sign ? find_dimension(r, cell, (size_t)(sign - cell)) : -1;
        if (k < 0) {
            buf_fmt(err, "--cell: write DIMENSION=VALUE with a dimension of --by, not \"%s\"",
                    cell);
            return EXIT_USAGE;
        }
        r->of_period |= r->dims.v[k].kind == DIMENSION_PERIOD;
    }
    return 0;
}

// Whether a word of dimension k is what one of the cells of k names; true if none does.
static bool is_named(const struct report *r, int k, const char *word)
{
    bool any = false, named = false;
    for (int i = 0; i < r->spec.cell.n; i++) {
        const char *cell = r->spec.cell.v[i], *sign = strchr(cell, '=');
        if (find_dimension(r, cell, (size_t)(sign - cell)) != k)
            continue;
        any = true;
        named |= strcmp(strcmp(sign + 1, "-") == 0 ? "" : sign + 1, word) == 0;
    }
    return named || !any;
}

static bool is_wanted_tag(struct report *r, int k, int64_t code)
{
    const char *set = code == CODE_NONE ? "" : r->text[k].word[code];
    bool wanted = !*set && is_named(r, k, "");
    int64_t tag;
    while (report_tag(&set, &tag)) {
        struct buf word = BUF_INIT;
        report_word(r, k, tag, &word);
        wanted |= is_named(r, k, word.s);
        buf_free(&word);
    }
    return wanted;
}

static bool is_wanted_group(struct report *r, uint32_t group)
{
    bool wanted = true;
    struct buf word = BUF_INIT;
    for (int k = 0; wanted && k < r->dims.n; k++) {
        if (r->attr[k] < 0)
            continue;
        int64_t code = r->groups.code[group * (size_t)r->groups.width + (size_t)r->attr[k]];
        buf_reset(&word);
        if (r->dims.v[k].kind == DIMENSION_TAG)
            wanted = is_wanted_tag(r, k, code);
        else
            wanted = report_word(r, k, code, &word), wanted = is_named(r, k, word.s);
    }
    buf_free(&word);
    return wanted;
}

static bool is_wanted_slot(const struct report *r, uint32_t slot)
{
    bool wanted = true;
    struct buf word = BUF_INIT;
    for (int k = 0; wanted && k < r->dims.n; k++) {
        if (r->attr[k] >= 0)
            continue;
        buf_reset(&word);
        report_time_label(r, k, slot, &word);
        wanted = is_named(r, k, word.s);
    }
    buf_free(&word);
    return wanted;
}

bool report_wanted(struct report *r, uint32_t group, uint32_t slot)
{
    if (!r->spec.cell.n)
        return true;
    size_t before = r->cap_wants;
    r->wants = mem_grow(r->wants, &r->cap_wants, group, sizeof *r->wants);
    if (r->cap_wants > before)
        memset(r->wants + before, 0, r->cap_wants - before);
    if (!r->wants[group])
        r->wants[group] = is_wanted_group(r, group) ? 1 : -1;
    return r->wants[group] > 0 && is_wanted_slot(r, slot);
}
