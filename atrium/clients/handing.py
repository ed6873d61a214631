"""Handing clients over: what goes along with a change of owner, and what it will move (R19)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import QueryDict

from atrium.clients import lexicon
from atrium.clients.events import AssignmentGiven, OwnerChanged
from atrium.clients.models import Assignment, Client, State
from atrium.clients.models.client_queryset import ClientQuerySet
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.registry import Registry
from atrium.foundation.said import listed
from atrium.foundation.translation import gettext, ngettext
from atrium.organisations.models import Member
from atrium.timeline.acting import Acting
from atrium.timeline.models import Event

LONGEST_NOTE = 2000

# What goes along: from clients with their old owners to how many things of each client went.
type Along = Callable[[Acting, dict[int, int], Member], dict[int, int]]


@dataclass(frozen=True, kw_only=True)
class Goes:
    """Something of the old owner that may go along with a client, as the form offers it."""

    slug: str
    label: str
    one: str
    many: str
    move: Along

    def counted(self, count: int) -> str:
        return f"{count} {self.one if count == 1 else self.many}"


GOES: Registry[Goes] = Registry()


def goes_along(**options: Any) -> Callable[[Along], Along]:
    """Offer to hand over what an app keeps: slug, label, one, many. Put it in reactions.py."""

    def register(move: Along) -> Along:
        GOES.add(options["slug"], Goes(move=move, **options))
        return move

    return register


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Under which terms clients change hands.

    ``keep`` is the team role that the old owner has from now on, if any; ``total`` how many
    clients the whole order means.
    """

    owner: Member | None
    note: str = ""
    keep: str = ""
    along: frozenset[str] = frozenset()
    total: int = 1

    @classmethod
    def read(cls, owner: Member | None, data: dict[str, Any]) -> Terms:
        """The terms of an order."""
        return cls(
            owner=owner,
            note=str(data.get("note", "")).strip()[:LONGEST_NOTE],
            keep=str(data.get("keep", "")).strip()[:60],
            along=frozenset(data.get("along", ())),
            total=int(data.get("total", 1)),
        )


def hand_over(act: Acting, clients: list[Client], terms: Terms) -> dict[int, str]:
    """Give the clients to their new owner; those that are theirs already come back with the reason."""
    members = lexicon.of(act.by.organisation).members if act.by else {}
    old: dict[int, Any] = {c.pk: c.owner_id for c in clients}
    given = act.change_many(clients, owner=terms.owner)
    went = _move_along(act, {c.pk: old[c.pk] for c in given if old[c.pk]}, terms)
    if terms.keep:
        _keep_on_the_team(act, given, old, members, terms)
    leads = _leads(act, given, old, members, terms)
    after = terms.owner.name if terms.owner else "nobody"
    act.record_many(
        (
            OwnerChanged(
                before=members[old[c.pk]].name if old[c.pk] else "nobody",
                after=after,
                note=terms.note,
                of=terms.total,
                along=went.get(c.pk, ""),
                lead=leads.get(c.pk, []),
            ),
            c,
        )
        for c in given
    )
    changed = {c.pk for c in given}
    reason = gettext("belongs to them already") if terms.owner else gettext("has no owner already")
    return {c.pk: reason for c in clients if c.pk not in changed}


def _move_along(act: Acting, old: dict[int, Any], terms: Terms) -> dict[int, str]:
    """Move what is to go along; for each client in words what went."""
    told: defaultdict[int, list[str]] = defaultdict(list)
    if terms.owner is not None and old:
        for goes in GOES:
            if goes.slug in terms.along:
                for client, count in goes.move(act, old, terms.owner).items():
                    told[client].append(goes.counted(count))
    return {client: listed(words) for client, words in told.items()}


def _keep_on_the_team(
    act: Acting, given: list[Client], old: dict[int, Any], members: dict[int, Any], terms: Terms
) -> None:
    seated = Assignment.objects.current().filter(client__in=[c.pk for c in given])
    has = set(seated.values_list("client_id", "member_id"))
    new = []
    for client in given:
        member = members.get(old[client.pk] or 0)
        if member and member.is_active and (client.pk, member.pk) not in has:
            today = act.by.organisation.today() if act.by else None
            new.append(Assignment(client=client, member=member, role=terms.keep, since=today))
    act.insert_many(new)
    act.record_many(
        (AssignmentGiven(member=str(seat.member), role=terms.keep), seat.client) for seat in new
    )


