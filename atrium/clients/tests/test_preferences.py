"""How clients and people wish to be reached, and that do not contact is final (J11, J17, X05)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atrium.clients import lexicon
from atrium.clients.models import Client, Contact, Link, NoContact, Point, Preference
from atrium.clients.reach.asking import reach, reach_person
from atrium.clients.reach.deciding import Party, decide
from atrium.clients.reach.hours import CLOSED, Opening, Quiet
from atrium.clients.reach.words import ANY, CHOICES, Channel, Purpose
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member
from atrium.timeline.models import Act, Event
from atrium.timeline.undoing import undo

PAGE = "/acme/clients/1/"
HTMX = {"HX-Request": "true"}
MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
OFFICE = [[[540, 1020]]] * 5 + [[], []]
WEEKDAYS = ((((540, 1020),),) * 5) + ((), ())

parties = st.builds(
    Party,
    name=st.sampled_from(["Ana", "Ben", "Cleo"]),
    as_what=st.just("The primary contact"),
    tier=st.integers(0, 3),
    addresses=st.dictionaries(st.sampled_from(Channel), st.just("somewhere")),
    zone=st.sampled_from([ZoneInfo(n) for n in ("Europe/London", "Asia/Tokyo", "America/Denver")]),
    choice=st.sampled_from([value for value, _ in CHOICES]),
    prefers=st.one_of(st.none(), st.sampled_from(Channel)),
    bars=st.dictionaries(st.sampled_from([ANY, *Channel.values]), st.just("Asked"), max_size=3),
    opening=st.builds(
        Opening,
        week=st.sampled_from([CLOSED, WEEKDAYS]),
        quiet=st.sampled_from([None, Quiet(1260, 480), Quiet(0, 60)]),
    ),
)
ways = st.frozensets(st.sampled_from(Channel), min_size=1)


@settings(max_examples=400, deadline=None)
@given(
    some=st.lists(parties, max_size=4),
    purpose=st.sampled_from(Purpose),
    at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),  # noqa: DTZ001 - UTC follows
    urgent=st.booleans(),
    channels=ways,
)
def test_j11_whatever_is_asked_do_not_contact_quiet_hours_and_reasons_hold(
    some: list[Party], purpose: Purpose, at: datetime, *, urgent: bool, channels: frozenset[Channel]
) -> None:
    at = at.replace(tzinfo=UTC)
    answer = decide(some, purpose, at=at, urgent=urgent, channels=channels)

    assert len(answer.verdicts) == len(some)
    assert answer.reason
    for verdict in answer.verdicts:
        assert verdict.reason.strip()
        assert ".." not in verdict.reason
        if not verdict.yes:
            assert verdict.earliest is None
            continue
        party = verdict.party
        assert verdict.channel in channels
        assert verdict.address == party.addresses[Channel(verdict.channel)]
        assert verdict.earliest is not None
        assert verdict.earliest >= at
        if purpose != Purpose.LEGAL:
            assert not {ANY, verdict.channel} & set(party.bars)
        elif {ANY, verdict.channel} & set(party.bars):
            assert "legal notice" in verdict.reason
        if purpose not in {Purpose.LEGAL, Purpose.GENERAL}:
            assert party.choice != "no"
        wall = verdict.earliest.astimezone(party.zone)
        quiet = party.opening.quiet
        if purpose != Purpose.EMERGENCIES and quiet is not None:
            assert not quiet.holds(wall.hour * 60 + wall.minute)
    assert len({verdict.party.tier for verdict in answer.reached}) <= 1


@pytest.fixture
def ana(bakery: Client, alice: Member) -> Contact:
    """Ana, the primary contact of the bakery, with an e-mail address and a mobile."""
    return person(bakery, alice, "Ana", "ana@bakery.example", phone="+44 7700 900123")


def person(
    client: Client, by: Member, name: str, email: str, *, phone: str = "", role: str = ""
) -> Contact:
    contact = Contact.add(by=by, given_name=name)
    roles = lexicon.of(client.organisation).contact_roles.values()
    Link.make(client, contact, by=by, roles=[r for r in roles if r.label == role])
    Point.add(contact, by=by, kind="email", text=email)
    if phone:
        Point.add(contact, by=by, kind="phone", text=phone)
    return contact


def fresh[Row: (Client, Contact)](row: Row) -> Row:
    row.refresh_from_db()
    return row


def told(answer: Any) -> list[tuple[str, str, str]]:
    return [(v.party.name, v.channel, v.address) for v in answer.reached]


def test_j11_the_primary_contact_is_reached_by_what_they_prefer(
    bakery: Client, ana: Contact, alice: Member
) -> None:
    assert told(reach(bakery, Purpose.STATUS, at=MONDAY_NOON)) == [
        ("Ana", "email", "ana@bakery.example")
    ]
    Preference.settle(ana, by=alice, preferred_channel="sms")
    assert fresh(ana).preferred_channel == "SMS"
    answer = reach(bakery, Purpose.STATUS, at=MONDAY_NOON)
    assert told(answer) == [("Ana", "sms", "+44 7700 900123")]
    assert answer.reached[0].reason == "The primary contact. Now."


def test_j17_bills_go_to_billing_and_emergencies_to_the_emergency_contact(
    bakery: Client, ana: Contact, alice: Member
) -> None:
    person(bakery, alice, "Ben", "ben@bakery.example", role="Billing")
    cleo = person(bakery, alice, "Cleo", "cleo@bakery.example")

    assert told(reach(bakery, Purpose.BILLING, at=MONDAY_NOON))[0][0] == "Ben"
    assert told(reach(bakery, Purpose.EMERGENCIES, at=MONDAY_NOON))[0][:2] == ("Ana", "phone")
    Preference.settle(bakery, by=alice, emergency_contact=cleo)
    assert told(reach(bakery, Purpose.EMERGENCIES, at=MONDAY_NOON)) == [
        ("Cleo", "email", "cleo@bakery.example")
    ]


def test_j11_person_over_client_over_organisation(
    bakery: Client, ana: Contact, alice: Member
) -> None:
    assert not reach(bakery, Purpose.MAILINGS, at=MONDAY_NOON).yes
    Preference.settle(None, by=alice, choices={"mailings": "yes"})
    assert reach(bakery, Purpose.MAILINGS, at=MONDAY_NOON).yes
    Preference.settle(bakery, by=alice, choices={"mailings": "no"})
    refused = reach(bakery, Purpose.MAILINGS, at=MONDAY_NOON)
    assert not refused.yes
    assert refused.verdicts[0].reason == (
        "Not wanted: mailings and marketing (the client's setting)."
    )
    Preference.settle(ana, by=alice, choices={"mailings": "sms"})
    assert told(reach(bakery, Purpose.MAILINGS, at=MONDAY_NOON))[0][:2] == ("Ana", "sms")


def test_j11_hours_are_those_where_they_are(bakery: Client, ana: Contact, alice: Member) -> None:
    Preference.settle(bakery, by=alice, hours=OFFICE, quiet_start=1260, quiet_end=480)
    Preference.settle(ana, by=alice, timezone="America/New_York")
    [way] = reach(bakery, Purpose.STATUS, at=MONDAY_NOON).reached
    assert way.earliest == datetime(2026, 11, 23, 14, tzinfo=UTC)
    assert "Mon 23 Nov 09:00 there" in way.reason

    [soon] = reach(bakery, Purpose.STATUS, at=MONDAY_NOON, urgent=True).reached
    assert soon.earliest == datetime(2026, 11, 23, 13, tzinfo=UTC)
    [now] = reach(bakery, Purpose.EMERGENCIES, at=MONDAY_NOON).reached
    assert now.earliest == MONDAY_NOON


def test_j11_do_not_contact_is_final_and_goes_on_to_the_next(
    bakery: Client, ana: Contact, alice: Member
) -> None:
    Point.add(bakery, by=alice, kind="email", text="hello@bakery.example")
    NoContact.place(ana, by=alice, reason="Asked by letter")
    answer = reach(bakery, Purpose.EMERGENCIES, at=MONDAY_NOON)
    assert told(answer) == [("Vincent's Bakery", "email", "hello@bakery.example")]
    assert answer.verdicts[0].reason == "Do not contact: Asked by letter."
    NoContact.place(bakery, by=alice, reason="Insolvent", channel="email")
    assert not reach(bakery, Purpose.STATUS, at=MONDAY_NOON).yes
    legal = reach(bakery, Purpose.LEGAL, at=MONDAY_NOON)
    assert told(legal)[0][0] == "Ana"
    assert "a legal notice goes nevertheless" in legal.verdicts[0].reason


def test_j11_a_bar_of_the_client_closes_its_people_too(
    bakery: Client, ana: Contact, alice: Member
) -> None:
    NoContact.place(bakery, by=alice, reason="Lawyers only")
    assert not reach(bakery, Purpose.BILLING, at=MONDAY_NOON).yes
    assert reach_person(fresh(ana), Purpose.GENERAL, at=MONDAY_NOON).yes


def test_j11_do_not_contact_is_undone_and_kept_as_history(
    bakery: Client, ana: Contact, alice: Member
) -> None:
    row = NoContact.place(ana, by=alice, reason="Asked", channel="phone")
    assert fresh(ana).bars == {"phone": "Asked"}
    undo(Act.objects.latest("id"), by=alice)
    assert fresh(ana).bars == {}
    row = NoContact.place(ana, by=alice, reason="Asked again", channel="phone")
    with pytest.raises(Refusal, match="already"):
        NoContact.place(ana, by=alice, reason="Twice", channel="phone")
    row.lift(by=alice, reason="Called back")
    assert fresh(ana).bars == {}
    kinds = Event.objects.filter(client=bakery).values_list("kind", flat=True)
    assert {"client.contact_forbidden", "client.contact_allowed"} <= set(kinds)


def test_j11_preferences_are_told_in_one_entry_and_undone(bakery: Client, alice: Member) -> None:
    Preference.settle(bakery, by=alice, hours=OFFICE, answer_within=24)
    event = Event.objects.filter(kind="client.preferences_changed").get()
    assert event.told["what"] == ("business hours now weekdays 9–17; answer now within a day")
    undo(Act.objects.latest("id"), by=alice)
    assert Preference.of(bakery).told()["business hours"] == ""


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"choices": {"billing": "pigeon"}}, "choices"),
        ({"answer_within": 10_000}, "answer_within"),
        ({"emergency": "x" * 4001}, "emergency"),
        ({"language": "Klingon"}, "value"),
        ({"timezone": "Mars/Base"}, "value"),
    ],
)
def test_j11_what_does_not_fit_is_refused(
    bakery: Client, alice: Member, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        Preference.settle(bakery, by=alice, **values)
    assert refused.value.field == field


def test_j11_an_emergency_contact_stands_with_the_client(
    bakery: Client, alice: Member, new_client: Callable[..., Client]
) -> None:
    stranger = person(new_client("Elsewhere"), alice, "Eve", "eve@else.example")
    with pytest.raises(Refusal, match="no contact here"):
        Preference.settle(bakery, by=alice, emergency_contact=stranger)
