// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/restricted.h"
#include "base/term.h"
#include "desk/compose.h"
#include "desk/message.h"

#define SCISSORS "------------------------ >8 ------------------------"

// The draft of this process; kept on disk until its message is committed.
static char *draft_path;

static void tell_draft(void)
{
    if (draft_path)
        warn("your text is kept in %s", draft_path);
}

static void draft_keep(char *path)
{
    if (!draft_path)
        atexit(tell_draft);
    free(draft_path);
    draft_path = path;
}

// Numbers of processes come again, in a container at once: what is there is somebody's text.
static char *make_draft(const char *dir, const char *name, int *fd)
{
    char *path = mem_printf("%s/%s-%ld.txt", dir, name, (long)getpid());
    for (int i = 2;; i++) {
        *fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (*fd >= 0 || errno != EEXIST)
            return path;
        free(path);
        path = mem_printf("%s/%s-%ld-%d.txt", dir, name, (long)getpid(), i);
    }
}

static int draft_open(const char *name, const char *text, size_t n)
{
    char *dir = path_state("drafts");
    if (!dir || path_make(dir) != 0)
        die_errno(EXIT_CANTCREATE, "cannot make the drafts directory %s", dir ? dir : "(no HOME)");
    int fd;
    char *path = make_draft(dir, name, &fd);
    free(dir);
    if (fd < 0 || buf_write(fd, text, n) != 0 || fsync(fd) != 0)
        die_errno(EXIT_CANTCREATE, "cannot write the draft %s", path);
    draft_keep(path);
    return fd;
}

const char *compose_path(void)
{
    return draft_path;
}

void compose_done(void)
{
    if (!draft_path)
        return;
    unlink(draft_path);
    free(draft_path);
    draft_path = NULL;
}

static void quote_lines(struct buf *b, const char *text)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        buf_str(b, "> ");
        buf_add(b, text, n);
        buf_ch(b, '\n');
        text += n + (text[n] == '\n');
    }
}

static void cut_scissors(struct buf *b)
{
    char *line =
        strncmp(b->s, SCISSORS, strlen(SCISSORS)) == 0 ? b->s : strstr(b->s, "\n" SCISSORS);
    if (line)
        buf_cut(b, (size_t)(line - b->s));
}

static int read_file(const char *path, struct buf *out, struct buf *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int rc = fd < 0 ? -1 : buf_read(out, fd, MESSAGE_MAX);
    int error = errno;
    if (fd >= 0)
        close(fd);
    if (rc == 0)
        return 0;
    buf_fmt(err, "%s: %s", path,
            error == EFBIG ? "longer than a message may be (1 MiB)" : strerror(error));
    return fd < 0 ? EXIT_NOINPUT : error == EFBIG ? EXIT_DATA : EXIT_IO;
}

// A path of the database may be anybody's writing.
static bool is_among_drafts(const char *path)
{
    char *dir = path_state("drafts");
    size_t n = dir ? strlen(dir) : 0;
    bool within = dir && strncmp(path, dir, n) == 0 && path[n] == '/' && !strchr(path + n + 1, '/');
    free(dir);
    return within;
}

bool compose_is_draft(const char *path)
{
    struct stat st;
    return is_among_drafts(path) && lstat(path, &st) == 0 && S_ISREG(st.st_mode) &&
           st.st_uid == geteuid() && access(path, R_OK) == 0;
}

bool compose_was_draft(const char *path)
{
    struct stat st;
    return is_among_drafts(path) && lstat(path, &st) != 0 && errno == ENOENT;
}

bool compose_look(const char *path, struct buf *out)
{
    struct buf err = BUF_INIT;
    int rc = compose_is_draft(path) ? read_file(path, out, &err) : EXIT_NOINPUT;
    if (rc == 0)
        cut_scissors(out);
    buf_free(&err);
    return rc == 0;
}

