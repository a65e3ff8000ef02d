// SPDX-License-Identifier: GPL-3.0-or-later
// tk-link: what tickets have to do with each other: parent, blocks, related, duplicate.
// Reads ids from stdin when no ID is given; writes one record per ID after COMMIT.
// Exit: 0; 64 usage; 65 bad id lines, a loop or a conflict, nothing changed; 66 no such ticket;
// 77 not permitted.
#include "desk/action.h"

static const char *const usage[] = {
    "[options] RELATION TICKET [ID...]",
    NULL,
};
static const struct command command = {
    .name = "tk-link",
    .summary = "link tickets: parent, blocks, related, duplicate",
    .usage = usage,
    .examples =
        "  tk-link parent 1042 1043 1044     1042 is the parent of both\n"
        "  tk-link blocks 1042 1043          1043 blocks 1042: that one cannot be closed yet\n"
        "  tk-list login | tk-link duplicate 1042\n"
        "  tk-link --remove parent 1042 1043\n",
    .options = options_link,
    .mode = TOOL_WRITE,
    .operands = OPTV_RELATION,
};

int main(int argc, char **argv)
{
    return action_main(&action_link, &command, argc, argv);
}
