"""What a client or a person agreed to, for pages, exports and whoever is about to write to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.urls import reverse

from atrium.clients.exported import Told, exported, tabled
from atrium.clients.models import Client, Contact, Link
from atrium.clients.reach.agreed import Said, knows_consents
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.privacy.models import Consent, ConsentPurpose
from atrium.privacy.models.consent import standing


@dataclass(frozen=True)
class Answer:
    """What was said to one purpose: what stands, and what was said before."""

    stands: Consent
    before: list[Consent]


class Consents:
    """What a client or a person said to the purposes, and what may be done about it."""

    def __init__(self, subject: Client | Contact, member: Member) -> None:
        self.subject = subject
        self.member = member
        self.may_note = member.can(Can.CLIENTS_EDIT) and not subject.is_archived

    @cached_property
    def answers(self) -> list[Answer]:
        """By purpose in the order of their list."""
        rows = Consent.objects.all().of(self.subject).select_related("purpose", "noted_by")
        said: defaultdict[int, list[Consent]] = defaultdict(list)
        for row in rows.newest_first():
            said[row.purpose_id].append(row)
        found = [Answer(some[0], some[1:]) for some in said.values()]
        return sorted(found, key=lambda answer: answer.stands.purpose.position)

    @property
    def note_url(self) -> str:
        """Where another answer is noted."""
        slug = self.member.organisation.slug
        if isinstance(self.subject, Client):
            return reverse("client-consent", args=[slug, self.subject.number])
        return reverse("contact-consent", args=[slug, self.subject.public_id])

    @cached_property
    def purposes(self) -> list[ConsentPurpose]:
        return ConsentPurpose.known()


@knows_consents
def of_mailings(client: Client | None, keys: list[str]) -> Mapping[str, Said]:
    """Who agreed to some purpose that covers mailings, or withdrew what they had agreed to."""
    whose = Q(contact__public_id__in=keys)
    if client is not None:
        whose |= Q(client=client)
    rows = Consent.objects.filter(whose, purpose__covers_mailings=True)
    by_subject: defaultdict[str, list[Consent]] = defaultdict(list)
    for row in rows.select_related("purpose", "contact"):
        by_subject[str(row.contact.public_id) if row.contact else ""].append(row)
    return {key: _said(some) for key, some in by_subject.items()}


def _said(rows: list[Consent]) -> Said:
    stands = sorted(standing(rows).values(), key=lambda row: (row.given, row.said_on, row.pk))
    last = stands[-1]
    words = (
        gettext("agreed to {purpose} on {day:%-d %b %Y}")
        if last.given
        else gettext("withdrew {purpose} on {day:%-d %b %Y}")
    )
    return Said(last.given, words.format(purpose=last.purpose, day=spoken(last.said_on)))


@exported("consents")
def consents(by: Member, clients: Collection[int]) -> Told:
    """Those of the clients themselves and of the people who stand with them."""
    links = Link.objects.current().filter(client__in=clients).values_list("contact", "client")
    homes: defaultdict[int, list[int]] = defaultdict(list)
    for contact, client in links:
        homes[contact].append(client)
    rows = Consent.objects.filter(Q(client__in=clients) | Q(contact__in=list(homes)))
    for row in rows.select_related("purpose", "contact").order_by("said_on", "id"):
        told = {"id": str(row.public_id), "purpose": row.purpose.label, "given": row.given}
        told |= {"on": row.said_on.isoformat(), "source": row.source, "evidence": row.evidence}
        told["contact"] = row.contact.name if row.contact else ""
        told["contact_id"] = str(row.contact.public_id) if row.contact else ""
        for client in [row.client_id] if row.client_id else homes[row.contact_id or 0]:
            yield client, told


@tabled("consent", needs=Can.CLIENTS_SEE)
def cells(by: Member, keys: Collection[int]) -> Iterator[tuple[int, dict[str, str]]]:
    """What stands of each client, in one cell: purpose, whether they agree, on which day, by which way."""
    rows = Consent.objects.filter(client__in=keys).select_related("purpose").order_by("id")
    said: defaultdict[int, list[Consent]] = defaultdict(list)
    for row in rows:
        said[row.client_id or 0].append(row)
    for key, some in said.items():
        told = (
            f"{row.purpose.label}: {'agreed' if row.given else 'withdrawn'} "
            f"{row.said_on.isoformat()} ({row.source})"
            for row in standing(some).values()
        )
        yield key, {"consent": "; ".join(told)}
