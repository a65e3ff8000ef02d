// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/recout.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/recin.h"
#include "base/utf8.h"

#include "tap.h"

#define NOW INT64_C(1795318508000) // 2026-11-22T03:35:08Z

static const struct rec_column id = {"id", REC_ID, "", false},
                               status = {"status", REC_NAME, "", false},
                               count = {"count", REC_INT, "", false},
                               score = {"score", REC_NUM, "", false},
                               tags = {"tags", REC_LIST, "", false},
                               updated = {"updated", REC_TIME, "", false},
                               merged = {"merged", REC_BOOL, "", false},
                               subject = {"subject", REC_TEXT, "", true};

static const struct rec_column *const all[] = {&id,   &status,  &count,  &score,
                                               &tags, &updated, &merged, &subject};
static const struct rec_column *const texts[] = {&subject, &status};
static const struct rec_column *const usual[] = {&id, &status, &tags, &updated, &subject};

static struct out out;
static struct recout *w;

static void begin(const struct rec_style *style, const struct rec_column *const *cols, int n)
{
    out_open(&out, "/dev/null");
    w = recout_new(&out, style, cols, n);
}

// What was written; good until the next call.
static const char *end(void)
{
    static struct buf text;
    buf_free(&text);
    recout_finish(w);
    recout_free(w);
    buf_add(&text, out.buf.s, out.buf.len);
    out_abandon(&out);
    return text.s;
}

static const char *write_all(enum rec_format f, bool header)
{
    struct rec_style style = {.format = f, .header = header, .now = DATE_NONE};
    begin(&style, all, 8);
    recout_int(w, 1042);
    recout_str(w, "open");
    recout_int(w, -3);
    recout_num(w, 0.1);
    recout_str(w, "a,b");
    recout_time(w, NOW);
    recout_bool(w, true);
    recout_str(w, "=say \"hi\",\tyou\n");
    recout_end(w);
    recout_int(w, 1043);
    recout_str(w, "");
    recout_absent(w);
    recout_num(w, 1e300 * 1e300);
    recout_str(w, NULL);
    recout_time(w, DATE_NONE);
    recout_bool(w, false);
    recout_end(w);
    return end();
}

static void test_formats(void)
{
    is_str(write_all(REC_CSV, true),
           "id,status,count,score,tags,updated,merged,subject\n"
           "1042,open,-3,0.1,\"a,b\",2026-11-22T03:35:08Z,true,\"=say \"\"hi\"\",\tyou\n\"\n"
           "1043,\"\",,,,,false,\n",
           "csv");
    is_str(write_all(REC_XCSV, true),
           "\xEF\xBB\xBFid,status,count,score,tags,updated,merged,subject\r\n"
           "1042,open,-3,0.1,\"a,b\",2026-11-22T03:35:08Z,true,\"\t=say \"\"hi\"\",\tyou\n\"\r\n"
           "1043,\"\",,,,,false,\r\n",
           "xcsv");
    is_str(write_all(REC_TSV, false),
           "1042\topen\t-3\t0.1\ta,b\t2026-11-22T03:35:08Z\ttrue\t=say \"hi\",\\tyou\\n\n"
           "1043\t-\t-\t-\t-\t-\tfalse\t-\n",
           "tsv");
    is_str(write_all(REC_JSONL, true),
           "{\"id\":1042,\"status\":\"open\",\"count\":-3,\"score\":0.1,\"tags\":[\"a\",\"b\"],"
           "\"updated\":\"2026-11-22T03:35:08Z\",\"merged\":true,"
           "\"subject\":\"=say \\\"hi\\\",\\tyou\\n\"}\n"
           "{\"id\":1043,\"status\":\"\",\"count\":null,\"score\":null,\"tags\":null,"
           "\"updated\":null,\"merged\":false,\"subject\":null}\n",
           "jsonl");
    is_str(write_all(REC_IDS, true), "1042\n1043\n", "ids");
    is_str(write_all(REC_TABLE, true),
           "  ID  STATUS  COUNT  SCORE  TAGS  UPDATED               MERGED  SUBJECT\n"
           "1042  open       -3    0.1  a,b   2026-11-22T03:35:08Z  true    =say \"hi\","
           "\xE2\x90\x89you\n"
           "1043  -           -      -  -     -                     false   -\n",
           "table");
    ok(memcmp(write_all(REC_NUL, true), "1042\0001043\0", 10) == 0, "nul");
}

static const char *write_texts(const struct rec_style *style, const char *a, const char *b)
{
    begin(style, texts, 2);
    recout_str(w, a);
    recout_str(w, b);
    recout_end(w);
    return end();
}

