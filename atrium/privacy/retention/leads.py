"""Leads of whom nobody heard any more: people are erased, companies go into the archive without them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef

from atrium.billing.models import Invoice, InvoicePlan, Payment
from atrium.clients.models import Client, Contact, Hold, Link, Status
from atrium.clients.models.client import ClientKind
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, gettext_lazy, ngettext
from atrium.jobs.models import Job, Participation
from atrium.payments.models import Charge
from atrium.privacy.erasing import erase
from atrium.privacy.models.dossier import Dossier
from atrium.privacy.models.request import Sort
from atrium.privacy.retention.sort import RetentionSort, Rows, retains
from atrium.projects.models import Project
from atrium.tenders.models import Tender
from atrium.timeline.acting import acting

if TYPE_CHECKING:
    from atrium.privacy.models.retention_rule import RetentionRule

# Who has one of these is no lead, whatever the status says.
_BUSINESS = (Invoice, InvoicePlan, Payment, Charge, Job, Participation, Project, Tender)


@retains
class Leads(RetentionSort):
    order = 80
    slug, label = "leads", gettext_lazy("Leads without contact")
    becomes = gettext_lazy(
        "Individuals are erased. Companies go into the archive, and people who stand with nobody else are erased."
    )
    stays = gettext_lazy(
        "Who has a hold, an invoice, one that recurs, a payment, a job, a project or a tender stays, and so does "
        "who was in touch since."
    )
    asks_statuses = True
    client = "pk"
    # Each is looked for in every table.
    at_a_time = 5

    def counted(self, count: int) -> str:
        return ngettext("{count:,} lead", "{count:,} leads", count).format(count=spoken(count))

    def rows(self, rule: RetentionRule, before: datetime) -> Rows:
        statuses = Status.objects.filter(public_id__in=rule.statuses)
        old = Client.objects.live().filter(status__in=statuses, active_at__lt=before)
        for model in _BUSINESS:
            old = old.filter(~Exists(model.objects.filter(client=OuterRef("pk"))))
        held = Hold.objects.filter(client=OuterRef("pk"), lifted_at=None)
        rows: Rows = old.filter(~Exists(held)).order_by("active_at", "id")
        return rows

    def take(self, rule: RetentionRule, rows: list[Any]) -> None:
        for client in rows:
            if client.kind == ClientKind.INDIVIDUAL:
                _erase(client)
                continue
            with acting(
                by=None,
                label=gettext("Archived {client}, a lead without contact").format(client=client),
            ):
                client.archive(by=None)
            for contact in _people_of(client):
                _erase(contact)

    def named(self, row: Any) -> str:
        return f"{spoken(row.organisation.local(row.active_at)):%-d %b %Y}: {row.code} {row.name}"


def _people_of(client: Client) -> list[Contact]:
    """Those who stand with this client and with nobody else."""
    own = Link.objects.filter(client=client).values("contact")
    elsewhere = Link.objects.filter(contact=OuterRef("pk")).exclude(client=client)
    return list(Contact.objects.filter(~Exists(elsewhere), pk__in=own))


def _erase(subject: Client | Contact) -> None:
    sort = Sort.CLIENT if isinstance(subject, Client) else Sort.CONTACT
    for dossier in Dossier.objects.filter(sort=sort, subject_id=subject.pk):
        dossier.expire()
    erase(subject)
