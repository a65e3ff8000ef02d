#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A day of work on a sample desk: every command is shown, then run.  Leaves the database.
set -eu

TK_DB=${TK_DEMO_DB:-./demo.db}
export TK_DB

rm -f "$TK_DB" "$TK_DB-wal" "$TK_DB-shm"

say() {
    printf '\n# %s\n' "$*"
}

# The command as one would type it, and what it prints.
show() {
    printf '$ %s\n' "$*"
    sh -c "$*"
}

say 'A desk with sample tickets in English, Czech, Polish and Hebrew.'
show tk-init --demo --tz Europe/Prague
say 'Morning: what is new, the most urgent first?'
show 'tk-list is:unassigned -s priority-,created -c id,priority,queue,customer,subject'
say 'Everything about the fire, as the next agent should read it.'
show 'tk-show 1 -F table'
say 'Piotr takes all new hardware tickets; the pipe carries the ids.'
show 'tk-list status:new queue:hardware | tk-assign piotr'
say 'Search finds words without their diacritics, and Hebrew ones behind a prefix.'
show 'tk-list zluty is:any -c id,subject'
show 'tk-list מדפסת is:any -c id,subject'
say 'A call comes in while we are at it.'
show "echo 'The toner smells, too.' | tk-new -r 'Ana Novak <ana.novak@example.com>' --channel phone -Q hardware 'Toner smells'"
say 'Answer the fire, wait for the customer.'
show "tk-reply 1 -m 'A technician is on the way. Keep away from it.' --status pending"
say 'Two invoices belong together: tag them, and raise them.'
show 'tk-list +invoice is:open | tk-tag +november | tk-set priority=high'
say 'Two tickets are about one thing: they become one thread, and the old number leads there.'
show 'tk-merge 2 7 -c id,merged,subject'
say 'They have waited long enough to hear from us: to everybody in their own language.'
show "tk-macro edit late --do 'tag +told'"
show 'tk-list due:..2d status:new,open -F ids | tk-reply --macro late -n -F ids'
show 'tk-list due:..2d status:new,open | tk-reply --macro late -c id,status,tags,subject'
say 'What is most urgent for me? It is mine from now on, and nobody else gets it.'
show 'tk-next'
say 'Too fast: everything was set to low. One undo takes all of it back.'
show 'tk-list is:open | tk-set priority=low -q'
show 'tk-undo -y -c id,priority,subject'
say 'She calls back: her word wakes the ticket.'
show "tk-reply 1 -r ana.novak@example.com --channel phone -m 'The fire is out, thank you!'"
show "tk-close 1 -m 'Glad to hear it. A new printer comes on Monday.' --resolution fixed"
say 'Who is this customer? Nobody should have to tell her story twice.'
show 'tk-customer show ana.novak@example.com -F table'
say 'Evening: the numbers as CSV, the history of the fire, and a check of everything.'
show 'tk-report -M created,solved,backlog --by queue --total -F csv'
show 'tk-report workload -F chart'
show 'tk-log 1 | grep -v init'
show 'tk-check'
printf '\nThe desk is %s.  Try:\n' "$TK_DB"
cat <<END

  export TK_DB=$TK_DB PATH=$(dirname "$(command -v tk-list)"):\$PATH
  tk-list
  tk-show 2
  tk-list 'created:1w.. NOT queue:billing' -F table
  tk-list -h
  tk                  # the interactive desk
END
