#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What tk-report counts: a history small enough to reckon every metric with pencil and paper.
# report-random.t has the large ones.
. "${0%/*}/lib.sh"
desk --tz UTC
must tk-queue add billing
must tk-agent add ann
must tk-agent add bob
must tk-field add csat --type number

# at DAY-OF-NOVEMBER HH:MM COMMAND...
at() { TK_NOW=2026-11-$1T$2:00Z must "${@:3}"; }
# customer_says TICKET: its last note becomes a message of the customer, as the mail will bring them.
customer_says() {
    must sqlite3 "$TK_DB" "UPDATE message SET kind = 2, agent = NULL
        WHERE id = (SELECT max(id) FROM message WHERE ticket = $1 AND kind = 4);
        UPDATE ticket SET customer_msgs = customer_msgs + 1 WHERE id = $1"
}

# 1: Monday of week 45, answered after 30 minutes, solved after 2 hours.
at 02 10:00 tk-new -q -r ana@example.com -p high -t vip -a ann -m q One
at 02 10:30 tk-reply -q --as ann -m a 1
at 02 12:00 tk-set -q status=solved x.csat=5 1
# 2: answered after 2 hours, then it waits 20 hours for the customer, 1 hour for the answer to
# him, is solved on the 3rd, reopened 48 hours later, waits 24 hours for others, solved on the 6th.
at 02 11:00 tk-new -q -r zoe@example.pl -Q billing -t vip,slow -a ann -m q Two
at 02 13:00 tk-reply -q --as ann --status pending -m a 2
at 03 09:00 tk-reply -q --note --status open -m 'but' 2
customer_says 2
at 03 10:00 tk-reply -q --as ann -m b 2
at 03 11:00 tk-set -q status=solved 2
at 05 11:00 tk-reopen -q 2
at 05 12:00 tk-set -q status=hold 2
at 06 11:00 tk-reply -q --as bob --status hold -m c 2
at 06 12:00 tk-set -q status=solved x.csat=2 2
# 3: came before hours, nobody answered, closed on the 9th after 6 days.
at 03 08:00 tk-new -q -Q billing Three
at 09 08:00 tk-close -q 3
# 4: on a Saturday; still open.  5 was merged into it after a day.
at 07 12:00 tk-new -q -p urgent -a bob Four
at 09 09:00 tk-new -q Five
at 10 09:00 tk-merge -q 4 5
# 6: there is no such ticket.
at 09 10:00 tk-new -q Six
at 09 10:05 tk-undo -q -y
# 7: solved for 23 hours by mistake.
at 10 10:00 tk-new -q Seven
at 10 11:00 tk-set -q status=solved 7
at 11 10:00 tk-undo -q -y
# 8: answered after 10 minutes, solved after 1 hour, reopened 8 days and 1 hour later, solved again.
at 12 10:00 tk-new -q -Q billing -p low -t slow -a bob -m q Eight
at 12 10:10 tk-reply -q --as bob -m a 8
at 12 11:00 tk-set -q status=solved 8
at 20 12:00 tk-reopen -q 8
at 21 11:00 tk-set -q status=solved 8
# 9: split from 4 on Monday of week 47; the answer in it is older.
at 13 09:00 tk-reply -q --as ann -m 'two things' 4
at 16 09:00 tk-split -q 4 "$(sqlite3 "$TK_DB" 'SELECT max(id) FROM message WHERE ticket = 4')"
TK_NOW=2026-11-22T12:00:00Z

# table METRICS [OPTION...]: by week, with a total
table() { tk-report -M "$1" --by week --total -F csv "${@:2}"; }

run 'what happened' -O - -- table created,solved,closed,reopened,backlog,flow,sent,received <<'END'
week,created,solved,closed,reopened,backlog,flow,sent,received
2026-W45,4,3,0,1,2,2,4,5
2026-W46,3,2,1,0,2,0,2,3
2026-W47,1,1,0,1,3,1,0,1
total,8,6,1,2,3,3,6,9
END
run 'answers: one that is older than its ticket has no time' -O - -- \
    table first_response,first_response_p50,first_response_p90,first_response_p95,next_response <<'END'
week,first_response,first_response_p50,first_response_p90,first_response_p95,next_response
2026-W45,4500,1800,7200,7200,3600
2026-W46,600,600,600,600,
2026-W47,,,,,
total,3200,1800,7200,7200,3600
END
run 'resolution; with the open ones, by when they came' -O - -- \
    table resolution,resolution_p50,resolution_p90,resolution_p95,resolution_km <<'END'
