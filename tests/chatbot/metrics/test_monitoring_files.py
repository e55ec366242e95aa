"""The dashboard and the alerts ask for metrics that exist, with labels that they have."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from prometheus_client import REGISTRY, CollectorRegistry

from chatbot.metrics import instruments
from chatbot.metrics.collectors import EventStream, StoredState
from tests.services.web_server import ROOT

MONITORING = ROOT / "deploy" / "monitoring"
_NAME = re.compile(r"\blockstep_[a-z_]+\b(?!\s*:)")
_SUFFIX = re.compile(r"_(bucket|count|sum)$")


def expressions() -> list[str]:
    dashboard = json.loads((MONITORING / "grafana-dashboard.json").read_text())
    rules = yaml.safe_load((MONITORING / "alerts.yml").read_text())["groups"][0]["rules"]
    panels = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    return panels + [rule["expr"] for rule in rules]


@pytest.mark.django_db
def test_each_metric_exists() -> None:
    assert instruments.connect  # registers what it counts
    gauges = CollectorRegistry()
    gauges.register(StoredState())
    gauges.register(EventStream())
    known = {
        f"{metric.name}_total" if metric.type == "counter" else metric.name
        for registry in (REGISTRY, gauges)
        for metric in registry.collect()
        if metric.name.startswith("lockstep_")
    }
    asked = {_SUFFIX.sub("", name) for text in expressions() for name in _NAME.findall(text)}
    assert asked == known


def test_panels_do_not_overlap() -> None:
    panels = json.loads(Path(MONITORING / "grafana-dashboard.json").read_text())["panels"]
    cells = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24
