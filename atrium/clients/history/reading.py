"""One page of the history of a client or a person, act by act, as the journal holds it (J10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode

from django.apps import apps
from django.db.models import Q, QuerySet

from atrium.clients import lexicon
from atrium.clients.details import DETAILS
from atrium.clients.history import words as called
from atrium.clients.history.words import Words
from atrium.clients.models import Client, Contact, Link, LinkRole, Point
from atrium.clients.person_details import PERSON_DETAILS
from atrium.foundation.difference import difference
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.permissions import Can
from atrium.timeline.models import Act, Change, Event, Operation

if TYPE_CHECKING:
    from atrium.organisations.models import Member

ACTS = 20
LARGEST = 2**63 - 1
LONG = 60
GROUPS = {
    "points": (gettext_lazy("E-mail, phones, links"), (called.POINT,)),
    "locations": (gettext_lazy("Addresses"), (called.LOCATION,)),
    "people": (gettext_lazy("Contacts"), (called.LINK, called.LINK_ROLE)),
    "tags": (gettext_lazy("Tags"), (called.TAGGING,)),
    "team": (gettext_lazy("Team"), (called.ASSIGNMENT,)),
}
RECORD = [called.CLIENT, *(model for _, models in GROUPS.values() for model in models)]
# What can be given back by itself, and by which permission.
BY_ITSELF = {
    called.CLIENT: {*DETAILS, "status", "owner"},
    called.CONTACT: {*PERSON_DETAILS},
    called.POINT: {"value", "label"},
    called.LOCATION: {"label", "street", "city", "region", "postcode", "country", "notes"},
    called.LINK: {"job_title"},
}


@dataclass(frozen=True)
class Line:
    """One field of one row: from what to what. ``change`` and ``field`` name it for restoring."""

    change: int
    field: str
    label: str
    before: str
    after: str
    restorable: bool

    @property
    def diff(self) -> list[tuple[str, str]]:
        """The words put in and taken out, where both texts are long; else nothing."""
        if min(len(self.before), len(self.after)) < LONG:
            return []
        return difference(self.before, self.after)


@dataclass(frozen=True)
class Entry:
    """One act: who did what when, through which door, and every field it touched here."""

    act: Act
    at: datetime
    lines: list[Line]
    is_latest: bool


def changes_of(owner: Client | Contact, member: Member) -> QuerySet[Change, Change]:
    """What the journal holds about a client, or about a person as far as the member may see.

    That of a client holds that of those who went up in it.
    """
    if isinstance(owner, Client):
        mine = LinkRole.objects.filter(link__client=owner).values("pk")
        roles = Q(model=called.LINK_ROLE, object_id__in=mine)
        rows: QuerySet[Change, Change] = Change.objects.filter(
            Q(client__in=[owner.pk, *owner.absorbs], model__in=RECORD) | roles
        )
        return rows
    seen = Client.objects.visible_to(member).values("pk")
    links = Link.objects.filter(contact=owner, client__in=seen).values("pk")
    told = Event.objects.filter(subject_model=called.CONTACT, subject_id=owner.pk)
    removed = Q(
        model=called.POINT,
        operation=Operation.DELETE,
        client=None,
        act__in=told.filter(kind="client.point_removed").values("act"),
    )
    here = Point.objects.filter(contact=owner).values("pk")
    whole: QuerySet[Change, Change] = Change.objects.filter(
        Q(model=called.CONTACT, object_id=owner.pk)
        | Q(model=called.POINT, object_id__in=here)
        | Q(model=called.LINK, object_id__in=links)
        | removed
    )
    return whole


@dataclass
class History:
    """A page of it, the newest first; ``earlier`` is the query string that goes on."""

    owner: Client | Contact
    member: Member
    entries: list[Entry]
    field: str
    person: str
    earlier: str

    @classmethod
    def read(cls, owner: Client | Contact, member: Member, query: Mapping[str, str]) -> Self:
        """The page that the address asks for; what cannot be read narrows nothing."""
        rows = changes_of(owner, member)
        field, person = query.get("field", ""), query.get("person", "")
        words = Words(member)
        rows = _narrowed(owner, rows, field, person)
        before = query.get("before", "")
        older = rows
        if fits(before, LARGEST):
            older = rows.filter(act__lt=int(before))
        keys = list(older.order_by("-act").values_list("act", flat=True).distinct()[: ACTS + 1])
        shown = rows.filter(act__in=keys[:ACTS]).select_related("act").order_by("-act", "id")
        found = [change for change in shown if not _is_empty(change, words)]
        entries = _entries(owner, words, found, only="" if field in GROUPS else field)
        latest = not before and not field and not person
        entries = [
            Entry(e.act, e.at, e.lines, is_latest=latest and n == 0) for n, e in enumerate(entries)
        ]
        on = {"field": field, "person": person, "before": str(keys[-2]) if keys[ACTS:] else ""}
        earlier = urlencode({k: v for k, v in on.items() if v}) if keys[ACTS:] else ""
        return cls(owner, member, entries, field, person, earlier)

    @property
    def people(self) -> list[Member]:
        return list(lexicon.of(self.member.organisation).members.values())

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What it can be narrowed to, with its words."""
        own = Words(self.member).own[self.owner._meta.label_lower]
        mine = [(name, each.label) for name, each in own.items()]
        if isinstance(self.owner, Contact):
            plain = [(n, d.label) for n, d in PERSON_DETAILS.items()]
            return [*plain, *mine, ("points", GROUPS["points"][0])]
        plain = [(n, d.label) for n, d in DETAILS.items() if d.only in {"", self.owner.kind}]
        groups = [(slug, label) for slug, (label, _) in GROUPS.items()]
        return [*plain, *mine, ("status", gettext("Status")), ("owner", gettext("Owner")), *groups]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.field or self.person)


