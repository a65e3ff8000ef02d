#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tk-set: every field, its values, what clears it and what is refused.
. "${0%/*}/lib.sh"
desk --tz Europe/Prague
must tk-queue add billing
must tk-field add room
must tk-field add floor --type number
must tk-field add until --type time
must tk-field add paid --type flag
must tk-field add size --type choice --choices small,large
for i in {1..5}; do must tk-new -q "Ticket $i"; done

# sets NAME FIELD=VALUE COLUMN SHOWN: on ticket 1
sets() {
    run "$1" -o "$4" -- 'tk-set -q "'"$2"'" 1 && tk-list -c "'"$3"'" id:1'
}
# refuses NAME STATUS FIELD=VALUE TEXT: and changes nothing
refuses() {
    run "$1" -s "$2" -e~ "tk-set: $4" -- 'r=$(tk-list -c rev id:1 is:any); tk-set "'"$3"'" 1; s=$?
        test "$r" = "$(tk-list -c rev id:1 is:any)" && exit $s'
}

for p in low normal high urgent; do
    sets "priority=$p" "priority=$p" priority $p
done
sets queue queue=billing queue,transfers $'billing\t1'
sets category category=hardware category hardware
sets 'which can be absent' category= category -
sets lang lang=cs lang cs
sets 'of a country' lang=en-GB lang en-GB
sets 'which can be absent, too' lang= lang -
sets subject "subject=A  new, 'subject'" subject "A  new, 'subject'"
run 'is found by its new words' -o 1 -- tk-list -F ids 'subject:new'
run 'not by the old ones' -- 'tk-set -q subject=Another 1; tk-list -F ids "\"A new\""'
sets customer 'customer=Ana <ana@example.com>' customer,name $'ana@example.com\tAna'
sets 'which can be none' customer=none customer -
sets 'a phone' 'customer=+420 777 123 456' customer '+420777123456'
sets due due=2026-12-01T10:00:00Z due 2026-12-01T10:00:00Z
sets 'in the zone of the desk' due=2026-12-01 due 2026-12-01T22:59:59Z
sets 'of a length: ahead' due=2h due 2026-11-22T14:00:00Z
sets 'days are those of the calendar' due=3d due 2026-11-25T12:00:00Z
sets 'a weekday is the next one' due=friday due 2026-11-27T22:59:59Z
sets tomorrow due=tomorrow due 2026-11-23T22:59:59Z
sets 'a month is until its end' due=2026-12 due 2026-12-31T22:59:59Z
sets 'a minute is no day' 'due=2026-11-25 10:30' due 2026-11-25T09:30:00Z
sets 'to sleep is until a day begins' snooze=2026-12-01 snooze 2026-11-30T23:00:00Z
sets 'none of it' snooze= snooze -
sets 'today, which is not over' due=today due 2026-11-22T22:59:59Z
run 'so it is not overdue' -- tk-list -F ids is:overdue id:1
sets 'the day of 23 hours' due=2027-03-28 due 2027-03-28T21:59:59Z
sets 'which can be absent' due= due -
sets 'or none' due=none due -
sets snooze snooze=2h snooze 2026-11-22T14:00:00Z
sets 'awake again' snooze= snooze -
sets x.room 'x.room=B 12' x.room 'B 12'
sets 'without' x.room= x.room -
sets 'a number' x.floor=-3 x.floor -3
sets 'of any kind' x.floor=2.5 x.floor 2.5
sets 'a time' x.until=2026-12-24 x.until 2026-12-23T23:00:00Z
sets 'a flag' x.paid=yes x.paid true
sets 'or not' x.paid=no x.paid false
sets 'a choice' x.size=large x.size large
for s in open pending hold solved closed; do
    sets "status=$s" "status=$s" status $s
done
run 'closed: both times' -o $'2026-11-22T12:00:00Z\t2026-11-22T12:00:00Z' -- tk-list -c solved,closed id:1
sets 'a resolution' resolution=fixed resolution fixed
sets 'which can be absent' resolution= resolution -
must tk-set -q resolution=fixed 1
sets 'reopened: none of these' status=open solved,closed,resolution,reopens $'-\t-\t-\t1'
run 'several at once, in one change set' -o $'1\tlow\tbilling\tpl\tkey' \
    -- tk-set priority=low queue=billing lang=pl category=key 1 -c id,priority,queue,lang,category
