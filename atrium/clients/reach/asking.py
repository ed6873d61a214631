"""The one question before anything goes out: may we, how and when do we reach whom.

    answer = reach(client, Purpose.BILLING, at=now())
    for way in answer.reached:
        send(way.channel, way.address, at=way.earliest)
    answer.verdicts  # everyone who was considered, each with the reason (X05)

Who: for billing those with a role that is reached for bills, in an emergency the emergency contact and
those with a role for emergencies, for all else the primary contact; where none of them can be reached the primary
contact, then the client's own addresses, in an emergency then anyone (J17). The person's own wishes
go before the client's, those before the organisation's; do not contact of either holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from atrium.clients import lexicon
from atrium.clients.models import Client, Contact, ContactRole, Link, Location, Point, Preference
from atrium.clients.models.contact_role import ReachedFor
from atrium.clients.models.location_type import Receives
from atrium.clients.reach.agreed import with_consents
from atrium.clients.reach.deciding import Answer, Party, decide
from atrium.clients.reach.hours import Opening
from atrium.clients.reach.words import BUILT_IN, Channel, Purpose, channel_of
from atrium.foundation.translation import gettext
from atrium.organisations.models import Organisation

ROLES = {Purpose.BILLING: ReachedFor.BILLING, Purpose.EMERGENCIES: ReachedFor.EMERGENCY}
MOST = 200
_POSTED = (Receives.LETTERS, Receives.BILLS, Receives.NOTHING)
_BILLED = (Receives.BILLS, Receives.LETTERS, Receives.NOTHING)


def reach(
    client: Client,
    purpose: Purpose,
    *,
    at: datetime,
    urgent: bool = False,
    channels: frozenset[Channel] = frozenset(Channel),
) -> Answer:
    """Whom to reach for ``purpose`` at the earliest from ``at`` on, how, and why (J11, X05).

    ``channels``: what the asker can send by. ``urgent`` does not wait for business hours.
    """
    known = _Known(client)
    return decide(known.parties(purpose), purpose, at=at, urgent=urgent, channels=channels)


def reach_person(
    contact: Contact,
    purpose: Purpose,
    *,
    at: datetime,
    urgent: bool = False,
    channels: frozenset[Channel] = frozenset(Channel),
) -> Answer:
    """The same of one person by themselves, as they are reached where no client is concerned."""
    own, ours = Preference.of(contact), Preference.of(None)
    points = list(contact.points.order_by("-preferred", "id"))
    party = _party(
        contact, gettext("The person"), 0, points, [own, ours], purpose, contact.organisation
    )
    told = with_consents([party], purpose)
    return decide(told, purpose, at=at, urgent=urgent, channels=channels)


@dataclass(frozen=True)
class Chosen:
    """What was decided of each of those who were named by hand, and whose addresses were named."""

    answer: Answer
    contacts: dict[str, Contact]


def chosen(  # noqa: PLR0913 - each names somebody in another way
    client: Client,
    purpose: Purpose,
    *,
    at: datetime,
    channels: frozenset[Channel] = frozenset(Channel),
    contacts: Collection[UUID] = (),
    emails: Collection[str] = (),
    itself: bool = False,
) -> Chosen:
    """Whether those may be reached that a member named: contacts by key, anybody by address.

    Each is decided by themselves. ``emails`` are in their normal form; one that nobody here has is
    not decided about. ``itself``: the client by its own addresses as well.
    """
    known, parties = _Known(client), []
    found: dict[str, Contact] = {}
    for link in known.links:
        named = known.addresses(link.contact_id) & set(emails)
        found |= dict.fromkeys(named, link.contact)
        if named or link.contact.public_id in contacts:
            parties.append(known.person(link, 0, gettext("Chosen by hand"), purpose))
    if itself or known.addresses(None) & set(emails):
        parties.append(known.itself(0, purpose))
    parties = with_consents(parties, purpose, client)
    answer = decide(parties, purpose, at=at, urgent=True, channels=channels)
    strangers = Point.objects.filter(kind="email", normal__in=set(emails) - found.keys())
    for point in strangers.filter(contact__isnull=False).select_related("contact"):
        one = reach_person(point.contact, purpose, at=at, urgent=True, channels=channels)
        # By the address alone: the member may not know whose it is.
        verdicts = [replace(v, party=replace(v.party, name=point.normal)) for v in one.verdicts]
        answer = replace(answer, verdicts=(*answer.verdicts, *verdicts))
    return Chosen(answer, found)


class _Known:
    """What is known of a client and its people; five statements however many there are."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.organisation = client.organisation
        links = Link.objects.current().filter(client=client).select_related("contact")
        rows = links.prefetch_related("given_roles").order_by("-is_primary", "id")
        self.links: list[Link] = list(rows[:MOST])
        contacts = [link.contact_id for link in self.links]
        self.points: defaultdict[int | None, list[Point]] = defaultdict(list)
        points = Point.objects.filter(Q(client=client) | Q(contact__in=contacts))
        for point in points.order_by("-preferred", "id"):
            self.points[point.contact_id].append(point)
        whose = Q(client=client) | Q(contact__in=contacts) | Q(client=None, contact=None)
        found = Preference.objects.filter(whose)
        self.preferences = {(row.client_id, row.contact_id): row for row in found}

    def parties(self, purpose: Purpose) -> list[Party]:
        """Everyone who could be reached for it, in their tiers."""
        found = [
            self.person(link, tier, what, purpose)
            for link in self.links
            for tier, what in [self._standing(link, purpose)]
            if tier is not None
        ]
        post = self._post(_BILLED if purpose == Purpose.BILLING else _POSTED)
        own = _with(self.itself(2, purpose), {Channel.POST: post} if post else {})
        return with_consents([*found, own], purpose, self.client)

    def addresses(self, contact: int | None) -> set[str]:
        """The e-mail addresses of a contact, or the client's own, in their normal form."""
        return {point.normal for point in self.points[contact] if point.kind == "email"}

    def itself(self, tier: int, purpose: Purpose) -> Party:
        """The client by its own addresses."""
        steps = [self._preference(self.client.pk, None), self._preference(None, None)]
        points, what = self.points[None], gettext("The client's own address")
        return _party(self.client, what, tier, points, steps, purpose, self.organisation)

    def _standing(self, link: Link, purpose: Purpose) -> tuple[int | None, str]:
        """In which tier the person is considered, and as what."""
        wanted = ROLES.get(purpose)
        if purpose == Purpose.EMERGENCIES and self._emergency_contact() == link.contact_id:
            return 0, gettext("The emergency contact")
        if wanted and (role := self._role(link, wanted)):
            return 0, gettext("Has the role {role}").format(role=role)
        if link.is_primary:
            return (1 if wanted else 0), gettext("The primary contact")
        return (3, gettext("Another contact")) if purpose == Purpose.EMERGENCIES else (None, "")

    def _emergency_contact(self) -> int | None:
        return self._preference(self.client.pk, None).emergency_contact_id

    def _role(self, link: Link, wanted: ReachedFor) -> ContactRole | None:
        """The role of the person that is reached for it, where they have one."""
        words = lexicon.of(self.organisation).contact_roles
        roles = (words[given.role_id] for given in link.given_roles.all())
        return next((role for role in roles if role.reached_for == wanted), None)

    def _preference(self, client: int | None, contact: int | None) -> Preference:
        return self.preferences.get((client, contact)) or Preference()

    def person(self, link: Link, tier: int, what: str, purpose: Purpose) -> Party:
        """Somebody who stands with the client."""
        steps = [
            self._preference(None, link.contact_id),
            self._preference(self.client.pk, None),
            self._preference(None, None),
        ]
        points = self.points[link.contact_id]
        return _party(
            link.contact, what, tier, points, steps, purpose, self.organisation, self.client
        )

    def _post(self, order: Sequence[Receives]) -> str:
        """The address for letters: of the types that receive what comes first, the default one."""
        types = lexicon.of(self.organisation).location_types
        places: list[Location] = list(Location.objects.filter(client=self.client)[:MOST])
        places.sort(key=lambda p: (order.index(types[p.type_id].receives), not p.is_default, p.pk))
        return places[0].line if places else ""


