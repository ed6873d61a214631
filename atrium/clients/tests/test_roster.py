"""The Contacts tab of a client (R07-R10, J15, J17, X06)."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client as Browser

from atrium.clients import lexicon
from atrium.clients.models import Client, Contact, Link, Point
from atrium.organisations.models import Member, Organisation
from atrium.timeline.models import Act
from atrium.timeline.undoing import undo

HTMX = {"HX-Request": "true"}
LIST = "/acme/contacts/"
TAB = "/acme/clients/1/contacts/"


@pytest.fixture
def ann(alice: Member) -> Contact:
    return Contact.add(by=alice, given_name="Ann", family_name="Oak")


@pytest.fixture
def ben(alice: Member) -> Contact:
    return Contact.add(by=alice, given_name="Ben", family_name="Elm")


def test_r07_the_tab_lists_all_contacts_and_the_panel_the_first(
    bakery: Client, alice: Member, as_vera: Browser
) -> None:
    for n in range(60):
        Link.make(bakery, Contact.add(by=alice, given_name=f"Ann {n:02}"), by=alice)

    whole = as_vera.get("/acme/clients/1/").text
    assert "All 60 contacts" in whole
    assert "Ann 05" in whole
    assert "Ann 06" not in whole.partition('id="contacts"')[2].partition("</section>")[0]
    tab = as_vera.get(TAB, headers={**HTMX, "HX-Target": "section#client-main"}).text
    assert tab.count('class="roster-row"') == 60
    assert as_vera.get(f"{TAB}?q=ann+07").text.count('class="roster-row"') == 1


def test_j15_the_tree_is_drawn(
    bakery: Client, alice: Member, ann: Contact, ben: Contact, as_bob: Browser
) -> None:
    top, below = (Link.make(bakery, person, by=alice) for person in (ann, ben))

    as_bob.post(
        f"{TAB}{below.public_id}/reports-to/", {"reports_to": str(top.public_id)}, headers=HTMX
    )

    tree = as_bob.get(f"{TAB}?view=tree").text
    assert tree.index("Ann Oak", tree.index("people-tree")) < tree.index(
        "Ben Elm", tree.index("people-tree")
    )
    assert "reports to Ann Oak" in as_bob.get(TAB).text
    circle = as_bob.post(
        f"{TAB}{top.public_id}/reports-to/", {"reports_to": str(below.public_id)}, headers=HTMX
    )
    assert circle.status_code == 409


def test_j17_several_get_a_role_and_several_are_delinked_with_one_undo(
    acme: Organisation, bakery: Client, alice: Member, ann: Contact, ben: Contact, as_alice: Browser
) -> None:
    links = [Link.make(bakery, person, by=alice) for person in (ann, ben)]
    role = next(iter(lexicon.of(acme).contact_roles.values()))
    chosen = {"selected": [str(link.public_id) for link in links]}

    as_alice.post(f"{TAB}several/", {**chosen, "deed": "role", "role": role.pk}, headers=HTMX)
    assert role.given.count() == 2
    as_alice.post(f"{TAB}several/", {**chosen, "deed": "delink"}, headers=HTMX)
    assert not bakery.links.current().exists()

    undo(Act.objects.latest("id"), by=alice)
    assert {str(link.contact) for link in bakery.links.current()} == {"Ann Oak", "Ben Elm"}
    assert bakery.links.get(is_primary=True).contact == ann
    assert as_alice.post(f"{TAB}several/", {"selected": ["x"]}, headers=HTMX).status_code == 404
    assert as_alice.post(f"{TAB}several/", {"deed": "delink"}, headers=HTMX).status_code == 409


def test_r19_addresses_are_copied_and_who_has_none_is_named(
    bakery: Client, alice: Member, ann: Contact, ben: Contact, as_vera: Browser
) -> None:
    links = [Link.make(bakery, person, by=alice) for person in (ann, ben)]
    Point.add(ann, by=alice, kind="email", text="ann@bakery.example")
    chosen = "&".join(f"selected={link.public_id}" for link in links)

    text = as_vera.get(f"{TAB}addresses/?{chosen}").text

    assert "Ann Oak &lt;ann@bakery.example&gt;" in text
    assert "Without an e-mail address: Ben Elm" in text


def test_x06_past_contacts_are_shown_and_their_dates_mended(
    bakery: Client, alice: Member, ann: Contact, as_bob: Browser
) -> None:
    link = Link.make(bakery, ann, by=alice, job_title="Bookkeeper", began_on=date(2021, 3, 1))
    link.end(by=alice, on=date(2022, 5, 1))
    url = f"{TAB}{link.public_id}/past/"

    wrong = as_bob.post(url, {"began_on": "2023-01-01", "ended_on": "2022-05-01"}, headers=HTMX)
    assert wrong.status_code == 422
    as_bob.post(
        url,
        {"job_title": "Bookkeeper", "began_on": "2020-01-01", "ended_on": "2022-05-01"},
        headers=HTMX,
    )

    text = as_bob.get(TAB).text
    assert "Past contacts" in text
    assert "2020\N{EN DASH}2022" in text


def test_r08_those_who_could_not_be_assigned_are_named(
    bakery: Client, alice: Member, ann: Contact, ben: Contact, as_bob: Browser
) -> None:
    Link.make(bakery, ann, by=alice)
    both = {"contact": [str(p.public_id) for p in (ann, ben)]}

    answer = as_bob.post(f"{TAB}assign/", both, headers=HTMX)
    assert "Ben Elm assigned. Ann Oak is a contact of Vincent&#x27;s Bakery already." in answer.text
    again = as_bob.post(f"{TAB}assign/", both, headers=HTMX)
    assert again.status_code == 422
    assert "Ben Elm is a contact of" in again.text


def test_x06_from_and_whom_they_report_to_are_set_in_the_dialog(
    bakery: Client, alice: Member, ann: Contact, as_bob: Browser
) -> None:
    top = Link.make(bakery, ann, by=alice)
    form = {"given_name": "Cat", "began_on": "2020-02-03", "reports_to": str(top.public_id)}

    as_bob.post(f"{TAB}add/", form, headers=HTMX)

    cat = bakery.links.get(contact__name="Cat")
    assert (cat.began_on, cat.reports_to) == (date(2020, 2, 3), top)
    as_bob.post(
        f"{TAB}{cat.public_id}/", {"given_name": "Cat", "began_on": "2020-02-04"}, headers=HTMX
    )
    cat.refresh_from_db()
    assert (cat.began_on, cat.reports_to) == (date(2020, 2, 4), None)
