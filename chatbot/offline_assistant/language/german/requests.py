"""The ways to make a request in German, by the English request that they mean.

{t} are tasks, {x} words that are kept, {d} the same, beginning like a date, {level} a priority. A space
matches spaces and commas, and an umlaut also its two-letter spelling. The first match counts.
"""

from __future__ import annotations

REQUESTS = """
add a new list: {x}
    (erstell[e]|leg[e]|mach[e]) [mir] [bitte] eine neue liste [namens|mit dem namen|für] {x} [an]
    (erstell[e]|leg[e]|mach[e]) [mir] [bitte] eine liste (namens|mit dem namen) {x} [an]
    [eine] neue liste[:] {x} [(anlegen|erstellen)]
add subtask {x} to {p}
    (füg[e]|nimm|trag[e]|schreib[e]) {x} als <subtask> (von|zu|für|unter|bei) {p} (hinzu|auf|ein)
    (füg[e]|nimm|trag[e]|schreib[e]) (zu|bei|unter) {p} [die|eine|eine neue|als] <subtask> {x} (hinzu|auf|ein)
    füg[e] {p:number} [die|eine|eine neue] <subtask> {x} hinzu
    leg[e] [mir] (eine|die) [neue] <subtask> (von|zu|für|unter|bei) {p} an : {x}
    (erstell[e]|leg[e]|mach[e]) [mir] (eine|die) [neue] <subtask> (von|zu|für|unter|bei) {p} : {x} [an]
    [neue] <subtask> (von|zu|für|unter|bei) {p} : {x}
    {x} als <subtask> (von|zu|für|unter|bei) {p} (hinzufügen|eintragen|notieren|anlegen)
    [neue] <subtask> {x} (von|zu|für|unter|bei) {p} (hinzufügen|eintragen|notieren|anlegen)
make {t} a subtask of {p}
    mach[e] {t} zu[r] [einer] <subtask> (von|zu|unter) {p}
    {t} (ist|sind|wird|werden|soll|sollen) [eine] <subtask> (von|zu|unter) {p} [werden|sein]
    ordne {t} unter {p} ein
    ordne {t} {p:number} unter
    {t:number} gehör[t|en] zu {p}
make {t} a task of its own
    mach[e] {t} [wieder] zu[r] [einer] (eigenen|normalen|eigenständigen|selbständigen) aufgabe
    {t} (ist|sind|soll|sollen) keine <subtask> mehr [sein]
    (lös[e]|entfern[e]|nimm) {t} (von|aus) (seiner|der|ihrer) (übergeordneten aufgabe|hauptaufgabe)
move {t} to the top
    <put> {t} <to top>
    {t} <to top> [verschieben|schieben|setzen]
move {t} to the bottom
    <put> {t} <to bottom>
    {t} <to bottom> [verschieben|schieben|setzen]
move {t} above {p}
    <put> {t} [direkt] über {p}
    <put> {t} [direkt] vor {p:number}
    {t:number} [direkt] (über|vor) {p:number} [verschieben|schieben|setzen]
move {t} below {p}
    <put> {t} [direkt] unter {p}
    <put> {t} [direkt] (hinter|nach) {p:number}
    {t:number} [direkt] (unter|hinter|nach) {p:number} [verschieben|schieben|setzen]
estimate {t} at {x}
    schätz[e] {t} auf {x}
    schätz[e] für {t} {x:duration}
    (schätzung|dauer|aufwand) (für|von|bei) {t} : {x}
    {t} (dauert|dauern|braucht|brauchen|benötigt) [mich] {x:duration}
    plan[e] für {t} {x:duration} ein
    plan[e] {x:duration} für {t} ein
    (setz[e]|stell[e]|änder[e]) [<my>] (schätzung|dauer|aufwand) (von|für|bei) {t} auf {x}
remove the estimate of {t}
    (entfern[e]|lösch[e]) [<my>] (schätzung|dauer|aufwand) (von|bei|für) {t}
set the start of {t} to {d}
    {t} (beginnt|startet|beginnen|starten|fängt) [erst] {d:beginning} [an]
    {t} (soll|sollen|kann|können|darf) [erst] {d:beginning} (beginnen|starten|anfangen)
    (beginn[e]|start[e]) [mit] {t} [erst] {d:beginning}
    fang[e] mit {t} [erst] {d:beginning} an
    (<put>|leg[e]|änder[e]) [<my>] (start[tag|datum]|beginn) (von|für|bei) {t} {d:beginning}
remove the start of {t}
    (entfern[e]|lösch[e]) [<my>] (start|beginn|starttag|startdatum) (von|bei|für) {t}
restore everything
    (stell[e]|hol[e]) <all deleted> [wieder|aus dem papierkorb]* (her|zurück)
    (stell[e]|hol[e]) <all deleted> [wieder] aus dem papierkorb
    <all deleted> [wieder|aus dem papierkorb]* (herstellen|wiederherstellen|zurückholen)
bring back {t}
    (stell[e]|hol[e]) {t} [wieder|aus dem papierkorb]* (her|zurück)
    (stell[e]|hol[e]) {t} [wieder] aus dem papierkorb
    {t} [wieder|aus dem papierkorb]* (herstellen|wiederherstellen|zurückholen)
    mach[e] [das] löschen von {t} rückgängig
what did i delete {d}
    (was|welche aufgabe[n]) hab[e] ich {d} [alles]* gelöscht
what did i delete
    (was|welche aufgabe[n]) hab[e] ich [alles|gerade|zuletzt|schon]* gelöscht
    (was|welche aufgabe[n]) (wurde|wurden) [alles|gerade|zuletzt]* gelöscht
    (was|welche aufgabe[n]) (ist|sind|liegt|liegen) im papierkorb
    [(zeig[e]|list[e]|öffne) [mir]] [bitte] [den|meinen] papierkorb [an|auf]
    (zeig[e]|list[e]) [mir] [bitte] [die|meine] gelöschten aufgaben [an|auf]
don't delete anything
    (lösch[e]|entfern[e]|erledig[e]|markier[e]|verschieb[e]|änder[e]) [{x}] nicht[s]
    nicht[s] (löschen|entfernen|erledigen|markieren|verschieben|ändern)
if that is so, then wait
    (wenn|falls|sobald) {x}
move {t} to the list
    (verschieb[e]|schieb[e]) {t} [zurück] (auf|in|zu) (die|meine|unsere) liste
    (nimm|pack[e]|setz[e]|schreib[e]|stell[e]|leg[e]) {t:given} (auf|in) (die|meine|unsere) liste
    {t:number} (gehört|gehören) (auf|in) (die|meine|unsere) liste
add a note to {t}: {x}
    (notier[e]|schreib[e]) (bei|zu|in) {t}: {x}
    füg[e] [zu] {t} (die|eine) notiz hinzu: {x}
add {x} {d}
    füg[e] {x} [<list>] hinzu {d:label}
add {x}
    füg[e] [<list>] hinzu : {x}
    (füg[e]|nimm|pack[e]|setz[e]|schreib[e]) {x} [<list>] (hinzu|auf)
    (nimm|pack[e]|setz[e]|schreib[e]) {x} auf (die|meine) (liste|einkaufsliste)
    (neue aufgabe|neuer eintrag|neues to[-]do|aufgabe|hinzufügen|notier[e]|trag[e] ein) : {x}
add task: {x}
    (erstell[e]|leg[e]|mach[e]) [mir] (eine|die) [neue] aufgabe[:] {x} [an]
add {x}
    (trag[e]|notier[e]) {x} [<list>] [ein]
remind me of it {x}
    erinner[e] mich [bitte] {x:notice}
remind me of {t} {x}
    erinner[e] mich [bitte] an {t:number} {x:notice}
    erinner[e] mich [bitte] {x:notice} an {t:number}
remind me to {x}
    erinner[e] mich [bitte] (daran|an)[:] {x}
remind me {d} to {x}
    erinner[e] mich [bitte] {d:any} (daran|an) {x}
i have to {x}
    ich (muss|sollte|soll|will|möchte) [noch] [unbedingt] {x}
don't forget to {x}
    (nicht vergessen|vergiss nicht|denk[e] (daran|an))[:] {x}
add {x}
    {x} [<list>] (hinzufügen|eintragen|notieren)
i have a {x}
    (ich hab[e]|wir haben|es gibt) {x:thing}
i have a {x} {d}
    ich hab[e] {d:day} (einen|eine|ein) {x}
what is due {d}
    was (ist|sind) {d:when} fällig
show {t} due {d}
    (welche|was für) {t} (ist|sind) {d:when} fällig
how many {t} are due {d}
    wie[ ]viel[e] {t} (ist|sind) {d:when} fällig
show {t} tasks
    welche aufgaben sind [noch] {t}
reopen {t}
    mach[e] {t} wieder auf
    (markier[e]|setz[e]|stell[e]) {t} [als|auf] (nicht (erledigt|fertig)|unerledigt|offen)
    {t} (ist|sind) [doch] [noch] nicht (erledigt|fertig|gemacht)
    öffne {t} (wieder|erneut)
    {t} wieder (öffnen|aufmachen)
mark {t} as done
    [ich bin|wir sind] (fertig|durch) mit {t}
    {t:all} erledigen
    (markier[e]|setz[e]|hak[e]|meld[e]|stell[e]) {t} [als] (erledigt|fertig|abgeschlossen|ab)
    (erledigt|fertig|abgehakt) : {t}
    (erledig[e]|schließ[e]) {t} [ab]
    {t} (ist|sind) [jetzt|schon|bereits] (erledigt|fertig|gemacht|abgehakt|abgeschlossen)
    {t} (abhaken|[als] erledigt markieren|als fertig markieren|abschließen)
    (ich|wir) habe[n] [schon|bereits|gerade] {t} (erledigt|gemacht|fertig|geschafft|ab(geschlossen|gehakt))
stop repeating {t}
    (wiederhol[e]) {t} nicht mehr
    {t} [soll|sollen] [sich] nicht mehr wiederholen
    {t} (soll|sollen) sich nicht [mehr] wiederholen
    (entfern[e]|lösch[e]|beend[e]) die wiederholung (von|bei|für) {t}
    hör[e] auf {t} zu wiederholen
    keine wiederholung mehr (von|bei|für) {t}
    {t:number} [nur] [noch] einmal
set the repetition of {t} to {x}
    wiederhol[e] {t} {x:repeat}
    (mach[e]|erledig[e]) {t} {x:repeat}
    {t} (soll|sollen) sich {x:repeat} wiederholen
    {t} {x:repeat} wiederholen
    (änder[e]|setz[e]|stell[e]) {t} auf {x:repeat}
    {t:number} [jetzt|ist [jetzt]|nun] {x:repeat}
skip it
    (diesmal|dieses mal|heute) (überspringen|auslassen)
skip {t}
    (überspring[e]|lass) [<this time>] {t} [<this time>] [aus]
    setz[e] [mit] {t} <this time> aus
    {t} [<this time>] (überspringen|auslassen)
remove the due date of {t}
    (entfern[e]|lösch[e]) [<my>] (fälligkeit|datum|fälligkeitsdatum|frist|termin) (von|bei|für) {t}
remove tag {x} from {t}
    (entfern[e]|lösch[e]|nimm) [<my>] (tag|schlagwort|label) [#]{x} (von|bei|aus) {t}
tag {t} with {x}
    (tagg[e]|markier[e]|versieh|versehe) {t} mit [dem] [tag|schlagwort] [#]{x}
    gib {t} (den|das) (tag|schlagwort) [#]{x}
delete {t}
    (lösch[e]|entfern[e]|streich[e]) {t} [<list>]
    wirf {t} (weg|raus|in den müll)
    {t} (löschen|entfernen|streichen)
move {t} {d}
    (verschieb[e]|verleg[e]|schieb[e]|vertag[e]) {t:clause} {d}
    (verschieb[e]|verleg[e]|schieb[e]|vertag[e]) {t} {d}
    {t} {d} (verschieben|verlegen|schieben)
{t} is due {d}
    {t} (ist|sind) [erst|jetzt|nun] {d:when} fällig
    {t} (ist|sind) [erst|jetzt|nun] fällig {d}
    {t} (muss|soll) {d} (fertig|erledigt) (sein|werden)
postpone {t}
    (verschieb[e]|verleg[e]|vertag[e]) {t}
rename {t} to {x}
    nenn[e] {t:number} {x}
    (benenn[e]|nenn[e]) {t} (in|zu) {x} [um]
rename {t}
    (benenn[e]|nenn[e]) {t} um
rename {t} to {x}
    {t} in {x} umbenennen
set priority of {t} to {level}
    (setz[e]|stell[e]|änder[e]) [<my>] priorität (von|für|bei) {t} auf {level} [priorität]
    (setz[e]|stell[e]|mach[e]|markier[e]|gib) {t} [auf|als|zu] {level} [priorität]
    {t} (ist|sind) [sehr] {level} [priorität]
what's next
    was (ist|kommt|steht) als nächstes [dran|an]
    was soll[te] ich (als nächstes|jetzt|zuerst) (tun|machen|erledigen)
    (was|welche [aufgabe]) ist am (dringendsten|wichtigsten)
what did i finish {d}
    was hab[e] ich [alles] {d} [alles] (erledigt|geschafft|gemacht|abgeschlossen)
show completed tasks
    was hab[e] ich [schon|alles|bereits]* (erledigt|geschafft)
what is due {d}
    (habe|hab|haben) (ich|wir) {d} [noch] (etwas|was) (zu tun|vor|zu erledigen)
    was (steht|liegt) {d} an
    was muss ich {d} [noch] (tun|machen|erledigen)
show my tasks
    was (muss|hab[e]|soll) ich [noch|alles]* [zu] (tun|machen|erledigen)
    was (steht|ist|liegt|hab[e] ich) [noch|alles]* auf (meiner|der|unserer) liste
    was steht [noch] an
show {t} tasks
    was ist [noch|alles]* {t}
show {t}
    (zeig[e]|list[e]|gib|nenn[e]|sag[e]) [mir] [bitte] [mal] {t} [an|auf]
when is {t} due
    wann (ist|sind) {t} fällig
how many {t} do i have {d}
    wie[ ]viel[e] {t} (hab[e] ich|gibt es|sind) [noch] [offen|auf (der|meiner) liste|zu tun] [{d}]
find {x}
    (gibt es|habe ich) [schon] [eine] aufgabe[n] (zu|mit|über|wegen) {x}
    (such[e]|find[e]) [mir] [nach] [aufgaben (zu|mit|über)] {x}
email me {t}
    (schick[e]|send[e]|mail[e]) mir {t} [per [e-]mail|per email] [zu]
make a plan: {x}
    (mach[e]|erstell[e]|schreib[e]) [mir] einen plan [für|zu][:] {x}
undo that
    [nein|ups|oh|bitte]* [mach[e]] [das|es|alles] [bitte|wieder]* rückgängig [machen] [bitte]
    nimm (das|es) zurück|das war (falsch|ein fehler|nicht so gemeint)
no, {d}
    (nein|doch|sorry|ich meinte|lieber|besser|quatsch) [lieber|besser|doch]* {d}
i meant {x}
    [nein|sorry] ich meinte {x}
hello
    hallo [lockstep]|guten (morgen|tag|abend)|servus|moin|grüß dich
thanks
    danke [schön|sehr|dir]|dankeschön|vielen dank|besten dank
bye
    tschüss|tschau|auf wiedersehen|bis (bald|später|dann)
yes
    ja [bitte]|gern[e]|jawohl|mach das|okay|genau
no
    nein [danke]|nee|lass (es|das)|abbrechen|vergiss es|nichts
great
    super|prima|toll|gut gemacht|perfekt|klasse
help
    hilfe|was kannst du [alles|tun]|wie (geht|funktioniert) (das|es)|befehle
who are you
    wer bist du|bist du (ein|eine) {x}
postpone
    verschieb[e]|verleg[e]
delete
    lösch[e]|entfern[e]
mark {t} as done
    {t} erledigt
"""
