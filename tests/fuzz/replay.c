// SPDX-License-Identifier: GPL-3.0-or-later
// Feeds files to a fuzz target, one by one: X-replay FILE...  Silent and 0 unless the target fails;
// 74 when a file cannot be read.  Each input fills a block of its own size, so that a sanitizer
// sees a read past its end.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void unreadable(const char *file)
{
    perror(file);
    exit(74);
}

static void replay(const char *file)
{
    FILE *f = fopen(file, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0)
        unreadable(file);
    long size = ftell(f);
    uint8_t *data = size < 0 ? NULL : malloc(size ? (size_t)size : 1);
    rewind(f);
    if (!data || fread(data, 1, (size_t)size, f) != (size_t)size)
        unreadable(file);
    fclose(f);
    LLVMFuzzerTestOneInput(data, (size_t)size);
    free(data);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        replay(argv[i]);
    return 0;
}
