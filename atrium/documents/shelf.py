"""One look at the files of a client: a folder, the loose ones, the bin, or what a search finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.db.models.functions import Now

from atrium.clients.facts import count_of
from atrium.documents.facts import Line, trail_of
from atrium.documents.keeping import keeper_words
from atrium.documents.kinds import kinds_of
from atrium.documents.models import File, Folder, Opening, Share
from atrium.documents.words import with_words
from atrium.foundation.numbers import fits
from atrium.organisations.prepared import prepared

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.organisations.models import Member

PAGE = 25
RECENT = 4
FOLDERS = 24
MOST_FOLDERS = 2000
SORTS = {"name": ("name_key", False), "changed": ("changed_at", True)}
LOOKS = ("table", "cards")
# What a line of the list is drawn from.
LISTED = (
    *("organisation", "client", "public_id", "folder", "name", "kind", "tags", "visibility"),
    *("expires_on", "number", "changed_at"),
    *("content__content_type", "content__size", "content__sheets"),
)


@dataclass
class Shelf:
    """What stands there. ``more`` is the query string that goes on, empty at the end."""

    client: Client
    member: Member
    folder: Folder | None
    folders: list[Folder]
    lines: list[Line]
    recent: list[Line]
    q: str
    sort: str
    look: str
    binned: bool
    more: str = ""
    goes_on: bool = False
    kind: int = 0
    every_folder: bool = False
    trail: list[Folder] = field(default_factory=list)

    @classmethod
    def read(cls, client: Client, member: Member, query: Mapping[str, str], look: str = "") -> Self:
        """What the address asks for; a folder that is not there is no folder."""
        folders = _folders(client=client.pk)
        by_id = {folder.pk: folder for folder in folders}
        key, q = _uuid(query.get("folder", "")), query.get("q", "").strip()[:200]
        folder = next((f for f in folders if f.public_id == key and f.binned_at is None), None)
        sort = query.get("sort", "") if query.get("sort") in SORTS else "name"
        binned = query.get("bin") == "1"
        kind = int(query["kind"]) if fits(query.get("kind", "")) else 0
        shelf = cls(
            client, member, folder, [], [], [], q, sort, look if look in LOOKS else "table", binned
        )
        shelf.kind, shelf.goes_on = kind, bool(query.get("after"))
        shelf.every_folder = query.get("folders") == "all"
        shelf.trail = trail_of(folder, by_id)
        shelf.folders = shelf._shown(folders)
        for shown in shelf.folders:
            shown.client = client
        if folder or q or binned or shelf.goes_on or kind:
            found = list(shelf._page(shelf.rows(), _uuid(query.get("after", "")))[: PAGE + 1])
        else:
            found = shelf._with_recent(by_id)
        if found[PAGE:]:
            shelf.more = shelf.query(after=str(found[PAGE - 1].public_id))
        shelf.lines = shelf._lines(found[:PAGE], by_id)
        return shelf

    def rows(self) -> Any:
        """All files that the look shows, whatever the page."""
        rows: Any = File.objects.filter(client=self.client)
        if self.binned:
            return rows.binned()
        rows = rows.live()
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.q:
            return with_words(rows, self.q)
        return rows if self.kind else rows.in_folder(self.folder)

    def query(self, **changed: str) -> str:
        """The query string of this look, with some of it changed."""
        told = {
            "folder": str(self.folder.public_id) if self.folder else "",
            "q": self.q,
            "sort": self.sort if self.sort != "name" else "",
            "bin": "1" if self.binned else "",
            "kind": str(self.kind) if self.kind else "",
        }
        return urlencode({name: value for name, value in (told | changed).items() if value})

    @property
    def shown_folders(self) -> list[Folder]:
        return self.folders if self.every_folder else self.folders[:FOLDERS]

    @property
    def hidden_folders(self) -> int:
        return len(self.folders) - len(self.shown_folders)

    @property
    def with_all_folders(self) -> str:
        return self.query(folders="all")

    @property
    def by_name(self) -> str:
        return self.query(sort="")

    @property
    def by_change(self) -> str:
        return self.query(sort="changed")

    @property
    def kept_by(self) -> str:
        """Who keeps the folder that one stands in, in words."""
        return keeper_words(self.folder.keeper) if self.folder else ""

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.folders)

    @property
    def is_kept(self) -> bool:
        """Whether something else keeps the folder that one stands in."""
        return bool(self.folder and self.folder.keeper)

    def _shown(self, folders: list[Folder]) -> list[Folder]:
        if self.q or self.kind or self.goes_on:
            return []
        if self.binned:
            return [f for f in folders if f.binned_at and f.binned_with_id in {None, f.pk}]
        parent = self.folder.pk if self.folder else None
        return [f for f in folders if f.parent_id == parent and f.binned_at is None]

    def _with_recent(self, folders: dict[int, Folder]) -> list[File]:
        """The first loose files; with them, by the same statement, those that the member opened last."""
        found = _first(member=self.member, client=self.client.pk, sort=self.sort)
        known = sorted((f for f in found if f.opened_at), key=lambda f: f.opened_at, reverse=True)
        self.recent = self._lines(known[:RECENT], folders)
        return [file for file in found if file.folder_id is None][: PAGE + 1]

    def _page(self, rows: Any, after: UUID | None) -> Any:
        column, down = SORTS[self.sort]
        rows = _ordered(listed(rows), self.sort)
        if after is None:
            return rows
        last = File.objects.filter(client=self.client, public_id=after).values_list(column, "id")
        place = last.first()
        if place is None:
            return rows
        seek = TupleLessThan if down else TupleGreaterThan
        return rows.filter(seek(Tuple(F(column), F("id")), place))

    def _lines(self, files: Any, folders: dict[int, Folder]) -> list[Line]:
        place = self.member.organisation
        kinds, today = kinds_of(place), place.today()
        found = []
        for file in files:
            file.client = self.client
            inside = folders.get(file.folder_id or 0)
            shown = inside.name if inside and self.folder is None else ""
            found.append(Line.of(file, today, kinds, shown, file.links))
        return found


def listed(rows: Any) -> Any:
    """With what a list shows of each: its content without the words, and how many links open it."""
    links = Share.objects.filter(
        subject_model="documents.file",
        subject_id=OuterRef("pk"),
        revoked_at=None,
        expires_at__gt=Now(),
    )
    return rows.select_related("content").only(*LISTED).annotate(links=count_of(links))


def _ordered(rows: Any, sort: str) -> Any:
    column, down = SORTS[sort]
    return rows.order_by(*(f"-{c}" if down else c for c in (column, "id")))


@prepared(shape=("sort",))
def _first(*, member: Member, client: int, sort: str) -> Any:
    """The first files in no folder and those that the member opened last, with when that was."""
    mine = File.objects.filter(client=client)
    recent = mine.opened_by(member).values("pk")[:RECENT]
    loose = _ordered(mine.live().in_folder(None), sort).values("pk")[: PAGE + 1]
    opened = Opening.objects.filter(file=OuterRef("pk"), member=member)
    rows = mine.filter(Q(pk__in=loose) | Q(pk__in=recent))
    rows = rows.annotate(opened_at=Subquery(opened.values("opened_at")[:1]))
    return _ordered(listed(rows), sort)


@prepared()
def _folders(*, client: int) -> Any:
    """All folders of the client with how many files stand right in each."""
    inside = File.objects.live().filter(client=client, folder=OuterRef("pk"))
    rows = Folder.objects.filter(client=client).annotate(held=count_of(inside))
    return rows.order_by("name_key", "id")[:MOST_FOLDERS]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