static void test_absent(void)
{
    struct rec_style style = {.format = REC_TSV, .now = DATE_NONE};
    is_str(write_texts(&style, "-", ""), "\\-\t-\n", "tsv: a literal dash, and nothing");
    style.empty = "NULL";
    is_str(write_texts(&style, "NULL", NULL), "\\u004eULL\tNULL\n", "tsv: another mark");
    style.empty = "";
    is_str(write_texts(&style, "-", NULL), "\\-\t\n", "tsv: no mark");
    style = (struct rec_style){.format = REC_CSV, .crlf = true};
    is_str(write_texts(&style, "a", NULL), "a,\r\n", "csv with CRLF");
    begin(&style, texts, 1);
    recout_absent(w);
    recout_end(w);
    is_str(end(), "\"\"\r\n", "csv: one absent cell is no blank line");
    style = (struct rec_style){.format = REC_JSONL};
    begin(&style, &usual[2], 1);
    recout_str(w, "");
    recout_end(w);
    recout_str(w, "a");
    recout_end(w);
    recout_str(w, "a,,b,");
    recout_end(w);
    is_str(end(), "{\"tags\":[]}\n{\"tags\":[\"a\"]}\n{\"tags\":[\"a\",\"\",\"b\"]}\n", "lists");
}

static void test_no_rows(void)
{
    static const struct {
        enum rec_format format;
        const char *want;
    } t[] = {
        {REC_CSV, "subject,status\n"},    {REC_XCSV, "\xEF\xBB\xBFsubject,status\r\n"},
        {REC_TSV, "subject\tstatus\n"},   {REC_JSONL, ""},
        {REC_TABLE, "SUBJECT  STATUS\n"}, {REC_IDS, ""},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct rec_style style = {.format = t[i].format, .header = true};
        begin(&style, texts, 2);
        is_str(end(), t[i].want, rec_format_name(t[i].format));
        style.header = false;
        begin(&style, texts, 2);
        is_int((long long)strlen(end()), t[i].format == REC_XCSV ? 3 : 0, "without a header");
    }
}

static void test_tty(void)
{
    struct rec_style style = {.format = REC_CSV, .tty = true, .now = DATE_NONE};
    is_str(write_texts(&style, "a\033[31m\nb", "\xFF"),
           "a\xE2\x90\x9B[31m\xE2\x90\x8A"
           "b,\\xFF\n",
           "csv on a terminal");
    style.format = REC_XCSV;
    is_str(write_texts(&style, "=\033", "x"), "\xEF\xBB\xBF\"\t=\xE2\x90\x9B\",x\r\n",
           "xcsv on a terminal");
    style.format = REC_TSV;
    is_str(write_texts(&style, "\033\xFF", "x"), "\\u001b\xEF\xBF\xBD\tx\n", "tsv on a terminal");
    style.format = REC_IDS;
    is_str(write_texts(&style, "a\033", "x"), "a\xE2\x90\x9B\n", "ids on a terminal");
    style.format = REC_TABLE;
    style.tty = false;
    is_str(write_texts(&style, "a\033\xE2\x80\xAE", "x\xFF"), "a\xE2\x90\x9B\\u202e  x\\xFF\n",
           "a table, always");
}

static void test_numbers(void)
{
    static const struct {
        double v;
        const char *want;
    } t[] = {
        {0, "0\n"},
        {1, "1\n"},
        {-2.5, "-2.5\n"},
        {0.1 + 0.2, "0.30000000000000004\n"},
        {1e21, "1e+21\n"},
        {1e-7, "1e-07\n"},
        {123456789, "123456789\n"},
        {1.0 / 3, "0.3333333333333333\n"},
    };
    struct rec_style style = {.format = REC_CSV};
    setlocale(LC_ALL, "cs_CZ.UTF-8");
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        begin(&style, &all[3], 1);
        recout_num(w, t[i].v);
        recout_end(w);
        is_str(end(), t[i].want, "a number");
    }
    setlocale(LC_ALL, "C");
    begin(&style, &all[0], 1);
    recout_int(w, INT64_MIN);
    recout_end(w);
    is_str(end(), "-9223372036854775808\n", "the least integer");
}

