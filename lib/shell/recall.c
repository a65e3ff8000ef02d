// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/recall.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <readline/history.h>

#include "base/err.h"
#include "base/path.h"
#include "base/utf8.h"

enum {
    LINES_MAX = 5000,
    // Begins the time that stands before each entry and so parts entries of several lines.  Nobody
    // types it, while a # begins many a line.
    RECORD_SEPARATOR = 0x1e,
};

static char *file; // NULL: nothing is kept; readline's history is one for the process, too

// It may hold what customers said: for the owner's eyes, and no link that leads elsewhere.
static bool make_file(const char *path, bool *made)
{
    struct stat st;
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    *made = fd >= 0;
    if (fd < 0 && errno == EEXIST)
        fd = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    bool fine = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && fchmod(fd, 0600) == 0;
    if (!fine)
        warn("%s: %s: what you type is not kept", path, fd < 0 ? strerror(errno) : "no file");
    if (fd >= 0)
        close(fd);
    return fine;
}

bool recall_open(const char *name)
{
    char *dir = path_state(NULL), *path = path_state(name);
    bool made = false;
    using_history();
    history_comment_char = RECORD_SEPARATOR;
    history_write_timestamps = 1;
    stifle_history(LINES_MAX);
    if (dir && path_make(dir) == 0 && make_file(path, &made)) {
        file = path;
        path = NULL;
        read_history(file);
        if (history_length == LINES_MAX)
            history_truncate_file(file, LINES_MAX);
    }
    free(dir);
    free(path);
    return !made;
}

void recall_add(const char *line)
{
    const HIST_ENTRY *last = history_length ? history_get(history_base + history_length - 1) : NULL;
    if (!*line || strchr(" \t", *line) || (last && strcmp(last->line, line) == 0))
        return;
    add_history(line);
    if (file && append_history(1, file) != 0) {
        warn("%s: %s: what you type is no longer kept", file, strerror(errno));
        free(file);
        file = NULL;
    }
}

void recall_list(long n, struct buf *out)
{
    int first = n < history_length ? history_length - (int)n : 0;
    for (int i = first; i < history_length; i++) {
        const HIST_ENTRY *e = history_get(history_base + i);
        buf_fmt(out, "%5d  ", history_base + i);
        utf8_visible(out, e->line, strlen(e->line), UTF8_KEEP_NEWLINE);
        buf_ch(out, '\n');
    }
}
