"""The client page's statements, made once for each role, answer what they would composed anew."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import JSONObject

from atrium.clients.models import Client, Favourite, Flag, Hold
from atrium.clients.portrait import _numbered
from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.organisations.navigation import _read_beside
from atrium.organisations.permissions import Role
from atrium.organisations.prepared import prepared


def known(rows: list[Any]) -> list[dict[str, Any]]:
    """What the rows hold."""
    return [{k: v for k, v in vars(row).items() if k != "_state"} for row in rows]


@pytest.mark.parametrize("role", list(Role))
def test_a_member_of_each_role_sees_the_same_as_composed_anew(
    role: Role, alice: Member, bob: Member, charlie: Member, bakery: Client
) -> None:
    Favourite.star(bakery, by=bob)
    Hold.place(bakery, by=alice, reason="Invoice 118 unpaid")
    Flag.raise_on(bakery, by=alice, reason="Careful")
    bakery.restrict(by=alice, to_team=True)
    for member in (bob, alice):
        member.role = role
        asked: dict[str, Any] = {"member": member, "number": bakery.number, "only": None}
        found = _numbered(**asked)
        assert known(found) == known(_numbered.plain(**asked))
        assert _read_beside(member=member) == _read_beside.plain(member=member)
    with current.entered(charlie.organisation):
        assert _numbered(member=charlie, number=bakery.number, only=None) == []
    assert _numbered.binds
    assert _read_beside.binds


def test_what_the_database_can_is_asked_before_a_statement_is_made(
    alice: Member, bakery: Client
) -> None:
    """SQLite is asked by executing something, and in a new process nobody has asked it yet."""

    def with_json(*, client: int) -> QuerySet[Client]:
        kept = JSONObject(number=F("number"))
        rows: QuerySet[Client] = Client.objects.filter(pk=client).annotate(kept=kept)
        return rows

    vars(connection.features).pop("supports_json_field", None)
    query = prepared()(with_json)
    assert [row.kept for row in query(client=bakery.pk)] == [{"number": bakery.number}]
    assert query.binds
