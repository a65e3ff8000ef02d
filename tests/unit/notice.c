// SPDX-License-Identifier: GPL-3.0-or-later
// What is said to an agent of what others do, and what is not.
//
// ana is the one who looks; piotr, jana and root write.  The clock of the lines is the test's.
#include "desk/notice.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "desk/agent.h"
#include "desk/customer.h"
#include "desk/merge.h"
#include "desk/ticket.h"
#include "desk/undo_impl.h"
#include "store/schema.h"

#include "tap.h"

enum { ROOT = 1, ANA, PIOTR, JANA, VERA };
enum { SUPPORT = 1, BILLING, HARDWARE };
enum { EVERY = 10000 };

static struct desk w, d; // who writes, who looks
static struct notice n;
static struct buf err = BUF_INIT, line = BUF_INIT;
static int64_t now;

// --- deeds, each a change set of its own; their actor may be 0

static struct ticket t;

static void begin(int64_t actor)
{
    w.me = actor;
    desk_begin(&w);
}

static int64_t commit(void)
{
    int64_t id = desk_commit(&w);
    w.me = ROOT;
    return id;
}

static void begin_on(int64_t actor, int64_t id)
{
    begin(actor);
    ok(ticket_get(&w, id, &t), "ticket %lld", (long long)id);
}

static int64_t commit_it(void)
{
    ticket_free(&t);
    return commit();
}

struct fresh {
    const char *subject;
    int64_t queue, assignee, watcher, customer;
    int priority, status;
};

static int64_t add(const struct fresh *f)
{
    int64_t id = 0;
    struct ticket_draft k = TICKET_DRAFT_INIT;
    k.subject = f->subject;
    k.queue = f->queue ? f->queue : SUPPORT;
    k.assignee = f->assignee;
    k.customer = f->customer;
    k.priority = f->priority;
    k.status = f->status;
    k.watchers = &f->watcher;
    k.n_watchers = f->watcher != 0;
    k.request = (struct message){.kind = MESSAGE_REQUEST, .body = "it is", .body_len = 5};
    ticket_new(&w, &k, &id, &err);
    return id;
}

static int64_t make(int64_t actor, const struct fresh *f)
{
    begin(actor);
    int64_t id = add(f);
    commit();
    return id;
}
#define MAKE(actor, ...) make(actor, &(struct fresh){__VA_ARGS__})

static int64_t assign(int64_t actor, int64_t id, int64_t agent)
{
    begin_on(actor, id);
    ticket_set_assignee(&w, &t, agent);
    return commit_it();
}

static int64_t set_status(int64_t actor, int64_t id, int status)
{
    begin_on(actor, id);
    ticket_set_status(&w, &t, status, &err);
    return commit_it();
}

static int64_t set_priority(int64_t actor, int64_t id, int priority)
{
    begin_on(actor, id);
    ticket_set_priority(&w, &t, priority);
    return commit_it();
}

static int64_t watch(int64_t actor, int64_t id, int64_t agent, bool on)
{
    begin_on(actor, id);
    ticket_participant(&w, &t, PARTICIPANT_WATCHER, agent, on);
    return commit_it();
}

static int64_t say(int64_t actor, int64_t id, enum message_kind kind, int64_t customer,
                   const char *text)
{
    begin_on(actor, id);
    struct message m = {.kind = kind, .customer = customer, .body = text, .body_len = strlen(text)};
    if (!customer)
        m.agent = actor;
    ticket_add_message(&w, &t, &m);
    return commit_it();
}

static int64_t merge(int64_t actor, int64_t id, int64_t into)
{
    begin_on(actor, id);
    merge_into(&w, &t, into, &err);
    return commit_it();
}

static int64_t undo(int64_t actor, int64_t change)
{
    struct undo u = {0};
    begin(actor);
    is_int(undo_apply(&u, &w, change, &err), 0, "it can be undone");
    undo_free(&u);
    return commit();
}

// --- looking

// Ten seconds later.
static const char *look(void)
{
    now += EVERY;
    return notice_look(&n, &d, now, &line) ? line.s : NULL;
}

static void says(const char *want, const char *what)
{
    is_str(look(), want, what);
}

static void saysf(const char *what, const char *fmt, ...)
{
    va_list ap;
    struct buf want = BUF_INIT;
    va_start(ap, fmt);
    buf_vfmt(&want, fmt, ap);
    va_end(ap);
    says(want.s, what);
    buf_free(&want);
}

