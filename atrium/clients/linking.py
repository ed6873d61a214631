"""What to know before a person or a client is linked: it warns, explains and offers the fix (J04).

It never blocks: what blocks is a Refusal of the verb. Apps above add warnings of their own by
``@warns``. All that is told stands on what the member sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from atrium.clients import causes
from atrium.clients.duplicates.entry import likely
from atrium.clients.duplicates.kept import profile_of
from atrium.clients.history.reading import changes_of
from atrium.clients.mail_domains import company_of, is_public
from atrium.clients.models import Client, Contact, Different, Link, Point
from atrium.clients.reach.bars import Bars
from atrium.foundation.causes import Explanation, Step
from atrium.foundation.registry import Registry
from atrium.foundation.said import within
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member

MOST_NAMED = 3
MONTH = 30.4


@dataclass(frozen=True, kw_only=True)
class Linking:
    """What is about to be linked to ``client``: a contact or another client. Both seen by ``member``."""

    member: Member
    client: Client
    contact: Contact | None = None
    other: Client | None = None

    @property
    def subject(self) -> Contact | Client:
        """What is about to be linked."""
        subject = self.contact or self.other
        assert subject is not None, "either is being linked"
        return subject

    @cached_property
    def points(self) -> list[Point]:
        """The ways to reach what is linked."""
        return list(self.subject.points.all())

    @cached_property
    def strangers(self) -> dict[str, list[Client]]:
        """The domains of the person's addresses that are of other clients, and whose."""
        if self.contact is None:
            return {}
        domains = (p.normal.rpartition("@")[2] for p in self.points if p.kind == "email")
        found = {d: company_of(d, self.member) for d in domains if not is_public(d)}
        mine = self.client.pk
        others = {d: owners for d, owners in found.items() if owners}
        return {d: owners for d, owners in others.items() if mine not in {o.pk for o in owners}}

    @property
    def open(self) -> Step:
        """The page on which most of it is mended."""
        if self.contact is not None:
            return causes.open_person(self.contact)
        assert self.other is not None, "either is being linked"
        return causes.open_client(self.other)


type Check = Callable[[Linking], Iterator[Explanation]]
CHECKS: Registry[Check] = Registry()


def warns(check: Check) -> Check:
    """Ask this as well before something is linked."""
    CHECKS.add(check.__qualname__, check)
    return check


def warnings_of(linking: Linking) -> list[Explanation]:
    """What to know before linking, the gravest first; empty where all is well."""
    return [told for check in CHECKS for told in check(linking)]


def said_of(links: Iterable[Link], member: Member) -> list[str]:
    """The warnings about links that were just made, for those who did not see them while picking."""
    told: list[str] = []
    for link in list(links)[:MOST_NAMED]:
        linking = Linking(member=member, client=link.client, contact=link.contact)
        told += [f"{each.cause.title}: {link.contact}." for each in warnings_of(linking)[:1]]
    return told


def warnings_of_merge(member: Member, keep: Client, absorb: Iterable[Client]) -> list[Explanation]:
    """What to know before clients are merged: not that they look alike, for that is why."""
    told = (
        warning
        for other in absorb
        for warning in warnings_of(Linking(member=member, client=keep, other=other))
    )
    return [warning for warning in told if warning.code in _BEFORE_A_MERGE]


_BEFORE_A_MERGE = {causes.LINK_TOLD_APART, causes.LINK_BARRED, causes.ON_HOLD}


@warns
def barred(linking: Linking) -> Iterator[Explanation]:
    """Whom not to contact."""
    if bars := Bars.of(linking.subject.bars, linking.client.bars):
        text = f"{linking.subject}: {within(bars.words)}. {bars.why}".strip()
        yield Explanation(causes.LINK_BARRED, text, (linking.open,))


@warns
def put_away(linking: Linking) -> Iterator[Explanation]:
    """A client of the archive or on hold, a contact of the archive."""
    subject = linking.subject
    if subject.is_archived:
        code = causes.ARCHIVED if linking.other else causes.CONTACT_ARCHIVED
        text = gettext("{subject} is archived and cannot be linked until it is restored.").format(
            subject=subject
        )
        yield Explanation(code, text, (linking.open,))
    if linking.other is not None and linking.other.holds.filter(lifted_at=None).exists():
        text = gettext("{subject} is on hold at present.").format(subject=subject)
        yield Explanation(causes.ON_HOLD, text, (linking.open,))


@warns
def duplicate_contact(linking: Linking) -> Iterator[Explanation]:
    """Other people of the same name, e-mail address or phone."""
    if linking.contact is None:
        return
    person = linking.contact
    normals = [p.normal for p in linking.points if p.kind != "link" and p.sound]
    same = Q(name_key=person.name_key) | Q(points__normal__in=normals)
    seen = Contact.objects.visible_to(linking.member).live().filter(same).exclude(pk=person.pk)
    twins = list(seen.order_by("name_key", "id").distinct()[:MOST_NAMED])
    if twins:
        names = gettext(" and ").join(_stands(twin, linking.member) for twin in twins)
        text = gettext(
            "{person} may be here twice: {names} has the same name, e-mail or phone."
        ).format(person=person, names=names)
        steps = tuple(causes.open_person(twin) for twin in twins)
        yield Explanation(causes.LINK_DUPLICATE, text, steps)


