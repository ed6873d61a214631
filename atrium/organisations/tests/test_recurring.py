"""Rows that every request reads again: made into models once, each time one's own."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client as Browser

from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.organisations.prepared import Prepared, prepared


@pytest.fixture
def read() -> Prepared[...]:
    @prepared(recurring=True)
    def rows(*, keys: list[int]) -> QuerySet[Member, Member]:
        found: QuerySet[Member, Member] = Member.objects.filter(pk__in=keys)
        return found.select_related("organisation", "user", "own_role").order_by("pk")

    return rows


def _whole(row: Any) -> dict[str, Any]:
    """All that a row holds, and the rows that were read with it."""
    held = {name: value for name, value in vars(row).items() if name != "_state"}
    beside = {name: other and _whole(other) for name, other in row._state.fields_cache.items()}
    return {**held, "beside": beside, "state": (row._state.db, row._state.adding)}


def test_a_row_is_what_the_database_says(read: Prepared[...], alice: Member, bob: Member) -> None:
    keys = [alice.pk, bob.pk]
    with current.entered(alice.organisation):
        for _ in range(3):
            found, anew = read(keys=keys), read.plain(keys=keys)
            assert list(map(_whole, found)) == list(map(_whole, anew))
            assert list(map(_whole, read(keys=keys[:1]))) == [_whole(anew[0])]
        Member.objects.filter(pk=bob.pk).update(name="Robert 🦊")
        assert [row.name for row in read(keys=keys)] == [alice.name, "Robert 🦊"]
    assert read.binds


def test_what_is_changed_in_one_is_not_in_the_next(read: Prepared[...], alice: Member) -> None:
    with current.entered(alice.organisation):
        [first] = read(keys=[alice.pk])
        before = deepcopy(_whole(first))
        first.name = first.organisation.name = first.user.email = "changed"
        first.list_columns.append("changed")
        first.organisation.hidden_tabs.append("changed")
        first.organisation.detail_roles["changed"] = ["staff"]
        del first._state.fields_cache["user"]
        [second] = read(keys=[alice.pk])
        assert _whole(second) == before
        assert second.organisation is not first.organisation


def test_another_organisation_gets_nothing(
    read: Prepared[...], alice: Member, charlie: Member
) -> None:
    """What one organisation was told is not what another is told, whatever it asks for."""
    keys = [alice.pk, charlie.pk]
    for member in (alice, charlie, alice):
        with current.entered(member.organisation):
            assert read(keys=keys) == [member]


def test_who_is_switched_off_is_out_at_once(as_bob: Browser, alice: Member, bob: Member) -> None:
    """A member who was read before, and stands no more in the answer, does not come from memory."""
    place = f"/{bob.organisation.slug}/clients/"
    assert as_bob.get(place).status_code == 200
    with current.entered(alice.organisation):
        bob.disable(by=alice)
    assert as_bob.get(place).status_code != 200
