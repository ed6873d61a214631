"""Prometheus' figures: what the web processes count, and gauges of how things stand, which apps add in their metrics.py."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import DatabaseError
from django.utils.module_loading import autodiscover_modules
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from atrium.foundation.registry import Registry

type Values = Iterable[tuple[tuple[str, ...], float]]
type Reading = Callable[[], Values]
# Where several web processes serve one port, each writes its counts here and any of them tells all.
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


@dataclass(frozen=True)
class Gauge:
    """One gauge: its name, what it is, the names of its labels, and the function that reads it."""

    name: str
    words: str
    labels: tuple[str, ...]
    read: Reading


GAUGES: Registry[Gauge] = Registry()


def gauge(name: str, words: str, *labels: str) -> Callable[[Reading], Reading]:
    """Show what the function yields, pairs of label values and a number, each time somebody asks."""

    def register(read: Reading) -> Reading:
        GAUGES.add(name, Gauge(name, words, labels, read))
        return read

    return register


class Standing:
    """Reads every gauge; one that the database refuses is left out, and told by ``atrium_up``."""

    def collect(self) -> Iterator[Metric]:
        well = 1.0
        for one in GAUGES:
            family = GaugeMetricFamily(one.name, one.words, labels=one.labels)
            try:
                for labels, value in one.read():
                    family.add_metric(labels, value)
            except DatabaseError:
                well = 0.0
                continue
            yield family
        up = GaugeMetricFamily("atrium_up", "1 where every figure could be read")
        up.add_metric((), well)
        yield up


def counted() -> CollectorRegistry:
    """What the web processes on this port counted; of this one alone where there is no other."""
    if not os.environ.get(SHARED_FOLDER):
        return REGISTRY
    shared = CollectorRegistry()
    MultiProcessCollector(shared)  # type: ignore[no-untyped-call]  # it has no types
    return shared


def told() -> bytes:
    """All figures as Prometheus reads them."""
    autodiscover_modules("metrics")
    standing = CollectorRegistry()
    standing.register(Standing())
    return generate_latest(counted()) + generate_latest(standing)
