"""German texts and their expected readings, on Sunday 29 November 2026, 10:00 in Berlin.

A row is the text, the title that is left, and the other values. A text alone is a title as a whole. A date
is a whole day.
"""

from __future__ import annotations

PHRASES = """
## number after a preposition
Zähler auf 10 erhöhen
Heizung auf 21 Grad stellen
Lautstärke auf 11
um 5 Prozent erhöhen
bis 100 zählen
Node von 18 auf 20 heben bis Freitag | Node von 18 auf 20 heben | due=2026-12-04
Heizung am Montag auf 21 stellen | Heizung auf 21 stellen | due=2026-11-30
Python auf 3.12 aktualisieren
bis 10 zählen
Preis um 10 Prozent senken
2 Äpfel kaufen

## time range
Essen von 12 bis 13 Uhr morgen | Essen | due=2026-11-30T12:00 end=2026-11-30T13:00
Schicht morgen von 14:00 bis 22:00 | Schicht | due=2026-11-30T14:00 end=2026-11-30T22:00
Schicht morgen 14 bis 22 Uhr | Schicht | due=2026-11-30T14:00 end=2026-11-30T22:00
Kurs Dienstag 9:00-10:30 | Kurs | due=2026-12-01T09:00 end=2026-12-01T10:30
Party Samstag 22 Uhr bis 2 Uhr | Party | due=2026-12-05T22:00 end=2026-12-06T02:00
Seiten 5-6 lesen
Workshop am Freitag von 9 bis 12 Uhr | Workshop | due=2026-12-04T09:00 end=2026-12-04T12:00
Essen morgen 17:00-18:00 | Essen | due=2026-11-30T17:00 end=2026-11-30T18:00
Besprechung morgen 14-16 Uhr | Besprechung | due=2026-11-30T14:00 end=2026-11-30T16:00
Klempner zwischen 9 und 11 Uhr am Dienstag | Klempner | due=2026-12-01T09:00 end=2026-12-01T11:00

## date range
Festival vom 5. bis 8. Mai | Festival | due=2027-05-05 end=2027-05-08
Messe vom 7. bis zum 9. Dezember | Messe | due=2026-12-07 end=2026-12-09
Ausstellung 5.12. bis 8.12. | Ausstellung | due=2026-12-05 end=2026-12-08
Ausstellung vom 5.12.2026 bis 8.12.2026 | Ausstellung | due=2026-12-05 end=2026-12-08
Reise Montag bis Freitag | Reise | due=2026-11-30 end=2026-12-04
Urlaub vom 20. Dezember bis zum 3. Januar | Urlaub | due=2026-12-20 end=2027-01-03
Urlaub vom 20. Dezember bis 3. Januar | Urlaub | due=2026-12-20 end=2027-01-03
Urlaub vom 20.12. bis 3.1. | Urlaub | due=2026-12-20 end=2027-01-03
Messe 7.-9. Dezember | Messe | due=2026-12-07 end=2026-12-09
Reise von Montag bis Freitag | Reise | due=2026-11-30 end=2026-12-04

## weeks and weekdays
Essen in drei Wochen | Essen | due=2026-12-20
Essen in einem Monat | Essen | due=2026-12-29
in 14 Tagen Zahnarzt | Zahnarzt | due=2026-12-13
Zahnarzt diesen Freitag | Zahnarzt | due=2026-12-04
Zahnarzt Freitag nächster Woche | Zahnarzt | due=2026-12-04
Zahnarzt nächste Woche am Freitag | Zahnarzt | due=2026-12-04
Zahnarzt übernächste Woche | Zahnarzt | due=2026-12-07
dieses Wochenende aufräumen | aufräumen | due=2026-11-29
am Wochenende aufräumen | aufräumen | due=2026-11-29
heute und morgen putzen
letzten Freitag um 5
seit Montag krank
nach Freitag
Essen Freitag in einer Woche | Essen | due=2026-12-11
Packen in 2 Wochen | Packen | due=2026-12-13
Essen morgen in einer Woche | Essen | due=2026-12-07
Essen heute in 14 Tagen | Essen | due=2026-12-13
Essen übermorgen | Essen | due=2026-12-01
Essen nächsten Freitag | Essen | due=2026-12-04
Essen kommenden Freitag | Essen | due=2026-12-04
Essen am Freitag | Essen | due=2026-12-04
Mama am Freitag anrufen | Mama anrufen | due=2026-12-04
Freitag Mama anrufen
Essen nächste Woche | Essen | due=2026-11-30
Urlaub für 2 Wochen planen

Bob gestern um 17 Uhr getroffen
Bob vor 2 Tagen um 17 Uhr getroffen
Bob letzte Woche um 17 Uhr getroffen

## nth weekday
jeden letzten Freitag im Monat zahlen | zahlen | due=2026-12-25 repeat=FREQ=MONTHLY;BYDAY=-1FR
am letzten Tag des Monats zahlen | zahlen | due=2026-11-30
am ersten Tag des nächsten Monats zahlen | zahlen | due=2026-12-01
am dritten Donnerstag im Dezember zahlen | zahlen | due=2026-12-17
am ersten Januar zahlen | zahlen | due=2027-01-01
Am ersten Freitag im Januar zahlen | zahlen | due=2027-01-01
Miete am letzten Montag des Monats zahlen | Miete zahlen | due=2026-11-30
Miete am ersten Montag im nächsten Monat | Miete | due=2026-12-07
Miete am zweiten Dienstag im März | Miete | due=2027-03-09

## spoken clock
Anruf um viertel vor sechs | Anruf | due=2026-11-29T17:45
Anruf um dreiviertel neun | Anruf | due=2026-11-30T08:45
Anruf um zehn nach neun | Anruf | due=2026-11-30T09:10
Anruf um fünf vor zwölf | Anruf | due=2026-11-29T11:55
Anruf mittags | Anruf | due=2026-11-29T12:00
Anruf um Mitternacht | Anruf | due=2026-11-29T23:59
Aufstehen um 6 | Aufstehen | due=2026-11-30T06:00
Abendessen um 7 | Abendessen | due=2026-11-29T19:00
morgen um 9 Bob anrufen | Bob anrufen | due=2026-11-30T09:00
Anruf morgen viertel vor 9 | Anruf | due=2026-11-30T08:45
halb acht |  | due=2026-11-30T07:30
Anruf morgen um halb vier | Anruf | due=2026-11-30T15:30
Anruf morgen um 9 | Anruf | due=2026-11-30T09:00
Anruf um 19 Uhr | Anruf | due=2026-11-29T19:00
Anruf morgen um 17 Uhr 30 | Anruf | due=2026-11-30T17:30
Anruf morgen um 8.30 Uhr | Anruf | due=2026-11-30T08:30
Anruf morgen um viertel nach acht | Anruf | due=2026-11-30T08:15
Anruf morgen um 8 Uhr abends | Anruf | due=2026-11-30T20:00
Anruf morgen Nachmittag | Anruf | due=2026-11-30T15:00
Bob um 9 anrufen | Bob anrufen | due=2026-11-29T21:00

## compound span
Ofen in 1 Stunde 30 Minuten | Ofen | due=2026-11-29T11:30
Ofen in 1,5 Stunden | Ofen | due=2026-11-29T11:30
Ofen in einer Viertelstunde | Ofen | due=2026-11-29T10:15
Ofen in 90 Min | Ofen | due=2026-11-29T11:30
Ofen in 2 Stunden und 15 Minuten | Ofen | due=2026-11-29T12:15
Ofen in anderthalb Stunden | Ofen | due=2026-11-29T11:30
Ofen in einer halben Stunde | Ofen | due=2026-11-29T10:30
Ofen in zweieinhalb Stunden | Ofen | due=2026-11-29T12:30
Ofen in einer Stunde | Ofen | due=2026-11-29T11:00
Packen in fünfundzwanzig Tagen | Packen | due=2026-12-24
Schreiben in ein paar Tagen

## written date
bis zum 5.12. zahlen | zahlen | due=2026-12-05
spätestens am 5. Dezember zahlen | zahlen | due=2026-12-05
am 5.12.26 um 18:30 zahlen | zahlen | due=2026-12-05T18:30
zum 1.1. kündigen | kündigen | due=2027-01-01
24.12. Feier | Feier | due=2026-12-24
3.12 installieren
Version 3.12 installieren
Zahlen bis 5.12. | Zahlen | due=2026-12-05
Feier am 24.12. | Feier | due=2026-12-24
Feier am 24.12 | Feier | due=2026-12-24
Feier 24.12. bei Bob | Feier bei Bob | due=2026-12-24
Feier am 24. Dezember um 18 Uhr | Feier | due=2026-12-24T18:00
Feier am Donnerstag, 24. Dezember | Feier | due=2026-12-24
Feier am Donnerstag, den 24. Dezember | Feier | due=2026-12-24
Zahlen am 15. jeden Monats | Zahlen | due=2026-12-15 repeat=FREQ=MONTHLY;BYMONTHDAY=15
Pass im März | Pass | due=2027-03-31
Miete am 15. | Miete | due=2026-12-15

Feier an Heiligabend um 18 Uhr | Feier | due=2026-12-24T18:00
Feier an Silvester | Feier | due=2026-12-31

## numbers with ß
Ofen in dreißig Minuten | Ofen | due=2026-11-29T10:30
Ofen in dreissig Minuten | Ofen | due=2026-11-29T10:30
Packen in einunddreißig Tagen | Packen | due=2026-12-30
alle dreißig Tage gießen | gießen | due=2026-11-29 repeat=FREQ=DAILY;INTERVAL=30
am dreißigsten Dezember zahlen | zahlen | due=2026-12-30
am einunddreißigsten Dezember zahlen | zahlen | due=2026-12-31
am einundzwanzigsten Dezember zahlen | zahlen | due=2026-12-21
dreißig Eier kaufen

## names with days
Sonnencreme kaufen
die Sonne scheint
Freitagsgebet
Montag Termin
Montag: Termin | Termin | due=2026-11-30
Montag um 9 Termin | Termin | due=2026-11-30T09:00
guten Morgen sagen
Morgen Bob anrufen | Bob anrufen | due=2026-11-30
Die Sonntagszeitung lesen
das Freitag Meeting vorbereiten
"Der Tag nach morgen" ansehen
„Morgen“ von Bob hören
über Freitag reden
Schwarzer Freitag

## part of the day
Bob heute Nachmittag anrufen | Bob anrufen | due=2026-11-29T15:00
Bob am Freitag Nachmittag anrufen | Bob anrufen | due=2026-12-04T15:00
Bob am Freitagnachmittag anrufen | Bob anrufen | due=2026-12-04T15:00
Bob morgen früh um 8 anrufen | Bob anrufen | due=2026-11-30T08:00
Yoga Freitagabend | Yoga | due=2026-12-04T19:00
Yoga am Freitagabend | Yoga | due=2026-12-04T19:00
Yoga heute Abend | Yoga | due=2026-11-29T19:00
Yoga morgen früh | Yoga | due=2026-11-30T09:00
Yoga Montag Morgen | Yoga | due=2026-11-30T09:00

## end of a period
Rechnung bis Monatsende | Rechnung | due=2026-11-30
Rechnung nächsten Monat | Rechnung | due=2026-12-01
Rechnung im Januar | Rechnung | due=2027-01-31
Rechnung bis Januar | Rechnung | due=2027-01-01
Rechnung Ende des Jahres | Rechnung | due=2026-12-31
Rechnung Ende des Monats | Rechnung | due=2026-11-30
Rechnung am Ende des Monats | Rechnung | due=2026-11-30
Rechnung Ende Dezember | Rechnung | due=2026-12-31
Rechnung bis Ende nächster Woche | Rechnung | due=2026-12-04
Rechnung Anfang nächsten Monats | Rechnung | due=2026-12-01

## impossible or unclear
Zahnarzt am 29.2.2027
Zahnarzt um 12:60
Zahnarzt am Freitag, den 5. Dezember
Montag oder Dienstag anrufen
Zahnarzt am 31. Februar
Zahnarzt am 31.2.
Zahnarzt um 25:00
Zahnarzt um 25 Uhr
Morgen anrufen und am Freitag treffen

## repetition
werktags um 8 Tabletten | Tabletten | due=2026-11-30T08:00 repeat=FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR
jeden 15. zahlen | zahlen | due=2026-12-15 repeat=FREQ=MONTHLY;BYMONTHDAY=15
jeden Monat am 15. zahlen | zahlen | due=2026-12-15 repeat=FREQ=MONTHLY;BYMONTHDAY=15
jeden zweiten Tag gießen | gießen | due=2026-11-29 repeat=FREQ=DAILY;INTERVAL=2
jährlich am 5. März feiern | feiern | due=2027-03-05 repeat=FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5
Miete am 1. Feb. 2027 zahlen | Miete zahlen | due=2027-02-01
einmal pro Woche putzen | putzen | due=2026-11-29 repeat=FREQ=WEEKLY
zweimal pro Woche laufen
Blumen jeden Montag um 19 Uhr gießen | Blumen gießen | due=2026-11-30T19:00 repeat=FREQ=WEEKLY;BYDAY=MO
Vitamine jeden Tag | Vitamine | due=2026-11-29 repeat=FREQ=DAILY
Müll alle 2 Wochen | Müll | due=2026-11-29 repeat=FREQ=WEEKLY;INTERVAL=2
Bericht jeden ersten Freitag im Monat | Bericht | due=2026-12-04 repeat=FREQ=MONTHLY;BYDAY=1FR
Sport montags und freitags | Sport | due=2026-11-30 repeat=FREQ=WEEKLY;BYDAY=MO,FR
Laufen jeden Tag außer Sonntag | Laufen | due=2026-11-30 repeat=FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA
Sport jeden letzten Freitag bis Juni | Sport | due=2026-12-25 repeat=FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270601
Miete jeden Monat bis März 2028 | Miete | due=2026-11-29 repeat=FREQ=MONTHLY;UNTIL=20280301
Tabletten täglich bis zum 5. | Tabletten | due=2026-11-29 repeat=FREQ=DAILY;UNTIL=20261205
Tabletten täglich bis 5. Dezember | Tabletten | due=2026-11-29 repeat=FREQ=DAILY;UNTIL=20261205

Yoga jeden Sonntag Abend | Yoga | due=2026-11-29T19:00 repeat=FREQ=WEEKLY;BYDAY=SU

## weekday in two letters
Zahnarzt Di 10 Uhr | Zahnarzt | due=2026-12-01T10:00
Zahnarzt Di. 10 Uhr | Zahnarzt | due=2026-12-01T10:00
Zahnarzt am Di | Zahnarzt | due=2026-12-01
Zahnarzt am Di. | Zahnarzt | due=2026-12-01
Mo 9:30 Zahnarzt | Zahnarzt | due=2026-11-30T09:30
Mi. 15 Uhr Kita | Kita | due=2026-12-02T15:00
Zahnarzt bis Do | Zahnarzt | due=2026-12-03
Zahnarzt nächsten Mo | Zahnarzt | due=2026-11-30
Zahnarzt am Mi, 2.12. | Zahnarzt | due=2026-12-02
Zahnarzt jeden Di um 9 | Zahnarzt | due=2026-12-01T09:00 repeat=FREQ=WEEKLY;BYDAY=TU
Urlaub Mo-Fr | Urlaub | due=2026-11-30 end=2026-12-04
Yoga So 10 Uhr | Yoga | due=2026-12-06T10:00
Yoga am So. | Yoga | due=2026-12-06
So um 5 machen wir das | So machen wir das | due=2026-11-29T17:00
So machen wir das
mach das so um 5 | mach das so | due=2026-11-29T17:00
Do it yourself
Fr. Müller anrufen
Fr Müller anrufen
Sport mo und mi

## coming periods
Essen übernächsten Freitag | Essen | due=2026-12-11
Essen übernächsten Monat | Essen | due=2027-01-01
Essen in der übernächsten Woche | Essen | due=2026-12-07
Essen im übernächsten Monat | Essen | due=2027-01-01
Essen in der kommenden Woche | Essen | due=2026-11-30
Essen in der nächsten Woche | Essen | due=2026-11-30
Essen im nächsten Monat | Essen | due=2026-12-01
in der übernächsten Woche Bob anrufen | Bob anrufen | due=2026-12-07
in den nächsten Tagen Bob anrufen
Essen übernächstes Wochenende | Essen | due=2026-12-12
Essen Freitag übernächster Woche | Essen | due=2026-12-11
Essen überübermorgen | Essen | due=2026-12-02
Essen kommende Woche | Essen | due=2026-11-30
Essen kommenden Monat | Essen | due=2026-12-01
Essen 17:00 morgen | Essen | due=2026-11-30T17:00
Essen um 8 Uhr morgens | Essen | due=2026-11-30T08:00

## a number that is no time
Termin Zahnarzt 9:30 morgen | Termin Zahnarzt | due=2026-11-30T09:30
Flug BA 10:30 morgen | Flug BA 10:30 | due=2026-11-30
Zug RE 9:30 morgen | Zug RE 9:30 | due=2026-11-30
Bus 12 um 9 nehmen | Bus 12 nehmen | due=2026-11-29T21:00
Treffen in Raum 8 um 5 | Treffen in Raum 8 | due=2026-11-29T17:00
Zug von Gleis 4 morgen um 9 | Zug von Gleis 4 | due=2026-11-30T09:00
Römer 8:28 morgen | Römer 8:28 | due=2026-11-30
lies Johannes 3:16 am Sonntag | lies Johannes 3:16 | due=2026-12-06
Verhältnis 12:30 morgen | Verhältnis 12:30 | due=2026-11-30
Maßstab 1:50 morgen | Maßstab 1:50 | due=2026-11-30
Endstand 21:12 am Freitag | Endstand 21:12 | due=2026-12-04
Version 1.2.30 installieren
Version 1.2.27 am Montag installieren | Version 1.2.27 installieren | due=2026-11-30
Flug LH 1230 morgen | Flug LH 1230 | due=2026-11-30
Fünf-Uhr-Tee kaufen
17 Uhr Zahnarzt | Zahnarzt | due=2026-11-29T17:00

## start and time
Kurs ab Montag | Kurs | start=2026-11-30
Kurs ab Montag um 9
Sport ab dem 5. Dezember um 19 Uhr
Laden beginnend Montag um 10:30

## reminder without an hour
Bob Freitag 15 Uhr, erinnere mich am Donnerstag | Bob | due=2026-12-04T15:00 reminder=2026-12-03T09:00
erinnere mich am Donnerstag an Milch | Milch | due=2026-12-03 reminder=0

## labels
Bericht dringend | Bericht | priority=high
Bericht hohe Priorität | Bericht | priority=high
Bericht getaggt Arbeit | Bericht | tags=Arbeit
Bericht liste:Arbeit | Bericht | list_name=Arbeit
erinnere mich morgen um 9 an Milch | Milch | due=2026-11-30T09:00 reminder=0
Erinnerung: Milch
Kuchen kaufen morgen 17 Uhr #feier !hoch | Kuchen kaufen | due=2026-11-30T17:00 tags=feier priority=high
Bericht, Priorität hoch | Bericht | priority=high
dringend: Bericht | Bericht | priority=high
Bericht mit Tag Arbeit | Bericht | tags=Arbeit
Bob Freitag 15 Uhr anrufen, Erinnerung 30 Minuten vorher | Bob anrufen | due=2026-12-04T15:00 reminder=30
"""

