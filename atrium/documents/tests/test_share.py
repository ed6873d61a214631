"""Links that open one thing for who has them (R15, X09)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client as Browser
from django.utils import timezone

from atrium.clients.models import Client
from atrium.documents import public
from atrium.documents.models import File, Folder, Share
from atrium.documents.models.several import bin_files
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member
from atrium.timeline.models import Act, Event


@pytest.fixture(autouse=True)
def _fresh_rate() -> None:
    public.RATE.forget()


@pytest.fixture
def terms(bakery: Client, alice: Member) -> File:
    return File.add(bakery, ContentFile(b"Net 30", "terms.txt"), by=alice)


def week() -> Any:
    return timezone.now() + timedelta(days=7)


def path(share: Share) -> str:
    return f"/shared/{share.secret}/"


def test_r15_a_link_opens_its_file_and_nothing_around_it(
    bakery: Client, alice: Member, terms: File, visitor: Browser
) -> None:
    other = File.add(bakery, ContentFile(b"Salaries", "salaries.txt"), by=alice)
    share = Share.give(terms, by=alice, until=week())

    page = visitor.get(path(share))
    assert page.status_code == 200
    assert "terms.txt" in page.text
    assert "salaries" not in page.text
    assert page["X-Robots-Tag"].startswith("noindex")
    assert page["Referrer-Policy"] == "no-referrer"
    got = visitor.get(f"{path(share)}{terms.public_id}/")
    assert got.content == b"Net 30"
    assert got["Content-Disposition"].startswith("attachment")
    assert "sandbox" in got["Content-Security-Policy"]
    assert visitor.get(f"{path(share)}{other.public_id}/").status_code == 404
    assert share.secret.partition(".")[2] not in str(Share.objects.values().get())

    visitor.get(path(share))
    share.refresh_from_db()
    assert share.reads == 2
    assert Event.objects.filter(kind="share.opened").count() == 1, "the first time is told"

    for gone in (
        lambda: share.revoke(by=alice),
        lambda: Share.objects.update(revoked_at=None, expires_at=timezone.now()),
    ):
        gone()
        assert visitor.get(path(share)).status_code == 410
        assert visitor.get(f"{path(share)}{terms.public_id}/").status_code == 404
    assert visitor.get("/shared/1.guess/").status_code == 410
    assert visitor.get("/shared/guess/").status_code == 410


def test_r15_a_code_is_asked_for_and_cannot_be_guessed(
    alice: Member, terms: File, visitor: Browser
) -> None:
    share = Share.give(terms, by=alice, until=week(), code="rye and oats")

    assert "terms.txt" not in visitor.get(path(share)).text
    assert visitor.get(f"{path(share)}{terms.public_id}/").status_code == 404
    for _ in range(10):
        assert visitor.post(path(share), {"code": "wheat"}).status_code == 422
    late = visitor.post(path(share), {"code": "rye and oats"})
    assert "quarter of an hour" in late.text, "after ten wrong ones the right one is none either"

    Share.objects.update(tried_at=timezone.now() - timedelta(minutes=16))
    assert visitor.post(path(share), {"code": "rye and oats"}).status_code == 302
    assert visitor.get(f"{path(share)}{terms.public_id}/").content == b"Net 30"
    again = Share.give(terms, by=alice, until=week(), code="rye and oats")
    assert visitor.get(f"{path(again)}{terms.public_id}/").status_code == 404, "one code, one link"


def test_r15_a_folder_shows_what_stands_in_it(
    bakery: Client, alice: Member, terms: File, visitor: Browser
) -> None:
    outer = Folder.make(bakery, name="Contracts", by=alice)
    inner = Folder.make(bakery, name="2026", by=alice, parent=outer)
    inside = File.add(bakery, ContentFile(b"x", "inside.txt"), by=alice, folder=inner)
    share = Share.give(outer, by=alice, until=week())

    page = visitor.get(path(share)).text
    assert "inside.txt" in page
    assert "terms.txt" not in page
    bin_files(bakery, [inside], by=alice)
    assert "inside.txt" not in visitor.get(path(share)).text


def test_r15_wrong_links_are_refused(bakery: Client, alice: Member, terms: File) -> None:
    for values, field in (
        ({"until": timezone.now()}, "until"),
        ({"until": timezone.now() + timedelta(days=400)}, "until"),
        ({"until": week(), "code": "abc"}, "code"),
    ):
        with pytest.raises(Refusal) as refused:
            Share.give(terms, by=alice, **values)
        assert refused.value.field == field
    bin_files(bakery, [terms], by=alice)
    with pytest.raises(Refusal, match="bin"):
        Share.give(terms, by=alice, until=week())


def test_j20_files_of_a_client_that_one_may_not_see_are_nowhere(
    bakery: Client, alice: Member, terms: File, as_bob: Browser, as_charlie: Browser
) -> None:
    share = Share.give(terms, by=alice, until=week())
    folder = Folder.make(bakery, name="Contracts", by=alice)
    bakery.restrict(by=alice, to_team=True)
    home = f"/acme/clients/{bakery.number}"
    for browser in (as_bob, as_charlie):
        for path_in in (
            f"files/{terms.public_id}/",
            f"files/{terms.public_id}/content/",
            f"files/{terms.public_id}/edit/",
            f"folders/{folder.public_id}/",
            f"links/{terms.public_id}/file/",
            "documents/",
        ):
            assert browser.get(f"{home}/{path_in}").status_code == 404, path_in
        assert browser.post(f"{home}/links/{share.public_id}/").status_code == 404
        assert browser.post(f"{home}/uploads/", {"size": "1", "key": "k"}).status_code == 404
    for view in ("", "?view=expiring", "?q=terms", "?view=recent"):
        assert "terms.txt" not in as_bob.get(f"/acme/documents/{view}").text


def test_r15_who_may_not_share_gives_no_link(
    bakery: Client, terms: File, as_vera: Browser, as_bob: Browser
) -> None:
    url = f"/acme/clients/{bakery.number}/links/{terms.public_id}/file/"
    day = (timezone.now() + timedelta(days=7)).date().isoformat()
    assert as_vera.post(url, {"until": day}).status_code == 403
    given = as_bob.post(url, {"until": day}, headers={"HX-Request": "true"})
    assert given.status_code == 201
    assert "/shared/" in given.text
    share = Share.objects.get()
    revoke = f"/acme/clients/{bakery.number}/links/{share.public_id}/"
    assert as_vera.post(revoke).status_code == 403
    as_bob.post(revoke)
    taken_back = Act.objects.latest("id")
    assert as_bob.post(f"/acme/acts/{taken_back.pk}/undo/").status_code == 404
    assert not Share.objects.all().standing().exists()