static void as(const char *login)
{
    free(d.login);
    d.login = mem_strdup(login);
    d.me = 0;
    notice_start(&n, &d);
}

// --- cases

static int64_t mine, printer; // tickets that ana has, and that she watches

static void begins(void)
{
    mine = MAKE(PIOTR, .subject = "Mine is this", .assignee = ANA);
    printer = MAKE(PIOTR, .subject = "Printer is dead", .watcher = ANA);
    notice_start(&n, &d);
    says(NULL, "what was before is no news");
}

static void new_ones(void)
{
    int64_t id = MAKE(0, .subject = "Invoice charged twice", .queue = BILLING, .priority = 4);
    saysf("an urgent one", "%lld new in billing: Invoice charged twice (urgent)", (long long)id);
    says(NULL, "only once");
    id = MAKE(JANA, .subject = "Hum", .queue = BILLING);
    saysf("a usual one", "%lld new in billing: Hum", (long long)id);
    MAKE(JANA, .subject = "Bent", .queue = HARDWARE);
    says(NULL, "not of a queue that she does not serve");
    MAKE(ANA, .subject = "By myself", .queue = BILLING);
    says(NULL, "not by herself, on another terminal");
    id = MAKE(JANA, .subject = "Taken", .queue = BILLING);
    assign(PIOTR, id, PIOTR);
    says(NULL, "not one that somebody took already");
    id = MAKE(JANA, .subject = "Taken by me", .queue = BILLING);
    assign(ANA, id, ANA);
    says(NULL, "nor that she took herself");
    MAKE(JANA, .subject = "Old", .queue = BILLING, .status = STATUS_CLOSED);
    says(NULL, "nor that was closed when it was made");
    id = MAKE(JANA, .subject = "For you", .queue = HARDWARE, .assignee = ANA);
    saysf("made for her", "%lld is yours now (from jana): For you", (long long)id);
    id = MAKE(0, .subject = "For you", .queue = HARDWARE, .assignee = ANA);
    saysf("by nobody", "%lld is yours now: For you", (long long)id);
    id = MAKE(JANA, .subject = "See", .queue = HARDWARE, .watcher = ANA);
    saysf("made with her as watcher", "%lld jana made you a watcher: See", (long long)id);
}

static void moved_ones(void)
{
    int64_t id = MAKE(JANA, .subject = "Bent", .queue = HARDWARE);
    begin_on(JANA, id);
    ticket_set_queue(&w, &t, BILLING);
    int64_t change = commit_it();
    saysf("moved into a queue of hers", "%lld new in billing: Bent", (long long)id);
    undo(JANA, change);
    says(NULL, "moved out of it");
    begin_on(JANA, id);
    ticket_set_queue(&w, &t, BILLING);
    change = commit_it();
    undo(JANA, change);
    says(NULL, "in and out");
    id = MAKE(JANA, .subject = "Sum", .queue = BILLING);
    look();
    begin_on(JANA, id);
    ticket_set_queue(&w, &t, SUPPORT);
    commit_it();
    says(NULL, "from one queue of hers to another");
}

static void serving(void)
{
    begin(ROOT);
    agent_serve(&w, ANA, BILLING, 0, &err);
    agent_serve(&w, ANA, SUPPORT, 0, &err);
    commit();
    int64_t id = MAKE(JANA, .subject = "Bent", .queue = HARDWARE);
    saysf("who serves no queue serves all", "%lld new in hardware: Bent", (long long)id);
    begin_on(JANA, id);
    ticket_set_queue(&w, &t, BILLING);
    commit_it();
    says(NULL, "and to her nothing comes by moving");
    begin(ROOT);
    agent_serve(&w, ANA, BILLING, 1, &err);
    agent_serve(&w, ANA, SUPPORT, 1, &err);
    agent_set(&w, ANA, "away", "yes", &err);
    int64_t other = 0;
    queue_add(&w, "returns", NULL, &err);
    agent_add(&w, "karel", NULL, ROLE_AGENT, &err);
    commit();
    says(NULL, "of the desk itself nothing is said");
    begin(ROOT);
    is_int(queue_find(&w, "returns", &other, &err), 0, "the queue is there");
    agent_serve(&w, ANA, other, 1, &err);
    commit();
    id = MAKE(JANA, .subject = "Back", .queue = other);
    saysf("a queue made since, to one who is away", "%lld new in returns: Back", (long long)id);
    is_int(agent_find(&w, "karel", &other, &err), 0, "the agent is there");
    say(other, mine, MESSAGE_REPLY, 0, "Hello");
    saysf("an agent added since", "%lld reply from karel: Mine is this", (long long)mine);
    begin(ROOT);
    agent_set(&w, ANA, "away", "", &err);
    commit();
}

