// SPDX-License-Identifier: GPL-3.0-or-later
// Times commands against each other: their runs take turns, so that what else the machine does
// hits all alike.
//
//     bench [-n ROUNDS] [-i STDIN] [-p PREPARE] LABEL COMMAND [ARG]... [-- LABEL COMMAND
//     [ARG]...]...
//
// PREPARE is a line of shell that runs before each command, untimed.  Both find LABEL, and ROUND
// from 0, in the environment.  The first round is not counted.  The figures: see rounds.h.
//
// A command that fails ends it all.
#include "rounds.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

// Wall time in ms.  The peak of a child is never below our own, since it begins in our memory:
// stay small.
static double spawn(char **argv, const char *input, struct rusage *usage)
{
    posix_spawn_file_actions_t files;
    pid_t pid;
    int status;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, input, O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    double start = clock_ms();
    int rc = posix_spawnp(&pid, argv[0], &files, NULL, argv, environ);
    if (rc)
        give_up(argv[0], strerror(rc));
    while (wait4(pid, &status, 0, usage) < 0)
        if (errno != EINTR)
            give_up(argv[0], strerror(errno));
    double wall = clock_ms() - start;
    posix_spawn_file_actions_destroy(&files);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        give_up(argv[0], "failed");
    return wall;
}

static void measure(struct command *c, int round, const char *prepare, const char *input)
{
    struct rusage usage;
    char number[16];
    snprintf(number, sizeof number, "%d", round);
    if (setenv("ROUND", number, 1) || setenv("LABEL", c->label, 1))
        give_up("environment", strerror(errno));
    if (prepare)
        spawn((char *[]){"sh", "-c", (char *)prepare, NULL}, "/dev/null", &usage);
    double wall = spawn(c->argv, input, &usage);
    keep(c, round, wall, &usage);
}

int main(int argc, char **argv)
{
    struct command c[COMMANDS_MAX];
    const char *prepare = NULL, *input = "/dev/null";
    int n = 101, option;
    while ((option = getopt(argc, argv, "+i:n:p:")) != -1) {
        if (option == 'i')
            input = optarg;
        else if (option == 'n')
            n = atoi(optarg);
        else if (option == 'p')
            prepare = optarg;
        else
            return EXIT_FAILURE;
    }
    int commands = n < 1 ? 0 : read_commands(argv + optind, c, n);
    if (commands == 0)
        give_up("usage",
                "bench [-n N] [-i FILE] [-p SHELL] LABEL COMMAND... [-- LABEL COMMAND...]");
    for (int round = 0; round <= n; round++)
        for (int i = 0; i < commands; i++)
            measure(&c[(round + i) % commands], round, prepare, input);
    report(c, commands, n);
    free_commands(c, commands);
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
