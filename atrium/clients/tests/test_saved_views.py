"""Saved views: kept, shared, pinned, changed and taken away (J02, C13)."""

from __future__ import annotations

import re

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client, Field, SavedView, Tag, ViewPin
from atrium.conftest import NewClient
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member, Team
from atrium.timeline.settings_log import Asked

LIST = "/acme/clients/"
VIEWS = f"{LIST}views/"


@pytest.fixture
def abc(new_client: NewClient, alice: Member) -> list[Client]:
    clients = [new_client(name) for name in ("Ash", "Birch", "Cedar")]
    Tag.objects.get(label="VIP").put_on(clients[0], by=alice)
    Tag.objects.get(label="VIP").put_on(clients[2], by=alice)
    return clients


def names(browser: Browser, url: str) -> list[str]:
    page = browser.get(url, follow=True)
    assert page.status_code == 200
    return re.findall(r'dir="auto">([^<]+)</a><span class="code', page.text)


def save(browser: Browser, here: str, **data: object) -> SavedView:
    answer = browser.post(f"{VIEWS}new/", {"here": here, "sharing": "private", **data})
    assert answer.status_code == 302, answer.text
    found: SavedView = SavedView.objects.latest("id")
    return found


def test_j02_a_list_is_saved_with_conditions_order_columns_and_look_and_opens_so(
    as_alice: Browser, abc: list[Client], alice: Member
) -> None:
    alice.prefers(list_columns=["status", "created"])
    vip = Tag.objects.get(label="VIP")
    here = f"tag={vip.pk}&sort=-name&where=any(name.is:ash,name.is:cedar)"
    view = save(as_alice, here, label="Very important", look="cards")
    alice.prefers(list_columns=["email"], list_style="table")

    page = as_alice.get(f"{LIST}?view={view.pk}").text
    assert names(as_alice, f"{LIST}?view={view.pk}") == ["Cedar", "Ash"]
    assert ("<h1>Very important</h1>" in page, "client-card" in page) == (True, True)
    assert re.findall(r'<div data-col="(\w+)"', page)[:2] == ["status", "created"]
    assert "Changed" not in page

    narrower = as_alice.get(f"{LIST}?view={view.pk}&where=name.is:ash").text
    assert ("Changed" in narrower, "1 of 3 clients" in narrower) == (True, True)
    as_alice.post(f"{VIEWS}{view.pk}/keep/", {"here": f"view={view.pk}&where=name.is:ash"})
    assert names(as_alice, f"{LIST}?view={view.pk}") == ["Ash"]
    assert names(as_alice, f"{LIST}?view={view.pk}&where=all()") == ["Cedar", "Birch", "Ash"]


def test_j02_a_view_is_private_until_it_is_shared_with_teams_or_everybody(  # noqa: PLR0913, PLR0917 - each person is a fixture
    as_alice: Browser, as_bob: Browser, as_vera: Browser, as_charlie: Browser,
    abc: list[Client], alice: Member, bob: Member,
) -> None:  # fmt: skip
    view = save(as_alice, "sort=-name", label="Mine")
    own, theirs = f"{LIST}?view={view.pk}", f"{VIEWS}{view.pk}/"
    seen = [names(b, own)[0] for b in (as_alice, as_bob, as_vera)]
    assert seen == ["Cedar", "Ash", "Ash"], "an unknown view is the list of all"
    assert as_bob.get(theirs).status_code == 404

    north = Team.make("North", by=alice)
    north.take_in(bob, by=alice)
    told = {"label": "Ours", "sharing": "teams", "teams": [north.pk]}
    assert as_alice.post(theirs, told).status_code == 302
    assert [names(b, own)[0] for b in (as_alice, as_bob, as_vera)] == ["Cedar", "Cedar", "Ash"]
    with pytest.raises(Refusal, match="saved views are opened"):
        north.disband(by=alice)

    as_alice.post(theirs, {"label": "Ours", "sharing": "everyone"})
    assert [names(b, own)[0] for b in (as_alice, as_bob, as_vera)] == ["Cedar"] * 3
    assert as_bob.post(theirs, {"label": "Bob's"}).status_code == 409, "staff change their own only"
    for deed in ("keep/", "remove/"):
        assert as_bob.post(f"{theirs}{deed}").status_code == 409
    assert "Ours" in as_bob.get(VIEWS).text
    for path in ("", "keep/", "copy/", "remove/", "restore/", "pin/", "first/"):
        assert as_charlie.post(f"{theirs}{path}").status_code == 404
    assert as_charlie.get(VIEWS).status_code == 404

    copied = as_vera.post(f"{theirs}copy/")
    mine = SavedView.objects.latest("id")
    assert copied["Location"] == f"{LIST}?view={mine.pk}"
    assert (mine.label, mine.owner.name, mine.sharing) == ("Ours copy", "Vera Vine", "private")
    wished = {"here": "", "label": "For all", "sharing": "everyone"}
    as_bob.post(f"{VIEWS}new/", wished)
    assert SavedView.objects.latest("id").sharing == "private", "staff cannot share"


