// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/chart.h"
#include "base/date.h"
#include "base/mem.h"
#include "desk/report_out.h"

int report_read(struct tool *t, struct report **r, const struct report_spec *spec)
{
    db_begin_read(t->desk.db);
    int rc = report_make(r, &t->desk, spec, &t->err);
    db_commit(t->desk.db);
    if (rc)
        return rc;
    size_t n = report_rows(*r);
    if (spec->ids)
        report_ids(*r, &n);
    if (t->o->fail_empty && !n)
        t->status = EXIT_NONE;
    if (t->o->verbose && report_more(*r))
        warn("more rows exist than -L %lld", (long long)spec->limit);
    return 0;
}

// --- records

static enum chart_unit chart_unit(enum metric_unit unit)
{
    return unit == UNIT_SECONDS ? CHART_SECONDS
           : unit == UNIT_SHARE ? CHART_SHARE
           : unit == UNIT_COUNT ? CHART_COUNT
                                : CHART_NUMBER;
}

static void put_value(struct recout *r, const struct metric *m, double v, bool table)
{
    struct buf text = BUF_INIT;
    if (isnan(v)) {
        recout_absent(r);
    } else if (table && m->unit != UNIT_COUNT) {
        chart_value(&text, chart_unit(m->unit), v);
        recout_text(r, text.s, text.len);
    } else if (m->unit == UNIT_COUNT || m->unit == UNIT_SECONDS) {
        recout_int(r, (int64_t)v);
    } else {
        recout_num(r, v);
    }
    buf_free(&text);
}

static struct rec_column metric_column(const struct metric *m)
{
    bool whole = m->unit == UNIT_COUNT || m->unit == UNIT_SECONDS;
    return (struct rec_column){m->name, whole ? REC_INT : REC_NUM, m->definition, false};
}

static struct rec_column dimension_column(const struct dimension *d)
{
    bool text = d->kind >= DIMENSION_CUSTOMER && d->kind <= DIMENSION_TEXT;
    return (struct rec_column){d->name, text ? REC_TEXT : REC_NAME, d->help, false};
}

static void print_records(struct tool *t, const struct report *r)
{
    const struct dimension_list *dims = report_dimensions(r);
    const struct metric *const *metric;
    struct rec_column column[DIMENSIONS_MAX + METRICS_MAX];
    const struct rec_column *cols[DIMENSIONS_MAX + METRICS_MAX];
    int n = 0, n_metrics = report_metrics(r, &metric);
    for (int i = 0; i < dims->n; i++)
        column[n++] = dimension_column(&dims->v[i]);
    for (int i = 0; i < n_metrics; i++)
        column[n++] = metric_column(metric[i]);
    for (int i = 0; i < n; i++)
        cols[i] = &column[i];
    struct recout *out = tool_records(t, cols, n);
    for (size_t row = 0; row < report_rows(r); row++) {
        for (int i = 0; i < dims->n; i++)
            recout_str(out, report_label(r, row, i));
        for (int i = 0; i < n_metrics; i++)
            put_value(out, metric[i], report_value(r, row, i), t->style.format == REC_TABLE);
        recout_end(out);
    }
    recout_finish(out);
    recout_free(out);
}

// --- drawings

static void range_line(const struct report *r, struct buf *out)
{
    int64_t from, to;
    const char *zone;
    report_range(r, &from, &to, &zone);
    date_local(out, from, zone);
    buf_str(out, " to ");
    date_local(out, to - 1, zone);
    buf_fmt(out, ", %s", zone);
    if (*report_query(r))
        buf_fmt(out, "; %s", report_query(r));
}

// "created, solved by week, queue"
static void usual_title(const struct chart *c, struct buf *out)
{
    for (int i = 0; i < c->n_metrics; i++)
        buf_fmt(out, "%s%s", i ? ", " : "", c->metric[i].name);
    for (int i = 0; i < c->n_dims; i++)
        buf_fmt(out, "%s%s", i ? ", " : " by ", c->dim[i].name);
}

static void draw(struct tool *t, const struct chart *c, const struct report_look *look)
{
    if (strcmp(t->drawing, "chart") == 0) {
        struct chart_style style = {.width = tool_on_terminal(t) ? t->style.width : 80,
                                    .ascii = look->ascii,
                                    .color = t->style.color,
                                    .tty = tool_on_terminal(t)};
        chart_text(&t->out, c, &style);
        return;
    }
    if (strcmp(t->drawing, "svg") == 0)
        chart_svg(&t->out.buf, c);
    else
        chart_html(&t->out.buf, c);
    out_record(&t->out);
}

