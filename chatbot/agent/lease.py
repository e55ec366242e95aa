"""The lease of an attempt: renewed as long as its run is active in this process."""

from __future__ import annotations

import asyncio
import logging

from django.conf import settings
from django.db import Error as DatabaseError

from chatbot.domain.runs import attempts
from chatbot.domain.runs.attempts import Claim

from .database import database

logger = logging.getLogger(__name__)


class Lease:
    """`has_progressed` is set when a part of an answer arrives; the next renewal records it.

    So a run whose model thinks for a long time without anything to store does not count as stalled.
    """

    def __init__(self, claim: Claim) -> None:
        self.has_progressed = False
        self._claim = claim

    async def keep(self) -> None:
        """Renew until cancelled. Raises `LeaseLost`, `StopRequested`."""
        while True:
            await asyncio.sleep(min(settings.RUN_LEASE, settings.RUN_TIMEOUT) / 4)
            renew = attempts.renew_with_progress if self.has_progressed else attempts.renew
            self.has_progressed = False
            try:
                await database(renew, self._claim)
            except DatabaseError as error:
                logger.warning("Could not renew the lease of run %s: %r", self._claim.run_id, error)
