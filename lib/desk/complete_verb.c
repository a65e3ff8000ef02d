// SPDX-License-Identifier: GPL-3.0-or-later
// Words of a noun's tool: its verbs, and what the synopsis of a verb wants next, as in
// "AGENT FIELD=VALUE...".
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/complete_impl.h"

const struct verb *complete_verb(const struct completion *c)
{
    for (const struct verb *v = c->cmd->verbs; v && v->name && c->operands.n; v++)
        if (strcmp(v->name, c->operands.v[0]) == 0)
            return v;
    return NULL;
}

char *complete_verb_words(const struct completion *c, const char *words)
{
    const struct verb *v = complete_verb(c);
    char *key = mem_printf("|%s=", v ? v->name : "");
    const char *own = words ? strstr(words, key) : NULL;
    own = own ? own + strlen(key) : words;
    free(key);
    return own ? mem_strndup(own, strcspn(own, "|")) : NULL;
}

bool complete_verb_takes(const struct verb *v, const struct opt *o)
{
    char *all = v && v->options ? mem_printf(" database help version %s ", v->options) : NULL;
    char *one = o->name ? mem_printf(" %s ", o->name) : NULL;
    bool takes = !all || !one || strstr(all, one);
    free(all);
    free(one);
    return takes;
}

// The n-th word of a synopsis, owned, without brackets and dots; the last one may stand for all
// that follow.  NULL if nothing more is wanted.
static char *wanted(const char *synopsis, int n)
{
    const char *s = synopsis;
    size_t len = strcspn(s, " ");
    for (; n > 0 && s[len]; n--) {
        s += len + 1;
        len = strcspn(s, " ");
    }
    bool repeats = len >= 3 && strncmp(s + len - 3, "...", 3) == 0;
    if (!len || (n > 0 && !repeats))
        return NULL;
    s += *s == '[';
    return mem_strndup(s, strcspn(s, " [].:|"));
}

static enum opt_value kind_of(const char *word)
{
    if (strcmp(word, "ADDRESS") == 0)
        return OPTV_CUSTOMER;
    for (int kind = OPTV_NONE + 1; kind <= OPTV_WORDS; kind++)
        if (strcmp(opt_value_name((enum opt_value)kind), word) == 0)
            return (enum opt_value)kind;
    return OPTV_NONE;
}

// The values of a field are those of the option that sets the same when the thing is made.
static void field_value(struct completion *c, const char *equals)
{
    char *name = mem_printf("--%.*s", (int)(equals - c->word), c->word);
    const struct opt *o = opt_find(c->cmd->options, name);
    c->at = (size_t)(equals + 1 - c->word);
    if (o)
        complete_values(c, o->value, o->words);
    free(name);
}

// fields: as a summary lists them, "name, role, capacity".
static void field_names(struct completion *c, const char *fields)
{
    while (*fields) {
        size_t n = strcspn(fields, ",=");
        char *name = mem_strndup(fields, n);
        complete_offer(c, name, "=", NULL);
        free(name);
        fields += n + strspn(fields + n, ", ");
        fields += *fields == '=' ? strlen(fields) : 0;
    }
}

static void setting(struct completion *c, const struct verb *v, const char *word)
{
    const char *equals = strchr(c->word, '=');
    if (equals)
        field_value(c, equals);
    else
        field_names(c, strncmp(word, "FIELD=", 6) == 0 ? v->summary : word);
}

static void verb_operand(struct completion *c, const struct verb *v)
{
    int n = c->operands.n - 1;
    char *word = wanted(v->operands, n);
    if (!word)
        return;
    if (!n || v->words == OPTV_SETTING)
        complete_values(c, v->words, NULL);
    else if (strchr(word, '='))
        setting(c, v, word);
    else if (*word == '+' && (*c->word == '+' || *c->word == '-')) {
        c->at = 1;
        complete_values(c, kind_of(word + 1), NULL);
    } else if (*word != '+')
        complete_values(c, kind_of(word), NULL);
    free(word);
}

void complete_verbs(struct completion *c)
{
    const struct verb *v = complete_verb(c);
    if (v)
        verb_operand(c, v);
    for (v = c->cmd->verbs; v->name && !c->operands.n; v++)
        complete_offer(c, v->name, "", v->summary);
}
