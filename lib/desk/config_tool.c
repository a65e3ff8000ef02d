// SPDX-License-Identifier: GPL-3.0-or-later
// The verbs of tk-config.
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diff.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "desk/config.h"
#include "desk/setting.h"

enum { TEXT_MAX = 64 << 20 };

// --- dump

static void dump(struct desk *d, struct buf *out)
{
    db_begin_read(d->db);
    config_dump(d, out);
    db_commit(d->db);
}

void config_tool_dump(struct tool *t)
{
    t->out.hold = true;
    dump(&t->desk, &t->out.buf);
    out_record(&t->out);
    out_flush(&t->out);
}

// --- diff and apply

static int open_text(struct tool *t, const char *path)
{
    if (path && strcmp(path, "-") != 0) {
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        return fd < 0 ? (die_errno(0, "%s", path), -1) : fd;
    }
    tool_check_stdin(t, path, "no configuration: give a FILE, or pipe one in");
    return STDIN_FILENO;
}

// *name: for messages, borrowed.
static struct config *read_config(struct tool *t, const char *path, bool prune, const char **name)
{
    struct buf text = BUF_INIT;
    int fd = open_text(t, path);
    *name = fd == STDIN_FILENO ? "stdin" : path;
    if (buf_read(&text, fd, TEXT_MAX) != 0) {
        if (errno == EFBIG)
            die(EXIT_DATA, "%s: more than 64 MiB is no configuration", *name);
        die_errno(EXIT_IO, "%s", *name);
    }
    if (fd != STDIN_FILENO)
        close(fd);
    struct config *c = config_read(text.s, text.len, prune);
    buf_free(&text);
    return c;
}

static void take_back(struct tool *t)
{
    desk_rollback(&t->desk);
    desk_forget_names(&t->desk);
    tool_say(t);
}

static void show_diff(struct tool *t, const char *name, const struct buf *was,
                      const struct buf *becomes)
{
    struct buf to = BUF_INIT;
    utf8_visible(&to, name, strlen(name), UTF8_KEEP_NONE);
    if (diff_unified(&t->out.buf, "desk", was->s, was->len, to.s, becomes->s, becomes->len))
        t->status = EXIT_NONE;
    out_record(&t->out);
    buf_free(&to);
}

// Whoever may write may look: as an admin would apply it, who is none of those that it removes.
static void act_as_admin(struct desk *d)
{
    if (d->role < ROLE_ADMIN)
        d->me = 0;
    d->role = ROLE_ADMIN;
}

// What the desk would be is made, looked at, and taken back: nobody else sees it.
void config_tool_diff(struct tool *t, const char *path, bool prune)
{
    const char *name;
    struct config *c = read_config(t, path, prune, &name);
    struct buf was = BUF_INIT, becomes = BUF_INIT;
    tool_begin(t);
    act_as_admin(&t->desk);
    config_dump(&t->desk, &was);
    bool good = config_apply(t, c, name);
    if (good)
        config_dump(&t->desk, &becomes);
    take_back(t);
    if (good)
        show_diff(t, name, &was, &becomes);
    config_free(c);
    buf_free(&was);
    buf_free(&becomes);
}

static void show_steps(struct tool *t)
{
    int to = t->out.fd;
    t->out.fd = STDERR_FILENO;
    if (!t->o->quiet)
        config_tell(&t->desk, &t->out.buf);
    out_record(&t->out);
    take_back(t);
    out_flush(&t->out);
    t->out.fd = to;
}

void config_tool_apply(struct tool *t, const char *path, bool prune)
{
    const char *name;
    tool_must(t, desk_need(&t->desk, ROLE_ADMIN, "apply a configuration", &t->err));
    struct config *c = read_config(t, path, prune, &name);
    tool_begin(t);
    if (!config_apply(t, c, name))
        take_back(t);
    else if (t->o->dry_run)
        show_steps(t);
    else if (!t->o->quiet)
        config_print(t);
    config_free(c);
}

// --- single settings

static void put_record(struct tool *t, const struct rec_column *const *cols, int n,
                       const char *const *cells)
{
    struct recout *r = tool_records(t, cols, n);
    for (int i = 0; i < n; i++)
        recout_str(r, cells[i]);
    recout_end(r);
    recout_finish(r);
    recout_free(r);
}

static const struct rec_column key_column = {"key", REC_NAME, NULL, false},
                               value_column = {"value", REC_TEXT, NULL, false},
                               help_column = {"meaning", REC_TEXT, NULL, false};

void config_tool_get(struct tool *t, const char *key)
{
    tool_must(t, setting_find(key, &t->err) ? 0 : EXIT_USAGE);
    char *value = setting_value(&t->desk, key);
    put_record(t, (const struct rec_column *const[]){&value_column}, 1,
               (const char *const[]){value});
    free(value);
}

void config_tool_set(struct tool *t, const char *word)
{
    const char *sign = strchr(word, '=');
    if (!sign)
        tool_usage(t, "write SETTING=VALUE, not \"%s\"", word);
    char *key = mem_strndup(word, (size_t)(sign - word));
    tool_must(t, setting_set(&t->desk, key, sign + 1, &t->err));
    free(key);
}

void config_tool_list(struct tool *t)
{
    struct recout *r = tool_records(
        t, (const struct rec_column *const[]){&key_column, &value_column, &help_column}, 3);
    db_begin_read(t->desk.db);
    t->out.hold = true;
    for (const struct setting *s = settings; s->key; s++) {
        char *value = setting_value(&t->desk, s->key);
        recout_str(r, s->key);
        recout_str(r, value);
        recout_str(r, s->help);
        recout_end(r);
        free(value);
    }
    recout_finish(r);
    recout_free(r);
    db_commit(t->desk.db);
    out_flush(&t->out);
}
