// SPDX-License-Identifier: GPL-3.0-or-later
// A help desk's workload: N tickets over two years as CSV for tk-new --restore, on stdout.
//
//     gen N            the same N gives the same bytes
//     gen N START      the ids begin at START
//     gen -j N         as JSON lines with all their messages, 1 to 5 each, for tk-import
//
// Bodies have 600 bytes of Zipf text from 20,000 words, with newlines, quotes, commas and some
// other scripts; "zebrafish" is in 0.1 % of them, "refund" in 1 %, "printer" in 10 %.
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WORDS = 20000, SENTENCES = 40000, DAY = 86400 };

static const int64_t first_day = 1672531200, span = INT64_C(730) * DAY; // two years from 2023

static const char *const common[] = {
    "the",    "to",       "of",     "a",     "in",      "is",      "that",    "for",
    "it",     "on",       "you",    "this",  "with",    "we",      "not",     "be",
    "have",   "please",   "from",   "can",   "our",     "was",     "my",      "your",
    "order",  "invoice",  "login",  "page",  "account", "payment", "network", "address",
    "server", "password", "ticket", "error", "screen",  "button",  "report",  "file",
    "system", "update",   "since",  "would", "could",   "thanks",  "issue",   "help",
};
static const char *const foreign[] = {"café", "größe", "señor", "żółć", "привет", "日本語", "שלום"};
static const char *const queues[] = {"support",  "billing", "sales",   "abuse",
                                     "hardware", "network", "returns", "vip"};
static const char *const agents[] = {"alice", "bob",   "carol", "dave", "erin",    "frank",
                                     "grace", "heidi", "ivan",  "judy", "mallory", "niaj"};
static const char *const priorities[] = {"low", "normal", "high", "urgent"};
static const char *const statuses[] = {"open", "new", "pending", "solved", "closed"};
static const char *const tags[] = {"bug",    "feature", "gdpr", "legal",  "onsite",
                                   "outage", "rma",     "spam", "urgent", "warranty"};
static const char *const first_names[] = {"anna", "ben",  "chloe", "dan", "eva", "finn", "gina",
                                          "hugo", "iris", "jack",  "kim", "leo", "mia"};
static const char *const last_names[] = {"adams", "brown", "clark", "davis", "evans", "fisher",
                                         "green", "hall",  "ivers", "jones", "king",  "lewis"};

#define COUNT(a) (sizeof(a) / sizeof *(a))

static char word[WORDS][16];
static double below_word[WORDS]; // sums of 1 / rank
static char *sentence[SENTENCES];
static uint64_t state = 42;

// --- chance (splitmix64)

