// SPDX-License-Identifier: GPL-3.0-or-later
// What every tool of the family does the same way: options, help, opening the desk, reading ids,
// writing records, exit status.
//
//     int main(int argc, char **argv)
//     {
//         struct args args = {.common = COMMON_INIT};
//         struct tool t;
//         tool_start(&t, &command, argc, argv, &args);
//         ... one lib call per item ...
//         return tool_end(&t);
//     }
#ifndef DESK_TOOL_H
#define DESK_TOOL_H

#include "base/err.h"
#include "base/opt.h"
#include "base/out.h"
#include "base/recout.h"
#include "desk/column.h"
#include "desk/desk.h"
#include "desk/ref.h"

// Targets of the options that mean the same everywhere (INTERFACE 2).  First member of every
// tool's args.  A tool has those options whose rows are in its table.
struct common {
    bool help, version, quiet, verbose, dry_run, yes, keep_going, nul, fail_empty, each;
    bool header, no_header, crlf, no_pager, utc, force;
    const char *db, *format, *in_format, *columns, *sort, *out, *color, *zone, *empty;
    const char *as, *as_of, *key, *rejects, *lock;
    int64_t limit, if_rev, chunk;
};
#define COMMON_INIT                                                                                \
    {                                                                                              \
        .limit = -1, .if_rev = -1, .chunk = -1                                                     \
    }

#define OPTION(letter, name, kind, value, member, help)                                            \
    {                                                                                              \
        letter, name, kind, value, offsetof(struct common, member), help, NULL                     \
    }
// Rows for option tables; each is one or more initialisers.
#define OPTIONS_BASE                                                                               \
    OPTION('d', "database", OPT_STRING, OPTV_FILE, db, "database (else TK_DB, config, tk.db)"),    \
        OPTION('h', "help", OPT_FLAG, OPTV_NONE, help, "show this help"),                          \
        OPTION('V', "version", OPT_FLAG, OPTV_NONE, version, "show the version")
#define OPTIONS_OUT                                                                                \
    OPTION('F', "format", OPT_STRING, OPTV_FORMAT, format,                                         \
           "table, tsv, csv, xcsv, jsonl, ids or nul"),                                            \
        OPTION('o', "output", OPT_STRING, OPTV_FILE, out,                                          \
               "write to FILE, replaced when complete"),                                           \
        OPTION(0, "header", OPT_FLAG, OPTV_NONE, header, "a header line also in tsv"),             \
        OPTION(0, "no-header", OPT_FLAG, OPTV_NONE, no_header, "no header line"),                  \
        OPTION(0, "crlf", OPT_FLAG, OPTV_NONE, crlf, "end csv lines with CR LF"),                  \
        OPTION(0, "empty", OPT_STRING, OPTV_TEXT, empty, "what tsv prints for an absent cell"),    \
        OPTION(0, "color", OPT_STRING, OPTV_COLOR, color, "always, never or auto"),                \
        OPTION(0, "tz", OPT_STRING, OPTV_ZONE, zone, "zone of the times in a table"),              \
        OPTION(0, "utc", OPT_FLAG, OPTV_NONE, utc, "the same as --tz UTC")
#define OPTIONS_COLUMNS                                                                            \
    OPTION('c', "columns", OPT_STRING, OPTV_COLUMNS, columns,                                      \
           "columns, +COLS for more of them, help for a list")
#define OPTION_AS_OF OPTION(0, "as-of", OPT_STRING, OPTV_TIME, as_of, "the desk as it was at TIME")
#define OPTION_LOCK                                                                                \
    OPTION(0, "lock", OPT_STRING, OPTV_FILE, lock, "exit 75 while another holds the lock of FILE")
#define OPTION_FORCE                                                                               \
    OPTION(0, "force", OPT_FLAG, OPTV_NONE, force, "close also what an open ticket blocks")
#define OPTIONS_ACT                                                                                \
    OPTION(0, "as", OPT_STRING, OPTV_AGENT, as, "act as AGENT (admins)"),                          \
        OPTION('q', "quiet", OPT_FLAG, OPTV_NONE, quiet, "print nothing on success"),              \
        OPTION('v', "verbose", OPT_FLAG, OPTV_NONE, verbose, "say what was so already")
