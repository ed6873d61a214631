from dataclasses import dataclass, field

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind, Strand


@dataclass(frozen=True, kw_only=True)
class NoteWritten(Kind):
    """The note itself is shown from its row; the words stand here for the search only.

    ``mentions`` are the keys of the members named in it with an @; ``about`` is the kind it was
    written as.
    """

    code = "note.written"
    called = gettext_lazy("Note written")
    sentence = gettext_lazy("{actor} wrote a note")
    icon = "sticky-note"
    strand = Strand.TALK
    wipes = frozenset({"excerpt"})

    excerpt: str
    mentions: list[int] = field(default_factory=list)
    about: str = "general"


@dataclass(frozen=True, kw_only=True)
class NoteEdited(Kind):
    code = "note.edited"
    called = gettext_lazy("Note edited")
    sentence = gettext_lazy("{actor} edited a note")
    icon = "sticky-note"
    strand = Strand.TALK
    wipes = frozenset({"excerpt"})

    excerpt: str
    mentions: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class NotePinned(Kind):
    code = "note.pinned"
    called = gettext_lazy("Note pinned")
    sentence = gettext_lazy("{actor} pinned a note: {excerpt}")
    icon = "pin"
    strand = Strand.TALK
    wipes = frozenset({"excerpt"})

    excerpt: str


@dataclass(frozen=True, kw_only=True)
class NoteUnpinned(Kind):
    code = "note.unpinned"
    called = gettext_lazy("Note unpinned")
    sentence = gettext_lazy("{actor} unpinned a note: {excerpt}")
    icon = "pin-off"
    strand = Strand.TALK
    wipes = frozenset({"excerpt"})

    excerpt: str


@dataclass(frozen=True, kw_only=True)
class NoteBinned(Kind):
    code = "note.binned"
    called = gettext_lazy("Note removed")
    sentence = gettext_lazy("{actor} removed a note: {excerpt}")
    icon = "trash-2"
    strand = Strand.TALK
    wipes = frozenset({"excerpt"})

    excerpt: str


@dataclass(frozen=True, kw_only=True)
class NoteUnbinned(Kind):
    code = "note.unbinned"
    called = gettext_lazy("Note brought back")
    sentence = gettext_lazy("{actor} brought a note back: {excerpt}")
    icon = "archive-restore"
    strand = Strand.TALK
    wipes = frozenset({"excerpt"})

    excerpt: str


@dataclass(frozen=True, kw_only=True)
class NoteReminded(Kind):
    """A note's reminder has come; who wrote the note is told."""

    code = "note.reminded"
    called = gettext_lazy("Reminder of a note")
    sentence = gettext_lazy("Reminder: {excerpt}")
    icon = "alarm-clock"
    strand = Strand.TALK
    wipes = frozenset({"excerpt"})

    excerpt: str


@dataclass(frozen=True, kw_only=True)
class NoteEscalated(Kind):
    """A note that was something else has become an escalation."""

    code = "note.escalated"
    called = gettext_lazy("Note escalated")
    sentence = gettext_lazy("{actor} made an escalation of a note: {excerpt}")
    icon = "siren"
    strand = Strand.TALK
    wipes = frozenset({"excerpt"})

    excerpt: str


@dataclass(frozen=True, kw_only=True)
class NoteResolved(Kind):
    code = "note.resolved"
    called = gettext_lazy("Escalation resolved")
    sentence = gettext_lazy("{actor} resolved an escalation: {excerpt}")
    icon = "circle-check"
    strand = Strand.TALK
    wipes = frozenset({"excerpt", "outcome"})

    excerpt: str
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class NoteReopened(Kind):
    code = "note.reopened"
    called = gettext_lazy("Escalation reopened")
    sentence = gettext_lazy("{actor} reopened an escalation: {excerpt}")
    icon = "siren"
    strand = Strand.TALK
    wipes = frozenset({"excerpt"})

    excerpt: str


@dataclass(frozen=True, kw_only=True)
class MessageSent(Kind):
    """A message was taken by a mail server. Its words are shown from its row, to those who may see them."""

    code = "message.sent"
    called = gettext_lazy("E-mail sent")
    sentence = gettext_lazy("{actor} sent an e-mail")
    icon = "send"
    strand = Strand.TALK

    receivers: int = 0
    files: int = 0


@dataclass(frozen=True, kw_only=True)
class MessageFailed(Kind):
    """A message could not be sent; why, and a way to try again, stand on it."""

    code = "message.failed"
    called = gettext_lazy("E-mail not sent")
    sentence = gettext_lazy("An e-mail could not be sent")
    icon = "mail-warning"
    strand = Strand.TALK

    receivers: int = 0
    files: int = 0


@dataclass(frozen=True, kw_only=True)
class MessageUnsure(Kind):
    """Nobody knows whether a provider took a message; what stood in the way stands on it."""

    code = "message.unsure"
    called = gettext_lazy("E-mail perhaps not sent")
    sentence = gettext_lazy("An e-mail may not have been sent")
    icon = "mail-warning"
    strand = Strand.TALK

    receivers: int = 0
    files: int = 0


@dataclass(frozen=True, kw_only=True)
class MessageReceived(Kind):
    """A message came in and was filed to the client."""

    code = "message.received"
    called = gettext_lazy("E-mail received")
    sentence = gettext_lazy("An e-mail came in")
    icon = "mail"
    strand = Strand.TALK

    receivers: int = 0
    files: int = 0
