// SPDX-License-Identifier: GPL-3.0-or-later
// tk-close: closes tickets, from any status.
// Reads ids from stdin when no ID is given; writes one record per ticket after COMMIT.
// Exit: 0; 64 usage; 65 bad id lines or a conflict, nothing changed; 66 no such ticket;
// 77 not permitted.
#include "desk/action.h"

static const char *const usage[] = {
    "[options] [ID...]",
    NULL,
};
static const struct command command = {
    .name = "tk-close",
    .summary = "close tickets",
    .usage = usage,
    .examples = "  tk-close 1042 -m 'Repaired on Monday.' --resolution fixed\n"
                "  tk-list 'status:solved updated:..2w' | tk-close -q\n",
    .options = options_close,
    .flags = 0,
    .mode = TOOL_WRITE,
    .operands = OPTV_ID,
};

int main(int argc, char **argv)
{
    return action_main(&action_close, &command, argc, argv);
}
