"""The queue of duplicates and the comparison, in the browser (J21, X02)."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from atrium.clients.duplicates.scan import look
from atrium.clients.models import Client, Different, DuplicatePair, Merge
from atrium.clients.tests import test_duplicate_pairs
from atrium.conftest import NewMember
from atrium.organisations.models import Member
from atrium.organisations.permissions import Role

twins = test_duplicate_pairs.twins
QUEUE = "/acme/duplicates/"
COMPARE = f"{QUEUE}compare/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def as_mona(new_member: NewMember) -> Browser:
    """Mona is a manager: she may merge, but does not see every client."""
    browser = Browser()
    browser.force_login(new_member("Mona Maple", Role.MANAGER).user)
    return browser


def test_j21_the_queue_shows_pairs_with_reasons_and_tells_them_apart(
    twins: list[Client],
    as_mona: Browser,
    as_bob: Browser,
    alice: Member,
) -> None:
    assert "Your clients are being compared" in as_mona.get(QUEUE).content.decode()
    look()
    page = as_mona.get(QUEUE).content.decode()
    for words in ("Certain", "the same phone", "C-0021", "C-0022", "office@mueller.example"):
        assert words in page
    assert [f'data-key="{key}"' in page for key in "mds"] == [True] * 3
    assert as_bob.get(QUEUE).status_code == 403

    pair = DuplicatePair.objects.get()
    body = {"client": [21, 22], "pair": pair.pk}
    told = as_mona.post(f"{QUEUE}different/", body, headers=HTMX).content.decode()
    assert f'id="pair-{pair.pk}"' in told
    assert "are different clients" in told
    assert "No duplicates to review" in as_mona.get(QUEUE).content.decode()
    assert "Müller Heating Ltd" in as_mona.get(f"{QUEUE}apart/").content.decode()
    said = Different.objects.get()
    assert as_mona.post(f"{QUEUE}different/{said.public_id}/again/").status_code == 302
    assert "C-0021" in as_mona.get(f"{QUEUE}?level=certain").content.decode()
    assert "C-0021" not in as_mona.get(f"{QUEUE}?level=possible").content.decode()

    twins[0].restrict(by=alice, to_team=True)
    hidden = as_mona.get(QUEUE).content.decode()
    assert "Müller" not in hidden
    assert as_mona.post(f"{QUEUE}different/", body).status_code == 404
    missing = as_mona.get(f"{COMPARE}?client=21&client=22").content.decode()
    assert "There is no client 21 that you can see" in missing
    assert "Müller Heating" not in missing


def test_x02_the_preview_shows_what_will_stand_and_the_merge_does_just_that(
    twins: list[Client],
    as_alice: Browser,
    alice: Member,
) -> None:
    twins[1].edit(by=alice, industry="Heating")
    asked = f"{COMPARE}?client=21&client=22"
    page = as_alice.get(asked).content.decode()
    assert page.count("office@mueller.example") == 1
    assert "it has this one already" in page
    assert "Merge into C-0021" in page
    chosen = as_alice.get(f"{asked}&keep=22&pick.name=21", headers=HTMX).content.decode()
    assert "Merge into C-0022" in chosen
    assert "<html" not in chosen

    body = {"client": ["21", "22"], "keep": "22", "pick.name": "21"}
    answer = as_alice.post(f"{QUEUE}merge/", body)
    assert answer["Location"] == "/acme/clients/22/"
    keep = Client.objects.get(number=22)
    assert (keep.name, keep.industry) == ("Müller Heating Ltd", "Heating")
    assert "C-0021" in as_alice.get(f"{QUEUE}merged/").content.decode()
    assert as_alice.get(asked).status_code == 200
    again = as_alice.post(f"{QUEUE}merge/", {"client": ["22", "21"]})
    assert again.status_code == 409

    merge = Merge.objects.get()
    undone = as_alice.post(f"/acme/merges/{merge.public_id}/undo/")
    assert undone["Location"] == "/acme/clients/21/"
    names = Client.objects.filter(number__in=[21, 22]).order_by("number")
    assert list(names.values_list("name", flat=True)) == ["Müller Heating Ltd", "Mueller Heatng"]


def test_j21_merges_exactly_what_was_compared_or_nothing(
    twins: list[Client], as_alice: Browser
) -> None:
    for wrong in ({"keep": "x"}, {"keep": "23"}, {"client": ["21", "22", "99"]}):
        answer = as_alice.post(
            "/acme/duplicates/merge/", {"client": ["21", "22"], "keep": "22"} | wrong
        )
        assert answer.status_code == 409, wrong
    assert Client.objects.filter(state=0, number__in=[21, 22]).count() == 2


def test_j21_from_its_own_page_to_those_it_may_be_merged_with(
    twins: list[Client],
    as_alice: Browser,
) -> None:
    answer = as_alice.get("/acme/clients/21/merge/", follow=True)
    assert "C-0022" in answer.content.decode()
    nobody = as_alice.get(f"{COMPARE}?client=99999999999999999999&keep=x&pick.name=y")
    assert "A client, by its number" in nobody.content.decode()