week,resolution,resolution_p50,resolution_p90,resolution_p95,resolution_km
2026-W45,178200,7200,349200,349200,349200
2026-W46,518400,518400,518400,518400,781200
2026-W47,781200,781200,781200,781200,
total,414000,349200,781200,781200,781200
END
run 'shares' -O - -- table fcr,one_touch,reopen_rate,after_hours,csat_rate <<'END'
week,fcr,one_touch,reopen_rate,after_hours,csat_rate
2026-W45,0.5,0.5,0.3333,0.5,1
2026-W46,0.5,1,0,0,0
2026-W47,,1,0,0,0
total,0.5,0.75,0.1667,0.25,0.5
END
run 'numbers' -O - -- table replies,contacts,transfers,people,csat,load <<'END'
week,replies,contacts,transfers,people,csat,load
2026-W45,2,1.5,0,1.5,3.5,10
2026-W46,0,1,0,0,,10
2026-W47,1,1,0,1,,18
total,1.25,1.25,0,1,3.5,18
END
run 'for whom it waited, and how old the open ones are' -O - -- \
    table wait_us,wait_us_p50,wait_customer,wait_third,age,age_p50,age_p90 <<'END'
week,wait_us,wait_us_p50,wait_customer,wait_third,age,age_p50,age_p90
2026-W45,12600,7200,36000,43200,309600,129600,489600
2026-W46,518400,518400,0,0,608400,482400,734400
2026-W47,86400,86400,0,0,866400,954000,1206000
total,157500,18000,18000,21600,866400,954000,1206000
END

run 'by queue' -O - -- \
    tk-report -M created,solved,backlog,resolution_km,fcr,reopen_rate,wait_third --by queue --total -F csv <<'END'
queue,created,solved,backlog,resolution_km,fcr,reopen_rate,wait_third
billing,3,5,0,518400,0.3333,0.2,28800
support,5,1,3,,1,0,0
total,8,6,3,781200,0.5,0.1667,21600
END
run 'the agent of an answer is its author' -O - -- \
    tk-report -M sent,first_response,solved,backlog --by agent -F csv <<'END'
agent,sent,first_response,solved,backlog
ann,4,4500,3,0
bob,2,600,2,1
,0,,1,2
END
run 'two tags: in both rows, once in the total' -O - -- \
    tk-report -M created,resolution --by tag --total -F csv <<'END'
tag,created,resolution
slow,2,565200
vip,2,178200
,5,518400
total,8,414000
END
run 'the status of the backlog is that of then' -O - -- \
    tk-report -M backlog --by day,status --from 2026-11-02 --to 2026-11-06 -F csv <<'END'
day,status,backlog
2026-11-02,new,0
2026-11-02,pending,1
2026-11-02,hold,0
2026-11-03,new,1
2026-11-03,pending,0
2026-11-03,hold,0
2026-11-04,new,1
2026-11-04,pending,0
2026-11-04,hold,0
2026-11-05,new,1
2026-11-05,pending,0
2026-11-05,hold,1
2026-11-06,new,1
2026-11-06,pending,0
2026-11-06,hold,0
END
run 'its age, too' -O - -- tk-report -M backlog,created --by week,age -F csv <<'END'
week,age,backlog,created
2026-W45,under 1d,0,4
2026-W45,1d-3d,1,0
2026-W45,3d-7d,1,0
2026-W45,7d-30d,0,0
2026-W46,under 1d,0,3
2026-W46,1d-3d,0,0
2026-W46,3d-7d,1,0
2026-W46,7d-30d,1,0
2026-W47,under 1d,0,1
2026-W47,1d-3d,0,0
2026-W47,3d-7d,1,0
2026-W47,7d-30d,2,0
END
run 'by day of the week' -O - -- tk-report -M created,solved --by weekday -F csv <<'END'
weekday,created,solved
mon,4,2
tue,2,1
wed,0,0
thu,1,1
fri,0,1
sat,1,1
sun,0,0
END
run 'within 9 days all that was reopened counts' -O - -- \
    tk-report -M fcr,reopen_rate --days 9 -F csv <<'END'
fcr,reopen_rate
0.25,0.3333
END
run 'hours of their own' -O - -- \
    tk-report -M after_hours --hours 'mon-sat 08:00-12:00' -F csv <<'END'
after_hours
0.125
END
run 'only some tickets' -O - -- tk-report -M created,solved,backlog queue:billing -F csv <<'END'
created,solved,backlog
3,5,0
END
run 'the tickets behind the numbers' -O - -- '
    for m in created solved reopened backlog fcr resolution next_response; do
        echo "$m" $(tk-report -M $m --by week --ids --cell week=2026-W45)
    done' <<'END'
created 1 2 3 4
solved 1 2
reopened 2
backlog 3 4
fcr 1 2
resolution 1 2
next_response 2
END
finish
