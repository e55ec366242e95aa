"""English texts and their expected readings, on Sunday 29 November 2026, 10:00 in Berlin.

A row is the text, the title that is left, and the other values. A text alone is a title as a whole. A date
is a whole day.
"""

from __future__ import annotations

PHRASES = """
## number after to or by
add count to 10
upgrade python to 3.12
turn the heating to 21 on monday | turn the heating to 21 | due=2026-11-30
raise the price to 9
reduce costs by 10
increase speed by 5 tomorrow | increase speed by 5 | due=2026-11-30
count down from 10 to 1
multiply 6 by 7
upgrade node from 18 to 20 by friday | upgrade node from 18 to 20 | due=2026-12-04
set the volume to 11
set the thermostat at 21
keep the oven at 9
move the chapter to 12
lose weight to 70 by march | lose weight to 70 | due=2027-03-01
install version 3.12
upgrade python to 3.12.
split 10 by 2
meet at 25
meet at 5 Main Street
buy 2 apples
bring 12 eggs to 5 people
read chapters 9 to 11

## time range
lunch 5pm-6pm tomorrow | lunch | due=2026-11-30T17:00 end=2026-11-30T18:00
workshop 9am to noon on friday | workshop | due=2026-12-04T09:00 end=2026-12-04T12:00
lunch tomorrow 12-1pm | lunch | due=2026-11-30T12:00 end=2026-11-30T13:00
call tomorrow 11-1pm | call | due=2026-11-30T11:00 end=2026-11-30T13:00
standup 9:00-9:30 on monday | standup | due=2026-11-30T09:00 end=2026-11-30T09:30
shift from 14:00 to 22:00 tomorrow | shift | due=2026-11-30T14:00 end=2026-11-30T22:00
party saturday 10pm to 2am | party | due=2026-12-05T22:00 end=2026-12-06T02:00
plumber between 9am and 11am on tuesday | plumber | due=2026-12-01T09:00 end=2026-12-01T11:00
plumber between 2 and 4pm tomorrow | plumber | due=2026-11-30T14:00 end=2026-11-30T16:00
meeting 3–4pm | meeting | due=2026-11-29T15:00 end=2026-11-29T16:00
meeting from 3pm until 5pm tomorrow | meeting | due=2026-11-30T15:00 end=2026-11-30T17:00
tomorrow 5pm - 6pm lunch | lunch | due=2026-11-30T17:00 end=2026-11-30T18:00
dinner tomorrow 7:30pm-9pm | dinner | due=2026-11-30T19:30 end=2026-11-30T21:00
read pages 5-6
plan a 9-5 job
buy 2-3 apples

lunch 2-3pm every tuesday | lunch | due=2026-12-01T14:00 end=2026-12-01T15:00 repeat=FREQ=WEEKLY;BYDAY=TU
take pills at 8am and 8pm
call between 5 and 6

## date range
vacation from dec 20 to jan 3 | vacation | due=2026-12-20 end=2027-01-03
delete mails up to january 30th
vacation dec 20 - jan 3 | vacation | due=2026-12-20 end=2027-01-03
conference december 7-9 | conference | due=2026-12-07 end=2026-12-09
conference 7-9 december | conference | due=2026-12-07 end=2026-12-09
conference 7 to 9 december | conference | due=2026-12-07 end=2026-12-09
trip monday to friday | trip | due=2026-11-30 end=2026-12-04
trip from friday to monday | trip | due=2026-12-04 end=2026-12-07
festival from 5 may to 8 may | festival | due=2027-05-05 end=2027-05-08
exhibition 2026-12-05 to 2026-12-08 | exhibition | due=2026-12-05 end=2026-12-08
trip between dec 5 and dec 8 | trip | due=2026-12-05 end=2026-12-08
camp from tomorrow to friday | camp | due=2026-11-30 end=2026-12-04
vacation nov 20 to dec 3 | vacation | due=2027-11-20 end=2027-12-03
extend the lease until january 31
on holiday till friday
archive everything up to friday
count from 1 to 10

## weeks and weekdays
dinner a week from friday | dinner | due=2026-12-11
pack 2 weeks from now | pack | due=2026-12-13
tomorrow week |  | due=2026-12-07
dinner friday week | dinner | due=2026-12-11
dinner two weeks from monday | dinner | due=2026-12-14
pack 3 days from now | pack | due=2026-12-02
pack a month from today | pack | due=2026-12-29
dinner in a week | dinner | due=2026-12-06
dinner in a fortnight | dinner | due=2026-12-13
dinner a week today | dinner | due=2026-12-06
dinner 2 days after tomorrow | dinner | due=2026-12-02
dinner the day after tomorrow | dinner | due=2026-12-01
dinner a week on friday | dinner | due=2026-12-11
dinner in a couple of weeks | dinner | due=2026-12-13
dinner next friday | dinner | due=2026-12-04
dinner friday next week | dinner | due=2026-12-04
dinner next week on friday | dinner | due=2026-12-04
dinner this friday at 8pm | dinner | due=2026-12-04T20:00
dinner next week | dinner | due=2026-11-30
tidy this weekend | tidy | due=2026-11-29
tidy next weekend | tidy | due=2026-12-05
rent a car for 2 weeks
rent a car for a week tomorrow | rent a car for a week | due=2026-11-30
write in a few days
prepare next week's report
prepare the next week

ship it in 10 days' time | ship it | due=2026-12-09
ship it in 10 days time | ship it | due=2026-12-09
today and tomorrow rest
met Bob yesterday at 5pm
met Bob last friday at 5pm
met Bob 2 days ago at 5pm
slept badly last night at 9

## nth weekday
pay on the first friday in january | pay | due=2027-01-01
pay the second tuesday of march | pay | due=2027-03-09
pay on the last monday of the month | pay | due=2026-11-30
pay on the first monday of next month | pay | due=2026-12-07
pay on the 3rd thursday of december | pay | due=2026-12-17
pay last friday of december | pay | due=2026-12-25
pay on the first friday in january 2028 | pay | due=2028-01-07
pay on the 1st sunday in november | pay | due=2027-11-07
pay on the last day of the month | pay | due=2026-11-30
pay on the first day of next month | pay | due=2026-12-01
pay by the last friday of the month | pay | due=2026-12-25
pay on the fifth monday of december

renew on the last day of february | renew | due=2027-02-28
renew on the 5th day of march | renew | due=2027-03-05
renew on the fifth day of march | renew | due=2027-03-05
renew on the thirtieth of december | renew | due=2026-12-30
renew on the twenty first day of january | renew | due=2027-01-21

## spoken clock
call quarter to 9 tomorrow | call | due=2026-11-30T08:45
half past 7 |  | due=2026-11-30T07:30
call at seven pm | call | due=2026-11-29T19:00
call at a quarter past 8 tomorrow | call | due=2026-11-30T08:15
call at half past three | call | due=2026-11-29T15:30
call at ten past nine tomorrow | call | due=2026-11-30T09:10
call at 10 minutes to 9 tomorrow | call | due=2026-11-30T08:50
call quarter past six pm on friday | call | due=2026-12-04T18:15
call tomorrow at eleven | call | due=2026-11-30T11:00
call tomorrow at twelve | call | due=2026-11-30T12:00
call at five o'clock | call | due=2026-11-29T17:00
call at 5 o’clock tomorrow | call | due=2026-11-30T17:00
call tomorrow at noon | call | due=2026-11-30T12:00
send it by midnight | send it | due=2026-11-29T23:59
dinner at half past 7 | dinner | due=2026-11-29T19:30
call tomorrow at 7 in the evening | call | due=2026-11-30T19:00
call tomorrow at 8 in the morning | call | due=2026-11-30T08:00
eat half past experience
cut the quarter to 9 pieces
order midnight blue paint

wake up at five thirty tomorrow | wake up | due=2026-11-30T05:30
call at five thirty | call | due=2026-11-29T17:30
wake me at 6 | wake me | due=2026-11-30T06:00
seat at five thirty people

buy 2 after 5
call 5 past 9 tomorrow | call | due=2026-11-30T09:05
drive 12h30 to Rome

## compound span
oven in 2 hours and 15 minutes | oven | due=2026-11-29T12:15
oven in an hour and a half | oven | due=2026-11-29T11:30
oven in 1 hour 30 minutes | oven | due=2026-11-29T11:30
oven in 1h30m | oven | due=2026-11-29T11:30
oven in 90min | oven | due=2026-11-29T11:30
oven in half an hour | oven | due=2026-11-29T10:30
oven in two and a half hours | oven | due=2026-11-29T12:30
oven in 1.5 hours | oven | due=2026-11-29T11:30
oven in 2h | oven | due=2026-11-29T12:00
pack in 1 week and 2 days | pack | due=2026-12-08
pack in a year and a half | pack | due=2028-05-29
pack in twenty five days | pack | due=2026-12-24
oven in 1 hour, 5 minutes | oven | due=2026-11-29T11:05
oven in one hour and call mum | oven and call mum | due=2026-11-29T11:00
oven in an hour | oven | due=2026-11-29T11:00
retire in 9999 years
run 5 m in 2 lanes

## written date
pay by 5.12. | pay | due=2026-12-05
party on 24.12. | party | due=2026-12-24
party 24.12.2026 | party | due=2026-12-24
party on 24.12.26 at 8pm | party | due=2026-12-24T20:00
party 2026-12-24 | party | due=2026-12-24
party 2026-12-24T19:00 | party | due=2026-12-24T19:00
party due 2026-12-24 | party | due=2026-12-24
party on 24/12 | party | due=2026-12-24
party on 12/24 | party | due=2026-12-24
party on 24 December | party | due=2026-12-24
party Dec 24th | party | due=2026-12-24
party on the 24th of December | party | due=2026-12-24
party December 24, 2027 | party | due=2027-12-24
party on Thursday, 24 December | party | due=2026-12-24
party on the 24th | party | due=2026-12-24
rent by the 31st | rent | due=2026-12-31
rent on 3 November | rent | due=2027-11-03
leap on 29 February | leap | due=2028-02-29
passport in March | passport | due=2027-03-31
passport by March | passport | due=2027-03-01
party on friday the 13th | party | due=2027-08-13
pay rent 03/04
buy 1/2 cup of rice
24/7 support
move to the 5th floor
meet on the 5th floor
celebrate the 15th anniversary
install 3.12
summarize 2025-01-05
fix v2.0/3.1
version 1.2.3

party at midnight on new year's eve | party | due=2026-12-31T23:59
buy presents by christmas | buy presents | due=2026-12-25
buy christmas presents

dentist dec. 3 | dentist | due=2026-12-03
dentist thursday 3rd | dentist | due=2026-12-03
11/22/63 by King
rent 1/2/63

party 9999-12-31
in 7973 years at 11:59pm

## words that are more than days
wait for the sun
protect the plants from the sun
look at the sun
enjoy the sun
the cat sat on the mat
the cat sat
march with Bob
march 3 miles
call April 3 times
call Jan 3 times
ask April about June
may the force be with you
plant may flowers
second coat of paint
give Bob a second
on second thought stay
see the fall colors
wed Anna
buy sun cream
mon cheri
buy sun cream on sun | buy sun cream | due=2026-12-06
talk to May on 3 May | talk to May | due=2027-05-03
march in March | march | due=2027-03-31

## names with days
watch Saturday Night Live
read the Sunday morning paper
plan the friday meeting
buy today's paper
Friday's report
file Monday’s mail
shop on Black Friday
call Ruby Tuesday
listen to Blue Monday
hide eggs for Easter Sunday
watch Wednesday Addams
watch the 7pm news
catch the 9:30 train
watch "the day after tomorrow"
watch “Saturday Night Live” tomorrow | watch “Saturday Night Live” | due=2026-11-30
write about tomorrow
watch 'the day after tomorrow'
watch ‘Friday’s Child’ tomorrow | watch ‘Friday’s Child’ | due=2026-11-30
watch Edge of Tomorrow
notes from monday
minutes of last friday
call mum about friday
friday drinks at 6
sunday school
read John 3:16
read the daily news
weekly review
call Friday Jones

watch Tomorrow Never Dies
Watch Tomorrow Never Dies
sing Tomorrow from Annie
Call Mum Tomorrow | Call Mum | due=2026-11-30
call at 7 eleven
call 7 Eleven tomorrow | call 7 Eleven | due=2026-11-30
stay at 10 Downing Street
five by five

watch Sunday in the Park with George
buy tickets for Friday the 13th movie
play Monday Monday
thank god it's friday
happy monday
any monday
high noon
end of year party
end of month report
every 3rd person

## weekday at a time
dentist sat at 10 | dentist | due=2026-12-05T10:00
dentist fri 9am | dentist | due=2026-12-04T09:00
dentist sun at 5pm | dentist | due=2026-12-06T17:00
dentist at 10 on sat | dentist | due=2026-12-05T10:00
dentist 10am sat | dentist | due=2026-12-05T10:00
dentist friday 10:30 | dentist | due=2026-12-04T10:30
friday 10:30 dentist | dentist | due=2026-12-04T10:30
dentist on mon morning | dentist | due=2026-11-30T09:00
yoga monday evening | yoga | due=2026-11-30T19:00
friday: dentist | dentist | due=2026-12-04
On Friday call Bob | call Bob | due=2026-12-04
call Bob friday | call Bob | due=2026-12-04
call Bob friday about the party | call Bob about the party | due=2026-12-04
lunch Friday with Bob | lunch with Bob | due=2026-12-04
dentist tuesday at noon | dentist | due=2026-12-01T12:00
dentist on sunday at 9 | dentist | due=2026-12-06T09:00
dentist thurs 4pm | dentist | due=2026-12-03T16:00
schedule dentist for tuesday at 10 | schedule dentist | due=2026-12-01T10:00

## day and time
call mum today | call mum | due=2026-11-29
call mum tomorrow | call mum | due=2026-11-30
tomorrow call mum | call mum | due=2026-11-30
tommorow call mum | call mum | due=2026-11-30
call mum tomorrow about the party | call mum about the party | due=2026-11-30
buy milk at 7pm tomorrow | buy milk | due=2026-11-30T19:00
buy milk tomorrow at 7:30 p.m. | buy milk | due=2026-11-30T19:30
buy milk tomorrow 19:30 | buy milk | due=2026-11-30T19:30
buy milk tomorrow at 07:30 | buy milk | due=2026-11-30T07:30
buy milk tomorrow morning | buy milk | due=2026-11-30T09:00
tomorrow at 9 call Bob | call Bob | due=2026-11-30T09:00
at 7pm buy milk tomorrow | buy milk | due=2026-11-30T19:00
watch Dune tonight | watch Dune | due=2026-11-29T20:00
watch Dune tonight at 9 | watch Dune | due=2026-11-29T21:00
lunch at 1 | lunch | due=2026-11-29T13:00
call Bob at 9 | call Bob | due=2026-11-29T21:00
call Bob at 9am | call Bob | due=2026-11-30T09:00
rest this evening | rest | due=2026-11-29T19:00
meeting @ 5pm | meeting | due=2026-11-29T17:00
dinner tomorrow at 7 | dinner | due=2026-11-30T19:00
Call mum, tomorrow at 5pm, about the trip | Call mum, about the trip | due=2026-11-30T17:00
Buy milk (tomorrow) | Buy milk | due=2026-11-30
Buy milk - tomorrow | Buy milk | due=2026-11-30
Buy milk tomorrow, then eggs | Buy milk, then eggs | due=2026-11-30
Buy milk tomorrow! | Buy milk! | due=2026-11-30
report due friday | report | due=2026-12-04
report due: friday | report | due=2026-12-04
report due by friday at 5pm | report | due=2026-12-04T17:00
report before tuesday | report | due=2026-12-01
report no later than friday | report | due=2026-12-04

call Bob on 5pm friday | call Bob | due=2026-12-04T17:00
call Bob friday from 5 to 6 | call Bob from 5 to 6 | due=2026-12-04

call around 5pm tomorrow | call | due=2026-11-30T17:00
call tomorrow at about 5 | call | due=2026-11-30T17:00
write about 5pm

mtg tomorrow 3pm for 2 hours | mtg for 2 hours | due=2026-11-30T15:00
call friday for an hour | call for an hour | due=2026-12-04

## end of a period
end of month: report | report | due=2026-11-30
pay rent at the end of the month | pay rent | due=2026-11-30
pay rent by the end of next month | pay rent | due=2026-12-31
pay rent end of december | pay rent | due=2026-12-31
pay rent by end of week | pay rent | due=2026-11-29
pay rent by end of next week | pay rent | due=2026-12-04
pay rent by the end of the day | pay rent | due=2026-11-29
pay rent eom | pay rent | due=2026-11-30
pay rent by eod | pay rent | due=2026-11-29
pay rent at the end of the year | pay rent | due=2026-12-31
pay rent at the beginning of next month | pay rent | due=2026-12-01
pay rent next month | pay rent | due=2026-12-01
pay rent this month | pay rent | due=2026-11-30
pay rent at the beginning of january | pay rent | due=2027-01-01
write the end of the story
read to the end of the book

finish by eod tomorrow | finish | due=2026-11-30
finish by end of day friday | finish | due=2026-12-04
finish by eod friday | finish | due=2026-12-04
call early next week
visit sometime next month

pay on the 3rd day of next month | pay | due=2026-12-03
pay on the second day of the month | pay | due=2026-12-02
in december 12 people come
invite dec 5 guests
dec 25 call family | call family | due=2026-12-25
sort photos from in march 2020
sort the photos of the first friday in march 2020

## impossible or unclear
dentist on 31 february
dentist on 30 feb at 5pm
dentist on april 31st
dentist 31.4.2027
dentist 2027-02-29
dentist on 32 december
dentist on the 32nd
dentist at 25:00
dentist at 10:75
dentist at 13am
dentist tomorrow at 25:00 | dentist at 25:00 | due=2026-11-30
dentist on friday 5 december
dentist on 31/31
party on 29 february 2027
call in 3 days and meet on friday
call tomorrow about the trip on friday
call at 5pm and again at 7pm
finish slides in 3 days and every friday call mum
gym twice a week
gym 3 times a week
gym every few days
gym every day except holidays

on the 5th of the month pay rent | pay rent | due=2026-12-05
pay rent on the 5th of next month | pay rent | due=2026-12-05

## no dates at all
sell at $5 at 9
pay €20 at 7
call 555-1234
call +49 170 1234567
read https://example.com/2026-12-24/friday
mail tomorrow@friday.com
open www.friday.com tomorrow | open www.friday.com | due=2026-11-30
fix issue #42
learn C# today | learn C# | due=2026-11-29
ping 10.12.20.5
`git log --since friday` tomorrow | `git log --since friday` | due=2026-11-30
mix 50/50
买牛奶
🎉 party
fish and chips
a b c

## repetition
water plants every monday at 7pm | water plants | due=2026-11-30T19:00 repeat=FREQ=WEEKLY;BYDAY=MO
vitamins every day | vitamins | due=2026-11-29 repeat=FREQ=DAILY
vitamins every day at 8am | vitamins | due=2026-11-30T08:00 repeat=FREQ=DAILY
vitamins daily | vitamins | due=2026-11-29 repeat=FREQ=DAILY
vitamins every morning | vitamins | due=2026-11-30T09:00 repeat=FREQ=DAILY
bins every 2 weeks | bins | due=2026-11-29 repeat=FREQ=WEEKLY;INTERVAL=2
bins every other thursday | bins | due=2026-12-03 repeat=FREQ=WEEKLY;INTERVAL=2;BYDAY=TH
standup every weekday at 9:30 | standup | due=2026-11-30T09:30 repeat=FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR
gym every mon, wed and fri | gym | due=2026-11-30 repeat=FREQ=WEEKLY;BYDAY=MO,WE,FR
gym every monday to friday | gym | due=2026-11-30 repeat=FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR
gym on mondays and fridays | gym | due=2026-11-30 repeat=FREQ=WEEKLY;BYDAY=MO,FR
rent every month on the 1st | rent | due=2026-12-01 repeat=FREQ=MONTHLY;BYMONTHDAY=1
rent on the first of every month | rent | due=2026-12-01 repeat=FREQ=MONTHLY;BYMONTHDAY=1
rent on the last day of every month | rent | due=2026-11-30 repeat=FREQ=MONTHLY;BYMONTHDAY=-1
review every first friday of the month | review | due=2026-12-04 repeat=FREQ=MONTHLY;BYDAY=1FR
review the last friday of every month | review | due=2026-12-25 repeat=FREQ=MONTHLY;BYDAY=-1FR
taxes every year on april 15 | taxes | due=2027-04-15 repeat=FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=15
birthday every 5 march | birthday | due=2027-03-05 repeat=FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5
report every quarter | report | due=2026-11-29 repeat=FREQ=MONTHLY;INTERVAL=3
stretch every 2 hours | stretch | due=2026-11-29T12:00 repeat=FREQ=HOURLY;INTERVAL=2
run every day except sunday | run | due=2026-11-30 repeat=FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA
pills every day until december 5 | pills | due=2026-11-29 repeat=FREQ=DAILY;UNTIL=20261205
pills every day at 8pm until 5 dec | pills | due=2026-11-29T20:00 repeat=FREQ=DAILY;UNTIL=20261205T225959Z
review every last friday until june | review | due=2026-12-25 repeat=FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270601
rent every month until march 2028 | rent | due=2026-11-29 repeat=FREQ=MONTHLY;UNTIL=20280301
pills every day 10 times | pills | due=2026-11-29 repeat=FREQ=DAILY;COUNT=10
class every monday starting december 14 | class | due=2026-12-14 start=2026-12-14 repeat=FREQ=WEEKLY;BYDAY=MO
every friday call mum | call mum | due=2026-12-04 repeat=FREQ=WEEKLY;BYDAY=FR
call mum once a week | call mum | due=2026-11-29 repeat=FREQ=WEEKLY
check every second line
say something to each child

call mum every sunday evening | call mum | due=2026-11-29T19:00 repeat=FREQ=WEEKLY;BYDAY=SU
gifts every christmas | gifts | due=2026-12-25 repeat=FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25
yoga every evening at 8 | yoga | due=2026-11-29T20:00 repeat=FREQ=DAILY

pill at 8pm every day for 10 days | pill | due=2026-11-29T20:00 repeat=FREQ=DAILY;UNTIL=20261208T225959Z
gym every monday for 3 weeks | gym | due=2026-11-30 repeat=FREQ=WEEKLY;BYDAY=MO;UNTIL=20261219
stretch every 30 minutes | stretch | due=2026-11-29T10:30 repeat=FREQ=MINUTELY;INTERVAL=30
pills every day until 31 february
pills every day starting 31 february
run every day from tomorrow to friday | run | due=2026-11-30 start=2026-11-30 repeat=FREQ=DAILY;UNTIL=20261204
clean on weekends | clean | due=2026-12-05 repeat=FREQ=WEEKLY;BYDAY=SA
daily at 9 pills | pills | due=2026-11-30T09:00 repeat=FREQ=DAILY
weekly on monday call mum | call mum | due=2026-11-30 repeat=FREQ=WEEKLY;BYDAY=MO
I love fridays
daily meeting at 9
submit weekly report friday | submit weekly report | due=2026-12-04
every cloud has a silver lining
every time

## reminder
call Bob friday 3pm remind me 30 minutes before | call Bob | due=2026-12-04T15:00 reminder=30
call Bob friday 3pm, remind me an hour before | call Bob | due=2026-12-04T15:00 reminder=60
call Bob friday 3pm reminder 10 min before | call Bob | due=2026-12-04T15:00 reminder=10
call Bob friday with a reminder 1 day before | call Bob | due=2026-12-04 reminder=1440
call Bob friday 3pm and remind me 2 hours earlier | call Bob | due=2026-12-04T15:00 reminder=120
call Bob friday 3pm remind me at 2pm | call Bob | due=2026-12-04T15:00 reminder=2026-12-04T14:00
call Bob friday 3pm remind me on thursday at 6pm | call Bob | due=2026-12-04T15:00 reminder=2026-12-03T18:00
remind me tomorrow at 9 to call Bob | call Bob | due=2026-11-30T09:00 reminder=0
remind me to call Bob tomorrow at 9 | call Bob | due=2026-11-30T09:00 reminder=0
remind me to call Bob
remind Bob to call
remind Bob tomorrow | remind Bob | due=2026-11-30
buy a reminder card

call Bob tomorrow remind me the day before | call Bob | due=2026-11-30 reminder=1440
call Bob tomorrow and remind me | call Bob | due=2026-11-30 reminder=0
call Bob tomorrow and remind me of milk | call Bob and remind me of milk | due=2026-11-30
set alarm for 7am | set alarm | due=2026-11-30T07:00
set alarm for 7

## priority
report !high | report | priority=high
report !low | report | priority=low
report !1 | report | priority=high
report !!! | report | priority=high
report high priority | report | priority=high
report with high priority | report | priority=high
report priority: low | report | priority=low
report, priority medium | report | priority=medium
urgent: report | report | priority=high
urgent call bank | call bank | priority=high
call bank, urgent | call bank | priority=high
pay bill (urgent) | pay bill | priority=high
call bank asap | call bank | priority=high
call bank, important! | call bank! | priority=high
reply to urgent email
visit urgent care
do something important
is it urgent
review high priority tickets
wow!
report !high !low

## tags and lists
report #work | report | tags=work
report tagged work | report | tags=work
report with tag work | report | tags=work
report tag: work | report | tags=work
report, tags: finance, home | report | tags=finance,home
report tagged work and home | report | tags=work,home
report #work #home-office tomorrow | report | tags=work,home-office due=2026-11-30
#kitchen clean #kitchen | clean | tags=kitchen
report tagged with Work | report | tags=Work
milk list:Groceries | milk | list_name=Groceries
play laser tag
write the price tag
packing list: socks
read C# and F# books
put my name on the waiting list

## a number with a colon that is no time
Romans 8:28 tomorrow | Romans 8:28 | due=2026-11-30
read John 3:16 on sunday | read John 3:16 | due=2026-12-06
Exodus 20:12 on sunday | Exodus 20:12 | due=2026-12-06
Mark 10:45 on monday | Mark 10:45 | due=2026-11-30
Surah 9:51 tomorrow | Surah 9:51 | due=2026-11-30
psalm 12:30 tomorrow | psalm 12:30 | due=2026-11-30
verse 8:28 tomorrow | verse 8:28 | due=2026-11-30
beat them 3:2 tomorrow | beat them 3:2 | due=2026-11-30
win 3:15 on friday | win 3:15 | due=2026-12-04
odds 5:10 tomorrow | odds 5:10 | due=2026-11-30
dilute 1:10 today | dilute 1:10 | due=2026-11-29
set ratio 16:10 tomorrow | set ratio 16:10 | due=2026-11-30
meet in room 10:30 tomorrow | meet in room 10:30 | due=2026-11-30
dentist 9:30 tomorrow | dentist | due=2026-11-30T09:30
Lunch 12:30 tomorrow | Lunch | due=2026-11-30T12:30
gate B7 tomorrow 9:30 | gate B7 | due=2026-11-30T09:30

## a number with a word behind it that it counts
watch video at 12:30 mark
pause the video at 1:15 mark tomorrow | pause the video at 1:15 mark | due=2026-11-30
watch video at the 12:30 mark
print the map at 1:50 scale
mix paint at 3:10 ratio on friday | mix paint at 3:10 ratio | due=2026-12-04
continue at 12:30 timestamp
set the dial at 10:30 position
lunch at 12:30 downtown | lunch downtown | due=2026-11-29T12:30
meet at 7pm Mark | meet Mark | due=2026-11-29T19:00

## a name before a time
call Bob 9:30 tomorrow | call Bob | due=2026-11-30T09:30
lunch with Anna 12:30 tomorrow | lunch with Anna | due=2026-11-30T12:30
pick up Tom 17:45 on friday | pick up Tom | due=2026-12-04T17:45
meet Dr Smith 10:15 next monday | meet Dr Smith | due=2026-11-30T10:15
CALL BOB 9:30 TOMORROW | CALL BOB | due=2026-11-30T09:30
call Bob 9:30
flight BA 10:30
flight BA 10:30 tomorrow | flight BA 10:30 | due=2026-11-30
flight BA at 10:30 tomorrow | flight BA | due=2026-11-30T10:30
flight 10:30 tomorrow | flight | due=2026-11-30T10:30
take train RE 10:30 on friday | take train RE 10:30 | due=2026-12-04
pay invoice AB 12:45
call HR 10:30 tomorrow | call HR | due=2026-11-30T10:30
sing Hymn 8:28 tomorrow | sing Hymn 8:28 | due=2026-11-30

## versions, flights, rooms
take bus 12 at 9 | take bus 12 | due=2026-11-29T21:00
take bus 12 at 9 tomorrow | take bus 12 | due=2026-11-30T09:00
take tram 5 at 7pm | take tram 5 | due=2026-11-29T19:00
meet in room 8 at 5 | meet in room 8 | due=2026-11-29T17:00
train from platform 4 tomorrow at 9 | train from platform 4 | due=2026-11-30T09:00
board at gate 12 at 5 | board at gate 12 | due=2026-11-29T17:00
keep the room at 21
install 1.2.30
install 10.4.27 on monday | install 10.4.27 | due=2026-11-30
update Python 3.12 on friday | update Python 3.12 | due=2026-12-04
ping 10.1.2.3 tomorrow | ping 10.1.2.3 | due=2026-11-30
book flight LH 1230 tomorrow | book flight LH 1230 | due=2026-11-30
meet in room 5 tomorrow | meet in room 5 | due=2026-11-30
meeting in room 8 at 5pm | meeting in room 8 | due=2026-11-29T17:00
sit in seat 12 tomorrow | sit in seat 12 | due=2026-11-30
terminal 5 on friday | terminal 5 | due=2026-12-04
take bus 5 on monday | take bus 5 | due=2026-11-30
score 21-12 on friday | score 21-12 | due=2026-12-04

## o'clock in a name
five o'clock shadow
shave five o'clock shadow
buy five o'clock tea
5 o'clock tea with Anna
5 o'clock meeting
7 o'clock rock
four o'clock flowers
the 5 o'clock news
plant four o'clock flowers tomorrow | plant four o'clock flowers | due=2026-11-30
call 5 o'clock | call | due=2026-11-29T17:00
tomorrow 5 o'clock dentist | dentist | due=2026-11-30T17:00

## to be at a number
I am at 5
I'm at 5 now
we are at 5
I was at 5
he is at 7
the count is at 10
ask why churn is at 5
progress at 5
the meeting is at 5
I am at 5 tomorrow | I am at 5 | due=2026-11-30
be there at 5 | be there | due=2026-11-29T17:00
meet at 5 | meet | due=2026-11-29T17:00

## after next
week after next |  | due=2026-12-07
dinner the week after next | dinner | due=2026-12-07
dinner the month after next | dinner | due=2027-01-01
dinner the friday after next | dinner | due=2026-12-11
dinner the weekend after next | dinner | due=2026-12-12
dinner the week after next week | dinner | due=2026-12-07
dinner friday after next week | dinner | due=2026-12-11
move on after next meeting
dinner in the week after next | dinner | due=2026-12-07
dinner in the month after next | dinner | due=2027-01-01
move out in the year after next | move out | due=2028-01-01
in the week after next call Bob | call Bob | due=2026-12-07
dinner in the coming week | dinner | due=2026-11-30
dinner due in the week after next | dinner | due=2026-12-07
prepare in the next week
dinner week after next on friday | dinner | due=2026-12-11

## reminder without an hour
call Bob friday 3pm remind me on thursday | call Bob | due=2026-12-04T15:00 reminder=2026-12-03T09:00
call Bob friday, remind me tomorrow | call Bob | due=2026-12-04 reminder=2026-11-30T09:00
pay rent on the 15th remind me on december 10 | pay rent | due=2026-12-15 reminder=2026-12-10T09:00
buy milk remind me tomorrow | buy milk | reminder=2026-11-30T09:00
buy milk remind me in 2 hours | buy milk | reminder=2026-11-29T12:00
call Bob friday 3pm remind me thursday evening | call Bob | due=2026-12-04T15:00 reminder=2026-12-03T19:00
remind me on thursday to call Bob | call Bob | due=2026-12-03 reminder=0
remind me friday morning to call Bob | call Bob | due=2026-12-04T09:00 reminder=0
call Bob friday remind me on saturday
call Bob friday remind me today | call Bob remind me today | due=2026-12-04

## quick add
Buy cake tomorrow 5pm #party !high | Buy cake | due=2026-11-30T17:00 tags=party priority=high
#party !high tomorrow 5pm Buy cake | Buy cake | due=2026-11-30T17:00 tags=party priority=high
Meeting with Sam tomorrow at 3pm | Meeting with Sam | due=2026-11-30T15:00
Pay tax by 30 November, priority high, tags: a, home | Pay tax | due=2026-11-30 priority=high tags=a,home
start project starting dec 1 due dec 20 | start project | start=2026-12-01 due=2026-12-20
gym starting monday | gym | start=2026-11-30
read the book from monday on | read the book | start=2026-11-30
start project starting dec 1 due dec 20 at 9 | start project | start=2026-12-01 due=2026-12-20T09:00

## start and time
course starting monday at 9
course at 9 starting monday
gym from monday on at 7pm
shop opens 9am starting dec 1
exhibition starting on the 5th, 10:30 am
Pay rent on friday and #home | Pay rent | due=2026-12-04 tags=home
Gym tomorrow !low | Gym | due=2026-11-30 priority=low
"""

