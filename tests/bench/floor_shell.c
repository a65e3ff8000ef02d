// SPDX-License-Identifier: GPL-3.0-or-later
// The floor of tk-shell (see floor.h): readline with a prompt, and a desk opened for reading, of
// which nothing is read.  Ends with its input.
//
//     floor_shell DB
#include "floor.h"

#include <readline/readline.h>
#include <stdbool.h>

static bool ended;

static void take_line(char *line)
{
    ended = line == NULL;
    free(line);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        give_up("usage: floor_shell DB");
    sqlite3 *db = open_desk(argv[1], SQLITE_OPEN_READONLY);
    execute(db, "SELECT 1 FROM sqlite_schema LIMIT 1");
    rl_readline_name = "tk";
    rl_callback_handler_install("tk> ", take_line);
    while (!ended)
        rl_callback_read_char();
    rl_callback_handler_remove();
    sqlite3_close(db);
    return EXIT_SUCCESS;
}
