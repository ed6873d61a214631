"""Eight write at the same moment: no error, nothing lost, nothing twice (DESIGN, How fast)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from atrium.clients.models import Client, Contact, Favourite, Hold, Link, Status, Tag
from atrium.clients.models.tag import Tagging
from atrium.organisations import current
from atrium.organisations.founding import found
from atrium.organisations.models import Member
from atrium.testing.processes import Outcome, run_at_once
from atrium.timeline.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 8
ROUNDS = 5
FIELDS = (
    "family_name industry came_from about registration_number preferred_channel title name"
).split()


@pytest.fixture
def alice() -> Iterator[Member]:
    """Alice, whose organisation is entered; what she has is committed, for others to see."""
    alice = found("Acme", email="alice@acme.example", person="Alice Ash")
    with current.entered(alice.organisation):
        yield alice


@pytest.fixture
def bakery(alice: Member) -> Client:
    return Client.add(by=alice, name="Vincent's Bakery", status=Status.objects.get(is_default=True))


def work(what: str, organisation: int, *arguments: object) -> None:
    with current.entered(organisation):
        alice = Member.objects.select_related("organisation").get()
        globals()[f"_{what}"](alice, *arguments)


def at_once(what: str, alice: Member, *of_each: tuple[object, ...]) -> list[Outcome]:
    return run_at_once(work, [(what, alice.organisation_id, *each) for each in of_each])


def errors(outcomes: list[Outcome]) -> list[str]:
    return sorted(outcome.error for outcome in outcomes if outcome.error)


def _add(alice: Member, who: int) -> None:
    status = Status.objects.get(is_default=True)
    for turn in range(ROUNDS):
        Client.add(by=alice, name=f"Client {who} {turn}", status=status)


def test_c15_new_clients_are_numbered_without_gap_or_repeat(alice: Member) -> None:
    outcomes = at_once("add", alice, *[(who,) for who in range(WRITERS)])

    assert errors(outcomes) == []
    numbers = Client.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, WRITERS * ROUNDS + 1))
    assert Event.objects.filter(kind="client.added").count() == WRITERS * ROUNDS


def _make_primary(alice: Member, key: int) -> None:
    for _ in range(ROUNDS):
        Link.objects.select_related("client", "contact").get(pk=key).make_primary(by=alice)


def test_r09_one_contact_is_primary(alice: Member, bakery: Client) -> None:
    people = [Contact.add(by=alice, given_name=f"Ann {n}") for n in range(WRITERS)]
    links = [Link.make(bakery, person, by=alice) for person in people]

    outcomes = at_once("make_primary", alice, *[(link.pk,) for link in links])

    assert errors(outcomes) == []
    assert Link.objects.filter(is_primary=True).count() == 1


def _edit(alice: Member, key: int, field: str) -> None:
    for turn in range(ROUNDS):
        Client.objects.get(pk=key).edit(by=alice, **{field: f"{field} {turn}"})


def test_r04_edits_of_different_fields_are_all_kept(alice: Member, bakery: Client) -> None:
    outcomes = at_once("edit", alice, *[(bakery.pk, field) for field in FIELDS])

    assert errors(outcomes) == []
    kept = Client.objects.values(*FIELDS, "version").get(pk=bakery.pk)
    last = {field: f"{field} {ROUNDS - 1}" for field in FIELDS}
    assert kept == last | {"version": 1 + len(FIELDS) * ROUNDS}
    assert Event.objects.filter(kind="client.detail_changed").count() == len(FIELDS) * ROUNDS


def _star_and_tag(alice: Member, key: int, tag: int) -> None:
    client, word = Client.objects.get(pk=key), Tag.objects.get(pk=tag)
    for _ in range(ROUNDS):
        Favourite.star(client, by=alice)
        word.put_on(client, by=alice)
        Favourite.unstar(client, by=alice)
        word.take_off(client, by=alice)
    Favourite.star(client, by=alice)
    word.put_on(client, by=alice)


def test_c02_r03_star_and_tag_on_and_off(alice: Member, bakery: Client) -> None:
    tag = Tag.objects.first()
    assert tag is not None
    outcomes = at_once("star_and_tag", alice, *[(bakery.pk, tag.pk)] * WRITERS)

    assert errors(outcomes) == []
    told = Event.objects.all()
    on, off = (told.filter(kind=f"client.tag_{what}").count() for what in ("added", "removed"))
    assert on - off == Tagging.objects.count()
    assert Favourite.objects.count() <= 1


def _hold(alice: Member, key: int) -> None:
    Hold.place(Client.objects.get(pk=key), by=alice, reason="Unpaid")


def test_b09_one_of_several_holds_is_placed(alice: Member, bakery: Client) -> None:
    outcomes = at_once("hold", alice, *[(bakery.pk,)] * WRITERS)

    said = "Refusal: Vincent's Bakery is on hold already."
    assert errors(outcomes) == [said] * (WRITERS - 1)
    assert Hold.objects.filter(lifted_at=None).count() == 1
    assert Event.objects.filter(kind="client.put_on_hold").count() == 1


def _new_tag(alice: Member, label: str) -> None:
    Tag.add(by=alice, label=label)


def test_r03_one_of_several_new_tags_of_a_name_is_made(alice: Member) -> None:
    outcomes = at_once("new_tag", alice, *[("Baker",), ("BAKER",)] * (WRITERS // 2))

    assert len(errors(outcomes)) == WRITERS - 1
    assert {error.casefold() for error in errors(outcomes)} == {
        "refusal: there is “baker” already (tag)."
    }
    assert Tag.objects.filter(label_key="baker").count() == 1
