"""How clients are taken back by an undo, and what follows when they change."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from atrium.clients.completeness import AT_ONCE, recount
from atrium.clients.duplicates import kept
from atrium.clients.field_index import follow
from atrium.clients.group import has_circle
from atrium.clients.models import (
    Assignment,
    Client,
    Contact,
    Field,
    FieldFile,
    Link,
    LinkRole,
    Location,
    NoContact,
    Point,
    Relation,
    State,
)
from atrium.clients.models.no_contact import keep_bars
from atrium.clients.search.document import documents_of_new
from atrium.clients.search.index import reindex
from atrium.clients.search.people_index import index_new_people, reindex_people
from atrium.clients.tasks import find_on_earth, index_field, recount_all
from atrium.clients.tenure import in_a_circle
from atrium.clients.unmerging import complete, refuse_out_of_order
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations import current
from atrium.organisations.models import Counter, Member
from atrium.timeline.acting import Acting, acting
from atrium.timeline.finishing import seen, whenever
from atrium.timeline.references import referred_to
from atrium.timeline.undoing import before_undoing, when_undone, withdraws
from atrium.timeline.values import client_of, clients_of

MOST_LOOKED_UP = 20

before_undoing(refuse_out_of_order)
when_undone(complete)


@withdraws("clients.client")
def withdraw(act: Acting, clients: list[Client]) -> None:
    """A client is never deleted (R20): what an undone import brought is withdrawn from sight."""
    act.change_many(clients, state=State.WITHDRAWN, state_since=timezone.now())


@withdraws("clients.contact")
def withdraw_people(act: Acting, contacts: list[Contact]) -> None:
    """People whom others refer to meanwhile are put into the archive instead."""
    needed = referred_to(Contact, [contact.pk for contact in contacts])
    act.change_many([c for c in contacts if c.pk in needed], archived_at=timezone.now())
    act.remove_many(c for c in contacts if c.pk not in needed)


@withdraws("clients.fieldfile")
def leave_files(act: Acting, kept: list[FieldFile]) -> None:
    """A file stays when its adding is taken back: the history of its field still names it."""


@withdraws("clients.link")
def withdraw_links(act: Acting, links: list[Link]) -> None:
    """What was hung on the links since goes with them."""
    keys = [link.pk for link in links]
    above = {link.pk: link.reports_to_id for link in links}
    for report in act.lock_many(Link.objects.filter(reports_to__in=keys).order_by("pk")):
        act.change(report, reports_to_id=above.get(report.reports_to_id or 0))
    act.remove_many(LinkRole.objects.filter(link__in=keys))
    act.remove_many(links)


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
            msg = gettext(
                "That would make someone report to themselves. Change who reports to whom first."
            )
            raise Refusal(msg)
        if not any(link.is_primary for link in there):
            with acting(by=None, label=gettext("Kept one contact primary")) as act:
                act.change(there[0], is_primary=True)


@whenever("clients.client", "clients.point", "clients.contact", "clients.link", "clients.location")
def follow_with_search(touched: Iterable[models.Model]) -> None:
    """What is found of a client is what it says at this moment, in the transaction that says it.

    With whom it is compared follows a moment later.
    """
    rows = seen(touched)
    clients, contacts = _concerned(rows.others)
    fresh, people = _concerned_by_new(rows.added)
    # Who stands with somebody new is told by the links.
    known = (contacts | people) - {row.pk for row in rows.added.get(Contact, ())}
    if known:
        stand = Link.objects.current().filter(contact__in=known)
        clients.update(stand.values_list("client_id", flat=True))
    new = documents_of_new(rows.added, besides=clients)
    clients |= fresh
    newcomers = [row for row in rows.added.get(Contact, ()) if row.pk not in contacts]
    index_new_people(newcomers, rows.added.get(Point, ()))
    reindex_people(contacts.union(people).difference(row.pk for row in newcomers))
    reindex(clients - new.keys(), new)
    kept.mark(clients)


def _concerned(rows: Iterable[models.Model]) -> tuple[set[int], set[int]]:
    """The clients that the rows are about, and the contacts."""
    clients: set[int] = set()
    contacts: set[int] = set()
    for row in rows:
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
    return clients, contacts


def _concerned_by_new(added: dict[type[models.Model], list[Any]]) -> tuple[set[int], set[int]]:
    """The same of rows by their model."""
    clients: set[int] = {row.id for row in added.get(Client, ())}
    contacts: set[int] = {row.id for row in added.get(Contact, ())}
    for model in (Link, Location, Point):
        told = [row.client_id for row in added.get(model, ())]
        clients.update(key for key in told if key is not None)
    theirs = {point.contact_id for point in added.get(Point, ()) if point.client_id is None}
    return clients, contacts | theirs


@whenever("clients.relation")
def keep_hierarchies_free_of_circles(touched: Iterable[models.Model]) -> None:
    """No client stands above itself, whatever made, moved or brought back the relations.

    Two acts that are harmless each could make a circle together. So whoever touches the hierarchy
    counts its changes by one row of the organisation, which stays locked until they are done; only
    then they look, and see all that was committed before (PostgreSQL: READ COMMITTED, each
    statement sees anew; SQLite has one writer at a time). The last lock taken, it cannot deadlock.
    """
    keys = [row.pk for row in touched if isinstance(row, Relation) and row.hierarchical and row.pk]
    if not keys:
        return
    Counter.take("hierarchy")
    if has_circle(keys):
        msg = gettext("That would make a circle: a client would stand above itself.")
        raise Refusal(msg, field="client")


@whenever("clients.client", "clients.contact")
def follow_with_keys(touched: Iterable[models.Model]) -> None:
    """What lists are narrowed and sorted by is what the fields say at this moment."""
    rows = seen(touched)
    follow([row for row in rows.others if isinstance(row, Client)])
    follow([row for row in rows.others if isinstance(row, Contact)])
    follow(rows.added.get(Client, []), new=True)
    follow(rows.added.get(Contact, []), new=True)


@whenever("clients.client", "clients.contact")
def let_records_have_their_files(touched: Iterable[models.Model]) -> None:
    """A file belongs to the record whose field first names it; who sees that record may have it."""
    FieldFile.claim(touched)


@whenever("clients.location")
def look_for_them_on_earth(touched: Iterable[models.Model]) -> None:
    """Let the queue ask the operator's service for coordinates, where there is one; not for whole imports."""
    rows = [row for row in touched if isinstance(row, Location) and row.pk and not row.coordinates]
    if settings.GEOCODER and len(rows) <= MOST_LOOKED_UP:
        for row in rows:
            find_on_earth.enqueue(current.required(), row.pk)


