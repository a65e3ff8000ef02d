// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/recin.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

static struct spool spool;
static struct buf shown, err;

static struct recin *open_n(enum rec_format f, const char *s, size_t n)
{
    spool_free(&spool);
    spool_init(&spool);
    spool_add(&spool, s, n);
    buf_reset(&err);
    return recin_new(&spool, "test", f, NULL);
}

static void show_cells(const struct record *rec)
{
    for (int i = 0; i < rec->n; i++) {
        buf_str(&shown, i ? "|" : "");
        buf_str(&shown, rec->cell[i] ? rec->cell[i] : "~");
        if (rec->len[i] != (rec->cell[i] ? strlen(rec->cell[i]) : 0)) {
            buf_str(&shown, "(LENGTH)");
        }
    }
}

// Everything that the reader says: "2:a|b" for a record, "3!complaint" for a bad one; "/" and "^"
// for line feed and carriage return.
static const char *show(struct recin *r)
{
    struct record rec;
    enum recin_rc rc;
    buf_reset(&shown);
    while ((rc = recin_next(r, &rec, &err)) != RECIN_END) {
        buf_fmt(&shown, "%s%ld%c", shown.len ? " " : "", rec.line, rc == RECIN_OK ? ':' : '!');
        if (rc == RECIN_OK) {
            show_cells(&rec);
        }
        buf_str(&shown, err.s);
        buf_reset(&err);
    }
    for (size_t i = 0; i < shown.len; i++) { // names of tests have one line
        shown.s[i] = shown.s[i] == '\n' ? '/' : shown.s[i] == '\r' ? '^' : shown.s[i];
    }
    return shown.s;
}

static const char *read_n(enum rec_format f, const char *s, size_t n)
{
    struct recin *r = open_n(f, s, n);
    const char *text = recin_header(r, &err) ? show(r) : err.s;
    recin_free(r);
    return text;
}

#define READS(f, s, want) is_str(read_n(f, s, sizeof s - 1), want, want)
// For what ends in words of a library.
#define READS_LIKE(f, s, want)                                                                     \
    ok(strncmp(read_n(f, s, sizeof s - 1), want, sizeof want - 1) == 0, "%s", want)

static void test_csv(void)
{
    READS(REC_CSV, "id,subject\n1,a\n2,b\n", "2:1|a 3:2|b");
    READS(REC_CSV, "id,subject\r\n1,a\r\n\r\n2,b", "2:1|a 4:2|b");
    READS(REC_CSV, "\xEF\xBB\xBF\"id\",subject\n1,a\n", "2:1|a");
    READS(REC_CSV, "\n\nid,b\n1,2\n", "4:1|2");
    READS(REC_CSV, "a,b,c\n,\"\",x\n", "2:~|~|x");
    READS(REC_CSV, "a,b\n\"x\ny\",\"say \"\"hi\"\"\"\n1,2\n", "2:x/y|say \"hi\" 4:1|2");
    READS(REC_CSV, "a,b\n  x , y  \n", "2:  x | y  ");
    READS(REC_CSV, "a,b\n\"x,\r\ny\",2\r\n3,4\r\n", "2:x,^/y|2 4:3|4");
    READS(REC_CSV, "a\n\"\"\nx\n", "2:~ 3:x");
    READS(REC_CSV, "a\n\"\t=1\"\n", "2:\t=1");
    READS(REC_CSV, "a\nlast", "2:last");
    READS(REC_CSV, "a\n\"last\"", "2:last");
    READS(REC_CSV, "a\n", "");
    READS(REC_CSV, "a,b\n1,2", "2:1|2");
    READS(REC_CSV, "a,b\n1,", "2:1|~");
}

