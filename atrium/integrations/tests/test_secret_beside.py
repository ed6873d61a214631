"""J24: a client that one may see stands beside one that one may not; whichever way one asks, that stays unnamed.

Alice keeps "Zanzibar" for herself. The Bakery, which everybody sees, is related to it, names it and a person of it in
its fields, and has a person who stands with both.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client, Contact, Field, Link, Relation, RelationKind
from atrium.conftest import NewClient, NewMember
from atrium.imports.exporting import export
from atrium.integrations.tests.conftest import EVERYTHING, Program, token_of
from atrium.integrations.tests.test_access import operations
from atrium.integrations.tests.test_side_channels import assert_silent
from atrium.organisations.models import Member
from atrium.organisations.permissions import Role
from atrium.organisations.tests.test_walk import ORGANISATION, urls

PARTS = "relations/ history/ contacts/ activity/part/ fields/partner/?edit fields/keeper/?edit"


@pytest.fixture
def both(alice: Member, new_client: NewClient) -> Contact:
    """Who stands with number 1, the Bakery, and with number 2, the secret one."""
    bakery, secret = new_client("Bakery"), new_client("Zanzibar Trading")
    partner = Field.add(by=alice, label="Partner", type="client", filterable=True)
    keeper = Field.add(by=alice, label="Keeper", type="person", filterable=True)
    alice.organisation.forget_lexicon()
    person = Contact.add(by=alice, given_name="Zanzibar", family_name="Person")
    Link.make(secret, person, by=alice)
    bakery.edit(by=alice, fields={partner: "C-0002", keeper: str(person.public_id)})
    Relation.make(bakery, secret, by=alice, kind=RelationKind.objects.all()[0])
    ann: Contact = Contact.add(by=alice, given_name="Ann", family_name="Both")
    Link.make(bakery, ann, by=alice)
    Link.make(secret, ann, by=alice, job_title="Zanzibar boss")
    secret.restrict(by=alice, to_team=True)
    return ann


@pytest.fixture
def mona(new_member: NewMember) -> Member:
    return new_member("Mona Moss", Role.MANAGER)


@pytest.mark.once
def test_j24_no_page_names_what_stands_beside(both: Contact, mona: Member, tmp_path: Path) -> None:
    browser = Browser()
    browser.force_login(mona.user)
    columns = "?columns=field.partner&columns=field.keeper"
    beside = [f"clients/{columns}", f"contacts/{both.public_id}/", "contacts/"]
    beside += [f"clients/1/{part}" for part in PARTS.split()]
    for url in urls(ORGANISATION - {"clients-bulk-run"}) + [f"/acme/{each}" for each in beside]:
        assert_silent(url, browser.get(url, headers={"HX-Request": "true"}))
    for ending in ("csv", "jsonl", "vcf"):
        out = tmp_path / f"out.{ending}"
        export(out, by=mona)
        assert b"zanzibar" not in out.read_bytes().lower(), ending


def test_j24_no_answer_of_the_api_names_what_stands_beside(both: Contact, mona: Member) -> None:
    program = Program(token_of(mona, EVERYTHING))
    bakery = Client.objects.get(number=1)
    ids: dict[str, Any] = {"contact_id": both.public_id, "link_id": bakery.links.get().public_id}
    for method, path, _ in operations():
        if method == "GET":
            named = re.sub(r"\{(\w+)\}", lambda m: str(ids.get(m[1], bakery.public_id)), path)
            assert_silent(path, program.ask(method, named))


def test_j24_names_that_are_taken_unseen_are_free_and_not_told_apart(
    both: Contact, mona: Member
) -> None:
    browser = Browser()
    browser.force_login(mona.user)
    asked = {"name": "Zanzibar Trading", "kind": "company"}
    assert "C-0002" not in browser.get("/acme/clients/similar/", asked).text
    refused = [
        browser.post("/acme/clients/1/fields/partner/", {"value": value, "was": ""}).text
        for value in ("C-0002", "C-0009")
    ]
    known = re.compile(r"C-000\d|csrf\S+ value=\S+|name=\"\w*token\" \S+")
    assert "that you can see" in refused[0]
    assert len({re.sub(r"\s+", " ", known.sub("", text))[:200] for text in refused}) == 1
    status = Client.objects.get(number=1).status_id
    made = browser.post("/acme/clients/new/", asked | {"status": status, "owner": ""})
    assert made["Location"] == "/acme/clients/3/"