static void hands(void)
{
    int64_t id = MAKE(ANA, .subject = "Hot potato");
    int64_t change = assign(PIOTR, id, ANA);
    saysf("given", "%lld is yours now (from piotr): Hot potato", (long long)id);
    undo(PIOTR, change);
    saysf("undone after it was told", "%lld was taken from you by piotr: Hot potato",
          (long long)id);
    undo(PIOTR, assign(PIOTR, id, ANA));
    says(NULL, "given, and undone before it was told");
    assign(0, id, ANA);
    saysf("given by a rule", "%lld is yours now: Hot potato", (long long)id);
    assign(PIOTR, id, PIOTR);
    saysf("taken", "%lld went to piotr: Hot potato", (long long)id);
    assign(JANA, id, ANA);
    look();
    assign(JANA, id, PIOTR);
    saysf("given to another", "%lld went to piotr by jana: Hot potato", (long long)id);
    assign(ANA, id, ANA);
    assign(ANA, id, 0);
    assign(ANA, id, JANA);
    says(NULL, "her own hands");
    assign(JANA, id, PIOTR);
    says(NULL, "those of others");
    assign(PIOTR, id, ANA);
    assign(ANA, id, 0);
    says(NULL, "given, and put away by herself");
    assign(PIOTR, id, ANA);
    assign(PIOTR, id, JANA);
    assign(PIOTR, id, ANA);
    saysf("given at last", "%lld is yours now (from piotr): Hot potato", (long long)id);
    assign(JANA, id, JANA);
    assign(JANA, id, ANA);
    says(NULL, "taken and given back");
    begin_on(PIOTR, id);
    ticket_set_assignee(&w, &t, 0);
    commit_it();
    saysf("released", "%lld was taken from you by piotr: Hot potato", (long long)id);
}

static void messages(void)
{
    int64_t customer = 0, nameless = 0;
    begin(ROOT);
    customer_require(&w, "Ana Novak <novak@example.com>", &customer, &err);
    customer_require(&w, "+420777123456", &nameless, &err);
    commit();
    say(JANA, printer, MESSAGE_REPLY, 0, "It is");
    saysf("a reply where she watches", "%lld reply from jana: Printer is dead", (long long)printer);
    say(JANA, mine, MESSAGE_NOTE, 0, "Is it?");
    saysf("a note on hers", "%lld note from jana: Mine is this", (long long)mine);
    say(0, mine, MESSAGE_CUSTOMER, customer, "Still dead");
    saysf("a customer's", "%lld reply from Ana Novak: Mine is this", (long long)mine);
    say(JANA, mine, MESSAGE_CUSTOMER, nameless, "Still dead");
    saysf("who has no name", "%lld reply from +420777123456: Mine is this", (long long)mine);
    say(0, mine, MESSAGE_CUSTOMER, 0, "Still dead");
    saysf("of nobody knows whom", "%lld new message: Mine is this", (long long)mine);
    say(ANA, mine, MESSAGE_REPLY, 0, "By me");
    says(NULL, "not her own");
    say(JANA, 1, MESSAGE_REPLY, 0, "Elsewhere");
    int64_t others = MAKE(PIOTR, .subject = "Theirs", .queue = HARDWARE, .assignee = PIOTR);
    say(JANA, others, MESSAGE_REPLY, 0, "Elsewhere");
    saysf("ticket 1 is hers, another is not", "%lld reply from jana: Mine is this", (long long)1);
    undo(JANA, say(JANA, mine, MESSAGE_REPLY, 0, "Wrong"));
    says(NULL, "an undone one");
    say(0, mine, MESSAGE_CUSTOMER, customer, "Right");
    undo(JANA, say(JANA, mine, MESSAGE_REPLY, 0, "Wrong"));
    saysf("but the one before it stands", "%lld reply from Ana Novak: Mine is this",
          (long long)mine);
    say(0, mine, MESSAGE_CUSTOMER, customer, "One");
    say(JANA, mine, MESSAGE_REPLY, 0, "Two");
    saysf("of two the last", "%lld reply from jana: Mine is this", (long long)mine);
    say(0, mine, MESSAGE_CUSTOMER, customer, "One");
    assign(PIOTR, mine, PIOTR);
    saysf("when it is hers no more, that", "%lld went to piotr: Mine is this", (long long)mine);
    assign(ANA, mine, ANA);
}

