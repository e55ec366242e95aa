"""Tasks without a request: "dentist tomorrow at 3" is offered, "water plants every Tuesday" is added."""

from __future__ import annotations

from dataclasses import replace

from .commands import Add, Command, Say
from .context import Context, is_german_spoken
from .courtesy import without_courtesy
from .new_tasks import read_new_task
from .patterns import rx
from .talk import is_phrase
from .verbs import begins_with_verb

_NO_TASK = rx(
    r"\W*(?:i|i['’]\w+|it|it['’]s|we|you|he|she|they|there|that|this|these|those|what|which|who|how|why|where"
    r"|when|if|is|are|am|was|were|do|does|did|can|could|should|would|will|may"
    r"|ich|du|er|sie|es|wir|ihr|man|das|dies\w*|was|welche\w*|wer|wie|warum|wo|wann|wenn|ist|sind|war|kann"
    r"|soll|darf|wird|hat|habe)\b"
)


def read_bare_task(text: str, context: Context) -> list[Command]:
    """Add a phrase that is a task beyond doubt, offer to add one with a date; [] for anything else."""
    text = without_courtesy(text)
    if not is_phrase(text):
        return []
    for spoken in ("de", "en") if is_german_spoken() else ("en",):
        in_language = replace(context, language=spoken)
        found = in_language.read(text)
        if found.due is None or not found.title or _NO_TASK.match(text) or _NO_TASK.match(found.title):
            continue
        if found.reminder is not None or (found.repeat and begins_with_verb(found.title)):
            return [Add((read_new_task(text, in_language),))]
        return [Say("unclear", context.plain(text))]
    return []
