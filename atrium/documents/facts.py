"""What the files of a client answer: as lines of a list, and as a figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.expressions import Combinable
from django.template.defaultfilters import filesizeformat
from django.utils.timezone import localtime

from atrium.clients.facts import count_of
from atrium.clients.page import Fact, Figure, Total, fact
from atrium.documents.models import Agreement, File, Folder
from atrium.documents.models.folder_checking import DEEPEST
from atrium.foundation.addresses import address
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Organisation
from atrium.organisations.permissions import Can

SOON = 30
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
# Icon, hue and word of a type, by what it begins with.
_LOOKS: tuple[tuple[str, str, int, str], ...] = (
    ("application/pdf", "file-text", 1, "PDF"),
    ("image/", "image", 8, gettext_lazy("Image")),
    ("video/", "film", 9, gettext_lazy("Video")),
    ("audio/", "music", 10, gettext_lazy("Sound")),
    ("text/", "file-type", 6, gettext_lazy("Text")),
    (f"{_OFFICE}wordprocessingml", "file-text", 6, gettext_lazy("Word")),
    (f"{_OFFICE}spreadsheetml", "file-spreadsheet", 4, gettext_lazy("Excel")),
    (f"{_OFFICE}presentationml", "presentation", 2, "PowerPoint"),
    (f"{_ODF}spreadsheet", "file-spreadsheet", 4, gettext_lazy("Spreadsheet")),
    (f"{_ODF}presentation", "presentation", 2, gettext_lazy("Slides")),
    (_ODF, "file-text", 6, gettext_lazy("Document")),
    ("application/zip", "file-archive", 3, gettext_lazy("Archive")),
    ("application/gzip", "file-archive", 3, gettext_lazy("Archive")),
    ("application/x-7z", "file-archive", 3, gettext_lazy("Archive")),
)


@dataclass(frozen=True)
class Line:
    """A file as it is listed."""

    file: File
    icon: str
    hue: int
    sort: str
    size: str
    kind: str
    folder: str
    expires: str
    tone: str
    links: int = 0

    @classmethod
    def of(
        cls, file: File, today: date, kinds: dict[int, Any], folder: str = "", links: int = 0
    ) -> Line:
        """``today`` is that of the organisation, ``kinds`` its kinds of documents by key.

        ``links``: how many open it.
        """
        icon, hue, sort = look_of(file.content.content_type)
        kind = kinds.get(file.kind_id or 0)
        words, tone = expiry(file.expires_on, today)
        return cls(
            file=file,
            icon=icon,
            hue=hue,
            sort=sort,
            size=filesizeformat(file.content.size),
            kind=kind.label if kind else "",
            folder=folder,
            expires=words,
            tone=tone,
            links=links,
        )

    @property
    def url(self) -> str:
        """Where the file is looked at; its client has to be known."""
        client = self.file.client
        return address("file", client.organisation.slug, client.number, self.file.public_id)

    @property
    def changed(self) -> tuple[str, str, str]:
        """When it changed last: for machines, at length, as a day. Drawn here: a tab has forty of them."""
        at = localtime(self.file.changed_at)
        day = f"{spoken(at):%-d %b %Y}"
        return f"{at:%Y-%m-%dT%H:%M:%S%z}", f"{day}, {at:%H:%M}", day

    @property
    def has_picture(self) -> bool:
        return bool(self.file.content.sheets)


def look_of(content_type: str) -> tuple[str, int, str]:
    """Icon, hue and word of a type of content."""
    for begins, icon, hue, word in _LOOKS:
        if content_type.startswith(begins):
            return icon, hue, word
    return "file", 5, gettext("File")


def expiry(day: date | None, today: date) -> tuple[str, str]:
    """When it expires, in words, and their tone; both empty where it does not."""
    if day is None:
        return "", ""
    days = (day - today).days
    if days < 0:
        return gettext("Expired {day:%-d %b %Y}").format(day=spoken(day)), "bad"
    if days <= SOON:
        return (
            gettext("Expires today")
            if days == 0
            else gettext("Expires {day:%-d %b}").format(day=spoken(day))
        ), "warn"
    return gettext("Until {day:%-d %b %Y}").format(day=spoken(day)), ""


def rows(_: Any = None) -> Any:
    """The files that count."""
    return File.objects.all().live()


def _files(organisation: Organisation) -> dict[str, Combinable]:
    mine = rows().filter(client=OuterRef("pk"))
    due = mine.filter(expires_on__isnull=False).order_by("expires_on", "id")
    ends: Any = Agreement.objects.all().standing().filter(client=OuterRef("pk"))
    ends = ends.filter(valid_until__isnull=False).order_by("valid_until", "id")
    return {
        "files": count_of(mine),
        "next_expiry": Subquery(due.values("expires_on")[:1]),
        "agreement_ends": Subquery(ends.values("valid_until")[:1]),
    }


def _show_files(client: Any, organisation: Organisation) -> Figure:
    url = f"{client.get_absolute_url()}documents/"
    words, tone = expiry(client.next_expiry, organisation.today())
    soon = words if tone else ""
    reason = soon or (gettext("None yet") if not client.files else gettext("In folders and loose"))
    return Figure(value=str(client.files), reason=reason, tone=tone, url=url)


fact(
    Fact(
        slug="files",
        label=gettext_lazy("Files"),
        order=48,
        needs=Can.DOCUMENTS_SEE,
        parts=_files,
        shown=_show_files,
        header=False,
        total=Total(
            label=gettext_lazy("Files"),
            part=lambda _: count_of(rows().filter(client=OuterRef("pk"))),
        ),
    )
)


def trail_of(folder: Folder | None, folders: dict[int, Folder]) -> list[Folder]:
    """The folder with those above it, the outermost first."""
    found: list[Folder] = []
    while folder is not None and len(found) < DEEPEST:
        found.insert(0, folder)
        folder = folders.get(folder.parent_id or 0)
    return found