static void watching(void)
{
    int64_t id = MAKE(ANA, .subject = "Watch this", .queue = HARDWARE);
    int64_t change = watch(JANA, id, ANA, true);
    saysf("made a watcher", "%lld jana made you a watcher: Watch this", (long long)id);
    undo(JANA, change);
    says(NULL, "and no more");
    watch(0, id, ANA, true);
    saysf("by a rule", "%lld you watch it now: Watch this", (long long)id);
    watch(JANA, id, ANA, false);
    watch(ANA, id, ANA, true);
    watch(JANA, id, PIOTR, true);
    says(NULL, "not by herself, nor another");
    watch(ANA, id, ANA, false);
    say(JANA, id, MESSAGE_NOTE, 0, "@ana look at this");
    saysf("mentioned", "%lld jana mentions you: Watch this", (long long)id);
    say(JANA, id, MESSAGE_NOTE, 0, "@ana and this");
    saysf("once more", "%lld note from jana: Watch this", (long long)id);
    watch(ANA, id, ANA, false);
    undo(JANA, say(JANA, id, MESSAGE_NOTE, 0, "@ana look at this"));
    says(NULL, "mentioned in what is undone");
}

static void courses(void)
{
    set_status(ANA, mine, STATUS_SOLVED);
    set_status(JANA, mine, STATUS_OPEN);
    saysf("reopened", "%lld reopened by jana: Mine is this", (long long)mine);
    undo(JANA, set_status(JANA, mine, STATUS_SOLVED));
    says(NULL, "solved and undone");
    set_status(ANA, mine, STATUS_SOLVED);
    undo(JANA, set_status(JANA, mine, STATUS_OPEN));
    says(NULL, "reopened and undone");
    begin_on(0, mine);
    ticket_set_status(&w, &t, STATUS_OPEN, &err);
    struct message m = {.kind = MESSAGE_CUSTOMER, .customer = 1, .body = "No", .body_len = 2};
    ticket_add_message(&w, &t, &m);
    commit_it();
    saysf("by a message", "%lld reply from Ana Novak, reopened: Mine is this", (long long)mine);
    set_priority(JANA, mine, PRIORITY_URGENT);
    saysf("urgent", "%lld urgent now: Mine is this", (long long)mine);
    set_priority(JANA, mine, PRIORITY_HIGH);
    set_priority(JANA, mine, PRIORITY_URGENT);
    says(NULL, "it was so");
    set_priority(JANA, mine, PRIORITY_NORMAL);
    says(NULL, "only the highest matters");
    undo(JANA, set_priority(JANA, mine, PRIORITY_URGENT));
    says(NULL, "undone");
    set_priority(JANA, printer, PRIORITY_URGENT);
    says(NULL, "only of her own tickets");
    set_status(JANA, mine, STATUS_PENDING);
    set_status(0, mine, STATUS_OPEN);
    says(NULL, "waiting is no end");
}

static void merges(void)
{
    int64_t a = MAKE(ANA, .subject = "Loser", .assignee = ANA),
            b = MAKE(ANA, .subject = "Winner", .queue = HARDWARE),
            c = MAKE(ANA, .subject = "Other", .queue = HARDWARE);
    int64_t change = merge(JANA, a, b);
    saysf("hers into another", "%lld merged into %lld: Loser", (long long)a, (long long)b);
    undo(JANA, change);
    says(NULL, "parted again");
    undo(JANA, merge(JANA, a, b));
    says(NULL, "merged and undone");
    merge(JANA, c, a);
    saysf("another into hers", "%lld merged into %lld: Other", (long long)c, (long long)a);
    int64_t e = MAKE(ANA, .subject = "Watched", .watcher = ANA, .queue = HARDWARE);
    merge(JANA, e, b);
    saysf("what she watches: not that she watches the other one now, too",
          "%lld merged into %lld: Watched", (long long)e, (long long)b);
    int64_t f = MAKE(JANA, .subject = "Twice", .queue = BILLING);
    merge(JANA, f, c);
    saysf("a new one, merged into one of hers", "%lld merged into %lld: Twice", (long long)f,
          (long long)a);
    int64_t g = MAKE(ANA, .subject = "Nobody's", .queue = HARDWARE);
    merge(JANA, MAKE(JANA, .subject = "Twice", .queue = BILLING), g);
    says(NULL, "a new one, into what is none of hers");
}

