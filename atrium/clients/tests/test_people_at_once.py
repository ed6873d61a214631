"""Contacts of one client changed by eight at the same moment: one primary, no circle (R09, J15)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from atrium.clients.models import Client, Contact, Link, Status
from atrium.clients.tenure import in_a_circle
from atrium.foundation.errors import Refusal
from atrium.organisations import current
from atrium.organisations.founding import found
from atrium.organisations.models import Member
from atrium.testing.processes import Outcome, run_at_once
from atrium.timeline.models import Act
from atrium.timeline.undoing import undo

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 8
ROUNDS = 4


@pytest.fixture
def alice() -> Iterator[Member]:
    """Alice, whose organisation is entered; what she has is committed, for others to see."""
    alice = found("Acme", email="alice@acme.example", person="Alice Ash")
    with current.entered(alice.organisation):
        yield alice


@pytest.fixture
def bakery(alice: Member) -> Client:
    return Client.add(by=alice, name="Vincent's Bakery", status=Status.objects.get(is_default=True))


@pytest.fixture
def links(bakery: Client, alice: Member) -> list[Link]:
    people = [Contact.add(by=alice, given_name=f"Ann {n}") for n in range(WRITERS)]
    return [Link.make(bakery, person, by=alice) for person in people]


def work(what: str, organisation: int, *arguments: object) -> None:
    with current.entered(organisation):
        alice = Member.objects.select_related("organisation").get()
        globals()[f"_{what}"](alice, *arguments)


def at_once(what: str, alice: Member, *of_each: tuple[object, ...]) -> list[str]:
    outcomes: list[Outcome] = run_at_once(
        work, [(what, alice.organisation_id, *each) for each in of_each]
    )
    return sorted(outcome.error for outcome in outcomes if outcome.error)


def _link(key: int) -> Link:
    return Link.objects.select_related("client", "contact").get(pk=key)


def _come_and_go(alice: Member, key: int) -> None:
    """Become primary, leave, come back by an undo or anew."""
    for turn in range(ROUNDS):
        link = _link(key)
        link.make_primary(by=alice)
        link.end(by=alice)
        if turn % 2:
            undo(
                Act.objects.filter(label=f"Delinked {link.contact} from {link.client}").latest(
                    "id"
                ),
                by=alice,
            )
        else:
            key = Link.make(link.client, link.contact, by=alice).pk


def test_r09_exactly_one_is_primary_while_contacts_come_and_go(
    alice: Member, bakery: Client, links: list[Link]
) -> None:
    errors = at_once("come_and_go", alice, *[(link.pk,) for link in links])

    # Who was made primary meanwhile keeps the place that an undo would have given back.
    assert {
        error for error in errors if "was delinked already" not in error and "any more" not in error
    } == set()
    assert bakery.links.filter(is_primary=True, ended_on=None).count() == 1
    assert bakery.links.current().count() >= 1


def _report(alice: Member, key: int, above: int) -> None:
    try:
        _link(key).report_to(_link(above), by=alice)
    except Refusal as error:
        if error.field != "reports_to":
            raise


def test_j15_a_ring_cannot_be_closed_by_all_at_once(
    alice: Member, bakery: Client, links: list[Link]
) -> None:
    ring = [(link.pk, links[(n + 1) % WRITERS].pk) for n, link in enumerate(links)]

    assert at_once("report", alice, *ring) == []

    above = dict(bakery.links.current().values_list("pk", "reports_to"))
    assert in_a_circle(above) is None
    assert sum(key is not None for key in above.values()) == WRITERS - 1


def _take_back(alice: Member, act: int) -> None:
    try:
        undo(Act.objects.get(pk=act), by=alice)
    except Refusal as error:
        if "themselves" not in str(error):
            raise


def _either(alice: Member, what: str, *arguments: int) -> None:
    globals()[f"_{what}"](alice, *arguments)


def test_j15_an_undo_beside_a_change_closes_no_circle(
    alice: Member, bakery: Client, links: list[Link]
) -> None:
    ann, ben = links[:2]
    ann.report_to(ben, by=alice)
    ann.report_to(None, by=alice)
    act = Act.objects.latest("id").pk

    errors = at_once("either", alice, ("take_back", act), ("report", ben.pk, ann.pk))

    assert errors == []
    assert in_a_circle(dict(bakery.links.current().values_list("pk", "reports_to"))) is None


def _assign(alice: Member, client: int, *contacts: int) -> None:
    people = [Contact.objects.get(pk=key) for key in contacts]
    Link.make_several(Client.objects.get(pk=client), people, by=alice)


def test_r08_the_same_people_are_assigned_once_however_many_do_it(
    alice: Member, bakery: Client, links: list[Link]
) -> None:
    status = Status.objects.get(is_default=True)
    second = Client.add(by=alice, name="Second", status=status)
    third = Client.add(by=alice, name="Third", status=status)
    keys = [link.contact_id for link in links]
    orders = [
        (second.pk, *keys),
        (third.pk, *reversed(keys)),
        (second.pk, *reversed(keys)),
        (third.pk, *keys),
    ]

    assert at_once("assign", alice, *orders * 2) == []

    for client in (second, third):
        assert client.links.current().count() == WRITERS
        assert client.links.filter(is_primary=True).count() == 1
