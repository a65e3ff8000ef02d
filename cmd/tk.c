// SPDX-License-Identifier: GPL-3.0-or-later
// tk: runs tk-CMD from its own directory, then from PATH; lists and explains the commands.
// Reads nothing; writes help on stdout.
// Exit: that of tk-CMD; 64 no such command, or an option before it.
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/family.h"
#include "base/mem.h"
#include "desk/complete.h"
#include "desk/tool.h"

static const struct opt options[] = {
    OPTION('h', "help", OPT_FLAG, OPTV_NONE, help, "show this help"),
    OPTION('V', "version", OPT_FLAG, OPTV_NONE, version, "show the version"),
    OPT_END,
};
static const char *const usage[] = {"CMD [ARG ...]", "help [CMD]", NULL};
static const struct command command = {
    .name = "tk",
    .summary = "run a command of the help desk",
    .usage = usage,
    .examples = "  tk list is:unassigned      the same as tk-list is:unassigned\n"
                "  tk help                    what commands there are\n"
                "  tk help list               what tk-list does\n",
    .options = options,
};

// argv[0] is the command.
static _Noreturn void run(const char *dir, char **argv)
{
    char *path = family_find(dir, argv[0]);
    if (!path) {
        struct buf hint = BUF_INIT;
        family_suggest(dir, argv[0], &hint);
        die(EXIT_USAGE, "unknown command \"%s\"%s", argv[0],
            hint.len ? hint.s : " (tk help lists them)");
    }
    argv[0] = path;
    execvp(path, argv);
    die_errno(0, "%s", path);
}

// --- help

// format: of a command and its summary, one line.
static void add_commands(struct buf *b, const char *dir, const char *prefix, const char *format)
{
    struct family some;
    family_list(&some, dir, prefix);
    family_ask(&some);
    for (size_t i = 0; i < some.n; i++) {
        buf_fmt(b, format, some.tool[i].command, some.tool[i].summary ? some.tool[i].summary : "");
        buf_trim(b);
        buf_ch(b, '\n');
    }
    family_free(&some);
}

static int overview(const char *dir)
{
    struct out out;
    out_open(&out, NULL);
    buf_str(&out.buf, "usage: tk CMD [ARG ...]\n\n");
    add_commands(&out.buf, dir, "", "  %-12s %s");
    buf_str(&out.buf, "\ntk help CMD explains one.\n");
    out_record(&out);
    out_finish(&out);
    return EXIT_DONE;
}

static int own_options(int argc, char **argv)
{
    struct common args = COMMON_INIT;
    struct tool t;
    tool_start(&t, &command, argc, argv, &args);
    tool_usage(&t, "no command"); // "tk -- list"
}

static int help(const char *dir, char **words)
{
    if (!words[0])
        return overview(dir);
    if (words[1])
        die(EXIT_USAGE, "help takes one command (tk -h helps)");
    bool own = strcmp(words[0], "help") == 0;
    char *page = own ? mem_strdup("tk") : mem_printf("tk-%s", words[0]);
    bool shown = family_legal(words[0]) && isatty(STDOUT_FILENO) && family_man(page);
    free(page);
    if (shown)
        return EXIT_DONE;
    if (own)
        return own_options(2, (char *[]){(char *)"tk", (char *)"-h", NULL});
    run(dir, (char *[]){words[0], (char *)"-h", NULL});
}

// --- completion

static int complete_command(const char *dir, const char *word)
{
    struct buf b = BUF_INIT;
    add_commands(&b, dir, word, "%s\t%s");
    if (strncmp(word, "help", strlen(word)) == 0)
        buf_str(&b, "help\twhat commands there are, what one does\n");
    buf_write(STDOUT_FILENO, b.s, b.len);
    buf_free(&b);
    return EXIT_DONE;
}

// words: those behind --complete.
static int complete(const char *dir, int n, char **words)
{
    bool first = n == 1 && words[0][0] != '-';
    if (first || (n == 2 && strcmp(words[0], "help") == 0))
        return complete_command(dir, words[n - 1]);
    if (n < 2)
        return complete_main(&command, n, words); // the options, or the summary
    char *path = family_find(dir, words[0]);
    words[-1] = path;
    words[0] = (char *)"--complete";
    if (path && family_completes(path))
        execvp(path, words - 1);
    free(path);
    return EXIT_DONE;
}

static int dispatch(const char *dir, int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--complete") == 0)
        return complete(dir, argc - 2, argv + 2);
    if (argc > 1 && argv[1][0] == '-')
        return own_options(argc, argv);
    if (argc > 1 && strcmp(argv[1], "help") == 0)
        return help(dir, argv + 2);
    if (argc > 1)
        run(dir, argv + 1);
    char *shell = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) ? family_find(dir, "shell") : NULL;
    if (shell)
        run(dir, (char *[]){(char *)"shell", NULL});
    return overview(dir);
}

int main(int argc, char **argv)
{
    err_prog = command.name;
    out_guard_fds();
    char *dir = family_dir(argv[0]);
    int status = dispatch(dir, argc, argv);
    free(dir);
    return status;
}