run 'on several tickets' -o $'2\thigh\n3\thigh' -- tk-set priority=high 2 3 -c id,priority
run 'and from stdin' -o $'3\turgent\n2\turgent' -i $'3\n2' -- tk-set priority=urgent -c id,priority
run 'what is so already is no event' -e 'tk-set: 2: is so already' -- tk-set -q -v priority=urgent 2
run 'an = in the value' -o $'2\ta=b' -- tk-set x.room=a=b 2 -c id,x.room

refuses 'an unknown field' 64 prioriti=high 'unknown field "prioriti", did you mean "priority"\?.*'
refuses 'one that is nothing like any' 64 zzz=1 'unknown field "zzz" \(category .* x.NAME\).*'
refuses 'no field' 64 =high 'unknown field "".*'
refuses 'what only the history can say' 64 created=now 'unknown field "created".*'
refuses 'who has it: tk-assign' 64 assignee=ann 'unknown field "assignee".*'
refuses 'an unknown custom field' 64 x.rom=1 'unknown custom field "rom", did you mean "room"\?.*'
refuses 'an unknown priority' 64 priority=hihg 'unknown priority "hihg", did you mean "high"\? \(low normal high urgent\).*'
refuses 'an absent one' 64 priority= 'unknown priority "".*'
refuses 'an unknown status' 64 status=opne 'unknown status "opne", did you mean "open"\?.*'
refuses 'an unknown queue' 67 queue=biling 'unknown queue "biling", did you mean "billing"\?'
refuses 'no queue' 67 queue= 'unknown queue "".*'
refuses 'an unknown resolution' 64 resolution=fixd 'unknown resolution "fixd", did you mean "fixed"\?.*'
refuses 'a language that is none' 64 lang=Czech '"Czech" is no language: .*'
refuses 'an address that is none' 64 customer=ana '"ana" is no address: .*'
refuses 'an empty subject' 64 subject= 'the subject is empty.*'
refuses 'a subject of two lines' 64 $'subject=a\nb' 'the subject has more than one line.*'
refuses 'a time that is none' 64 due=soon '.*"soon".*'
refuses 'an ambiguous one' 64 due=01/02/26 '.*ambiguous.*'
refuses 'a number that is none' 64 x.floor=two 'x.floor: "two" is no number.*'
refuses 'a hexadecimal number' 64 x.floor=0x10 'x.floor: "0x10" is no number.*'
refuses 'a number behind a blank' 64 'x.floor= 7' 'x.floor: " 7" is no number.*'
refuses 'a real number behind a blank' 64 'x.floor= 7.5' 'x.floor: " 7.5" is no number.*'
refuses 'an infinite number' 64 x.floor=inf 'x.floor: "inf" is no number.*'
refuses 'a flag that is none' 64 x.paid=maybe 'x.paid: "maybe" is neither yes nor no.*'
refuses 'a choice that is none' 64 x.size=lrge 'x.size: unknown choice "lrge", did you mean "large"\? \(small,large\).*'
refuses 'new again' 65 status=new '1: open -> new is no legal step .*'
refuses 'a resolution while it is open' 65 resolution=fixed '1: 1 is not solved: .*'
run 'one bad field: none is set' -s 64 -e~ 'tk-set: unknown status.*' -- tk-set priority=low status=x 2
run 'one bad ticket: none is set' -s 65 -e~ 'tk-set: 3: closed -> hold .*' \
    -- 'tk-close -q 3; tk-set status=hold priority=low 2 3; s=$?; test "$(tk-list -c status,priority id:2)" = $'"'new\turgent'"' && exit $s'
run 'nothing to set' -s 64 -e~ 'tk-set: nothing to set: write FIELD=VALUE before the ids.*' -- tk-set 2
run 'fields behind ids' -s 64 -e~ 'tk-set: nothing to set.*' -- tk-set 2 priority=low
run 'an id that is none' -s 64 -e~ 'tk-set: no ticket id: "lang=cs".*' -- tk-set priority=low 2 lang=cs
run 'status and resolution in one' -o $'4\tsolved\tanswered' -- tk-set status=solved resolution=answered 4 -c id,status,resolution
finish