# A row is the text, the words that are the date unless all are, and the due date or the shift, with a sign
# where the words say in which direction; or the reason why there is none.
DUE = """
## day
Freitag | 2026-12-04
auf Freitag | 2026-12-04
am Freitag | 2026-12-04
bis Freitag | 2026-12-04
Freitag. | Freitag | 2026-12-04
morgen | 2026-11-30
auf morgen | 2026-11-30
heute | 2026-11-29
übermorgen | 2026-12-01
nächste Woche | 2026-11-30
auf nächste Woche | 2026-11-30
nächsten Monat | 2026-12-01
Wochenende | 2026-11-29
auf das Wochenende | 2026-11-29
Weihnachten | 2026-12-25
März | 2027-03-01
am 5. | 2026-12-05
auf den 5. | 2026-12-05
nächsten Freitag | 2026-12-04
in 2 Tagen | 2026-12-01
in einer Woche | 2026-12-06
auf Ende des Monats | 2026-11-30
Monatsende | 2026-11-30
am ersten Montag im Januar | 2027-01-04

## written date
3.12. | 2026-12-03
3.12 | 2026-12-03
auf 3.12 | 2026-12-03
auf den 3.12. | 2026-12-03
3.12.2026 | 2026-12-03
2026-12-24 | 2026-12-24
24. Dezember | 2026-12-24
auf den 24. Dezember | 2026-12-24

## time
um 5 | 2026-11-29T17:00
auf 5 | 2026-11-29T17:00
auf 17 Uhr | 2026-11-29T17:00
um 17 Uhr | 2026-11-29T17:00
17:30 | 2026-11-29T17:30
um 9 | 2026-11-29T21:00
auf halb acht | 2026-11-30T07:30
auf viertel vor 9 | 2026-11-30T08:45
auf Mittag | 2026-11-29T12:00
Abend | 2026-11-29T19:00
mittags | 2026-11-29T12:00
heute Abend | 2026-11-29T19:00
5 | nothing
in 2 Stunden | 2026-11-29T12:00

## day and time
Freitag um 5 | 2026-12-04T17:00
auf Freitag 17 Uhr | 2026-12-04T17:00
bis Freitag um 17:00 | 2026-12-04T17:00
morgen früh | 2026-11-30T09:00
Freitagabend um 8 | 2026-12-04T20:00
am Montag um 9 | 2026-11-30T09:00
auf morgen Abend | 2026-11-30T19:00
Freitag, um 17 Uhr | 2026-12-04T17:00

## shift
um eine Woche | 7 days
um 2 Tage | 2 days
zwei Tage | 2 days
noch eine Woche | 7 days
um 3 Stunden und 15 Minuten | 3 hours 15 minutes
um anderthalb Stunden | 1 hours 30 minutes
um 2 Tage später | +2 days
einen Tag später | +1 days
eine Stunde später | +1 hours
eine Stunde früher | -1 hours
zwei Tage eher | -2 days
zwei Tage nach hinten | +2 days
zwei Tage nach vorne | -2 days
um eine Woche verschieben | +7 days
um zwei Tage vorziehen | -2 days
um einen Monat | 1 months

## at the end of other words
Aufgabe 3 auf Freitag | auf Freitag | 2026-12-04
das Treffen mit Bob auf nächsten Montag um 10 | auf nächsten Montag um 10 | 2026-11-30T10:00
nein, morgen | morgen | 2026-11-30
Aufgabe 2 um eine Woche | um eine Woche | 7 days
alles, was heute fällig ist, um einen Tag | um einen Tag | 1 days
alles am Freitag um 9 Uhr um 2 Stunden | um 2 Stunden | 2 hours
vom Freitag auf Montag | 2026-11-30
Milch kaufen | nothing
hallo | nothing

## not a due date
auf den 31. Februar | impossible
gestern | past
auf 25 Uhr | impossible
Montag oder Dienstag | several
heute und morgen | several
jeden Freitag | several
ein paar Tage | vague
"""

