"""One of many values as one parameter (V01): the same answers as ``in`` gives."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atrium.foundation.among import filled_up
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation

pytestmark = pytest.mark.django_db


def test_among_finds_what_in_finds() -> None:
    """V01: quotes, signs of JSON and letters of any script are values like others."""
    names = ["Acme", 'O\'Brien "Bros" \\ Co', "Łódź 東京 😀", "[]", "50 %s", "line\nbreak", ""]
    for place, name in enumerate(names):
        Organisation.objects.create(name=name, slug=f"o-{place}")
    rows = Organisation.objects.filter(slug__startswith="o-").order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    for wanted in ([], names[:1], names[1:4], [*names, "Nobody"], set(names)):
        found = rows.filter(name__among=wanted).values_list("name", flat=True)
        assert list(found) == list(rows.filter(name__in=wanted).values_list("name", flat=True))
    for some in (keys[:1], keys[2:], [*keys, 2**62]):
        assert list(rows.filter(pk__among=some)) == list(rows.filter(pk__in=some))
    assert list(rows.exclude(pk__among=keys[1:])) == [rows[0]]


def test_each_finds_what_in_finds_by_a_foreign_key(alice: Member, bob: Member) -> None:
    with current.entered(alice.organisation):
        rows = Member.objects.order_by("pk")
        for keys in ([], [alice.user_id], [bob.user_id, alice.user_id, 2**62], list(range(200))):
            assert list(rows.filter(user__each=keys)) == list(rows.filter(user__in=keys))
        assert list(rows.exclude(user__each=[alice.user_id])) == [bob]


def test_each_finds_the_same_by_a_filled_up_list_of_keys() -> None:
    keys = [Organisation.objects.create(name=f"N {n}", slug=f"o-{n}").pk for n in range(5)]
    rows = Organisation.objects.order_by("pk")
    for count in range(6):
        some = filled_up(keys[:count])
        assert list(rows.filter(pk__each=some)) == list(rows.filter(pk__in=keys[:count]))


@pytest.mark.once
def test_a_list_is_filled_up_to_few_lengths() -> None:
    """Each length is a statement of its own; what fills up adds no value."""
    assert filled_up([]) == []
    for count in range(1, 70):
        values = list(range(count))
        more = filled_up(values)
        assert set(more) == set(values)
        assert more[:count] == values
        assert len(more) in {1, 2, 4, 8, 16, 32, 64, 128}
        assert len(more) < 2 * count


def test_among_is_one_parameter_however_many() -> None:
    with CaptureQueriesContext(connection) as asked:
        list(Organisation.objects.filter(name__among=[str(n) for n in range(5)]))
        list(Organisation.objects.filter(name__among=iter([str(n) for n in range(9000)])))
    short, long = (query["sql"].split("1")[0].split("'")[0] for query in asked)
    assert short == long