static void test_table_text(void)
{
    struct rec_style style = {.format = REC_TABLE, .now = NOW, .zone = "Europe/Prague"};
    is_str(write_texts(&style, "first\r\nsecond", "x"), "first…  x\n", "the first line");
    is_str(write_texts(&style, "\n\n only \n", "x"), "only  x\n", "blank lines around");
    is_str(write_texts(&style, "x", ""), "x  -\n", "an empty cell");
    is_str(write_texts(&style, "x", " "), "x\n", "nothing behind the last cell");
    is_str(write_texts(&style, "שלום", "x"), "\xE2\x81\xA8שלום\xE2\x81\xA9  x\n",
           "right to left, isolated");
    style.header = style.color = true;
    is_str(write_texts(&style, "žlutý", "日本"), "\033[1msubject  status\033[0m\nžlutý    日本\n",
           "bold header");
    style.header = false;
    begin(&style, &usual[3], 1);
    recout_time(w, NOW - 3 * DATE_HOUR);
    recout_end(w);
    recout_time(w, NOW - 30 * DATE_DAY);
    recout_end(w);
    is_str(end(), "3 h ago\n2026-10-23 05:35\n", "times for people");
}

static void put_row(int i)
{
    static const char *const statuses[] = {"new", "open", "pending", "solved"};
    static const char *const subjects[] = {
        "Tiskárna v druhém patře nefunguje a každý den je to horší",
        "המדפסת לא עובדת בכלל",
        "日本語の長い題名",
        "👩‍💻 says: the printer\n\nis on fire",
        "short",
        "",
    };
    recout_int(w, i);
    recout_str(w, statuses[i % 4]);
    recout_str(w, i % 7 ? "vip,printer,second-floor" : NULL);
    recout_time(w, NOW - i * DATE_HOUR);
    recout_str(w, subjects[i % 6]);
    recout_end(w);
}

// Lines wider than `width`, or with blanks at their end.
static int bad_lines(const char *s, int width)
{
    int bad = 0;
    for (const char *nl; (nl = strchr(s, '\n')); s = nl + 1) {
        size_t n = (size_t)(nl - s);
        bad += utf8_width(s, n) > width || (n > 0 && nl[-1] == ' ') || utf8_valid(s, n) < n;
    }
    return bad;
}

static void test_widths(void)
{
    struct rec_style style = {.format = REC_TABLE, .header = true, .now = NOW, .zone = "UTC"};
    for (int width = 24; width <= 200; width++) {
        style.width = width;
        begin(&style, usual, 5);
        for (int i = 900; i < 960; i++) {
            put_row(i);
        }
        int bad = bad_lines(end(), width);
        ok(bad == 0, "a table %d columns wide: %d bad lines", width, bad);
    }
    style.width = 66;
    begin(&style, usual, 5);
    put_row(4);
    put_row(7);
    put_row(8);
    is_str(end(),
           "ID  STATUS  TAGS                     UPDATED  SUBJECT\n"
           " 4  new     vip,printer,second-flo…  4 h ago  short\n"
           " 7  solved  -                        7 h ago  \xE2\x81\xA8המדפסת לא עובדת "
           "בכלל\xE2\x81\xA9\n"
           " 8  new     vip,printer,second-flo…  8 h ago  日本語の長い題名\n",
           "the widest text gives way first");
}

// The usual columns of a list, with long and short cells.
static void put_ticket(int64_t n, const char *agent, const char *text)
{
    recout_id(w, n);
    recout_str(w, n % 2 ? "open" : "pending");
    recout_str(w, "urgent");
    recout_str(w, n % 2 ? "hardware" : "billing");
    recout_str(w, agent);
    recout_str(w, n % 2 ? "karel.novotny@subsidiary.example.cz" : NULL);
    recout_time(w, NOW - 3 * DATE_HOUR);
    recout_str(w, text);
    recout_end(w);
}

static const struct rec_column priority = {"priority", REC_NAME, "", false},
                               queue = {"queue", REC_NAME, "", false},
                               assignee = {"assignee", REC_NAME, "", false},
                               customer = {"customer", REC_TEXT, "", false};
static const struct rec_column *const ticket[] = {&id,       &status,   &priority, &queue,
                                                  &assignee, &customer, &updated,  &subject};

static const char *write_tickets(const struct rec_style *style)
{
    begin(style, ticket, 8);
    put_ticket(1, "jana", "Tiskárna v druhém patře nefunguje a každý den je to horší");
    put_ticket(16, NULL, "日本語の長い題名です、プリンターが動きません、助けてください。");
    put_ticket(23, "piotr", "המדפסת לא עובדת בכלל");
    put_ticket(24, "piotr", "");
    return end();
}

