"""The plain fields of a client that people edit in place: how each is read, shown and called."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from atrium.clients import causes, industries
from atrium.clients.events import DetailChanged
from atrium.clients.first_fields import BUSINESS, CLASSIFICATION
from atrium.clients.reach import typed
from atrium.foundation.causes import CHANGED
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError, tax_id
from atrium.foundation.formats.names import fold
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.said import listed, within
from atrium.foundation.translation import gettext, gettext_lazy

if TYPE_CHECKING:
    from atrium.clients.field_values import Was
    from atrium.clients.models import Client
    from atrium.timeline.acting import Acting


class ChangedMeanwhile(Refusal):
    """Another changed the same detail between its opening and its saving."""

    cause = CHANGED

    def __init__(self) -> None:
        super().__init__(
            gettext("Someone changed this meanwhile; look at it again."), field="value"
        )


class Guarded(Refusal):
    """A detail that is filled already changes by a request that an admin approves (B03)."""

    cause = causes.DETAIL_GUARDED

    def __init__(self, label: str) -> None:
        msg = gettext(
            "{label} is an account detail: ask for its change on the Account tab."
        ).format(label=label)
        super().__init__(msg, field="value")


type Reader = Callable[["Client", str], Any]


@dataclass(frozen=True, kw_only=True)
class Detail:
    """One field: ``input`` is the HTML input type, ``wide`` one that wants several lines.

    ``locked``: not for the role of who looks. ``picker`` names the address that suggests values while typing; ``section`` is the heading it
    stands under, none for the top.
    ``choices`` answers what there is to choose from, as value and label, where that is a list.
    """

    name: str
    label: str
    icon: str
    input: str = "text"
    wide: bool = False
    read: Reader
    only: str = ""
    picker: str = ""
    section: str = ""
    guarded: bool = False
    locked: bool = False
    choices: Callable[[], list[tuple[str, str]]] | None = None

    @property
    def word(self) -> str:
        """The label inside a sentence; "Tax ID" stays "tax ID"."""
        return within(self.label, noun=True)


def _text(client: Client, text: str) -> str:
    return " ".join(text.split())


def _lines(client: Client, text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _industry(client: Client, text: str) -> str:
    return industries.read(text)


def _name(client: Client, text: str) -> str:
    return client.checked_name(text)


def _day(client: Client, text: str) -> date | None:
    text = text.strip()
    if not text:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    msg = gettext("Write the day like 2026-11-24 or 24/11/2026.")
    raise Refusal(msg, field="value")


def _past_day(client: Client, text: str) -> date | None:
    day = _day(client, text)
    if day and day > client.organisation.today():
        msg = gettext("That day is in the future; choose one up to today.")
        raise Refusal(msg, field="value")
    return day


def _of(read: Callable[[str], str]) -> Reader:
    """A reader that needs nothing of the client; it says no at the one field there is."""

    def reader(client: Client, text: str) -> str:
        try:
            return read(text)
        except Refusal as error:
            raise Refusal(str(error), field="value") from error

    return reader


def _tax_id(client: Client, text: str) -> str:
    text = _text(client, text)
    if not text:
        return ""
    try:
        return tax_id.parse(text, client.country).number
    except FormatError as error:
        raise Refusal(str(error), field="value") from error


_ALL = [
    Detail(name="name", label=gettext_lazy("Name"), icon="building-2", read=_name),
    Detail(
        name="legal_name",
        label=gettext_lazy("Legal name"),
        icon="landmark",
        read=_text,
        only="company",
        guarded=True,
        section=BUSINESS,
    ),
    Detail(name="title", label=gettext_lazy("Title"), icon="user", read=_text, only="individual"),
    Detail(
        name="given_name",
        label=gettext_lazy("Given name"),
        icon="user",
        read=_text,
        only="individual",
    ),
    Detail(
        name="family_name",
        label=gettext_lazy("Family name"),
        icon="user",
        read=_text,
        only="individual",
    ),
    Detail(
        name="industry",
        label=gettext_lazy("Industry"),
        icon="factory",
        read=_industry,
        only="company",
        picker="industry-picker",
        section=CLASSIFICATION,
    ),
    Detail(
        name="registration_number",
        label=gettext_lazy("Registration"),
        icon="stamp",
        read=_text,
        only="company",
        section=BUSINESS,
    ),
    Detail(
        name="tax_id",
        label=gettext_lazy("Tax ID"),
        icon="landmark",
        read=_tax_id,
        guarded=True,
        section=BUSINESS,
    ),
    Detail(
        name="preferred_channel",
        label=gettext_lazy("Prefers"),
        icon="message-circle",
        read=_of(typed.channel),
    ),
    Detail(
        name="language",
        label=gettext_lazy("Language"),
        icon="languages",
        read=_of(typed.language_code),
        choices=typed.languages,
    ),
    Detail(name="timezone", label=gettext_lazy("Time zone"), icon="clock", read=_of(typed.zone)),
    Detail(name="came_from", label=gettext_lazy("Came from"), icon="route", read=_text),
    Detail(
        name="since",
        label=gettext_lazy("Client since"),
        icon="calendar-heart",
        input="date",
        read=_past_day,
    ),
    Detail(
        name="birthday",
        label=gettext_lazy("Birthday"),
        icon="cake",
        input="date",
        read=_past_day,
        only="individual",
    ),
    Detail(
        name="about", label=gettext_lazy("About"), icon="text-align-start", wide=True, read=_lines
    ),
]
DETAILS = {detail.name: detail for detail in _ALL}
GUARDED = frozenset(detail.name for detail in _ALL if detail.guarded)


def cleaned(client: Client, texts: dict[str, str]) -> dict[str, Any]:
    """The values that ``texts`` stand for; refused with the mend when one does not fit."""
    values: dict[str, Any] = {}
    for name, text in texts.items():
        detail = DETAILS[name]
        values[name] = _fitting(client, detail, detail.read(client, text))
        if name == "name":
            values["name_key"] = fold(values["name"])[:400]
    return values


def _fitting(client: Client, detail: Detail, value: Any) -> Any:
    longest = client._meta.get_field(detail.name).max_length  # type: ignore[union-attr]
    if isinstance(value, str) and longest and len(value) > longest:
        msg = gettext("{detail} has at most {longest} characters; shorten it.").format(
            detail=detail.label, longest=longest
        )
        raise Refusal(msg, field="value")
    return value


def shown(client: Client, name: str) -> str:
    """The value as people read it; empty when there is none."""
    value = getattr(client, name)
    if value is None or value == "":
        return ""
    if name == "language":
        return typed.language_name(value)
    return f"{spoken(value):%-d %b %Y}" if isinstance(value, date) else str(value)


def entered(client: Client, name: str) -> str:
    """The value as its input has it: days in ISO 8601."""
    value = getattr(client, name)
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def refuse_changed(client: Client, was: Was, texts: dict[str, str], values: dict[str, Any]) -> None:
    """ChangedMeanwhile where a field holds neither what it held nor what it is to hold.

    Guarded where ``values`` would change an account detail that is filled.
    """
    for name, text in was.items():
        if isinstance(name, str) and entered(client, name) not in {text, texts.get(name)}:
            raise ChangedMeanwhile
    for name, value in values.items():
        if name in GUARDED and getattr(client, name) not in {"", value}:
            raise Guarded(DETAILS[name].label)


def tell(act: Acting, client: Client, before: dict[str, str]) -> None:
    """Tell each detail that differs from what was shown ``before``."""
    for name, was_shown in before.items():
        after = shown(client, name)
        if name != "name_key" and was_shown != after:
            story = DetailChanged(field=name, label=label(name), before=was_shown, after=after)
            act.record(story, client=client)


def label(name: str) -> str:
    return DETAILS[name].label if name in DETAILS else name


def names(values: Iterable[str]) -> str:
    return listed(within(label(name), noun=True) for name in values if name != "name_key")
