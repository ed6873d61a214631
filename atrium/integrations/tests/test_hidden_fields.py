"""V06: a field for admins is nowhere for staff: no page, list, search, export or operation tells of it.

Alice keeps three such fields, one that everyone has to fill in and nobody did; Bob works at Acme.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from atrium.clients.models import Client, Contact, Field, Link, Rule
from atrium.clients.search import search
from atrium.conftest import NewMember
from atrium.imports.exporting import columns_of, records
from atrium.integrations.tests.conftest import EVERYTHING, Program, token_of
from atrium.integrations.tests.one_of_each import one_of_each
from atrium.integrations.tests.test_access import filled, operations
from atrium.integrations.tests.test_side_channels import LISTING, assert_silent
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Role
from atrium.organisations.tests.test_walk import ORGANISATION, urls

if TYPE_CHECKING:
    from typing import Any

HIDDEN: dict[str, Any] = {"min_role": "admin", "filterable": True, "searched": True}
BY = ("by.field.zanzibar.has=zan", "by.field.zanzibar.empty=no", "sort=field.zanzibar", "q=zanz")


@pytest.fixture
def secret(bakery: Client, alice: Member) -> Client:
    """The bakery with a text, a file and a gap that are for admins, and Mina with a text."""
    text = Field.add(by=alice, label="Zanzibar", **HIDDEN)
    paper = Field.add(by=alice, label="Zanzibar paper", type="file", **HIDDEN)
    gap = Field.add(by=alice, label="Zanzibar gap", required=True, on_new=True)
    Rule.add(by=alice, condition="all", value="", requirement="field", target=gap.key, weight=9)
    gap.edit(by=alice, **HIDDEN)
    of_people = Field.add(by=alice, label="Zanzibar person", subject="contact", **HIDDEN)
    file = SimpleUploadedFile("zanzibar.txt", b"zanzibar")
    kept = str(paper.files.model.add(paper, by=alice, file=file).public_id)
    for said in ("Zanzibar one", "Zanzibar two"):
        bakery.edit(by=alice, fields={text: said, paper: kept})
    mina = Contact.add(by=alice, given_name="Mina", family_name="Patel")
    Link.make(bakery, mina, by=alice)
    mina.edit(by=alice, fields={of_people: "Zanzibar"})
    alice.organisation.notice_lexicon()
    return bakery


def test_v06_no_page_list_search_or_export_tells_of_a_hidden_field(
    secret: Client, as_bob: Browser, bob: Member, as_alice: Browser, new_member: NewMember
) -> None:
    assert "Zanzibar two" in as_alice.get("/acme/clients/1/").content.decode()
    mina = Contact.objects.get()
    people = [f"/acme/contacts/{mina.public_id}/{rest}" for rest in ("", "history/")]
    places = [*urls(ORGANISATION - {"clients-bulk-run"}), *people]
    tabs = ("contacts", "tasks", "locations", "notes", "relations", "account", "history")
    places += [f"/acme/clients/1/{tab}/" for tab in tabs]
    for url in places:
        assert_silent(url, as_bob.get(url))
    for url in urls(LISTING):
        for asked in BY:
            if "zanz" not in as_bob.get(url).content.decode().lower():
                shown = as_bob.get(f"{url}?{asked}")
                text = shown.content.decode().lower()
                assert "zanzibar one" not in text
                assert "zanzibar two" not in text
    bob.list_columns = ["field.zanzibar"]
    bob.save()
    everyone = as_bob.get("/acme/clients/?view=table")
    assert_silent("a column that Bob wrote into his choice", everyone)
    for condition in BY[:3]:
        narrowed, unknown = (
            "Vincent" in as_bob.get(f"/acme/clients/?{asked}").content.decode()
            for asked in (condition, condition.replace("zanzibar", "nothing"))
        )
        assert narrowed == unknown, "a hidden field is as one that is not there"
    for query in ("zanzibar", "zanzibar two"):
        assert search(bob, query).hits == []
    manager = new_member("Mo Moss", Role.MANAGER)
    assert "zanz" not in f"{columns_of(manager)}{list(records(manager))}".lower()


@pytest.mark.once
def test_v06_no_operation_of_the_api_tells_of_a_hidden_field(
    secret: Client, bob: Member, alice: Member, acme: Organisation
) -> None:
    program = Program(token_of(bob, EVERYTHING))
    ids = one_of_each(acme, alice, secret) | {
        "contact_id": Contact.objects.earliest("id").public_id
    }
    for method, path, _told in operations():
        if method == "GET":
            assert_silent(path, program.ask(method, filled(path, ids)))
    for asked in BY[:3]:
        refused = program.ask("GET", f"/clients?{asked}")
        assert refused.status_code == 422
        assert "two" not in refused.text.lower()
    assert program.ask("POST", "/search", {"q": "zanzibar"}).json()["items"] == []
    new = program.ask("POST", "/clients", {"name": "Otter Books"})
    assert_silent("a client that lacks what Bob may not know", new)
