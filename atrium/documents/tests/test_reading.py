"""What is seen and found of a file, and hostile files (R15, C14, X07)."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.base import ContentFile
from django.test import Client as Browser
from PIL import Image

from atrium.clients.models import Client
from atrium.demo.papers import pdf
from atrium.documents.models import Content, File, Reading
from atrium.documents.shelf import Shelf
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member


def docx(xml: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml)
    return out.getvalue()


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), (200, 100, 50)).save(out, "PNG")
    return out.getvalue()


def add(client: Client, by: Member, data: bytes, name: str) -> File:
    file = File.add(client, ContentFile(data, name), by=by)
    file.refresh_from_db()
    return file


@pytest.fixture
def queue(django_capture_on_commit_callbacks: Any) -> Any:
    """The queue does its work at the end of the block."""
    return django_capture_on_commit_callbacks(execute=True)


def test_x07_words_inside_are_found_on_the_tab_and_in_the_story(
    bakery: Client, alice: Member, as_alice: Browser, queue: Any
) -> None:
    with queue:
        add(bakery, alice, pdf(["Zinc roof"]), "a.pdf")
        add(bakery, alice, docx(b"<w:t xmlns:w='w'>Copper gutter</w:t>"), "b.docx")
        add(bakery, alice, b"From: a@b.example\nSubject: Brass tap\n\nHello", "c.eml")
    File.objects.get(name="a.pdf").edit(by=alice, tags="roofing")

    found = {
        q: [line.file.name for line in Shelf.read(bakery, alice, {"q": q}).lines]
        for q in ("zinc", "Copper gut", "brass", "roofing", "c.eml", "nickel", '"', "*")
    }
    assert found == {
        "zinc": ["a.pdf"],
        "Copper gut": ["b.docx"],
        "brass": ["c.eml"],
        "roofing": ["a.pdf"],
        "c.eml": ["c.eml"],
        "nickel": [],
        '"': [],
        "*": [],
    }
    told = as_alice.get(f"/acme/clients/{bakery.number}/?q=zinc").text
    assert "a.pdf" in told
    assert "b.docx" not in told
    every = as_alice.get("/acme/documents/?q=copper").text
    assert "b.docx" in every
    assert "a.pdf" not in every


def test_r15_pages_and_pictures_are_drawn_anew(
    bakery: Client, alice: Member, as_alice: Browser, queue: Any
) -> None:
    with queue:
        paper = add(bakery, alice, pdf(["Zinc roof"]), "a.pdf")
        photo = add(bakery, alice, picture(), "b.png")
    for file in (paper, photo):
        page = as_alice.get(f"/acme/clients/{bakery.number}/files/{file.public_id}/")
        assert "file-sheet" in page.text
        sheet = as_alice.get(f"/acme/clients/{bakery.number}/files/{file.public_id}/sheets/1/")
        assert sheet["Content-Type"] == "image/webp"
        assert Image.open(BytesIO(sheet.content)).format == "WEBP"
        missing = f"/acme/clients/{bakery.number}/files/{file.public_id}/sheets/2/"
        assert as_alice.get(missing).status_code == 404


def test_r15_hostile_files_are_inert(
    bakery: Client, alice: Member, as_alice: Browser, queue: Any
) -> None:
    script = b"<script>alert(1)</script>"
    bomb = docx(b"<w:t xmlns:w='w'>" + b"a" * 100_000_000 + b"</w:t>")
    laughs = docx(b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>')
    hostile = {
        "logo.svg": b"<svg xmlns='http://www.w3.org/2000/svg'>" + script + b"</svg>",
        "page.html": b"<!doctype html>" + script,
        "both.gif": b"GIF89a/*" + script + b"*/",
        "broken.pdf": b"%PDF-1.7 " + script,
        "huge.png": _png(60_000, 60_000),
        "bomb.docx": bomb,
        "laughs.docx": laughs,
        "cut.docx": docx(b"<w:t xmlns:w='w'>half")[:-30],
    }
    with queue:
        files = [add(bakery, alice, data, name) for name, data in hostile.items()]
    for file, data in zip(files, hostile.values(), strict=True):
        got = as_alice.get(f"/acme/clients/{bakery.number}/files/{file.public_id}/content/")
        assert b"".join(got) == data
        assert got["Content-Disposition"].startswith("attachment")
        assert got["X-Content-Type-Options"] == "nosniff"
        assert got["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert got["Content-Type"] not in {"text/html", "image/svg+xml"}
        assert file.name.partition(".")[0] not in file.content.stored_as
        page = as_alice.get(f"/acme/clients/{bakery.number}/files/{file.public_id}/").text
        assert "<script>alert" not in page
    read_as = {f.name: f.content.reading for f in File.objects.select_related("content")}
    failed = {name for name, how in read_as.items() if how == Reading.FAILED}
    assert failed == {"both.gif", "broken.pdf", "huge.png", "laughs.docx"}
    assert Content.objects.get(reading=Reading.DONE, text__startswith="aaaa").text == "a" * 300_000


def test_r15_names_are_cleaned_and_nothing_is_refused(bakery: Client, alice: Member) -> None:
    names = {
        "../../etc/passwd": "passwd",
        "C:\\temp\\a.txt": "a.txt",
        "invoice\u202efdp.exe": "invoicefdp.exe",
        "a\x00b\r\n.txt": "ab.txt",
        "   ": "file",
    }
    for turn, (name, clean) in enumerate(names.items()):
        upload = ContentFile(f"{turn}".encode())
        assert File.add(bakery, upload, by=alice, name=name).name == clean
    with pytest.raises(Refusal, match="empty"):
        File.add(bakery, ContentFile(b"", "none.txt"), by=alice)


def test_r15_a_virus_is_neither_shown_nor_handed_out(
    bakery: Client, alice: Member, as_alice: Browser
) -> None:
    file = File.add(bakery, ContentFile(b"X5O!", "eicar.txt"), by=alice)
    Content.objects.update(reading=Reading.HARMFUL)
    home = f"/acme/clients/{bakery.number}/files/{file.public_id}/"
    assert as_alice.get(f"{home}content/").status_code == 409
    assert "A virus was found" in as_alice.get(home).text


def _png(width: int, height: int) -> bytes:
    """A picture that says it has so many pixels, in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)

    head = width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
