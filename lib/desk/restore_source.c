// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "desk/restore_impl.h"

enum { MANIFEST_MAX = 1 << 16 };

// Names come from our own list alone; what is no plain file (a link, a pipe) is not read.
static void open_file(struct source *s, const char *name)
{
    struct stat st;
    char *path = mem_printf("%s/%s", s->path, name);
    int fd = openat(s->dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        die(EXIT_DATA, "%s is missing: this is no export, or not all of one", path);
    if (fd < 0 && errno == ELOOP)
        die(EXIT_DATA, "%s is a link: an export has plain files only", path);
    if (fd < 0)
        die_errno(0, "cannot read %s", path);
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        die(EXIT_DATA, "%s is no plain file", path);
    feed_open(&s->feed, path, fd, NULL);
    free(path);
}

// --- a directory

static void open_dir(struct source *s)
{
    struct buf text = BUF_INIT;
    json_error_t error;
    open_file(s, EXPORT_MANIFEST);
    if (buf_read(&text, s->feed.fd, MANIFEST_MAX) < 0)
        feed_bad(&s->feed, "it cannot be read, or is too long");
    json_t *head = json_loadb(text.s, text.len, JSON_REJECT_DUPLICATES, &error);
    if (!json_is_object(head))
        feed_bad(&s->feed, "it is no JSON: %s", head ? "no object" : error.text);
    manifest_read(s, head, &s->feed);
    s->files = json_incref(json_object_get(head, "files"));
    size_t want = 0;
    for (const struct portable *p = portables; p->name; p++)
        want += source_has(s, p);
    if (json_array_size(s->files) != want)
        feed_bad(&s->feed, "it names %zu files and not %zu", json_array_size(s->files), want);
    json_decref(head);
    buf_free(&text);
    feed_close(&s->feed);
}

static const json_t *file_of(const struct source *s, const char *name)
{
    for (size_t i = 0; i < json_array_size(s->files); i++) {
        const json_t *file = json_array_get(s->files, i);
        const char *own = json_string_value(json_object_get(file, "file"));
        if (own && strcmp(own, name) == 0)
            return file;
    }
    die(EXIT_DATA, "%s/" EXPORT_MANIFEST ": it does not name %s", s->path, name);
}

static void check_file(struct source *s, const struct portable *p, int64_t rows)
{
    char *name = mem_printf("%s.csv", p->name);
    const json_t *file = file_of(s, name);
    int64_t want = json_integer_value(json_object_get(file, "rows"));
    s->feed.line = 0;
    if (rows != want)
        feed_bad(&s->feed, "it has %lld rows, the manifest says %lld", (long long)rows,
                 (long long)want);
    if (s->feed.bytes != json_integer_value(json_object_get(file, "bytes")) ||
        !feed_same(&s->feed.hash, json_string_value(json_object_get(file, "blake2b"))))
        feed_bad(&s->feed, "it is not what was exported: its digest differs");
    free(name);
}

// --- a stream

// The next line, as an object; NULL at the end.
static json_t *next_line(struct source *s)
{
    char *text;
    size_t n;
    json_error_t error;
    if (!feed_record(&s->feed, false, &text, &n))
        return NULL;
    json_t *line = json_loadb(text, n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (!json_is_object(line))
        feed_bad(&s->feed, "no JSON object: %s", line ? "something else" : error.text);
    return line;
}

static void open_stream(struct source *s, struct tool *t, const char *path)
{
    struct stat st;
    if (strcmp(path, "-") == 0) {
        tool_read_stdin(t, true, ""); // all of it before the write lock
        feed_open(&s->feed, "stdin", -1, &t->input);
    } else {
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            die_errno(0, "cannot read %s", path);
        bool file = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
        if (!file)
            spool_fill(&t->input, fd, path);
        feed_open(&s->feed, path, fd, file ? NULL : &t->input);
    }
    json_t *head = next_line(s);
    if (!head)
        feed_bad(&s->feed, "it is empty");
    manifest_read(s, head, &s->feed);
    json_decref(head);
    s->rows = json_object();
}

// The last line: {"rows": {...}, "blake2b": "..."}
static void end_stream(struct source *s)
{
    const json_t *end = s->pending;
    if (!end)
        feed_bad(&s->feed, "the file ends too early: it is cut");
    if (json_object_get(end, "table"))
        feed_bad(&s->feed, "an unknown table, or one that is not at its place");
    if (!json_equal(json_object_get(end, "rows"), s->rows))
        feed_bad(&s->feed, "it has other numbers of rows than its last line says");
    if (!feed_same(&s->feed.before, json_string_value(json_object_get(end, "blake2b"))))
        feed_bad(&s->feed, "it is not what was exported: its digest differs");
    json_t *more = next_line(s);
    if (more)
        feed_bad(&s->feed, "something behind the end of the export");
}

static bool stream_row(struct source *s, const struct portable *p, struct val *vals)
{
    if (s->used) {
        json_decref(s->pending);
        s->pending = NULL;
        s->used = false;
    }
    if (!s->pending)
        s->pending = next_line(s);
    const char *table = json_string_value(json_object_get(s->pending, "table"));
    if (!table || strcmp(table, p->name) != 0)
        return false;
    json_row(s, s->pending, p, vals);
    s->used = true;
    return true;
}

// --- both

void source_open(struct source *s, struct tool *t, const char *path)
{
    *s = (struct source){.path = path, .dir = -1, .scratch = BUF_INIT};
    s->feed.fd = -1;
    if (sodium_init() < 0) // picks the fastest hashing
        die(EXIT_SOFTWARE, "libsodium does not start");
    s->dir = strcmp(path, "-") == 0 ? -1 : open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (s->dir >= 0)
        open_dir(s);
    else
        open_stream(s, t, path);
}

bool source_has(const struct source *s, const struct portable *p)
{
    return *s->since ? p->since : p->all;
}

void source_close(struct source *s)
{
    if (s->dir >= 0)
        close(s->dir);
    else
        feed_close(&s->feed);
    json_decref(s->files);
    json_decref(s->pending);
    json_decref(s->rows);
    buf_free(&s->scratch);
}

void source_table(struct source *s, const struct portable *p)
{
    if (s->dir < 0)
        return;
    char *name = mem_printf("%s.csv", p->name);
    open_file(s, name);
    csv_head(&s->feed, p);
    free(name);
}

bool source_row(struct source *s, const struct portable *p, struct val *vals)
{
    return s->dir < 0 ? stream_row(s, p, vals) : csv_row(&s->feed, p, vals);
}

void source_table_end(struct source *s, const struct portable *p, int64_t rows)
{
    if (s->dir < 0) {
        json_object_set_new(s->rows, p->name, json_integer(rows));
        return;
    }
    check_file(s, p, rows);
    feed_close(&s->feed);
}

void source_end(struct source *s)
{
    if (s->dir < 0)
        end_stream(s);
}
