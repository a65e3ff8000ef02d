// SPDX-License-Identifier: GPL-3.0-or-later
// What a ticket's history says, measure by measure (the definitions are in metric.c).
#include <math.h>

#include "desk/lifecycle.h"
#include "desk/report_impl.h"

static bool asked(const struct report *r, enum measure m)
{
    return r->sum[m] >= 0;
}

// --- made, solved, reopened

static bool is_outside_hours(const struct report *r, int64_t at)
{
    struct date_parts p;
    date_split(at, r->zone, &p);
    return !hours_open(&r->hours, p.weekday, p.hour * 60 + p.minute);
}

static void take_creation(struct report *r, const struct report_case *c)
{
    report_fact(r, c, MEASURE_CREATED, c->created, 0, 0);
    if (asked(r, MEASURE_AFTER_HOURS))
        report_fact(r, c, MEASURE_AFTER_HOURS, c->created, is_outside_hours(r, c->created), 0);
}

static bool is_solve(const struct report_case *c, size_t i)
{
    return i > 0 && c->step[i].counts && status_is_live(c->step[i - 1].status) &&
           !status_is_live(c->step[i].status);
}

static bool is_reopening(const struct report_case *c, size_t i)
{
    return i > 0 && c->step[i].counts && !status_is_live(c->step[i - 1].status) &&
           status_is_live(c->step[i].status);
}

static bool is_reopened(const struct report *r, const struct report_case *c, size_t solve)
{
    for (size_t i = solve + 1; i < c->n_steps; i++)
        if (is_reopening(c, i))
            return c->step[i].at - c->step[solve].at <= r->spec.days * DATE_DAY;
    return false;
}

static bool is_closing(const struct report_case *c, size_t i)
{
    return i > 0 && c->step[i].counts && c->step[i].status == STATUS_CLOSED &&
           c->step[i - 1].status != STATUS_CLOSED;
}

static void take_steps(struct report *r, const struct report_case *c)
{
    for (size_t i = 1; i < c->n_steps; i++) {
        int64_t at = c->step[i].at;
        if (is_solve(c, i)) {
            report_fact(r, c, MEASURE_SOLVED, at, 0, 0);
            if (asked(r, MEASURE_REOPEN_RATE))
                report_fact(r, c, MEASURE_REOPEN_RATE, at, is_reopened(r, c, i), 0);
        }
        if (is_closing(c, i))
            report_fact(r, c, MEASURE_CLOSED, at, 0, 0);
        if (is_reopening(c, i))
            report_fact(r, c, MEASURE_REOPENED, at, 0, 0);
    }
}

static size_t replies_until(const struct report_case *c, int64_t at)
{
    size_t n = 0;
    for (size_t i = 0; i < c->n_messages; i++)
        n += c->message[i].kind == MESSAGE_REPLY && c->message[i].at <= at;
    return n;
}

static void take_first_solve(struct report *r, const struct report_case *c)
{
    size_t i = 1;
    while (i < c->n_steps && !is_solve(c, i))
        i++;
    if (i < c->n_steps)
        report_fact(r, c, MEASURE_FCR, c->step[i].at,
                    replies_until(c, c->step[i].at) == 1 && !is_reopened(r, c, i), 0);
}

// --- the solve that stands

static int64_t time_in(const struct report_case *c, int from, int to)
{
    int64_t sum = 0;
    for (size_t i = 0; i < c->n_steps && c->step[i].at < c->solved; i++) {
        int64_t end = i + 1 < c->n_steps ? c->step[i + 1].at : c->solved;
        if (c->step[i].status >= from && c->step[i].status <= to)
            sum += (end < c->solved ? end : c->solved) - c->step[i].at;
    }
    return sum;
}

static int64_t people(const struct report_case *c)
{
    int64_t n = 0;
    for (size_t i = 0; i < c->n_messages; i++) {
        bool new = c->message[i].kind == MESSAGE_REPLY && c->message[i].agent;
        for (size_t k = 0; new &&k < i; k++)
            new = c->message[k].kind != MESSAGE_REPLY || c->message[k].agent != c->message[i].agent;
        n += new;
    }
    return n;
}