def _party(  # noqa: PLR0913, PLR0917 - all that is known of one of them
    who: Client | Contact,
    what: str,
    tier: int,
    points: list[Point],
    steps: list[Preference],
    purpose: Purpose,
    organisation: Organisation,
    client: Client | None = None,
) -> Party:
    choice, chosen_by = _choice(steps, purpose)
    texts = [who.preferred_channel, client.preferred_channel if client else ""]
    zones = [who.timezone, client.timezone if client else "", organisation.timezone]
    return Party(
        name=str(who),
        key=str(who.public_id) if isinstance(who, Contact) else "",
        as_what=what,
        tier=tier,
        addresses=_addresses(points),
        zone=ZoneInfo(next(zone for zone in zones if zone)),
        choice=choice,
        chosen_by=chosen_by,
        prefers=next(filter(None, map(_preferred, texts)), None),
        bars=(client.bars if client else {}) | who.bars,
        opening=Opening(
            week=next((s.opening.week for s in steps if any(s.opening.week)), Opening().week),
            quiet=next((s.quiet for s in steps if s.quiet), None),
        ),
    )


def _preferred(text: str) -> Channel | None:
    """The channel that a text begins with: "Phone, mornings" prefers the phone."""
    return channel_of(text) or channel_of(text.split(",", maxsplit=1)[0])


def _choice(steps: list[Preference], purpose: Purpose) -> tuple[str, str]:
    for step in steps:
        if purpose in step.choices:
            whose = (
                gettext("their own")
                if step.contact_id
                else gettext("the client's")
                if step.client_id
                else "your"
            )
            return step.choices[purpose], gettext("{whose} setting").format(whose=whose)
    return BUILT_IN[purpose], gettext(
        "unless somebody says yes"
    ) if purpose == Purpose.MAILINGS else ""


def _addresses(points: list[Point]) -> dict[Channel, str]:
    """The first sound address of each channel; an SMS goes to the phone that is called a mobile."""
    found: dict[Channel, str] = {}
    for point in points:
        if not point.sound:
            continue
        if point.kind == "email":
            found.setdefault(Channel.EMAIL, point.normal)
        elif point.kind == "phone":
            found.setdefault(Channel.PHONE, point.value)
            if "mob" in point.label.lower():
                found.setdefault(Channel.SMS, point.value)
    if Channel.PHONE in found:
        found.setdefault(Channel.SMS, found[Channel.PHONE])
    return found


def _with(party: Party, more: dict[Channel, Any]) -> Party:
    return Party(**{**vars(party), "addresses": {**party.addresses, **more}})
