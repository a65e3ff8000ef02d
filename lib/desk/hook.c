// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/hook.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/path.h"

#define DEFAULT_DIR "/etc/tk/hooks"

#define HOOK_WORD(id, word) [id] = word,
static const char *const kinds[] = {HOOK_LIST(HOOK_WORD)};
#undef HOOK_WORD

const char *hook_kind_word(int kind)
{
    return kinds[kind];
}

bool hooks_off(void)
{
    return getenv("TK_HOOK") != NULL;
}

bool hook_matches(const struct hook *h, bool post, unsigned mask)
{
    return h->post == post && h->kind >= 0 && (mask & 1u << h->kind);
}

// --- the directory

// "close" or "close.anything"; letters that need no care in a log or a variable.
static int kind_of(const char *s)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    size_t n = strcspn(s, ".");
    if (s[strspn(s, plain)])
        return -1;
    for (int i = 0; i < HOOK_KINDS; i++)
        if (strlen(kinds[i]) == n && memcmp(kinds[i], s, n) == 0)
            return i;
    return -1;
}

static void add(struct hooks *all, const char *name)
{
    bool pre = strncmp(name, "pre-", 4) == 0, post = strncmp(name, "post-", 5) == 0;
    if (!pre && !post)
        return;
    all->v = mem_grow(all->v, &all->cap, all->n, sizeof *all->v);
    all->v[all->n++] = (struct hook){
        .name = mem_strdup(name), .post = post, .kind = kind_of(name + (pre ? 4 : 5))};
}

static int by_name(const void *a, const void *b)
{
    const struct hook *x = a, *y = b;
    return strcmp(x->name, y->name);
}

static void forget_list(struct hooks *all)
{
    for (size_t i = 0; i < all->n; i++)
        free(all->v[i].name);
    all->n = 0;
}

static void read_dir(struct hooks *all)
{
    DIR *dir = opendir(all->dir);
    const struct dirent *e;
    all->there = dir != NULL;
    if (!dir && errno == ENOENT && !all->named)
        return;
    if (!dir)
        die(EXIT_CONFIG, "the directory of hooks, %s: %s", all->dir, strerror(errno));
    while ((e = readdir(dir)))
        add(all, e->d_name);
    closedir(dir);
    if (all->n)
        qsort(all->v, all->n, sizeof *all->v, by_name);
}

static struct hooks *find_dir(void)
{
    struct hooks *all = mem_alloc(sizeof *all);
    const char *env = getenv("TK_HOOKS");
    char *cwd = NULL, *dir = env && *env ? mem_strdup(env) : path_setting("hooks");
    all->named = dir != NULL;
    if (dir && *dir != '/' && (cwd = getcwd(NULL, 0)))
        all->dir = mem_printf("%s/%s", cwd, dir);
    else
        all->dir = mem_strdup(dir ? dir : DEFAULT_DIR);
    free(dir);
    free(cwd);
    return all;
}

const struct hooks *hooks_of(struct desk *d)
{
    if (!d->hooks)
        d->hooks = find_dir();
    if (!d->hooks->fresh) {
        forget_list(d->hooks);
        read_dir(d->hooks);
        d->hooks->fresh = true;
    }
    return d->hooks;
}

void hooks_stale(struct desk *d)
{
    if (d->hooks)
        d->hooks->fresh = false;
}

void hooks_free(struct desk *d)
{
    if (!d->hooks)
        return;
    forget_list(d->hooks);
    free(d->hooks->v);
    free(d->hooks->dir);
    free(d->hooks);
    d->hooks = NULL;
}

// --- whom a file obeys

static const char *user_name(uid_t id, char number[32])
{
    struct passwd *p = getpwuid(id);
    if (p)
        return p->pw_name;
    struct buf b = BUF_INIT;
    buf_fmt(&b, "user %lu", (unsigned long)id);
    strncpy(number, b.s, 31);
    number[31] = '\0';
    buf_free(&b);
    return number;
}

// Where the sticky bit is root's (/tmp), nobody can replace what is not his.
static bool is_safe(const char *path, bool parent, struct buf *why)
{
    struct stat st;
    char number[32];
    if (lstat(path, &st)) {
        buf_fmt(why, "%s: %s", path, strerror(errno));
        return false;
    }
    if (st.st_uid && st.st_uid != geteuid()) {
        buf_fmt(why, "%s belongs to %s, neither to root nor to you", path,
                user_name(st.st_uid, number));
        return false;
    }
    bool sticky = parent && st.st_uid == 0 && (st.st_mode & S_ISVTX);
    if (S_ISLNK(st.st_mode) || sticky || !(st.st_mode & (S_IWGRP | S_IWOTH)))
        return true;
    buf_fmt(why, "%s is writable by %s", path, st.st_mode & S_IWOTH ? "everybody" : "its group");
    return false;
}

// An absolute path, from the root down.
static bool all_safe(const char *path, struct buf *why)
{
    char *part = mem_strdup(path);
    bool safe = is_safe("/", true, why);
    for (char *p = strchr(part + 1, '/'); safe && p; p = strchr(p + 1, '/')) {
        *p = '\0';
        safe = is_safe(part, true, why);
        *p = '/';
    }
    safe = safe && is_safe(part, false, why);
    free(part);
    return safe;
}

static bool is_program(const char *path, struct buf *why)
{
    struct stat st;
    if (stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0)
        return true;
    buf_fmt(why, "%s is no executable file", path);
    return false;
}

// The way to it is checked as it was given, where a link could be turned, and as it is.
static char *safe_path(const char *path, struct buf *why)
{
    char *real = realpath(path, NULL);
    if (!real)
        buf_fmt(why, "%s: %s", path, strerror(errno));
    if (real && all_safe(path, why) && all_safe(real, why))
        return real;
    free(real);
    return NULL;
}

// Once this holds, only root and we could put another file there: it may be run by its name, which
// leaves a script its $0 and no descriptor open, as a run by descriptor could not.
char *hook_path(const struct hooks *all, const char *name, struct buf *why)
{
    char *dir = safe_path(all->dir, why);
    if (!dir)
        return NULL;
    char *path = mem_printf("%s/%s", dir, name), *real = safe_path(path, why);
    free(dir);
    free(path);
    if (real && is_program(real, why))
        return real;
    free(real);
    return NULL;
}