static uint64_t draw(void)
{
    uint64_t z = state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static double unit(void)
{ // above 0, up to 1
    return (double)((draw() >> 11) + 1) / 9007199254740992.0;
}

static unsigned below(unsigned n)
{
    return (unsigned)((draw() >> 32) * n >> 32);
}

static unsigned by_weight(const int *weights)
{ // of a list whose sum is 100
    int left = (int)below(100);
    unsigned i = 0;
    while ((left -= weights[i]) >= 0)
        i++;
    return i;
}

static int64_t seconds_around(double mean)
{
    return (int64_t)(-mean * log(unit()));
}

// --- text

static void invent(char *to)
{
    static const char syllables[] = "babebibobucacecicocudadedidodufafefifogagehahehihohujajokakeki"
                                    "kolalelilolumamemimomunanenonupapepiporarerirorusasesisosu";
    int n = 2 + (int)below(4);
    for (int i = 0; i < n; i++)
        memcpy(to + 2 * i, syllables + 2 * below(sizeof syllables / 2), 2);
    to[2 * n] = '\0';
}

static void make_words(void)
{
    double sum = 0;
    for (int i = 0; i < WORDS; i++) {
        if (i < (int)COUNT(common))
            strcpy(word[i], common[i]);
        else if (i >= 700 && i < 700 + 37 * (int)COUNT(foreign) && (i - 700) % 37 == 0)
            strcpy(word[i], foreign[(i - 700) / 37]);
        else
            invent(word[i]);
        sum += 1 / (i + 2.7);
        below_word[i] = sum;
    }
}

static const char *any_word(void)
{
    double at = unit() * below_word[WORDS - 1];
    int low = 0, high = WORDS - 1;
    while (low < high) {
        int middle = (low + high) / 2;
        if (below_word[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    return word[low];
}

static size_t put_words(char *to, int n, const char *first_gap)
{
    size_t len = 0;
    for (int i = 0; i < n; i++) {
        const char *w = any_word();
        len += (size_t)sprintf(to + len, "%s%s", i == 1 ? first_gap : i ? " " : "", w);
    }
    if (to[0] >= 'a' && to[0] <= 'z')
        to[0] = (char)(to[0] - 'a' + 'A');
    return len;
}

// Quotes are doubled already: bodies go into quoted cells.
static void make_sentences(void)
{
    char text[512];
    for (int i = 0; i < SENTENCES; i++) {
        unsigned kind = below(100);
        size_t len = put_words(text, 5 + (int)below(12), kind < 15 ? ", " : " ");
        sentence[i] = malloc(len + 32);
        if (!sentence[i])
            exit(EXIT_FAILURE);
        if (kind >= 95)
            sprintf(sentence[i], "\"\"%s.\"\"", text);
        else if (kind >= 92)
            sprintf(sentence[i], "%s (ref: %u-%u).", text, 100 + below(900), below(10000));
        else
            sprintf(sentence[i], "%s%c", text, kind >= 82 ? '?' : '.');
    }
}

// A sentence as CSV or, within a JSON string, with its quotes escaped.
static void put_text(const char *s, bool json)
{
    for (; *s; s++) {
        bool quote = json && s[0] == '"';
        putchar(quote ? '\\' : *s);
        if (quote)
            putchar(*++s);
    }
}

static void print_text(bool json)
{
    int n = (int)(-2.55 * log(unit() * unit() * unit())) + 1; // a gamma distribution
    int line = n / 3 + 1;
    unsigned hit = below(1000);
    putchar('"');
    for (int i = 0; i < n; i++) {
        if (i)
            fputs(i % line ? " " : json ? "\\n" : "\n", stdout);
        put_text(sentence[below(SENTENCES)], json);
    }
    if (hit < 1)
        fputs(" Found a zebrafish in it.", stdout);
    else if (hit < 11)
        fputs(" I want a refund now.", stdout);
    else if (hit < 111)
        fputs(" The printer is jammed.", stdout);
    putchar('"');
}

static void print_subject(void)
{
    char text[512];
    put_words(text, 3 + (int)below(7), " ");
    fputs(text, stdout);
}

// --- tickets

static void print_customer(int64_t tickets)
{
    int64_t customers = tickets / 4 > 50 ? tickets / 4 : 50;
    double u = unit();
    int64_t k = (int64_t)((double)(customers - 1) * u * u); // few ask often
    const char *first = first_names[k % (int)COUNT(first_names)];
    const char *last = last_names[k / (int)COUNT(first_names) % (int)COUNT(last_names)];
    printf(",%c%s %c%s <%s.%s%" PRId64 "@example.%s>", *first - 32, first + 1, *last - 32, last + 1,
           first, last, k / (int)(COUNT(first_names) * COUNT(last_names)), k % 3 ? "com" : "org");
}

static void print_tags(void)
{
    bool chosen[COUNT(tags)] = {false};
    unsigned n = below(6) / 2;
    for (unsigned i = 0; i < n; i++)
        chosen[below(COUNT(tags))] = true;
    const char *before = n > 1 ? "\"" : "";
    for (size_t i = 0; i < COUNT(tags); i++)
        if (chosen[i]) {
            printf("%s%s", before, tags[i]);
            before = ",";
        }
    if (n > 1)
        putchar('"');
}

static void print_time(int64_t at)
{
    time_t t = (time_t)at;
    struct tm tm;
    char text[32];
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&t, &tm));
    printf(",%s", text);
}

static void print_ticket(int64_t id, int64_t i, int64_t n)
{
    static const int priority_weights[] = {20, 60, 15, 5}, status_weights[] = {14, 4, 3, 41, 38},
                     queue_weights[] = {38, 20, 14, 4, 9, 8, 5, 2};
    int64_t created = first_day + span / n * i + below(60), updated = created;
    printf("%" PRId64 ",", id);
    print_subject();
    print_customer(n);
    const char *status = statuses[by_weight(status_weights)];
    bool is_new = strcmp(status, "new") == 0;
    printf(",%s", priorities[by_weight(priority_weights)]);
    printf(",%s,%s", queues[by_weight(queue_weights)], status);
    printf(",%s,", is_new || below(20) == 0 ? "" : agents[below(COUNT(agents))]);
    print_tags();
    if (!is_new)
        updated += 60 + seconds_around(90000);
    print_time(created);
    print_time(updated);
    putchar(',');
    print_text(false);
    putchar('\n');
}

// --- the same kind of tickets as JSON lines

static void json_time(const char *name, int64_t at)
{
    time_t t = (time_t)at;
    struct tm tm;
    char text[32];
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&t, &tm));
    printf("\"%s\":\"%s\"", name, text);
}

