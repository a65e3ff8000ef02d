// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/path.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/err.h"
#include "child.h"
#include "tap.h"

static char dir[200];

static void is_path(char *got, const char *want, const char *name)
{
    is_str(got, want, name);
    free(got);
}

static void test_places(void)
{
    setenv("HOME", "/home/ana", 1);
    setenv("XDG_DATA_HOME", "/data", 1);
    setenv("XDG_STATE_HOME", "relative", 1);
    unsetenv("XDG_CONFIG_HOME");
    is_path(path_data("tk.db"), "/data/tk/tk.db", "data: from XDG");
    is_path(path_data(NULL), "/data/tk", "data: the directory");
    is_path(path_state("drafts"), "/home/ana/.local/state/tk/drafts", "state: relative is ignored");
    is_path(path_config("config"), "/home/ana/.config/tk/config", "config: default");
    unsetenv("XDG_DATA_HOME");
    is_path(path_data("x"), "/home/ana/.local/share/tk/x", "data: default");
    unsetenv("HOME");
    is_path(path_data("x"), NULL, "data: no home");
}

static void test_make(void)
{
    char path[300];
    struct stat st;
    snprintf(path, sizeof path, "%s/a/b//c/", dir);
    is_int(path_make(path), 0, "make");
    ok(!stat(path, &st) && (st.st_mode & 0777) == 0700, "make: mode 0700");
    is_int(path_make(path), 0, "make again");
    is_int(path_make("/"), 0, "make: the root is there");
    snprintf(path, sizeof path, "%s/file", dir);
    fclose(fopen(path, "w"));
    int rc = path_make(path);
    ok(rc == -1 && errno == ENOTDIR, "make: a file is in the way");
    snprintf(path, sizeof path, "%s/file/b", dir);
    rc = path_make(path);
    ok(rc == -1 && errno == ENOTDIR, "make: a file is in the way further up");
}

static void write_config(const char *text)
{
    char path[300];
    setenv("XDG_CONFIG_HOME", dir, 1);
    snprintf(path, sizeof path, "%s/tk", dir);
    path_make(path);
    strcat(path, "/config");
    FILE *f = fopen(path, "w");
    fputs(text, f);
    fclose(f);
}

static void read_setting(const void *key)
{
    free(path_setting(key));
}

static void refuses(const char *text, const char *complaint)
{
    char want[500];
    write_config(text);
    struct child_result r = child_run(read_setting, "pager");
    snprintf(want, sizeof want, "tk-x: %s/tk/config:%s\n", dir, complaint);
    is_str(r.err, want, "setting: complaint");
    is_int(r.status, EXIT_CONFIG, "setting: status");
}

static void test_setting(void)
{
    write_config("# taste\r\n\n  pager = less -R  \r\ncolor=\neditor = a = b\npager\t=\tmost");
    is_path(path_setting("pager"), "most", "setting: the last one, trimmed");
    is_path(path_setting("editor"), "a = b", "setting: value with =");
    is_path(path_setting("color"), "", "setting: empty");
    refuses("pager = x\npagr = less\n", "2: unknown key \"pagr\", did you mean \"pager\"?");
    refuses("\npager less\n", "2: not \"key = value\"");
    write_config("");
    if (access("/etc/tk/config", F_OK)) {
        is_path(path_setting("pager"), NULL, "setting: none");
    }
}

int main(void)
{
    err_prog = "tk-x";
    child_dir(dir, sizeof dir);
    test_places();
    test_make();
    test_setting();
    char command[300];
    snprintf(command, sizeof command, "rm -r '%s'", dir);
    return system(command) ? 1 : done();
}