@warns
def duplicate_client(linking: Linking) -> Iterator[Explanation]:
    """Clients that the other one looks like, and what somebody said of the two."""
    if linking.other is None:
        return
    client, other, by = linking.client, linking.other, linking.member
    apart = set(Different.objects.filter(first=other.pk).values_list("second_id", flat=True)) | set(
        Different.objects.filter(second=other.pk).values_list("first_id", flat=True)
    )
    if client.pk in apart:
        text = gettext("Somebody said that {client} and {other} are two different clients.").format(
            client=client, other=other
        )
        yield Explanation(causes.LINK_TOLD_APART, text, (linking.open,))
    alike = [
        one
        for one in likely(profile_of(other), by)
        if one.level is not None and one.client.pk not in {*apart, other.pk}
    ]
    for one in alike[:MOST_NAMED]:
        compare = reverse("duplicates-compare", args=[by.organisation.slug])
        step = Step(
            does="compare",
            label=gettext("Compare {code} and {client_code}").format(
                code=other.code, client_code=one.client.code
            ),
            url=f"{compare}?client={other.number}&client={one.client.number}",
            icon="git-compare",
        )
        reasons = "; ".join(one.reasons)
        text = (
            gettext("{other} may be the same as {client} ({code}). {reasons}")
            .format(other=other, client=one.client, code=one.client.code, reasons=reasons)
            .strip()
        )
        steps = (causes.open_client(one.client), step)
        yield Explanation(causes.LINK_DUPLICATE, text, steps)


@warns
def unreachable(linking: Linking) -> Iterator[Explanation]:
    """Neither a phone nor an e-mail address."""
    if not any(point.kind in {"email", "phone"} for point in linking.points):
        text = gettext(
            "{subject} has no phone and no e-mail address. Add one on their page."
        ).format(subject=linking.subject)
        yield Explanation(causes.LINK_UNREACHABLE, text, (linking.open,))


@warns
def invalid(linking: Linking) -> Iterator[Explanation]:
    """Addresses and numbers that no check accepts."""
    if wrong := [point.value for point in linking.points if not point.sound]:
        told = ", ".join(wrong[:MOST_NAMED])
        text = gettext("{told} of {subject} cannot be right. Mend it on their page.").format(
            told=told, subject=linking.subject
        )
        yield Explanation(causes.LINK_INVALID, text, (linking.open,))


@warns
def wrong_company(linking: Linking) -> Iterator[Explanation]:
    """The e-mail address is of another client's domain."""
    for domain, owners in linking.strangers.items():
        some = owners[:MOST_NAMED]
        names = gettext(" and ").join(f"{owner} ({owner.code})" for owner in some)
        text = gettext("{contact} writes from {domain}, which is the domain of {names}.").format(
            contact=linking.contact, domain=domain, names=names
        )
        steps = tuple(causes.open_client(owner) for owner in some)
        yield Explanation(causes.LINK_WRONG_COMPANY, text, steps)


@warns
def stands_elsewhere(linking: Linking) -> Iterator[Explanation]:
    """The person stands with another client at present, of which nothing was said yet."""
    if linking.contact is None:
        return
    told = {owner.pk for owners in linking.strangers.values() for owner in owners}
    seen = Client.objects.visible_to(linking.member).exclude(pk__in={*told, linking.client.pk})
    links = Link.objects.current().filter(contact=linking.contact, client__in=seen)
    some = list(links.select_related("client", "client__organisation")[:MOST_NAMED])
    if some:
        names = gettext(" and ").join(f"{link.client}" for link in some)
        text = gettext(
            "{contact} stands with {names} already. Delink them there if they moved."
        ).format(contact=linking.contact, names=names)
        steps = tuple(causes.open_client(link.client) for link in some)
        yield Explanation(causes.LINK_ELSEWHERE, text, steps)


@warns
def outdated(linking: Linking) -> Iterator[Explanation]:
    """Nothing about it was changed for as long as the organisation's settings allow."""
    months = linking.member.organisation.outdated_after
    days = (timezone.now() - _last_changed(linking)).days
    if months and days > months * MONTH:
        text = gettext(
            "Nothing about {subject} was changed for {days} months. Check whether it is still right."
        ).format(subject=linking.subject, days=int(days / MONTH))
        yield Explanation(causes.LINK_OUTDATED, text, (linking.open,))


def _last_changed(linking: Linking) -> datetime:
    last = changes_of(linking.subject, linking.member).order_by("-id").select_related("act").first()
    return last.act.at if last else linking.subject.created_at


def _stands(person: Contact, member: Member) -> str:
    seen = Client.objects.visible_to(member)
    link = Link.objects.current().filter(contact=person, client__in=seen).first()
    return f"{person} of {link.client}" if link else str(person)