static void json_message(const char *author, const char *kind, int64_t at)
{
    printf("{\"author\":\"%s\",\"kind\":\"%s\",", author, kind);
    json_time("created", at);
    fputs(",\"body\":", stdout);
    print_text(true);
    putchar('}');
}

// The time of the last one.
static int64_t json_messages(const char *customer, const char *owner, int64_t at, unsigned n)
{
    fputs("\"messages\":[", stdout);
    for (unsigned i = 0; i < n; i++) {
        bool agent = i % 2;
        if (i) {
            at += 60 + seconds_around(30000);
            putchar(',');
        }
        const char *kind = !agent ? "customer" : below(100) < 15 ? "note" : "agent";
        json_message(!agent ? customer : *owner ? owner : "alice", kind, at);
    }
    fputs("],", stdout);
    return at;
}

static void json_tags(void)
{
    unsigned n = below(6) / 2, from = below(COUNT(tags) - 3);
    fputs("\"tags\":[", stdout);
    for (unsigned i = 0; i < n; i++)
        printf("%s\"%s\"", i ? "," : "", tags[from + i]);
    fputs("],", stdout);
}

static void json_ticket(int64_t id, int64_t i, int64_t n)
{
    static const int priority_weights[] = {20, 60, 15, 5}, status_weights[] = {14, 4, 3, 41, 38},
                     queue_weights[] = {38, 20, 14, 4, 9, 8, 5, 2},
                     message_weights[] = {25, 25, 25, 15, 10};
    int64_t created = first_day + span / n * i + below(60);
    int64_t k = (int64_t)((double)(n / 4 > 50 ? n / 4 : 50) * unit() * unit());
    const char *status = statuses[by_weight(status_weights)];
    bool is_new = strcmp(status, "new") == 0, done = status[1] == 'o' || status[1] == 'l';
    const char *owner = is_new || below(20) == 0 ? "" : agents[below(COUNT(agents))];
    char customer[64];
    snprintf(customer, sizeof customer, "%s%" PRId64 "@example.com",
             first_names[k % (int)COUNT(first_names)], k);
    printf("{\"id\":%" PRId64 ",\"subject\":\"", id);
    print_subject();
    printf("\",\"email\":\"%s\",\"name\":\"Number %" PRId64
           "\",\"priority\":\"%s\",\"queue\":\"%s\","
           "\"status\":\"%s\",\"owner\":\"%s\",",
           customer, k, priorities[by_weight(priority_weights)], queues[by_weight(queue_weights)],
           status, owner);
    json_tags();
    json_time("created", created);
    putchar(',');
    int64_t last =
        json_messages(customer, owner, created, is_new ? 1 : 1 + by_weight(message_weights));
    last += done ? 30 + seconds_around(90000) : 0;
    json_time("updated", last);
    if (done) {
        putchar(',');
        json_time("resolved", last);
    }
    fputs("}\n", stdout);
}

static int64_t number(const char *s)
{
    char *end;
    errno = 0;
    long long v = strtoll(s, &end, 10);
    if (errno || end == s || *end || v < 1) {
        fprintf(stderr, "gen: \"%s\" is no number\n", s);
        exit(EXIT_FAILURE);
    }
    return v;
}

int main(int argc, char **argv)
{
    bool json = argc == 3 && strcmp(argv[1], "-j") == 0;
    if (argc != 2 && argc != 3) {
        fprintf(stderr, "usage: gen N [START] >tickets.csv; gen -j N >tickets.jsonl\n");
        return EXIT_FAILURE;
    }
    int64_t n = number(argv[1 + json]), start = argc == 3 && !json ? number(argv[2]) : 1;
    make_words();
    make_sentences();
    if (!json)
        puts("id,subject,customer,priority,queue,status,assignee,tags,created,updated,body");
    for (int64_t i = 0; i < n; i++)
        if (json)
            json_ticket(start + i, i, n);
        else
            print_ticket(start + i, i, n);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return EXIT_SUCCESS;
    perror("gen");
    return EXIT_FAILURE;
}
