// SPDX-License-Identifier: GPL-3.0-or-later
// tk-reply: a public reply, an internal note, or what a customer said.
// With ID and without -m, -f, -e the message is stdin; without ID stdin is the ids.
// With --drafts: lists the answers that one has begun.
// Reads ids from stdin when no ID is given; writes one record per ticket after COMMIT.
// Exit: 0; 64 usage; 65 bad id lines or a conflict, nothing changed; 66 no such ticket;
// 1 the person aborted; 77 not permitted.
#include "desk/action.h"

static const char *const usage[] = {
    "[options] [ID...]",
    "--drafts",
    NULL,
};
static const struct command command = {
    .name = "tk-reply",
    .summary = "answer tickets, or note something on them",
    .usage = usage,
    .examples = "  echo 'It is repaired.' | tk-reply 1042 --status solved\n"
                "  tk-reply --note -m 'Called, no answer.' 1042\n"
                "  tk-list queue:mail is:open | tk-reply -f outage.txt\n",
    .options = options_reply,
    .flags = 0,
    .mode = TOOL_WRITE,
    .operands = OPTV_ID,
};

int main(int argc, char **argv)
{
    return action_main(&action_reply, &command, argc, argv);
}
