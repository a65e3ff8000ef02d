// SPDX-License-Identifier: GPL-3.0-or-later
// tk-set: fields of tickets.
// Reads ids from stdin when no ID is given; writes one record per ticket after COMMIT.
// Exit: 0; 64 usage; 65 bad id lines or a conflict, nothing changed; 66 no such ticket;
// 67 unknown queue; 77 not permitted.
#include "desk/action.h"

static const char *const usage[] = {
    "[options] FIELD=VALUE... [ID...]",
    NULL,
};
static const struct command command = {
    .name = "tk-set",
    .summary = "set fields of tickets",
    .usage = usage,
    .examples = "  tk-set priority=high due=friday 1042\n"
                "  tk-list queue:old | tk-set queue=support\n"
                "  tk-set x.room=B12 category=hardware 1042 1043\n",
    .options = options_set,
    .flags = 0,
    .mode = TOOL_WRITE,
    .operands = OPTV_SET,
};

int main(int argc, char **argv)
{
    return action_main(&action_set, &command, argc, argv);
}