static void gone(void)
{
    begin(JANA);
    add(&(struct fresh){.subject = "Mistake", .queue = BILLING, .assignee = ANA});
    undo(JANA, commit());
    says(NULL, "what was made by mistake");
    begin(JANA);
    int64_t id = add(&(struct fresh){.subject = "Mistake", .queue = BILLING});
    int64_t change = commit();
    saysf("before that is known", "%lld new in billing: Mistake", (long long)id);
    undo(JANA, change);
    says(NULL, "what is gone is not told");
}

static void several(void)
{
    int64_t first = MAKE(JANA, .subject = "One", .queue = BILLING, .priority = 4);
    MAKE(JANA, .subject = "Two", .queue = BILLING);
    MAKE(JANA, .subject = "Three", .queue = SUPPORT);
    say(JANA, printer, MESSAGE_REPLY, 0, "So");
    assign(PIOTR, first + 1, ANA);
    MAKE(0, .subject = "Four", .queue = BILLING);
    saysf("of several kinds",
          "2 new in billing (1 urgent), 1 in support (%lld);"
          " %lld is yours now (from piotr); %lld reply from jana",
          (long long)first + 2, (long long)first + 1, (long long)printer);
    begin(JANA);
    for (int i = 0; i < 7; i++)
        add(&(struct fresh){.subject = "Lot", .queue = HARDWARE, .assignee = ANA});
    commit();
    saysf("at most three are named",
          "%lld is yours now (from jana); %lld is yours now (from jana);"
          " %lld is yours now (from jana); and 4 more",
          (long long)first + 4, (long long)first + 5, (long long)first + 6);
    set_priority(ANA, printer, PRIORITY_LOW);
    assign(JANA, printer, ANA);
    set_priority(PIOTR, printer, PRIORITY_URGENT);
    say(PIOTR, printer, MESSAGE_REPLY, 0, "Hot");
    saysf("several of one ticket",
          "%lld is yours now (from jana), reply from piotr, urgent now: Printer is dead",
          (long long)printer);
    assign(ANA, printer, 0);
}

static void times(void)
{
    MAKE(JANA, .subject = "At once", .queue = BILLING);
    ok(look() != NULL, "a line");
    int64_t id = MAKE(JANA, .subject = "Later", .queue = BILLING);
    ok(!notice_look(&n, &d, now + 1, &line), "none a moment later");
    ok(!notice_look(&n, &d, now + EVERY - 1, &line), "nor before ten seconds passed");
    is_str(line.s, "", "the line is empty then");
    saysf("but then", "%lld new in billing: Later", (long long)id);
    id = MAKE(JANA, .subject = "Backwards", .queue = BILLING);
    now -= 1000000;
    ok(!notice_look(&n, &d, now, &line), "a clock set back: it waits");
    saysf("no longer than ever", "%lld new in billing: Backwards", (long long)id);
    now += INT64_C(1) << 40;
    says(NULL, "a leap forward says nothing by itself");
    id = MAKE(JANA, .subject = "Early", .queue = BILLING);
    notice_start(&n, &d);
    says(NULL, "a new start drops what waits");
    notice_start(&n, &d);
    id = MAKE(JANA, .subject = "First", .queue = BILLING);
    ok(notice_look(&n, &d, INT64_MIN / 2, &line), "the first line comes at once, at any time");
    notice_start(&n, &d);
}

