// SPDX-License-Identifier: GPL-3.0-or-later
// tk-reopen: back to open.
// Reads ids from stdin when no ID is given; writes one record per ticket after COMMIT.
// Exit: 0; 64 usage; 65 bad id lines or a conflict, nothing changed; 66 no such ticket;
// 77 not permitted.
#include "desk/action.h"

static const char *const usage[] = {
    "[options] [ID...]",
    NULL,
};
static const struct command command = {
    .name = "tk-reopen",
    .summary = "reopen solved and closed tickets",
    .usage = usage,
    .examples = "  tk-reopen 1042 --note -m 'It smokes again.'\n",
    .options = options_reopen,
    .flags = 0,
    .mode = TOOL_WRITE,
    .operands = OPTV_ID,
};

int main(int argc, char **argv)
{
    return action_main(&action_reopen, &command, argc, argv);
}
