// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart.h"

// All that comes out is safe and whole.

// Each line: no wider than width, no blank at its end, isolates closed, nothing that a terminal
// obeys but our own colours.
static const char *line_fault(const char *s, size_t n, int width, bool ascii)
{
    struct buf b = BUF_INIT;
    int open = 0;
    const char *fault = utf8_valid(s, n) < n ? "invalid" : NULL;
    for (size_t i = 0; i < n && !fault;) {
        int32_t cp = 0;
        int len = utf8_decode(s + i, n - i, &cp);
        if (cp == 033) {
            len = (int)(strchr(s + i, 'm') + 1 - (s + i));
            fault = len > 5 ? "escape" : NULL;
        } else if (cp == 0x2068 || cp == 0x2069) {
            open += cp == 0x2068 ? 1 : -1;
        } else if (utf8_is_control(cp) || utf8_is_bidi(cp)) {
            fault = "control";
        } else if (ascii && ((cp >= 0x2500 && cp < 0x2600) || cp == 0x2026 || cp == 0xB7)) {
            fault = "not ASCII";
        }
        buf_add(&b, s + i, cp == 033 ? 0 : (size_t)len);
        i += (size_t)len;
    }
    fault = fault                            ? fault
            : open                           ? "isolate"
            : b.len && b.s[b.len - 1] == ' ' ? "blank"
            : utf8_width(b.s, b.len) > width ? "width"
                                             : NULL;
    buf_free(&b);
    return fault;
}

static const char *text_fault(const char *s, int width, bool ascii)
{
    const char *nl;
    for (; *s; s = nl + 1) {
        nl = strchr(s, '\n');
        const char *fault = nl ? line_fault(s, (size_t)(nl - s), width, ascii) : "no newline";
        if (fault) {
            printf("# %s: %.*s\n", fault, nl ? (int)(nl - s) : 0, s);
            return fault;
        }
    }
    return NULL;
}

// Tags and attributes of XML, and of a page whose only void elements are <meta>.
struct xml {
    const char *p;
    char open[32][16];
    int depth;
};

static const char *skip_text(const char *p, char stop)
{
    while (*p && *p != stop && *p != '<') {
        static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
        bool fine = *p != '&';
        for (size_t i = 0; i < N(known) && !fine; i++) {
            fine = strncmp(p, known[i], strlen(known[i])) == 0;
        }
        if (!fine) {
            return NULL;
        }
        p++;
    }
    return p;
}

static const char *skip_attributes(const char *p)
{
    while (p && *p == ' ') {
        p += 1 + strcspn(p + 1, "=<>/ \"");
        if (p[0] != '=' || p[1] != '"' || !(p = skip_text(p + 2, '"')) || *p++ != '"') {
            return NULL;
        }
    }
    return p;
}

static bool take_tag(struct xml *x)
{
    bool closes = x->p[1] == '/';
    const char *name = x->p + 1 + closes;
    size_t n = strcspn(name, " />");
    const char *end = skip_attributes(name + n);
    if (!n || n >= sizeof x->open[0] || !end) {
        return false;
    }
    bool empty = strncmp(end, "/>", 2) == 0 || strncmp(name, "meta ", 5) == 0;
    if (*(end + (*end == '/')) != '>') {
        return false;
    }
    x->p = end + (*end == '/') + 1;
    if (closes) {
        const char *top = x->depth > 0 ? x->open[--x->depth] : "";
        return strlen(top) == n && strncmp(top, name, n) == 0;
    }
    if (!empty && x->depth < 31) {
        memcpy(x->open[x->depth], name, n);
        x->open[x->depth++][n] = 0;
    }
    return true;
}

static bool is_well_formed(const char *s, const char *first)
{
    struct xml x = {.p = s};
    bool fine = strncmp(s, first, strlen(first)) == 0 && utf8_valid(s, strlen(s)) == strlen(s);
    for (x.p += strlen(first); fine && x.p && *x.p; fine = x.p && (!*x.p || take_tag(&x))) {
        x.p = skip_text(x.p, '<');
    }
    if (!fine) {
        printf("# at: %.60s\n", x.p ? x.p : "an entity");
    }
    return fine && x.depth == 0;
}

