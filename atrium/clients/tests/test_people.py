"""People and how they stand with clients: from, until, below whom, and one of them primary."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from atrium.clients import lexicon
from atrium.clients.models import Client, Contact, Link, PersonToken
from atrium.clients.tenure import in_a_circle, span, tree
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member, Organisation
from atrium.timeline.models import Act, Event
from atrium.timeline.undoing import undo

type NewPerson = Callable[..., Contact]


@pytest.fixture
def person(alice: Member) -> NewPerson:
    def make(name: str) -> Contact:
        given, _, family = name.partition(" ")
        return Contact.add(by=alice, given_name=given, family_name=family)

    return make


def told(client: Client) -> list[str]:
    events = Event.objects.filter(client=client).select_related("actor", "client")
    return [str(e.sentence) for e in events.order_by("id")]


def last_act() -> Act:
    act: Act = Act.objects.latest("id")
    return act


def primary(client: Client) -> list[str]:
    return [str(link.contact) for link in client.links.filter(is_primary=True)]


def test_j17_an_organisation_starts_with_the_usual_roles(acme: Organisation) -> None:
    labels = {role.label for role in lexicon.of(acme).contact_roles.values()}

    assert labels >= {
        "Decision maker", "Stakeholder", "Representative",
        "Technical", "Administrative", "Billing", "Emergency",
    }  # fmt: skip


def test_x06_the_past_keeps_the_roles_and_the_title_of_its_time(
    acme: Organisation, bakery: Client, alice: Member, person: NewPerson
) -> None:
    roles = {r.label: r for r in lexicon.of(acme).contact_roles.values()}
    ann = person("Ann Oak")
    link = Link.make(
        bakery, ann, by=alice, job_title="Bookkeeper", roles=[roles["Billing"]], began_on=date(2021, 3, 1)
    )  # fmt: skip

    link.end(by=alice, on=date(2023, 5, 31))
    roles["Billing"].retire(by=alice, into=roles["Technical"])
    again = Link.make(bakery, ann, by=alice, job_title="Head of finance")

    past = bakery.links.ended().get()
    assert (past.job_title, past.roles_then, span(past.began_on, past.ended_on)) == (
        "Bookkeeper", "Billing", "2021\N{EN DASH}2023",
    )  # fmt: skip
    assert (again.pk != link.pk, again.ended_on) == (True, None)


def test_x06_dates_are_changed_and_checked(
    acme: Organisation, bakery: Client, alice: Member, person: NewPerson
) -> None:
    link = Link.make(bakery, person("Ann Oak"), by=alice)
    link.edit(by=alice, began_on=date(2020, 1, 6))

    with pytest.raises(Refusal, match="cannot be before the beginning, 6 Jan 2020"):
        link.end(by=alice, on=date(2019, 12, 31))
    with pytest.raises(Refusal, match="a day up to today"):
        link.end(by=alice, on=acme.today() + timedelta(days=1))
    with pytest.raises(Refusal, match="delink them to set an end"):
        link.edit(by=alice, ended_on=date(2022, 1, 1))
    link.end(by=alice, on=date(2022, 1, 1))
    link.edit(by=alice, ended_on=date(2022, 6, 1))

    link.refresh_from_db()
    assert link.ended_on == date(2022, 6, 1)
    assert "stands here from 6 Jan 2020 until 1 Jun 2022" in told(bakery)[-1]


def test_r08_several_are_assigned_in_one_act_and_the_rest_named_with_the_reason(
    bakery: Client, alice: Member, person: NewPerson
) -> None:
    ann, ben, cat = (person(n) for n in ("Ann Oak", "Ben Elm", "Cat Ash"))
    Link.make(bakery, ann, by=alice)
    cat.archive(by=alice)

    made, skipped = Link.make_several(bakery, [cat, ben, ann], by=alice)

    assert [str(link.contact) for link in made] == ["Ben Elm"]
    assert [reason for _, reason in skipped] == [
        "Ann Oak is a contact of Vincent's Bakery already.",
        "Cat Ash is archived. Restore them first.",
    ]


def test_j15_who_reports_to_whom_makes_no_circle(
    bakery: Client, new_client: Callable[..., Client], alice: Member, person: NewPerson
) -> None:
    ann, ben, cat = (Link.make(bakery, person(n), by=alice) for n in ("Ann", "Ben", "Cat"))
    other = Link.make(new_client("Second"), person("Dan"), by=alice)
    cat.report_to(ben, by=alice)
    ben.report_to(ann, by=alice)

    for wrong, words in ((cat, "Cat reports to Ann already"), (other, "Dan is no contact of")):
        with pytest.raises(Refusal, match=words):
            ann.report_to(wrong, by=alice)
    with pytest.raises(Refusal, match="Ann reports to Ann"):
        ann.report_to(ann, by=alice)

    assert "changed the contact <b>Ben</b>: now reports to Ann" in told(bakery)[-1]


def test_j15_who_reported_to_a_delinked_contact_reports_to_the_next_above(
    bakery: Client, alice: Member, person: NewPerson
) -> None:
    ann, ben, cat = (Link.make(bakery, person(n), by=alice) for n in ("Ann", "Ben", "Cat"))
    ben.report_to(ann, by=alice)
    cat.report_to(ben, by=alice)

    ben.end(by=alice)

    cat.refresh_from_db()
    assert cat.reports_to_id == ann.pk
    undo(last_act(), by=alice)
    cat.refresh_from_db()
    ben.refresh_from_db()
    assert (cat.reports_to_id, ben.reports_to_id, ben.ended_on) == (ben.pk, ann.pk, None)


def test_j15_an_undo_makes_no_circle_either(
    bakery: Client, alice: Member, person: NewPerson
) -> None:
    ann, ben = (Link.make(bakery, person(n), by=alice) for n in ("Ann", "Ben"))
    ann.report_to(ben, by=alice)
    ann.report_to(None, by=alice)
    act = last_act()
    ben.report_to(ann, by=alice)

    with pytest.raises(Refusal, match="someone report to themselves"):
        undo(act, by=alice)

    ann.refresh_from_db()
    assert ann.reports_to_id is None


@settings(max_examples=200)
@given(some.lists(some.tuples(some.integers(1, 9), some.integers(0, 9)), max_size=30))
def test_j15_no_order_of_wishes_makes_a_circle(wishes: list[tuple[int, int]]) -> None:
    above: dict[int, int | None] = dict.fromkeys(range(1, 10))
    for who, wished in wishes:
        if not in_a_circle(above | {who: wished or None}):
            above[who] = wished or None

    for start in above:
        way = [start]
        while (up := above[way[-1]]) is not None:
            way.append(up)
            assert len(way) <= len(above)


def test_j15_the_tree_shows_everyone_once() -> None:
    class Someone:
        def __init__(self, key: int, above: int | None) -> None:
            self.key, self.above = key, above

    top = tree([Someone(3, 2), Someone(1, None), Someone(2, 1), Someone(4, 99)])

    assert [branch.of.key for branch in top] == [1, 4]
    assert [b.of.key for b in top[0].below[0].below] == [3]


def test_r09_one_is_primary_after_every_undo(
    bakery: Client, alice: Member, person: NewPerson
) -> None:
    ann = Link.make(bakery, person("Ann"), by=alice)
    made = last_act()
    Link.make(bakery, person("Ben"), by=alice)
    undo(made, by=alice)
    assert primary(bakery) == ["Ben"]

    cat = Link.make(bakery, person("Cat"), by=alice)
    ben = bakery.links.current().get(contact__name="Ben")
    ben.end(by=alice)
    ended = last_act()
    dan = Link.make(bakery, person("Dan"), by=alice)
    dan.make_primary(by=alice)
    done = undo(ended, by=alice)

    assert [left.reason for left in done.left_alone if left.object_id == ben.pk] == [
        "something else stands in its place"
    ]
    assert primary(bakery) == ["Dan"]
    assert not Link.objects.filter(pk=ann.pk).exists()
    assert cat.pk in bakery.links.current().values_list("pk", flat=True)


def test_r10_an_undone_person_whom_others_need_is_archived(
    bakery: Client, alice: Member, person: NewPerson
) -> None:
    ann = person("Ann Oak")
    made = last_act()
    Link.make(bakery, ann, by=alice)

    undo(made, by=alice)

    ann.refresh_from_db()
    assert ann.is_archived


def test_r10_a_person_is_archived_and_comes_back(
    bakery: Client, alice: Member, person: NewPerson
) -> None:
    ann = person("Ann Oak")
    link = Link.make(bakery, ann, by=alice)
    with pytest.raises(Refusal, match="still stands with a client"):
        ann.archive(by=alice)
    link.end(by=alice)

    ann.archive(by=alice)
    assert not Contact.objects.live().filter(pk=ann.pk).exists()
    ann.restore(by=alice)

    assert told(bakery)[-2:] == [
        "Alice Ash archived the contact <b>Ann Oak</b>",
        "Alice Ash restored the contact <b>Ann Oak</b> from the archive",
    ]


def test_r08_tokens_follow_the_person(alice: Member, person: NewPerson) -> None:
    ann = person("Ann Müller")
    ann.edit(by=alice, family_name="Oak")

    tokens = PersonToken.objects.filter(contact_key=ann.pk).values_list("token", flat=True)
    assert sorted(tokens) == ["ann", "oak"]