static void widths(void)
{
    static const int width[] = {80, 60, 40, 25, 10, 3};
    const char *hebrew = "\xd7\x97\xd7\xa9\xd7\x91\xd7\x95\xd7\xa0\xd7\x99\xd7\xaa "
                         "\xd7\xa9\xd7\x92\xd7\x95\xd7\x99\xd7\x94 \xd7\xa9\xd7\x9c\xd7\x99";
    int64_t id = MAKE(JANA, .subject = "\033[2Jclear \xe2\x80\xae me\x7f", .queue = BILLING);
    saysf("no control reaches the terminal",
          "%lld new in billing: \xe2\x90\x9b[2Jclear \\u202e me\xe2\x90\xa1", (long long)id);
    id = MAKE(JANA, .subject = hebrew, .queue = BILLING);
    saysf("right to left is isolated", "%lld new in billing: \xe2\x81\xa8%s\xe2\x81\xa9",
          (long long)id, hebrew);
    for (size_t i = 0; i < sizeof width / sizeof *width; i++) {
        MAKE(JANA, .subject = hebrew, .queue = BILLING, .priority = 4);
        n.width = width[i];
        look();
        ok(utf8_width(line.s, line.len) <= width[i] && line.len, "within %d columns", width[i]);
        ok(!strstr(line.s, "\xe2\x81\xa8") == !strstr(line.s, "\xe2\x81\xa9"),
           "and what is isolated ends (%s)", line.s);
        ok(width[i] < 60 || strstr(line.s, "(urgent)"), "and what matters is there");
    }
    for (size_t i = 0; i < sizeof width / sizeof *width; i++) {
        begin(JANA);
        for (int k = 0; k < 5; k++)
            add(&(struct fresh){.subject = "Lot", .queue = HARDWARE, .assignee = ANA});
        commit();
        n.width = width[i];
        look();
        ok(utf8_width(line.s, line.len) <= width[i] && line.len, "several within %d columns",
           width[i]);
        const char *rest = width[i] >= 80 ? "; and 3 more" : "; and 4 more";
        ok(width[i] < 60 || strstr(line.s, rest), "and those without room are counted (%s)",
           line.s);
    }
    n.width = 0;
}

static void floods(void)
{
    int64_t id = 0;
    says(NULL, "nothing happens");
    begin(ROOT);
    for (int i = 0; i < 700; i++)
        id = add(&(struct fresh){.subject = "Many", .queue = BILLING});
    commit();
    for (int i = 0; i < 4; i++)
        ok(!notice_look(&n, &d, now, &line), "more than it looks at in one call: first the rest");
    ok(notice_look(&n, &d, now, &line), "then the line");
    is_str(line.s, "400 new in billing; and 300 more", "in which too many are only counted");
    begin(ROOT);
    for (int i = 0; i < 34000; i++)
        id = add(&(struct fresh){.subject = "Import", .queue = BILLING});
    commit();
    assign(PIOTR, id, ANA);
    saysf("an import is counted, what comes behind it is told",
          "%lld is yours now (from piotr); 102000 changes at once", (long long)id);
    begin(ANA);
    for (int i = 0; i < 2000; i++)
        add(&(struct fresh){.subject = "Import", .queue = BILLING});
    commit();
    assign(PIOTR, id, JANA);
    saysf("her own import is not", "%lld went to jana by piotr: Import", (long long)id);
}

// Looking five times a second.
static const char *wait_for_line(void)
{
    for (int i = 0; i < 60; i++)
        if (notice_look(&n, &d, now += 200, &line))
            return line.s;
    return NULL;
}

// What is nothing to tell, of more tickets than are kept.
static void silence(void)
{
    int64_t id = 0;
    begin(ANA);
    for (int i = 0; i < 700; i++)
        id = add(&(struct fresh){.subject = "Lot", .queue = HARDWARE, .assignee = ANA});
    commit();
    begin(0);
    for (int64_t i = id; i > id - 700; i--) {
        if (ticket_get(&w, i, &t))
            ticket_set_status(&w, &t, STATUS_SOLVED, &err);
        ticket_free(&t);
    }
    commit();
    is_str(wait_for_line(), NULL, "many tickets are solved");
    int64_t change = set_status(JANA, mine, STATUS_SOLVED);
    begin(JANA);
    for (int i = 0; i < 700; i++)
        add(&(struct fresh){.subject = "Lot", .queue = BILLING});
    int64_t made = commit();
    undo(JANA, made);
    undo(JANA, change);
    is_str(wait_for_line(), NULL, "many are made and undone");
    ok(!db_in_transaction(d.db), "no transaction stays open");
}