// What has no useful width side by side stands on several lines, in the order of the columns.
static void test_below(void)
{
    struct rec_style style = {
        .format = REC_TABLE, .header = true, .now = NOW, .zone = "UTC", .width = 40};
    is_str(write_tickets(&style),
           "ID  STATUS   PRIORITY  QUEUE\n"
           "    ASSIGNEE  CUSTOMER           UPDATED\n"
           "    SUBJECT\n"
           " 1  open     urgent    hardware\n"
           "    jana      karel.novotny@su…  3 h ago\n"
           "    Tiskárna v druhém patře nefunguje a…\n"
           "16  pending  urgent    billing\n"
           "    -         -                  3 h ago\n"
           "    日本語の長い題名です、プリンターが…\n"
           "23  open     urgent    hardware\n"
           "    piotr     karel.novotny@su…  3 h ago\n"
           "    \xE2\x81\xA8המדפסת לא עובדת בכלל\xE2\x81\xA9\n"
           "24  pending  urgent    billing\n"
           "    piotr     -                  3 h ago\n"
           "    -\n",
           "at 40 columns");
    style.width = 60;
    is_str(write_tickets(&style),
           "ID  STATUS   PRIORITY  QUEUE     ASSIGNEE  CUSTOMER\n"
           "    UPDATED  SUBJECT\n"
           " 1  open     urgent    hardware  jana      karel.novotny@su…\n"
           "    3 h ago  Tiskárna v druhém patře nefunguje a každý den …\n"
           "16  pending  urgent    billing   -         -\n"
           "    3 h ago  日本語の長い題名です、プリンターが動きません、…\n"
           "23  open     urgent    hardware  piotr     karel.novotny@su…\n"
           "    3 h ago  \xE2\x81\xA8המדפסת לא עובדת בכלל\xE2\x81\xA9\n"
           "24  pending  urgent    billing   piotr     -\n"
           "    3 h ago  -\n",
           "at 60");
    style.width = 80;
    is_str(write_tickets(&style),
           "ID  STATUS   PRIOR…  QUEUE     ASSI…  CUSTOMER    UPDATED  SUBJECT\n"
           " 1  open     urgent  hardware  jana   karel.nov…  3 h ago  Tiskárna v druhém pa…\n"
           "16  pending  urgent  billing   -      -           3 h ago  日本語の長い題名です…\n"
           "23  open     urgent  hardware  piotr  karel.nov…  3 h ago  \xE2\x81\xA8המדפסת לא עובדת "
           "בכלל\xE2\x81\xA9\n"
           "24  pending  urgent  billing   piotr  -           3 h ago  -\n",
           "at 80 the subject and the names stay, the address gives way");
    style.color = true;
    style.width = 40;
    begin(&style, ticket, 8);
    is_str(end(),
           "\033[1mid  status  priority  queue  assignee\033[0m\n"
           "\033[1m    customer  updated  subject\033[0m\n",
           "every line of the header is bold");
    style.header = style.color = false;
    begin(&style, ticket, 8);
    put_ticket(1, "jana", "A subject of some words");
    is_int(recout_lines(w), 1, "no lines are known before the widths are");
    recout_flush(w);
    is_int(recout_lines(w), 3, "then they are");
    put_ticket(123456, "somebody-else", "Later, and wider than all that was measured");
    is_str(end(),
           "123456  pending  urgent  billing   somebody-else\n"
           "   -                             3 h ago\n"
           "   Later, and wider than all that was m…\n",
           "a later, wider row keeps to them");
    style.flat = true;
    begin(&style, ticket, 8);
    put_ticket(1, "jana", "A subject");
    is_str(end(), "1  open  urg…  har…  jana  ka…  3 h…  A…\n",
           "flat: one line, whatever becomes of it");
}

static void test_below_widths(void)
{
    struct rec_style style = {.format = REC_TABLE, .header = true, .now = NOW, .zone = "UTC"};
    for (style.width = 12; style.width <= 200; style.width++) {
        int bad = bad_lines(write_tickets(&style), style.width);
        ok(bad == 0, "tickets in %d columns: %d bad lines", style.width, bad);
    }
}

// Reports: numbers say nothing without their header.
static void test_counts(void)
{
    static const struct rec_column p50 = {"resolution_p50", REC_NUM, "", false},
                                   p90 = {"resolution_p90", REC_NUM, "", false},
                                   none = {"resolution_unassigned", REC_NUM, "", false};
    static const struct rec_column *const cols[] = {&queue, &p50, &p90, &none};
    struct rec_style style = {.format = REC_TABLE, .header = true, .now = DATE_NONE, .width = 44};
    begin(&style, cols, 4);
    recout_str(w, "hardware");
    recout_num(w, 1.5);
    recout_num(w, 2);
    recout_num(w, 3);
    recout_end(w);
    is_str(end(),
           "QUEUE     RESOLU…P50  RESOLU…P90  RESOLUTIO…\n"
           "hardware         1.5           2           3\n",
           "names that are cut can be told apart");
}