@whenever("clients.field")
def key_what_became_filterable(touched: Iterable[models.Model]) -> None:
    """Let the queue write the keys of a field whose keys are not there, or not these."""
    for row in touched:
        if isinstance(row, Field) and row.filterable and not row.keyed:
            index_field.enqueue(current.required(), row.pk)


@whenever(
    "clients.client",
    "clients.point",
    "clients.contact",
    "clients.link",
    "clients.linkrole",
    "clients.location",
    "clients.tagging",
)
def keep_the_completeness(touched: Iterable[models.Model]) -> None:
    """How complete a client is counts with the change that made it so (B10)."""
    rows = seen(touched)
    clients = {key for row in rows.others if (key := client_of(row)) is not None}
    for model, added in rows.added.items():
        if model is not Contact and model is not LinkRole:
            clients.update(key for key in clients_of(added) if key is not None)
    new = {row.pk for row in rows.added.get(Contact, ())}
    contacts = {row.pk for row in rows.others if isinstance(row, Contact)}
    contacts |= {row.contact_id for row in rows.others if isinstance(row, Point) and row.contact_id}
    contacts |= {row.contact_id for row in rows.added.get(Point, ()) if row.contact_id}
    # Who stands with somebody new is told by the links.
    contacts -= new
    links = {row.link_id for row in rows.others if isinstance(row, LinkRole)}
    links |= {row.link_id for row in rows.added.get(LinkRole, ())}
    if contacts or links:
        stand = Link.objects.filter(Q(contact__in=contacts) | Q(pk__in=links))
        clients.update(stand.values_list("client_id", flat=True))
    recount(clients)


@whenever("organisations.member")
def end_the_seats_of_who_left(touched: Iterable[models.Model]) -> None:
    """Who is disabled sits on no client's team any more; told on each, in the act that disabled them (R16)."""
    for member in touched:
        if isinstance(member, Member) and not member.is_active:
            Assignment.end_all_of(member)


@whenever("clients.nocontact")
def follow_with_bars(touched: Iterable[models.Model]) -> None:
    """Who is not to be contacted says so on their own row, in the transaction that forbids it."""
    keep_bars(row for row in touched if isinstance(row, NoContact))


@whenever("clients.rule", "clients.locationtype")
def count_all_anew(rows: Iterable[models.Model]) -> None:
    """A rule changes the figure of every client: of the first at once, of the others by the queue."""
    keys = list(Client.objects.order_by("id").values_list("pk", flat=True)[: AT_ONCE + 1])
    recount(keys)
    if len(keys) > AT_ONCE:
        recount_all.enqueue(current.required())


@whenever(
    "clients.rule",
    "clients.status",
    "clients.tag",
    "clients.locationtype",
    "clients.contactrole",
    "clients.relationkind",
    "clients.field",
    "clients.fieldsection",
    "clients.teamrole",
    "clients.industry",
    "organisations.team",
)
def forget_the_words(rows: Iterable[models.Model]) -> None:
    """Let every process read the organisation's words anew, also after an undo."""
    for row in list(rows)[:1]:
        row.organisation.forget_lexicon()  # type: ignore[attr-defined]
