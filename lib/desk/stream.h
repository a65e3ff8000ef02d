// SPDX-License-Identifier: GPL-3.0-or-later
// Records of stdin one by one as they come (--each): the stream may never end.
#ifndef DESK_STREAM_H
#define DESK_STREAM_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/recin.h"

struct stream {
    char end;  // what ends a record: newline or NUL
    bool csv;  // or what the reader of csv takes for its end
    long line; // of the last record, from 1
    // private
    struct buf in;
    size_t at, used, bom; // the last record, and its bytes before the first cell
    struct scan scan;     // of the next one: it may come in many pieces
    bool ended;
};
#define STREAM_INIT                                                                                \
    {                                                                                              \
        .end = '\n', .in = BUF_INIT                                                                \
    }

// The next record with its end, borrowed until the next call; false when there is none.  What has
// no end at the end of stdin is one, too; what has none within RECIN_RECORD_MAX is the last one,
// for the reader of records to refuse.  Dies on a read error.
bool stream_next(struct stream *st, const char **s, size_t *n);
void stream_free(struct stream *st);

#endif