# A row is the text, the words that are the date unless all are, and the due date or the shift, with a sign
# where the words say in which direction; or the reason why there is none.
DUE = """
## day
friday | 2026-12-04
to friday | 2026-12-04
on friday | 2026-12-04
until friday | 2026-12-04
Friday. | Friday | 2026-12-04
tomorrow | 2026-11-30
today | 2026-11-29
the day after tomorrow | 2026-12-01
next week | 2026-11-30
for next week | 2026-11-30
to next month | 2026-12-01
the weekend | 2026-11-29
weekend | 2026-11-29
christmas | 2026-12-25
march | 2027-03-01
to march | 2027-03-01
the 5th | 2026-12-05
to the fifth | 2026-12-05
next friday | 2026-12-04
in 3 days | 2026-12-02
in a week | 2026-12-06
in the week after next | 2026-12-07
in the month after next | 2027-01-01
a week from friday | 2026-12-11
2 days before friday | 2026-12-02
3 days after tomorrow | 2026-12-03
to the end of the month | 2026-11-30
eod | 2026-11-29
the first monday of january | 2027-01-04

## written date
3.12. | 2026-12-03
to 3.12. | 2026-12-03
3.12.2026 | 2026-12-03
12/24 | 2026-12-24
3/12 | 2026-12-03
2026-12-24 | 2026-12-24
24 December | 2026-12-24
to dec 24th | 2026-12-24
to 3.12 | nothing
3.12 | nothing

## time
at 5 | 2026-11-29T17:00
to 5 | 2026-11-29T17:00
to 5pm | 2026-11-29T17:00
5pm | 2026-11-29T17:00
17:30 | 2026-11-29T17:30
to 9 | 2026-11-29T21:00
to half past 7 | 2026-11-30T07:30
to quarter to 9 | 2026-11-30T08:45
to five thirty | 2026-11-29T17:30
noon | 2026-11-29T12:00
morning | 2026-11-30T09:00
tonight | 2026-11-29T20:00
5 | nothing
in 2 hours | 2026-11-29T12:00

## day and time
friday at 5 | 2026-12-04T17:00
to friday 5pm | 2026-12-04T17:00
by friday at 17:00 | 2026-12-04T17:00
tomorrow morning | 2026-11-30T09:00
friday evening at 8 | 2026-12-04T20:00
at noon on friday | 2026-12-04T12:00
next week at 5 | 2026-11-30T17:00
friday, at 5pm | 2026-12-04T17:00
2026-12-24T19:00 | 2026-12-24T19:00

## shift
by a week | 7 days
by 2 days | 2 days
two days | 2 days
for 2 days | 2 days
another week | 7 days
another 2 days | 2 days
by 3 hours and 15 minutes | 3 hours 15 minutes
by an hour and a half | 1 hours 30 minutes
a day later | +1 days
an hour later | +1 hours
2 weeks later | +14 days
2 hours earlier | -2 hours
two days sooner | -2 days
postpone by a week | +7 days
push back 2 days | +2 days
bring forward two days | -2 days
move up by a week | -7 days
the day before | -1 days
the day after | +1 days
the following week | +7 days
by a month | 1 months
by a year | 1 years

## at the end of other words
task 3 to friday | to friday | 2026-12-04
3 to 5pm | to 5pm | 2026-11-29T17:00
the meeting with Bob to next monday at 10 | to next monday at 10 | 2026-11-30T10:00
make it friday | friday | 2026-12-04
no, tomorrow | tomorrow | 2026-11-30
task 2 by a week | by a week | 7 days
everything due today by a day | by a day | 1 days
all tasks due this afternoon by 2 hours | by 2 hours | 2 hours
the friday call by a week | by a week | 7 days
what is due on 5 december 2 days later | 2 days later | +2 days
everything due tomorrow at 9 another day | another day | 1 days
from friday to monday | 2026-11-30
lunch from 5pm to 6pm | from 5pm to 6pm | 2026-11-29T18:00
call Bob on friday to monday | to monday | 2026-11-30
buy milk | nothing
the friday report | nothing
hello | nothing

## not a due date
to 31 february | impossible
yesterday | past
to 25:00 | impossible
to friday 5 december | mismatch
monday or tuesday | several
today and tomorrow | several
5pm-6pm | several
friday at 5pm and at 6pm | several
every friday | several
a few days | vague
in a few days | vague
friday's | nothing
later | nothing
"""

