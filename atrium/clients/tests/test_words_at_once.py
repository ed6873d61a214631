"""Several people change the same list at the same moment."""

from __future__ import annotations

import pytest

from atrium.clients.models import Status
from atrium.organisations import current
from atrium.organisations.founding import found
from atrium.organisations.models import Member
from atrium.testing.processes import run_at_once


def make_default(organisation: int, member: int, key: int) -> None:
    with current.entered(organisation):
        Status.objects.get(pk=key).make_default(by=Member.objects.get(pk=member))


def reorder(organisation: int, member: int, order: list[int]) -> None:
    with current.entered(organisation):
        Status.arrange(by=Member.objects.get(pk=member), order=order)


def add(organisation: int, member: int, label: str) -> None:
    with current.entered(organisation):
        Status.add(by=Member.objects.get(pk=member), label=label)


def either(what: str, *arguments: object) -> None:
    {"reorder": reorder, "add": add}[what](*arguments)  # type: ignore[operator]


@pytest.mark.django_db(transaction=True)
def test_r02_of_several_new_defaults_one_stands() -> None:
    alice = found("Acme", email="alice@acme.example", person="Alice Ash")
    with current.entered(alice.organisation):
        keys = list(Status.objects.values_list("pk", flat=True))
    calls = [(alice.organisation.pk, alice.pk, key) for key in keys[:4]]

    outcomes = run_at_once(make_default, calls)

    assert [outcome.error for outcome in outcomes] == [""] * 4
    with current.entered(alice.organisation):
        assert Status.objects.filter(is_default=True, pk__in=keys[:4]).count() == 1
        assert Status.objects.filter(is_default=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_r02_one_orders_the_list_while_another_adds_to_it() -> None:
    alice = found("Acme", email="alice@acme.example", person="Alice Ash")
    who = (alice.organisation.pk, alice.pk)
    with current.entered(alice.organisation):
        order = list(Status.objects.values_list("pk", flat=True))[::-1]

    outcomes = run_at_once(
        either, [("reorder", *who, order), ("add", *who, "Paused"), ("add", *who, "Won")]
    )

    assert [outcome.error for outcome in outcomes] == [""] * 3
    with current.entered(alice.organisation):
        found_now = list(Status.objects.values_list("pk", flat=True))
        assert [key for key in found_now if key in order] == order
        assert len(found_now) == len(order) + 2