// Rows behind the measured ones keep within the width too: text gives back what others take.
static void test_stream(void)
{
    struct rec_style style = {.format = REC_TABLE, .now = NOW, .zone = "UTC", .width = 60};
    begin(&style, texts, 2);
    for (int i = 0; i < 1000; i++) {
        recout_str(w, "text");
        recout_str(w, "open");
        recout_end(w);
    }
    ok(out.buf.len > 0 || out.held.mem.len > 0, "after 1000 rows they go out");
    buf_reset(&out.buf);
    recout_str(w, "a longer text");
    recout_str(w, "something-longer");
    recout_end(w);
    is_str(end(), "a longer text  something-longer\n", "a later row takes the room there is");
    style.width = 20;
    begin(&style, texts, 2);
    recout_str(w, "text");
    recout_str(w, "open");
    recout_end(w);
    recout_flush(w);
    recout_str(w, "a longer text");
    recout_str(w, "something");
    recout_end(w);
    is_str(end(), "a longer…  something\n", "and is cut behind it");
    style.width = 60;
    begin(&style, usual, 5);
    put_row(1);
    recout_flush(w);
    is_int((long long)out.buf.len, 0, "flushed");
    recout_int(w, 123456789);
    recout_str(w, "resolved-by-magic");
    recout_str(w, "x");
    recout_time(w, NOW);
    recout_str(w, "a subject that is long enough to be cut somewhere");
    recout_end(w);
    ok(bad_lines(end(), 60) == 0, "a row after the flush fits");
}

// --- what is written is read back ---

static unsigned seed = 1;
static unsigned next_random(unsigned n)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 8) % n;
}

static void random_text(struct buf *b)
{
    static const char *const parts[] = {"a",
                                        "\"",
                                        ",",
                                        "\n",
                                        "\r",
                                        "\t",
                                        "-",
                                        "=",
                                        "@",
                                        "+",
                                        "\\",
                                        " ",
                                        "\xC5\xBE",
                                        "\\n",
                                        "null",
                                        "\033",
                                        "\r\n",
                                        "\xE2\x80\xAE",
                                        "\xF0\x9F\x98\x80",
                                        "{",
                                        "]"};
    buf_reset(b);
    for (unsigned n = next_random(6); n > 0; n--) {
        buf_str(b, parts[next_random(sizeof parts / sizeof *parts)]);
    }
}

static int read_back(enum rec_format f, struct buf *want, int n)
{
    struct spool spool;
    struct record rec;
    struct buf err = BUF_INIT;
    int wrong = 0, i = 0;
    spool_init(&spool);
    recout_finish(w);
    spool_add(&spool, out.buf.s, out.buf.len);
    struct recin *r = recin_new(&spool, "test", f, NULL);
    wrong += !recin_header(r, &err);
    for (; recin_next(r, &rec, &err) == RECIN_OK && i < n; i++) {
        for (int k = 0; k < rec.n; k++) {
            wrong += strcmp(rec.cell[k] ? rec.cell[k] : "", want[2 * i + k].s) != 0;
        }
    }
    wrong += i != n || err.len > 0;
    recin_free(r);
    spool_free(&spool);
    buf_free(&err);
    return wrong;
}

static void test_read_back(enum rec_format f)
{
    enum { ROWS = 500 };
    struct rec_style style = {.format = f, .header = true};
    struct buf want[2 * ROWS];
    begin(&style, texts, 2);
    for (int i = 0; i < 2 * ROWS; i++) {
        buf_init(&want[i]);
        random_text(&want[i]);
        if (f == REC_TSV && i % 5 == 0) {
            buf_reset(&want[i]);
        }
        recout_text(w, want[i].s, want[i].len);
        if (i % 2) {
            recout_end(w);
        }
    }
    int wrong = read_back(f, want, ROWS);
    ok(wrong == 0, "%s reads back what was written: %d wrong", rec_format_name(f), wrong);
    for (int i = 0; i < 2 * ROWS; i++) {
        buf_free(&want[i]);
    }
    end();
}

int main(void)
{
    test_formats();
    test_absent();
    test_no_rows();
    test_tty();
    test_numbers();
    test_table_text();
    test_widths();
    test_below();
    test_below_widths();
    test_counts();
    test_stream();
    test_read_back(REC_CSV);
    test_read_back(REC_XCSV);
    test_read_back(REC_TSV);
    test_read_back(REC_JSONL);
    return done();
}