static void take_waits(struct report *r, const struct report_case *c)
{
    report_fact(r, c, MEASURE_WAIT_US, c->solved, time_in(c, STATUS_NEW, STATUS_OPEN), 0);
    report_fact(r, c, MEASURE_WAIT_CUSTOMER, c->solved, time_in(c, STATUS_PENDING, STATUS_PENDING),
                0);
    report_fact(r, c, MEASURE_WAIT_THIRD, c->solved, time_in(c, STATUS_HOLD, STATUS_HOLD), 0);
}

static void take_solved(struct report *r, const struct report_case *c)
{
    report_fact(r, c, MEASURE_RESOLUTION, c->solved, c->solved - c->created, 0);
    report_fact(r, c, MEASURE_ONE_TOUCH, c->solved, c->replies <= 1, 0);
    report_fact(r, c, MEASURE_REPLIES, c->solved, c->replies, 0);
    report_fact(r, c, MEASURE_CONTACTS, c->solved, c->contacts, 0);
    report_fact(r, c, MEASURE_TRANSFERS, c->solved, c->transfers, 0);
    report_fact(r, c, MEASURE_CSAT_RATE, c->solved, c->rated, 0);
    if (c->scored)
        report_fact(r, c, MEASURE_CSAT, c->solved, llround(c->csat * REPORT_SCORE), 0);
    if (asked(r, MEASURE_PEOPLE))
        report_fact(r, c, MEASURE_PEOPLE, c->solved, people(c), 0);
    if (asked(r, MEASURE_WAIT_US) || asked(r, MEASURE_WAIT_CUSTOMER) ||
        asked(r, MEASURE_WAIT_THIRD))
        take_waits(r, c);
}

// How long the customer waited for the solve, as far as this report can know.
static void take_survival(struct report *r, const struct report_case *c)
{
    int64_t end = r->periods.edge[r->periods.n];
    bool solved = c->solved != DATE_NONE && c->solved < end;
    int64_t at = solved ? c->solved : end;
    if (!solved && c->merged && c->n_merges && c->merge[c->n_merges - 1].at < end)
        at = c->merge[c->n_merges - 1].at;
    if (at >= c->created)
        report_fact(r, c, MEASURE_SURVIVAL, c->created,
                    (at - c->created) / DATE_SECOND * 2 + !solved, 0);
}

// --- messages

static void take_first_response(struct report *r, const struct report_case *c)
{
    for (size_t i = 0; i < c->n_messages; i++)
        if (c->message[i].kind == MESSAGE_REPLY) {
            report_fact(r, c, MEASURE_FIRST_RESPONSE, c->message[i].at,
                        c->message[i].at - c->created, c->message[i].agent);
            return;
        }
}

static void take_next_responses(struct report *r, const struct report_case *c)
{
    int64_t waits = DATE_NONE; // since then
    bool answered = false;
    for (size_t i = 0; i < c->n_messages; i++) {
        const struct report_message *w = &c->message[i];
        if (w->kind == MESSAGE_REPLY) {
            if (waits != DATE_NONE)
                report_fact(r, c, MEASURE_NEXT_RESPONSE, w->at, w->at - waits, w->agent);
            answered = true;
            waits = DATE_NONE;
        } else if (w->kind == MESSAGE_CUSTOMER && answered && waits == DATE_NONE) {
            waits = w->at;
        }
    }
}

static void take_words(struct report *r, const struct report_case *c)
{
    for (size_t i = 0; i < c->n_messages; i++) {
        const struct report_message *w = &c->message[i];
        if (w->kind == MESSAGE_REPLY)
            report_fact(r, c, MEASURE_SENT, w->at, 0, w->agent);
        else
            report_fact(r, c, MEASURE_RECEIVED, w->at, 0, 0);
    }
}

// --- stock

static bool is_merged(const struct report_case *c, int64_t before)
{
    bool in = false;
    for (size_t i = 0; i < c->n_merges && c->merge[i].at < before; i++)
        in = c->merge[i].in;
    return in;
}

// 1, 2, 4 or 8
static int64_t weight(int priority)
{
    return INT64_C(1) << (priority - PRIORITY_LOW);
}

static void take_moments(struct report *r, const struct report_case *c, size_t from, size_t to,
                         int status)
{
    for (size_t i = from; i < to; i++) {
        int64_t moment = r->periods.edge[i];
        if (c->n_merges && is_merged(c, moment))
            continue;
        report_stock(r, c, MEASURE_BACKLOG, i, status, 0);
        if (asked(r, MEASURE_LOAD))
            report_stock(r, c, MEASURE_LOAD, i, status, weight(c->priority));
        report_stock(r, c, MEASURE_AGE, i, status, moment - c->created);
    }
}

