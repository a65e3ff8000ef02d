// SPDX-License-Identifier: GPL-3.0-or-later
// tk-cc: who follows tickets: agents by name, customers by address.
// Reads ids from stdin when no ID is given; writes one record per ticket after COMMIT.
// Exit: 0; 64 usage; 65 bad id lines or a conflict, nothing changed; 66 no such ticket;
// 67 unknown agent; 77 not permitted.
#include "desk/action.h"

static const char *const usage[] = {
    "[options] +AGENT|-AGENT... [ID...]",
    NULL,
};
static const struct command command = {
    .name = "tk-cc",
    .summary = "add watching agents and customers in copy, and remove them",
    .usage = usage,
    .examples = "  tk-cc +bob 1042\n"
                "  tk-cc +boss@example.com -bob 1042\n",
    .options = options_cc,
    .flags = OPT_MINUS_WORDS,
    .mode = TOOL_WRITE,
    .operands = OPTV_AGENT,
};

int main(int argc, char **argv)
{
    return action_main(&action_cc, &command, argc, argv);
}
