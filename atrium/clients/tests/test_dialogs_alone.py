"""X12: what opens over a page is a page of its own where it is opened by its address, or without script."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client, Contact, Flag, Link
from atrium.organisations.models import Member

HERE = "/acme/clients/1/"
DIALOGS = "access contacts/add flag hold no-contact owner preferences reach relations/add tags"


@pytest.mark.parametrize("name", DIALOGS.split())
def test_x12_each_dialog_has_an_address(name: str, bakery: Client, as_alice: Browser) -> None:
    page = as_alice.get(f"{HERE}{name}/").text
    assert "<!doctype html>" in page
    assert "<dialog" in page
    part = as_alice.get(f"{HERE}{name}/", headers={"HX-Request": "true"}).text
    assert "<!doctype html>" not in part


def test_x12_a_dialog_without_script_does_its_work_and_says_what_does_not_fit(
    bakery: Client, as_alice: Browser
) -> None:
    wrong = as_alice.post(f"{HERE}flag/", {"reason": ""})
    assert wrong.status_code == 422
    assert "<!doctype html>" in wrong.text
    assert as_alice.post(f"{HERE}flag/", {"reason": "Pays late"}).headers["Location"] == HERE
    assert Flag.objects.get().reason == "Pays late"


def test_x12_what_opens_a_dialog_is_a_link_to_it(
    bakery: Client, alice: Member, as_alice: Browser
) -> None:
    Link.make(bakery, Contact.add(by=alice, given_name="Mina"), by=alice)
    page = as_alice.get(HERE).text
    opens = [tag.split(">")[0] for tag in page.split("<") if 'data-hx-target="#dialogs"' in tag]
    assert opens
    assert [tag for tag in opens if not tag.startswith("a ")] == []
