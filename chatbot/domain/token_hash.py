"""The hash under which a secret token is stored. Tokens are random, so that no salt is needed."""

from __future__ import annotations

import hashlib


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