static void take_stock(struct report *r, const struct report_case *c)
{
    size_t end = r->periods.n + 1;
    for (size_t i = 0; i < c->n_steps; i++) {
        if (!status_is_live(c->step[i].status))
            continue;
        size_t from = report_moment(r, c->step[i].at);
        size_t to = i + 1 < c->n_steps ? report_moment(r, c->step[i + 1].at) : end;
        take_moments(r, c, from, to < end ? to : end, c->step[i].status);
    }
}

// --- all of it

static bool asked_any(const struct report *r, const enum measure *list, size_t n)
{
    bool any = false;
    for (size_t i = 0; i < n; i++)
        any |= asked(r, list[i]);
    return any;
}
#define ANY(r, list) asked_any(r, list, sizeof(list) / sizeof *(list))

static const enum measure of_steps[] = {MEASURE_CLOSED,  MEASURE_FCR,        MEASURE_REOPEN_RATE,
                                        MEASURE_WAIT_US, MEASURE_WAIT_THIRD, MEASURE_WAIT_CUSTOMER,
                                        MEASURE_LOAD,    MEASURE_AGE};
static const enum measure of_counts[] = {MEASURE_ONE_TOUCH, MEASURE_REPLIES,  MEASURE_CONTACTS,
                                         MEASURE_TRANSFERS, MEASURE_SURVIVAL, MEASURE_LOAD};
static const enum measure of_score[] = {MEASURE_CSAT, MEASURE_CSAT_RATE};
static const enum measure of_flow[] = {MEASURE_SOLVED, MEASURE_REOPENED, MEASURE_BACKLOG};
static const enum measure of_messages[] = {
    MEASURE_FIRST_RESPONSE, MEASURE_NEXT_RESPONSE, MEASURE_FCR,
    MEASURE_PEOPLE,         MEASURE_SENT,          MEASURE_RECEIVED};

bool report_is_flow(const struct report *r)
{
    bool status_then = asked(r, MEASURE_BACKLOG) && r->status >= 0;
    return ANY(r, of_flow) && !ANY(r, of_steps) && !status_then && r->age < 0 && !r->spec.ids;
}

int report_needs(const struct report *r)
{
    int needs = ANY(r, of_messages) ? NEEDS_MESSAGES : 0, others = 0;
    if (ANY(r, of_steps) || (ANY(r, of_flow) && !r->flow))
        needs |= NEEDS_STEPS;
    if (ANY(r, of_counts))
        needs |= NEEDS_COUNTS;
    if (r->csat && ANY(r, of_score))
        needs |= NEEDS_SCORE;
    for (int m = 0; m < MEASURES; m++)
        others +=
            asked(r, m) && m != MEASURE_CREATED &&
            !(r->flow && (m == MEASURE_SOLVED || m == MEASURE_REOPENED || m == MEASURE_BACKLOG));
    bool anytime = r->periods.n == 1 && !r->bounded && !r->weekday && !r->hour && r->age < 0;
    return !others && (anytime || r->flow) ? 0 : needs | NEEDS_TIMES;
}

void report_take(struct report *r, const struct report_case *c)
{
    if (r->group_of)
        r->group_of[c->id] = c->group + 1;
    if (!r->flow) {
        take_creation(r, c);
        take_steps(r, c);
    } else if (asked(r, MEASURE_AFTER_HOURS)) {
        report_fact(r, c, MEASURE_AFTER_HOURS, c->created, is_outside_hours(r, c->created), 0);
    }
    if (asked(r, MEASURE_FCR))
        take_first_solve(r, c);
    if (c->solved != DATE_NONE)
        take_solved(r, c);
    if (asked(r, MEASURE_SURVIVAL))
        take_survival(r, c);
    if (asked(r, MEASURE_FIRST_RESPONSE))
        take_first_response(r, c);
    if (asked(r, MEASURE_NEXT_RESPONSE))
        take_next_responses(r, c);
    if (asked(r, MEASURE_SENT) || asked(r, MEASURE_RECEIVED))
        take_words(r, c);
    if (r->stock.width && !r->flow)
        take_stock(r, c);
}
