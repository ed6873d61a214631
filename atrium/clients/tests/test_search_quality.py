"""The quality set: 2,212 clients, 170 queries as people type them. ATRIUM_SHARED says where it lies."""

from __future__ import annotations

from atrium.foundation.tests.reference import reference
from atrium.organisations.models import Member
from atrium.testing.quality_set import ask, load

FIRST, AMONG_FIVE, WORST_KIND = 0.975, 0.985, 0.8


def test_j02_quality_of_search(alice: Member) -> None:
    folder = reference("data/search")
    score = ask(folder, alice, load(folder, alice))
    assert len(score.every) == 170
    assert score.first >= FIRST
    assert score.five >= AMONG_FIVE
    assert score.worst[0] >= WORST_KIND, score.worst
