"""The list of people, and the page of one (R07, R08, R10, X06)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from atrium.clients import lexicon
from atrium.clients.models import Client, Contact, Link, Point
from atrium.organisations.models import Member, Organisation

HTMX = {"HX-Request": "true"}
LIST = "/acme/contacts/"
TAB = "/acme/clients/1/contacts/"


@pytest.fixture
def ann(alice: Member) -> Contact:
    return Contact.add(by=alice, given_name="Ann", family_name="Oak")


@pytest.fixture
def ben(alice: Member) -> Contact:
    return Contact.add(by=alice, given_name="Ben", family_name="Elm")


@pytest.fixture
def secret(new_client: Callable[..., Client], alice: Member) -> Client:
    secret = new_client("Secret Society")
    secret.restrict(by=alice, to_team=True)
    return secret


def page_of(person: Contact) -> str:
    return f"{LIST}{person.public_id}/"


def test_r07_the_list_shows_clients_roles_and_reach(
    acme: Organisation, bakery: Client, alice: Member, ann: Contact, ben: Contact, as_vera: Browser
) -> None:
    role = next(iter(lexicon.of(acme).contact_roles.values()))
    Link.make(bakery, ann, by=alice, job_title="Baker", roles=[role])
    Point.add(ann, by=alice, kind="email", text="ann@bakery.example")

    everyone = as_vera.get(LIST).text
    assert all(
        w in everyone for w in ("Ann Oak", "Baker", role.label, "ann@bakery.example", "2 contacts")
    )
    assert "Ben Elm" not in as_vera.get(f"{LIST}?role={role.pk}").text
    assert "Ann Oak" not in as_vera.get(f"{LIST}?view=none").text
    assert "Ben Elm" not in as_vera.get(f"{LIST}?q=ann").text
    assert "Nobody fits" in as_vera.get(f"{LIST}?q=zzz").text


def test_r07_the_list_goes_on_by_place_and_comes_back(alice: Member, as_vera: Browser) -> None:
    for n in range(120):
        Contact.add(by=alice, given_name=f"Ann {n:03}")
    page = as_vera.get(LIST)
    seen = [line.person.name for line in page.context["people"].lines]
    for _ in range(2):
        page = as_vera.get(f"{LIST}?{page.context['people'].next}")
        seen += [line.person.name for line in page.context["people"].lines]

    assert seen == [f"Ann {n:03}" for n in range(120)]
    back = as_vera.get(f"{LIST}?{page.context['people'].previous}").context["people"]
    assert [line.person.name for line in back.lines] == seen[50:100]


@pytest.mark.parametrize(
    "query",
    [
        "after=x",
        "after=99999999999999999999-a",
        "before=-",
        "role=999999999999999999999",
        "view=x",
        "q=%00",
    ],
)
def test_r07_an_odd_address_shows_the_list(ann: Contact, as_vera: Browser, query: str) -> None:
    assert "Ann Oak" in as_vera.get(f"{LIST}?{query}").text


def test_r07_the_list_costs_the_same_for_one_and_for_many(
    bakery: Client, alice: Member, as_vera: Browser
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            as_vera.get(LIST)
        return len(queries)

    Link.make(bakery, Contact.add(by=alice, given_name="Ann"), by=alice)
    as_vera.get(LIST)
    one = count()
    for n in range(5):
        Link.make(bakery, Contact.add(by=alice, given_name=f"Ben {n}"), by=alice)

    assert count() == one


def test_r08_a_person_is_added_without_a_client_and_then_to_one(
    bakery: Client, as_bob: Browser
) -> None:
    form = {"given_name": "Mina", "family_name": "Patel", "email": "mina@bar.example"}
    answer = as_bob.post(f"{LIST}new/", form)

    mina = Contact.objects.get(name="Mina Patel")
    assert answer["Location"] == page_of(mina)
    assert mina.points.get().value == "mina@bar.example"
    as_bob.post(f"{page_of(mina)}clients/add/", {"client": bakery.number, "job_title": "Baker"})
    assert [str(link) for link in mina.links.all()] == ["Mina Patel of Vincent's Bakery"]
    again = as_bob.post(f"{page_of(mina)}clients/add/", {"client": bakery.number})
    assert again.status_code == 422
    assert "is a contact of Vincent&#x27;s Bakery already" in again.text


def test_r07_a_wrong_address_leaves_nobody_behind(acme: Organisation, as_bob: Browser) -> None:
    answer = as_bob.post(f"{LIST}new/", {"given_name": "Mina", "email": "mina@"})

    assert answer.status_code == 422
    assert 'value="mina@"' in answer.text
    assert not Contact.objects.exists()


def test_x06_the_page_shows_all_clients_with_the_roles_of_the_time(
    acme: Organisation,
    bakery: Client,
    new_client: Callable[..., Client],
    alice: Member,
    ann: Contact,
    as_vera: Browser,
) -> None:
    billing = next(r for r in lexicon.of(acme).contact_roles.values() if r.label == "Billing")
    past = Link.make(
        bakery, ann, by=alice, job_title="Bookkeeper", roles=[billing], began_on=date(2021, 3, 1)
    )
    past.end(by=alice, on=date(2023, 5, 1))
    Link.make(new_client("Second"), ann, by=alice, job_title="Director")

    text = as_vera.get(page_of(ann)).text

    assert all(
        w in text
        for w in ("Second", "Director", "Was Bookkeeper", "Billing", "2021\N{EN DASH}2023")
    )
    assert text.index("Director") < text.index("Was Bookkeeper")


def test_x06_what_happened_is_told_once_for_several_clients(
    bakery: Client, new_client: Callable[..., Client], alice: Member, ann: Contact, as_vera: Browser
) -> None:
    for client in (bakery, new_client("Second")):
        Link.make(client, ann, by=alice)
    ann.edit(by=alice, language="de")
    Point.add(ann, by=alice, kind="phone", text="0117 496 0183")

    text = as_vera.get(page_of(ann)).text

    assert text.count("language is now de") == 1
    assert text.count("added the phone") == 1


def test_r08_a_restricted_client_shows_nowhere_on_the_page_of_a_person(
    bakery: Client,
    secret: Client,
    alice: Member,
    ann: Contact,
    ben: Contact,
    as_bob: Browser,
) -> None:
    Link.make(bakery, ann, by=alice)
    for person in (ann, ben):
        Link.make(secret, person, by=alice, job_title="Grand Master")

    for url in (
        page_of(ann),
        LIST,
        f"{LIST}?q=ann",
        "/acme/contacts/find/?q=ann",
        TAB,
        f"{page_of(ann)}clients/add/",
    ):
        text = as_bob.get(url).text
        assert "Secret Society" not in text, url
        assert "Grand Master" not in text, url
    assert as_bob.get(page_of(ben)).status_code == 404
    assert as_bob.post(f"{page_of(ben)}archive/").status_code == 404
    assert "Ben Elm" not in as_bob.get(LIST).text
    assert as_bob.post(f"{page_of(ann)}clients/add/", {"client": secret.number}).status_code == 422


def test_r07_another_organisation_and_a_viewer_change_nobody(
    ann: Contact, as_charlie: Browser, as_vera: Browser
) -> None:
    for path in ("details/about/", "archive/", "clients/add/", "points/add/email/"):
        assert as_charlie.post(page_of(ann) + path, {"value": "x"}).status_code == 404
        assert as_vera.post(page_of(ann) + path, {"value": "x"}).status_code == 403
    assert as_charlie.get(page_of(ann)).status_code == 404
    assert as_vera.get(f"{LIST}99999999999999999999999/").status_code == 404


def test_r07_details_are_edited_in_place_and_a_conflict_is_shown(
    alice: Member, ann: Contact, as_bob: Browser
) -> None:
    url = f"{page_of(ann)}details/about/"
    saved = as_bob.post(url, {"value": "Early riser", "was": ""}, headers=HTMX)
    assert "Early riser" in saved.text

    ann.refresh_from_db()
    ann.edit(by=alice, about="Late riser")
    clash = as_bob.post(url, {"value": "No riser", "was": "Early riser"}, headers=HTMX)

    assert clash.status_code == 422
    assert all(w in clash.text for w in ("Late riser", "No riser", "Early riser"))
    ann.refresh_from_db()
    assert ann.about == "Late riser"
    assert (
        as_bob.post(
            f"{page_of(ann)}details/given_name/", {"value": "x" * 200, "was": "Ann"}, headers=HTMX
        ).status_code
        == 422
    )
    assert as_bob.get(f"{page_of(ann)}details/nothing/").status_code == 404


def test_r07_points_of_a_person_are_edited_in_place(ann: Contact, as_bob: Browser) -> None:
    base = f"{page_of(ann)}points/"
    as_bob.post(f"{base}add/email/", {"value": "ann@bar.example", "label": "Work"}, headers=HTMX)
    as_bob.post(f"{base}add/email/", {"value": "ann@home.example", "preferred": "on"}, headers=HTMX)
    wrong = as_bob.post(f"{base}add/email/", {"value": "ann@"}, headers=HTMX)
    assert wrong.status_code == 422

    second = ann.points.get(preferred=True)
    assert second.value == "ann@home.example"
    as_bob.delete(f"{base}{second.public_id}/", headers=HTMX)
    assert [(p.value, p.preferred) for p in ann.points.all()] == [("ann@bar.example", True)]


def test_r10_a_person_is_archived_from_their_page_and_found_in_the_archive(
    ann: Contact, as_bob: Browser
) -> None:
    as_bob.post(f"{page_of(ann)}archive/", {"archive": "1"}, follow=True)
    assert "Ann Oak" not in as_bob.get(LIST).text
    assert "Ann Oak" in as_bob.get(f"{LIST}?view=archived").text
    assert "Archived" in as_bob.get(page_of(ann)).text

    as_bob.post(f"{page_of(ann)}archive/", {"restore": "1"})
    assert "Ann Oak" in as_bob.get(LIST).text


def test_c01_strange_names_are_inert(bakery: Client, alice: Member, as_bob: Browser) -> None:
    name = "<script>alert(1)</script>\"'><img src=x>"
    person = Contact.add(by=alice, given_name=name)
    Link.make(bakery, person, by=alice, job_title=name)

    for url in (LIST, page_of(person), TAB, f"{TAB}?view=tree", "/acme/contacts/find/?q=script"):
        text = as_bob.get(url).text
        assert "<script>alert" not in text, url
        assert "<img src=x" not in text, url
