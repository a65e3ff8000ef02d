// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/path.h"
#include "base/recin.h"
#include "desk/agent.h"
#include "desk/intake.h"
#include "desk/macro.h"
#include "desk/sample.h"

static void must(int rc, const struct buf *err)
{
    if (rc)
        die(rc, "sample: %s", err->s);
}

static void staff(struct desk *d, struct buf *err)
{
    static const char *const queues[][2] = {{"billing", "Invoices and payments"},
                                            {"hardware", "Printers, laptops, phones"}};
    static const char *const agents[][2] = {
        {"jana", "Jana Nováková"}, {"piotr", "Piotr Zając"}, {"noa", "נועה לוי"}};
    int64_t agent = 0, queue = 0;
    for (size_t i = 0; i < 2; i++)
        must(queue_add(d, queues[i][0], queues[i][1], err), err);
    for (size_t i = 0; i < 3; i++)
        must(agent_add(d, agents[i][0], agents[i][1], ROLE_AGENT, err), err);
    must(agent_find(d, "piotr", &agent, err) || queue_find(d, "hardware", &queue, err), err);
    must(agent_serve(d, agent, queue, 1, err), err);
}

static void macro(struct desk *d, struct buf *err)
{
    static const struct macro_edit texts[] = {
        {"We are late", NULL, "",
         "Dear {customer.first|customer},\n\nwe have not forgotten ticket {ticket.id} and are"
         " sorry for the wait.\n\n{agent.name|The help desk}"},
        {NULL, NULL, "cs",
         "Dobrý den, {customer.first|vážený zákazníku},\n\nna požadavek {ticket.id} jsme"
         " nezapomněli. Omlouváme se za zdržení.\n\n{agent.name|Technická podpora}"},
        {NULL, NULL, "pl",
         "Dzień dobry, {customer.first|drogi kliencie},\n\npamiętamy o zgłoszeniu {ticket.id}."
         " Przepraszamy za zwłokę.\n\n{agent.name|Pomoc techniczna}"},
        {NULL, NULL, "he",
         "שלום {customer.first|לקוח יקר},\n\nלא שכחנו את פנייה {ticket.id}."
         " אנו מתנצלים על העיכוב.\n\n{agent.name|צוות התמיכה}"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        must(macro_add(d, "late", &texts[i], err), err);
}

static void tickets(struct desk *d, struct spool *spool, const char *name, struct buf *err)
{
    struct recin *in = recin_new(spool, name, REC_CSV, NULL);
    struct intake k;
    struct record rec;
    enum recin_rc got;
    int64_t id;
    must(recin_header(in, err) ? 0 : EXIT_DATA, err);
    intake_begin(&k, d, true);
    while ((got = recin_next(in, &rec, err)) != RECIN_END) {
        int rc = got == RECIN_BAD ? EXIT_DATA : 0;
        for (int i = 0; rc == 0 && i < rec.n; i++)
            rc = intake_put(&k, recin_column(in, i), rec.cell[i], rec.len[i], err);
        must(rc ? rc : intake_make(&k, &id, err), err);
        intake_reset(&k);
    }
    recin_free(in);
}

void sample_fill(struct desk *d)
{
    struct buf err = BUF_INIT;
    struct spool spool;
    char *path = path_bundled("sample.csv");
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        die_errno(0, "%s", path);
    spool_init(&spool);
    spool_fill(&spool, fd, path);
    close(fd);
    desk_begin(d);
    staff(d, &err);
    macro(d, &err);
    tickets(d, &spool, path, &err);
    desk_commit(d);
    spool_free(&spool);
    buf_free(&err);
    free(path);
}
