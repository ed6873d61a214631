"""Eight add, move, deliver and take up projects at the same moment (C07, C10, C11)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest

from atrium.clients.models import Client, Status
from atrium.clients.portrait import Portrait
from atrium.foundation.errors import Refusal
from atrium.organisations import current
from atrium.organisations.founding import found
from atrium.organisations.models import Member
from atrium.projects.models import Column, Project
from atrium.projects.models.deed import DELIVER, UNDELIVER, perform
from atrium.testing.processes import run_at_once
from atrium.timeline.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 8
ROUNDS = 5


@pytest.fixture
def alice() -> Iterator[Member]:
    """Alice, whose organisation is entered; what she has is committed, for others to see."""
    alice = found("Acme", email="alice@acme.example", person="Alice Ash")
    with current.entered(alice.organisation):
        yield alice


def work(organisation: int, client: int, seed: int) -> None:
    """Add one, put it below the common card, deliver all that are even, take a third up again."""
    with current.entered(organisation):
        alice = Member.objects.select_related("organisation").get()
        bakery = Client.objects.get(pk=client)
        columns = list(Column.objects.all())
        common = Project.objects.get(number=1)
        for turn in range(ROUNDS):
            mine = Project.add(bakery, by=alice, title=f"{seed} {turn}", manager=alice)
            with suppress(Refusal):  # another may have delivered it by now
                mine.move(columns[1], by=alice, after=common)
            if turn % 2:
                common.move(columns[seed % 2], by=alice)
            every = list(Project.objects.exclude(number=1).order_by("-pk")[:6])
            perform(DELIVER, every[::2], by=alice)
            perform(UNDELIVER, every[::3], by=alice)


def test_c07_c10_c11_eight_at_once_leave_numbers_order_and_counts_right(alice: Member) -> None:
    status = Status.objects.get(is_default=True)
    bakery = Client.add(by=alice, name="Vincent's Bakery", status=status)
    Project.add(bakery, by=alice, title="Common")
    doing = Column.objects.all()[1]
    # No room between these two: whoever comes between makes some.
    Project.add(bakery, by=alice, column=doing)
    Project.objects.filter(column=doing).update(rank=1)
    Project.objects.filter(number=1).update(column=doing, rank=0)
    each = [(alice.organisation_id, bakery.pk, seed) for seed in range(WRITERS)]
    assert [outcome.error for outcome in run_at_once(work, each) if outcome.error] == []
    made = 2 + WRITERS * ROUNDS
    numbers = Project.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, made + 1))
    assert Event.objects.filter(kind="project.added").count() == made
    portrait = Portrait.numbered(bakery.number, alice)
    assert portrait is not None
    opened = Project.objects.all().open()
    assert portrait.client.open_projects == opened.count()
    told = [
        Event.objects.filter(kind=f"project.{kind}").count()
        for kind in ("delivered", "undelivered")
    ]
    assert told[0] - told[1] == made - opened.count()
    for column in Column.objects.all():
        ranks = list(Project.objects.filter(column=column).values_list("rank", flat=True))
        assert len(set(ranks)) == len(ranks), column
