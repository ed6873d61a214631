"""Queries that are composed once answer what they would answer composed anew."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from atrium.organisations import current
from atrium.organisations.bound import LONG
from atrium.organisations.models import Member, Organisation
from atrium.organisations.prepared import Prepared, prepared
from atrium.organisations.walls.guard import Unguarded

type Members = QuerySet[Member, Member]


@pytest.fixture
def composed() -> list[str]:
    """What was composed, each time that it was."""
    return []


@pytest.fixture
def named(composed: list[str]) -> Prepared[...]:
    """The members with one of these keys, without or with the asking one."""

    @prepared(shape=("others",))
    def rows(*, member: Member, keys: list[int], others: bool) -> Members:
        composed.append("rows")
        found: Members = Member.objects.filter(pk__in=keys).order_by("pk")
        return found.exclude(pk=member.pk) if others else found

    return rows


def test_each_organisation_and_member_gets_their_own_rows(
    named: Prepared[...],
    composed: list[str],
    alice: Member,
    bob: Member,
    charlie: Member,
) -> None:
    keys = [alice.pk, bob.pk, charlie.pk]
    for member, found in ((alice, [alice, bob]), (charlie, [charlie])):
        with current.entered(member.organisation):
            assert named(member=member, keys=keys, others=False) == found
    assert composed == ["rows"]
    with current.entered(alice.organisation):
        assert named(member=alice, keys=keys, others=True) == [bob]
        assert named(member=alice, keys=keys[:1], others=False) == [alice]
        assert named(member=alice, keys=[], others=False) == []
    assert named.binds


def test_outside_of_an_organisation_nothing_is_read(named: Prepared[...], alice: Member) -> None:
    with current.entered(alice.organisation):
        assert named(member=alice, keys=[alice.pk], others=False) == [alice]
    with current.left(), pytest.raises(Unguarded):
        named(member=alice, keys=[alice.pk], others=False)


def test_today_is_the_day_of_the_call(alice: Member, acme: Organisation) -> None:
    @prepared()
    def joined(*, member: Member) -> Members:
        found: Members = Member.objects.filter(
            pk=member.pk, created_at__date__lte=member.organisation.today()
        )
        return found

    with current.entered(acme):
        assert joined(member=alice) == [alice]
        Member.objects.filter(pk=alice.pk).update(created_at=timezone.now() + timedelta(days=3))
        assert joined(member=alice) == []
    assert joined.binds


@pytest.mark.parametrize("what", ["instant", "changed text", "read", "field"])
def test_what_depends_on_more_is_composed_anew(what: str, alice: Member, bob: Member) -> None:
    def filters(member: Member, name: str) -> dict[str, Any]:
        found: dict[str, dict[str, Any]] = {
            "instant": {"created_at__lte": timezone.now()},
            "changed text": {"name__startswith": name},
            "read": {"pk__in": list(Member.objects.values_list("pk", flat=True))},
            "field": {"name__in": [member.name, name]},
        }
        return found[what]

    @prepared()
    def found(*, member: Member, name: str) -> Members:
        rows: Members = Member.objects.filter(name=name).filter(**filters(member, name))
        return rows

    with current.entered(alice.organisation):
        assert found(member=alice, name=alice.name) == [alice]
        assert found(member=bob, name=bob.name) == [bob]
    assert not found.binds


def test_tuples_stay_tuples_and_counts_of_nothing_are_empty(alice: Member) -> None:
    @prepared()
    def pairs(*, member: Member) -> QuerySet[Member, Any]:
        rows: QuerySet[Member, Any] = Member.objects.filter(pk=member.pk)
        return rows.values_list("pk", "role")

    @prepared()
    def none(*, member: Member) -> Members:
        found: Members = Member.objects.none()
        return found

    with current.entered(alice.organisation):
        assert pairs(member=alice) == [(alice.pk, alice.role)]
        assert none(member=alice) == []


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite plans in no time")
@pytest.mark.parametrize("pooled", [False, True])
def test_postgresql_keeps_the_plan_of_a_long_statement(
    alice: Member, bob: Member, charlie: Member, monkeypatch: pytest.MonkeyPatch, *, pooled: bool
) -> None:
    monkeypatch.setitem(connection.settings_dict, "POOLED", pooled)
    nobodies = [f"Nobody {turn}" for turn in range(LONG // 3)]

    @prepared()
    def long(*, member: Member) -> Members:
        return Member.objects.exclude(name__in=nobodies).order_by("pk")

    for member, found in ((alice, [alice, bob]), (charlie, [charlie]), (bob, [alice, bob])):
        with current.entered(member.organisation):
            assert long(member=member) == found
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE from_sql IS FALSE")
        kept = cursor.fetchone()[0]
    assert kept == (0 if pooled else 1)


def test_what_is_counted_is_one_number(alice: Member, bob: Member) -> None:
    @prepared(shape=("most",), counted=True)
    def how_many(*, member: Member, name: str, most: int) -> Any:
        rows = Member.objects.exclude(pk=member.pk).filter(name__gte=name)
        return rows.order_by("pk").values_list("pk", flat=True)[:most]

    @prepared(counted=True)
    def nobody(*, member: Member) -> Any:
        return Member.objects.none().values_list("pk", flat=True)

    with current.entered(alice.organisation):
        for member, most in ((alice, 5), (bob, 5), (bob, 0)):
            asked: dict[str, Any] = {"member": member, "name": "", "most": most}
            assert how_many(**asked) == how_many.plain(**asked) == [min(most, 1)]
        assert nobody(member=alice) == nobody.plain(member=alice) == [0]
    assert how_many.binds
    assert nobody.binds


def test_what_contains_begins_or_ends_with_a_text_is_bound(
    alice: Member, bob: Member, charlie: Member
) -> None:
    """Signs that LIKE reads as something else are letters like others."""

    @prepared()
    def called(*, words: list[str], start: str, end: str) -> Members:
        rows = Member.objects.filter(name__istartswith=start, name__iendswith=end)
        for word in words:
            rows = rows.filter(name__icontains=word)
        return rows.order_by("pk")

    with current.entered(alice.organisation):
        Member.objects.filter(pk=bob.pk).update(name="100% of_all \\ things")
        for words in (["ce a"], ["%"], ["_", "100%"], ["\\"], ["", "A"], ["nobody"], ["0_", "%o"]):
            for start, end in (("", ""), ("A", "h"), ("10", "gs"), ("%", ""), ("", "_")):
                asked: dict[str, Any] = {"words": words, "start": start, "end": end}
                assert called(**asked) == called.plain(**asked)
        assert called(words=["%", "_"], start="1", end="s") == [bob]
    assert called.binds