# A row is the text, the words that are the range unless all are, and its first and its last day.
RANGES = """
## day
today | 2026-11-29..2026-11-29
yesterday | 2026-11-28..2026-11-28
tomorrow | 2026-11-30..2026-11-30
2 days ago | 2026-11-27..2026-11-27
in 3 days | 2026-12-02..2026-12-02
a week ago | 2026-11-22..2026-11-22
friday | 2026-12-04..2026-12-04
on friday | 2026-12-04..2026-12-04
last friday | 2026-11-27..2026-11-27
next friday | 2026-12-04..2026-12-04
the 5th | 2026-12-05..2026-12-05
3.12. | 2026-12-03..2026-12-03
on 3/12 | 2026-12-03..2026-12-03
24 December | 2026-12-24..2026-12-24
the day after tomorrow | 2026-12-01..2026-12-01
end of the month | 2026-11-30..2026-11-30

## period
this week | 2026-11-23..2026-11-29
next week | 2026-11-30..2026-12-06
last week | 2026-11-16..2026-11-22
this month | 2026-11-01..2026-11-30
next month | 2026-12-01..2026-12-31
last month | 2026-10-01..2026-10-31
this quarter | 2026-10-01..2026-12-31
this year | 2026-01-01..2026-12-31
last year | 2025-01-01..2025-12-31
this weekend | 2026-11-28..2026-11-29
last weekend | 2026-11-21..2026-11-22
next weekend | 2026-12-05..2026-12-06
over the weekend | 2026-11-28..2026-11-29
in march | 2027-03-01..2027-03-31
march | 2027-03-01..2027-03-31
in march 2027 | 2027-03-01..2027-03-31
last october | 2026-10-01..2026-10-31
in 2027 | 2027-01-01..2027-12-31
in the year 2025 | 2025-01-01..2025-12-31
the week after next | 2026-12-07..2026-12-13
in the week after next | 2026-12-07..2026-12-13
in the coming week | 2026-11-30..2026-12-06
the weekend after next | 2026-12-12..2026-12-13
the coming week | 2026-11-30..2026-12-06
the last 7 days | 2026-11-22..2026-11-29
in the last 2 weeks | 2026-11-15..2026-11-29
the past week | 2026-11-22..2026-11-29
last 24 hours | 2026-11-28..2026-11-29
the next 3 days | 2026-11-29..2026-12-02
next 2 weeks | 2026-11-29..2026-12-13
within 2 weeks | 2026-11-29..2026-12-13
rest of the week | 2026-11-29..2026-11-29
the rest of the month | 2026-11-29..2026-11-30
later this week | 2026-11-29..2026-11-29

## since, after, from
since Monday | 2026-11-23..
since yesterday | 2026-11-28..
since 20 november | 2026-11-20..
since march | 2026-03-01..
since the 20th | 2026-11-20..
since last week | 2026-11-16..
since last monday | 2026-11-23..
after friday | 2026-12-05..
after next week | 2026-12-07..
from friday | 2026-12-04..
from friday on | 2026-12-04..
starting monday | 2026-11-30..

## before, by, until
before friday | ..2026-12-03
before tomorrow | ..2026-11-29
before march | ..2027-02-28
before the 5th | ..2026-12-04
before christmas | ..2026-12-24
before next week | ..2026-11-29
by friday | ..2026-12-04
by the 5th | ..2026-12-05
by eod | ..2026-11-29
by the end of the week | ..2026-11-29
until friday | ..2026-12-04
until the end of the month | ..2026-11-30
up to friday | ..2026-12-04

## between
between monday and wednesday | 2026-11-30..2026-12-02
from monday to friday | 2026-11-30..2026-12-04
monday to friday | 2026-11-30..2026-12-04
from dec 20 to jan 3 | 2026-12-20..2027-01-03
dec 20 - jan 3 | 2026-12-20..2027-01-03
between dec 5 and dec 8 | 2026-12-05..2026-12-08
2026-12-05 to 2026-12-08 | 2026-12-05..2026-12-08
today and tomorrow | 2026-11-29..2026-11-30
monday or tuesday | 2026-11-30..2026-12-01
from tomorrow until friday | 2026-11-30..2026-12-04

## part of a day
this morning | 2026-11-29T00:00..<2026-11-29T12:00
this afternoon | 2026-11-29T12:00..<2026-11-29T18:00
this evening | 2026-11-29T18:00..<2026-11-30T00:00
tonight | 2026-11-29T18:00..<2026-11-30T00:00
last night | 2026-11-28T18:00..<2026-11-29T00:00
yesterday afternoon | 2026-11-28T12:00..<2026-11-28T18:00
tomorrow afternoon | 2026-11-30T12:00..<2026-11-30T18:00
tomorrow in the afternoon | 2026-11-30T12:00..<2026-11-30T18:00
friday morning | 2026-12-04T00:00..<2026-12-04T12:00
friday night | 2026-12-04T18:00..<2026-12-05T00:00
in the morning on friday | 2026-12-04T00:00..<2026-12-04T12:00
in the afternoon | 2026-11-29T12:00..<2026-11-29T18:00
today at lunchtime | 2026-11-29T11:00..<2026-11-29T14:00
before tomorrow evening | ..<2026-11-30T18:00
by friday evening | ..<2026-12-05T00:00
since this morning | 2026-11-29T00:00..

## between hours
between 2 and 4 pm tomorrow | 2026-11-30T14:00..2026-11-30T16:00
tomorrow between 2 and 4 pm | 2026-11-30T14:00..2026-11-30T16:00
tomorrow between 2 and 4 | 2026-11-30T14:00..2026-11-30T16:00
on the 5th between 2 and 4 pm | 2026-12-05T14:00..2026-12-05T16:00
between 14:00 and 16:00 | 2026-11-29T14:00..2026-11-29T16:00
between 7 and 9 am | unclear_day
from 9 to 11 am on friday | 2026-12-04T09:00..2026-12-04T11:00
friday from 9am to noon | 2026-12-04T09:00..2026-12-04T12:00
2-4pm tomorrow | 2026-11-30T14:00..2026-11-30T16:00
between 11 and 1 tomorrow | 2026-11-30T11:00..2026-11-30T13:00
between 10pm and 2am | 2026-11-29T22:00..2026-11-30T02:00
between 8pm and midnight | 2026-11-29T20:00..<2026-11-30T00:00

## after, before and at an hour
after 5 pm | 2026-11-29T17:00..<2026-11-30T00:00
after 9 am | 2026-11-29T09:00..<2026-11-30T00:00
after 5pm tomorrow | 2026-11-30T17:00..<2026-12-01T00:00
tomorrow after 5 | 2026-11-30T17:00..<2026-12-01T00:00
due after 5 | 2026-11-29T17:00..<2026-11-30T00:00
from 5 pm on | 2026-11-29T17:00..<2026-11-30T00:00
tomorrow from 5 pm | 2026-11-30T17:00..<2026-12-01T00:00
after friday 5pm | 2026-12-04T17:00..
after midnight | 2026-11-30T00:00..<2026-12-01T00:00
before noon | ..<2026-11-29T12:00
before 9 am | unclear_day
due before 9 | ..<2026-11-29T21:00
before midnight | ..<2026-11-30T00:00
today before 5pm | 2026-11-29T00:00..<2026-11-29T17:00
before friday noon | ..<2026-12-04T12:00
by noon | ..2026-11-29T12:00
until 5 pm | ..2026-11-29T17:00
by 5 pm tomorrow | ..2026-11-30T17:00
by tomorrow 5 pm | ..2026-11-30T17:00
until 5 pm on the last friday of december | ..2026-12-25T17:00
at 5pm | 2026-11-29T17:00..2026-11-29T17:00
8 in the evening | 2026-11-29T20:00..2026-11-29T20:00
tomorrow at noon | 2026-11-30T12:00..2026-11-30T12:00
tomorrow at 5 | 2026-11-30T17:00..2026-11-30T17:00
before 5 december | ..2026-12-04

## hours from now
in the next 2 hours | 2026-11-29T10:00..2026-11-29T12:00
in the next hour | 2026-11-29T10:00..2026-11-29T11:00
next hour | 2026-11-29T10:00..2026-11-29T11:00
within 30 minutes | 2026-11-29T10:00..2026-11-29T10:30
within the next 90 minutes | 2026-11-29T10:00..2026-11-29T11:30
in 2 hours | 2026-11-29T10:00..2026-11-29T12:00
in the next 20 hours | 2026-11-29T10:00..2026-11-30T06:00
next 24 hours | 2026-11-29..2026-11-30

## in a question
what did I finish this week? | this week | 2026-11-23..2026-11-29
show tasks due before friday with high priority | due before friday | ..2026-12-03
what's due tomorrow | due tomorrow | 2026-11-30..2026-11-30
is it due at 4 pm tomorrow? | due at 4 pm tomorrow | 2026-11-30T16:00..2026-11-30T16:00
5 tasks tomorrow | tomorrow | 2026-11-30..2026-11-30
tasks tagged work since Monday | since Monday | 2026-11-23..
is anything due by friday? | due by friday | ..2026-12-04

## not a range
31 february | impossible
in a few days | vague
monday or thursday | several
this week or next month | several
at 25:00 | 25:00 | unclear_day
this week before 9 am | unclear_day
next week in the afternoon | unclear_day
at the weekend in the morning | unclear_day
between 9 am tomorrow and 5 pm friday | unclear_day
today and tomorrow morning | several
after 5 | nothing
tasks 2 and 4 | nothing
in 20 | nothing
task 2027 | nothing
about night | nothing
friday's | nothing
overdue | nothing
hello | nothing
"""
PAST_RANGES = """
on monday | 2026-11-23..2026-11-23
on sunday | 2026-11-29..2026-11-29
in october | 2026-10-01..2026-10-31
in november | 2026-11-01..2026-11-30
in december | 2025-12-01..2025-12-31
between monday and wednesday | 2026-11-23..2026-11-25
on the 20th | 2026-11-20..2026-11-20
on 3 december | 2025-12-03..2025-12-03
from friday to sunday | 2026-11-27..2026-11-29
on the weekend | 2026-11-28..2026-11-29
from dec 20 to jan 3 | 2025-12-20..2026-01-03
on the first friday in november | 2026-11-06..2026-11-06
on the last friday of december | 2025-12-26..2025-12-26
on the first monday of the month | 2026-11-02..2026-11-02
on the second day of the month | 2026-11-02..2026-11-02
on friday the 13th | 2026-11-13..2026-11-13
on the 5th of the month | 2026-11-05..2026-11-05
before friday | ..2026-11-26
this week | 2026-11-23..2026-11-29
yesterday | 2026-11-28..2026-11-28
this morning | 2026-11-29T00:00..<2026-11-29T12:00
on friday afternoon | 2026-11-27T12:00..<2026-11-27T18:00
in the last 2 hours | 2026-11-29T08:00..2026-11-29T10:00
in the past hour | 2026-11-29T09:00..2026-11-29T10:00
the last hour | 2026-11-29T09:00..2026-11-29T10:00
since 9 am | 2026-11-29T09:00..
since yesterday 5 pm | 2026-11-28T17:00..
before 9 am | 2026-11-29T00:00..<2026-11-29T09:00
by noon | 2026-11-29T00:00..2026-11-29T12:00
between 7 and 9 am | 2026-11-29T07:00..2026-11-29T09:00
"""
