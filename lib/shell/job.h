// SPDX-License-Identifier: GPL-3.0-or-later
// Programs joined by pipes, run in the foreground.
//
// They stay in the shell's process group, as under any sh without job control: Ctrl-C ends them and
// not the shell, Ctrl-Z stops them and the shell together, and a hang-up reaches all.
#ifndef SHELL_JOB_H
#define SHELL_JOB_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct job {          // everything borrowed
    const char *path; // with a slash: this file, else looked up in PATH
    char *const *argv;
    const char *name;     // for messages
    const char *in, *out; // files; NULL: the terminal, or the next one
    bool append;          // to out
    bool own;             // of the family
};

// Before anything: whatever the terminal is set to now it is set to again behind each job.
void job_start(void);
// Runs all n and waits.  Whatever failed is said on stderr.  interactive: their input is the
// terminal, else they have none.  many: TK_ASK_MANY of own programs that another feeds; 0: unset.
// The status of the last: its exit code, 128 and the signal, or 126 and 127 as sh has them.
int job_run(const struct job *job, size_t n, bool interactive, long long many);
// Appends what one writes on stdout; it has nothing to read.  The status.  ms: where somebody waits
// for it, what it writes on stderr is dropped, and if it has not ended by then or says more than
// 4 MiB it is killed, and -1 returned; 0: it may take any time.
int job_capture(const char *path, char *const *argv, int ms, struct buf *out);

enum { JOB_SIGNALLED = 128 }; // a status above it is a signal's number and this

// A signal that asks the shell itself to end: passed on to the job that is running.
extern volatile sig_atomic_t job_hangup; // its number; 0: none came

#endif
