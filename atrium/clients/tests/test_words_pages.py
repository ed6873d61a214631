"""The settings pages of the organisation's own words, and who may open them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from atrium.clients.models import (
    Client,
    Contact,
    ContactRole,
    Industry,
    Link,
    Location,
    LocationType,
    Point,
    RelationKind,
    Status,
    Tag,
    TeamRole,
)
from atrium.clients.reach.asking import reach
from atrium.clients.reach.words import Channel, Purpose
from atrium.clients.words_urls import SLUGS
from atrium.organisations.models import Member, Organisation
from atrium.timeline.models import Act, Change

HTMX = {"HX-Request": "true"}
NEW = {
    "statuses": (Status, {"label": "Paused", "tone": "warn"}),
    "tags": (Tag, {"label": "Wholesale", "hue": "4"}),
    "location-types": (LocationType, {"label": "Depot", "icon": "warehouse"}),
    "contact-roles": (ContactRole, {"label": "Press"}),
    "relation-kinds": (RelationKind, {"label": "Sponsor"}),
    "team-roles": (TeamRole, {"label": "Auditor"}),
    "industries": (Industry, {"label": "Pub trade"}),
}


def url(slug: str, rest: str = "") -> str:
    return f"/acme/settings/{slug}/{rest}"


@pytest.mark.parametrize("slug", SLUGS)
def test_a_word_is_added_changed_and_removed_and_each_can_be_undone(
    slug: str, as_alice: Browser
) -> None:
    model, data = NEW[slug]

    answer = as_alice.post(url(slug, "add/"), data, headers=HTMX)
    term = model.objects.get(label=data["label"])
    assert data["label"] in answer.text
    assert f"/acme/acts/{Act.objects.latest('id').pk}/undo/" in answer.text

    as_alice.post(url(slug, f"{term.pk}/"), data | {"label": "Renamed"}, headers=HTMX)
    assert model.objects.get(pk=term.pk).label == "Renamed"

    other = model.objects.exclude(pk=term.pk).first()
    into = {"into": other.pk} if other else {"confirmed": "on"}
    as_alice.post(url(slug, f"{term.pk}/remove/"), into, headers=HTMX)
    assert not model.objects.filter(pk=term.pk).exists()

    as_alice.post(f"/acme/acts/{Act.objects.latest('id').pk}/undo/")
    assert model.objects.get(pk=term.pk).label == "Renamed"


@pytest.mark.parametrize("slug", SLUGS)
def test_only_those_who_may_change_the_words_do(
    slug: str, as_bob: Browser, as_charlie: Browser, visitor: Browser, alice: Member
) -> None:
    model, data = NEW[slug]
    term = model.add(by=alice, **data)
    before = Change.objects.count()
    paths = ["", "add/", f"{term.pk}/", f"{term.pk}/remove/"]
    posts = [*paths[1:], "order/", f"{term.pk}/move/"]

    for browser, status in ((as_bob, 403), (as_charlie, 404), (visitor, 302)):
        assert [browser.get(url(slug, p)).status_code for p in paths] == [status] * 4
        got = [browser.post(url(slug, p), data | {"into": term.pk}).status_code for p in posts]
        assert got == [status] * 5
    assert Change.objects.count() == before


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_not_there_is_not_found(slug: str, as_alice: Browser) -> None:
    for key in (987654, 2**70):
        assert as_alice.get(url(slug, f"{key}/")).status_code == 404
        assert as_alice.post(url(slug, f"{key}/remove/")).status_code == 404


@pytest.mark.parametrize("slug", SLUGS)
def test_bad_input_is_told_at_its_field(slug: str, as_alice: Browser) -> None:
    model, data = NEW[slug]
    model.objects.count()
    as_alice.post(url(slug, "add/"), data)

    twice = as_alice.post(url(slug, "add/"), data, headers=HTMX)
    empty = as_alice.post(url(slug, "add/"), data | {"label": " "}, headers=HTMX)
    odd = {name: "¿" for name in data if name != "label"} | {"label": "Other"}

    assert (twice.status_code, empty.status_code) == (422, 422)
    assert "already" in twice.text
    assert "Give it a name." in empty.text
    if len(odd) > 1:
        assert as_alice.post(url(slug, "add/"), odd, headers=HTMX).status_code == 422


def test_r02_the_order_the_default_and_the_places_change(
    acme: Organisation, as_alice: Browser
) -> None:
    keys = list(Status.objects.values_list("pk", flat=True))

    as_alice.post(
        url("statuses", "order/"), {"order": ",".join(map(str, [*keys[::-1], "x", 99999]))}
    )
    assert list(Status.objects.values_list("pk", flat=True)) == keys[::-1]

    as_alice.post(url("statuses", f"{keys[0]}/move/"), {"up": "1"})
    assert list(Status.objects.values_list("pk", flat=True))[-2:] == [keys[0], keys[1]]

    as_alice.post(url("statuses", f"{keys[0]}/default/"))
    assert Status.objects.get(is_default=True).pk == keys[0]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_list_of_three_more_words_costs_no_more_statements(
    slug: str, as_alice: Browser, alice: Member
) -> None:
    model, data = NEW[slug]
    model.add(by=alice, **data)
    as_alice.get(url(slug))

    with CaptureQueriesContext(connection) as few:
        as_alice.get(url(slug))
    for number in range(3):
        model.add(by=alice, **data | {"label": f"Word {number}"})
    with CaptureQueriesContext(connection) as many:
        assert "Word 2" in as_alice.get(url(slug)).text

    assert len(many) == len(few)


def test_j10_j11_statuses_say_whether_they_close_and_roles_what_they_are_reached_for(
    as_alice: Browser, alice: Member, bakery: Client
) -> None:
    form = {"label": "On the moon", "tone": "info", "is_closed": "on"}
    assert as_alice.post(url("statuses", "add/"), form).status_code == 302
    moon = Status.objects.get(label="On the moon")
    assert (moon.is_closed, moon.tone) == (True, "info")
    assert "Closed" in as_alice.get(url("statuses")).text
    as_alice.post(url("statuses", f"{moon.pk}/"), {"label": "On the moon", "tone": "bad"})
    moon.refresh_from_db()
    assert (moon.is_closed, moon.tone) == (False, "bad")
    pays = {"label": "Pays the bills", "reached_for": "billing"}
    assert as_alice.post(url("contact-roles", "add/"), pays).status_code == 302
    role = ContactRole.objects.get(label="Pays the bills")
    link = Link.make(bakery, Contact.add(by=alice, given_name="Mina"), by=alice)
    Link.make(bakery, Contact.add(by=alice, given_name="Ada"), by=alice)
    link.edit(by=alice, roles=[role])
    Point.add(link.contact, by=alice, kind="email", text="mina@bar.example")
    alice.organisation.notice_lexicon()
    bakery.organisation = alice.organisation
    answer = reach(bakery, Purpose.BILLING, at=now())
    [first] = answer.reached
    assert (first.party.name, first.party.as_what) == ("Mina", "Has the role Pays the bills")


def test_j11_a_letter_goes_to_the_type_that_receives_it_whatever_its_name(
    as_alice: Browser, alice: Member, bakery: Client
) -> None:
    for label, receives in (("Poste restante", "letters"), ("Buchhaltung", "bills"), ("Shop", "")):
        form = {"label": label, "icon": "mailbox", "receives": receives}
        assert as_alice.post(url("location-types", "add/"), form).status_code == 302
        kind = LocationType.objects.get(label=label)
        Location.add(bakery, by=alice, type=kind, street=f"1 {label}", city="Leeds", country="GB")
    assert "Bills" in as_alice.get(url("location-types")).text
    alice.organisation.notice_lexicon()
    bakery.organisation = alice.organisation

    def posted(purpose: Purpose) -> str:
        answer = reach(bakery, purpose, at=now(), channels=frozenset({Channel.POST}))
        return answer.reached[0].address

    assert "1 Poste restante" in posted(Purpose.STATUS)
    assert "1 Buchhaltung" in posted(Purpose.BILLING)