def test_j02_views_are_pinned_open_first_and_come_back_after_removal(
    as_bob: Browser, abc: list[Client], bob: Member
) -> None:
    view = save(as_bob, "where=name.is:birch", label="Birches")
    at = f"{VIEWS}{view.pk}/"
    assert ViewPin.objects.filter(member=bob, view=view).exists(), "what one saves is in the tabs"
    as_bob.post(f"{at}first/")
    assert names(as_bob, LIST) == ["Birch"]
    assert names(as_bob, f"{LIST}?view=all") == ["Ash", "Birch", "Cedar"]
    second = save(as_bob, "where=name.is:ash", label="Ashes")
    as_bob.post(f"{VIEWS}{second.pk}/first/")
    assert names(as_bob, LIST) == ["Ash"]
    as_bob.post(f"{VIEWS}{second.pk}/pin/", {"off": "1"})
    assert len(names(as_bob, LIST)) == 3

    removed = as_bob.post(f"{at}remove/", follow=True)
    assert f'data-undo="{at}restore/"' in removed.text
    assert as_bob.get(at).status_code == 404
    assert names(as_bob, f"{LIST}?view={view.pk}") == ["Ash", "Birch", "Cedar"]
    as_bob.post(f"{at}restore/")
    assert names(as_bob, f"{LIST}?view={view.pk}") == ["Birch"]
    twice = as_bob.post(f"{VIEWS}new/", {"here": "", "label": "birches"})
    assert (twice.status_code, "called birches already" in twice.text) == (422, True)


def test_j02_a_view_that_asks_for_what_is_gone_says_so_and_opens(
    as_alice: Browser, as_bob: Browser, abc: list[Client], alice: Member
) -> None:
    fee = Field.add(by=alice, label="Fee", type="number", filterable=True, min_role="manager")
    Field.objects.update(keyed=True)
    alice.organisation.forget_lexicon()
    vip = Tag.objects.get(label="VIP")
    here = f"where=any(tag.is:{vip.pk},field.fee.empty)"
    view = save(as_alice, here, label="Free or very important", sharing="everyone")
    assert len(names(as_alice, f"{LIST}?view={view.pk}")) == 3
    page = as_bob.get(f"{LIST}?view={view.pk}").text
    assert "Unknown field" in page
    # As a word: the letters alone may stand in a token by chance.
    assert not re.search(r"\bFee\b", page), "a hidden field has no name"
    assert names(as_bob, f"{LIST}?view={view.pk}") == ["Ash", "Cedar"]

    vip.retire(by=alice)
    fee.retire(by=alice)
    alice.organisation.forget_lexicon()
    lost = as_alice.get(f"{LIST}?view={view.pk}").text
    assert "cannot be answered any more" in lost
    assert "Tags: there is no" in lost
    assert "Asks for something that is gone" in as_alice.get(VIEWS).text
    assert as_alice.get(f"{LIST}filter/?view={view.pk}").status_code == 200


def test_j02_columns_and_look_chosen_in_a_view_are_the_views(
    as_alice: Browser, as_bob: Browser, abc: list[Client], alice: Member, bob: Member
) -> None:
    view = save(as_alice, "", label="All", sharing="everyone")
    here = {"view": view.pk, "back": f"view={view.pk}"}
    as_alice.post(f"{LIST}preferences/", here | {"columns": "1", "column": ["email", "town"]})
    as_alice.post(f"{LIST}preferences/", here | {"style": "cards"})
    view.refresh_from_db()
    assert (view.columns, view.look) == (["email", "town"], "cards")
    assert as_bob.post(f"{LIST}preferences/", here | {"style": "table"}).status_code == 409
    bob.refresh_from_db()
    assert (bob.list_style, bob.list_columns) == ("", [])


def test_j02_the_settings_log_tells_shared_views_and_keeps_private_ones_to_themselves(
    as_alice: Browser, as_bob: Browser, alice: Member, abc: list[Client]
) -> None:
    save(as_bob, "", label="Bob's secret plan")
    shared = save(as_alice, "", label="Ours", sharing="everyone")
    as_alice.post(f"{VIEWS}{shared.pk}/", {"label": "All of ours", "sharing": "everyone"})
    log = [entry.act.label for entry in Asked(what="shared-views").page(alice).entries]
    assert log[:3] == [
        "Renamed the view Ours to All of ours", "Saved the view Ours", "Saved a view of their own",
    ]  # fmt: skip


def test_j02_a_name_whose_letters_are_written_out_long_is_kept(alice: Member) -> None:
    name = "\ufdfa" * 30
    assert SavedView.save_as(by=alice, label=name).label == name
    with pytest.raises(Refusal):
        SavedView.save_as(by=alice, label=name)
