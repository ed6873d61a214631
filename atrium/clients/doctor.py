"""The figures kept in the clients' own rows say what the rows they come from say."""

from __future__ import annotations

from collections.abc import Iterator

from atrium.clients.completeness import stale
from atrium.foundation.health import Verdict, examines
from atrium.organisations import current
from atrium.organisations.models import Organisation


@examines("completeness")
def completeness() -> Iterator[tuple[Verdict, str]]:
    """Each client is as complete as its row says (B10)."""
    wrong = 0
    for organisation in Organisation.objects.order_by("pk"):
        with current.entered(organisation):
            drifted = sum(1 for _ in stale())
        wrong += drifted
        if drifted:
            mend = "Save any rule in its settings to count them anew."
            yield Verdict.BAD, f"/{organisation.slug}/: {drifted} clients are counted wrong. {mend}"
    if not wrong:
        yield Verdict.GOOD, "Every client is as complete as its row says."