# A row is the text, the words that are the range unless all are, and its first and its last day.
RANGES = """
## day
heute | 2026-11-29..2026-11-29
gestern | 2026-11-28..2026-11-28
vorgestern | 2026-11-27..2026-11-27
morgen | 2026-11-30..2026-11-30
übermorgen | 2026-12-01..2026-12-01
vor 2 Tagen | 2026-11-27..2026-11-27
in 3 Tagen | 2026-12-02..2026-12-02
Freitag | 2026-12-04..2026-12-04
am Freitag | 2026-12-04..2026-12-04
letzten Freitag | 2026-11-27..2026-11-27
nächsten Freitag | 2026-12-04..2026-12-04
am 5. | 2026-12-05..2026-12-05
3.12. | 2026-12-03..2026-12-03
24. Dezember | 2026-12-24..2026-12-24
Ende des Monats | 2026-11-30..2026-11-30

## period
diese Woche | 2026-11-23..2026-11-29
nächste Woche | 2026-11-30..2026-12-06
letzte Woche | 2026-11-16..2026-11-22
dieser Monat | 2026-11-01..2026-11-30
nächsten Monat | 2026-12-01..2026-12-31
letzten Monat | 2026-10-01..2026-10-31
dieses Quartal | 2026-10-01..2026-12-31
dieses Jahr | 2026-01-01..2026-12-31
letztes Jahr | 2025-01-01..2025-12-31
dieses Wochenende | 2026-11-28..2026-11-29
am Wochenende | 2026-11-28..2026-11-29
letztes Wochenende | 2026-11-21..2026-11-22
im März | 2027-03-01..2027-03-31
März | 2027-03-01..2027-03-31
im März 2027 | 2027-03-01..2027-03-31
im Jahr 2027 | 2027-01-01..2027-12-31
übernächste Woche | 2026-12-07..2026-12-13
in der übernächsten Woche | 2026-12-07..2026-12-13
in der nächsten Woche | 2026-11-30..2026-12-06
im nächsten Monat | 2026-12-01..2026-12-31
kommende Woche | 2026-11-30..2026-12-06
am Di | 2026-12-01..2026-12-01
bis Do | ..2026-12-03
die letzten 7 Tage | 2026-11-22..2026-11-29
in den letzten 2 Wochen | 2026-11-15..2026-11-29
die nächsten 3 Tage | 2026-11-29..2026-12-02
in den nächsten 3 Tagen | 2026-11-29..2026-12-02
nächste 7 Tage | 2026-11-29..2026-12-06
innerhalb von 2 Wochen | 2026-11-29..2026-12-13

## since, after, from
seit Montag | 2026-11-23..
seit gestern | 2026-11-28..
seit dem 20. November | 2026-11-20..
seit März | 2026-03-01..
seit letzter Woche | 2026-11-16..
nach Freitag | 2026-12-05..
ab Montag | 2026-11-30..
von Freitag an | 2026-12-04..

## before, by, until
vor Freitag | ..2026-12-03
vor morgen | ..2026-11-29
vor dem 5. Dezember | ..2026-12-04
bis Freitag | ..2026-12-04
bis Monatsende | ..2026-11-30
bis Ende der Woche | ..2026-11-29
bis zum 5. | ..2026-12-05

## between
zwischen Montag und Mittwoch | 2026-11-30..2026-12-02
von Montag bis Freitag | 2026-11-30..2026-12-04
Montag bis Freitag | 2026-11-30..2026-12-04
vom 20.12. bis 3.1. | 2026-12-20..2027-01-03
vom 20. Dezember bis zum 3. Januar | 2026-12-20..2027-01-03
heute und morgen | 2026-11-29..2026-11-30

## part of a day
heute Morgen | 2026-11-29T00:00..<2026-11-29T12:00
heute früh | 2026-11-29T00:00..<2026-11-29T12:00
morgen früh | 2026-11-30T00:00..<2026-11-30T12:00
heute Vormittag | 2026-11-29T00:00..<2026-11-29T12:00
morgen Nachmittag | 2026-11-30T12:00..<2026-11-30T18:00
heute Abend | 2026-11-29T18:00..<2026-11-30T00:00
gestern Abend | 2026-11-28T18:00..<2026-11-29T00:00
am Freitagabend | 2026-12-04T18:00..<2026-12-05T00:00
letzte Nacht | 2026-11-28T18:00..<2026-11-29T00:00
am Nachmittag | 2026-11-29T12:00..<2026-11-29T18:00
nachmittags | 2026-11-29T12:00..<2026-11-29T18:00
seit heute Morgen | 2026-11-29T00:00..

## hours
zwischen 14 und 16 Uhr | 2026-11-29T14:00..2026-11-29T16:00
morgen zwischen 14 und 16 Uhr | 2026-11-30T14:00..2026-11-30T16:00
von 14 bis 16 Uhr | 2026-11-29T14:00..2026-11-29T16:00
morgen von 9 bis 12 Uhr | 2026-11-30T09:00..2026-11-30T12:00
morgen zwischen halb acht und neun Uhr | 2026-11-30T07:30..2026-11-30T09:00
zwischen halb acht und neun Uhr | unclear_day
nach 17 Uhr | 2026-11-29T17:00..<2026-11-30T00:00
morgen nach 17 Uhr | 2026-11-30T17:00..<2026-12-01T00:00
nach 17 Uhr am Freitag | 2026-12-04T17:00..<2026-12-05T00:00
ab 17 Uhr | 2026-11-29T17:00..<2026-11-30T00:00
morgen ab 17 Uhr | 2026-11-30T17:00..<2026-12-01T00:00
vor 12 Uhr | ..<2026-11-29T12:00
bis 12 Uhr | ..2026-11-29T12:00
bis morgen um 12 Uhr | ..2026-11-30T12:00
um 17 Uhr | 2026-11-29T17:00..2026-11-29T17:00
um 8 Uhr abends | 2026-11-29T20:00..2026-11-29T20:00
morgen um 17 Uhr | 2026-11-30T17:00..2026-11-30T17:00
in den nächsten 2 Stunden | 2026-11-29T10:00..2026-11-29T12:00
in der nächsten Stunde | 2026-11-29T10:00..2026-11-29T11:00
innerhalb der nächsten 30 Minuten | 2026-11-29T10:00..2026-11-29T10:30
in 2 Stunden | 2026-11-29T10:00..2026-11-29T12:00

## in a question
Was habe ich diese Woche erledigt? | diese Woche | 2026-11-23..2026-11-29
Aufgaben bis Freitag mit hoher Priorität | bis Freitag | ..2026-12-04
ist morgen etwas fällig | morgen | 2026-11-30..2026-11-30

## not a range
31. Februar | impossible
in ein paar Tagen | vague
Montag oder Donnerstag | several
diese Woche vor 9 Uhr | unclear_day
nächste Woche nachmittags | unclear_day
hallo | nothing
"""
PAST_RANGES = """
am Montag | 2026-11-23..2026-11-23
am Sonntag | 2026-11-29..2026-11-29
im Oktober | 2026-10-01..2026-10-31
im Dezember | 2025-12-01..2025-12-31
zwischen Montag und Mittwoch | 2026-11-23..2026-11-25
am 20. | 2026-11-20..2026-11-20
am 3. Dezember | 2025-12-03..2025-12-03
von Freitag bis Sonntag | 2026-11-27..2026-11-29
vor Freitag | ..2026-11-26
gestern | 2026-11-28..2026-11-28
am Freitagabend | 2026-11-27T18:00..<2026-11-28T00:00
in den letzten 2 Stunden | 2026-11-29T08:00..2026-11-29T10:00
in der letzten Stunde | 2026-11-29T09:00..2026-11-29T10:00
seit 9 Uhr | 2026-11-29T09:00..
seit gestern 17 Uhr | 2026-11-28T17:00..
vor 12 Uhr | 2026-11-29T00:00..<2026-11-29T12:00
"""