// More behind than can be read one by one.
static void far(void)
{
    int64_t id = MAKE(ANA, .subject = "Far");
    look();
    look();
    for (int i = 0; i < 30; i++) {
        begin(i % 3 ? ROOT : ANA);
        for (int k = 0; k < 1500; k++)
            add(&(struct fresh){.subject = "Import", .queue = BILLING});
        commit();
    }
    assign(PIOTR, id, ANA);
    int calls = 0;
    for (; !notice_look(&n, &d, now, &line) && calls < 1000; calls++)
        now += 200;
    ok(strstr(line.s, "is yours now") != NULL, "what came last is told (%s)", line.s);
    ok(strstr(line.s, " changes at once") != NULL, "and what was skipped is counted");
    ok(calls > 10, "after several calls (%d)", calls);
}

static void others(void)
{
    as("vera");
    say(JANA, mine, MESSAGE_REPLY, 0, "Not for a viewer");
    assign(JANA, mine, VERA);
    watch(JANA, mine, VERA, true);
    says(NULL, "to a viewer nothing but");
    int64_t id = MAKE(0, .subject = "New", .queue = HARDWARE);
    saysf("new tickets", "%lld new in hardware: New", (long long)id);
    id = MAKE(0, .subject = "New", .queue = HARDWARE, .assignee = PIOTR);
    saysf("also of others", "%lld new in hardware: New", (long long)id);
    id = MAKE(0, .subject = "New", .queue = HARDWARE, .assignee = VERA, .watcher = VERA);
    saysf("even what is his", "%lld new in hardware: New", (long long)id);
    as("nobody");
    id = MAKE(0, .subject = "New", .queue = HARDWARE);
    saysf("the same to who is no agent", "%lld new in hardware: New", (long long)id);
    say(0, mine, MESSAGE_CUSTOMER, 1, "Hello");
    says(NULL, "and no more");
    begin(ROOT);
    agent_add(&w, "nobody", NULL, ROLE_AGENT, &err);
    commit();
    int64_t who = 0;
    is_int(agent_find(&w, "nobody", &who, &err), 0, "nobody becomes an agent");
    assign(JANA, id, who);
    saysf("from then on he is one", "%lld is yours now (from jana): New", (long long)id);
    begin(ROOT);
    agent_set(&w, who, "role", "viewer", &err);
    commit();
    assign(JANA, id, 0);
    says(NULL, "and a viewer when his right is taken");
    as("ana");
}

// --- the desk

static void furnish(const char *path)
{
    static const char *const agents[] = {"root", "ana", "piotr", "jana", "vera"};
    static const char *const names[] = {"support", "billing", "hardware"};
    db_create(path, &(struct db_plan){.schema = schema_sql, .version = SCHEMA_VERSION});
    w = (struct desk){.tool = "test", .role = ROLE_ADMIN, .now = date_clock(), .me = ROOT};
    w.zone = mem_strdup("UTC");
    w.login = mem_strdup("root");
    w.db = schema_open(path, DB_WRITE);
    w.version = db_data_version(w.db); // nobody else writes, so nobody's rights change
    desk_begin(&w);
    for (int i = 0; i < 5; i++)
        agent_add(&w, agents[i], NULL,
                  i == 0   ? ROLE_ADMIN
                  : i == 4 ? ROLE_VIEWER
                           : ROLE_AGENT,
                  &err);
    for (int i = 0; i < 3; i++)
        queue_add(&w, names[i], NULL, &err);
    agent_serve(&w, ANA, SUPPORT, 1, &err);
    agent_serve(&w, ANA, BILLING, 1, &err);
    desk_commit(&w);
    is_str(err.s, "", "a desk");
    d = (struct desk){.tool = "test", .role = -1, .login = mem_strdup("ana")};
    d.zone = mem_strdup("UTC");
    d.db = schema_open(path, DB_READ);
}

int main(void)
{
    char dir[] = "/tmp/tk-notice.XXXXXX";
    if (!mkdtemp(dir))
        return 1;
    char *path = mem_printf("%s/tk.db", dir);
    furnish(path);
    notice_start(&n, &d);
    begins();
    new_ones();
    moved_ones();
    serving();
    hands();
    messages();
    watching();
    courses();
    merges();
    gone();
    several();
    times();
    widths();
    floods();
    silence();
    far();
    others();
    notice_free(&n);
    desk_close(&d);
    desk_close(&w);
    buf_free(&err);
    buf_free(&line);
    for (int i = 0; i < 3; i++) {
        char *name = mem_printf("%s%s", path, i == 0 ? "" : i == 1 ? "-wal" : "-shm");
        unlink(name);
        free(name);
    }
    rmdir(dir);
    free(path);
    return done();
}