static void test_csv_bad(void)
{
    READS(REC_CSV, "a,b\n1\n2,3\n1,2,3\n",
          "2!1 cell, the header has 2 3:2|3 4!3 cells, the header has 2");
    READS(REC_CSV, "a,b\nx,y\"z\n1,2\n",
          "2!column \"b\": a quote inside an unquoted cell: double "
          "it and quote the cell 3:1|2");
    READS(REC_CSV, "a,b\n\"x\"y,z\n1,2\n",
          "2!column \"a\": text behind the closing quote: double "
          "every quote inside the cell 3:1|2");
    READS(REC_CSV, "a,b\n1,2\n\"x,y\n3,4\n", "2:1|2 3!column \"a\": quote never closed");
    READS(REC_CSV, "a,b\n1,2,\"x", "2!cell 3: quote never closed");
    READS(REC_CSV, "a,b\n1,\xC5\xBEx\xFFy\n3,4\n", "2!column \"b\": invalid UTF-8 at byte 4 3:3|4");
    READS(REC_CSV, "a,b\n1,x\0y\n3,4\n", "2!column \"b\": a NUL at byte 2 3:3|4");
    READS(
        REC_CSV, "a,b\n1,2\r3,4\r\n5,6\n",
        "2!a carriage return inside an unquoted cell: quote the cell, or end lines with LF 3:5|6");
    READS(REC_CSV, "", "no header: the first line must name the columns");
    READS(REC_CSV, "\xEF\xBB\xBF", "no header: the first line must name the columns");
    READS(REC_CSV, "\n\r\n", "no header: the first line must name the columns");
    READS(REC_CSV, "a,,c\n", "column 2 has no name");
    READS(REC_CSV, "a,b,a\n", "two columns are called \"a\"");
    READS(REC_CSV, "a,\"b\n", "cell 2: quote never closed");
    READS(REC_CSV, "a,\xFF\n", "cell 2: invalid UTF-8 at byte 1");
}

static void test_xcsv(void)
{
    READS(REC_XCSV,
          "\xEF\xBB\xBF"
          "a,b\r\n\"\t=1+1\",-5\r\n\"\t\tx\",\"\ty\"\r\n",
          "2:=1+1|-5 3:\tx|\ty");
    READS(REC_XCSV, "a,b\n\"\t\r\",\"\t@\"\n\"\t\",\"\t-\"\n", "2:^|@ 3:\t|-");
}

static void test_tsv(void)
{
    READS(REC_TSV, "id\tsubject\n1\ta b\n2\t-\r\n3\t\\-\n", "2:1|a b 3:2|~ 4:3|-");
    READS(REC_TSV, "a\tb\nx\\ty\\n\\r\\\\\t\\u001bz\\u20AC\n", "2:x\ty/^\\|\033z\xE2\x82\xAC");
    READS(REC_TSV, "a\tb\n\t\"q\"\n", "2:~|\"q\"");
    READS(REC_TSV, "a\n\nx", "3:x");
    READS(REC_TSV, "a\tb\n1\n1\t2\t3\n1\t2\n",
          "2!1 cell, the header has 2 3!3 cells, the header has 2 4:1|2");
    READS(REC_TSV, "a\tb\n1\tx\\q\n2\t\\\n3\t\\u00\n4\tok\n",
          "2!column \"b\": unknown escape \"\\q\": write \\\\ for a backslash "
          "3!column \"b\": unknown escape \"\\\": write \\\\ for a backslash "
          "4!column \"b\": unknown escape \"\\u\": write \\\\ for a backslash 5:4|ok");
    READS(REC_TSV, "a\n\\u0000\n\\ud800\n",
          "2!column \"a\": unknown escape \"\\u\": write \\\\ "
          "for a backslash 3!column \"a\": unknown escape "
          "\"\\u\": write \\\\ for a backslash");
    READS(REC_TSV, "a\n\xFF\n\xC5\xBE\n", "2!column \"a\": invalid UTF-8 at byte 1 3:\xC5\xBE");
    READS(REC_TSV, "a\ta\n", "two columns are called \"a\"");
    struct recin *r;
    spool_free(&spool);
    spool_init(&spool);
    spool_add(&spool, "a\tb\nNULL\t-\n", 11);
    r = recin_new(&spool, "test", REC_TSV, "NULL");
    buf_reset(&err);
    ok(recin_header(r, &err), "tsv with its own absent cell");
    is_str(show(r), "2:~|-", "what is absent");
    recin_free(r);
}

