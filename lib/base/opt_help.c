// SPDX-License-Identifier: GPL-3.0-or-later
// Options as -h shows them.
#include <string.h>

#include "base/opt.h"
#include "base/utf8.h"

// Legal words are shown themselves while they are few.
static void add_value(struct buf *b, const struct opt *o)
{
    enum { FEW = 24 };
    if (o->kind == OPT_FLAG) {
        return;
    }
    buf_ch(b, ' ');
    if (o->value != OPTV_WORDS || strlen(o->words) > FEW) {
        buf_str(b, opt_value_name(o->value));
        return;
    }
    size_t from = b->len;
    buf_str(b, o->words);
    for (char *p = b->s + from; *p; p++) {
        *p = *p == ' ' ? '|' : *p;
    }
}

static void add_left(struct buf *b, const struct opt *o)
{
    if (o->letter) {
        buf_fmt(b, "  -%c%s", o->letter, o->name ? ", " : "");
    } else {
        buf_str(b, "      ");
    }
    if (o->name) {
        buf_fmt(b, "--%s", o->name);
    }
    add_value(b, o);
}

// Words of text between the columns `indent` and `width`; the cursor is at indent.
static void wrap(struct buf *b, const char *text, int indent, int width)
{
    int column = indent;
    while (*text) {
        size_t n = strcspn(text, " ");
        int wide = utf8_width(text, n);
        if (column > indent && column + 1 + wide > width) {
            buf_ch(b, '\n');
            buf_fill(b, ' ', (size_t)indent);
            column = indent;
        }
        if (column > indent) {
            buf_ch(b, ' ');
            column++;
        }
        buf_add(b, text, n);
        column += wide;
        text += n + strspn(text + n, " ");
    }
    buf_ch(b, '\n');
}

static int help_indent(const struct opt *table)
{
    enum { WIDEST = 30 }; // a longer left side gets its text on the next line
    struct buf left = BUF_INIT;
    int indent = 0;
    for (; table->letter || table->name; table++) {
        buf_reset(&left);
        add_left(&left, table);
        int n = utf8_width(left.s, left.len) + 2;
        indent = n > indent && n <= WIDEST ? n : indent;
    }
    buf_free(&left);
    return indent ? indent : WIDEST;
}

void opt_help(struct buf *b, const struct opt *table, int width)
{
    int indent = help_indent(table);
    for (; table->letter || table->name; table++) {
        size_t begin = b->len;
        add_left(b, table);
        int left = utf8_width(b->s + begin, b->len - begin);
        if (left + 2 > indent) {
            buf_ch(b, '\n');
            left = 0;
        }
        buf_fill(b, ' ', (size_t)(indent - left));
        wrap(b, table->help, indent, width);
    }
}
