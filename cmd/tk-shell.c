// SPDX-License-Identifier: GPL-3.0-or-later
// tk-shell: the interactive desk: every tool by its name without tk-, edited by readline.
// Reads commands from the terminal, or as a script from stdin; the desk is only read here, the
// tools that are run do the rest.
// Exit: that of the last command; 64 usage; 66 no database; 129, 143 after SIGHUP, SIGTERM.
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/family.h"
#include "base/restricted.h"
#include "base/term.h"
#include "desk/tool.h"
#include "shell/shell.h"

struct args {
    struct common common;
    bool restricted;
    struct opt_list allow;
};

static const struct opt options[] = {
    {0, "allow", OPT_LIST, OPTV_TEXT, offsetof(struct args, allow),
     "CMD is allowed in a restricted shell, too", NULL},
    OPTION(0, "as", OPT_STRING, OPTV_AGENT, as, "act as AGENT (admins)"),
    OPTION(0, "color", OPT_STRING, OPTV_COLOR, color, "always, never or auto"),
    {0, "restricted", OPT_FLAG, OPTV_NONE, offsetof(struct args, restricted),
     "only the desk: no programs, files, pipes, editor or pager", NULL},
    OPTIONS_BASE,
    OPT_END,
};
static const char *const usage[] = {"[options]", NULL};
static const struct command command = {
    .name = "tk-shell",
    .summary = "the interactive desk",
    .usage = usage,
    .examples = "  tk-shell               or tk alone, at a terminal\n"
                "  tk-shell <evening.tk   commands from a file\n"
                "  tk-shell --restricted  for accounts that may do nothing else\n",
    .options = options,
    .mode = TOOL_READ,
};

static void set(const char *name, const char *value)
{
    if (value && setenv(name, value, 1) != 0)
        die_errno(0, "%s", name);
}

// What the programs that we run are to know, too.
static void pass_on(struct args *args)
{
    args->restricted = args->restricted || restricted(); // one within another is no way out
    set("TK_DB", args->common.db);
    set("TK_AGENT", args->common.as);
    set("TK_RESTRICTED", args->restricted ? "1" : NULL);
    if (args->restricted) {
        unsetenv("INPUTRC"); // a file by name
        unsetenv("TK_HOOK"); // it would switch hooks off
    }
    if (args->common.color && strcmp(args->common.color, "auto") != 0)
        set(*args->common.color == 'n' ? "NO_COLOR" : "CLICOLOR_FORCE", "1");
}

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    struct tool t;
    tool_start(&t, &command, argc, argv, &args);
    if (t.operands.n)
        tool_usage(&t, "no operand is wanted: \"%s\"", t.operands.v[0]);
    pass_on(&args);
    err_prog = "tk";
    struct shell s = {.desk = t.desk,
                      .dir = family_dir(argv[0]),
                      .tty = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO),
                      .color = term_color(args.common.color, STDOUT_FILENO),
                      .restricted = args.restricted,
                      .allowed = args.allow,
                      .notify = true,
                      .many = 25};
    t.status = shell_run(&s);
    t.desk = s.desk;
    free(s.dir);
    opt_list_free(&args.allow);
    return tool_end(&t);
}