static void test_json(void)
{
    READS(REC_JSONL, "{\"id\":1,\"subject\":\"a\"}\n\n{\"subject\":\"b\",\"id\":2}\n",
          "1:1|a 3:2|b");
    READS(REC_JSONL, "\xEF\xBB\xBF{\"a\":1}\r\n{\"b\":2}", "1:1 2:~|2");
    READS(REC_JSONL, " { \"a\" : 1.50 , \"b\" : -0e+1, \"c\":12345678901234567 , \"d\":true}\n",
          "1:1.50|-0e+1|12345678901234567|true");
    READS(REC_JSONL, "{\"a\":null,\"b\":\"\",\"c\":[],\"d\":false,\"e\":[\"x\",\"y\"]}",
          "1:~|~|~|false|x,y");
    READS(REC_JSONL, "{\"}\\\"\":\"{[\\\\\\\"\",\"b\":[\"]\",\"\\\"}\"],\"c\":3}",
          "1:{[\\\"|],\"}|3");
    READS(REC_JSONL, "{\"a\":\"\\u017e\\ud83d\\ude00\"}", "1:\xC5\xBE\xF0\x9F\x98\x80");
    READS(REC_JSONL, "{}\n", "1:");
    READS(REC_JSONL, "{\"a\":{\"b\":[1]},\"c\":1}\n{\"a\":1}\n",
          "1!column \"a\": an object: only text, numbers, true, false, null and arrays of text "
          "are read 2:1");
    READS(REC_JSONL, "{\"a\":[1]}", "1!column \"a\": an array may hold only strings");
    READS(REC_JSONL, "{\"a\":[\"x\",\"y,z\"]}", "1!column \"a\": a comma in an item of an array");
    READS(REC_JSONL, "[1]\n", "1!an array: each line must be an object, {\"column\": value}");
    READS_LIKE(REC_JSONL, "{\"a\":1,\"a\":2}\n", "1!no JSON: duplicate object key");
    READS_LIKE(REC_JSONL, "{\"a\":1} x\n",
               "1!no JSON: end of file expected near 'x' (character 9)");
    READS_LIKE(REC_JSONL, "x\n", "1!no JSON: '[' or '{' expected near 'x' (character 1)");
    READS_LIKE(REC_JSONL, "{\"a\":\"\\u0000\"}\n", "1!no JSON: \\u0000 is not allowed");
    READS_LIKE(REC_JSONL, "{\"a\":18446744073709551616}\n", "1!no JSON: too big integer");
    READS(REC_JSONL, "{\"\":1}\n{\"a\":3}\n", "1!column 1 has no name 2:3");
    READS(REC_JSONL, "{\"a\":\"\xFF\"}\n", "1!invalid UTF-8 at byte 7");
    READS(REC_JSONL, "{\"a\":\"\0\"}\n", "1!a NUL at byte 7");
}

// Offsets give the original bytes back, and the reader can begin again.
static void test_offsets(void)
{
    static const char in[] = "\xEF\xBB\xBF"
                             "a,b\r\n1,\"x\ny\"\r\n\nbad\n3,4";
    struct recin *r = open_n(REC_CSV, in, sizeof in - 1);
    struct record rec;
    struct buf raw = BUF_INIT;
    ok(recin_header(r, &err), "header");
    is_int((long long)recin_header_size(r), 8, "bytes of BOM and header");
    is_int(recin_columns(r), 2, "columns");
    is_str(recin_column(r, 1), "b", "name of a column");
    is_str(recin_name(r), "test", "name of the input");
    for (int round = 0; round < 2; round++) {
        is_int(recin_next(r, &rec, &err), RECIN_OK, "a record");
        is_int(rec.line, 2, "its line");
        spool_read(&spool, rec.off, (size_t)rec.size, &raw);
        is_int(recin_next(r, &rec, &err), RECIN_BAD, "a bad one");
        is_int(rec.line, 5, "its line");
        is_int(rec.n, 0, "has no cells");
        spool_read(&spool, rec.off, (size_t)rec.size, &raw);
        is_int(recin_next(r, &rec, &err), RECIN_OK, "the last one");
        spool_read(&spool, rec.off, (size_t)rec.size, &raw);
        is_int(recin_next(r, &rec, &err), RECIN_END, "the end");
        is_str(raw.s, "1,\"x\ny\"\r\nbad\n3,4", "the original bytes");
        buf_reset(&raw);
        recin_rewind(r);
    }
    recin_free(r);
    buf_free(&raw);
}

// An endless input is read as it comes.
static void test_growing(void)
{
    struct recin *r = open_n(REC_CSV, "a,b\n1,2\n", 8);
    ok(recin_header(r, &err), "header");
    is_str(show(r), "2:1|2", "what is there");
    is_str(show(r), "", "no more yet");
    spool_add(&spool, "3,4\n5,\"6\n\"\n", 11);
    is_str(show(r), "3:3|4 4:5|6/", "what came since");
    recin_rewind(r);
    is_str(show(r), "2:1|2 3:3|4 4:5|6/", "all of it");
    recin_free(r);
}

