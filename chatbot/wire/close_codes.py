"""The codes with which sockets are closed, and what they mean for a client."""

from __future__ import annotations

from streaming.connection import SERVER_ERROR, TOO_SLOW

BAD_ADDRESS = 4400
SIGN_IN = 4401
NOT_YOURS = 4403
NOT_FOUND = 4404

MEANINGS = {
    BAD_ADDRESS: "The address makes no sense.",
    SIGN_IN: "Not signed in, or not any more: sign in again.",
    NOT_YOURS: "The stream of somebody else.",
    TOO_SLOW: "The client acknowledged too slowly: come back with the cursor.",
    SERVER_ERROR: "The server cannot continue: come back with the cursor.",
}