static void fill_cells(struct chart *c, const struct report *r, const char **label, double *value)
{
    for (size_t row = 0; row < c->n_rows; row++) {
        for (int i = 0; i < c->n_dims; i++)
            label[row * (size_t)c->n_dims + (size_t)i] = report_label(r, row, i);
        for (int i = 0; i < c->n_metrics; i++)
            value[row * (size_t)c->n_metrics + (size_t)i] = report_value(r, row, i);
    }
    c->label = label;
    c->value = value;
}

static enum chart_form form_of(const char *word)
{
    return !word                          ? CHART_AUTO
           : strcmp(word, "bars") == 0    ? CHART_BARS
           : strcmp(word, "lines") == 0   ? CHART_LINES
           : strcmp(word, "heatmap") == 0 ? CHART_HEATMAP
                                          : CHART_AUTO;
}

int report_check_form(const char *form, struct buf *err)
{
    if (!form || (form_of(form) != CHART_AUTO))
        return 0;
    buf_fmt(err, "unknown chart \"%s\" (one of: " REPORT_FORMS ")", form);
    return EXIT_USAGE;
}

static void print_drawing(struct tool *t, const struct report *r, const struct report_look *look)
{
    const struct dimension_list *dims = report_dimensions(r);
    const struct metric *const *metric;
    struct chart_dim dim[DIMENSIONS_MAX];
    struct chart_metric own[METRICS_MAX];
    struct buf range = BUF_INIT, title = BUF_INIT;
    struct chart c = {.form = form_of(look->form),
                      .dim = dim,
                      .n_dims = dims->n,
                      .metric = own,
                      .n_metrics = report_metrics(r, &metric),
                      .n_rows = report_rows(r),
                      .total = report_has_total(r)};
    for (int i = 0; i < dims->n; i++)
        dim[i] = (struct chart_dim){dims->v[i].name, dimension_is_time(&dims->v[i])};
    for (int i = 0; i < c.n_metrics; i++)
        own[i] = (struct chart_metric){metric[i]->name, metric[i]->name,
                                       chart_unit(metric[i]->unit), metric[i]->definition};
    range_line(r, &range);
    usual_title(&c, &title);
    c.title = look->title ? look->title : title.s;
    c.subtitle = range.s;
    const char **label = mem_array(c.n_rows * (size_t)c.n_dims + 1, sizeof *label);
    double *value = mem_array(c.n_rows * (size_t)c.n_metrics + 1, sizeof *value);
    fill_cells(&c, r, label, value);
    draw(t, &c, look);
    free(label);
    free(value);
    buf_free(&range);
    buf_free(&title);
}

void report_print(struct tool *t, const struct report *r, const struct report_look *look)
{
    if (t->drawing)
        print_drawing(t, r, look);
    else
        print_records(t, r);
}

// --- the tickets behind a number, and what it means

void report_print_ids(struct tool *t, const struct report *r)
{
    static const struct rec_column id = {"id", REC_ID, "a ticket", false};
    static const struct rec_column *const cols[] = {&id};
    struct recout *out = tool_records(t, cols, 1);
    size_t n;
    const int64_t *ids = report_ids(r, &n);
    for (size_t i = 0; i < n; i++) {
        recout_id(out, ids[i]);
        recout_end(out);
    }
    recout_finish(out);
    recout_free(out);
}

static void define(struct recout *out, const struct metric *m)
{
    recout_str(out, m->name);
    recout_str(out, metric_unit_word(m->unit));
    recout_str(out, m->when);
    recout_str(out, m->definition);
    recout_end(out);
}

int report_define(struct tool *t, const char *words, struct buf *err)
{
    static const struct rec_column metric = {"metric", REC_NAME, "its name", false},
                                   unit = {"unit", REC_NAME, "what it is counted in", false},
                                   when = {"when", REC_TEXT, "what puts it in a period", false},
                                   text = {"definition", REC_TEXT, "what it says", false};
    static const struct rec_column *const cols[] = {&metric, &unit, &when, &text};
    const struct metric *list[METRICS_MAX];
    int n = 0, rc = words ? metrics_choose(words, list, METRICS_MAX, &n, err) : 0;
    if (rc)
        return rc;
    struct recout *out = tool_records(t, cols, 4);
    for (const struct metric *m = metrics; !words && m->name; m++)
        define(out, m);
    for (int i = 0; i < n; i++)
        define(out, list[i]);
    recout_finish(out);
    recout_free(out);
    return 0;
}
