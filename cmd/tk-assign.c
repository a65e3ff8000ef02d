// SPDX-License-Identifier: GPL-3.0-or-later
// tk-assign: who works on tickets.
// Reads ids from stdin when no ID is given; writes one record per ticket after COMMIT.
// Exit: 0; 64 usage; 65 bad id lines or a conflict, nothing changed; 66 no such ticket;
// 67 unknown agent; 1 --claim got none; 77 not permitted.
#include "desk/action.h"

static const char *const usage[] = {
    "[options] AGENT [ID...]",
    "--claim [--for TIME] [options] [ID...]",
    "--release [options] [ID...]",
    NULL,
};
static const struct command command = {
    .name = "tk-assign",
    .summary = "give tickets to an agent, take or release them",
    .usage = usage,
    .examples = "  tk-assign bob 1042\n"
                "  tk-list is:unassigned queue:billing | tk-assign bob\n"
                "  tk-assign --claim 1042\n",
    .options = options_assign,
    .flags = 0,
    .mode = TOOL_WRITE,
    .operands = OPTV_AGENT,
};

int main(int argc, char **argv)
{
    return action_main(&action_assign, &command, argc, argv);
}
