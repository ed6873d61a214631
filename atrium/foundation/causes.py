"""Why not, and what next: one mechanism for pages, programs, pickers, lists and commands (J20).

A ``Cause`` is one reason why something is not found, not linked or not saved; programs know it by
its code. An ``Explanation`` says it of one case, in words for the person who asked, with the next
steps. Each app registers its causes in its ``causes.py``. Whoever explains may use only what the
asker may see: what is hidden from them has to read like what never was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from atrium.foundation.registry import Registry
from atrium.foundation.translation import gettext_lazy


@dataclass(frozen=True, kw_only=True)
class Cause:
    """A reason for a no. ``code`` is for programs, ``title`` heads the page that tells it."""

    code: str
    title: str
    icon: str = "circle-alert"


@dataclass(frozen=True, kw_only=True)
class Step:
    """What to do next. ``does`` is for programs, ``url`` the page where people do it, if there is one."""

    does: str
    label: str
    url: str = ""
    icon: str = ""

    def as_json(self) -> dict[str, str]:
        told = {"does": self.does, "label": str(self.label)}
        return told | {"url": self.url} if self.url else told


CAUSES: Registry[Cause] = Registry()


def cause(code: str, title: str, icon: str = "circle-alert") -> str:
    """Register a cause; answers its code."""
    CAUSES.add(code, Cause(code=code, title=title, icon=icon))
    return code


@dataclass(frozen=True)
class Explanation:
    """Why not in this case: the cause, the words, the next steps. Raises KeyError for an unknown cause."""

    code: str
    text: str
    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        self.cause  # noqa: B018 - a cause that nobody registered is a fault of ours, found at once

    @property
    def cause(self) -> Cause:
        return CAUSES[self.code]

    @property
    def links(self) -> list[Step]:
        """The steps that lead somewhere, the most useful first."""
        return [step for step in self.steps if step.url]

    def as_json(self) -> dict[str, Any]:
        """What programs are told beside the words."""
        return {"cause": self.code, "next": [step.as_json() for step in self.steps]}

    def __str__(self) -> str:
        return str(self.text)


REFUSED = cause("refused", gettext_lazy("That is not possible now"))
NOT_FOUND = cause("not_found", gettext_lazy("There is nothing here"), "search-x")
INVALID = cause("invalid", gettext_lazy("A value does not fit"), "pencil-line")
UNREADABLE = cause("unreadable", gettext_lazy("We could not read that"), "file-question-mark")
SIGNED_OUT = cause("signed_out", gettext_lazy("You are signed out"), "log-in")
ROLE = cause("role", gettext_lazy("Your role does not allow this"), "lock")
CHANGED = cause("changed_meanwhile", gettext_lazy("Somebody changed this meanwhile"), "git-compare")
TOO_LARGE = cause("too_large", gettext_lazy("That is too large"), "file-x")
TOO_OFTEN = cause("too_often", gettext_lazy("Too many requests"), "timer")
SENT_TWICE = cause("sent_twice", gettext_lazy("This was sent before with other values"), "copy-x")
REQUIRED = cause("required", gettext_lazy("Something that is required is missing"), "asterisk")
NOT_ALLOWED = cause("not_allowed", gettext_lazy("This cannot be done at this address"), "ban")
MOVED = cause("moved", gettext_lazy("This moved to another address"), "arrow-right")
BROKEN = cause("broken", gettext_lazy("Something broke on our side"), "cloud-off")
AWAY = cause("away", gettext_lazy("Atrium is away for a moment"), "cloud-off")

# What an answer over HTTP means where nobody said more.
BY_STATUS = {
    308: MOVED,
    400: UNREADABLE,
    401: SIGNED_OUT,
    403: ROLE,
    404: NOT_FOUND,
    405: NOT_ALLOWED,
    409: REFUSED,
    412: CHANGED,
    413: TOO_LARGE,
    422: INVALID,
    428: CHANGED,
    429: TOO_OFTEN,
    500: BROKEN,
    503: AWAY,
}

# Steps that have no address of their own.
ASK_FOR_ACCESS = Step(does="ask", label=gettext_lazy("Ask an owner or manager"), icon="lock")
ASK_AN_ADMIN = Step(does="ask", label=gettext_lazy("Ask an owner or admin"), icon="lock")
READ_AGAIN = Step(
    does="read_again",
    label=gettext_lazy("Look at it again, then send your change"),
    icon="rotate-cw",
)
SIGN_IN = Step(does="sign_in", label=gettext_lazy("Sign in"), url="/accounts/login/", icon="log-in")
SEND_LESS = Step(does="send_less", label=gettext_lazy("Send less at once"), icon="scissors")
WAIT = Step(does="wait", label=gettext_lazy("Wait a moment, then try again"), icon="timer")
MEND = Step(
    does="mend",
    label=gettext_lazy("Change the values that are named, then send it again"),
    icon="pencil",
)

_STEPS = {
    ROLE: (ASK_AN_ADMIN,),
    CHANGED: (READ_AGAIN,),
    SIGNED_OUT: (SIGN_IN,),
    TOO_LARGE: (SEND_LESS,),
    TOO_OFTEN: (WAIT,),
    AWAY: (WAIT,),
    INVALID: (MEND,),
    REQUIRED: (MEND,),
}


def explained(status: int, text: str) -> Explanation:
    """What an answer of this status means where nobody said more."""
    code = BY_STATUS.get(status, BROKEN if status >= 500 else REFUSED)  # noqa: PLR2004 - faults of ours
    return Explanation(code, text, _STEPS.get(code, ()))


def usual_steps(code: str) -> tuple[Step, ...]:
    """The next steps of a cause that needs to know nothing of the case."""
    return _STEPS.get(code, ())
