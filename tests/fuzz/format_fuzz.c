// SPDX-License-Identifier: GPL-3.0-or-later
// A time format in the first line, what is to be read by it behind.  What is read is of years that
// have four digits, and the same when it is read again.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/date_format.h"

static void check(bool good)
{
    if (!good)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf all = BUF_INIT, err = BUF_INIT;
    int64_t at, again;
    buf_add(&all, data, size);
    char *text = strchr(all.s, '\n');
    if (text && strlen(all.s) == size) {
        *text++ = '\0';
        bool good = date_format_check(all.s, &err);
        check(good == (err.len == 0));
        if (good && date_format_read(all.s, text, "Europe/Prague", &at)) {
            check(at > -63 * INT64_C(1000000000000) && at < INT64_C(1000000000000000));
            check(date_format_read(all.s, text, "Europe/Prague", &again) && again == at);
        }
        buf_reset(&err);
        date_iso(&err, INT64_C(1700000000000));
        check(date_format_read("%Y-%m-%dT%H:%M:%S%z", err.s, "Asia/Tokyo", &at) &&
              at == INT64_C(1700000000000));
    }
    buf_free(&all);
    buf_free(&err);
    return 0;
}