// The file that the editor will open, with what it holds in `start`.
static int start_draft(const struct compose *c, const char *name, const char *quote,
                       struct buf *start, struct buf *err)
{
    if (c->resume) {
        int rc = read_file(c->resume, start, err);
        if (rc == 0)
            draft_keep(mem_strdup(c->resume));
        return rc;
    }
    buf_fmt(start, "%s\n" SCISSORS "\nWrite above the line; nothing above it: nothing is sent.\n",
            c->start ? c->start : "");
    if (c->aside)
        buf_str(start, c->aside);
    if (quote)
        quote_lines(start, quote);
    if (c->aside || quote) // vi takes orders from the last five lines of a file
        buf_fill(start, '\n', 5);
    close(draft_open(name, start->s, start->len));
    return 0;
}

// Set back, so that a person who saves can be told from one who only leaves.
static void age_draft(struct stat *st)
{
    const struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = time(NULL) - 2}};
    utimensat(AT_FDCWD, draft_path, times, AT_SYMLINK_NOFOLLOW);
    if (lstat(draft_path, st) != 0)
        *st = (struct stat){0};
}

static bool was_saved(const struct stat *before)
{
    struct stat st;
    return lstat(draft_path, &st) == 0 &&
           (st.st_ino != before->st_ino || st.st_mtim.tv_sec != before->st_mtim.tv_sec);
}

// What stands from the scissors line on.
static const char *below(const struct buf *b)
{
    const char *line = b->s ? strstr(b->s, SCISSORS) : NULL;
    return line ? line : "";
}

// The text came out empty: of a draft nothing is kept if nothing was written, or all was deleted.
static int say_nothing(const struct compose *c, const struct buf *start, bool same_below,
                       bool saved, struct buf *err)
{
    bool had_text = strncmp(start->s, "\n" SCISSORS, strlen("\n" SCISSORS)) != 0;
    if (same_below && (saved || !c->resume))
        compose_done();
    buf_str(err, saved || !had_text ? "no text: nothing was done" : "not saved: nothing was done");
    return EXIT_NONE;
}

// Whether there is nothing that somebody may want back: an editor that was cut off keeps what was
// not saved beside the draft.
static bool is_worthless(const struct compose *c, enum term_edit how, bool saved)
{
    return !c->resume && !saved && how != EDIT_CUT;
}

static int from_editor(const struct compose *c, const char *name, const char *quote,
                       struct buf *out, struct buf *err)
{
    struct buf start = BUF_INIT;
    struct stat before;
    bool same_below = false, saved = false;
    int rc = start_draft(c, name, quote, &start, err);
    if (rc == 0) {
        age_draft(&before);
        if (c->writing)
            c->writing(c->arg, draft_path);
        enum term_edit how = term_edit(draft_path, err);
        rc = how != EDIT_DONE ? EXIT_IO : read_file(draft_path, out, err);
        saved = was_saved(&before);
        if (rc && is_worthless(c, how, saved))
            compose_done();
    }
    if (rc == 0) {
        same_below =
            strcmp(below(out), below(&start)) == 0 || strspn(out->s, " \t\r\n") == out->len;
        cut_scissors(out);
        buf_trim(out);
        if (!saved)
            buf_reset(out); // they left without a word, also where the text had a beginning
    }
    if (rc == 0 && !out->len)
        rc = say_nothing(c, &start, same_below, saved, err);
    buf_free(&start);
    return rc;
}

// --- typed at the terminal