#define OPTIONS_BATCH                                                                              \
    OPTION('n', "dry-run", OPT_FLAG, OPTV_NONE, dry_run, "change nothing; show on stderr"),        \
        OPTION('k', "keep-going", OPT_FLAG, OPTV_NONE, keep_going, "apply the good lines"),        \
        OPTION(0, "rejects", OPT_STRING, OPTV_FILE, rejects,                                       \
               "bad records go to FILE; implies -k"),                                              \
        OPTION(0, "each", OPT_FLAG, OPTV_NONE, each, "commit every line as it comes; implies -k"), \
        OPTION(0, "chunk", OPT_NUMBER, OPTV_NUMBER, chunk, "commit every N records"),              \
        OPTION('K', "key", OPT_STRING, OPTV_KEY, key, "idempotency key: once only"),               \
        OPTION('E', "fail-empty", OPT_FLAG, OPTV_NONE, fail_empty, "exit 1 when nothing came in")
#define OPTIONS_IDS                                                                                \
    OPTION('0', "null", OPT_FLAG, OPTV_NONE, nul, "ids on stdin end with NUL"),                    \
        OPTION(0, "if-rev", OPT_NUMBER, OPTV_NUMBER, if_rev, "only if the ticket's rev is N")

// TOOL_WRITE_LATER, of a verb: it reads its input first, and then begins its change set itself.
enum tool_mode { TOOL_NONE, TOOL_READ, TOOL_WRITE, TOOL_WRITE_LATER };

struct tool;
struct verb { // of a noun's tool: tk-queue add ...
    const char *name, *operands, *summary;
    enum opt_value words; // what completion offers for its operands
    enum tool_mode mode;
    int min, max; // number of operands; max -1: any
    void (*run)(struct tool *t, void *args, const char *const *words, int n);
    const char
        *options; // long names of those it takes, blanks between; NULL: any.  -d -h -V always
};
#define VERB_OUT   "format output header no-header crlf empty color tz utc"
#define VERB_LIST  "columns sort " VERB_OUT
#define VERB_WRITE "as quiet verbose"

struct command {
    const char *name, *summary; // "tk-close", "close tickets"
    const char *const *usage;   // synopsis lines without the name; NULL ends
    const char *examples;       // for -h: whole lines
    const struct opt *options;  // alphabetical by long name within each group
    int flags;                  // enum opt_flags
    enum tool_mode mode;
    enum opt_value operands;  // what completion offers
    const struct verb *verbs; // name NULL ends; or NULL
    const char *drawings;     // further words that -F takes, blanks between; or NULL
};

struct tool {
    const struct command *cmd;
    struct common *o;
    struct opt_list operands;
    struct desk desk;
    bool opened; // the desk is
    struct out out;
    struct rec_style style;
    const char *drawing; // -F is this one of the command's drawings: no records; else NULL
    struct buf err;      // for lib calls; emptied by tool_fail
    struct spool input;  // stdin, when it was read
    struct out rejects;  // of --rejects
    bool rejected;       // something is in it
    bool undecided;      // the open change set may be rolled back and applied again: keep it there
    int status;          // exit code so far
    int complaints;
    struct buf later; // lines for stderr, each ended by NUL
    int64_t change;   // committed by this run; its output failing says so
    char stands[64];
    char dot[24]; // number of the current ticket, once it was named
};

// Parses (usage faults end here with 64), serves -h, -V and completion, opens output and database.
// args starts with a struct common.
void tool_start(struct tool *t, const struct command *cmd, int argc, char **argv, void *args);
// Starts and runs a tool of verbs: finds the verb, checks its operands, opens the desk in its mode.
// A verb that writes runs within a change set, which is committed behind it: what it prints is held
// until then.  An option that is not the verb's is refused.  The exit status.
int tool_verbs(const struct command *cmd, int argc, char **argv, void *args);
// Ends the tool with 64 if an option was given that is none of these (long names, blanks between;
// NULL: any), nor -d, -h or -V: it is refused, never ignored.  what: who takes it not.
void tool_only(struct tool *t, const char *what, const char *options);
// The text of -h, appended.
void tool_help(const struct command *cmd, struct buf *b);
// Finishes output, closes everything; the exit status.
int tool_end(struct tool *t);

