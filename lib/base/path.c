// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/path.h"

#include <errno.h>
#include <libgen.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/lines.h"
#include "base/mem.h"
#include "base/suggest.h"

#define CONFIG_MAX (1u << 20)

static char *in_base(const char *variable, const char *fallback, const char *name)
{
    const char *base = getenv(variable), *home = "";
    if (!base || *base != '/') {
        base = fallback;
        home = getenv("HOME");
        if (!home || !*home) {
            return NULL;
        }
    }
    return mem_printf("%s%s/tk%s%s", home, base, name ? "/" : "", name ? name : "");
}

char *path_data(const char *name)
{
    return in_base("XDG_DATA_HOME", "/.local/share", name);
}

char *path_state(const char *name)
{
    return in_base("XDG_STATE_HOME", "/.local/state", name);
}

char *path_config(const char *name)
{
    return in_base("XDG_CONFIG_HOME", "/.config", name);
}

static int make_one(const char *dir)
{
    struct stat st;
    if (!mkdir(dir, 0700)) {
        return 0;
    }
    int error = errno;
    if (!stat(dir, &st)) { // EEXIST, and EROFS or EACCES above a directory that is there
        error = S_ISDIR(st.st_mode) ? 0 : ENOTDIR;
    }
    errno = error;
    return error ? -1 : 0;
}

int path_make(const char *dir)
{
    char *path = mem_strdup(dir);
    int rc = 0;
    for (char *p = path; !rc && *p; p++) {
        if (*p == '/' && p > path) {
            *p = 0;
            rc = make_one(path);
            *p = '/';
        }
    }
    rc = rc ? rc : make_one(path);
    int error = errno;
    free(path);
    errno = error;
    return rc;
}

// --- the config file ---

static const char *const keys[] = {"color", "database", "editor", "hooks", "pager"};

static void check_key(const char *file, long line, const char *key)
{
    struct suggest near;
    struct buf hint = BUF_INIT;
    suggest_init(&near, key);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (!strcmp(key, keys[i])) {
            return;
        }
        suggest_offer(&near, keys[i]);
    }
    suggest_end(&near, &hint);
    die(EXIT_CONFIG, "%s:%ld: unknown key \"%s\"%s", file, line, key, hint.s);
}

static char *find_setting(const char *file, char *text, const char *key)
{
    struct lines lines = {.rest = text};
    const char *found = NULL;
    for (char *line; (line = lines_next(&lines));) {
        const char *value = lines_value(line);
        if (!value) {
            die(EXIT_CONFIG, "%s:%ld: not \"key = value\"", file, lines.number);
        }
        check_key(file, lines.number, line);
        found = strcmp(line, key) ? found : value;
    }
    return mem_strdup(found);
}

static char *setting_in(const char *file, const char *key)
{
    struct buf text = BUF_INIT;
    struct stat st;
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR)) {
        return NULL;
    }
    if (fd < 0 && errno == EACCES && lstat(file, &st) && errno == EACCES) {
        return NULL; // in a HOME where we cannot even look: another user's
    }
    if (fd < 0 || buf_read(&text, fd, CONFIG_MAX) < 0) {
        die_errno(EXIT_CONFIG, "%s", file);
    }
    close(fd);
    char *value = find_setting(file, text.s, key);
    buf_free(&text);
    return value;
}

char *path_setting(const char *key)
{
    char *file = path_config("config");
    char *value = file ? setting_in(file, key) : NULL;
    free(file);
    return value ? value : setting_in("/etc/tk/config", key);
}

// --- bundled data

char *path_bundled(const char *name)
{
    const char *env = getenv("TK_DATA");
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    char *beside = NULL;
    if (env && *env)
        return mem_printf("%s/%s", env, name);
    if (n > 0) {
        self[n] = '\0';
        beside = mem_printf("%s/../../lib/data/%s", dirname(self), name);
    }
    if (beside && access(beside, R_OK) == 0)
        return beside;
    free(beside);
    return mem_printf("%s/%s", TK_DATADIR, name);
}
