"""A certificate must have the name of the URL, although the connection is made to an address."""

from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from chatbot.domain.webhooks.delivery_queue import Outcome, Target
from chatbot.webhooks.http_sender import Sender
from tests.chatbot.webhooks.receiver import Receiver
from tests.chatbot.webhooks.test_addresses import MESSAGE, resolve


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A file with a certificate of `hooks.example`, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hooks.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "certificate.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file


def test_the_name_of_the_url_is_asked_for_and_checked(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve(monkeypatch, *[["127.0.0.1"]] * 3)
    names: list[str | None] = []
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)
    server.set_servername_callback(lambda connection, name, context: names.append(name))
    trusting = ssl.create_default_context(cafile=certificate)

    async def send(url: str, tls: ssl.SSLContext | None) -> Outcome:
        async with Sender(tls) as sender:
            return await sender.send(Target(url, ["whsec_" + "YWJj" * 8]), MESSAGE)

    with Receiver(tls=server) as receiver:
        right, wrong = (f"https://{name}:{receiver.port}/" for name in ("hooks.example", "other.example"))
        assert asyncio.run(send(right, trusting)).status == 204
        assert asyncio.run(send(wrong, trusting)).problem == "connection"
        assert asyncio.run(send(right, None)).problem == "connection"  # its certificate is not trusted
        assert names == ["hooks.example", "other.example", "hooks.example"]
        assert len(receiver.received) == 1
