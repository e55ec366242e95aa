"""Which errors of a mail server mean that a mail was not sent."""

from __future__ import annotations

import smtplib
import socket

# After any other error of a connection it is unknown whether the mail was sent.
NOT_SENT = (
    smtplib.SMTPNotSupportedError,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPResponseException,
    ConnectionRefusedError,
    socket.gaierror,
)