// The draft to go on with is shown; what stands in it from the scissors line on goes.
static int resume_typed(const struct compose *c, struct buf *out, int *fd, struct buf *err)
{
    int rc = read_file(c->resume, out, err);
    if (rc)
        return rc;
    cut_scissors(out);
    draft_keep(mem_strdup(c->resume));
    *fd = open(draft_path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
    if (*fd < 0 || ftruncate(*fd, (off_t)out->len) != 0)
        die_errno(EXIT_CANTCREATE, "cannot write the draft %s", draft_path);
    warn("your text so far:");
    for (const char *s = out->s; *s; s += strcspn(s, "\n"), s += *s == '\n')
        warn_more("%.*s", (int)strcspn(s, "\n"), s);
    return 0;
}

// What was typed is on disk at once: a line may be cut off at any time.
static void keep_typed(const struct compose *c, const char *name, const char *s, size_t n, int *fd)
{
    if (*fd < 0) {
        *fd = draft_open(name, s, n);
        if (c->writing)
            c->writing(c->arg, draft_path);
    } else if (buf_write(*fd, s, n) != 0 || fsync(*fd) != 0) {
        die_errno(EXIT_CANTCREATE, "cannot write the draft %s", draft_path);
    }
}

static int from_terminal(const struct compose *c, const char *name, struct buf *out,
                         struct buf *err)
{
    int fd = -1;
    ssize_t n = 0;
    int rc = c->resume ? resume_typed(c, out, &fd, err) : 0;
    if (rc == 0)
        warn("write the text; Ctrl-D on a line of its own ends it");
    while (rc == 0 && out->len <= MESSAGE_MAX && (n = buf_some(out, STDIN_FILENO, 4096)) > 0)
        keep_typed(c, name, out->s + out->len - n, (size_t)n, &fd);
    if (rc == 0 && n <= 0 && term_hung_up(STDIN_FILENO)) { // which may look like the end
        buf_str(err, "the terminal hung up: nothing was done");
        rc = EXIT_IO;
    } else if (rc == 0 && n) {
        buf_fmt(err, "stdin: %s", n > 0 ? "longer than a message may be (1 MiB)" : strerror(errno));
        rc = n > 0 ? EXIT_DATA : EXIT_IO;
    }
    if (fd >= 0)
        close(fd);
    return rc;
}

// `explicitly`: by -f -.  Otherwise the rest of a file that somebody else reads line by line would
// be swallowed.
static int from_stdin(bool explicitly, struct buf *out, struct buf *err)
{
    if (!explicitly && lseek(STDIN_FILENO, 0, SEEK_CUR) > 0) {
        buf_str(err, "stdin is a file read in part already (a while-read loop?): give -m TEXT, or"
                     " -f - to read the rest of it");
        return EXIT_USAGE;
    }
    if (buf_read(out, STDIN_FILENO, MESSAGE_MAX) != 0) {
        buf_fmt(err, "stdin: %s",
                errno == EFBIG ? "longer than a message may be (1 MiB)" : strerror(errno));
        return errno == EFBIG ? EXIT_DATA : EXIT_IO;
    }
    return 0;
}

static int sources(const struct compose *c)
{
    return (c->text != NULL) + (c->file != NULL) + c->editor;
}

// At a terminal: in the editor, or for -f - and where no editor may run, line by line.
static int from_person(const struct compose *c, const char *name, const char *quote,
                       struct buf *out, struct buf *err)
{
    bool typed = !c->editor && (c->file || restricted());
    int rc = typed ? from_terminal(c, name, out, err) : from_editor(c, name, quote, out, err);
    if (rc == 0 && typed && !c->file && out->s[strspn(out->s, " \t\r\n")] == '\0') {
        compose_done();
        buf_str(err, "no text: nothing was done");
        rc = EXIT_NONE;
    }
    return rc == 0 && c->finish ? c->finish(c->arg, out, err) : rc;
}

int compose_read(const struct compose *c, enum compose_stdin stdin_use, bool wanted,
                 const char *name, const char *quote, struct buf *out, bool *given, struct buf *err)
{
    bool file_is_stdin = c->file && strcmp(c->file, "-") == 0;
    bool from_pipe = file_is_stdin || (wanted && stdin_use == COMPOSE_STDIN_FREE);
    int rc = 0;
    *given = true;
    if (sources(c) > 1) {
        buf_str(err, "-m, -f and -e exclude each other");
        return EXIT_USAGE;
    }
    if (file_is_stdin && stdin_use != COMPOSE_STDIN_FREE) {
        buf_str(err, "-f -: stdin holds the ticket ids already; give them as operands");
        return EXIT_USAGE;
    }
    if (c->editor)
        restricted_refuse("an editor");
    if (c->text)
        buf_str(out, c->text);
    else if (c->file && !file_is_stdin)
        rc = read_file(c->file, out, err);
    else if (c->editor || (from_pipe && isatty(STDIN_FILENO)))
        rc = from_person(c, name, quote, out, err);
    else if (from_pipe)
        rc = from_stdin(file_is_stdin, out, err);
    else
        *given = false;
    if (rc == 0)
        rc = text_check("the message", out->s, out->len, err);
    if (rc == 0)
        buf_trim(out);
    return rc;
}