static void test_checker(void)
{
    ok(is_well_formed("<a b=\"1 &lt;\">x &amp; y<c/></a>\n", ""), "well-formed");
    ok(!is_well_formed("<a><b></a></b>", ""), "crossed tags");
    ok(!is_well_formed("<a>", ""), "an open tag");
    ok(!is_well_formed("<a>&</a>", ""), "a bare ampersand");
    ok(!is_well_formed("<a b=1></a>", ""), "a bare attribute");
    ok(!is_well_formed("<a b=\"<\"></a>", ""), "a tag in an attribute");
    ok(text_fault("a \n", 9, false) && text_fault("ab\n", 1, false) && text_fault("a", 9, false) &&
           text_fault("\xE2\x81\xA8\n", 9, false) && text_fault("\033[2J\033]0;x\am\n", 9, false) &&
           !text_fault("\033[1ma\033[0m\n", 1, true),
       "faults of lines");
}

static bool has_control(const char *s)
{
    for (size_t i = 0, n = strlen(s); i < n;) {
        int32_t cp = 0;
        i += (size_t)utf8_decode(s + i, n - i, &cp);
        if ((utf8_is_control(cp) && cp != '\n') || (cp & 0xFFFE) == 0xFFFE ||
            (utf8_is_bidi(cp) && cp != 0x2068 && cp != 0x2069)) {
            return true;
        }
    }
    return false;
}

static void check_documents(const struct chart *c, const char *name)
{
    const char *s = svg(c);
    ok(is_well_formed(s, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), "%s: XML", name);
    ok(!has_control(s) && !strstr(s, "href") && !strstr(s, "url(") && !strstr(s, "<script"),
       "%s: nothing hidden or external in the drawing", name);
    s = html(c);
    ok(is_well_formed(s, "<!DOCTYPE html>\n"), "%s: HTML", name);
    ok(!has_control(s) && !strstr(s, "href") && !strstr(s, "url(") && !strstr(s, "<script"),
       "%s: nothing hidden or external in the page", name);
}

static void check_all(const struct chart *from, const char *name)
{
    static const int widths[] = {20, 23, 31, 40, 80, 200};
    struct chart c = *from;
    const char *fault = NULL;
    for (int form = CHART_AUTO; form <= CHART_HEATMAP && !fault; form++) {
        c.form = (enum chart_form)form;
        for (size_t i = 0; i < N(widths) * 4 && !fault; i++) {
            int width = widths[i / 4];
            fault = text_fault(text(&c, width, i % 2, i % 4 > 1), width, i % 2);
        }
        check_documents(&c, name);
    }
    ok(!fault, "%s: lines", name);
}

#define ATTACK                                                                                     \
    "\033[31m<b>\"&'\xFF]]>\xE2\x80\xAE" HEBREW "\t\n\xC2\x85\xEF\xBF\xBE</svg>=1+1 "              \
    "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA9"

static void test_hostile(void)
{
    static const char *const names[] = {ATTACK, HEBREW, "", NULL, "a\n"};
    static const char *const notes[] = {ATTACK ATTACK, "", "a    b", NULL};
    static const double v[] = {1, NAN, -1e300, 1e300, 7};
    static const struct chart_metric m = {ATTACK, ATTACK, CHART_NUMBER, ATTACK};
    static const struct chart_dim d = {ATTACK, true};
    struct chart c = {
        ATTACK " " ATTACK, ATTACK, CHART_AUTO, &d, 1, &m, 1, 5, names, v, notes, true};
    check_all(&c, "hostile");
    c = grid(names, 5, false, names, 5, true);
    c.title = ATTACK;
    check_all(&c, "hostile grid");
    ok(strstr(html(&c), "<th scope=\"row\" dir=\"auto\">" HEBREW "</th>"), "right to left by dir");
    c = by_queue;
    check_all(&c, "plain");
    c.n_rows = 0;
    check_all(&c, "no rows");
    c.n_rows = 5;
    c.n_dims = 0;
    check_all(&c, "no dimensions");
    c.metric = &reply;
    c.label = NULL;
    check_all(&c, "no labels");
    c = grid(days, 3, true, hours, 16, true);
    check_all(&c, "heat map");
}

static void test_flat(void)
{
    static const double flat[][4] = {{0, 0, 0, 0}, {NAN, NAN, NAN, NAN}, {5, 5, 5, 5}, {0.25, 0.5}};
    for (size_t i = 0; i < N(flat); i++) {
        struct chart c = by_queue;
        c.value = flat[i];
        c.n_rows = 4;
        c.total = false;
        check_all(&c, "flat");
    }
}

int main(void)
{
    test_checker();
    test_hostile();
    test_flat();
    return done();
}
