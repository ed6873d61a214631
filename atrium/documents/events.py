"""What can happen to the files of a client."""

from dataclasses import dataclass
from typing import Any

from atrium.foundation.translation import gettext, gettext_lazy, ngettext
from atrium.timeline.kinds import Kind, Strand


@dataclass(frozen=True, kw_only=True)
class FileAdded(Kind):
    code = "file.added"
    called = gettext_lazy("File added")
    sentence = gettext_lazy("{actor} added the file <b>{name}</b>")
    icon = "file-plus"
    strand = Strand.WORK

    name: str
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class FileVersionAdded(Kind):
    code = "file.version_added"
    called = gettext_lazy("File version added")
    sentence = gettext_lazy("{actor} added version {number} of <b>{name}</b>")
    icon = "file-stack"
    strand = Strand.WORK

    name: str
    number: int


@dataclass(frozen=True, kw_only=True)
class FileChanged(Kind):
    code = "file.changed"
    called = gettext_lazy("File changed")
    sentence = gettext_lazy("{actor} changed the file <b>{name}</b>: {what}")
    icon = "file-pen"
    strand = Strand.WORK

    name: str
    what: str


@dataclass(frozen=True, kw_only=True)
class FilesMoved(Kind):
    """One or several were put elsewhere, by one act."""

    code = "file.moved"
    called = gettext_lazy("Files moved")
    sentence = gettext_lazy("{actor} moved {what} to {where}")
    icon = "folder-input"
    strand = Strand.WORK

    what: str
    where: str


@dataclass(frozen=True, kw_only=True)
class FilesBinned(Kind):
    code = "file.binned"
    called = gettext_lazy("Files put into the bin")
    sentence = gettext_lazy("{actor} put {what} into the bin")
    icon = "trash-2"
    strand = Strand.WORK

    what: str


@dataclass(frozen=True, kw_only=True)
class FilesRestored(Kind):
    code = "file.restored"
    called = gettext_lazy("Files brought back")
    sentence = gettext_lazy("{actor} brought {what} back from the bin")
    icon = "undo-2"
    strand = Strand.WORK

    what: str


@dataclass(frozen=True, kw_only=True)
class FileExpiring(Kind):
    """The day has come to see to a document before it expires."""

    code = "file.expiring"
    called = gettext_lazy("File expiring")
    sentence = gettext_lazy("<b>{name}</b> expires on {day}")
    icon = "calendar-clock"
    strand = Strand.WORK

    name: str
    day: str


@dataclass(frozen=True, kw_only=True)
class FolderMade(Kind):
    code = "folder.made"
    called = gettext_lazy("Folder made")
    sentence = gettext_lazy("{actor} made the folder <b>{name}</b>")
    icon = "folder-plus"
    strand = Strand.WORK

    name: str


@dataclass(frozen=True, kw_only=True)
class FolderRenamed(Kind):
    code = "folder.renamed"
    called = gettext_lazy("Folder renamed")
    sentence = gettext_lazy("{actor} renamed the folder <b>{before}</b> to <b>{after}</b>")
    icon = "folder-pen"
    strand = Strand.WORK

    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class FolderMoved(Kind):
    code = "folder.moved"
    called = gettext_lazy("Folder moved")
    sentence = gettext_lazy("{actor} moved the folder <b>{name}</b> to {where}")
    icon = "folder-input"
    strand = Strand.WORK

    name: str
    where: str


@dataclass(frozen=True, kw_only=True)
class FolderBinned(Kind):
    code = "folder.binned"
    called = gettext_lazy("Folder put into the bin")
    sentence = gettext_lazy("{actor} put the folder <b>{name}</b> into the bin, with {held}")
    icon = "folder-x"
    strand = Strand.WORK

    name: str
    files: int

    def words(self) -> dict[str, Any]:
        """``held``: its files as people count them."""
        return super().words() | {
            "held": ngettext("1 file", "{files} files", self.files).format(files=self.files)
        }


