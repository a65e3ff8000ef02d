// SPDX-License-Identifier: GPL-3.0-or-later
// The interactive desk: what it knows between two commands.
//
// Every command is the small program of that name, so shell and script never differ.  The desk that
// is open here is only read, for the prompt, completion of names and notices; between two reads no
// transaction is open.
#ifndef SHELL_SHELL_H
#define SHELL_SHELL_H

#include "base/opt.h"
#include "desk/desk.h"
#include "desk/notice.h"

struct shell {
    struct desk desk;
    char *dir;  // where the family's programs are (base/family.h); owned
    bool tty;   // stdin and stdout are terminals: else lines are read as a script
    bool color; // on stdout
    bool restricted;
    struct opt_list allowed; // commands beside the usual ones of a restricted shell

    int64_t ticket; // the current one; 0: none
    bool sure;      // it was chosen, not only seen: what changes tickets need not ask

    bool notify;          // options: tell what comes in,
    int64_t many;         // and ask before so many tickets of a list are changed; 0: never
    struct notice notice; // of the same desk
    int64_t version;      // db_data_version when names were read

    int status;   // of the last command
    bool leaving; // the last line was read
};

// Runs until the person leaves, or the script ends.  The exit status.
int shell_run(struct shell *s);

// --- the current ticket

// Makes `id`, or where it was merged into, the current one; 0: none.  False if there is none such.
bool shell_use(struct shell *s, int64_t id, bool sure);
// After a command: a merged ticket leads on, and one that is gone is none.
void shell_follow(struct shell *s);
// Before a command: what its program is to know (desk/session.h) goes into the environment.
void shell_environment(const struct shell *s);

#endif
