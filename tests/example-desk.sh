# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The desk in which the EXAMPLES of the man pages run; sourced with TK_DB set in a fresh directory.
#
# Agents: the caller (admin), ann, bob.  Queues: support (default), billing.  Custom field: x.room.
# Tickets: 1 an urgent printer from Ana, 2 an invoice question from Bořek, 3 a Polish login problem
# that waits for the customer, 4 a Hebrew one that is solved.
must tk-init -q
must tk-agent add ann --name Ann
must tk-agent add bob --name Bob
must tk-queue add billing
must tk-field add room
must tk-new -q -r 'Ana <ana@example.com>' -p urgent -t printer -m 'It smokes and smells.' 'Printer on fire'
must tk-new -q -r 'Bořek Dočkal <borek@example.cz>' -Q billing --lang cs -m 'Proč platím dvakrát?' 'Dvojitá faktura'
must tk-new -q -r 'zofia@example.pl' --lang pl -a bob -m 'Hasło nie działa.' 'Nie mogę się zalogować'
must tk-reply -q 3 -m 'Proszę spróbować ponownie.' --status pending
must tk-new -q -r 'noa@example.co.il' --lang he -a ann -m 'המדפסת לא עובדת' 'מדפסת'
must tk-reply -q 4 -m 'תוקן' --status solved
