"""What can happen to calls."""

from dataclasses import dataclass

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind, Strand


@dataclass(frozen=True, kw_only=True)
class CallLogged(Kind):
    """The call itself is shown from its row; the words stand here for the search only."""

    code = "call.logged"
    called = gettext_lazy("Call logged")
    sentence = gettext_lazy("{actor} logged a call")
    icon = "phone"
    strand = Strand.TALK
    wipes = frozenset({"excerpt", "number", "whom"})

    direction: str
    outcome: str
    whom: str = ""
    number: str = ""
    excerpt: str = ""


@dataclass(frozen=True, kw_only=True)
class CallEdited(Kind):
    code = "call.edited"
    called = gettext_lazy("Call edited")
    sentence = gettext_lazy("{actor} changed a call: {what}")
    icon = "phone"
    strand = Strand.TALK
    wipes = frozenset({"excerpt"})

    what: str
    excerpt: str = ""


@dataclass(frozen=True, kw_only=True)
class CallBinned(Kind):
    code = "call.binned"
    called = gettext_lazy("Call removed")
    sentence = gettext_lazy("{actor} removed a call of {day}")
    icon = "trash-2"
    strand = Strand.TALK

    day: str


@dataclass(frozen=True, kw_only=True)
class CallUnbinned(Kind):
    code = "call.unbinned"
    called = gettext_lazy("Call brought back")
    sentence = gettext_lazy("{actor} brought a call of {day} back")
    icon = "archive-restore"
    strand = Strand.TALK

    day: str
