// SPDX-License-Identifier: GPL-3.0-or-later
// What a ticket has to do with others: for programs their numbers, for people also how they are.
#include <string.h>

#include "base/date.h"
#include "base/wrap.h"
#include "desk/link.h"
#include "desk/show_impl.h"

static void show_link(struct show *s, const struct link_end *end)
{
    const char *relation = name_word(names_relation, end->relation);
    buf_reset(&s->text);
    buf_int(&s->text, end->id);
    if (s->form == &show_page) {
        buf_fmt(&s->text, " (%s) ", name_word(names_status, end->status));
        wrap_part(&s->text, end->subject, strlen(end->subject));
        show_page_link(s, relation, &s->text);
    } else {
        s->form->fact(
            s, &(struct show_fact){
                   .name = relation, .text = s->text.s, .len = s->text.len, .at = DATE_NONE});
    }
}

void show_links(struct show *s)
{
    struct links l;
    links_load(&l, &s->t->desk, s->ticket.id);
    for (size_t i = 0; i < l.n; i++)
        show_link(s, &l.v[i]);
    links_free(&l);
}
