"""The one language of conditions: what it finds, how it is written, what it says when it cannot (J02)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client as Browser

from atrium.calendar.models import Task
from atrium.clients import lexicon
from atrium.clients.filters import Filters
from atrium.clients.listing import Listing
from atrium.clients.models import (
    Assignment,
    Client,
    Contact,
    Field,
    Flag,
    Hold,
    Link,
    Location,
    Point,
    Relation,
    Tag,
)
from atrium.clients.narrowing import Group, criteria_of, text, tree
from atrium.clients.narrowing.compiled import public
from atrium.clients.narrowing.days import moment, period
from atrium.clients.value_types import Where
from atrium.conftest import NewClient
from atrium.conversations.models import Note
from atrium.foundation.formats import FormatError
from atrium.organisations.models import Member, Organisation, Team

LIST = "/acme/clients/"
TODAY = date(2026, 11, 24)


@pytest.fixture
def world(alice: Member, bob: Member, new_client: NewClient) -> list[Client]:
    """Ash has much of everything, Birch some, Cedar nothing; Dogwood only Alice and its owner see."""
    words = lexicon.of(alice.organisation)
    statuses = {s.label: s for s in words.statuses.values()}
    tags = {t.label: t for t in words.tags.values()}
    ash, birch, cedar, dogwood = (new_client(name) for name in ("Ash", "Birch", "Cedar", "Dogwood"))
    fuel = Field.add(
        by=alice, label="Fuel", type="choice", options={"choices": ["Gas", "Oil"]}, filterable=True
    )
    due = Field.add(by=alice, label="Due", type="date", filterable=True)
    Field.objects.update(keyed=True)
    today = alice.organisation.today()
    ash.edit(
        by=alice, was=None, fields={fuel: "Gas", due: today.isoformat()}, industry="Food, fresh"
    )
    birch.edit(by=alice, was=None, fields={fuel: "Oil"}, industry="Timber")
    ash.move_to(statuses["Lost"], by=alice)
    ash.give_to(bob, by=alice)
    birch.give_to(alice, by=alice)
    for name in ("VIP", *[label for label in tags if label != "VIP"][:1]):
        tags[name].put_on(ash, by=alice)
    tags["VIP"].put_on(birch, by=alice)
    place = next(iter(words.location_types.values()))
    Location.add(ash, by=alice, type=place, city="Łódź", postcode="90-001", country="PL")
    Location.add(birch, by=alice, type=place, city="Leeds", postcode="LS1 4AP", country="GB")
    Location.add(birch, by=alice, type=place, city="LEEDS", postcode="LS2 7EW", country="GB")
    Point.add(ash, by=alice, kind="email", text="orders@ash.example")
    mina = Contact.add(by=alice, given_name="Mina", family_name="Patel")
    Link.make(ash, mina, by=alice, job_title="Buyer")
    Note.write(ash, by=alice, html="<p>Called</p>")
    Task.add(ash, by=alice, title="Quote", due_on=today - timedelta(days=2))
    Task.add(ash, by=alice, title="Visit")
    Task.add(birch, by=alice, title="Call", due_on=today + timedelta(days=3))
    Hold.place(birch, by=alice, reason="Unpaid")
    Flag.raise_on(ash, by=alice, reason="Dog")
    Assignment.give(cedar, by=alice, member=bob, role="Planner")
    above = next(k for k in words.relation_kinds.values() if k.hierarchical)
    Relation.make(ash, birch, by=alice, kind=above)
    Relation.make(dogwood, cedar, by=alice, kind=above)
    dogwood.restrict(by=alice, to_team=True)
    alice.organisation.forget_lexicon()
    return [ash, birch, cedar, dogwood]


def found(member: Member, where: str) -> str:
    """The first letters of those that the list shows by name; the count must agree with them."""
    member.organisation.notice_lexicon()
    listing = Listing.read(member, QueryDict(f"where={where}".replace("+", "%2B")))
    names = dict(Client.objects.values_list("pk", "name"))
    letters = "".join(names[place.key][0] for place in listing.after(None))
    assert listing.count.known == len(letters), where
    assert [len(keys) for keys in listing.keys()] == ([len(letters)] if letters else [])  # noqa: SIM118 - pages, no dictionary
    return letters


def test_j02_conditions_of_every_kind_find_what_fits(world: list[Client], alice: Member) -> None:
    top = world[0].number
    kind = next(k for k in lexicon.of(alice.organisation).relation_kinds.values() if k.hierarchical)
    expected = {
        "status.is:Lost": "A",
        "status.not:lost": "BCD",
        "tag.is:VIP": "AB",
        "tag.not:VIP": "CD",
        "tag.empty": "CD",
        "tag.is:VIP,tag.filled": "AB",
        "owner.is:me": "B",
        "owner.is:none|me": "BCD",
        "owner.not:Bob Birch": "BCD",
        "member.is:Bob Birch": "C",
        "kind.is:company": "ABCD",
        "name.begins:as": "A",
        "name.has:D": "CD",
        "number.max:2": "AB",
        'industry.is:"Food, fresh"|timber': "AB",
        "industry.lacks:fresh": "BCD",
        "industry.empty": "CD",
        "field.fuel.is:Gas|oil": "AB",
        "field.fuel.not:gas": "BCD",
        "field.fuel.filled": "AB",
        "field.due.in:today": "A",
        "field.due.in:next 7 days": "A",
        "field.due.min:tomorrow": "",
        "town.is:łódź": "A",
        "town.is:leeds": "B",
        "town.not:LEEDS": "ACD",
        "town.has:eed": "B",
        "postcode.begins:ls": "B",
        "country.is:Poland|PL": "A",
        "country.empty": "CD",
        "last_contact.in:today": "A",
        "last_contact.empty": "BCD",
        "last_contact.max:yesterday": "",
        "created.in:this month": "ABCD",
        "open_tasks.min:2": "A",
        "open_tasks.is:1": "B",
        "open_tasks.is:0": "CD",
        "open_tasks.max:1": "BCD",
        "overdue_tasks.min:1": "A",
        "task_due.in:next 7 days": "B",
        "contacts.min:1": "A",
        "contact.has:patel": "A",
        "job_title.is:buyer": "A",
        "email.has:ash.example": "A",
        "phone.empty": "ABCD",
        "flagged.is:yes": "A",
        "flagged.is:no": "BCD",
        "hold.is:yes": "B",
        "restricted.is:yes": "D",
        f"group.is:{top}": "AB",
        f"related.is:C-{top:04d}": "B",
        f"relation.is:{kind.label}": "BC",
        f"relation.is:{kind.pk}-reverse": "AD",
        "relation.empty": "",
        "any(tag.is:VIP,owner.is:none)": "ABCD",
        "any(hold.is:yes,any(flagged.is:yes,name.is:cedar))": "ABC",
        "not(any(hold.is:yes,flagged.is:yes))": "CD",
        "tag.is:VIP,any(town.is:Leeds,town.is:York)": "B",
        "all(tag.is:VIP,all(open_tasks.min:1,not(hold.is:yes)))": "A",
        "all()": "ABCD",
    }
    assert {where: found(alice, where) for where in expected} == expected


def test_j02_who_may_not_see_a_client_learns_nothing_of_it_by_conditions(
    world: list[Client], bob: Member
) -> None:
    kind = next(k for k in lexicon.of(bob.organisation).relation_kinds.values() if k.hierarchical)
    hidden = world[3].number
    assert found(bob, "name.filled") == "ABC"
    assert found(bob, f"relation.is:{kind.label}") == "B"
    assert found(bob, "relation.empty") == "C"
    for where in (f"group.is:{hidden}", f"related.is:{hidden}", "restricted.is:yes"):
        assert found(bob, where) == ""
    assert "no client that you can see" in told(bob, f"related.is:{hidden}")


def told(member: Member, where: str) -> str:
    member.organisation.notice_lexicon()
    filters = Filters.read(QueryDict(f"where={where}"))
    return " · ".join(p.label for p in filters.pills(lexicon.of(member.organisation), member))


def test_j02_conditions_read_as_sentences(world: list[Client], alice: Member) -> None:
    sentences = {
        "status.is:Active|Lead": "Status is Active or Lead",
        "tag.not:VIP": "Tags do not include VIP",
        "last_contact.max:90-days-ago": "Last contact is on or before 90 days ago",
        "created.in:last-30-days": "Added is in the last 30 days",
        "field.due.min:24/11/2026": "Due is on or after 24 Nov 2026",
        "complete.max:79,any(town.is:Leeds,hold.is:yes)": (
            "Below 80 % complete · Town is Leeds or On hold"
        ),
        "hold.is:no,last_contact.empty": "Not on hold · Last contact was never",
        "group.is:1": "Group of C-0001",
        "related.is:1": "Related to Ash (C-0001)",
        "field.gone.is:x": "Unknown field",
        "status.is:Nowhere": "Status: there is no “Nowhere”. Choose one of",
        "open_tasks.min:lots": "Open tasks: write a whole number such as 3.",
        "created.in:someday": "Added: Write a period such as this month",
        "tag.has:x": "Tags: Tags cannot be asked by “has”; use one of is, not, empty, filled.",
    }
    for where, sentence in sentences.items():
        assert told(alice, where).startswith(sentence), (where, told(alice, where))


@pytest.mark.parametrize(
    "where",
    ["(", "status", "any(", "a.b:c", "status.is:1)", "x.is:" + "9" * 5000, "not(" * 9, '"', "%00,",
     "created.in:99999 days", "last_contact.max:9999 years ago", "number.is:" + "9" * 30,
     "created.in:0000", "field..is:x", "town.begins:%ff", "any()", ",".join(["number.is:1"] * 50)],
)  # fmt: skip
def test_j02_what_cannot_be_read_is_said_and_never_breaks_the_page(
    as_bob: Browser, bakery: Client, where: str
) -> None:
    page = as_bob.get(f"{LIST}?where={where}")
    assert page.status_code == 200
    assert as_bob.get(f"{LIST}filter/?where={where}").status_code == 200
    if where not in {"any()", "%00,"}:
        assert "0 of 1 client" in page.text, page.text
        assert "pill-off" in page.text


def test_j02_text_and_json_say_the_same_and_come_back(
    world: list[Client], acme: Organisation, alice: Member
) -> None:
    where = (
        'status.is:1|2,any(town.is:"Leeds, North",not(tag.is:VIP,owner.empty)),last_contact.empty'
    )
    group = text.read(where)
    assert text.written(group) == where
    assert tree.from_json(group.as_json()) == group
    vip = Tag.objects.get(label="VIP")
    sent = public(text.read(f"any(tag.is:{vip.pk},field.fuel.is:Gas)"), alice)
    assert sent["all"][0]["any"][0]["value"] == str(vip.public_id)
    assert text.read("any(tag.is:VIP)").parts[0] == Group(
        "any", tree.top(text.read("tag.is:VIP").parts[0]).parts
    )
    wrongs: list[Any] = [[], {"any": 1}, {"all": [], "any": []}, {"by": 1, "op": "is"}, 7]
    for wrong in wrongs:
        with pytest.raises(FormatError, match="filter"):
            tree.from_json(wrong)


def test_j02_quick_filters_and_conditions_are_one_thing(world: list[Client], alice: Member) -> None:
    quick = Filters.read(QueryDict("status=1&tag=2&owner=me&hold=1&below=80&kind=company"))
    said = "status.is:1,tag.is:2,owner.is:me,kind.is:company,complete.max:79,hold.is:yes"
    assert Filters.read(QueryDict(f"where={said}")).pairs() == quick.pairs()
    assert quick.rest == Group()
    both = Filters.read(QueryDict("where=status.is:1,status.is:2,any(tag.is:1,tag.is:2)"))
    assert both.urlencoded() == "status=1&where=status.is:2,any(tag.is:1,tag.is:2)"
    assert Filters.parse(both.urlencoded()) == both


def test_j02_every_criterion_answers_every_operator_it_offers(
    world: list[Client], alice: Member
) -> None:
    samples = {"number": "1", "day": "today", "yes_no": "yes", "client": "1", "text": "GB"}
    asked = 0
    for each in criteria_of(alice):
        choices = each.options(Where(alice.organisation, alice))
        value = samples.get(each.asks) or (choices[0].key if choices else "x")
        for operator in each.offers:
            where = f"{each.slug}.{operator.slug}:{value}"
            for some in (where, f"any({where},name.is:zz)"):
                found(alice, some)
                asked += 1
    assert asked > 200


def test_j02_days_as_people_say_them() -> None:
    told = {
        "today": (24, 24), "this week": (23, 29), "last week": (16, 22), "this month": (1, 30),
        "last 7 days": (17, 24), "2026-11": (1, 30), "24/11/2026": (24, 24),
    }  # fmt: skip
    for words, (first, last) in told.items():
        assert period(words, TODAY) == (date(2026, 11, first), date(2026, 11, last)), words
    assert period("next-quarter", TODAY) == (date(2027, 1, 1), date(2027, 3, 31))
    assert period("last year", TODAY) == (date(2025, 1, 1), date(2025, 12, 31))
    assert moment("1 month ago", date(2026, 3, 31)) == date(2026, 2, 28)
    assert moment("in 2 weeks", TODAY) == date(2026, 12, 8)
    with pytest.raises(FormatError):
        period("soon", TODAY)


def test_j02_the_team_of_the_owner(world: list[Client], alice: Member, bob: Member) -> None:
    team = Team.make("North", by=alice)
    team.take_in(bob, by=alice)
    alice.organisation.forget_lexicon()
    assert found(alice, "owner_team.is:North") == "A"
