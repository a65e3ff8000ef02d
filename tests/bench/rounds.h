// SPDX-License-Identifier: GPL-3.0-or-later
// What the programs that measure have in common: commands that take turns, and their figures.
#ifndef BENCH_ROUNDS_H
#define BENCH_ROUNDS_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

// wait4 is in every libc that matters, but in no POSIX.
pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage);

enum { COMMANDS_MAX = 16 };

struct command {
    const char *label;
    char **argv;
    double *wall, *cpu; // ms, of each round
    long peak;          // KiB
};

_Noreturn static inline void give_up(const char *what, const char *why)
{
    fprintf(stderr, "bench: %s: %s\n", what, why);
    exit(EXIT_FAILURE);
}

static inline double clock_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

// LABEL COMMAND [ARG]... [-- LABEL COMMAND [ARG]...]..., with room for n rounds of each.
static inline int read_commands(char **argv, struct command *c, int n)
{
    int count = 0;
    while (*argv) {
        if (count == COMMANDS_MAX || !argv[1] || strcmp(argv[1], "--") == 0)
            give_up(*argv, "a label without command, or too many");
        c[count] = (struct command){.label = argv[0],
                                    .argv = argv + 1,
                                    .wall = calloc((size_t)n, sizeof(double)),
                                    .cpu = calloc((size_t)n, sizeof(double))};
        if (!c[count].wall || !c[count].cpu)
            give_up("memory", strerror(errno));
        count++;
        while (*argv && strcmp(*argv, "--") != 0)
            argv++;
        if (*argv)
            *argv++ = NULL; // ends the command
    }
    return count;
}

static inline void free_commands(struct command *c, int count)
{
    for (int i = 0; i < count; i++) {
        free(c[i].wall);
        free(c[i].cpu);
    }
}

// --- what came out

static inline double ms(struct timeval t)
{
    return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

// Round 0 only warms up.
static inline void keep(struct command *c, int round, double wall, const struct rusage *usage)
{
    if (round == 0)
        return;
    c->wall[round - 1] = wall;
    c->cpu[round - 1] = ms(usage->ru_utime) + ms(usage->ru_stime);
    c->peak = usage->ru_maxrss > c->peak ? usage->ru_maxrss : c->peak;
}

static inline int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static inline double part(const double *sorted, int n, int percent)
{
    int last = n - 1;
    return percent == 50 ? (sorted[last / 2] + sorted[n / 2]) / 2
                         : sorted[(last * percent + 99) / 100];
}

static inline double mean(const double *v, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += v[i];
    return sum / n;
}

// One line for each command, of n rounds:
//
//     label, wall time in ms: mean, median, 99th percentile; cpu: median; peak memory in KiB:
//     largest; medians of wall and of cpu over those of the first command
static inline void report(struct command *c, int commands, int n)
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

#endif
