"""The files of deploy/ name settings and addresses that exist."""

from __future__ import annotations

import re
from typing import Any

import yaml
from django.conf import settings
from django.test import Client

MANIFESTS = settings.BASE_DIR / "deploy/kubernetes"


def described() -> set[str]:
    """The settings of .env.example."""
    return set(re.findall(r"^#?([A-Z_]+)=", (settings.BASE_DIR / ".env.example").read_text(), re.MULTILINE))


def probed(manifest: Any) -> set[str]:
    match manifest:
        case {"httpGet": {"path": path}}:
            return {path}
        case dict():
            return {path for value in manifest.values() for path in probed(value)}
        case list():
            return {path for value in manifest for path in probed(value)}
    return set()


def test_kubernetes_sets_what_there_is() -> None:
    [configured] = yaml.safe_load((MANIFESTS / "kustomization.yaml").read_text())["configMapGenerator"]
    names = {literal.partition("=")[0] for literal in configured["literals"]}
    assert names <= described()
    assert {"ALLOWED_HOSTS", "REDIS_URL", "JOBS"} <= names


def test_kubernetes_asks_whether_a_process_lives_and_is_ready(db: None, client: Client) -> None:
    addresses = {
        path
        for file in MANIFESTS.glob("*.yaml")
        for path in probed(list(yaml.safe_load_all(file.read_text())))
    }
    assert addresses == {"/livez", "/readyz"}
    assert all(client.get(address).status_code in {200, 503} for address in addresses)


def test_compose_sets_what_there_is() -> None:
    compose = yaml.safe_load((settings.BASE_DIR / "compose.yaml").read_text())
    assert compose["x-lockstep"]["environment"].keys() <= described()
