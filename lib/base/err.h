// SPDX-License-Identifier: GPL-3.0-or-later
// Exit codes, and the only way a message reaches stderr.
//
// Two kinds of failure, never mixed: the environment (memory, I/O, SQLite) ends the process here
// with die(); a fault in what a person asked for is returned to the caller as text in a struct buf
// and reported with warn().  Every message is one line, written by one write(2), and made safe for
// a terminal (see utf8_visible), since it may quote customer text.
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdarg.h>

// The numbers of sysexits.h where one fits; INTERFACE 7 gives their meaning for the family.
enum tk_exit {
    EXIT_DONE = 0,
    EXIT_NONE = 1,        // -E and nothing matched, or the person aborted
    EXIT_USAGE = 64,      // wrong words on the command line, a query that cannot be read
    EXIT_DATA = 65,       // bad input lines, conflict, illegal transition
    EXIT_NOINPUT = 66,    // no such ticket (operand), file or database
    EXIT_NOUSER = 67,     // unknown agent, customer or queue
    EXIT_HOOK = 69,       // refused by a hook
    EXIT_SOFTWARE = 70,   // a bug in tk
    EXIT_CANTCREATE = 73, // cannot create an output file
    EXIT_IO = 74,         // failed read or write, corrupt database
    EXIT_TEMP = 75,       // busy past the timeout, disk full: try again
    EXIT_NOPERM = 77,     // not permitted, database not writable
    EXIT_CONFIG = 78,     // configuration; not a tk database, or one newer than this program
};

// Name that starts every message; set once by main.
extern const char *err_prog;
// What has been done all the same when the process dies: die adds it to its message, so that nobody
// does it twice ("change 812 stands, output lost").  NULL: nothing.  Borrowed.
extern const char *err_stands;
// Called before a message: who draws on the terminal gives it back first.  NULL: nobody does.
extern void (*err_before)(void);

#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

// "prog: message" on stderr.
void warn(const char *fmt, ...) PRINTF_LIKE(1, 2);
// A further line that belongs to the last message (a query and its caret), without "prog: ".
void warn_more(const char *fmt, ...) PRINTF_LIKE(1, 2);

// Like warn, then exit(code).  Runs atexit handlers (they remove temporary files).
_Noreturn void die(int code, const char *fmt, ...) PRINTF_LIKE(2, 3);

// die(code) with ": strerror".  Code 0 goes by errno: out of space, memory or descriptors, and
// EINTR and EAGAIN are EXIT_TEMP, missing files EXIT_NOINPUT, permissions EXIT_NOPERM, else
// EXIT_IO.
_Noreturn void die_errno(int code, const char *fmt, ...) PRINTF_LIKE(2, 3);

// "prog: out of memory" and EXIT_TEMP, without allocating: what mem.c calls.
_Noreturn void die_memory(void);

#endif
