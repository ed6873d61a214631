"""V06: a plain detail that a role may not change stays as it is, by every door there is.

Alice lets admins alone change the industry and the name; Mo is a manager, who sees both, imports and merges.
"""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from atrium.clients.detail_locks import LOCKABLE, locked_for, settle
from atrium.clients.models import Client, Merge
from atrium.clients.setting import settables
from atrium.configuration.document import written
from atrium.configuration.plan import take_in
from atrium.conftest import NewClient, NewMember
from atrium.foundation.errors import Refusal
from atrium.imports.tests.test_import_fields import imported
from atrium.integrations.tests.conftest import EVERYTHING, Program, token_of
from atrium.integrations.tests.test_locked_fields import HX, browser_of
from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.organisations.permissions import Role
from atrium.timeline.models import Act
from atrium.timeline.undoing import undo

PAGE = "/acme/settings/details/"
LOCKS = {"industry": "admin", "name": "admin"}


@pytest.fixture
def mo(new_member: NewMember) -> Member:
    """Mo, a manager."""
    return new_member("Mo Moss", Role.MANAGER)


@pytest.fixture
def locked(bakery: Client, alice: Member, mo: Member) -> Client:
    """The bakery, whose industry and name are for admins."""
    bakery.edit(by=alice, industry="Bakeries")
    settle(LOCKS, by=alice)
    mo.organisation.refresh_from_db()
    bakery.refresh_from_db()
    return bakery


def stands(client: Client) -> tuple[str, str]:
    client.refresh_from_db()
    return str(client.name), str(client.industry)


AS_IT_WAS = ("Vincent's Bakery", "Bakeries")


def test_v06_the_page_shows_it_and_lets_nobody_below_change_it(
    locked: Client, mo: Member, as_alice: Browser
) -> None:
    browser = browser_of(mo)
    pages = {
        who: one.get("/acme/clients/1/").text for who, one in (("mo", browser), ("al", as_alice))
    }
    assert "Bakeries" in pages["mo"]
    for name, opens in (("industry", (False, True)), ("about", (True, True))):
        mark = f'id="detail-{name}-open"'
        assert (mark in pages["mo"], mark in pages["al"]) == opens
    place = "/acme/clients/1/details/industry/"
    assert browser.get(f"{place}?edit", headers=HX).status_code == 403
    sent = {"value": "Bars", "was": "Bakeries"}
    assert browser.post(place, sent, headers=HX).status_code == 403
    assert as_alice.post(place, sent, headers=HX).status_code == 200
    assert stands(locked)[1] == "Bars"


def test_v06_no_verb_bulk_or_merge_changes_it(
    locked: Client, mo: Member, alice: Member, new_client: NewClient
) -> None:
    assert locked_for(mo) == frozenset(LOCKS)
    assert locked_for(alice) == locked_for(None) == frozenset()
    with pytest.raises(Refusal, match="does not let you change Industry") as refusal:
        locked.edit(by=mo, industry="Bars")
    assert refusal.value.field == "industry"
    assert not locked.edit(by=mo, industry="Bakeries"), "what it says already may be said"
    assert locked.edit(by=mo, about="Rye")
    assert ("industry" in settables(mo), "industry" in settables(alice)) == (False, True)
    twin = new_client("Vincents Bakery")
    twin.edit(by=alice, industry="Bars")
    with pytest.raises(Refusal, match="may not change the industry"):
        Merge.perform(keep=locked, absorb=[twin], by=mo, picks={"industry": twin.pk})
    assert stands(locked) == AS_IT_WAS


def test_v06_an_import_leaves_it_alone_and_says_so(locked: Client, mo: Member) -> None:
    Client.objects.filter(pk=locked.pk).update(external_id="A1")
    text = b"ID,Company,Industry,Language\nA1,Vincent Ltd,Bars,German\n"
    one = imported(text, mo, mode="update")
    assert stands(locked) == AS_IT_WAS
    assert Client.objects.get(pk=locked.pk).language == "de"
    row = one.rows_of_file.get()
    assert ["Industry", "Industry is not for your role; it is left as it is.", True] in row.problems
    assert [label for label, _, _ in row.differences] == ["Language"]


def test_v06_programs_read_it_and_are_refused_at_it(locked: Client, mo: Member) -> None:
    program = Program(token_of(mo, EVERYTHING))
    path = f"/clients/{locked.public_id}"
    assert program.ask("GET", path).json()["industry"] == "Bakeries"
    sent = program.ask("PATCH", path, {"industry": "Bars"})
    assert (sent.status_code, sent.json()["errors"][0]["field"]) == (422, "industry")
    assert program.ask("POST", "/clients", {"name": "New"}).status_code == 201
    sent = program.ask("POST", "/clients", {"name": "Other", "industry": "Bars"})
    assert sent.status_code == 422
    assert not Client.objects.filter(name="Other").exists()
    assert stands(locked) == AS_IT_WAS


def test_v06_nobody_below_takes_back_what_was_said_in_it(
    locked: Client, mo: Member, alice: Member
) -> None:
    locked.edit(by=alice, industry="Bars")
    act = Act.objects.order_by("-id")[0]
    program = Program(token_of(mo, EVERYTHING))
    assert program.ask("POST", f"/acts/{act.pk}/undo").status_code == 409
    assert browser_of(mo).post(f"/acme/acts/{act.pk}/undo/", headers=HX).status_code == 409
    assert stands(locked)[1] == "Bars"
    undo(act, by=alice)
    assert stands(locked) == AS_IT_WAS


def test_v06_admins_say_who_changes_what_and_nobody_lets_themselves(
    bakery: Client, mo: Member, alice: Member, as_alice: Browser
) -> None:
    sent = dict.fromkeys(LOCKABLE, "viewer")
    page = as_alice.get(PAGE)
    assert "legal_name" not in page.context["form"].fields
    assert as_alice.post(PAGE, sent | {"industry": "owner", "since": "admin"}).status_code == 302
    alice.organisation.refresh_from_db()
    assert alice.organisation.detail_roles == {"industry": "owner", "since": "admin"}
    assert "industry: owner, since: admin" in as_alice.get("/acme/settings/log/").text
    assert as_alice.post(PAGE, sent | {"industry": "king"}).status_code == 422
    assert browser_of(mo).get(PAGE).status_code == 403
    mo.organisation.refresh_from_db()
    with pytest.raises(Refusal, match="Industry is not for your role"):
        settle({"since": "admin"}, by=mo)
    with pytest.raises(Refusal, match="“fax” is no detail that can be locked"):
        settle({"fax": "admin"}, by=alice)
    with pytest.raises(Refusal, match="There is no role king"):
        settle({"about": "king"}, by=alice)


def test_v06_who_changes_what_is_part_of_the_configuration(
    bakery: Client, alice: Member, charlie: Member
) -> None:
    settle(LOCKS, by=alice)
    document = written(alice)
    assert document["parts"]["details"] == {"detail_roles": LOCKS}
    with current.entered(charlie.organisation):
        take_in(document, by=charlie)
        charlie.organisation.refresh_from_db()
        assert written(charlie)["parts"]["details"] == document["parts"]["details"]
        document["parts"]["details"] = {"detail_roles": {"fax": "admin"}}
        lines = take_in(document, by=charlie).worth_telling
        [line] = [line for line in lines if line.part.slug == "details"]
        assert "“fax” is no detail that can be locked" in line.told
        assert written(charlie)["parts"]["details"] == {"detail_roles": LOCKS}
