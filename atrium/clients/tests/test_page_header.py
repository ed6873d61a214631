"""What is done from the header of the client page."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.test import Client as Browser

from atrium.clients import lexicon
from atrium.clients.models import (
    Client,
    Favourite,
    Flag,
    Hold,
    Tag,
)
from atrium.clients.tasks import lift_holds
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation

HTMX = {"HX-Request": "true"}
PAGE = "/acme/clients/1/"


def fresh(client: Client) -> Client:
    client.refresh_from_db()
    return client


def status_called(acme: Organisation, label: str) -> int:
    words = lexicon.of(acme).statuses
    return next(key for key, status in words.items() if status.label == label)


def test_r02_status_is_changed_in_the_header(
    acme: Organisation, bakery: Client, as_bob: Browser
) -> None:
    key = status_called(acme, "Dormant")

    answer = as_bob.post(f"{PAGE}status/", {"status": key}, headers=HTMX)

    assert fresh(bakery).status.label == "Dormant"
    assert 'id="client-header"' in answer.text
    assert "<html" not in answer.text
    assert "Status is now Dormant" in answer.text


def test_r02_without_script_the_page_comes_back(
    acme: Organisation, bakery: Client, as_bob: Browser
) -> None:
    answer = as_bob.post(f"{PAGE}status/", {"status": status_called(acme, "Lost")})

    assert (answer.status_code, answer["Location"]) == (302, PAGE)


@pytest.mark.parametrize("status", ["", "x", "99999", "9" * 40, "-1"])
def test_r02_an_unknown_status_is_not_found(bakery: Client, as_bob: Browser, status: str) -> None:
    assert as_bob.post(f"{PAGE}status/", {"status": status}).status_code == 404
    assert fresh(bakery).status.label == "Active"


def test_r03_a_tag_is_switched_on_and_off(bakery: Client, as_bob: Browser) -> None:
    tag = Tag.objects.get(label="VIP")

    as_bob.post(f"{PAGE}tags/", {"key": tag.pk}, headers=HTMX)
    assert [t.label for t in bakery.tags.all()] == ["VIP"]

    as_bob.delete(f"{PAGE}tags/{tag.pk}/", headers=HTMX)
    assert not bakery.tags.exists()


def test_r03_a_new_word_becomes_a_tag_once(bakery: Client, as_bob: Browser) -> None:
    as_bob.post(f"{PAGE}tags/", {"label": "  Sour   dough "}, headers=HTMX)
    as_bob.post(f"{PAGE}tags/", {"label": "SOUR DOUGH"}, headers=HTMX)

    assert [t.label for t in bakery.tags.all()] == ["Sour dough"]


def test_r03_no_word_is_said_at_the_field(bakery: Client, as_bob: Browser) -> None:
    answer = as_bob.post(f"{PAGE}tags/", {"label": " "}, headers=HTMX)

    assert answer.status_code == 422
    assert "Choose a tag or type a new one." in answer.text


def test_b09_b10_a_hold_shows_in_the_header_with_its_history(
    bakery: Client, as_alice: Browser
) -> None:
    answer = as_alice.post(f"{PAGE}hold/", {"reason": "unpaid"}, headers=HTMX)
    assert "On hold" in answer.text
    assert "unpaid" in answer.text

    again = as_alice.post(f"{PAGE}hold/", {"reason": "again"}, headers=HTMX)
    assert again.status_code == 409
    assert "on hold already" in again.text

    as_alice.delete(f"{PAGE}hold/", headers=HTMX)
    assert bakery.holds.get().lifted_at is not None
    assert "unpaid" in as_alice.get(f"{PAGE}holds/").text
    assert "Was on hold once" in as_alice.get(PAGE).text


def test_b09_a_hold_with_a_last_day_says_so_and_ends_by_itself(
    bakery: Client, as_alice: Browser, as_bob: Browser
) -> None:
    today = bakery.organisation.today()
    gone, last = today - timedelta(days=1), today + timedelta(days=6)
    refused = as_alice.post(f"{PAGE}hold/", {"reason": "unpaid", "until": str(gone)}, headers=HTMX)
    assert (refused.status_code, Hold.objects.count()) == (422, 0)
    assert "This day is over; choose today or a later one." in refused.text
    as_alice.post(f"{PAGE}hold/", {"reason": "unpaid", "until": str(last)}, headers=HTMX)
    assert f"On hold until {last:%-d %b}" in as_bob.get(PAGE).text
    assert f"On hold until {last:%-d %b}" in as_bob.get("/acme/clients/").text
    assert f"put the client on hold: unpaid (until {last:%-d %b %Y})" in as_bob.get(PAGE).text

    noon = datetime.combine(last, time(12), bakery.organisation.zone)
    for later, lifted in ((timedelta(0), 0), (timedelta(days=1), 1), (timedelta(days=2), 0)):
        with time_machine.travel(noon + later, tick=False), current.unscoped("as the queue"):
            assert lift_holds.call() == lifted
    assert bakery.holds.get().lift_reason == f"It was until {last:%-d %b %Y}"
    assert "It was until" in as_bob.get(f"{PAGE}holds/").text


def test_b09_needs_a_reason(bakery: Client, as_alice: Browser) -> None:
    answer = as_alice.post(f"{PAGE}hold/", {"reason": "  "}, headers=HTMX)

    assert answer.status_code == 422
    assert "Give a reason" in answer.text
    assert not Hold.objects.exists()


def test_c02_a_star_is_ones_own(
    bakery: Client, alice: Member, as_alice: Browser, as_bob: Browser
) -> None:
    as_alice.post(f"{PAGE}star/", headers=HTMX)

    assert [f.member for f in Favourite.objects.all()] == [alice]
    assert 'aria-pressed="true"' in as_alice.get(PAGE).text
    assert 'id="client-star" type="submit" aria-pressed="false"' in as_bob.get(PAGE).text

    as_alice.post(f"{PAGE}star/", {"off": "1"}, headers=HTMX)
    assert not Favourite.objects.exists()


def test_c03_a_flag_shows_its_reason_and_who(bakery: Client, as_bob: Browser) -> None:
    as_bob.post(f"{PAGE}flag/", {"reason": "Dog bites"}, headers=HTMX)
    page = as_bob.get(PAGE).text
    assert "Flag: Dog bites" in page
    assert "Flagged by Bob Birch" in page

    as_bob.delete(f"{PAGE}flag/", headers=HTMX)
    assert Flag.objects.get().cleared_at is not None


def test_b09_what_needs_attention_follows_a_hold_at_once(bakery: Client, as_alice: Browser) -> None:
    placed = as_alice.post(f"{PAGE}hold/", {"reason": "unpaid"}, headers=HTMX).text
    lifted = as_alice.delete(f"{PAGE}hold/", headers=HTMX).text

    assert "unpaid" in placed.partition('id="needs"')[2]
    assert "unpaid" not in lifted.partition('id="needs"')[2]
    assert 'id="needs" data-hx-swap-oob="outerHTML"' in lifted


def test_c02_the_sidebar_follows_a_star_at_once(bakery: Client, as_alice: Browser) -> None:
    on = as_alice.post(f"{PAGE}star/", headers=HTMX).text
    off = as_alice.post(f"{PAGE}star/", {"off": "1"}, headers=HTMX).text

    assert PAGE in on.partition('id="favourites" data-hx-swap-oob="outerHTML"')[2]
    assert 'id="favourites" data-hx-swap-oob="outerHTML"' in off
    assert PAGE not in off.partition('id="favourites"')[2]


def test_v05_the_header_follows_an_edited_detail(bakery: Client, as_bob: Browser) -> None:
    answer = as_bob.post(f"{PAGE}details/since/", {"value": "2020-02-03"}, headers=HTMX).text

    assert "Since 3 Feb 2020" in answer.partition('id="client-header"')[2]
    assert "Add tax ID" in as_bob.get(f"{PAGE}details/tax_id/", headers=HTMX).text


def test_r20_an_archived_client_offers_no_note(bakery: Client, as_alice: Browser) -> None:
    before = as_alice.get(PAGE).text
    as_alice.post(f"{PAGE}archive/", {"archive": "1"}, headers=HTMX)

    assert 'href="#note-form"' in before
    assert 'href="#note-form"' not in as_alice.get(PAGE).text
