"""What people type in German, and what is right: on Sunday 29 November 2026, 10:00 in Berlin.

A row is the text, the title that is left, and the other values. A text alone is a title as a whole.
A date is a whole day.
"""

from __future__ import annotations

PHRASES = """
## number after a preposition
Heizung am Montag auf 21 stellen | Heizung auf 21 stellen | due=2026-11-30
Python auf 3.12 aktualisieren
bis 10 zählen
Preis um 10 Prozent senken
2 Äpfel kaufen

## time range
Workshop am Freitag von 9 bis 12 Uhr | Workshop | due=2026-12-04T09:00 end=2026-12-04T12:00
Essen morgen 17:00-18:00 | Essen | due=2026-11-30T17:00 end=2026-11-30T18:00
Besprechung morgen 14-16 Uhr | Besprechung | due=2026-11-30T14:00 end=2026-11-30T16:00
Klempner zwischen 9 und 11 Uhr am Dienstag | Klempner | due=2026-12-01T09:00 end=2026-12-01T11:00

## date range
Urlaub vom 20. Dezember bis 3. Januar | Urlaub | due=2026-12-20 end=2027-01-03
Urlaub vom 20.12. bis 3.1. | Urlaub | due=2026-12-20 end=2027-01-03
Messe 7.-9. Dezember | Messe | due=2026-12-07 end=2026-12-09
Reise von Montag bis Freitag | Reise | due=2026-11-30 end=2026-12-04

## weeks and weekdays
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
Am ersten Freitag im Januar zahlen | zahlen | due=2027-01-01
Miete am letzten Montag des Monats zahlen | Miete zahlen | due=2026-11-30
Miete am ersten Montag im nächsten Monat | Miete | due=2026-12-07
Miete am zweiten Dienstag im März | Miete | due=2027-03-09

## spoken clock
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
Ofen in 2 Stunden und 15 Minuten | Ofen | due=2026-11-29T12:15
Ofen in anderthalb Stunden | Ofen | due=2026-11-29T11:30
Ofen in einer halben Stunde | Ofen | due=2026-11-29T10:30
Ofen in zweieinhalb Stunden | Ofen | due=2026-11-29T12:30
Ofen in einer Stunde | Ofen | due=2026-11-29T11:00
Packen in fünfundzwanzig Tagen | Packen | due=2026-12-24
Schreiben in ein paar Tagen

## written date
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

## names with days
Die Sonntagszeitung lesen
das Freitag Meeting vorbereiten
"Der Tag nach morgen" ansehen
„Morgen“ von Bob hören
über Freitag reden
Schwarzer Freitag

## part of the day
Yoga Freitagabend | Yoga | due=2026-12-04T19:00
Yoga am Freitagabend | Yoga | due=2026-12-04T19:00
Yoga heute Abend | Yoga | due=2026-11-29T19:00
Yoga morgen früh | Yoga | due=2026-11-30T09:00
Yoga Montag Morgen | Yoga | due=2026-11-30T09:00

## end of a period
Rechnung Ende des Monats | Rechnung | due=2026-11-30
Rechnung am Ende des Monats | Rechnung | due=2026-11-30
Rechnung Ende Dezember | Rechnung | due=2026-12-31
Rechnung bis Ende nächster Woche | Rechnung | due=2026-12-04
Rechnung Anfang nächsten Monats | Rechnung | due=2026-12-01

## impossible or unclear
Zahnarzt am 31. Februar
Zahnarzt am 31.2.
Zahnarzt um 25:00
Zahnarzt um 25 Uhr
Morgen anrufen und am Freitag treffen

## repetition
Blumen jeden Montag um 19 Uhr gießen | Blumen gießen | due=2026-11-30T19:00 repeat=FREQ=WEEKLY;BYDAY=MO
Vitamine jeden Tag | Vitamine | due=2026-11-29 repeat=FREQ=DAILY
Müll alle 2 Wochen | Müll | due=2026-11-29 repeat=FREQ=WEEKLY;INTERVAL=2
Bericht jeden ersten Freitag im Monat | Bericht | due=2026-12-04 repeat=FREQ=MONTHLY;BYDAY=1FR
Sport montags und freitags | Sport | due=2026-11-30 repeat=FREQ=WEEKLY;BYDAY=MO,FR
Laufen jeden Tag außer Sonntag | Laufen | due=2026-11-30 repeat=FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA
Tabletten täglich bis 5. Dezember | Tabletten | due=2026-11-29 repeat=FREQ=DAILY;UNTIL=20261205

Yoga jeden Sonntag Abend | Yoga | due=2026-11-29T19:00 repeat=FREQ=WEEKLY;BYDAY=SU

## labels
Kuchen kaufen morgen 17 Uhr #feier !hoch | Kuchen kaufen | due=2026-11-30T17:00 tags=feier priority=high
Bericht, Priorität hoch | Bericht | priority=high
dringend: Bericht | Bericht | priority=high
Bericht mit Tag Arbeit | Bericht | tags=Arbeit
Bob Freitag 15 Uhr anrufen, Erinnerung 30 Minuten vorher | Bob anrufen | due=2026-12-04T15:00 reminder=30
"""
