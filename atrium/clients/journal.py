"""How clients are taken back by an undo, and what follows when they change."""

from collections.abc import Iterable

from django.db import models
from django.utils import timezone

from atrium.clients.models import Client, Contact, Link, Location, Point, State
from atrium.clients.search.index import reindex
from atrium.clients.search.people_index import reindex_people
from atrium.clients.tenure import in_a_circle
from atrium.foundation.errors import Refusal
from atrium.timeline.acting import Acting, acting
from atrium.timeline.finishing import whenever
from atrium.timeline.undoing import withdraws


@withdraws("clients.client")
def withdraw(act: Acting, client: Client) -> None:
    """A client is never deleted (R20): what an undone import brought is withdrawn from sight."""
    act.change(client, state=State.WITHDRAWN, state_since=timezone.now())


@withdraws("clients.contact")
def withdraw_person(act: Acting, contact: Contact) -> None:
    """A person whom others refer to meanwhile is put into the archive instead."""
    others = [
        relation.related_model._base_manager.filter(**{relation.field.name: contact})
        for relation in contact._meta.related_objects
    ]
    if any(rows.exists() for rows in others):
        act.change(contact, archived_at=timezone.now())
    else:
        act.remove(contact)


@withdraws("clients.link")
def withdraw_link(act: Acting, link: Link) -> None:
    """What was hung on the link since goes with it."""
    for report in link.reports.all():
        act.change(report, reports_to_id=link.reports_to_id)
    act.remove_many(list(link.given_roles.all()))
    act.remove(link)


@whenever("clients.link")
def keep_the_order_of_people(touched: Iterable[models.Model]) -> None:
    """What holds among the contacts of a client, whoever changed them, also after an undo.

    One of them is primary (R09); nobody is above themselves (J15), else the act is refused.
    """
    clients = sorted({row.client_id for row in touched if isinstance(row, Link)})
    links = Link.objects.current().filter(client__in=clients).order_by("id")
    of: dict[int, list[Link]] = {}
    for link in links:
        of.setdefault(link.client_id, []).append(link)
    for there in of.values():
        if in_a_circle({link.pk: link.reports_to_id for link in there}):
            msg = "That would make someone report to themselves. Change who reports to whom first."
            raise Refusal(msg)
        if not any(link.is_primary for link in there):
            with acting(by=None, label="Kept one contact primary") as act:
                act.change(there[0], is_primary=True)


@whenever("clients.client", "clients.point", "clients.contact", "clients.link", "clients.location")
def follow_with_search(touched: Iterable[models.Model]) -> None:
    """What is found of a client is what it says at this moment, in the transaction that says it."""
    clients: set[int] = set()
    contacts: set[int] = set()
    for row in touched:
        match row:
            case Client():
                clients.add(row.pk)
            case Contact():
                contacts.add(row.pk)
            case Link() | Location():
                clients.add(row.client_id)
            case Point(client_id=int() as client):
                clients.add(client)
            case Point(contact_id=int() as contact):
                contacts.add(contact)
    if contacts:
        stand = Link.objects.current().filter(contact__in=contacts)
        clients.update(stand.values_list("client_id", flat=True))
    reindex_people(contacts)
    reindex(clients)


@whenever(
    "clients.status",
    "clients.tag",
    "clients.locationtype",
    "clients.contactrole",
    "clients.field",
)
def forget_the_words(rows: Iterable[models.Model]) -> None:
    """Let every process read the organisation's words anew, also after an undo."""
    for row in list(rows)[:1]:
        row.organisation.forget_lexicon()  # type: ignore[attr-defined]
