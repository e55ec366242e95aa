"""Django's `makemessages`, without the programs of GNU gettext."""

from __future__ import annotations

from typing import Any

from babel.messages.pofile import write_po
from django.core.management.base import BaseCommand

from chatbot.catalogues import LOCALE
from chatbot.catalogues.compiling import compile_catalogues, read_catalogue
from chatbot.catalogues.extraction import marked_texts


class Command(BaseCommand):
    help = "Write the texts that are marked for translation into the catalogues, and list what is missing."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        marked = marked_texts()
        for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
            catalogue = read_catalogue(path)
            marked.creation_date = catalogue.creation_date  # which would change with each call
            catalogue.update(marked, no_fuzzy_matching=True)
            catalogue.obsolete.clear()
            with path.open("wb") as file:
                write_po(file, catalogue, width=110, include_lineno=False, ignore_obsolete=True)
            missing = [message for message in catalogue if message.id and not all(_texts(message.string))]
            self.stdout.write(
                f"{path.relative_to(LOCALE)}: {len(catalogue)} texts, {len(missing)} to translate"
            )
            for message in missing:
                self.stdout.write(f"  {message.id}")
        compile_catalogues()


def _texts(string: Any) -> tuple[str, ...]:
    return string if isinstance(string, tuple) else (string,)
