"""Pictures in notes: read by content, drawn anew, seen by who may read the note, cleaned away."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.utils import timezone
from PIL import Image as Picture

from atrium.clients.models import Client
from atrium.conftest import NewClient
from atrium.conversations.models import Image, Note
from atrium.conversations.tasks import drop_orphans, empty_bin
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member

IMAGES = "/acme/clients/1/notes/images/"


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Any) -> None:
    storages = settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path}}
    }
    settings.STORAGES = storages


def drawn(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    out = BytesIO()
    Picture.new("RGB", size, "teal").save(out, kind, **options)
    return out.getvalue()


def bomb() -> bytes:
    """81 million pixels of one bit each, which take no time to draw."""
    out = BytesIO()
    Picture.new("1", (9000, 9000)).save(out, "PNG")
    return out.getvalue()


def put(browser: Browser, content: bytes, name: str = "oven.png") -> Any:
    return browser.post(IMAGES, {"file": SimpleUploadedFile(name, content, "image/png")})


def shown_in(browser: Browser, src: str, alt: str = "The oven") -> Note:
    answer = browser.post(
        "/acme/clients/1/notes/new/", {"html": f'<p><img src="{src}" alt="{alt}"></p>'}
    )
    assert answer.status_code == 302
    note: Note = Note.objects.latest("id")
    return note


def test_r13_a_picture_is_put_into_a_note_and_seen_with_it(
    bakery: Client, as_bob: Browser, as_vera: Browser
) -> None:
    src = put(as_bob, drawn()).json()["src"]
    assert as_vera.get(src).status_code == 404, "no note shows it yet"
    note = shown_in(as_bob, src, alt='"> <script>x</script>')
    image = Image.objects.get()
    assert (image.note, image.content_type, image.width, image.height) == (
        note,
        "image/png",
        40,
        30,
    )
    assert note.html.startswith(f'<p><img src="image:{image.public_id}" alt="')
    assert "<script" not in note.html
    page = as_vera.get("/acme/clients/1/notes/").content.decode()
    assert f'<img src="{src}" alt="' in page

    answer = as_vera.get(src)
    assert answer.status_code == 200
    assert Picture.open(BytesIO(answer.getvalue())).size == (40, 30)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"].startswith("attachment;")


def test_r13_a_picture_is_found_only_through_its_own_client(
    bakery: Client,
    new_client: NewClient,
    alice: Member,
    as_alice: Browser,
    as_bob: Browser,
    as_charlie: Browser,
) -> None:
    src = put(as_alice, drawn()).json()["src"]
    shown_in(as_alice, src)
    new_client("Otter Books")
    assert as_charlie.get(src).status_code == 404
    assert as_alice.get(src.replace("/1/", "/2/")).status_code == 404
    assert as_bob.get(src).status_code == 200
    bakery.restrict(by=alice, to_team=True)
    assert as_bob.get(src).status_code == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "no picture"),
        (b"<html><script>alert(1)</script>", "no picture"),
        (b"", "no picture"),
        (drawn()[:60], "no picture"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * (10 * 1024 * 1024), "larger than 10 MB"),
        (drawn("BMP"), "no picture"),
        (bomb(), "too many pixels"),
    ],
    ids=["svg", "html", "empty", "torn", "large", "bmp", "bomb"],
)
def test_r13_what_is_no_picture_is_refused_whatever_it_is_called(
    bakery: Client, as_bob: Browser, content: bytes, words: str
) -> None:
    answer = put(as_bob, content, "harmless.png")
    assert answer.status_code == 422
    assert words in answer.json()["detail"]
    assert not Image.objects.exists()


def test_r13_a_picture_is_drawn_anew_upright_and_without_its_place(
    bakery: Client, bob: Member
) -> None:
    exif = Picture.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Secret camera"
    data = drawn("JPEG", (3000, 1000), exif=exif) + b"<script>alert(1)</script>"
    image = Image.add(bakery, by=bob, file=BytesIO(data))
    kept = image.read()
    assert (image.width, image.height) == (800, 2400)
    assert b"Secret camera" not in kept
    assert b"<script>" not in kept
    assert not dict(Picture.open(BytesIO(kept)).getexif())


def test_r13_a_picture_that_is_not_the_writers_to_show_is_refused(
    bakery: Client, new_client: NewClient, alice: Member, bob: Member
) -> None:
    elsewhere = Image.add(new_client("Otter Books"), by=alice, file=BytesIO(drawn()))
    for image, by in (
        (elsewhere, alice),
        (Image.add(bakery, by=bob, file=BytesIO(drawn())), alice),
    ):
        with pytest.raises(Refusal, match="cannot be used here"):
            Note.write(bakery, by=by, html=f'<p>x<img src="image:{image.public_id}"></p>')
    assert not Note.objects.exists()


def test_r13_a_note_with_a_picture_is_edited_and_keeps_it(bakery: Client, as_bob: Browser) -> None:
    note = shown_in(as_bob, put(as_bob, drawn()).json()["src"])
    url = f"/acme/clients/1/notes/{note.public_id}/"
    answer = as_bob.post(
        url, {"html": note.shown.replace("<p>", "<p>New "), "version": note.version}
    )
    assert answer.status_code == 302
    before = note.html
    note.refresh_from_db()
    assert note.html == before.replace("<p>", "<p>New ")


def test_r13_pictures_that_no_note_took_are_cleaned_away(
    bakery: Client, bob: Member, as_bob: Browser, django_capture_on_commit_callbacks: Any
) -> None:
    shown_in(as_bob, put(as_bob, drawn()).json()["src"])
    put(as_bob, drawn())
    used, orphan = Image.objects.order_by("id")
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        with django_capture_on_commit_callbacks(execute=True):
            drop_orphans.func()
        assert list(Image.objects.all()) == [used]
        assert not default_storage.exists(orphan.stored_as)
        Note.objects.get().bin(by=bob)
    with (
        time_machine.travel(timezone.now() + timedelta(days=32)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        empty_bin.func()
    assert not Image.objects.exists()
    assert not default_storage.exists(used.stored_as)