// A cell of n bytes in each format.
static void test_long_cell(size_t n, bool good)
{
    static const struct {
        enum rec_format format;
        const char *before, *after;
    } t[] = {
        {REC_CSV, "a,b\n1,\"", "\"\n2,3\n"},
        {REC_CSV, "a,b\n1,", "\n2,3\n"},
        {REC_XCSV, "a,b\r\n1,", "\r\n2,3\r\n"},
        {REC_TSV, "a\tb\n1\t", "\n2\t3\n"},
        {REC_JSONL, "\n{\"a\":1,\"b\":\"", "\"}\n{\"a\":2,\"b\":3}\n"},
    };
    char *text = malloc(n);
    memset(text, 'x', n);
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct buf in = BUF_INIT;
        struct record rec;
        buf_str(&in, t[i].before);
        buf_add(&in, text, n);
        buf_str(&in, t[i].after);
        struct recin *r = open_n(t[i].format, in.s, in.len);
        ok(recin_header(r, &err), "%s with a cell of %zu bytes", rec_format_name(t[i].format), n);
        is_int(recin_next(r, &rec, &err), good ? RECIN_OK : RECIN_BAD, "it is read or refused");
        if (good) {
            ok(rec.len[1] == n && memcmp(rec.cell[1], text, n) == 0, "all of it");
        } else {
            is_str(err.s, "column \"b\": more than 1048576 bytes", "with the reason");
        }
        buf_reset(&err);
        is_str(show(r), "3:2|3", "and reading goes on");
        recin_free(r);
        buf_free(&in);
    }
    free(text);
}

static void test_endless(void)
{
    struct buf in = BUF_INIT;
    struct record rec;
    buf_str(&in, "a,b\n1,2\n3,\"");
    buf_fill(&in, 'x', 65u << 20);
    struct recin *r = open_n(REC_CSV, in.s, in.len);
    ok(recin_header(r, &err) && recin_next(r, &rec, &err) == RECIN_OK, "a good record");
    is_int(recin_next(r, &rec, &err), RECIN_BAD, "a record that never ends");
    is_str(err.s, "a record of more than 64 MiB: is there a quote that is never closed?", "why");
    ok(rec.line == 3 && rec.off == 8 && rec.off + rec.size == in.len, "its place");
    is_int(recin_next(r, &rec, &err), RECIN_END, "nothing behind it");
    recin_rewind(r);
    is_int(recin_next(r, &rec, &err), RECIN_OK, "but before it, again");
    recin_free(r);
    buf_free(&in);
}

// Many small records, so that every kind of place meets the end of a block.
static void test_blocks(enum rec_format f)
{
    struct buf in = BUF_INIT;
    struct record rec;
    long n = 0, wrong = 0;
    buf_str(&in, f == REC_TSV ? "n\ttext\n" : f == REC_CSV ? "n,text\n" : "");
    for (int i = 0; i < 60000; i++) {
        const char *fmt = f == REC_TSV   ? "%d\ta\\nb%.*s\n"
                          : f == REC_CSV ? "%d,\"a\nb%.*s\"\r\n"
                                         : "{\"n\":%d,\"text\":\"a\\nb%.*s\"}\n";
        buf_fmt(&in, fmt, i, i % 37, "0123456789012345678901234567890123456789");
    }
    struct recin *r = open_n(f, in.s, in.len);
    ok(recin_header(r, &err), "header");
    for (; recin_next(r, &rec, &err) == RECIN_OK; n++) {
        wrong += atol(rec.cell[0]) != n || rec.len[1] != 3 + (size_t)n % 37;
        wrong += strncmp(rec.cell[1], "a\nb", 3) != 0;
    }
    ok(n == 60000 && wrong == 0, "%s: %ld records, %ld wrong", rec_format_name(f), n, wrong);
    recin_free(r);
    buf_free(&in);
}

static void test_many_columns(void)
{
    struct buf in = BUF_INIT;
    for (int i = 0; i < 5000; i++) {
        buf_fmt(&in, "%sc%d", i ? "," : "", i);
    }
    buf_str(&in, "\n1\n");
    is_str(read_n(REC_CSV, in.s, in.len), "more than 4096 columns", "too many columns");
    buf_reset(&in);
    buf_str(&in, "a,b\n");
    buf_fill(&in, ',', 3000000);
    buf_str(&in, "\n1,2\n");
    is_str(read_n(REC_CSV, in.s, in.len), "2!3000001 cells, the header has 2 3:1|2",
           "too many cells");
    buf_free(&in);
}

int main(void)
{
    buf_init(&shown);
    buf_init(&err);
    spool_init(&spool);
    test_csv();
    test_csv_bad();
    test_xcsv();
    test_tsv();
    test_json();
    test_offsets();
    test_growing();
    test_long_cell(REC_FIELD_MAX, true);
    test_long_cell(REC_FIELD_MAX + 1, false);
    test_long_cell(3 * REC_FIELD_MAX, false);
    test_endless();
    test_blocks(REC_CSV);
    test_blocks(REC_TSV);
    test_blocks(REC_JSONL);
    test_many_columns();
    spool_free(&spool);
    buf_free(&shown);
    buf_free(&err);
    return done();
}
