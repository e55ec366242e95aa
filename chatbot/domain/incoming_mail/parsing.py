"""What a mail (RFC 5322) says: its subject, sender, recipients and text, by the standard library's parser."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses

import nh3

# Where mail servers write to whom they deliver, and where senders write to whom they send.
_RECIPIENTS = ("Delivered-To", "X-Original-To", "X-Forwarded-To", "To", "Cc")
_PREFIX = re.compile(r"^(?:(?:re|fwd?|aw|wg|antw)\s*:\s*)+", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6])\b[^>]*>", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n\s*\n\s*\n+")


@dataclass(frozen=True, slots=True)
class Mail:
    """`id` is its Message-ID, or empty. `subject` is without "Fwd:", and may be empty, as `text` may."""

    id: str
    subject: str
    sender: str
    recipients: tuple[str, ...]
    text: str


def parse_mail(content: bytes) -> Mail:
    """Never raises: what is broken is read as far as it can be."""
    message = message_from_bytes(content, policy=default)
    recipients = getaddresses([value for name in _RECIPIENTS for value in _headers(message, name)])
    return Mail(
        id=_header(message, "Message-ID"),
        subject=_PREFIX.sub("", " ".join(_header(message, "Subject").split())),
        sender=_header(message, "From"),
        recipients=tuple(dict.fromkeys(address.lower() for _, address in recipients if address)),
        text=_text(message),
    )


def _headers(message: EmailMessage, name: str) -> Iterator[str]:
    """The parser of some headers fails on what no standard knows."""
    try:
        yield from (str(value) for value in message.get_all(name, []))
    except (ValueError, IndexError, AttributeError, TypeError):
        return


def _header(message: EmailMessage, name: str) -> str:
    return next(_headers(message, name), "").strip()


def _text(message: EmailMessage) -> str:
    """The plain text, or that of the HTML."""
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    try:
        text = part.get_content()
    except (LookupError, ValueError, KeyError):  # an unknown character set or encoding
        text = (part.get_payload(decode=True) or b"").decode("utf-8", "replace")  # type: ignore[union-attr]
    if part.get_content_subtype() == "html":
        text = html.unescape(nh3.clean(_BREAK.sub("\n", text), tags=set()))
    return _BLANK_LINES.sub("\n\n", text.replace("\r\n", "\n").strip())
