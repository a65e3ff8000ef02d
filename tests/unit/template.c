// SPDX-License-Identifier: GPL-3.0-or-later
// Text with placeholders: what is read, what is refused and where, what comes out.
#include "desk/template.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"

#include "tap.h"

// The value of a placeholder is its name in brackets; of those of a category there is none, of a
// subject it is an empty one.
static bool value(void *arg, const struct template_part *p, struct buf *out)
{
    ++*(int *)arg;
    if (p->word == PLACE_TICKET_CATEGORY)
        return false;
    if (p->word != PLACE_TICKET_SUBJECT)
        buf_fmt(out, "<%s>", p->name);
    return true;
}

static int use_text(const char *text, size_t n, size_t max, struct buf *out)
{
    struct template t;
    struct buf err = BUF_INIT;
    int calls = 0;
    int rc = template_parse(&t, text, n, &err);
    if (rc == 0)
        rc = template_render(&t, value, &calls, max, out, &err);
    if (rc) {
        buf_reset(out);
        buf_str(out, err.s);
    }
    template_free(&t);
    buf_free(&err);
    return rc;
}

static void gives(const char *text, const char *want)
{
    struct buf out = BUF_INIT;
    int rc = use_text(text, strlen(text), 1000, &out);
    ok(rc == 0, "can be used");
    is_str(out.s, want, want);
    buf_free(&out);
}

static void refused(const char *text, const char *why)
{
    struct buf out = BUF_INIT;
    int rc = use_text(text, strlen(text), 1000, &out);
    ok(rc == EXIT_DATA, "is refused");
    is_str(out.s, why, why);
    buf_free(&out);
}

#define OPEN                                                                                       \
    "an open brace: a placeholder is {NAME} or {NAME|DEFAULT}, on one line; a brace itself is {{"
#define CLOSED "a brace that closes nothing: a brace itself is }}"
#define HELP   " (tk-macro placeholders lists them; a brace itself is {{ or }})"

static void reading(void)
{
    gives("", "");
    gives("plain", "plain");
    gives("{ticket.id}", "<ticket.id>");
    gives("Dear {customer.first|customer}!", "Dear <customer.first>!");
    gives("{agent.name}{agent.login}", "<agent.name><agent.login>");
    gives("{x.room} and {x.b|none}", "<x.room> and <x.b>");
    gives("{{ticket.id}}", "{ticket.id}");
    gives("{{{ticket.id}}}", "{<ticket.id>}");
    gives("}}{{", "}{");
    gives("{ticket.category|}", "");
    gives("a{ticket.category|it's a \"b|c\" %s}z", "ait's a \"b|c\" %sz");
    gives("{ticket.subject|none}", "none");
    gives("שלום {customer.first|לקוח}, žluťoučký", "שלום <customer.first>, žluťoučký");
    gives("%s %n {agent.login}", "%s %n <agent.login>");
}

static void faults(void)
{
    refused("{", "line 1: " OPEN);
    refused("a\nb\n {ticket.id", "line 3: " OPEN);
    refused("{ticket\n.id}", "line 1: " OPEN);
    refused("{ticket.id{agent.login}}", "line 1: " OPEN);
    refused("{agent.login|{agent.name}}", "line 1: " OPEN);
    refused("}", "line 1: " CLOSED);
    refused("\n\n{ticket.id}}", "line 3: " CLOSED);
    refused("{}", "line 1: unknown placeholder {}" HELP);
    refused("{|x}", "line 1: unknown placeholder {}" HELP);
    refused("{ticket.di}",
            "line 1: unknown placeholder {ticket.di}, did you mean \"ticket.id\"?" HELP);
    refused("{ ticket.id }",
            "line 1: unknown placeholder { ticket.id }, did you mean \"ticket.id\"?" HELP);
    refused("{TICKET.ID}",
            "line 1: unknown placeholder {TICKET.ID}, did you mean \"ticket.id\"?" HELP);
    refused("{a.name.that.is.longer.than.anything.that.we.show}",
            "line 1: unknown placeholder {a.name.that.is.longer.than.anything.that...}" HELP);
    refused("{x.}", "line 1: unknown placeholder {x.}" HELP);
    refused("{ticket.category}",
            "{ticket.category} is empty: give a default, as in {ticket.category|there}");
    refused("{ticket.subject}",
            "{ticket.subject} is empty: give a default, as in {ticket.subject|there}");
}

static void sizes(void)
{
    enum { LONG = 1 << 20 };
    struct buf out = BUF_INIT;
    char *text = mem_alloc(LONG + 1);
    memset(text, '{', LONG);
    ok(use_text(text, LONG, LONG, &out) == 0 && out.len == LONG / 2, "1 MiB of braces");
    ok(use_text(text, LONG - 1, LONG, &out) == EXIT_DATA, "and one open");
    memset(text + 1, 'a', LONG - 2);
    text[LONG - 1] = '}';
    buf_reset(&out);
    ok(use_text(text, LONG, LONG, &out) == EXIT_DATA && out.len < 300, "a name of 1 MiB");
    memcpy(text, "{x.ab}", 6);
    for (size_t i = 6; i + 6 <= LONG; i += 6)
        memcpy(text + i, "{x.ab}", 6);
    buf_reset(&out);
    ok(use_text(text, LONG / 6 * 6, LONG / 6 * 6, &out) == 0, "as long as it may be");
    buf_reset(&out);
    ok(use_text(text, LONG / 6 * 6, 1000, &out) == EXIT_DATA, "values make it too long");
    ok(strcmp(out.s, "the text with its values is longer than 1000 bytes") == 0, "which is said");
    buf_reset(&out);
    ok(use_text("a\0b{ticket.id}", 14, LONG, &out) == 0 && out.len == 14, "a NUL is a byte");
    buf_reset(&out);
    ok(use_text("{ticket\0.id}", 12, LONG, &out) == EXIT_DATA, "but none of a name");
    free(text);
    buf_free(&out);
}

static void names(void)
{
    const char *help;
    size_t n = 0;
    bool each = true;
    for (; template_word_name(n, &help); n++)
        each = each && *help;
    ok(each && n > 10, "%zu placeholders, each with a meaning", n);
    ok(!help, "nothing behind the last");
}

int main(void)
{
    reading();
    faults();
    sizes();
    names();
    return done();
}
