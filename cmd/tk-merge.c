// SPDX-License-Identifier: GPL-3.0-or-later
// tk-merge: the thread of a ticket goes on in another one.
// Reads the ids of those to merge from stdin when no FROM is given; writes one record for each of
// them after COMMIT.
// Exit: 0; 64 usage; 65 bad id lines, a loop, or merged elsewhere, nothing changed; 66 no such
// ticket; 77 not permitted.
#include "desk/action.h"

static const char *const usage[] = {
    "[options] INTO [FROM...]",
    "--undo [options] [FROM...]",
    NULL,
};
static const struct command command = {
    .name = "tk-merge",
    .summary = "merge tickets into one, and take that back",
    .usage = usage,
    .examples = "  tk-merge 1042 1043 1050\n"
                "  tk-list subject:outage NOT id:1042 | tk-merge 1042\n"
                "  tk-merge --undo 1043\n",
    .options = options_merge,
    .mode = TOOL_WRITE,
    .operands = OPTV_ID,
};

int main(int argc, char **argv)
{
    return action_main(&action_merge, &command, argc, argv);
}