def _narrowed(
    owner: Client | Contact, rows: QuerySet[Change, Change], field: str, person: str
) -> QuerySet[Change, Change]:
    if field in GROUPS:
        rows = rows.filter(model__in=GROUPS[field][1])
    elif field:
        rows = rows.filter(model=owner._meta.label_lower).filter(
            Q(after__has_key=field) | Q(before__has_key=field)
        )
    if person == "atrium":
        rows = rows.filter(act__actor=None)
    elif fits(person, LARGEST):
        rows = rows.filter(act__actor=int(person))
    return rows


def _is_empty(change: Change, words: Words) -> bool:
    """Whether only what is kept for machines, or for others, differs."""
    told = words.fields(change.model)
    touched = (change.after or change.before or {}).keys()
    return change.operation == Operation.UPDATE and bool(told) and not touched & told.keys()


def _entries(owner: Client | Contact, words: Words, found: list[Change], only: str) -> list[Entry]:
    words.owner = owner
    _learn(words, found)
    member = words.member
    may = member.can(Can.CLIENTS_EDIT) and not owner.is_archived
    entries = []
    for _, some in groupby(found, key=lambda change: change.act_id):
        changes = list(some)
        act = changes[0].act
        act.actor = words.lexicon.members.get(act.actor_id or 0)
        lines = [line for change in changes for line in _lines(change, words, may=may)]
        lines = [line for line in lines if only in {"", line.field}]
        at = member.organisation.local(act.at)
        if lines:
            entries.append(Entry(act, at, lines, is_latest=False))
    return entries


def _learn(words: Words, found: list[Change]) -> None:
    """What the rows are called, by one statement a model: from the rows, else from the journal."""
    keys: dict[str, set[int]] = {}
    for change in found:
        keys.setdefault(change.model, set()).add(change.object_id)
        held = (change.after or {}) if change.operation == Operation.INSERT else change.before or {}
        if change.operation != Operation.UPDATE:
            words.rows[change.model, change.object_id] = held
    asked = {called.POINT: ["kind"], called.LOCATION: ["type"], called.LINK_ROLE: ["link", "role"]}
    asked[called.CLIENT] = ["name"]
    for model, fields in asked.items():
        if keys.get(model):
            rows = apps.get_model(model)._base_manager.filter(pk__in=keys[model])
            for row in rows.values("pk", *fields):
                words.rows[model, row.pop("pk")] = row
    _name_people(words, keys.get(called.LINK, set()), found)


def _name_people(words: Words, keys: set[int], found: list[Change]) -> None:
    for change in found:
        for held in (change.before or {}, change.after or {}):
            keys |= {held[name] for name in ("reports_to", "link") if held.get(name)}
    keys |= {row["link"] for row in words.rows.values() if row.get("link")}
    if keys:
        links = Link.objects.filter(pk__in=keys).values_list("pk", "contact", "contact__name")
        for key, contact, name in links:
            words.links[key], words.people[contact] = contact, name
            words.rows.setdefault((called.LINK, key), {})["contact"] = contact


def _lines(change: Change, words: Words, *, may: bool) -> list[Line]:
    model, key, labels = change.model, change.object_id, words.fields(change.model)
    before, after = called.apart(change.before or {}), called.apart(change.after or {})
    if change.operation != Operation.UPDATE and (whole := words.whole(model, before or after)):
        put_back = may and model in {called.POINT, called.LOCATION} and not after
        texts = ("", whole) if after else (whole, "")
        return [Line(change.pk, "", words.row(model, key, before or after), *texts, put_back)]
    lines = []
    added = {"restricted", "kind"} if change.operation == Operation.INSERT else set()
    for name in [name for name in labels if name not in added]:
        texts = words.value(name, before.get(name)), words.value(name, after.get(name))
        if name in after.keys() | before.keys() and texts[0] != texts[1]:
            may_now = may and change.operation == Operation.UPDATE
            may_now = may_now and comes_back(model, name) and not words.is_other(model, key)
            if name == "owner":
                may_now = may_now and words.member.can(Can.CLIENTS_OWN)
            lines.append(Line(change.pk, name, words.label(model, key, name), *texts, may_now))
    return lines


def comes_back(model: str, name: str) -> bool:
    """Whether a field can be given back by itself; who may not know it is not asked here."""
    own = model in {called.CLIENT, called.CONTACT} and name.startswith(called.EXTRA)
    return own or name in BY_ITSELF.get(model, ())


def restorable(owner: Client | Contact, change: Change, field: str) -> Any:
    """The value of ``field`` before ``change``; KeyError where it did not touch it.

    A value of a client that went up in ``owner`` is not one that ``owner`` ever had.
    """
    other = change.model == owner._meta.label_lower and change.object_id != owner.pk
    if other or change.operation != Operation.UPDATE or not comes_back(change.model, field):
        raise KeyError(field)
    return (change.before or {})[field]
