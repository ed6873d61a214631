"""How well search finds, alone and among 50,000 clients that nobody looks for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from atrium.demo.large import load as others
from atrium.foundation.migrating import migrate
from atrium.foundation.statistics import learn
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Role
from atrium.testing import quality_set

SLUG, OTHERS = "quality", 50_000


def quality(folder: Path) -> Iterator[dict[str, Any]]:
    """The shares of the queries that find a right client first and among five, and the time they take."""
    migrate()
    for count in (1, OTHERS):
        slug = f"{SLUG}-{count}"
        others(slug, clients=count, events=0)
        learn()
        with current.entered(Organisation.objects.get(slug=slug)):
            by = Member.objects.select_related("organisation", "user").get(role=Role.OWNER)
            ids = quality_set.load(folder, by)
            learn()
            quality_set.ask(folder, by, ids)
            score = quality_set.ask(folder, by, ids)
        times = sorted(score.milliseconds)
        worst, kind = score.worst
        yield {
            "row": "quality: alone" if count == 1 else f"quality: among {count:,}",
            "first": round(score.first, 3),
            "five": round(score.five, 3),
            "worst": round(worst, 3),
            "worst_kind": kind,
            "p95_ms": round(times[int(len(times) * 0.95)], 1),
        }
