"""Which element gets the focus after a form is sent: the one named by the fragment of the form's address.

A browser keeps the fragment through the redirect that answers a form (RFC 9110, 10.2.2) and focuses the
element with that id. So this works without a script, and before the page's script is loaded. Scripts that
send a form themselves use the same fragment (static/site/focus.js).
"""

from __future__ import annotations

from urllib.parse import quote

COMPOSER = "message"  # the message box of the chat
NEW_TASK = "new-task"


def then_focus(url: str, element_id: str) -> str:
    return f"{url}#{quote(element_id)}"
