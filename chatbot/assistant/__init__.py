"""The offline assistant: a model for the Agents SDK that understands task requests by rules.

Only `model` and `response_events` import the SDK, which takes seconds; everything else loads at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .model import OfflineModel


def build_offline_model(word_delay: float = 0.0) -> OfflineModel:
    """The offline assistant as a model. `word_delay`: seconds between the words of a streamed reply."""
    from .model import OfflineModel

    return OfflineModel(word_delay=word_delay)
