"""How requests are said in German, by what they mean in the words of the English rules.

{t} are tasks, {x} words that stay, {d} the same, beginning like a date, {level} a priority. A space is any
space or comma, and an umlaut may be written with two letters. The first way that matches counts.
"""

from __future__ import annotations

REQUESTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "don't delete anything",
        (
            r"(?:lösche?|entferne?|erledige?|markiere?|verschiebe?|ändere?) (?:.* )?nichts?",
            r"nichts? (?:löschen|entfernen|erledigen|markieren|verschieben|ändern)",
        ),
    ),
    ("if that is so, then wait", (r"(?:wenn|falls|sobald) .+",)),
    (
        "add a note to {t}: {x}",
        (
            r"(?:notiere?|schreibe?) (?:bei|zu|in) {t}: {x}",
            r"(?:füge?) (?:zu )?{t} (?:die|eine) notiz hinzu: {x}",
        ),
    ),
    (
        "add {x} {d}",
        (r"füge? {x}{list} hinzu (?P<d>(?:(?:sehr )?(?:dringend|wichtig)|.* priorität|#.+))",),
    ),
    (
        "add {x}",
        (
            r"füge?{list} hinzu ?: {x}",
            r"(?:füge?|nimm|packe?|setze?|schreibe?) {x}{list} (?:hinzu|auf)",
            r"(?:nimm|packe?|setze?|schreibe?) {x} auf (?:die|meine) (?:liste|einkaufsliste)",
            (
                r"(?:neue aufgabe|neuer eintrag|neues to-?do|aufgabe|hinzufügen|notiere?|"
                r"trage? ein) ?: {x}"
            ),
            r"{x}{list} (?:hinzufügen|eintragen|notieren)",
        ),
    ),
    (
        "add task: {x}",
        (r"(?:erstelle?|lege?|mache?) (?:mir )?(?:eine|die) (?:neue )?aufgabe:? {x}(?: an)?",),
    ),
    (
        "add {x}",
        (r"(?:trage?|notiere?) {x}{list}(?: ein)?",),
    ),
    (
        "remind me to {x}",
        (r"erinnere? mich(?: bitte)? (?:daran|an):? {x}",),
    ),
    (
        "remind me {d} to {x}",
        (r"erinnere? mich(?: bitte)? (?P<d>.+?) (?:daran,?|an) {x}",),
    ),
    (
        "i have to {x}",
        (r"ich (?:muss|sollte|soll|will|möchte)(?: noch)?(?: unbedingt)? {x}",),
    ),
    (
        "don't forget to {x}",
        (r"(?:nicht vergessen|vergiss nicht|denke? (?:daran|an))[:,]? {x}",),
    ),
    (
        "i have a {x}",
        (r"(?:ich habe?|wir haben|es gibt) (?P<x>(?:einen|eine|ein) .+)",),
    ),
    (
        "i have a {x} {d}",
        (r"ich habe? (?P<d>(?:heute|morgen|übermorgen|am|um|nächste\w*) .+?) (?:einen|eine|ein) {x}",),
    ),
    (
        "reopen {t}",
        (
            r"mache? {t} wieder auf",
            (
                r"(?:markiere?|setze?|stelle?) {t} (?:als |auf )?(?:nicht (?:erledigt|fertig)|"
                r"unerledigt|offen)"
            ),
            r"{t} (?:ist|sind) (?:doch )?(?:noch )?nicht (?:erledigt|fertig|gemacht)",
            r"öffne {t} (?:wieder|erneut)",
            r"{t} wieder (?:öffnen|aufmachen)",
        ),
    ),
    (
        "mark {t} as done",
        (
            r"(?:ich bin |wir sind )?(?:fertig|durch) mit {t}",
            r"(?P<t>alles?|alle aufgaben) erledigen",
            (
                r"(?:markiere?|setze?|hake?|melde?|stelle?) {t} (?:als )?(?:erledigt|fertig|"
                r"abgeschlossen|ab)"
            ),
            r"(?:erledigt|fertig|abgehakt) ?: {t}",
            r"(?:erledige?|schließe?) {t}(?: ab)?",
            (
                r"{t} (?:ist|sind)(?: jetzt| schon| bereits)? (?:erledigt|fertig|gemacht|abgehakt|"
                r"abgeschlossen)"
            ),
            r"{t} (?:abhaken|(?:als )?erledigt markieren|als fertig markieren|abschließen)",
            (
                r"(?:ich|wir) haben?(?: schon| bereits| gerade)? {t} (?:erledigt|gemacht|"
                r"fertig(?:gestellt)?|abgeschlossen|geschafft|abgehakt)"
            ),
        ),
    ),
    (
        "remove the due date of {t}",
        (
            (
                r"(?:entferne?|lösche?) {my}(?:fälligkeit|datum|fälligkeitsdatum|frist|termin) (?:von|"
                r"bei|für) {t}"
            ),
        ),
    ),
    (
        "remove tag {x} from {t}",
        (r"(?:entferne?|lösche?|nimm) {my}(?:tag|schlagwort|label) #?{x} (?:von|bei|aus) {t}",),
    ),
    (
        "tag {t} with {x}",
        (
            r"(?:tagge?|markiere?|versieh|versehe) {t} mit (?:dem )?(?:tag |schlagwort )?#?{x}",
            r"gib {t} (?:den|das) (?:tag|schlagwort) #?{x}",
        ),
    ),
    (
        "delete {t}",
        (
            r"(?:lösche?|entferne?|streiche?) {t}{list}",
            r"wirf {t} (?:weg|raus|in den müll)",
            r"{t} (?:löschen|entfernen|streichen)",
        ),
    ),
    (
        "move {t} {d}",
        (
            r"(?:verschiebe?|verlege?|schiebe?|vertage?) {t} {d}",
            r"{t} {d} (?:verschieben|verlegen|schieben)",
        ),
    ),
    (
        "{t} is due {d}",
        (
            r"{t} (?:ist|sind) (?:erst )?{d} fällig",
            r"{t} (?:ist|sind) fällig {d}",
            r"{t} (?:muss|soll) {d} (?:fertig|erledigt) (?:sein|werden)",
        ),
    ),
    (
        "postpone {t}",
        (r"(?:verschiebe?|verlege?|vertage?) {t}",),
    ),
    (
        "rename {t} to {x}",
        (
            r"nenne? (?P<t>(?:aufgabe )?#?\d+) {x}",
            r"(?:benenne?|nenne?) {t} (?:in|zu) {x}(?: um)?",
        ),
    ),
    (
        "rename {t}",
        (r"(?:benenne?|nenne?) {t} um",),
    ),
    (
        "rename {t} to {x}",
        (r"{t} in {x} umbenennen",),
    ),
    (
        "set priority of {t} to {level}",
        (
            r"(?:setze?|stelle?|ändere?) {my}priorität (?:von|für|bei) {t} auf {level}",
            r"(?:setze?|stelle?|mache?|markiere?|gib) {t} (?:auf |als |zu )?{level}",
            r"{t} (?:ist|sind) (?:sehr )?{level}",
        ),
    ),
    (
        "what's next",
        (
            r"was (?:ist|kommt|steht) als nächstes(?: dran| an)?",
            r"was soll(?:te)? ich (?:als nächstes|jetzt|zuerst) (?:tun|machen|erledigen)",
            r"(?:was|welche(?: aufgabe)?) ist am (?:dringendsten|wichtigsten)",
        ),
    ),
    (
        "what did i finish {d}",
        (r"was habe? ich (?:alles )?{d} (?:alles )?(?:erledigt|geschafft|gemacht|abgeschlossen)",),
    ),
    (
        "show completed tasks",
        (r"was habe? ich (?:schon |alles |bereits )*(?:erledigt|geschafft)",),
    ),
    (
        "what is due {d}",
        (
            r"(?:habe|hab|haben) (?:ich|wir) {d} (?:noch )?(?:etwas|was) (?:zu tun|vor|zu erledigen)",
            r"was (?:ist|sind) {d} fällig",
            r"was (?:steht|liegt) {d} an",
            r"was muss ich {d} (?:noch )?(?:tun|machen|erledigen)",
        ),
    ),
    (
        "show my tasks",
        (
            r"was (?:muss|habe?|soll) ich (?:noch |alles )*(?:zu )?(?:tun|machen|erledigen)",
            r"was steht(?: noch)? (?:auf (?:meiner|der) liste|an)",
        ),
    ),
    (
        "show {t} tasks",
        (r"was ist (?:noch |alles )*{t}",),
    ),
    (
        "show {t}",
        (r"(?:zeige?|liste?|gib|nenne?|sage?)(?: mir)?(?: bitte)?(?: mal)? {t}(?: an| auf)?",),
    ),
    (
        "when is {t} due",
        (r"wann (?:ist|sind) {t} fällig",),
    ),
    (
        "how many {t} do i have {d}",
        (
            (
                r"wie ?viele? {t} (?:habe? ich|gibt es|sind)(?: noch)?(?: (?:offen|auf (?:der|"
                r"meiner) liste|zu tun))?(?: {d})?"
            ),
        ),
    ),
    (
        "find {x}",
        (
            r"(?:gibt es|habe ich)(?: schon)? (?:eine )?aufgaben? (?:zu|mit|über|wegen) {x}",
            r"(?:suche?|finde?)(?: mir)?(?: nach)?(?: aufgaben (?:zu|mit|über))? {x}",
        ),
    ),
    (
        "email me {t}",
        (r"(?:schicke?|sende?|maile?) mir {t}(?: per (?:e-?)?mail)?(?: zu)?",),
    ),
    (
        "make a plan: {x}",
        (r"(?:mache?|erstelle?|schreibe?)(?: mir)? einen plan(?: für| zu)?:? {x}",),
    ),
    (
        "undo that",
        (
            (
                r"(?:nein |ups |oh |bitte )*(?:mache? )?(?:das |es |"
                r"alles )?(?:bitte |wieder )*rückgängig(?: machen)?(?: bitte)?"
            ),
            r"(?:nimm (?:das|es) zurück|das war (?:falsch|ein fehler|nicht so gemeint))",
        ),
    ),
    (
        "no, {d}",
        (r"(?:nein|doch|sorry|ich meinte|lieber|besser|quatsch) (?:lieber |besser |doch )*{d}",),
    ),
    (
        "i meant {x}",
        (r"(?:nein |sorry )?ich meinte {x}",),
    ),
    (
        "hello",
        (r"hallo(?: lockstep)?|guten (?:morgen|tag|abend)|servus|moin|grüß dich",),
    ),
    (
        "thanks",
        (r"danke(?: schön| sehr| dir)?|dankeschön|vielen dank|besten dank",),
    ),
    (
        "bye",
        (r"tschüss|tschau|auf wiedersehen|bis (?:bald|später|dann)",),
    ),
    (
        "yes",
        (r"ja|ja bitte|gern(?:e)?|jawohl|mach das|okay|genau",),
    ),
    (
        "no",
        (r"nein|nein danke|nee|lass (?:es|das)|abbrechen|vergiss es|nichts",),
    ),
    (
        "great",
        (r"super|prima|toll|gut gemacht|perfekt|klasse",),
    ),
    (
        "help",
        (r"hilfe|was kannst du(?: alles| tun)?|wie (?:geht|funktioniert) (?:das|es)|befehle",),
    ),
    (
        "who are you",
        (r"wer bist du|bist du (?:ein|eine) .+",),
    ),
    (
        "postpone",
        (r"verschiebe?|verlege?",),
    ),
    (
        "delete",
        (r"lösche?|entferne?",),
    ),
    ("mark {t} as done", (r"{t} erledigt",)),
)
