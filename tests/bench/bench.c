// SPDX-License-Identifier: GPL-3.0-or-later
// Times commands against each other: their runs take turns, so that what else the machine does
// hits all alike.
//
//     bench [-n ROUNDS] [-i STDIN] [-p PREPARE] LABEL COMMAND [ARG]... [-- LABEL COMMAND
//     [ARG]...]...
//
// PREPARE is a line of shell that runs before each command, untimed.  Both find LABEL, and ROUND
// from 0, in the environment.  The first round is not counted.  One line for each command:
//
//     label, wall time in ms: mean, median, 99th percentile; cpu: median; peak memory in KiB:
//     largest; medians of wall and of cpu over those of the first command
//
// A command that fails ends it all.
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// wait4 is in every libc that matters, but in no POSIX.
pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage);

extern char **environ;

enum { COMMANDS_MAX = 16 };

struct command {
    const char *label;
    char **argv;
    double *wall, *cpu; // ms, of each round
    long peak;          // KiB
};

_Noreturn static void give_up(const char *what, const char *why)
{
    fprintf(stderr, "bench: %s: %s\n", what, why);
    exit(EXIT_FAILURE);
}

static double clock_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double ms(struct timeval t)
{
    return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

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
    if (round == 0)
        return;
    c->wall[round - 1] = wall;
    c->cpu[round - 1] = ms(usage.ru_utime) + ms(usage.ru_stime);
    c->peak = usage.ru_maxrss > c->peak ? usage.ru_maxrss : c->peak;
}

// --- what came out

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double part(const double *sorted, int n, int percent)
{
    int last = n - 1;
    return percent == 50 ? (sorted[last / 2] + sorted[n / 2]) / 2
                         : sorted[(last * percent + 99) / 100];
}

static double mean(const double *v, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += v[i];
    return sum / n;
}

static void report(struct command *c, int commands, int n)
{
    for (int i = 0; i < commands; i++) {
        qsort(c[i].wall, (size_t)n, sizeof(double), ascending);
        qsort(c[i].cpu, (size_t)n, sizeof(double), ascending);
        double wall = part(c[i].wall, n, 50), cpu = part(c[i].cpu, n, 50);
        printf("%-8s %10.3f %10.3f %10.3f %10.3f %8ld %6.2f %6.2f\n", c[i].label,
               mean(c[i].wall, n), wall, part(c[i].wall, n, 99), cpu, c[i].peak,
               wall / part(c[0].wall, n, 50), cpu / part(c[0].cpu, n, 50));
    }
}

// --- what is wanted

static int read_commands(char **argv, struct command *c)
{
    int n = 0;
    while (*argv) {
        if (n == COMMANDS_MAX || !argv[1] || strcmp(argv[1], "--") == 0)
            give_up(*argv, "a label without command, or too many");
        c[n++] = (struct command){.label = argv[0], .argv = argv + 1};
        while (*argv && strcmp(*argv, "--") != 0)
            argv++;
        if (*argv)
            *argv++ = NULL; // ends the command
    }
    return n;
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
    int commands = read_commands(argv + optind, c);
    if (n < 1 || commands == 0)
        give_up("usage",
                "bench [-n N] [-i FILE] [-p SHELL] LABEL COMMAND... [-- LABEL COMMAND...]");
    for (int i = 0; i < commands; i++) {
        c[i].wall = calloc((size_t)n, sizeof(double));
        c[i].cpu = calloc((size_t)n, sizeof(double));
        if (!c[i].wall || !c[i].cpu)
            give_up("memory", strerror(errno));
    }
    for (int round = 0; round <= n; round++)
        for (int i = 0; i < commands; i++)
            measure(&c[(round + i) % commands], round, prepare, input);
    report(c, commands, n);
    for (int i = 0; i < commands; i++) {
        free(c[i].wall);
        free(c[i].cpu);
    }
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
