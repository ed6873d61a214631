"""What clients put into the configuration of an organisation."""

from __future__ import annotations

from typing import Any

from atrium.clients import lexicon
from atrium.clients.detail_locks import settle
from atrium.clients.field_part import FieldPart, SectionPart
from atrium.clients.forms import KeepingForm
from atrium.clients.models import Preference, Rule, Status
from atrium.clients.preference_form import PreferenceForm
from atrium.clients.reach.hours import clock
from atrium.clients.requirements import CONDITIONS, REQUIREMENTS, refuse_unknown
from atrium.clients.word_part import WordPart, in_one
from atrium.clients.words import LISTS
from atrium.configuration.part import Entry, Kind, OrganisationsOwn, Part, configures, left_out
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class StatusPart(WordPart):
    """Statuses, and which of them new clients get."""

    def __init__(self, *, order: int) -> None:
        super().__init__(LISTS["statuses"], order=order)
        self.says = {**self.says, "is_default": Kind.FLAG}

    def add(self, entry: Entry, *, by: Member) -> None:
        status = Status.add(by=by, **self._asked(entry))
        if entry.get("is_default"):
            status.make_default(by=by)

    def change(self, row: Any, entry: Entry, *, by: Member) -> None:
        super().change(row, entry, by=by)
        if entry.get("is_default") and not row.is_default:
            row.make_default(by=by)


class RulePart(Part):
    """What the record of a client must have; words of the organisation stand by their labels."""

    slug, label, order = "rules", gettext_lazy("Rules"), 130
    needs = Can.ORGANISATION_EDIT
    model = Rule
    says = {
        "condition": Kind.TEXT,
        "value": Kind.TEXT,
        "requirement": Kind.TEXT,
        "target": Kind.TEXT,
        "weight": Kind.NUMBER,
        "active": Kind.FLAG,
    }
    # A rule that always holds is there from the founding on.
    unsaid = frozenset({"always"})
    key = ("condition", "value", "requirement", "target")

    def rows(self, by: Member) -> list[Any]:
        """Those that name nothing that is gone, or not for everyone to know."""
        words = lexicon.of(by.organisation)
        named = [rule for rule in Rule.objects.all() if rule.about and rule.names(words)]
        return [rule for rule in named if rule.value in _values(rule, words)]

    def entry(self, row: Any) -> Entry:
        words = lexicon.of(row.organisation)
        told = super().entry(row)
        if row.value.isdecimal() and row.about:
            told["value"] = dict(row.about.values(words)).get(row.value, row.value)
        if row.target.isdecimal() and row.asks:
            told["target"] = dict(row.asks.targets(words)).get(row.target, row.target)
        return told

    def add(self, entry: Entry, *, by: Member) -> None:
        told = self._told(entry, by)
        active = told.pop("active", True)
        rule = Rule.add(by=by, **told)
        if not active:
            rule.switch(by=by, on=False)

    def change(self, row: Any, entry: Entry, *, by: Member) -> None:
        row.edit(by=by, weight=entry.get("weight", row.weight))
        row.switch(by=by, on=entry.get("active", row.active))

    def _told(self, entry: Entry, by: Member) -> Entry:
        """The entry with the keys of the words that it names; refused where it names none."""
        words = lexicon.of(by.organisation)
        told = dict(entry)
        about, asks = CONDITIONS.get(told["condition"]), REQUIREMENTS.get(told["requirement"])
        if about and asks:
            told["value"] = _key(told["value"], about.values(words))
            told["target"] = _key(told["target"], asks.targets(words))
        refuse_unknown(words, **{name: told[name] for name in self.key})
        return told


def _values(rule: Rule, words: lexicon.Lexicon) -> dict[str, str]:
    return dict(rule.about.values(words) if rule.about else ()) or {"": ""}


def _key(said: str, known: list[tuple[str, str]]) -> str:
    """The key of the word that is called so; what is no key of a row stands for itself."""
    if any(key == said for key, _ in known if not key.isdecimal()):
        return said
    return next((key for key, label in known if label == said and key.isdecimal()), said)


class ReachPart(Part):
    """When and how clients are reached where they say nothing of their own."""

    slug, label, order = "reach", gettext_lazy("Reach"), 140
    needs = Can.ORGANISATION_EDIT
    model = Preference
    says = {"hours": Kind.BY_NAME, "quiet_hours": Kind.TEXT, "choices": Kind.BY_NAME}
    # Of clients and people, which are no configuration; the hours stand as people write them.
    unsaid = frozenset(
        "client contact quiet_start quiet_end answer_within emergency emergency_contact".split()
    )
    key = ()
    single = True

    @property
    def covers(self) -> tuple[str, ...]:
        return ("reach-settings",)

    def rows(self, by: Member) -> list[Any]:
        return [Preference.of(None)]

    def entry(self, row: Any) -> Entry:
        week = zip(_DAYS, row.opening.week, strict=True)
        hours = {
            day: ", ".join(f"{clock(start)}–{clock(end)}" for start, end in spans)
            for day, spans in week
            if spans
        }
        return {"hours": hours, "quiet_hours": str(row.quiet or ""), "choices": row.choices}

    def anew(self, row: Any) -> Any:
        return Preference.of(None)

    def change(self, row: Any, entry: Entry, *, by: Member) -> None:
        told = self.entry(row) | entry
        if strange := set(told["hours"]) - set(_DAYS):
            msg = gettext("“{day}” is no day; write {days}.")
            raise Refusal(msg.format(day=min(strange)[:20], days=", ".join(_DAYS)))
        sent = {f"day_{n}": told["hours"].get(day, "") for n, day in enumerate(_DAYS)}
        if strange := set(told["choices"]) - set(
            PreferenceForm(subject=None, preference=row).fields
        ):
            raise Refusal(gettext("“{name}” is not known here.").format(name=min(strange)[:60]))
        sent |= {"quiet": told["quiet_hours"], **told["choices"]}
        form = PreferenceForm(sent, subject=None, preference=row)
        if not form.is_valid():
            raise Refusal(in_one(form))
        Preference.settle(None, by=by, **form.cleaned_data)


class DetailRolesPart(OrganisationsOwn):
    """Which role changes which detail of a client."""

    slug, label, order = "details", gettext_lazy("Details"), 125
    needs = Can.LEXICON_EDIT
    says = {"detail_roles": Kind.BY_NAME}

    def change(self, row: Any, entry: Entry, *, by: Member) -> None:
        settle({**self.entry(row), **entry}["detail_roles"], by=by)


class ViewLogPart(OrganisationsOwn):
    """Whether it is logged who saw what, and for how long."""

    slug, label, order = "view-log", gettext_lazy("Who saw what"), 150
    needs = Can.ORGANISATION_EDIT
    says = {"logs_views": Kind.FLAG, "views_kept_days": Kind.NUMBER}

    def change(self, row: Any, entry: Entry, *, by: Member) -> None:
        form = KeepingForm(self.entry(row) | entry)
        if not form.is_valid():
            raise Refusal(in_one(form))
        row.edit(by=by, **form.cleaned_data)


OWN = [each for each in LISTS if each.model._meta.app_label == "clients"]
configures(
    StatusPart(order=100),
    *(WordPart(each, order=101) for each in OWN if each.slug != "statuses"),
    SectionPart(),
    FieldPart(),
    DetailRolesPart(),
    RulePart(),
    ReachPart(),
    ViewLogPart(),
)
left_out(
    gettext_lazy("Ownership"), gettext_lazy("Who owns which client is no setting."), "ownership"
)
