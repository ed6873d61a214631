"""The files of a demo organisation: contracts with versions, reports, tables, pictures, in folders and loose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw
from xlsxwriter import Workbook

from atrium.clients.models import Client
from atrium.demo.papers import pdf
from atrium.documents.models import (
    Agreement,
    Content,
    DocumentKind,
    File,
    FileVersion,
    Folder,
    Opening,
)
from atrium.documents.models.document_kind import FIRST
from atrium.foundation.formats.names import fold
from atrium.organisations.models import Member

MOST = 10
# What such a file is the paper of.
AGREED = {
    "Framework agreement.pdf": "framework",
    "Data protection terms.docx": "data",
    "Service contract 2026.pdf": "service",
}
_WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
_MAIL = (
    "From: {name} <office@client.example>\nTo: you@here.example\nSubject: Keys and access\n"
    "Date: Mon, 16 Nov 2026 09:12:00 +0000\n\nThe key hangs at the desk. The gate code changed on Friday.\n"
)
# Name, kind, folder, days ago, days until it expires, tags, shared.
PAPERS: tuple[tuple[str, str, str, int, int | None, str, bool], ...] = (
    ("Framework agreement.pdf", "Agreement", "Contracts", 320, 21, "signed", True),
    ("Service contract 2026.pdf", "Contract", "Contracts", 210, 140, "signed, 2026", True),
    ("Data protection terms.docx", "Contract", "Contracts", 180, None, "draft", False),
    ("Insurance certificate.pdf", "Certificate", "Certificates", 350, -4, "insurance", False),
    ("Yearly report.pdf", "Report", "Reports", 30, None, "2026", True),
    ("Hours and material.xlsx", "Report", "Reports", 12, None, "", False),
    ("Front elevation.png", "Photo", "", 9, None, "site", False),
    ("Access and keys.eml", "", "", 6, None, "", False),
    ("Meeting notes.txt", "", "", 2, None, "", False),
)


def file_away(members: dict[str, Member], clients: dict[int, Client]) -> None:
    """Files for the first clients, many for the second one; the queue makes their pictures."""
    kinds = {
        label: DocumentKind.objects.create(label=label, label_key=fold(label), position=place)
        for place, label in enumerate(FIRST)
    }
    authors = [member for member in members.values() if member.role != "viewer"]
    for turn, number in enumerate(sorted(clients)[:MOST]):
        some = PAPERS if number == 2 else PAPERS[turn % 4 :: 3]  # noqa: PLR2004 - the busiest client
        _Cabinet(clients[number], authors, kinds).fill(some)


class _Cabinet:
    """The files of one client."""

    def __init__(
        self, client: Client, authors: list[Member], kinds: dict[str, DocumentKind]
    ) -> None:
        self.client, self.authors, self.kinds = client, authors, kinds
        self.folders: dict[str, Folder] = {}

    def fill(self, papers: Any) -> None:
        files = [self._file(turn, paper) for turn, paper in enumerate(papers)]
        Opening.objects.bulk_create(
            Opening(file=file, member=self.authors[0], opened_at=file.changed_at)
            for file in files[:4]
        )

    def _file(self, turn: int, paper: Any) -> File:
        name, kind, folder, ago, until, tags, shared = paper
        author, at = self.authors[turn % len(self.authors)], timezone.now() - timedelta(days=ago)
        drafts = list(_drafts(name, self.client.name))
        contents = [Content.of(ContentFile(data, name)) for data in drafts]
        today = self.client.organisation.today()
        day = today + timedelta(days=until) if until is not None else None
        file: File = File.objects.create(
            client=self.client,
            folder=self._folder(folder, author),
            name=name,
            name_key=fold(name),
            kind=self.kinds.get(kind),
            tags=tags,
            visibility="shared" if shared else "internal",
            expires_on=day,
            remind_on=day - timedelta(days=30) if day else None,
            reminded_at=at if day else None,
            content=contents[-1],
            number=len(contents),
            added_by=author,
            added_at=at,
            changed_at=at + timedelta(days=len(contents) - 1),
        )
        FileVersion.objects.bulk_create(
            FileVersion(
                file=file,
                number=number,
                name=name,
                content=content,
                note="" if number == 1 else "With the changes that were agreed",
                added_by=author,
                added_at=at + timedelta(days=number - 1),
            )
            for number, content in enumerate(contents, 1)
        )
        if name in AGREED:
            Agreement.objects.create(
                client=self.client,
                kind=AGREED[name],
                signed_on=at.date(),
                valid_until=day,
                file=file,
                added_by=author,
                added_at=at,
                reminded_at=at,
            )
        return file

    def _folder(self, name: str, author: Member) -> Folder | None:
        if not name:
            return None
        if name not in self.folders:
            self.folders[name] = Folder.objects.create(
                client=self.client, name=name, name_key=fold(name), made_by=author
            )
        return self.folders[name]


def _drafts(name: str, whose: str) -> Iterator[bytes]:
    """What the file said, version by version."""
    title = name.rpartition(".")[0]
    words = [title, "", f"Between us and {whose}.", "", "1. What is to be done", "2. What it costs"]
    match name.rpartition(".")[2]:
        case "pdf":
            yield pdf(words)
            if "agreement" in name:
                yield pdf([*words, "3. Thirty days net", "", "Signed by both"])
        case "docx":
            yield _docx([*words, "Personal data is kept for ten years."])
        case "xlsx":
            yield _xlsx()
        case "png":
            yield _picture()
        case "eml":
            yield _MAIL.format(name=whose).encode()
        case _:
            yield "\n".join([*words, "Ring before noon."]).encode()


def _docx(lines: list[str]) -> bytes:
    told = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines if "&" not in line)
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", _WORD.format(told))
    return out.getvalue()


def _xlsx() -> bytes:
    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Hours")
        for row, told in enumerate((("Work", "Hours"), ("Survey", 6), ("Scaffold", 14))):
            sheet.write_row(row, 0, told)
    return out.getvalue()


def _picture() -> bytes:
    """A house front, drawn."""
    picture = Image.new("RGB", (1200, 800), (208, 222, 232))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 600, 1200, 800), fill=(178, 190, 170))
    draw.rectangle((260, 250, 940, 660), fill=(196, 140, 108))
    draw.polygon(((220, 250), (600, 80), (980, 250)), fill=(94, 82, 84))
    for left in (330, 530, 730):
        draw.rectangle((left, 330, left + 120, 460), fill=(240, 240, 228))
    draw.rectangle((540, 510, 660, 660), fill=(70, 88, 84))
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