def _leads(
    act: Acting, given: list[Client], old: dict[int, Any], members: dict[int, Any], terms: Terms
) -> dict[int, list[int]]:
    """Who hears of the whole by which client: the new owner and each old one, once an act.

    An old owner hears by a client that they still see.
    """
    earlier = Event.objects.filter(act=act.row, kind=OwnerChanged.code)
    told = {
        m for said in earlier.values_list("particulars", flat=True) for m in said.get("lead") or []
    }
    leads: defaultdict[int, list[int]] = defaultdict(list)
    if terms.owner and given and terms.owner.pk not in told:
        leads[given[0].pk].append(terms.owner.pk)
    for owner in {int(key) for key in old.values() if key} - told:
        mine = [c.pk for c in given if old[c.pk] == owner]
        seen = Client.objects.visible_to(members[owner]).filter(pk__in=mine).order_by("pk")
        first = seen.values_list("pk", flat=True).first() if members[owner].is_active else None
        if first:
            leads[first].append(owner)
    return leads


def refuse_losing(
    clients: ClientQuerySet, *, by: Member, to: Member | None, keep: str, sure: bool
) -> None:
    """Raise a Refusal at ``sure`` where handing these over takes some out of the sight of ``by``."""
    lost = 0 if sure or keep or to == by else clients.seen_as_owner_only(by).count()
    if lost:
        msg = ngettext(
            "After this you no longer see 1 of these clients: it is open to the owner, the team and those named only. Stay on the team, or confirm that you mean it.",
            "After this you no longer see {count} of these clients: they are open to the owner, the team and those named only. Stay on the team, or confirm that you mean it.",
            lost,
        ).format(count=f"{spoken(lost):,}")
        raise Refusal(msg, field="sure")


@dataclass(frozen=True)
class Plan:
    """What handing over would move: how many clients of whom, and how many stay as archived."""

    owners: list[tuple[str, int]]
    archived: int
    moving: int


def plan(clients: ClientQuerySet, by: Member) -> Plan:
    """Counted by one statement, to be shown before it is done."""
    members = lexicon.of(by.organisation).members
    owners: Counter[str] = Counter()
    archived = 0
    rows = clients.order_by().values("owner_id", "state").annotate(n=Count("pk"))
    for row in rows:
        if row["state"] == State.ARCHIVED:
            archived += row["n"]
        else:
            owners[members[row["owner_id"]].name if row["owner_id"] else gettext("Nobody")] += row[
                "n"
            ]
    return Plan(owners.most_common(), archived, sum(owners.values()))


def terms_of(data: QueryDict) -> dict[str, Any]:
    """The terms under which clients are to change hands, as a form sends them."""
    return {
        "note": data.get("note", ""),
        "keep": data.get("keep", ""),
        "along": [slug for slug in data.getlist("along") if slug in GOES],
    }


def offered(by: Member, clients: ClientQuerySet | None = None, **which: Any) -> dict[str, Any]:
    """What the form of a handover shows: what it will move, and what may go along.

    Of these clients, or of those that ``by`` sees and ``which`` says (``owner=bob``).
    """
    if clients is None:
        clients = Client.objects.visible_to(by).filter(**which)
    roles = lexicon.of(by.organisation).team_roles.values()
    return {"plan": plan(clients, by), "goes": list(GOES), "team_roles": list(roles)}


def changed_hands(act: int, by: Member) -> tuple[Event, ClientQuerySet] | None:
    """One event of the handover that this act was, and its clients as far as ``by`` sees them."""
    told = Event.objects.filter(act=act, kind=OwnerChanged.code).select_related("actor")
    clients = Client.objects.visible_to(by).filter(pk__in=told.values("client"))
    event = told.filter(client__in=clients.values("pk")).first()
    return (event, clients.order_by("name_key", "id")) if event else None


def owned_by_member(by: Member) -> list[tuple[Member, int]]:
    """How many live clients that ``by`` sees each member owns; those who left come first."""
    clients: Any = Client.objects.visible_to(by).live().exclude(owner=None)
    rows = clients.order_by().values("owner_id").annotate(n=Count("pk"))
    members = lexicon.of(by.organisation).members
    owners = [(members[row["owner_id"]], row["n"]) for row in rows]
    return sorted(owners, key=lambda pair: (pair[0].is_active, -pair[1], pair[0].name))
