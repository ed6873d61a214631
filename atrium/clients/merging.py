"""What becomes of what clients have when they are merged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from atrium.clients.merge_rows import door, referred_to, roles_of
from atrium.clients.merge_rules import (
    Moving,
    goes_along,
    lets_go,
    loose,
    moves,
    moves_all,
    stays,
)
from atrium.clients.models import Different, LinkRole
from atrium.foundation.translation import gettext, gettext_lazy

stays("timeline.event", why="An event is never changed; both stories are read together.")
stays("timeline.change", why="The journal is never changed.")
stays("clients.presence", why="Forgotten after half a minute.")
stays("clients.sighting", why="The log of who saw what is never changed.")
stays("clients.fieldkey", why="Derived from what the fields say.")
stays("clients.client", field="survivor", why="Set by the merge itself.")
stays("clients.merge", field="kept", why="The merge itself; an undo goes step by step.")
stays("clients.merge", field="absorbed", why="The merge itself.")
moves_all("notifications.notification")
moves_all("clients.servicearea", noun=gettext_lazy("service areas"))
moves_all("clients.fieldfile", noun=gettext_lazy("files"))

goes_along("clients.servicearea", "around")
lets_go("clients.link", "reports_to")

for _name in (
    "searchtoken",
    "searchdocument",
    "duplicateprofile",
    "duplicatekey",
    "duplicatestale",
):
    loose(f"clients.{_name}.client_key", kept_by="made anew from the clients")
loose("clients.duplicatepair.first_key", kept_by="made anew from the clients")
loose("clients.duplicatepair.second_key", kept_by="made anew from the clients")
loose("clients.persontoken.contact_key", kept_by="names a contact")
loose("timeline.change.object_id", kept_by="names the row, which keeps its key")
loose("timeline.event.subject_id", kept_by="read through ClientQuerySet.met_by()")

type _Key = Callable[[Any], Any]


def _once(moving: Moving, key: _Key, reason: str) -> None:
    """Keep back what stands already: of one key there is one."""
    taken = {key(row) for row in moving.standing} - {None}
    for row in moving.rows:
        mine = key(row)
        if mine is not None and mine in taken:
            moving.keep_back(row, reason)
        taken.add(mine)


def _first(moving: Moving, holds: _Key, **without: Any) -> None:
    """Let one of each key keep a mark, that of the client that stays before others."""
    taken = {holds(row) for row in moving.standing} - {None}
    for row in moving.rows:
        mine = holds(row)
        if row.pk in moving.stay or mine is None:
            continue
        if mine in taken:
            moving.set(row, **without)
        taken.add(mine)


@moves(
    "clients.tagging",
    noun=gettext_lazy("tags"),
    one=lambda row: gettext("Tag {tag}").format(tag=row.tag),
)
def tags(moving: Moving) -> None:
    _once(moving, lambda row: row.tag_id, gettext("it has this tag already"))


@moves(
    "clients.favourite",
    noun=gettext_lazy("stars"),
    one=lambda row: gettext("Star of {member}").format(member=row.member),
)
def stars(moving: Moving) -> None:
    _once(moving, lambda row: row.member_id, gettext("the member has starred it already"))


@moves(
    "clients.grant",
    noun=gettext_lazy("people let in"),
    one=lambda row: gettext("Access of {whom}").format(whom=row.whom),
)
def grants(moving: Moving) -> None:
    _once(moving, lambda row: (row.member_id, row.team_id), gettext("they may see it already"))


@moves(
    "clients.assignment",
    noun=gettext_lazy("seats in the team"),
    one=lambda row: gettext("Seat of {whom} as {role}").format(whom=row.whom, role=row.role),
)
def seats(moving: Moving) -> None:
    _once(
        moving,
        lambda row: (row.member_id, row.team_id) if row.until is None else None,
        gettext("they are in its team already"),
    )


@moves(
    "clients.nocontact",
    noun=gettext_lazy("do-not-contact marks"),
    one=lambda row: gettext("Do not contact {words}: {reason}").format(
        words=row.words, reason=row.reason
    ),
)
def bars(moving: Moving) -> None:
    standing = gettext("it is not to be contacted so already")
    _once(moving, lambda row: row.channel if row.lifted_at is None else None, standing)


@moves(
    "clients.hold",
    noun=gettext_lazy("holds"),
    one=lambda row: gettext("Hold: {reason}").format(reason=row.reason),
)
def holds(moving: Moving) -> None:
    _once(moving, lambda row: row.lifted_at is None or None, gettext("it is on hold already"))


@moves(
    "clients.flag",
    noun=gettext_lazy("flags"),
    one=lambda row: gettext("Flag: {reason}").format(reason=row.reason),
)
def flags(moving: Moving) -> None:
    _once(moving, lambda row: row.cleared_at is None or None, gettext("it is flagged already"))


@moves(
    "clients.point",
    noun=gettext_lazy("e-mail addresses, phones and links"),
    one=lambda row: f"{row.get_kind_display()} {row.value}",
)
def points(moving: Moving) -> None:
    _once(
        moving, lambda row: (row.kind, row.normal or row.value), gettext("it has this one already")
    )
    _first(moving, lambda row: row.kind if row.preferred else None, preferred=False)


@moves(
    "clients.location",
    noun=gettext_lazy("addresses"),
    one=lambda row: gettext("Address {row}").format(row=row),
)
def locations(moving: Moving) -> None:
    needed = referred_to(moving.rows)
    keys = {row.pk: object() for row in moving.rows if row.pk in needed or row.site_notes}
    _once(moving, lambda row: keys.get(row.pk, door(row)), gettext("it has this address already"))
    _first(moving, lambda row: row.type_id if row.is_default else None, is_default=False)


@moves(
    "clients.link",
    noun=gettext_lazy("contacts"),
    one=lambda row: gettext("Contact {contact}").format(contact=row.contact),
)
def links(moving: Moving) -> None:
    """Who stands with both keeps the link of the client that stays, with the roles of either."""
    stands = {row.contact_id: row for row in moving.standing if row.ended_on is None}
    roles = roles_of([*moving.standing, *moving.rows])
    kept: dict[int, int] = {}
    for row in moving.rows:
        if row.ended_on is not None:
            continue
        same = stands.setdefault(row.contact_id, row)
        if same is row:
            continue
        moving.keep_back(row, gettext("they are a contact of it already; their roles are added"))
        kept[row.pk] = same.pk
        if row.job_title and not same.job_title:
            moving.set(same, job_title=row.job_title)
        for role in sorted(roles.get(row.pk, set()) - roles.setdefault(same.pk, set())):
            moving.add.append(LinkRole(link=same, role_id=role))
            roles[same.pk].add(role)
    for row in moving.rows:
        if row.pk not in moving.stay and row.reports_to_id in kept:
            moving.set(row, reports_to_id=kept[row.reports_to_id])
    _first(moving, lambda row: row.is_primary or None, is_primary=False)


@moves("clients.preference", noun=gettext_lazy("preferences"), one=lambda _: gettext("Preferences"))
def preferences(moving: Moving) -> None:
    """Of two, that of the client that stays is filled up with what it does not say."""
    stands = next(iter(moving.standing), None)
    for row in moving.rows:
        if stands is None:
            stands = row
            continue
        moving.keep_back(
            row, gettext("it has preferences of its own; what they left open is filled in")
        )
        fill(moving, stands, row, _SAID)


_SAID = [
    ("hours",),
    ("quiet_start", "quiet_end"),
    ("answer_within",),
    ("emergency",),
    ("emergency_contact_id",),
    ("choices",),
]


def fill(moving: Moving, stands: Any, row: Any, groups: Iterable[tuple[str, ...]]) -> None:
    """Let ``stands`` have what it does not say and ``row`` does; a group of fields goes as one."""
    said = moving.change.get(stands.pk, {})
    for group in groups:
        empty = all(said.get(name, getattr(stands, name)) in _NOTHING for name in group)
        values = {name: getattr(row, name) for name in group}
        if empty and any(value not in _NOTHING for value in values.values()):
            moving.set(stands, **values)


_NOTHING: tuple[Any, ...] = (None, "", [], {})


def _related(moving: Moving, mine: str, theirs: str) -> None:
    """No relation to itself, none twice, one parent of a kind; each kept back with its reason."""
    inside = {moving.survivor.pk, *(client.pk for client in moving.absorbed)}
    for row in moving.rows:
        if getattr(row, theirs) in inside:
            moving.keep_back(row, gettext("it was between clients that are one now"))
    current = [row for row in moving.standing if row.ended_on is None]
    taken = {(getattr(row, theirs), row.kind_id) for row in current}
    parents = {row.kind_id for row in current if row.hierarchical and mine == "second_id"}
    for row in moving.rows:
        if row.pk in moving.stay or row.ended_on is not None:
            continue
        key = (getattr(row, theirs), row.kind_id)
        if key in taken:
            moving.keep_back(row, gettext("it has this relation already"))
        elif mine == "second_id" and row.hierarchical and row.kind_id in parents:
            moving.keep_back(row, gettext("it stands below another one already"))
        else:
            taken.add(key)
            parents |= {row.kind_id} if row.hierarchical and mine == "second_id" else set()


@moves(
    "clients.relation",
    field="first",
    noun=gettext_lazy("relations"),
    one=lambda row: gettext("Relation: {kind}").format(kind=row.kind),
)
def relations(moving: Moving) -> None:
    _related(moving, "first_id", "second_id")


@moves(
    "clients.relation",
    field="second",
    noun=gettext_lazy("relations"),
    one=lambda row: gettext("Relation: {kind}").format(kind=row.kind),
)
def relations_back(moving: Moving) -> None:
    _related(moving, "second_id", "first_id")


@moves("clients.different", field="first")
def told_apart(moving: Moving) -> None:
    _apart(moving, "second_id")


@moves("clients.different", field="second")
def told_apart_back(moving: Moving) -> None:
    _apart(moving, "first_id")


def _apart(moving: Moving, other: str) -> None:
    me = moving.survivor.pk
    inside = {me, *(client.pk for client in moving.absorbed)}
    said = Different.objects.filter(first=me).values_list("second_id", flat=True)
    back = Different.objects.filter(second=me).values_list("first_id", flat=True)
    taken = {*said, *back}
    for row in moving.rows:
        whom = getattr(row, other)
        if whom in inside or whom in taken:
            moving.keep_back(row, "")
            continue
        taken.add(whom)
        first, second = sorted((me, whom))
        moving.set(row, first_id=first, second_id=second)
