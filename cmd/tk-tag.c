// SPDX-License-Identifier: GPL-3.0-or-later
// tk-tag: tags of tickets.
// Reads ids from stdin when no ID is given; writes one record per ticket after COMMIT.
// Exit: 0; 64 usage; 65 bad id lines or a conflict, nothing changed; 66 no such ticket;
// 77 not permitted.
#include "desk/action.h"

static const char *const usage[] = {
    "[options] +TAG|-TAG... [ID...]",
    NULL,
};
static const struct command command = {
    .name = "tk-tag",
    .summary = "add tags to tickets and remove them",
    .usage = usage,
    .examples = "  tk-tag +vip -new 1042\n"
                "  tk-list outage | tk-tag +outage\n",
    .options = options_tag,
    .flags = OPT_MINUS_WORDS,
    .mode = TOOL_WRITE,
    .operands = OPTV_TAG,
};

int main(int argc, char **argv)
{
    return action_main(&action_tag, &command, argc, argv);
}
