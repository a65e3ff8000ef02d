// SPDX-License-Identifier: GPL-3.0-or-later
// tk-init: makes the database of a new desk; its caller becomes the first agent, an admin.
// Reads nothing; writes nothing on success.  Exit: 0; 73 it exists or cannot be made; 64 bad zone.
#include "base/date.h"
#include "desk/setup.h"
#include "desk/tool.h"

struct args {
    struct common common;
    bool demo;
};

static const struct opt options[] = {
    {0, "demo", OPT_FLAG, OPTV_NONE, offsetof(struct args, demo), "fill it with sample tickets",
     NULL},
    OPTION('q', "quiet", OPT_FLAG, OPTV_NONE, quiet, "print nothing on success, as always"),
    OPTION(0, "tz", OPT_STRING, OPTV_ZONE, zone,
           "zone of the desk: what \"today\" means (else UTC)"),
    OPTIONS_BASE,
    OPT_END,
};
static const char *const usage[] = {"[options]", NULL};
static const struct command command = {
    .name = "tk-init",
    .summary = "make the database of a new desk",
    .usage = usage,
    .examples = "  tk-init --tz Europe/Prague\n  tk-init -d /srv/desk/tk.db\n",
    .options = options,
    .mode = TOOL_NONE,
};

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    struct tool t;
    tool_start(&t, &command, argc, argv, &args);
    if (t.operands.n)
        tool_usage(&t, "unexpected \"%s\"", t.operands.v[0]);
    setup_desk(
        &(struct setup){.path = args.common.db, .zone = args.common.zone, .demo = args.demo});
    return tool_end(&t);
}