// Reports t->err (or a formatted text) as "where: text" and keeps the exit code; the first counts.
void tool_fail(struct tool *t, int code, const char *where);
// A line for stderr that must wait for the end of the transaction (stderr may be a slow pipe);
// tool_say prints what waits.  tool_fail does the same.
void tool_later(struct tool *t, const char *fmt, ...) PRINTF_LIKE(2, 3);
void tool_say(struct tool *t);
_Noreturn void tool_usage(struct tool *t, const char *fmt, ...) PRINTF_LIKE(2, 3);
// Ends the tool now with t->err if rc is not 0.
void tool_must(struct tool *t, int rc);

// Whether stdin may be read without being asked to explicitly (INTERFACE 3); ends the tool with 64
// if not.
void tool_check_stdin(struct tool *t, bool explicitly, const char *what);
#define TOOL_NO_IDS "no ticket id: give one, or pipe some in"
// Input from stdin into t->input.  what: for the message on a terminal.
void tool_read_stdin(struct tool *t, bool explicitly, const char *what);
// Tickets from operands[first..], "-" or stdin (INTERFACE 3).  Bad lines are reported and counted
// in list->bad; bad operands end the tool with 64.
void tool_refs(struct tool *t, int first, struct ref_list *list);
// The same by its parts, within a shell (desk/session.h).  Among the first n operands "." becomes
// the number of the current ticket; without one the tool ends with 64.
void tool_dot(struct tool *t, int n);
// Whether the current ticket is meant: nothing stands behind the first operands, and a person sits
// at stdin.  tool_current adds it; if it was only looked at (TK_TICKET=17?) and the tool changes
// tickets, the person is asked, and a no ends the tool with EXIT_NONE.
bool tool_has_current(const struct tool *t, int first);
void tool_current(struct tool *t, int first, struct ref_list *list);
// Asks at the terminal before more tickets of a pipe are changed than TK_ASK_MANY says; no ends the
// tool with EXIT_NONE.  Without terminal it ends with 64.
void tool_ask_many(struct tool *t, int first, const struct ref_list *list);
void tool_ids_from_stdin(struct tool *t, struct ref_list *list); // "-": those of stdin alone
void tool_known_ids(struct tool *t, struct ref_list *list);      // reports and drops the others

// Keeps a bad record for --rejects as it came; the header (0: none) goes before the first.
void tool_reject(struct tool *t, uint64_t header, uint64_t off, uint64_t size);

// Records out, after all transactions: hold while reading the database.
struct recout *tool_records(struct tool *t, const struct rec_column *const *cols, int n);
// One record per ticket, in order, with the columns of -c or the default ones; nothing with -q.
// Within a transaction (a dry run) they are held until the caller flushes.
void tool_print_tickets(struct tool *t, const int64_t *ids, size_t n);
// With -c help: prints the columns of a ticket; then there is nothing else to do.
bool tool_column_help(struct tool *t);
// A dry run: within its transaction, prints the would-be records to stderr, so that nothing
// downstream acts on them, and rolls back.
void tool_print_dry(struct tool *t, const int64_t *ids, size_t n);
// Begins a change set.
void tool_begin(struct tool *t);
// One change set from begin to commit, with its hooks (desk/hook.h): whatever changes tickets does
// it here.  apply begins it (tool_begin) and makes the changes; false takes them back.  Where a
// hook wants to see them first it is called again behind a rollback, so it starts with its own
// state as it was; what tool_fail, tool_later and tool_reject were told is forgotten by then.  0:
// committed (see t->change), or taken back; EXIT_HOOK: refused; EXIT_TEMP: never twice the same;
// the reason is in t->err.
typedef bool tool_apply(struct tool *t, void *arg);
int tool_change(struct tool *t, tool_apply *apply, void *arg);
// Remembers what a later failure must not hide.
void tool_committed(struct tool *t, int64_t change);
bool tool_on_terminal(const struct tool *t); // output goes to a terminal
// What was written so far, and is held, goes through the pager unless --no-pager.
void tool_page(struct tool *t);

#endif
