"""V06: a field that a role sees and may not change stays as it is, by every door there is.

Alice lets admins alone change the credit rating; Mo is a manager, who sees it, imports and merges.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from atrium.clients import fields
from atrium.clients.history.moment import Moment
from atrium.clients.models import Client, Contact, Field, Link, Merge
from atrium.clients.models.type_change import purge
from atrium.clients.setting import settables
from atrium.conftest import NewClient, NewMember
from atrium.foundation.errors import Refusal
from atrium.imports.exporting import columns_of
from atrium.imports.targets import choices_for
from atrium.imports.tests.test_import_fields import imported
from atrium.integrations.tests.conftest import EVERYTHING, Program, token_of
from atrium.organisations.models import Member, OwnRole
from atrium.organisations.permissions import ROLES, Can, Role
from atrium.timeline.models import Act
from atrium.timeline.undoing import undo

HX: Any = {"HX-Request": "true"}


@pytest.fixture
def mo(new_member: NewMember) -> Member:
    """Mo, a manager."""
    return new_member("Mo Moss", Role.MANAGER)


@pytest.fixture
def clerk(bob: Member, alice: Member) -> Member:
    """Bob, who sets up fields and counts as staff."""
    may = ROLES[Role.MANAGER] | {Can.LEXICON_EDIT, Can.ORGANISATION_EDIT}
    bob.change_role(OwnRole.make("Clerk", base=Role.STAFF, permissions=may, by=alice), by=alice)
    return bob


@pytest.fixture
def rating(bakery: Client, alice: Member) -> Field:
    """The credit rating of the bakery, and that of Mina who stands with it: A."""
    field = Field.add(by=alice, label="Credit rating", edit_role="admin", filterable=True)
    person = Field.add(by=alice, label="Trust", subject="contact", edit_role="admin", on_new=True)
    bakery.edit(by=alice, fields={field: "A"})
    mina = Contact.add(by=alice, given_name="Mina", family_name="Patel")
    Link.make(bakery, mina, by=alice)
    mina.edit(by=alice, fields={person: "A"})
    alice.organisation.notice_lexicon()
    return field


def stands(bakery: Client) -> str:
    bakery.refresh_from_db()
    return str(bakery.extra.get("credit_rating"))


def browser_of(member: Member) -> Browser:
    browser = Browser()
    browser.force_login(member.user)
    return browser


def test_v06_the_page_shows_it_and_lets_nobody_below_change_it(
    bakery: Client, rating: Field, mo: Member, as_alice: Browser
) -> None:
    browser = browser_of(mo)
    pages = {
        who: one.get("/acme/clients/1/").text for who, one in (("mo", browser), ("al", as_alice))
    }
    opens = 'id="field-credit_rating-open"'
    assert "Credit rating" in pages["mo"]
    assert (opens in pages["mo"], opens in pages["al"]) == (False, True)
    place = "/acme/clients/1/fields/credit_rating/"
    assert browser.get(f"{place}?edit", headers=HX).status_code == 403
    assert browser.post(place, {"value": "B", "was": '"A"'}, headers=HX).status_code == 403
    assert as_alice.post(place, {"value": "A+", "was": '"A"'}, headers=HX).status_code == 200
    assert stands(bakery) == "A+"
    link = Link.objects.get()
    form = browser.get(f"/acme/clients/1/contacts/{link.public_id}/", headers=HX)
    assert "Trust" not in form.text
    assert "Trust" not in browser.get("/acme/clients/1/contacts/new/", headers=HX).text


def test_v06_no_verb_form_bulk_import_or_merge_changes_it(
    bakery: Client, rating: Field, mo: Member, alice: Member, new_client: NewClient
) -> None:
    mo.organisation.notice_lexicon()
    assert [f.key for f in fields.seen_by(mo)][-1:] == ["credit_rating"]
    assert rating not in fields.changed_by(mo)
    with pytest.raises(Refusal, match="does not let you change Credit rating"):
        bakery.edit(by=mo, fields={rating: "B"})
    assert ("field.credit_rating" in settables(mo), "field.credit_rating" in settables(alice)) == (
        False,
        True,
    )
    assert "field:credit_rating" not in dict(choices_for(mo))
    assert "Credit rating" in columns_of(mo), "it is read, so it is exported"
    with pytest.raises(Refusal, match="not for your role"):
        rating.edit(by=mo, edit_role="viewer")
    with pytest.raises(Refusal, match="not for your role"):
        rating.retire(by=mo)
    twin = new_client("Vincents Bakery", fields={rating: "C"})
    with pytest.raises(Refusal, match="may not change the credit rating"):
        Merge.perform(keep=bakery, absorb=[twin], by=mo, picks={"field.credit_rating": twin.pk})
    assert stands(bakery) == "A"


def test_v06_an_import_leaves_it_alone(bakery: Client, rating: Field, mo: Member) -> None:
    mo.organisation.notice_lexicon()
    imported(b"Company,Credit rating\nVincent's Bakery,B\n", mo, mode="update")
    assert stands(bakery) == "A"


def test_v06_programs_read_it_and_are_refused_at_it(
    bakery: Client, rating: Field, mo: Member, alice: Member
) -> None:
    program = Program(token_of(mo, EVERYTHING))
    path = f"/clients/{bakery.public_id}"
    assert program.ask("GET", path).json()["fields"]["credit_rating"] == "A"
    sent = program.ask("PATCH", path, {"fields": {"credit_rating": "B"}})
    assert (sent.status_code, sent.json()["errors"][0]["field"]) == (422, "fields.credit_rating")
    mina = Contact.objects.get()
    sent = program.ask("PATCH", f"/contacts/{mina.public_id}", {"fields": {"trust": "B"}})
    assert sent.status_code == 422
    sent = program.ask("POST", "/clients", {"name": "New", "fields": {"credit_rating": "B"}})
    assert sent.status_code == 422
    told = program.ask("GET", f"/fields/{rating.public_id}").json()
    assert (told["min_role"], told["edit_role"]) == ("viewer", "admin")
    assert stands(bakery) == "A"


def test_v06_nobody_below_takes_back_what_was_said_in_it(
    bakery: Client, rating: Field, mo: Member, alice: Member
) -> None:
    bakery.edit(by=alice, fields={rating: "B"})
    act = Act.objects.order_by("-id")[0]
    program = Program(token_of(mo, EVERYTHING))
    assert program.ask("POST", f"/acts/{act.pk}/undo").status_code == 409
    assert browser_of(mo).post(f"/acme/acts/{act.pk}/undo/", headers=HX).status_code == 409
    assert stands(bakery) == "B"
    undo(act, by=alice)
    assert stands(bakery) == "A"


def test_v06_nobody_below_restores_the_record_as_it_was_before_it_was_said(
    bakery: Client, rating: Field, mo: Member, alice: Member
) -> None:
    before = timezone.now()
    bakery.edit(by=alice, fields={rating: "B"}, name="Vincents Bakery")
    moment = Moment.of(bakery, mo, before)
    assert [difference.label for difference in moment.differences] == ["Name"]
    moment.restore(by=mo, seen=moment.newest)
    assert (stands(bakery), bakery.name) == ("B", "Vincent's Bakery")
    moment = Moment.of(bakery, alice, before)
    moment.restore(by=alice, seen=moment.newest)
    assert stands(bakery) == "A"


def test_v06_who_sets_up_fields_does_not_empty_a_locked_one(
    bakery: Client, rating: Field, clerk: Member, alice: Member
) -> None:
    browser = browser_of(clerk)
    page = browser.get("/acme/settings/fields/").text
    edit = reverse("fields-client-edit", args=["acme", rating.pk])
    assert ("Credit rating" in page, edit in page) == (True, False), (
        "told, without a way to change it"
    )
    answer = browser.post(
        reverse("fields-client-type", args=["acme", rating.pk]),
        {"type": "number", "confirmed": "on"},
    )
    assert (answer.status_code, "not for your role" in answer.text) == (422, True)
    rating.retire(by=alice)
    with pytest.raises(Refusal, match="not for your role"):
        purge(rating, by=clerk)
    with pytest.raises(Refusal, match="not for your role"):
        rating.restore(by=clerk)
    rating.restore(by=alice)
    rating.refresh_from_db()
    assert (rating.type, stands(bakery)) == ("text", "A")


def test_v06_who_sets_up_fields_learns_nothing_of_one_that_is_hidden(
    bakery: Client, rating: Field, clerk: Member, alice: Member
) -> None:
    margin = Field.add(by=alice, label="Margin", min_role="admin")
    bakery.edit(by=alice, fields={margin: "77 pct"})
    browser = browser_of(clerk)
    for page in ("fields", "log", "configuration"):
        assert "Margin" not in browser.get(f"/acme/settings/{page}/").text, page
    assert "Margin" not in Program(token_of(clerk, EVERYTHING)).ask("GET", "/audit").text
    for name in ("edit", "type", "purge"):
        url = reverse(f"fields-client-{name}", args=["acme", margin.pk])
        assert browser.get(url, {"type": "number"}).status_code == 404, name
    for name in ("retire", "restore"):
        url = reverse(f"fields-client-{name}", args=["acme", margin.pk])
        assert browser.post(url).status_code == 404, name
    moved = browser.post(reverse("fields-client-move", args=["acme", f"f{rating.pk}"]), {"up": "1"})
    assert moved.status_code == 302
    act = Act.objects.order_by("-id")[0]
    assert browser.post(f"/acme/acts/{act.pk}/undo/", headers=HX).status_code == 200, "their own"
    shown = as_seen_by(alice)
    assert ("Margin" in shown, "Credit rating" in shown) == (True, True)


def as_seen_by(member: Member) -> str:
    return browser_of(member).get("/acme/settings/fields/").text


@pytest.mark.parametrize("what", ["min_role", "edit_role"])
def test_v06_no_undo_lets_a_role_see_or_change_a_field(
    bakery: Client, clerk: Member, alice: Member, what: str
) -> None:
    margin = Field.add(by=alice, label="Margin")
    margin.edit(by=alice, **{what: "admin"})
    act = Act.objects.order_by("-id")[0]
    answer = browser_of(clerk).post(f"/acme/acts/{act.pk}/undo/", headers=HX)
    assert (answer.status_code, "not for your role" in answer.text) == (409, True)
    assert (
        Program(token_of(clerk, EVERYTHING)).ask("POST", f"/acts/{act.pk}/undo").status_code == 409
    )
    margin.refresh_from_db()
    assert getattr(margin, what) == "admin"
    undo(act, by=alice)
    margin.refresh_from_db()
    assert getattr(margin, what) == "viewer"