@dataclass(frozen=True, kw_only=True)
class FolderRestored(Kind):
    code = "folder.restored"
    called = gettext_lazy("Folder brought back")
    sentence = gettext_lazy("{actor} brought the folder <b>{name}</b> back from the bin")
    icon = "folder-sync"
    strand = Strand.WORK

    name: str


@dataclass(frozen=True, kw_only=True)
class ShareGiven(Kind):
    """A link was given away that opens one thing until a day."""

    code = "share.given"
    called = gettext_lazy("Link given")
    sentence = gettext_lazy("{actor} shared <b>{name}</b> by a link{whom} until {until}")
    icon = "link"
    strand = Strand.WORK
    wipes = frozenset({"whom"})

    name: str
    whom: str
    until: str


@dataclass(frozen=True, kw_only=True)
class ShareRevoked(Kind):
    code = "share.revoked"
    called = gettext_lazy("Link taken back")
    sentence = gettext_lazy("{actor} took back the link to <b>{name}</b>")
    icon = "link-2-off"
    strand = Strand.WORK

    name: str


@dataclass(frozen=True, kw_only=True)
class ShareOpened(Kind):
    """Somebody opened a link for the first time."""

    code = "share.opened"
    called = gettext_lazy("Link opened")
    sentence = gettext_lazy("The link to <b>{name}</b>{whom} was opened")
    icon = "eye"
    strand = Strand.WORK
    wipes = frozenset({"whom"})

    name: str
    whom: str


@dataclass(frozen=True, kw_only=True)
class AgreementSigned(Kind):
    code = "agreement.signed"
    called = gettext_lazy("Agreement noted")
    sentence = gettext_lazy("{actor} noted the agreement <b>{name}</b>{until}")
    icon = "handshake"
    strand = Strand.WORK

    name: str
    until: str

    def words(self) -> dict[str, Any]:
        """``until``: its last day, where it has one."""
        return {"name": self.name, "until": _until(self.until)}


@dataclass(frozen=True, kw_only=True)
class AgreementRenewed(Kind):
    code = "agreement.renewed"
    called = gettext_lazy("Agreement renewed")
    sentence = gettext_lazy("{actor} renewed the agreement <b>{name}</b>{until}")
    icon = "handshake"
    strand = Strand.WORK

    name: str
    until: str

    def words(self) -> dict[str, Any]:
        """As above."""
        return {"name": self.name, "until": _until(self.until)}


@dataclass(frozen=True, kw_only=True)
class AgreementEnded(Kind):
    code = "agreement.ended"
    called = gettext_lazy("Agreement ended")
    sentence = gettext_lazy("{actor} ended the agreement <b>{name}</b>{why}")
    icon = "file-x"
    strand = Strand.WORK
    wipes = frozenset({"why"})

    name: str
    why: str

    def words(self) -> dict[str, Any]:
        """``why`` behind a colon, where it was said."""
        return {"name": self.name, "why": f": {self.why}" if self.why else ""}


@dataclass(frozen=True, kw_only=True)
class AgreementChanged(Kind):
    code = "agreement.changed"
    called = gettext_lazy("Agreement changed")
    sentence = gettext_lazy("{actor} changed the agreement <b>{name}</b>: {what}")
    icon = "file-pen"
    strand = Strand.WORK

    name: str
    what: str


@dataclass(frozen=True, kw_only=True)
class AgreementExpiring(Kind):
    """The day has come to see to an agreement before it ends."""

    code = "agreement.expiring"
    called = gettext_lazy("Agreement ending")
    sentence = gettext_lazy("The agreement <b>{name}</b> is valid until {day}")
    icon = "calendar-clock"
    strand = Strand.WORK

    name: str
    day: str


def _until(day: str) -> str:
    return gettext(", valid until {day}").format(day=day) if day else ""
